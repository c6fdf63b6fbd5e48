"""Equal values: functions at special arguments rewritten by what they are there, then field arithmetic.

What a value is, is found in balls, and nothing rests on that: Coq proves each rewriting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import acb, arb, ctx, fmpz

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import Add, Apply, Constant, Divide, Expression, Integer, Multiply, Negate, Power, free_symbols, number
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["Closing"]

_BITS = 200
_TWO, _HALF, _PI = Integer(2), Fraction(1, 2), Constant("pi")
_INVERSE = {"asin": "asin_is", "acos": "acos_is", "atan": "atan_is"}


@dataclass(slots=True)
class Closing:
    """The rewritings of the functions in some texts; `roots` are those on which the last step may rest."""

    formulas: Formulas
    texts: tuple[str, ...]
    axiom: Callable[[str, str, str], str]
    lines: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    rewritten: list[tuple[str, str]] = field(default_factory=list)
    representatives: dict[str, list[tuple[str, Expression]]] = field(default_factory=dict)
    _scope: Scope | None = None

    def tactics(self) -> list[str]:
        """Return the rewritings of the goal, the outermost functions first."""
        functions = self.formulas.functions
        present = [t for t in functions if any(t in text for text in self.texts)]
        for text in sorted(present, key=len):
            self._visit(text, functions[text])
        self._gammas_differ_from_0()
        self._sines_differ_from_0()
        for text, name in sorted(self.rewritten, key=lambda pair: -len(pair[0])):
            self.lines.append(f"rewrite ?{name}.")
        return self.lines

    def _gammas_differ_from_0(self) -> None:
        kept = [t for t in self.seen if t.startswith("(Gamma ") and t not in {text for text, _ in self.rewritten}]
        for i, text in enumerate(kept):
            (x,) = self.formulas.functions[text].children
            if self.formulas.positive(x):
                name = self.axiom("gamma_positive", "forall x, 0 < x -> 0 < Gamma x", "the gamma function: DLMF 5.2.1")
                self.lines.append(f"assert (G{i} : {text} <> 0) by (apply Rgt_not_eq, {name}; lra).")

    def _sines_differ_from_0(self) -> None:
        for i, text in enumerate(t for t in self.seen if t.startswith("(sin ")):
            if self.formulas.nonzero(self.formulas.functions[text]):
                proof = "apply Rgt_not_eq, sin_gt_0; generalize PI_RGT_0; intros; nra"
                self.lines.append(f"try (assert (S{i} : {text} <> 0) by ({proof})).")

    # Each function once; inner ones come first, and their equations serve in the proofs of outer ones.

    def _visit(self, text: str, e: Expression) -> None:
        if text in self.seen:
            return
        self.seen[text] = text
        for found in self._rule(text, e):
            value, proof = found
            if value == text:
                return
            name = f"V{len(self.rewritten)}"
            inner = [n for t, n in sorted(self.rewritten, key=lambda p: -len(p[0])) if t in value]
            self.lines.append(f"assert ({name} : {text} = {value}) by ({proof}).")
            self.lines += [f"rewrite ?{n} in {name}." for n in inner]
            self.rewritten.append((text, name))
            return

    def _inner(self, *texts: str) -> str:
        """Return the rewriting of what is known inside of these."""
        known = sorted(self.rewritten, key=lambda pair: -len(pair[0]))
        return "".join(f"rewrite ?{name}; " for t, name in known if any(t in text for text in texts))

    def _field(self, *texts: str) -> str:
        hypotheses = f" [{' '.join(self.roots)}]" if self.roots else ""
        return f"{self._inner(*texts)}solve [lra | field{hypotheses}; nonzero | positive_here; nra]"

    def _rule(self, text: str, e: Expression) -> Iterator[tuple[str, str]]:
        match e:
            case Apply("sqrt", (x,)):
                yield from self._root(text, x)
            case Apply(name, (x,)) if name in _INVERSE:
                yield from self._inverse(name, x)
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
            case Apply("gamma", (x,)):
                yield from self._gamma(text, x)
            case Apply("digamma", (x,)) if free_symbols(x):
                yield from self._digamma(text, x)
            case Power(base, exponent) if text.startswith("(Rpower"):
                yield from self._power(base, exponent)
            case Apply():
                yield from self._unified(text, e)

    def _expanded(self, e: Expression, proof: str) -> tuple[str, str]:
        value = self.formulas.real(e)
        functions = self.formulas.functions
        for inner in sorted((t for t in functions if t in value), key=len):
            self._visit(inner, functions[inner])
        return value, proof

    def _real(self, e: Expression) -> str:
        """Return the text of an argument that a rule makes, whose functions are seen to as well."""
        return self._expanded(e, "")[0]

    # Numbers.

    def _ball(self, e: Expression) -> arb | None:
        if free_symbols(e):
            return None
        try:
            ball = evaluate(e, {}, _BITS)
        except TnsimError:
            return None
        return ball.real if isinstance(ball, acb) and ball.is_finite() and ball.imag.contains(0) else None

    def _rational(self, e: Expression, by: arb | None = None) -> Fraction | None:
        literal = fraction_of(e) if by is None else None
        if literal is not None:
            return literal
        ball = self._ball(e)
        if ball is None:
            return None
        with_precision = ctx.prec
        ctx.prec = _BITS
        try:
            ball = ball if by is None else ball / by
            near = Fraction(float(ball)).limit_denominator(5000)
            close = abs(ball - arb(near.numerator) / arb(near.denominator)) < arb(10) ** -30
        finally:
            ctx.prec = with_precision
        return near if close else None

    def _pi(self) -> arb:
        with_precision = ctx.prec
        ctx.prec = _BITS
        try:
            return arb.pi()
        finally:
            ctx.prec = with_precision

    def _root(self, text: str, x: Expression) -> Iterator[tuple[str, str]]:
        value, inside = self._rational(x), self.formulas.real(x)
        if value is not None and value >= 0:
            outside, rest = _square_part(value)
            if rest == 1:
                yield _literal(outside), f"apply sqrt_is; [lra|{self._field(inside)}]"
                return
            if outside != 1 or inside != str(rest):
                root = self._known_root(rest)
                right = f"({_literal(outside)} * {root})"
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

    def _known_root(self, number_: int) -> str:
        text = f"(sqrt {number_})"
        self._square(text, str(number_))
        self.seen.setdefault(text, text)
        return text

    def _square(self, root: str, inside: str) -> None:
        name = f"R{len(self.roots)}"
        if any(line.startswith("assert (R") and f": {root} * {root} =" in line for line in self.lines):
            return
        self.roots.append(name)
        self.lines.append(
            f"assert ({name} : {root} * {root} = {inside}) by (apply sqrt_sqrt; positive_here; first [lra | bounds | nra])."
        )

    def _inverse(self, name: str, x: Expression) -> Iterator[tuple[str, str]]:
        ratio = self._rational(Apply(name, (x,)), by=self._pi())
        if ratio is None or ratio.denominator not in (1, 2, 3, 4, 6):
            return
        value, inside = _angle(ratio), self.formulas.real(x)
        function = {"asin": "sin", "acos": "cos", "atan": "tan"}[name]
        unfold = "unfold tan; " if name == "atan" else ""
        self._known_root(2 if ratio.denominator == 4 else 3)
        yield value, (
            f"apply {_INVERSE[name]}; [generalize PI_RGT_0; lra|{unfold}{_turned(function, value, ratio)}"
            f"{self._field(inside)}]"
        )

    def _circular(self, name: str, x: Expression) -> Iterator[tuple[str, str]]:
        ratio = self._rational(x, by=self._pi())
        if ratio is None or ratio.denominator not in (1, 2, 3, 4, 6) or abs(ratio) > 1:
            return
        first = abs(ratio) if abs(ratio) <= _HALF else 1 - abs(ratio)
        number_, root = {
            Fraction(0): (Fraction(0), 1), Fraction(1, 6): (_HALF, 1), Fraction(1, 4): (_HALF, 2), Fraction(1, 3): (_HALF, 3),
            _HALF: (Fraction(1), 1),
        }[first if name == "sin" else _HALF - first]  # fmt: skip
        negative = (ratio < 0) if name == "sin" else abs(ratio) > _HALF
        value = _literal(-number_ if negative else number_)
        if root > 1:
            value = f"({value} * {self._known_root(root)})"
        inside = self.formulas.real(x)
        angle = _angle(ratio)
        same = f"replace {inside} with {angle} by ({self._field(inside)}); "
        yield value, f"{same}{_turned(name, angle, ratio)}{self._field()}"

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
        yield from self._unified(text, Apply("log", (x,)))
        for other, argument in self.representatives.get("log", []):
            if self._same(Multiply((x, argument)), Integer(1)):
                yield f"(- {other})", f"apply ln_opposite; [{self._positive()}|{self._field(inside, other)}]"
                return

    @staticmethod
    def _positive() -> str:
        return "positive_here; first [lra | bounds | nra]"

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

    # Functions of arguments that are equal, or differ by whole numbers.

    def _same(self, x: Expression, y: Expression) -> bool:
        difference = self._difference(x, y)
        return difference == 0

    def _difference(self, x: Expression, y: Expression) -> Fraction | None:
        """Return x - y if it is a rational number."""
        element = self._element(Add((x, Negate(y))))
        value = None if element is None else element.rational()
        if value is not None:
            return value
        return self._rational(Add((x, Negate(y))))

    def _element(self, e: Expression) -> Element | None:
        try:
            if self._scope is None:
                self._scope = Scope(self.formulas.assumptions)
            return self._scope.lift(e, "a number")
        except (Rejected, TnsimError):
            return None

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
                    yield f"({other} ^ {m})", f"apply (exp_multiple {inside} {base} {m}); simpl INR; {self._field(inside, base)}"
                else:
                    yield f"(/ {other} ^ {m})", f"apply (exp_minus_multiple {inside} {base} {m}); simpl INR; {self._field(inside, base)}"
                return
        known.append((text, x))

    def _quotients(self, x: Expression, y: Expression) -> Iterator[int]:
        for m in (1, -1, 2, -2, 3, -3, 4, -4):
            if self._same(x, Multiply((number(m), y))):
                yield m
                return

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
            less = _literal(value - 1)
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
            same = f"replace {inside} with {_literal(value)} by ({self._field(inside)}); "
            yield (
                f"(PI / ({sine} * {other}))",
                f"{same}rewrite ({name} {_literal(value)}) by lra; replace (1 - {_literal(value)}) with {_literal(1 - value)} by field; reflexivity",
            )
        elif inside != _literal(value):
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
                angle = Multiply((_PI, argument))
                cos, sin = (self._real(Apply(f, (angle,))) for f in ("cos", "sin"))
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


def _literal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value) if value >= 0 else f"({value})"
    return f"({value.numerator} / {value.denominator})"


def _angle(ratio: Fraction) -> str:
    if ratio == 0:
        return "0"
    text = "PI" if abs(ratio) == 1 else f"(PI / {1 / abs(ratio)})" if abs(ratio).numerator == 1 else (
        f"(PI - PI / {1 / (1 - abs(ratio))})" if _HALF < abs(ratio) < 1 and (1 - abs(ratio)).numerator == 1 else f"(PI * {_literal(abs(ratio))})"
    )  # fmt: skip
    return f"(- {text})" if ratio < 0 else text


def _turned(function: str, angle: str, ratio: Fraction) -> str:
    """Return the tactics that evaluate the function at an angle from -pi to pi."""
    functions = ("sin", "cos") if function == "tan" else (function,)
    lines = []
    if ratio < 0:
        lines += [f"rewrite {f}_neg; " if f == "sin" else "rewrite cos_neg; " for f in functions]
    if _HALF < abs(ratio) < 1:
        lines += ["rewrite sin_PI_x; " if f == "sin" else "rewrite Rtrigo_facts.cos_pi_minus; " for f in functions]
    return "".join(lines) + "repeat angle; "


def _square_part(value: Fraction) -> tuple[Fraction, int]:
    """Return (c, d) with value = c^2*d and d without squares."""
    whole, outside, rest = value.numerator * value.denominator, 1, 1
    for p, e in fmpz(whole).factor() if whole else ():
        outside *= int(p) ** (int(e) // 2)
        rest *= int(p) ** (int(e) % 2)
    return Fraction(outside, value.denominator) if whole else Fraction(0), rest
