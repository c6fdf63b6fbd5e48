"""Partial sums of asymptotic expansions, as asymptotic expansions.

For f(x) = z^x x^-s (log x)^j with |z| = 1 and whole n >= first (Euler-Maclaurin, as in methods/euler_maclaurin.py)

    sum_{first <= k <= n} f(k) = T(first) + f(n) - T(n),
    T(n) = z^n sum_{i < m} c_i g^(i)(n) + [z = 1] G(n) + R(n),      g(x) = x^-s (log x)^j,
    |R(n)| <= sum_{w_k != 0} |w_k|^-m  int_n^oo |g^(m)| dx,

with G the antiderivative of -g: x^(1-s)/(s-1) and its derivatives in s, -(log x)^(j+1)/(j+1) for s = 1. All
derivatives follow from those of x^(-s-e) in e: the coefficient of e^j is (-log x)^j/j! times x^-s.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import acb, acb_series, arb, fmpq, fmpq_series, fmpz

from tnsim.domains.precision import series_length
from tnsim.enclosure.asymptotics import Asymptotic, Expansion, Prefactor
from tnsim.enclosure.expansion import Frame, Model
from tnsim.enclosure.scale import PI, TooEarlyError
from tnsim.errors import UnsupportedError

__all__ = ["partial_sums"]


def partial_sums(function: Asymptotic) -> tuple[Asymptotic, acb]:
    """Return F and C with F(n) + C = sum_{first <= k <= n} f(k) for all whole n >= first, the frame's first index.

    Raises UnsupportedError for terms that grow or decay exponentially.
    """
    frame = function.frame
    total, constant = Asymptotic(frame, {}), acb(0)
    for prefactor, expansion in function.parts.items():
        tail, at_first = _Tail(frame, prefactor).of(expansion)
        total += Asymptotic.part(frame, prefactor, expansion) + tail
        constant += at_first
    return total, constant


@dataclass(frozen=True, slots=True)
class _Tail:
    """The formal sum of the terms from n on, for one prefactor; its error bounds hold for n >= first."""

    frame: Frame
    prefactor: Prefactor

    def of(self, expansion: Expansion) -> tuple[Asymptotic, acb]:
        """Return -T(n) and T(first)."""
        if not self.prefactor.scale.is_algebraic:
            raise UnsupportedError("a partial sum of terms that grow or decay exponentially")
        frame, root = self.frame, self.frame.root
        # w^(valuation - root) is the order of the antiderivative
        length = frame.terms + root
        logs = len(expansion.models) + 1
        weights = _weights(self.prefactor, length // root + 2)
        values = [[acb(0)] * length for _ in range(logs)]
        errors = [arb(0)] * logs
        loose = arb(0)
        for j, model in enumerate(expansion.models):
            for i, c in enumerate(model.coefficients):
                if model.is_zero_at(i):
                    continue
                s = fmpq(expansion.valuation + i, root) - self.prefactor.scale.power
                count = -(-(length - i) // root)
                for shift, log, weight in self.monomial(s, j, weights[:count]):
                    if i + shift * root < length:
                        values[log][i + shift * root] += c * weight
                    else:
                        errors[log] += (c * weight).abs_upper() * frame.width ** (i + shift * root - length)
                errors[j] += c.abs_upper() * self.remainder(s, j, count) * frame.width ** (count * root + i - length)
            if model.error != 0:
                loose += self.loose(model, expansion, j, errors, length)
        models = tuple(
            Model(frame, tuple(row), error.abs_upper(), length, (None,) * 0)
            for row, error in zip(values, errors, strict=True)
        )
        valuation = expansion.valuation - root
        at_first = self.at_first(valuation, models, loose)
        negated = tuple(Model(frame, tuple(-c for c in m.coefficients), m.error, m.order, ()) for m in models)
        cut = Expansion(valuation, tuple(m.truncated(frame.terms) for m in _trimmed(negated)))
        return Asymptotic.part(frame, self.prefactor, cut), at_first

    def at_first(self, valuation: int, models: tuple[Model, ...], loose: arb) -> acb:
        """Return a ball for T(first), and for what the errors of the terms add up to."""
        first, frame = arb(self.frame.first), self.frame
        total, log = acb(0), first.log()
        for j, model in enumerate(models):
            power, value = acb(1), acb(0)
            for c in model.coefficients:
                value += c * power
                power *= frame.width
            error = model.error * frame.width**model.order
            total += (value + acb(arb(0, error.abs_upper()), arb(0, error.abs_upper()))) * log**j
        scale = first ** arb(self.prefactor.scale.power) * frame.width**valuation
        turn = acb(0, self.prefactor.angle.ball * frame.first).exp() if not self.prefactor.angle.is_zero else acb(1)
        total *= scale * turn
        slack = loose.abs_upper()
        return total + (acb(arb(0, slack), arb(0, slack)) if slack != 0 else 0)

    def loose(self, model: Model, expansion: Expansion, j: int, errors: list[arb], length: int) -> arb:
        """Add the tail of the errors of the terms to the errors, and return their whole sum.

        sum_{k > n} k^-r (log k)^j <= n^(1-r) (log n)^j / (r - 1 - j/log(first)).
        """
        root, first = self.frame.root, arb(self.frame.first)
        r = fmpq(expansion.valuation + model.order, root) - self.prefactor.scale.power
        slope = arb(r - 1) - arb(j) / first.log()
        if not slope > 0:
            raise TooEarlyError("the errors of an inner sum do not add up to something finite")
        errors[j] += model.error / slope * self.frame.width ** (model.order - length)
        return model.error * first ** arb(-r) * first.log() ** j * (1 + first / slope)

    def monomial(self, s: fmpq, j: int, weights: list[acb]) -> list[tuple[int, int, acb]]:
        """Return (i, l, c): T(n) for x^-s (log x)^j is the sum of c n^(1-s-i) (log n)^l and the remainder."""
        with series_length(j + 1):
            found = _antiderivative(s, j) if self.prefactor.angle.is_zero else []
            falling = fmpq_series([1], prec=j + 1)
            for i, weight in enumerate(weights):
                found += [(i + 1, log, weight * c) for log, c in _logs(falling, j)]
                falling = -falling * fmpq_series([s + i, 1], prec=j + 1)
        return found

    def remainder(self, s: fmpq, j: int, m: int) -> arb:
        """Return e with |R(n)| <= e n^(1-s-m) (log n)^j for all n >= first."""
        if self.prefactor.angle.is_zero:
            frequencies = 2 * arb(m).zeta() / (2 * arb.pi()) ** m
        else:
            fraction = _fraction(self.prefactor)
            frequencies = (arb(m).zeta(fraction) + arb(m).zeta(1 - fraction)) / (2 * arb.pi()) ** m
        log = arb(self.frame.first).log()
        slope = arb(s + m - 1) - arb(j) / log
        if m < 2 or not slope > 0:
            raise TooEarlyError("the expansion of an inner sum is too short")
        with series_length(j + 1):
            falling = fmpq_series([1], prec=j + 1)
            for i in range(m):
                falling = falling * fmpq_series([abs(s + i), 1], prec=j + 1)
            size = sum((abs(arb(c)) / log ** (j - power) for power, c in _logs(falling, j)), arb(0))
        return (frequencies * size / slope).abs_upper()


def _trimmed(models: tuple[Model, ...]) -> tuple[Model, ...]:
    """Return the models without zero ones at the end."""
    kept = list(models)
    while len(kept) > 1 and kept[-1].is_zero():
        kept.pop()
    return tuple(kept)


def _logs(jet: fmpq_series, j: int) -> list[tuple[int, fmpq]]:
    """Return (l, c): (-1)^j j! times the coefficient of e^j in jet(e) n^-e is the sum of c (log n)^l."""
    factorial = fmpz.fac_ui(fmpz(j))
    return [
        (log, fmpq((-1) ** (j + log) * factorial, fmpz.fac_ui(fmpz(log))) * jet[j - log])
        for log in range(j + 1)
        if jet[j - log] != 0
    ]


def _antiderivative(s: fmpq, j: int) -> list[tuple[int, int, acb]]:
    if s == 1:
        return [(0, j + 1, acb(fmpq(-1, j + 1)))]
    inverse = 1 / fmpq_series([s - 1, 1], prec=j + 1)
    return [(0, log, acb(c)) for log, c in _logs(inverse, j)]


def _fraction(prefactor: Prefactor) -> arb:
    """Return the angle over 2 pi, in (0, 1)."""
    angle = prefactor.angle
    if [key for key, _ in angle.opaque] == [PI]:
        return arb(angle.opaque[0][1] / 2)
    ratio = angle.ball / (2 * arb.pi())
    turns = ratio.floor().unique_fmpz()
    if turns is None or not (ratio - turns > 0 and ratio - turns < 1):
        raise UnsupportedError("an angle that may be a multiple of 2 pi")
    return ratio - turns


def _weights(prefactor: Prefactor, count: int) -> list[acb]:
    """Return the coefficients c_i of 1/(1 - z e^y), with 1/y added for z = 1."""
    if prefactor.angle.is_zero:
        return [acb(fmpq(1, 2))] + [-acb(fmpq.bernoulli(i + 1)) / arb.fac_ui(i + 1) for i in range(1, count)]
    turn = acb(0, prefactor.angle.ball).exp()
    if prefactor.angle.opaque == ((PI, fmpq(1)),):
        turn = acb(-1)
    fraction = _fraction(prefactor)
    radius = 2 * arb.pi() * fraction.min(1 - fraction)
    with series_length(count):
        exponential = acb_series([acb(0), acb(radius)], count).exp()
        series = 1 / (1 - turn * exponential)
        return [series[i] / radius**i for i in range(count)]
