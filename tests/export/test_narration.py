from __future__ import annotations

import dataclasses
import json
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tnsim.errors import CertificateError
from tnsim.export import text as text_format
from tnsim.export.document import Line, say, show
from tnsim.export.formats import FORMATS, render
from tnsim.export.narration.catalogue import NARRATIONS
from tnsim.export.narration.lemmas import theorem
from tnsim.export.narration.statements import assumed, enumeration, fresh_name
from tnsim.export.narration.story import tell, untold
from tnsim.export.narration.tidying import tidied
from tnsim.export.notation import in_unicode
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.language.printing import to_unicode
from tnsim.proof.certificate import Certificate, Step
from tnsim.proof.checker import RULES, check
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
UNTOLD = "its reasons are not written out"


def test_every_rule_is_narrated() -> None:
    assert set(NARRATIONS) == set(RULES)
    assert len({narration.title for narration in NARRATIONS.values()}) == len(NARRATIONS)


def test_the_examples_are_proofs_and_use_every_rule(certificates: dict[str, Certificate]) -> None:
    used = set()
    for name, certificate in certificates.items():
        report = check(certificate.claim, certificate)
        assert report.accepted, (name, report.reason)
        used |= set(report.rules)
    assert used == set(RULES)


def test_every_step_is_told_with_reasons(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        _assert_told(certificate)


def test_every_lemma_is_stated_with_its_reference() -> None:
    for lemma in LEMMAS.values():
        line = theorem(lemma)
        assert line.formulas, f"{lemma.name}: the statement is not 'left = right for hypotheses'"
        assert lemma.reference.split(", the difference of")[0] in line.words


def test_a_wrong_certificate_is_not_told(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        last = certificate.steps[-1]
        wrong = dataclasses.replace(last.conclusion, left=parse("1 + 1"))
        steps = (*certificate.steps[:-1], dataclasses.replace(last, conclusion=wrong))
        with pytest.raises(CertificateError, match="not rendered"):
            tell(dataclasses.replace(certificate, steps=steps))


def test_assumptions_in_words() -> None:
    assert assumed(EMPTY) == ()
    (line,) = assumed(Assumptions.parse(["x: real, 0 < x", "m: integer", "n: integer, >= 2"]))
    assert line.words == "Here {} is real, {} and {} are integers, {} and {}."


def test_a_sequence_gets_a_letter_that_is_free() -> None:
    assert fresh_name(parse("T*n")) == "U"
    assert fresh_name(parse("n + 1")) == "T"


def test_lines() -> None:
    assert show("x").is_display and not say("so {}.", Symbol("x")).is_display
    assert enumeration(["a", "b", "c"]) == "a, b and c"
    with pytest.raises(ValueError, match="1 formulas"):
        Line("no place", show("x").formulas)


def test_a_step_without_words_is_named(certificates: dict[str, Certificate]) -> None:
    step = certificates["reindex and split"].steps[-1]
    told = untold(step, CertificateError("no name for a function")).words
    assert step.rule in told and "(" in told and UNTOLD in told


def _corpus() -> list[tuple[str, str, tuple[str, ...]]]:
    records = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [
        (r["id"], r["claim"], tuple(f"{name}: {about['assume']}" for name, about in (r.get("params") or {}).items()))
        for r in records
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text", "facts"), _corpus())
def test_every_step_of_a_corpus_proof_is_told(name: str, text: str, facts: tuple[str, ...]) -> None:
    certificate = search(Claim(parse(text), Assumptions.parse(facts)), time.monotonic() + 20).certificate
    if certificate is None:
        pytest.skip("not proved by the search")
    _assert_told(certificate)
    for form in set(FORMATS) - {"coq"}:
        assert render(certificate, form)


def _assert_told(certificate: Certificate) -> None:
    document = tell(certificate)
    missing = len(certificate.steps) - len(document.sections)
    assert missing == 0 or (missing == 1 and certificate.steps[-1].rule == "linear")
    assert [section.number for section in document.sections] == list(range(1, len(document.sections) + 1))
    for step, section in zip(certificate.steps, document.sections, strict=False):
        words = " ".join(line.words for line in section.lines)
        formulas = [in_unicode(formula) for line in section.lines for formula in line.formulas]
        assert words and UNTOLD not in words, (step.rule, words)
        assert all(f"({premise + 1})" in words for premise in step.premises), step.rule
        _CHECKS.get(step.rule, lambda *_: None)(step, words, formulas)
    told = text_format.render(certificate).partition("SHA-256")[0]
    assert not _MACHINE.search(told), told
    for step in certificate.steps:
        if step.rule == "lemma":
            known = LEMMAS[str(step.witness["lemma"])]
            published = known.reference if not known.reference.startswith("DLMF") else "dlmf.nist.gov"
            assert any(published[1:] in line.words for line in document.references)


def _lemma_is_told(step: Step, words: str, formulas: list[str]) -> None:
    known, given = LEMMAS[str(step.witness["lemma"])], step.witness["parameters"]
    assert known.reference.split(", the difference of")[0] in words and " for " in words
    assert isinstance(given, Mapping)
    for name, value in given.items():
        assert f"{name} = {to_unicode(tidied(parse(value)))}" in formulas


def _limit_is_told(step: Step, words: str, formulas: list[str]) -> None:
    assert "its sum is" in words or " = 0" in formulas[0]
    assert any("→ " in shown and "∞" not in shown for shown in formulas) or "constant" in words or " = 0" in formulas[0]


def _first_values_are_told(step: Step, words: str, formulas: list[str]) -> None:
    assert sum(bool(re.fullmatch(r"[D-G]\(\d+\) = 0", shown)) for shown in formulas) == len(step.premises) - 1


_CHECKS: Mapping[str, Callable[[Step, str, list[str]], None]] = {
    "induction": _first_values_are_told,
    "lemma": _lemma_is_told,
    "telescope": _limit_is_told,
}

_MACHINE = re.compile(r"#|normal form|difference ring|theta²|\{\}|(?<![\d/])1·|\(−1\)·|\+ 0\b|− 0\b|k_\d|None")
"""What a program writes and a person does not."""
