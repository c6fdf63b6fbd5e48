"""Bounds of linear forms: a form is >= 0 if it is a non-negative combination of assumed inequalities.

That combination is looked for by eliminating one symbol after the other, as Fourier and Motzkin do; it is
exact at ends such as 2*pi, which rational bounds only approach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.ring.conjugation import is_real
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["Bound", "LinearBounds", "linear_coefficients"]

_MOST_USED = 4


@dataclass(frozen=True, slots=True)
class Bound:
    """A linear form that is assumed to be >= 0, > 0 if strict."""

    form: Element
    coefficients: Mapping[str, Element]
    strict: bool


class LinearBounds:
    """The linear inequalities among the assumptions; `sign` decides numbers only."""

    def __init__(self, ring: Ring, assumptions: Assumptions, sign: Callable[[Element], int]) -> None:
        self._sign = sign
        self._reals = assumptions.reals
        self._bounds: list[Bound] = []
        self._excluded: list[Element] = []
        self.all_linear = True
        for fact in assumptions.inequalities:
            try:
                form = lift(ring, fact.right) - lift(ring, fact.left)
            except (TnsimError, ZeroDivisionError):
                self.all_linear = False
                continue
            coefficients = linear_coefficients(form)
            if coefficients is None or not is_real(ring, form):
                self.all_linear = False
            elif fact.relation == "!=":
                self._excluded.append(form)
            else:
                self._bounds.append(Bound(form, coefficients, fact.relation == "<"))

    @property
    def excluded(self) -> Sequence[Element]:
        """Return the linear forms that are assumed to be different from 0."""
        return self._excluded

    def sign(self, form: Element) -> int | None:
        """Return 1 for a form proved > 0, 0 for one proved >= 0, `None` where nothing is proved."""
        if not self._bounds and not self._excluded:
            return None
        if not form.symbols() or linear_coefficients(form) is None:
            return None
        found = self._least(form)
        return 1 if found == 0 and self.differs(form) else found

    def decides(self, form: Element) -> bool:
        """Tell whether nothing beyond these inequalities is known of the symbols of a linear form."""
        return self.all_linear and form.symbols() <= self._reals and linear_coefficients(form) is not None

    def differs(self, form: Element) -> bool:
        """Tell whether the form is a multiple of one that is assumed to be different from 0."""
        ratios = [form / e for e in self._excluded if not e.is_zero()]
        return any(not ratio.symbols() and self._sign(ratio) != 0 for ratio in ratios)

    def _least(self, form: Element, used: int = 0) -> int | None:
        coefficients = linear_coefficients(form)
        if not coefficients:
            return None if coefficients is None else 0 if form.is_zero() else 1 if self._sign(form) > 0 else None
        if used == _MOST_USED:
            return None
        name, c = min(coefficients.items(), key=lambda item: item[0])
        found: int | None = None
        for bound in self._bounds:
            d = bound.coefficients.get(name)
            direction = 0 if d is None else self._sign(d)
            if d is None or direction == 0 or direction != self._sign(c):
                continue
            # The multiplier c/d is a positive number.
            rest = self._least(form - c / d * bound.form, used + 1)
            if rest == 1 or (rest == 0 and bound.strict):
                return 1
            found = rest if found is None else found
        return found


def linear_coefficients(form: Element) -> dict[str, Element] | None:
    """Return the coefficients, which are numbers, of the symbols of a linear form; `None` for anything else."""
    tower = form.tower
    denominator = Element(tower, form.denominator)
    if denominator.symbols():
        return None
    found: dict[str, Element] = {}
    for coefficient, exponents in form.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = [i for i in used if tower.symbols_of(tower.generators[i])]
        if not moving:
            continue
        generator = tower.generators[moving[0]]
        if len(moving) > 1 or used[moving[0]] != 1 or generator.kind != "symbol":
            return None
        name = str(generator.labels[0])
        part = tower.polynomial([(coefficient, {i: e for i, e in used.items() if i != moving[0]})]) / denominator
        found[name] = found.get(name, tower.element(0)) + part
    return {name: c for name, c in found.items() if not c.is_zero()}
