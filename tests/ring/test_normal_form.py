"""Laws of the normal form: a commutative ring, exact cancellation, and relations that are used up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tnsim.language.assumptions import Assumptions
from tnsim.proof.scope import Scope
from tnsim.ring.powers import power, root
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.roots_of_unity import root_of_unity, unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator, Tower, split_powers

SCOPE = Scope(Assumptions.parse(("x: real", "y: real")), {"n": 0})
RING: Ring = SCOPE.ring
TOWER = RING.tower
GENERATORS: tuple[Element, ...] = (
    TOWER.symbol("n"),
    TOWER.symbol("x"),
    root(RING, TOWER.element(5), 2),
    root(RING, TOWER.element(2), 3),
    root_of_unity(RING, Fraction(1, 12)),
    unity_power(RING, Fraction(1, 2), "n", 1),
    unity_power(RING, Fraction(1, 3), "n", 1),
    TOWER.intern(Generator("power", (1, "n"), (TOWER.element(3),))),
)


def _combined(children: st.SearchStrategy[Element]) -> st.SearchStrategy[Element]:
    add: Callable[[Element, Element], Element] = lambda a, b: a + b  # noqa: E731
    multiply: Callable[[Element, Element], Element] = lambda a, b: a * b  # noqa: E731
    return st.builds(add, children, children) | st.builds(multiply, children, children)


numbers = st.fractions(-9, 9, max_denominator=12)
leaves = st.sampled_from(GENERATORS) | numbers.map(TOWER.element)
polynomials = st.recursive(leaves, _combined, max_leaves=6)
fractions = st.tuples(polynomials, st.sampled_from(GENERATORS[:2]), st.integers(1, 5)).map(
    lambda t: t[0] / (t[1] + t[2])
)
elements = polynomials | fractions


@given(elements, elements, elements)
def test_commutative_ring(a: Element, b: Element, c: Element) -> None:
    assert a + b == b + a and a * b == b * a
    assert (a + b) + c == a + (b + c)
    assert (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a + 0 == a and a * 1 == a and (a - a).is_zero() and (a * 0).is_zero()


@given(elements, elements)
def test_equal_elements_of_a_field_have_one_key(a: Element, b: Element) -> None:
    assert (a + b).key == (b + a).key
    assert (a * b).key == (b * a).key
    assert ((a + b) * (a - b)).key == (a * a - b * b).key


@given(polynomials, polynomials)
def test_common_factors_cancel(a: Element, b: Element) -> None:
    n = TOWER.symbol("n")
    below = n * n + 1
    if a.is_zero() or b.is_zero() or (a * below).is_zero():
        return
    assert (a * below) / below == a
    quotient = (a * (n + 1)) / ((n + 1) * (n + 2))
    assert quotient == a / (n + 2)
    assert quotient.denominator.total_degree() <= 1


@given(elements, st.integers(0, 4))
def test_powers(a: Element, exponent: int) -> None:
    product = TOWER.element(1)
    for _ in range(exponent):
        product = product * a
    assert a**exponent == product


def test_relations_are_used_up() -> None:
    _, _, root5, cube2, twelfth, sign, third, _ = GENERATORS
    assert root5 * root5 == 5 and cube2**3 == 2 and sign * sign == 1 and third**3 == 1
    assert twelfth**12 == 1 and twelfth**6 == -1
    assert sum((twelfth**k for k in range(12)), TOWER.element(0)).is_zero()
    # third**n is a root of unity that may be 1: its three powers need not add up to 0.
    assert not (1 + third + third * third).is_zero()


def test_a_relation_with_a_denominator_is_not_kept() -> None:
    # the numerators of the coefficients alone are put in
    t = TOWER.intern(Generator("power", (1, "n"), (TOWER.symbol("y"),)))
    for relation, used in (([1 / TOWER.symbol("x"), TOWER.element(0)], False), ([TOWER.element(7)] * 2, True)):
        s = TOWER.intern(Generator("test", (str(used),), (t,)), relation)
        assert (TOWER.relation(TOWER.number_of(s.generators()[0])) is not None) is used
        assert (s**2 == 7 * s + 7) is used
        assert s**2 != 1


@given(st.integers(2, 12))
def test_high_powers_are_reduced_at_once(k: int) -> None:
    # one after the other, these powers took hours
    high = 10**12 + k
    n = TOWER.symbol("n")
    assert power(RING, root(RING, TOWER.element(2), 2), high * n) == (
        power(RING, TOWER.element(2), high // 2 * n) * power(RING, root(RING, TOWER.element(2), 2), high % 2 * n)
    )


def test_algebraic_numbers_leave_the_denominator() -> None:
    root5 = GENERATORS[2]
    golden = (root5 + 1) / 2
    assert golden.inverse() == golden - 1
    assert golden.inverse().denominator.is_constant()


def test_zero_divisors_are_not_divided_by() -> None:
    sign = GENERATORS[5]
    with pytest.raises(ZeroDivisionError):
        TOWER.element(1) / ((1 + sign) * (1 - sign))
    assert not RING.signs.nonzero(1 - sign)
    assert RING.signs.nonzero(2 - sign)


def test_keys_survive_growth_of_the_tower() -> None:
    tower = Tower()
    n = tower.symbol("n")
    element = (n + 1) / (n * n + 3)
    key = element.key
    for i in range(40):
        tower.symbol(f"y{i}")
    assert element.key == key
    assert ((n + 1) / (n * n + 3)).key == key
    assert element + tower.symbol("y39") - tower.symbol("y39") == element


def test_two_towers_do_not_mix() -> None:
    with pytest.raises(ValueError, match="two towers"):
        Tower().symbol("n") + Tower().symbol("n")


def test_elements_are_not_hashed() -> None:
    with pytest.raises(TypeError, match=r"element\.key"):
        hash(Tower().symbol("n"))


@given(numbers, numbers)
def test_numbers(a: Fraction, b: Fraction) -> None:
    assert (TOWER.element(a) + b).rational() == a + b
    assert (TOWER.element(a) * b).rational() == a * b
    assert TOWER.element(fmpq(a.numerator, a.denominator)) == a


@given(polynomials)
def test_split_powers_and_replacement_are_inverse(a: Element) -> None:
    n = TOWER.symbol("n")
    number = TOWER.number_of_symbol("n")
    parts = split_powers(a.numerator, number)
    rebuilt = sum((Element(TOWER, p) * n**j for j, p in parts.items()), TOWER.element(0))
    assert rebuilt == a
    moved = replaced_generators(a, {number: n + 3})
    assert replaced_generators(moved, {number: n - 3}) == a
