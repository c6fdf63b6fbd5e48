"""Finite sums to a symbolic bound whose terms hold powers with that bound, or the index, in the exponent.

Such terms are not hypergeometric: no recurrence of Zeilberger's is found for them. They are matched with lemmas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Divide,
    Expression,
    Power,
    free_symbols,
    rational_value,
)
from tnsim.language.factors import factors_of
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.binomials import binomial
from tnsim.ring.powers import power
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element, split_powers

__all__ = ["FiniteLemmas"]

_Candidate = tuple[str, dict[str, Element]]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A base and an exponent, or the two arguments of a binomial coefficient."""

    first: Element
    second: Element


@dataclass(frozen=True, slots=True)
class FiniteLemmas:
    """Differences of powers, Abel's binomial theorem, Rothe and Hagen's convolution."""

    name: str = "finite sums of powers"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        upper, index = goal.sum.upper, goal.sum.index.name
        if upper == INFINITY or not free_symbols(upper) or rational_value(goal.sum.lower) != 0:
            raise NotApplicable("not a sum from 0 to a symbolic bound")
        if index in goal.assumptions.symbols:
            raise NotApplicable("the index is also a parameter")
        scope = Scope(goal.assumptions.with_integer(index, ZERO, upper))
        for name, elements in _candidates(scope, goal):
            texts = {key: to_text(to_expression(value)) for key, value in elements.items()}
            try:
                parameters = {key: parse(text) for key, text in texts.items()}
                _, right = LEMMAS[name].instance(Scope(goal.assumptions), parameters)
                witness: Witness = {"lemma": name, "parameters": texts}
                step = Step("lemma", Statement("equal", goal.sum, right, goal.assumptions), (), witness)
                verify(step, ())
            except (Rejected, TnsimError, ZeroDivisionError):
                continue
            return (step,)
        raise NotApplicable("no lemma on finite sums has this sum as an instance")


def _candidates(scope: Scope, goal: Goal) -> Iterator[_Candidate]:
    index = goal.sum.index.name
    n, k = scope.lift(goal.sum.upper, "the bound"), scope.ring.tower.symbol(index)
    powers: list[_Pair] = []
    binomials: list[_Pair] = []
    rest = scope.ring.tower.element(1)
    for factor, below in factors_of(goal.sum.term):
        pair = _pair(scope, factor, below, index)
        if pair is not None and isinstance(factor, Power):
            powers.append(pair)
        elif pair is not None:
            binomials.append(pair)
        else:
            rest = rest * scope.lift(Divide(ONE, factor) if below else factor, "a factor")
    if len(powers) == 1 and not binomials and index not in powers[0].second.symbols():
        yield from _differences(scope, n, k, powers[0], rest)
    for one, other in permutations(powers, 2) if len(powers) == 2 and not binomials else ():
        yield from _abel(scope, n, k, (one, other), rest)
    for one, other in permutations(binomials, 2) if len(binomials) == 2 and not powers else ():
        yield from _rothe(n, k, (one, other), rest)


def _pair(scope: Scope, factor: Expression, below: bool, index: str) -> _Pair | None:
    """Return the parts of a power of a moving base with a symbolic exponent, or of a binomial with a moving top."""
    match factor:
        case Power(base, exponent) if index in free_symbols(base) and free_symbols(exponent):
            first, second = scope.lift(base, "a base"), scope.lift(exponent, "an exponent")
            return _Pair(first, -second if below else second)
        case Apply("binomial", (top, bottom)) if index in free_symbols(top) and not below:
            return _Pair(scope.lift(top, "a top"), scope.lift(bottom, "a bottom"))
    return None


def _coefficients(value: Element, k: Element) -> list[Element] | None:
    """Return the coefficients of a polynomial in k, from that of 1 on, or `None` if the value is none."""
    (place,), (name,) = k.generator_numbers(), k.symbols()
    below = Element(value.tower, value.denominator)
    parts = {d: Element(value.tower, part) / below for d, part in split_powers(value.numerator, place).items()}
    if name in below.symbols() or any(name in part.symbols() for part in parts.values()):
        return None
    return [parts.get(d, value.tower.element(0)) for d in range(max(parts, default=-1) + 1)]


def _line(value: Element, k: Element) -> tuple[Element, Element] | None:
    """Return (a, b) with value = a + b*k, both free of k."""
    found = _coefficients(value, k)
    if found is None or len(found) > 2:
        return None
    zero = value.tower.element(0)
    return (found[0] if found else zero), (found[1] if len(found) > 1 else zero)


def _differences(scope: Scope, n: Element, k: Element, given: _Pair, rest: Element) -> Iterator[_Candidate]:
    line = _line(given.first, k)
    if line is None or line[1].is_zero():
        return
    a, b = line
    kernel = power(scope.ring, scope.ring.tower.element(-1), k) * binomial(scope.ring, n, k)
    (place,) = k.generator_numbers()
    # With t = a + b*k in place of k, which is a name of no other meaning in what is left.
    weight = replaced_generators(rest / kernel, {place: (k - a) / b})
    found = _coefficients(weight, k)
    if found is None or not 1 <= len(found) <= 3:
        return
    zero = n.tower.element(0)
    c, d, e = (*found, zero, zero)[:3]
    yield "differences of powers", {"N": n, "M": given.second, "a": a, "b": b, "c": c, "d": d, "e": e}


def _abel(scope: Scope, n: Element, k: Element, given: tuple[_Pair, _Pair], rest: Element) -> Iterator[_Candidate]:
    name = next(iter(k.symbols()))
    weight = rest / binomial(scope.ring, n, k)
    for i, j in product((0, 1, -1), repeat=2):
        try:
            c = weight * given[0].first ** i * given[1].first ** j
        except ZeroDivisionError:
            continue
        if name in c.symbols():
            continue
        # The exponents are e - i and f - j with what is left of the weight in the powers.
        e, f = given[0].second - i, given[1].second - j
        for turned, place in ((0, k), (1, n - k)):
            shifts = (e - place).rational(), (f - n + place).rational()
            one, other = (_line(p.first, k) for p in given)
            if shifts[0] != -1 or shifts[1] not in (0, -1) or one is None or other is None:
                continue
            (a, b), (a_, b_) = one, other
            if turned:
                (a, b), (a_, b_) = (a + b * n, -b), (a_ + b_ * n, -b_)
            values = {"N": n, "x": a, "y": a_, "z": -b, "c": c / a, "j": n.tower.element(turned)}
            if not (b + b_).is_zero():
                continue
            if shifts[1] == 0:
                yield "Abel's binomial theorem", values
            else:
                w = a_ + b_ * n
                yield "Abel's second binomial theorem", {**values, "c": c / (a * w), "w": w}


def _rothe(n: Element, k: Element, given: tuple[_Pair, _Pair], rest: Element) -> Iterator[_Candidate]:
    name = next(iter(k.symbols()))
    for turned, place in ((0, k), (1, n - k)):
        if not ((given[0].second - place).is_zero() and (given[1].second - n + place).is_zero()):
            continue
        c = rest * given[0].first
        one, other = (_line(p.first, k) for p in given)
        if name in c.symbols() or one is None or other is None:
            continue
        (a, b), (a_, b_) = one, other
        x, y, z = (a + b * n, a_, -b) if turned else (a, a_ + b_ * n, b)
        if (b + b_).is_zero() and not x.is_zero():
            yield "Rothe and Hagen's convolution", {
                "N": n, "x": x, "y": y, "z": z, "c": c / x, "j": n.tower.element(turned),
            }  # fmt: skip
