"""The idea of a proof in one sentence: of its method where that has a name, and else what its steps do."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.catalogue import NARRATIONS
from tnsim.language.expression import ONE, Sum, Symbol
from tnsim.proof.certificate import Certificate

__all__ = ["idea"]

_KNOWN: Mapping[frozenset[str], str] = {
    frozenset({"linear"}): "Compute both sides.",
    frozenset({"termwise"}): "All terms from some point on are 0.",
    frozenset({"lemma"}): "This is an instance of a published theorem.",
    frozenset({"lemma", "reindex"}): "After a change of index, this is an instance of a published theorem.",
    frozenset({"lemma", "ball"}): "Published theorems give the value, and an interval shows that it is another one.",
    frozenset({"induction", "creative-telescoping"}):
        "Both sides satisfy the same recurrence, found by creative telescoping, and they agree where it starts.",
    frozenset({"induction", "creative-telescoping", "support"}):
        "The series end; both sides satisfy the same recurrence, found by creative telescoping, and they agree where "
        "it starts.",
    frozenset({"lemma", "split"}): "Split the term into parts, and sum each part by a known series.",
    frozenset({"lemma", "split", "reindex"}):
        "Split the term into partial fractions, and sum each part by a known series.",
    frozenset({"relations"}): "Write both sides in multiple zeta values, and use relations between these.",
    frozenset({"divergence"}): "The terms, or the partial sums, are too large for convergence.",
}  # fmt: skip


_RECURRENCES = frozenset({"induction", "creative-telescoping", "classes"})


def idea(certificate: Certificate) -> Line:
    """Return what the steps do, in their order; the computation at the end is named only where it is all."""
    rules = dict.fromkeys(step.rule for step in certificate.steps)
    told = [rule for rule in rules if rule != "linear"] or list(rules)
    if told in (["telescope"], ["telescope-finite"]):
        return _telescoping(certificate)
    if known := _KNOWN.get(frozenset(told)):
        return say(known)
    if {"induction", "creative-telescoping"} <= set(told) <= _RECURRENCES:
        return say(
            "On residue classes of the parameter, both sides satisfy the same recurrence, found by creative "
            "telescoping, and they agree where it starts."
        )
    said = [NARRATIONS[rule].idea for rule in told]
    listed = said[0] if len(said) == 1 else f"{'; '.join(said[:-1])}; and {said[-1]}"
    return say(f"{listed[:1].upper()}{listed[1:]}.")


def _telescoping(certificate: Certificate) -> Line:
    left = next(step.conclusion.left for step in certificate.steps if step.rule.startswith("telescope"))
    n = left.index if isinstance(left, Sum) else Symbol("n")
    shown = formula("T(", n + ONE, ") − T(", n, ")")
    if any(step.rule == "telescope-finite" for step in certificate.steps):
        return say("Each term is a difference {}, so that the sum telescopes.", shown)
    return say("Each term is a difference {} where {} has a limit, so that the sum telescopes.", shown,
               formula("T(", n, ")"))  # fmt: skip
