"""What the rewriting of values stands on: functions seen once each, the innermost first, and numbers found in balls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from flint import acb, arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import Add, Apply, Expression, Integer, Multiply, Negate, free_symbols, number
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["Rewriting", "less_one"]

_BITS = 200


@dataclass(slots=True)
class Rewriting:
    """The rewritings of the functions in some texts; `roots` are those on which the last step may rest."""

    formulas: Formulas
    texts: tuple[str, ...]
    theorem: Callable[[str, str], str]
    lines: list[str] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    rewritten: list[tuple[str, str]] = field(default_factory=list)
    representatives: dict[str, list[tuple[str, Expression]]] = field(default_factory=dict)
    present: list[str] = field(default_factory=list)
    _scope: Scope | None = None

    def tactics(self) -> list[str]:
        """Return the rewritings of the goal, the outermost functions first."""
        functions = self.formulas.functions
        self.present = sorted((t for t in functions if any(t in text for text in self.texts)), key=len)
        self._prepare([functions[text] for text in self.present])
        for text in list(self.present):
            self._visit(text, functions[text])
        self._gammas_differ_from_0()
        self._sines_differ_from_0()
        self._circles()
        self._exponentials_exceed_1()
        for _, name in sorted(self.rewritten, key=lambda pair: -len(pair[0])):
            self.lines.append(f"rewrite ?{name}.")
        return self.lines

    def _gammas_differ_from_0(self) -> None:
        kept = [t for t in self.seen if t.startswith("(Gamma ") and t not in {text for text, _ in self.rewritten}]
        for i, text in enumerate(kept):
            (x,) = self.formulas.functions[text].children
            if self.formulas.positive(x):
                name = self.theorem("gamma_positive", "Gamma")
                self.lines.append(f"assert (G{i} : {text} <> 0) by (apply Rgt_not_eq, {name}; lra).")

    def _sines_differ_from_0(self) -> None:
        for i, text in enumerate(t for t in self.seen if t.startswith("(sin ")):
            if self.formulas.nonzero(self.formulas.functions[text]):
                proof = "apply Rgt_not_eq, sin_gt_0; generalize PI_RGT_0; intros; nra"
                self.lines.append(f"try (assert (S{i} : {text} <> 0) by ({proof})).")

    def _exponentials_exceed_1(self) -> None:
        if any(t.startswith(("(im_digamma ", "(sinh ")) for t in self.seen):
            kept = [t for t in self.seen if t.startswith("(exp ") and t not in {text for text, _ in self.rewritten}]
            for i, text in enumerate(kept):
                if self.formulas.positive(self.formulas.functions[text].children[0]):
                    self.lines.append(f"assert (X{i} : 1 < {text}) by (apply exp_above_1; bounds).")

    def _circles(self) -> None:
        """Add that the squares of the sine and of the cosine of a number add up to 1."""
        kept = {text for text in self.seen if text not in {t for t, _ in self.rewritten}}
        for text in [t for t in self.seen if t in kept and t.startswith("(cos ")]:
            (x,) = self.formulas.functions[text].children
            at = text.removeprefix("(cos ")[:-1]
            if f"(sin {at})" in kept and not free_symbols(x):
                name = f"C{len(self.roots)}"
                self.roots.append(name)
                self.lines.append(f"generalize (sine_squared {at}) (COS_bound {at}); intros {name} [? ?].")

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

    def _expanded(self, e: Expression, proof: str) -> tuple[str, str]:
        value = self.formulas.real(e)
        functions = self.formulas.functions
        for inner in sorted((t for t in functions if t in value), key=len):
            self._visit(inner, functions[inner])
        return value, proof

    def _real(self, e: Expression) -> str:
        """Return the text of an argument that a rule makes, whose functions are seen to as well."""
        return self._expanded(e, "")[0]

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
        with working_precision(_BITS):
            ball = ball if by is None else ball / by
            near = Fraction(float(ball)).limit_denominator(5000)
            close = abs(ball - arb(near.numerator) / arb(near.denominator)) < arb(10) ** -30
        return near if close else None

    def _pi(self) -> arb:
        with working_precision(_BITS):
            return arb.pi()

    def _known_root(self, radicand: int | str) -> str:
        text = f"(sqrt {radicand})"
        self._square(text, str(radicand))
        self.seen.setdefault(text, text)
        return text

    def _square(self, root: str, inside: str) -> None:
        name = f"R{len(self.roots)}"
        if any(line.startswith("assert (R") and f": {root} * {root} =" in line for line in self.lines):
            return
        self.roots.append(name)
        self.lines.append(f"assert ({name} : {root} * {root} = {inside}) by (apply sqrt_sqrt; {self._positive()}).")
        self.lines.append(f"try (assert (P{name} : 0 < {root}) by (apply sqrt_lt_R0; {self._positive()})).")

    @staticmethod
    def _positive() -> str:
        return "positive_here; first [lra | bounds | nra]"

    def _same(self, x: Expression, y: Expression) -> bool:
        difference = self._difference(x, y)
        return difference == 0

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

    def _quotients(self, x: Expression, y: Expression) -> Iterator[int]:
        for m in (1, -1, 2, -2, 3, -3, 4, -4):
            if self._same(x, Multiply((number(m), y))):
                yield m
                return

    def _prepare(self, functions: list[Expression]) -> None:
        """See to what the functions are to be written by, before any of them."""

    def _rule(self, text: str, e: Expression) -> Iterator[tuple[str, str]]:
        """Yield what a function is to be written as, and the proof; nothing where it stays."""
        raise NotImplementedError


def less_one(x: Expression) -> Expression | None:
    """Return a for an expression a + 1, None for any other."""
    match x:
        case Add((a, Integer(1))) | Add((Integer(1), a)):
            return a
    return None
