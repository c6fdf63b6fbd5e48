"""The rule `interchange`: sums over values of the zeta function, by the columns of a double series."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import parameter_name
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.restating import at_place, restated
from tnsim.export.coq.series import general_series
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
    if not inside.nonnegative(weight):
        raise NotExportable(step.rule, "weights not proved to be at least 0")
    column = at_place(script, step.premises[1], formulas, other, begin)
    script.modules["Double"] = None
    place = f"let {parameter_name(index.name)} := ({first} + {PLACE})%nat in"
    data = " ".join([
        f"{begin}",
        f"(fun {PLACE} => {place} {inside.natural(order)})%nat",
        f"(fun {PLACE} => {place} {inside.real(weight)})",
        canonical.function(),
        f"(fun {PLACE} => {column.text} {inner.value})",
        outer.series.function(),
        f"({outer.value})",
    ])  # fmt: skip
    across = Placed(inner.expression, other.name, begin, formulas)
    lines = [
        f"apply (interchange_positive {data}).",
        "{ lia. }",
        f"{{ intros {PLACE}; cbv beta zeta; lia. }}",
        f"{{ intros {PLACE}; cbv beta zeta; nonnegative. }}",
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
