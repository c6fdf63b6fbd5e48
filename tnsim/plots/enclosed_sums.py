"""The running sums of a set and the value of its sum, in balls: what the curves and bands are drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from flint import acb

from tnsim.core import InfiniteSet
from tnsim.core.reading import as_expression, whole
from tnsim.domains import balls
from tnsim.domains.precision import working_precision
from tnsim.errors import DivergenceError, DomainError, InputError, PrecisionError, UnsupportedError
from tnsim.language.printing import to_unicode
from tnsim.sets.ball import Ball

__all__ = ["MOST_TERMS", "enclosed_value", "label", "running_sums", "term_count"]

MOST_TERMS = 20_000
_BITS_PER_DIGIT = 3.33
_GUARD_BITS = 64


def running_sums(source: InfiniteSet, count: int, digits: int) -> tuple[Ball, ...]:
    """Return balls around the first `count` partial sums (fewer, if there are fewer elements).

    Raises UnsupportedError for elements that are not real, or that have no value in balls.

    >>> [str(ball) for ball in running_sums(InfiniteSet("1/2^n"), 3, digits=15)]
    ['0.5', '0.75', '0.875']
    """
    bits = int(_BITS_PER_DIGIT * digits) + _GUARD_BITS
    found = []
    with working_precision(bits):
        total = acb(0)
        for element in islice(_elements(source, bits), count):
            total += element
            if not total.imag.is_zero():
                raise UnsupportedError("only real sums can be drawn; this one has an imaginary part")
            found.append(Ball.from_arb(total.real))
    return tuple(found)


def enclosed_value(source: InfiniteSet, digits: int, timeout: float) -> tuple[Ball | None, str]:
    """Return a ball around the sum and how it was found, or `None` and why there is none."""
    try:
        found = source.sum(digits=digits, timeout=timeout)
    except DivergenceError:
        return None, "the sum diverges"
    except PrecisionError as error:
        best = getattr(error, "best", None)
        return (None, str(error)) if best is None or best.imaginary is not None else (best.ball, best.method)
    except UnsupportedError as error:
        return None, str(error)
    return (found, "certified") if isinstance(found, Ball) else (None, "no formula, so no certified value")


def label(source: InfiniteSet) -> str:
    """Return the term of the set as a line of text."""
    formula = source.formula
    return "the set" if formula is None else to_unicode(formula.term)


def term_count(terms: object) -> int:
    """Return a number of terms to draw; raises InputError."""
    count = whole(terms, "a number of terms")
    if not 2 <= count <= MOST_TERMS:
        raise InputError(f"terms is from 2 to {MOST_TERMS}, got {count}")
    return count


def _elements(source: InfiniteSet, bits: int) -> Iterator[acb]:
    formula = source.formula
    if formula is None:
        for element in source:
            yield balls.evaluate(as_expression(element), {}, bits)
        return
    for expression in formula.prefix:
        yield balls.evaluate(expression, {}, bits)
    index = formula.start
    while True:
        try:
            yield balls.evaluate(formula.term, {formula.index.name: Fraction(index)}, bits)
        except DomainError as error:
            raise DomainError(f"the term has no value at {formula.index.name} = {index}: {error}") from None
        index += 1
