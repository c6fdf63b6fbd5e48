"""A certificate as a document: what is claimed, the idea, each step with its reasons, and what follows.

Only certificates that the checker accepts are told, so "verified" in a document is true when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TypeAlias

from tnsim.errors import CertificateError, TnsimError
from tnsim.export.document import Document, Formula, Line, Section, say
from tnsim.export.narration import sources
from tnsim.export.narration.definitions import definitions
from tnsim.export.narration.identities import EXACT
from tnsim.export.narration.statements import assumed, claimed, enumeration, references, sides, stated
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import Expression, Product, free_symbols
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import CheckReport, check
from tnsim.proof.scope import Rejected

__all__ = ["NARRATIONS", "Narration", "tell"]

Narrator: TypeAlias = Callable[[Step, tuple[Statement, ...]], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Narration:
    """How a rule is told: the title of its steps, what they do, who gives the lines of reasons, and publications."""

    title: str
    idea: str
    narrator: str
    """Its module and function in this folder; the module is loaded when a step is told."""
    sources: tuple[str, ...] = ()

    def lines(self, step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
        """Yield the reasons of a step."""
        module, function = self.narrator.split(".")
        found: Narrator = getattr(import_module(f"tnsim.export.narration.{module}"), function)
        return found(step, premises)


NARRATIONS: Mapping[str, Narration] = {
    "abel": Narration(
        "Abel's theorem", "a power series is taken to the end of its range", "power_series.abel", (sources.LIMITS,)
    ),
    "asymptotics": Narration(
        "Order of the terms", "the terms of a sum are too large", "divergence.asymptotics", (sources.INFINITE_SERIES,)
    ),
    "ball": Narration("Enclosure", "a number is enclosed in an interval that excludes 0", "evaluation.nonzero"),
    "bilateral": Narration("Both directions", "a sum over all whole numbers is cut in two", "ranges.bilateral"),
    "cases": Narration("Two cases", "two cases are told apart", "composition.cases"),
    "classes": Narration(
        "Classes of a parameter", "the values of a parameter are taken by residue classes", "recurrence.classes"
    ),
    "closure": Narration(
        "Closure properties", "recurrences of several sums give one of a combination", "recurrence.closure",
        (sources.CLOSURE,),
    ),
    "coefficients": Narration(
        "Coefficients of a parameter", "both sides are expanded in a parameter, and one coefficient is taken",
        "coefficients.coefficients",
    ),
    "convergence": Narration(
        "Convergence", "convergence is established", "convergence.converges", (sources.INFINITE_SERIES,)
    ),
    "creative-telescoping": Narration(
        "Creative telescoping", "a combination of terms at neighbouring parameters telescopes",
        "recurrence.creative_telescoping", (sources.A_IS_B,),
    ),
    "diagonals": Narration(
        "Sum along diagonals", "a double sum is taken along diagonals", "ranges.diagonals", (sources.DOUBLE_SERIES,)
    ),
    "divergence": Narration("Divergence", "the terms, or the partial sums, are too large", "convergence.diverges"),
    "divergent-part": Narration(
        "A divergent part", "one part of a sum diverges and the others converge", "divergence.divergent_part"
    ),
    "exponential": Narration("Exponential of a sum", "a product is the exponential of a sum", "products.exponential"),
    "factors": Narration("Product split", "a product is split into known ones", "products.factors"),
    "grouping": Narration("Terms in groups", "the terms are taken in groups", "ranges.grouping"),
    "induction": Narration("Induction", "a recurrence and first values give all values", "recurrence.induction"),
    "inner-sums": Narration("Inner sums", "the inner sums of a double sum are too large", "divergence.inner_sums"),
    "instance": Narration("An instance", "a parameter gets a value", "power_series.instance"),
    "interchange": Narration(
        "Interchange", "the order of two summations is changed", "composition.interchange", (sources.DOUBLE_SERIES,)
    ),
    "lemma": Narration("Lemma", "published theorems give values", "lemmas.lemma"),
    "linear": Narration("Computation", "two expressions are computed and compared", "composition.linear"),
    "logarithms": Narration("Logarithms", "a combination of logarithms is shown to be 0", "evaluation.logarithms"),
    "mean-value": Narration(
        "A mean that is not 0", "the oscillating parts of the terms are summed apart", "divergence.mean_value",
        (sources.INFINITE_SERIES,),
    ),
    "merge": Narration("Sums taken together", "sums are added term by term", "composition.merge"),
    "modulus": Narration("A modulus", "a modulus is compared with a square", "divergence.modulus"),
    "moving-angles": Narration(
        "Terms that do not tend to 0", "the terms of a sum do not tend to 0", "divergence.moving_angles"
    ),
    "nested-telescoping": Narration(
        "Telescoping over levels", "a combination of terms that hold sums telescopes, by the recurrences of those",
        "recurrence.nested_telescoping", (sources.A_IS_B,),
    ),
    "point": Narration("A point", "values of the parameters are found", "evaluation.point"),
    "polynomial": Narration("Polynomials", "polynomials that often agree are the same", "recurrence.polynomial"),
    "power-series": Narration(
        "A power series", "a power series and its value solve one differential equation", "power_series.power_series",
        (sources.CLOSURE,),
    ),
    "product": Narration("Telescoping product", "a product telescopes", "products.product"),
    "rearrangement": Narration(
        "Rearrangement", "double series are summed in another order", "composition.rearrangement",
        (sources.DOUBLE_SERIES,),
    ),
    "reflexive": Narration("A sum that converges", "a sum that converges is a number", "convergence.reflexive"),
    "regrouping": Narration(
        "Factors in blocks", "products are compared block by block", "products.regrouping", (sources.INFINITE_SERIES,)
    ),
    "reindex": Narration("Change of index", "the index is changed", "composition.reindex"),
    "relations": Narration(
        "Relations", "nested sums are related by their two products", "multiple_zeta.relations",
        (sources.HARMONIC_SUMS, sources.RELATIONS),
    ),
    "residues": Narration("Residue classes", "the index is taken by residue classes", "composition.residues"),
    "rewrite": Narration("Terms rewritten", "the terms are written in another way", "composition.rewrite"),
    "shifted-ranges": Narration("Sums from 0", "finite sums are begun at 0", "ranges.shifted_ranges"),
    "signs": Narration("Three cases", "the signs of a parameter are told apart", "power_series.signs"),
    "split": Narration("Sum split", "the sum is split into known ones", "composition.split"),
    "start": Narration("Change of start", "the sum is begun elsewhere", "composition.start"),
    "support": Narration("Terms that vanish", "series end where their terms vanish", "recurrence.support"),
    "tail": Narration("Tail of a series", "a tail is a series less its first terms", "ranges.tail"),
    "telescope": Narration("Telescoping", "a sum telescopes", "telescoping.telescope"),
    "telescope-finite": Narration("Finite telescoping", "a finite sum telescopes", "telescoping.telescope_finite"),
    "telescope-products": Narration(
        "Telescoping to products", "a sum telescopes, and finite products in it tend to infinite ones",
        "telescoping.telescope_products", (sources.INFINITE_SERIES,),
    ),
    "terminating": Narration(
        "A series that ends", "a hypergeometric series that ends is a finite sum", "power_series.terminating"
    ),
    "termwise": Narration("Zero term by term", "all terms from some point on are 0", "composition.termwise"),
    "wz": Narration("A WZ pair", "a WZ pair turns one sum into another", "pairs.wz", (sources.WZ,)),
}  # fmt: skip

_TITLES = {"proved": "Theorem", "refuted": "Refuted claim", "divergent": "Claim without meaning"}


def tell(certificate: Certificate) -> Document:
    """Return the document of a certificate; raises CertificateError for one that the checker rejects."""
    claim = certificate.claim
    report = check(claim, certificate)
    if report.verdict is None:
        raise CertificateError(f"rejected at steps[{report.failed_step}], so not rendered: {report.reason}")
    shown = len(certificate.steps) - _ends_with_restatement(certificate)
    sections = tuple(_section(certificate, position) for position in range(shown))
    return Document(
        _TITLES[report.verdict],
        claimed(claim.expression),
        assumed(claim.assumptions),
        tuple(definitions(_shown(claim.expression, sections))),
        _idea(certificate),
        sections,
        _end(certificate, report, shown),
        tuple(_references(certificate, sections)),
        tuple(_colophon(report, sections)),
    )


def _ends_with_restatement(certificate: Certificate) -> bool:
    """Tell whether the last step only brings the equation before it into the form `left - right = 0`."""
    *before, last = certificate.steps
    return bool(
        last.rule == "linear"
        and last.premises == (len(before) - 1,)
        and not last.witness
        and list(map(tidied, sides(before[-1].conclusion))) == list(map(tidied, sides(last.conclusion)))
        and before[-1].conclusion.assumptions == last.conclusion.assumptions
    )


def _section(certificate: Certificate, position: int) -> Section:
    step = certificate.steps[position]
    narration = NARRATIONS[step.rule]
    inside = step.conclusion.assumptions
    assumptions = () if inside == certificate.claim.assumptions else assumed(inside)
    premises = tuple(certificate.steps[p].conclusion for p in step.premises)
    try:
        lines = tuple(map(_tidied, narration.lines(step, premises)))
    except (TnsimError, Rejected, ZeroDivisionError) as error:
        lines = (untold(step, error),)
    return Section(position + 1, narration.title, _tidied(stated(step.conclusion)), assumptions, lines)


def untold(step: Step, error: Exception) -> Line:
    """Return what is said of a step whose reasons cannot be written in the input language: a proof is shown anyway."""
    by = f" from {references(step.premises)}" if step.premises else ""
    return say(f"The rule '{step.rule}' of the checker accepts this{by}; its reasons are not written out: {error}.")


def _tidied(line: Line) -> Line:
    return Line(
        line.words,
        tuple(Formula(tuple(p if isinstance(p, str) else tidied(p) for p in f.parts)) for f in line.formulas),
    )


def _shown(claim: Expression, sections: tuple[Section, ...]) -> Iterator[Expression]:
    """Yield the expressions that the reader meets."""
    yield claim
    for section in sections:
        for line in (section.statement, *section.lines):
            for formula in line.formulas:
                yield from (part for part in formula.parts if isinstance(part, Expression))


def _idea(certificate: Certificate) -> Line:
    """Return what the steps do, in their order; the computation at the end is named only where it is all."""
    rules = dict.fromkeys(step.rule for step in certificate.steps)
    told = [rule for rule in rules if rule != "linear"] or list(rules)
    said = enumeration([NARRATIONS[rule].idea for rule in told])
    return say(f"{said[:1].upper()}{said[1:]}.")


def _references(certificate: Certificate, sections: tuple[Section, ...]) -> Iterator[Line]:
    """Yield the publications behind the lemmas and the rules, each once."""
    names = dict.fromkeys(str(step.witness.get("lemma")) for step in certificate.steps if step.rule == "lemma")
    found = [f"{_reference(name)} ({name})" for name in names]
    if any("DLMF" in line.words for section in sections for line in section.lines):
        found.append(sources.DLMF)
    for step in certificate.steps:
        found += NARRATIONS[step.rule].sources
    for text in dict.fromkeys(found):
        yield say(f"{text}.")


def _reference(lemma: str) -> str:
    from tnsim.proof.lemmas.registry import LEMMAS  # large, and most proofs use none

    return LEMMAS[lemma].reference


def _end(certificate: Certificate, report: CheckReport, shown: int) -> Line:
    last = references((shown - 1,))
    match report.verdict:
        case "proved":
            return say(f"{last} is the claim.")
        case "refuted" if free_symbols(certificate.claim.expression):
            return say(f"By {last} the claim does not hold for all values of its parameters.")
        case "refuted":
            return say(f"By {last} the claim is false.")
        case "divergent" if free_symbols(certificate.conclusion.left):
            return say(f"By {last} the claim has no meaning for at least one value of its parameters.")
    what = "product" if isinstance(certificate.conclusion.left, Product) else "sum"
    return say(f"By {last} a {what} in the claim has no value, so the claim has no meaning.")


def _colophon(report: CheckReport, sections: tuple[Section, ...]) -> Iterator[str]:
    if any(EXACT in line.words for section in sections for line in section.lines):
        yield (
            f"'{EXACT[3:].capitalize()}' is exact arithmetic: functions at neighbouring arguments are reduced to those "
            "at one, roots and logarithms of numbers to independent ones; both sides become quotients of polynomials "
            "with rational coefficients, and their difference has the numerator 0."
        )
    yield "Every step was verified by the checker when this was written; 'tnsim check' verifies it again."
    yield f"SHA-256 of the claim: {report.claim_digest}"
    yield f"SHA-256 of the certificate: {report.certificate_digest}"
