"""Partial sums as expansions, and functions of expansions, compared with direct values at many indices."""

from __future__ import annotations

import pytest
from flint import acb, arb, fmpq

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.asymptotic_functions import FUNCTIONS
from tnsim.enclosure.asymptotic_reader import AsymptoticReader
from tnsim.enclosure.asymptotics import Asymptotic, FinerRootError
from tnsim.enclosure.expansion import Frame
from tnsim.enclosure.method import Budget
from tnsim.enclosure.series import SumEnclosure
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

_PRECISION = 140


def expansion(text: str, first: int = 40, terms: int = 30) -> Asymptotic:
    root = 1
    sums = SumEnclosure(_PRECISION)
    for _ in range(4):
        frame = Frame(first, terms * root, root)
        try:
            return AsymptoticReader(Symbol("n"), {}, Budget(_PRECISION, None, sums), frame, FUNCTIONS).read(parse(text))
        except FinerRootError as finer:
            root *= finer.factor
    raise AssertionError("no root")


def value(function: Asymptotic, n: int) -> acb:
    """Return a ball around the function at n: all models with their errors."""
    total, w, log = acb(0), arb(n) ** arb(fmpq(-1, function.frame.root)), arb(n).log()
    for prefactor, part in function.parts.items():
        turn = acb(0, prefactor.angle.ball * n).exp() * arb(n) ** arb(prefactor.scale.power) * w**part.valuation
        for j, model in enumerate(part.models):
            error = (model.error * w**model.order).abs_upper()
            polynomial = sum((c * w**i for i, c in enumerate(model.coefficients)), acb(0))
            total += turn * (polynomial + acb(arb(0, error), arb(0, error))) * log**j
    return total


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/k, k=1..n)",
        "sum(1/k^2, k=1..n)",
        "sum(log(k), k=1..n)",
        "sum(log(k)^2/k^3, k=2..n-1)",
        "sum(sqrt(k), k=0..n+2)",
        "sum((-1)^k/k, k=1..n)",
        "sum((-1)^k*k, k=1..n)",
        "sum((-1)^k*log(k)/k^2, k=1..n+2)",
        "sum(cos(k)*log(k)/k^2, k=1..n-2)",
        "sum((digamma(k)+EulerGamma)/k, k=1..n-1)",
        "sum(harmonic(k)^2/(k+1), k=1..n)",
        "sum((sqrt(k)+log(k))/(k+1), k=1..n)",
        "sum(binomial(2*k,k)/4^k, k=0..n)",
        "sum(1/30^k/k, k=1..n)",
        "sum(sum(1/j^2,j=1..k)/k, k=1..n)",
        "1/(n+log(n))",
        "sqrt(n^2+log(n))",
        "log(n+(-1)^n*sqrt(n))",
        "n^(1/n)",
        "1/(n^2+sin(n))",
        "sqrt(n^3+cos(n))",
        "exp((-1)^n/sqrt(n))",
        "1/(n+(-1)^n*log(n))",
    ],
)
def test_values(text: str) -> None:
    with working_precision(_PRECISION):
        function = expansion(text)
        for n in (40, 41, 57, 100, 1000):
            found = value(function, n)
            assert found.overlaps(evaluate(parse(text), {"n": n}, _PRECISION)), n
            assert found.rad() < 1e-6
