"""The rule of residue classes on terms with infinite sums in them, called with premises that are taken for proved."""

from __future__ import annotations

from typing import TypedDict

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.composition import residues
from tnsim.proof.scope import Rejected

INNER = "Sum(1/(({n})*m*(({n}) + 2*m)), (m, 1, oo))"


class _Options(TypedDict, total=False):
    start: int
    value: str
    given: str
    index: str


def _check(places: tuple[str, ...], start: int = 0, value: str = "a + b", given: str = "n", index: str = "n") -> None:
    premises = tuple(
        Statement("equal", parse(f"Sum({INNER.format(n=place)}, ({index}, {start}, oo))"), parse(letter), EMPTY)
        for place, letter in zip(places, ("pi", "log(2)", "Catalan"), strict=False)
    )
    left = parse(f"Sum({INNER.format(n=given)}, (n, 1, oo))")
    right = parse(value.replace("a", "pi").replace("b", "log(2)"))
    residues(Statement("equal", left, right, EMPTY), premises, {})


def test_classes_of_the_same_form() -> None:
    _check(("1 + 2*n", "2 + 2*n"))
    _check(("1 + 2*k", "2 + 2*k"), index="k")


@pytest.mark.parametrize(
    ("places", "options"),
    [
        (("1 + 2*n", "3 + 2*n"), {}),
        (("1 + 2*n", "2 + 3*n"), {}),
        (("2 + 2*n", "1 + 2*n"), {}),
        (("1 + 2*n", "2 + 2*n"), {"start": 1}),
        (("1 + 2*n", "2 + 2*n"), {"value": "a - b"}),
        (("1 + 2*n",), {"value": "a"}),
        (("1 + 2*n", "2 + 2*n", "3 + 2*n"), {}),
        (("1 + 2*n", "2 + 2*n"), {"given": "n + 1"}),
    ],
)
def test_wrong_classes_are_refused(places: tuple[str, ...], options: _Options) -> None:
    with pytest.raises(Rejected):
        _check(places, **options)
