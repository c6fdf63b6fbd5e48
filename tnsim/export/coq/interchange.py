"""The rule `interchange`: sums over values of the zeta function, by the columns of a double series."""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import parameter_name
from tnsim.export.coq.lemmas import Lemma, Script, atoms_behind
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.normal_forms import normal_form
from tnsim.export.coq.pieces import neighbours
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.restating import at_place, restated
from tnsim.export.coq.rewriting import polynomial_tree, rules_tree
from tnsim.export.coq.series import Series, general_series
from tnsim.export.coq.terms import read
from tnsim.language.expression import (
    INFINITY,
    Multiply,
    Negate,
    Power,
    Sum,
    number,
)
from tnsim.proof.certificate import Step, read_expression
from tnsim.proof.rules.interchange import tail_of_zeta

__all__ = ["interchange"]


def interchange(script: Script, number_: int, step: Step) -> Lemma:
    """Return the lemma that the sum by rows is that by columns, whose terms the second premise gives."""
    try:
        weight, order = (read_expression(str(step.witness.get(name))) for name in ("weight", "order"))
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    if len(step.premises) != 2:
        raise NotExportable(step.rule, "no two premises")
    outer, left = script.lemma(step.premises[0]), step.conclusion.left
    outer_sum = script.certificate.steps[step.premises[0]].conclusion.left
    formulas = script.formulas(number_)
    series = general_series(left, formulas)
    assert isinstance(left, Sum)
    index, first = left.index, series.start
    if not isinstance(outer_sum, Sum) or outer.series.start < 1:
        raise NotExportable(step.rule, "an outer sum that does not start at 1 or later")
    other, begin = outer_sum.index, outer.series.start
    rows = Sum(Multiply((weight, tail_of_zeta(order, begin))), index, number(first), INFINITY)
    canonical = general_series(rows, formulas)
    term = Multiply((weight, Power(other, Negate(order))))
    inner = restated(script, step.premises[1], Sum(term, index, number(first), INFINITY), f"column_{number_}")
    inside = formulas.inside(index.name, first)
    column = at_place(script, step.premises[1], formulas, other, begin)
    place = f"let {parameter_name(index.name)} := ({first} + {PLACE})%nat in"
    natural = f"(fun {PLACE} => {place} {inside.natural(order)})%nat"
    weights = f"(fun {PLACE} => {place} {inside.real(weight)})"
    rest = " ".join([
        canonical.function(),
        f"(fun {PLACE} => {column.text} {inner.value})",
        outer.series.function(),
        f"({outer.value})",
    ])  # fmt: skip
    at_least_2 = f"{{ intros {PLACE}; cbv beta zeta; lia. }}"
    if inside.nonnegative(weight):
        script.modules["Double"] = None
        opening = [
            f"apply (interchange_positive {begin} {natural} {weights} {rest}).",
            "{ lia. }",
            at_least_2,
            f"{{ intros {PLACE}; cbv beta zeta; nonnegative. }}",
        ]
    else:
        script.modules |= {"Double": None, "Summable": None}
        size = Multiply((weight, Power(number(begin), Negate(order))))
        majorant = Series(read(size, index.name, step.rule), first, "n")
        opening = [
            f"apply (interchange_absolute {begin} {begin} {natural} {majorant.function()} {weights} {rest}).",
            "{ cbn [INR]; ring. }",
            "{ lia. }",
            at_least_2,
            *braced(equal_terms([majorant.placed(), Placed(size, index.name, first, formulas)])),
            f"{{ exact (summable_ok {_test(majorant, step.rule)} (@eq_refl bool true <: "
            f"summable {_test(majorant, step.rule)} = true)). }}",
        ]
    across = Placed(inner.expression, other.name, begin, formulas)
    lines = [
        *opening,
        f"{{ intros {PLACE}; first_terms; ring. }}",
        f"{{ intros {PLACE}. {column.facts} exact {inner.name}. }}",
        *braced(equal_terms([across, outer.series.placed()])),
        f"exact {outer.name}.",
    ]
    if rows != left:
        same = braced(equal_terms([series.placed(), canonical.placed()]))
        split = f"apply series_split with (g := {canonical.function()}) (w := {outer.value})."
        lines = [split, "reflexivity.", *same, *lines]
    return script.prove(number_, series, outer.value, lines, [], outer.expression)


def _test(series: Series, rule: str) -> str:
    """Return the data of Kummer's test of absolute convergence; raises NotExportable where it does not show it."""
    form = normal_form(series.term, rule)
    if len(form) != 1:
        raise NotExportable(rule, "weights that are a sum of unlike terms")
    ((monomial, factor),) = form.items()
    top, bottom = neighbours(monomial, factor, rule).integral()
    degree = bottom.degree()
    if top.degree() > degree:
        raise NotExportable(rule, "weights that grow too fast")
    lead = Fraction(int(top[degree]), int(bottom[degree]))
    excess = Fraction(2)
    if abs(lead) == 1:
        # p/q = +-(1 - d/n + ...): n - (n + 1) abs(p/q) tends to d - 1
        leads = [Fraction(int(x[degree - 1]), int(x[degree])) for x in (bottom, top)]
        second = leads[0] - leads[1]
        excess = second - 1
    if abs(lead) > 1 or excess <= 0:
        raise NotExportable(rule, "weights that are not absolutely summable by Kummer's test")
    c = excess / 2
    rules = rules_tree(atoms_behind(series.term), rule)
    lists = f"{polynomial_tree(top)} {polynomial_tree(bottom)}"
    return f"{series.start} {rules} {series.tree()} {lists} {c.numerator} {c.denominator}"
