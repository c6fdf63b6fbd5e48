"""Partial theta series as infinite products: the instances of Jacobi's triple product that the unknown sums suggest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tnsim.language.expression import Expression, Multiply, Power, Sum
from tnsim.proof.lemmas.triple_product import cubic_series, partial_theta_series
from tnsim.proof.scope import Scope
from tnsim.prover.constants.reduction import Reduction, SolvedRow
from tnsim.prover.constants.relation import lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["eliminate_theta_series"]


def eliminate_theta_series(scope: Scope, state: Reduction, nodes: Sequence[Expression]) -> None:
    """Replace partial theta series by products, where a lemma says how."""
    tower = scope.ring.tower
    for node in nodes:
        if not isinstance(node, Sum):
            continue
        for name, parameters in _instances(scope, node):
            relation = lemma_relation(scope, name, parameters)
            if relation is None:
                continue
            (lead,) = scope.lift(node, "a series").generator_numbers()
            parts = split_powers(relation.element.numerator, lead)
            if set(parts) <= {0, 1} and 1 in parts:
                scale = Element(tower, relation.element.denominator) / Element(tower, parts[1])
                state.eliminate(SolvedRow(lead, relation.element * scale, ((relation, scale),)))


def _instances(scope: Scope, node: Sum) -> Iterator[tuple[str, dict[str, Expression]]]:
    for base in _bases(node.term):
        if cubic_series(base) == node:
            yield "Jacobi's series for the cube of Euler's product", {"v": base}
    if not (isinstance(node.term, Multiply) and all(isinstance(f, Power) for f in node.term.factors)):
        return
    bases = [f.base for f in node.term.factors if isinstance(f, Power)]
    if len(bases) != 2 or partial_theta_series(*bases) != node:
        return
    r, v = (scope.lift(base, "a base") for base in bases)
    if (r - v).is_zero():
        yield "Gauss's series of triangular numbers", {"v": bases[1]}
    elif not r.is_zero() and not (r + v).is_zero():
        yield "Jacobi's triple product", {"r": bases[0], "s": to_expression(v / r), "v": bases[1]}


def _bases(term: Expression) -> Iterator[Expression]:
    if isinstance(term, Power):
        yield term.base
    for child in term.children:
        yield from _bases(child)
