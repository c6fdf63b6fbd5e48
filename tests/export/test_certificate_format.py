"""docs/certificate-format.md and its schema say what certificates are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tnsim.errors import CertificateError
from tnsim.proof import certificate as format_module
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import RULES, check

DOCS = Path(__file__).parent.parent.parent / "docs"
DOCUMENT = (DOCS / "certificate-format.md").read_text(encoding="utf-8")
SCHEMA = json.loads((DOCS / "certificate.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXAMPLE = re.search(r"```json\n(.*?)```", DOCUMENT, re.S)[1]  # type: ignore[index]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["step"]["properties"]["rule"]["enum"] == sorted(RULES)
    named = [branch["if"]["properties"]["rule"]["const"] for branch in SCHEMA["$defs"]["step"]["allOf"]]
    assert named == sorted(RULES)


def test_real_certificates_have_the_shape(certificates: dict[str, Certificate]) -> None:
    for name, certificate in certificates.items():
        data = json.loads(certificate.to_json())
        errors = [error.message for error in VALIDATOR.iter_errors(data)]
        assert not errors, (name, errors)
        assert Certificate.from_data(data).to_json() == certificate.to_json()


def test_the_example_of_the_document_is_a_proof() -> None:
    certificate = Certificate.from_json(EXAMPLE)
    assert VALIDATOR.is_valid(json.loads(EXAMPLE))
    assert check(certificate.claim, certificate).verdict == "proved"


def test_every_rule_and_its_witness_is_documented() -> None:
    sections = dict(re.findall(r"^### `([\w-]+)`\n(.*?)(?=^##)", DOCUMENT, re.M | re.S))
    assert set(sections) == set(RULES)
    for branch in SCHEMA["$defs"]["step"]["allOf"]:
        rule = branch["if"]["properties"]["rule"]["const"]
        for field in _witness_fields(branch["then"]["properties"].get("witness", {})):
            assert f"`{field}`" in sections[rule], (rule, field)


def test_the_limits_are_those_of_the_code() -> None:
    limits = format_module.LIMITS
    for name, value in {
        "characters of the JSON text": format_module.MOST_CHARACTERS,
        "steps": format_module.MOST_STEPS,
        "characters of one expression": limits.length,
        "nodes of one expression": limits.nodes,
        "levels of nesting of one expression": limits.depth,
        "digits of one number in an expression": limits.digits,
    }.items():
        assert f"| {name} | {value:,} |" in DOCUMENT
    assert SCHEMA["properties"]["steps"]["maxItems"] == format_module.MOST_STEPS
    assert SCHEMA["$defs"]["expression"]["maxLength"] == limits.length


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "another"),
        (("version",), 2),
        (("version",), True),
        (("more",), 1),
        (("claim", "assumptions"), "x: real"),
        (("steps",), []),
        (("steps", 0, "premises"), [-1]),
        (("steps", 0, "rule"), 5),
        (("steps", 0, "conclusion", "kind"), "true"),
        (("steps", 0, "conclusion", "kind"), "converges"),
        (("steps", 0, "witness", "from"), 1.5),
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(path: tuple[str | int, ...], value: object) -> None:
    data: Any = json.loads(EXAMPLE)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(CertificateError):
        Certificate.from_data(data)


def _witness_fields(witness: dict[str, Any]) -> set[str]:
    return set(witness.get("required", ())) | set(witness.get("then", {}).get("required", ()))
