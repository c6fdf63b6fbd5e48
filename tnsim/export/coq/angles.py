"""Angles that are rational multiples of pi, as Coq's library knows them, and rational numbers as texts."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz

__all__ = ["SINES", "SURDS", "angle", "literal", "square_part", "turned"]

SINES = {
    Fraction(0): (Fraction(0), 1),
    Fraction(1, 6): (Fraction(1, 2), 1),
    Fraction(1, 4): (Fraction(1, 2), 2),
    Fraction(1, 3): (Fraction(1, 2), 3),
    Fraction(1, 2): (Fraction(1), 1),
}
"""r -> c and d of the sine c*sqrt(d) of r*pi."""

_FIFTH, _EIGHTH = "(10 - 2 * (sqrt 5))", "(2 + (sqrt 2))"

SURDS = {
    Fraction(1, 5): (f"((sqrt {_FIFTH}) / 4)", ("5", _FIFTH)),
    Fraction(2, 5): (f"((sqrt {_FIFTH}) * (1 + (sqrt 5)) / 8)", ("5", _FIFTH)),
    Fraction(1, 10): ("(((sqrt 5) - 1) / 4)", ("5",)),
    Fraction(3, 10): ("((1 + (sqrt 5)) / 4)", ("5",)),
    Fraction(1, 8): (f"(((sqrt 2) - 1) * (sqrt {_EIGHTH}) / 2)", ("2", _EIGHTH)),
    Fraction(3, 8): (f"((sqrt {_EIGHTH}) / 2)", ("2", _EIGHTH)),
    Fraction(1, 12): ("((sqrt 2) * ((sqrt 3) - 1) / 4)", ("2", "3")),
    Fraction(5, 12): ("((sqrt 2) * ((sqrt 3) + 1) / 4)", ("2", "3")),
}
"""r -> the sine of r*pi, and what stands under the roots in it: library/SpecialAngles.v."""


def literal(value: Fraction) -> str:
    """Return the text of a rational number, in brackets where needed."""
    if value.denominator == 1:
        return str(value) if value >= 0 else f"({value})"
    return f"({value.numerator} / {value.denominator})"


def angle(ratio: Fraction) -> str:
    """Return ratio*pi, from -pi to pi, in the form for which Coq has theorems."""
    if ratio == 0:
        return "0"
    size = abs(ratio)
    if size == 1:
        text = "PI"
    elif size.numerator == 1:
        text = f"(PI / {size.denominator})"
    elif size > Fraction(1, 2):
        text = f"(PI - {angle(1 - size)[1:-1]})"
    else:
        text = f"(PI * {literal(size)})"
    return f"(- {text})" if ratio < 0 else text


def turned(function: str, ratio: Fraction) -> str:
    """Return the tactics that evaluate the function at an angle from -pi to pi."""
    functions = ("sin", "cos") if function == "tan" else (function,)
    lines = []
    if ratio < 0:
        lines += [f"rewrite {f}_neg; " if f == "sin" else "rewrite cos_neg; " for f in functions]
    if Fraction(1, 2) < abs(ratio) < 1:
        lines += ["rewrite sin_PI_x; " if f == "sin" else "rewrite Rtrigo_facts.cos_pi_minus; " for f in functions]
    size = abs(ratio) if abs(ratio) <= Fraction(1, 2) else 1 - abs(ratio)
    known = "repeat angle; " if size in SINES else "repeat special_angle; "
    return "".join(lines) + known


def square_part(value: Fraction) -> tuple[Fraction, int]:
    """Return (c, d) with value = c^2*d and d without squares."""
    whole, outside, rest = value.numerator * value.denominator, 1, 1
    for p, e in fmpz(whole).factor() if whole else ():
        outside *= int(p) ** (int(e) // 2)
        rest *= int(p) ** (int(e) % 2)
    return Fraction(outside, value.denominator) if whole else Fraction(0), rest
