from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import mpmath
import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.relations import read_index, relation
from tnsim.proof.multiple_zeta.substitutions import POINTS, Substitution
from tnsim.proof.multiple_zeta.turns import words_to_turn
from tnsim.proof.multiple_zeta.words import converges
from tnsim.proof.scope import Scope
from tnsim.prover.multiple_zeta.instances import relation_names

CONSTANTS = {
    "pi^2": lambda: mpmath.pi**2,
    "pi^6": lambda: mpmath.pi**6,
    "log(2)": lambda: mpmath.log(2),
    "log(2)^3": lambda: mpmath.log(2) ** 3,
    "pi": lambda: mpmath.pi,
    "pi^3": lambda: mpmath.pi**3,
    "Catalan": lambda: mpmath.catalan,
    "zeta(4, 1/4)": lambda: mpmath.zeta(4, 0.25),
    "polygamma(3, 3/4)": lambda: mpmath.polygamma(3, 0.75),
    "Catalan*pi*log(2)": lambda: mpmath.catalan * mpmath.pi * mpmath.log(2),
    "log(3)": lambda: mpmath.log(3),
    "sqrt(3)*pi": lambda: mpmath.sqrt(3) * mpmath.pi,
    "sqrt(2)*log(3)": lambda: mpmath.sqrt(2) * mpmath.log(3),
    "zeta(2, 1/3)": lambda: mpmath.zeta(2, mpmath.mpf(1) / 3),
    "zeta(2, 5/6)": lambda: mpmath.zeta(2, mpmath.mpf(5) / 6),
    "zeta(4, 1/12)": lambda: mpmath.zeta(4, mpmath.mpf(1) / 12),
    "polylog(2, exp(pi*I/3)) + polylog(2, exp(-pi*I/3))": lambda: (
        2 * mpmath.re(mpmath.polylog(2, mpmath.expjpi(mpmath.mpf(1) / 3)))
    ),
    "zeta(3)": lambda: mpmath.zeta(3),
    "zeta(5)": lambda: mpmath.zeta(5),
    "zeta(7)": lambda: mpmath.zeta(7),
    "polylog(2, 1/2)": lambda: mpmath.polylog(2, 0.5),
    "polylog(4, 1/2)": lambda: mpmath.polylog(4, 0.5),
    "polylog(5, 1/2)": lambda: mpmath.polylog(5, 0.5),
    "polylog(6, 1/2)": lambda: mpmath.polylog(6, 0.5),
    "zeta(3)^2*log(2) - pi^4*polylog(4, 1/2)/7": lambda: (
        mpmath.zeta(3) ** 2 * mpmath.log(2) - mpmath.pi**4 * mpmath.polylog(4, 0.5) / 7
    ),
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_constants_are_these_values_to_100_digits(text: str, value: Callable[..., mpmath.mpf]) -> None:
    found = constants_as_values(Scope(EMPTY).lift(parse(text), "a constant"))
    assert found is not None
    with mpmath.workdps(110):
        assert abs(value(found) - CONSTANTS[text]()) < mpmath.mpf(10) ** -100


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("point", POINTS)
def test_polylogarithms_are_these_values_to_100_digits(
    order: int, point: Fraction, value: Callable[..., mpmath.mpf]
) -> None:
    found = constants_as_values(Scope(EMPTY).lift(parse(f"polylog({order}, {point})"), "a constant"))
    assert found is not None
    with mpmath.workdps(110):
        expected = mpmath.re(mpmath.polylog(order, mpmath.mpf(point.numerator) / point.denominator))
        assert abs(value(found) - expected) < mpmath.mpf(10) ** -100


@pytest.mark.parametrize(
    "text", ["zeta(3, 1/5)", "log(5)", "polylog(4, 1/5)", "polylog(2, exp(pi*I/4))", "EulerGamma", "1/pi^2", "sqrt(pi)"]
)
def test_other_constants_are_none(text: str) -> None:
    assert constants_as_values(Scope(EMPTY).lift(parse(text), "a constant")) is None


@pytest.mark.parametrize(("level", "weight"), [(1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (2, 2), (2, 3), (2, 4), (2, 5), (4, 1),
                         (4, 2), (4, 3), (4, 4), (3, 2), (3, 3), (3, 4), (6, 1), (6, 2), (6, 3)])  # fmt: skip
def test_relations_hold_to_100_digits(level: int, weight: int, value: Callable[..., mpmath.mpf]) -> None:
    names = list(relation_names(level, weight, weight))
    for name in names[:: max(1, len(names) // 12)]:
        found = relation(name)
        assert all(map(converges, found))
        assert abs(value(found)) < mpmath.mpf(10) ** -100, name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stuffle 2", "no relation"),
        ("stuffle 2 | 3 | 4", "no relation"),
        ("stuffle 1 | 2", "divergent"),
        ("stuffle 2 | 1,2", "divergent"),
        ("hoffman 1", "divergent"),
        ("hoffman 1,2", "divergent"),
        ("hoffman 2 | 3", "no relation"),
        ("doubling c1,2", "none modulo 12"),
        ("doubling s2", "none modulo 12"),
        ("tripling a2", "none modulo 12"),
        ("tripling -b1,2", "none modulo 12"),
        ("tripling 1,a2", "divergent"),
        ("turn 2", "a word of 0, 1, z, w, v"),
        ("turn 1w", "a word of 0, 1, z, w, v"),
        ("root-turn w0", "a word of 0, 1, z, w, v"),
        ("turn ", "a word of 0, 1, z, w, v"),
        ("turn w | 1,2", "divergent"),
        ("turn w | 2 | 2", "no relation"),
        ("turn wwwwwww", "too high a weight"),
        ("turn wwww | 3", "too high a weight"),
        ("reflection a2", "not one for these letters"),
        ("hoffman ac2", "other than 0"),
        ("hoffman ab2", "other than 0"),
        ("hoffman a-2", "other than 0"),
        ("doubling -2 | 1,2", "divergent"),
        ("doubling -2 | 2 | 2", "no relation"),
        ("duality c2", "not one for these letters"),
        ("hoffman cs2", "other than 0"),
        ("hoffman c", "other than 0"),
        ("doubling 1,2", "divergent"),
        ("duality -2,1", "not one for these letters"),
        ("duality 2,-1", "not one for these letters"),
        ("duality 1,2", "divergent"),
        ("reflection 1", "divergent"),
        ("triality 3", "no relation"),
        ("hoffman 2,0", "other than 0"),
        ("hoffman 2,x", "other than 0"),
        ("hoffman 2,+1", "other than 0"),
        ("hoffman ²", "other than 0"),
        ("hoffman ", "other than 0"),
        ("", "no relation"),
        ("stuffle 9 | 9", "too high a weight"),
        ("hoffman 99", "limited to the weight"),
        ("hoffman 2,,1", "other than 0"),
    ],
)
def test_what_is_no_relation_is_refused(name: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        relation(name)


def test_indices_are_read() -> None:
    assert read_index("2,-1") == ((2, 0), (1, 6))
    assert read_index("9,1") == ((9, 0), (1, 0))
    assert read_index("c2,s1") == ((2, 3), (1, 9))
    assert read_index("a2,-b1,sa3") == ((2, 4), (1, 2), (3, 1))


@pytest.mark.parametrize("length", [1, 2, 3])
def test_turns_hold_to_100_digits(length: int, value: Callable[..., mpmath.mpf]) -> None:
    for word in list(words_to_turn(length))[:: 1 if length < 3 else 9]:
        for kind in ("turn", "root-turn"):
            assert abs(value(relation(f"{kind} {word}"))) < mpmath.mpf(10) ** -100, word


def test_products_of_turns_hold_to_100_digits(value: Callable[..., mpmath.mpf]) -> None:
    for name in ("turn 0z | b1", "root-turn v1 | -1", "turn 0w | 2"):
        assert abs(value(relation(name))) < mpmath.mpf(10) ** -100, name


def test_a_turn_is_an_integral_along_an_arc() -> None:
    """Of the words of length 2, by quadrature along the arc, without the program's images of the forms."""
    with mpmath.workdps(20):
        w = mpmath.expjpi(mpmath.mpf(2) / 3)
        poles = {"1": mpmath.mpf(1), "z": mpmath.expjpi(mpmath.mpf(1) / 3), "w": w, "v": 1 / w}

        def form(letter: str, y: mpmath.mpc) -> mpmath.mpc:
            return 1 / y if letter == "0" else 1 / (poles[letter] - y)

        def arc(t: mpmath.mpf) -> mpmath.mpc:
            return (1 - t) / (1 - t / w)

        def speed(t: mpmath.mpf) -> mpmath.mpc:
            return (1 / w - 1) / (1 - t / w) ** 2

        def integrand(word: str, y: mpmath.mpc) -> mpmath.mpc:
            a = poles[word[1]]
            return form(word[0], y) * mpmath.log(a / (a - y))

        for word in ("0z", "wv", "zw"):
            line = mpmath.quad(partial(integrand, word), [0, 1])
            turned = mpmath.quad(lambda t, w=word: integrand(w, arc(t)) * speed(t), [1, 0])
            assert abs(line - turned) < mpmath.mpf(10) ** -15, word


@pytest.mark.parametrize(
    ("scale", "exponents"),
    [
        (1, (1, 0, 0, 0)),
        (2, (1, -1, 0, 0)),
        (1, (1, -3, 0, 0)),
        (-1, (1, 0, 1, 0)),
        (1, (2, -1, 0, 0)),
        (4, (1, -2, 0, 0)),
    ],
)
def test_substitutions_without_a_complement_are_refused(scale: int, exponents: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="no product of the factors"):
        Substitution(scale, exponents)


def test_a_substitution_begins_at_0() -> None:
    with pytest.raises(ValueError, match="does not begin at 0"):
        Substitution(1, (0, -1, 0, 0))
