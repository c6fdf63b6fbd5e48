r"""The LaTeX that `tnsim.export.notation` writes as MathML Core, which browsers set without a script.

The commands are those of `tnsim.language.latex` and a few signs; any other is an error, and not shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from tnsim.errors import UnsupportedError

__all__ = ["to_mathml"]

_TOKENS = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|[a-zA-Z]|\S")

# A function stands next to its parenthesis; a space is between factors.
_APPLICATION = re.compile(r"(?<=[A-Za-z}])(?<!\\left)(?<!\\right)(?=\(|\\left\()")
_APPLY, _TIMES = "<mo>&#x2061;</mo>", "<mo>&#x2062;</mo>"
_OPENING = re.compile(r"<mo[^>]*>[(\[]</mo>$")
_CLOSING = re.compile(r"<mo[^>]*>[)\]!]</mo>$")

_LETTERS: Mapping[str, str] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "infty": "∞",
}  # fmt: skip

_SIGNS: Mapping[str, str] = {
    "cdot": "⋅", "cdots": "⋯", "dots": "…", "ge": "≥", "in": "∈", "ldots": "…",
    "le": "≤", "neq": "≠", "pm": "±", "sim": "∼", "to": "→",
}  # fmt: skip

_NAMED = frozenset({
    "arccos", "arcsin", "arctan", "cos", "cosh", "cot", "coth", "csc", "exp", "log", "sec", "sin", "sinh", "tan",
    "tanh",
})  # fmt: skip

_FENCES: Mapping[str, str] = {"lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋"}
_LARGE: Mapping[str, str] = {"sum": "∑", "prod": "∏"}


def to_mathml(latex: str) -> str:
    r"""Return the inside of a `math` element, escaped; raises UnsupportedError for a command that is not known.

    >>> to_mathml(r"\frac{1}{n^{2}}")
    '<mfrac><mn>1</mn><msup><mi>n</mi><mn>2</mn></msup></mfrac>'
    """
    reader = _Reader(_TOKENS.findall(_APPLICATION.sub(r"\\apply ", latex)))
    items = reader.row()
    if reader.tokens:
        raise UnsupportedError(f"unbalanced LaTeX: {latex!r}")
    return "".join(items)


class _Reader:
    """A recursive descent over the tokens, which are kept in reverse."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def row(self) -> list[str]:
        """Return the elements up to the end of a group, which stays."""
        items: list[str] = []
        while self.tokens and self.tokens[-1] not in ("}", "\\right"):
            name = self.tokens[-1].removeprefix("\\")
            item = self.scripted()
            before = items[-1] if items else ""
            if item == _MINUS and not _is_operand(before):
                item = '<mo form="prefix">−</mo>'
            elif _is_operand(before) and (_OPENING.match(item) or _is_factor(item)):
                items.append(_TIMES)
            items.append(item)
            if name in _NAMED and self.tokens and self.tokens[-1] != "\\apply":
                items.append(_APPLY)
        return items

    def scripted(self) -> str:
        """Return the next element with what is below and above it."""
        large = self.tokens[-1].removeprefix("\\") in _LARGE
        base, below, above = self.atom(), "", ""
        while self.tokens and self.tokens[-1] in ("_", "^"):
            if self.tokens.pop() == "_":
                below = self.argument()
            else:
                above = self.argument()
        name = ("munder", "mover", "munderover") if large else ("msub", "msup", "msubsup")
        if below and above:
            return f"<{name[2]}>{base}{below}{above}</{name[2]}>"
        kind = name[0] if below else name[1]
        return f"<{kind}>{base}{below}{above}</{kind}>" if below or above else base

    def argument(self) -> str:
        """Return what is in braces, or one token, as one element."""
        if not self.tokens:
            raise UnsupportedError("LaTeX ends where an argument is expected")
        if self.tokens[-1] != "{":
            return self.atom()
        self.tokens.pop()
        items = self.row()
        self._expect("}")
        return items[0] if len(items) == 1 else f"<mrow>{''.join(items)}</mrow>"

    def atom(self) -> str:
        token = self.tokens.pop()
        if token == "{":
            self.tokens.append(token)
            return self.argument()
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token.isalpha():
            return f"<mi>{token}</mi>"
        if not token.startswith("\\"):
            kind = ' stretchy="false"' if token in "()[]|" else ""
            return f"<mo{kind}>{_sign(token)}</mo>"
        return self.command(token[1:])

    def command(self, name: str) -> str:
        if name in _LETTERS and name[0].isupper():
            return f'<mi mathvariant="normal">{_LETTERS[name]}</mi>'
        if name in _LETTERS:
            return f"<mi>{_LETTERS[name]}</mi>"
        if name in _SIGNS:
            return f"<mo>{escape(_SIGNS[name])}</mo>"
        if name in _LARGE:
            return f"<mo>{_LARGE[name]}</mo>"
        if name in _NAMED:
            return f"<mi>{name}</mi>"
        match name:
            case "frac":
                return f"<mfrac>{self.argument()}{self.argument()}</mfrac>"
            case "binom":
                choice = f'<mfrac linethickness="0">{self.argument()}{self.argument()}</mfrac>'
                return f"<mrow><mo>(</mo>{choice}<mo>)</mo></mrow>"
            case "sqrt":
                return f"<msqrt>{self.argument()}</msqrt>"
            case "underline":
                return f"<munder>{self.argument()}<mo>_</mo></munder>"
            case "operatorname" | "mathrm" | "text":
                return f'<mi mathvariant="normal">{self.letters()}</mi>'
            case "mathtt":
                return f'<mi mathvariant="monospace">{self.letters()}</mi>'
            case "left":
                return self.fenced()
            case "apply":
                return _APPLY
        raise UnsupportedError(f"no MathML for the LaTeX command \\{name}")

    def letters(self) -> str:
        self._expect("{")
        text = ""
        while self.tokens and self.tokens[-1] != "}":
            text += self.tokens.pop().removeprefix("\\")
        self._expect("}")
        return escape(text)

    def fenced(self) -> str:
        before = self._fence()
        items = self.row()
        self._expect("\\right")
        return f"<mrow>{before}{''.join(items)}{self._fence()}</mrow>"

    def _fence(self) -> str:
        token = self.tokens.pop() if self.tokens else ""
        sign = _FENCES.get(token.removeprefix("\\"), token)
        return f'<mo fence="true">{escape(sign)}</mo>'

    def _expect(self, token: str) -> None:
        if not self.tokens or self.tokens.pop() != token:
            raise UnsupportedError(f"unbalanced LaTeX: {token!r} is missing")


_MINUS = "<mo>−</mo>"


def _is_operand(item: str) -> bool:
    """Tell whether an element may be a factor on the left of another one."""
    return _is_factor(item) or bool(_CLOSING.match(item))


def _is_factor(item: str) -> bool:
    is_large = item.startswith(("<munder><mo>", "<mover><mo>", "<munderover><mo>"))
    return bool(item) and not item.startswith("<mo") and not is_large


def _sign(token: str) -> str:
    return "−" if token == "-" else escape(token)
