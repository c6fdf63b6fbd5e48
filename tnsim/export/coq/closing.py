"""Equal values: functions at special arguments rewritten by what they are there, then field arithmetic.

What a value is, is found in balls, and nothing rests on that: Coq proves each rewriting.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from flint import arb, fmpz

from tnsim.export.coq.angles import SINES, SURDS, angle, literal, square_part, turned
from tnsim.export.coq.gamma_values import GammaRewriting
from tnsim.export.coq.logarithm_atoms import logarithm_parts, product_text
from tnsim.export.coq.multiplicative_relations import multiplicative_relation
from tnsim.export.coq.real_forms import holds_i, parts
from tnsim.export.coq.terms import fraction_of
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
class Closing(GammaRewriting):
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
            case Constant("E"):
                yield from self._exponential(text, Integer(1))
            case Apply(("sin" | "cos") as name, (x,)):
                yield from self._circular(name, x)
                yield from self._unified(text, e)
            case Apply("log", (x,)):
                yield from self._logarithm(text, x)
            case Apply("hyper", (Apply("tuple", above), Apply("tuple", below), z)):
                yield from self._hypergeometric(text, above, below, z)
            case Apply("factorial", (n,)) if (place := fraction_of(n)) is not None and place <= _LARGEST_FACTORIAL:
                yield str(factorial(int(place))), "first_terms; reflexivity"
            case Apply("gamma", (x,)):
                yield from self._gamma(text, x)
            case Apply("digamma", (x,)) if free_symbols(x):
                yield from self._digamma(text, x)
            case Apply(("re" | "im") as name, (Apply("digamma", (z,)),)) if (at := parts(z)) is not None:
                yield from self._complex_digamma(text, e, name, *at)
            case Apply("digamma", (x,)) if (place := self._rational(x)) is not None:
                yield self._real(Apply("digamma", (number(place),))), f"f_equal; {self._field(text)}"
            case Apply("zeta", (order, x)) if (place := self._rational(x)) is not None:
                yield self._real(Apply("zeta", (order, number(place)))), f"f_equal; {self._field(text)}"
            case Power(base, exponent) if text.startswith("(Rpower"):
                yield from self._power(base, exponent)
            case Apply():
                yield from self._unified(text, e)

    def _prepare(self, functions: list[Expression]) -> None:
        """Let the exponential function at the least argument be seen first where others are at multiples of it."""
        arguments = [x for e in functions if (x := _exponent(e)) is not None]
        placed = [(ball, x) for x in arguments if (ball := self._ball(x)) is not None and ball > 0]
        if placed:
            least = min(placed, key=lambda pair: float(pair[0]))[1]
            if any(abs(m) > 1 for _, x in placed for m in self._quotients(x, least)):
                self._real(Apply("exp", (least,)))

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
            case Apply("exp") | Constant("E"):
                half = Divide(x.arguments[0] if isinstance(x, Apply) else Integer(1), _TWO)
                root = self._real(Apply("exp", (half,)))
                yield root, "apply sqrt_is; [apply Rlt_le, exp_pos|rewrite <- exp_plus; f_equal; field]"
                return
            case Divide(a, b) if self.formulas.nonnegative(a) and self.formulas.positive(b):
                roots = [self._real(Apply("sqrt", (part,))) for part in (a, b)]
                yield f"({roots[0]} / {roots[1]})", "apply sqrt_div_alt; generalize PI_RGT_0; intros; lra"
                return
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
        full = self._rational(x, by=self._pi())
        if full is None or not -1 <= full <= 100:
            return
        turns = math.ceil((full - 1) / 2)
        ratio = full - 2 * turns
        first = abs(ratio) if abs(ratio) <= _HALF else 1 - abs(ratio)
        where = first if name == "sin" else _HALF - first
        negative = (ratio < 0) if name == "sin" else abs(ratio) > _HALF
        if where in SINES:
            factor, root = SINES[where]
            value = literal(-factor if negative else factor)
            if root > 1:
                value = f"({value} * {self._known_root(root)})"
        elif where in SURDS:
            value, radicands = SURDS[where]
            for radicand in radicands:
                self._known_root(radicand)
            value = f"(- {value})" if negative else value
        else:
            return
        inside, place = self.formulas.real(x), angle(ratio)
        if turns:
            same = f"replace {inside} with ({place} + 2 * INR {turns} * PI) by (simpl INR; {self._field(inside)}); "
            same += f"rewrite {name}_period; "
        else:
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
        if (found := self._product_of_known(x)) is not None:
            yield found
            return
        apart = logarithm_parts(Apply("log", (x,)), Scope(self.formulas.assumptions)) or {}
        if len(apart) > 1 and all(not holds_i(part) and self.formulas.positive(part) for part in apart):
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

    def _product_of_known(self, x: Expression) -> tuple[str, str] | None:
        """Return the logarithm of a number by those of numbers before and of primes, if powers of it are products."""
        own = self._ball(x)
        if own is None or not own > 0:
            return None
        others: list[tuple[str, arb]] = [(str(p), arb(p)) for p in (2, 3, 5)]
        for _, argument in self.representatives.get("log", []):
            ball = self._ball(argument)
            if ball is not None and ball > 0:
                others.append((self.formulas.real(argument), ball))
        relation = multiplicative_relation([own, *(ball for _, ball in others)])
        if relation is None:
            return None
        (n, *exponents), inside = relation, self.formulas.real(x)
        used = [(e, y) for e, (y, _) in zip(exponents, others, strict=True) if e]
        value = " + ".join(f"({literal(Fraction(-e, n))}) * ln {y}" for e, y in used) or "0"
        left = "; ".join(f"({e}%nat, {y})" for e, y in [(n, inside), *((e, y) for e, y in used if e > 0)])
        right = "; ".join(f"({-e}%nat, {y})" for e, y in used if e < 0)
        product = f"cbn [powers]; {self._field(inside, *(y for _, y in used))}"
        return f"({value})", (
            f"assert (L : logarithms [{left}] = logarithms [{right}]) by (apply logarithms_agree; "
            f"[positive_numbers|{product}]); cbn [logarithms INR] in L; lra"
        )

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

    def _hypergeometric(
        self, text: str, above: tuple[Expression, ...], below: tuple[Expression, ...], z: Expression
    ) -> Iterator[tuple[str, str]]:
        """Write parameters and arguments that are rational as such, or the function by one with an equal argument."""
        lists = [Apply("tuple", tuple(self._simple(p) for p in parameters)) for parameters in (above, below)]
        known = self.representatives.setdefault(f"hyper {lists!r}", [])
        for other, argument in known:
            if self._same(z, argument):
                proof = f"apply hyper_same; [lists_agree|lists_agree|{self._field(self.formulas.real(z), other)}]"
                yield other, proof
                return
        argument = self._simple(z)
        value = self.formulas.real(Apply("hyper", (*lists, argument)))
        known.append((value, argument))
        if value != text:
            yield value, f"apply hyper_same; [lists_agree|lists_agree|{self._field(self.formulas.real(z), value)}]"

    def _simple(self, e: Expression) -> Expression:
        value = self._rational(e)
        return e if value is None else number(value)

    def _exponential(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        if self._same(x, Integer(0)):
            yield "1", f"apply exp_is_1; {self._field(text)}"
            return
        power = fraction_of(x)
        if power is not None and power.denominator == 1 and power > 1 and any("(exp 1)" in t for t in self.texts):
            inside = self.formulas.real(x)
            yield f"((exp 1) ^ {power})", f"apply (exp_multiple {inside} 1 {power}); simpl INR; {self._field(inside)}"
            return
        known = self.representatives.setdefault("exp", [])
        unit, value = self._unit_of_exponents(), self._rational(x)
        if unit > 1 and value is not None and value.denominator <= unit:
            known = [(f"(exp (1 / {unit}))", number(Fraction(1, unit)))]
        for other, argument in known:
            if other == text:
                return
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

    def _unit_of_exponents(self) -> int:
        """Return the common denominator of the rational arguments of the exponential function."""
        denominators = [1]
        for e in (self.formulas.functions[text] for text in self.present):
            inside, half = (e.children[0], 2) if isinstance(e, Apply) and e.function == "sqrt" else (e, 1)
            value = fraction_of(inside.children[0]) if isinstance(inside, Apply) and inside.function == "exp" else None
            if inside == Constant("E"):
                value = Fraction(1)
            if value is not None:
                denominators.append((value / half).denominator)
        return math.lcm(*denominators)


def _exponent(e: Expression) -> Expression | None:
    """Return x for a function that is written by exp(x)."""
    match e:
        case Apply(("exp" | "sinh" | "cosh" | "tanh" | "coth"), (x,)):
            return x
        case Apply("im", (Apply("digamma", (z,)),)) if (place := parts(z)) is not None:
            return Multiply((_PI, place[1]))
    return None
