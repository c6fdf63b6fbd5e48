"""Statements, claims and assumptions in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tnsim.errors import CertificateError
from tnsim.export.document import Formula, Line, equation, formula, say, show
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Add, Expression, Integer, Negate, Sum, Symbol, free_symbols, rational_value
from tnsim.proof.certificate import Statement

__all__ = [
    "THIS",
    "assumed",
    "claimed",
    "class_index",
    "enumeration",
    "fresh_name",
    "parameters",
    "parenthesised",
    "references",
    "sides",
    "stated",
]

THIS = "‹this›"
"""Stands for the number of the step that is told."""

_RELATIONS = {"<": " < ", "<=": " ≤ ", "!=": " ≠ "}
_MIRRORED = {"<": " > ", "<=": " ≥ ", "!=": " ≠ "}


def stated(statement: Statement) -> Line:
    """Return what a step concludes, its assumptions left out."""
    left = statement.left
    match statement.kind:
        case "equal":
            return Line("{}", (equation(*sides(statement)),))
        case "nonzero" if free_symbols(left):
            return say("{} for at least one value of the parameters.", formula(left, " ≠ ", ZERO))
        case "nonzero":
            return show(left, " ≠ ", ZERO)
        case "converges":
            return say("{} converges.", left)
        case "diverges" if free_symbols(left):
            return say("{} diverges for at least one value of the parameters.", left)
        case "diverges":
            return say("{} diverges.", left)
    raise CertificateError(f"no words for a statement '{statement.kind}'")


def claimed(expression: Expression) -> Formula:
    """Return the equation that was claimed; `left - right` is shown as the equation it was written as."""
    return equation(*sides(Statement("equal", expression, ZERO)))


def sides(statement: Statement) -> tuple[Expression, Expression]:
    """Return the two sides of an equation; `left - right = 0` is read as the equation `left = right`."""
    match statement.left, statement.right:
        case Add((left, Negate(right))), Integer(0):
            return left, right
        case _, None:
            raise CertificateError("expected an equation")
        case left, right:
            return left, right


def assumed(assumptions: Assumptions) -> tuple[Line, ...]:
    """Return what is assumed of the parameters as one line, or none where nothing is."""
    clauses: list[str] = []
    formulas: list[Formula] = []
    for names, one, more in (
        (assumptions.reals, "is real", "are real"),
        (assumptions.integers, "is an integer", "are integers"),
    ):
        if names:
            clauses.append(f"{enumeration(['{}'] * len(names))} {one if len(names) == 1 else more}")
            formulas += [formula(Symbol(name)) for name in sorted(names)]
    for shown in _chains(assumptions):
        clauses.append("{}")
        formulas.append(shown)
    return (say(f"Here {enumeration(clauses)}.", *formulas),) if clauses else ()


def parameters(assumptions: Assumptions) -> tuple[str, tuple[Formula, ...]]:
    """Return the parameters as `integer n ≥ 0`, where they are one integer with a lower bound, or in other words."""
    chains = list(_chains(assumptions))
    if len(assumptions.symbols) == 1 and assumptions.integers and len(chains) == 1 and " ≥ " in chains[0].parts:
        return "every integer {}", (chains[0],)
    return "all admissible values of the parameters", ()


def _chains(assumptions: Assumptions) -> Iterator[Formula]:
    """Yield the inequalities, a lower and an upper bound of one symbol as `a < x < b`."""
    rest = list(assumptions.inequalities)
    while rest:
        first = rest.pop(0)
        second = None
        if first.relation != "!=" and isinstance(first.right, Symbol):
            second = next((fact for fact in rest if fact.left == first.right and fact.relation != "!="), None)
        if second is None and rational_value(first.left) is not None and isinstance(first.right, Symbol):
            yield formula(first.right, _MIRRORED[first.relation], first.left)
            continue
        parts: list[str | Expression] = [first.left, _RELATIONS[first.relation], first.right]
        if second is not None:
            rest.remove(second)
            parts += [_RELATIONS[second.relation], second.right]
        yield Formula(tuple(parts))


def parenthesised(value: Expression) -> tuple[str | Expression, ...]:
    """Return the parts of a formula in which the value is a factor."""
    return ("(", value, ")") if isinstance(value, Add | Negate) else (value,)


def class_index(premise: Statement, index: str) -> str:
    """Return the index of the sum over a class, or another letter where that is the index of the whole sum."""
    own = premise.left.index.name if isinstance(premise.left, Sum) else index
    return own if own != index else next(letter for letter in "mkj" if letter != index)


def references(premises: Iterable[int]) -> str:
    """Return the numbers of steps as they are printed, `(1), (2) and (5)`; the first step is (1)."""
    return enumeration([f"({premise + 1})" for premise in premises])


def enumeration(items: list[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def fresh_name(*expressions: Expression, letters: Sequence[str] = ("T", "U", "V", "W", "T_0")) -> str:
    """Return a letter for a sequence that none of the expressions uses."""
    used = frozenset().union(*(free_symbols(e) for e in expressions))
    return next(letter for letter in letters if letter not in used)
