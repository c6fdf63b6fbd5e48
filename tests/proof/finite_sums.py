"""The left sides of lemmas on finite sums, added up term by term."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mpmath import mp, mpf

__all__ = ["FINITE"]

Numbers = Mapping[str, mpf]


def _power(base: mpf, exponent: int) -> mpf:
    return mpf(1) if exponent == 0 else base**exponent


def _finite(term: Callable[[Numbers, int, int], mpf]) -> Callable[[Numbers], mpf]:
    """Return the sum over 0 <= k <= N of a term in the parameters, N and k; turned about where j is 1."""

    def total(p: Numbers) -> mpf:
        order = int(p["N"])
        places = (order - k if p.get("j") else k for k in range(order + 1))
        return mp.fsum(term(p, order, k) for k in places)

    return total


def _difference(p: Numbers, order: int, k: int) -> mpf:
    base = p["a"] + p["b"] * k
    weight = p["c"] + p["d"] * base + p["e"] * base**2
    return (-1) ** k * mp.binomial(order, k) * weight * _power(base, int(p["M"]))


def _abel(p: Numbers, order: int, k: int) -> mpf:
    first = mpf(1) if k == 0 else p["x"] * _power(p["x"] - k * p["z"], k - 1)
    return p["c"] * mp.binomial(order, k) * first * _power(p["y"] + k * p["z"], order - k)


def _both(p: Numbers, order: int, k: int) -> mpf:
    first = mpf(1) if k == 0 else p["x"] * _power(p["x"] - k * p["z"], k - 1)
    second = mpf(1) if k == order else p["w"] * _power(p["y"] + k * p["z"], order - k - 1)
    return p["c"] * mp.binomial(order, k) * first * second


def _choose(top: mpf, bottom: int) -> mpf:
    return mp.fprod((top - i) / (i + 1) for i in range(bottom))


def _rothe(p: Numbers, order: int, k: int) -> mpf:
    top = p["x"] + k * p["z"]
    return p["c"] * p["x"] / top * _choose(top, k) * _choose(p["y"] + (order - k) * p["z"], order - k)


FINITE: Mapping[str, Callable[[Numbers], mpf]] = {
    "Abel's binomial theorem": _finite(_abel),
    "Abel's second binomial theorem": _finite(_both),
    "Rothe and Hagen's convolution": _finite(_rothe),
    "differences of powers": _finite(_difference),
}
