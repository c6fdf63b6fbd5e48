"""Binary splitting over the integers against the sums as they are written."""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq, fmpz, fmpz_poly
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains.precision import working_precision
from tnsim.enclosure.splitting import Splitting, stretches
from tnsim.sets.ball import Ball

polynomials = st.lists(st.integers(-9, 9), min_size=1, max_size=4).map(fmpz_poly)


def written_out(p: fmpz_poly, q: fmpz_poly, a: fmpz_poly, start: int, stop: int) -> tuple[fmpq, fmpq]:
    """Return the partial sum and the last product of ratios."""
    total, product = fmpq(0), fmpq(1)
    for n in range(start, stop):
        total += product * int(a(fmpz(n)))
        product *= fmpq(int(p(fmpz(n))), int(q(fmpz(n))))
    return total, product


@given(polynomials, polynomials, polynomials, st.integers(0, 30), st.integers(1, 9), st.integers(0, 300))
def test_partial_sums(p: fmpz_poly, q: fmpz_poly, a: fmpz_poly, start: int, leaves: int, falling: int) -> None:
    splitting = Splitting.of(p, q, a)
    stop = start + splitting.length * leaves
    if any(q(fmpz(n)) == 0 for n in range(start, stop)):
        return
    total, product = written_out(p, q, a, start, stop)
    for bits in (lambda n: 200.0, lambda n: 200.0 - falling * (n - start)):
        for beyond in (0, 7):
            with working_precision(200):
                found = splitting.enclose(splitting.stretches(start, stop, bits), arb(beyond), lambda: None)
                exact_total = total + product * beyond
                assert Ball.from_arb(found).contains(Fraction(int(exact_total.p), int(exact_total.q)))
    assert splitting.rounded_up(start, stop) == stop
    assert all(high > low for low, high, _ in splitting.stretches(start, stop, lambda n: 200.0))
    exact = splitting.split(fmpz(start), leaves)
    assert fmpq(int(exact[2]), int(exact[1])) == total and fmpq(int(exact[0]), int(exact[1])) == product


@given(polynomials, polynomials, polynomials, st.integers(0, 30), st.integers(1, 47))
def test_few_terms_need_no_leaf(p: fmpz_poly, q: fmpz_poly, a: fmpz_poly, start: int, count: int) -> None:
    splitting = Splitting.of(p, q, a)
    stop = splitting.rounded_up(start, start + count)
    assert stop >= start + count and (stop == start + count or (stop - start) % splitting.length == 0)
    if any(q(fmpz(n)) == 0 for n in range(start, stop)):
        return
    total, product = written_out(p, q, a, start, stop)
    with working_precision(200):
        found = splitting.enclose(splitting.stretches(start, stop, lambda n: 200.0), arb(5), lambda: None)
        expected = total + product * 5
        assert Ball.from_arb(found).contains(Fraction(int(expected.p), int(expected.q)))


def test_an_unknown_rest_is_in_the_ball() -> None:
    splitting = Splitting.of(fmpz_poly([1]), fmpz_poly([2]), fmpz_poly([1]))
    cut = splitting.stretches(0, splitting.length, lambda n: 60.0)
    found = splitting.enclose(cut, arb(0, 3), lambda: None)
    assert found.contains(2) and found.rad() >= arb(3) / 2**splitting.length


@given(st.integers(0, 50), st.integers(1, 400), st.integers(1, 10**5), st.floats(0, 10**5), st.floats(0, 50))
def test_stretches_cover_the_range(start: int, leaves: int, bits: int, target: float, rate: float) -> None:
    low = start
    for first, count, precision in stretches(start, start + 8 * leaves, 8, bits, lambda n: target - rate * n):
        assert first == low and count >= 1 and precision >= 2
        low += 8 * count
    assert low == start + 8 * leaves
