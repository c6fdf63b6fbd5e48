"""The rule `diagonals`: a double series of nonnegative terms, from the finite sums along its diagonals."""

from __future__ import annotations

from tnsim.export.coq.finite_sums import Claims
from tnsim.export.coq.formulas import parameter_name
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE
from tnsim.export.coq.recurrences import proved_equation
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import NestedSeries, general_series, stated_series
from tnsim.language.expression import ZERO, Add, Negate, Sum
from tnsim.proof.certificate import Step

__all__ = ["diagonals"]

_MODULES = "Multivariate Parametric ParametricForms Recurrence Conditions Identity"


def diagonals(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the double sum is that of the sums of its diagonals."""
    left = step.conclusion.left
    series = stated_series(left, script.formulas(number))
    if (
        step.conclusion.assumptions.symbols
        or not isinstance(series, NestedSeries)
        or not isinstance(left, Sum)
        or not isinstance(left.term, Sum)
    ):
        raise NotExportable(step.rule, "a double series with parameters")
    outer = script.lemma(step.premises[0])
    identity = step.premises[1]
    inside = series.terms.formulas.inside(series.terms.index, series.start)
    row = general_series(left.term, inside).terms
    script.modules["Double"] = None
    block, proof = _identity(script, identity, number)
    script.blocks.append(block)
    first, second = series.start, row.start
    n, m = parameter_name(left.index.name), parameter_name(row.index)
    term = inside.inside(row.index, second).real(row.term)
    terms = f"(fun i j => let {n} := {_place(first, 'i')} in let {m} := {_place(second, 'j')} in {term})"
    lines = [
        f"destruct (by_diagonals {terms} {outer.series.function()} ({outer.value})) as [r [Rows Whole]].",
        "{ intros i j. cbv beta zeta. nonnegative. }",
        f"{{ intros n. assert (E := {proof} {_place(first + second, 'n')} ltac:(lia)).",
        "  diagonal_sum; diagonal_terms. }",
        f"{{ exact {outer.name}. }}",
        f"exists (fun {n} => r ({n} - {first})%nat). split.",
        f"{{ intros {PLACE}. cbv zeta. replace ({first} + {PLACE} - {first})%nat with {PLACE} by lia.",
        f"  exact (Rows {PLACE}). }}",
        f"apply series_ext with r. {{ intros {PLACE}. cbv zeta. f_equal. lia. }}",
        "exact Whole.",
    ]
    return script.prove(number, series, outer.value, lines, [], outer.expression)


def _identity(script: Script, identity: int, number: int) -> tuple[str, str]:
    """Return the module with the equation of the diagonals, and the name of that."""
    conclusion = script.certificate.steps[identity].conclusion
    assumptions = conclusion.assumptions
    if len(assumptions.integers) != 1 or assumptions.reals or conclusion.right is None:
        raise NotExportable("diagonals", "diagonals with parameters")
    claims = Claims(script.certificate, tuple(assumptions.integers), ())
    expression = conclusion.left if conclusion.right == ZERO else Add((conclusion.left, Negate(conclusion.right)))
    equation = claims.equation(expression, "diagonals")
    name = proved_equation(claims, identity, equation)
    parameters = claims.parameters(identity)
    statement = claims.formula(equation, claims.wholes)
    text = "\n".join([
        f"From TnSim Require {_MODULES}.",
        f"Module Diagonals_{number}.",
        f"Import {_MODULES}.",
        *claims.blocks,
        f"Lemma equation : {parameters.binders()}{statement} = 0.",
        f"Proof. exact {name}. Qed.",
        f"End Diagonals_{number}.",
    ])  # fmt: skip
    return text, f"Diagonals_{number}.equation"


def _place(start: int, name: str) -> str:
    return f"({start} + {name})%nat" if start else name
