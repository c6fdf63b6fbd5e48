"""A certificate as one Coq script that stands on the library alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tnsim.errors import CertificateError
from tnsim.export.coq import conjugates, general
from tnsim.export.coq.combining import reindex, split, start
from tnsim.export.coq.convergence import reflexive
from tnsim.export.coq.diagonals import diagonals
from tnsim.export.coq.equations import relations_of
from tnsim.export.coq.general import either
from tnsim.export.coq.grouping import grouping
from tnsim.export.coq.interchange import interchange
from tnsim.export.coq.lemmas import Lemma, Published, Script, Translation
from tnsim.export.coq.moving import braced
from tnsim.export.coq.published import lemma
from tnsim.export.coq.quadrants import wz
from tnsim.export.coq.rearranging import rearranged
from tnsim.export.coq.recurrences import finite_sums_document, has_finite_sums
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.relations import relations
from tnsim.export.coq.rewriting_terms import rewrite
from tnsim.export.coq.series import infinite_sums, stated_series
from tnsim.export.coq.telescoping import telescope, termwise
from tnsim.language.expression import ZERO, Add, Expression, Negate, Sum, contains_sum
from tnsim.language.printing import to_text
from tnsim.proof import checker
from tnsim.proof.certificate import Certificate, Step

__all__ = ["TRANSLATIONS", "Document", "render", "unchecked", "written"]

TRANSLATIONS: dict[str, Translation] = {
    "diagonals": diagonals,
    "grouping": grouping,
    "interchange": interchange,
    "lemma": lemma,
    "linear": general.linear,
    "reflexive": reflexive,
    "reindex": either(reindex, general.reindex),
    "relations": relations,
    "rewrite": rewrite,
    "split": either(split, conjugates.split, general.split),
    "start": either(start, general.start),
    "telescope": either(telescope, general.telescope),
    "termwise": either(termwise, general.termwise),
    "wz": wz,
}
"""The rules with a translation; the last step of a proof, by the rule `linear`, makes the theorem itself."""

_HEAD = """(* {claim} = 0
   A certificate of tnsim {digest} as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import {modules}.
Import ListNotations.
Open Scope R_scope."""
_FOOT = "Print Assumptions claim."
_FINITE = "Term Multivariate Parametric ParametricForms Recurrence Conditions Identity"
_MODULES = "Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing"


@dataclass(frozen=True, slots=True)
class Document:
    """A script, and the published theorems that it states as axioms."""

    text: str
    axioms: tuple[Published, ...]


def render(certificate: Certificate) -> str:
    """Return the script, whose theorem `claim` is the certificate's claim.

    Raises CertificateError if the checker rejects the certificate, NotExportable, with the name of the rule, if a
    step has no translation.

    >>> from tnsim.core import prove
    >>> verdict = prove("sum(1/(n*(n+1)), n=1..oo) = 1")
    >>> [line for line in render(verdict.certificate).splitlines() if line.startswith("Theorem")]
    ['Theorem claim : is_series (fun k => let n := (1 + k)%nat in (1 / (INR n * (INR n + 1)))) (1).']
    """
    return written(certificate).text


def written(certificate: Certificate) -> Document:
    """Return the script and what it assumes; raises as `render` does."""
    report = checker.check(certificate.claim, certificate)
    if not report.accepted:
        raise CertificateError(f"the checker rejects this certificate: step {report.failed_step}: {report.reason}")
    return unchecked(certificate)


def unchecked(certificate: Certificate) -> Document:
    """Return the script of a certificate that tnsim has not checked: Coq will."""
    last = certificate.steps[-1]
    if has_finite_sums(certificate):
        head = _head(certificate, _FINITE)
        return Document("\n\n".join([head, *finite_sums_document(certificate), _FOOT]), ())
    if last.rule not in _LAST:
        raise NotExportable(last.rule)
    if (
        last.conclusion.kind != "equal"
        or last.conclusion.right != ZERO
        or last.conclusion.left != certificate.claim.expression
    ):
        raise NotExportable(last.rule, "a conclusion that is not the claim")
    script = Script(certificate, TRANSLATIONS)
    theorem = "\n".join(_LAST[last.rule](script, last))
    text = "\n\n".join([_head(certificate, " ".join([_MODULES, *script.modules])), *script.blocks, theorem, _FOOT])
    return Document(text, tuple(script.axioms))


def _head(certificate: Certificate, modules: str) -> str:
    claim = to_text(certificate.claim.expression).replace("*)", "* )").replace("(*", "( *")
    return _HEAD.format(claim=claim, digest=certificate.digest[:16], modules=modules)


def _theorem(script: Script, last: Step) -> Iterator[str]:
    known: dict[Expression, Lemma] = {}
    formulas = script.formulas(len(script.certificate.steps) - 1)
    for premise in last.premises:
        left = script.certificate.steps[premise].conclusion.left
        if isinstance(left, Sum):
            known[left] = script.lemma(premise)
    relations = relations_of(script, last)
    expression = last.conclusion.left
    sums = infinite_sums(expression)
    missing = [s for s in sums if s not in known]
    if missing:
        raise NotExportable(last.rule, f"no value of {to_text(missing[0])}")
    if not sums:
        raise NotExportable(last.rule, "no infinite sum")
    binders, _ = script.quantified(formulas, "claim")
    single = _value_of_single_sum(expression)
    if single is not None:
        found = known[sums[0]]
        value = formulas.real(single)
        series = stated_series(sums[0], formulas)
        yield f"Theorem claim{binders} : {series.states(value)}."
        opening, known_fact = series.opened(found.name)
        yield "Proof."
        yield from (f"  {line}" for line in opening)
        yield f"  apply series_value with ({found.value})."
        closing = script.closing(formulas, (value, found.value), single, relations=relations)
        yield from (f"  {line}" for line in braced(closing))
        yield f"  exact {known_fact}."
        yield "Qed."
        return
    names: dict[Expression, str] = {s: f"s{i}" for i, s in enumerate(sums, 1)}
    facts = [f"({stated_series(s, formulas).states(names[s])})" for s in sums]
    equation = formulas.with_values(names).real(expression)
    yield f"Theorem claim{binders} : exists {' '.join(names.values())} : R,"
    yield "  " + " /\\ ".join([*facts, f"{equation} = 0."])
    yield "Proof."
    yield "  " + " ".join(f"exists ({known[s].value});" for s in sums).rstrip(";") + "."
    yield "  " + " ".join(f"split; [exact {known[s].name}|]." for s in sums)
    values = (equation, *(known[s].value for s in sums))
    yield from (f"  {line}" for line in script.closing(formulas, values, relations=relations))
    yield "Qed."


_LAST: dict[str, Callable[[Script, Step], Iterator[str]]] = {"linear": _theorem, "rearrangement": rearranged}
"""The rules of the last step, which make the theorem itself."""


def _value_of_single_sum(expression: Expression) -> Expression | None:
    """Return v for a claim `S - v`, with one sum S."""
    if isinstance(expression, Sum):
        return ZERO
    if not isinstance(expression, Add) or not isinstance(expression.terms[0], Sum):
        return None
    rest = expression.terms[1:]
    if any(contains_sum(term) for term in rest):
        return None
    negatives = [term.operand if isinstance(term, Negate) else Negate(term) for term in rest]
    return negatives[0] if len(negatives) == 1 else Add(tuple(negatives))
