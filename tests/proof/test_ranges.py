"""Ranges: what assumptions say of one symbol, and images in a slack that cover the whole interval."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.ranges import Range, excluded_values, number_range, root_range, symbol_ranges
from tnsim.proof.scope import Scope
from tnsim.ring.replacement import replaced_generators

rationals = st.fractions(-20, 20, max_denominator=50)


@given(rationals, rationals, rationals, st.booleans(), st.booleans())
def test_the_image_covers_the_interval(
    low: Fraction, high: Fraction, t: Fraction, open_low: bool, open_high: bool
) -> None:
    """For every value in the range there is a slack >= 0 (> 0 where that is claimed) with this image."""
    low, high = min(low, high), max(low, high)
    assume(low < high or not (open_low or open_high))
    weight = abs(t) / 20
    value = low + (high - low) * weight
    assume(not (open_low and value == low) and not (open_high and value == high))
    bounds = Range(low, high, open_low, open_high)
    assert bounds.contains(value)
    top = high if open_high else high + (high - low) / 1024
    slack = Fraction(0) if value == low else (value - low) / (top - value)
    assert slack >= 0 and (slack > 0 or not bounds.strict_in_slack())
    assert _image_at(bounds, slack) == value


@given(rationals, st.fractions(0, 50, max_denominator=20), st.booleans())
def test_half_lines(end: Fraction, distance: Fraction, strict: bool) -> None:
    assume(distance > 0 or not strict)
    for bounds, value in (
        (Range(end, None, strict), end + distance),
        (Range(None, end, False, strict), end - distance),
    ):
        assert bounds.contains(value)
        assert distance > 0 or not bounds.strict_in_slack()
        assert _image_at(bounds, distance) == value
        assert bounds.contains(end) is not strict


def _image_at(bounds: Range, slack: Fraction) -> Fraction | None:
    scope = Scope(EMPTY)
    symbol = scope.ring.tower.symbol("s")
    image = bounds.image(scope.ring, symbol)
    return replaced_generators(
        image, {scope.ring.tower.number_of_symbol("s"): scope.ring.tower.element(slack)}
    ).rational()


def test_a_symbolic_bound_is_the_base_of_the_image() -> None:
    scope = Scope(Assumptions.parse(("a: real", "b: real", "c: real, c > a + b")))
    bounds = symbol_ranges(scope.facts.assumptions, {})["c"]
    assert bounds.base == parse("a + b") and bounds.strict_in_slack() and bounds.lower is None
    image = bounds.image(scope.ring, scope.ring.tower.symbol("s"))
    assert image == scope.lift(parse("a + b + s"), "the image")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("x: real, 0 < x < 1",), Range(Fraction(0), Fraction(1), True, True)),
        (("x: real, 0 <= x",), Range(Fraction(0))),
        (("x: real, x <= 3/2",), Range(None, Fraction(3, 2))),
        (("x: integer, x > 2",), Range(Fraction(3))),
        (("x: integer, 2 <= x < 7/2",), Range(Fraction(2), Fraction(3))),
        (("x: integer, x > -1/2",), Range(Fraction(0))),
        (("x: negative",), Range(None, Fraction(0), False, True)),
    ],
)
def test_ranges_of_symbols(facts: tuple[str, ...], expected: Range) -> None:
    assert symbol_ranges(Assumptions.parse(facts), {})["x"] == expected


def test_an_irrational_bound_is_rounded_outward() -> None:
    below = symbol_ranges(Assumptions.parse(("x: real, pi <= x <= sqrt(10)",)), {})["x"]
    assert below.lower is not None and below.upper is not None
    assert below.lower < Fraction(31415926535897932385, 10**19) < Fraction(31622776601683793, 10**16) < below.upper
    whole = symbol_ranges(Assumptions.parse(("m: integer, m > pi",)), {})["m"]
    assert whole.lower == 4


@pytest.mark.parametrize(
    "fact", ["m: integer, m >= 2 + cos(pi)", "m: integer, m > exp(log(2)) - 2", "m: integer, m >= sqrt(2)^2 - 1"]
)
def test_a_bound_that_only_a_ball_knows_excludes_no_admissible_number(fact: str) -> None:
    bounds = symbol_ranges(Assumptions.parse((fact,)), {})["m"]
    assert bounds.contains(Fraction(1))


def test_a_start_is_a_lower_bound() -> None:
    ranges = symbol_ranges(EMPTY, {"n": 3})
    assert ranges["n"] == Range(Fraction(3))


def test_numbers() -> None:
    bounds = number_range(parse("pi"))
    assert bounds is not None and bounds.lower is not None and bounds.upper is not None
    assert 0 < bounds.upper - bounds.lower < Fraction(1, 10**10)
    assert number_range(parse("1/(sin(1)^2 + cos(1)^2 - 1)")) is None
    assert number_range(parse("zeta(1)")) is None


def test_excluded_values() -> None:
    facts = Assumptions.parse(("x: real, x != 0, 3/2 != x", "y: real, y != x"))
    assert excluded_values(facts, "x") == {Fraction(0), Fraction(3, 2)}
    assert excluded_values(facts, "y") == frozenset()


def test_a_root_of_a_symbol_without_values_has_no_range() -> None:
    """Bounds that are no literal numbers contradict each other unnoticed; the root of the negative one is not taken."""
    scope = Scope(Assumptions.parse(["x: real, x > 1/2, x < -pi"]))
    root = scope.lift(parse("sqrt(x)"), "the root").generators()
    assert [root_range(symbol_ranges(scope.facts.assumptions, {}), generator) for generator in root] == [None]
    assert scope.facts.real(scope.lift(parse("log(sqrt(x) + 3)"), "a logarithm"))
