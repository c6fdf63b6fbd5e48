"""Sums over residue classes modulo 3 and 4 are not those modulo 2, and others are refused: a false reading was found."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.rules.relations import relations
from tnsim.proof.scope import Rejected

# What each would be if the classes modulo 3 and 4 were taken for those modulo 2.
WRONG = {
    "sum(1/((3*n+1)*(3*n+2)), n=0..oo)": "log(2)",
    "sum(1/(3*n+1)^2, n=0..oo)": "pi^2/8",
    "sum(1/((4*n+1)*(4*n+3)), n=0..oo)": "0",
    "sum(1/(4*n+1)^3, n=0..oo)": "7*zeta(3)/8",
}


@pytest.mark.parametrize("text", ["sum(1/((5*n+1)*(5*n+2)), n=0..oo)", "sum(1/(7*n+1)^2, n=0..oo)"])
def test_other_moduli_are_refused(text: str) -> None:
    with pytest.raises(Rejected):
        series_as_values(parse(text))


@pytest.mark.parametrize("text", sorted(WRONG))
def test_classes_are_not_taken_for_those_modulo_two(text: str) -> None:
    conclusion = Statement("equal", parse(text), parse(WRONG[text]), EMPTY)
    with pytest.raises(Rejected):
        relations(conclusion, (), {"relations": (), "multipliers": ()})


def test_modulus_two_is_read() -> None:
    conclusion = Statement("equal", parse("sum(1/(2*n+1)^2, n=0..oo)"), parse("pi^2/8"), EMPTY)
    with pytest.raises(Rejected):
        relations(conclusion, (), {"relations": (), "multipliers": ()})
    relations(conclusion, (), {"relations": ("doubling 2",), "multipliers": ("-1/2",)})
