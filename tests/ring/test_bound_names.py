"""The index that a finite sum or product binds, where another one is inside it: neither is taken for the other."""

from __future__ import annotations

import pytest

from tnsim.errors import UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.tower import Element, Generator, Tower

NESTED = [
    ("Product(1 + 1/2^i, (i, 1, {}))", "{}"),
    ("Sum(sqrt(i), (i, 1, {}))", "sqrt({})"),
    ("Sum(sqrt(i), (i, 1, {}))", "exp({})"),
    ("Sum(sqrt(i), (i, 1, {}))", "sin({})"),
    ("Sum(Product(1 + 1/2^i, (i, 1, j)), (j, 1, {}))", "{}"),
    ("Sum(Product(1 + 1/2^i, (i, 1, j)), (j, 1, {}))", "cos({})"),
    ("Product(1 + Sum(sqrt(i), (i, 1, j)), (j, 1, {}))", "{}"),
    ("Product(1 + Product(1 + 1/2^i, (i, 1, j)), (j, 1, {}))", "exp({})"),
]


def _read(text: str) -> Element:
    return Scope(Assumptions.parse(["N: integer, N >= 2"])).lift(parse(text), "the expression")


@pytest.mark.parametrize(("inner", "outer"), NESTED)
def test_a_sum_grows_by_its_next_term(inner: str, outer: str) -> None:
    def term(index: str) -> str:
        return outer.format(inner.format(index))

    def total(upper: str) -> str:
        return f"Sum({term('k')}, (k, 1, {upper}))"

    assert _read(f"{total('N + 1')} - {total('N')} - {term('(N + 1)')}").is_zero()
    assert _read(f"{total('N')} - {total('N - 1')} - {term('N')}").is_zero()
    # the second difference of a sum is the first of its terms, which is not 0
    assert not _read(f"{total('N + 1')} - 2*{total('N')} + {total('N - 1')}").is_zero()


def test_an_index_bound_in_a_term_is_not_in_its_bounds() -> None:
    tower = Tower()
    bound = tower.symbol("#0")
    for kind, labels in (("partial_sum", (1, "#0")), ("partial_product", ("#0",))):
        generator = Generator(kind, labels, (bound, tower.symbol("n")))
        assert tower.intern(generator).symbols() == {"n"}
        with pytest.raises(UnsupportedError, match="its own index"):
            tower.intern(Generator(kind, labels, (bound, bound)))
