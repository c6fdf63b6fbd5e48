"""Polylogarithms on the unit circle: Li_k(e^(ix)) and Li_k(e^(-ix)) make a Bernoulli polynomial."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.prover.polar_form import polar_form
from tnsim.ring.powers import pi
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["CirclePolylogarithms"]

_LEMMA = "polylogarithms on the unit circle"
_MOST_TURNS = 4


class CirclePolylogarithms:
    """`polylog(k, exp(I*x))` for whole k >= 2 and real x."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("polylog",)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            order, argument = member.arguments
            x = _angle(scope, argument)
            if x is not None:
                found = lemma_relation(scope, _LEMMA, {"k": to_expression(order), "x": to_expression(x)})
                if found is not None:
                    yield found


def _angle(scope: Scope, argument: Element) -> Element | None:
    """Return x with argument = exp(i x) and 0 <= x <= 2 pi, as far as signs are proved."""
    form = polar_form(scope.ring, argument)
    if any(factor != 1 for factor, _ in form.factors) or not scope.facts.real(form.angle):
        return None
    turn = 2 * pi(scope.ring)
    for m in range(-_MOST_TURNS, _MOST_TURNS + 1):
        x = form.angle - m * turn
        if scope.facts.nonnegative(x) and scope.facts.nonnegative(turn - x):
            return x
    return None
