"""What may bound a sum, and which symbols must be whole numbers for that."""

from __future__ import annotations

import pytest

from tnsim.language.bounds import bounding_symbols, is_whole
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    ("bound", "whole"),
    [("3", True), ("2*N - m^2", True), ("floor(x/2) + 1", True), ("x/2", False), ("N^m", False), ("-ceiling(x)", True)],
)
def test_whole_wherever_the_symbols_are(bound: str, whole: bool) -> None:
    assert is_whole(parse(bound)) is whole


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sum(x^n, n=0..oo)", ""),
        ("sum(n*a, n=m..N)", "N m"),
        ("product(sum(k, k=0..n), n=1..M)", "M"),
        ("sum(1/n^2, n=1..floor(x))", ""),
        ("sum(1/n^2, n=1..floor(sum(y, k=1..K)))", "K"),
    ],
)
def test_symbols_in_bounds(text: str, names: str) -> None:
    assert sorted(bounding_symbols(parse(text))) == names.split()
