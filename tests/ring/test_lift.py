"""Lifting keeps values: element, read back, and formula agree in balls at random admissible points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from flint import acb
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.errors import DomainError, InputError, TnsimError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import conjugate, is_real
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

FACTS = Assumptions.parse(
    ("x: real, 0 <= x < 1", "y: real", "a: real, a > 0", "c: real, c > a + 1", "m: integer, m >= 0")
)
BITS = 200

# One line a function of the table in ring/functions.py (and every kind of argument that it reads).
FUNCTIONS = """
(n + 2)! ; factorial(2*n + 1) ; gamma(n + a) ; gamma(n + 5/3) ; gamma(1/2 - n) ; gamma(2*n + 1/2) ; gamma(a)
factorial2(2*n) ; factorial2(2*n + 3) ; binomial(2*n, n) ; binomial(3*n + 1, n) ; binomial(n + 4, n) ; binomial(y, n)
binomial(n, 3) ; binomial(1/2, n) ; binomial(n + m, m) ; binomial(y, 2) ; RisingFactorial(a, n) 
binomial(2*n, n - 1) ; binomial(n, n + 2) ; binomial(-n - 1, m) ; binomial(-n - a, m) ; binomial(n, -n - 1) ; binomial(m, m - 3)
RisingFactorial(1/3, 2*n) ; RisingFactorial(c, 3) ; RisingFactorial(n + 1, n) ; FallingFactorial(n + 3, 2) ; FallingFactorial(c, 2)
harmonic(n) ; harmonic(2*n + 1) ; harmonic(n, 3) ; harmonic(n + 1/2) ; harmonic(1/4) ; harmonic(3*n, 2) ; harmonic(a)
digamma(n + 1) ; digamma(n + a) ; digamma(1/6) ; polygamma(1, n + 2) ; polygamma(2, 3/4) ; polygamma(0, n + 1/3)
zeta(2, n + 1) ; zeta(3, 1/3) ; zeta(4) ; zeta(5) ; zeta(-3) ; zeta(n + 2) ; zeta(2, a) ; zeta(2, 1/4) ; zeta(3, 5/6)
dirichlet_eta(1) ; dirichlet_eta(4) ; bernoulli(8) ; bernoulli(1) ; bernoulli(7)
fibonacci(n) ; fibonacci(2*n + 1) ; lucas(n + 3) ; fibonacci(7) ; lucas(0)
sqrt(n + 1) ; sqrt(8) ; sqrt(a) ; sqrt(-3) ; (-8)^(1/3) ; 12^(2/3) ; a^(3/2) ; sqrt(y) ; sqrt(y^2) ; (n + 1)^(5/2)
log(n + 1) ; log(12) ; log(a) ; log(-2) ; log(2*a/3) ; log((n + 1)/(n + 2)) ; log(5*sqrt(2)) ; log(a^2*c)
exp(y) ; exp(n) ; exp(-n*a) ; exp(log(a)/2) ; exp(I*y) ; exp(y/2 + 1) ; exp(1/(n + 1)) ; exp(2*pi*I*n/5) ; E^(-n/2)
sin(n) ; cos(n*y) ; sin(n*pi/3) ; cos(pi/8) ; sin(1/(n + 1)) ; tan(1) ; cot(1/2) ; sec(1) ; csc(2) ; cos(y)^2
sinh(y) ; cosh(n*a) ; tanh(1) ; coth(1) ; sinh(n) ; atan(n) ; atan(1) ; atan(-y) ; atan(1/(n + 1)) ; atan(0)
Abs(-a) ; Abs(n + 1) ; Abs(2 - 5) ; Abs((1 + I)/2) ; Abs(exp(I*n*y)/(2 + I)) ; re((1 + I)^n) ; im(exp(I*y)/(n + I)) ; re(digamma(1 + I)) ; floor(n/3) ; ceiling((2*n + 1)/4) ; floor(-7/2) ; ceiling(n + 3) ; floor(n^2/4) ; ceiling((n^3 - 2*n)/7)
KroneckerDelta(1, 2) ; KroneckerDelta((-1)^n, 1) ; KroneckerDelta(cos(n*pi/2), 0) ; KroneckerDelta(n, n)
erf(y) ; erfc(1/2) ; besselj(0, y) ; besseli(2, 1) ; legendre(3, y) ; hermite(2, 1/3) ; laguerre(2, y)
chebyshevt(4, y) ; asin(1/3) ; acos(1/4) ; acot(2) ; atanh(1/2) ; asinh(2) ; acosh(3) ; polylog(3, 1/2) ; elliptic_k(1/3) ; loggamma(7/2) ; loggamma(a)
polylog(-3, 1/3) ; polylog(0, -a) ; polylog(1, -a) ; polylog(2, x) ; polylog(4, y) ; polylog(3, -1) ; polylog(-2, -a)
dirichlet_eta(1/2) ; dirichlet_eta(-3) ; beta(a, 2) ; log((1 + 2*a)/(-a - 1)) ; log((2 + a)/(-a)) ; sqrt((-1 - a)/(3 + a))
beta(1/2, 1/3) ; besselk(0, 1) ; bessely(1/2, 2) ; expint(1, 1) ; lerchphi(1/2, 2, 1/3) ; stieltjes(1) ; elliptic_e(1/2)
besselj(3, a) ; besseli(-2, y) ; besselj(-3, -a) ; besseli(4, -a) ; besselj(5/2, a) ; besseli(-5/2, a) ; besseli(1, 0)
besselj(7/3, a) ; besseli(-5/3, a) ; besselj(c, a) ; besselj(1/3, -2) ; besseli(1/2, -1) ; besselj(2, y) ; besselj(-1, I)
((1 - sqrt(5))/2)^n ; (2 - sqrt(3))^n ; (-1 - sqrt(2))^(2*n) ; (sqrt(2) - 3)^n ; (-1 - sqrt(2))^n ; (1 - sqrt(2)*I)^n ; (1 - sqrt(5)/7)^n ; (-sqrt(2))^n ; (sqrt(a) - 1)^2 ; 4^(1/4) ; 8^(5/6)
besseli(n, a) ; hyper((n,), (2, n + 1), y) ; ((1 - I*sqrt(3))/2)^n ; exp(2*pi*I/5)^n ; (-exp(2*pi*I/3)*2/3)^n ; (a^2)^(3/4) ; (a^2*c)^(1/6)
erfi(y) ; erf(I*y) ; erfi(-I*y) ; erf(-y) ; erfc(y) ; Si(y) ; Si(-a) ; Shi(y) ; Shi(-a) ; Ci(a) ; Chi(a) ; Chi(1) ; Ei(a) ; Ei(-a)
li(c) ; li(1/2) ; expint(1, a) ; expint(4, a) ; expint(0, 2) ; expint(-1, 1/2) ; expint(1/2, 1) ; Ci(2*I) ; Ei(-1) ; Ei(1 + I)
lowergamma(1, a) ; lowergamma(5/2, a) ; lowergamma(7/3, a) ; lowergamma(a, c) ; lowergamma(-1/2, 2) ; lowergamma(4, 1/2)
uppergamma(1/2, a) ; uppergamma(3, a) ; uppergamma(0, a) ; uppergamma(a, c) ; uppergamma(-1/2, 2) ; fresnelc(y) ; fresnels(-1)
hyper((), (), y) ; hyper((1/2,), (), x/2) ; hyper((a, 1), (c, a), y) ; hyper((1, c), (2,), x/2) ; hyper((1/3,), (-1/2, a), y)
hyper((2,), (1/2, 1/2), -a) ; hyper((), (1/2,), 0) ; hyper((0,), (3,), y) ; hyper((1, 1), (2,), -1/2) ; Shi(I) ; sqrt(-a) ; (-a)^(1/3)
x^n ; x^(2*n + 1) ; 2^n ; (-1)^n ; (2/3)^(n + 1) ; a^(n^2) ; 3^(-n) ; I^n ; c^(n/2) ; a^(y*n) ; (x*a)^n ; (-a)^n ; a^c
((1 + sqrt(5))/2)^n ; (1 + I)^n ; (n + 1)^m ; (-1)^(n*(n - 1)/2) ; 2^(n^3) ; (x + 1)^n ; ((1 + x)/(2 - x))^n
Sum(1/k, (k, 1, n)) ; Sum(x^k/(k + 1), (k, 0, n + 2)) ; Sum(k, (k, 1, 4)) ; Product(k + a, (k, 1, 3))
besselj(n, y) ; besselj(-n, y) ; besselj(2*n + 1, -y) ; besselj(n + 3, a) ; besselj(1 - 2*n, a) ; besselj(n - 2, -a) ; besselj(n + 1, 0)
besseli(n, y) ; besseli(-n, y) ; besseli(2*n + 1, -y) ; besseli(n + 3, a) ; besseli(1 - 2*n, a) ; besseli(n - 2, -a) ; besselj(n + m, y)
besselj(n + 5/2, a) ; besseli(n + 7/3, a) ; besselj(c + 2, a) ; besselj(n + c - 1, a) ; besseli(a - 3/2, c) ; besselj(n + 2, y)
legendre(n, y) ; legendre(n + 3, y) ; legendre(n, -y) ; legendre(2*n + 1, 1) ; legendre(n, -1) ; legendre(n + m, y) ; legendre(n + 2, 1/3)
chebyshevt(n, y) ; chebyshevt(n + 4, y) ; chebyshevt(n, cos(y)) ; chebyshevt(2*n, cosh(a)) ; chebyshevt(n + 1, cos(2)) ; chebyshevt(n, 1)
chebyshevu(n, y) ; chebyshevu(n + 2, -y) ; chebyshevu(n, cosh(a)) ; chebyshevu(n, cos(2)) ; chebyshevu(3*n, 1) ; chebyshevu(5, n)
hermite(n, y) ; hermite(2*n + 3, y) ; hermite(n, -y) ; laguerre(n, y) ; laguerre(n + 2, y) ; laguerre(2*n, 0) ; laguerre(3, n) ; laguerre(n, 1)
assoc_laguerre(n, a, y) ; assoc_laguerre(n + 2, 1/2, y) ; assoc_laguerre(3, a, y) ; assoc_laguerre(n, 0, y) ; assoc_laguerre(n, c, 0)
gegenbauer(n, a, y) ; gegenbauer(n + 3, a, -y) ; gegenbauer(n, 1/2, y) ; gegenbauer(n, 1, y) ; gegenbauer(4, 1/3, y) ; gegenbauer(n, a, 1)
jacobi(n, a, c, y) ; jacobi(n + 2, 1/2, c, y) ; jacobi(n, 0, 0, y) ; jacobi(3, a, -1/2, y) ; jacobi(n, a, c, 1) ; jacobi(n + 2, 1, 2, 1/3)
Sum(k, (k, 3, 2)) ; Sum(1/k, (k, n + 1, 2*n)) ; Sum(1/(k + 1), (k, n, 2*n + 1)) ; Sum(1/k, (k, n + 1, n)) ; Sum(Sum(1/j, (j, 1, k))/k, (k, 1, n)) ; pi ; E ; I ; GoldenRatio ; EulerGamma ; Catalan
""".replace("\n", ";").split(";")  # fmt: skip
TABLE = tuple(text.strip() for text in FUNCTIONS if text.strip())

numbers = st.sampled_from(("2", "3", "1/2", "-1", "-3/4", "5"))
symbols = st.sampled_from(("n", "n + 1", "x", "a", "y", "c", "m"))


def _combined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(children, children)
    return (
        pairs.map(lambda p: f"({p[0]}) + ({p[1]})")
        | pairs.map(lambda p: f"({p[0]}) - ({p[1]})")
        | pairs.map(lambda p: f"({p[0]})*({p[1]})")
        | pairs.map(lambda p: f"({p[0]})/({p[1]})")
        | st.tuples(children, st.sampled_from((2, 3, -1, -2))).map(lambda p: f"({p[0]})^({p[1]})")
        | st.tuples(st.sampled_from(("sqrt", "log", "atan", "exp", "Abs", "cos")), children).map(
            lambda p: f"{p[0]}({p[1]})"
        )
    )


texts = st.recursive(numbers | symbols | st.sampled_from(TABLE), _combined, max_leaves=4)


@st.composite
def points(draw: st.DrawFn) -> dict[str, Fraction]:
    """Return admissible values; the ends of closed intervals too."""
    small = st.fractions(-4, 4, max_denominator=6)
    a = abs(draw(small)) + Fraction(1, 7)
    return {
        "n": Fraction(draw(st.integers(0, 9))),
        "m": Fraction(draw(st.integers(0, 4))),
        "x": draw(st.just(Fraction(0)) | st.fractions(0, Fraction(19, 20), max_denominator=20)),
        "y": draw(small),
        "a": a,
        "c": a + 1 + abs(draw(small)) + Fraction(1, 9),
    }


def _lifted(text: str, start: int = 0) -> tuple[Scope, Expression, Element]:
    scope = Scope(FACTS, {"n": start})
    expression = parse(text)
    return scope, expression, lift(scope.ring, expression)


def _value(expression: Expression, point: Mapping[str, Fraction]) -> acb:
    return evaluate(expression, point, BITS)


def _agree(a: acb, b: acb) -> bool:
    """Tell whether two balls around one number overlap; unbounded balls agree with everything."""
    return not (a.is_finite() and b.is_finite()) or bool(a.overlaps(b))


POINT = {"n": 3, "m": 2, "x": Fraction(1, 3), "y": Fraction(-5, 4), "a": Fraction(2, 7), "c": Fraction(11, 3)}
EXACT = {name: Fraction(value) for name, value in POINT.items()}


@pytest.mark.parametrize("text", TABLE)
def test_every_function_of_the_table(text: str) -> None:
    scope, expression, element = _lifted(text)
    value = _value(expression, EXACT)
    read = _value(to_expression(element), EXACT)
    assert value.is_finite() and read.is_finite()
    assert value.overlaps(read)
    if value.rel_accuracy_bits() > 150:
        assert read.rel_accuracy_bits() > 60, "the comparison has no force"
    try:
        moved = shift(scope.ring, element, "n")
    except UnsupportedError:
        return
    assert _value(to_expression(moved), EXACT).overlaps(_value(expression, {**EXACT, "n": Fraction(4)}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts, points())
def test_lifting_keeps_the_value(text: str, point: dict[str, Fraction]) -> None:
    try:
        scope, expression, element = _lifted(text)
    except (TnsimError, ZeroDivisionError) as refusal:
        event(f"refused: {type(refusal).__name__}")
        return
    event("lifted")
    value = _value(expression, point)  # a DomainError here is a pole that lifting overlooked
    read = _value(to_expression(element), point)
    assert _agree(value, read)
    if is_real(scope.ring, element):
        assert value.imag.contains(0) or not value.is_finite()
    try:
        mirrored = conjugate(scope.ring, element)
    except UnsupportedError:
        return
    assert _agree(_value(to_expression(mirrored), point), value.conjugate())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts, points(), st.integers(1, 3))
def test_the_shift_moves_the_index(text: str, point: dict[str, Fraction], steps: int) -> None:
    try:
        scope, expression, element = _lifted(text)
        moved = shift(scope.ring, element, "n", steps)
    except (TnsimError, ZeroDivisionError):
        return
    assert _agree(_value(to_expression(moved), point), _value(expression, {**point, "n": point["n"] + steps}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts, points())
def test_a_number_in_place_of_the_index(text: str, point: dict[str, Fraction]) -> None:
    try:
        scope, expression, element = _lifted(text)
        there = substitute_element(scope.ring, element, {"n": scope.ring.tower.element(point["n"])})
    except (TnsimError, ZeroDivisionError):
        return
    assert "n" not in there.symbols()
    assert _agree(_value(to_expression(there), point), _value(expression, point))


@given(texts)
@example("sqrt(cot(1/2))")
@example("exp((-3/4)^3)")
@settings(deadline=None)
def test_lifting_is_a_homomorphism(text: str) -> None:
    scope = Scope(FACTS, {"n": 0})
    try:
        element = lift(scope.ring, parse(text))
        doubled = lift(scope.ring, parse(f"({text}) + ({text})"))
        squared = lift(scope.ring, parse(f"({text})*({text})"))
    except (TnsimError, ZeroDivisionError):
        return
    assert doubled == 2 * element and squared == element * element
    for found in (element, doubled, squared, element / 3, *(() if element.is_zero() else (element.inverse(),))):
        assert found.denominator.is_one() == found.denominator.is_constant()  # the normal form is monic below
    assert lift(scope.ring, to_expression(element)) == element


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("1/(n - 3)", "denominator is not proved"),
        ("1/x", "denominator is not proved"),
        ("x^(n - 1)", "different from 0"),
        ("1/y", "denominator is not proved"),
        ("1/(1 + (-1)^n)", "denominator is not proved"),
        ("factorial(n - 1)", "not proved positive"),
        ("gamma(y)", "not proved positive"),
        ("loggamma(y)", "not proved to have a finite value"),
        ("loggamma(-a)", "not proved to have a finite value"),
        ("gamma(0)", "has no value"),
        ("harmonic(n - 1)", "not proved positive"),
        ("digamma(y)", "not proved to be no pole"),
        ("zeta(1)", "has no value"),
        ("zeta(y)", "different from 1"),
        ("zeta(n + 1)", "greater than 1"),
        ("log(n)", "different from 0"),
        ("log(y)", "different from 0"),
        ("log(0)", "no value"),
        ("0^(n - 1)", "not proved to be positive"),
        ("0^(-1)", "denominator is not proved"),
        ("(-2)^y", "needs a base that is proved positive"),
        ("(-2)^(n/2)", "needs a base that is proved positive"),
        ("Abs(y)", "sign is not proved"),
        ("binomial(5, n)", "not proved to be at most"),
        ("binomial(2*n, n/2)", "not proved to be a whole number"),
        ("binomial(n - y, m)", "neither proved to be > -1"),
        ("atan(I)", "finite value"),
        ("tan(y)", "denominator is not proved"),
        ("factorial2(n)", "parity"),
        ("fibonacci(n/2)", "not proved whole"),
        ("floor(y)", "not a fraction of a whole number"),
        ("floor(n*m/2)", "not a fraction of a whole number"),
        ("floor(n^2*y/2)", "not a fraction of a whole number"),
        ("KroneckerDelta(n, 3)", "not proved equal, different or periodic"),
        ("Sum(1/k, (k, 0, n))", "denominator is not proved"),
        ("Sum(1/k, (k, 1, n - 2))", "backwards"),
        ("Sum((-1)^k/k, (k, 1, 2*n))", "n \\+ c"),
        ("Sum(1/k^2, (k, 1, oo))", "infinite sum"),
        ("Sum(k, (k, 4, 2))", "backwards"),
        ("Sum(1/k, (k, n + 1, m))", "whole lower bound"),
        ("Sum(1/k, (k, n - 2, n))", "backwards|denominator"),
        ("besselj(-1/2, y)", "finite value"),
        ("legendre(1/3, y)", "finite value"),
        ("elliptic_k(1)", "finite value"),
        ("atanh(1)", "finite value"),
        ("besselj(n, 0)", "positive or negative"),
        ("besselj(n + 1/2, y)", "finite value"),
        ("besselj(n, n)", "no reading"),
        ("legendre(n, n)", "no reading"),
        ("legendre(n - 1, y)", "at least 0"),
        ("legendre(-1, y)", "finite value"),
        ("legendre(n/2, y)", "not whole"),
        ("legendre(n + y, 1/2)", "not whole"),
        ("gegenbauer(n, y, 1/2)", "greater than 0"),
        ("gegenbauer(2, 0, 1/2)", "greater than 0"),
        ("assoc_laguerre(n, -1, 1/2)", "greater than -1"),
        ("jacobi(n, 1, -a - 1, 1/2)", "greater than -1"),
        ("re(acos(y))", "is not known"),
        ("hyper((1, 1), (2,), 2)", "proved to have a value"),
        ("hyper((1, 1), (2,), 1)", "proved to have a value"),
        ("hyper((1, 1), (2,), y)", "proved to have a value"),
        ("hyper((1, 1, 1), (2,), 1/9)", "proved to have a value"),
        ("hyper((1,), (0,), 1/9)", "lower parameter"),
        ("hyper((1,), (y,), 1/9)", "lower parameter"),
        ("hyper((1,), (-2,), 1/9)", "lower parameter"),
        ("hyper((n,), (1 - n,), 1/9)", "lower parameter"),
        ("hyper((1, 2), (3,), n/2)", "proved to have a value"),
        ("besselj(1/3, y)", "finite value"),
        ("besseli(y, y)", "finite value"),
        ("besselj(0, n)", "no reading"),
        ("Ei(y)", "finite value"),
        ("Ei(0)", "finite value"),
        ("Ci(y)", "finite value"),
        ("Chi(-a + 1)", "finite value"),
        ("li(a)", "finite value"),
        ("lowergamma(y, a)", "finite value"),
        ("uppergamma(a, y)", "finite value"),
        ("erf(n)", "no reading"),
        ("(n + y + a + c)^100", "too large"),
        ("Sum(k, (k, 1, 10000))", "written out"),
        ("n^(m*n)", "polynomial"),
    ],
)
def test_refusals(text: str, refusal: str) -> None:
    with pytest.raises((DomainError, UnsupportedError, InputError), match=refusal):
        _lifted(text)


@pytest.mark.parametrize(
    "text", ["1/(n - 3)", "factorial(n - 4)", "harmonic(n - 4)", "log(n - 3)", "Sum(1/k, (k, 1, n - 4))"]
)
def test_a_later_start_makes_room(text: str) -> None:
    _, expression, element = _lifted(text, start=4)
    for n in (4, 5, 9):
        point = {**EXACT, "n": Fraction(n)}
        assert _value(to_expression(element), point).overlaps(_value(expression, point))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sin(n)^2 + cos(n)^2", "1"),
        ("cos(2*y)", "2*cos(y)^2 - 1"),
        ("cosh(a)^2 - sinh(a)^2", "1"),
        ("binomial(2*n + 2, n + 1)*(n + 1)", "2*(2*n + 1)*binomial(2*n, n)"),
        ("binomial(-n - 1, m)", "(-1)^m*binomial(n + m, m)"),
        ("binomial(2*n, n - 1)*(n + 1)", "n*binomial(2*n, n)"),
        ("binomial(n, n + 1)", "0"),
        ("gamma(n + 1/2)*gamma(1/2 - n)", "pi*(-1)^n"),
        ("factorial(2*n)", "4^n*factorial(n)*RisingFactorial(1/2, n)"),
        ("2*harmonic(2*n)", "harmonic(n) + digamma(n + 1/2) - digamma(1/2)"),
        ("fibonacci(n + 1)*fibonacci(n + 3) - fibonacci(n + 2)^2", "(-1)^n"),
        ("lucas(n)", "fibonacci(n + 1) + fibonacci(n + 1) - fibonacci(n)"),
        ("log(a*c/6)", "log(a) + log(c) - log(2) - log(3)"),
        ("sqrt(12*a^3)", "2*a*sqrt(3)*sqrt(a)"),
        ("zeta(4)", "pi^4/90"),
        ("zeta(2, 1/4)", "pi^2 + 8*Catalan"),
        ("digamma(1/2)", "-EulerGamma - 2*log(2)"),
        ("(-8)^(1/3)", "2*exp(pi*I/3)"),
        ("sqrt(2)^(1/3)", "2^(1/6)"),
        ("(7/2)^(1/3)", "sqrt(7/2)^(2/3)"),
        ("sqrt((-1 - 2*I)^(1/3))", "(-1 - 2*I)^(1/6)"),
        ("exp(3*I*y)*exp(-3*I*y)", "1"),
        ("floor(n/2) + floor((n + 1)/2)", "n"),
        ("KroneckerDelta((-1)^n, 1)", "(1 + (-1)^n)/2"),
        ("a^(n^2 + n)", "a^(n^2)*a^n"),
        ("GoldenRatio^2", "GoldenRatio + 1"),
    ],
)
def test_identities_are_decided(left: str, right: str) -> None:
    scope = Scope(FACTS, {"n": 0})
    assert lift(scope.ring, parse(left)) == lift(scope.ring, parse(right))


@pytest.mark.parametrize(("left", "right"), [("((-2)^2)^(1/6)", "(-2)^(1/3)"), ("((-2)^3)^(1/6)", "(-2)^(1/2)")])
def test_roots_of_powers_are_not_powers(left: str, right: str) -> None:
    scope = Scope(FACTS, {"n": 0})
    assert lift(scope.ring, parse(left)) != lift(scope.ring, parse(right))


def test_a_partial_sum_from_below_0_is_read_back() -> None:
    scope = Scope(Assumptions.parse(["n: integer, n >= 1"]))
    text = to_text(to_expression(scope.lift(parse("Sum(2^(k^3), (k, -2, n))"), "")))
    assert text.endswith("(k_0, -2, n))")


def test_a_partial_sum_read_back_captures_no_parameter() -> None:
    scope = Scope(Assumptions.parse(["n: integer, n >= 1", "k_0: real"]))
    text = to_text(to_expression(scope.lift(parse("Sum(1/(j^2 + k_0^2 + 1), (j, 1, n))"), "")))
    assert parse(text) == parse("Sum(1/(k_0_**2 + k_0**2 + 1), (k_0_, 1, n))")
