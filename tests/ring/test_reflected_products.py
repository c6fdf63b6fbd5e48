"""Products of factors that fall with the index as they grow with a whole symbol: (q^(-N); q)_k and its kind."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression

FACTS = ["k: integer, k >= 0", "N: integer, N >= k", "q: real, 0 < q < 1"]


@pytest.mark.parametrize(
    "text",
    [
        "product(1 - q^(j - N), j=0..k - 1)",
        "product(1 - q^(j - N - 1), j=0..k - 1)",
        "product(1 - q^(j - 2*N), j=0..k - 1)",
        "product(1 - q^(2*j - 2*N), j=0..k - 1)",
        "product(1 + q^(j - N), j=0..k - 1)",
        "product(j - N, j=0..k - 1)",
        "product((1 - q^(j - N))*(1 - q^(j + 1)), j=0..k - 1)",
    ],
)
def test_it_has_the_value_of_the_product(text: str) -> None:
    scope = Scope(Assumptions.parse(FACTS))
    written = to_expression(scope.lift(parse(text), "a product"))
    for n, k in product(range(5), range(5)):
        if k <= n:
            at = {"N": Fraction(n), "k": Fraction(k), "q": Fraction(1, 3)}
            assert evaluate(written, at) == evaluate(parse(text), at)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("product(1 - q^(j - N), j=0..k)", FACTS),  # k = N has the factor 0
        ("product(1 - q^(j - N), j=0..k - 1)", ["k: integer, k >= 0", "N: integer, N >= 0", FACTS[2]]),
        ("product(1 - q^(j - N), j=0..k - 1)", [*FACTS[:2], "q: real, q > 0"]),  # q = 1
        ("product(1 - q^(j - N), j=0..k - 1)", [*FACTS[:2], "q: real, -1 < q < 1"]),  # q = 0 has no negative powers
        ("product(1 - q^(j*N), j=0..k - 1)", FACTS),
        ("product(1 - q^(j - N*M), j=0..k - 1)", [*FACTS, "M: integer, M >= 1"]),
        ("product(1/2 - N, j=0..k - 1)", FACTS),
    ],
)
def test_what_is_not_known_to_be_such_a_product_is_refused(text: str, facts: list[str]) -> None:
    with pytest.raises(Rejected):
        Scope(Assumptions.parse(facts)).lift(parse(text), "a product")


@pytest.mark.parametrize("shift", range(-3, 4))
@pytest.mark.parametrize(
    "base", ["x*q^(j - N + ({}))", "-x*q^(j - 2*N + ({}))", "x*q^(2*j - 2*N + ({}))", "q^(j - N + ({}))"]
)
@pytest.mark.parametrize("count", ["k", "N", "N + 1", "N - 1", "N + 2"])
def test_shifted_products_have_their_values_or_are_refused(shift: int, base: str, count: str) -> None:
    """x = 2, and -2 for the 1 + x*q^..., for which a factor may be 0 at no q that is tried, or at one."""
    text = f"product(1 - {base.format(shift)}, j=0..{count} - 1)"
    facts = ["k: integer, k >= 0", "N: integer, N >= k, N >= 1", "q: real, 0 < q < 1", "x: real, x < 0"]
    try:
        written = to_expression(Scope(Assumptions.parse(facts)).lift(parse(text), "a product"))
    except Rejected:
        return
    for n, k in product(range(1, 6), range(6)):
        for x in (Fraction(-2), Fraction(-1, 3)):
            if k <= n:
                at = {"N": Fraction(n), "k": Fraction(k), "q": Fraction(1, 3), "x": x}
                assert evaluate(written, at) == evaluate(parse(text), at)


def test_most_shifted_products_are_read() -> None:
    facts = Assumptions.parse(["k: integer, k >= 0", "N: integer, N >= k + 3", "q: real, 0 < q < 1", "x: real, x < 0"])
    for shift in range(-3, 4):
        for count in ("k", "N"):
            Scope(facts).lift(parse(f"product(1 - x*q^(j - N + ({shift})), j=0..{count} - 1)"), "a product")


def test_a_product_beyond_its_zero_is_0() -> None:
    beyond = Scope(Assumptions.parse(["N: integer, N >= 0", "k: integer, k >= N + 1", "q: real, 0 < q < 1"]))
    assert beyond.lift(parse("product(1 - q^(j - N), j=0..k - 1)"), "a product").is_zero()
    assert beyond.lift(parse("product((1 - q^(j - N))*(2 + q^(j + 1)), j=0..k)"), "a product").is_zero()
    with pytest.raises(Rejected):  # at k = N + 1 there is no factor with j = N + 1
        beyond.lift(parse("product(1 - q^(j - N - 1), j=0..k - 1)"), "a product")
    negative = Scope(Assumptions.parse(["N: integer, N >= -3", "k: integer, k >= N + 1, k >= 0", "q: real, 0 < q < 1"]))
    with pytest.raises(Rejected):  # at N = -1 the zero is before the first factor
        negative.lift(parse("product(1 - q^(j - N), j=0..k - 1)"), "a product")


def test_powers_of_0_beside_a_first_term() -> None:
    scope = Scope(Assumptions.parse(["N: integer, N >= 1", "x: real"]))
    element = scope.lift(parse("product(1 + x*0^j, j=0..N - 1)"), "a product")
    assert element == 1 + scope.ring.tower.symbol("x")
    assert scope.lift(parse("sum(0^k*(k + 5), k=0..N)"), "a sum") == 5
    empty = Scope(Assumptions.parse(["N: integer, N >= 0", "x: real"]))
    with pytest.raises(Rejected):  # at N = 0 the product is 1
        empty.lift(parse("product(1 + x*0^j, j=0..N - 1)"), "a product")
    with pytest.raises(Rejected):  # 0^(k - 1) has no value at k = 0
        scope.lift(parse("sum(0^(k - 1), k=0..N)"), "a sum")
