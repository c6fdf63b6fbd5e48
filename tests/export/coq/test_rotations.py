"""Real forms of complex exponential polynomials are their real parts."""

from __future__ import annotations

import pytest

from tnsim.domains.balls import evaluate
from tnsim.export.coq.real_forms import holds_i
from tnsim.export.coq.rotations import real_rotations
from tnsim.language.expression import number, substitute
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    "text",
    [
        "(-1)^n*exp(2*pi*I/3*n)/2^n",
        "(3 - I)*n^2*exp(I)^n + exp(I*n)/exp(I)^n",
        "(exp(I)^n)^2/(2^n*exp(I)^n*(exp(I) - 2)*(2*exp(I) - 1))",
        "(1 + 2*I)*exp(pi*I/4*n)*exp(pi*I/4*n)*3^n",
        "I*exp(-2*I*n) + n",
    ],
)
def test_the_real_part(text: str) -> None:
    e = parse(text)
    real = real_rotations(e, "n")
    assert real is not None and not holds_i(real)
    for place in (0, 1, 5):
        at = {"n": number(place)}
        left, right = (evaluate(substitute(x, at), {}, 128) for x in (e, real))
        assert (left.real - right.real).contains(0) and right.imag.contains(0)


@pytest.mark.parametrize("text", ["exp((1 + I)*n)", "1/(exp(I)^n + 2)", "(2 + I)^n", "harmonic(n)*I"])
def test_other_forms_are_refused(text: str) -> None:
    assert real_rotations(parse(text), "n") is None
