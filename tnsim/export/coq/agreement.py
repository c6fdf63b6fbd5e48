"""The tactics that prove an equation of closed values: recurrences and known values first, then field arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

__all__ = ["GAUSS", "agreement", "special_arguments"]

_DIGAMMA = re.compile(r"\(digamma (\d+|\(\d+ / \d+\))\)")
_HURWITZ = re.compile(r"\(hurwitz (\d+) (\d+|\(\d+ / \d+\))\)")
GAUSS = {Fraction(1, 3), Fraction(2, 3), Fraction(1, 6), Fraction(5, 6)}
"""Where library/Digamma.v has the digamma function, by Gauss's theorem (DLMF 5.4.19)."""


def special_arguments(texts: tuple[str, ...]) -> tuple[set[Fraction], set[tuple[int, Fraction]]]:
    """Return the arguments of the digamma function, and the pairs of the Hurwitz zeta function's, in the texts."""
    joined = " ".join(texts)
    digammas = {_fraction(a) for a in _DIGAMMA.findall(joined)}
    return digammas, {(int(s), _fraction(a)) for s, a in _HURWITZ.findall(joined)}


def agreement(texts: tuple[str, ...], equations: tuple[str, ...], roots: list[str]) -> list[str]:
    """Return the tactics for an equation of these texts; `equations` are names of proved or published ones.

    `roots` names what is known of squares of roots.
    """
    return list(_tactics(texts, equations, roots))


def _tactics(texts: tuple[str, ...], equations: tuple[str, ...], known_roots: list[str]) -> Iterator[str]:
    digammas, hurwitzes = special_arguments(texts)
    roots: set[str] = set()
    if any("catalan" in text for text in texts):
        yield "unfold catalan."
        hurwitzes |= {(2, Fraction(1, 4))}
    for argument in sorted(digammas, reverse=True):
        for upper in _downwards(argument):
            yield f"digamma_down {_text(upper - 1)} {_text(upper)}."
        roots |= {"3"} if _lowest(argument) in GAUSS else set()
    for order, argument in sorted(hurwitzes, reverse=True):
        for upper in _downwards(argument):
            yield f"hurwitz_down {order}%nat {_text(upper - 1)} {_text(upper)}."
    if hurwitzes:
        yield "rewrite ?hurwitz_three_quarters by lia."
        for name in equations:
            if name.startswith("reflection_"):
                yield f"rewrite ?(hurwitz_quarter {name.removeprefix('reflection_')} _ ltac:(lia) {name})."
        yield "rewrite ?hurwitz_half by lia. rewrite ?hurwitz_2_1."
    if digammas:
        yield "rewrite ?digamma_1, ?digamma_half, ?digamma_quarter, ?digamma_three_quarters."
    if equations:
        yield "rewrite " + ", ".join(f"?{name}" for name in equations) + "."
    if any("(atan 1)" in text for text in texts):
        yield "rewrite ?atan_1."
    names = list(known_roots)
    if not roots and not names:
        yield "solve [values_agree | terms_agree | lra]."
        return
    for root in sorted(roots):
        names.append(f"Q{root}")
        yield f"assert (Q{root} : sqrt {root} * sqrt {root} = {root}) by (apply sqrt_sqrt; lra)."
    yield f"solve [values_agree | field [{' '.join(names)}]; nonzero | terms_agree | lra]."


def _downwards(argument: Fraction) -> Iterator[Fraction]:
    while argument > 1:
        yield argument
        argument -= 1


def _lowest(argument: Fraction) -> Fraction:
    return argument if argument <= 1 else min(_downwards(argument)) - 1


def _fraction(text: str) -> Fraction:
    return Fraction(text.strip("()").replace(" ", ""))


def _text(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"({value.numerator} / {value.denominator})"
