"""Closed forms: proved ones are readable and right, guesses say that they are guesses, frauds are not taken for sums."""

from __future__ import annotations

import pytest
from flint import arb

from tnsim import InfiniteSet, closed_form, prove
from tnsim.core.closed_forms import ClosedForm
from tnsim.core.guesses import guesses
from tnsim.core.integer_relations import integer_relation
from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import AssumptionError, InputError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import contains_sum
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.checker import check
from tnsim.sets.claim import Claim

PROVED = {
    "sum(1/n^2, n=1..oo)": "pi**2/6",
    "sum(1/(n*(n+1)*(2*n+1)), n=1..oo)": "3 - 4*log(2)",
    "sum(1/(n^2+1), n=1..oo)": "pi*coth(pi)/2 - 1/2",
    "sum(1/(n^2+1), n=1..oo) - sum(1/n^2, n=1..oo)": "pi*coth(pi)/2 - pi**2/6 - 1/2",
    "sum((-1)^n/(n^2+1), n=1..oo)": "pi/(2*sinh(pi)) - 1/2",
    "sum((-1)^n/(2*n+1)^2, n=0..oo)": "Catalan",
    "sum((-1)^n/(3*n+1), n=0..oo)": "sqrt(3)*pi/9 + log(2)/3",
    "sum(1/n!, n=0..oo)": "E",
    "sum(cos(n)/2^n, n=0..oo)": "(2*cos(1) - 4)/(4*cos(1) - 5)",
    "sum(1/n^2 - 1/n^2, n=1..oo)": "0",
    "sum(zeta(n) - 1, n=2..oo)": "1",
}


@pytest.mark.parametrize("text", PROVED)
def test_a_closed_form_is_proved_and_readable(text: str) -> None:
    found = closed_form(text)
    assert found.kind == "proved" and not found.is_conjecture
    assert found.value is not None and to_text(found.value) == PROVED[text]
    assert found.certificate is not None and found.digits is None
    claim = Claim(parse(text) - found.value)
    assert check(claim, found.certificate).verdict == "proved"


@pytest.mark.parametrize(
    "text, assumption, value",
    [
        ("sum(k^2, k=1..N)", "N: integer, >= 1", "N**3/3 + N**2/2 + N/6"),
        ("sum(x^n/n, n=1..oo)", "x: real, -1 < x < 1", "-log(1 - x)"),
    ],
)
def test_parameters_and_symbolic_bounds(text: str, assumption: str, value: str) -> None:
    found = closed_form(text, [assumption])
    assert found.kind == "proved" and found.value is not None and to_text(found.value) == value


@pytest.mark.parametrize("text", ["sum(1/(n^2 + n + 1)^(3/2), n=1..oo)", "sum(1/(n^2 + sqrt(n)), n=1..oo)"])
def test_no_form_is_made_up(text: str) -> None:
    found = closed_form(text, timeout=30)
    assert found.value is None and found.kind == "enclosed"
    assert found.enclosure is not None and not found.is_conjecture


@pytest.mark.parametrize("text", ["sum(exp(-(n/10)^2), n=0..oo)", "sum(floor(n*tanh(pi))/10^n, n=1..oo)"])
def test_a_near_miss_is_no_closed_form(text: str) -> None:
    found = closed_form(text, timeout=60)
    assert found.value is None and found.kind == "enclosed"


def test_a_guess_is_called_a_conjecture_or_proved() -> None:
    text = "sum((binomial(2*n,n)/4^n)^3, n=0..oo)"
    found = closed_form(text, timeout=30)
    assert found.value is not None and not contains_sum(found.value)
    assert evaluate(found.value, {}, 200).real.overlaps(evaluate(parse("pi/gamma(3/4)^4"), {}, 200).real)
    if found.kind != "proved":
        assert found.is_conjecture and found.kind == "enclosed"
        assert found.digits is not None and found.digits >= 50
        assert str(found).startswith("conjecture")


def test_a_divergent_sum_has_no_form_and_a_proof() -> None:
    found = closed_form("sum(1/n, n=1..oo) + sum(1/n^2, n=1..oo)")
    assert found.kind == "divergent" and found.value is None and found.certificate is not None


def test_a_parameter_without_a_strategy_is_undetermined() -> None:
    assert closed_form("sum(1/(n^2 + x)^(3/2), n=1..oo)", ["x: real, x > 0"]).kind == "undetermined"


def test_bad_input_is_refused() -> None:
    with pytest.raises(AssumptionError):
        closed_form("sum(x^n, n=1..oo)")
    with pytest.raises(InputError):
        closed_form("sum(1/n^2, n=1..oo")


def test_the_method_of_a_set() -> None:
    value = InfiniteSet("1/(n*(n + 1))").closed_form().value
    assert value is not None and to_text(value) == "1"


def test_a_verdict_on_another_claim_is_no_evidence() -> None:
    verdict = prove("sum(1/n^2, n=1..oo) = pi^2/6")
    with pytest.raises(ValueError, match="another claim"):
        ClosedForm(parse("sum(1/n^2, n=1..oo)"), EMPTY, parse("pi^2/7"), verdict)


def test_a_refuted_form_is_none() -> None:
    verdict = prove("sum(1/n^2, n=1..oo) - 2")
    with pytest.raises(ValueError, match="refuted"):
        ClosedForm(parse("sum(1/n^2, n=1..oo)"), EMPTY, parse("2"), verdict)


@pytest.mark.parametrize("digits", [40, 100])
def test_numbers_without_a_relation_get_none(digits: int) -> None:
    with working_precision(500):
        for k in range(2, 12):
            values = [(arb(k).sqrt() + arb(k).sin()).exp(), arb.pi(), arb(2).log(), arb(1)]
            assert integer_relation(values, digits) is None


def test_a_relation_that_holds_to_half_the_digits_is_refused() -> None:
    with working_precision(500):
        values = [arb(arb.pi().mid(), arb(10) ** -58), arb.pi(), arb(1)]
        assert integer_relation(values, 60) is not None
        assert integer_relation(values, 100) is None


@pytest.mark.parametrize("form", ["3*zeta(3)/4 - pi^2*log(2)/12", "gamma(1/3)^3/(2*pi^2)", "5 - 2*sqrt(3)*pi/27"])
def test_a_form_is_guessed_again_from_its_digits(form: str) -> None:
    value = evaluate(parse(form), {}, 400).real
    found = next(guesses(parse("sum(1/(3*n + 1), n=1..oo)"), value, 98))
    with working_precision(1000):
        assert evaluate(found, {}, 1000).real.overlaps(evaluate(parse(form), {}, 1000).real)


def test_a_value_that_is_not_real_is_enclosed_in_both_parts() -> None:
    found = closed_form("sum(I^n/(n^3 + n + 7), n=1..oo)", timeout=5).to_json()
    assert found["verdict"] == "enclosed" and found["enclosure"]["imaginary"]["midpoint"].startswith("0.0894")
