"""A certificate as a story: what is claimed, each step with its reasons, and what follows.

Only certificates that the checker accepts are told, so "verified" in a story is true when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from tnsim.errors import CertificateError
from tnsim.export.narration import (
    coefficients,
    composition,
    convergence,
    evaluation,
    lemmas,
    multiple_zeta,
    pairs,
    power_series,
    products,
    ranges,
    recurrence,
    telescoping,
)
from tnsim.export.narration.lines import Formula, Line, say
from tnsim.export.narration.statements import assumed, claimed, references, stated
from tnsim.language.expression import free_symbols
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import CheckReport, check

__all__ = ["NARRATIONS", "Chapter", "Narration", "Story", "tell"]

Narrator: TypeAlias = Callable[[Step, tuple[Statement, ...]], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Narration:
    """How a rule is told: the title of its steps, and the lines that give the reasons."""

    title: str
    lines: Narrator


NARRATIONS: Mapping[str, Narration] = {
    "abel": Narration("Abel's theorem", power_series.abel),
    "ball": Narration("Enclosure", evaluation.nonzero),
    "bilateral": Narration("Both directions", ranges.bilateral),
    "cases": Narration("Two cases", composition.cases),
    "classes": Narration("Classes of a parameter", recurrence.classes),
    "closure": Narration("Closure properties", recurrence.closure),
    "coefficients": Narration("Coefficients of a parameter", coefficients.coefficients),
    "convergence": Narration("Convergence", convergence.converges),
    "creative-telescoping": Narration("Creative telescoping", recurrence.creative_telescoping),
    "diagonals": Narration("Sum along diagonals", ranges.diagonals),
    "divergence": Narration("Divergence", convergence.diverges),
    "induction": Narration("Induction", recurrence.induction),
    "exponential": Narration("Exponential of a sum", products.exponential),
    "factors": Narration("Product split", products.factors),
    "instance": Narration("An instance", power_series.instance),
    "interchange": Narration("Interchange", composition.interchange),
    "lemma": Narration("Lemma", lemmas.lemma),
    "linear": Narration("Combination", composition.linear),
    "logarithms": Narration("Logarithms", evaluation.logarithms),
    "merge": Narration("Sums taken together", composition.merge),
    "point": Narration("A point", evaluation.point),
    "power-series": Narration("A power series", power_series.power_series),
    "polynomial": Narration("Polynomials", recurrence.polynomial),
    "product": Narration("Telescoping product", products.product),
    "rearrangement": Narration("Rearrangement", composition.rearrangement),
    "regrouping": Narration("Factors in blocks", products.regrouping),
    "reflexive": Narration("A sum that converges", convergence.reflexive),
    "reindex": Narration("Change of index", composition.reindex),
    "grouping": Narration("Terms in groups", ranges.grouping),
    "relations": Narration("Relations", multiple_zeta.relations),
    "residues": Narration("Residue classes", composition.residues),
    "rewrite": Narration("Terms rewritten", composition.rewrite),
    "signs": Narration("Three cases", power_series.signs),
    "split": Narration("Sum split", composition.split),
    "start": Narration("Change of start", composition.start),
    "support": Narration("Series that terminate", recurrence.support),
    "tail": Narration("Tail of a series", ranges.tail),
    "telescope": Narration("Telescoping", telescoping.telescope),
    "telescope-finite": Narration("Finite telescoping", telescoping.telescope_finite),
    "terminating": Narration("A series that ends", power_series.terminating),
    "termwise": Narration("Zero term by term", composition.termwise),
    "wz": Narration("A WZ pair", pairs.wz),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One step: its number (from 1), its statement, assumptions if they are not the claim's, reasons."""

    number: int
    title: str
    statement: Line
    assumptions: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A whole certificate in words; `title` names what it establishes of `claim`."""

    title: str
    claim: Formula
    assumptions: tuple[Line, ...]
    chapters: tuple[Chapter, ...]
    end: Line
    colophon: tuple[str, ...]


_TITLES = {"proved": "Theorem", "refuted": "Refutation", "divergent": "Divergence"}


def tell(certificate: Certificate) -> Story:
    """Return the story of a certificate; raises CertificateError for one that the checker rejects."""
    claim = certificate.claim
    report = check(claim, certificate)
    if report.verdict is None:
        raise CertificateError(f"rejected at steps[{report.failed_step}], so not rendered: {report.reason}")
    chapters = tuple(_chapter(certificate, position) for position in range(len(certificate.steps)))
    return Story(
        _TITLES[report.verdict],
        claimed(claim.expression),
        assumed(claim.assumptions),
        chapters,
        _end(certificate, report),
        _colophon(report),
    )


def _chapter(certificate: Certificate, position: int) -> Chapter:
    step = certificate.steps[position]
    narration = NARRATIONS[step.rule]
    inside = step.conclusion.assumptions
    assumptions = () if inside == certificate.claim.assumptions else assumed(inside)
    premises = tuple(certificate.steps[p].conclusion for p in step.premises)
    lines = tuple(narration.lines(step, premises))
    return Chapter(position + 1, narration.title, stated(step.conclusion), assumptions, lines)


def _end(certificate: Certificate, report: CheckReport) -> Line:
    last = references((len(certificate.steps) - 1,))
    match report.verdict:
        case "proved":
            return say(f"{last} is the claim.")
        case "refuted" if free_symbols(certificate.claim.expression):
            return say(f"By {last} the claim does not hold for all values of its parameters.")
        case "refuted":
            return say(f"By {last} the claim is false.")
        case "divergent" if free_symbols(certificate.conclusion.left):
            return say(f"By {last} the claim has no meaning for at least one value of its parameters.")
    return say(f"By {last} a sum in the claim has no value, so the claim has no meaning.")


def _colophon(report: CheckReport) -> tuple[str, ...]:
    return (
        "Every step was verified by the checker when this was written; 'tnsim check' verifies it again.",
        f"SHA-256 of the claim: {report.claim_digest}",
        f"SHA-256 of the certificate: {report.certificate_digest}",
    )
