"""Generated identities of definite sums: all proved, each certificate checked as it is read back; false ones never are.

The identities are true by theorems that the prover does not know: Vandermonde's, the binomial theorem and its derivatives,
partial fractions, reversal and shift of an index; and by crossing two of them (a sum of A is a, a sum of B is b: b*A = a*B).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.errors import TnsimError
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

FACTS = ["N: integer, N >= 0"]


@dataclass(frozen=True)
class Identity:
    """A sum of `term` over k from `first` to `last` that is `value`, an expression in N."""

    term: str
    value: str
    first: int = 0
    last: str = "N"

    @property
    def left(self) -> str:
        return f"Sum({self.term}, (k, {self.first}, {self.last}))"


def _fraction(rng: random.Random) -> str:
    p, q = rng.randint(1, 5), rng.randint(1, 4)
    return f"({p}/{q})" if q > 1 else str(p)


def binomial_theorem(rng: random.Random) -> Identity:
    """sum k(k-1)...(k-j+1) binomial(N, k) x^k is the j-th derivative of (1 + x)^N, times x^j."""
    x, j = _fraction(rng), rng.randint(0, 2)
    falling = "".join(f"*(k - {i})" if i else "*k" for i in range(j))
    lowered = "".join(f"*(N - {i})" if i else "*N" for i in range(j))
    c = rng.randint(1, 9)
    return Identity(f"{c}*binomial(N, k)*{x}^k{falling}", f"{c}*{x}^{j}{lowered}*(1 + {x})^N/(1 + {x})^{j}")


def vandermonde(rng: random.Random) -> Identity:
    a, b, c = rng.randint(0, 3), rng.randint(0, 2), rng.randint(0, 3)
    top = f"{b}*N + {c}" if b else str(c + 1)
    total = f"{1 + b}*N + {a + c}" if b else f"N + {a + c + 1}"
    return Identity(f"binomial(N + {a}, k)*binomial({top}, N - k)", f"binomial({total}, N)")


def squares(rng: random.Random) -> Identity:
    """sum binomial(N, k) binomial(N + a, k + b) is binomial(2N + a, N + b)."""
    a = rng.randint(0, 4)
    b = rng.randint(0, a)
    return Identity(f"binomial(N, k)*binomial(N + {a}, k + {b})", f"binomial(2*N + {a}, N + {b})")


def partial_fraction(rng: random.Random) -> Identity:
    x = _fraction(rng)
    return Identity(f"(-1)^k*binomial(N, k)/(k + {x})", f"factorial(N)/({x}*RisingFactorial({x} + 1, N))")


def columns(rng: random.Random) -> Identity:
    """The sum of a column of Pascal's triangle."""
    a = rng.randint(0, 6)
    return Identity(f"binomial(k + {a}, {a})", f"binomial(N + {a + 1}, {a + 1})")


def central(rng: random.Random) -> Identity:
    if rng.random() < 0.5:
        return Identity("(-1)^k*binomial(N, k)*binomial(2*k, k)/4^k", "binomial(2*N, N)/4^N")
    return Identity("binomial(2*k, k)*binomial(2*N - 2*k, N - k)", "4^N")


def vanishing(rng: random.Random) -> Identity:
    """Return a sum whose terms are 0 from the middle of the range on, or at its beginning."""
    a = rng.randint(2, 5)
    if rng.random() < 0.5:
        return Identity(f"k*binomial(N + {a}, 2*k)", f"(N + {a})*2^(N + {a})/8", 0, f"N + {a}")
    return Identity(f"binomial(N, k)*binomial(k, {a})", f"binomial(N, {a})*2^N/2^{a}")


CLOSED: tuple[Callable[[random.Random], Identity], ...] = (
    binomial_theorem, vandermonde, squares, partial_fraction, columns, central, vanishing,
)  # fmt: skip


def closed(rng: random.Random) -> tuple[str, str]:
    identity = rng.choice(CLOSED)(rng)
    return identity.left, identity.value


def crossed(rng: random.Random) -> tuple[str, str]:
    """Return two sides with a sum each: the two sums of a pair of identities, crossed with their values."""
    one, other = rng.choice(CLOSED)(rng), rng.choice(CLOSED)(rng)
    return f"({other.value})*{one.left}", f"({one.value})*{other.left}"


def random_term(rng: random.Random) -> str:
    """Return a proper hypergeometric term whose sum satisfies a recurrence of order 1 or 2."""
    a, b = rng.choice([(1, 0), (2, 0), (1, 1), (3, 0), (2, 1)])
    factors = [f"binomial(N, k)^{a}"]
    if b:
        factors.append("binomial(N + k, k)")
    if (a, b) in ((1, 0), (1, 1)):
        factors.append(f"{rng.choice(['', '-'])}{_fraction(rng)}^k" if rng.random() < 0.7 else "(-1)^k")
    elif (a, b) == (2, 0) and rng.random() < 0.5:
        factors.append(f"{_fraction(rng)}^k")
    if (a, b) == (1, 0) and rng.random() < 0.5:
        factors.append(f"(k + {rng.randint(1, 4)})")
    return "*".join(f"({f})" for f in factors)


def reversed_sum(rng: random.Random) -> tuple[str, str]:
    term = random_term(rng)
    return f"Sum({term}, (k, 0, N))", f"Sum({term.replace('k', '(N - k)')}, (k, 0, N))"


def moved_sum(rng: random.Random) -> tuple[str, str]:
    term, by = random_term(rng), rng.randint(1, 3)
    return f"Sum({term}, (k, 0, N))", f"Sum({term.replace('k', f'(k - {by})')}, (k, {by}, N + {by}))"


KINDS = (closed, crossed, reversed_sum, moved_sum)


def claim_of(seed: int) -> tuple[str, str]:
    rng = random.Random(seed)
    return KINDS[seed % len(KINDS)](rng)


def proved(text: str) -> bool:
    """Tell whether a certificate is found that proves the claim, and is accepted once it is read from its JSON."""
    claim = Claim.parse(text, FACTS)
    certificate = search(claim).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


def perturbed(left: str, right: str, rng: random.Random) -> list[str]:
    """Return claims that differ from a true one in a coefficient, a sign, an upper limit, or by 1/10^30."""
    factor = rng.choice(["1000001/1000000", "2", "-1", "(1 + 1/(N + 1)^9)"])
    shorter = (
        left.replace(", N))", ", N + 1))").replace(", N + 1))", ", N - 1))", 1) if ", N))" in left else f"2*{left}"
    )
    return [
        f"{left} - ({factor})*({right})",
        f"{left} + ({right})",
        f"{shorter} - ({right})",
        f"{left} - ({right}) + 1/10^30",
    ]


def is_false(text: str) -> bool:
    """Tell whether exact arithmetic shows a value other than 0."""
    expression = parse(text)
    for n in range(1, 9):
        try:
            if evaluate(expression, {"N": Fraction(n)}) != 0:
                return True
        except TnsimError:
            continue
    return False


@pytest.mark.parametrize("seed", range(8))
def test_generated_identities_are_proved(seed: int) -> None:
    left, right = claim_of(seed)
    assert proved(f"{left} - ({right})"), (left, right)


@pytest.mark.parametrize("seed", range(0, 8, 2))
def test_perturbed_identities_are_not_proved(seed: int) -> None:
    _refuse_perturbed(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(50))
def test_five_hundred_generated_identities(block: int) -> None:
    for seed in range(10 * block + 8, 10 * block + 18):
        left, right = claim_of(seed)
        assert proved(f"{left} - ({right})"), (seed, left, right)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_a_hundred_perturbed_identities(block: int) -> None:
    for seed in range(10 * block + 8, 10 * block + 18):
        _refuse_perturbed(seed)


def _refuse_perturbed(seed: int) -> None:
    left, right = claim_of(seed)
    false = [text for text in perturbed(left, right, random.Random(seed)) if is_false(text)]
    assert false
    for text in false:
        assert not proved(text), (seed, text)
