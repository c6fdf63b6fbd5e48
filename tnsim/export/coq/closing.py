"""Equal values: functions at special arguments rewritten by what they are there, then field arithmetic.

What a value is, is found in balls, and nothing rests on that: Coq proves each rewriting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from flint import fmpz

from tnsim.export.coq.angles import SINES, angle, literal, square_part, turned
from tnsim.export.coq.logarithm_atoms import logarithm_parts, product_text
from tnsim.export.coq.terms import fraction_of
from tnsim.export.coq.value_rewriting import Rewriting
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
    free_symbols,
    number,
)
from tnsim.proof.scope import Scope

__all__ = ["Closing"]

_TWO, _HALF, _PI = Integer(2), Fraction(1, 2), Constant("pi")
_LARGEST_FACTORIAL = 8
_INVERSE = {"asin": "asin_is", "acos": "acos_is", "atan": "atan_is"}


@dataclass(slots=True)
class Closing(Rewriting):
    """The rules for each function."""

    def _rule(self, text: str, e: Expression) -> Iterator[tuple[str, str]]:
        match e:
            case Apply("sqrt", (x,)):
                yield from self._root(text, x)
            case Apply(name, (x,)) if name in _INVERSE:
                yield from self._inverse(text, name, x)
            case Apply("asinh", (x,)):
                inside = Add((x, Apply("sqrt", (Add((Power(x, _TWO), Integer(1))),))))
                yield self._expanded(Apply("log", (inside,)), "reflexivity")
            case Apply("atanh", (x,)):
                one = Integer(1)
                log = Apply("log", (Divide(Add((one, x)), Add((one, Negate(x)))),))
                yield self._expanded(Divide(log, _TWO), "reflexivity")
            case Apply(("sinh" | "cosh") as name, (x,)):
                a, b = Apply("exp", (x,)), Apply("exp", (Negate(x),))
                yield self._expanded(Divide(Add((a, Negate(b) if name == "sinh" else b)), _TWO), "reflexivity")
            case Apply("tanh", (x,)):
                a, b = Apply("exp", (x,)), Apply("exp", (Negate(x),))
                yield self._expanded(Divide(Add((a, Negate(b))), Add((a, b))), "apply tanh_exp")
            case Apply("exp", (x,)):
                yield from self._exponential(text, x)
            case Apply(("sin" | "cos") as name, (x,)):
                yield from self._circular(name, x)
                yield from self._unified(text, e)
            case Apply("log", (x,)):
                yield from self._logarithm(text, x)
            case Apply("factorial", (n,)) if (place := fraction_of(n)) is not None and place <= _LARGEST_FACTORIAL:
                yield str(factorial(int(place))), "first_terms; reflexivity"
            case Apply("gamma", (x,)):
                yield from self._gamma(text, x)
            case Apply("digamma", (x,)) if free_symbols(x):
                yield from self._digamma(text, x)
            case Power(base, exponent) if text.startswith("(Rpower"):
                yield from self._power(base, exponent)
            case Apply():
                yield from self._unified(text, e)

    def _root(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        value, inside = self._rational(x), self.formulas.real(x)
        if value is not None and value >= 0:
            outside, rest = square_part(value)
            if rest == 1:
                yield literal(outside), f"apply sqrt_is; [lra|{self._field(inside)}]"
                return
            if outside != 1 or inside != str(rest):
                root = self._known_root(rest)
                right = f"({literal(outside)} * {root})"
                yield right, f"apply sqrt_is; [generalize (sqrt_pos {rest}); lra|{self._field(inside)}]"
                return
            self._known_root(rest)
            return
        match x:
            case Multiply((a, b)) if self.formulas.nonnegative(a) and self.formulas.nonnegative(b):
                roots = [self._real(Apply("sqrt", (factor,))) for factor in (a, b)]
                yield f"({roots[0]} * {roots[1]})", "apply sqrt_mult; bounds"
                return
        if value is None:
            self._square(text, inside)

    def _inverse(self, text: str, name: str, x: Expression) -> Iterator[tuple[str, str]]:
        ratio = self._rational(Apply(name, (x,)), by=self._pi())
        if ratio is None or ratio.denominator not in (1, 2, 3, 4, 6):
            yield from self._unified(text, Apply(name, (x,)))
            return
        value, inside = angle(ratio), self.formulas.real(x)
        function = {"asin": "sin", "acos": "cos", "atan": "tan"}[name]
        unfold = "unfold tan; " if name == "atan" else ""
        self._known_root(2 if ratio.denominator == 4 else 3)
        yield (
            value,
            (
                f"apply {_INVERSE[name]}; [generalize PI_RGT_0; lra|{unfold}{turned(function, ratio)}"
                f"{self._field(inside)}]"
            ),
        )

    def _circular(self, name: str, x: Expression) -> Iterator[tuple[str, str]]:
        ratio = self._rational(x, by=self._pi())
        if ratio is None or ratio.denominator not in (1, 2, 3, 4, 6) or abs(ratio) > 1:
            return
        first = abs(ratio) if abs(ratio) <= _HALF else 1 - abs(ratio)
        factor, root = SINES[first if name == "sin" else _HALF - first]
        negative = (ratio < 0) if name == "sin" else abs(ratio) > _HALF
        value = literal(-factor if negative else factor)
        if root > 1:
            value = f"({value} * {self._known_root(root)})"
        inside = self.formulas.real(x)
        place = angle(ratio)
        same = f"replace {inside} with {place} by ({self._field(inside)}); "
        yield value, f"{same}{turned(name, ratio)}{self._field()}"

    def _logarithm(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        value, inside = self._rational(x), self.formulas.real(x)
        if value is not None and value > 0:
            parts = [(int(p), int(e)) for p, e in fmpz(value.numerator).factor()] if value.numerator > 1 else []
            parts += [(int(p), -int(e)) for p, e in fmpz(value.denominator).factor()] if value.denominator > 1 else []
            if parts == [(int(value), 1)] and inside == str(value):
                return
            if sum(abs(e) for _, e in parts) > 40:
                return
            right = " + ".join(f"({e}) * ln {p}" for p, e in parts) or "0"
            product = " * ".join(f"{p}" if e > 0 else f"/ {p}" for p, e in parts for _ in range(abs(e))) or "1"
            last = "log_of_product" if parts else "apply ln_1"
            yield f"({right})", f"replace {inside} with ({product}) by ({self._field(inside)}); {last}"
            return
        apart = logarithm_parts(Apply("log", (x,)), Scope(self.formulas.assumptions)) or {}
        if len(apart) > 1 and all(self.formulas.positive(part) for part in apart):
            total = " + ".join(f"({c}) * {self._real(Apply('log', (part,)))}" for part, c in apart.items())
            product = product_text({self.formulas.real(part): c for part, c in apart.items()})
            same = f"replace {inside} with ({product}) by ({self._field(inside, product)})"
            yield f"({total})", f"{same}; generalize PI_RGT_0; intros ?; positive_here; log_of_positives"
            return
        yield from self._unified(text, Apply("log", (x,)))
        for other, argument in self.representatives.get("log", []):
            if self._same(Multiply((x, argument)), Integer(1)):
                yield f"(- {other})", f"apply ln_opposite; [{self._positive()}|{self._field(inside, other)}]"
                return

    def _power(self, base: Expression, exponent: Expression) -> Iterator[tuple[str, str]]:
        power = self._rational(exponent)
        if power is None or (2 * power).denominator != 1:
            return
        b, e = self.formulas.real(base), self.formulas.real(exponent)
        whole = abs(power).numerator // abs(power).denominator
        form = f"INR {whole}" + (" + / 2" if power.denominator == 2 else "")
        root = f" * {self._real(Apply('sqrt', (base,)))}" if power.denominator == 2 else ""
        inner = f"({b} ^ {whole}{root})"
        theorem = {(1, True): "Rpower_pow", (2, True): "Rpower_half", (1, False): "Rpower_minus_whole",
                   (2, False): "Rpower_minus_half"}[power.denominator, power > 0]  # fmt: skip
        form = f"({form})" if power > 0 else f"(- ({form}))"
        right = inner if power > 0 else f"(/ {inner})"
        yield right, f"replace {e} with {form} by (simpl; field); apply {theorem}; {self._positive()}"

    def _unified(self, text: str, e: Expression) -> Iterator[tuple[str, str]]:
        """Write a function by the first one that has an equal last argument."""
        assert isinstance(e, Apply)
        name = e.function
        *order, x = e.arguments
        key = " ".join([name, *map(repr, order)])
        known = self.representatives.setdefault(key, [])
        for other, argument in known:
            if self._same(x, argument):
                yield other, f"f_equal; {self._field(text, other)}"
                return
            if name in ("cos", "sin") and self._same(x, Negate(argument)):
                sign = "" if name == "cos" else "- "
                inside, base = self.formulas.real(x), self.formulas.real(argument)
                same = f"replace {inside} with (- {base}) by ({self._field(inside, base)})"
                yield f"({sign}{other})", f"{same}; apply {name}_neg"
                return
        known.append((text, x))

    def _exponential(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        if self._same(x, Integer(0)):
            yield "1", f"apply exp_is_1; {self._field(text)}"
            return
        known = self.representatives.setdefault("exp", [])
        for other, argument in known:
            for quotient in self._quotients(x, argument):
                inside, base = self.formulas.real(x), self.formulas.real(argument)
                m = abs(quotient)
                if quotient >= 0:
                    yield (
                        f"({other} ^ {m})",
                        f"apply (exp_multiple {inside} {base} {m}); simpl INR; {self._field(inside, base)}",
                    )
                else:
                    yield (
                        f"(/ {other} ^ {m})",
                        f"apply (exp_minus_multiple {inside} {base} {m}); simpl INR; {self._field(inside, base)}",
                    )
                return
        known.append((text, x))

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
