"""The rule `wz`: the sum along one side of a quadrant from that along the other, by library/Quadrant.v."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from tnsim.errors import TnsimError
from tnsim.export.coq.lemmas import Lemma, Reflected, Script, atoms_behind
from tnsim.export.coq.normal_forms import normal_form
from tnsim.export.coq.parametric import Node, replaced, tree_of
from tnsim.export.coq.parametric_reading import Reader
from tnsim.export.coq.pieces import pieces_of
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import rules_tree
from tnsim.export.coq.series import Series, read_series
from tnsim.export.coq.tables import table_of
from tnsim.export.coq.terms import (
    Binary,
    Binomial,
    Constant,
    Fact,
    Geo,
    Index,
    Linear,
    Opposite,
    Raised,
    Rise,
    Single,
    Term,
    whole_text,
)
from tnsim.language.expression import Add, Expression, Sum, Symbol, number, substitute
from tnsim.proof.certificate import Step, read_expression
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["wz"]

_ROW, _COLUMN = "row", "column"
"""The names of the whole variables, from 0, under which a pair is read."""

_SIGNS = {"+": "Radd", "-": "Rsub", "*": "Rmul", "/": "Rdiv"}

Coefficients = Mapping[tuple[int, int], int]


def wz(script: Script, number_: int, step: Step) -> Lemma:
    """Return the lemma that the sum of G(n, b) has the value of that of F(a, k), for a WZ pair F, G."""
    if len(step.premises) != 1 or step.conclusion.assumptions.symbols:
        raise NotExportable(step.rule, "a pair with parameters")
    known = script.reflected(step.premises[0])
    premise = script.certificate.steps[step.premises[0]].conclusion.left
    left = step.conclusion.left
    series = read_series(left, step.rule)
    assert isinstance(left, Sum) and isinstance(premise, Sum)
    if step.witness.get("after") != known.series.start or step.witness.get("from") != series.start:
        raise NotExportable(step.rule, "rows that do not all decrease to 0")
    pair = _pair(step, (left.index.name, series.start), (premise.index.name, known.series.start))
    if not script.formulas(number_).inside("n", known.series.start).nonnegative(known.series.placed().term):
        raise NotExportable(step.rule, "a first row that is not proved to be at least 0")
    script.modules["Double"] = None
    script.blocks.append("\n".join(_module(number_, pair, known, series, step.rule)))
    pair_name, row = f"Pair_{number_}", known.series.function()
    data = f"{known.series.start} {pair_name}.rules {pair_name}.body {pair_name}.pieces"
    lines = [
        f"apply series_ext with (fun k => Parametric.den [k; O] [] {pair_name}.column).",
        "{ intros k. reflexivity. }",
        f"apply {pair_name}.sums.",
        f"{{ intros k. change (0 <= {row} k). cbv beta zeta. nonnegative. }}",
        f"{{ exact (Quadrant.small_ok {data} (@eq_refl bool true <: Quadrant.small {data} = true)). }}",
        f"apply series_ext with {row}.",
        "{ intros k. reflexivity. }",
        f"exact {known.name}.",
    ]
    return script.prove(number_, series, known.value, lines, [], known.expression)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair read from 0 on, with the quotients of neighbouring rows and of the pair, as polynomials."""

    first: Node
    second: Node
    rows: tuple[Coefficients, Coefficients]
    quotient: tuple[Coefficients, Coefficients]
    bound: Fraction


def _pair(step: Step, row: tuple[str, int], column: tuple[str, int]) -> _Pair:
    places: dict[str, Expression] = {
        row[0]: Add((Symbol(_ROW), number(row[1]))), column[0]: Add((Symbol(_COLUMN), number(column[1])))
    }  # fmt: skip
    try:
        first, second = (
            substitute(read_expression(str(step.witness.get(name))), places) for name in ("first", "second")
        )
        scope = Scope(step.conclusion.assumptions, {_ROW: 0, _COLUMN: 0})
        here = scope.lift(first, "F")
        below = scope.lift(substitute(first, {_ROW: Add((Symbol(_ROW), number(1)))}), "F in the next row")
        rows, quotient = _fraction(below / here), _fraction(scope.lift(second, "G") / here)
    except (Rejected, TnsimError, ZeroDivisionError) as error:
        raise NotExportable(step.rule, str(error)) from None
    if rows is None or quotient is None:
        raise NotExportable(step.rule, "a pair whose neighbours have no rational quotient")
    bounds = [Fraction(abs(c), rows[1][e]) if rows[1].get(e) else Fraction(1) for e, c in rows[0].items()]
    bound = max(bounds, default=Fraction(0))
    if bound >= 1 or any(c < 0 for c in rows[1].values()):
        raise NotExportable(step.rule, "rows that are not proved to decrease by a factor")
    reader = Reader(step.rule, {_ROW: 0, _COLUMN: 1}, {})
    return _Pair(reader.read(first, True), reader.read(second, True), rows, quotient, bound)


def _fraction(element: Element) -> tuple[Coefficients, Coefficients] | None:
    """Return the numerator and the denominator as polynomials with whole coefficients; None for what is none."""
    parts = [_polynomial(Element(element.tower, p)) for p in (element.numerator, element.denominator)]
    if parts[0] is None or parts[1] is None:
        return None
    scale = lcm(*(c.denominator for part in parts if part for c in part.values()))
    sign = -1 if sum(parts[1].values()) < 0 else 1
    above, below = ({e: int(c * scale * sign) for e, c in part.items()} for part in parts if part is not None)
    return above, below


def _polynomial(element: Element) -> dict[tuple[int, int], Fraction] | None:
    tower, found = element.tower, {}
    for coefficient, exponents in element.monomials():
        degrees = {_ROW: 0, _COLUMN: 0}
        for i, e in enumerate(exponents):
            if e:
                generator = tower.generators[i]
                if generator.kind != "symbol" or str(generator.labels[0]) not in degrees:
                    return None
                degrees[str(generator.labels[0])] = e
        found[degrees[_ROW], degrees[_COLUMN]] = coefficient
    return found


def _tree(p: Coefficients) -> str:
    """Return the polynomial as library/Quadrant.v writes it, by powers of the second variable."""
    size = max((k for _, k in p), default=-1) + 1
    rows = []
    for k in range(size):
        degree = max((n for n, j in p if j == k), default=-1)
        rows.append("[" + "; ".join(whole_text(p.get((n, k), 0)) for n in range(degree + 1)) + "]")
    return "[" + "; ".join(rows) + "]%Z"


def _at(node: Node, row: Node, column: Node) -> Node:
    return replaced(node, lambda i: (row, column)[i])


def _printed(series: Series, variable: int) -> Node:
    """Return the term at `start + variable`, as convertible for Coq to the formula of the series."""
    index = Node("Nv", (variable,))
    place = Node("Nadd", (Node("Nc", (series.start,)), index)) if series.start else index

    def whole(linear: Linear) -> Node:
        total = place if linear.slope == 1 else Node("Nmul", (linear.slope, place))
        total = total if linear.slope else Node("Nc", (0,))
        total = Node("Nadd", (total, Node("Nc", (linear.plus,)))) if linear.plus else total
        return Node("Nsub", (total, Node("Nc", (linear.minus,)))) if linear.minus else total

    def number_of(value: Fraction) -> Node:
        top = Node("Rc", (value.numerator,))
        return top if value.denominator == 1 else Node("Rdiv", (top, Node("Rc", (value.denominator,))))

    def read(term: Term) -> Node:
        match term:
            case Constant(value):
                return Node("Rc", (value,))
            case Index():
                return Node("Ri", (Node("An", (place,)),))
            case Binary(sign, left, right):
                return Node(_SIGNS[sign], (read(left), read(right)))
            case Opposite(operand):
                return Node("Ropp", (read(operand),))
            case Raised(base, exponent):
                return Node("Rpw", (read(base), exponent))
            case Single(Fact(argument)):
                return Node("Fct", (whole(argument),))
            case Single(Geo(base, exponent)):
                return Node("Geom", (number_of(base), Node("An", (whole(exponent),))))
            case Single(Rise(base)):
                return Node("Poch", (number_of(base), Node("An", (place,))))
            case Binomial(upper, lower):
                top, chosen = whole(upper), whole(lower)
                below = Node("Rmul", (Node("Fct", (chosen,)), Node("Fct", (Node("Nsub", (top, chosen)),))))
                return Node("Rdiv", (Node("Fct", (top,)), below))
        raise AssertionError(term)

    return read(series.term)


def _module(number_: int, pair: _Pair, known: Reflected, series: Series, rule: str) -> list[str]:
    row, column = Node("Nv", (0,)), Node("Nv", (1,))
    one, zero = Node("Nc", (1,)), Node("Nc", (0,))
    side, other = _printed(known.series, 1), _printed(series, 0)
    seen = [
        pair.first, _at(pair.first, Node("Nadd", (row, one)), column), _at(pair.first, zero, column), side,
        pair.second, _at(pair.second, row, Node("Nadd", (column, one))), _at(pair.second, row, zero), other,
    ]  # fmt: skip
    term = known.series.term
    larger = Binary("*", Binary("+", Index(), Constant(1)), term)
    pieces = pieces_of(normal_form(larger, rule), known.series.start, rule)
    atoms = atoms_behind(larger, *(p.body for p in pieces))
    if any(p.limit for p in pieces):
        raise NotExportable(rule, "a first row that does not tend to 0 faster than 1/k")
    u, v = pair.bound.numerator, pair.bound.denominator
    test = f"((0 <=? {u}) && ({u} <? {v}))%Z && all_below {v} {u} a b && constant (hd [] b) && linear_growth p q"
    lines = [
        "From TnSim Require Multivariate Parametric ParametricForms Recurrence Conditions Quadrant.",
        f"Module Pair_{number_}.",
        f"Definition body : term := {known.series.tree()}.",
        f"Definition pieces : list (term * way) := [{'; '.join(p.tree() for p in pieces)}].",
        f"Definition rules : list rule := {rules_tree(atoms, rule)}.",
        "Import Bool Multivariate Parametric ParametricForms Conditions Quadrant.",
        f"Definition first : rt := {tree_of(pair.first)}.",
        f"Definition second : rt := {tree_of(pair.second)}.",
        f"Definition row : rt := {tree_of(side)}.",
        f"Definition column : rt := {tree_of(other)}.",
        f"Definition p : bpoly := {_tree(pair.quotient[0])}.",
        f"Definition q : bpoly := {_tree(pair.quotient[1])}.",
        f"Definition a : bpoly := {_tree(pair.rows[0])}.",
        f"Definition b : bpoly := {_tree(pair.rows[1])}.",
        f"Definition atoms : table := {table_of(seen, rule)}.",
    ]
    for name, goal in {
        "pair": "of_pair first second", "rows": "of_rows first a b", "quotient": "of_quotient first second p q",
        "first_row": "of_row first row", "first_column": "of_column second column",
    }.items():  # fmt: skip
        lines += [
            f"Definition {name}_conditions := Eval vm_compute in conditions 2 0 atoms ({goal}).",
            f"Lemma {name}_vanishes i k : den [i; k] [] ({goal}) = 0.",
            "Proof.",
            f"  refine (vanishing_ok 2 0 atoms [i; k] [] eq_refl eq_refl {name}_conditions ({goal})",
            f"    (@eq_refl bool true <: vanishing 2 0 atoms {name}_conditions ({goal}) = true) _).",
            f"  unfold {name}_conditions. all_conditions.",
            "Qed.",
        ]
    lines += [
        f"Definition sums V := reflected_pair [] first second row column p q a b {u} {v} V",
        "  pair_vanishes rows_vanishes quotient_vanishes first_row_vanishes first_column_vanishes",
        f"  (@eq_refl bool true <: {test} = true).",
        f"End Pair_{number_}.",
    ]
    return lines
