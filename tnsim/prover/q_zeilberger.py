"""q-Zeilberger's algorithm: telescopers of sums of q-hypergeometric terms, whose quotients are rational in q^k and q^n.

It finds c_i, free of k, and G_s with sum_i c_i f_{s,i}(k) = G_s(k + 1) - G_s(k) for every s, where f_{s,i} is the
i-th shifted summand of the s-th sum. With K = q^k and all f_i polynomials p_i times one term t, t(k + 1)/t(k) is
brought to a(K)/b(K) c(qK)/c(K) with gcd(a(K), b(q^h K)) = 1 for all whole h >= 0; then G = x(K) b(K/q)/c(K) t(k) with
a Laurent polynomial x that solves a(K) x(qK) - b(K/q) x(K) = c(K) sum_i c_i p_i(K), a linear system (T. H.
Koornwinder, J. Comput. Appl. Math. 48 (1993) 91-111; P. Paule and A. Riese, Fields Inst. Commun. 14 (1997) 179-210).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from flint import Ordering, fmpq_mpoly, fmpz_mpoly, fmpz_mpoly_ctx

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    Add,
    Apply,
    Expression,
    Multiply,
    Power,
    Product,
    Symbol,
    free_symbols,
    number,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.fraction_free import has_solution, nullspace
from tnsim.prover.algebra.q_gosper_form import (
    by_powers,
    contracted,
    degree_in_power,
    dilated,
    dispersed,
    whole_logarithm,
)
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import NotApplicable
from tnsim.prover.zeilberger import Telescoper
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["LongCoefficients", "Summand", "is_q_hypergeometric_in_form", "q_telescopers", "with_negative_reals"]

_MOST_WIDTH = 80
_MOST_TERMS = 40
"""The longest factor of a leading coefficient that is proved to be different from 0 in reasonable time."""


class LongCoefficients(NotApplicable):
    """There are telescopers, with a leading coefficient too long to be proved different from 0."""


@dataclass(frozen=True, slots=True)
class Summand:
    """A summand at each shift of the parameter, and the scope and index in which it is read."""

    scope: Scope
    index: str
    shifted: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Quotients:
    """A summand's first shift, the quotients of all shifts and of the next term by it; and q."""

    first: Element
    shifts: tuple[Element, ...]
    step: Element
    moving: int
    base: Element


@dataclass(frozen=True, slots=True)
class _Equation:
    """a(K) x(qK) - b(K) x(K) = c(K) sum_i c_i p_i(K), where G = x b/(c p_i) f_i for every i."""

    a: fmpz_mpoly
    b: fmpz_mpoly
    c: fmpz_mpoly
    parts: tuple[fmpz_mpoly, ...]
    base: fmpz_mpoly
    lowest: int
    highest: int


def with_negative_reals(assumptions: Assumptions) -> Assumptions:
    """Return assumptions under which no 1 - x*q^k is 0, for a search whose result holds for other x if at all."""
    bounded = {name for fact in assumptions.inequalities for name in fact.symbols}
    below = tuple(Inequality(Symbol(name), "<", number(0)) for name in sorted(assumptions.reals - bounded))
    return Assumptions(assumptions.integers, assumptions.reals, (*assumptions.inequalities, *below))


def is_q_hypergeometric_in_form(term: Expression) -> bool:
    """Tell whether there is a product, a power with a quadratic exponent, or a sum with a power: what q-terms hold.

    >>> from tnsim.language.parser import parse
    >>> is_q_hypergeometric_in_form(parse("q^(n^2)*x^n")), is_q_hypergeometric_in_form(parse("binomial(n, k)*2^k"))
    (True, False)
    """
    match term:
        case Product():
            return True
        case Power(_, exponent) if _is_quadratic(exponent):
            return True
        case Add() if any(_holds_power(child) for child in term.children):
            return True
        case Apply():
            return False
    return any(is_q_hypergeometric_in_form(child) for child in term.children)


def _is_quadratic(exponent: Expression) -> bool:
    if isinstance(exponent, Multiply) and sum(bool(free_symbols(child)) for child in exponent.children) > 1:
        return True
    if isinstance(exponent, Power):
        return bool(free_symbols(exponent))
    return any(_is_quadratic(child) for child in exponent.children)


def _holds_power(term: Expression) -> bool:
    if isinstance(term, Power):
        return bool(free_symbols(term.exponent))
    return not isinstance(term, Apply) and any(_holds_power(child) for child in term.children)


def q_telescopers(summands: Sequence[Summand]) -> list[Telescoper]:
    """Return telescopers that the summands have in common: a basis, each written in three ways.

    The antidifference is a rational function times the last shift, which has a value at the upper end if
    1/(q; q)_(N - k) is a factor; or times the first; or it is in normal form, where the rest may cancel a denominator.

    Raises NotApplicable for summands that are not q-hypergeometric, and LongCoefficients.

    >>> from tnsim.language.assumptions import Assumptions
    >>> from tnsim.language.parser import parse
    >>> scope = Scope(Assumptions.parse(["k: integer, k >= 0", "q: real, q > 1"]))
    >>> found = q_telescopers([Summand(scope, "k", (parse("q^(k^2)*(1 - q^(2*k + 1))"),))])[0]
    >>> to_text(found.coefficients[0]), to_text(found.antidifferences[0])
    ('1', '1/(q*(q**k)**2 - 1)*(q**k**2*(1 - q**(2*k + 1)))')
    """
    quotients = [_quotients(summand) for summand in summands]
    names = sorted(
        {
            to_text(to_expression(q.base.tower.generator_element(i)))
            for q in quotients
            for element in (*q.shifts, q.step, q.base)
            for i in element.generator_numbers()
            if i != q.moving
        }
    )
    context = fmpz_mpoly_ctx.get(("#K", *(f"#{i}" for i in range(len(names)))), Ordering.lex)
    places = {name: i + 1 for i, name in enumerate(names)}
    equations = [_equation(context, q, places) for q in quotients]
    columns = _columns(context, equations)
    rows = _rows(context, columns)
    if not has_solution(rows, len(columns)):
        return []
    order = len(summands[0].shifted)
    found = []
    for vector in nullspace(rows, len(columns), context.constant(0)):
        if any(vector[-order:]):
            lead = next(c for c in reversed(vector) if c)
            if any(len(factor.coeffs()) > _MOST_TERMS for factor, _ in lead.factor()[1]):
                raise LongCoefficients("a leading coefficient that is too long")
            for chosen in dict.fromkeys((order - 1, 0, None)):
                found.append(_telescoper(summands, quotients, equations, places, vector, chosen))
    return found


def _quotients(summand: Summand) -> _Quotients:
    scope, index = summand.scope, summand.index
    lifted = [scope.lift(term, "a summand") for term in summand.shifted]
    following = substitute(summand.shifted[0], {index: Symbol(index) + number(1)})
    if any(term.is_zero() for term in lifted):
        raise NotApplicable("a summand that is 0")
    shifts = tuple(term / lifted[0] for term in lifted)
    step = scope.lift(following, "the next summand") / lifted[0]
    tower = scope.ring.tower
    used = {i for element in (*shifts, step) for i in element.generator_numbers()}
    moving = [i for i in used if index in tower.symbols_of(tower.generators[i])]
    if len(moving) != 1:
        raise NotApplicable("quotients of neighbouring summands that are not rational in one power q^k")
    generator = tower.generators[moving[0]]
    if (
        generator.kind != "power"
        or generator.labels != (1, index)
        or scope.ring.depends_on_integers(generator.arguments[0])
    ):
        raise NotApplicable("quotients of neighbouring summands that are not rational in a power q^k")
    if any(tower.relation(i) is not None for i in used):
        raise NotApplicable("quotients with algebraic numbers or roots")
    base = generator.arguments[0]
    if not base.denominator.is_one() or base.rational() == 0:
        raise NotApplicable("a base that is not a polynomial")
    return _Quotients(lifted[0], shifts, step, moving[0], base)


def _equation(context: fmpz_mpoly_ctx, quotients: _Quotients, places: Mapping[str, int]) -> _Equation:
    read = [_read(context, e, quotients.moving, places) for e in quotients.shifts]
    above, below = _read(context, quotients.step, quotients.moving, places)
    base, unit = _read(context, quotients.base, quotients.moving, places)
    if not unit.is_one():
        raise NotApplicable("a base that is not whole")
    common = context.constant(1)
    for _, denominator in read:
        common = common * (denominator / common.gcd(denominator))
    parts = [n * (common / d) for n, d in read]
    above, below = above * common, below * dilated(common, base)
    shared = above.gcd(below)
    above, below, c = dispersed(above / shared, below / shared, base)
    # b(K/q) is a polynomial times a power of 1/q, and so is the equation.
    degree = degree_in_power(below)
    scale = base**degree
    b = contracted(below, base, degree)
    a, right = scale * above, [scale * c * part for part in parts]
    lowest, highest = _bounds(a, b, right, base)
    if highest - lowest > _MOST_WIDTH:
        raise NotApplicable("a certificate of too high a degree")
    return _Equation(a, b, scale * c, tuple(parts), base, lowest, highest)


def _read(
    context: fmpz_mpoly_ctx, element: Element, moving: int, places: Mapping[str, int]
) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """Return a numerator and a denominator without a common factor, with whole coefficients."""
    tower = element.tower
    where = {
        i: 0 if i == moving else places[to_text(to_expression(tower.generator_element(i)))]
        for i in element.generator_numbers()
    }

    def integral(polynomial: fmpq_mpoly) -> tuple[fmpz_mpoly, int]:
        rows = list(Element(tower, polynomial).monomials())
        scale = lcm(*(c.denominator for c, _ in rows))
        terms: dict[tuple[int, ...], int] = {}
        for c, exponents in rows:
            key = [0] * context.nvars()
            for i, e in enumerate(exponents):
                if e:
                    key[where[i]] = e
            terms[tuple(key)] = int(c * scale)
        return context.from_dict(terms), scale

    (above, a), (below, b) = integral(element.numerator), integral(element.denominator)
    above, below = above * b, below * a
    shared = above.gcd(below)
    above, below = above / shared, below / shared
    return (-above, -below) if below.leading_coefficient() < 0 else (above, below)


def _bounds(a: fmpz_mpoly, b: fmpz_mpoly, right: Sequence[fmpz_mpoly], base: fmpz_mpoly) -> tuple[int, int]:
    """Return the lowest and the highest power of K that x can have."""
    high, low = by_powers(a), by_powers(b)
    powers = [by_powers(part) for part in right if part]
    top, bottom = max(map(max, powers)), min(map(min, powers))
    highest = top - max(max(high), max(low))
    if max(high) == max(low):
        own = whole_logarithm(low[max(low)], high[max(high)], base)
        highest = highest if own is None else max(highest, own)
    lowest = bottom - min(min(high), min(low))
    if min(high) == min(low):
        own = whole_logarithm(low[min(low)], high[min(high)], base)
        lowest = lowest if own is None else min(lowest, own)
    return lowest, highest


def _columns(context: fmpz_mpoly_ctx, equations: Sequence[_Equation]) -> list[list[fmpz_mpoly]]:
    """Return, for each unknown, its factor in each equation, all multiplied by a power of K."""
    k, zero = context.gen(0), context.constant(0)
    columns: list[list[fmpz_mpoly]] = []
    for place, equation in enumerate(equations):
        watch_deadline()
        spare = max(0, -equation.lowest)
        for e in range(equation.highest, equation.lowest - 1, -1):
            left, right = (equation.base**e, 1) if e >= 0 else (1, equation.base**-e)
            row = [zero] * len(equations)
            row[place] = (right * equation.b - left * equation.a) * k ** (e + spare)
            columns.append(row)
    for i in range(len(equations[0].parts)):
        columns.append([e.c * e.parts[i] * k ** max(0, -e.lowest) for e in equations])
    return columns


def _rows(context: fmpz_mpoly_ctx, columns: Sequence[Sequence[fmpz_mpoly]]) -> list[list[fmpz_mpoly]]:
    """Return the coefficients of all powers of K, one row for each power and equation."""
    zero = context.constant(0)
    rows = []
    for place in range(len(columns[0])):
        split = [by_powers(column[place]) for column in columns]
        for power in sorted(set().union(*split), reverse=True):
            rows.append([powers.get(power, zero) for powers in split])
    return rows


def _telescoper(
    summands: Sequence[Summand],
    quotients: Sequence[_Quotients],
    equations: Sequence[_Equation],
    places: Mapping[str, int],
    vector: Sequence[fmpz_mpoly],
    chosen: int | None,
) -> Telescoper:
    """Return a telescoper whose antidifferences are written as rational functions times the chosen shift."""
    order, position = len(summands[0].shifted), 0
    antidifferences: list[Expression] = []
    for summand, quotient, equation in zip(summands, quotients, equations, strict=True):
        written = _Written(summand.scope, quotient, places)
        k = quotient.base.tower.generator_element(quotient.moving)
        x = k * 0
        for e in range(equation.highest, equation.lowest - 1, -1):
            value = written.element(vector[position])
            position += 1
            if not value.is_zero():
                x = x + value * k**e * (quotient.base**-e if e < 0 else 1)
        part = equation.c * equation.parts[chosen or 0]
        factor = x * written.element(equation.b) / written.element(part)
        if chosen is None or factor.is_zero():
            antidifferences.append(to_expression(factor * quotient.first))
        else:
            antidifferences.append(Multiply((to_expression(factor), summand.shifted[chosen])))
    written = _Written(summands[0].scope, quotients[0], places)
    coefficients = tuple(to_expression(written.element(c)) for c in vector[-order:])
    return Telescoper(coefficients, tuple(antidifferences))


@dataclass(frozen=True, slots=True)
class _Written:
    """How polynomials are turned back into elements."""

    scope: Scope
    quotients: _Quotients
    places: Mapping[str, int]

    def element(self, polynomial: fmpz_mpoly) -> Element:
        tower = self.scope.ring.tower
        numbers = {0: self.quotients.moving}
        for i, generator in enumerate(tower.generators):
            if generator.kind == "unknown":  # the shared ring has those of other readings
                continue
            place = self.places.get(to_text(to_expression(tower.generator_element(i))))
            if place is not None:
                numbers[place] = i
        return tower.polynomial(
            [
                (int(c), {numbers[i]: int(e) for i, e in enumerate(exponents) if e})
                for exponents, c in polynomial.to_dict().items()
            ]
        )
