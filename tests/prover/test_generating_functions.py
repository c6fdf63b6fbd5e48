"""Generating functions: families at random parameters are proved, and never proved once they are changed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from tnsim.domains.balls import evaluate
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.proof.scope import Rejected
from tnsim.prover.generating_functions import power_series_step
from tnsim.prover.search import search
from tnsim.prover.strategy import NotApplicable
from tnsim.sets.claim import Claim

Family = Callable[[Random], tuple[str, str, str]]
"""Draws a series, its value, and what is assumed."""


def _verdict(claim: str, facts: str) -> str | None:
    asked = Claim.parse(claim, [facts] if facts else [])
    found = search(asked).certificate
    return None if found is None else check(asked, found).verdict


def _fraction(random: Random) -> Fraction:
    """Return a parameter other than 1/2."""
    return Fraction(random.choice((1, 2, 3, 4, 5, 7, 8, 9, 11)), random.choice((5, 7, 12)))


def _ballots(random: Random) -> tuple[str, str, str]:
    """Concrete Mathematics (5.72): the powers of the generating function of the Catalan numbers."""
    r = random.randint(1, 4)
    root = "sqrt(1 - 4*x)"
    return f"binomial(2*n + {r}, n)*x^n", f"((1 - {root})/(2*x))^{r}/{root}", "x: real, 0 < x < 1/4"


def _even_part(random: Random) -> tuple[str, str, str]:
    """DLMF 15.4.7."""
    a = _fraction(random)
    rising = f"RisingFactorial({a}, n)*RisingFactorial({a} + 1/2, n)/(RisingFactorial(1/2, n)*factorial(n))"
    return f"{rising}*x^(2*n)", f"((1 + x)^(-2*{a}) + (1 - x)^(-2*{a}))/2", "x: real, 0 < x < 1"


def _odd_part(random: Random) -> tuple[str, str, str]:
    """DLMF 15.4.9."""
    a = _fraction(random)
    rising = f"RisingFactorial({a}, n)*RisingFactorial({a} + 1/2, n)/(RisingFactorial(3/2, n)*factorial(n))"
    value = f"((1 + x)^(1 - 2*{a}) - (1 - x)^(1 - 2*{a}))/((2 - 4*{a})*x)"
    return f"{rising}*x^(2*n)", value, "x: real, 0 < x < 1"


def _root_of_quadratic(random: Random) -> tuple[str, str, str]:
    """DLMF 15.4.18."""
    a = _fraction(random)
    rising = f"RisingFactorial({a}, n)*RisingFactorial({a} + 1/2, n)/(RisingFactorial(2*{a}, n)*factorial(n))"
    return f"{rising}*x^n", f"(2/(1 + sqrt(1 - x)))^(2*{a} - 1)/sqrt(1 - x)", "x: real, 0 < x < 1"


def _harmonic(random: Random) -> tuple[str, str, str]:
    """Riordan, Combinatorial Identities: harmonic numbers with powers of 1/(1 - x)."""
    a = random.randint(1, 4)
    term = f"binomial(n + {a}, n)*(harmonic(n + {a}) - harmonic({a}))*x^n"
    return term, f"-log(1 - x)/(1 - x)^{a + 1}", "x: real, 0 < x < 1"


FAMILIES: tuple[Family, ...] = (_ballots, _even_part, _odd_part, _root_of_quadratic, _harmonic)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(3))
def test_a_family_is_proved_at_random_parameters(family: Family, seed: int) -> None:
    term, value, facts = family(Random(f"{family.__name__}{seed}"))
    assert _verdict(f"Sum({term}, (n, 0, oo)) - ({value})", facts) == "proved", (term, value)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("change", ["x^5/1000000000", "1/10^12", "1/x", "sqrt(x)"])
def test_a_changed_claim_is_never_proved(family: Family, change: str) -> None:
    term, value, facts = family(Random(f"{family.__name__}0"))
    assert _verdict(f"Sum({term}, (n, 0, oo)) - ({value}) - ({change})", facts) != "proved"


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("Sum(binomial(2*n, n)^2*x^n, (n, 0, oo)) = 2/pi*elliptic_k(16*x)", "x: real, -1/16 < x < 1/16"),
        ("Sum(binomial(2*n, n)^2*x^n/(1 - 2*n), (n, 0, oo)) = 2/pi*elliptic_e(16*x)", "x: real, 0 < x < 1/16"),
        ("Sum(binomial(4*n, 2*n)*x^n, (n, 0, oo)) = (1/sqrt(1 - 4*sqrt(x)) + 1/sqrt(1 + 4*sqrt(x)))/2",
         "x: real, 0 < x < 1/16"),
        ("Sum(x^n*harmonic(n)/n, (n, 1, oo)) = polylog(2, x) + log(1 - x)^2/2", "x: real, 0 < x < 1"),
        ("Sum((-1)^n*x^(2*n + 1)*harmonic(2*n)/(2*n + 1), (n, 1, oo)) = -atan(x)*log(1 + x^2)/2", "x: real, 0 < x < 1"),
        ("Sum(binomial(2*n, n)*lucas(n)*x^n, (n, 0, oo)) = 1/sqrt(1 - 2*x*(1 + sqrt(5))) + 1/sqrt(1 - 2*x*(1 - sqrt(5)))",
         "x: real, 0 < x < 1/10"),
        ("Sum(x^(2*n)*4^n*harmonic(n - 1, 2)/(n^2*binomial(2*n, n)), (n, 1, oo)) = 2*asin(x)^4/3", "x: real, 0 < x < 1"),
    ],
)  # fmt: skip
def test_functions_of_several_kinds(claim: str, facts: str) -> None:
    assert _verdict(claim, facts) == "proved"


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("Sum(harmonic(n)*binomial(2*n, n)*x^n, (n, 1, oo)) = 2/sqrt(1 - 4*x)*log((1 + sqrt(1 - 4*x))/(2*sqrt(1 - 4*x)))",
         "x: real, 0 < x <= 1/4"),
        ("Sum(binomial(2*n, n)^2*x^n, (n, 0, oo)) = 2/pi*elliptic_k(16*x)", "x: real, 0 < x <= 1/16"),
        ("Sum(binomial(2*n, n)^2*x^n, (n, 0, oo)) = 2/pi*elliptic_k(16*x)", "x: real, -1/8 < x < 1/16"),
    ],
)  # fmt: skip
def test_beyond_the_disc_nothing_is_proved(claim: str, facts: str) -> None:
    assert _verdict(claim, facts) != "proved"


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Sum(binomial(2*n, n)/(4^n*n^2), (n, 1, oo)) = pi^2/6 - 2*log(2)^2", "1/10^20"),
        ("Sum(binomial(2*n, n)*harmonic(n)/8^n, (n, 1, oo)) = 2*sqrt(2)*log((1 + sqrt(2)/2)/sqrt(2))", "1/10^20"),
        (
            "Sum((-1)^n*binomial(2*n, n)*harmonic(n)/16^n, (n, 0, oo)) = 4/sqrt(5)*log((1 + sqrt(5)/2)/sqrt(5))",
            "1/10^20",
        ),
        ("Sum(harmonic(n - 1, 2)/(n^2*binomial(2*n, n)), (n, 1, oo)) = pi^4/1944", "1/10^20"),
        ("Sum(harmonic(n - 1, 2)*4^n/(n^2*binomial(2*n, n)), (n, 1, oo)) = pi^4/24", "1/10^20"),
    ],
)
def test_series_at_numbers(claim: str, wrong: str) -> None:
    """Lehmer, Amer. Math. Monthly 92 (1985); Borwein and Chamberland, Int. J. Math. Math. Sci. 2007, for pi^4/1944."""
    assert _verdict(claim, "") == "proved"
    assert _verdict(f"{claim} + {wrong}", "") == "refuted"


SERIES = (
    ("binomial(2*n, n)*x^n", "1/sqrt(1 - 4*x)", 0, "1/4"),
    ("x^n/n", "-log(1 - x)", 1, "1"),
    ("x^(2*n)/factorial(2*n)", "cosh(x)", 0, "5"),
    ("fibonacci(n)*x^n", "x/(1 - x - x^2)", 0, "1/2"),
    ("4^n*x^(2*n)/(n^2*binomial(2*n, n))", "2*asin(x)^2", 1, "1"),
)
CHANGES = (
    "{v} + x^7", "{v}*(1 + x^3)", "{v} + sinh(x)", "{v} + sqrt(x)", "{v} + 1/x", "2*{v}", "{v} + sqrt(1 - x^2) - 1",
    "{v}*sqrt((1 - 5*x)^2)/(1 - 5*x)", "{v} + log(1 + x) - x", "{v} + atan(x)", "{v}*cos(x)/cos(x)", "{v} + x*0",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_accepted_is_true(seed: int) -> None:
    """Values, ranges and starts at random: an accepted equation holds in balls at points of its range."""
    random = Random(seed)
    for _ in range(10):
        term, value, first, end = random.choice(SERIES)
        changed = random.choice(CHANGES).format(v=f"({value})")
        bound = random.choice((end, end, f"{end}/2", f"2*{end}", f"11*{end}/10"))
        relation, sign = random.choice(("<", "<=")), random.choice((1, 1, -1))
        facts = f"x: real, 0 < x {relation} {bound}" if sign > 0 else f"x: real, -{bound} {relation} x < 0"
        node = parse(f"Sum({term}, (n, {first + random.choice((0, 0, 1))}, oo))")
        assert isinstance(node, Sum)
        try:
            power_series_step(node, parse(changed), Assumptions.parse([facts]), "x")
        except (NotApplicable, Rejected, TnsimError):
            continue
        size = evaluate(parse(bound), {}, 64).real.mid().str(8, radius=False)
        for part in (Fraction(1, 7), Fraction(9, 10)):
            x = number(sign * part * Fraction(size))
            difference = enclose(substitute(node - parse(changed), {"x": x}), {}, 12).ball
            assert abs(difference.midpoint) <= difference.radius, (term, changed, facts)
