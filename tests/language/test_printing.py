from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tnsim.errors import LimitError
from tnsim.language.expression import (
    CONSTANTS,
    FUNCTIONS,
    INFINITY,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    rational_value,
)
from tnsim.language.parser import Limits, parse
from tnsim.language.printing import to_latex, to_text, to_unicode

integers = st.integers(0, 12).map(Integer)
symbols = st.sampled_from(["n", "k", "x", "N", "x_1", "alpha", "β", "μ_2"]).map(Symbol)
atoms = st.one_of(integers, symbols, st.sampled_from(sorted(CONSTANTS - {"oo"})).map(Constant))


def _several(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[tuple[Expression, ...]]:
    return st.lists(parts, min_size=2, max_size=4).map(tuple)


wholes = st.recursive(
    st.one_of(integers, symbols),
    lambda parts: st.one_of(
        _several(parts).map(Add),
        _several(parts).map(Multiply),
        parts.map(Negate),
        st.builds(Power, parts, integers),
        st.builds(lambda e: Apply("floor", (e,)), parts),
    ),
    max_leaves=4,
)
lower_bounds = st.one_of(wholes, st.just(Negate(INFINITY)))
upper_bounds = st.one_of(wholes, st.just(INFINITY))


def _applications(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    names = st.sampled_from(sorted(FUNCTIONS.keys() - {"tuple", "hyper"}))
    plain = names.flatmap(
        lambda name: st.sampled_from(FUNCTIONS[name]).flatmap(
            lambda arity: st.tuples(*[parts] * arity).map(lambda arguments: Apply(name, arguments))
        )
    )
    lists = st.lists(parts, max_size=3).map(lambda items: Apply("tuple", tuple(items)))
    return st.one_of(plain, st.builds(lambda a, b, z: Apply("hyper", (a, b, z)), lists, lists, parts))


def _compounds(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        _several(parts).map(Add),
        _several(parts).map(Multiply),
        parts.map(Negate),
        st.builds(Divide, parts, parts.filter(lambda e: rational_value(e) != 0)),
        st.builds(Power, parts, parts),
        st.sampled_from(["factorial", "factorial2", "sqrt", "Abs"]).flatmap(
            lambda name: parts.map(lambda e: Apply(name, (e,)))
        ),
        _applications(parts),
        st.builds(Sum, parts, symbols, lower_bounds, upper_bounds),
        st.builds(Product, parts, symbols, lower_bounds, upper_bounds),
    )


expressions = st.recursive(atoms, _compounds, max_leaves=12)


@settings(max_examples=500)
@given(expressions)
def test_parsing_undoes_printing(e: Expression) -> None:
    for printed in (to_text(e), to_unicode(e)):
        try:
            assert parse(printed) == e, printed
        except LimitError:
            assume(False)


@given(expressions)
def test_latex_has_matching_brackets(e: Expression) -> None:
    latex = to_latex(e)
    assert latex.count(r"\left") == latex.count(r"\right") + latex.count(r"\leftarrow")
    depth = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


def test_formulas_return(formulas: list[str]) -> None:
    for text in formulas:
        e = parse(text)
        assert parse(to_text(e)) == e
        assert parse(to_unicode(e)) == e
        assert to_latex(e)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("(a)+((b*c))", "a + b*c"),
        ("a-(b+c)", "a - (b + c)"),
        ("a-(-b)", "a - (-b)"),
        ("(a*b)/c*d", "a*b/c*d"),
        ("a*(b*c)", "a*(b*c)"),
        ("(-a)*b", "(-a)*b"),
        ("-(a*b)", "-a*b"),
        ("(a^b)^c", "(a**b)**c"),
        ("a^(b^c)", "a**b**c"),
        ("a^-b", "a**(-b)"),
        ("(-1)^n", "(-1)**n"),
        ("0.5", "1/2"),
        ("(n+1)!", "factorial(n + 1)"),
        ("hyper([1], [], x)", "hyper((1,), (), x)"),
        ("∑(1/n², n=-∞..∞)", "Sum(1/n**2, (n, -oo, oo))"),
    ],
)
def test_canonical_text(text: str, printed: str) -> None:
    assert to_text(parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Sum(1/n**2, (n, 1, oo)) - pi**2/6", "(∑_{n=1}^∞ 1/n²) − π²/6"),
        ("1 - 2*Sum(n, (n, 1, N)) + x", "1 − 2·(∑_{n=1}^N n) + x"),
        ("2*Sum(a + b, (n, -N, 2*N))*c", "2·(∑_{n=−N}^{2·N} (a + b))·c"),
        ("2*Product(1 + x**n, (n, 1, N))", "2·∏_{n=1}^N (1 + xⁿ)"),
        ("(2*n)!/n!!^2", "(2·n)!/(n!!)²"),
        ("sqrt(x + 1)*sqrt(2)*x**(-3)", "√(x + 1)·√2·x⁻³"),
        ("2**(n + 1) + 2**n**2", "2^(n + 1) + 2^(n²)"),
        ("Abs(gamma(x) - zeta(3))", "|Γ(x) − ζ(3)|"),
    ],
)
def test_unicode(text: str, printed: str) -> None:
    assert to_unicode(parse(text)) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Sum(1/n**2, (n, 1, oo))", r"\sum_{n=1}^{\infty} \frac{1}{n^{2}}"),
        ("2*Sum(a + b, (n, 1, N))", r"2 \sum_{n=1}^{N} \left(a + b\right)"),
        ("Sum(a, (n, 1, N))*b", r"\left(\sum_{n=1}^{N} a\right) b"),
        ("Product(a, (k, 1, n))**2", r"\left(\prod_{k=1}^{n} a\right)^{2}"),
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("(-1)**n*(n + 1)", r"\left(-1\right)^{n} \left(n + 1\right)"),
        ("x*2*(1/2)*3**n", r"x \cdot 2 \cdot \frac{1}{2} \cdot 3^{n}"),
        ("(1/2)**n", r"\left(\frac{1}{2}\right)^{n}"),
        ("n!**2 + (n + 1)!", r"\left(n!\right)^{2} + \left(n + 1\right)!"),
        ("binomial(2*n, n)**3", r"\binom{2 n}{n}^{3}"),
        ("harmonic(n)**2 + harmonic(n, 3)**2", r"H_{n}^{2} + \left(H_{n}^{(3)}\right)^{2}"),
        ("gamma(x) + zeta(2, x)", r"\Gamma\left(x\right) + \zeta\left(2, x\right)"),
        ("polylog(2, x)*besselj(0, x)", r"\operatorname{Li}_{2}\left(x\right) J_{0}\left(x\right)"),
        ("polygamma(1, x) + digamma(x)", r"\psi^{(1)}\left(x\right) + \psi\left(x\right)"),
        ("hyper((a, b), (c,), x)", r"{}_{2}F_{1}\left(a, b; c; x\right)"),
        ("sqrt(2)*exp(-x) + floor(x/2)", r"\sqrt{2} e^{-x} + \left\lfloor \frac{x}{2}\right\rfloor"),
        ("RisingFactorial(a, n)*x_1*y2*alpha", r"\left(a\right)_{n} x_{1} y_{2} \alpha"),
        ("Γ(μ_2)*foo*λ", r"\Gamma\left(\mu_{2}\right) \mathrm{foo} \lambda"),
        ("E + I + EulerGamma + Catalan + GoldenRatio + pi", r"e + i + \gamma + G + \varphi + \pi"),
    ],
)  # fmt: skip
def test_latex(text: str, printed: str) -> None:
    assert to_latex(parse(text)) == printed


def test_every_function_has_latex() -> None:
    for name, arities in FUNCTIONS.items():
        if name not in ("hyper", "tuple"):
            for arity in arities:
                assert to_latex(Apply(name, tuple(map(Symbol, "abcd"))[:arity]))


def test_long_numbers() -> None:
    e = Power(Symbol("x"), Symbol("n")) * Integer(10**6000 + 7)
    assert parse(to_text(e), Limits(digits=10_000)) == e
    assert to_latex(e).endswith("7")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("sum(I^i, i=0..N)", r"\sum_{\mathtt{i}=0}^{N} i^{\mathtt{i}}"),
        ("exp(e)*e", r"e^{\mathtt{e}} \mathtt{e}"),
        ("G - Catalan", r"\mathtt{G} - G"),
        ("x_1*x1", r"\mathtt{x\_1} \mathtt{x1}"),
        ("alpha*α", r"\mathtt{alpha} \alpha"),
        ("sum(i, i=1..e)", r"\sum_{i=1}^{e} i"),
    ],
)
def test_names_that_would_be_read_as_something_else_are_shown_as_typed(text: str, latex: str) -> None:
    assert to_latex(parse(text)) == latex


def test_the_factorial_of_a_function_stands_behind_brackets_of_its_own() -> None:
    assert to_latex(parse("log(n)!")) == r"\left(\log\left(n\right)\right)!"
    assert to_latex(parse("log(n!) + fibonacci(n)!")) == r"\log\left(n!\right) + F_{n}!"
