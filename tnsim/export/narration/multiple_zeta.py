"""The rule of relations between multiple zeta values, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import lcm

from flint import fmpq

from tnsim.export.document import Formula, Line, formula, say
from tnsim.export.narration.definitions import functions_in
from tnsim.export.narration.statements import enumeration
from tnsim.language.expression import (
    ZERO,
    Apply,
    Constant,
    Expression,
    Power,
    Symbol,
    free_symbols,
    number,
    walk,
)
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.multiple_zeta.colours import CHARACTER, SINE
from tnsim.proof.multiple_zeta.relations import index_text, relation
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.multiple_zeta.words import Index, level_of
from tnsim.proof.rules.relations import difference_as_values, read_multiplier
from tnsim.proof.scope import infinite_nodes

__all__ = ["relations"]

_MOST_SHOWN = 12


def relations(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sums in multiple zeta values, what is to be 0, and the relations that add up to it."""
    left, right = step.conclusion.left, step.conclusion.right or ZERO
    yield say(
        "Let {} be the sum of {} over integers {}, where an entry {} stands for {}.",
        formula("Z(s, t, ...)"), formula("1/(j^s · k^t ...)"), formula("j > k > ... ≥ 1"),
        formula("−s"), formula("(−1)^j/j^s"),
    )  # fmt: skip
    nodes: dict[Expression, None] = dict.fromkeys(node for side in (left, right) for node in infinite_nodes(side))
    thirds = False
    for node in nodes:
        values = series_as_values(node)
        thirds = thirds or any(level_of(part) % 3 == 0 for part in values.values())
        how = ", and a substitution in the iterated integral that it is" if _is_integral(node) else ""
        yield say(f"By partial fractions and products of harmonic numbers{how}, {{}}.",
                  formula(node, " = ", _combination(values)))  # fmt: skip
    if not any(infinite_nodes(right)):
        values = difference_as_values(right, ZERO, thirds=thirds)
        yield from _constants(right, values, thirds)
        yield say("The right side is {}, with products of these series as combinations of them.",
                  formula(right, " = ", _combination(values)))  # fmt: skip
    difference = difference_as_values(left, right)
    level = lcm(*(level_of(part) for part in difference.values()))
    if level % 4 == 0:
        yield say("An entry {} or {} has the factor {} or {}.", formula("cs"), formula("ss"), formula("cos(π·j/2)"),
                  formula("sin(π·j/2)"))  # fmt: skip
    if level % 3 == 0:
        yield say("An entry {} or {} has the factor {} or {}, and {} or {} that times {}.",
                  formula("as"), formula("bs"), formula("cos(2·π·j/3)"), formula("2·sin(2·π·j/3)/√3"),
                  formula("−as"), formula("−bs"), formula("(−1)^j"))  # fmt: skip
    if not difference:
        yield say("With the constants in these values, the two sides are the same combination.")
        return
    yield say("So the left side less the right side is {}.", formula(_combination(difference)))
    names, multipliers = step.witness["relations"], step.witness["multipliers"]
    assert isinstance(names, tuple) and isinstance(multipliers, tuple)
    yield say(
        "A product of two such series is a combination of them, term by term; each is also an iterated integral, and "
        "the product of these is another combination. That gives equations between them, of which the following add "
        "up to the difference:"
    )
    for name, multiplier in list(zip(names, multipliers, strict=True))[:_MOST_SHOWN]:
        kind, _, rest = name.partition(" ")
        parts = rest.split(" | ")
        word = [f"the word {parts.pop(0)}"] if kind.endswith("turn") else []
        indices = " and ".join([*word, *(f"Z({_signed(part)})" for part in parts)])
        words, substitution = _KINDS[kind]
        yield say(f"{words} for {indices}, times {{}}: {{}}.", *substitution,
                  formula(_multiplier(multiplier)), formula(_combination({1: relation(name)}), " = 0"))  # fmt: skip
    if len(names) > _MOST_SHOWN:
        yield say(f"and {len(names) - _MOST_SHOWN} more, which the certificate lists.")


def _constants(right: Expression, values: Mapping[int, Mapping[Index, fmpq]], thirds: bool) -> Iterator[Line]:
    """Yield what the constants are in nested sums."""
    s, pi, two, three = Symbol("s"), Constant("pi"), number(2), number(3)
    half = Apply("polylog", (s, number(1) / two))
    used = set(walk(right))
    applied = [node for node in used if isinstance(node, Apply)]
    orders = {(node.function, len(node.arguments)) for node in applied}
    points = {node.arguments[1] for node in applied if node.function == "polylog"}
    entries = {entry for part in values.values() for index in part for entry in index}
    known = [
        (pi in used, formula(Power(pi, two), " = 6·Z(2)"), "and its even powers by Euler's formula"),
        (pi in used and not thirds and (1, SINE) in entries, formula(pi, " = 4·Z(s1)"), ""),
        (pi in used and thirds and (1, CHARACTER) in entries, formula(pi, " = 3·√3·Z(b1)"), ""),
        (("zeta", 1) in orders, formula(Apply("zeta", (s,)), " = Z(", s, ")"), ""),
        (("zeta", 2) in orders, formula("zeta(s, r/q)"), "the sum of (q/n)^s over the class of r modulo q"),
        (Constant("Catalan") in used, formula(Constant("Catalan"), " = Z(s2)"), ""),
        (Apply("log", (two,)) in used, formula(Apply("log", (two,)), " = −Z(−1)"), ""),
        (Apply("log", (three,)) in used, formula(Apply("log", (three,)), " = −2·Z(a1)"), ""),
        (
            number(1) / two in points,
            formula(half, " = −Z(−1, −1, 1, …, 1)"),
            "with s entries, by t = (1 − u)/2 in its integral",
        ),
        (
            bool(points - {number(1) / two}),
            formula("polylog(s, x)"),
            "by its series, or a substitution in its integral",
        ),
    ]
    told = [(shown, words) for is_used, shown, words in known if is_used]
    if told:
        items = enumeration([f"{{}} ({words})" if words else "{}" for _, words in told])
        yield say(f"Here {items}.", *(shown for shown, _ in told))


def _is_integral(node: Expression) -> bool:
    """Tell whether the sum has powers or central binomials, and so is read as an integral."""
    powers = (part for part in walk(node) if isinstance(part, Power) and free_symbols(part.exponent))
    return bool({"binomial", "factorial"} & functions_in(node)) or any(p.base != number(-1) for p in powers)


_TURN = (formula("t → (1 − t)/(1 − t/exp(2·π·i/3))"),)
_KINDS: Mapping[str, tuple[str, tuple[Formula, ...]]] = {
    "stuffle": ("The product of the two series less that of the two integrals,", ()),
    "hoffman": ("The product with Z(1) as series less that as integrals, where the divergent terms cancel,", ()),
    "doubling": ("The sum over even indices, by all signs added up, less that over their halves,", ()),
    "tripling": ("The sum over multiples of 3, by all factors added up, less that over their thirds,", ()),
    "turn": ("The substitution {} in the integral, rational parts,", _TURN),
    "root-turn": ("The substitution {} in the integral, coefficients of {},", (*_TURN, formula("√−3"))),
    "duality": ("The substitution {} in the integral", (formula("t → 1 − t"),)),
    "reflection": ("The substitution {} in the integral", (formula("t → (1 − t)/(1 + t)"),)),
}


def _combination(values: Mapping[int, Mapping[Index, fmpq]]) -> str:
    """Return the combination as a text, the shallow values first, those with square roots last."""
    text = ""
    for radicand, part in sorted(values.items(), key=lambda item: (abs(item[0]), item[0] < 0)):
        for index, c in sorted(part.items(), key=lambda item: (len(item[0]), item[0])):
            factors = [str(abs(c)) if abs(c) != 1 else "", _root(radicand), f"Z({_entries(index)})" if index else ""]
            text += (" − " if c < 0 else " + ") + ("·".join(filter(None, factors)) or "1")
    return (text.removeprefix(" + ").replace(" − ", "−", 1) if text.startswith(" − ") else text[3:]) or "0"


def _root(radicand: int) -> str:
    return "" if radicand == 1 else _signed(f"√{radicand}")


def _multiplier(text: str) -> str:
    radicand, c = read_multiplier(text)
    return _signed(str(c)) if radicand == 1 else f"{_signed(str(c))}·{_root(radicand)}"


def _entries(index: Index) -> str:
    return index_text(index).replace("-", "−")


def _signed(text: str) -> str:
    return text.replace("-", "−")
