"""The OpenAPI document, and what the service does with requests made from it at random."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("schemathesis", reason="the campaign is made by the package schemathesis")

from tnsim.service.app import make_app
from tnsim.service.settings import Settings

CONFIGURATION = """
[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", "501"]  # what to install for an optional package
negative_data_rejection.expected-statuses = ["4xx"]
"""
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection"
)


def campaign(tmp_path: Path, serve: Callable[..., Any], phases: str, examples: int) -> None:
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with serve(url, timeout=1, most_timeout=2, patience=3) as running:
        program = Path(sys.executable).parent / "schemathesis"
        done = subprocess.run(
            [
                program, "--config-file", configuration, "run", f"{running.url}/openapi.json", "--checks", CHECKS,
                "--max-examples", str(examples), "--phases", phases, "--seed", "1", "--request-timeout", "30",
                "--exclude-path-regex", "events$",
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        log = running.log.read_text()
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert '"status": 50' not in log.replace('"status": 501', ""), log


def test_requests_at_random_are_answered_as_the_document_says(tmp_path: Path, serve: Callable[..., Any]) -> None:
    campaign(tmp_path, serve, "examples,fuzzing", 2)


@pytest.mark.slow
def test_many_requests_at_random_are_answered_as_the_document_says(tmp_path: Path, serve: Callable[..., Any]) -> None:
    campaign(tmp_path, serve, "examples,coverage,fuzzing,stateful", 100)


def test_every_route_of_the_plan_is_there() -> None:
    paths = make_app(Settings(database="sqlite://")).openapi()["paths"]
    found = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    assert found >= {
        ("POST", "/api/zerosum/create"),
        ("POST", "/api/zerosum/compensate"),
        ("POST", "/api/zerosum/operation"),
        ("POST", "/api/zerosum/validate"),
        ("POST", "/api/v1/infinite-sets/"),
        ("GET", "/api/v1/infinite-sets/"),
        ("GET", "/api/v1/infinite-sets/{set_id}"),
        ("DELETE", "/api/v1/infinite-sets/{set_id}"),
        ("POST", "/api/v1/infinite-sets/{set_id}/operations/"),
        ("POST", "/api/v1/prove"),
        ("POST", "/api/v1/evaluate"),
        ("POST", "/api/v1/sum"),
        ("POST", "/api/v1/check"),
        ("GET", "/api/v1/certificates/{certificate_id}"),
        ("GET", "/api/v1/jobs/{job_id}"),
        ("GET", "/api/v1/jobs/{job_id}/events"),
        ("DELETE", "/api/v1/jobs/{job_id}"),
        ("POST", "/api/integration/balansis"),
        ("POST", "/api/integration/llm"),
        ("GET", "/health"),
        ("GET", "/ready"),
        ("GET", "/metrics"),
    }


def test_every_route_says_what_it_does() -> None:
    for methods in make_app(Settings(database="sqlite://")).openapi()["paths"].values():
        for route in methods.values():
            assert route["description"].endswith("."), route


def test_links_lead_to_routes_that_take_what_they_give() -> None:
    document = make_app(Settings(database="sqlite://")).openapi()
    routes = [route for methods in document["paths"].values() for route in methods.values()]
    by_id = {route["operationId"]: route for route in routes}
    assert len(by_id) == len(routes)
    links = [
        link for route in routes for answer in route["responses"].values() for link in answer.get("links", {}).values()
    ]
    assert len(links) > 50
    for link in links:
        target = by_id[link["operationId"]]
        assert set(link.get("parameters", {})) <= {given["name"] for given in target.get("parameters", [])}
        if "requestBody" in link:
            schema = target["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert set(link["requestBody"]) <= set(document["components"]["schemas"][schema]["properties"])


def test_keys_are_declared_where_they_are_needed() -> None:
    document = make_app(Settings(database="sqlite://", keys=True)).openapi()
    assert {"key": []} in document["security"]
    assert set(document["components"]["securitySchemes"]) == {"key", "bearer"}
