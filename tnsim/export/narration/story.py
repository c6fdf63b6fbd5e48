"""A certificate as a document: what is claimed, the idea, each step with its reasons, and what follows.

Only certificates that the checker accepts are told, so "verified" in a document is true when it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tnsim import __version__
from tnsim.errors import CertificateError, TnsimError
from tnsim.export.document import Document, Formula, Line, Section, say
from tnsim.export.narration import sources
from tnsim.export.narration.catalogue import NARRATIONS
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.conventions import conventions
from tnsim.export.narration.definitions import definitions
from tnsim.export.narration.ideas import idea
from tnsim.export.narration.statements import THIS, assumed, claimed, parameters, references, sides, stated
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import Add, Expression, Product, free_symbols
from tnsim.proof.certificate import Certificate, Step
from tnsim.proof.checker import CheckReport, check
from tnsim.proof.scope import Rejected

__all__ = ["tell"]

_TITLES = {"proved": "Theorem", "refuted": "Refuted claim", "divergent": "Claim without meaning"}


def tell(certificate: Certificate) -> Document:
    """Return the document of a certificate; raises CertificateError for one that the checker rejects."""
    claim = certificate.claim
    report = check(claim, certificate)
    if report.verdict is None:
        raise CertificateError(f"rejected at steps[{report.failed_step}], so not rendered: {report.reason}")
    shown = len(certificate.steps) - _ends_with_restatement(certificate)
    sections = tuple(_section(certificate, position, alone=shown == 1) for position in range(shown))
    said = [line.words for section in sections for line in section.lines]
    told = list(definitions(_shown(sections), known=[claim.expression]))
    if exact := [s for s in sections if any(EXACT in line.words for line in s.lines)]:
        told += conventions(_computed(certificate, exact))
    return Document(
        _TITLES[report.verdict],
        claimed(claim.expression),
        assumed(claim.assumptions),
        tuple(definitions([claim.expression])),
        idea(certificate),
        tuple(told),
        sections,
        _end(certificate, report, shown),
        tuple(_references(certificate, said)),
        tuple(_colophon(report)),
    )


def _ends_with_restatement(certificate: Certificate) -> bool:
    """Tell whether the last step only brings the equation before it into the form `left - right = 0`."""
    *before, last = certificate.steps
    return bool(
        last.rule == "linear"
        and last.premises == (len(before) - 1,)
        and not last.witness
        and list(map(_unordered, sides(before[-1].conclusion))) == list(map(_unordered, sides(last.conclusion)))
        and before[-1].conclusion.assumptions == last.conclusion.assumptions
    )


def _unordered(side: Expression) -> list[str]:
    """Return the summands of a side as a multiset."""
    value = tidied(side)
    return sorted(map(repr, value.terms if isinstance(value, Add) else (value,)))


def _section(certificate: Certificate, position: int, alone: bool) -> Section:
    step, claim = certificate.steps[position], certificate.claim
    narration = NARRATIONS[step.rule]
    inside = step.conclusion.assumptions
    premises = tuple(certificate.steps[p].conclusion for p in step.premises)
    statement: tuple[Line, ...] = (_tidied(stated(step.conclusion)),)
    assumptions = () if inside == claim.assumptions else assumed(inside)
    if alone and statement == (_tidied(Line("{}", (claimed(claim.expression),))),):
        statement = ()
    elif step.rule == "creative-telescoping":
        said, shown = parameters(inside)
        statement = (say(f"For {said},", *shown), *statement)
        assumptions = () if shown else assumptions
    try:
        called = "the theorem" if alone else f"({position + 1})"
        lines = tuple(_tidied(line, called) for line in narration.lines(step, premises))
    except (TnsimError, Rejected, ZeroDivisionError) as error:
        lines = (untold(step, error),)
    return Section(position + 1, _heading(step), statement, assumptions, lines, alone)


def _heading(step: Step) -> str:
    """Return the title of a step: that of its rule, or what a lemma is called."""
    name = str(step.witness.get("lemma", "")).replace("whole numbers", "integers")
    return f"{name[:1].upper()}{name[1:]}" if step.rule == "lemma" else NARRATIONS[step.rule].title


def untold(step: Step, error: Exception) -> Line:
    """Return what is said of a step whose reasons cannot be written in the input language: a proof is shown anyway."""
    by = f" from {references(step.premises)}" if step.premises else ""
    return say(f"The rule '{step.rule}' of the checker accepts this{by}; its reasons are not written out: {error}.")


def _tidied(line: Line, called: str = "") -> Line:
    return Line(
        line.words.replace(THIS, called),
        tuple(Formula(tuple(p if isinstance(p, str) else tidied(p) for p in f.parts)) for f in line.formulas),
    )


def _shown(sections: Iterable[Section]) -> Iterator[Expression]:
    """Yield the expressions that the reader meets in the steps."""
    for section in sections:
        for line in (*section.statement, *section.lines):
            for formula in line.formulas:
                yield from (part for part in formula.parts if isinstance(part, Expression))


def _computed(certificate: Certificate, sections: Iterable[Section]) -> Iterator[Expression]:
    """Yield the expressions that are compared exactly: of an equation with values put in, only that equation."""
    for section in sections:
        whole = certificate.steps[section.number - 1].rule not in ("linear", "lemma")
        yield from _shown([section if whole else replace(section, statement=())])


def _references(certificate: Certificate, said: Iterable[str]) -> Iterator[Line]:
    """Yield the publications behind the lemmas and the rules, each once; equations of the DLMF stand in the text."""
    names = dict.fromkeys(str(step.witness.get("lemma")) for step in certificate.steps if step.rule == "lemma")
    found = [text for name in names if not (text := _reference(name)).startswith("DLMF")]
    if any("DLMF" in words for words in said):
        found.append(sources.DLMF)
    for step in certificate.steps:
        found += NARRATIONS[step.rule].sources
    for text in dict.fromkeys(found):
        yield say(f"{text[:1].upper()}{text[1:]}.")


def _reference(lemma: str) -> str:
    from tnsim.proof.lemmas.registry import LEMMAS  # large, and most proofs use none

    return LEMMAS[lemma].reference


def _end(certificate: Certificate, report: CheckReport, shown: int) -> Line:
    by = "Therefore" if shown == 1 else f"By {references((shown - 1,))}"
    match report.verdict:
        case "proved":
            before, right = (
                sides(certificate.steps[shown - 1].conclusion)[1],
                sides(certificate.steps[-1].conclusion)[1],
            )
            if tidied(before) != tidied(right):
                step = "this" if shown == 1 else references((shown - 1,))
                return say(f"Up to the order of the summands in the value, {step} is the theorem.")
            return say("This proves the theorem.")
        case "refuted" if free_symbols(certificate.claim.expression):
            return say(f"{by} the claim does not hold for all values of its parameters.")
        case "refuted":
            return say(f"{by} the claim is false.")
        case "divergent" if free_symbols(certificate.conclusion.left):
            return say(f"{by} the claim has no meaning for at least one value of its parameters.")
    what = "product" if isinstance(certificate.conclusion.left, Product) else "sum"
    return say(f"{by} a {what} in the claim has no value, so the claim has no meaning.")


def _colophon(report: CheckReport) -> Iterator[str]:
    yield (
        f"Every step was verified by the checker of tnsim {__version__} when this was written, with the published "
        "theorems that it cites as given; `tnsim check` verifies it again."
    )
    yield f"SHA-256 of the claim: {report.claim_digest}"
    yield f"SHA-256 of the certificate: {report.certificate_digest}"
