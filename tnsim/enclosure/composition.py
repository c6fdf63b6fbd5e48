"""Analytic functions of expansions with several oscillations, or with logarithms of the index.

Let |f(n)| <= t n^(-v/q) (log n)^J =: T(n) for n >= first, T decreasing. With sup |F| <= M on |z| <= r, and T < r,

    |F(f) - sum_{k <= K} a_k f^k| <= M (T/r)^(K+1) / (1 - T/r)                       (Cauchy)

and T(n)^(K+1) n^(o/q) does not increase if K is large enough, so that its value at `first` bounds an error of order o.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import acb, arb, fmpq

from tnsim.enclosure.analytic_functions import RECIPROCAL
from tnsim.enclosure.asymptotics import PLAIN, Asymptotic, Expansion, FinerRootError, Prefactor
from tnsim.enclosure.exact_constants import ExactConstant
from tnsim.enclosure.expansion import Analytic, Model
from tnsim.enclosure.scale import TooEarlyError
from tnsim.errors import UnsupportedError

__all__ = ["Leading", "composed", "leading", "reciprocal"]

_MOST_POWERS = 400
_MINUS_ONE = ExactConstant.rational(fmpq(-1))


@dataclass(frozen=True, slots=True)
class Leading:
    """A function as w^valuation c s(n) (1 + rest), with a rest that tends to zero."""

    prefactor: Prefactor
    valuation: int
    coefficient: acb
    exact: ExactConstant | None
    rest: Asymptotic


def leading(function: Asymptotic) -> Leading:
    """Return the function by its leading part, which must have no logarithm and no rival."""
    found: list[tuple[int, int, Prefactor, Model, int]] = []
    powers = {prefactor.scale.power for prefactor in function.parts}
    for prefactor, expansion in function.parts.items():
        if not prefactor.scale.is_algebraic:
            raise UnsupportedError("an operation on a sum of unlike growth")
        if prefactor.scale.power != 0 and len(powers) > 1:
            raise FinerRootError(int((prefactor.scale.power * function.frame.root).q))
        for j, model in enumerate(expansion.models):
            position = next((i for i in range(len(model.coefficients)) if not model.is_zero_at(i)), None)
            if position is not None:
                found.append((expansion.valuation + position, j, prefactor, model, position))
    if not found:
        raise TooEarlyError("the leading part of an expansion is not known")
    found.sort(key=lambda item: item[0])
    valuation, j, prefactor, model, position = found[0]
    if j > 0 or (len(found) > 1 and found[1][0] == valuation):
        raise UnsupportedError("an operation on a sum with no single leading part")
    coefficient, exact = model.coefficients[position], model.exact_at(position)
    if coefficient.contains(0):
        raise TooEarlyError("the leading coefficient of an expansion is not known to differ from zero")
    frame = function.frame
    inverse = None if exact is None else exact.inverse()
    divisor = Expansion(-valuation, (frame.constant(1 / coefficient, inverse),))
    quotient = function * Asymptotic.part(frame, prefactor.inverse(), divisor)
    minus_one = Asymptotic.constant(frame, acb(-1), ExactConstant.rational(fmpq(-1)))
    return Leading(prefactor, valuation, coefficient, exact, _without_constant(quotient + minus_one))


def _without_constant(function: Asymptotic) -> Asymptotic:
    """Return the function without its constant coefficient, which is zero."""
    if PLAIN not in function.parts:
        return function
    expansion = function.parts[PLAIN]
    first, *rest = expansion.models
    position = -expansion.valuation
    if not 0 <= position < len(first.coefficients):
        return function
    coefficients = list(first.coefficients)
    coefficients[position] = acb(0)
    exact = [first.exact_at(i) for i in range(max(len(first.exact), position + 1))]
    exact[position] = ExactConstant(())
    cleared = Model(first.frame, tuple(coefficients), first.error, first.order, tuple(exact))
    return Asymptotic(function.frame, {**function.parts, PLAIN: Expansion(expansion.valuation, (cleared, *rest))})


def without_logarithm(function: Asymptotic) -> tuple[fmpq, Asymptotic]:
    """Return a and g with f = a log n + g, for a rational coefficient of log n that is known exactly."""
    expansion = function.parts.get(PLAIN)
    position = 0 if expansion is None else -expansion.valuation
    if expansion is None or len(expansion.models) < 2 or position < 0:
        return fmpq(0), function
    exact = expansion.models[1].exact_at(position)
    slope = None if exact is None else exact.as_rational()
    if exact is None or slope is None:
        return fmpq(0), function
    frame = function.frame
    log = Expansion(0, (frame.constant(acb(0), ExactConstant(())), frame.constant(acb(-slope), exact * _MINUS_ONE)))
    return slope, function + Asymptotic(frame, {PLAIN: log})


def reciprocal(function: Asymptotic) -> Asymptotic:
    """Return 1/f by the leading part of f."""
    lead = leading(function)
    inverse = None if lead.exact is None else lead.exact.inverse()
    monomial = Expansion(-lead.valuation, (function.frame.constant(1 / lead.coefficient, inverse),))
    return Asymptotic.part(function.frame, lead.prefactor.inverse(), monomial) * composed(lead.rest, RECIPROCAL)


def composed(function: Asymptotic, outer: Analytic) -> Asymptotic:
    """Return F(f) for a function that tends to zero like a power of n."""
    frame = function.frame
    value = outer.coefficient(0)
    constant = Asymptotic.constant(frame, acb(value), ExactConstant.rational(value))
    if not function.parts:
        return constant
    decay, logs, size = _majorant(function)
    first, root = arb(frame.first), frame.root
    log = first.log()
    top = size * first ** arb(-decay) * log**logs
    slope = arb(decay) - arb(logs) / log
    if not slope > 0 or not top < 1:
        raise TooEarlyError("the argument of a series is not small yet")
    count = int(((arb(fmpq(frame.terms, root)) / slope).upper() + 1).ceil().unique_fmpz() or _MOST_POWERS + 1)
    if count > _MOST_POWERS:
        raise TooEarlyError("the powers of an expansion decay too slowly")
    bound = _rest(outer, top, count)
    error = (bound * first ** arb(fmpq(frame.terms, root))).abs_upper()
    total = Asymptotic(frame, {})
    for k in range(count - 1, -1, -1):
        coefficient = outer.coefficient(k)
        total = _folded(total * function)
        total += Asymptotic.constant(frame, acb(coefficient), ExactConstant.rational(coefficient))
    slack = Model(frame, (acb(0),), error, frame.terms, (ExactConstant(()),))
    return total + Asymptotic(frame, {PLAIN: Expansion(0, (slack,))})


def _folded(function: Asymptotic) -> Asymptotic:
    """Return the function with the errors of logarithms that have no coefficients moved to the highest one."""
    frame = function.frame
    log = arb(frame.first).log()
    parts = {}
    for prefactor, expansion in function.parts.items():
        models, top = list(expansion.models), len(expansion.models) - 1
        error = models[top].error
        for j, model in enumerate(models[:top]):
            if model.error != 0 and model.order == models[top].order and not _has_coefficients(model):
                error += model.error / log ** (top - j)
                models[j] = Model(frame, (), arb(0), model.order, ())
        models[top] = Model(frame, models[top].coefficients, error.abs_upper(), models[top].order, models[top].exact)
        parts[prefactor] = Expansion(expansion.valuation, tuple(models))
    return Asymptotic(frame, parts)


def _has_coefficients(model: Model) -> bool:
    return not all(model.is_zero_at(i) for i in range(len(model.coefficients)))


def _rest(outer: Analytic, top: arb, count: int) -> arb:
    """Return a bound of sum_{k >= count} |a_k| top^k, by the best of some circles."""
    best: arb | None = None
    radius = top * arb("1.25")
    for _ in range(60):
        if outer.radius is not None and not radius < outer.radius:
            break
        bound = (outer.bound(radius) * (top / radius) ** count / (1 - top / radius)).abs_upper()
        if bound.is_finite() and (best is None or bound < best):
            best = bound
        radius *= arb("1.25")
    if best is None:
        raise TooEarlyError("the argument of a series is not small yet")
    return best


def _majorant(function: Asymptotic) -> tuple[fmpq, int, arb]:
    """Return d, J, t with |f(n)| <= t n^-d (log n)^J for n >= first."""
    frame = function.frame
    first, log = arb(frame.first), arb(frame.first).log()
    parts: list[tuple[fmpq, int, arb]] = []
    for prefactor, expansion in function.parts.items():
        if not prefactor.scale.is_algebraic:
            raise UnsupportedError("a function of something that grows or decays exponentially")
        for j, model in enumerate(expansion.models):
            zeros = next((i for i in range(len(model.coefficients)) if not model.is_zero_at(i)), model.order)
            if zeros == model.order and model.error == 0:
                continue
            total = model.error if zeros == model.order else model.shifted(-zeros).total() if zeros else model.total()
            parts.append((fmpq(expansion.valuation + zeros, frame.root) - prefactor.scale.power, j, total))
    if not parts:
        return fmpq(1), 0, arb(0)
    decay, logs = min(d for d, _, _ in parts), max(j for _, j, _ in parts)
    if decay <= 0:
        raise UnsupportedError("a function of something that does not tend to zero")
    size = sum((t * first ** arb(decay - d) / log ** (logs - j) for d, j, t in parts), arb(0))
    return decay, logs, size.abs_upper()
