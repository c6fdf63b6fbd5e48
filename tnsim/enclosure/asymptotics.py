"""Expressions for large n as sums of  s(n) e^(i a n) n^(-v/q) sum_j (log n)^j f_j(n),  with models f_j.

The scale s holds exponentials, and of powers of n only n^p with 0 <= p < 1/q.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from flint import acb, arb, fmpq

from tnsim.enclosure.analytic_functions import RECIPROCAL, binomial_series
from tnsim.enclosure.exact_constants import ExactConstant
from tnsim.enclosure.expansion import Frame, Model
from tnsim.enclosure.scale import ONE_SCALE, Rate, Scale
from tnsim.errors import UnsupportedError

__all__ = ["PLAIN", "Asymptotic", "Expansion", "FinerRootError", "Prefactor"]


class FinerRootError(Exception):
    """The expansion needs powers of n^(-1/root) for a larger root, a multiple by `factor`."""

    def __init__(self, factor: int) -> None:
        super().__init__(factor)
        self.factor = factor


@dataclass(frozen=True, slots=True)
class Prefactor:
    """A scale times e^(i angle n); pi in the angle counts modulo 2."""

    scale: Scale
    angle: Rate

    def __mul__(self, other: Prefactor) -> Prefactor:
        return Prefactor(self.scale * other.scale, self.angle.plus(other.angle).modulo_two_pi())

    def inverse(self) -> Prefactor:
        """Return the reciprocal."""
        return Prefactor(self.scale.inverse(), self.angle.negated().modulo_two_pi())


PLAIN = Prefactor(ONE_SCALE, Rate(fmpq(1)))


@dataclass(frozen=True, slots=True)
class Expansion:
    """w^valuation times the sum of (log n)^j models[j], where w = n^(-1/root)."""

    valuation: int
    models: tuple[Model, ...]

    def __add__(self, other: Expansion) -> Expansion:
        valuation = min(self.valuation, other.valuation)
        left = [m.shifted(self.valuation - valuation) for m in self.models]
        right = [m.shifted(other.valuation - valuation) for m in other.models]
        longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
        models = [longer[j] + shorter[j] if j < len(shorter) else longer[j] for j in range(len(longer))]
        return Expansion(valuation, tuple(models))

    def __mul__(self, other: Expansion) -> Expansion:
        models: list[Model | None] = [None] * (len(self.models) + len(other.models) - 1)
        frame = self.models[0].frame
        for i, left in enumerate(self.models):
            if left.is_empty:
                continue
            for j, right in enumerate(other.models):
                if right.is_empty:
                    continue
                known = models[i + j]
                models[i + j] = left * right if known is None else known + left * right
        empty = Model(frame, (), arb(0), frame.terms, ())
        return Expansion(self.valuation + other.valuation, tuple(empty if m is None else m for m in models))

    def single(self) -> tuple[int, Model]:
        """Return the valuation and model with a leading coefficient that is not zero; no logarithms."""
        if len(self.models) != 1:
            raise UnsupportedError("an operation on a sum with logarithms of the index")
        zeros = self.models[0].leading_zeros()
        return self.valuation + zeros, self.models[0].shifted(-zeros)

    def relative(self) -> tuple[int, acb, ExactConstant | None, Model]:
        """Return v, c, its exact form and u with the function w^v c (1 + u) and u without constant term."""
        valuation, model = self.single()
        leading, exact = model.coefficients[0], model.exact_at(0)
        inverse = exact.inverse() if exact is not None else None
        scaled = model.scaled(1 / leading, inverse)
        minus_one = model.frame.constant(acb(-1), ExactConstant.rational(-1))
        rest = scaled + minus_one
        zero = (ExactConstant(()), *rest.exact[1:])
        cleared = Model(rest.frame, (acb(0), *rest.coefficients[1:]), rest.error, rest.order, zero)
        return valuation, leading, exact, cleared

    def inverse(self) -> Expansion:
        """Return the reciprocal."""
        valuation, leading, exact, rest = self.relative()
        inverse = None if exact is None else exact.inverse()
        return Expansion(-valuation, (rest.composed(RECIPROCAL).scaled(1 / leading, inverse),))

    def power(self, exponent: fmpq) -> tuple[fmpq, Expansion]:
        """Return k and g with n^k g the principal value of a rational power; the leading c has Re c > 0."""
        valuation, leading, exact, rest = self.relative()
        if exponent.q != 1 and not leading.real > 0:
            raise UnsupportedError("a fractional power of something that is not positive")
        power = leading.pow(acb(exponent)) if exponent.q != 1 else leading ** int(exponent.p)
        one = exact is not None and exact == ExactConstant.rational(1)
        model = rest.composed(binomial_series(exponent)).scaled(power, exact if one else None)
        return -exponent * valuation / rest.frame.root, Expansion(0, (model,))


@dataclass(frozen=True, slots=True)
class Asymptotic:
    """A sum of prefactors times expansions."""

    frame: Frame
    parts: Mapping[Prefactor, Expansion]

    @classmethod
    def part(cls, frame: Frame, prefactor: Prefactor, expansion: Expansion) -> Asymptotic:
        """Return one part, its powers of n^(1/root) moved from the scale into the expansion."""
        scale = prefactor.scale
        steps = int((scale.power * frame.root).floor())
        if steps:
            rest = Scale.of(scale.factorial, dict(scale.rates), scale.power - fmpq(steps, frame.root))
            prefactor = Prefactor(rest, prefactor.angle)
            expansion = Expansion(expansion.valuation - steps, expansion.models)
        return cls(frame, {prefactor: expansion})

    @classmethod
    def constant(cls, frame: Frame, value: acb, exact: ExactConstant | None) -> Asymptotic:
        """Return a constant function."""
        if exact is not None and exact.is_zero:
            return cls(frame, {})
        return cls(frame, {PLAIN: Expansion(0, (frame.constant(value, exact),))})

    def __add__(self, other: Asymptotic) -> Asymptotic:
        parts = dict(self.parts)
        for prefactor, expansion in other.parts.items():
            parts[prefactor] = parts[prefactor] + expansion if prefactor in parts else expansion
        zero = [p for p, e in parts.items() if all(m.is_zero() for m in e.models)]
        return Asymptotic(self.frame, {p: e for p, e in parts.items() if p not in zero})

    def __mul__(self, other: Asymptotic) -> Asymptotic:
        total = Asymptotic(self.frame, {})
        for left, a in self.parts.items():
            for right, b in other.parts.items():
                total += Asymptotic.part(self.frame, left * right, a * b)
        return total

    def only(self) -> tuple[Prefactor, Expansion]:
        """Return the one part of a function that has no other."""
        if len(self.parts) != 1:
            roots = [int((p.scale.power * self.frame.root).q) for p in self.parts]
            if all(p.scale.is_algebraic and p.angle.is_zero for p in self.parts) and max(roots, default=1) > 1:
                raise FinerRootError(math.lcm(*roots))
            raise UnsupportedError("an operation on a sum of unlike growth")
        ((prefactor, expansion),) = self.parts.items()
        return prefactor, expansion

    def plain(self) -> Expansion:
        """Return the expansion of a function without prefactor."""
        prefactor, expansion = self.only()
        if prefactor.scale.is_algebraic and prefactor.angle.is_zero and prefactor.scale.power != 0:
            raise FinerRootError(int((prefactor.scale.power * self.frame.root).q))
        if prefactor != PLAIN:
            raise UnsupportedError("a function of something that grows or turns exponentially")
        return expansion

    def inverse(self) -> Asymptotic:
        """Return the reciprocal."""
        prefactor, expansion = self.only()
        return Asymptotic.part(self.frame, prefactor.inverse(), expansion.inverse())
