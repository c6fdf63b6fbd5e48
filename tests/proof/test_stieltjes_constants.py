"""Lemmas on powers of logarithms over linear functions: what lies outside their hypotheses is refused."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.rules.brackets import brackets
from tnsim.proof.rules.lemma import lemma
from tnsim.proof.scope import Rejected, Scope

UNIT = ("x: real, 0 < x < 1",)


@pytest.mark.parametrize(
    ("name", "parameters", "facts"),
    [
        ("Stieltjes constants", {"k": "0"}, ()),
        ("Stieltjes constants", {"k": "-1"}, ()),
        ("Stieltjes constants", {"k": "1/2"}, ()),
        ("Stieltjes constants", {"k": "21"}, ()),
        ("Stieltjes constants", {"k": "m"}, ("m: integer, m >= 1",)),
        ("Kummer's Fourier series", {"x": "0"}, ()),
        ("Kummer's Fourier series", {"x": "1"}, ()),
        ("Kummer's Fourier series", {"x": "-1/2"}, ()),
        ("Kummer's Fourier series", {"x": "3/2"}, ()),
        ("Kummer's Fourier series", {"x": "I/2"}, ()),
        ("Kummer's Fourier series", {"x": "x"}, ("x: real, 0 <= x < 1",)),
        ("Malmsten's series", {"q": "1", "r": "1"}, ()),
        ("Malmsten's series", {"q": "5", "r": "0"}, ()),
        ("Malmsten's series", {"q": "5", "r": "5"}, ()),
        ("Malmsten's series", {"q": "5", "r": "-1"}, ()),
        ("Malmsten's series", {"q": "5", "r": "1/2"}, ()),
        ("Malmsten's series", {"q": "61", "r": "1"}, ()),
    ],
)
def test_parameters_outside_the_hypotheses_are_refused(
    name: str, parameters: dict[str, str], facts: tuple[str, ...]
) -> None:
    values = {key: parse(text) for key, text in parameters.items()}
    with pytest.raises(Rejected, match="the hypothesis is not proved"):
        LEMMAS[name].instance(Scope(Assumptions.parse(facts)), values)


def test_an_instance_with_a_parameter_is_accepted_and_its_neighbour_is_not() -> None:
    right = "pi*(loggamma(x) + log(sin(pi*x))/2 + (x - 1/2)*(EulerGamma + log(2)) + (x - 1)*log(pi))"
    witness: Witness = {"lemma": "Kummer's Fourier series", "parameters": {"x": "x"}}

    def stated(left: str, value: str) -> Statement:
        return Statement("equal", parse(left), parse(value), Assumptions.parse(UNIT))

    lemma(stated("Sum(sin(2*pi*x*k)*log(k)/k, (k, 1, oo))", right), (), witness)
    for left, value in (
        ("Sum(sin(2*pi*x*k)*log(k)/k, (k, 2, oo))", right),
        ("Sum(cos(2*pi*x*k)*log(k)/k, (k, 1, oo))", right),
        ("Sum(sin(2*pi*x*k)*log(k)/k, (k, 1, oo))", f"{right} + 1"),
    ):
        with pytest.raises(Rejected):
            lemma(stated(left, value), (), witness)


def test_a_first_constant_has_two_logarithms_in_its_differences() -> None:
    witness: Witness = {"lemma": "Stieltjes constants", "parameters": {"k": "1"}}

    def stated(term: str) -> Statement:
        return Statement("equal", parse(f"Sum({term}, (n, 1, oo))"), parse("stieltjes(1)"), Assumptions.parse(()))

    lemma(stated("log(n)/n - log(1 + 1/n)*(log(n) + log(n + 1))/2"), (), witness)
    with pytest.raises(Rejected, match="the term is not that of the lemma"):
        lemma(stated("log(n)/n - log(1 + 1/n)*log(n)"), (), witness)


def test_brackets_want_a_premise_an_equation_and_a_length() -> None:
    none = Assumptions.parse(())
    plain = Statement("equal", parse("Sum(1/2^n, (n, 1, oo))"), parse("1"), none)
    pairs = Statement("equal", parse("Sum(3/4/4^m, (m, 0, oo))"), parse("1"), none)
    brackets(pairs, (plain,), {"length": 2, "direction": "insert"})
    brackets(plain, (pairs,), {"length": 2, "direction": "remove"})
    refused: tuple[tuple[tuple[Statement, ...], Witness], ...] = (
        ((), {"length": 2, "direction": "remove"}),
        ((pairs, pairs), {"length": 2, "direction": "remove"}),
        ((pairs,), {"length": 0, "direction": "remove"}),
        ((pairs,), {"length": 101, "direction": "remove"}),
        ((pairs,), {"direction": "remove"}),
        ((pairs,), {"length": 2}),
        ((pairs,), {"length": 2, "direction": "both"}),
        ((Statement("converges", pairs.left, None, none),), {"length": 2, "direction": "remove"}),
    )
    for premises, witness in refused:
        with pytest.raises(Rejected):
            brackets(plain, premises, witness)


def test_brackets_make_no_series_of_a_divergent_one() -> None:
    """1 - 1 + 1 - 1 + ... in brackets is 0, and has no sum without them."""
    none = Assumptions.parse(())
    plain = Statement("equal", parse("Sum((-1)^n, (n, 0, oo))"), parse("0"), none)
    pairs = Statement("equal", parse("Sum(0, (m, 0, oo))"), parse("0"), none)
    with pytest.raises(Rejected, match="not proved to tend to 0"):
        brackets(plain, (pairs,), {"length": 2, "direction": "remove"})
