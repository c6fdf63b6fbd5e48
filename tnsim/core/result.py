"""What a question about a zero sum is answered with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tnsim.core.ball import Ball
from tnsim.core.verdict import Kind, Verdict
from tnsim.proof.certificate import Certificate

__all__ = ["ZeroSumResult"]


@dataclass(frozen=True, slots=True)
class ZeroSumResult:
    """The verdict on a zero sum, with its value or ball, and its certificate.

    >>> from tnsim import InfiniteSet
    >>> result = InfiniteSet("1/n").oplus(InfiniteSet("-1/n")).validate_zero_sum()
    >>> result.kind, result.is_zero, result.value
    ('proved', True, Fraction(0, 1))
    """

    verdict: Verdict

    @property
    def kind(self) -> Kind:
        """Return the kind of the verdict."""
        return self.verdict.kind

    @property
    def is_zero(self) -> bool | None:
        """Return True where that is proved, False where it is refuted, `None` where it is not decided."""
        return {"proved": True, "refuted": False}.get(self.kind)

    @property
    def value(self) -> Fraction | None:
        """Return the exact value 0 where that is proved."""
        return Fraction(0) if self.kind == "proved" else None

    @property
    def ball(self) -> Ball | None:
        """Return a ball around the value, where there is one that is real: of a set with parameters there is none."""
        if self.kind == "proved":
            return Ball(0, 0, 0)
        found = self.verdict.enclosure
        return None if found is None or found.imaginary is not None or self.verdict.point is not None else found.ball

    @property
    def error_margin(self) -> Fraction | None:
        """Return the radius of the ball: 0 for a proved value."""
        return None if self.ball is None else self.ball.radius

    @property
    def certificate(self) -> Certificate | None:
        """Return the certificate of the verdict, `None` where there is none."""
        return self.verdict.certificate

    def __bool__(self) -> bool:
        raise TypeError("a result is not true or false; compare result.is_zero with True")

    def __str__(self) -> str:
        return str(self.verdict)

    def _repr_latex_(self) -> str:
        return self.verdict._repr_latex_()
