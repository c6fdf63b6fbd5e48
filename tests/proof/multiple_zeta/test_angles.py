"""Paths: only those whose letters are the forms of their function are made."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq, fmpq_poly

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.angles import PATHS, Path, integral
from tnsim.proof.multiple_zeta.colours import COSINE, SINE

ONE = {1: fmpq(1)}
TOP, BELOW = fmpq_poly([0, 0, 1]), fmpq_poly([1, 0, 1])


def test_the_path_of_the_tangent() -> None:
    path = Path(TOP, BELOW, {(0, 0): {SINE: ONE}, (1, -1): {COSINE: {1: fmpq(-1)}}}, backwards=False)
    assert path.end == Fraction(1, 2)


@pytest.mark.parametrize(
    ("form", "image"),
    [
        ((0, 0), {SINE: {1: fmpq(2)}}),
        ((0, 0), {SINE: {1: fmpq(-1)}}),
        ((0, 0), {SINE: {3: fmpq(1)}}),
        ((0, 0), {COSINE: ONE}),
        ((1, -1), {COSINE: ONE}),
        ((-1, 1), {None: ONE}),
        ((-1, 0), {None: ONE, COSINE: ONE}),
        ((0, 0), {SINE: ONE, COSINE: {3: fmpq(1)}}),
        ((0, 0), {SINE: {-1: fmpq(1)}}),
        ((0, 0), {}),
    ],
)
def test_wrong_letters_are_refused(form: tuple[int, int], image: dict[int | None, dict[int, fmpq]]) -> None:
    with pytest.raises(ValueError, match="not the form"):
        Path(TOP, BELOW, {form: image}, backwards=False)


def test_a_path_begins_at_the_angle_0() -> None:
    with pytest.raises(ValueError, match="begin at the angle 0"):
        Path(TOP, BELOW, {(0, 0): {SINE: ONE}}, backwards=True)
    with pytest.raises(ValueError, match="begin at the angle 0"):
        Path(fmpq_poly([1, -2, 1]), fmpq_poly([4, 4, 4]), {}, backwards=False)


def test_a_path_does_not_turn_back() -> None:
    with pytest.raises(ValueError, match="turn back"):
        Path(fmpq_poly([0, 0, 3, -3]), fmpq_poly([1]), {}, backwards=False)


def test_divergent_integrals_are_refused() -> None:
    last = PATHS[-1]
    assert last.end == 1
    for word in (((-1, 1),), ((-1, 0),), ((0, -1), (0, 0)), ((1, -1), (0, 0))):
        with pytest.raises(UnsupportedError, match="diverges"):
            integral(last, [(fmpq(1), word)])
    # the two divergent parts of tan(x/2)*dx cancel
    assert integral(last, [(fmpq(1), ((-1, 0),)), (fmpq(-1), ((-1, 1),))]) == {1: {((1, COSINE),): -2}}
    with pytest.raises(UnsupportedError, match="irrational"):
        integral(PATHS[0], [(fmpq(1), ((-1, 0), (0, 0)))])
