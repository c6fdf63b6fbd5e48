"""Equal values of the gamma and the digamma function: recurrences, reflections, and their values at 1 and 1/2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tnsim.export.coq.angles import literal
from tnsim.export.coq.value_rewriting import Rewriting
from tnsim.language.expression import Add, Apply, Constant, Expression, Integer, Multiply, number

__all__ = ["GammaRewriting"]

_HALF, _PI = Fraction(1, 2), Constant("pi")


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
            name = self.axiom("gamma_at_1", "Gamma 1 = 1", "the gamma function at 1: DLMF 5.4.1")
            yield "1", f"transitivity (Gamma 1); [f_equal; {self._field(inside)}|apply {name}]"
        elif value == _HALF:
            name = self.axiom("gamma_at_half", "Gamma (1 / 2) = sqrt PI", "the gamma function at 1/2: DLMF 5.4.6")
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
            name = self.axiom(
                "gamma_by_reflection",
                "forall x, 0 < x < 1 -> Gamma x = PI / (sin (PI * x) * Gamma (1 - x))",
                "gamma reflection: DLMF 5.5.3, with Gamma(1 - x) > 0",
            )
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
        statement = "forall x, 0 < x -> Gamma (x + 1) = x * Gamma x"
        return self.axiom("gamma_recurrence", statement, "recurrence of the gamma function: DLMF 5.5.1")

    def _digamma(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        inside = self.formulas.real(x)
        below = _less_one(x)
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
                name = self.axiom(
                    "digamma_by_reflection",
                    "forall a, 0 < a < 1 -> digamma (1 - a) = digamma a + PI * (cos (PI * a) / sin (PI * a))",
                    "digamma reflection: DLMF 5.5.4",
                )
                turn = Multiply((_PI, argument))
                cos, sin = (self._real(Apply(f, (turn,))) for f in ("cos", "sin"))
                yield (
                    f"({other} + PI * ({cos} / {sin}))",
                    f"replace {inside} with (1 - {base}) by ring; apply {name}; lra",
                )
                return
        self.representatives["digamma"].append((text, x))


def _less_one(x: Expression) -> Expression | None:
    match x:
        case Add((a, Integer(1))) | Add((Integer(1), a)):
            return a
    return None
