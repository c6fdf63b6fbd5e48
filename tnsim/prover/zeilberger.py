"""Zeilberger's algorithm for proper hypergeometric terms, for several sums with one recurrence.

For sums S_1, S_2, ... of F_1(n, k), F_2(n, k), ... it finds c_i(n) and G_s(n, k) with

    sum_i c_i(n) F_s(n + i, k) = G_s(n, k + 1) - G_s(n, k)    for every s.

As all shifts F(n + i, k) are polynomials p_i times one term H, the c_i and the polynomial x in G = x*b*H/c solve one
linear system a(k) x(k + 1) - b(k) x(k) = c(k) sum_i c_i p_i(k) (D. Zeilberger, J. Symbolic Comput. 11 (1991) 195-204;
R. W. Gosper, PNAS 75 (1978) 40-42). H holds each 1/gamma at its highest shift, so that G has no more poles than F has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from flint import fmpz_mpoly, fmpz_poly

from tnsim.language.expression import Divide, Expression, Multiply, number
from tnsim.prover.algebra.fraction_free import Polynomial, has_solution, nullspace
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.proper_terms import GammaFactor, ProperTerm, Variables, raised

__all__ = ["Telescoper", "headroom", "telescopers_of_order"]

_MOST_DEGREE = 120
_MOST_DISPERSION = 300
_SPARE = 2


@dataclass(frozen=True, slots=True)
class Telescoper:
    """The coefficients c_i, and an antidifference G_s for each sum."""

    coefficients: tuple[Expression, ...]
    antidifferences: tuple[Expression, ...]


@dataclass(slots=True)
class _Factors:
    """A product of polynomials: a content, and irreducible ones with whole exponents."""

    content: fmpz_mpoly
    powers: list[fmpz_mpoly]

    def times(self, factor: fmpz_mpoly, exponent: int = 1) -> None:
        """Multiply by a linear factor."""
        content, primitive = factor.primitive()
        if primitive.leading_coefficient() < 0:
            content, primitive = -content, -primitive
        self.content = self.content * content**exponent
        if not primitive.is_one():
            self.powers.extend([primitive] * exponent)

    def expanded(self) -> fmpz_mpoly:
        return prod(self.powers, start=self.content)


@dataclass(slots=True)
class _Equation:
    """a(k) x(k + 1) - b(k) x(k) = c(k) sum_i c_i p_i(k); G = x(k) b(k)/(c(k) under) H, with H as it is written."""

    a: fmpz_mpoly
    b: _Factors
    c: list[fmpz_mpoly]
    parts: list[fmpz_mpoly]
    over: list[fmpz_mpoly]
    under: list[fmpz_mpoly]
    written: list[tuple[Expression, int]]
    degree: int = -1


def telescopers_of_order(terms: Sequence[ProperTerm], order: int) -> list[Telescoper]:
    """Return a basis of the telescopers of that order that the terms have in common.

    >>> from tnsim.language.parser import parse
    >>> from tnsim.language.printing import to_text
    >>> from tnsim.prover.proper_terms import read_terms
    >>> (found,) = telescopers_of_order(read_terms([(parse("binomial(n, k)"), "k")], "n"), 1)
    >>> [to_text(c) for c in found.coefficients], to_text(found.antidifferences[0])
    (['-2', '1'], '(-1)*k*binomial(n + 1, k)/(n + 1)')
    """
    variables = terms[0].variables
    equations = [_equation(term, order) for term in terms]
    columns: list[list[fmpz_mpoly]] = []
    for position, equation in enumerate(equations):
        watch_deadline()
        for column in _unknown_columns(variables, equation):
            row = [variables.context.constant(0)] * len(equations)
            row[position] = column
            columns.append(row)
    unknowns = len(columns)
    columns += [[prod(equation.c, start=equation.parts[i]) for equation in equations] for i in range(order + 1)]
    rows, zero = _rows(variables, columns)
    if not has_solution(rows, len(columns)):
        return []
    found = []
    for vector in nullspace(rows, len(columns), zero):
        if any(vector[unknowns:]):
            found.append(_telescoper(variables, equations, [_lifted(variables, entry) for entry in vector]))
    return found


def headroom(terms: Sequence[ProperTerm], order: int) -> int:
    """Return how far above their moving parts the arguments of 1/gamma are in shifted terms and antidifferences."""
    highest = [
        _constant(factor.polynomial) // factor.scale + max(0, factor.parameter * order) + max(0, factor.index)
        for term in terms
        for atom in term.atoms
        for factor in atom.gammas
        if factor.exponent < 0
    ]
    return max(highest, default=0) + _SPARE


def _constant(polynomial: fmpz_mpoly) -> int:
    return int(polynomial.to_dict().get((0,) * polynomial.context().nvars(), 0))


def _equation(term: ProperTerm, order: int) -> _Equation:
    context = term.variables.context
    one = context.constant(1)
    k, n = context.gen(0), context.gen(1)
    parts = [one] * (order + 1)
    over: list[fmpz_mpoly] = []
    under: list[fmpz_mpoly] = []
    written = list(term.written)
    up, down = _Factors(one, []), _Factors(one, [])
    merged = _merged(term)
    for factor in merged:
        scale, step, exponent = factor.scale, factor.parameter, factor.exponent
        low = _shift(factor, order)
        # F(n + i) has gamma(z + step*i)^exponent, and H has gamma(z + low)^exponent.
        for i in range(order + 1):
            parts[i] = parts[i] * _rising(factor, low, step * i, exponent)
        spare = abs(exponent) * max(abs(step * i - low) for i in range(order + 1))
        parts = [
            part * scale ** (spare - abs(exponent * (step * i - low))) if scale > 1 else part
            for i, part in enumerate(parts)
        ]
        if scale > 1:
            under.extend([context.constant(scale)] * spare)
        _step(factor, low, up, down)
    for atom in term.atoms:
        wanted = [_shift(factor, order) for factor in atom.gammas]
        written.append((atom.moved(wanted), atom.exponent))
        for factor, given in zip(atom.gammas, atom.shifts(wanted), strict=True):
            # H has the gamma function at the shift of all that are equal, and it is written at another one.
            shift = _shift(next(g for g in merged if _is_alike(g, factor)), order)
            better, other = (over, under) if (shift > given) == (factor.exponent > 0) else (under, over)
            low, high = sorted((shift, given))
            for j in range(low, high):
                better.extend([factor.polynomial + j * factor.scale] * abs(factor.exponent))
                other.extend([context.constant(factor.scale)] * abs(factor.exponent) if factor.scale > 1 else [])
    for power in term.powers:
        u, v = (power.up, power.down) if power.parameter >= 0 else (power.down, power.up)
        size = abs(power.parameter)
        parts = [part * u ** (size * i) * v ** (size * (order - i)) for i, part in enumerate(parts)]
        under.extend([v] * (size * order) if not v.is_one() else [])
        u, v = (power.up, power.down) if power.index >= 0 else (power.down, power.up)
        up.content, down.content = up.content * u ** abs(power.index), down.content * v ** abs(power.index)
    parts = [part * _moved(term.numerator, n, i, place=1) for i, part in enumerate(parts)]
    if not term.denominator.is_one():
        below = [_moved(term.denominator, n, i, place=1) for i in range(order + 1)]
        common = one
        for polynomial in below:
            common = common * (polynomial / common.gcd(polynomial))
        parts = [part * (common / polynomial) for part, polynomial in zip(parts, below, strict=True)]
        content, factors = common.factor()
        under.append(context.constant(content))
        for polynomial, multiplicity in factors:
            under.extend([polynomial] * int(multiplicity))
            if polynomial.degrees()[0]:
                up.powers.extend([polynomial] * int(multiplicity))
                down.powers.extend([_moved(polynomial, k, 1, place=0)] * int(multiplicity))
    elif not term.denominator.is_one():
        under.append(term.denominator)
    extra = _disperse(up, down, k)
    down.powers = [_moved(factor, k, -1, place=0) for factor in down.powers]
    equation = _Equation(up.expanded(), down, extra, parts, over, under, written)
    equation.degree = _degree_bound(equation.a, down.expanded(), [prod(extra, start=part) for part in parts])
    return equation


def _merged(term: ProperTerm) -> list[GammaFactor]:
    """Return the different gamma functions, each once."""
    found: list[GammaFactor] = []
    for factor in (factor for atom in term.atoms for factor in atom.gammas):
        for i, other in enumerate(found):
            if _is_alike(other, factor):
                found[i] = replace(other, exponent=other.exponent + factor.exponent)
                break
        else:
            found.append(factor)
    return found


def _is_alike(a: GammaFactor, b: GammaFactor) -> bool:
    return a.scale == b.scale and a.polynomial == b.polynomial


def _shift(factor: GammaFactor, order: int) -> int:
    """Return the lowest shift of a gamma function, the highest one of 1/gamma."""
    last = factor.parameter * order
    return min(0, last) if factor.exponent > 0 else max(0, last)


def _rising(factor: GammaFactor, low: int, high: int, exponent: int) -> fmpz_mpoly:
    """Return gamma(z + high)^exponent/gamma(z + low)^exponent, a polynomial, times a power of the scale."""
    first, last = sorted((low, high))
    one = factor.polynomial.context().constant(1)
    return prod((factor.polynomial + j * factor.scale for j in range(first, last)), start=one) ** abs(exponent)


def _step(factor: GammaFactor, low: int, up: _Factors, down: _Factors) -> None:
    """Multiply up/down by gamma(z + low + slope)^e/gamma(z + low)^e."""
    first, last = sorted((low, low + factor.index))
    above, below = (up, down) if (factor.index > 0) == (factor.exponent > 0) else (down, up)
    for j in range(first, last):
        above.times(factor.polynomial + j * factor.scale, abs(factor.exponent))
        below.content = below.content * factor.scale ** abs(factor.exponent)


def _moved(polynomial: fmpz_mpoly, generator: fmpz_mpoly, steps: int, place: int) -> fmpz_mpoly:
    """Return the polynomial with one variable moved."""
    context = polynomial.context()
    if not steps or not polynomial.degrees()[place]:
        return polynomial
    images = list(context.gens())
    images[place] = generator + steps
    return polynomial.compose(*images, ctx=context)


def _disperse(up: _Factors, down: _Factors, k: fmpz_mpoly) -> list[fmpz_mpoly]:
    """Cancel up(k) against down(k + h) for whole h >= 0, and return what Gosper's form has besides: c(k)."""
    extra: list[fmpz_mpoly] = []
    pairs = sorted(
        (
            (h, i, j)
            for i, f in enumerate(up.powers)
            for j, g in enumerate(down.powers)
            if (h := _distance(f, g, k)) is not None and 0 <= h <= _MOST_DISPERSION
        ),
    )
    used_up: set[int] = set()
    used_down: set[int] = set()
    for h, i, j in pairs:
        if i in used_up or j in used_down:
            continue
        used_up.add(i)
        used_down.add(j)
        extra += [_moved(up.powers[i], k, -step, place=0) for step in range(1, h + 1)]
    up.powers = [f for i, f in enumerate(up.powers) if i not in used_up]
    down.powers = [g for j, g in enumerate(down.powers) if j not in used_down]
    common = up.content.gcd(down.content)
    up.content, down.content = up.content / common, down.content / common
    return extra


def _distance(f: fmpz_mpoly, g: fmpz_mpoly, k: fmpz_mpoly) -> int | None:
    """Return h with f(k) = g(k + h) for two irreducible polynomials, if there is one."""
    degree = f.degrees()[0]
    if degree != g.degrees()[0]:
        return None
    if f == g:
        return 0
    slope, gap = f, f - g
    for _ in range(degree - 1):
        slope, gap = slope.derivative(0), gap.derivative(0)
    slope = slope.derivative(0)
    # f - g = slope*h + ... once all but the two highest powers of k are gone
    if gap.degrees()[0]:
        return None
    h, rest = divmod(int(gap.leading_coefficient()), int(slope.leading_coefficient()))
    if rest or gap != h * slope or (degree > 1 and f != _moved(g, k, h, place=0)):
        return None
    return h


def _by_powers(polynomial: fmpz_mpoly) -> dict[int, dict[tuple[int, ...], int]]:
    """Return the coefficients of the powers of the index, as dictionaries of the other exponents."""
    found: dict[int, dict[tuple[int, ...], int]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        found.setdefault(int(exponents[0]), {})[0, *exponents[1:]] = int(coefficient)
    return found


def _degree_bound(a: fmpz_mpoly, b: fmpz_mpoly, right: Sequence[fmpz_mpoly]) -> int:
    """Return the largest degree that x can have (Gosper's two cases)."""
    p, q = a.degrees()[0], b.degrees()[0]
    top = max(part.degrees()[0] for part in right)
    high, low = _by_powers(a), _by_powers(b)
    if p != q or high[p] != low[q]:
        return top - max(p, q)
    bound = top - p + 1
    context = a.context()
    lead = context.from_dict(high[p])
    gap = context.from_dict(low.get(p - 1, {})) - context.from_dict(high.get(p - 1, {}))
    if gap:
        d, rest = divmod(int(gap.leading_coefficient()), int(lead.leading_coefficient()))
        if not rest and d * lead == gap:
            bound = max(bound, d)
    return max(bound, 0)


def _unknown_columns(variables: Variables, equation: _Equation) -> list[fmpz_mpoly]:
    """Return b(k) k^j - a(k) (k + 1)^j, the highest power first."""
    k, b = variables.context.gen(0), equation.b.expanded()
    degree = equation.degree if equation.degree <= _MOST_DEGREE else -1
    columns, below, above = [], b, equation.a
    for _ in range(degree + 1):
        columns.append(below - above)
        below, above = below * k, above * (k + 1)
    return columns[::-1]


def _rows(variables: Variables, columns: Sequence[Sequence[fmpz_mpoly]]) -> tuple[list[list[Polynomial]], Polynomial]:
    """Return the coefficients of all powers of the index, one row for each power and equation."""
    single = variables.context.nvars() == 2
    zero: Polynomial = fmpz_poly([]) if single else variables.context.constant(0)
    rows: list[list[Polynomial]] = []
    for position in range(len(columns[0])):
        split = [_by_powers(column[position]) for column in columns]
        for degree in range(max(max(powers, default=-1) for powers in split), -1, -1):
            row = [_coefficient(variables, powers[degree], single) if degree in powers else zero for powers in split]
            rows.append(row)
    return rows, zero


def _coefficient(variables: Variables, terms: dict[tuple[int, ...], int], single: bool) -> Polynomial:
    if not single:
        return variables.context.from_dict(terms)
    row = {exponents[1]: coefficient for exponents, coefficient in terms.items()}
    return fmpz_poly([row.get(j, 0) for j in range(max(row) + 1)])


def _lifted(variables: Variables, entry: Polynomial) -> fmpz_mpoly:
    if isinstance(entry, fmpz_mpoly):
        return entry
    return variables.context.from_dict({(0, j): c for j, c in enumerate(entry.coeffs()) if c})


def _telescoper(variables: Variables, equations: Sequence[_Equation], vector: Sequence[fmpz_mpoly]) -> Telescoper:
    k = variables.context.gen(0)
    lead = next(c for c in reversed(vector) if c)
    if lead.leading_coefficient() < 0:
        vector = [-entry for entry in vector]
    antidifferences, position = [], 0
    for equation in equations:
        width = max(equation.degree + 1, 0) if equation.degree <= _MOST_DEGREE else 0
        x = variables.context.constant(0)
        for entry in vector[position : position + width]:
            x = x * k + entry
        position += width
        antidifferences.append(_written(variables, equation, x))
    return Telescoper(tuple(variables.expression(c) for c in vector[position:]), tuple(antidifferences))


def _written(variables: Variables, equation: _Equation, x: fmpz_mpoly) -> Expression:
    """Return x b/(c under) times what is written of H."""
    if not x:
        return number(0)
    above = [x * equation.b.content, *equation.b.powers, *equation.over]
    below = [*equation.c, *equation.under]
    kept = []
    for factor in below:
        rest = factor
        for i, other in enumerate(above):
            if rest.is_one():
                break
            common = other.gcd(rest)
            if not common.is_one():
                above[i], rest = other / common, rest / common
        if rest.leading_coefficient() < 0:
            above[0], rest = -above[0], -rest
        if not rest.is_one():
            kept.append(rest)
    over = [raised(variables.expression(f), e) for f, e in _counted(above) if not f.is_one()]
    over += [raised(f, e) for f, e in equation.written if e > 0]
    under = [raised(variables.expression(f), e) for f, e in _counted(kept)]
    under += [raised(f, -e) for f, e in equation.written if e < 0]
    numerator = number(1) if not over else over[0] if len(over) == 1 else Multiply(tuple(over))
    return Divide(numerator, under[0] if len(under) == 1 else Multiply(tuple(under))) if under else numerator


def _counted(factors: Sequence[fmpz_mpoly]) -> list[tuple[fmpz_mpoly, int]]:
    """Return the different factors, and how often each occurs."""
    counts: list[tuple[fmpz_mpoly, int]] = []
    for factor in factors:
        place = next((i for i, (other, _) in enumerate(counts) if other == factor), None)
        if place is None:
            counts.append((factor, 1))
        else:
            counts[place] = (factor, counts[place][1] + 1)
    return counts
