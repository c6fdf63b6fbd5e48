"""Relations between infinite sums: the unknown sums in a value, eliminated by what is known to hold between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    Apply,
    Constant,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    number,
    rational_value,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.lambert_series import lambert_series, odd_secant_series
from tnsim.proof.lemmas.theta_series import theta_series
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["closed_steps", "eliminated", "relations_between"]


@dataclass(frozen=True, slots=True)
class _Series:
    """A canonical series of a family: its order s and its rate y."""

    family: str
    s: int
    y: Expression


def relations_between(scope: Scope, nodes: Iterable[Expression]) -> list[Relation]:
    """Return relations between the sums and others of their families; their sums are admitted to the scope."""
    found: list[Relation] = []
    for node in dict.fromkeys(nodes):
        series = _recognised(node)
        if series is not None:
            for name, parameters in _instances(scope, series):
                relation = lemma_relation(scope, name, parameters)
                if relation is not None:
                    found.append(relation)
    return found


def _recognised(node: Expression) -> _Series | None:
    """Return which canonical series a node is: its text is compared with that of the series."""
    if not isinstance(node, Sum):
        return None
    for rate in _rates(node.term):
        if theta_series(rate) == node:
            return _Series("theta", 0, rate)
        for family, build in (("Lambert", lambert_series), ("secant", odd_secant_series)):
            for s in _orders(node.term):
                if build(s, rate) == node:
                    return _Series(family, s, rate)
    return None


def _rates(term: Expression) -> Iterator[Expression]:
    """Yield y for exp(y*n), exp(-y*n^2) and cosh(y*(2*n + 1))."""
    if isinstance(term, Apply) and term.function in ("exp", "cosh"):
        argument = term.arguments[0].operand if isinstance(term.arguments[0], Negate) else term.arguments[0]
        if isinstance(argument, Multiply):
            factors = argument.factors[:-1]
            yield factors[0] if len(factors) == 1 else Multiply(factors)
    for child in term.children:
        yield from _rates(child)


def _orders(term: Expression) -> Iterator[int]:
    """Yield what s may be: 0, 1, and the whole exponents in the term with either sign."""
    yield from (0, 1, -1)
    if isinstance(term, Power):
        value = rational_value(term.exponent)
        if value is not None and value.denominator == 1:
            yield from (int(value), -int(value))
    for child in term.children:
        yield from _orders(child)


def _instances(scope: Scope, series: _Series) -> Iterator[tuple[str, dict[str, Expression]]]:
    y = scope.lift(series.y, "the rate")
    pi = scope.lift(Constant("pi"), "pi")
    if series.family == "theta":
        yield "theta series transformation", {"y": series.y, "z": to_expression(pi**2 / y)}
        for c in (1, 2, 4):
            yield "theta series at multiples of pi", {"c": number(c)}
        return
    if series.s % 2 == 0:
        return
    k = number((series.s + 1) // 2)
    if series.family == "Lambert":
        yield "Lambert series transformation", {"k": k, "y": series.y, "z": to_expression(4 * pi**2 / y)}
        if series.s > 0 and series.s % 4 == 3:
            yield "Lambert series of weight 4*k at 2*pi", {"k": number((series.s + 1) // 4)}
        for c in (2, 4):
            if series.s == -1:
                yield "Dedekind eta function at i and 2i", {"c": number(c)}
    else:
        yield "secant series transformation", {"k": k, "y": series.y, "z": to_expression(pi**2 / (4 * y))}


def eliminated(
    scope: Scope, element: Element, relations: Sequence[Relation]
) -> tuple[Element, list[tuple[Relation, Element]]] | None:
    """Return the element less multiples of relations, free of unknown sums, and the multiples; `None` if none are."""
    tower = scope.ring.tower
    rows: list[list[Element]] = []
    unknowns = {
        i
        for e in (element, *(r.element for r in relations))
        for i in e.generator_numbers()
        if tower.generators[i].kind == "unknown"
    }
    for number_of in sorted(unknowns):
        row = []
        for e in (element, *(r.element for r in relations)):
            if e.denominator.degrees()[number_of] or e.numerator.degrees()[number_of] > 1:
                return None
            parts = split_powers(e.numerator, number_of)
            below = Element(tower, e.denominator)
            row.append(Element(tower, parts[1]) / below if 1 in parts else tower.element(0))
        rows.append(row)
    for vector in nullspace(tower, rows, 1 + len(relations)):
        if vector[0].is_zero():
            continue
        multiples = [-v / vector[0] for v in vector[1:]]
        if any(g.kind == "unknown" for m in multiples for g in m.generators()):
            return None
        rest = element
        for relation, multiple in zip(relations, multiples, strict=True):
            rest = rest - multiple * relation.element
        return rest, [(r, m) for r, m in zip(relations, multiples, strict=True) if not m.is_zero()]
    return None


def closed_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps and one that gives the same sum without unknown sums, or the steps if there is no way."""
    last = steps[-1].conclusion
    if last.right is None:
        return steps
    nodes = list(infinite_nodes(last.right))
    if not nodes:
        return steps
    scope = Scope(last.assumptions)
    scope.admit(last.right)
    try:
        relations = relations_between(scope, nodes)
        reached = eliminated(scope, scope.lift(last.right, "the value"), relations)
        if reached is None:
            return steps
        rest, used = reached
        value = to_expression(rest)
    except (Rejected, TnsimError, ZeroDivisionError):
        return steps
    premises = (len(steps) - 1, *range(len(steps), len(steps) + len(used)))
    multipliers = tuple(to_text(to_expression(m)) for _, m in used)
    conclusion = Statement("equal", last.left, value, last.assumptions)
    end = Step("linear", conclusion, premises, {"multipliers": multipliers})
    return (*steps, *(r.step for r, _ in used), end)
