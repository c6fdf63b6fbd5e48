"""The three questions, as functions of texts, expressions or SymPy objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tnsim.core.ball import Enclosure
from tnsim.core.compensator import Compensator
from tnsim.core.reading import as_expression, as_fraction, as_term
from tnsim.core.verdict import Verdict
from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim

__all__ = ["compensate", "evaluate", "prove"]


def prove(claim: object, assumptions: Iterable[str] = (), *, digits: int = 15, timeout: float = 20.0) -> Verdict:
    """Return the verdict on a claim: a text, an expression said to be 0, a SymPy `Eq`, or a `Claim`.

    Raises InputError for what cannot be read, AssumptionError where a symbol has no assumption.

    >>> prove("sum(1/(n*(n+1)), n=1..oo) = 1").kind
    'proved'
    """
    if isinstance(claim, Claim) and assumptions:
        raise InputError("a Claim brings its assumptions; leave the others out")
    if not isinstance(claim, Claim):
        claim = Claim(as_expression(claim), Assumptions.parse(assumptions))
    return Compensator(digits=digits, timeout=timeout).prove(claim)


def evaluate(
    expression: object,
    *,
    digits: int = 15,
    timeout: float = 20.0,
    values: Mapping[str, Fraction | float | str | Ball] | None = None,
) -> Enclosure:
    """Return a ball around the value of an expression, of `digits` digits.

    `values` gives the symbols in it values: a `Fraction`, an `int`, a text such as "1/3", or a `Ball`; with a
    ball, the result holds the values for all numbers in it, and has as many digits as that allows.
    Raises InputError, DivergenceError, DomainError, UnsupportedError, PrecisionError.

    >>> print(evaluate("sum(1/2^n, n=0..oo)").ball)
    2.00000000000000000000000
    >>> from fractions import Fraction
    >>> from tnsim import Ball
    >>> third = Ball.from_bounds(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**30))
    >>> print(evaluate("sum(x^n/n^2, n=1..oo)", values={"x": third}, digits=50).ball)
    0.36621322997706348761674629766
    """
    known = {name: value if isinstance(value, Ball) else as_fraction(value) for name, value in (values or {}).items()}
    return Compensator(digits=digits, timeout=timeout).evaluate(as_expression(expression), values=known)


def compensate(
    *terms: object, index: str = "n", start: int = 1, assumptions: Iterable[str] = (), timeout: float = 20.0
) -> Verdict:
    """Return the verdict on the claim that sets, given by their terms, are together zero-sum, index by index.

    >>> compensate("1/n", "-1/n").kind
    'proved'
    """
    facts = Assumptions.parse(assumptions)
    return Compensator(timeout=timeout).compensate([as_term(t) for t in terms], index, start, facts)
