"""A claim: an expression, built from sums, products, constants and functions, that is said to be zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.language.printing import to_text

__all__ = ["Claim"]


@dataclass(frozen=True)
class Claim:
    """`expression = 0` for all values of the parameters that satisfy the assumptions.

    >>> Claim.parse("x^2 = 1", ["x: real"]) == Claim.parse("x^2 - 1", ["x: real"])
    True
    """

    expression: Expression
    assumptions: Assumptions = EMPTY

    @staticmethod
    def parse(text: str, assumptions: Iterable[str] = ()) -> Claim:
        """Return the claim in a text, `lhs = rhs` or an expression said to be 0.

        Raises InputError (with the position) for what cannot be read.
        """
        return Claim(parse(text), Assumptions.parse(assumptions))

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical text and the assumptions."""
        lines = [to_text(self.expression), *self.assumptions.to_texts()]
        from hashlib import sha256  # loads OpenSSL: the checker starts without it

        return sha256("\n".join(lines).encode()).hexdigest()
