"""Orders of growth and limits, compared with values at large indices in ball arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.growth import leading, limit
from tnsim.ring.growth_classes import Growth, compare, trivial_growth
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

FACTS = Assumptions.parse(("x: real, -1 < x < 1", "q: real, 0 < q < 1", "a: real, a > 0", "b: real, b > 1"))
POINT = {"x": Fraction(-2, 3), "q": Fraction(3, 5), "a": Fraction(4, 3), "b": Fraction(7, 2), "k": Fraction(3)}
BITS = 256


def _ball(element: Element, n: int = 1) -> acb:
    return evaluate(to_expression(element), {**POINT, "n": Fraction(n)}, BITS)


def _class_at(growth: Growth, n: int) -> arb:
    """Return the class at n: |G|^binomial(n, 2) * n!^f * |r|^n * n^p * log(n)^l."""
    with working_precision(BITS):
        moduli = (_ball(growth.gauss).real ** fmpq(n * (n - 1), 4)) * (_ball(growth.geometric).real ** fmpq(n, 2))
        factorial = arb(n + 1).gamma() ** fmpq(growth.factorial.numerator, growth.factorial.denominator)
        logs = arb(n).log() ** fmpq(growth.logs.numerator, growth.logs.denominator)
        return moduli * factorial * arb(n) ** _ball(growth.power).real * logs


# term; the places at which it is looked at; how near to 1 its quotient by the claimed leading term must be
LEADING = [
    ("1/(n*(n + 1))", 1e-5),
    ("(3*n^2 + n - 7)/(2*n^5 + 1)", 1e-5),
    ("binomial(2*n, n)/4^n", 1e-5),
    ("binomial(2*n, n)^2/16^n/(n + 1)", 1e-4),
    ("factorial(n)*binomial(3*n, n)", 1e-4),
    ("gamma(n + a)/gamma(n + 1/2)", 1e-4),
    ("RisingFactorial(a, n)/factorial(n)", 1e-4),
    ("factorial2(2*n - 1)/factorial2(2*n)", 1e-4),
    ("b^n/n", 1e-5),
    ("q^(n^2)*n^3*b^n", 1e-5),
    ("harmonic(n)/n", 0.2),
    ("harmonic(n)^2*harmonic(n, 2)/n^2", 0.4),
    ("harmonic(2*n) + harmonic(n)", 0.2),
    ("log(n^3 + 1)/n", 1e-5),
    ("sqrt(4*n^3 + n)/(n + 1)", 1e-4),
    ("(n^2 + 1)^(1/3)", 1e-4),
    ("fibonacci(n)/lucas(n + 1)", 1e-5),
    ("1/(fibonacci(n)*fibonacci(n + 2))", 1e-5),
    ("atan(1/n)", 1e-5),
    ("n*sin(1/n^2)", 1e-5),
    ("cos(1/n)", 1e-5),
    ("atan(n^2)", 1e-4),
    ("zeta(n + 2)", 1e-5),
    ("2^n + 3^n*n - n!", 1e-5),
    ("(5*2^n + n^9)/(3^n + 2^n)", 1e-5),
    ("digamma(n + 1/3)/sqrt(n)", 0.1),
    ("polygamma(1, n + 1) + 1", 1e-4),
    ("(-1)^n*(n + 1)/n^2", 1e-4),
    ("I^n*2^n", 1e-5),
    ("x^n/(1 + q^n)", None),
    ("n*(x/2)^n", None),
    ("(-2)^n*n", 1e-5),
]


@pytest.mark.parametrize(("text", "tolerance"), LEADING)
def test_the_leading_term(text: str, tolerance: float | None) -> None:
    scope = Scope(FACTS, {"n": 1})
    element = lift(scope.ring, parse(text))
    lead = leading(scope.ring, element, "n")
    assert lead is not None
    assert lead.exact is (tolerance is not None)
    ratios = []
    for n in (10**3, 10**4, 10**5, 10**6):
        claimed = _class_at(lead.growth, n) * (_ball(lead.coefficient, n) if lead.exact else acb(1))
        ratios.append(_ball(element, n) / claimed)
    assert all(ratio.is_finite() for ratio in ratios)
    if tolerance is None:  # only O(class) is claimed
        assert all(abs(ratio) < 2 for ratio in ratios)
        return
    gaps = [abs(ratio - 1) for ratio in ratios]
    assert gaps[-1] < tolerance
    assert not gaps[-1] > gaps[0] + 1e-30


@pytest.mark.parametrize(
    "text",
    [
        "(n + k)!",
        "(n + k)!^2/(n + 2*k + 1)!^2",
        "(2*n + k)!*k^2/((n + k)!*n!)",
        "gamma(n + k + a)^3*gamma(k + 1/2)/gamma(3*n + 2*k + b)",
        "RisingFactorial(a, 2*n + 3*k)/RisingFactorial(b, n + k)^2",
        "binomial(2*n + k, n)*2^k/4^n",
        "(-1)^k*(3*n + 2*k)*gamma(n + k + 1/2)^3/(2*n + k)!^3",
    ],
)
def test_the_leading_term_at_a_fixed_other_index(text: str) -> None:
    scope = Scope(FACTS, {"n": 1, "k": 0})
    element = lift(scope.ring, parse(text))
    lead = leading(scope.ring, element, "n")
    assert lead is not None and lead.exact and not lead.oscillating
    gaps = []
    for n in (10**3, 10**5):
        claimed = _class_at(lead.growth, n) * _ball(lead.coefficient, n)
        gaps.append(abs(_ball(element, n) / claimed - 1))
    assert gaps[0] < 0.2 and gaps[1] < gaps[0] / 50


def test_rising_factorials_whose_steps_do_not_increase_are_refused() -> None:
    scope = Scope(Assumptions.parse(()), {"n": 1, "k": 0})
    fixed = lift(scope.ring, parse("(2*k)!"))
    lead = leading(scope.ring, fixed, "n")
    assert lead is not None and lead.growth == trivial_growth(scope.ring) and lead.coefficient == fixed
    moving = Assumptions.parse(("m: integer, m >= 0",)).with_integer("n", lower=parse("0"), upper=parse("m"))
    below = Scope(moving)
    assert leading(below.ring, lift(below.ring, parse("(m - n)!")), "n") is None


@pytest.mark.parametrize(
    "text",
    [
        "binomial(2*n, n)^2/(16^n*(n + 1)) + harmonic(n) - log(n)",
        "harmonic(n) - log(n + 1)",
        "harmonic(2*n) - harmonic(n)",
        "log(n + 3) - log(2*n + 1)",
        "log(n^2 + 1) - 2*log(n)",
        "harmonic(n, 2) + harmonic(n, 3)",
        "digamma(n + a) - digamma(n + b)",
        "atan(n) - atan(1/n)",
        "(3*n^2 + 1)/(n^2 + n)",
        "binomial(2*n, n)*sqrt(n)/4^n",
        "4^n/(sqrt(n)*binomial(2*n, n))",
        "fibonacci(n + 1)/fibonacci(n)",
        "x^n*n^5 + 7",
        "(1 + x^n)/(2 - x^n)",
        "RisingFactorial(a, n)/(factorial(n)*n^0)*n/(gamma(n + a + 1)/factorial(n - 1)/gamma(a))",
        "sqrt(n^2 + n)/n",
        "n/factorial(n) + 2^n/3^n",
        "zeta(2, n + 1) + pi",
        "(-1)^n/n",
        "sin(n^2)/n",
        "(-1)^n/sqrt(n) + 1/2",
        "x^n + q^n",
        "(x^n + q^n - 3)/(5 - x*q)",
    ],
)
def test_limits(text: str) -> None:
    scope = Scope(FACTS, {"n": 1})
    element = lift(scope.ring, parse(text))
    end = limit(scope.ring, element, "n")
    assert end is not None
    assert "n" not in end.symbols()
    values = [_ball(element, n) - _ball(end) for n in (10**3, 10**6)]
    assert abs(values[1]) < 2e-3
    assert not abs(values[1]) > abs(values[0]) + 1e-30


@pytest.mark.parametrize(
    "text",
    [
        "(-1)^n",
        "cos(n)",
        "n",
        "harmonic(n)",
        "n^2*(harmonic(n) - log(n) - EulerGamma) - n/2",
        "n*(log(n + 1) - log(n))",
        "sqrt(n + 1) - sqrt(n)",
        "a^n",
        "n^a/n^b",
        "(1 + (-1)^n)/(2 + (-1)^n)",
        "1/(2 + (-1)^n + 1/n)",
        "n^n/factorial(n)",
        "(1 + 1/n)^n",
        "x^n + b^n",
        "x^n + (-1)^n",
    ],
)
def test_limits_that_are_not_decided(text: str) -> None:
    scope = Scope(FACTS, {"n": 1})
    try:
        element = lift(scope.ring, parse(text))
    except UnsupportedError:
        return
    assert limit(scope.ring, element, "n") is None


rates = st.sampled_from(
    ("2^n", "3^n", "q^n", "x^n", "b^n", "n!", "q^(n^2)", "(-1)^n", "4^(-n)", "harmonic(n)", "log(n + 1)")
)
powers = st.sampled_from(("1", "n", "n^2", "1/(n + 1)", "1/n^3", "sqrt(n)", "(n + 5)/(2*n + 1)"))
numbers = st.sampled_from(("1", "2", "-3", "1/2", "pi"))
monomials = st.tuples(numbers, rates | st.just("1"), powers).map("*".join)
polynomials = st.lists(monomials, min_size=1, max_size=3).map(" + ".join)
terms = st.tuples(polynomials, polynomials).map(lambda pair: f"({pair[0]})/(7 + ({pair[1]})^2)") | polynomials


@settings(deadline=None)
@given(terms)
def test_random_limits_agree_with_values_far_out(text: str) -> None:
    scope = Scope(FACTS, {"n": 1})
    try:
        element = lift(scope.ring, parse(text))
    except DomainError:
        return
    end = limit(scope.ring, element, "n")
    if end is None:
        return
    near, far = (abs(_ball(element, n) - _ball(end)) for n in (10**4, 10**32))
    assert not far > 0.8 * near + 1e-30


@settings(deadline=None)
@given(polynomials, polynomials)
def test_comparison_is_antisymmetric_and_true_far_out(first: str, second: str) -> None:
    scope = Scope(FACTS, {"n": 1})
    ring = scope.ring
    leads = [leading(ring, lift(ring, parse(text)), "n") for text in (first, second)]
    if leads[0] is None or leads[1] is None:
        return
    a, b = leads[0].growth, leads[1].growth
    order = compare(ring, a, b)
    reverse = compare(ring, b, a)
    assert (order is None) == (reverse is None)
    if order is None or reverse is None:
        return
    assert order == -reverse
    if order:
        quotient = _class_at(a, 10**7) / _class_at(b, 10**7)
        assert quotient < 1 if order < 0 else quotient > 1


def test_classes_form_a_group() -> None:
    scope = Scope(FACTS, {"n": 1})
    lead = leading(scope.ring, lift(scope.ring, parse("n^2*2^n*harmonic(n)/n!")), "n")
    assert lead is not None
    cancelled = lead.growth.times(lead.growth.raised(-1))
    assert compare(scope.ring, cancelled, trivial_growth(scope.ring)) == 0
