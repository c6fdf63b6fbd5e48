"""Lambert series, theta series, q-hypergeometric series and infinite products: identities, variants and false neighbours."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

import pytest

from tnsim.enclosure.evaluate import enclose
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

INSIDE = ("q: real, -1 < q < 1",)
POSITIVE = ("q: real, 0 < q < 1",)
WITH_X = ("q: real, 0 < q < 1", "x: real, -1 < x < 1")
FACTORIAL = "Product(1 - q**k, (k, 1, n))"
SECONDS = 25

Identity = tuple[str, str, Sequence[str]]

REARRANGED: Sequence[Identity] = (
    ("Sum(q**n/(1 - q**n), (n, 1, oo))", "Sum(q**(n**2)*(1 + q**n)/(1 - q**n), (n, 1, oo))", INSIDE),
    ("Sum((-1)**(n + 1)*q**n/(1 - q**n), (n, 1, oo))", "Sum(q**n/(1 + q**n), (n, 1, oo))", INSIDE),
    ("Sum(q**n/(1 + q**(2*n)), (n, 1, oo))", "Sum((-1)**n*q**(2*n + 1)/(1 - q**(2*n + 1)), (n, 0, oo))", INSIDE),
    ("Sum(n*q**n/(1 - q**n), (n, 1, oo))", "Sum(q**n/(1 - q**n)**2, (n, 1, oo))", INSIDE),
    ("Sum(n**2*q**n/(1 - q**n), (n, 1, oo))", "Sum(q**n*(1 + q**n)/(1 - q**n)**3, (n, 1, oo))", INSIDE),
    ("Sum(q**(n*(n + 1)/2)/(1 - q**n), (n, 1, oo))", "Sum(q**(2*n + 1)/(1 - q**(2*n + 1)), (n, 0, oo))", INSIDE),
    ("Sum(q**n/(1 - q**n), (n, 1, oo))", "Sum(q**n/(1 - q**(2*n)) + q**(2*n)/(1 - q**(2*n)), (n, 1, oo))", INSIDE),
    ("Sum(1/(2**n - 1), (n, 1, oo))", "Sum((2**n + 1)/(2**(n**2)*(2**n - 1)), (n, 1, oo))", ()),
    ("Sum(1/(exp(n) - 1), (n, 1, oo))", "Sum(exp(-n**2)*(1 + exp(-n))/(1 - exp(-n)), (n, 1, oo))", ()),
    ("Sum(x**n/(1 - q*q**n), (n, 0, oo))", "Sum(q**n/(1 - x*q**n), (n, 0, oo))", WITH_X),
    ("Sum(q**n/(1 + q**n + q**(2*n)), (n, 1, oo))",
     "Sum(q**(3*n + 1)/(1 - q**(3*n + 1)) - q**(3*n + 2)/(1 - q**(3*n + 2)), (n, 0, oo))", INSIDE),
)  # fmt: skip
THETA: Sequence[Identity] = (
    ("Sum((-1)**n*(2*n + 1)*q**(n*(n + 1)/2), (n, 0, oo))", "Product((1 - q**n)**3, (n, 1, oo))", INSIDE),
    ("Sum(q**(n*(n + 1)/2), (n, 0, oo))", "Product((1 - q**(2*n))/(1 - q**(2*n - 1)), (n, 1, oo))", INSIDE),
    ("Sum((-1)**n*q**(n*(3*n - 1)/2), (n, -oo, oo))", "Product(1 - q**n, (n, 1, oo))", INSIDE),
    ("1 + Sum((-1)**n*(q**(n*(3*n - 1)/2) + q**(n*(3*n + 1)/2)), (n, 1, oo))", "Product(1 - q**n, (n, 1, oo))", INSIDE),
    ("1 + 2*Sum((-1)**n*q**(n**2), (n, 1, oo))", "Product((1 - q**n)/(1 + q**n), (n, 1, oo))", INSIDE),
    ("Sum(x**n*q**(n**2), (n, -oo, oo))", "Product((1 - q**(2*n))*(1 + x*q**(2*n - 1))*(1 + q**(2*n - 1)/x), (n, 1, oo))",
     ("q: real, 0 < q < 1", "x: real, x > 0")),
    ("Sum(Rational(1,2)**(n**2), (n, -oo, oo))", "Product((1 - Rational(1,4)**n)*(1 + 2*Rational(1,4)**n)**2, (n, 1, oo))", ()),
    ("Sum(exp(-pi*n**2*x), (n, -oo, oo))", "Sum(exp(-pi*n**2/x), (n, -oo, oo))/sqrt(x)", ("x: real, x > 0",)),
    ("Sum(q**(n**2), (n, -oo, oo))**2", "1 + 4*Sum(q**n/(1 + q**(2*n)), (n, 1, oo))", INSIDE),
    ("Sum(q**(n**2), (n, -oo, oo))**4", "1 + 8*Sum(n*q**n/(1 - q**n) - 4*n*q**(4*n)/(1 - q**(4*n)), (n, 1, oo))", INSIDE),
    ("Sum(q**(n**2), (n, -oo, oo))**4", "1 + 8*Sum(n*q**n/(1 + (-q)**n), (n, 1, oo))", POSITIVE),
    ("Sum(q**(n**2), (n, -oo, oo))**4", "1 + 8*Sum(q**n/(1 + (-q)**n)**2, (n, 1, oo))", POSITIVE),
    ("(1 + 2*Sum(q**(m**2), (m, 1, oo)))**6",
     "1 + 16*Sum(n**2*q**n/(1 + q**(2*n)), (n, 1, oo)) - 4*Sum((-1)**n*(2*n + 1)**2/(q**(-2*n - 1) - 1), (n, 0, oo))",
     POSITIVE),
    ("(1 + 2*Sum(q**(n**2), (n, 1, oo)))**8", "1 + 16*Sum(n**3*q**n/(1 - (-1)**n*q**n), (n, 1, oo))", INSIDE),
)  # fmt: skip
PRODUCTS: Sequence[Identity] = (
    ("Product(1 + q**n, (n, 1, oo))", "Product(1/(1 - q**(2*n - 1)), (n, 1, oo))", INSIDE),
    ("Product((1 - q**n)**3, (n, 1, oo))", "Product(1 - q**n, (n, 1, oo))**3", INSIDE),
    ("Product(1 + q**n + q**(2*n), (n, 1, oo))", "Product(1/((1 - q**(3*n - 1))*(1 - q**(3*n - 2))), (n, 1, oo))", POSITIVE),
    ("Product(1 - q**n, (n, 2, oo))*(1 - q)", "Product(1 - q**n, (n, 1, oo))", INSIDE),
    ("Product(1 + x*q**n, (n, 0, oo))", "Product((1 - x**2*q**(2*n))/(1 - x*q**n), (n, 0, oo))", WITH_X),
    ("Product(1 - exp(-pi*n), (n, 1, oo))", "Product((1 - exp(-2*pi*n))*(1 - exp(-2*pi*n + pi)), (n, 1, oo))", ()),
)  # fmt: skip
HYPERGEOMETRIC: Sequence[Identity] = (
    (f"Sum(q**(n**2)/{FACTORIAL}, (n, 0, oo))", "Product(1/((1 - q**(5*n - 4))*(1 - q**(5*n - 1))), (n, 1, oo))", POSITIVE),
    (f"Sum(q**(n*(n + 1))/{FACTORIAL}, (n, 0, oo))", "Product(1/((1 - q**(5*n - 3))*(1 - q**(5*n - 2))), (n, 1, oo))", INSIDE),
    (f"1 + Sum(q**(n**2)/{FACTORIAL}, (n, 1, oo))", "Product(1/((1 - q**(5*n - 4))*(1 - q**(5*n - 1))), (n, 1, oo))", POSITIVE),
    (f"Sum(q**(n*(n + 1)/2)/{FACTORIAL}, (n, 0, oo))", "Product(1 + q**n, (n, 1, oo))", POSITIVE),
    (f"Sum(q**n/{FACTORIAL}, (n, 0, oo))", "Product(1/(1 - q**n), (n, 1, oo))", INSIDE),
    (f"Sum(x**n/{FACTORIAL}, (n, 0, oo))", "Product(1/(1 - x*q**n), (n, 0, oo))", WITH_X),
    (f"Sum(q**(n**2)/{FACTORIAL}**2, (n, 0, oo))", "Product(1/(1 - q**n), (n, 1, oo))", INSIDE),
    ("Sum(q**(n**2)/Product(1 - q**(2*k), (k, 1, n)), (n, 0, oo))", "Product(1 + q**(2*n - 1), (n, 1, oo))", POSITIVE),
    ("Sum(q**(n**2)*Product(1 + q**(2*k - 1), (k, 1, n))/Product(1 - q**(2*k), (k, 1, n)), (n, 0, oo))",
     "Product(1/((1 - q**(8*n - 7))*(1 - q**(8*n - 4))*(1 - q**(8*n - 1))), (n, 1, oo))", POSITIVE),
)  # fmt: skip
IDENTITIES = (*REARRANGED, *THETA, *PRODUCTS, *HYPERGEOMETRIC)


def _found(left: str, right: str, facts: Sequence[str], seconds: float = SECONDS) -> Certificate | None:
    claim = Claim(parse(left) - parse(right), Assumptions.parse(facts))
    return search(claim, time.monotonic() + seconds).certificate


def _proved(left: str, right: str, facts: Sequence[str], seconds: float = SECONDS) -> bool:
    """Tell whether a certificate is found; what is found, read back from its text, is always accepted."""
    certificate = _found(left, right, facts, seconds)
    if certificate is None:
        return False
    report = check(certificate.claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda i: i[0])
def test_identities_are_proved(identity: Identity) -> None:
    assert _proved(*identity)


@pytest.mark.parametrize(
    "identity", [*REARRANGED[::3], *THETA[::4], *PRODUCTS[::3], *HYPERGEOMETRIC[::4]], ids=lambda i: i[0]
)
@pytest.mark.parametrize("change", ["1/10**9", "q**7/10**9"])
def test_a_claim_that_is_off_by_little_is_not_proved(identity: Identity, change: str) -> None:
    left, right, facts = identity
    if "q" in change and not any(fact.startswith("q") for fact in facts):
        change = "1/10**12"
    assert not _proved(left, f"{right} + {change}", facts)


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda i: i[0])
def test_both_sides_have_balls_at_sample_points(identity: Identity) -> None:
    left, right, facts = identity
    for q in ("1/3", "-1/2") if facts == INSIDE else ("3/5",):
        point = {"q": parse(q), "x": parse("2/3")}
        one, other = (enclose(substitute(parse(side), point), {}, 25).ball for side in (left, right))
        assert one.overlaps(other)
        assert max(one.radius, other.radius) < Fraction(1, 10**20)


@pytest.mark.parametrize("facts", ["q: real, -1 <= q < 1", "q: real, -1 < q <= 1", "q: real, q > 1", "q: real"])
@pytest.mark.parametrize("identity", [REARRANGED[0], THETA[2], PRODUCTS[0], HYPERGEOMETRIC[4]], ids=lambda i: i[0])
def test_nothing_is_proved_outside_the_unit_disc(identity: Identity, facts: str) -> None:
    assert not _proved(identity[0], identity[1], (facts,), 2)  # a proof would be found in less than a second


def test_a_product_with_a_factor_zero() -> None:
    """With x = 1 both sides are 0; with x = 1/q the series on the left diverges."""
    assert _proved("Product((1 - x*q**n)**2, (n, 0, oo))", "Product(1 - x*q**n, (n, 0, oo))**2",
                   ("q: real, 0 < q < 1", "x: real, 0 <= x <= 1"))  # fmt: skip
    series = f"Sum(x**n/{FACTORIAL}, (n, 0, oo))"
    assert not _proved(series, "Product(1/(1 - x*q**n), (n, 0, oo))", ("q: real, 0 < q < 1", "x: real, 0 <= x <= 1"))


# generated


def _interchanged(random: Random) -> tuple[str, str, str]:
    """Return two orders of a double series over q^((c*n + d)*j + a*n + b) with signs, and a false neighbour."""
    a, c, d = (random.randint(1, 4) for _ in range(3))
    b, sign = random.randint(0, 3), random.choice("+-")
    weight = "(-1)**n*" if sign == "+" else ""
    left = f"Sum(q**({a}*n + {b})/(1 {sign} q**({c}*n + {d})), (n, 0, oo))"
    right = f"Sum({weight}q**({d}*n + {b})/(1 - q**({c}*n + {a})), (n, 0, oo))"
    return left, right, right.replace(f"*n + {b})/", f"*n + {b + 1})/")


def _split(random: Random) -> tuple[str, str, str]:
    """Return a product in residue classes modulo m, and with another exponent."""
    a, b, m = random.randint(1, 3), random.randint(1, 4), random.randint(2, 4)
    e, sign = random.choice((1, 2, -1)), random.choice("+-")
    classes = [f"(1 {sign} q**({a * m}*n + {a * p + b}))**({e})" for p in range(m)]
    other = [*classes[:-1], f"(1 {sign} q**({a * m}*n + {a * (m - 1) + b + 1}))**({e})"]
    product = f"Product((1 {sign} q**({a}*n + {b}))**({e}), (n, 0, oo))"
    return product, f"Product({'*'.join(classes)}, (n, 0, oo))", f"Product({'*'.join(other)}, (n, 0, oo))"


def _triple(random: Random) -> tuple[str, str, str]:
    """Return a bilateral theta series and its product."""
    a = random.randint(2, 6)
    b, sign = random.randint(1, a - 1), random.choice((1, -1))
    signs, s = ("(-1)**n*", "-") if sign < 0 else ("", "+")
    left = f"Sum({signs}q**({a}*n*(n - 1)/2 + {b}*n), (n, -oo, oo))"
    factors = f"(1 - q**({a}*n))*(1 {s} q**({a}*n - {a - b}))"
    return left, f"Product({factors}*(1 {s} q**({a}*n - {b})), (n, 1, oo))", f"Product({factors}, (n, 1, oo))"


def _binomial(random: Random) -> tuple[str, str, str]:
    """Return the q-binomial series at numbers, and its product."""
    q, a, z = (Fraction(random.choice((-1, 1)) * random.randint(1, 4), random.randint(5, 9)) for _ in range(3))
    numerator = f"Product(1 - ({a})*({q})**k, (k, 0, n - 1))"
    left = f"Sum({numerator}*({z})**n/Product(1 - ({q})**k, (k, 1, n)), (n, 0, oo))"
    right = f"Product((1 - ({a * z})*({q})**n)/(1 - ({z})*({q})**n), (n, 0, oo))"
    return left, right, right.replace("(n, 0, oo)", "(n, 1, oo)")


Generator = Callable[[Random], tuple[str, str, str]]
GENERATED: Sequence[tuple[Generator, Sequence[str]]] = (
    (_interchanged, INSIDE),
    (_split, POSITIVE),
    (_triple, POSITIVE),
    (_binomial, ()),
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("make", "facts"), GENERATED, ids=lambda value: getattr(value, "__name__", ""))
def test_generated_identities(make: Generator, facts: Sequence[str], seed: int) -> None:
    left, right, wrong = make(Random(seed))
    assert _proved(left, right, facts), (left, right)
    if wrong != right:
        assert not _proved(left, wrong, facts), (left, wrong)
