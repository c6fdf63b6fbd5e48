"""Expressions with parameters and an index in Coq's words: real numbers, and natural numbers where Coq needs them.

Coq's functions are total: 1/0, the logarithm of -1 and a binomial coefficient outside the triangle are numbers
there. So every argument is proved to lie in the domain, by the facts of the assumptions or in balls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flint import acb

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.export.coq.real_forms import parts
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
)
from tnsim.language.printing import to_text
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["Formulas", "opposite", "parameter_name"]

_BITS = 128
_CONSTANTS = {"pi": "PI", "E": "exp 1", "EulerGamma": "euler_gamma", "Catalan": "catalan"}
_ANYWHERE = {"exp": "exp", "sin": "sin", "cos": "cos", "atan": "atan", "cosh": "cosh", "sinh": "sinh", "tanh": "tanh",
             "asinh": "arcsinh", "erf": "erf"}  # fmt: skip
_NATURAL_THEN_REAL = {"besselj": "bessel_j", "besseli": "bessel_i", "chebyshevt": "chebyshev_t",
                      "chebyshevu": "chebyshev_u", "legendre": "legendre", "hermite": "hermite",
                      "laguerre": "laguerre"}  # fmt: skip
_QUOTIENTS = {"tan": ("sin", "cos"), "cot": ("cos", "sin"), "coth": ("cosh", "sinh")}
_INVERSES = {"sec": "cos", "csc": "sin"}
_OURS = {"as", "at", "cofix", "do", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "k", "let",
         "match", "mod", "return", "then", "using", "where", "with", "exp", "ln", "sin", "cos", "tan", "fact", "pow",
         "sqrt", "real", "pi", "fst", "snd", "nat", "app", "map", "partial", "rising", "choose", "harmonic",
         "hurwitz", "digamma", "polylog", "hyper", "erf", "catalan", "zeta", "atan", "asin", "acos", "sinh",
         "cosh", "tanh", "arcsinh", "atanh", "fibonacci", "lucas", "legendre", "hermite", "laguerre"}  # fmt: skip


def parameter_name(name: str) -> str:
    """Return the name under which Coq knows a parameter or an index; no two are the same, and none hides
    a word of Coq or of the library, or the names `h1`, `s1`, `v1`, ... of hypotheses, of sums and of their values.

    >>> parameter_name("x"), parameter_name("N"), parameter_name("α_x"), parameter_name("u3b1_x")
    ('x', 'N_', "u3b1'_x_", 'u3b1_x_')
    """
    plain = re.fullmatch("[a-z][A-Za-z0-9]*", name) is not None and re.fullmatch(r"[hsv]\d+", name) is None
    if plain and name not in _OURS:
        return name
    # No name of the input language holds the mark behind the number.
    return re.sub("[^A-Za-z0-9_]", lambda found: f"u{ord(found.group()):x}'", name) + "_"


@dataclass(slots=True)
class Formulas:
    """What writes the formulas of one statement: its assumptions, and the indices with their first values."""

    assumptions: Assumptions
    rule: str
    starts: dict[str, int] = field(default_factory=dict)
    functions: dict[str, Expression] = field(default_factory=dict)
    """The functions, roots and powers that were written, by their texts."""
    places: dict[str, str] = field(default_factory=dict)
    """What to write for an index instead of its name."""
    values: Mapping[Expression, str] = field(default_factory=dict)
    """The names of sub-expressions, such as infinite sums."""
    _scope: Scope | None = None

    def with_values(self, values: Mapping[Expression, str]) -> Formulas:
        """Return what writes these names for sub-expressions."""
        return Formulas(self.assumptions, self.rule, self.starts, self.functions, self.places, values)

    def inside(self, index: str, start: int, place: str | None = None) -> Formulas:
        """Return what writes a term with one more index, at a place if one is given."""
        places = self.places if place is None else self.places | {index: place}
        return Formulas(self.assumptions, self.rule, self.starts | {index: start}, self.functions, places, self.values)

    def refuse(self, reason: str, e: Expression) -> NotExportable:
        return NotExportable(self.rule, f"{reason}: {to_text(e)}")

    # What is proved of an argument.

    def _proved(self, e: Expression, holds: Callable[[acb], bool], shown: Callable[[Scope, Element], bool]) -> bool:
        if not free_symbols(e):
            try:
                ball = evaluate(e, {}, _BITS)
            except TnsimError:
                return False
            if ball.is_finite() and ball.imag.is_zero() and holds(ball):
                return True
        try:
            if self._scope is None:
                self._scope = Scope(self.assumptions, self.starts)
            element = self._scope.lift(e, "a number")
            return self._scope.facts.real(element) and shown(self._scope, element)
        except (Rejected, TnsimError):
            return False

    def positive(self, e: Expression) -> bool:
        return self._proved(e, lambda b: b.real > 0, lambda scope, x: scope.facts.positive(x))

    def nonnegative(self, e: Expression) -> bool:
        return self._proved(e, lambda b: b.real >= 0, lambda scope, x: scope.facts.nonnegative(x))

    def nonzero(self, e: Expression) -> bool:
        return self._proved(e, lambda b: not b.contains(0), lambda scope, x: scope.facts.nonzero(x))

    def within_one(self, e: Expression) -> bool:
        return self.nonnegative(Add((Integer(1), Negate(e)))) and self.nonnegative(Add((Integer(1), e)))

    def _require(self, proved: bool, reason: str, e: Expression) -> None:
        if not proved:
            raise self.refuse(reason, e)

    # Natural numbers.

    def natural(self, e: Expression) -> str | None:
        """Return the text of a natural number, without brackets; None for what is not proved one."""
        match e:
            case Integer(value):
                return str(value) if value >= 0 else None
            case Symbol(name):
                known = name in self.starts or (self.assumptions.is_integer(name) and self.nonnegative(e))
                return self.places.get(name, parameter_name(name)) if known else None
            case Multiply(factors):
                texts = [self._natural_operand(f) for f in factors]
                return None if None in texts else " * ".join(t for t in texts if t is not None)
            case Power(base, Integer(exponent)) if exponent >= 0:
                text = self._natural_operand(base)
                return None if text is None else f"{text} ^ {exponent}"
            case Add(terms):
                plus = [self.natural(t) for t in terms if not _is_negative(t)]
                minus = [self.natural(opposite(t)) for t in terms if _is_negative(t)]
                if None in plus or None in minus or not plus:
                    return None
                total = " + ".join(t for t in plus if t is not None)
                if minus and not self.nonnegative(e):
                    return None
                return total + "".join(f" - ({t})" if " " in str(t) else f" - {t}" for t in minus)
        return None

    def _natural_operand(self, e: Expression) -> str | None:
        text = self.natural(e)
        return f"({text})" if text is not None and " " in text else text

    def _whole(self, e: Expression) -> str:
        text = self._natural_operand(e)
        if text is None:
            raise self.refuse("not proved a natural number", e)
        return text

    def whole(self, e: Expression) -> str:
        """Return the text of a natural number, in brackets where needed; raises NotExportable."""
        return self._whole(e)

    def argument(self, e: Expression) -> str:
        """Return the text of a parameter of a theorem: a literal whole number is a natural one."""
        return str(e.value) if isinstance(e, Integer) else self.real(e)

    # Real numbers.

    def real(self, e: Expression) -> str:
        """Return the text of a real number, in brackets where needed; raises NotExportable."""
        if e in self.values:
            return self.values[e]
        match e:
            case Integer(value):
                return str(value)
            case Symbol(name):
                if name in self.starts or self.assumptions.is_integer(name):
                    return f"(INR {self._whole(e)})"
                if name in self.assumptions.reals:
                    return parameter_name(name)
            case Constant(name) if name in _CONSTANTS:
                word = _CONSTANTS[name]
                return self._noted(e, f"({word})") if " " in word else word
            case Constant("GoldenRatio"):
                return "((1 + (sqrt 5)) / 2)"
            case Negate(Integer(value)):
                return f"(-{value})"
            case Negate(operand):
                return f"(- {self.real(operand)})"
            case Add(terms):
                total = self.real(terms[0])
                for term in terms[1:]:
                    total += f" - {self.real(term.operand)}" if isinstance(term, Negate) else f" + {self.real(term)}"
                return f"({total})"
            case Multiply(factors):
                return "(" + " * ".join(map(self.real, factors)) + ")"
            case Divide(numerator, denominator):
                self._require(self.nonzero(denominator), "a denominator not proved different from 0", denominator)
                return f"({self.real(numerator)} / {self.real(denominator)})"
            case Power(base, exponent):
                return self._noted(e, self._power(base, exponent))
            case Apply(name, arguments):
                return self._noted(e, f"({self._apply(e, name, arguments)})")
        raise self.refuse("no real number for", e)

    def _noted(self, e: Expression, text: str) -> str:
        self.functions[text] = e
        return text

    def _power(self, base: Expression, exponent: Expression) -> str:
        k = fraction_of(exponent)
        if k is None or k.denominator == 1:
            natural = self._natural_operand(exponent)
            if natural is not None:
                return f"({self.real(base)} ^ {natural})"
            natural = self._natural_operand(opposite(exponent))
            if natural is not None:
                self._require(self.nonzero(base), "a denominator not proved different from 0", base)
                return f"(/ ({self.real(base)} ^ {natural}))"
        self._require(self.positive(base), "a base not proved positive", base)
        return f"(Rpower {self.real(base)} {self.real(exponent)})"

    def _apply(self, e: Expression, name: str, arguments: tuple[Expression, ...]) -> str:
        first = arguments[0]
        if name in _ANYWHERE:
            return f"{_ANYWHERE[name]} {self.real(first)}"
        if name in _NATURAL_THEN_REAL:
            return f"{_NATURAL_THEN_REAL[name]} {self._whole(first)} {self.real(arguments[1])}"
        if name in _QUOTIENTS:
            above, below = _QUOTIENTS[name]
            self._require(self.nonzero(Apply(below, arguments)), "a denominator not proved different from 0", e)
            text = self.real(first)
            for part in (above, below):
                self.functions[f"({part} {text})"] = Apply(part, arguments)
            return f"({above} {text}) / ({below} {text})"
        if name in _INVERSES:
            below = _INVERSES[name]
            self._require(self.nonzero(Apply(below, arguments)), "a denominator not proved different from 0", e)
            return f"1 / {self.real(Apply(below, arguments))}"
        writer = getattr(self, f"_{name}", None)
        if writer is None:
            raise self.refuse("no real function for", e)
        text = writer(*arguments)
        assert isinstance(text, str)
        return text

    def _log(self, x: Expression) -> str:
        self._require(self.positive(x), "an argument not proved positive", x)
        return f"ln {self.real(x)}"

    def _sqrt(self, x: Expression) -> str:
        self._require(self.nonnegative(x), "an argument not proved at least 0", x)
        return f"sqrt {self.real(x)}"

    def _asin(self, x: Expression) -> str:
        self._require(self.within_one(x), "an argument not proved from -1 to 1", x)
        return f"asin {self.real(x)}"

    def _acos(self, x: Expression) -> str:
        self._require(self.within_one(x), "an argument not proved from -1 to 1", x)
        return f"acos {self.real(x)}"

    def _atanh(self, x: Expression) -> str:
        inside = self.positive(Add((Integer(1), Negate(x)))) and self.positive(Add((Integer(1), x)))
        self._require(inside, "an argument not proved between -1 and 1", x)
        return f"atanh {self.real(x)}"

    def _gamma(self, x: Expression) -> str:
        self._require_no_pole(x)
        return f"Gamma {self.real(x)}"

    def _loggamma(self, x: Expression) -> str:
        self._require(self.positive(x), "an argument not proved positive", x)
        return f"ln {self.real(Apply('gamma', (x,)))}"

    def _digamma(self, x: Expression) -> str:
        self._require_no_pole(x)
        return f"digamma {self.real(x)}"

    def _re(self, e: Expression) -> str:
        return self._complex_part("re", e)

    def _im(self, e: Expression) -> str:
        return self._complex_part("im", e)

    def _complex_part(self, name: str, e: Expression) -> str:
        place = parts(e.arguments[0]) if isinstance(e, Apply) and e.function == "digamma" else None
        if place is None:
            raise self.refuse("no real function for", e)
        self._require(self.positive(place[1]), "an imaginary part not proved positive", e)
        return f"{name}_digamma {self.real(place[0])} {self.real(place[1])}"

    def _require_no_pole(self, x: Expression) -> None:
        literal = fraction_of(x)
        fits = self.positive(x) or (literal is not None and literal.denominator > 1)
        if not fits and free_symbols(x):
            fits = self._proved(x, lambda b: False, lambda scope, element: scope.facts.no_pole(element))
        self._require(fits, "an argument not proved to be no pole", x)

    def _factorial(self, n: Expression) -> str:
        return f"INR (fact {self._whole(n)})"

    def _binomial(self, upper: Expression, lower: Expression) -> str:
        k = self._natural_operand(lower)
        if k is None:
            raise self.refuse("not proved a natural number", lower)
        n = self._natural_operand(upper)
        if n is not None and self.nonnegative(Add((upper, Negate(lower)))):
            return f"Binomial.C {n} {k}"
        return f"choose {self.real(upper)} {k}"

    def _FallingFactorial(self, base: Expression, length: Expression) -> str:
        order = self._natural_operand(length)
        if length == ZERO:
            return "1"
        if order is None:
            raise self.refuse("not proved a natural number", length)
        return f"choose {self.real(base)} {order} * INR (fact {order})"

    def _RisingFactorial(self, base: Expression, length: Expression) -> str:
        return f"rising {self.real(base)} {self._whole(length)}"

    def _harmonic(self, n: Expression, order: Expression = ONE) -> str:
        return f"harmonic {self._whole(order)} {self._whole(n)}"

    def _fibonacci(self, n: Expression) -> str:
        return f"fibonacci {self._whole(n)}"

    def _lucas(self, n: Expression) -> str:
        return f"lucas {self._whole(n)}"

    def _zeta(self, s: Expression, a: Expression = ONE) -> str:
        order = self._whole(s)
        self._require(self.nonnegative(Add((s, Negate(Integer(2))))), "an order not proved at least 2", s)
        self._require(self.positive(a), "an argument not proved positive", a)
        return f"hurwitz {order} {self.real(a)}"

    def _polygamma(self, order: Expression, x: Expression) -> str:
        if not isinstance(order, Integer) or not 0 <= order.value <= 100:
            raise self.refuse("no literal order", order)
        if order.value == 0:
            return self._digamma(x)
        self._require(self.positive(x), "an argument not proved positive", x)
        sign = "" if order.value % 2 else "-"
        zeta = self.real(Apply("zeta", (Integer(order.value + 1), x)))
        return f"{sign}{self.real(Apply('factorial', (order,)))} * {zeta}"

    def _polylog(self, s: Expression, x: Expression) -> str:
        if s == Integer(1):
            return f"- {self.real(Apply('log', (Add((Integer(1), Negate(x))),)))}"
        order = self._whole(s)
        self._require(self.nonnegative(Add((s, Negate(Integer(2))))), "an order not proved at least 2", s)
        self._require(self.within_one(x), "an argument not proved from -1 to 1", x)
        return f"polylog {order} {self.real(x)}"

    def _hyper(self, above: Expression, below: Expression, z: Expression) -> str:
        lists = []
        for parameters in (above, below):
            if not isinstance(parameters, Apply) or parameters.function != "tuple":
                raise self.refuse("no list of parameters", parameters)
            lists.append(parameters.arguments)
        for b in lists[1]:
            self._require_no_pole(b)
        p, q = len(lists[0]), len(lists[1])
        if p > q + 1 or (p == q + 1 and not self.positive(Add((Integer(1), Negate(Power(z, Integer(2))))))):
            raise self.refuse("no proof of convergence", z)
        texts = ["[" + "; ".join(map(self.real, parameters)) + "]" for parameters in lists]
        return f"hyper {texts[0]} {texts[1]} {self.real(z)}"


def _is_negative(e: Expression) -> bool:
    match e:
        case Negate():
            return True
        case Multiply((first, *_)):
            return _is_negative(first)
    return False


def opposite(e: Expression) -> Expression:
    """Return the negative, with signs taken off where they stand in front."""
    match e:
        case Negate(operand):
            return operand
        case Add(terms):
            return Add(tuple(opposite(t) for t in terms))
        case Multiply((first, *rest)):
            return Multiply((opposite(first), *rest))
    return Negate(e)
