"""Values of functions that turn one side of an equation into the other: printed, each with its publication."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.document import Formula, Line, equation, say
from tnsim.export.narration.statements import enumeration
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import Apply, Constant, Expression, rational_value, walk
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression

__all__ = ["known_values"]

_MOST = 8


def known_values(scope: Scope, left: Expression, right: Expression) -> Iterator[Line]:
    """Yield the values of the functions that stand on one side only, with their sources."""
    applied = [dict.fromkeys(node for node in walk(side) if isinstance(node, Apply)) for side in (left, right)]
    told: list[tuple[Formula, str]] = []
    needs_gamma = False
    general: dict[str, None] = {}
    for node in [n for n in applied[0] if n not in applied[1]] + [n for n in applied[1] if n not in applied[0]]:
        source = _source(node)
        if not source:
            continue
        try:
            value = tidied(to_expression(scope.lift(node, "a value")))
        except (TnsimError, Rejected, ZeroDivisionError):
            general[source] = None
            continue
        if value == node:
            continue
        told.append((equation(node, value), source))
        needs_gamma = needs_gamma or Constant("EulerGamma") in walk(value)
    if told and len(told) <= _MOST:
        items = [f"{{}} ({source})" for _, source in told]
        yield say(f"This uses {enumeration(items)}.", *(shown for shown, _ in told))
        if needs_gamma:
            yield say("Here {} is Euler's constant (DLMF 5.2.3).", Constant("EulerGamma"))
    else:
        general |= dict.fromkeys(source for _, source in told)
    if general:
        yield say(f"This uses values of functions ({'; '.join(general)}).")


def _source(node: Apply) -> str:
    """Return where the value is published, or nothing for functions whose values are common knowledge."""
    arguments = [rational_value(a) for a in node.arguments]
    match node.function, arguments:
        case "digamma", [Fraction() as x]:
            return _digamma(x)
        case "digamma", [None]:
            return "DLMF 5.5.2 and 5.5.4"
        case "zeta", [Fraction() as s]:
            return _zeta(s)
        case "zeta", [Fraction() as s, Fraction() as a]:
            return _hurwitz(s, a)
        case "gamma", [Fraction() as x]:
            if x.denominator == 1:
                return "DLMF 5.4.1"
            half = "DLMF 5.4.6" if x.denominator == 2 else ""
            return half if x == Fraction(1, 2) else " with ".join(filter(None, [half, "DLMF 5.5.1"]))
        case ("beta", _):
            return "DLMF 5.12.1"
        case ("dirichlet_eta", _):
            return "DLMF 25.2.3"
        case ("polygamma", _):
            return "DLMF 25.11.12"
        case ("polylog", [s, _]):
            return "−log(1 − x) for order 1" if s == 1 else "DLMF 25.12.10"
        case ("fibonacci" | "lucas", [None]):
            return "Binet's formula"
    return ""


def _digamma(x: Fraction) -> str:
    if x == 1:
        return "DLMF 5.4.12"
    if x == Fraction(1, 2):
        return "DLMF 5.4.13"
    if x > 0 and x.denominator == 1:
        return "DLMF 5.4.14"
    if x > 0 and x.denominator == 2:
        return "DLMF 5.4.15"
    return "Gauss's formula DLMF 5.4.19" if 0 < x < 1 else "Gauss's formula DLMF 5.4.19 with 5.5.2"


def _zeta(s: Fraction) -> str:
    if s in (0, 2, 4, 6):
        return "DLMF 25.6.1"
    return "DLMF 25.6.2" if s > 0 else "DLMF 25.6.3"


def _hurwitz(s: Fraction, a: Fraction) -> str:
    """Return the sources for a Hurwitz zeta function, by way of the Riemann zeta function where that is possible."""
    even = f" and {_zeta(s).removeprefix('DLMF ')}" if s.denominator == 1 and s % 2 == 0 else ""
    if a.denominator == 1:
        return f"DLMF 25.11.2{even}" if a == 1 else f"DLMF 25.11.2 with 25.11.3{even}"
    if a.denominator == 2:
        return f"DLMF 25.11.11{even}" if a == Fraction(1, 2) else f"DLMF 25.11.11 with 25.11.3{even}"
    return "DLMF 25.11.15, 25.11.3 and 5.15.6"
