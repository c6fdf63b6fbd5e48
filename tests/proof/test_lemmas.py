"""Every lemma against ball arithmetic at random parameters, and against parameters outside its hypotheses."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tnsim.domains.balls import evaluate
from tnsim.enclosure.evaluate import enclose
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.sets.ball import Ball

DIGITS = 60
DRAWS = 12


@pytest.mark.parametrize("name", sorted(LEMMAS))
def test_both_sides_agree_to_sixty_digits(name: str) -> None:
    """The left side is enclosed as a series, the right side by special functions."""
    random = Random(name)
    for _ in range(DRAWS):
        parameters = LEMMAS[name].draw(random)
        left, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
        known = enclose(right, {}, DIGITS + 5).ball
        found = _left_ball(left)
        where = {key: to_text(value) for key, value in parameters.items()}
        assert found.overlaps(known), where
        size = max(abs(known.midpoint), Fraction(1))
        assert found.radius + known.radius < size / 10**DIGITS, where


def _left_ball(left: Expression) -> Ball:
    if any(True for _ in infinite_nodes(left)):
        return enclose(left, {}, DIGITS + 5).ball
    return Ball.from_arb(evaluate(left, {}, 300).real)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("logarithm series", {"x": "1"}),
        ("logarithm series", {"x": "-1 - 1/10^30"}),
        ("logarithm series", {"x": "I/2"}),
        ("arctangent series", {"x": "1 + 1/10^30"}),
        ("binomial series", {"a": "1/2", "x": "1"}),
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
        ("arctangent addition", {"u": "2", "v": "-1/2"}),
        ("arctangent addition", {"u": "3", "v": "-2"}),
    ],
)
def test_an_instance_outside_the_hypotheses_is_refused(name: str, parameters: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        LEMMAS[name].instance(Scope(EMPTY), {key: parse(text) for key, text in parameters.items()})


def test_every_lemma_names_a_source() -> None:
    for lemma in LEMMAS.values():
        assert lemma.reference and lemma.statement and set(lemma.draw(Random(1))) == set(lemma.parameters)
