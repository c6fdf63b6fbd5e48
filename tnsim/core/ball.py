"""The ball and the enclosure that users hold: those of the engine, with the midpoint as an mpmath number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tnsim.enclosure import method
from tnsim.sets import ball

if TYPE_CHECKING:
    import mpmath

__all__ = ["Ball", "Enclosure", "enclosure_fields"]


@dataclass(frozen=True, slots=True, eq=False)
class Ball(ball.Ball):
    """A `tnsim.sets.ball.Ball` that knows mpmath, which the trusted side never imports, and where it comes from.

    >>> Ball(3, 1, -2).mpf
    mpf('0.75')
    """

    origin: str = ""

    @classmethod
    def of(cls, other: ball.Ball, origin: str = "") -> Ball:
        """Return the same interval, with the words that say why it holds the value."""
        return cls(other.mantissa, other.radius_mantissa, other.exponent, origin)

    def __repr__(self) -> str:
        return f"<Ball {self}>"

    def explain(self) -> str:
        """Return how the ball was found and why it holds the value, in words.

        >>> from tnsim import evaluate
        >>> print(evaluate("sum(1/n^2, n=1..oo)", digits=10).ball.explain())
        1.644934066848226436
        certain digits: 19
        method: rational
        terms summed one by one: 0
        the rest: no tail: partial fractions, each summed exactly by the Hurwitz zeta function
        """
        digits = "all" if self.is_exact else str(self.digits)
        return f"{self}\ncertain digits: {digits}\n{self.origin or 'a ball given as such'}"

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
    """A ball that holds the value of an expression, and why; `imaginary` is `None` for a real value.

    >>> from tnsim import evaluate
    >>> found = evaluate("sum(1/2^n, n=1..oo)")
    >>> found.ball.contains(1), found.method, found.imaginary
    (True, 'binary splitting', None)
    """

    ball: Ball
    imaginary: Ball | None = None

    @classmethod
    def of(cls, other: method.Enclosure) -> Enclosure:
        """Return the same enclosure with balls for users."""
        origin = f"method: {other.method}\nterms summed one by one: {other.terms_used}\nthe rest: {other.tail_reason}"
        imaginary = None if other.imaginary is None else Ball.of(other.imaginary, origin)
        return cls(Ball.of(other.ball, origin), other.method, other.terms_used, other.tail_reason, imaginary)

    def __str__(self) -> str:
        return str(self.ball) if self.imaginary is None else f"{self.ball} + ({self.imaginary})*I"

    @property
    def excludes_zero(self) -> bool:
        """Tell whether the value is certainly not zero."""
        return any(part is not None and part.excludes_zero for part in (self.ball, self.imaginary))


def enclosure_fields(found: method.Enclosure) -> dict[str, Any]:
    """Return the ball as JSON, with `imaginary` for a value that is not real.

    >>> from tnsim import evaluate
    >>> sorted(enclosure_fields(evaluate("1/3 + I/7")))
    ['digits', 'imaginary', 'midpoint', 'radius']
    """
    midpoint, radius = found.ball.to_decimal_strings()
    fields: dict[str, Any] = {"midpoint": midpoint, "radius": radius, "digits": found.ball.digits}
    if found.imaginary is not None:
        midpoint, radius = found.imaginary.to_decimal_strings()
        fields["imaginary"] = {"midpoint": midpoint, "radius": radius}
    return fields
