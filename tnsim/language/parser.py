"""Text to expression, by a grammar of our own; nothing is evaluated, and limits hold before work is spent.

    claim      = expression ['=' expression]                     lhs = rhs is lhs - rhs
    expression = [signs] product {('+' | '-') [signs] product}
    product    = power {('*' | '/') [signs] power}                -a*b is -(a*b); a*-b is a*(-b)
    power      = postfix ['^' [signs] power]                      from the right; -a^b is -(a^b)
    postfix    = atom {'!' | '!!'} [superscript digits]
    atom       = number | name | name '(' arguments ')' | '(' expression ')' | '|' expression '|'
               | '√' atom | series
    series     = sum '(' expression {',' range} ')' | '∑' '_' '{' name '=' bound '}' '^' limit product
    range      = name '=' bound '..' bound | '(' name ',' bound ',' bound ')'     the first is the innermost

`^` is also `**`, `sum` also `Sum`, `∑`, and for products `product`, `Product`, `∏`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NoReturn

from tnsim.errors import LimitError
from tnsim.language.bounds import is_whole
from tnsim.language.construction import Builder, Part
from tnsim.language.cursor import Cursor
from tnsim.language.derived_functions import DERIVED
from tnsim.language.expression import (
    FUNCTIONS,
    INFINITY,
    Expression,
    Negate,
    Product,
    Sum,
    Symbol,
)
from tnsim.language.limits import DEFAULT_LIMITS, Limits
from tnsim.language.tokens import (
    CONSTANT_NAMES,
    FUNCTION_NAMES,
    INFINITY_NAMES,
    PRODUCT_NAMES,
    SUM_NAMES,
    Token,
    did_you_mean,
    is_symbol_name,
)

__all__ = ["DEFAULT_LIMITS", "Limits", "parse"]


def parse(text: str, limits: Limits = DEFAULT_LIMITS) -> Expression:
    """Return the expression that the text says; `lhs = rhs` is read as `lhs - rhs`.

    Raises ParseError, which carries the position and says what would be right; LimitError, where the text
    is larger than `limits` allow.

    >>> parse("1/n^2")
    Divide(Integer(1), Power(Symbol('n'), Integer(2)))
    >>> parse("sum(0.5^n, n=1..oo) = 1") == parse("Sum((1/2)**n, (n, 1, oo)) - 1")
    True
    """
    return _read_short(text, limits) if len(text) <= _SHORT else _read(text, limits)


_SHORT = 400
"""Characters of a text whose expression is remembered; with the number of texts it bounds the memory."""


def _read(text: str, limits: Limits) -> Expression:
    reader = _Reader(text, limits)
    try:
        return reader.claim()
    except RecursionError:
        raise LimitError("the formula is nested too deeply", text, reader.token.position) from None


@lru_cache(maxsize=1024)
def _read_short(text: str, limits: Limits) -> Expression:
    """Return the same: lemmas and witnesses are read over and over, and expressions never change."""
    return _read(text, limits)


class _Reader(Cursor):
    """Each method consumes what its line of the grammar says."""

    def __init__(self, text: str, limits: Limits) -> None:
        super().__init__(text, limits)
        self.build = Builder(text, limits)

    def claim(self) -> Expression:
        if self.token.kind == "end":
            self.fail("the formula is empty; write for example sum(1/n^2, n=1..oo) = pi^2/6")
        left = self.expression()
        if self.take("="):
            right = self.expression()
            left = self.build.add([left, self.build.negate(right)])
            if self.sees("="):
                self.fail("a claim has one '='; write two claims")
        if self.token.kind != "end":
            self.unexpected()
        return left.node

    def expression(self) -> Part:
        minus = self.minus_signs()
        terms = [self.build.negate(self.product(), minus)]
        while self.sees("+", "-"):
            minus = (self.advance().text == "-") + self.minus_signs()
            terms.append(self.build.negate(self.product(), minus))
        return self.build.add(terms) if len(terms) > 1 else terms[0]

    def product(self) -> Part:
        factors = [self.power()]
        while self.sees("*", "/"):
            divides = self.advance().text == "/"
            minus = self.minus_signs()
            factor = self.build.negate(self.power(), minus)
            if divides:
                factors = [self.build.divide(self.build.multiply(factors), factor)]
            else:
                factors.append(factor)
        return self.build.multiply(factors)

    def power(self) -> Part:
        operands = [self.postfix()]
        signs = [0]
        while self.take("^"):
            signs.append(self.minus_signs())
            operands.append(self.postfix())
        result = operands.pop()
        while operands:
            exponent = self.build.negate(result, signs.pop())
            result = self.build.power(operands.pop(), exponent)
        return result

    def postfix(self) -> Part:
        part = self.atom()
        while self.sees("!", "!!"):
            name = "factorial" if self.advance().text == "!" else "factorial2"
            part = self.build.apply(name, [part])
        if self.token.kind == "superscript":
            part = self.build.power(part, self.superscript())
            if self.token.kind == "superscript" or self.sees("^", "!", "!!"):
                self.fail("a superscript ends a power; write parentheses, as in (x²)!")
        return part

    def superscript(self) -> Part:
        word = self.advance()
        if word.text == "n":
            return self.build.symbol("n", word.position)
        digits = self.build.number(word.text.lstrip("+-"), word.position)
        return self.build.negate(digits, word.text.count("-"))

    def atom(self) -> Part:
        word = self.token
        if word.kind == "number":
            self.advance()
            return self.build.number(word.text, word.position)
        if word.kind == "name":
            return self.named()
        if self.sees("(", "|"):
            opening = self.open()
            inside = self.expression()
            self.close(opening)
            inside = inside._replace(start=word.position)
            return self.build.apply("Abs", [inside]) if word.text == "|" else inside
        if self.sees("√"):
            opening = self.open()
            inside = self.atom()
            self.nesting -= 1
            return self.build.apply("sqrt", [inside], opening.position)
        self.unexpected()

    def named(self) -> Part:
        word = self.advance()
        name, called = word.text, self.sees("(")
        if name in SUM_NAMES or name in PRODUCT_NAMES:
            return self.series(word)
        if name in INFINITY_NAMES:
            self.fail("infinity is a bound of a sum or product, not a number", word)
        if name == "Rational" and called:
            return self.rational(word)
        if name in FUNCTION_NAMES or name == "Rational":
            if not called:
                self.fail(f"{name} is a function; write {name}(...), or choose another name", word)
            return self.call(word, FUNCTION_NAMES[name])
        if called:
            self.unknown_function(word)
        if name in CONSTANT_NAMES:
            return self.build.constant(CONSTANT_NAMES[name], word.position)
        return self.build.symbol(name, word.position)

    def unknown_function(self, word: Token) -> NoReturn:
        name, known = word.text, did_you_mean(word.text)
        if name in CONSTANT_NAMES:
            self.fail(f"{name} is a constant, not a function; a product is written {name}*(...)", word)
        hint = f"did you mean {known}?" if known else f"functions have SymPy's names, a product is {name}*(...)"
        self.fail(f"unknown function {name}; {hint}", word)

    def call(self, word: Token, function: str) -> Part:
        opening = self.open()
        wanted = (DERIVED[function][0],) if function in DERIVED else FUNCTIONS[function]
        count = " or ".join(map(str, wanted)) + (" argument" if wanted == (1,) else " arguments")
        arguments: list[Part] = []
        while not self.sees(")"):
            if arguments:
                self.expect(",", opening)
            in_list = function == "hyper" and len(arguments) < 2
            arguments.append(self.parameters() if in_list else self.expression())
            if len(arguments) > max(wanted):
                self.fail(f"{word.text} takes {count}", word)
        self.close(opening)
        if len(arguments) not in wanted:
            self.fail(f"{word.text} takes {count}, got {len(arguments)}", word)
        return self.build.apply(function, arguments, word.position)

    def parameters(self) -> Part:
        if not self.sees("(", "["):
            self.fail("hyper takes two lists of parameters and a number, as in hyper((a, b), (c,), z)")
        opening = self.open()
        closing = ")" if opening.text == "(" else "]"
        items: list[Part] = []
        while not self.sees(closing):
            if items:
                self.expect(",", opening)
                if self.sees(closing):
                    break
            items.append(self.expression())
            if len(items) > max(FUNCTIONS["tuple"]):
                self.fail(f"hyper takes at most {max(FUNCTIONS['tuple'])} parameters of a kind", opening)
        self.close(opening)
        return self.build.apply("tuple", items, opening.position)

    def rational(self, word: Token) -> Part:
        opening = self.open()
        parts = [self.expression()]
        if self.take(","):
            parts.append(self.expression())
        self.close(opening)
        negative = 0
        for i, part in enumerate(parts):
            if part.value is None or part.value.denominator != 1:
                self.fail("Rational takes whole numbers; write a quotient with '/'", part)
            if isinstance(part.node, Negate):
                parts[i] = part._replace(node=part.node.operand, value=-part.value)
                negative += 1
        quotient = self.build.divide(*parts) if len(parts) == 2 else parts[0]
        return self.build.negate(quotient._replace(start=word.position), negative % 2)

    def series(self, word: Token) -> Part:
        kind = Sum if word.text in SUM_NAMES else Product
        if word.text in ("∑", "∏") and self.take("_"):
            return self.displayed(word, kind)
        example = f"{word.text}(1/n^2, n=1..oo)"
        if not self.sees("("):
            self.fail(f"{word.text} is written {example}", word)
        opening = self.open()
        result = self.expression()
        if not self.sees(","):
            if not self.sees(")"):
                self.close(opening)
            self.fail(f"the range is missing: {example}", word)
        while self.take(","):
            index, lower, upper = self.range(example)
            result = self.build.series(kind, result, index, lower, upper, word.position)
        self.close(opening)
        return result

    def displayed(self, word: Token, kind: type[Sum | Product]) -> Part:
        opening = self.open("{")
        index = self.index("∑_{n=1}^{∞} 1/n²")
        self.expect("=")
        lower = self.bound(is_lower=True)
        self.close(opening)
        self.expect("^")
        if self.sees("{"):
            opening = self.open()
            upper = self.bound(is_lower=False)
            self.close(opening)
        else:
            upper = self.bare_bound()
        self.enter(word)
        minus = self.minus_signs()
        term = self.build.negate(self.product(), minus)
        self.nesting -= 1
        return self.build.series(kind, term, index, lower, upper, word.position)

    def range(self, example: str) -> tuple[Symbol, Part, Part]:
        if not self.sees("("):
            index = self.index(example)
            if self.sees(")", ","):
                self.fail(f"the range of {index.name} is missing: {example}")
            self.expect("=")
            lower = self.bound(is_lower=True)
            self.expect("..")
            return index, lower, self.bound(is_lower=False)
        opening = self.open()
        index = self.index(example)
        self.expect(",", opening)
        lower = self.bound(is_lower=True)
        self.expect(",", opening)
        upper = self.bound(is_lower=False)
        self.take(",")
        self.close(opening)
        return index, lower, upper

    def index(self, example: str) -> Symbol:
        word = self.token
        if word.kind != "name":
            self.fail(f"a range names its index: {example}")
        if not is_symbol_name(word.text):
            self.fail(f"{word.text} has a meaning of its own and cannot be an index; choose another name")
        return Symbol(self.advance().text)

    def bound(self, is_lower: bool) -> Part:
        start = self.at
        minus = self.minus_signs()
        if self.token.text in INFINITY_NAMES:
            if is_lower != bool(minus % 2):
                self.fail("a range runs upward: -oo can only be a lower bound, oo an upper one")
            return self.build.negate(self.build.constant(INFINITY.name, self.advance().position), minus % 2)
        self.at = start
        return self.whole(self.expression())

    def bare_bound(self) -> Part:
        word = self.token
        if word.text in INFINITY_NAMES:
            return self.bound(is_lower=False)
        if word.kind == "number":
            return self.whole(self.build.number(self.advance().text, word.position))
        if not is_symbol_name(word.text):
            self.fail("a bound that is no single number or name stands in braces: ∑_{n=1}^{N+1} 1/n²")
        return self.build.symbol(self.advance().text, word.position)

    def whole(self, bound: Part) -> Part:
        if not is_whole(bound.node):
            self.fail("bounds must be whole numbers: an integer, a name, n + 2*m, floor(x), oo or -oo", bound)
        return bound
