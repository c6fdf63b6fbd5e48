"""The lemma rule, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.proof.steps import Case, equal, said
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected


def _lemma(name: str, parameters: Mapping[str, str], left: str, right: str, *facts: str) -> Case:
    return Case("lemma", equal(left, right, *facts), (), {"lemma": name, "parameters": parameters})


# The ring has two elements for the number cos(pi/5) = (1 + sqrt(5))/4, and so for its arctangent.
VALUE = "(log(1 + I*cos(pi/5)) - log(1 - I*cos(pi/5)))/(2*I)"
ARCTANGENT = _lemma("arctangent as logarithm", {"x": "cos(pi/5)"}, "atan((1 + sqrt(5))/4)", VALUE)
REFLECTION = _lemma("digamma reflection", {"a": "1/3"}, "digamma(2/3) - digamma(1/3)", "pi*cot(pi/3)")
# The ring does not read (x + k)^(N - 1), whose base may be 0.
DIFFERENCES = _lemma(
    "differences of powers",
    {"N": "N", "M": "N - 1", "a": "x", "b": "1", "c": "1", "d": "0", "e": "0"},
    "Sum((-1)^k*binomial(N, k)*(x + k)^(N - 1), (k, 0, N))",
    "0",
    "N: integer, N >= 1",
    "x: real",
)


def _left(case: Case, left: str) -> Case:
    return replace(case, conclusion=replace(case.conclusion, left=parse(left)))


def _knowing(case: Case, **changed: Any) -> Case:
    return replace(case, witness={**case.witness, **changed})


@pytest.mark.parametrize("case", [ARCTANGENT, REFLECTION, DIFFERENCES])
def test_instances_of_lemmas(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(REFLECTION, premises=(REFLECTION.conclusion,)), "from no premises"),
        (replace(REFLECTION, conclusion=said("converges", "digamma(2/3) - digamma(1/3)")), "concludes an equation"),
        (_knowing(REFLECTION, lemma={}), "there is no lemma"),
        (_knowing(REFLECTION, parameters=("1/3",)), "there is no lemma"),
        (_knowing(REFLECTION, parameters={"a": "1 +"}), "a parameter of the lemma: "),
        (_left(ARCTANGENT, "asinh((1 + sqrt(5))/4)"), "left side is not that"),
        (_left(ARCTANGENT, "2*atan((1 + sqrt(5))/4)"), "left side is not that"),
        (_left(ARCTANGENT, "atan((1 + sqrt(5))/3)"), "left side is not that"),
        (_left(REFLECTION, "digamma(1/3)"), "left side is not that"),
        (_left(DIFFERENCES, "Product((-1)^k*binomial(N, k)*(x + k)^(N - 1), (k, 0, N))"), "the left side"),
        (_left(DIFFERENCES, "Sum(binomial(N, k)*(x + k)^(N - 1), (k, 0, N))"), "the left side"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_functions_of_other_numbers_of_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """No lemma has such a function alone on its left side yet: zeta(3) is not zeta(3, 1/2)."""
    sides = parse("zeta(3, 1/2)"), parse("7*zeta(3)")
    monkeypatch.setitem(LEMMAS, "made", Lemma("made", "", "", (), lambda scope, values: sides, lambda random: {}))
    made = _lemma("made", {}, "zeta(3, 1/2)", "7*zeta(3)")
    made.check()
    with pytest.raises(Rejected, match="left side is not that"):
        _left(made, "zeta(3)").check()
