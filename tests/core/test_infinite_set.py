from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import count, islice
from typing import Any

import pytest
import sympy

import tnsim
from tnsim.core import ZeroSumInfiniteSet
from tnsim.errors import AssumptionError, DivergenceError, DomainError, InputError, ParseError, UnsupportedError

F = Fraction
S = ZeroSumInfiniteSet
HARMONIC = S.harmonic()
FIBONACCI = S.from_recurrence("a1 + a2", [1, 1])


def ones() -> ZeroSumInfiniteSet:
    return S.from_generator(1 for _ in count())


def test_both_public_names_are_the_same_class() -> None:
    assert tnsim.InfiniteSet is tnsim.ZeroSumInfiniteSet is ZeroSumInfiniteSet


@pytest.mark.parametrize(
    "made",
    [
        S("1/n^2"),
        S("1/n**2, n = 1..oo"),
        S("1/n^2, (n, 1, oo)"),
        S("1/k^2, k = 1..∞"),
        S("1/k^2", "k"),
        S(1 / sympy.Symbol("n") ** 2),
        S.from_sympy(sympy.Sum(1 / sympy.Symbol("m") ** 2, (sympy.Symbol("m"), 1, sympy.oo))),
        S.power(2),
    ],
)
def test_ways_to_write_a_set(made: ZeroSumInfiniteSet) -> None:
    assert (made.start, made.length) == (1, None)
    assert made.take(3) == [1, F(1, 4), F(1, 9)]


def test_a_term_may_be_a_sum() -> None:
    assert S("sum(1/k, k=1..n)/2^n").take(2) == [F(1, 2), F(3, 8)]
    assert S("binomial(n, 2), n = 2..oo").take(3) == [1, 3, 6]


def test_given_elements_are_exact() -> None:
    assert S.from_elements([0.33, "1/3", F(1, 7), 2]).take(9) == [F(33, 100), F(1, 3), F(1, 7), 2]
    assert S("0.33*n").take(1) == [F(33, 100)]
    assert S.from_generator([0.1, "0.2"]).take(5) == [F(1, 10), F(1, 5)]


def test_irrational_elements_are_sympy_expressions() -> None:
    roots = S("sqrt(n)")
    assert roots.take(4) == [1, sympy.sqrt(2), sympy.sqrt(3), 2]
    assert roots.partial_sum(4) == 3 + sympy.sqrt(2) + sympy.sqrt(3)
    assert list(islice(roots.partial_sums(), 2)) == [1, 1 + sympy.sqrt(2)]
    assert S.from_elements([1, 2]).__mul__(sympy.pi).take(2) == [sympy.pi, 2 * sympy.pi]


def test_positions_and_indices() -> None:
    squares = S("n^2", start=-2)
    assert (squares[0], squares.at(-2), squares.at(3)) == (4, 4, 9)
    assert squares[1:6:2] == [1, 1, 9]
    assert S.from_elements([1, 2, 3])[:] == [1, 2, 3] == S.from_elements([1, 2, 3])[:9]


@pytest.mark.parametrize(
    ("look", "error", "message"),
    [
        (lambda: HARMONIC[-1], IndexError, "positions count from 0"),
        (lambda: HARMONIC[:], InputError, r"A\[:10\]"),
        (lambda: HARMONIC[-2:3], IndexError, "positions count from 0"),
        (lambda: HARMONIC["1"], InputError, "a position is a whole number"),
        (lambda: HARMONIC.at(0), IndexError, "the set starts at 1, got 0"),
        (lambda: HARMONIC.take(-1), InputError, "not negative"),
        (lambda: HARMONIC.take(1.5), InputError, "whole number"),
        (lambda: HARMONIC.partial_sum(-1), InputError, "not negative"),
        (lambda: S.from_elements([1])[1], IndexError, "the set has 1 elements"),
        (lambda: S.from_generator([1])[1], IndexError, "ended after 1"),
        (lambda: S("1/(n-3)").take(5), DomainError, "division by zero"),
    ],
)
def test_looking_where_nothing_is(look: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        look()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: S(""), "the formula is empty"),
        (lambda: S(None), "expected a number, a formula or a SymPy expression, got NoneType"),
        (lambda: S(float("nan")), "not a rational number"),
        (lambda: S("1/n = 2"), "expected a term such as 1/n\\^2, got an equation"),
        (lambda: S("foo(n)"), "foo"),
        (lambda: S("9**9**9**9"), "limit|large|exponent"),
        (lambda: S("__import__('os')"), "__import__|unexpected|'"),
        (lambda: S("1/n, n = 1..5"), "a range up to oo: '1/n\\^2, n = 1..oo'"),
        (lambda: S("1/n, n = 1/2..oo"), "whole numbers"),
        (lambda: S("1/n, n = m..oo"), "a set starts at a whole number, got m"),
        (lambda: S("1/k, k = 3..oo", "m"), "leave out index and start"),
        (lambda: S("1/n", "2n"), "an index is a name such as 'n'"),
        (lambda: S("1/n", start=0.5), "the first index is a whole number, got 0.5"),
        (lambda: S("x^n", assumptions=["x is real"]), "write for example"),
        (lambda: S("1/n", assumptions=["n: integer, >= 1"]), "n is the index of the set"),
        (lambda: S.from_elements(5), "expected a list"),
        (lambda: S.from_elements("123"), "expected a list"),
        (lambda: S.from_elements([True]), "truth value"),
        (lambda: S.from_elements([1], start=None), "the first index is a whole number"),
        (lambda: S.from_recurrence("a1", []), "at least one first element"),
        (lambda: S.from_recurrence("a1", ["x"]), "not a rational number"),
        (lambda: S.from_recurrence("a1", "12"), "expected a list"),
        (lambda: S.from_recurrence("a2", [1]), "got a2"),
        (lambda: S.from_generator(5), "expected a list or another iterable"),
        (lambda: S.from_sympy(sympy.Symbol("n")), "a set is a term and a range"),
        (lambda: S.from_sympy(sympy.Sum(sympy.Symbol("n"), (sympy.Symbol("n"), 1, 9))), "a range up to oo"),
        (lambda: HARMONIC.oplus(3), "expected another ZeroSumInfiniteSet, got int"),
        (lambda: HARMONIC.interleave("1/n"), "expected another ZeroSumInfiniteSet, got str"),
        (lambda: HARMONIC.cauchy_product(None), "expected another ZeroSumInfiniteSet"),
        (lambda: HARMONIC.oplus(HARMONIC, mode="both"), "mode is 'compensated' or 'direct', got 'both'"),
        (lambda: HARMONIC * "n", "the factor may not depend on the index n"),
        (lambda: HARMONIC * HARMONIC, "expected a number"),
        (lambda: HARMONIC.shift(-1), "must be >= 0"),
        (lambda: FIBONACCI.shift(-1), "must be >= 0"),
        (lambda: HARMONIC.shift("1"), "a shift is a whole number"),
        (lambda: HARMONIC.every(0), "0 <= r < q"),
        (lambda: FIBONACCI.every(2, 2), "0 <= r < q"),
        (lambda: FIBONACCI.every(2.0), "a period is a whole number"),
        (lambda: HARMONIC.interleave(S.from_elements([1])), "different lengths"),
    ],
)
def test_bad_input_is_refused_with_what_would_be_right(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


def test_arithmetic_with_other_things_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        HARMONIC + 1  # type: ignore[operator]
    with pytest.raises(ZeroDivisionError, match="divided by 0"):
        HARMONIC / "1 - 1"


def test_a_generator_is_consumed_lazily_and_remembered() -> None:
    asked: list[int] = []

    def source() -> Iterator[int]:
        for k in count(1):
            asked.append(k)
            yield k

    numbers = S.from_generator(source())
    doubled = (numbers + numbers.shift(0)).every(2)
    assert (repr(numbers), numbers._repr_latex_()) == ("ZeroSumInfiniteSet({...})", r"$\left\{ \ldots \right\}$")
    assert repr(doubled) == "ZeroSumInfiniteSet({...})" and asked == []
    assert numbers.take(3) == [1, 2, 3] == numbers.take(3) and asked == [1, 2, 3]
    assert doubled.take(3) == [2, 6, 10] and asked == [1, 2, 3, 4, 5]
    assert repr(numbers) == "ZeroSumInfiniteSet({1, 2, 3, 4, ...})"


@pytest.mark.parametrize(
    "ask",
    [
        lambda a: a.validate_zero_sum(),
        lambda a: a.find_compensating_set(),
        lambda a: a.zero_sum_operation(HARMONIC),
        lambda a: a.zero_sum_operation(-a, mode="direct"),
        lambda a: a.to_sympy(),
        lambda a: a.term,
    ],
)
@pytest.mark.parametrize("make", [ones, lambda: FIBONACCI], ids=["generator", "recurrence"])
def test_without_a_formula_there_is_no_proof(make: Callable[[], Any], ask: Callable[[Any], object]) -> None:
    with pytest.raises(UnsupportedError, match="formula"):
        ask(make())


def test_generators_that_end_count_as_zero_afterwards() -> None:
    added = S.from_generator(iter([1, 2, 3])) + S.from_generator(iter([10]), start=3)
    assert added.take(9) == [1, 2, 13]
    apart = S.from_generator(iter([1])) + S.from_generator(iter([2]), start=4)
    assert apart.take(9) == [1, 0, 0, 2]
    assert (S.from_generator(iter([1])) + HARMONIC).take(3) == [2, F(1, 2), F(1, 3)]


def test_a_finite_set_and_a_formula_make_a_formula() -> None:
    result = (S("1/2^n") + S.from_elements(["-1/2", "-1/2"], start=-3)).validate_zero_sum()
    assert result.kind == "proved"
    assert (S.from_elements([1]) + S.from_elements([2, 3], start=3)).take(9) == [1, 0, 2, 3]


def test_a_hundred_harmonic_terms_are_compensated_exactly() -> None:
    opposite, _ = HARMONIC.find_compensating_set()
    assert (HARMONIC + opposite).partial_sum(100) == 0
    assert HARMONIC.partial_sum(100) + opposite.partial_sum(100) == 0
    assert HARMONIC.partial_sum(100) == sympy.harmonic(100)


def test_the_harmonic_set_is_compensated() -> None:
    opposite, result = HARMONIC.find_compensating_set()
    assert opposite == -HARMONIC and result.is_zero is True
    assert S("1/n").zero_sum_operation(S("-1/n")).kind == "proved"
    assert (result.value, result.error_margin) == (0, 0)
    assert result.certificate is not None
    assert tnsim.check(result.verdict.claim, result.certificate).verdict == "proved"


def test_finite_zero_sums() -> None:
    assert S.from_elements([1, -1, 2, -2, 3, -3]).validate_zero_sum().is_zero is True
    assert S.from_elements([1, -1, 2, -2, 3, -3]).partial_sum(6) == 0
    assert S.from_elements([0.1, 0.2, -0.3]).validate_zero_sum().is_zero is True
    assert S.from_elements([0.1, 0.2, -0.30000000000000004]).validate_zero_sum().is_zero is False
    assert S.from_elements([]).validate_zero_sum().is_zero is True
    assert S.from_elements([5]).validate_zero_sum().is_zero is False


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (HARMONIC, -HARMONIC),
        (S("1/2^n"), HARMONIC),
        (S.arithmetic(1, 1), S("1/2^n")),
        (S("1/(n*log(n+1))", start=2), S("1/n^2")),
    ],
)
def test_the_direct_reading_of_divergent_sets_is_an_error_and_no_number(
    left: ZeroSumInfiniteSet, right: ZeroSumInfiniteSet
) -> None:
    for one, other in ((left, right), (right, left)):
        with pytest.raises((DivergenceError, UnsupportedError)):
            one.oplus(other, mode="direct")
        with pytest.raises((DivergenceError, UnsupportedError)):
            one.zero_sum_operation(other, mode="direct")


def test_divergence_is_named() -> None:
    with pytest.raises(DivergenceError, match=r"Sum\(1/n, \(n, 1, oo\)\) diverges: it has no value"):
        HARMONIC.zero_sum_operation(-HARMONIC, mode="direct")
    with pytest.raises(DivergenceError, match="diverges"):
        HARMONIC.sum()


@pytest.mark.parametrize("convergent", [S.power(2), S.alternating(), S("1/2^n"), S.from_elements([1, 2])])
def test_the_direct_reading_of_convergent_sets(convergent: ZeroSumInfiniteSet) -> None:
    assert convergent.zero_sum_operation(-convergent, mode="direct").kind == "proved"
    added = convergent.oplus(-convergent, mode="direct")
    assert added.take(5) == (convergent - convergent).take(5)


def test_values_and_balls() -> None:
    ball = S.power(2).sum(digits=30)
    assert ball.digits >= 30 and abs(ball.mpf - 1.6449340668482264) < 1e-15
    result = S("1/2^n").validate_zero_sum()
    assert result.is_zero is False and result.ball is not None and result.ball.contains(1)
    with pytest.raises(UnsupportedError, match="not real"):
        S("I/2^n").sum()
    with pytest.raises(InputError, match="x has no value"):
        S("x^n").sum()


def test_poles_and_missing_assumptions_are_named() -> None:
    with pytest.raises(DomainError, match="n = 3"):
        S("1/(n-3)").validate_zero_sum()
    with pytest.raises(AssumptionError, match="x: real"):
        S("x^n").validate_zero_sum()


def test_parameters_with_assumptions() -> None:
    powers = S("x^n", start=0, assumptions=["x: real, 0 < x < 1"])
    assert powers.find_compensating_set()[1].is_zero is True
    assert (powers - S("x^(n+1)", start=-1, assumptions="x: real, x > 0")).validate_zero_sum().is_zero is True
    with pytest.raises(AssumptionError, match="no x satisfies"):
        powers + S("x^n", assumptions=["x: real, x > 2"])


def test_sympy_in_and_out() -> None:
    n = sympy.Symbol("n")
    series = sympy.Sum(1 / n**2, (n, 3, sympy.oo))
    made = S.from_sympy(series)
    assert made.to_sympy() == series and made.term == 1 / n**2 and made.start == 3
    assert S.from_sympy(made.to_sympy()) == made
    late = made + S("1/n")
    assert late.to_sympy() == 1 + sympy.Rational(1, 2) + sympy.Sum(1 / n**2 + 1 / n, (n, 3, sympy.oo))
    assert (sympy.Rational(1, 2) * made).take(1) == [F(1, 18)]
    assert S.from_sympy(sympy.Sum(sympy.Symbol("x") ** n, (n, 0, sympy.oo)), ["x: real"]).start == 0


def test_equality_is_that_of_the_definition() -> None:
    same = [
        (S("1/n"), S("1/n, n = 1..oo")),
        (S.from_elements([1, "1/2"]), S.from_elements([1.0, 0.5])),
        (S.from_recurrence("a1 + a2", [1, 1]), FIBONACCI),
    ]
    FIBONACCI.take(20)
    for one, other in same:
        assert one == other and hash(one) == hash(other)
    for one, other in [(S("1/n"), S("1/k", "k")), (S("1/n"), S("1/n", start=2)), (ones(), ones())]:
        assert one != other
    assert S.from_elements([1]) != S.from_elements([1], start=0)
    assert S.from_elements([1]) != [1]


SHOWN = [
    (S("1/n^2"), "ZeroSumInfiniteSet('1/n**2, n = 1..oo')"),
    (S("1/n", start=3) + S("1"), "ZeroSumInfiniteSet('1; 1; 1/n + 1, n = 3..oo')"),
    (S("1/(n-3)", start=1) + S("1", start=3), "ZeroSumInfiniteSet('1/(1 - 3); 1/(2 - 3); 1/(n - 3) + 1, n = 3..oo')"),
    (S.from_elements([1, "-1/2"]), "ZeroSumInfiniteSet({1, -1/2})"),
    (S.from_elements(range(9)), "ZeroSumInfiniteSet({0, 1, 2, 3, ...})"),
    (S.from_elements([]), "ZeroSumInfiniteSet({})"),
    (FIBONACCI, "ZeroSumInfiniteSet({1, 1, 2, 3, ...})"),
    (-FIBONACCI, "ZeroSumInfiniteSet({-1, -1, -2, -3, ...})"),
    (S.from_recurrence("1/(n-3)", [1]), "ZeroSumInfiniteSet({1, -1, ...})"),
    (S.from_generator([7]), "ZeroSumInfiniteSet({...})"),
    (S.power(2).cauchy_product(S.geometric("1/2")), None),
    (S("sqrt(n)*x^n/binomial(2*n,n)", assumptions=["x: real"]), None),
    (HARMONIC.interleave(-HARMONIC), None),
]


@pytest.mark.parametrize(("made", "text"), SHOWN)
def test_a_set_is_shown_without_failing(made: ZeroSumInfiniteSet, text: str | None) -> None:
    if text is not None:
        assert repr(made) == text
    latex = made._repr_latex_()
    assert latex.startswith("$") and latex.endswith("$") and latex.count("$") == 2
    assert latex.count(r"\left") == latex.count(r"\right") >= 1
    bare = re.sub(r"\\[{}]", "", latex)
    depths = [bare[: k + 1].count("{") - bare[: k + 1].count("}") for k in range(len(bare))]
    assert min(depths) >= 0 and depths[-1] == 0


def test_the_text_of_a_formula_reads_back() -> None:
    for made in (HARMONIC, S("x^k/k!", "k", 0), HARMONIC.interleave(-HARMONIC), S.power(2).cauchy_product(S("1"))):
        text = repr(made).removeprefix("ZeroSumInfiniteSet('").removesuffix("')")
        assert S(text) == made


def test_parse_errors_keep_their_place() -> None:
    with pytest.raises(ParseError) as caught:
        S("1/(n + 1")
    assert caught.value.position is not None
