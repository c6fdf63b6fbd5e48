"""The shifts F(n, k), F(n + 1, k), ... of a proper hypergeometric term as polynomials times one term K(n, k).

K holds each 1/gamma at its highest shift and each gamma at its lowest one, so that it has no more poles than F has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from flint import fmpz_mpoly

from tnsim.language.expression import Divide, Expression, Multiply, number
from tnsim.prover.algebra.index_polynomials import moved
from tnsim.prover.proper_terms import GammaFactor, ProperTerm, Variables, raised

__all__ = ["Factors", "ShiftedTerm", "headroom", "shifted_term", "written_product"]

_SPARE = 2


@dataclass(slots=True)
class Factors:
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
class ShiftedTerm:
    """F(n + i, k) = parts[i] K(n, k), K(n, k + 1)/K(n, k) = up/down; K is what is written, times over/under."""

    up: Factors
    down: Factors
    parts: list[fmpz_mpoly]
    over: list[fmpz_mpoly]
    under: list[fmpz_mpoly]
    written: list[tuple[Expression, int]]


def shifted_term(term: ProperTerm, order: int) -> ShiftedTerm:
    """Return the shifts in the parameter up to an order."""
    context = term.variables.context
    one = context.constant(1)
    k, n = context.gen(0), context.gen(1)
    parts = [one] * (order + 1)
    over: list[fmpz_mpoly] = []
    under: list[fmpz_mpoly] = []
    written = list(term.written)
    up, down = Factors(one, []), Factors(one, [])
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
    parts = [part * moved(term.numerator, n, i, place=1) for i, part in enumerate(parts)]
    if not term.denominator.is_one():
        below = [moved(term.denominator, n, i, place=1) for i in range(order + 1)]
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
                down.powers.extend([moved(polynomial, k, 1, place=0)] * int(multiplicity))
    return ShiftedTerm(up, down, parts, over, under, written)


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


def _step(factor: GammaFactor, low: int, up: Factors, down: Factors) -> None:
    """Multiply up/down by gamma(z + low + slope)^e/gamma(z + low)^e."""
    first, last = sorted((low, low + factor.index))
    above, below = (up, down) if (factor.index > 0) == (factor.exponent > 0) else (down, up)
    for j in range(first, last):
        above.times(factor.polynomial + j * factor.scale, abs(factor.exponent))
        below.content = below.content * factor.scale ** abs(factor.exponent)


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


def written_product(
    variables: Variables,
    above: list[fmpz_mpoly],
    below: Sequence[fmpz_mpoly],
    written: Sequence[tuple[Expression, int]],
) -> Expression:
    """Return a quotient of products of polynomials, times what is written of a term; common factors are cancelled."""
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
    over += [raised(f, e) for f, e in written if e > 0]
    under = [raised(variables.expression(f), e) for f, e in _counted(kept)]
    under += [raised(f, -e) for f, e in written if e < 0]
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
