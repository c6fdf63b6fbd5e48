"""Random summable terms: T is drawn, its difference is written so that T is hidden, and the sum is proved."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tnsim.core.compensator import Compensator
from tnsim.language.expression import INFINITY, Sum, Symbol, number
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.sets.claim import Claim

EXAMPLES = 80
START = 1

_small = st.integers(-4, 4)
_positive = st.integers(1, 5)
_decaying = st.sampled_from(
    ("1", "1/2^n", "(-1)^n/3^n", "1/n!", "2^n/n!", "binomial(2*n, n)/4^n", "1/binomial(2*n, n)", "(2/3)^n")
)
_sums = st.sampled_from(("1", "harmonic(n)", "harmonic(n, 2)"))


@st.composite
def antidifferences(draw: st.DrawFn) -> str:
    """Return T(n): a polynomial over shifted linear factors, times a product, times a harmonic number."""
    numerator = f"({draw(_small)} + {draw(_positive)}*n)"
    factors = "*".join(f"({draw(_positive)}*n + {draw(_positive)})" for _ in range(draw(st.integers(2, 3))))
    return f"{numerator}/({factors})*{draw(_decaying)}*{draw(_sums)}"


@given(antidifferences())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_hidden_difference_is_summed_and_a_wrong_value_refuted(text: str) -> None:
    scope = Scope(Claim.parse("0").assumptions, {"n": START})
    try:
        candidate = scope.lift(parse(text), "T")
    except Rejected:
        assume(False)
    term = shift(scope.ring, candidate, "n") - candidate
    assume(not term.is_zero())
    end = limit(scope.ring, candidate, "n")
    assert end is not None
    value = to_expression(end - scope.at(candidate, "n", START, "the start"))
    # The term is one quotient of expanded polynomials: nothing of T is to be seen in it.
    total = Sum(to_expression(term), Symbol("n"), number(START), INFINITY)
    compensator = Compensator(timeout=30)
    assert compensator.prove(Claim(total - value)).kind == "proved"
    off = value + number(Fraction(1, 10**30))
    assert compensator.prove(Claim(total - off)).kind == "refuted"
