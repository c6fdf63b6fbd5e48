"""Recurrences with powers of q: certificates whose naive reading would prove a falsehood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step, Witness
from tnsim.proof.checker import check, rule
from tnsim.proof.rules.recurrence import recurrence, statement_at
from tnsim.proof.scope import Rejected
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

Q, N = "q: real, 0 < q < 1", "N: integer, N >= 0"
GEOMETRIC = "q^k/(q - 1)"


def telescoped(left: str, right: str, antidifference: str, highest: str = "N", facts: Sequence[str] = ()) -> None:
    witness: Witness = {
        "groups": ("0",), "lowest": ("0",), "highest": (highest,), "antidifferences": (antidifference,),
    }  # fmt: skip
    known = Assumptions.parse([N, Q, *facts])
    rule("creative-telescoping")(Statement("equal", parse(left), parse(right), known), (), witness)


def refused(*arguments: str, facts: Sequence[str] = ()) -> str:
    with pytest.raises(Rejected) as caught:
        telescoped(*arguments, facts=facts)
    return str(caught.value)


POWERS, VALUE = "Sum(q^k, (k, 0, N))", "(1 - q^(N + 1))/(1 - q)"


def test_a_pole_inside_the_range_is_refused() -> None:
    """The difference of T is the term wherever T has a value; at k = 2, at k = N, and at q^k = 1/x it has none."""
    telescoped(POWERS, VALUE, GEOMETRIC)
    for factor in ("q^k - q^2", "q^k - q^N", "q^k - q^(N + 1)", "1 - q^k"):
        assert "different from 0" in refused(POWERS, VALUE, f"{GEOMETRIC}*({factor})/({factor})")
    moving = f"{GEOMETRIC}*(1 - x*q^k)/(1 - x*q^k)"
    assert "different from 0" in refused(POWERS, VALUE, moving, facts=["x: real"])
    telescoped(POWERS, VALUE, moving, facts=["x: real, x < 0"])


def test_a_missing_boundary_term_is_refused() -> None:
    assert "do not make the value" in refused("Sum(q^k, (k, 0, N + 1))", VALUE, GEOMETRIC)
    assert "do not make the value" in refused("Sum(q^k, (k, 1, N))", VALUE, GEOMETRIC)
    assert "not proved to be a whole number >= -1" in refused(POWERS, VALUE, GEOMETRIC, "N - 2")
    telescoped("Sum(q^k, (k, 0, N + 1))", f"{VALUE} + q^(N + 1)", GEOMETRIC)


def test_another_range_of_a_found_certificate_is_refused() -> None:
    """Rothe's identity summed to N - 1 and to N + 1 from the certificate to N."""
    binomial = "product(1 - q^j, j=1..N)/(product(1 - q^j, j=1..k)*product(1 - q^j, j=1..N - k))"
    claim = Claim.parse(f"sum((-1)^k*q^(k*(k - 1)/2)*{binomial}, k=0..N) = 0^N", [N, Q])
    certificate = search(claim).certificate
    assert certificate is not None and check(claim, certificate).verdict == "proved"
    for end in ("N + 1", "N - 1"):
        forged = Certificate.from_json(certificate.to_json().replace("(k, 0, N)", f"(k, 0, {end})"))
        assert not check(forged.claim, forged).accepted


def by_induction(
    claim: str, coefficients: tuple[str, ...], start: int, values: range, facts: Sequence[str] = ()
) -> Certificate:
    known = Assumptions.parse([N, Q, *facts])
    statement = Statement("equal", parse(claim), ZERO, known)
    steps = [
        Step("linear", statement_at(statement, "N", number(n), known.substituted("N", number(n))), (), {})
        for n in values
    ]
    later = Assumptions.parse([f"N: integer, N >= {start}", Q, *facts])
    steps.append(Step("linear", recurrence(statement, "N", [parse(c) for c in coefficients], later), (), {}))
    witness: Witness = {"symbol": "N", "start": start, "coefficients": coefficients}
    last = Step("induction", statement, tuple(range(len(steps))), witness)
    return Certificate(Claim(statement.left, known), (*steps, last))


def reason(certificate: Certificate) -> str:
    report = check(certificate.claim, certificate)
    assert not report.accepted
    return report.reason


# (1 - q^N)*(1 - q^(N - 1)) is 0 at 0 and 1, and satisfies a recurrence of order 1; so does every multiple of it.
CLAIM = "(1 - q^N)*(1 - q^(N - 1))"
VANISHING = ("-(1 - q^(N + 1))", "1 - q^(N - 1)")


def test_a_leading_coefficient_that_vanishes_in_the_range_is_refused() -> None:
    """1 - q^(N - 1) is 0 at N = 1: E(1) = 0 does not give E(2)."""
    assert "different from 0" in reason(by_induction(CLAIM, VANISHING, 0, range(1)))
    assert "different from 0" in reason(by_induction(CLAIM, VANISHING, 1, range(2)))
    assert "equal in the ring" in reason(by_induction(CLAIM, VANISHING, 2, range(3)))


def test_a_leading_coefficient_that_vanishes_for_some_parameter_is_refused() -> None:
    """1 - x*q^N is 0 at N = 3 for x = q^(-3)."""
    free = ("x*q^N - 1", "1 - x*q^N")
    assert "different from 0" in reason(by_induction("x - x + N*0", free, 0, range(1), ["x: real"]))
    good = by_induction("x - x + N*0", free, 0, range(1), ["x: real, x < 0"])
    assert check(good.claim, good).verdict == "proved"


def test_too_few_first_values_are_refused() -> None:
    """The claim is annihilated by (S - 1)(S - q)(S - q^2), S the shift, and is 0 at 0 and 1."""
    third = ("-q^3", "q + q^2 + q^3", "-(1 + q + q^2)", "1")
    assert "are needed" in reason(by_induction(CLAIM, third, 0, range(2)))
    assert "equal in the ring" in reason(by_induction(CLAIM, third, 0, range(3)))


def test_q_on_the_unit_circle_is_refused() -> None:
    """At q = 1 the sum of the q^k is N + 1, and the recurrence of the claim has the leading coefficient 0."""
    good = by_induction("q^N - q^N", ("-(1 - q)", "1 - q"), 0, range(1))
    assert check(good.claim, good).verdict == "proved"
    for circle in ("q: real, 0 < q <= 1", "q: real, -1 < q < 2"):
        text = good.to_json().replace("q: real, 0 < q, q < 1", str(Assumptions.parse([circle]).to_texts()[0]))
        forged = Certificate.from_json(text)
        assert forged != good and "different from 0" in reason(forged)


def test_a_certificate_with_another_witness_is_refused() -> None:
    good = by_induction("q^N - q^N", ("-(1 - q)", "1 - q"), 0, range(1))
    for witness in ({"start": 1}, {"coefficients": ("-(1 - q)", "1 + q")}, {"symbol": "q"}):
        forged = replace(good.steps[-1], witness={**good.steps[-1].witness, **witness})
        assert not check(good.claim, replace(good, steps=(*good.steps[:-1], forged))).accepted
