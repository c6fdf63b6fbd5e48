"""Rules of divergence beyond orders of growth in the ring: what they accept, and what they refuse."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Kind, Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected


def _statement(kind: Kind, text: str, *facts: str) -> Statement:
    return Statement(kind, parse(text), None, Assumptions.parse(facts))


def _accepts(rule: str, text: str, *facts: str) -> bool:
    try:
        verify(Step(rule, _statement("diverges", text, *facts), (), {}), ())
    except Rejected:
        return False
    return True


def _over(term: str, start: int = 1) -> str:
    return f"sum({term}, n={start}..oo)"


@pytest.mark.parametrize(
    "term",
    [
        "1/(n*log(n)*log(log(n)))", "1/(n*log(n)*log(log(n))*log(log(log(n))))", "n^n/n!", "n^n/(n!*2^n)",
        "n^n*exp(-n)/n!", "n^(-1 - 1/n)", "exp(-1/n)/n", "n^(1/n) - 1", "1 - exp(-1/n)", "-tan(1/n)",
        "(1 + 1/n)^n - 2", "(n + 1)^(1/2) - n^(1/2)", "E - (1 + 1/n)^n", "log(1 + 1/n)", "exp(sqrt(log(n)))/n^(3/2)*n^(1/2)",
        "1/(n + sin(n))", "sec(1/n)/n", "coth(n)/n", "cot(1/n)/n^2", "factorial(n)^(-1/n)", "1/log(n!)",
        "n^(-1 - 1/log(n))", "log(n)^(-log(log(n)))", "atan(n)/n", "harmonic(n)/n", "binomial(2*n, n)/4^n", "(sqrt(n^2 + 1) - n)", "asin(1/n)",
        "n^log(n)/n^2", "2^n/n^100", "abs(log(1 - 1/n))", "tanh(n)/n", "gamma(n + 1/2)/gamma(n)/n^(3/2)",
    ],
)  # fmt: skip
def test_terms_that_are_too_large(term: str) -> None:
    assert _accepts("asymptotics", _over(term, 20))


@pytest.mark.parametrize(
    "term",
    [
        "1/(n*log(n)^2)", "1/(n*log(n)*log(log(n))^(11/10))", "n^n/(n!*3^n)", "n^n*exp(-n)/(n!*n)", "n^(-1 - 1/log(log(n)))",
        "exp(-1/n)/n^2", "n^(1/n) - 1 - log(n)/n", "1 - exp(-1/n) - 1/n", "tan(1/n) - sin(1/n)", "exp(-sqrt(log(n)))/n",
        "E - (1 + 1/n)^n - E/(2*n)", "sin(n)/n", "(-1)^n/n", "1/(n^2 + sin(n))", "n^(-log(log(n)))", "n^(-1)*(1 - n/(n + 1))",
        "cos(1/n) - 1", "log(n)^(-log(n))", "1/n - 1/(n + sin(n))", "sec(n)/n", "cot(1/n)*tan(1/n)/n^2", "atan(n) - pi/2 + 1/n", "log(n!) - n*log(n) + n - log(2*pi*n)/2 - 1/(12*n)", "0*n^n",
    ],
)  # fmt: skip
def test_terms_that_are_not_proved_too_large(term: str) -> None:
    assert not _accepts("asymptotics", _over(term, 20))


def test_an_exponent_that_may_be_small_or_large() -> None:
    assert _accepts("asymptotics", _over("exp(1/n)/n^x"), "x: real, x < 1")
    assert not _accepts("asymptotics", _over("exp(1/n)/n^x"), "x: real, x > 0")
    assert not _accepts("asymptotics", _over("x*exp(1/n)/n"), "x: real")
    assert not _accepts("asymptotics", _over("atan(x*n)/n"), "x: real, x != 0")


def test_terms_without_a_value() -> None:
    assert not _accepts("asymptotics", _over("n^n/(n - 1000)"))
    assert not _accepts("asymptotics", _over("1/(n*log(n)*log(log(n)))"))


@pytest.mark.parametrize(
    "term",
    [
        "tan(n)", "sin(n^2)", "cos(n^3 + x*n)", "cos(n)^n", "sin(n)^n", "sin(2*n/3)^(n^2)", "sin(log(n))", "cos(sqrt(n))",
        "1/sin(n)", "cot(n)^2", "n*sin(n)^3/(n + 1)", "exp(1/n)*sin(n + 1)", "1/tan(n)", "sin(pi*n/2)", "n/cos(n)",
        "sec(x*n)", "1/sin(n^n)", "csc(n!)", "cot(n)/sin(sqrt(n))",
    ],
)  # fmt: skip
def test_angles_that_move(term: str) -> None:
    assert _accepts("moving-angles", _over(term), "x: real")


@pytest.mark.parametrize(
    "term",
    [
        "sin(pi*n)", "sin(pi*n^2)", "cos(pi*n + pi/2)", "sin(n)/n", "cos(n)^(n^3)", "sin(x*n)", "sin(1/n)", "sin(n)*cos(n)",
        "cos(pi*n/2)^n", "cos(n + 1)^n", "sin(I*n)", "sin(n)^exp(n)", "sin(2*pi*sqrt(n^2 + 1))", "1/(n*sin(n))", "0*sin(n)",
        "sin(n!)", "sin(2^n)", "csc(n)^(-1)/n", "sin(n)^(I*n)",
        # 1/cosh(n) and its like: a reciprocal is at least 1 in modulus at a real angle only
        "sec(I*n)", "1/cos(I*n)", "n^2/sin((x + I)*n)", "csc(n^2*(1 + I))", "1/sin(n^n*I)", "sin(n)/cos(I*n)", "n*csc(I*n)",
        "sec(I*sqrt(n))", "cos(n)/sin(n + I*n)", "1/sin(asin(n))", "1/cos(sqrt(2 - n)*n)",
    ],
)  # fmt: skip
def test_angles_of_which_nothing_is_proved(term: str) -> None:
    assert not _accepts("moving-angles", _over(term), "x: real")


def _refused(rule: str, left: str, premises: tuple[Statement, ...], witness: Witness, *facts: str) -> bool:
    try:
        verify(Step(rule, _statement("diverges", left, *facts), (), witness), premises)
    except Rejected:
        return True
    return False


HARMONIC = _statement("diverges", "sum(1/n, n=1..oo)")


def test_parts_that_converge() -> None:
    small = _statement("converges", "sum(1/n^2, n=1..oo)")
    whole = "sum(1/n + 1/n^2, n=1..oo)"
    assert not _refused("divergent-part", whole, (HARMONIC, small), {})
    assert _refused("divergent-part", whole, (HARMONIC,), {})
    assert _refused("divergent-part", whole, (HARMONIC, HARMONIC), {})
    assert _refused("divergent-part", whole, (small, HARMONIC), {})
    assert _refused("divergent-part", "sum(1/n + 1/n^2, n=2..oo)", (HARMONIC, small), {})
    assert _refused("divergent-part", "sum(1/n^2, n=1..oo)", (HARMONIC, small), {})
    elsewhere = _statement("converges", "sum(x/n^2, n=1..oo)", "x: real, x > 1")
    assert _refused("divergent-part", "sum(1/n + x/n^2, n=1..oo)", (HARMONIC, elsewhere), {}, "x: real")


def test_bounds_of_inner_sums() -> None:
    bound = _statement("diverges", "sum(n/(2*n)^2, n=1..oo)")
    witness = {"test": "minorant", "count": "n"}
    assert not _refused("inner-sums", "sum(sum(1/(n+m)^2, m=1..oo), n=1..oo)", (bound,), witness)
    # alternating, increasing with m, another start, not a whole number of terms, no terms
    assert _refused("inner-sums", "sum(sum((-1)^m/(n+m)^2, m=1..oo), n=1..oo)", (bound,), witness)
    rising = _statement("diverges", "sum(n*(1 - 1/(2*n)), n=1..oo)")
    assert _refused("inner-sums", "sum(sum(1 - 1/(n+m), m=1..oo), n=1..oo)", (rising,), witness)
    assert _refused("inner-sums", "sum(sum(1/(n+m)^2, m=0..oo), n=1..oo)", (bound,), witness)
    half = _statement("diverges", "sum(n/2/(n+n/2)^2, n=1..oo)")
    fraction = {"test": "minorant", "count": "n/2"}
    assert _refused("inner-sums", "sum(sum(1/(n+m)^2, m=1..oo), n=1..oo)", (half,), fraction)
    none = _statement("diverges", "sum(n/(2*n+1)^2, n=0..oo)")
    assert _refused("inner-sums", "sum(sum(1/(n+m+1)^2, m=1..oo), n=0..oo)", (none,), witness)


def test_an_inner_sum_that_diverges() -> None:
    left = "sum(sum(1/(n*m + 1), m=1..oo), n=1..oo)"
    inner = _statement("diverges", "sum(1/(1*m + 1), m=1..oo)")
    assert not _refused("inner-sums", left, (inner,), {"test": "term", "at": 1})
    assert _refused("inner-sums", left, (inner,), {"test": "term", "at": 2})
    outside = _statement("diverges", "sum(1/(0*m + 1), m=1..oo)")
    assert _refused("inner-sums", left, (outside,), {"test": "term", "at": 0})
    finite = "sum(sum(1/(n*m + 1), m=1..4), n=1..oo)"
    assert _refused("inner-sums", finite, (inner,), {"test": "term", "at": 1})


@pytest.mark.parametrize(
    "term",
    ["sin(n)^2/n", "(1 + cos(n))/sqrt(n)", "(2 + (-1)^n)*exp(-1/n)/log(n)", "cos(n)^4/(n*log(n)^(1/2))", "-sin(n)^2/n"],
)
def test_factors_with_a_mean(term: str) -> None:
    assert _accepts("mean-value", _over(term, 3))


@pytest.mark.parametrize(
    "term",
    [
        "sin(n)/n", "sin(n)^2/n^(11/10)", "(1 + cos(n))/(n*log(n)^2)", "(1 + cos(2*pi*n))/n^2", "sin(n)*cos(n)/n", "sin(n)^2",
        "sin(n)^2/(n*(2 + cos(n)))", "(1 + cos(x*n))/n", "sin(n)^2*sin(n)/n", "(-1)^n*(1 + (-1)^n/n)/n",
        "(1 + 2^n)/n", "(1 - 1)*sin(n)^2/n",
    ],
)  # fmt: skip
def test_factors_without_a_mean_or_too_small(term: str) -> None:
    assert not _accepts("mean-value", _over(term, 3), "x: real")


def test_moduli() -> None:
    squares = _statement("diverges", "sum(sin(n)*sin(n)*(1/n), n=1..oo)")
    assert not _refused("modulus", "sum(abs(sin(n))/n, n=1..oo)", (squares,), {})
    assert _refused("modulus", "sum(abs(cos(n))/n, n=1..oo)", (squares,), {})
    large = _statement("diverges", "sum(n*n*(1/n^3), n=1..oo)")
    assert _refused("modulus", "sum(abs(n)/n^3, n=1..oo)", (large,), {})
    turning = _statement("diverges", "sum(sin(n)*sin(n)*(-1)^n, n=1..oo)")
    assert _refused("modulus", "sum(abs(sin(n))*(-1)^n, n=1..oo)", (turning,), {})
    unreal = _statement("diverges", "sum(I^n*I^n*(1/n), n=1..oo)")
    assert _refused("modulus", "sum(abs(I^n)/n, n=1..oo)", (unreal,), {})


def test_dirichlet_by_expansions() -> None:
    def converges(term: str, base: str = "-1", oscillation: str = "(-1)^n") -> bool:
        witness = {"test": "dirichlet", "base": base, "oscillation": oscillation}
        try:
            verify(Step("convergence", _statement("converges", _over(term, 3)), (), witness), ())
        except Rejected:
            return False
        return True

    assert converges("(-1)^n/sqrt(n)")
    assert converges("(-1)^n*exp(-1/n)/sqrt(n)")
    assert converges("(-1)^n/log(n)")
    assert not converges("(-1)^n*sqrt(n)")
    assert not converges("(-1)^n*exp(1/n)")
    assert not converges("(-1)^n*((-1)^n/sqrt(n) + 1/n)")
