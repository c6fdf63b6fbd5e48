"""Every lemma against ball arithmetic at random parameters, and against parameters outside its hypotheses."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from flint import arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.unit_arguments import as_series
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import (
    INFINITY,
    Apply,
    Expression,
    Power,
    Product,
    Sum,
    free_symbols,
    number,
    rational_value,
    substitute,
    walk,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.lemmas.ramanujan_series import ROWS, SQUARE_ROWS, Row
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.sets.ball import Ball

DIGITS = 60
DRAWS = 12
_CUBIC = {"a": "2", "i": "1", "c": "2", "p": "-1", "q": "1 + I", "r": "1 - I"}
_QUARTIC = {
    "a": "2",
    "i": "0",
    "c": "1",
    "p": "1/2 + sqrt(5)/2",
    "q": "1/2 - sqrt(5)/2",
    "r": "1/2 + sqrt(3)*I/2",
    "s": "1/2 - sqrt(3)*I/2",
}


@pytest.mark.parametrize("name", sorted(LEMMAS))
def test_both_sides_agree_to_sixty_digits(name: str) -> None:
    """The left side is enclosed as a series, the right side by special functions."""
    random = Random(name)
    for _ in range(DRAWS):
        parameters = LEMMAS[name].draw(random)
        left, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
        known, found = _ball(right), _ball(left)
        where = {key: to_text(value) for key, value in parameters.items()}
        assert found.overlaps(known), where
        size = max(abs(known.midpoint), Fraction(1))
        assert found.radius + known.radius < size / 10**DIGITS, where


def _ball(side: Expression) -> Ball:
    if isinstance(side, Product):
        doubling = _doubling_product(side)
        if doubling is not None:
            return doubling
    if isinstance(side, Sum) and side.upper == INFINITY:
        tree = _tree_series(side)
        if tree is not None:
            return tree
    side = as_series(side)
    if any(True for _ in infinite_nodes(side)):
        return enclose(side, {}, DIGITS + 5).ball
    value = evaluate(side, {}, 400)
    # Where both sides are closed they may be complex: the sum of both parts tells as much at random parameters.
    with working_precision(400):
        return Ball.from_arb(value.real + value.imag)


def _tree_series(series: Sum) -> Ball | None:
    """Return a ball for a series with (n + a)^n/n!: a partial sum, and its rest by a geometric series.

    At the parameters drawn, neighbouring terms beyond n = 1000 have a quotient below 0.83.
    """
    name = series.index.name
    if not any(
        isinstance(node, Power) and name in free_symbols(node.base) & free_symbols(node.exponent)
        for node in walk(series.term)
    ):
        return None
    with working_precision(400):
        terms = (
            evaluate(substitute(series.term, {name: number(n)}), {}, 400).real
            for n in range(int(rational_value(series.lower) or 0), 1000)
        )
        total = arb(0)
        for term in terms:
            total += term
            last = term
        return Ball.from_arb(total + arb(0, (6 * abs(last)).upper()))


def _doubling_product(product: Product) -> Ball | None:
    """Return a ball for the products over cos(x/2^n) and the like, and 1 + x^(2^n): a partial product, its rest bounded.

    With u_n the factor less 1, abs(log of the rest) <= 2*sum abs(u_n), and u_n is about c*x^2/4^n or c*x^2/9^n, or
    abs(x)^(2^n).
    """
    nodes = set(walk(product.term))
    if not {Power(number(2), product.index), Power(number(3), product.index)} & nodes:
        return None
    last = 120 if any(isinstance(node, Apply) for node in nodes) else 14
    tail = substitute(product.term, {product.index.name: number(last + 1)})
    written = Product(product.term, product.index, product.lower, number(last))
    with working_precision(400):
        value = evaluate(written, {}, 400).real
        rest = 4 * abs(evaluate(tail, {}, 400).real - 1)
        return Ball.from_arb(value * (1 + arb(0, rest.upper())))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("product of 1 + z^2/n^2", {"z": "0"}),
        ("product of 1 - z^2/n^2", {"z": "I"}),
        ("product of 1 + z^2/(n - 1/2)^2", {"z": "I/2"}),
        ("product of cosines of halved angles", {"x": "0"}),
        ("product of cosines of halved angles", {"x": "I"}),
        ("tangents of halved angles", {"x": "0", "m": "1"}),
        ("tangents of halved angles", {"x": "pi", "m": "1"}),
        ("tangents of halved angles", {"x": "2*pi", "m": "2"}),
        ("tangents of halved angles", {"x": "I", "m": "1"}),
        ("tangents of halved angles", {"x": "1", "m": "1/2"}),
        ("squared tangents of halved angles", {"x": "pi", "m": "0"}),
        ("squared secants of halved angles", {"x": "0", "m": "1"}),
        ("hyperbolic tangents of halved arguments", {"x": "0", "m": "1"}),
        ("squared hyperbolic secants of halved arguments", {"x": "1", "m": "101"}),
        ("product of doubled cosines of halved angles", {"x": "0"}),
        ("product of sines of thirds of angles", {"x": "I"}),
        ("product of squared powers", {"x": "1"}),
        ("product of squared powers", {"x": "-1"}),
        ("Lambert series transformation", {"k": "1/2", "y": "2*pi", "z": "2*pi"}),
        ("Lambert series transformation", {"k": "2", "y": "pi", "z": "2*pi"}),
        ("Lambert series transformation", {"k": "2", "y": "-2*pi", "z": "-2*pi"}),
        ("Lambert series transformation", {"k": "2", "y": "2*pi*I", "z": "-2*pi*I"}),
        ("Lambert series transformation", {"k": "61", "y": "2*pi", "z": "2*pi"}),
        ("Lambert series with signs", {"s": "1", "y": "1", "z": "3"}),
        ("Lambert series with signs", {"s": "1/2", "y": "1", "z": "2"}),
        ("Lambert series over odd numbers", {"s": "1", "y": "0", "z": "0"}),
        ("Lambert series with squares", {"y": "0"}),
        ("Lambert series with squares", {"y": "I"}),
        ("Lambert series with squares and signs", {"y": "1", "z": "1"}),
        ("Lambert series with squares over odd numbers", {"y": "-1", "z": "-2"}),
        ("secant series transformation", {"k": "0", "y": "pi", "z": "pi"}),
        ("secant series transformation", {"k": "1/2", "y": "pi/2", "z": "pi/2"}),
        ("Dedekind eta function at i and 2i", {"c": "1"}),
        ("theta series transformation", {"y": "pi", "z": "2*pi"}),
        ("theta series transformation", {"y": "pi*I", "z": "-pi*I"}),
        ("theta series with signs", {"y": "1", "z": "2"}),
        ("theta series over odd numbers", {"y": "0", "z": "0"}),
        ("theta series at multiples of pi", {"c": "3"}),
        ("logarithm series", {"x": "1"}),
        ("logarithm series", {"x": "-1 - 1/10^30"}),
        ("logarithm series", {"x": "exp(2*pi*I)"}),
        ("logarithm series", {"x": "(1 + 1/10^30)*exp(I)"}),
        ("logarithm series", {"x": "1 + I/10^30"}),
        ("multisection of the polylogarithm series", {"s": "1", "q": "2", "p": "1", "y": "-1"}),
        ("multisection of the polylogarithm series", {"s": "1", "q": "3", "p": "1", "y": "exp(2*pi*I/3)"}),
        ("multisection of the polylogarithm series", {"s": "2", "q": "3", "p": "4", "y": "1/2"}),
        ("multisection of the polylogarithm series", {"s": "2", "q": "3", "p": "0", "y": "1/2"}),
        ("multisection of the polylogarithm series", {"s": "2", "q": "3", "p": "1", "y": "1 + 1/10^30"}),
        ("Lerch series", {"x": "1", "s": "2", "a": "1/2"}),
        ("Lerch series", {"x": "1/2", "s": "2", "a": "0"}),
        ("Lerch series", {"x": "1/2", "s": "3/2", "a": "1"}),
        ("Lerch's transcendent at fractions", {"s": "1", "q": "2", "p": "1", "y": "0"}),
        ("Lerch's transcendent at fractions", {"s": "2", "q": "2", "p": "1", "y": "-1"}),
        ("Lerch's transcendent at fractions", {"s": "2", "q": "2", "p": "3", "y": "1/2"}),
        ("polylogarithms on the unit circle", {"k": "1", "x": "1"}),
        ("polylogarithms on the unit circle", {"k": "2", "x": "2*pi + 1/10^30"}),
        ("polylogarithms on the unit circle", {"k": "2", "x": "-1/10^30"}),
        ("polylogarithms on the unit circle", {"k": "2", "x": "1 + I/10^30"}),
        ("sine series of the hyperbolic sine", {"a": "1", "x": "0"}),
        ("sine series of the hyperbolic sine", {"a": "1", "x": "2*pi"}),
        ("cosine series of the hyperbolic cosine", {"a": "0", "x": "1"}),
        ("cosine series of the hyperbolic cosine", {"a": "1", "x": "7"}),
        ("sine series of the sine", {"a": "1/2", "x": "0"}),
        ("cosine series of the cosine", {"a": "3", "x": "1"}),
        ("cosine series of the cosine", {"a": "0", "x": "1"}),
        ("cosine series of the cosine", {"a": "1/2", "x": "-1"}),
        ("arctangent series", {"x": "1 + 1/10^30"}),
        ("binomial series", {"a": "-1", "x": "1"}),
        ("binomial series", {"a": "I", "x": "1/2"}),
        ("polylogarithm series", {"k": "1", "x": "1/2"}),
        ("polylogarithm series", {"k": "5/2", "x": "1/2"}),
        ("polylogarithm series", {"k": "2", "x": "11/10"}),
        ("zeta series", {"s": "1"}),
        ("quotient of products of the Barnes G-function", {"a": "0"}),
        ("quotient of products of the Barnes G-function", {"a": "-1/2"}),
        ("quotient of products of the Barnes G-function", {"a": "1 + I"}),
        ("zeta series", {"s": "1/2"}),
        ("Hurwitz zeta series", {"s": "2", "a": "0"}),
        ("Hurwitz zeta series", {"s": "2", "a": "-3"}),
        ("digamma series", {"a": "1/2", "b": "-3"}),
        ("digamma series", {"a": "I - I", "b": "1"}),
        ("digamma reflection", {"a": "1"}),
        ("digamma reflection", {"a": "-1/2"}),
        ("digamma multiplication", {"m": "2", "a": "-4"}),
        ("digamma multiplication", {"m": "1", "a": "1/2"}),
        ("Hurwitz zeta series", {"s": "3/2", "a": "1"}),
        ("Hurwitz zeta series", {"s": "1", "a": "1"}),
        ("alternating Hurwitz series", {"s": "0", "a": "1"}),
        ("alternating Hurwitz series", {"s": "1", "a": "-1/2"}),
        ("digamma series", {"a": "1", "b": "0"}),
        ("hyperbolic cotangent series", {"z": "0"}),
        ("hyperbolic cotangent series", {"z": "I/2"}),
        ("hyperbolic tangent series", {"z": "I/2"}),
        ("Weierstrass product of the gamma function", {"a": "-1"}),
        ("Weierstrass product of the gamma function", {"a": "I"}),
        ("product of the hyperbolic sine", {"a": "0"}),
        ("product of the hyperbolic cosine", {"a": "I"}),
        ("loggamma recurrence", {"x": "0"}),
        ("loggamma recurrence", {"x": "-1/2"}),
        ("loggamma at whole numbers", {"n": "0"}),
        ("loggamma at whole numbers", {"n": "3/2"}),
        ("loggamma reflection", {"x": "1"}),
        ("loggamma multiplication", {"m": "2", "x": "0"}),
        ("loggamma multiplication", {"m": "5/2", "x": "1"}),
        ("digamma at fractions", {"p": "3", "q": "3"}),
        ("digamma at fractions", {"p": "0", "q": "3"}),
        ("digamma at fractions", {"p": "1/2", "q": "3"}),
        ("Hurwitz zeta reflection", {"s": "1", "a": "1/3"}),
        ("Hurwitz zeta reflection", {"s": "2", "a": "1"}),
        ("Hurwitz zeta multiplication", {"s": "2", "m": "2", "a": "0"}),
        ("arctangent as logarithm", {"x": "I/2"}),
        ("arccotangent as logarithm", {"x": "-1"}),
        ("arcsine as logarithm", {"x": "1 + 1/10^30"}),
        ("inverse hyperbolic tangent as logarithm", {"x": "1"}),
        ("inverse hyperbolic cosine as logarithm", {"x": "1/2"}),
        ("hypergeometric series", {"f": "hyper((1,), (0,), 1/2)"}),
        ("hypergeometric series", {"f": "hyper((1,), (-3,), 1/2)"}),
        ("hypergeometric series", {"f": "hyper((1, 1), (2,), 1)"}),
        ("hypergeometric series", {"f": "hyper((1, 1), (1/2,), -1)"}),
        ("hypergeometric series", {"f": "hyper((1, 1), (2,), I/2)"}),
        ("hypergeometric series", {"f": "hyper((1, 1, 1), (2,), 1/2)"}),
        ("hypergeometric series", {"f": "exp(1)"}),
        ("section of the exponential series", {"q": "0", "r": "0", "w": "1"}),
        ("section of the exponential series", {"q": "5/2", "r": "0", "w": "1"}),
        ("section of the exponential series", {"q": "2", "r": "-1", "w": "1"}),
        ("exponential series of harmonic numbers", {"x": "0"}),
        ("exponential series of harmonic numbers", {"x": "I"}),
        ("modified Bessel function as hypergeometric function", {"nu": "-1", "w": "1"}),
        ("modified Bessel function as hypergeometric function", {"nu": "1/3", "w": "-1"}),
        ("Bessel function as hypergeometric function", {"nu": "1/3", "w": "0"}),
        ("Bessel function as hypergeometric function", {"nu": "I", "w": "1"}),
        ("Bessel function as hypergeometric function", {"nu": "-2", "w": "1"}),
        ("modified Bessel function as confluent hypergeometric function", {"nu": "-1/2", "w": "1"}),
        ("modified Bessel function as confluent hypergeometric function", {"nu": "-2/3", "w": "1"}),
        ("incomplete gamma function as hypergeometric function", {"a": "0", "w": "1"}),
        ("incomplete gamma function as hypergeometric function", {"a": "1/3", "w": "-1"}),
        ("incomplete gamma function by Kummer's transformation", {"a": "-1/2", "w": "1"}),
        ("exponential integral as hypergeometric function", {"w": "0"}),
        ("exponential integral as hypergeometric function", {"w": "-1"}),
        ("exponential integral of negative argument as hypergeometric function", {"w": "I"}),
        ("cosine integral as hypergeometric function", {"w": "-1"}),
        ("hyperbolic cosine integral as hypergeometric function", {"w": "0"}),
        ("dilogarithm reflection", {"x": "0"}),
        ("dilogarithm reflection", {"x": "1"}),
        ("dilogarithm reflection", {"x": "3/2"}),
        ("dilogarithm reflection", {"x": "-1/10^30"}),
        ("dilogarithm reflection", {"x": "exp(I*pi/3) + exp(-I*pi/3)"}),
        ("dilogarithm of Landen", {"x": "1"}),
        ("dilogarithm of Landen", {"x": "1 + 1/10^30"}),
        ("five-term relation", {"x": "1/2", "y": "1/2"}),
        ("five-term relation", {"x": "1/2", "y": "2/3"}),
        ("five-term relation", {"x": "1", "y": "-1"}),
        ("five-term relation", {"x": "-1", "y": "1 + 1/10^30"}),
        ("five-term relation", {"x": "I/4", "y": "1/4"}),
        ("polylogarithm inversion", {"s": "1", "x": "-2"}),
        ("polylogarithm inversion", {"s": "5/2", "x": "-2"}),
        ("polylogarithm inversion", {"s": "2", "x": "1/2"}),
        ("polylogarithm inversion", {"s": "2", "x": "0"}),
        ("polylogarithm distribution", {"s": "1", "m": "2", "x": "1/2"}),
        ("polylogarithm distribution", {"s": "2", "m": "1", "x": "1/2"}),
        ("polylogarithm distribution", {"s": "2", "m": "2", "x": "3/2"}),
        ("polylogarithm distribution", {"s": "2", "m": "4", "x": "2*I"}),
        ("polylogarithm at roots of unity", {"s": "1", "p": "1", "q": "3"}),
        ("polylogarithm at roots of unity", {"s": "2", "p": "3", "q": "3"}),
        ("polylogarithm at roots of unity", {"s": "2", "p": "0", "q": "3"}),
        ("trilogarithm of Landen", {"x": "0"}),
        ("trilogarithm of Landen", {"x": "2"}),
        ("trilogarithm of Landen", {"x": "-1"}),
        ("trilogarithm of Kummer", {"x": "0"}),
        ("trilogarithm of Kummer", {"x": "1"}),
        ("trilogarithm of Kummer", {"x": "I/2"}),
        ("polylogarithm of equal arguments", {"s": "2", "x": "1/3", "y": "1/3 + 1/10^60"}),
        ("polylogarithm of equal arguments", {"s": "1/2", "x": "1/3", "y": "1/3"}),
        ("Jacobi's triple product", {"r": "2", "s": "1/2", "v": "1"}),
        ("Jacobi's triple product", {"r": "1/2", "s": "1/3", "v": "1/5"}),
        ("Gauss's series of triangular numbers", {"v": "1"}),
        ("Gauss's series of triangular numbers", {"v": "-1"}),
        ("Jacobi's series for the cube of Euler's product", {"v": "1"}),
        ("Jacobi's series for sums of 2 squares", {"q": "1/2", "v": "1/3"}),
        ("Jacobi's series for sums of 4 squares", {"q": "-1", "v": "1"}),
        ("product of Bessel functions as hypergeometric function", {"mu": "-1", "nu": "1", "w": "1"}),
        ("product of Bessel functions as hypergeometric function", {"mu": "-1/2", "nu": "-1/2", "w": "1"}),
        ("product of Bessel functions as hypergeometric function", {"mu": "1/2", "nu": "0", "w": "-1"}),
        ("product of Bessel functions as hypergeometric function", {"mu": "1/2", "nu": "0", "w": "I"}),
        ("product of Bessel functions as hypergeometric function", {"mu": "I", "nu": "1", "w": "1"}),
        ("product of modified Bessel functions as hypergeometric function", {"mu": "-2", "nu": "3", "w": "1"}),
        ("tree series", {"x": "1 + 1/10^30"}),
        ("tree series", {"x": "-1/3"}),
        ("tree series", {"x": "I/10"}),
        ("series of the derivative of the tree function", {"x": "1"}),
        ("series of exponentials of the tree function", {"x": "1/2", "a": "0"}),
        ("series of exponentials of the tree function", {"x": "1/2", "a": "-1"}),
        ("series of exponentials of the tree function", {"x": "3/2", "a": "1"}),
        ("series of the exponentials and the derivative of the tree function", {"x": "1", "a": "1"}),
        ("differences of powers", {"N": "2", "M": "5", "a": "1", "b": "1", "c": "1", "d": "0", "e": "0"}),
        ("differences of powers", {"N": "2", "M": "3", "a": "1", "b": "1", "c": "1", "d": "1", "e": "1"}),
        ("differences of powers", {"N": "-1", "M": "0", "a": "1", "b": "1", "c": "1", "d": "0", "e": "0"}),
        ("differences of powers", {"N": "2", "M": "-1", "a": "1", "b": "1", "c": "1", "d": "0", "e": "0"}),
        ("differences of powers", {"N": "2", "M": "1/2", "a": "1", "b": "1", "c": "1", "d": "0", "e": "0"}),
        ("differences of powers", {"N": "5/2", "M": "1", "a": "1", "b": "1", "c": "1", "d": "0", "e": "0"}),
        ("Abel's binomial theorem", {"N": "2", "x": "0", "y": "1", "z": "1", "c": "1", "j": "0"}),
        ("Abel's binomial theorem", {"N": "-1", "x": "1", "y": "1", "z": "1", "c": "1", "j": "0"}),
        ("Abel's binomial theorem", {"N": "1/2", "x": "1", "y": "1", "z": "1", "c": "1", "j": "0"}),
        ("Abel's binomial theorem", {"N": "2", "x": "1", "y": "1", "z": "1", "c": "1", "j": "2"}),
        ("Abel's second binomial theorem", {"N": "0", "x": "1", "y": "1", "z": "1", "w": "1", "c": "1", "j": "0"}),
        ("Abel's second binomial theorem", {"N": "2", "x": "1", "y": "1", "z": "1", "w": "1", "c": "1", "j": "0"}),
        ("Abel's second binomial theorem", {"N": "2", "x": "1", "y": "2", "z": "-1", "w": "0", "c": "1", "j": "0"}),
        ("Abel's second binomial theorem", {"N": "2", "x": "0", "y": "2", "z": "1", "w": "4", "c": "1", "j": "0"}),
        ("Rothe and Hagen's convolution", {"N": "2", "x": "0", "y": "1", "z": "1", "c": "1", "j": "0"}),
        ("Rothe and Hagen's convolution", {"N": "2", "x": "2", "y": "1", "z": "-1", "c": "1", "j": "0"}),
        ("Rothe and Hagen's convolution", {"N": "-1", "x": "2", "y": "1", "z": "1", "c": "1", "j": "0"}),
        ("Jacobi's series for sums of 6 squares", {"q": "1/2", "v": "1/2"}),
        ("Jacobi's series for sums of 6 squares", {"q": "1", "v": "1"}),
        ("Jacobi's series for sums of 8 squares", {"q": "I/2", "v": "-1/4"}),
        ("Euler's series for the inverse of a product", {"z": "1", "q": "1/2"}),
        ("Euler's series for the inverse of a product", {"z": "1/2", "q": "-1"}),
        ("Euler's series for a product", {"z": "1", "q": "1"}),
        ("q-binomial theorem", {"a": "0", "z": "-1", "q": "1/2"}),
        ("Jacobi's series for the inverse of a product", {"z": "4", "q": "1/2"}),
        ("Lebesgue's identity", {"a": "1/2", "q": "1"}),
        ("limit of Heine's sum", {"a": "2", "z": "1", "q": "1/2"}),
        ("Heine's q-analogue of Gauss's theorem", {"a": "2", "b": "2", "z": "1/2", "q": "1/2"}),
        ("Heine's q-analogue of Gauss's theorem", {"a": "1/2", "b": "1/2", "z": "1", "q": "1/2"}),
        ("Bailey and Daum's q-analogue of Kummer's theorem", {"a": "1", "b": "1/2", "c": "1/2", "q": "1/3"}),
        ("Bailey and Daum's q-analogue of Kummer's theorem", {"a": "1", "b": "1/4", "c": "2", "q": "1/2"}),
        ("Andrews's q-analogue of Gauss's second theorem", {"a": "2", "b": "1", "q": "1/2"}),
        ("Andrews's q-analogue of Bailey's theorem", {"b": "1/2", "c": "2", "d": "1", "q": "1/2"}),
        ("Rogers-Ramanujan-Slater identity (18)", {"q": "1"}),
        ("Rogers-Ramanujan-Slater identity (18)", {"q": "I/2"}),
        ("gamma reflection", {"x": "1"}),
        ("gamma reflection", {"x": "I/2"}),
        ("gamma multiplication", {"m": "2", "x": "0"}),
        ("gamma multiplication", {"m": "1", "x": "1"}),
        ("arctangent addition", {"u": "2", "v": "-1/2"}),
        ("binomial series", {"a": "1/2", "x": "-1"}),
        ("arcsine series", {"x": "1 + 1/10^30"}),
        ("arcsine series", {"x": "I/2"}),
        ("inverse hyperbolic sine series", {"x": "-1 - 1/10^30"}),
        ("central binomial series over n", {"x": "1 + 1/10^30"}),
        ("binomial series over (n + c)^2", {"a": "1", "c": "1/2"}),
        ("binomial series over (n + c)^2", {"a": "1/2", "c": "0"}),
        ("binomial series over (n + c)^2", {"a": "1/2", "c": "-1/2"}),
        ("binomial series over (n + c)^2", {"a": "1/2", "c": "1 + I"}),
        ("binomial series over (n + c)^2", {"a": "I", "c": "1"}),
        ("generalized binomial series", {"m": "3", "r": "1", "b": "3/2 + 1/10^30"}),
        ("generalized binomial series", {"m": "3", "r": "1", "b": "-2"}),
        ("generalized binomial series", {"m": "3", "r": "1", "b": "3/4"}),
        ("generalized binomial series", {"m": "3", "r": "0", "b": "5/4"}),
        ("generalized binomial series", {"m": "3", "r": "1/2", "b": "5/4"}),
        ("generalized binomial series", {"m": "1", "r": "1", "b": "5/4"}),
        ("generalized binomial series", {"m": "5/2", "r": "1", "b": "5/4"}),
        ("generalized binomial series over n", {"m": "3", "b": "2"}),
        ("generalized binomial series over n", {"m": "2", "b": "1/2"}),
        ("generalized binomial series over n", {"m": "3", "b": "1 + I/10^30"}),
        ("generalized elliptic integral over 2n + 1", {"a": "1/2"}),
        ("generalized elliptic integral over 2n + 1", {"a": "0"}),
        ("generalized elliptic integral over 2n + 1", {"a": "1"}),
        ("generalized elliptic integral over 2n + 1", {"a": "1/2 + I"}),
        ("generalized elliptic integral over n", {"a": "0"}),
        ("generalized elliptic integral over n", {"a": "-1/2"}),
        ("generalized elliptic integral over n", {"a": "5/4"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "r": "1 + I"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "c": "-2"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "a": "1"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "a": "3/2"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "a": "3"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "i": "3"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "i": "-1"}),
        ("inverse binomial series of degree 3", {**_CUBIC, "p": "-1/3", "q": "2/3", "r": "2/3", "c": "4/27"}),
        (
            "inverse binomial series of degree 3",
            {**_CUBIC, "p": "1/2", "q": "1/4 + sqrt(5)/4", "r": "1/4 - sqrt(5)/4", "c": "1/8"},
        ),
        ("inverse binomial series of degree 3 over n^2", {**_CUBIC, "r": "1 + I"}),
        ("inverse binomial series of degree 3 over n^2", {**_CUBIC, "p": "-1/3", "q": "2/3", "r": "2/3", "c": "4/27"}),
        ("inverse binomial series of degree 4", {**_QUARTIC, "c": "-1"}),
        ("inverse binomial series of degree 4", {**_QUARTIC, "s": "1"}),
        ("inverse binomial series of degree 4", {**_QUARTIC, "a": "3"}),
        ("inverse binomial series of degree 4 over n^2", {**_QUARTIC, "q": "0"}),
        ("inverse central binomial series over n", {"x": "1"}),
        ("inverse central binomial series over n", {"x": "-1"}),
        ("inverse central binomial series over n^2", {"x": "1 + 1/10^30"}),
        ("alternating inverse central binomial series over n", {"x": "1 + 1/10^30"}),
        ("alternating inverse central binomial series over n^2", {"x": "I"}),
        ("inverse central binomial series over n^3", {"x": "0"}),
        ("inverse central binomial series over n^3", {"x": "-1/2"}),
        ("inverse central binomial series over n^3", {"x": "1 + 1/10^30"}),
        ("alternating inverse central binomial series over n^3", {"x": "-1/10^30"}),
        ("alternating inverse central binomial series over n^3", {"x": "I/2"}),
        ("inverse central binomial series over (2n + 1)^2", {"x": "0"}),
        ("inverse central binomial series over (2n + 1)^2", {"x": "1 + 1/10^30"}),
        ("alternating inverse central binomial series over (2n + 1)^2", {"x": "-1/2"}),
        ("Ramanujan's series for 1/pi", {"s": "2", "z": "1/4 + 1/10^30"}),
        ("Ramanujan's series for 1/pi", {"s": "3", "z": "1/4"}),
        ("Ramanujan's series for 1/pi", {"s": "4", "z": "1/99^4 - 1/10^60"}),
        ("Ramanujan's series for 1/pi", {"s": "2", "z": "((sqrt(5) + 1)/2)^8/64"}),
        ("Guillera's series for 1/pi^2", {"s": "3", "z": "-1/4"}),
        ("Guillera's series for 1/pi^2", {"s": "2", "z": "1/4"}),
        ("cosine of multiples of the arcsine", {"a": "1/3", "x": "1"}),
        ("cosine of multiples of the arcsine", {"a": "I", "x": "1/2"}),
        ("sine of multiples of the arcsine", {"a": "1/2", "x": "1/2"}),
        ("sine of multiples of the arcsine", {"a": "1/3", "x": "1 + 1/10^30"}),
        ("hyperbolic sine of multiples of the inverse hyperbolic sine", {"a": "1/3", "x": "2"}),
        ("hyperbolic cosine of multiples of the inverse hyperbolic sine", {"a": "1/3", "x": "1"}),
        ("Gauss's summation theorem", {"a": "1/2", "b": "1/2", "c": "1"}),
        ("Gauss's summation theorem", {"a": "-5", "b": "1/2", "c": "-3"}),
        ("Gauss's summation theorem", {"a": "-5/2", "b": "-5/2", "c": "0"}),
        ("Gauss's summation theorem", {"a": "I", "b": "-I", "c": "1"}),
        ("Kummer's summation theorem", {"a": "1/2", "b": "1"}),
        ("Kummer's summation theorem", {"a": "-3/4", "b": "1/4"}),
        ("Kummer's summation theorem", {"a": "-2", "b": "1/4"}),
        ("Gauss's second summation theorem", {"a": "-2", "b": "1"}),
        ("Gauss's second summation theorem", {"a": "-1/2", "b": "-1/2"}),
        ("Bailey's summation theorem", {"a": "1/3", "b": "0"}),
        ("Bailey's summation theorem", {"a": "1/3", "b": "-2"}),
        ("Dixon's summation theorem", {"a": "1/2", "b": "3/4", "c": "1/2"}),
        ("Dixon's summation theorem", {"a": "1/2", "b": "3/2", "c": "-1"}),
        ("Dixon's summation theorem", {"a": "-2", "b": "-1/3", "c": "-1/5"}),
        ("Watson's summation theorem", {"a": "1/2", "b": "1/2", "c": "0"}),
        ("Watson's summation theorem", {"a": "1", "b": "1", "c": "1/2"}),
        ("Watson's summation theorem", {"a": "-5/2", "b": "-1/2", "c": "1"}),
        ("Whipple's summation theorem", {"a": "1/3", "c": "0", "d": "1/2"}),
        ("Whipple's summation theorem", {"a": "1/3", "c": "1/2", "d": "2"}),
        ("Whipple's summation theorem", {"a": "1/3", "c": "1/2", "d": "3"}),
        ("Dougall's summation theorem", {"a": "1/2", "b": "1/2", "c": "1/2", "d": "1/2"}),
        ("Dougall's summation theorem", {"a": "1/2", "b": "3/2", "c": "-1", "d": "-1"}),
        ("limit of Dougall's summation theorem", {"a": "1/2", "b": "3/4", "c": "1/2"}),
        ("limit of Dougall's summation theorem", {"a": "1/2", "b": "5/2", "c": "-2"}),
        ("Whipple's transformation at -1", {"a": "1/2", "b": "1/2", "c": "1/2", "d": "3/4", "e": "3/4"}),
        ("Whipple's transformation at -1", {"a": "1", "b": "3", "c": "1/2", "d": "1/2", "e": "1/2"}),
        ("Whipple's transformation at -1", {"a": "1", "b": "2", "c": "1/2", "d": "1/4", "e": "1/4"}),
        ("Whipple's transformation at -1", {"a": "-1/2", "b": "-2", "c": "-2", "d": "-2", "e": "-2"}),
        ("Whipple's transformation at -1", {"a": "I", "b": "1/2", "c": "1/2", "d": "1/2", "e": "1/2"}),
        ("arctangent addition", {"u": "3", "v": "-2"}),
    ],
)
def test_an_instance_outside_the_hypotheses_is_refused(name: str, parameters: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        LEMMAS[name].instance(Scope(EMPTY), {key: parse(text) for key, text in parameters.items()})


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (name, {"x": x})
        for name in ("dilogarithm reflection", "dilogarithm of Landen", "trilogarithm of Landen")
        for x in ("I/3", "-2*I", "3 + I/7", "-5 - I/10^6", "7 - 2*I", "1/2 + I/10^6", "exp(I*pi/3)", "9/10 - I/100")
    ]
    + [
        ("polylogarithm inversion", {"s": s, "x": x})
        for s in ("2", "3", "4", "7")
        for x in ("2", "9/8", "50", "I", "-3*I", "1/2 + I/9", "1/2 - I/9", "3 + I/10^5", "3 - I/10^5")
    ]
    + [
        ("polylogarithm distribution", {"s": s, "m": m, "x": x})
        for s in ("2", "5")
        for m in ("2", "3", "5", "8")
        for x in ("1/3", "-1", "1", "1/7 + I/2", "2 + 3*I", "-7/2 + I/5", "3*exp(2*I)")
    ],
)
def test_complex_instances_agree_to_sixty_digits(name: str, parameters: dict[str, str]) -> None:
    """Also on both sides of cuts, and on the cut of the polylogarithm."""
    left, right = LEMMAS[name].instance(Scope(EMPTY), {key: parse(text) for key, text in parameters.items()})
    difference = evaluate(left, {}, 400) - evaluate(right, {}, 400)
    assert difference.contains(0)
    assert difference.abs_upper() < arb(10) ** -DIGITS


def test_every_lemma_names_a_source() -> None:
    for lemma in LEMMAS.values():
        assert lemma.reference and lemma.statement and set(lemma.draw(Random(1))) == set(lemma.parameters)


@pytest.mark.parametrize(
    ("name", "row"),
    [(name, row) for name, rows in (("Ramanujan's series for 1/pi", ROWS), ("Guillera's series for 1/pi^2", SQUARE_ROWS))
     for row in rows],
)  # fmt: skip
def test_every_row_of_a_table_agrees_to_sixty_digits(name: str, row: Row) -> None:
    left, right = LEMMAS[name].instance(Scope(EMPTY), {"s": parse(row.s), "z": parse(row.z)})
    known, found = _ball(right), _ball(left)
    assert found.overlaps(known)
    assert found.radius + known.radius < Fraction(1, 10**50)
    assert row.source


@pytest.mark.parametrize("x", ["1", "1/2", "sqrt(2)/2", "sqrt(3)/2", "1/10^6"])
@pytest.mark.parametrize(
    "name",
    [
        f"{sign}inverse central binomial series over {over}"
        for sign in ("", "alternating ")
        for over in ("n^3", "(2n + 1)^2")
    ],
)
def test_ends_and_algebraic_points(name: str, x: str) -> None:
    left, right = LEMMAS[name].instance(Scope(EMPTY), {"x": parse(x)})
    digits = 10 if x == "1" and not name.startswith("alternating") else 30
    assert enclose(left, {}, digits).ball.overlaps(_ball(right))
