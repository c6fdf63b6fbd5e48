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
from math import lcm, prod

from flint import Ordering, fmpq_mpoly, fmpz_mpoly, fmpz_mpoly_ctx

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
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import NotApplicable
from tnsim.prover.zeilberger import Telescoper
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["Summand", "is_q_hypergeometric_in_form", "q_telescopers"]

_MOST_EXPONENT = 80
_MOST_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Summand:
    """A summand at each shift of the parameter, and the scope and index in which it is read."""

    scope: Scope
    index: str
    shifted: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class _Quotients:
    """The quotients of a summand: by its first shift at all others, and of its next term by its own; and q."""

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
    if isinstance(exponent, Multiply):
        return sum(bool(free_symbols(child)) for child in exponent.children) > 1
    if isinstance(exponent, Power):
        return bool(free_symbols(exponent))
    return any(_is_quadratic(child) for child in exponent.children)


def _holds_power(term: Expression) -> bool:
    if isinstance(term, Power):
        return bool(free_symbols(term.exponent))
    return not isinstance(term, Apply) and any(_holds_power(child) for child in term.children)


def q_telescopers(summands: Sequence[Summand]) -> list[Telescoper]:
    """Return telescopers that the summands have in common: a basis, each written over the last shift and the first.

    Raises NotApplicable for summands that are not q-hypergeometric.

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
            for chosen in dict.fromkeys((order - 1, 0)):
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
    if generator.kind != "power" or generator.labels != (1, index) or scope.ring.depends_on_integers(
        generator.arguments[0]
    ):
        raise NotApplicable("quotients of neighbouring summands that are not rational in a power q^k")
    if any(tower.relation(i) is not None for i in used):
        raise NotApplicable("quotients with algebraic numbers or roots")
    base = generator.arguments[0]
    if not base.denominator.is_constant() or base.rational() == 0:
        raise NotApplicable("a base that is not a polynomial")
    return _Quotients(shifts, step, moving[0], base)


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
    above, below = above * common, below * _dilated(common, base)
    shared = above.gcd(below)
    above, below, c = _disperse(above / shared, below / shared, base)
    # b(K/q) is a polynomial times a power of 1/q, and so is the equation.
    degree = _degree(below)
    scale = base**degree
    b = _contracted(below, base, degree)
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


def _by_powers(polynomial: fmpz_mpoly) -> dict[int, fmpz_mpoly]:
    """Return the coefficients of the powers of K."""
    found: dict[int, dict[tuple[int, ...], int]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        found.setdefault(int(exponents[0]), {})[0, *exponents[1:]] = int(coefficient)
    return {e: polynomial.context().from_dict(terms) for e, terms in found.items()}


def _degree(polynomial: fmpz_mpoly) -> int:
    return int(polynomial.degrees()[0]) if polynomial else 0


def _dilated(polynomial: fmpz_mpoly, base: fmpz_mpoly, times: int = 1) -> fmpz_mpoly:
    """Return f(q^times K)."""
    k = polynomial.context().gen(0)
    terms = (c * base ** (times * e) * k**e for e, c in _by_powers(polynomial).items())
    return sum(terms, polynomial.context().constant(0))


def _contracted(polynomial: fmpz_mpoly, base: fmpz_mpoly, degree: int, times: int = 1) -> fmpz_mpoly:
    """Return q^(times degree) f(K/q^times), a polynomial if the degree of f is not higher."""
    k = polynomial.context().gen(0)
    terms = (c * base ** (times * (degree - e)) * k**e for e, c in _by_powers(polynomial).items())
    return sum(terms, polynomial.context().constant(0))


def _disperse(
    up: fmpz_mpoly, down: fmpz_mpoly, base: fmpz_mpoly
) -> tuple[fmpz_mpoly, fmpz_mpoly, fmpz_mpoly]:
    """Return a, b, c with up/down = a(K)/b(K) c(qK)/c(K) and no common factor of a(K) and b(q^h K), h >= 0."""
    k, c = up.context().gen(0), up.context().constant(1)
    tops, bottoms = up.factor()[1], down.factor()[1]
    pairs = sorted(
        (h, i, j)
        for i, (f, _) in enumerate(tops)
        for j, (g, _) in enumerate(bottoms)
        if _degree(f) and _degree(g) and k not in (f, g) and (h := _distance(f, g, base)) is not None
    )
    left, right = [int(e) for _, e in tops], [int(e) for _, e in bottoms]
    for h, i, j in pairs:
        f, g, times = tops[i][0], bottoms[j][0], min(left[i], right[j])
        if not times:
            continue
        left[i], right[j] = left[i] - times, right[j] - times
        # f(K/q^h) q^(h degree) is u/v times g.
        degree = _degree(f)
        moved = _contracted(f, base, degree, h)
        low = min(_by_powers(g))
        u, v = _by_powers(moved)[low], _by_powers(g)[low]
        shared = u.gcd(v)
        up = up / f**times * (u / shared) ** times
        down = down / g**times * (v / shared * base ** (h * degree)) ** times
        for step in range(1, h + 1):
            c = c * _contracted(f, base, degree, step) ** times
    shared = up.gcd(down)
    return up / shared, down / shared, c


def _distance(f: fmpz_mpoly, g: fmpz_mpoly, base: fmpz_mpoly) -> int | None:
    """Return h >= 0 where f(K) and g(q^h K) are the same up to a factor free of K, if there is one."""
    high, low = _by_powers(f), _by_powers(g)
    if set(high) != set(low):
        return None
    top, bottom = max(high), min(high)
    power = _logarithm(high[top] * low[bottom], high[bottom] * low[top], base)
    if power is None or power < 0 or power % (top - bottom):
        return None
    h = power // (top - bottom)
    moved = _dilated(g, base, h)
    return h if _similar(f, moved) else None


def _similar(f: fmpz_mpoly, g: fmpz_mpoly) -> bool:
    a, b = _by_powers(f), _by_powers(g)
    top = max(a)
    return all(a[e] * b[top] == b[e] * a[top] for e in a)


def _logarithm(above: fmpz_mpoly, below: fmpz_mpoly, base: fmpz_mpoly) -> int | None:
    """Return the whole e with above = q^e below and abs(e) not too large, if there is one."""
    common = above.gcd(below)
    above, below = above / common, below / common
    if above.leading_coefficient() < 0:
        above, below = -above, -below
    for sign, rest, other in ((1, above, below), (-1, below, above)):
        if not other.is_one():
            continue
        reached = other
        for e in range(_MOST_EXPONENT + 1):
            if reached == rest:
                return sign * e
            if reached.total_degree() > rest.total_degree():
                break
            reached = reached * base
    return None


def _bounds(a: fmpz_mpoly, b: fmpz_mpoly, right: Sequence[fmpz_mpoly], base: fmpz_mpoly) -> tuple[int, int]:
    """Return the lowest and the highest power of K that x can have."""
    high, low = _by_powers(a), _by_powers(b)
    powers = [_by_powers(part) for part in right if part]
    top, bottom = max(map(max, powers)), min(map(min, powers))
    highest = top - max(max(high), max(low))
    if max(high) == max(low):
        own = _logarithm(low[max(low)], high[max(high)], base)
        highest = highest if own is None else max(highest, own)
    lowest = bottom - min(min(high), min(low))
    if min(high) == min(low):
        own = _logarithm(low[min(low)], high[min(high)], base)
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
        split = [_by_powers(column[place]) for column in columns]
        for power in sorted(set().union(*split), reverse=True):
            rows.append([powers.get(power, zero) for powers in split])
    return rows


def _telescoper(
    summands: Sequence[Summand],
    quotients: Sequence[_Quotients],
    equations: Sequence[_Equation],
    places: Mapping[str, int],
    vector: Sequence[fmpz_mpoly],
    chosen: int,
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
        part = equation.c * equation.parts[chosen]
        factor = x * written.element(equation.b) / written.element(part)
        antidifferences.append(
            number(0) if factor.is_zero() else Multiply((to_expression(factor), summand.shifted[chosen]))
        )
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
        for i in range(len(tower.generators)):
            place = self.places.get(to_text(to_expression(tower.generator_element(i))))
            if place is not None:
                numbers[place] = i
        return tower.polynomial(
            [
                (int(c), {numbers[i]: int(e) for i, e in enumerate(exponents) if e})
                for exponents, c in polynomial.to_dict().items()
            ]
        )
