"""A known sum with its terms in another form, or at one value of a parameter."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.export.coq.formulas import Formulas, parameter_name
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE, braced, equal_terms
from tnsim.export.coq.series import general_series
from tnsim.language.expression import Sum, Symbol

__all__ = ["Binding", "at_place", "restated"]


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


@dataclass(frozen=True, slots=True)
class Binding:
    """How a parameter of a lemma is bound at a place; `facts` are the tactics that prove what is assumed of it."""

    text: str
    facts: str


def at_place(script: Script, premise: int, formulas: Formulas, symbol: Symbol, start: int) -> Binding:
    """Return how the symbol of a premise, which the formulas do not know, is bound at the place `start + k`."""
    inner, name = script.formulas(premise), parameter_name(symbol.name)
    place = f"({start} + {PLACE})%nat"
    value = place if inner.assumptions.is_integer(symbol.name) else f"(INR {place})"
    given = {hypothesis for hypothesis, _ in script.assumed(formulas)}
    facts = [f"pose ({name} := {value})."]
    facts += [
        f"assert ({hypothesis} : {text}) by (subst {name}; at_place {PLACE})."
        for hypothesis, text in script.assumed(inner)
        if hypothesis not in given
    ]
    return Binding(f"let {name} := {value} in", " ".join(facts))
