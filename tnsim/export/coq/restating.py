"""A known sum with its terms in another form."""

from __future__ import annotations

from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import braced, equal_terms
from tnsim.export.coq.series import general_series
from tnsim.language.expression import Sum

__all__ = ["restated"]


def restated(script: Script, premise: int, wanted: Sum, name: str) -> Lemma:
    """Return the lemma of a step about equal terms, in the form wanted; raises NotExportable."""
    known, formulas = script.lemma(premise), script.formulas(premise)
    series = general_series(wanted, formulas)
    if series.function() == known.series.function():
        return known
    lines = [
        f"apply series_split with (g := {known.series.function()}) (w := {known.value}).",
        "reflexivity.",
        *braced(equal_terms([series.placed(), known.series.placed()])),
        f"exact {known.name}.",
    ]
    binders, applied = script.quantified(formulas, name)
    statement = f"Lemma {name}{binders} : {series.states(known.value)}."
    script.blocks.append("\n".join([statement, "Proof.", *(f"  {line}" for line in lines), "Qed."]))
    return Lemma(applied, series, known.value, known.expression)
