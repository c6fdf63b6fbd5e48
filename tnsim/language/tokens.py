"""The words of the input language: names, numbers and signs, each with its place in the text.

>>> [token.text for token in tokenize("∑(1/n², n=1..∞)")]
['∑', '(', '1', '/', 'n', '2', ',', 'n', '=', '1', '..', '∞', ')', '']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tnsim.errors import LimitError, ParseError
from tnsim.language.derived_functions import DERIVED
from tnsim.language.expression import CONSTANTS, FUNCTIONS
from tnsim.language.limits import DEFAULT_LIMITS, Limits

__all__ = [
    "CONSTANT_NAMES",
    "FUNCTION_NAMES",
    "INFINITY_NAMES",
    "PRODUCT_NAMES",
    "SUM_NAMES",
    "Token",
    "constant_meant",
    "did_you_mean",
    "is_symbol_name",
    "tokenize",
]

SUM_NAMES = frozenset({"sum", "Sum", "∑", "Σ"})
PRODUCT_NAMES = frozenset({"prod", "product", "Product", "∏", "Π"})
INFINITY_NAMES = frozenset({"oo", "inf", "infinity", "∞"})

CONSTANT_NAMES: Mapping[str, str] = {name: name for name in sorted(CONSTANTS - {"oo"})} | {
    "π": "pi",
    "γ": "EulerGamma",
}

FUNCTION_NAMES: Mapping[str, str] = {name: name for name in FUNCTIONS if name != "tuple"} | {
    "Gamma": "gamma", "Γ": "gamma", "abs": "Abs", "arccos": "acos", "arccosh": "acosh", "arccot": "acot",
    "arcsin": "asin", "arcsinh": "asinh", "arctan": "atan", "arctanh": "atanh", "ff": "FallingFactorial",
    "ln": "log", "pochhammer": "RisingFactorial", "psi": "digamma", "rf": "RisingFactorial", "ζ": "zeta",
    "ψ": "digamma",
} | {name: name for name in DERIVED}  # fmt: skip

_RESERVED = frozenset({"Rational", *SUM_NAMES, *PRODUCT_NAMES, *INFINITY_NAMES, *CONSTANT_NAMES, *FUNCTION_NAMES})

_NAME = r"[A-Za-z][A-Za-z0-9_]*|[Α-Ωα-ω][0-9]*(?:_[A-Za-z0-9]+)*|[∑∏∞]"
_TOKENS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>{_NAME})
    |(?P<superscript>[⁻⁺]?[⁰¹²³⁴-⁹]+|ⁿ)
    |(?P<unclear>!!?=)
    |(?P<sign>\*\*|==|!!|\.\.\.?|[-+*/^!()\[\]{{}},=|<>_√…·⋅∙×÷∕−–≤≥≠])""",
    re.VERBOSE,
)
_SAME_SIGN: Mapping[str, str] = {
    "**": "^", "·": "*", "⋅": "*", "∙": "*", "×": "*", "÷": "/", "∕": "/", "−": "-", "–": "-", "==": "=",
    "...": "..", "…": "..", "≤": "<", "≥": ">", "≠": "<",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", "-+0123456789n")
_ADVICE: Mapping[str, str] = {
    ".": "a '.' belongs into a decimal number (0.5) or, doubled, into a range (n=1..oo)",
    "'": "text in quotes is no part of a formula",
    '"': "text in quotes is no part of a formula",
    "_": "a name starts with a letter",
    "%": "there is no remainder sign; write Mod(n, m)",
    ":": "assumptions are given apart from the formula",
    "\\": "LaTeX is not read; write Sum(1/n**2, (n, 1, oo))",
}


class Token(NamedTuple):
    """A word; `kind` is number, name, superscript, sign or end; in `text`, `**` is `^` and `·` is `*`."""

    kind: str
    text: str
    position: int


def tokenize(text: str, limits: Limits = DEFAULT_LIMITS) -> list[Token]:
    """Return the tokens, closed by one of kind `end`.

    Raises LimitError where the text is too long, ParseError at a character that no formula holds.
    """
    if len(text) > limits.length:
        message = f"the formula has {len(text)} characters, over the limit of {limits.length}"
        raise LimitError(message, text, limits.length)
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None or (match.group() == "_" and (not tokens or tokens[-1].text not in ("∑", "∏"))):
            raise ParseError(_unexpected(text[position]), text, position)
        kind, word = str(match.lastgroup), match.group()
        if kind == "unclear":
            message = f"'{word}' is unclear: put a space before '=' if a factorial is meant"
            raise ParseError(message, text, position)
        if kind != "space":
            word = word.translate(_SUPERSCRIPTS) if kind == "superscript" else _SAME_SIGN.get(word, word)
            tokens.append(Token(kind, word, position))
        position = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _unexpected(character: str) -> str:
    advice = _ADVICE.get(character)
    return f"unexpected character {character!r}" + (f": {advice}" if advice else "")


def is_symbol_name(name: str) -> bool:
    """Tell whether a text can name an index or a parameter: a name that means nothing else."""
    return re.fullmatch(_NAME, name) is not None and name not in _RESERVED


def constant_meant(name: str) -> str:
    """Return what to say of a symbol that is the usual name of a constant written otherwise here, '' for the others.

    >>> constant_meant("e"), constant_meant("x")
    ("Euler's number is written E", '')
    """
    return {"e": "Euler's number is written E", "i": "the imaginary unit is written I"}.get(name, "")


def did_you_mean(name: str) -> str:
    """Return the function name nearest to an unknown one, '' if none is near.

    >>> did_you_mean("binom"), did_you_mean("Zeta"), did_you_mean("f")
    ('binomial', 'zeta', '')
    """
    from difflib import get_close_matches  # only a mistake waits for it

    known = {known.lower(): known for known in sorted({*FUNCTIONS, "Sum", "Product", "Rational"} - {"tuple"})}
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    return known[near[0]] if near else ""
