"""Traps for provers of sums, by class: what is false is never proved, what is true is never refuted.

Each line is a claim, what is assumed, and the verdict that is right; where there is no verdict but an error, its name.
`open` stands for: nothing may be certified, a ball may say what it likes.
"""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.errors import TnsimError
from tnsim.sets.claim import Claim

X = ("x: real",)
N = ("N: integer, N >= 0",)

TRAPS = {
    "0/0 in a term": (
        ("sum((n-1)/(n-1), n=1..3) = 3", (), "DomainError"),
        ("sum((n^2-4)/((n-2)*n^4), n=1..oo) = sum((n+2)/n^4, n=1..oo)", (), "DomainError"),
        ("sum((n-n)/(n-3), n=1..oo) = 0", (), "DomainError"),
        ("sum(sin(pi*n)/(n-2), n=1..oo) = 0", (), "DomainError"),
    ),
    "a pole at one index": (
        ("sum(1/((n-5)*(n-4)), n=1..oo) = -1/4", (), "DomainError"),
        ("sum(1/(n^2-9), n=1..oo) = 11/36", (), "DomainError"),
        ("sum(gamma(n-3)/gamma(n+2), n=1..oo) = 0", (), "DomainError"),
        ("sum(1/(n^2-9), n=4..oo) = 49/120", (), "proved"),
    ),
    "a parameter that may be a whole number": (
        ("sum(1/(n^2-x^2), n=1..oo) = 1/(2*x^2) - pi*cot(pi*x)/(2*x)", ("x: real, x > 0",), "open"),
        ("sum(1/(n^2-x^2), n=1..oo) = 1/(2*x^2) - pi*cot(pi*x)/(2*x)", ("x: real, 0 < x < 1",), "proved"),
        ("sum(1/((n+x)*(n+x+1)), n=0..oo) = 1/x", ("x: real, x != 0",), "open"),
        ("sum(binomial(x, n), n=0..oo) = 2^x", ("x: real, x > -2",), "open"),
    ),
    "branch cuts": (
        ("log(x^2) = 2*log(x)", ("x: real, x != 0",), "refuted"),
        ("sqrt(x^2) = x", X, "refuted"),
        ("polylog(2, x) + polylog(2, 1 - x) = pi^2/6 - log(x)*log(1 - x)", ("x: real, x > 0",), "open"),
        ("log(exp(I*x)) = I*x", X, "refuted"),
        ("(x^3)^(1/3) = x", X, "refuted"),
        ("atan(x) + atan(1/x) = pi/2", ("x: real, x != 0",), "refuted"),
        ("sum(x^n/n, n=1..oo) = -log(1 - x)", ("x: real, -1 <= x <= 1",), "open"),
    ),
    "rearranged conditional convergence": (
        ("sum(1/(4*n-3) + 1/(4*n-1) - 1/(2*n), n=1..oo) = log(2)", (), "refuted"),
        ("sum(1/(4*n-3) + 1/(4*n-1) - 1/(2*n), n=1..oo) = 3*log(2)/2", (), "proved"),
        ("sum(1/(2*n-1) - 1/(4*n-2) - 1/(4*n), n=1..oo) = log(2)", (), "refuted"),
        ("sum(1/(2*n-1), n=1..oo) - sum(1/(2*n), n=1..oo) = log(2)", (), "divergent"),
    ),
    "interchange without absolute convergence": (
        (
            "sum(sum((m^2-n^2)/(m^2+n^2)^2, m=1..oo), n=1..oo) = sum(sum((m^2-n^2)/(m^2+n^2)^2, n=1..oo), m=1..oo)",
            (),
            "open",
        ),
        ("sum(sum(KroneckerDelta(m, n) - KroneckerDelta(m, n+1), m=1..oo), n=1..oo) = 1", (), "open"),
    ),
    "0^0": (
        ("sum(0^n, n=0..oo) = 0", (), "refuted"),
        ("sum(0^n, n=0..oo) = 1", (), "proved"),
        ("sum(x^n, n=0..oo) = 1/(1-x)", ("x: real, -1 < x < 1",), "proved"),
        ("sum(x^n*0^n, n=0..oo) = 0", X, "refuted"),
    ),
    "empty and reversed ranges": (
        ("sum(n, n=5..4) = 0", (), "proved"),
        ("sum(n, n=5..3) = -4", (), "DomainError"),
        ("sum(n, n=5..3) = 0", (), "DomainError"),
        ("sum(k, k=1..N) = N*(N+1)/2", ("N: integer, N >= -5",), "open"),
        ("sum(k, k=1..N) = N*(N+1)/2", ("N: integer, N >= -1",), "open"),
        ("product(n, n=3..2) = 1", (), "proved"),
    ),
    "huge and negative starts": (
        ("sum(1/(n*(n+1)), n=10^5..oo) = 10^(-5)", (), "proved"),
        ("sum(1/(n*(n+1)), n=10^30..oo) = 10^(-30)", (), "open"),
        ("sum(1/(n*(n+1)), n=10^30..oo) = 10^(-30) + 10^(-61)", (), "refuted"),
        ("sum(1/(n*(n+1)), n=-5..oo) = 1", (), "DomainError"),
        ("sum(2^(-n), n=-3..oo) = 16", (), "proved"),
        ("sum(n!/(n+2)!, n=-1..oo) = 1", (), "DomainError"),
    ),
    "terms that vanish identically": (
        ("sum(n-n, n=1..oo) = 0", (), "proved"),
        ("sum((n+1)^2 - n^2 - 2*n - 1, n=1..oo) = 0", (), "proved"),
        ("sum(cos(2*pi*n) - 1, n=1..oo) = 0", (), "proved"),
        ("sum(cos(2*pi*x*n) - 1, n=1..oo) = 0", X, "open"),
    ),
    "harmonic numbers at negative arguments": (
        ("sum(harmonic(n-3)/(n*(n+1)), n=1..oo) = 0", (), "DomainError"),
        ("sum(harmonic(n) - harmonic(n-1) - 1/n, n=0..oo) = 0", (), "DomainError"),
        ("sum(harmonic(n) - harmonic(n-1) - 1/n, n=1..oo) = 0", (), "proved"),
    ),
    "a boundary term that does not vanish": (
        ("sum(2^n, n=0..oo) = -1", (), "divergent"),
        ("sum(n*factorial(n), n=1..oo) = -1", (), "divergent"),
        ("sum(1/sqrt(n+1) + 1/sqrt(n), n=1..oo) = 0", (), "divergent"),
        ("sum((-1)^n, n=0..oo) = 1/2", (), "divergent"),
        ("sum(sqrt(n+1) - sqrt(n), n=0..oo) = 0", (), "divergent"),
        ("sum(n/(n+1) - (n-1)/n, n=1..oo) = 0", (), "refuted"),
    ),
    "a recurrence that says nothing of some values": (
        ("sum((-1)^k*binomial(N, k), k=0..N) = 0", N, "refuted"),
        ("sum((-1)^k*binomial(N, k)*k^3, k=0..N) = 0", N, "refuted"),
        ("sum(binomial(N, k), k=0..N) = 2^N + 0^(N-3)", ("N: integer, N >= 3",), "refuted"),
        ("N*(N-5)*sum(binomial(N, k), k=0..N) = N*(N-5)*2^N", N, "proved"),
        ("sum(binomial(N, k)*(-1)^k/(k+1), k=0..N) = 1/(N+1)", ("N: integer, N >= 0",), "proved"),
    ),
    "agreement to hundreds of digits": (
        ("sum(floor(n*tanh(pi))/10^n, n=1..oo) = 1/81", (), "open"),
        ("sum(floor(n*exp(pi*sqrt(163)/3))/2^n, n=1..oo) = 1280640", (), "open"),
        ("sum(exp(-n^2/3^2), n=1..oo) = 3*sqrt(pi)/2 - 1/2", (), "refuted"),
        ("sum(1/n^2, n=1..oo) = pi^2/6 + 10^(-268)", (), "refuted"),
    ),
    "numbers with a decimal point are exact": (
        ("sum(0.5^n, n=1..oo) = 1", (), "proved"),
        ("sum(0.3333333333333333^n, n=0..oo) = 1.5", (), "refuted"),
        ("0.1 + 0.2 = 0.3", (), "proved"),
        ("sum(1e-3^n, n=0..oo) = 1000/999", (), "proved"),
    ),
    "letters that look like others, names of functions": (
        ("ѕum(1/n^2, n=1..oo) = 1", (), "ParseError"),  # a Cyrillic letter
        ("sum(1/п^2, п=1..oo) = 1", (), "ParseError"),
        ("sum(1/n^2, n=1..ΟΟ) = 1", (), "ParseError"),  # Greek capitals
        ("sum(zeta^n, n=0..oo) = 1", (), "ParseError"),
        ("sum(1/gamma^2, gamma=1..oo) = pi^2/6", (), "ParseError"),
        ("sum(1/I^2, I=1..oo) = pi^2/6", (), "ParseError"),
        ("sum(1/E^2, E=1..oo) = pi^2/6", (), "ParseError"),
        ("sum(1/n^2, n=1..oo) = pi^2/6 # = 0", (), "ParseError"),
    ),
}  # fmt: skip
CASES = [(kind, *trap) for kind, traps in TRAPS.items() for trap in traps]

_CONTRARY = {"proved": ("refuted", "divergent"), "refuted": ("proved", "divergent"), "divergent": ("proved", "refuted")}


@pytest.mark.parametrize(("kind", "text", "facts", "right"), CASES)
def test_traps(kind: str, text: str, facts: tuple[str, ...], right: str) -> None:
    try:
        verdict = Compensator(timeout=20).prove(Claim.parse(text, facts))
    except TnsimError as error:
        assert type(error).__name__ == right, (kind, text, error)
        return
    if right == "open":
        assert verdict.certificate is None, (kind, text, verdict.reason)
    elif right in _CONTRARY:
        assert verdict.kind == right, (kind, text, verdict.kind, verdict.reason)
    else:
        assert verdict.kind == "undetermined", (kind, text, verdict.kind, verdict.reason)
