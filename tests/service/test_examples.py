"""Every example of the documents about the service, and every one in the OpenAPI document, is sent to a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import click

from tnsim.cli.app import app
from tnsim.service.app import make_app
from tnsim.service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = ("README.md", "docs/service.md", "docs/tutorials/service.md")
ADDRESS = "http://127.0.0.1:8000"
OPTIONAL = {"/api/integration/llm": "torch", "/api/integration/balansis": "balansis"}


@pytest.fixture
def url(shared_service: Any) -> str:
    return str(shared_service.url)


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def curl_script(document: str) -> str:
    """The commands of a document that ask the service, in their order."""
    return "".join(block for block in blocks(document, "sh") if ADDRESS in block or "post /" in block)


def asked(script: str, url: str) -> list[tuple[int, Any]]:
    """Run a script as a user would; return the status and the JSON of each answer."""
    if shutil.which("curl") is None:
        pytest.skip("the program curl is not installed")
    told = "curl() { command curl -w '\\n%{http_code}\\n' \"$@\"; }\n"
    done = subprocess.run(
        ["sh", "-e", "-c", told + script.replace(ADDRESS, url)], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    return [(int(status), json.loads(body)) for body, status in zip(lines[::2], lines[1::2], strict=True)]


def without_times(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: without_times(value) for name, value in answer.items() if name not in ("seconds", "version")}
    return answer


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if curl_script(name)])
def test_what_is_asked_by_curl_is_answered(document: str, url: str) -> None:
    script = curl_script(document)
    answers = asked(script, url)
    # `post` is defined by one of the commands and used by others.
    assert len(answers) == len(re.findall(r"^(?:curl|post) ", script, re.M)) > 0
    for status, answer in answers:
        assert status in (200, 201) or (status == 501 and "pip install" in answer["detail"]), answer
    shown = [json.loads(text) for text in blocks(document, "json")]
    assert [without_times(answer) for _, answer in answers[: len(shown)]] == [without_times(answer) for answer in shown]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_are_read(document: str) -> None:
    """Each line that starts a program of ours is one that the program understands."""
    for block in blocks(document, "sh"):
        for line in re.findall(r"^tnsim (.*)$", block, re.M):
            command: click.Command | None = app
            name, *arguments = ["tnsim", *re.findall(r'"[^"]*"|\S+', line)]
            while isinstance(command, click.Group):
                name, *arguments = arguments
                command = command.get_command(click.Context(command), name)
            assert command is not None, line
            command.make_context(name, arguments)


def test_the_client_of_the_documents_asks(url: str) -> None:
    programs = [block for block in blocks("docs/service.md", "python") if "tnsim.client" in block]
    for block in blocks("docs/tutorials/service.md", "python"):
        lines = (line for line in block.splitlines() if line.startswith((">>> ", "... ")))
        programs.append("\n".join(line[4:].partition("  # doctest")[0] for line in lines))
    assert len(programs) == 2
    for program in programs:
        names: dict[str, Any] = {}
        exec(textwrap.dedent(program).replace(ADDRESS, url), names)
        assert names["verdict"].kind == "proved" and names["ball"].digits >= 50


def requests_of_the_document() -> Iterator[tuple[str, dict[str, Any]]]:
    """The path and the body of each example of a body."""
    document = make_app(Settings(database="sqlite://")).openapi()
    for path, methods in document["paths"].items():
        if "post" in methods:
            schema = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
            name = schema["$ref"].rpartition("/")[2]
            examples = document["components"]["schemas"][name].get("examples", [])
            assert examples, f"{name} has no example"
            yield from ((path, example) for example in examples)


@pytest.mark.parametrize(("path", "body"), list(requests_of_the_document()))
def test_the_examples_of_the_openapi_document_are_answered(path: str, body: dict[str, Any], url: str) -> None:
    import httpx

    with httpx.Client(base_url=url, timeout=180) as client:

        def stored(formula: str) -> str:
            made = client.post("/api/zerosum/create", json={"properties": {"formula": formula}})
            return str(made.json()["set_id"])

        ids = {name: stored("-1/n^2" if name == "set_b_id" else "1/n^2") for name in body if name.endswith("_id")}
        place = path.replace("{set_id}", stored("1/n^2")) if "{set_id}" in path else path
        answer = client.post(place, json=body | ids)
        if path in OPTIONAL and find_spec(OPTIONAL[path]) is None:
            assert answer.status_code == 501
        else:
            assert answer.status_code == (201 if path == "/api/v1/infinite-sets/" else 200), answer.text
            assert answer.json().get("accepted", True)


def test_every_route_is_in_the_table() -> None:
    paths = make_app(Settings(database="sqlite://")).openapi()["paths"]
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    table = re.search(r"^## Routes\n(.*?)^A set is given", text, re.M | re.S)
    assert table is not None
    named = {name for name in re.findall(r"`(?:[A-Z]+ )?(/[^`]*)`", table[1])}
    for path in paths:
        plain = re.sub(r"\{\w+\}", "{id}", path)
        assert plain in named or f"/{plain.rpartition('/')[2]}" in named, path
    known = {re.sub(r"\{\w+\}", "{id}", path) for path in paths} | {"/"}
    assert not [name for name in named if not any(path.endswith(name) for path in known)]
