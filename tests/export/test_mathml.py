from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tnsim.errors import UnsupportedError
from tnsim.export.mathml import to_mathml
from tnsim.language.expression import CONSTANTS, FUNCTIONS, Apply, Constant, Expression, Integer, Symbol
from tnsim.language.parser import parse
from tnsim.language.printing import to_latex

X = Symbol("x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x/2", "<mfrac><mi>x</mi><mn>2</mn></mfrac>"),
        ("x - 1", "<mi>x</mi><mo>−</mo><mn>1</mn>"),
        ("-x*y", '<mo form="prefix">−</mo><mi>x</mi><mo>&#x2062;</mo><mi>y</mi>'),
        ("gamma(x)", '<mi mathvariant="normal">Γ</mi><mo>&#x2061;</mo>'),
        ("log(x)", "<mi>log</mi><mo>&#x2061;</mo>"),
        ("sqrt(x)", "<msqrt><mi>x</mi></msqrt>"),
        ("harmonic(n, 2)", "<msubsup><mi>H</mi><mi>n</mi>"),
        ("floor(x)", '<mrow><mo fence="true">⌊</mo><mi>x</mi><mo fence="true">⌋</mo></mrow>'),
        (
            "sum(x^n, n=0..oo)",
            "<munderover><mo>∑</mo><mrow><mi>n</mi><mo>=</mo><mn>0</mn></mrow><mi>∞</mi></munderover>",
        ),
        ("alpha_1", "<msub><mi>α</mi><mn>1</mn></msub>"),
        ("binomial(n, k)", '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>'),
    ],
)
def test_elements(text: str, expected: str) -> None:
    assert to_mathml(to_latex(parse(text))).startswith(expected) or expected in to_mathml(to_latex(parse(text)))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_a_notation(name: str) -> None:
    for count in FUNCTIONS[name]:
        arguments: tuple[Expression, ...] = tuple(X + Integer(i) for i in range(count))
        if name == "hyper":
            arguments = (Apply("tuple", (X,)), Apply("tuple", (X, X)), X)
        ElementTree.fromstring(f"<math>{to_mathml(to_latex(Apply(name, arguments) ** Integer(2)))}</math>")


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_every_constant_has_a_notation(name: str) -> None:
    ElementTree.fromstring(f"<math>{to_mathml(to_latex(Constant(name)))}</math>")


@pytest.mark.parametrize("latex", [r"\\unknown{x}", "{x", "x}", r"\\left(x", r"\\frac{1}", "x^"])
def test_what_is_not_known_is_refused(latex: str) -> None:
    with pytest.raises(UnsupportedError):
        to_mathml(latex)


def test_signs_are_escaped() -> None:
    assert to_mathml(r"x < y & z") == "<mi>x</mi><mo>&lt;</mo><mi>y</mi><mo>&amp;</mo><mi>z</mi>"
