"""Zero among algebraic numbers: identities that the ring does not see, and near misses."""

from __future__ import annotations

from random import Random

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.scope import Scope

IDENTITIES = [
    "4*cos(pi/5) - 1 - sqrt(5)",
    "cos(pi/7) - cos(2*pi/7) + cos(3*pi/7) - 1/2",
    "sqrt(2) + sqrt(3) - sqrt(5 + 2*sqrt(6))",
    "(1 + sqrt(2))^(1/3)*(sqrt(2) - 1)^(1/3) - 1",
    "2*sin(pi/8) - sqrt(2 - sqrt(2))",
    # Ramanujan, J. Indian Math. Soc. 10 (1918), question 1070
    "(2^(1/3) - 1)^(1/3) - (1/9)^(1/3) + (2/9)^(1/3) - (4/9)^(1/3)",
    # Gauss, Disquisitiones arithmeticae, 365
    "16*cos(2*pi/17) + 1 - sqrt(17) - sqrt(34 - 2*sqrt(17))"
    " - 2*sqrt(17 + 3*sqrt(17) - sqrt(34 - 2*sqrt(17)) - 2*sqrt(34 + 2*sqrt(17)))",
]


def _vanishes(text: str) -> bool:
    return vanishes(Scope(EMPTY).lift(parse(text), "the number"))


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_is_seen(text: str) -> None:
    assert _vanishes(text)
    assert _vanishes(f"log(3)*pi*({text})")


@pytest.mark.parametrize("text", IDENTITIES)
@pytest.mark.parametrize("error", ["1/10^30", "1/10^400", "sqrt(7)/10^100", "exp(2*pi*I/9)/10^50"])
def test_a_near_miss_is_not(text: str, error: str) -> None:
    assert not _vanishes(f"{text} + {error}")


def test_every_coefficient_has_to_vanish() -> None:
    assert not _vanishes("pi*(4*cos(pi/5) - 1 - sqrt(5)) + log(2)*(sqrt(2) - 7/5)")


def test_a_close_approximation_is_not_zero() -> None:
    """Convergents p/q of sqrt(2): |p - q sqrt 2| < 1/q, far below every precision that is tried first."""
    p, q = 1, 1
    for _ in range(400):
        p, q = p + 2 * q, p + q
    assert not _vanishes(f"{p} - {q}*sqrt(2)")


def test_random_products_of_conjugates() -> None:
    """The norm of a + b sqrt(2) + c sqrt(3) + d sqrt(6), against the same multiplied out over the rationals."""
    random = Random(4)
    for _ in range(20):
        a, b, c, d = (random.randint(-9, 9) for _ in range(4))
        factors = [f"({a} + {b}*{r}*sqrt(2) + {c}*{s}*sqrt(3) + {d}*{r * s}*sqrt(6))" for r in (1, -1) for s in (1, -1)]
        first = a * a + 2 * b * b - 3 * c * c - 6 * d * d
        second = 2 * a * b - 6 * c * d
        norm = first * first - 2 * second * second
        assert _vanishes(f"{'*'.join(factors)} - ({norm})")
        assert not _vanishes(f"{'*'.join(factors)} - ({norm + 1})")
