"""Antidifferences that are a polynomial times a power, the power also below a line: P(n)*x^n with x inside (-1, 1)."""

from __future__ import annotations

from itertools import pairwise

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.moving import PLACE, Placed, equal_terms
from tnsim.export.coq.terms import linear_of
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
    rebuild,
    substitute,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["geometric_decay"]

_LARGEST_DEGREE = 6
_FROZEN = "#index"


def geometric_decay(terms: Placed) -> str | None:
    """Return the tactic that proves that the terms tend to 0, None where they have another form."""
    try:
        return _decay(terms)
    except (Rejected, TnsimError):
        return None


def _decay(terms: Placed) -> str | None:
    index, start, formulas = terms.index, terms.start, terms.formulas
    scope = Scope(formulas.assumptions, {index: start})
    frozen = _frozen(terms.term, index)
    if index not in free_symbols(frozen):
        return None
    powers = substitute(frozen, {_FROZEN: Symbol(index)})
    following = substitute(substitute(frozen, {index: Add((Symbol(index), ONE))}), {_FROZEN: Symbol(index)})
    ratio = scope.lift(following, "a power") / scope.lift(powers, "a power")
    if index in ratio.symbols():
        return None
    x = _inverse(ratio, formulas) if ratio.symbols() else to_expression(ratio)
    if not (formulas.positive(Add((ONE, Negate(x)))) and formulas.positive(Add((ONE, x)))):
        return None
    polynomial = scope.lift(terms.term, "the antidifference") / scope.lift(Power(x, Symbol(index)), "a power")
    coefficients = _polynomial(scope, to_expression(polynomial), index, start, x)
    if coefficients is None:
        return None
    base = formulas.real(x)
    pieces = [f"{formulas.real(c)} * (INR {PLACE} ^ {j} * {base} ^ {PLACE})" for j, c in enumerate(coefficients)]
    one = "apply bounded_null; [apply bounded_const|apply null_polynomial_power; inside_one]"
    proof = f"({one})"
    for _ in pieces[1:]:
        proof = f"(apply null_plus; [{proof}|{one}])"
    same = equal_terms([terms, Placed(Power(x, Symbol("k")), "k", 0, formulas)])
    steps = "; ".join(line.removesuffix(".") for line in same)
    return f"(apply null_ext with (fun {PLACE} => {' + '.join(pieces)}); [{steps}|{proof}])"


def _inverse(ratio: Element, formulas: Formulas) -> Expression:
    """Return the ratio as 1/y with y > 0, or as the opposite of such a quotient, where the sign is known."""
    y = to_expression(1 / ratio)
    if not formulas.positive(y) and formulas.positive(opposite := to_expression(-1 / ratio)):
        return Negate(Divide(ONE, opposite))
    return Divide(ONE, y)


def _frozen(e: Expression, index: str) -> Expression:
    """Return the expression with the index under another name where it is no part of an exponent."""
    match e:
        case Symbol(name) if name == index:
            return Symbol(_FROZEN)
        case Power(base, exponent) if index in free_symbols(exponent) and index not in free_symbols(base):
            return e if linear_of(exponent, index) is not None else Symbol(_FROZEN)
    return rebuild(e, lambda child: _frozen(child, index))


def _polynomial(scope: Scope, p: Expression, index: str, start: int, x: Expression) -> list[Expression] | None:
    """Return the coefficients of P(start + k)*x^start as a polynomial in k; None if it is none of small degree."""
    k = Symbol(index)
    values = [substitute(p, {index: number(start + j)}) for j in range(_LARGEST_DEGREE + 1)]
    plain = Scope(scope.facts.assumptions)
    scale = Power(x, Integer(start))
    rows = [plain.lift(Multiply((v, scale)), "a value") for v in values]
    coefficients: list[Expression] = []
    remaining = scope.lift(Multiply((p, scale)), "the polynomial")
    place = scope.lift(Add((k, number(-start))), "the place")
    # Newton's form: the differences of the values, times binomial(k, j).
    newton = []
    while rows:
        newton.append(rows[0])
        rows = [b - a for a, b in pairwise(rows)]
    while newton and newton[-1].is_zero():
        newton.pop()
    tower = plain.ring.tower
    monomials = [tower.element(0) for _ in newton]
    falling = [1]
    factorial = 1
    for j, difference in enumerate(newton):
        for i, c in enumerate(falling):
            monomials[i] = monomials[i] + difference * c / factorial
        falling = [(falling[i - 1] if i else 0) - j * (falling[i] if i < len(falling) else 0) for i in range(j + 2)]
        factorial *= j + 1
    coefficients = [to_expression(m) for m in monomials] or [ZERO]
    total = scope.ring.tower.element(0)
    for j, coefficient in enumerate(coefficients):
        total = total + scope.lift(coefficient, "a coefficient") * place**j
    return coefficients if (total - remaining).is_zero() else None
