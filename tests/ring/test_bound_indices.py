"""Indices bound in generators: their names are not captured, and no product keeps one in its value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.proof.scope import Scope
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element, Generator
from tnsim.sets.claim import Claim

FACTS = ("n: integer, n >= 1",)
NESTED = (
    "sum(sqrt(sum(2^j/j, j=1..k)), k=1..n)",
    "sum(atan(sum(2^j/j, j=1..k)), k=1..n)",
    "sum(product(1 + 2^i, i=0..k - 1), k=1..n)",
    "sum(1/product(1 + 2^i, i=0..k), k=1..n)",
    "sum(sqrt(product(1 + 2^i, i=0..k)), k=1..n)",
    "sum(sum(product(1 + 2^i, i=0..k), k=1..m), m=1..n)",
)


def is_zero(claim: Claim) -> bool:
    step = Step("linear", Statement("equal", claim.expression, parse("0"), claim.assumptions), (), {})
    return check(claim, Certificate(claim, (step,))).accepted


@pytest.mark.parametrize("text", NESTED)
def test_the_last_term_of_a_sum_over_sums_and_products_moves_with_the_bound(text: str) -> None:
    # the index of the outer sum was given the name of an inner one, and its terms stood still
    ring = Scope(Assumptions.parse(FACTS)).ring
    element = lift(ring, parse(text))
    for place in (1, 3):
        at = substitute_element(ring, shift(ring, element, "n"), {"n": ring.tower.element(place)})
        exact = evaluate(parse(text), {"n": Fraction(place + 1)}, 128)
        assert evaluate(to_expression(at), {}, 128).overlaps(exact)


@pytest.mark.parametrize("text", NESTED)
def test_second_differences_of_such_sums_are_not_zero(text: str) -> None:
    last, middle = (text.replace("..n", f"..n + {j}") for j in (2, 1))
    assert not is_zero(Claim.parse(f"{last} - 2*({middle}) + {text}", FACTS))
    assert is_zero(Claim.parse(f"{last} - 2*({middle}) - ({last}) + 2*({middle})", FACTS))


def test_a_product_of_powers_whose_base_moves_is_no_power() -> None:
    # prod k^k was read as (index + 1)^binomial(n, 2)*n!, with the index as a number
    ring = Scope(Assumptions.parse(FACTS)).ring
    for text in ("product(k^k, k=1..n)", "product((k^2 + 1)^k + 1, k=1..n)", "product((k/(k + 1))^k, k=1..n)"):
        try:
            assert lift(ring, parse(text)).symbols() == {"n"}
        except TnsimError:
            continue
    h = "product(k^k, k=1..{})".format
    quotient = f"{h('n + 3')}*{h('n + 1')}^3/({h('n + 2')}^3*{h('n')})"
    assert not is_zero(Claim.parse(f"{quotient} = (n + 3)*(n + 1)/(n + 2)^2", FACTS))
    assert is_zero(Claim.parse("product(2^k*k, k=1..n) = 2^(n*(n + 1)/2)*factorial(n)", FACTS))


def test_an_index_does_not_occur_in_its_own_bound() -> None:
    tower = Scope(Assumptions.parse(FACTS)).ring.tower
    index, n = tower.symbol("#0"), tower.symbol("n")
    for kind, labels in (("partial_sum", (1, "#0")), ("partial_product", ("#0",))):
        assert tower.intern(Generator(kind, labels, (index**2 + 1, n))).symbols() == {"n"}
        with pytest.raises(UnsupportedError, match="its own index"):
            tower.intern(Generator(kind, labels, (index**2 + 1, index)))


def test_a_substitution_is_not_captured_by_an_index() -> None:
    ring = Scope(Assumptions.parse((*FACTS, "x: real"))).ring
    element = lift(ring, parse("sum(sqrt(k + x), k=1..n)"))
    index = ring.tower.symbol("#0")
    with pytest.raises(UnsupportedError, match="captured"):
        substitute_element(ring, element, {"x": index})
    assert substitute_element(ring, element, {"#0": index + 1}) is element


GROWING = [
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
    return Scope(Assumptions.parse(("N: integer, N >= 2",))).lift(parse(text), "the expression")


@pytest.mark.parametrize(("inner", "outer"), GROWING)
def test_a_sum_grows_by_its_next_term(inner: str, outer: str) -> None:
    def term(index: str) -> str:
        return outer.format(inner.format(index))

    def total(upper: str) -> str:
        return f"Sum({term('k')}, (k, 1, {upper}))"

    assert _read(f"{total('N + 1')} - {total('N')} - {term('(N + 1)')}").is_zero()
    assert _read(f"{total('N')} - {total('N - 1')} - {term('N')}").is_zero()
    # the second difference of a sum is the first of its terms, which is not 0
    assert not _read(f"{total('N + 1')} - 2*{total('N')} + {total('N - 1')}").is_zero()
