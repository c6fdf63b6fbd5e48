"""Terms with circular functions: all by the sine and cosine of one growth of the angle, at one place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.angles import SINES, angle, literal, turned
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.placed import Placed
from tnsim.export.coq.real_forms import pi_ratio
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import (
    ZERO,
    Add,
    Apply,
    Expression,
    Multiply,
    Negate,
    free_symbols,
    number,
    substitute,
    walk,
)
from tnsim.proof.scope import Rejected, Scope

__all__ = ["angles_by_growth"]

_PLACE = "(INR k)"
_HALF = Fraction(1, 2)


def angles_by_growth(terms: Sequence[Placed]) -> tuple[list[str], list[str]]:
    """Return the tactics that write circular functions by those of growths and first angles, and what is known then."""
    found: dict[str, tuple[Expression, Expression, Formulas]] = {}
    growth: Expression
    for term in terms:
        writer = term.writer()
        for node in walk(term.term):
            if isinstance(node, Apply) and node.function in ("sin", "cos") and term.index in free_symbols(node):
                first, second = (substitute(node.arguments[0], {term.index: number(term.start + i)}) for i in range(2))
                growth = Add((second, Negate(first)))
                rate = fraction_of(growth)
                growth = growth if rate is None else number(rate)
                found[writer.real(node.arguments[0])] = growth, first, term.formulas
    if not found:
        return [], []
    lines, known = [], []
    growths: list[tuple[Expression, str]] = []
    replaced: dict[str, str] = {}
    firsts: dict[str, Fraction | None] = {}
    same = "rewrite ?S_INR, ?plus_INR; cbn [INR]; field"
    for old, (growth, first, formulas) in sorted(found.items(), key=lambda item: _size(item[1][0])):
        unit, m = _by_growth(growth, growths, formulas)
        sign = "" if m > 0 else "- "
        text = " + ".join([f"{sign}({_PLACE} * {unit})"] * abs(m))
        ratio = pi_ratio(first)
        steps = None if ratio is not None and _values(ratio) is not None else _steps(first, growth, formulas)
        if steps is not None:
            text += f" + {sign}({unit})" * (steps * abs(m))
            firsts[unit] = None
        elif first != ZERO and ratio != 0:
            at = formulas.real(first) if ratio is None else f"(PI * {literal(ratio)})"
            firsts[at] = ratio
            text += f" + {at}"
        replaced[old] = text
    # The longest first: one argument may stand inside of another.
    for old, text in sorted(replaced.items(), key=lambda pair: -len(pair[0])):
        lines.append(f"try (replace {old} with ({text}) by ({same})).")
    lines.append("repeat (rewrite cos_plus || rewrite sin_plus || rewrite cos_neg || rewrite sin_neg).")
    for i, (_, growth_text) in enumerate(growths):
        known.append(f"Circle{i}")
        lines.append(f"generalize (sine_squared ({_PLACE} * {growth_text})); intros Circle{i}.")
    for i, (at, ratio) in enumerate(firsts.items()):
        values = None if ratio is None else _values(ratio)
        if values is None or ratio is None:
            known.append(f"First{i}")
            lines.append(f"generalize (sine_squared {at}) (COS_bound {at}); intros First{i} [? ?].")
            continue
        for name, value in zip(("sin", "cos"), values, strict=True):
            proof = f"replace {at} with {angle(ratio)} by field; {turned(name, ratio)}try field"
            lines.append(f"replace ({name} {at}) with {value} by (symmetry; {proof}).")
        for root in (2, 3):
            if any(f"sqrt {root}" in value for value in values) and f"Surd{root}" not in known:
                known.append(f"Surd{root}")
                lines.append(f"assert (Surd{root} : sqrt {root} * sqrt {root} = {root}) by (apply sqrt_sqrt; lra).")
    return lines, known


def _size(growth: Expression) -> Fraction:
    ratio = pi_ratio(growth)
    return Fraction(10**6) if ratio is None else abs(ratio)


def _by_growth(growth: Expression, growths: list[tuple[Expression, str]], formulas: Formulas) -> tuple[str, int]:
    """Return a growth as a small multiple of one that is there, or is added."""
    scope = Scope(formulas.assumptions)
    for other, text in growths:
        for m in (1, -1, 2, -2, 3, -3):
            if _is_zero(scope, Add((growth, Negate(Multiply((number(m), other)))))):
                return text, m
    ratio = pi_ratio(growth)
    growths.append((growth, formulas.real(growth) if ratio is None else f"(PI * {literal(ratio)})"))
    return growths[-1][1], 1


def _steps(first: Expression, growth: Expression, formulas: Formulas) -> int | None:
    """Return how many times the growth a first angle is, if that is a few times."""
    scope = Scope(formulas.assumptions)
    for m in range(5):
        if _is_zero(scope, Add((first, Negate(Multiply((number(m), growth)))))):
            return m
    return None


def _values(ratio: Fraction) -> tuple[str, str] | None:
    """Return the sine and the cosine of ratio*pi, None where they are not known here."""
    if abs(ratio) > 1:
        return None
    first = abs(ratio) if abs(ratio) <= _HALF else 1 - abs(ratio)
    if first not in SINES:
        return None
    signs = (-1 if ratio < 0 else 1, -1 if abs(ratio) > _HALF else 1)
    texts = []
    for sign, where in zip(signs, (first, _HALF - first), strict=True):
        factor, root = SINES[where]
        texts.append(f"({literal(sign * factor)} * sqrt {root})" if root > 1 else literal(sign * factor))
    return texts[0], texts[1]


def _is_zero(scope: Scope, e: Expression) -> bool:
    try:
        return bool(scope.lift(e, "an angle") == 0)
    except (Rejected, TnsimError):
        return False
