"""Classes of growth: how they are multiplied and compared as one index tends to infinity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import UnsupportedError
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["Growth", "compare", "trivial_growth"]


@dataclass(frozen=True, slots=True)
class Growth:
    """A class `|b|^u * |G|^binomial(n,2) * n!^factorial * |r|^n * n^power * log(n)^logs`.

    G, r and b are kept by their squared modulus; u is a product of powers of whole numbers a >= 2, as 2^n.
    """

    gauss: Element
    factorial: Fraction
    geometric: Element
    power: Element
    logs: Fraction
    iterated: tuple[Element, Element] | None = None

    def times(self, other: Growth) -> Growth:
        """Return the class of the products; raises UnsupportedError for two different exponents u."""
        return Growth(
            self.gauss * other.gauss,
            self.factorial + other.factorial,
            self.geometric * other.geometric,
            self.power + other.power,
            self.logs + other.logs,
            _product(self.iterated, other.iterated),
        )

    def raised(self, exponent: int) -> Growth:
        """Return the class of the powers."""
        iterated = self.iterated
        return Growth(
            self.gauss**exponent,
            self.factorial * exponent,
            self.geometric**exponent,
            self.power * exponent,
            self.logs * exponent,
            iterated and (iterated[0], iterated[1] ** exponent),
        )


def _product(a: tuple[Element, Element] | None, b: tuple[Element, Element] | None) -> tuple[Element, Element] | None:
    if a is None or b is None:
        return a or b
    if a[0] != b[0]:
        raise UnsupportedError("a product of iterated powers with different exponents")
    modulus = a[1] * b[1]
    return None if modulus == 1 else (a[0], modulus)


def trivial_growth(ring: Ring) -> Growth:
    """Return the class of the constants."""
    one, zero = ring.tower.element(1), ring.tower.element(0)
    return Growth(one, Fraction(0), one, zero, Fraction(0))


def compare(ring: Ring, a: Growth, b: Growth) -> int | None:
    """Return -1 if a = o(b), 0 if the classes are the same, 1 if b = o(a), `None` if that is not decided."""
    decisions: tuple[Callable[[], int | None], ...] = (
        lambda: _against_one(ring, a.gauss, b.gauss),
        lambda: _sign(ring, ring.tower.element(a.factorial - b.factorial)),
        lambda: _against_one(ring, a.geometric, b.geometric),
        lambda: _sign(ring, a.power - b.power),
        lambda: _sign(ring, ring.tower.element(a.logs - b.logs)),
    )
    if a.iterated is not None or b.iterated is not None:
        decisions = (lambda: _iterated(ring, a.iterated, b.iterated), *decisions)
    for decide in decisions:
        answer = decide()
        if answer != 0:
            return answer
    return 0


def _iterated(ring: Ring, a: tuple[Element, Element] | None, b: tuple[Element, Element] | None) -> int | None:
    """Compare |b|^u, which as u >= 2^n outweighs all the rest."""
    if a is not None and b is not None and a[0] != b[0]:
        return None
    one = ring.tower.element(1)
    return _against_one(ring, one if a is None else a[1], one if b is None else b[1])


def _sign(ring: Ring, element: Element) -> int | None:
    if element.is_zero():
        return 0
    if ring.signs.positive(element):
        return 1
    return -1 if ring.signs.positive(-element) else None


def _against_one(ring: Ring, a: Element, b: Element) -> int | None:
    return _sign(ring, a - b)
