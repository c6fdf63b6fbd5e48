"""What is drawn is what is true: the data of the pictures against exact values."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate

import pytest

from tnsim import InfiniteSet, prove
from tnsim.errors import InputError, UnsupportedError
from tnsim.plots import Chart, compensation, convergence, partial_sums, proof_graph, rounding_errors
from tnsim.plots.picture import Arrows, Nodes, above, below


def exact_sums(source: InfiniteSet, count: int) -> list[Fraction]:
    return list(accumulate(source.take(count)))


@pytest.mark.parametrize(
    ("formula", "value"), [("1/2^n", Fraction(1)), ("1/(n*(n+1))", Fraction(1)), ("(-1/3)^n", Fraction(-1, 4))]
)
def test_every_slice_of_the_band_holds_the_partial_sum_and_the_sum(formula: str, value: Fraction) -> None:
    source = InfiniteSet(formula)
    chart = source.plot(terms=40)
    band, curve = chart.band("holds the sum"), chart.line("partial sums")
    for low, drawn, high, exact in zip(band.low, curve.y, band.high, exact_sums(source, 40), strict=True):
        assert Fraction(low) <= value <= Fraction(high)
        assert Fraction(low) <= exact <= Fraction(high)
        assert drawn == float(exact)
        # and it is no wider than twice the distance, but for rounding
        assert Fraction(high) - Fraction(low) <= 2 * abs(value - exact) + Fraction(1, 10**14)
    assert chart.line("sum").y == pytest.approx((float(value),) * 2, abs=1e-15)


def test_irrational_elements_have_a_band_too() -> None:
    band = partial_sums(InfiniteSet("1/n^2"), terms=30).band("holds the sum")
    assert all(low < math.pi**2 / 6 < high for low, high in zip(band.low, band.high, strict=True))
    roots = partial_sums(InfiniteSet("1/n^(3/2)"), terms=5)
    assert roots.line("partial sums").y[1] == pytest.approx(1 + 2**-1.5)


def test_a_divergent_sum_has_no_band_and_the_note_says_so() -> None:
    chart = partial_sums(InfiniteSet.harmonic(), terms=10)
    assert chart.note == "no band: the sum diverges"
    assert [trace.name for trace in chart.traces] == ["partial sums"]
    assert chart.line("partial sums").y[-1] == float(Fraction(7381, 2520))


def test_a_set_without_a_formula_has_no_band() -> None:
    generated = InfiniteSet.from_generator(Fraction(1, 2**k) for k in range(1, 60))
    assert partial_sums(generated, terms=5).note == "no band: no formula, so no certified value"
    finite = partial_sums(InfiniteSet.from_elements([1, -1, "1/2"]), terms=9)
    assert finite.line("partial sums").y == (1.0, 0.0, 0.5)


def test_elements_before_the_formula_are_drawn_first() -> None:
    source = InfiniteSet("1/n").oplus(InfiniteSet("1/n", start=3))
    assert source.formula is not None and source.formula.prefix
    drawn = partial_sums(source, terms=6).line("partial sums").y
    assert drawn == tuple(float(exact) for exact in exact_sums(source, 6))


def test_decimals_drawn_are_certain_and_nearly_all_there_are() -> None:
    chart = convergence(InfiniteSet("1/2^n"), InfiniteSet("1/(n*(n+1))"), terms=60, digits=30)
    powers, telescoping = chart.traces
    assert chart.x_scale == "log"
    for n, decimals in zip(powers.x, powers.y, strict=True):
        assert n * math.log10(2) - 1e-3 < decimals <= n * math.log10(2)
    for n, decimals in zip(telescoping.x, telescoping.y, strict=True):
        assert math.log10(n + 1) - 1e-9 < decimals <= math.log10(n + 1)


def test_a_curve_ends_where_the_enclosure_tells_no_more() -> None:
    (curve,) = convergence(InfiniteSet("1/10^n"), terms=200, digits=20).traces
    assert 20 <= max(curve.y) < 60
    assert len(curve.x) < 100


def test_convergence_needs_a_value() -> None:
    with pytest.raises(UnsupportedError, match="no convergence to draw, the sum diverges"):
        convergence(InfiniteSet.harmonic())
    with pytest.raises(UnsupportedError, match="1 to 7 sets, got 0"):
        convergence()


def test_compensation_shows_the_verdict_and_zero() -> None:
    harmonic = InfiniteSet.harmonic()
    chart = compensation(harmonic, -harmonic, terms=20)
    assert chart.line("A ⊕ B").y == (0.0,) * 20
    mine, its = chart.traces[:2]
    assert mine.y == tuple(-y for y in its.y) == tuple(float(s) for s in exact_sums(harmonic, 20))
    other = compensation(harmonic, InfiniteSet("-1/(n+1)"), terms=5)
    assert other.note == "A ⊕ B is zero-sum: refuted"
    assert other.line("A ⊕ B").y[-1] == float(1 - Fraction(1, 6))


def test_sets_that_start_apart_are_aligned_by_index() -> None:
    chart = compensation(InfiniteSet("1/n", start=3), InfiniteSet("1/n"), terms=4)
    first, second, together = chart.traces
    assert (first.x[0], second.x[0], together.x[0]) == (3.0, 1.0, 1.0)


def test_rounding_errors_are_exact_and_bounded() -> None:
    chart = rounding_errors(InfiniteSet("1/n"), terms=3000)
    plain, compensated = chart.line("one by one"), chart.line("compensated")
    bound = chart.line("certified bound of compensated")
    running = 0.0
    for n in range(1, 3001):
        running += 1 / n
    exact = sum((Fraction(1 / n) for n in range(1, 3001)), Fraction(0))
    assert plain.x[-1] == 3000
    assert plain.y[-1] == pytest.approx(float(abs(Fraction(running) - exact)), rel=1e-12)
    shown = [(e, b) for e, b in zip(compensated.y, bound.y, strict=True) if not math.isnan(e)]
    assert shown and all(e <= b for e, b in shown)
    assert max(compensated.y[-4:]) < plain.y[-1]
    assert math.isnan(bound.y[0])  # 1 is exact: a bound of some 1e-32 there would flatten the picture
    assert min(b for b in bound.y if not math.isnan(b)) > 1e-20
    with pytest.raises(UnsupportedError, match="rational elements"):
        rounding_errors(InfiniteSet("1/sqrt(n)"))


def test_a_proof_is_drawn_with_each_premise_above_its_step() -> None:
    verdict = prove("sum(1/n^2, n=1..oo) + sum(1/n^4, n=1..oo) = pi^2/6 + pi^4/90")
    assert verdict.certificate is not None
    arrows, nodes = proof_graph(verdict.certificate).traces
    assert isinstance(arrows, Arrows) and isinstance(nodes, Nodes)
    steps = verdict.certificate.steps
    places = list(zip(nodes.x, nodes.y, strict=True))
    assert nodes.labels == tuple(f"({k}) {step.rule}" for k, step in enumerate(steps, 1))
    assert len(set(places)) == len(steps)
    assert nodes.chosen == len(steps) - 1
    drawn = {(places.index(t), places.index(h)) for t, h in zip(arrows.tails, arrows.heads, strict=True)}
    assert drawn == {(premise, k) for k, step in enumerate(steps) for premise in step.premises}
    assert all(tail[1] > head[1] for tail, head in zip(arrows.tails, arrows.heads, strict=True))


@pytest.mark.parametrize("terms", [0, 1, 10**6, 2.5, "many"])
def test_a_number_of_terms_is_whole_and_bounded(terms: object) -> None:
    with pytest.raises(InputError, match="terms"):
        partial_sums(InfiniteSet("1/n^2"), terms=terms)  # type: ignore[arg-type]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="imaginary"):
        partial_sums(InfiniteSet("I/n^2"), terms=3)
    with pytest.raises(UnsupportedError, match="beyond 1e308"):
        partial_sums(InfiniteSet("10^(100*n)"), terms=5)


def test_bounds_are_rounded_outwards() -> None:
    for value in (Fraction(1, 3), Fraction(-1, 3), Fraction(1, 2), Fraction(1, 10**400), Fraction(-1, 10**400)):
        assert Fraction(below(value)) <= value <= Fraction(above(value))
        assert above(value) <= math.nextafter(below(value), math.inf)


def test_the_chart_is_data_alone() -> None:
    chart = partial_sums(InfiniteSet("1/2^n"), terms=3)
    assert isinstance(chart, Chart)
    with pytest.raises(KeyError):
        chart.line("no such curve")
