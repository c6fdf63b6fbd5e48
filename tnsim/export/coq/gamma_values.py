"""Equal values of the gamma and the digamma function: recurrences, reflections, and their values at 1 and 1/2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tnsim.export.coq.angles import literal
from tnsim.export.coq.real_forms import complex_part
from tnsim.export.coq.value_rewriting import Rewriting, less_one
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    number,
)

__all__ = ["GammaRewriting"]

_HALF, _PI, _TWO = Fraction(1, 2), Constant("pi"), Integer(2)


@dataclass(slots=True)
class GammaRewriting(Rewriting):
    """The rules for these two functions."""

    def _gamma(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        value, inside = self._rational(x), self.formulas.real(x)
        if value is None:
            for other, argument in self.representatives.setdefault("gamma", []):
                if self._same(x, argument):
                    yield other, f"f_equal; {self._field(text, other)}"
                    return
            for other, argument in self.representatives["gamma"]:
                shift = self._difference(x, argument)
                if shift == 1:
                    name = self._recurrence()
                    base = self.formulas.real(argument)
                    yield f"({base} * {other})", f"replace {inside} with ({base} + 1) by ring; apply {name}; lra"
                    return
            self.representatives["gamma"].append((text, x))
            return
        if value == 1:
            name = self.theorem("gamma_at_1", "Gamma")
            yield "1", f"transitivity (Gamma 1); [f_equal; {self._field(inside)}|apply {name}]"
        elif value == _HALF:
            name = self.theorem("gamma_at_half", "Gamma")
            self._square("(sqrt PI)", "PI")
            yield "(sqrt PI)", f"transitivity (Gamma (1 / 2)); [f_equal; {self._field(inside)}|apply {name}]"
        elif value > 1:
            below = self._real(Apply("gamma", (number(value - 1),)))
            less = literal(value - 1)
            yield (
                f"({less} * {below})",
                f"transitivity (Gamma ({less} + 1)); [f_equal; {self._field(inside)}|apply {self._recurrence()}; lra]",
            )
        elif 0 < value < _HALF:
            name = self.theorem("gamma_by_reflection", "Gamma")
            sine = self._real(Apply("sin", (Multiply((_PI, number(value))),)))
            other = self._real(Apply("gamma", (number(1 - value),)))
            same = f"replace {inside} with {literal(value)} by ({self._field(inside)}); "
            yield (
                f"(PI / ({sine} * {other}))",
                f"{same}rewrite ({name} {literal(value)}) by lra; "
                f"replace (1 - {literal(value)}) with {literal(1 - value)} by field; reflexivity",
            )
        elif inside != literal(value):
            yield self._real(Apply("gamma", (number(value),))), f"f_equal; {self._field(inside)}"

    def _recurrence(self) -> str:
        return self.theorem("gamma_recurrence", "Gamma")

    def _digamma(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        inside = self.formulas.real(x)
        below = less_one(x)
        if below is not None and self.formulas.positive(below):
            base, value = self.formulas.real(below), self._real(Apply("digamma", (below,)))
            yield f"({value} + 1 / {base})", f"replace {inside} with ({base} + 1) by ring; apply digamma_next; lra"
            return
        for other, argument in self.representatives.setdefault("digamma", []):
            shift, base = self._difference(x, argument), self.formulas.real(argument)
            if shift == 0:
                yield other, f"f_equal; {self._field(text, other)}"
                return
            if self._same(Add((x, argument)), Integer(1)):
                name = self.theorem("digamma_by_reflection", "Reflection")
                turn = Multiply((_PI, argument))
                cos, sin = (self._real(Apply(f, (turn,))) for f in ("cos", "sin"))
                yield (
                    f"({other} + PI * ({cos} / {sin}))",
                    f"replace {inside} with (1 - {base}) by ring; apply {name}; lra",
                )
                return
        self.representatives["digamma"].append((text, x))

    def _complex_digamma(
        self, text: str, e: Expression, name: str, p: Expression, q: Expression
    ) -> Iterator[tuple[str, str]]:
        """Write a part of the digamma function at p + i*q by that at p - 1, or at 1, or by hyperbolic functions."""
        value, real = self._rational(p), name == "re"
        if value is None:
            return
        one, inside = Integer(1), self.formulas.real(p)
        same = f"replace {inside} with {literal(value)} by ({self._field(inside)}); "
        if value > 1:
            below = number(value - 1)
            size = Add((Power(below, _TWO), Power(q, _TWO)))
            more = Divide(below, size) if real else Negate(Divide(q, size))
            right = self._real(Add((complex_part(name, "digamma", (below, q)), more)))
            place = f"replace {inside} with ({literal(value - 1)} + 1) by ({self._field(inside)}); "
            yield right, f"{place}rewrite {name}_digamma_next by bounds; {self._field()}"
        elif value == 0:
            at_1 = complex_part(name, "digamma", (one, q))
            right = self._real(at_1 if real else Add((at_1, Divide(one, q))))
            yield right, f"{same}apply {name}_digamma_0; bounds"
        elif not real and value in (1, _HALF):
            turn = Multiply((_PI, q))
            coth = Add((Multiply((_PI, Apply("coth", (turn,)))), Negate(Divide(one, q))))
            twice = coth if value == 1 else Multiply((_PI, Apply("tanh", (turn,))))
            yield self._real(Divide(twice, _TWO)), f"{same}apply im_digamma_{'1' if value == 1 else 'half'}; bounds"
        else:
            yield from self._unified(text, e)
