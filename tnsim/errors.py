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
    """Base of every error that tnsim raises on purpose."""


class InputError(TnsimError, ValueError):
    """What the user wrote cannot be read as a formula, a claim or an assumption."""


class ParseError(InputError):
    """The text is not a formula; `position` is the 0-based offset of the first offending character."""

    def __init__(self, message: str, text: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = position

    def pointer(self, width: int = 72) -> str:
        """Return two lines: the part of the text around the error, and a caret under the place."""
        if self.position is None or not self.text:
            return ""
        start = max(0, min(self.position - width // 2, len(self.text) - width))
        window = self.text[start : start + width].replace("\n", " ")
        return f"{window}\n{' ' * (self.position - start)}^"


class LimitError(ParseError):
    """The input is larger than a stated limit (length, depth, digits, exponent size)."""


class AssumptionError(InputError):
    """An assumption is missing, contradictory or malformed."""


class DomainError(TnsimError, ArithmeticError):
    """A formula has no value where one is asked for, for example a pole inside the range of a sum."""


class DivergenceError(TnsimError, ArithmeticError):
    """A number was asked of a sum that does not converge in the ordinary sense."""


class UnsupportedError(TnsimError, NotImplementedError):
    """The formula is meaningful, but the method asked has no rule for it."""


class PrecisionError(TnsimError, ArithmeticError):
    """The asked-for accuracy was not reached within the stated budget."""


class CertificateError(TnsimError, ValueError):
    """A certificate file cannot be read at all: not JSON, wrong version, a missing field."""


class MissingExtraError(TnsimError, ImportError):
    """An optional package is needed; the message says what to install."""
