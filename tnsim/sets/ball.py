"""A real ball: an exact midpoint and an exact radius, both dyadic, that enclose one real number.

>>> from flint import arb
>>> third = Ball.from_arb(arb(1) / 3)
>>> third.contains(Fraction(1, 3)), third.contains(Fraction(1, 4)), third.excludes_zero
(True, False, True)
>>> print(third)
0.333333333333333
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpz

from tnsim.errors import PrecisionError

__all__ = ["UNLIMITED_DIGITS", "Ball"]

UNLIMITED_DIGITS = sys.maxsize
"""The number of certain digits of an exact ball."""

_LARGEST_EXPONENT = 2**24
"""Numbers beyond 2 to this have millions of decimals."""

_EXACT_DIGITS_SHOWN = 60
_EXACT_BITS_SHOWN = 256
_BITS_PER_DIGIT = math.log2(10)


@dataclass(frozen=True, slots=True)
class Ball:
    """The closed interval `mantissa * 2**exponent ± radius_mantissa * 2**exponent`.

    Equality and hash are those of the exact interval, not of the unknown number inside.
    """

    mantissa: int
    radius_mantissa: int
    exponent: int

    def __post_init__(self) -> None:
        if self.radius_mantissa < 0:
            raise ValueError("the radius of a ball is not negative")
        if not self.mantissa and not self.radius_mantissa:
            shift = -self.exponent
        else:
            both = self.mantissa | self.radius_mantissa
            if both & 1:
                return
            shift = (both & -both).bit_length() - 1
            object.__setattr__(self, "mantissa", self.mantissa >> shift)
            object.__setattr__(self, "radius_mantissa", self.radius_mantissa >> shift)
        object.__setattr__(self, "exponent", self.exponent + shift)

    @classmethod
    def from_arb(cls, value: arb) -> Ball:
        """Return the same interval, exactly; only magnitudes below 2^-(2^24) widen.

        Raises PrecisionError when the interval is not bounded, or beyond 2^(2^24).
        """
        if not value.is_finite():
            raise PrecisionError("the enclosure is not bounded")
        middle, middle_exponent = _dyadic(value.mid())
        radius, radius_exponent = _dyadic(value.rad())
        if middle and radius and -_LARGEST_EXPONENT < radius_exponent <= middle_exponent < _LARGEST_EXPONENT:
            return cls(middle << (middle_exponent - radius_exponent), radius, radius_exponent)
        if max(middle_exponent, radius_exponent) > _LARGEST_EXPONENT:
            raise PrecisionError("the number is too large to be written down")
        if middle and middle_exponent + middle.bit_length() <= -_LARGEST_EXPONENT:
            return cls(0, 1, -_LARGEST_EXPONENT) + cls.from_arb(arb(0, value.rad()))
        if radius and radius_exponent + radius.bit_length() <= -_LARGEST_EXPONENT:
            radius, radius_exponent = 1, -_LARGEST_EXPONENT
        exponent = min(middle_exponent if middle else radius_exponent, radius_exponent if radius else middle_exponent)
        return cls(
            middle << (middle_exponent - exponent) if middle else 0,
            radius << (radius_exponent - exponent) if radius else 0,
            exponent,
        )

    @classmethod
    def from_bounds(cls, lower: Fraction, upper: Fraction, bits: int = 128) -> Ball:
        """Return a ball around the interval [lower, upper], widened by less than 2^-bits of its size.

        >>> Ball.from_bounds(Fraction(1, 2), Fraction(1, 2))
        Ball(mantissa=1, radius_mantissa=0, exponent=-1)
        """
        if lower > upper:
            raise ValueError("the lower bound is larger than the upper bound")
        middle, radius = (lower + upper) / 2, (upper - lower) / 2
        exponent = _binary_exponent(max(abs(lower), abs(upper))) - bits
        mantissa, rest = _scaled_floor(middle, exponent)
        widened = radius + rest
        radius_mantissa, more = _scaled_floor(widened, exponent)
        return cls(mantissa, radius_mantissa + (more > 0), exponent)

    def to_arb(self) -> arb:
        """Return the same interval as a python-flint ball, at any working precision."""
        exponent = fmpz(self.exponent)
        return arb((fmpz(self.mantissa), exponent), (fmpz(self.radius_mantissa), exponent))

    @property
    def midpoint(self) -> Fraction:
        """Return the exact midpoint."""
        return _scaled(self.mantissa, self.exponent)

    @property
    def radius(self) -> Fraction:
        """Return the exact radius."""
        return _scaled(self.radius_mantissa, self.exponent)

    @property
    def lower(self) -> Fraction:
        """Return the exact lower end."""
        return _scaled(self.mantissa - self.radius_mantissa, self.exponent)

    @property
    def upper(self) -> Fraction:
        """Return the exact upper end."""
        return _scaled(self.mantissa + self.radius_mantissa, self.exponent)

    @property
    def is_exact(self) -> bool:
        """Tell whether the radius is zero."""
        return not self.radius_mantissa

    @property
    def excludes_zero(self) -> bool:
        """Tell whether zero lies outside: the number is then certainly not zero."""
        return abs(self.mantissa) > self.radius_mantissa

    @property
    def digits(self) -> int:
        """Return how many significant digits are certain: the largest d with radius <= |midpoint| 10^-d.

        0 when the ball holds zero, `UNLIMITED_DIGITS` when it is exact.
        """
        if not self.radius_mantissa:
            return UNLIMITED_DIGITS
        if not self.excludes_zero:
            return 0
        return _decimal_exponent_floor(abs(self.mantissa), self.radius_mantissa)

    @property
    def decimals(self) -> int:
        """Return how many decimals are certain: the largest d with radius <= 10^-d (it may be negative)."""
        if not self.radius_mantissa:
            return UNLIMITED_DIGITS
        if self.exponent >= 0:
            return _decimal_exponent_floor(1, self.radius_mantissa << self.exponent)
        return _decimal_exponent_floor(1 << -self.exponent, self.radius_mantissa)

    def contains(self, value: int | Fraction | Ball) -> bool:
        """Tell whether the exact number, or every number of the other ball, lies in this ball."""
        if isinstance(value, Ball):
            return self.lower <= value.lower and value.upper <= self.upper
        return abs(value - self.midpoint) <= self.radius

    def overlaps(self, other: Ball) -> bool:
        """Tell whether the two balls have a number in common."""
        return self.lower <= other.upper and other.lower <= self.upper

    def __add__(self, other: Ball) -> Ball:
        exponent = min(self.exponent, other.exponent)
        left, right = self.exponent - exponent, other.exponent - exponent
        return Ball(
            (self.mantissa << left) + (other.mantissa << right),
            (self.radius_mantissa << left) + (other.radius_mantissa << right),
            exponent,
        )

    def __neg__(self) -> Ball:
        return Ball(-self.mantissa, self.radius_mantissa, self.exponent)

    def __sub__(self, other: Ball) -> Ball:
        return self + -other

    def __float__(self) -> float:
        return float(self.midpoint)

    @property
    def _mpf_(self) -> tuple[int, int, int, int]:
        """The midpoint in mpmath's raw form, so that `mpmath.mpf(ball)` works without importing it here."""
        if not self.mantissa:
            return (0, 0, 0, 0)
        shift = (self.mantissa & -self.mantissa).bit_length() - 1
        odd = abs(self.mantissa) >> shift
        return (int(self.mantissa < 0), odd, self.exponent + shift, odd.bit_length())

    def __str__(self) -> str:
        """Return only certain digits: the number is within one unit of the last digit shown.

        >>> from flint import arb
        >>> str(Ball.from_arb(arb(0, "1e-20"))), str(Ball(3, 0, -1)), str(Ball(7, 0, 0))
        ('0 ± 1.1e-20', '1.5', '7')
        """
        if self.is_exact:
            if abs(self.exponent) <= _EXACT_BITS_SHOWN:
                exact = _exact_decimal(self.midpoint)
                if len(exact) <= _EXACT_DIGITS_SHOWN:
                    return exact
            return _rounded_decimal(self.midpoint, _EXACT_DIGITS_SHOWN)
        digits = self.digits
        if digits > 0:
            radius, half = _quotient(self.radius), _half_unit(self.midpoint, digits)
            digits -= radius[0] * half[1] > half[0] * radius[1]
        if digits > 0:
            return _rounded_decimal(self.midpoint, digits)
        if self.excludes_zero:
            return f"{_rounded_decimal(self.midpoint, 2)} ± {_decimal_upper(*_quotient(self.radius))}"
        return f"0 ± {_decimal_upper(*_quotient(max(abs(self.lower), abs(self.upper))))}"

    def to_decimal_strings(self, digits: int | None = None) -> tuple[str, str]:
        """Return (midpoint, radius) as decimals that enclose this ball, rounding errors included.

        `digits` limits the significant digits of the midpoint.

        >>> Ball(1, 0, -1).to_decimal_strings()
        ('0.5', '0')
        """
        if self.is_exact and (digits is None or self.exponent >= 0):
            exact = _exact_decimal(self.midpoint)
            if digits is None or len(exact) <= digits:
                return exact, "0"
        certain = min(self.digits, 10**6)
        wanted = certain + 3 if digits is None else min(digits, certain + 3)
        wanted = max(wanted, 1)
        radius, rounding = _quotient(self.radius), _half_unit(self.midpoint, wanted)
        both = radius[0] * rounding[1] + rounding[0] * radius[1]
        return _rounded_decimal(self.midpoint, wanted), _decimal_upper(both, radius[1] * rounding[1])


def _dyadic(value: arb) -> tuple[int, int]:
    mantissa, exponent = value.man_exp()
    return int(mantissa), int(exponent)


def _scaled(mantissa: int, exponent: int) -> Fraction:
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def _scaled_floor(value: Fraction, exponent: int) -> tuple[int, Fraction]:
    """Return floor(value / 2^exponent) and what is left of the value."""
    quotient = value / _scaled(1, exponent)
    whole = quotient.numerator // quotient.denominator
    return whole, value - _scaled(whole, exponent)


def _binary_exponent(value: Fraction) -> int:
    return value.numerator.bit_length() - value.denominator.bit_length()


def _quotient(value: Fraction) -> tuple[fmpz, fmpz]:
    """Return numerator and denominator, as numbers whose products are fast when they are long."""
    return fmpz(value.numerator), fmpz(value.denominator)


def _decimal_exponent_floor(numerator: int | fmpz, denominator: int | fmpz) -> int:
    """Return the largest d with 10^d <= numerator / denominator, for positive integers."""
    above, below = fmpz(numerator), fmpz(denominator)
    estimate = math.floor((above.bit_length() - below.bit_length()) / _BITS_PER_DIGIT)
    scale = fmpz(10) ** abs(estimate)
    above, below = (above, below * scale) if estimate >= 0 else (above * scale, below)
    for steps in (1, 0, -1, -2):  # the estimate is within two of the truth
        more = fmpz(10) ** abs(steps)
        if (below * more <= above) if steps >= 0 else (below <= above * more):
            return estimate + steps
    raise ArithmeticError("unreachable: the estimate is within two of the truth")


def _decimal_exponent(value: Fraction) -> int:
    return _decimal_exponent_floor(value.numerator, value.denominator)


def _digits_of(whole: int | fmpz) -> str:
    """Return the decimal digits, also beyond the interpreter's limit on conversions."""
    return str(fmpz(whole))


def _half_unit(value: Fraction, digits: int) -> tuple[fmpz, fmpz]:
    """Return half a unit of the last of so many significant digits: the largest error of rounding to them."""
    if not value:
        return fmpz(0), fmpz(1)
    exponent = _decimal_exponent(abs(value)) - digits + 1
    unit = fmpz(10) ** abs(exponent)
    return (unit, fmpz(2)) if exponent >= 0 else (fmpz(1), 2 * unit)


def _rounded_decimal(value: Fraction, digits: int) -> str:
    """Return the value rounded to the nearest decimal with so many significant digits."""
    if not value:
        return "0"
    sign, magnitude = "-" if value < 0 else "", abs(value)
    exponent = _decimal_exponent(magnitude)
    shift = digits - 1 - exponent
    numerator, denominator = _quotient(magnitude)
    numerator *= fmpz(10) ** max(shift, 0)
    denominator *= fmpz(10) ** max(-shift, 0)
    text = _digits_of((2 * numerator + denominator) // (2 * denominator))
    exponent += len(text) - digits
    if -6 <= exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{text}"
    if 0 <= exponent < len(text):
        fraction = text[exponent + 1 :]
        return f"{sign}{text[: exponent + 1]}" + (f".{fraction}" if fraction else "")
    return f"{sign}{text[0]}" + (f".{text[1:]}" if len(text) > 1 else "") + f"e{exponent:+d}"


def _exact_decimal(value: Fraction) -> str:
    """Return the finite decimal expansion of a dyadic number."""
    places = value.denominator.bit_length() - 1
    text = _digits_of(fmpz(abs(value.numerator)) * fmpz(5) ** places).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)


def _decimal_upper(numerator: fmpz, denominator: fmpz) -> str:
    """Return a decimal of two digits that is not below a quotient that is not negative."""
    if not numerator:
        return "0"
    exponent = _decimal_exponent_floor(numerator, denominator) - 1
    scale = fmpz(10) ** abs(exponent)
    above, below = (numerator, denominator * scale) if exponent >= 0 else (numerator * scale, denominator)
    whole = -(-above // below)
    return f"{whole // 10}.{whole % 10}e{exponent + 1:+d}"
