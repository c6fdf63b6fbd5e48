"""The rule of brackets: names that would be caught."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.brackets import brackets
from tnsim.proof.scope import Rejected

WITNESS: Witness = {"length": 2, "direction": "insert"}


def equation(left: str) -> Statement:
    return Statement("equal", parse(left), parse("1"), EMPTY)


def test_the_same_index_may_be_used_again() -> None:
    plain = equation("Sum(1/2**n, (n, 1, oo))")
    brackets(equation("Sum(1/2**(1 + 2*n) + 1/2**(2 + 2*n), (n, 0, oo))"), (plain,), WITNESS)


def test_an_index_with_another_meaning_is_refused() -> None:
    plain = equation("Sum(m/2**n, (n, 1, oo))")
    bracketed = equation("Sum(m/2**(1 + 2*m) + m/2**(2 + 2*m), (m, 0, oo))")
    with pytest.raises(Rejected, match="another meaning"):
        brackets(bracketed, (plain,), WITNESS)
