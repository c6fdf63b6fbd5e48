"""Sums over lattices: against closed forms of the literature, and against many terms added up."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.enclosure.epstein_zeta import LatticeZeta
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.parser import parse

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("series", "closed"),
    [  # Borwein et al., Lattice Sums Then and Now, table 1.6, and halves and quarters of those
        ("sum(sum(1/(n^2+m^2)^2, m=-oo..oo), n=1..oo)", "2*zeta(2)*Catalan - zeta(4)"),
        ("sum(sum(1/(n^2+m^2)^2, m=1..oo), n=1..oo)", "zeta(2)*Catalan - zeta(4)"),
        ("sum(sum(1/(n^2+m^2)^3, m=1..oo), n=1..oo)", "zeta(3)*pi^3/32 - zeta(6)"),
        ("sum(sum((-1)^(n+m)/(n^2+m^2)^2, m=1..oo), n=1..oo)", "7/8*zeta(4) - zeta(2)/2*Catalan"),
        ("sum((-1)^n*sum((-1)^m/(n^2+m^2)^2, m=-oo..oo), n=1..oo)", "7/8*zeta(4) - zeta(2)*Catalan"),
        ("sum(sum(1/((2*n+1)^2+(2*m+1)^2)^2, m=-oo..oo), n=-oo..oo)", "3/4*zeta(2)*Catalan"),
        ("sum(sum(1/(n^2+n*m+m^2)^2, m=-oo..oo), n=1..oo)", "zeta(2)*(zeta(2,1/3)-zeta(2,2/3))/3 - zeta(4)"),
        ("sum(sum(1/(n^2+n*m+m^2)^2, m=1..oo), n=1..oo)", "zeta(2)*(zeta(2,1/3)-zeta(2,2/3))/9 - zeta(4)"),
        ("sum(sum(1/(n^2-n*m+m^2)^2, m=1..oo), n=1..oo)", "2*zeta(2)*(zeta(2,1/3)-zeta(2,2/3))/9 - zeta(4)"),
        ("sum(sum(1/(n^2-n*m+m^2)^2, m=0..oo), n=1..oo)", "2*zeta(2)*(zeta(2,1/3)-zeta(2,2/3))/9"),
        ("sum(sum(1/(n^4+2*n^2*m^2+m^4), m=-oo..-1), n=1..oo)", "zeta(2)*Catalan - zeta(4)"),
    ],
)
def test_closed_forms(series: str, closed: str) -> None:
    found = enclose(parse(f"{series} - ({closed})"), digits=40).ball
    assert not found.excludes_zero and found.radius < Fraction(1, 10**40)
    assert enclose(parse(series), digits=40).ball.radius < Fraction(1, 10**39)


def test_random_regions_against_many_terms() -> None:
    random = Random(20)
    size = 400
    tried = 0
    while tried < 25:
        a, b, c = random.randint(1, 4), random.choice((0, 0, 1, -1, 2)), random.randint(1, 4)
        if b * b >= 4 * a * c:
            continue
        x, y = random.choice((0, 1)), random.choice((0, 1))
        p, q = random.choice((0, 1)), random.choice((0, 1))
        start, lower = random.randint(-2, 3), random.choice((None, random.randint(-2, 3)))
        n, m = np.arange(start, size)[:, None], np.arange(-size if lower is None else lower, size)[None, :]
        u, v = 2 * n + x, 2 * m + y
        form = (a * u * u + b * u * v + c * v * v).astype(float)
        text = f"({a}*(2*n+{x})^2+({b})*(2*n+{x})*(2*m+{y})+{c}*(2*m+{y})^2)^(11/2)"
        bounds = f"m={'-oo' if lower is None else lower}..oo"
        question = parse(f"sum(sum((-1)^({p}*n+{q}*m)/{text}, {bounds}), n={start}..oo)")
        if (form == 0).any():
            with pytest.raises(DomainError, match="division by zero"):
                enclose(question)
            continue
        try:
            found = enclose(question, digits=14).ball
        except UnsupportedError:
            continue
        except OutOfBudgetError as error:  # a sum that is 0 by symmetry is met at once
            raise AssertionError(question) from error
        signs = 1 - 2 * ((p * n + q * m) % 2)
        terms = signs * form**-5.5
        near = float(terms.sum())
        assert abs(float(found.midpoint) - near) <= 1e-12 * np.abs(terms).sum() + 1e-20
        tried += 1


def test_bases_of_one_lattice_agree() -> None:
    with working_precision(150):
        for shift, signs in product(
            ((Fraction(0), HALF), (HALF, HALF)), ((Fraction(0), Fraction(0)), (HALF, Fraction(0)))
        ):
            skew = LatticeZeta((Fraction(2), Fraction(14), Fraction(25)), shift, signs)
            assert skew.reduced().form == (Fraction(1), Fraction(0), Fraction(1)) or skew.reduced() != skew
            few, many = skew.value(arb(3) / 2, 60), skew.value(arb(3) / 2, 140)
            assert few.overlaps(many) and many.rad() < 1e-38
            assert few.rad() > many.rad()


@pytest.mark.parametrize(
    "text", ["sum(sum(1/(n^2+m^2), m=-oo..oo), n=1..oo)", "sum(sum((n^2+m^2)^(-3/4), m=1..oo), n=1..oo)"]
)
def test_divergent(text: str) -> None:
    with pytest.raises(DivergenceError):
        enclose(parse(text))


@pytest.mark.parametrize(
    "text", ["sum(sum(1/(n^2+m^2)^2, m=-oo..oo), n=0..oo)", "sum(sum(1/((n-3)^2+m^2)^2, m=0..oo), n=1..oo)"]
)
def test_a_pole_is_an_error(text: str) -> None:
    with pytest.raises(DomainError, match="division by zero"):
        enclose(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "sum(sum(1/(n^2-2*m^2)^2, m=-oo..oo), n=1..oo)",  # not definite
        "sum(sum((n+m)/((n+m)*(n^2+m^2)^2), m=-oo..oo), n=1..oo)",  # poles that cancel
        "sum(sum((-1)^n/(n^2+m^2), m=-oo..oo), n=1..oo)",  # not absolutely convergent
        "sum(sum((-1)^n/((2*n+1)^2+m^2)^2, m=-oo..oo), n=0..oo)",  # an odd function
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises((UnsupportedError, OutOfBudgetError, DomainError)):
        enclose(parse(text))


@pytest.mark.parametrize("g", [(0, 0), (0, 1), (1, 1)])
@pytest.mark.parametrize("h", [(0, 0), (1, 0), (0, 1)])
def test_the_origin_may_be_far_away(g: tuple[int, int], h: tuple[int, int]) -> None:
    form, signs = (Fraction(2), Fraction(1), Fraction(3)), (h[0] * HALF, h[1] * HALF)
    near = LatticeZeta(form, (g[0] * HALF, g[1] * HALF), signs).value(arb(2), 80)
    for x, y in ((-6, 0), (40, -100), (10**6, 10**6)):
        far = LatticeZeta(form, (g[0] * HALF + x, g[1] * HALF + y), signs).value(arb(2), 80)
        sign = (-1) ** (h[0] * x + h[1] * y)
        assert far.overlaps(sign * near) and far.rad() < 1e-20


def test_a_form_about_a_far_point_and_a_form_that_is_far_from_reduced() -> None:
    closed = parse("2*zeta(2)*Catalan - zeta(4)")
    for text in (
        "sum(sum(1/((n-5)^2+m^2)^2, m=-oo..oo), n=6..oo)",
        "sum(sum(1/((n-5)^2+(m+17)^2)^2, m=-oo..oo), n=6..oo)",
        "sum(sum(1/(n^2+100*n*m+2501*m^2)^2, n=-oo..oo), m=1..oo)",
    ):
        assert not enclose(parse(text) - closed, digits=20).ball.excludes_zero, text
    signs = "sum(sum((-1)^n/(n^2+100*n*m+2501*m^2)^2, n=-oo..oo), m=1..oo)"
    assert enclose(parse(f"{signs} - sum(sum((-1)^n/(n^2+m^2)^2, n=-oo..oo), m=1..oo)"), digits=20).ball.contains(0)
