"""Lerch's transcendent at fractions, as polylogarithms at the roots of its argument."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tnsim.errors import TnsimError
from tnsim.language.expression import number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.prover.polar_form import radical
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["LerchValues"]


class LerchValues:
    """`lerchphi(x, s, p/q)` for whole s >= 1, 0 < p <= q and 0 < abs(x) < 1."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("lerchphi",)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            x, s, a = member.arguments
            value = a.rational()
            if value is None or not 0 < value <= 1:
                continue
            try:
                y = radical(scope.ring, x, value.denominator)
            except TnsimError:
                continue
            parameters = {
                "s": to_expression(s),
                "p": number(value.numerator),
                "q": number(value.denominator),
                "y": to_expression(y),
            }
            found = lemma_relation(scope, "Lerch's transcendent at fractions", parameters)
            if found is not None:
                yield found
