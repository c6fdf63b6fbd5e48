"""Relations between logarithms of numbers, found by lattice reduction and proved by a product that is 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import arb, fmpz_mat

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.language.expression import ZERO, Add, Apply, Constant, Expression, Multiply, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.logarithms import logarithms
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.constants.relation import Relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["Logarithms"]

_MOST_LOGARITHMS = 24
_BITS_EACH = 48
_LARGEST_COEFFICIENT = 1000
_HALF_TURN = Multiply((Constant("pi"), Constant("I")))


class Logarithms:
    """`log(a)` for numbers a."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("log",) and not generator.arguments[0].symbols()

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        if len(members) > _MOST_LOGARITHMS:
            return
        constants: list[Expression] = [Apply("log", (to_expression(m.arguments[0]),)) for m in members]
        constants.append(_HALF_TURN)
        for row in _integer_relations(constants):
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


def _integer_relations(constants: Sequence[Expression]) -> list[list[int]]:
    """Return whole vectors m for which sum m_j c_j looks like 0: short vectors of a lattice (LLL 1982)."""
    size = len(constants)
    bits = _BITS_EACH * (size + 1)
    try:
        values = [evaluate(c, {}, bits + 64) for c in constants]
    except TnsimError:
        return []
    rows = []
    with working_precision(bits + 64):
        for i, value in enumerate(values):
            rows.append([int(i == j) for j in range(size)] + [_scaled(value.real, bits), _scaled(value.imag, bits)])
    reduced = fmpz_mat(rows).lll()
    found = []
    for i in range(size):
        row = [int(reduced[i, j]) for j in range(size + 2)]
        if max(map(abs, row[:size])) <= _LARGEST_COEFFICIENT and max(map(abs, row[size:])) <= 2**16:
            found.append(row[:size])
    return found


def _scaled(value: arb, bits: int) -> int:
    middle = (value.mid() * arb(2) ** bits).floor().unique_fmpz()
    return 0 if middle is None else int(middle)
