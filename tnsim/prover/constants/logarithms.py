"""Relations between logarithms, found by lattice reduction at sample points and proved by a product that is 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpz_mat

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.language.expression import ZERO, Add, Apply, Constant, Expression, Multiply, number, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.logarithms import logarithms
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.constants.relation import Relation
from tnsim.prover.points import sample_points
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator, Key

__all__ = ["Logarithms"]

_MOST_LOGARITHMS = 24
_BITS_EACH = 48
_LARGEST_COEFFICIENT = 1000
_HALF_TURN = Multiply((Constant("pi"), Constant("I")))


class Logarithms:
    """`log(a)` for numbers a, and for functions a of parameters."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("log",)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        if len(members) > _MOST_LOGARITHMS:
            return
        constants: list[Expression] = [Apply("log", (to_expression(m.arguments[0]),)) for m in members]
        constants.append(_HALF_TURN)
        constants += [to_expression(angle) for angle in _angles(members)]
        symbols = frozenset().union(*(m.arguments[0].symbols() for m in members))
        points = sample_points(symbols, scope.facts.assumptions) if symbols else [{}]
        for row in _integer_relations(constants, points):
            terms = tuple(Multiply((number(m), c)) for m, c in zip(row, constants, strict=True) if m)
            if len(terms) < 2:
                continue
            conclusion = Statement("equal", Add(terms), ZERO, scope.facts.assumptions)
            try:
                logarithms(conclusion, (), {})
                element = scope.lift(Add(terms), "the relation")
            except (Rejected, TnsimError, ZeroDivisionError):
                continue
            yield Relation(Step("logarithms", conclusion, (), {}), element)


def _angles(members: Sequence[Generator]) -> list[Element]:
    """Return the exponents of the exponentials in the arguments: imaginary parts of logarithms are made of them."""
    found: dict[Key, Element] = {}
    for member in members:
        for generator in member.arguments[0].generators():
            if generator.kind == "exp":
                angle = generator.arguments[0] / int(generator.labels[0])
                known = next((a for a in found.values() if (angle / a).rational() is not None), None)
                if known is None:
                    found[angle.key] = angle
                else:
                    # The least common part of both, so that whole multiples give either.
                    ratio = (angle / known).rational() or Fraction(1)
                    del found[known.key]
                    part = known / ratio.denominator
                    found[part.key] = part
    return list(found.values())


def _integer_relations(constants: Sequence[Expression], points: Sequence[Mapping[str, Expression]]) -> list[list[int]]:
    """Return whole vectors m for which sum m_j c_j looks like 0 at all points, by a lattice (LLL 1982)."""
    size = len(constants)
    if not points:
        return []
    bits = _BITS_EACH * (size + 1) // len(points) + _BITS_EACH
    try:
        values = [[evaluate(substitute(c, point), {}, bits + 64) for point in points] for c in constants]
    except TnsimError:
        return []
    rows = []
    with working_precision(bits + 64):
        for i, at_points in enumerate(values):
            parts = [_scaled(part, bits) for v in at_points for part in (v.real, v.imag)]
            rows.append([int(i == j) for j in range(size)] + parts)
    reduced = fmpz_mat(rows).lll()
    found = []
    for i in range(size):
        row = [int(reduced[i, j]) for j in range(size + 2 * len(points))]
        if max(map(abs, row[:size])) <= _LARGEST_COEFFICIENT and max(map(abs, row[size:])) <= 2**16:
            found.append(row[:size])
    return found


def _scaled(value: arb, bits: int) -> int:
    middle = (value.mid() * arb(2) ** bits).floor().unique_fmpz()
    return 0 if middle is None else int(middle)
