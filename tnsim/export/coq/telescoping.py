"""The rules `telescope` and `termwise`: one boolean, `sum_is` of library/Telescoping.v, holds the whole proof."""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.lemmas import COMPUTED, Lemma, Script, atoms_behind, conclusion_of
from tnsim.export.coq.normal_forms import normal_form, value_at
from tnsim.export.coq.pieces import Piece, pieces_of
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import rules_tree
from tnsim.export.coq.series import Series
from tnsim.export.coq.terms import read, whole_text
from tnsim.language.expression import Expression, Sum
from tnsim.proof.certificate import Step, read_expression

__all__ = ["telescope", "termwise"]


def telescope(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the limit of the antidifference less its first value."""
    series, right, value = conclusion_of(script, step)
    text, begin = step.witness.get("antidifference"), step.witness.get("from")
    if not isinstance(text, str) or not isinstance(begin, int):
        raise NotExportable(step.rule, "no antidifference")
    try:
        candidate = read_expression(text)
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    assert isinstance(step.conclusion.left, Sum)
    form = normal_form(read(candidate, step.conclusion.left.index.name, step.rule), step.rule)
    pieces = pieces_of(form, begin, step.rule)
    total = sum((p.limit for p in pieces), Fraction(0)) - value_at(form, begin, step.rule)
    return _proved(script, number, step, series, (right, value), begin, pieces, total)


def termwise(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is that of its first terms, since the others are 0."""
    series, right, value = conclusion_of(script, step)
    begin = step.witness.get("from")
    if not isinstance(begin, int):
        raise NotExportable(step.rule, "no start")
    return _proved(script, number, step, series, (right, value), begin, [], Fraction(0))


def _proved(
    script: Script,
    number: int,
    step: Step,
    series: Series,
    right_and_value: tuple[Expression, str],
    begin: int,
    pieces: list[Piece],
    total: Fraction,
) -> Lemma:
    right, value = right_and_value
    if begin < series.start:
        raise NotExportable(step.rule, "an antidifference that begins before the sum")
    form = normal_form(series.term, step.rule)
    total += sum((value_at(form, n, step.rule) for n in range(series.start, begin)), Fraction(0))
    atoms = atoms_behind(series.term, *(p.body for p in pieces))
    definitions = [
        f"Definition term_{number} : term := {series.tree()}.",
        f"Definition pieces_{number} : list (term * way) := [{'; '.join(p.tree() for p in pieces)}].",
        f"Definition rules_{number} : list rule := {rules_tree(atoms, step.rule)}.",
    ]
    u, v = whole_text(total.numerator), whole_text(total.denominator)
    data = f"{series.start} {begin - series.start} rules_{number} term_{number} pieces_{number} {u} {v}"
    proof = [
        f"apply series_value with (IZR {u} / IZR {v}); [values_agree|].",
        f"exact (sum_is_ok {data} {COMPUTED}).",
    ]
    return script.prove(number, series, value, proof, definitions, right)
