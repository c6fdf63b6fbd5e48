"""Lemmas of the checker that the library proves: instances of each by the theorem named for it, and complex digamma series."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random

import pytest

from tnsim.core.compensator import Compensator
from tnsim.errors import TnsimError
from tnsim.export.coq.compilation import Checked
from tnsim.export.coq.document import TRANSLATIONS, unchecked, written
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.lemmas import Script
from tnsim.export.coq.proved import THEOREMS
from tnsim.export.coq.published import instance
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Sum, number
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.lemmas.lemma import Parameters
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

HEAD = """Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing {}.
Import ListNotations.
Open Scope R_scope."""


def draws(name: str) -> Iterator[Parameters]:
    """Yield admissible parameters, with those that the theorems ask for put in."""
    random = Random(name)
    for theorem in THEOREMS[name]:
        for _ in range(40):
            yield {**LEMMAS[name].draw(random), **{p: parse(text) for p, text in theorem.fixed.items()}}


def written_instances(name: str, script: Script) -> Iterator[tuple[str, str]]:
    """Yield what instances of a lemma say, and the library's proofs."""
    for parameters in draws(name):
        try:
            left, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
            texts = {p: to_text(e) for p, e in parameters.items()}
            step = Step("lemma", Statement("equal", left, right), (), {"lemma": name, "parameters": texts})
            stated, fact = instance(script, 0, step)
        except (TnsimError, NotExportable):
            continue
        if not fact.startswith("("):
            continue
        formulas, (one, other) = Formulas(EMPTY, "lemma"), stated.instance()
        value = formulas.real(other)
        if isinstance(one, Sum):
            yield general_series(one, formulas).states(value), fact
        else:
            yield f"{formulas.real(one)} = {value}", fact


def empty_script() -> Script:
    statement = Claim.parse("1 = 1")
    step = Step("linear", Statement("equal", statement.expression, number(0)), (), {})
    return Script(Certificate(statement, (step,)), TRANSLATIONS)


def test_coq_proves_instances_of_the_lemmas(compile_script: Callable[[str], Checked]) -> None:
    script, blocks = empty_script(), []
    for name in sorted(THEOREMS):
        found = list(dict.fromkeys(written_instances(name, script)))
        assert found, name
        blocks += [f"Goal {statement}. Proof. exact {fact}. Qed." for statement, fact in found[:2]]
    checked = compile_script("\n".join([HEAD.format(" ".join(script.modules)), *blocks]))
    assert checked.accepted, checked.output


@pytest.mark.parametrize("name", ["arcsine series", "dilogarithm reflection", "gamma reflection"])
def test_coq_refuses_another_value(name: str, compile_script: Callable[[str], Checked]) -> None:
    script = empty_script()
    statement, fact = next(written_instances(name, script))
    wrong = statement.removesuffix(")") + " + 1)" if statement.startswith("is_series") else f"{statement} + 1"
    text = "\n".join([HEAD.format(" ".join(script.modules)), f"Goal {wrong}. Proof. exact {fact}. Qed."])
    assert not compile_script(text).accepted


CONJUGATES = "sum(1/(n^2+n+1), n=1..oo) = pi*tanh(pi*sqrt(3)/2)/sqrt(3) - 1"


def proof_of(claim: str) -> Certificate:
    certificate = Compensator(timeout=10.0).prove(Claim.parse(claim)).certificate
    assert certificate is not None
    return certificate


def test_conjugate_places(compile_script: Callable[[str], Checked]) -> None:
    document = written(proof_of(CONJUGATES))
    assert document.axioms == () and "im_digamma_series" in document.text
    checked = compile_script(document.text)
    assert checked.accepted, checked.output
    assert checked.axioms == ()


def with_coefficients(first: str, second: str) -> Certificate:
    """Return the proof with other coefficients of the two complex series, which nobody checked."""
    data = json.loads(proof_of(CONJUGATES).to_json())
    (split,) = (step for step in data["steps"] if step["rule"] == "split")
    split["witness"]["coefficients"] = [first, second]
    return Certificate.from_json(json.dumps(data))


def test_coq_refuses_wrong_coefficients(compile_script: Callable[[str], Checked]) -> None:
    wrong = unchecked(with_coefficients("-sqrt(3)*I/4", "sqrt(3)*I/4"))
    assert not compile_script(wrong.text).accepted


def test_coefficients_that_are_no_conjugates_are_refused() -> None:
    with pytest.raises(NotExportable):
        unchecked(with_coefficients("-sqrt(3)*I/3", "sqrt(3)*I/4"))
