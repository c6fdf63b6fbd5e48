from __future__ import annotations

import pytest

from tnsim.export.breaking import broken
from tnsim.export.document import formula
from tnsim.export.notation import in_latex
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    "signs", ["a + b", "(a + b)·(c − d) + e·(f + g) = h", r"\frac{a + b}{c} + \left(x - y\right) = z"]
)
def test_nothing_is_lost_and_brackets_stay_whole(signs: str) -> None:
    for width in range(1, 40):
        lines = broken(signs, width)
        assert " ".join(lines) == signs
        for line in lines:
            assert line.count("(") == line.count(")") and line.count("{") == line.count("}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gamma(x) - 4*log(2)", r"\Gamma(x) - 4 \log 2"),
        ("log(2)*x", r"\log(2) x"),
        ("((n - k)!)^2", r"(n - k)!^{2}"),
        ("gamma(1/2)", r"\Gamma\left(\frac{1}{2}\right)"),
        ("log(n!)^2", r"\log(n!)^{2}"),
        ("besselj(0, n!)^2", r"J_{0}(n!)^{2}"),
        ("x*(n!)^2", r"x n!^{2}"),
    ],
)
def test_parentheses_grow_only_where_they_must(text: str, expected: str) -> None:
    assert in_latex(formula(parse(text))) == expected
