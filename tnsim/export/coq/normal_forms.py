"""The normal form of a term, computed here as Coq computes it: rational functions times monomials of atoms."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq_poly

from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import Monomial, Quotient, monomial_product, rewritten
from tnsim.export.coq.terms import Binary, Binomial, Constant, Index, Opposite, Raised, Single, Term, atoms_of

__all__ = ["NormalForm", "normal_form", "value_at"]

NormalForm = dict[Monomial, Quotient]


def normal_form(term: Term, rule: str) -> NormalForm:
    """Return the coefficients by monomial; raises NotExportable for a quotient by a sum that is not one monomial."""
    match term:
        case Constant(value):
            return _pruned({frozenset(): Quotient.of(fmpq_poly([value]))})
        case Index():
            return {frozenset(): Quotient.of(fmpq_poly([0, 1]))}
        case Binary("+", left, right):
            return _sum(normal_form(left, rule), normal_form(right, rule))
        case Binary("-", left, right):
            return _sum(normal_form(left, rule), _scaled(normal_form(right, rule), -1))
        case Binary("*", left, right):
            return _product(normal_form(left, rule), normal_form(right, rule))
        case Binary("/", left, right):
            return _product(normal_form(left, rule), _inverse(normal_form(right, rule), rule))
        case Opposite(operand):
            return _scaled(normal_form(operand, rule), -1)
        case Raised(base, exponent):
            result, power = normal_form(Constant(1), rule), normal_form(base, rule)
            for _ in range(exponent):
                result = _product(result, power)
            return result
        case Single(atom):
            factor, monomial = rewritten(atom, rule)
            return {monomial: factor}
        case Binomial():
            top, *below = ({m: f} for f, m in (rewritten(x, rule) for x in atoms_of(term)))
            for part in below:
                top = _product(top, _inverse(part, rule))
            return top
    raise AssertionError(term)


def _pruned(form: NormalForm) -> NormalForm:
    return {m: f for m, f in form.items() if f.numerator}


def _sum(left: NormalForm, right: NormalForm) -> NormalForm:
    total = dict(left)
    for monomial, factor in right.items():
        total[monomial] = total[monomial] + factor if monomial in total else factor
    return _pruned(total)


def _scaled(form: NormalForm, by: int) -> NormalForm:
    return {m: f * Quotient.of(fmpq_poly([by])) for m, f in form.items()}


def _product(left: NormalForm, right: NormalForm) -> NormalForm:
    total: NormalForm = {}
    for m, f in left.items():
        total = _sum(total, {monomial_product(m, p): f * g for p, g in right.items()})
    return total


def _inverse(form: NormalForm, rule: str) -> NormalForm:
    if len(form) != 1:
        raise NotExportable(rule, "a quotient by a sum of terms that are not similar")
    ((monomial, factor),) = form.items()
    inverse = frozenset((x, -e) for x, e in monomial)
    return {monomial_product(inverse, frozenset()): factor.inverse()}


def value_at(form: NormalForm, place: int, rule: str) -> Fraction:
    """Return the exact value; raises NotExportable at a pole."""
    total = Fraction(0)
    for monomial, factor in form.items():
        top, bottom = factor.numerator(place), factor.denominator(place)
        if not bottom:
            raise NotExportable(rule, f"a pole at {place}")
        value = Fraction(int(top.p), int(top.q)) / Fraction(int(bottom.p), int(bottom.q))
        for atom, exponent in monomial:
            value *= atom.value(place) ** exponent
        total += value
    return total
