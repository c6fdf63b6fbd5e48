"""Published lemmas that relate several series: axioms about all numbers to which the series converge.

An axiom `forall y s1 s2, is_series (fun n => ...) s1 -> is_series (fun n => ...) s2 -> ... = ...` says nothing of
series that diverge, for which Coq's `Series` would be a number all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tnsim.export.coq.asymptotics import ORDERS
from tnsim.export.coq.convergence import same_series
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import braced, equal_terms
from tnsim.export.coq.proved import BY
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.export.coq.theorems import general_statement
from tnsim.language.expression import INFINITY, Apply, Expression, Sum, substitute, walk
from tnsim.proof.certificate import read_expression
from tnsim.proof.lemmas.registry import LEMMAS

__all__ = ["state_series_relation"]


def state_series_relation(script: Script, premise: int) -> str:
    """Return the name of the equation for the values of the series, written on first need; raises NotExportable."""
    step = script.certificate.steps[premise]
    name, given, right = step.witness.get("lemma"), step.witness.get("parameters"), step.conclusion.right
    if not isinstance(name, str) or name not in LEMMAS or not isinstance(given, Mapping) or right is None:
        raise NotExportable(step.rule, "an unknown lemma")
    formulas = script.formulas(premise)
    own_binders, applied = script.quantified(formulas, f"equation_{premise}")
    if applied in script.facts:
        return applied
    parameters = {p: read_expression(text) for p, text in given.items()}
    stated = general_statement(name, parameters, step.conclusion.assumptions)
    sums = [*_occurrences(stated.left), *_occurrences(stated.right)]
    variables: dict[Expression, str] = {}
    values: dict[Expression, Lemma] = {}
    for series in sums:
        own = substitute(series, stated.arguments)
        value = same_series(script, own, step.conclusion.assumptions) if isinstance(own, Sum) else None
        if value is None:
            raise NotExportable(f"lemma: {name}", "a series of which nothing was said")
        variables.setdefault(series, f"v{len(variables) + 1}")
        values.setdefault(series, value)
    converge = "".join(f"{general_series(s, stated.formulas).states(v)} -> " for s, v in variables.items())
    sides = " = ".join(map(stated.formulas.with_values(variables).real, (stated.left, stated.right)))
    binders, _ = script.quantified(stated.formulas, "")
    axiom = script.published(name, f"forall{binders} ({' '.join(variables.values())} : R), {converge}{sides}")
    arguments = [formulas.argument(stated.arguments[s]) for s in sorted(stated.formulas.assumptions.symbols)]
    arguments += [BY] * len(stated.formulas.assumptions.inequalities)
    named: dict[Expression, str] = {substitute(s, stated.arguments): f"({v.value})" for s, v in values.items()}
    left, other = stated.instance()
    statement = f"{formulas.with_values(named).real(left)} = {formulas.with_values(named).real(other)}"
    lines = [f"apply ({' '.join([axiom, *arguments, *(f'({v.value})' for v in values.values())])})."]
    for general, value in values.items():
        stated_here = general_series(substitute(general, stated.arguments), formulas)
        target = stated_here.placed()
        turns = any(isinstance(node, Apply) and node.function in ("cos", "sin") for node in walk(target.term))
        same = equal_terms([target, value.series.placed()]) if turns else ["intros k; cbv beta zeta; arguments_agree."]
        lines += braced([
            f"change (is_series {stated_here.function()} ({value.value})).",
            f"apply series_split with (g := {value.series.function()}) (w := {value.value}).",
            "reflexivity.",
            *braced(same),
            f"exact {value.name}.",
        ])  # fmt: skip
    script.modules |= dict.fromkeys((*ORDERS, "NamedSeries"))
    block = [f"Lemma equation_{premise}{own_binders} : {statement}.", "Proof.", *(f"  {x}" for x in lines), "Qed."]
    script.blocks.append("\n".join(block))
    script.facts[applied] = statement
    return applied


def _occurrences(expression: Expression) -> Iterator[Sum]:
    """Yield the outermost infinite sums in their order, as often as they stand there."""
    if isinstance(expression, Sum) and expression.upper == INFINITY:
        yield expression
        return
    for child in expression.children:
        yield from _occurrences(child)
