"""Terminating summation theorems (DLMF 16.4(ii), (iii)): proved by creative telescoping, at random parameters."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.proof.rules.terminating import as_finite_sum, symbolic_nodes
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

WHOLE = ["N: integer, N >= 0"]
Family = Callable[[str, str, str], tuple[str, str]]
"""Returns a function and its value, for parameters a, b, c > 0 with a > b + c."""


def _rising(*pairs: str) -> str:
    return "*".join(f"RisingFactorial({start}, N)" for start in pairs)


def _vandermonde(a: str, b: str, c: str) -> tuple[str, str]:
    return f"hyper((-N, {b}), ({a},), 1)", f"{_rising(f'{a} - {b}')}/({_rising(a)})"


def _saalschuetz(a: str, b: str, c: str) -> tuple[str, str]:
    value = f"{_rising(f'{a} - {b}', f'{a} - {c}')}/({_rising(a, f'{a} - {b} - {c}')})"
    return f"hyper((-N, {b}, {c}), ({a}, 1 + {b} + {c} - {a} - N), 1)", value


def _dougall(a: str, b: str, c: str) -> tuple[str, str]:
    function = f"hyper(({a}, 1 + {a}/2, {b}, {c}, -N), ({a}/2, 1 + {a} - {b}, 1 + {a} - {c}, 1 + {a} + N), 1)"
    value = f"{_rising(f'1 + {a}', f'1 + {a} - {b} - {c}')}/({_rising(f'1 + {a} - {b}', f'1 + {a} - {c}')})"
    return function, value


FAMILIES: tuple[Family, ...] = (_vandermonde, _saalschuetz, _dougall)


def _verdict(claim: str, facts: list[str]) -> str | None:
    asked = Claim.parse(claim, facts)
    found = search(asked).certificate
    return None if found is None else check(asked, found).verdict


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(2))
def test_a_theorem_is_proved_at_random_parameters(family: Family, seed: int) -> None:
    random = Random(seed)
    b, c = (Fraction(random.randint(1, 9), random.choice((3, 5, 7))) for _ in range(2))
    a = b + c + Fraction(random.randint(1, 9), 11)
    function, value = family(f"{a}", f"{b}", f"{c}")
    assert _verdict(f"{function} - {value}", WHOLE) == "proved"
    assert _verdict(f"{function} - {value}*(1 + N/10^9)", WHOLE) != "proved"


@pytest.mark.parametrize("family", FAMILIES)
def test_a_theorem_is_proved_for_symbols(family: Family) -> None:
    function, value = family("a", "b", "c")
    facts = [*WHOLE, "a: real, a > b + c", "b: real, b > 0", "c: real, c > 0"]
    assert _verdict(f"{function} - {value}", facts) == "proved"


@pytest.mark.slow
def test_the_balanced_series_of_dougall_is_proved_for_symbols() -> None:
    """The sum of a terminating, 2-balanced, very well-poised 7F6 (Bailey 1935, section 4.3), with four symbols."""
    e = "1 + 2*a - b - c - d + N"
    upper, lower = (
        f"(a, 1 + a/2, b, c, d, {e}, -N)",
        "(a/2, 1 + a - b, 1 + a - c, 1 + a - d, b + c + d - a - N, 1 + a + N)",
    )
    above = _rising("1 + a", "1 + a - b - c", "1 + a - b - d", "1 + a - c - d")
    below = _rising("1 + a - b", "1 + a - c", "1 + a - d", "1 + a - b - c - d")
    facts = [*WHOLE, "a: real, a > b + c + d", *(f"{x}: real, {x} > 0" for x in "bcd")]
    assert _verdict(f"hyper({upper}, {lower}, 1) - {above}/({below})", facts) == "proved"
    assert _verdict(f"hyper({upper}, {lower}, 1) - {above}/({below})*(1 + N/10^9)", facts) != "proved"


def test_dixon_of_even_order() -> None:
    """DLMF 16.4.5."""
    value = "factorial(2*N)/factorial(N)*RisingFactorial(b + 1/3, 2*N)/RisingFactorial(b + 1/3, N)"
    below = "RisingFactorial(b, 2*N)*RisingFactorial(1/3, 2*N)"
    function = "hyper((-2*N, b, 1/3), (1 - 2*N - b, 1 - 2*N - 1/3), 1)"
    claim = f"{function} - {value}*RisingFactorial(b, N)*RisingFactorial(1/3, N)/({below})"
    assert _verdict(claim, [*WHOLE, "b: real, 0 < b < 1"]) == "proved"


@pytest.mark.parametrize(
    ("function", "facts"),
    [
        ("hyper((-N, 1/2), (1/3,), 1)", ["N: integer, N >= -1"]),
        ("hyper((-N, 1/2), (1/3,), 1)", ["N: real, N >= 0"]),
        ("hyper((-N, 1/2), (-2,), 1)", WHOLE),
        ("hyper((-N, 1/2), (b,), 1)", [*WHOLE, "b: real, b > -1"]),
        ("hyper((-N/2, 1/2), (1/3,), 1)", WHOLE),
    ],
)
def test_a_series_that_may_not_end_or_has_no_value_is_refused(function: str, facts: list[str]) -> None:
    scope = Scope(Assumptions.parse(facts))
    (node,) = symbolic_nodes(parse(function))
    with pytest.raises(Rejected):
        as_finite_sum(scope, node)


def test_a_series_that_ends_where_a_lower_parameter_would_vanish_is_a_polynomial() -> None:
    """DLMF 15.2.5: it ends before, or with, the first term that would be divided by 0."""
    claim = "hyper((-N, 1/2), (-N,), 1) - RisingFactorial(3/2, N)/factorial(N)"
    assert _verdict(claim, WHOLE) == "proved"
