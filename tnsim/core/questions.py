"""The three questions, as functions of texts, expressions or SymPy objects."""

from __future__ import annotations

from collections.abc import Iterable

from tnsim.core.ball import Enclosure
from tnsim.core.compensator import Compensator
from tnsim.core.reading import as_expression, as_term
from tnsim.core.verdict import Verdict
from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
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


def evaluate(expression: object, *, digits: int = 15, timeout: float = 20.0) -> Enclosure:
    """Return a ball around the value of an expression without symbols, of `digits` digits.

    Raises InputError, DivergenceError, DomainError, UnsupportedError, PrecisionError.

    >>> print(evaluate("sum(1/2^n, n=0..oo)").ball)
    2.00000000000000000000000
    """
    return Compensator(digits=digits, timeout=timeout).evaluate(as_expression(expression))


def compensate(
    *terms: object, index: str = "n", start: int = 1, assumptions: Iterable[str] = (), timeout: float = 20.0
) -> Verdict:
    """Return the verdict on the claim that sets, given by their terms, are together zero-sum, index by index.

    >>> compensate("1/n", "-1/n").kind
    'proved'
    """
    facts = Assumptions.parse(assumptions)
    return Compensator(timeout=timeout).compensate([as_term(t) for t in terms], index, start, facts)
