"""The algebra of sets without a formula, element by element; what `tnsim.sets.algebra` is for formulas."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tnsim.core.enumeration import EndOfSet, Enumeration, Finite, Mapped
from tnsim.core.exact import Exact, scaled, total
from tnsim.errors import InputError

__all__ = ["cauchy_product", "every", "interleave", "mapped", "oplus", "shift"]


def mapped(a: Enumeration, change: Callable[[Exact], Exact]) -> Enumeration:
    """Return the set with every element changed in the same way."""
    if isinstance(a, Finite):
        return Finite(tuple(map(change, a.elements)))
    return Mapped(lambda k: change(a.element(k)), a.length, (a,))


def oplus(a: Enumeration, b: Enumeration, lead: int) -> Enumeration:
    """Return A ⊕ B, where the first element of B stands at position `lead` >= 0 of A."""
    length = None if a.length is None or b.length is None else max(a.length, lead + b.length)

    def added(position: int) -> Exact:
        later = Fraction(0) if position < lead else _element_or_none(b, position - lead)
        present = [element for element in (_element_or_none(a, position), later) if element is not None]
        if not present:
            raise EndOfSet("both sets have ended")
        return total(present)

    return Mapped(added, length, (a, b))


def shift(a: Enumeration, steps: int) -> Enumeration:
    """Return the set without its first `steps` elements."""
    if steps < 0:
        raise InputError(f"a shift leaves out elements: it must be >= 0, got {steps}")
    return Mapped(lambda k: a.element(k + steps), None if a.length is None else max(0, a.length - steps), (a,))


def every(a: Enumeration, period: int, residue: int) -> Enumeration:
    """Return the elements at positions residue, residue + period, ..."""
    if period < 1 or not 0 <= residue < period:
        raise InputError(f"a residue class needs 0 <= r < q, got q = {period}, r = {residue}")
    length = None if a.length is None else max(0, -(-(a.length - residue) // period))
    return Mapped(lambda k: a.element(residue + period * k), length, (a,))


def interleave(a: Enumeration, b: Enumeration) -> Enumeration:
    """Return a, b, a, b, ...; raises InputError for different lengths."""
    if a.length != b.length:
        raise InputError("sets of different lengths cannot be interleaved")
    return Mapped(lambda k: (a, b)[k % 2].element(k // 2), None if a.length is None else 2 * a.length, (a, b))


def cauchy_product(a: Enumeration, b: Enumeration) -> Enumeration:
    """Return c(n) = sum of a(i) b(j) over positions i + j = n."""

    def convolved(position: int) -> Exact:
        products = []
        for i in range(position + 1):
            left, right = _element_or_none(a, i), _element_or_none(b, position - i)
            if left is not None and right is not None:
                products.append(scaled(left, right))
        if not products:
            raise EndOfSet("both sets have ended")
        return total(products)

    return Mapped(convolved, _product_length(a.length, b.length), (a, b))


def _product_length(a: int | None, b: int | None) -> int | None:
    """Return the length of a Cauchy product: nothing times an infinite set is nothing."""
    if a == 0 or b == 0:
        return 0
    return None if a is None or b is None else a + b - 1


def _element_or_none(source: Enumeration, position: int) -> Exact | None:
    """Return the element, `None` after the last one."""
    try:
        return source.element(position)
    except EndOfSet:
        return None
