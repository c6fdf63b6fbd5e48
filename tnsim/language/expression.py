"""Immutable expression nodes; nothing is evaluated, simplified or reordered on construction.

The nodes mirror the grammar one to one, so that `parse(print(e)) == e` for every tree and the
theorem that a checker sees is the theorem that the user wrote: `zeta(2)` stays `zeta(2)`, and
`(m-1)/(m-1)` keeps its pole.

>>> n = Symbol("n")
>>> number(1) / (n * (n + number(1)))
Divide(Integer(1), Multiply((Symbol('n'), Add((Symbol('n'), Integer(1))))))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "INFINITY",
    "ONE",
    "ZERO",
    "Add",
    "Apply",
    "Constant",
    "Divide",
    "Expression",
    "Integer",
    "Multiply",
    "Negate",
    "Power",
    "Product",
    "Sum",
    "Symbol",
    "contains_sum",
    "free_symbols",
    "number",
    "rational_value",
    "rebuild",
    "substitute",
    "walk",
]

CONSTANTS = frozenset({"pi", "E", "I", "oo", "EulerGamma", "Catalan", "GoldenRatio"})

# name -> admissible numbers of arguments
FUNCTIONS: Mapping[str, tuple[int, ...]] = {
    "Abs": (1,), "KroneckerDelta": (2,), "RisingFactorial": (2,), "FallingFactorial": (2,),
    "Chi": (1,), "Ci": (1,), "Ei": (1,), "Shi": (1,), "Si": (1,), "erfi": (1,), "fresnelc": (1,), "fresnels": (1,),
    "li": (1,), "lowergamma": (2,), "uppergamma": (2,),
    "acos": (1,), "acosh": (1,), "acot": (1,), "asin": (1,), "asinh": (1,), "assoc_laguerre": (3,), "atan": (1,),
    "atanh": (1,),
    "bernoulli": (1, 2), "besseli": (2,), "besselj": (2,), "besselk": (2,), "bessely": (2,), "beta": (2,),
    "binomial": (2,), "ceiling": (1,), "chebyshevt": (2,), "chebyshevu": (2,), "cos": (1,), "cosh": (1,),
    "cot": (1,), "coth": (1,), "csc": (1,), "digamma": (1,), "dirichlet_eta": (1,),
    "divisor_sigma": (1, 2), "elliptic_e": (1,),
    "elliptic_k": (1,), "erf": (1,), "erfc": (1,), "euler": (1,), "exp": (1,), "expint": (2,),
    "factorial": (1,), "factorial2": (1,), "fibonacci": (1,), "floor": (1,), "gamma": (1,),
    "gegenbauer": (3,),
    "harmonic": (1, 2), "hermite": (2,), "hyper": (3,), "im": (1,), "jacobi": (4,), "laguerre": (2,), "legendre": (2,),
    "lerchphi": (3,), "log": (1,), "loggamma": (1,), "lucas": (1,), "mobius": (1,), "polygamma": (2,), "polylog": (2,),
    "re": (1,), "sec": (1,), "sign": (1,), "sin": (1,), "sinh": (1,), "sqrt": (1,), "stieltjes": (1,),
    "tan": (1,), "tanh": (1,), "totient": (1,), "tuple": tuple(range(0, 33)), "zeta": (1, 2),
}  # fmt: skip


class Expression:
    """Base of all nodes; the operators build nodes and evaluate nothing."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Expression, ...]:
        """Return the direct sub-expressions, bounds of sums included."""
        return ()

    def __add__(self, other: Expression) -> Expression:
        return Add((self, other))

    def __sub__(self, other: Expression) -> Expression:
        return Add((self, Negate(other)))

    def __mul__(self, other: Expression) -> Expression:
        return Multiply((self, other))

    def __truediv__(self, other: Expression) -> Expression:
        return Divide(self, other)

    def __pow__(self, other: Expression) -> Expression:
        return Power(self, other)

    def __neg__(self) -> Expression:
        return Negate(self)


@dataclass(frozen=True, slots=True)
class Integer(Expression):
    """A non-negative whole number; negative ones are `Negate(Integer(k))`, fractions are `Divide`."""

    value: int

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"Integer takes a whole number >= 0, got {self.value}; use number({self.value})")

    def __repr__(self) -> str:
        return f"Integer({self.value})"


@dataclass(frozen=True, slots=True)
class Symbol(Expression):
    """An index or a parameter, known by its name."""

    name: str

    def __repr__(self) -> str:
        return f"Symbol({self.name!r})"


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A named constant, one of `CONSTANTS`."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in CONSTANTS:
            raise ValueError(f"unknown constant {self.name!r}; known are {', '.join(sorted(CONSTANTS))}")

    def __repr__(self) -> str:
        return f"Constant({self.name!r})"


@dataclass(frozen=True, slots=True)
class Add(Expression):
    """A sum of two or more terms in the order written; subtraction adds a `Negate`."""

    terms: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if len(self.terms) < 2:
            raise ValueError("Add takes at least two terms")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.terms

    def __repr__(self) -> str:
        return f"Add({self.terms!r})"


@dataclass(frozen=True, slots=True)
class Negate(Expression):
    """The negative of an expression."""

    operand: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.operand,)

    def __repr__(self) -> str:
        return f"Negate({self.operand!r})"


@dataclass(frozen=True, slots=True)
class Multiply(Expression):
    """A product of two or more factors in the order written."""

    factors: tuple[Expression, ...]

    def __post_init__(self) -> None:
        if len(self.factors) < 2:
            raise ValueError("Multiply takes at least two factors")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.factors

    def __repr__(self) -> str:
        return f"Multiply({self.factors!r})"


@dataclass(frozen=True, slots=True)
class Divide(Expression):
    """A quotient; it has no value where the denominator is zero."""

    numerator: Expression
    denominator: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.numerator, self.denominator)

    def __repr__(self) -> str:
        return f"Divide({self.numerator!r}, {self.denominator!r})"


@dataclass(frozen=True, slots=True)
class Power(Expression):
    """A power: `0**0 = 1`; the principal value for exponents that are not whole."""

    base: Expression
    exponent: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.base, self.exponent)

    def __repr__(self) -> str:
        return f"Power({self.base!r}, {self.exponent!r})"


@dataclass(frozen=True, slots=True)
class Apply(Expression):
    """A function from `FUNCTIONS` applied to its arguments."""

    function: str
    arguments: tuple[Expression, ...]

    def __post_init__(self) -> None:
        arities = FUNCTIONS.get(self.function)
        if arities is None:
            raise ValueError(f"unknown function {self.function!r}")
        if len(self.arguments) not in arities:
            raise ValueError(f"{self.function} takes {arities} arguments, got {len(self.arguments)}")

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.arguments

    def __repr__(self) -> str:
        return f"Apply({self.function!r}, {self.arguments!r})"


@dataclass(frozen=True, slots=True)
class Sum(Expression):
    """`term` summed over whole numbers `index` from `lower` to `upper`; binds `index` in `term` only."""

    term: Expression
    index: Symbol
    lower: Expression
    upper: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.term, self.index, self.lower, self.upper)

    def __repr__(self) -> str:
        return f"Sum({self.term!r}, {self.index!r}, {self.lower!r}, {self.upper!r})"


@dataclass(frozen=True, slots=True)
class Product(Expression):
    """`term` multiplied over whole numbers `index` from `lower` to `upper`; binds `index` in `term` only."""

    term: Expression
    index: Symbol
    lower: Expression
    upper: Expression

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.term, self.index, self.lower, self.upper)

    def __repr__(self) -> str:
        return f"Product({self.term!r}, {self.index!r}, {self.lower!r}, {self.upper!r})"


ZERO = Integer(0)
ONE = Integer(1)
INFINITY = Constant("oo")


def number(value: int | Fraction) -> Expression:
    """Return the expression that the printer would show for an exact rational number.

    >>> number(Fraction(-3, 4))
    Negate(Divide(Integer(3), Integer(4)))
    """
    fraction = Fraction(value)
    magnitude: Expression = Integer(abs(fraction.numerator))
    if fraction.denominator != 1:
        magnitude = Divide(magnitude, Integer(fraction.denominator))
    return Negate(magnitude) if fraction < 0 else magnitude


def rational_value(expression: Expression) -> Fraction | None:
    """Return the value of a literal, `None` for anything else: a fraction, a sign, a power of whole numbers.

    >>> rational_value(Divide(Integer(1), Integer(3))), rational_value(Power(Integer(10), Integer(2)))
    (Fraction(1, 3), Fraction(100, 1))
    """
    match expression:
        case Integer(value):
            return Fraction(value)
        case Power(Integer(base), Integer(exponent)) if exponent * base.bit_length() <= _MOST_BITS:
            return Fraction(base**exponent)
        case Negate(operand):
            inner = rational_value(operand)
            return None if inner is None else -inner
        case Divide(Integer(p), Integer(q)) if q != 0:
            return Fraction(p, q)
    return None


_MOST_BITS = 4_000


def rebuild(expression: Expression, function: Callable[[Expression], Expression]) -> Expression:
    """Return the same node with `function` applied to each child (not to a bound index)."""
    match expression:
        case Add(terms):
            return Add(tuple(function(t) for t in terms))
        case Negate(operand):
            return Negate(function(operand))
        case Multiply(factors):
            return Multiply(tuple(function(f) for f in factors))
        case Divide(numerator, denominator):
            return Divide(function(numerator), function(denominator))
        case Power(base, exponent):
            return Power(function(base), function(exponent))
        case Apply(name, arguments):
            return Apply(name, tuple(function(a) for a in arguments))
        case Sum(term, index, lower, upper):
            return Sum(function(term), index, function(lower), function(upper))
        case Product(term, index, lower, upper):
            return Product(function(term), index, function(lower), function(upper))
    return expression


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all its sub-expressions, parents first."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


@lru_cache(maxsize=128)
def free_symbols(expression: Expression) -> frozenset[str]:
    """Return the names of the symbols that no sum or product binds."""
    return _free_symbols(expression)


def _free_symbols(expression: Expression) -> frozenset[str]:
    match expression:
        case Symbol(name):
            return frozenset({name})
        case Sum(term, index, lower, upper) | Product(term, index, lower, upper):
            return (_free_symbols(term) - {index.name}) | _free_symbols(lower) | _free_symbols(upper)
    return frozenset().union(*map(_free_symbols, expression.children))


@lru_cache(maxsize=128)
def contains_sum(expression: Expression) -> bool:
    """Tell whether a `Sum` or `Product` node occurs."""
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Sum | Product):
            return True
        stack.extend(node.children)
    return False


def substitute(expression: Expression, replacements: Mapping[str, Expression]) -> Expression:
    """Return the expression with free symbols replaced, renaming a bound index that would capture one.

    >>> substitute(Symbol("n") + Symbol("x"), {"n": number(2)})
    Add((Integer(2), Symbol('x')))
    """
    active = {name: value for name, value in replacements.items()}
    if not active:
        return expression
    match expression:
        case Symbol(name):
            return active.get(name, expression)
        case Sum(term, index, lower, upper) | Product(term, index, lower, upper):
            inner = {name: value for name, value in active.items() if name != index.name}
            captured = frozenset().union(*(free_symbols(value) for value in inner.values()))
            if index.name in captured and free_symbols(term) & inner.keys():
                fresh = _fresh_name(index.name, captured | free_symbols(term) | inner.keys())
                term, index = substitute(term, {index.name: Symbol(fresh)}), Symbol(fresh)
            return type(expression)(
                substitute(term, inner), index, substitute(lower, active), substitute(upper, active)
            )
    return rebuild(expression, lambda child: substitute(child, active))


def _fresh_name(name: str, taken: frozenset[str]) -> str:
    suffix = 1
    while f"{name}_{suffix}" in taken:
        suffix += 1
    return f"{name}_{suffix}"
