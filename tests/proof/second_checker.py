"""A second reading of certificates, which shares nothing with the first: `ast`, `fractions`, and exact values at points.

A step of the rules `termwise`, `telescope`, `telescope-finite`, `linear`, `creative-telescoping`, `nested-telescoping`
and `induction` is tried at many whole indices and random admissible parameters, in exact rational arithmetic, as
docs/certificate-format.md says what the rule verifies. Constants and functions without a rational value (pi, log(2),
sqrt(5)), and infinite sums, stand for random numbers, the same for the same arguments. So `holds` is no proof, but a
false identity of rational functions, factorials, powers and binomials has no chance; `fails` where no such number
took part is certain.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial, prod
from random import Random
from typing import Any, Literal

__all__ = ["Answer", "checked"]

Answer = Literal["holds", "fails", "outside"]
Env = Mapping[str, Fraction]

_POINTS = 24
_DRAWS = 2
_MOST = 4_000
"""No index, exponent or number of terms beyond: what needs more is outside."""


class Outside(Exception):
    """What this reading does not know: a function, a range, a rule."""


class Fails(Exception):
    """An equation that does not hold at a point."""


def checked(certificate: Mapping[str, Any], seed: int = 0) -> list[tuple[str, Answer]]:
    """Return, for each step of a certificate, the name of its rule and whether it holds."""
    steps = certificate["steps"]
    return [(step["rule"], _answer(step, [steps[p] for p in step["premises"]], seed)) for step in steps]


def _answer(step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]], seed: int) -> Answer:
    rule = _RULES.get(step["rule"])
    if rule is None:
        return "outside"
    tried = False
    for draw in range(_DRAWS):
        model = _Model(f"{seed} {draw}")
        try:
            rule(model, step, premises)
            tried = True
        except Fails:
            return "outside" if model.invented else "fails"
        except (Outside, ZeroDivisionError, OverflowError):
            continue
    return "holds" if tried else "outside"


class _Model:
    """Random values for parameters and for whatever has no rational value."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.invented = False

    def invent(self, *key: object) -> Fraction:
        self.invented = True
        return Fraction(Random(f"{self.seed} {key}").randint(-(10**9), 10**9), 10**8 + 7)

    def parameters(self, facts: Sequence[str], least: int = 0) -> dict[str, Fraction]:
        """Return admissible values of the symbols; whole ones are small, for sums go up to them."""
        random = Random(f"{self.seed} {facts}")
        whole, relations = set(), []
        names = []
        for fact in facts:
            name, _, rest = fact.partition(":")
            names.append(name.strip())
            kind, *bounds = (part.strip() for part in rest.split(","))
            whole |= {name.strip()} if kind == "integer" else set()
            relations += [ast.parse(bound, mode="eval").body for bound in bounds]
        for _ in range(2000):
            env = {
                name: Fraction(random.randint(-4, 14) + least)
                if name in whole
                else Fraction(random.randint(-60, 60), random.choice((7, 11, 20, 61)))
                for name in names
            }
            if all(self._satisfied(relation, env) for relation in relations):
                return env
        raise Outside("no admissible point")

    def _satisfied(self, relation: ast.expr, env: Env) -> bool:
        if not isinstance(relation, ast.Compare):
            raise Outside("a fact that is no comparison")
        was = self.invented
        sides = [self.value(side, env) for side in (relation.left, *relation.comparators)]
        if self.invented and not was:
            raise Outside("a fact about a number that is not rational")
        tests = {ast.Lt: Fraction.__lt__, ast.LtE: Fraction.__le__, ast.NotEq: lambda a, b: a != b}
        return all(tests[type(op)](a, b) for op, a, b in zip(relation.ops, sides, sides[1:], strict=False))

    def value(self, node: ast.expr, env: Env, known: Mapping[str, Fraction] | None = None) -> Fraction:
        """Return the exact value of an expression; `known` has those of infinite sums by their text."""
        match node:
            case ast.Constant(value=int(number)):
                return Fraction(number)
            case ast.Name(id=name):
                return env[name] if name in env else self.invent(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.value(operand, env, known)
            case ast.BinOp(left=left, op=op, right=right):
                return self._operation(op, self.value(left, env, known), self.value(right, env, known))
            case ast.Call(func=ast.Name(id="Sum" | "Product" as kind), args=[term, ast.Tuple(elts=[index, low, high])]):
                return self._series(node, kind, term, index, low, high, env, known or {})
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._function(name, [self.value(a, env, known) for a in arguments])
        raise Outside(ast.dump(node))

    def _operation(self, op: ast.operator, a: Fraction, b: Fraction) -> Fraction:
        match op:
            case ast.Add():
                return a + b
            case ast.Sub():
                return a - b
            case ast.Mult():
                return a * b
            case ast.Div():
                return a / b
            case ast.Pow() if b.denominator == 1 and abs(b) <= _MOST:
                return a ** int(b)
            case ast.Pow():
                return self.invent("power", a, b)
        raise Outside(type(op).__name__)

    def _series(
        self,
        node: ast.expr,
        kind: str,
        term: ast.expr,
        index: ast.expr,
        low: ast.expr,
        high: ast.expr,
        env: Env,
        known: Mapping[str, Fraction],
    ) -> Fraction:
        if not isinstance(index, ast.Name):
            raise Outside("an index that is no name")
        text = ast.unparse(node)
        if text in known:
            return known[text]
        if isinstance(high, ast.Name) and high.id == "oo":
            free = sorted((name, v) for name, v in env.items() if re.search(rf"\b{re.escape(name)}\b", text))
            return self.invent("series", text, free)
        first, last = self.value(low, env, known), self.value(high, env, known)
        if first.denominator != 1 or last.denominator != 1 or last - first > _MOST:
            raise Outside("bounds that are not whole, or far apart")
        inside = (self.value(term, {**env, index.id: Fraction(k)}, known) for k in range(int(first), int(last) + 1))
        return sum(inside, Fraction(0)) if kind == "Sum" else prod(inside, start=Fraction(1))

    def _function(self, name: str, a: list[Fraction]) -> Fraction:
        whole = all(v.denominator == 1 and abs(v) <= _MOST for v in a)
        match name, a:
            case "factorial", [n] if whole and n >= 0:
                return Fraction(factorial(int(n)))
            case "binomial", [n, k] if k.denominator == 1 and abs(k) <= _MOST:
                if n.denominator == 1 and n < 0:
                    raise Outside("a binomial of a negative whole number")
                if k < 0 or (n.denominator == 1 and k > n):
                    return Fraction(0)
                return prod((n - j for j in range(int(k))), start=Fraction(1)) / factorial(int(k))
            case "RisingFactorial", [x, k] if k.denominator == 1 and 0 <= k <= _MOST:
                return prod((x + j for j in range(int(k))), start=Fraction(1))
            case "harmonic", [n, *order] if whole and n >= 0:
                power = int(order[0]) if order else 1
                return sum((Fraction(1, j**power) for j in range(1, int(n) + 1)), Fraction(0))
            case "fibonacci" | "lucas", [n] if whole and n >= 0:
                x, y = (0, 1) if name == "fibonacci" else (2, 1)
                for _ in range(int(n)):
                    x, y = y, x + y
                return Fraction(x)
            case "factorial" | "gamma" | "loggamma" | "zeta" | "harmonic" | "digamma", [n, *_] if (
                n.denominator == 1 and n < 0
            ):
                raise Outside("a pole")
        return self.invent(name, *a)


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _infinite_sum(text: str) -> tuple[ast.expr, str, int, ast.expr]:
    """Return the term, the index, the start and the end of a sum."""
    match _parsed(text):
        case ast.Call(func=ast.Name(id="Sum"), args=[term, ast.Tuple(elts=[ast.Name(id=index), low, high])]):
            return term, index, int(_Model("").value(low, {})), high
    raise Outside("not a sum")


def _equal(a: Fraction, b: Fraction) -> None:
    if a != b:
        raise Fails


def _before(model: _Model, term: ast.expr, index: str, first: int, begin: int, env: Env) -> Fraction:
    return sum((model.value(term, {**env, index: Fraction(k)}) for k in range(first, begin)), Fraction(0))


def _termwise(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    conclusion, begin = step["conclusion"], step["witness"]["from"]
    term, index, first, _ = _infinite_sum(conclusion["left"])
    env = model.parameters(conclusion["assumptions"])
    for n in range(begin, begin + _POINTS):
        _equal(model.value(term, {**env, index: Fraction(n)}), Fraction(0))
    _equal(_before(model, term, index, first, begin, env), model.value(_parsed(conclusion["right"]), env))


def _difference(model: _Model, step: Mapping[str, Any], env: Env) -> tuple[ast.expr, str, int]:
    """Try T(n + 1) - T(n) = f(n); return T, the index, and where it begins."""
    term, index, _, _ = _infinite_sum(step["conclusion"]["left"])
    candidate, begin = _parsed(step["witness"]["antidifference"]), step["witness"]["from"]
    values = [model.value(candidate, {**env, index: Fraction(n)}) for n in range(begin, begin + _POINTS + 1)]
    for n, (now, following) in enumerate(zip(values, values[1:], strict=False), begin):
        _equal(following - now, model.value(term, {**env, index: Fraction(n)}))
    return candidate, index, begin


def _telescope(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    conclusion = step["conclusion"]
    env = model.parameters(conclusion["assumptions"])
    candidate, index, begin = _difference(model, step, env)
    term, _, first, _ = _infinite_sum(conclusion["left"])
    at_start = model.value(candidate, {**env, index: Fraction(begin)})
    total = model.value(_parsed(conclusion["right"]), env)
    limit = total - _before(model, term, index, first, begin, env) + at_start
    if model.invented:
        return  # the limit of a number that is not rational is not seen at points
    text = ast.unparse(candidate)
    is_rational = not re.search(rf"\*\*\(?[^()]*\b{index}\b|[a-zA-Z]\w*\(", text)
    places = (10**50, 10**100) if is_rational else (800, 3200)
    near, far = (abs(model.value(candidate, {**env, index: Fraction(n)}) - limit) for n in places)
    # A rational function is within C/n of its limit; a geometric rest is squared, a slow one (1/sqrt(n)) halved.
    is_geometric = near < Fraction(1, 10**20)
    bound = Fraction(1, 10**40) if is_rational else near**2 if is_geometric else near * Fraction(7, 10)
    if far > bound:
        raise Fails


def _telescope_finite(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    conclusion = step["conclusion"]
    env = model.parameters(conclusion["assumptions"])
    _difference(model, step, env)
    _equal(model.value(_parsed(conclusion["left"]), env), model.value(_parsed(conclusion["right"]), env))


def _linear(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    conclusion, multipliers = step["conclusion"], step["witness"].get("multipliers", [])
    if any(p["conclusion"]["kind"] != "equal" for p in premises):
        raise Outside("a premise that is no equation")
    facts = list(dict.fromkeys([*conclusion["assumptions"]]))
    env = model.parameters(facts)
    equations = [(p["conclusion"]["left"], p["conclusion"]["right"]) for p in premises]
    count = len(equations) - len(multipliers)
    known: dict[str, Fraction] = {}
    for left, right in equations[:count]:
        known[ast.unparse(_parsed(left))] = model.value(_parsed(right), env, known)
    rest = model.value(_parsed(conclusion["left"]), env, known) - model.value(_parsed(conclusion["right"]), env, known)
    for text, (left, right) in zip(multipliers, equations[count:], strict=True):
        gap = model.value(_parsed(left), env, known) - model.value(_parsed(right), env, known)
        rest -= model.value(_parsed(text), env) * gap
    _equal(rest, Fraction(0))


def _creative(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    """Add the finite sums of the conclusion up at several parameters: the antidifferences are not looked at."""
    conclusion = step["conclusion"]
    for least in range(0, 12, 3):
        env = model.parameters(conclusion["assumptions"], least)
        _equal(model.value(_parsed(conclusion["left"]), env), model.value(_parsed(conclusion["right"]), env))


def _nested(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    """Try the recurrences of the inner sums in the whole range, their leading coefficients, and the conclusion."""
    conclusion, witness = step["conclusion"], step["witness"]
    index, rest = witness["index"], list(witness["coefficients"])
    if not len(premises) == len(witness["sums"]) == len(witness["lengths"]) or not 1 <= witness["reach"] <= 12:
        raise Fails
    for least in range(0, 12, 3):
        env = model.parameters(conclusion["assumptions"], least)
        first = min(int(text) for text in witness["lowest"])
        last = max(int(model.value(_parsed(text), env)) for text in witness["highest"])
        unread = rest
        for text, length in zip(witness["sums"], map(int, witness["lengths"]), strict=True):
            own, unread = [_parsed(c) for c in unread[:length]], unread[length:]
            if not 2 <= len(own) == length <= witness["reach"] + 1:
                raise Fails
            for k in range(first, last + 1):
                values = [model.value(c, {**env, index: Fraction(k)}) for c in own]
                inner = [model.value(_parsed(text), {**env, index: Fraction(k + i)}) for i in range(length)]
                if values[-1] == 0:
                    raise Fails
                _equal(sum((c * f for c, f in zip(values, inner, strict=True)), Fraction(0)), Fraction(0))
        if unread:
            raise Fails
        _equal(model.value(_parsed(conclusion["left"]), env), model.value(_parsed(conclusion["right"]), env))


def _induction(model: _Model, step: Mapping[str, Any], premises: Sequence[Mapping[str, Any]]) -> None:
    """Try the recurrence's leading coefficient, the number of first values, and the conclusion at the next values."""
    conclusion, witness = step["conclusion"], step["witness"]
    name, order = witness["symbol"], len(witness["coefficients"]) - 1
    least = min(
        n for n in range(-50, 51)
        if all(
            model._satisfied(_parsed(bound.strip()), {name: Fraction(n)})
            for fact in conclusion["assumptions"] if fact.startswith(f"{name}:")
            for bound in fact.split(",")[1:]
        )
    )  # fmt: skip
    if len(premises) != witness["start"] + order - least + 1:
        raise Fails
    env = model.parameters(conclusion["assumptions"])
    for n in range(witness["start"], witness["start"] + 200):
        if model.value(_parsed(witness["coefficients"][-1]), {**env, name: Fraction(n)}) == 0:
            raise Fails
    left, right = _parsed(conclusion["left"]), _parsed(conclusion["right"])
    for n in range(least, least + order + 8):
        here = {**env, name: Fraction(n)}
        _equal(model.value(left, here), model.value(right, here))


_RULES = {
    "termwise": _termwise,
    "telescope": _telescope,
    "telescope-finite": _telescope_finite,
    "linear": _linear,
    "creative-telescoping": _creative,
    "nested-telescoping": _nested,
    "induction": _induction,
}
