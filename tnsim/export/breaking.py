"""Long formulas in lines: they break before `=`, `+` and `−`, outside of all brackets where that is possible."""

from __future__ import annotations

import re

__all__ = ["broken"]

_TOKENS = re.compile(r"\\left\b|\\right\b|\\[{}]|[(\[{]|[)\]}]| (?=[=+−∼-] )")
_OPENING, _CLOSING = frozenset({"(", "[", "{", "\\{", "\\left"}), frozenset({")", "]", "}", "\\}", "\\right"})


def broken(signs: str, width: int, deepest: int = 0) -> list[str]:
    r"""Return the lines of a formula, each at most `width` long where a break in `deepest` brackets allows that.

    >>> broken("T(n + 1) − T(n) = a + b", 12)
    ['T(n + 1)', '− T(n) = a', '+ b']
    """
    places = _places(signs, deepest)
    lines: list[str] = []
    begin = 0
    while len(signs) - begin > width:
        reached = [at for at in places if begin < at <= begin + width]
        later = [at for at in places if at > begin + width]
        if not reached and not later:
            break
        cut = reached[-1] if reached else later[0]
        lines.append(signs[begin:cut])
        begin = cut + 1
    return [*lines, signs[begin:]]


def _places(signs: str, deepest: int) -> list[int]:
    """Return where the spaces before signs are."""
    depth, found = 0, []
    for match in _TOKENS.finditer(signs):
        token = match[0]
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif depth <= deepest and match.start() > 0:
            found.append(match.start())
    return found
