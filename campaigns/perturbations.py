"""Claims with one thing changed: a coefficient, a sign, an exponent, a start, an argument, a function, a fact, a value.

>>> from random import Random
>>> claim = Claim.parse("sum(1/(n*(n+1)), n=1..oo) = 1")
>>> kind, changed = perturbed(claim, Random(3))
>>> kind in KINDS and changed != claim
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    number,
    rational_value,
    rebuild,
)
from tnsim.language.printing import to_text
from tnsim.sets.claim import Claim

__all__ = ["KINDS", "perturbed"]

_SIMILAR = (
    ("sin", "cos", "sinh", "tan"), ("cosh", "cos", "sinh", "exp"), ("atan", "asin", "atanh", "acot"),
    ("coth", "cot", "tanh"), ("zeta", "dirichlet_eta"), ("fibonacci", "lucas"), ("besselj", "besseli"),
    ("gamma", "factorial", "loggamma"), ("floor", "ceiling"), ("elliptic_k", "elliptic_e"), ("digamma", "harmonic"),
    ("chebyshevt", "chebyshevu", "legendre"), ("re", "im", "Abs"), ("log", "sqrt", "exp"), ("factorial2", "factorial"),
    ("binomial", "RisingFactorial", "FallingFactorial"),
)  # fmt: skip
_WIDER = (
    ("integer", "real"), (">= 1", ">= 0"), (">= 0", ">= -1"), ("> 0", ">= 0"), ("> 0", "!= 0"), ("< 1", "<= 1"),
    ("0 <", "-1 <"), ("0 <", "0 <="), ("positive", "nonnegative"), ("< pi", "<= pi"), ("< 2*pi", "<= 2*pi"),
    ("-1 <", "-1 <="), (">= 2", ">= 1"), ("< 1", "< 2"), ("< 2*pi", "< 4*pi"),
)  # fmt: skip

Change = Callable[[Expression, Random], Iterator[Expression]]
"""Yields what may stand in the place of a node."""


def _coefficient(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Integer):
        yield Integer(node.value + 1)
        yield Integer(max(node.value - 1, 0) if node.value != 1 else 2)
        yield number(node.value + Fraction(1, 10 ** random.choice((3, 12, 30))))


def _sign(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Negate):
        yield node.operand
    elif isinstance(node, Add):
        chosen = random.randrange(len(node.terms))
        yield Add(tuple(Negate(term) if i == chosen else term for i, term in enumerate(node.terms)))
    elif isinstance(node, Multiply | Power):
        yield Negate(node)


def _exponent(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Power):
        yield Power(node.base, Add((node.exponent, number(random.choice((1, -1))))))
        yield Power(node.base, Multiply((number(2), node.exponent)))
        yield Power(node.base, Negate(node.exponent))
    elif isinstance(node, Symbol):
        yield Power(node, number(2))


def _start(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Sum | Product):
        by = random.choice((1, -1, 2, -5))
        yield type(node)(node.term, node.index, _moved(node.lower, by), node.upper)
        if node.upper != INFINITY:
            yield type(node)(node.term, node.index, node.lower, _moved(node.upper, by))


def _moved(bound: Expression, by: int) -> Expression:
    value = rational_value(bound)
    return Add((bound, number(by))) if value is None else number(value + by)


def _argument(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Apply) and node.arguments and node.function not in ("tuple", "hyper"):
        chosen = random.randrange(len(node.arguments))
        old = node.arguments[chosen]
        new = random.choice((Add((old, number(1))), Negate(old), Multiply((number(2), old)), Divide(old, number(2))))
        yield Apply(node.function, tuple(new if i == chosen else a for i, a in enumerate(node.arguments)))


def _function(node: Expression, random: Random) -> Iterator[Expression]:
    if isinstance(node, Apply):
        families = [family for family in _SIMILAR if node.function in family]
        if families:
            yield Apply(random.choice([n for n in random.choice(families) if n != node.function]), node.arguments)


_CHANGES: dict[str, Change] = {
    "coefficient": _coefficient,
    "sign": _sign,
    "exponent": _exponent,
    "start": _start,
    "argument": _argument,
    "function": _function,
}
KINDS = (*_CHANGES, "assumption", "value")


def perturbed(claim: Claim, random: Random) -> tuple[str, Claim]:
    """Return the kind of a change and the changed claim, which may be true again.

    Raises InputError where no change that was drawn gives a claim that can be read.
    """
    for _ in range(20):
        kind = random.choice(KINDS)
        try:
            changed = _changed(claim, kind, random)
        except (InputError, ValueError):
            continue
        if changed is not None and changed != claim:
            return kind, changed
    raise InputError("no change of the claim can be read")


def _changed(claim: Claim, kind: str, random: Random) -> Claim | None:
    if kind == "value":
        by = number(Fraction(random.choice((1, -1)), 10 ** random.choice((2, 9, 20, 30, 60))))
        return Claim(Add((claim.expression, by)), claim.assumptions)
    if kind == "assumption":
        texts = list(claim.assumptions.to_texts())
        pairs = [(i, old, new) for i, text in enumerate(texts) for old, new in _WIDER if old in text]
        if not pairs:
            return None
        i, old, new = random.choice(pairs)
        texts[i] = texts[i].replace(old, new)
        return Claim(claim.expression, Assumptions.parse(texts))
    change = _CHANGES[kind]
    places = [place for place, node in enumerate(_nodes(claim.expression)) if any(change(node, Random(0)))]
    if not places:
        return None
    place = random.choice(places)
    expression = _replaced_at(claim.expression, place, lambda node: random.choice(list(change(node, random))))
    return Claim.parse(to_text(expression), claim.assumptions.to_texts())


def _nodes(expression: Expression) -> list[Expression]:
    """Return all nodes but the bound indices, parents first."""
    found: list[Expression] = []

    def visit(node: Expression) -> Expression:
        found.append(node)
        return rebuild(node, visit)

    visit(expression)
    return found


def _replaced_at(expression: Expression, place: int, change: Callable[[Expression], Expression]) -> Expression:
    """Return the expression with its node number `place` changed; what is below it keeps its number."""
    count = -1

    def visit(node: Expression) -> Expression:
        nonlocal count
        count += 1
        if count == place:
            return change(node)
        return rebuild(node, visit) if count < place else node

    return visit(expression)
