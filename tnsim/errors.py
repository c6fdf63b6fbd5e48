"""The exception tree: misuse raises, "not proved" is a value.

    TnsimError
    ├── InputError            what the user wrote cannot be read
    │   ├── ParseError        the text is not a formula (carries the position)
    │   ├── LimitError        the input is larger than a stated limit
    │   └── AssumptionError   an assumption is missing, contradictory or malformed
    ├── DomainError           a formula has no value where one is asked for (a pole in the range)
    ├── DivergenceError       a number was asked of a sum that does not converge
    ├── UnsupportedError      the formula is meaningful, but this method has no rule for it
    ├── PrecisionError        the asked-for accuracy was not reached within the budget
    ├── CertificateError      a certificate file cannot be read at all
    └── MissingExtraError     an optional package is needed; says what to install

A rejected certificate is not an exception: the checker returns a report with the step and the reason.
"""

from __future__ import annotations

__all__ = [
    "AssumptionError",
    "CertificateError",
    "DivergenceError",
    "DomainError",
    "InputError",
    "LimitError",
    "MissingExtraError",
    "ParseError",
    "PrecisionError",
    "TnsimError",
    "UnsupportedError",
]


class TnsimError(Exception):
    """Base of every error that tnsim raises on purpose.

    >>> import tnsim
    >>> try:
    ...     tnsim.evaluate("sum(1/n, n=1..oo)")
    ... except TnsimError as error:
    ...     print(type(error).__name__)
    DivergenceError
    """


class InputError(TnsimError, ValueError):
    """What the user wrote cannot be read as a formula, a claim or an assumption.

    >>> import tnsim
    >>> tnsim.prove("sum(1/n^2, n=1..oo) = pi^2/6", timeout=0)
    Traceback (most recent call last):
    tnsim.errors.InputError: a timeout is a number of seconds above 0, got 0
    """


class ParseError(InputError):
    """The text is not a formula; `position` is the 0-based offset of the first offending character.

    >>> import tnsim
    >>> try:
    ...     tnsim.parse("1 + 2x")
    ... except ParseError as error:
    ...     print(error.position, error)
    5 an operator or a comma is missing before 'x'; a product is written with '*'
    """

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position

    def pointer(self, width: int = 72) -> str:
        """Return two lines: the part of the text around the error, and a caret under the place.

        >>> print(ParseError("unexpected", "1 + 2x", 5).pointer())
        1 + 2x
             ^
        """
        if self.position is None or not self.text:
            return ""
        start = max(0, min(self.position - width // 2, len(self.text) - width))
        window = self.text[start : start + width].replace("\n", " ")
        return f"{window}\n{' ' * (self.position - start)}^"


class LimitError(ParseError):
    """The input is larger than a stated limit (length, depth, digits, exponent size).

    >>> import tnsim
    >>> tnsim.parse("9^9^9^9")
    Traceback (most recent call last):
    tnsim.errors.LimitError: the exponent is over the limit of 10000
    """


class AssumptionError(InputError):
    """An assumption is missing, contradictory or malformed.

    >>> import tnsim
    >>> tnsim.prove("sum(x^n, n=0..oo) = 1/(1-x)")
    Traceback (most recent call last):
    tnsim.errors.AssumptionError: nothing is assumed of x; say what it is, for example 'x: real'
    """


class DomainError(TnsimError, ArithmeticError):
    """A formula has no value where one is asked for, for example a pole inside the range of a sum.

    >>> import tnsim
    >>> tnsim.evaluate("sum(1/(n - 3)^2, n=1..oo)")
    Traceback (most recent call last):
    tnsim.errors.DomainError: ...
    """


class DivergenceError(TnsimError, ArithmeticError):
    """A number was asked of a sum that does not converge in the ordinary sense.

    >>> import tnsim
    >>> tnsim.evaluate("sum(1/n, n=1..oo)")
    Traceback (most recent call last):
    tnsim.errors.DivergenceError: ...
    """


class UnsupportedError(TnsimError, NotImplementedError):
    """The formula is meaningful, but the method asked has no rule for it.

    >>> import tnsim
    >>> tnsim.InfiniteSet("1/n^7").find_compensating_set(kind="accelerated")
    Traceback (most recent call last):
    tnsim.errors.UnsupportedError: ...
    """


class PrecisionError(TnsimError, ArithmeticError):
    """The asked-for accuracy was not reached within the stated budget.

    Where there is a ball, but a coarser one, it is `error.best`.

    >>> from fractions import Fraction
    >>> from itertools import count
    >>> import tnsim
    >>> tnsim.InfiniteSet.from_generator(Fraction(n) for n in count(1)).sum(digits=10)
    Traceback (most recent call last):
    tnsim.errors.PrecisionError: an estimate of 10 digits was not reached...
    """


class CertificateError(TnsimError, ValueError):
    """A certificate file cannot be read at all: not JSON, wrong version, a missing field.

    >>> import tnsim
    >>> tnsim.Certificate.from_json("a proof")
    Traceback (most recent call last):
    tnsim.errors.CertificateError: not a JSON text: ...
    """


class MissingExtraError(TnsimError, ImportError):
    """An optional package is needed; the message says what to install.

    >>> import sys
    >>> from unittest import mock
    >>> with mock.patch.dict(sys.modules, {"httpx": None}):
    ...     from tnsim.client import Client
    ...     Client()
    Traceback (most recent call last):
    tnsim.errors.MissingExtraError: the client needs the package httpx: pip install httpx
    """
