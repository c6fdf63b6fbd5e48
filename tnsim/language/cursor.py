"""A place in a list of tokens: what comes next, brackets that must match, and errors that point there."""

from __future__ import annotations

from typing import NoReturn

from tnsim.errors import LimitError, ParseError
from tnsim.language.construction import Part
from tnsim.language.limits import Limits
from tnsim.language.tokens import Token, tokenize

__all__ = ["Cursor"]


class Cursor:
    """Moves over the tokens of a text from left to right; every failure is a ParseError with its position."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.tokens = tokenize(text, limits)
        self.at = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def minus_signs(self) -> int:
        minus = 0
        while self.sees("+", "-"):
            minus += self.advance().text == "-"
        return minus

    def open(self, sign: str | None = None) -> Token:
        opening = self.advance() if sign is None else self.expect(sign)
        self.enter(opening)
        return opening

    def enter(self, word: Token) -> None:
        if self.nesting >= self.limits.depth:
            message = f"the formula is nested deeper than the limit of {self.limits.depth} levels"
            raise LimitError(message, self.text, word.position)
        self.nesting += 1

    def sees(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def take(self, sign: str) -> bool:
        found = self.sees(sign)
        self.at += found
        return found

    def advance(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str, opening: Token | None = None) -> Token:
        if opening is not None and self.token.kind == "end":
            self.fail(f"'{opening.text}' is never closed", opening)
        if not self.sees(sign):
            self.fail(f"expected '{sign}' here, found {self.found()}")
        return self.advance()

    def close(self, opening: Token) -> None:
        closing = {"(": ")", "[": "]", "{": "}", "|": "|"}[opening.text]
        if self.token.kind in ("number", "name") or self.sees("(", "√", "<", ">"):
            self.unexpected()
        self.expect(closing, opening)
        self.nesting -= 1

    def found(self) -> str:
        return "the end" if self.token.kind == "end" else f"'{self.token.text}'"

    def unexpected(self) -> NoReturn:
        word, before = self.token, self.tokens[self.at - 1] if self.at else None
        ends_operand = before is not None and (before.kind != "sign" or before.text in ")]}!|")
        if word.text in ("<", ">"):
            self.fail("an inequality is no formula; a claim is an expression or lhs = rhs")
        if word.text in (")", "]", "}") and ends_operand:
            self.fail(f"'{word.text}' closes nothing")
        if word.text == ".." and not ends_operand:
            self.fail("'...' leaves open how it goes on; write the terms as a formula, as in sum(1/n^2, n=1..oo)")
        if ends_operand and (word.kind in ("number", "name") or word.text in ("(", "√")):
            self.fail(f"an operator or a comma is missing before '{word.text}'; a product is written with '*'")
        if ends_operand:
            self.fail(f"expected an operator or the end, found {self.found()}")
        self.fail(f"expected a number, a name or '(' here, found {self.found()}")

    def fail(self, message: str, at: Token | Part | None = None) -> NoReturn:
        place = self.token.position if at is None else at.start if isinstance(at, Part) else at.position
        raise ParseError(message, self.text, place)
