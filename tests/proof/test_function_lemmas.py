"""Series of Bessel functions and orthogonal polynomials at the edges of the hypotheses of their lemmas."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from flint import arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import enclose
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import free_symbols, number
from tnsim.language.parser import parse
from tnsim.proof.lemmas import laguerre_series, orthogonal_series
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.sets.ball import Ball

FACTS = ("x: real, -1 <= x <= 1", "u: real", "t: real, -1 < t < 1", "s: real, -1 <= s <= 1", "a: real, a >= 0")
ONE = {"q": "1", "c": "0"}
BESSEL = "Bessel functions"

REFUSED: tuple[tuple[str, Mapping[str, str]], ...] = (
    (f"generating function of {BESSEL}", {"q": "1", "c": "0", "t": "0", "z": "1"}),
    (f"generating function of {BESSEL}", {"q": "1", "c": "0", "t": "t", "z": "1"}),
    (f"generating function of {BESSEL}", {"q": "3", "c": "1", "t": "1", "z": "1"}),
    (f"generating function of {BESSEL}", {"q": "0", "c": "0", "t": "1", "z": "1"}),
    (f"generating function of {BESSEL}", {"q": "3/2", "c": "0", "t": "1", "z": "1"}),
    (f"addition theorem of {BESSEL}", {"N": "1/2", "s": "1", "u": "1", "v": "1", "q": "1", "c": "0"}),
    (f"addition theorem of {BESSEL}", {"N": "0", "s": "I", "u": "1", "v": "1", "q": "1", "c": "0"}),
    (f"addition theorem of {BESSEL}", {"N": "0", "s": "1", "u": "1", "v": "1", "q": "1", "c": "1"}),
    (f"addition theorem of {BESSEL}", {"N": "0", "s": "1", "u": "1", "v": "1", "q": "3", "c": "0"}),
    (f"Graf's addition theorem of {BESSEL}", {"N": "0", "t": "0", "u": "1", "v": "1"}),
    (f"Graf's addition theorem of {BESSEL}", {"N": "1", "t": "1", "u": "1", "v": "1"}),
    (f"Graf's addition theorem of {BESSEL}", {"N": "u", "t": "1", "u": "2", "v": "1"}),
    (f"multiplication theorem of {BESSEL}", {"nu": "0", "s": "u", "z": "1"}),
    (f"multiplication theorem of {BESSEL}", {"nu": "-1", "s": "1", "z": "1"}),
    (f"multiplication theorem of {BESSEL}", {"nu": "1/2", "s": "1", "z": "-1"}),
    (f"multiplication theorem of {BESSEL}", {"nu": "a", "s": "1", "z": "1"}),
    ("powers as series of Bessel functions", {"nu": "0", "z": "1"}),
    ("powers as series of Bessel functions", {"nu": "1/2", "z": "u"}),
    ("generating function of Gegenbauer polynomials", {"a": "0", "x": "x", "t": "t", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "a", "x": "x", "t": "t", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "u", "t": "t", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "x", "t": "s", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1/2", "x": "x", "t": "s", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1/3", "x": "1/2", "t": "s", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1/2", "x": "1/2", "t": "1", "q": "2", "c": "0"}),
    ("generating function of Gegenbauer polynomials", {"a": "1/2", "x": "5/4", "t": "1/2", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1/2", "x": "5/4", "t": "-1/2", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "I", "t": "1/2", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "x", "t": "t", "q": "2", "c": "2"}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "x", "t": "t", "q": "7", "c": "0"}),
    ("exponential generating function of Legendre polynomials", {"x": "u", "t": "t", **ONE}),
    ("exponential generating function of Gegenbauer polynomials", {"a": "1", "x": "x", "t": "1", **ONE}),
    ("exponential generating function of Gegenbauer polynomials", {"a": "1", "x": "0", "t": "t", **ONE}),
    ("logarithmic generating function of Chebyshev polynomials", {"x": "1", "t": "1", **ONE}),
    ("logarithmic generating function of Chebyshev polynomials", {"x": "x", "t": "s", **ONE}),
    ("exponential generating function of Chebyshev polynomials of the second kind", {"x": "1", "t": "1", **ONE}),
    ("integrated generating function of Legendre polynomials", {"x": "x", "t": "s", **ONE}),
    ("generating function of Legendre polynomials, integrated", {"x": "1", "t": "1/2", **ONE}),
    ("generating function of Legendre polynomials, integrated", {"x": "0", "t": "1/2", "q": "2", "c": "0"}),
    ("generating function of Laguerre polynomials", {"a": "-1", "x": "1", "t": "t", **ONE}),
    ("generating function of Laguerre polynomials", {"a": "0", "x": "1", "t": "-1", **ONE}),
    ("exponential generating function of Laguerre polynomials", {"a": "1/2", "x": "u", "t": "1", **ONE}),
    ("exponential generating function of Laguerre polynomials", {"a": "1/2", "x": "1", "t": "1", "q": "2", "c": "0"}),
    ("Mehler's formula", {"x": "u", "y": "u", "t": "1", **ONE}),
    ("Mehler's formula", {"x": "I", "y": "u", "t": "1/2", **ONE}),
    ("Hardy-Hille formula", {"a": "0", "x": "-1", "y": "1", "t": "1/2", **ONE}),
    ("Hardy-Hille formula", {"a": "1/2", "x": "1", "y": "1", "t": "-1/2", **ONE}),
    ("generating function of Jacobi polynomials", {"a": "-1", "b": "0", "x": "x", "t": "t", **ONE}),
    ("generating function of Jacobi polynomials", {"a": "1", "b": "0", "x": "5/4", "t": "t", **ONE}),
    ("plane wave in Gegenbauer polynomials", {"a": "1/2", "v": "u", "x": "x", "t": "1", **ONE}),
    ("plane wave in Gegenbauer polynomials", {"a": "1/2", "v": "1", "x": "x", "t": "1/2", **ONE}),
    ("Chebyshev polynomials of the first kind by the second", {"m": "-1", "x": "u"}),
    ("Chebyshev polynomials of the first kind by the second", {"m": "1/2", "x": "u"}),
)

ADMITTED: tuple[tuple[str, Mapping[str, str]], ...] = (
    (f"generating function of {BESSEL}", {"q": "2", "c": "1", "t": "exp(I*u)", "z": "u"}),
    (f"addition theorem of {BESSEL}", {"N": "-3", "s": "-1", "u": "u", "v": "I", "q": "1", "c": "0"}),
    (f"Graf's addition theorem of {BESSEL}", {"N": "0", "t": "1", "u": "u", "v": "u"}),
    ("generating function of Gegenbauer polynomials", {"a": "1/2", "x": "1/2", "t": "s", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "5/4", "t": "2/5", **ONE}),
    ("generating function of Gegenbauer polynomials", {"a": "1", "x": "1", "t": "t", **ONE}),
    ("logarithmic generating function of Chebyshev polynomials", {"x": "-1", "t": "1", **ONE}),
    ("generating function of Laguerre polynomials", {"a": "0", "x": "u", "t": "I/2", **ONE}),
    ("Hardy-Hille formula", {"a": "0", "x": "0", "y": "1", "t": "-1/2", **ONE}),
)


@pytest.mark.parametrize(("name", "parameters"), REFUSED)
def test_an_instance_outside_the_hypotheses_is_refused(name: str, parameters: Mapping[str, str]) -> None:
    with pytest.raises(Rejected):
        _instance(name, parameters)


@pytest.mark.parametrize(("name", "parameters"), ADMITTED)
def test_an_instance_inside_is_admitted(name: str, parameters: Mapping[str, str]) -> None:
    _instance(name, parameters)


def _instance(name: str, parameters: Mapping[str, str]) -> None:
    scope = Scope(Assumptions.parse(FACTS))
    LEMMAS[name].instance(scope, {key: parse(text) for key, text in parameters.items()})


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (f"generating function of {BESSEL}", {"q": "1", "c": "0", "t": "2", "z": "n"}),
        (f"addition theorem of {BESSEL}", {"N": "0", "s": "1", "u": "n", "v": "n", "q": "1", "c": "0"}),
        ("generating function of Gegenbauer polynomials", {"a": "1", "x": "n", "t": "1/2", **ONE}),
    ],
)
def test_a_parameter_with_the_name_of_the_index_is_not_captured(name: str, parameters: Mapping[str, str]) -> None:
    scope = Scope(Assumptions.parse(("n: real, -1 <= n <= 1",)))
    left, right = LEMMAS[name].instance(scope, {key: parse(text) for key, text in parameters.items()})
    assert "n" in free_symbols(left) and "n" in free_symbols(right)


@pytest.mark.parametrize("name", [s.name for s in (*orthogonal_series.SERIES, *laguerre_series.SERIES)])
@pytest.mark.parametrize(("q", "c"), [(2, 0), (2, 1), (3, 1), (3, 2)])
def test_progressions_are_admitted_only_where_both_sides_agree(name: str, q: int, c: int) -> None:
    random = Random(f"{name}{q}{c}")
    for _ in range(3):
        parameters = {**LEMMAS[name].draw(random), "q": number(q), "c": number(c)}
        try:
            left, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
        except Rejected:
            continue
        found, value = enclose(left, {}, 25), evaluate(right, {}, 200)
        with working_precision(200):
            assert Ball.from_arb(value.real).overlaps(found.ball)
            assert Ball.from_arb(value.imag).overlaps(found.imaginary or Ball.from_arb(arb(0)))
