from __future__ import annotations

import dataclasses

import pytest

from tnsim.errors import CertificateError
from tnsim.export.document import Line, say, show
from tnsim.export.narration.lemmas import theorem
from tnsim.export.narration.statements import assumed, enumeration, fresh_name
from tnsim.export.narration.story import NARRATIONS, tell
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import RULES, check
from tnsim.proof.lemmas.registry import LEMMAS


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
        document = tell(certificate)
        assert [section.number for section in document.sections] == list(range(1, len(certificate.steps) + 1))
        assert all(section.lines for section in document.sections)


def test_every_premise_is_mentioned(certificates: dict[str, Certificate]) -> None:
    for certificate in certificates.values():
        for step, section in zip(certificate.steps, tell(certificate).sections, strict=True):
            told = " ".join(line.words for line in section.lines)
            assert all(f"({premise + 1})" in told for premise in step.premises)


def test_every_lemma_is_stated_with_its_reference() -> None:
    for lemma in LEMMAS.values():
        line = theorem(lemma)
        assert line.formulas, f"{lemma.name}: the statement is not 'left = right for hypotheses'"
        assert lemma.name in line.words and lemma.reference in line.words


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
    assert line.words == "Here {} is real, {} and {} are whole numbers, {} and {}."


def test_a_sequence_gets_a_letter_that_is_free() -> None:
    assert fresh_name(parse("T*n")) == "U"
    assert fresh_name(parse("n + 1")) == "T"


def test_lines() -> None:
    assert show("x").is_display and not say("so {}.", Symbol("x")).is_display
    assert enumeration(["a", "b", "c"]) == "a, b and c"
    with pytest.raises(ValueError, match="1 formulas"):
        Line("no place", show("x").formulas)
