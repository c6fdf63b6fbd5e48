"""What is known of the free symbols of a formula: real or whole, and inequalities between expressions.

>>> facts = Assumptions.parse(["x: real, 0 < x < 1", "n: integer, >= 0"])
>>> facts.to_texts()
('n: integer, 0 <= n', 'x: real, 0 < x, x < 1')
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from tnsim.errors import AssumptionError, ParseError
from tnsim.language.bounds import bounding_symbols
from tnsim.language.expression import (
    INFINITY,
    Apply,
    Expression,
    Negate,
    Symbol,
    free_symbols,
    number,
    rational_value,
    substitute,
)
from tnsim.language.limits import DEFAULT_LIMITS
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.language.tokens import constant_meant, is_symbol_name

__all__ = ["EMPTY", "Assumptions", "Inequality", "Relation", "require_known"]

Relation = Literal["<", "<=", "!="]

_RELATION = re.compile(r"<=|>=|!=|<|>|≤|≥|≠|=")
_READ_AS: dict[str, tuple[Relation, bool]] = {  # the relation, and whether the sides are swapped
    "<": ("<", False), "<=": ("<=", False), "≤": ("<=", False), "!=": ("!=", False), "≠": ("!=", False),
    ">": ("<", True), ">=": ("<=", True), "≥": ("<=", True),
}  # fmt: skip
_KINDS = ("integer", "real")
_SIGNS = {"positive": ">", "negative": "<", "nonnegative": ">=", "nonpositive": "<=", "nonzero": "!="}
_WORDS = frozenset({*_KINDS, *_SIGNS})
_EXAMPLE = "write for example 'x: real, 0 < x < 1' or 'n: integer, >= 0'"


@dataclass(frozen=True, slots=True)
class Inequality:
    """`left relation right`, between real numbers (`!=` between any)."""

    left: Expression
    relation: Relation
    right: Expression

    @property
    def symbols(self) -> frozenset[str]:
        """Return the names that occur."""
        return free_symbols(self.left) | free_symbols(self.right)

    def to_text(self) -> str:
        """Return the text that `Assumptions.parse` reads."""
        return f"{to_text(self.left)} {self.relation} {to_text(self.right)}"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Facts on symbols; `reals` names the real symbols that are not known to be whole numbers.

    Their order does not matter: the inequalities are kept sorted, each once.

    >>> Assumptions.parse(["x: real, 0 < x < 1", "n: integer, >= 0"]).to_texts()
    ('n: integer, 0 <= n', 'x: real, 0 < x, x < 1')
    """

    integers: frozenset[str] = frozenset()
    reals: frozenset[str] = frozenset()
    inequalities: tuple[Inequality, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(set(self.inequalities), key=Inequality.to_text))
        object.__setattr__(self, "reals", self.reals - self.integers)
        object.__setattr__(self, "inequalities", ordered)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Assumptions:
        """Return the facts that the texts state; a symbol in an order relation is real.

        Raises AssumptionError where a text is malformed, or numbers as bounds contradict each other.
        """
        kinds: dict[str, str] = {}
        inequalities: list[Inequality] = []
        for text in [texts] if isinstance(texts, str) else texts:
            names, facts = _split(text)
            for name in names:
                kinds.setdefault(name, "")
            for fact in facts:
                if fact in _KINDS:
                    kinds |= {name: fact for name in names if kinds[name] != "integer"}
                else:
                    inequalities += _inequalities(text, names, fact)
        for inequality in inequalities:
            undecided = sorted(name for name in inequality.symbols if not kinds.get(name))
            if undecided and inequality.relation == "!=":
                raise AssumptionError(
                    f"{inequality.to_text()}: say what {undecided[0]} is, as in '{undecided[0]}: real'"
                )
            kinds |= dict.fromkeys(undecided, "real")
        for name, kind in kinds.items():
            if not kind:
                raise AssumptionError(f"nothing is assumed of {name}; {_EXAMPLE}")
        integers = frozenset(name for name, kind in kinds.items() if kind == "integer")
        facts_read = cls(integers, frozenset(kinds), tuple(inequalities))
        facts_read._refuse_contradictions()
        return facts_read

    @property
    def symbols(self) -> frozenset[str]:
        """Return the names of all symbols of which something is known."""
        return self.integers | self.reals

    def is_integer(self, name: str) -> bool:
        """Tell whether the symbol is known to be a whole number."""
        return name in self.integers

    def to_texts(self) -> tuple[str, ...]:
        """Return one text a symbol; `Assumptions.parse` reads them back to the same facts."""
        grouped: dict[str, list[str]] = {name: [] for name in sorted(self.symbols)}
        loose: list[str] = []
        for fact in self.inequalities:
            sides = [s.name for s in (fact.right, fact.left) if isinstance(s, Symbol) and s.name in grouped]
            (grouped[sides[0]] if sides else loose).append(fact.to_text())
        texts = [
            ", ".join([f"{name}: {'integer' if name in self.integers else 'real'}", *facts])
            for name, facts in grouped.items()
        ]
        return (*texts, *loose)

    def with_integer(self, name: str, lower: Expression | None = None, upper: Expression | None = None) -> Assumptions:
        """Return the facts inside a sum over the whole number `name` from `lower` to `upper`.

        The name is bound anew: what was known of an outer symbol of that name is dropped.
        """
        outer = self._without(name)
        bounds: list[Inequality] = []
        if lower is not None and lower != Negate(INFINITY) and name not in free_symbols(lower):
            bounds.append(Inequality(lower, "<=", Symbol(name)))
        if upper is not None and upper != INFINITY and name not in free_symbols(upper):
            bounds.append(Inequality(Symbol(name), "<=", upper))
        return Assumptions(outer.integers | {name}, outer.reals, (*outer.inequalities, *bounds))

    def with_difference(self, name: str, value: Expression) -> Assumptions:
        """Return the facts and `name != value`."""
        fact = Inequality(Symbol(name), "!=", value)
        return Assumptions(self.integers, self.reals, (*self.inequalities, fact))

    def substituted(self, name: str, value: Expression) -> Assumptions:
        """Return what is left to assume of the other symbols once `name` has a value."""
        inequalities = [
            Inequality(substitute(f.left, {name: value}), f.relation, substitute(f.right, {name: value}))
            for f in self.inequalities
        ]
        kept = tuple(f for f in inequalities if f.symbols)
        return Assumptions(self.integers - {name}, self.reals - {name}, kept)

    def _without(self, name: str) -> Assumptions:
        kept = tuple(f for f in self.inequalities if name not in f.symbols)
        return Assumptions(self.integers - {name}, self.reals - {name}, kept)

    def _refuse_contradictions(self) -> None:
        for name in sorted(self.symbols):
            facts = [f for f in self.inequalities if Symbol(name) in (f.left, f.right)]
            if not _has_values(name, facts, name in self.integers):
                said = ", ".join(f.to_text() for f in facts)
                raise AssumptionError(f"no {name} satisfies {said}; correct the bounds")


EMPTY = Assumptions()


def require_known(expression: Expression, facts: Assumptions) -> None:
    """Raise AssumptionError where an expression has a symbol of which nothing is assumed.

    >>> require_known(parse("1/x"), EMPTY)
    Traceback (most recent call last):
    tnsim.errors.AssumptionError: nothing is assumed of x; say what it is, for example 'x: real'
    """
    for name in sorted(free_symbols(expression) - facts.symbols):
        meant = constant_meant(name)
        advice = f"{meant}; if it is a symbol, say" if meant else "say"
        kind = "integer" if name in bounding_symbols(expression) else "real"
        raise AssumptionError(f"nothing is assumed of {name}; {advice} what it is, for example '{name}: {kind}'")


def _split(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the names before the colon, and the facts after it."""
    if len(text) > DEFAULT_LIMITS.length:
        limit = DEFAULT_LIMITS.length
        raise AssumptionError(f"an assumption has at most {limit} characters, got {len(text)}")
    head, colon, body = text.partition(":")
    if not colon:
        head, body = "", text
    names = tuple(name.strip() for name in head.split(",")) if colon else ()
    for name in names:
        if not is_symbol_name(name) or name in _WORDS:
            raise _malformed(text, f"{name!r} is not the name of a symbol")
    facts = [fact.strip() for fact in _at_commas(body)]
    if not all(facts):
        raise _malformed(text, "nothing is said where a fact is expected")
    return names, facts


def _at_commas(text: str) -> Iterator[str]:
    start = depth = 0
    for i, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            yield text[start:i]
            start = i + 1
    yield text[start:]


def _inequalities(text: str, names: Sequence[str], fact: str) -> Iterator[Inequality]:
    if fact in _SIGNS:
        fact = f"{_SIGNS[fact]} 0"
    relations = _RELATION.findall(fact)
    sides = [side.strip() for side in _RELATION.split(fact)]
    if fact == "complex":
        raise _malformed(text, "symbols are real; a complex number is u + I*v with two of them")
    if not relations:
        known = ", ".join([*_KINDS, *_SIGNS])
        raise _malformed(text, f"unknown fact {fact!r}, known are {known} and inequalities")
    if "=" in relations:
        raise _malformed(text, "write the value into the formula instead of assuming an equality")
    if sides[0] and not set(sides[0].split()) & _WORDS:
        yield from _chain(text, [_side(text, side) for side in sides], relations)
        return
    if sides[0] or not names:
        raise _malformed(text, "facts are separated by commas and belong to a symbol")
    others = [_side(text, side) for side in sides[1:]]
    for name in names:
        yield from _chain(text, [Symbol(name), *others], relations)


def _chain(text: str, sides: Sequence[Expression], relations: Sequence[str]) -> Iterator[Inequality]:
    for left, sign, right in zip(sides, relations, sides[1:], strict=False):
        if not free_symbols(left) | free_symbols(right):
            raise _malformed(text, f"'{to_text(left)} {sign} {to_text(right)}' has no symbol")
        relation, swapped = _READ_AS[sign]
        yield from _without_modulus(right, relation, left) if swapped else _without_modulus(left, relation, right)


def _without_modulus(left: Expression, relation: Relation, right: Expression) -> Iterator[Inequality]:
    """Return `|x| < b` as `-b < x` and `x < b`, with `<=` as with `<`: the same for real x and every real b.

    Where b is negative, neither holds for any x.
    """
    match left:
        case Apply("Abs", (Symbol() as x,)) if relation != "!=":
            value = rational_value(right)
            yield Inequality(Negate(right) if value is None else number(-value), relation, x)
            yield Inequality(x, relation, right)
        case _:
            yield Inequality(left, relation, right)


def _side(text: str, side: str) -> Expression:
    try:
        found = parse(side)
    except ParseError as error:
        raise _malformed(text, f"in {side!r}: {error}") from None
    if words := sorted(free_symbols(found) & _WORDS):  # what is written could not be read back
        raise _malformed(text, f"{words[0]!r} is said of symbols, and names none")
    return found


def _malformed(text: str, what: str) -> AssumptionError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return AssumptionError(f"{shown!r}: {what}; {_EXAMPLE}")


def _has_values(name: str, facts: Sequence[Inequality], whole: bool) -> bool:
    """Tell whether the bounds that are plain numbers leave a value; other bounds are not looked at."""
    lower: tuple[Fraction, bool] | None = None
    upper: tuple[Fraction, bool] | None = None
    excluded: set[Fraction] = set()
    for fact in facts:
        is_upper = fact.left == Symbol(name)
        value = rational_value(fact.right if is_upper else fact.left)
        if value is None:
            continue
        strict = fact.relation == "<"
        if fact.relation == "!=":
            excluded.add(value)
        elif is_upper:
            upper = min(upper or (value, not strict), (value, not strict))
        else:
            lower = max(lower or (value, strict), (value, strict))
    if lower is None or upper is None:
        return True
    if whole:
        first = math.floor(lower[0]) + 1 if lower[1] else math.ceil(lower[0])
        last = math.floor(upper[0]) if upper[1] else math.ceil(upper[0]) - 1
        inside = sum(first <= value <= last and value.denominator == 1 for value in excluded)
        return last - first + 1 > inside
    touching = not lower[1] and upper[1] and lower[0] not in excluded
    return lower[0] < upper[0] or (lower[0] == upper[0] and touching)
