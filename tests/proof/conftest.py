"""Random changes of certificates, for the campaigns of test_mutation.py."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from tnsim.language.expression import (
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Sum,
    rebuild,
    walk,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.checker import RULES

Data = dict[str, Any]
Mutation = Callable[[Random, Data], None]


# --- one random change of an expression -------------------------------------------------------------------


def _changed(random: Random, node: Expression) -> Expression:
    """Return the node with one change at its top."""
    one = Integer(1)
    match node:
        case Integer(value):
            return Integer(max(0, value + random.choice((-1, 1, 1, 2))))
        case Add(terms):
            rest = tuple(t for i, t in enumerate(terms) if i != random.randrange(len(terms)))
            choices: list[Expression] = [Multiply(terms), Add(tuple(reversed(terms))), Add((*terms, one))]
            return random.choice([*choices, Add(rest) if len(rest) > 1 else rest[0] if rest else one])
        case Multiply(factors):
            rest = factors[1:]
            return random.choice(
                (Add(factors), Multiply(tuple(reversed(factors))), rest[0] if len(rest) == 1 else Multiply(rest))
            )
        case Divide(a, b):
            return random.choice((Divide(b, a), Multiply((a, b)), a, Divide(a, b + one)))
        case Power(a, b):
            return random.choice((Power(b, a), Multiply((a, b)), Power(a, b + one), Power(a, Negate(b)), a))
        case Negate(a):
            return a
        case Apply(name, arguments) if len(arguments) == 1:
            swapped = random.choice(
                ("sin", "cos", "atan", "log", "exp", "harmonic", "factorial", "fibonacci", "lucas", "sqrt")
            )
            return random.choice((Apply(swapped, arguments), Apply(name, (arguments[0] + one,)), arguments[0]))
        case Sum(term, index, lower, upper):
            moved = lower + random.choice((one, Negate(one)))
            return random.choice((Sum(term, index, moved, upper), Sum(Negate(term), index, lower, upper), term))
    return random.choice((Negate(node), node + one, Multiply((Integer(2), node))))


def _at_node(expression: Expression, place: int, change: Callable[[Expression], Expression]) -> Expression:
    """Return the expression with the node of that number (parents first) changed."""
    counter = iter(range(10**9))

    def visit(node: Expression) -> Expression:
        return change(node) if next(counter) == place else rebuild(node, visit)

    return visit(expression)


def _mutated(random: Random, expression: Expression) -> Expression:
    size = sum(1 for _ in walk(expression))
    return _at_node(expression, random.randrange(size), lambda node: _changed(random, node))


def _swapped_subtrees(random: Random, expression: Expression) -> Expression:
    nodes = [node for node in walk(expression) if node != expression]
    if len(nodes) < 2:
        return Negate(expression)
    first, second = random.sample(nodes, 2)
    exchange = {first: second, second: first}

    def visit(node: Expression) -> Expression:
        return exchange[node] if node in exchange else rebuild(node, visit)

    return visit(expression)


# --- changes of a certificate -----------------------------------------------------------------------------


def _places(data: Data) -> list[tuple[Data, str]]:
    """Return (object, field) of every expression in the certificate."""
    found = [(data["claim"], "expression")]
    for step in data["steps"]:
        found += [(step["conclusion"], side) for side in ("left", "right") if side in step["conclusion"]]
        for name, value in step["witness"].items():
            if isinstance(value, str) and name in ("antidifference", "base", "oscillation", "value"):
                found.append((step["witness"], name))
            elif isinstance(value, dict):
                found += [(value, inner) for inner in value]
    return found


def _one_expression(random: Random, data: Data) -> None:
    place, field = random.choice(_places(data))
    place[field] = to_text(_mutated(random, parse(place[field])))


def _two_subtrees(random: Random, data: Data) -> None:
    place, field = random.choice(_places(data))
    place[field] = to_text(_swapped_subtrees(random, parse(place[field])))


def _everywhere(random: Random, data: Data) -> None:
    """Change one kind of node in every expression alike, so that claim and proof stay in step."""
    nodes = [n for place, field in _places(data) for n in walk(parse(place[field])) if not isinstance(n, Sum)]
    chosen = random.choice(nodes)
    replacement = _changed(random, chosen)

    def visit(node: Expression) -> Expression:
        return replacement if node == chosen else rebuild(node, visit)

    for place, field in _places(data):
        place[field] = to_text(visit(parse(place[field])))


def _starts_everywhere(random: Random, data: Data) -> None:
    by = random.choice((-1, 1, 2))

    def visit(node: Expression) -> Expression:
        if isinstance(node, Sum) and isinstance(node.lower, Integer) and node.lower.value + by >= 0:
            return Sum(node.term, node.index, Integer(node.lower.value + by), node.upper)
        return rebuild(node, visit)

    for place, field in _places(data):
        place[field] = to_text(visit(parse(place[field])))
    for step in data["steps"]:
        if "from" in step["witness"] and random.random() < 0.7:
            step["witness"]["from"] += by


def _claim_and_last(random: Random, data: Data) -> None:
    """Change the claim and the statement that concludes it in the same way: the premises no longer give it."""
    mutant = to_text(_mutated(random, parse(data["claim"]["expression"])))
    data["claim"]["expression"] = data["steps"][-1]["conclusion"]["left"] = mutant


def _value_chain(random: Random, data: Data) -> None:
    """Change the value of one equation, and the claim by the same: a wrong value carried to the end."""
    equations = [s["conclusion"] for s in data["steps"] if s["conclusion"].get("right", "0") != "0"]
    if not equations:
        return _claim_and_last(random, data)
    chosen = random.choice(equations)
    wrong = to_text(_mutated(random, parse(chosen["right"])))
    before = chosen["right"]
    for equation in equations:
        if equation["right"] == before:
            equation["right"] = wrong
    claim = f"{data['claim']['expression']} - ({wrong} - ({before}))"
    data["claim"]["expression"] = data["steps"][-1]["conclusion"]["left"] = to_text(parse(claim))
    return None


def _rule(random: Random, data: Data) -> None:
    random.choice(data["steps"])["rule"] = random.choice([*RULES, "no such rule"])


def _premises(random: Random, data: Data) -> None:
    position = random.randrange(len(data["steps"]))
    premises = data["steps"][position]["premises"]
    kind = random.randrange(4)
    if kind == 0 and premises:
        premises.pop(random.randrange(len(premises)))
    elif kind == 1:
        random.shuffle(premises)
    elif kind == 2 and premises:
        premises[random.randrange(len(premises))] = random.randint(-1, len(data["steps"]))
    else:
        premises.append(random.randint(0, max(0, position - 1)))


def _order(random: Random, data: Data) -> None:
    steps = data["steps"]
    i, j = random.randrange(len(steps)), random.randrange(len(steps))
    kind = random.randrange(3)
    if kind == 0:
        steps[i], steps[j] = steps[j], steps[i]
    elif kind == 1 and len(steps) > 1:
        steps.pop(i)
    else:
        steps.insert(i, copy.deepcopy(steps[j]))


def _kind(random: Random, data: Data) -> None:
    conclusion = random.choice(data["steps"])["conclusion"]
    conclusion["kind"] = random.choice(("equal", "nonzero", "converges", "diverges"))
    if conclusion["kind"] == "equal":
        conclusion.setdefault("right", "0")
    elif random.random() < 0.8:
        conclusion.pop("right", None)


def _witness(random: Random, data: Data) -> None:
    witness = random.choice(data["steps"])["witness"]
    if not witness:
        witness["from"] = 1
        return
    name = random.choice(sorted(witness))
    value = witness[name]
    if isinstance(value, int):
        witness[name] = value + random.choice((-2, -1, 1, 3))
    elif isinstance(value, list):
        random.shuffle(value)
        value.append("1") if random.random() < 0.3 else value and value.__setitem__(0, f"-({value[0]})")
    elif isinstance(value, dict) and value and random.random() < 0.5:
        value.pop(sorted(value)[0])
    elif random.random() < 0.4:
        del witness[name]
    else:
        witness[name] = random.choice(("", "0", "n", "absolute", "terms", "comparison", "telescope", "zeta series"))


def _assumptions(random: Random, data: Data) -> None:
    """Loosen, drop or change assumptions, in one place or everywhere."""
    holders = [data["claim"], *(step["conclusion"] for step in data["steps"])]
    edits: Sequence[tuple[str, str]] = (
        (" < ", " <= "), (" <= ", " < "), ("-1", "-2"), ("0", "-1"), ("1", "2"), ("real", "integer"), ("integer", "real"),
    )  # fmt: skip
    old, new = random.choice(edits)
    everywhere = random.random() < 0.6
    for holder in holders if everywhere else [random.choice(holders)]:
        holder["assumptions"] = [text.replace(old, new) for text in holder["assumptions"]]
        if not everywhere and random.random() < 0.3:
            holder["assumptions"] = random.choice(([], ["x: real"], ["n: integer, n >= 1"]))


MUTATIONS: Sequence[Callable[[Random, Data], None]] = (
    _one_expression, _one_expression, _two_subtrees, _everywhere, _everywhere, _everywhere, _starts_everywhere,
    _claim_and_last, _value_chain, _rule, _premises, _order, _kind, _witness, _assumptions,
)  # fmt: skip


@pytest.fixture(scope="session")
def mutations() -> Sequence[Mutation]:
    """Return changes in place of the JSON data of a certificate; the frequent ones are listed more than once."""
    return MUTATIONS
