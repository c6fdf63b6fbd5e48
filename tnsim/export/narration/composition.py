"""The rules that compose steps, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tnsim.export.document import Line, equation, formula, say, show
from tnsim.export.narration.combinations import combined, multiple, total
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.growth import behaviour
from tnsim.export.narration.identities import denominators
from tnsim.export.narration.statements import class_index, enumeration, references, sides
from tnsim.export.narration.tidying import tidied
from tnsim.export.narration.values import known_values
from tnsim.language.expression import (
    INFINITY,
    ONE,
    ZERO,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    number,
    rational_value,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.recurrence import difference
from tnsim.proof.scope import (
    Scope,
    admit_equations,
    infinite_nodes,
    infinite_sum,
    replace_nodes,
    whole,
    witness_expression,
)
from tnsim.ring.readback import to_expression

__all__ = ["cases", "interchange", "linear", "merge", "rearrangement", "reindex", "residues", "rewrite", "split"]
__all__ += ["start", "termwise"]

_LONGEST = 200
"""Characters of a value that is shown."""


def termwise(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield from where on the terms are 0, and the sum of those before."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin = whole(step.witness, "from")
    yield say(f"{{}} for every integer {{}}, {EXACT}.",
              formula(term, " = ", number(0)), formula(Symbol(index), " ≥ ", number(begin)))  # fmt: skip
    if begin > first:
        before = Scope(step.conclusion.assumptions, {index: begin}).prefix(term, index, first, begin)
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The other terms, those with {}, add up to {}.", where, to_expression(before))


def linear(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the equation with proved values put in, and the relations that are used."""
    texts = step.witness.get("multipliers", ())
    multipliers = texts if isinstance(texts, tuple) else ()
    known = len(premises) - len(multipliers)
    left, right = sides(step.conclusion)
    if len(premises) == 1 and not multipliers and sides(premises[0]) == (left, right):
        yield say(f"This is {references(step.premises)}.")
        return
    values = {p.left: p.right for p in premises[:known] if p.right is not None}
    left, right = (replace_nodes(side, values) for side in (left, right))
    if known and tidied(left) == tidied(right):
        yield say(f"The left side has this value by {references(step.premises[:known])}.")
        return
    if known and (left, right) == sides(step.conclusion):
        yield say(f"By {references(step.premises[:known])} its series and products converge.")
    elif known:
        yield say(f"With what {references(step.premises[:known])} proved, this is the equation")
        yield show(left, " = ", right)
    if multipliers:
        yield from _relations(step, multipliers, known)
        return
    scope = Scope(step.conclusion.assumptions)
    admit_equations(scope, premises)
    yield from known_values(scope, left, right)
    yield from _common_value(scope, left, right)


def _relations(step: Step, multipliers: tuple[str, ...], known: int) -> Iterator[Line]:
    """Yield the combination of relations that the equation is."""
    items: list[str] = []
    factors: list[Expression] = []
    for text, number_of_step in zip(multipliers, step.premises[known:], strict=True):
        factor = read_expression(text)
        items.append(references((number_of_step,)) if factor == ONE else f"{{}} times {references((number_of_step,))}")
        factors += [] if factor == ONE else [factor]
    said = "It is the sum of the equations " if len(items) > 1 else "It is "
    yield say(f"{said}{enumeration(items)}, {EXACT}.", *factors)


def _common_value(scope: Scope, left: Expression, right: Expression) -> Iterator[Line]:
    value = to_expression(scope.lift(right, "the right side")) if not scope.sums else None
    if value is not None and (few := _written_out(left)) is not None:
        shown = [formula(e, " = ", value) if tidied(e) != value else formula(value) for e in (few, right)]
        yield say("The left side is {}, and the right side is {}.", *shown)
        return
    if value is None or len(to_text(value)) > _LONGEST:
        yield say(f"The two sides are the same, {EXACT}.")
    elif value in (left, right):
        yield say(f"The two sides are equal, {EXACT}.")
    else:
        yield say(f"Both sides are equal to {{}}, {EXACT}.", value)


def _written_out(e: Expression) -> Expression | None:
    """Return the terms of a finite sum that has at most three."""
    if not isinstance(e, Sum):
        return None
    first, last = rational_value(e.lower), rational_value(e.upper)
    if first is None or last is None or not 0 <= last - first <= 2 or first.denominator != 1:
        return None
    return total(substitute(e.term, {e.index.name: number(int(first) + k)}) for k in range(int(last - first) + 1))


def interchange(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the double series, why its order may be changed, and both sums."""
    weight, order = (witness_expression(step.witness, name) for name in ("weight", "order"))
    _, index, first = infinite_sum(step.conclusion.left)
    _, other, start = infinite_sum(premises[0].left)
    power = Power(Symbol(other), Negate(order))
    inner = Sum(power, Symbol(other), number(start), INFINITY)
    size = Multiply((weight, Power(number(start), Negate(order))))
    yield say("The series of zeta is put in: the term is {}.", Multiply((weight, inner)))
    yield say(
        "For {} the inner sum is at most a constant times {}.",
        formula(Symbol(index), " ≥ ", number(first)),
        Power(number(start), Negate(order)),
    )
    scope = Scope(step.conclusion.assumptions, {index: first})
    found = behaviour(scope.ring, scope.lift(size, "the majorant"), index)
    if found is not None:
        yield say("The sum of the moduli of {} converges: they are {}.", size, formula("O(", found[1], ")"))
    yield say("So the double series converges absolutely, and by Fubini's theorem the order may be changed:")
    yield show(step.conclusion.left, " = ", Sum(Sum(weight * power, Symbol(index), number(first), INFINITY),
               Symbol(other), number(start), INFINITY))  # fmt: skip
    yield say(f"The inner sum is in {references(step.premises[1:])}, the outer one in {references(step.premises[:1])}.")


def rearrangement(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the pieces that become double series, how these are cut, and that their parts cancel."""
    names = ("sums", "weights", "ratios", "multiplicities", "cuts")
    columns = [column for name in names if isinstance(column := step.witness[name], tuple)]
    nodes = list(dict.fromkeys(infinite_nodes(difference(step.conclusion))))
    yield say(
        "The terms are the sums of the following pieces, with i = 0, 1, … counting the terms from the first one on. "
        "A denominator {} is expanded as a power series of {}, summed over j = 0, 1, …; the double series converge "
        "absolutely.",
        formula("(1 − ", Symbol("N"), ")^e"), Symbol("N"),
    )  # fmt: skip
    for place, weight, ratio, multiplicity, plan in zip(*columns, strict=True):
        piece = read_expression(weight)
        if multiplicity != "0":
            piece = Divide(piece, _power(number(1) - read_expression(ratio), int(multiplicity)))
        cuts = "" if plan == "." else f", cut into {_cuts(plan)}"
        yield say(f"A piece of the terms of {{}} is {{}}{cuts}.", nodes[int(place)], piece)
    yield say(
        "By Fubini's theorem the parts may be summed in every order. Parts with the same powers, where i and j may be "
        f"exchanged, have weights that add up to 0, {EXACT}; series in one index are geometric.",
    )


def _power(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Power(base, number(exponent))


def _cuts(plan: str) -> str:
    """Return the cuts of a plan in words, each once."""
    said = {"ei": "i = 0 and i ≥ 1", "ej": "j = 0 and j ≥ 1", "d": "i = j, i > j and i < j"}
    found = dict.fromkeys(re.findall(r"[ij]\d+|e[ij]|d", plan))
    return ", then ".join(said.get(cut, f"the classes of {cut[0]} modulo {cut[1:]}") for cut in found)


def split(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the combination of terms and the combination of values."""
    term, index, _ = infinite_sum(step.conclusion.left)
    texts = step.witness["coefficients"]
    coefficients = [read_expression(text) for text in texts] if isinstance(texts, tuple) else []
    parts = []
    for premise in premises:
        part, part_index, _ = infinite_sum(premise.left)
        parts.append(substitute(part, {part_index: Symbol(index)}))
    if coefficients == [ONE] and tidied(parts[0]) == tidied(term) and premises[0].right == step.conclusion.right:
        yield say(f"The terms are those of {references(step.premises)}.")
        return
    values = combined(coefficients, [sides(premise)[1] for premise in premises])
    yield from _combination(step, term, coefficients, parts)
    right = sides(step.conclusion)[1]
    known = references(dict.fromkeys(step.premises))
    if len(set(step.premises)) > 1:
        both = "Both series converge" if len(set(step.premises)) == 2 else "All these series converge"
        said = f"{both}, by {known}; so the sum is the same combination of their values"
    elif coefficients == [ONE]:
        said = (
            f"So the sum is that of {known}, with its value in another form" if values != right else f"This is {known}"
        )
    else:
        said = f"That series converges, by {known}; so this sum is the same multiple of its value"
    if values == right:
        yield say(f"{said}.")
        return
    yield say(f"{said}:")
    yield show(values, " = ", right)
    yield from known_values(Scope(step.conclusion.assumptions), values, right)


def _combination(
    step: Step, term: Expression, coefficients: list[Expression], parts: list[Expression]
) -> Iterator[Line]:
    """Yield the term as a combination, written out where it does not stand there already."""
    whole_term = combined(coefficients, parts)
    if tidied(whole_term) != tidied(term):
        _, index, first = infinite_sum(step.conclusion.left)
        where = formula(Symbol(index), " ≥ ", number(first))
        yield say(
            f"The term is a linear combination of those of {references(step.premises)}, {EXACT}: "
            "for every integer {},",
            where,
        )
        yield show(term, " = ", whole_term)
        scope = Scope(step.conclusion.assumptions, {index: first})
        read = [scope.lift(e, "a term") for e in (term, *parts)]
        yield from denominators(scope, read, where)
        return
    items = [
        f"that of {references((p,))}" if c == ONE else f"{{}} times that of {references((p,))}"
        for c, p in zip(coefficients, step.premises, strict=True)
    ]
    yield say(f"The term is {' plus '.join(items)}.", *(c for c in coefficients if c != ONE))


def merge(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the merged sum, its value, and what stands beside it."""
    merged, value = sides(premises[0])
    scope = Scope(step.conclusion.assumptions)
    rest = scope.lift(step.conclusion.right or ZERO, "the value") - scope.lift(value, "the merged value")
    yield say(f"Every sum on the left side converges, by {references(step.premises[1:])}.")
    yield say("So they may be added term by term, as one sum over the common range:")
    yield show(step.conclusion.left, " = ", total((merged, to_expression(rest))))
    yield say(f"The value of that sum is in {references(step.premises[:1])}.")


def reindex(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the new index in terms of the old one."""
    _, index, first = infinite_sum(step.conclusion.left)
    _, other_index, other_first = infinite_sum(premises[0].left)
    moved = total((Symbol(index), number(other_first - first)))
    if moved == Symbol(other_index):
        yield say(f"This is {references(step.premises)}, with its terms and its value in another form, {EXACT}.")
        return
    yield say(
        f"This is {references(step.premises)} with {{}} in place of {{}}, so that the range {{}} becomes {{}}; the "
        f"terms are the same, {EXACT}.",
        moved,
        Symbol(other_index),
        formula(Symbol(other_index), " ≥ ", number(other_first)),
        formula(Symbol(index), " ≥ ", number(first)),
    )


def start(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the terms between the two starts."""
    term, index, first = infinite_sum(step.conclusion.left)
    other, other_index, other_first = infinite_sum(premises[0].left)
    common = max(first, other_first)
    scope = Scope(step.conclusion.assumptions, {index: common})
    yield say(
        f"The terms are those of {references(step.premises)} for every integer {{}}, {EXACT}.",
        formula(Symbol(index), " ≥ ", number(common)),
    )
    between = formula(number(min(first, other_first)), " ≤ ", Symbol(index), " < ", number(common))
    if first < other_first:
        total = scope.prefix(term, index, first, other_first)
        yield say("The terms with {} come in addition; they add up to {}.", between, to_expression(total))
    elif other_first < first:
        moved = substitute(other, {other_index: Symbol(index)})
        total = scope.prefix(moved, index, other_first, first)
        yield say("The terms with {} are left out; they add up to {}.", between, to_expression(total))


def residues(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the classes."""
    _, index, first = infinite_sum(step.conclusion.left)
    count = number(len(premises))
    for r, premise in enumerate(premises):
        m = class_index(premise, index)
        position = equation(Symbol(index), total((multiple(count, Symbol(m)), number(first + r))))
        yield say(f"{references((step.premises[r],))} sums the terms with {{}}.", position)
    yield say(
        "Every class converges, so the terms tend to 0, and a partial sum differs from the partial sums "
        "of the classes by fewer than {} terms. The values add up.",
        count,
    )


def rewrite(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield where the equality of the terms and the other statement come from."""
    _, index, first = infinite_sum(step.conclusion.left)
    identity, source = ((p,) for p in step.premises)
    yield say(
        f"By {references(identity)} the terms are equal to those in {references(source)} "
        "for every integer {}; so the two sums are the same.",
        formula(Symbol(index), " ≥ ", number(first)),
    )


def cases(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the two cases."""
    symbol, value = Symbol(str(step.witness["symbol"])), witness_expression(step.witness, "value")
    different, equal = ((p,) for p in step.premises)
    yield say(
        f"Either {{}}, which is {references(different)}, or {{}}, which is {references(equal)}.",
        formula(symbol, " ≠ ", value),
        equation(symbol, value),
    )
