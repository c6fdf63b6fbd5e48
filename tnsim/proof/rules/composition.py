"""Rules that compose: termwise, linear, split, merge, reindex, start, residues, rewrite, cases."""

from __future__ import annotations

from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Expression,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import (
    Rejected,
    Scope,
    admit_equations,
    infinite_nodes,
    infinite_sum,
    replace_nodes,
    same_assumptions,
    whole,
    witness_expression,
)
from tnsim.ring.forms import linear_form
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.tower import Element

__all__ = ["cases", "linear", "merge", "reindex", "residues", "rewrite", "split", "start", "termwise"]


def _equation(statement: Statement) -> tuple[Expression, Expression]:
    if statement.right is None:
        raise Rejected(f"expected an equation, got a statement '{statement.kind}'")
    return statement.left, statement.right


def _equations(premises: tuple[Statement, ...], conclusion: Statement) -> list[tuple[Expression, Expression]]:
    same_assumptions(premises, conclusion)
    return [_equation(premise) for premise in premises]


def _no_premises(premises: tuple[Statement, ...]) -> None:
    if premises:
        raise Rejected("this rule takes no premises")


def _require_zero(element: Element, what: str) -> None:
    if not vanishes(element):
        raise Rejected(what)


def termwise(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = v, where f is 0 for n >= from, and v is the sum of the terms before."""
    _no_premises(premises)
    left, right = _equation(conclusion)
    term, index, first = infinite_sum(left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the identity begins before the sum does")
    scope = Scope(conclusion.assumptions, {index: begin})
    _require_zero(scope.lift(term, "the term"), f"the term is not 0 for {index} >= {begin}")
    total = scope.prefix(term, index, first, begin)
    _require_zero(total - scope.lift(right, "the value"), "the exceptional terms do not add up to the value")


def linear(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """E = v by putting proved values for all infinite sums in E and v, and exact arithmetic of constants.

    The witness may hold multipliers for the last premises: these a = b are not put in, they are relations
    between values, and E - v is the sum of the multiples of the a - b. A sum that occurs in a premise
    converges, and may stay as an unknown.
    """
    left, right = _equation(conclusion)
    scope = Scope(conclusion.assumptions)
    equations = _equations(premises, conclusion)
    multipliers = witness.get("multipliers", ())
    if not isinstance(multipliers, tuple) or len(multipliers) > len(equations):
        raise Rejected("one multiplier a relation is needed")
    admit_equations(scope, premises)
    known = len(equations) - len(multipliers)
    values, relations = dict(equations[:known]), equations[known:]
    sides = []
    for side, name in ((left, "the left side"), (right, "the right side")):
        replaced = replace_nodes(side, values)
        for node in infinite_nodes(replaced):
            if node in scope.sums:
                continue
            raise Rejected(f"no premise gives the value of {to_text(node)}")
        sides.append(scope.lift(replaced, name))
    rest = sides[0] - sides[1]
    for text, (a, b) in zip(multipliers, relations, strict=True):
        factor = scope.lift(witness_expression({"multiplier": text}, "multiplier"), "the multiplier")
        sides = [scope.lift(replace_nodes(side, values), "a relation") for side in (a, b)]
        rest = rest - factor * (sides[0] - sides[1])
    _require_zero(rest, "the two sides are not equal in the ring")


def split(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f) = sum_i c_i v_i from sum(f_i) = v_i over the same range, where f = sum_i c_i f_i."""
    left, right = _equation(conclusion)
    term, index, first = infinite_sum(left)
    equations = _equations(premises, conclusion)
    texts = witness.get("coefficients")
    if not isinstance(texts, tuple) or len(texts) != len(equations):
        raise Rejected("one coefficient a premise is needed")
    scope = Scope(conclusion.assumptions, {index: first})
    rest = scope.lift(term, "the term")
    admit_equations(scope, premises)
    total = scope.lift(right, "the value")
    for text, (part, value) in zip(texts, equations, strict=True):
        part_term, part_index, part_first = infinite_sum(part)
        if part_first != first:
            raise Rejected("the parts are sums over different ranges")
        c = scope.lift(witness_expression({"coefficient": text}, "coefficient"), "the coefficient")
        if index in c.symbols():
            raise Rejected("a coefficient depends on the index")
        rest = rest - c * scope.lift(substitute(part_term, {part_index: Symbol(index)}), "the part")
        total = total - c * scope.lift(value, "the value of a part")
    _require_zero(rest, "the term is not the combination of the parts")
    _require_zero(total, "the value is not the combination of the values")


def merge(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_i c_i S_i + r = v from sum(sum_i c_i f_i) = w, the convergence of each S_i, and v = w + r."""
    left, right = _equation(conclusion)
    same_assumptions(premises, conclusion)
    if not premises:
        raise Rejected("the value of the merged sum is missing")
    merged, value = _equation(premises[0])
    term, index, first = infinite_sum(merged)
    convergent = {p.left for p in premises[1:] if p.kind == "converges"}
    scope = Scope(conclusion.assumptions, {index: first})
    nodes = list(dict.fromkeys(infinite_nodes(left)))
    names: dict[Expression, Expression] = {node: Symbol(f"#sum{i}") for i, node in enumerate(nodes)}
    unknowns = {f"#sum{i}": scope.ring.tower.unknown(f"#sum{i}") for i in range(len(nodes))}
    combination = scope.lift(replace_nodes(left, names), "the left side", unknowns)
    if index in combination.symbols():
        raise Rejected("the index of the merged sum occurs outside")
    rest, total = combination, scope.ring.tower.element(0)
    for i, node in enumerate(nodes):
        if node not in convergent:
            raise Rejected(f"no premise says that {to_text(node)} converges")
        part_term, part_index, part_first = infinite_sum(node)
        if part_first != first:
            raise Rejected("the sums run over different ranges")
        c = linear_coefficient(combination, unknowns[f"#sum{i}"])
        if c is None or any(g.kind == "unknown" for g in c.generators()):
            raise Rejected("the left side is not linear in its sums")
        rest = rest - c * unknowns[f"#sum{i}"]
        total = total + c * scope.lift(substitute(part_term, {part_index: Symbol(index)}), "the term")
    _require_zero(scope.lift(term, "the merged term") - total, "the merged term is not the combination of the terms")
    w = scope.lift(value, "the merged value")
    _require_zero(w + rest - scope.lift(right, "the value"), "the value is not that of the merged sum")


def reindex(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = v from sum(g, m = b..oo) = v, where f(n) = g(n + b - a); a is whole, perhaps symbolic."""
    left, right = _equation(conclusion)
    ((other, value),) = _exactly(1, _equations(premises, conclusion))
    other_term, other_index, other_first = infinite_sum(other)
    if isinstance(left, Sum) and left.upper == INFINITY and rational_value(left.lower) is None:
        if other_index in free_symbols(left):
            raise Rejected("the index of the premise is a parameter of the conclusion")
        scope = Scope(conclusion.assumptions, {other_index: other_first})
        admit_equations(scope, premises)
        _require_whole(scope, left.lower)
        place = Symbol(other_index) + left.lower - number(other_first)
        moved = substitute(left.term, {left.index.name: place})
        _require_zero(scope.lift(other_term, "the term") - scope.lift(moved, "the moved term"), "the terms differ")
        _require_zero(scope.lift(right, "the value") - scope.lift(value, "the value"), "the values differ")
        return
    term, index, first = infinite_sum(left)
    scope = Scope(conclusion.assumptions, {index: first})
    admit_equations(scope, premises)
    place = Symbol(other_index) + number(first - other_first)
    if other_index in free_symbols(term) - {index} or substitute(term, {index: place}) != other_term:
        moved = substitute(other_term, {other_index: Symbol(index) + number(other_first - first)})
        _require_zero(scope.lift(term, "the term") - scope.lift(moved, "the moved term"), "the terms differ")
    if right != value:
        _require_zero(scope.lift(right, "the value") - scope.lift(value, "the value"), "the values differ")


def _require_whole(scope: Scope, bound: Expression) -> None:
    form = linear_form(scope.ring, scope.lift(bound, "the lower bound"))
    if form is None or not form.is_integer_valued():
        raise Rejected(f"{to_text(bound)} is not proved to be a whole number")


def start(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = v from sum(f, n = b..oo) = w and the finitely many terms between, summed exactly."""
    left, right = _equation(conclusion)
    ((other, value),) = _exactly(1, _equations(premises, conclusion))
    term, index, first = infinite_sum(left)
    other_term, other_index, other_first = infinite_sum(other)
    scope = Scope(conclusion.assumptions, {index: max(first, other_first)})
    admit_equations(scope, premises)
    moved = substitute(other_term, {other_index: Symbol(index)})
    _require_zero(scope.lift(term, "the term") - scope.lift(moved, "the term"), "the terms differ")
    between = scope.prefix(term, index, first, other_first) - scope.prefix(moved, index, other_first, first)
    difference = scope.lift(right, "the value") - scope.lift(value, "the value")
    _require_zero(difference - between, "the values do not differ by the terms between")


def residues(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = sum of the sums of its residue classes f(a + r + q*m), m = 0..oo, r < q.

    Each class converges, so the terms tend to 0, and the partial sums differ from those of the classes
    by fewer than q terms.
    """
    left, right = _equation(conclusion)
    equations = _equations(premises, conclusion)
    term, index, first = infinite_sum(left)
    scope = Scope(conclusion.assumptions, {index: 0})
    admit_equations(scope, premises)
    total = scope.ring.tower.element(0)
    if not equations:
        raise Rejected("a split into no residue classes")
    for r, (part, value) in enumerate(equations):
        part_term, part_index, part_first = infinite_sum(part)
        if part_first != 0:
            raise Rejected("a residue class must start at 0")
        position = number(first + r) + number(len(equations)) * Symbol(index)
        expected = substitute(term, {index: position})
        given = substitute(part_term, {part_index: Symbol(index)})
        if expected != given:  # the same tree has the values that the premise says it has, also with sums in it
            difference = scope.lift(expected, "the class") - scope.lift(given, "the class")
            _require_zero(difference, f"the residue class {r} is not the one of the term")
        total = total + scope.lift(value, "the value of a class")
    _require_zero(total - scope.lift(right, "the value"), "the value is not the sum of the classes")


def rewrite(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """The same statement about sum(f) from one about sum(g), where f = g for all whole n in the range."""
    if len(premises) != 2:
        raise Rejected("rewrite takes an identity of terms and a statement about the new sum")
    identity, source = premises
    same_assumptions((source,), conclusion)
    if source.kind != conclusion.kind or source.right != conclusion.right:
        raise Rejected("the premise says something else than the conclusion")
    term, index, first = infinite_sum(conclusion.left)
    other_term, other_index, other_first = infinite_sum(source.left)
    if other_first != first or index in conclusion.assumptions.symbols:
        raise Rejected("the two sums run over different ranges")
    if _equation(identity) != (term, substitute(other_term, {other_index: Symbol(index)})):
        raise Rejected("the identity is about other terms")
    allowed = conclusion.assumptions.with_integer(index, lower=number(first))
    same_assumptions((identity,), Statement("equal", ZERO, ZERO, allowed))


def cases(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """A statement about x from the same for x != c, and for x = c."""
    name, point = witness.get("symbol"), witness.get("value")
    if not isinstance(name, str) or not isinstance(point, str) or len(premises) != 2:
        raise Rejected("a case distinction names a symbol and a value, and has two premises")
    value = witness_expression(witness, "value")
    if free_symbols(value) or name not in conclusion.assumptions.symbols:
        raise Rejected("a case distinction needs a parameter and a number")
    number_scope = Scope(conclusion.assumptions)
    if not number_scope.facts.real(number_scope.lift(value, "the value")):
        raise Rejected("the value of a case is not proved real")
    different, equal = premises
    expected = Statement(
        conclusion.kind, conclusion.left, conclusion.right, conclusion.assumptions.with_difference(name, value)
    )
    if different != expected:
        raise Rejected("the first case is not the statement for other values")
    inside = conclusion.assumptions.substituted(name, value)
    right = None if conclusion.right is None else substitute(conclusion.right, {name: value})
    if equal != Statement(conclusion.kind, substitute(conclusion.left, {name: value}), right, inside):
        raise Rejected("the second case is not the statement at the value")


def _exactly(count: int, equations: list[tuple[Expression, Expression]]) -> list[tuple[Expression, Expression]]:
    if len(equations) != count:
        raise Rejected(f"the rule takes {count} premises, got {len(equations)}")
    return equations
