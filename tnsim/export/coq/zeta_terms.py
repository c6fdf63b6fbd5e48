"""Constants and terms with harmonic numbers as `ZetaConstants.v` and `ZetaTerms.v` of the library reflect them.

The texts mirror those of `Formulas.real`, node by node: Coq converts the one into the other, or refuses the script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of, linear_of
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    walk,
)
from tnsim.language.printing import to_text

__all__ = ["constant_text", "place_of", "term_text"]

_RULE = "relations"


def constant_text(e: Expression) -> str:
    """Return a number as a `const`; raises NotExportable for what is no polynomial in pi, log(2) and values of zeta.

    >>> from tnsim.language.parser import parse
    >>> constant_text(parse("2*zeta(3) - pi^2"))
    '(CSub (CMul (CZ 2) (CZeta 3)) (CPow CPi 2))'
    """
    match e:
        case Integer(value):
            return f"(CZ {_whole(value)})"
        case Negate(Integer(value)):
            return f"(CZ {_whole(-value)})"
        case Constant("pi"):
            return "CPi"
        case Apply("log", (Integer(2),)):
            return "CLn2"
        case Apply("zeta", (Integer(s),)) if s >= 2:
            return f"(CZeta {s})"
        case Apply("polylog", (Integer(s), x)) if s >= 2 and fraction_of(x) == Fraction(1, 2):
            return f"(CPolylog {s})"
    return _composed(e, "C", constant_text)


def term_text(e: Expression, index: str) -> str:
    """Return a term as a `term`; raises NotExportable for what holds other functions of the index."""
    if index not in free_symbols(e):
        return f"(TC {constant_text(e)})"
    match e:
        case Symbol():
            return "(TN NVar)"
        case Apply("harmonic", (n, *order)):
            s = order[0] if order else ONE
            if not isinstance(s, Integer) or s.value < 1:
                raise _refused(e)
            return f"(THarmonic {s.value} {_natural(n)})"
        case Power(base, exponent) if index in free_symbols(exponent) and index not in free_symbols(base):
            return f"(TPower {constant_text(base)} {_natural(exponent)})"
    return _composed(e, "T", lambda part: term_text(part, index))


def place_of(term: Expression, index: str) -> tuple[int, int]:
    """Return (q, r) such that the divisors are multiples of q*n + r, and the sums run up to there.

    Raises NotExportable where there is none of those that the library knows.
    """
    divisors: set[tuple[int, int]] = set()
    sums: set[tuple[int, int]] = set()
    for node in walk(term):
        match node:
            case Apply("harmonic", (n, *_)):
                found = linear_of(n, index)
                if found is None:
                    raise _refused(node)
                sums.add(found)
            case Divide(_, denominator):
                divisors |= set(_linear_factors(denominator, index))
    for q, r in ((1, 0), (1, 1), (2, 0), (2, 1)):
        known = {(q, r), (q, r - 1)} | ({(1, 0)} if q == 2 else set())
        if all(a * r == b * q for a, b in divisors) and sums <= known:
            return q, r
    raise NotExportable(_RULE, f"divisors and sums at several places: {to_text(term)}")


def _linear_factors(e: Expression, index: str) -> Iterator[tuple[int, int]]:
    """Yield (a, b) for the factors a*n + b."""
    match e:
        case Multiply(factors):
            for factor in factors:
                yield from _linear_factors(factor, index)
        case Power(base, Integer()):
            yield from _linear_factors(base, index)
        case _:
            found = linear_of(e, index)
            if found is not None and found[0]:
                yield found


def _composed(e: Expression, kind: str, part: Callable[[Expression], str]) -> str:
    match e:
        case Negate(operand):
            return f"({kind}Opp {part(operand)})"
        case Add((first, *rest)):
            total = part(first)
            for term in rest:
                match term:
                    case Negate(operand):
                        total = f"({kind}Sub {total} {part(operand)})"
                    case _:
                        total = f"({kind}Add {total} {part(term)})"
            return total
        case Multiply((first, *rest)):
            total = part(first)
            for factor in rest:
                total = f"({kind}Mul {total} {part(factor)})"
            return total
        case Divide(numerator, denominator):
            return f"({kind}Div {part(numerator)} {part(denominator)})"
        case Power(base, Integer(k)) if k >= 0:
            return f"({kind}Pow {part(base)} {k})"
    raise _refused(e)


def _natural(e: Expression) -> str:
    """Return the text of a natural number as a `nexp`, in the order in which `Formulas.natural` writes it."""
    match e:
        case Integer(value) if value >= 0:
            return f"(NConst {value})"
        case Symbol():
            return "NVar"
        case Multiply((first, *rest)):
            total = _natural(first)
            for factor in rest:
                total = f"(NMul {total} {_natural(factor)})"
            return total
        case Add(terms):
            plus = [t for t in terms if not isinstance(t, Negate)]
            minus = [t.operand for t in terms if isinstance(t, Negate)]
            if plus:
                total = _natural(plus[0])
                for term in plus[1:]:
                    total = f"(NAdd {total} {_natural(term)})"
                for term in minus:
                    total = f"(NSub {total} {_natural(term)})"
                return total
    raise _refused(e)


def _whole(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


def _refused(e: Expression) -> NotExportable:
    return NotExportable(_RULE, f"not reflected: {to_text(e)}")
