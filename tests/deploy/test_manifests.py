"""The files that deploy the service: valid by the schemas, and in keeping with the program."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tnsim import __version__

yaml = pytest.importorskip("yaml", reason="the manifests are read with PyYAML")

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def objects() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in MANIFESTS:
        for found in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            yield f"{file.stem} {found['kind']}", found


OBJECTS = [pytest.param(found, id=name) for name, found in objects() if found["kind"] != "Kustomization"]


@pytest.mark.parametrize("found", OBJECTS)
def test_manifests_are_valid(found: dict[str, Any]) -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="the schemas come with kubernetes-validate")
    validator.validate(found, validator.latest_version(), strict=True)


def test_a_wrong_manifest_is_not_valid() -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="the schemas come with kubernetes-validate")
    wrong = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"replicas": "three"}}
    with pytest.raises(validator.ValidationError):
        validator.validate(wrong, validator.latest_version(), strict=True)


@pytest.mark.parametrize("file", [*MANIFESTS, DEPLOY / "compose.yaml"], ids=lambda file: file.name)
def test_files_are_tidy(file: Path) -> None:
    pytest.importorskip("yamllint", reason="the linter is the package yamllint")
    rules = "{extends: default, rules: {document-start: disable, line-length: {max: 120}}}"
    done = subprocess.run(
        [sys.executable, "-m", "yamllint", "--strict", "-d", rules, file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_manifest_is_listed() -> None:
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == [file.name for file in MANIFESTS if file.name != "kustomization.yaml"]


def test_the_deployment_is_what_was_asked_for() -> None:
    by_kind = {found["kind"]: found for name, found in objects() if not name.startswith("cache")}
    assert by_kind["Deployment"]["spec"]["replicas"] == by_kind["HorizontalPodAutoscaler"]["spec"]["minReplicas"] == 3
    (container,) = by_kind["Deployment"]["spec"]["template"]["spec"]["containers"]
    assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()
    assert container["readinessProbe"]["httpGet"]["path"] == "/ready"
    assert container["resources"]["limits"]
    assert by_kind["Secret"]["stringData"].keys() == {"TNSIM_DATABASE"}
    assert by_kind["Job"]["spec"]["template"]["spec"]["containers"][0]["command"][-1].startswith("tnsim db upgrade")


def test_images_are_of_this_version_and_run_without_rights() -> None:
    for name, found in objects():
        if found["kind"] not in ("Deployment", "Job"):
            continue
        pod = found["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        for container in pod["containers"]:
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            if not name.startswith("cache"):
                assert container["image"] == f"tnsim:{__version__}"


def test_settings_in_the_files_exist() -> None:
    pytest.importorskip("fastapi", reason="the settings belong to the extra server")
    from tnsim.service.settings import Settings

    known = {f"TNSIM_{name.upper()}" for name in Settings.__slots__}
    for file in (*MANIFESTS, DEPLOY / "compose.yaml", DEPLOY / "Dockerfile"):
        named = set(re.findall(r"\bTNSIM_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named - {"TNSIM_POSTGRES_PASSWORD"} <= known, file


def test_compose_has_the_three_parts() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert set(compose["services"]) == {"database", "cache", "service"}
    service = compose["services"]["service"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert {part["condition"] for part in service["depends_on"].values()} == {"service_healthy"}


def test_compose_is_valid() -> None:
    pytest.importorskip("check_jsonschema", reason="the schema of compose files comes with check-jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, DEPLOY / "compose.yaml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_kustomize_finds_every_object() -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed here")
    command = [kubectl, "kustomize", DEPLOY / "kubernetes"]
    built = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = sorted((each["kind"], each["metadata"]["name"]) for each in yaml.safe_load_all(built))
    assert found == sorted((each["kind"], each["metadata"]["name"]) for _, each in objects() if "metadata" in each)


def test_the_dockerfile_builds_in_stages_and_ends_as_nobody() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    names = [name for name, *_ in steps]
    assert names.count("FROM") == 2 and "HEALTHCHECK" in names
    assert [rest for name, rest in steps if name == "USER"] == ["10001"]
    assert all("-c constraints.txt" in part for _, rest in steps for part in rest.split("&&") if "pip install" in part)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {"server", "cluster"} <= wanted.keys()
    for source in re.findall(r"^COPY (?!--)(.*) \S+$", "\n".join(lines), re.M):
        assert all((ROOT / file).exists() for file in source.split())
