"""Certificates from outside: whatever the JSON text holds, the answer is a clear refusal, never a crash."""

from __future__ import annotations

import copy
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.errors import CertificateError
from tnsim.proof.certificate import FORMAT_VERSION, MOST_CHARACTERS, MOST_STEPS, Certificate
from tnsim.proof.checker import RULES, check
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.sets.claim import Claim

UNIT = "Sum(1/(n*(n + 1)), (n, 1, oo))"
CLAIM = Claim.parse(f"{UNIT} - 1")
GOOD: dict[str, Any] = {
    "format": "tnsim-certificate",
    "version": FORMAT_VERSION,
    "claim": {"expression": f"{UNIT} - 1", "assumptions": []},
    "steps": [
        {
            "rule": "telescope",
            "conclusion": {"kind": "equal", "left": UNIT, "right": "1", "assumptions": []},
            "premises": [],
            "witness": {"antidifference": "-1/n", "from": 1},
        },
        {
            "rule": "linear",
            "conclusion": {"kind": "equal", "left": f"{UNIT} - 1", "right": "0", "assumptions": []},
            "premises": [0],
            "witness": {},
        },
    ],
}


def with_change(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    data = copy.deepcopy(GOOD)
    target: Any = data
    for key in path[:-1]:
        target = target[key]
    if value is ...:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return data


def test_the_unchanged_certificate_is_read_and_accepted() -> None:
    certificate = Certificate.from_json(json.dumps(GOOD))
    assert check(CLAIM, certificate).verdict == "proved"
    again = Certificate.from_json(certificate.to_json())
    assert again == certificate and again.digest == certificate.digest


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (("version",), FORMAT_VERSION + 1, "version"),
        (("version",), True, "version"),
        (("version",), 1.0, "version"),
        (("version",), str(FORMAT_VERSION), "version"),
        (("format",), "another", "format"),
        (("note",), "hello", "unknown note"),
        (("claim",), ..., "missing claim"),
        (("claim", "expression"), ..., "missing expression"),
        (("claim", "expression"), 5, "must be a text"),
        (("claim", "expression"), "1 +", "claim:"),
        (("claim", "expression"), "__import__('os')", "claim:"),
        (("claim", "expression"), "9**9**9**9", "claim:"),
        (("claim", "assumptions"), "x: real", "list of texts"),
        (("claim", "assumptions"), [5], "list of texts"),
        (("claim", "assumptions"), ["x: imaginary"], "claim:"),
        (("steps",), [], "steps must be a list"),
        (("steps",), {}, "steps must be a list"),
        (("steps", 0), [], "step 0: expected an object"),
        (("steps", 0, "rule"), 7, "rule must be a text"),
        (("steps", 0, "rule"), None, "rule must be a text"),
        (("steps", 0, "why"), "because", "unknown why"),
        (("steps", 0, "premises"), [0], "numbers of earlier steps"),
        (("steps", 1, "premises"), [1], "numbers of earlier steps"),
        (("steps", 1, "premises"), [-1], "numbers of earlier steps"),
        (("steps", 1, "premises"), [True], "numbers of earlier steps"),
        (("steps", 1, "premises"), [0.0], "numbers of earlier steps"),
        (("steps", 1, "premises"), ["0"], "numbers of earlier steps"),
        (("steps", 1, "premises"), 0, "numbers of earlier steps"),
        (("steps", 0, "conclusion", "kind"), "obvious", "unknown kind"),
        (("steps", 0, "conclusion", "kind"), ["equal"], "unknown kind"),
        (("steps", 0, "conclusion", "right"), ..., "a statement 'equal' has a right side"),
        (("steps", 0, "conclusion", "kind"), "nonzero", "has no right side"),
        (("steps", 0, "conclusion", "left"), None, "must be a text"),
        (("steps", 0, "witness"), [], "witness must be an object"),
        (("steps", 0, "witness", "from"), 1.0, "unknown shape"),
        (("steps", 0, "witness", "from"), True, "unknown shape"),
        (("steps", 0, "witness", "from"), None, "unknown shape"),
        (("steps", 0, "witness", "from"), float("nan"), "unknown shape"),
        (("steps", 0, "witness", "from"), float("inf"), "unknown shape"),
        (("steps", 0, "witness", "extra"), [1], "unknown shape"),
        (("steps", 0, "witness", "extra"), {"a": {"b": "c"}}, "unknown shape"),
    ],
)
def test_malformed_certificates(path: tuple[str | int, ...], value: object, reason: str) -> None:
    with pytest.raises(CertificateError, match=reason):
        Certificate.from_json(json.dumps(with_change(path, value)))


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "5", '"text"', "{", "{}", "NaN", "[" * 100_000, "{" * 50_000, '{"a":' * 5_000 + "1" + "}" * 5_000, "\x00", "9" * 5_000],
    ids=lambda text: text[:6] or "empty",
)  # fmt: skip
def test_texts_that_are_no_certificate(text: str) -> None:
    with pytest.raises(CertificateError):
        Certificate.from_json(text)


@pytest.mark.parametrize(
    "field",
    ["(" * 5_000 + "1" + ")" * 5_000, "-" * 100_000 + "1", "1+" * 300_000 + "1", "sin(" * 2_000 + "1" + ")" * 2_000, "9" * 6_000,
     "x" * 1_000_000, "1" + "0" * 999_999, "factorial(factorial(99))", "10^(10^9)", "1e999999999"],
    ids=lambda text: text[:5],
)  # fmt: skip
def test_large_expressions_are_refused_at_once(field: str) -> None:
    began = time.perf_counter()
    with pytest.raises(CertificateError):
        Certificate.from_json(json.dumps(with_change(("claim", "expression"), field)))
    with pytest.raises(CertificateError):
        Certificate.from_json(json.dumps(with_change(("steps", 0, "conclusion", "right"), field)))
    report = check(
        CLAIM, Certificate.from_json(json.dumps(with_change(("steps", 0, "witness", "antidifference"), field)))
    )
    assert not report.accepted and report.failed_step == 0
    assert time.perf_counter() - began < 30


def test_sizes_have_limits() -> None:
    with pytest.raises(CertificateError, match="over the limit"):
        Certificate.from_json(" " * (MOST_CHARACTERS + 1))
    with pytest.raises(CertificateError, match="steps must be a list of 1 to"):
        Certificate.from_data(with_change(("steps",), [GOOD["steps"][0]] * (MOST_STEPS + 1)))


@pytest.mark.parametrize(
    ("field", "value"),
    [("from", 10**30), ("from", -(10**7)), ("from", 10**6), ("from", "1"), ("from", ["1"]), ("from", {"a": "1"})],
)
def test_a_witness_that_is_no_start(field: str, value: object) -> None:
    report = check(CLAIM, Certificate.from_data(with_change(("steps", 0, "witness", field), value)))
    assert not report.accepted and report.failed_step == 0


def test_a_certificate_made_without_steps() -> None:
    report = check(CLAIM, Certificate(CLAIM, ()))
    assert not report.accepted and report.reason == "a certificate without steps"


texts = st.sampled_from(
    ("", "1", "n", "x", "-1/n", UNIT, "Sum(1/n, (n, 1, oo))", "1/0", "oo", "zeta(1)", "gamma(-n)", "(-1)^n", "I", "Sum(k, (k, 1, N))",
     "Sum(Sum(1/k, (k, 1, n)), (n, 1, oo))", "Product(1 + 1/n, (n, 1, oo))", "Sum(1/n^2, (n, -oo, oo))", "0^n", "x^n", "floor(n/0.5)",
     "hyper((1, 1), (2,), x)", "log(-n)", "KroneckerDelta(n, m)", "binomial(n, -n)", "bernoulli(n)", "1/(n - n)", "sqrt(n)^n", "n^n^n")
)  # fmt: skip
readable = texts.filter(lambda text: text not in ("", "1/0"))
facts = st.sampled_from(
    ([], ["x: real"], ["x: real, -1 < x < 1"], ["n: integer, n >= 0"], ["N: integer"], ["m: integer", "x: real"])
)
names = st.sampled_from(
    ("antidifference", "from", "test", "base", "oscillation", "lemma", "parameters", "coefficients", "precision", "point", "symbol", "value")
)  # fmt: skip
values = (
    texts
    | st.sampled_from(("absolute", "dirichlet", "terms", "comparison", "telescope", *LEMMAS))
    | st.integers(-3, 300)
    | st.lists(texts, max_size=3)
    | st.dictionaries(st.sampled_from(("x", "a", "s", "z", "u", "v", "k", "n")), texts, max_size=3)
)
conclusions = st.one_of(
    st.fixed_dictionaries({"kind": st.just("equal"), "left": readable, "right": readable, "assumptions": facts}),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(("nonzero", "converges", "diverges")), "left": readable, "assumptions": facts}
    ),
)


@st.composite
def certificates(draw: st.DrawFn) -> dict[str, Any]:
    steps = [
        {
            "rule": draw(st.sampled_from(sorted(RULES))),
            "conclusion": draw(conclusions),
            "premises": draw(st.lists(st.integers(0, max(0, i - 1)), max_size=min(3, 3 * i))),
            "witness": draw(st.dictionaries(names, values, max_size=4)),
        }
        for i in range(draw(st.integers(1, 3)))
    ]
    return {**GOOD, "claim": {"expression": draw(readable), "assumptions": draw(facts)}, "steps": steps}


@settings(deadline=None, max_examples=400)
@given(certificates())
def test_the_checker_never_raises(data: dict[str, Any]) -> None:
    try:
        certificate = Certificate.from_data(data)
    except CertificateError:
        return
    report = check(certificate.claim, certificate)
    assert report.accepted or (report.verdict is None and report.reason)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kind", ["equal", "nonzero", "converges", "diverges"])
def test_every_rule_copes_with_an_empty_witness_and_no_premises(rule: str, kind: str) -> None:
    for left in (UNIT, "1", "Sum(1/n, (n, 1, oo))", "Sum(k, (k, 1, 3))", "Product(2, (n, 1, oo))"):
        conclusion: dict[str, Any] = {"kind": kind, "left": left, "assumptions": []}
        if kind == "equal":
            conclusion["right"] = "5"
        steps = [{"rule": rule, "conclusion": conclusion, "premises": [], "witness": {}}]
        certificate = Certificate.from_data({**GOOD, "steps": steps})
        assert not check(Claim.parse("7"), certificate).accepted


@pytest.mark.parametrize("field", ['"assumptions": []', '"expression": "0"'])
def test_a_field_that_stands_twice_is_refused(field: str) -> None:
    """Another reader may take the first claim for that of the file."""
    text = json.dumps(GOOD).replace('"claim": {', f'"claim": {{{field}, ')
    with pytest.raises(CertificateError, match="stands there twice"):
        Certificate.from_json(text)
