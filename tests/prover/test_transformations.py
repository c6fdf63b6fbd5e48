"""Transformations of hypergeometric functions: sums related by them, at random parameters and at refused ones."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Add, Negate
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

NAMES = [name for name in LEMMAS if "transformation" in name and LEMMAS[name].statement.count("hyper(") == 2]


def _verdict(claim: Claim) -> str | None:
    found = search(claim).certificate
    return None if found is None else check(claim, found).verdict


@pytest.mark.parametrize("name", [*NAMES, "Clausen's formula"])
def test_two_values_of_hyper_are_related(name: str) -> None:
    random = Random(name)
    for _ in range(2):
        left, right = LEMMAS[name].instance(Scope(EMPTY), LEMMAS[name].draw(random))
        assert _verdict(Claim(Add((left, Negate(right))), EMPTY)) == "proved"
        wrong = Claim(Add((left, Negate(right), parse("1/10^15"))), EMPTY)
        assert _verdict(wrong) != "proved"


def _series(upper: list[Fraction], lower: list[Fraction], z: Fraction) -> str:
    above = "*".join(f"RisingFactorial({a}, n)" for a in upper)
    below = "*".join(f"RisingFactorial({b}, n)" for b in lower)
    return f"Sum({above}*({z})^n/({below}*factorial(n)), (n, 0, oo))"


@pytest.mark.parametrize("seed", range(4))
def test_two_series_are_related(seed: int) -> None:
    """Euler's transformation of series, the parameters above in any order."""
    random = Random(seed)
    a, b = (Fraction(random.randint(1, 9), random.choice((5, 7))) for _ in range(2))
    c, z = a + b + Fraction(random.randint(1, 5), 3), Fraction(random.choice((1, -1, 2)), 5)
    other = _series([c - b, c - a], [c], z)
    claim = f"{_series([a, b], [c], z)} - ({1 - z})^({c - a - b})*{other}"
    assert _verdict(Claim.parse(claim)) == "proved"
    assert _verdict(Claim.parse(claim.replace(f"^({c - a - b})", f"^({c - a - b + 1})"))) != "proved"


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("hyper((a, b), (c,), x) - (1 - x)^(c - a - b)*hyper((c - a, c - b), (c,), x)",
         ["a: real, a > 0", "b: real, b > 0", "c: real, c > a + b", "x: real, 0 < x < 1"]),
        ("hyper((a, b), (a + b + 1/2,), x)^2 - hyper((2*a, 2*b, a + b), (a + b + 1/2, 2*a + 2*b), x)",
         ["a: real, a > 0", "b: real, b > 0", "x: real, -1 < x < 1"]),
        ("hyper((a,), (b,), x) - exp(x)*hyper((b - a,), (b,), -x)", ["a: real, a > 0", "b: real, b > a", "x: real"]),
    ],
)  # fmt: skip
def test_symbolic_parameters(claim: str, facts: list[str]) -> None:
    assert _verdict(Claim.parse(claim, facts)) == "proved"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("Euler's transformation", {"a": "1/2", "b": "1/3", "c": "-1", "z": "1/2"}),
        ("Euler's transformation", {"a": "1/2", "b": "1/3", "c": "1", "z": "1"}),
        ("Euler's transformation", {"a": "-2", "b": "1/3", "c": "1", "z": "5"}),
        ("Euler's transformation", {"a": "1/2", "b": "1/3", "c": "1", "z": "I/2"}),
        ("Pfaff's transformation", {"a": "1/2", "b": "1/3", "c": "1", "z": "1/2"}),
        ("Pfaff's transformation", {"a": "1/2", "b": "1/3", "c": "1", "z": "3/5"}),
        ("Kummer's transformation", {"a": "1/2", "b": "-2", "z": "1"}),
        ("quadratic transformation for c = 2b", {"a": "1/2", "b": "-1/2", "z": "1/2"}),
        ("quadratic transformation for c = 2b and positive powers of 1 - z", {"a": "1/2", "b": "1", "z": "9/10"}),
        ("quadratic transformation for c = a - b + 1", {"a": "1/2", "b": "1/3", "z": "-1/5"}),
        ("quadratic transformation for c = a - b + 1 and powers of 1 - z", {"a": "1/2", "b": "1/3", "z": "1/5"}),
        ("quadratic transformation for 2c = a + b + 1", {"a": "1/2", "b": "1/3", "z": "3/5"}),
        ("quadratic transformation for 2c = a + b + 1", {"a": "1/2", "b": "1/3", "z": "-1/4"}),
        ("quadratic transformation for b = 1 - a", {"a": "1/3", "c": "1", "z": "1/2"}),
        ("Clausen's formula", {"a": "1/2", "b": "1/3", "z": "1"}),
        ("Clausen's formula", {"a": "1/4", "b": "-1/4", "z": "1/2"}),
        ("Thomae's transformation", {"a": "1", "b": "1", "c": "1", "d": "1", "e": "2"}),
        ("Thomae's transformation", {"a": "2", "b": "1/2", "c": "1/2", "d": "3", "e": "3/2"}),
        ("sum of two powers as hypergeometric function", {"a": "1/2", "w": "1/3"}),
        ("sum of two powers as hypergeometric function", {"a": "1/3", "w": "1"}),
        ("power of a root as hypergeometric function", {"a": "-1/2", "w": "1/3"}),
        ("quotient of a power and a root as hypergeometric function", {"a": "-1", "w": "1/3"}),
        ("hypergeometric series", {"f": "hyper((1/2, 1/2), (1,), 1)"}),
        ("hypergeometric series", {"f": "hyper((1, 1), (1,), -1)"}),
        ("hypergeometric series", {"f": "hyper((1/2, 1/2, 1/2), (1/2,), 1/2)"}),
        ("hypergeometric series", {"f": "hyper((-2, 1/2), (-3,), 1/2)"}),
    ],
)  # fmt: skip
def test_edges_are_refused(name: str, parameters: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        LEMMAS[name].instance(Scope(EMPTY), {key: parse(text) for key, text in parameters.items()})


@pytest.mark.parametrize(
    "claim",
    [
        "hyper((1/2, 1/2), (3/2,), 1) = pi/2",
        "hyper((1/2, 1/3), (7/6,), -1) = gamma(7/6)*gamma(5/4)/(gamma(3/2)*gamma(11/12))",
        "hyper((-3, 1/2), (1/3,), 1) = RisingFactorial(-1/6, 3)/RisingFactorial(1/3, 3)",
        "hyper((-2, 5), (1/3,), 4) = 961",
        "hyper((1/2, 1/2, 1/2), (1, 1), 1) = pi/gamma(3/4)^4",
        "Sum(binomial(4*n, 2*n)/64^n, (n, 0, oo)) = (1/sqrt(1 - 1/2) + 1/sqrt(1 + 1/2))/2",
    ],
)
def test_hyper_at_one_and_where_it_ends(claim: str) -> None:
    assert _verdict(Claim.parse(claim)) == "proved"
