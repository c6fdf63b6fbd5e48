"""An antidifference as a total of pieces, each with the reason for its limit that library/Telescoping.v checks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_poly, fmpz_poly

from tnsim.export.coq.normal_forms import NormalForm
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import Monomial, Quotient, polynomial_tree, rewritten
from tnsim.export.coq.terms import Binary, Constant, Index, Raised, Single, Term, tree_of, whole_text

__all__ = ["Piece", "neighbours", "pieces_of"]

_LARGEST_EXPONENT = 12
"""Of Raabe's test; the degree of what Coq compares grows with it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One summand of the antidifference, its limit and why."""

    body: Term
    way: str
    limit: Fraction

    def tree(self) -> str:
        return f"({tree_of(self.body)}, {self.way})"


def pieces_of(antidifference: NormalForm, begin: int, rule: str) -> list[Piece]:
    """Return the pieces from `begin` on; raises NotExportable where a limit has no proof here."""
    return [
        _piece(monomial, part, rule)
        for monomial, factor in antidifference.items()
        for part in (_without_zeros(factor, begin) if monomial else [factor])
    ]


def _without_zeros(factor: Quotient, begin: int) -> list[Quotient]:
    """Return summands without zeros at whole n >= begin: neighbours are divided by each other."""
    top, _ = factor.integral()
    sign = 1 if top[top.degree()] > 0 else -1
    c = 0
    while _has_zero(top + sign * c, begin):
        c += 1
    if c == 0:
        return [factor]
    scale = factor * Quotient.of(fmpq_poly(top)).inverse()
    return [scale * Quotient.of(fmpq_poly(top + sign * c)), scale * Quotient.of(fmpq_poly([-sign * c]))]


def _has_zero(polynomial: fmpz_poly, begin: int) -> bool:
    """Tell whether a polynomial, not constant 0, has a whole zero from `begin` on."""
    _, factors = polynomial.factor()
    zeros = (Fraction(-int(f[0]), int(f[1])) for f, _ in factors if f.degree() == 1)
    return any(zero.denominator == 1 and zero >= begin for zero in zeros)


def _piece(monomial: Monomial, factor: Quotient, rule: str) -> Piece:
    top, bottom = factor.integral()
    body: Term = Binary("/", polynomial_term(top), polynomial_term(bottom))
    if not monomial:
        if top.degree() > bottom.degree():
            raise NotExportable(rule, "an antidifference without limit")
        limit = Fraction(int(top[top.degree()]), int(bottom[bottom.degree()])) if top.degree() == bottom.degree() else 0
        return Piece(body, "Quotient", Fraction(limit))
    for atom, exponent in sorted(monomial, key=lambda pair: pair[0].tree()):
        power: Term = Single(atom) if abs(exponent) == 1 else Raised(Single(atom), abs(exponent))
        body = Binary("*" if exponent > 0 else "/", body, power)
    return Piece(body, _way(neighbours(monomial, factor, rule), rule), Fraction(0))


def neighbours(monomial: Monomial, factor: Quotient, rule: str) -> Quotient:
    """Return the quotient of the piece at n + 1 and at n."""
    ratio = factor.next() * factor.inverse()
    for atom, exponent in monomial:
        step, _ = rewritten(atom.next(), rule) if atom.next() != atom else (_rising_step(atom), None)
        for _ in range(abs(exponent)):
            ratio = ratio * (step if exponent > 0 else step.inverse())
    return ratio


def _rising_step(atom: object) -> Quotient:
    base: Fraction = atom.base  # type: ignore[attr-defined]
    return Quotient.of(fmpq_poly([base.numerator, base.denominator], base.denominator))


def _way(ratio: Quotient, rule: str) -> str:
    """Return d'Alembert's test if the quotient of neighbours tends to less than 1, Raabe's if to 1 from below."""
    top, bottom = ratio.integral()
    p, q = polynomial_tree(top), polynomial_tree(bottom)
    degree = bottom.degree()
    if top.degree() > degree:
        raise NotExportable(rule, "an antidifference that grows")
    lead = Fraction(int(top[degree]), int(bottom[degree]))
    if abs(lead) < 1:
        bound = ((1 + abs(lead)) / 2).limit_denominator(1000)
        if not abs(lead) < bound < 1:
            bound = (1 + abs(lead)) / 2
        return f"Contraction {p} {q} {whole_text(bound.numerator)} {whole_text(bound.denominator)}"
    if abs(lead) > 1:
        raise NotExportable(rule, "an antidifference that grows")
    # p/q = +-(1 - c/n + ...): the power 2 d of the piece, times n, decreases in the end if 2 d c > 1.
    second = Fraction(int(bottom[degree - 1]), int(bottom[degree])) - Fraction(int(top[degree - 1]), int(top[degree]))
    if second <= 0:
        raise NotExportable(rule, "the limit of the antidifference is neither rational nor 0")
    d = math.floor(1 / (2 * second)) + 1
    if d > _LARGEST_EXPONENT:
        raise NotExportable(rule, "an antidifference that tends to 0 too slowly")
    return f"Raabe {p} {q} {d}"


def polynomial_term(polynomial: fmpz_poly) -> Term:
    """Return the polynomial as a term, highest power first."""
    total: Term | None = None
    for k in range(polynomial.degree(), -1, -1):
        c = int(polynomial[k])
        if c == 0:
            continue
        power: Term = Index() if k == 1 else Raised(Index(), k)
        size: Term = power if k and abs(c) == 1 else Constant(abs(c))
        if k and abs(c) != 1:
            size = Binary("*", size, power)
        if total is None:
            total = size if c > 0 else Binary("-", Constant(0), size)
        else:
            total = Binary("+" if c > 0 else "-", total, size)
    return Constant(0) if total is None else total
