"""The rules that compose steps, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.narration.lines import Line, equation, formula, say, show
from tnsim.export.narration.statements import references
from tnsim.language.expression import (
    INFINITY,
    Add,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    number,
    substitute,
)
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.scope import Scope, infinite_sum, replace_nodes, whole, witness_expression
from tnsim.ring.readback import to_expression

__all__ = ["cases", "interchange", "linear", "merge", "rearrangement", "reindex", "residues", "rewrite", "split"]
__all__ += ["start", "termwise"]

_SAME = "the same normal form in the difference ring"


def termwise(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield from where on the terms are 0, and the sum of those before."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin = whole(step.witness, "from")
    yield say("{} for every whole {}: its normal form in the difference ring is 0.",
              formula(term, " = ", number(0)), formula(Symbol(index), " ≥ ", number(begin)))  # fmt: skip
    if begin > first:
        total = Scope(step.conclusion.assumptions, {index: begin}).prefix(term, index, first, begin)
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The other terms, those with {}, add up to {}.", where, to_expression(total))


def linear(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the equation with proved values put in, and the relations that are used."""
    texts = step.witness.get("multipliers", ())
    multipliers = texts if isinstance(texts, tuple) else ()
    known = len(premises) - len(multipliers)
    values = {p.left: p.right for p in premises[:known] if p.right is not None}
    left, right = (replace_nodes(side, values) for side in _sides(step.conclusion))
    if known:
        yield say(f"Put in what {references(step.premises[:known])} proved:")
        yield show(left, " = ", right)
    for text, number_of_step in zip(multipliers, step.premises[known:], strict=True):
        yield say(f"Subtract {references((number_of_step,))}, multiplied by {{}}.", read_expression(text))
    yield say(f"The two sides have {_SAME}: exact arithmetic, no rounding.")


def interchange(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the double series, why its order may be changed, and both sums."""
    weight, order = (witness_expression(step.witness, name) for name in ("weight", "order"))
    _, index, first = infinite_sum(step.conclusion.left)
    _, other, start = infinite_sum(premises[0].left)
    power = Power(Symbol(other), Negate(order))
    inner = Sum(power, Symbol(other), number(start), INFINITY)
    yield say("The series of zeta is put in: the term is {}.", Multiply((weight, inner)))
    yield say(
        "For {} the inner sum is at most a constant times {}; that times the modulus of the weight has a finite sum, "
        "by its order of growth. So the double series converges absolutely, and Fubini allows the other order:",
        formula(Symbol(index), " ≥ ", number(first)),
        Power(number(start), Negate(order)),
    )
    yield show(step.conclusion.left, " = ", Sum(Sum(weight * power, Symbol(index), number(first), INFINITY),
               Symbol(other), number(start), INFINITY))  # fmt: skip
    yield say(f"The inner sum is in {references(step.premises[1:])}, the outer one in {references(step.premises[:1])}.")


def rearrangement(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the pieces that become double series, and that their parts cancel."""
    names = ("weights", "ratios", "multiplicities", "cuts")
    columns = [column for name in names if isinstance(column := step.witness[name], tuple)]
    yield say("The terms are sums of pieces that geometric series expand, absolutely convergent as double series:")
    for weight, ratio, multiplicity, plan in zip(*columns, strict=True):
        piece = read_expression(weight)
        if multiplicity != "0":
            piece = Divide(piece, Power(number(1) - read_expression(ratio), number(int(multiplicity))))
        yield say("{}" if plan == "." else f"{{}}, cut by the plan `{plan}`", piece)
    yield say("Fubini's theorem allows every order of summation. The parts cancel: exact arithmetic, no rounding.")


def split(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the combination of terms and the combination of values."""
    term, index, _ = infinite_sum(step.conclusion.left)
    texts = step.witness["coefficients"]
    coefficients = [read_expression(text) for text in texts] if isinstance(texts, tuple) else []
    parts: list[Expression] = []
    values: list[Expression] = []
    for c, premise in zip(coefficients, premises, strict=True):
        part, part_index, _ = infinite_sum(premise.left)
        parts.append(Multiply((c, substitute(part, {part_index: Symbol(index)}))))
        values.append(Multiply((c, _sides(premise)[1])))
    yield say(f"The term is the combination of the terms of {references(step.premises)}:")
    yield show(term, " = ", _total(parts))
    yield say("Each of those sums converges; so the sum is the same combination of their values:")
    yield show(_total(values), " = ", _sides(step.conclusion)[1])


def merge(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the merged sum, its value, and what stands beside it."""
    merged, value = _sides(premises[0])
    scope = Scope(step.conclusion.assumptions)
    rest = scope.lift(_sides(step.conclusion)[1], "the value") - scope.lift(value, "the merged value")
    yield say(f"Every sum on the left side converges, by {references(step.premises[1:])}.")
    yield say("So they may be added term by term, as one sum over the common range:")
    yield show(step.conclusion.left, " = ", merged if rest.is_zero() else Add((merged, to_expression(rest))))
    yield say(f"The value of that sum is in {references(step.premises[:1])}.")


def reindex(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the new index in terms of the old one."""
    _, index, first = infinite_sum(step.conclusion.left)
    _, other_index, other_first = infinite_sum(premises[0].left)
    moved = Symbol(index) + number(other_first - first)
    yield say(
        f"This is {references(step.premises)} with {{}} in place of {{}}: the terms have {_SAME}.",
        moved,
        Symbol(other_index),
    )


def start(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the terms between the two starts."""
    term, index, first = infinite_sum(step.conclusion.left)
    other, other_index, other_first = infinite_sum(premises[0].left)
    common = max(first, other_first)
    scope = Scope(step.conclusion.assumptions, {index: common})
    yield say(
        f"The terms are those of {references(step.premises)} for every whole {{}}: {_SAME}.",
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
        _, m, _ = infinite_sum(premise.left)
        position = equation(Symbol(index), number(first + r) + Multiply((count, Symbol(m))))
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
        "for every whole {}; so the two sums are the same.",
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


def _sides(statement: Statement) -> tuple[Expression, Expression]:
    return statement.left, statement.right if statement.right is not None else number(0)


def _total(parts: list[Expression]) -> Expression:
    if not parts:
        return number(0)
    return parts[0] if len(parts) == 1 else Add(tuple(parts))
