from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from tnsim import __version__
from tnsim.core import Verdict, ZeroSumResult, compensate, prove
from tnsim.core.ball import Ball, Enclosure
from tnsim.core.verdict import Kind
from tnsim.language.parser import parse
from tnsim.proof.checker import CheckReport, check
from tnsim.sets.claim import Claim

CLAIMS = {
    "proved": "sum(1/(n*(n+1)), n=1..oo) = 1",
    "refuted": "sum(1/2^n, n=1..oo) = 1.0000000001",
    "divergent": "sum(1/n, n=1..oo) = 5",
}
ANSWERS = {kind: prove(text) for kind, text in CLAIMS.items()}
HOLDING = Enclosure(Ball(1, 1, 0), "a method", 10, "a tail bound")
EXCLUDING = Enclosure(Ball(2, 1, -2), "a method", 10, "a tail bound")
IMAGINARY = replace(HOLDING, imaginary=Ball(1, 0, 0))
ENCLOSURES = {None: None, "holds 0": HOLDING, "excludes 0": EXCLUDING, "imaginary": IMAGINARY}


def reports(answer: Verdict) -> dict[str, CheckReport | None]:
    assert answer.report is not None
    report = answer.report
    return {
        "good": report,
        "missing": None,
        "rejected": replace(report, accepted=False),
        "silent": replace(report, verdict=None),
        "of another claim": replace(report, claim_digest="0" * 64),
        "of another certificate": replace(report, certificate_digest="0" * 64),
    }


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("established", CLAIMS)
def test_no_verdict_without_its_evidence(kind: Kind, established: str) -> None:
    """Every combination of kind, certificate, report and enclosure is allowed exactly where evidence is there."""
    answer = ANSWERS[established]
    for certificate, (name, report), (ball, enclosure) in product(
        (answer.certificate, None, ANSWERS["proved" if established != "proved" else "refuted"].certificate),
        reports(answer).items(),
        ENCLOSURES.items(),
    ):
        certified = certificate is answer.certificate and name == "good" and established == kind
        allowed = {
            "proved": certified,
            "divergent": certified,
            "refuted": certified or ball in ("excludes 0", "imaginary"),
            "enclosed": ball is not None,
            "undetermined": True,
        }[kind]
        if allowed:
            assert Verdict(kind, answer.claim, certificate, report, enclosure).kind == kind
        else:
            with pytest.raises(ValueError, match="needs"):
                Verdict(kind, answer.claim, certificate, report, enclosure)


def test_the_evidence_is_of_this_claim() -> None:
    answer = ANSWERS["proved"]
    with pytest.raises(ValueError, match="for this claim"):
        replace(answer, claim=Claim.parse("sum(1/(n*(n+1)), n=1..oo) = 2"))
    with pytest.raises(ValueError, match="for this claim"):
        replace(answer, claim=Claim(answer.claim.expression, Claim.parse("0", ["x: real"]).assumptions))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="a verdict is one of proved, refuted"):
        Verdict("true", Claim.parse("0"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("point", "allowed"),
    [(None, False), ({}, False), ({"y": "1/2"}, False), ({"x": "2"}, False), ({"x": "1/2"}, True)],
)
def test_a_ball_refutes_a_claim_with_parameters_at_an_admissible_point(
    point: dict[str, str] | None, allowed: bool
) -> None:
    claim = Claim.parse("x = 1/3", ["x: real, 0 < x < 1"])
    at = None if point is None else {name: parse(value) for name, value in point.items()}
    if allowed:
        assert "at x = 1/2" in str(Verdict("refuted", claim, enclosure=EXCLUDING, point=at))
        return
    with pytest.raises(ValueError, match="'refuted' needs"):
        Verdict("refuted", claim, enclosure=EXCLUDING, point=at)


def test_a_claim_with_parameters_is_not_enclosed() -> None:
    for claim in (Claim.parse("x"), Claim.parse("1", ["x: real"])):
        with pytest.raises(ValueError, match="without parameters"):
            Verdict("enclosed", claim, enclosure=HOLDING)


@pytest.mark.parametrize("answer", [*ANSWERS.values(), ZeroSumResult(ANSWERS["proved"])])
def test_neither_verdicts_nor_results_are_truth_values(answer: object) -> None:
    with pytest.raises(TypeError, match="not true or false"):
        bool(answer)


@pytest.mark.parametrize("kind", CLAIMS)
def test_the_json_form(kind: str) -> None:
    answer = ANSWERS[kind]
    data = json.loads(json.dumps(answer.to_json()))
    assert (data["verdict"], data["version"], data["checker"]["accepted"]) == (kind, __version__, True)
    assert parse(data["claim"]) == answer.claim.expression
    assert answer.certificate is not None and data["certificate"] == answer.certificate.to_data()
    assert check(answer.claim, answer.certificate).verdict == kind


def test_the_json_form_of_an_enclosure_has_the_imaginary_part_and_the_point() -> None:
    verdict = prove("I*sum(1/(n^3+n+1), n=1..oo) = 1")
    fields = verdict.to_json()["enclosure"]
    assert verdict.enclosure is not None and verdict.enclosure.imaginary is not None
    assert fields["midpoint"] == "-1"
    assert fields["imaginary"]["midpoint"].startswith("0.49472491964")
    assert "-1 + (0.494724919" in str(verdict)
    at_a_point = prove("sum(x^n/(n^2+1), n=1..oo) = 1", ["x: real, 0 < x < 1/2"])
    assert list(at_a_point.to_json()["enclosure"]["point"]) == ["x"]
    assert "imaginary" not in prove("sum(1/2^n, n=1..oo) = 3/2").to_json()["enclosure"]


def test_the_explanation_names_who_was_asked_and_why_not() -> None:
    lines = ANSWERS["divergent"].explain().splitlines()
    assert lines[0] == str(ANSWERS["divergent"])
    assert "  checker: accepted by the rules divergence" in lines
    assert "  termwise: not applicable: the term is not 0 in the ring" in lines
    assert lines[-1] == "  divergence: found, for Sum(1/n, (n, 1, oo))"
    assert "  lemmas: zeta series" in prove("sum(1/n^3, n=1..oo) = zeta(3)").explain()
    assert "enclosure by " in prove("sum(1/(n^3+n+1), n=1..oo)").explain()


def test_verdicts_are_shown_in_latex() -> None:
    for answer in (*ANSWERS.values(), ZeroSumResult(ANSWERS["refuted"])):
        latex = answer._repr_latex_()
        assert latex.startswith(r"$\text{") and latex.endswith("= 0$") and latex.count("{") == latex.count("}")


@pytest.mark.parametrize(
    ("kind", "is_zero", "value"), [("proved", True, 0), ("refuted", False, None), ("divergent", None, None)]
)
def test_results_say_what_their_verdict_says(kind: str, is_zero: bool | None, value: int | None) -> None:
    result = ZeroSumResult(ANSWERS[kind])
    assert (result.kind, result.is_zero, result.value) == (kind, is_zero, value)
    assert result.certificate is ANSWERS[kind].certificate and str(result) == str(ANSWERS[kind])


def test_the_margin_of_error() -> None:
    assert ZeroSumResult(ANSWERS["proved"]).error_margin == 0
    assert ZeroSumResult(ANSWERS["divergent"]).error_margin is None
    refuted = ZeroSumResult(ANSWERS["refuted"])
    assert refuted.ball is not None and refuted.ball.excludes_zero
    assert refuted.error_margin == refuted.ball.radius
    assert ZeroSumResult(compensate("1/n", "-1/n")).ball == Ball(0, 0, 0)


def test_a_value_that_is_not_real_or_not_one_has_no_ball() -> None:
    complex_value = ZeroSumResult(prove("sum(I^n/(n^3 + n + 7), n=1..oo) = 0"))
    assert complex_value.kind == "refuted" and complex_value.ball is complex_value.error_margin is None
    at_a_point = ZeroSumResult(prove("x^2 + sin(x)/7 = 0", ["x: real, x > 0"]))
    assert at_a_point.kind == "refuted" and at_a_point.ball is None
