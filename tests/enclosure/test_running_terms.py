"""A term at one index after the other equals the term as it is written."""

from __future__ import annotations

import pytest
from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.enclosure.running_terms import RunningTerm
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

N = Symbol("n")


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/k, k=1..n)/n",
        "sum(sum(1/j, j=1..k)/k, k=1..n+2)",
        "sum(1/(n+k), k=1..n)",
        "sum(1/n, n=1..n)",
        "product(1+sum(2^(-k), k=1..n)/4^n, n=1..n)",  # the inner n is the product's
        "product(1+sum(1/(j+k), k=1..n), j=1..n)",  # the inner sum needs the product's index
        "product(1-2^(-k), k=1..n)/product(1+3^(-k), k=0..n-1)",
        "product(1+sum(1/i, i=1..k)/product(i+1/2, i=1..k+1), k=1..n+2)",
        "product(k-3, k=1..n)",  # 0 from n = 3
        "product(n+k, k=1..n)",
        "product(product(1/(k+n), k=1..n), n=1..n)",
    ],
)
def test_values(text: str) -> None:
    node, interpreter, other = parse(text), Interpreter(80), {"j": fmpq(7)}
    running = RunningTerm(node, N, other, interpreter)
    for index in (1, 2, 3, 6):
        assert running.at(index) == interpreter.value(node, {**other, "n": fmpq(index)})
