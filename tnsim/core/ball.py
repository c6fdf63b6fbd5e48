"""The ball and the enclosure that users hold: those of the engine, with the midpoint as an mpmath number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tnsim.enclosure import method
from tnsim.sets import ball

if TYPE_CHECKING:
    import mpmath

__all__ = ["Ball", "Enclosure"]


class Ball(ball.Ball):
    """A `tnsim.sets.ball.Ball` that knows mpmath, which the trusted side never imports.

    >>> Ball(3, 1, -2).mpf
    mpf('0.75')
    """

    __slots__ = ()

    @classmethod
    def of(cls, other: ball.Ball) -> Ball:
        """Return the same interval."""
        return cls(other.mantissa, other.radius_mantissa, other.exponent)

    @property
    def mpf(self) -> mpmath.mpf:
        """Return the midpoint, exactly, whatever mpmath's working precision is."""
        from mpmath import mp

        return mp.make_mpf(self._mpf_)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ball.Ball):
            return NotImplemented
        return (self.midpoint, self.radius) == (other.midpoint, other.radius)

    __hash__ = ball.Ball.__hash__


@dataclass(frozen=True, slots=True)
class Enclosure(method.Enclosure):
    """A ball that holds the value of an expression, and why; `imaginary` is `None` for a real value."""

    ball: Ball
    imaginary: Ball | None = None

    @classmethod
    def of(cls, other: method.Enclosure) -> Enclosure:
        """Return the same enclosure with balls for users."""
        imaginary = None if other.imaginary is None else Ball.of(other.imaginary)
        return cls(Ball.of(other.ball), other.method, other.terms_used, other.tail_reason, imaginary)

    def __str__(self) -> str:
        return str(self.ball) if self.imaginary is None else f"{self.ball} + ({self.imaginary})*I"

    @property
    def excludes_zero(self) -> bool:
        """Tell whether the value is certainly not zero."""
        return any(part is not None and part.excludes_zero for part in (self.ball, self.imaginary))
