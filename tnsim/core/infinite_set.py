"""The class that users hold: an infinite set, its elements, its algebra, and questions about its sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from tnsim.core.compensator import Compensator
from tnsim.core.elements import Elements
from tnsim.core.enumeration import Enumeration, Finite, FromFormula, Generated, Mapped, Recurrent
from tnsim.core.exact import (
    Exact,
    Scalar,
    as_expression,
    as_fraction,
    exact_element,
    exact_value,
    scaled,
    total,
    written,
)
from tnsim.core.families import Families
from tnsim.core.result import ZeroSumResult
from tnsim.errors import DivergenceError, InputError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Add,
    Negate,
    Sum,
    Symbol,
    number,
    rational_value,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_latex, to_text
from tnsim.sets import algebra
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim
from tnsim.sets.infinite_set import FormulaSet

if TYPE_CHECKING:
    import sympy

__all__ = ["Mode", "ZeroSumInfiniteSet"]

Mode: TypeAlias = Literal["compensated", "direct"]


class ZeroSumInfiniteSet(Elements, Families):
    """An infinite set `{a(n) : n = start, start + 1, ...}`; order and multiplicity count.

    Made from a formula, or by `from_elements`, `from_recurrence`, `from_generator`, `from_sympy`, or a family
    (`harmonic`, `alternating`, `geometric`, `arithmetic`, `power`, `dirichlet`, `telescoping`, `custom`).
    Immutable; elements are exact: a `Fraction`, or a SymPy expression where an element is not rational.

    Arguments: `formula`, the term, as a text, an expression or a SymPy object, or `"1/n^2, n = 1..oo"`;
    `index`, its name; `start`, the first index; `assumptions`, texts such as `"x: real, 0 < x < 1"`.
    Raises InputError for what cannot be read.

    >>> A = ZeroSumInfiniteSet("1/n^2, n = 1..oo")
    >>> A[2], A.take(3)
    (Fraction(1, 9), [Fraction(1, 1), Fraction(1, 4), Fraction(1, 9)])
    """

    __slots__ = ("_formula",)

    def __init__(
        self, formula: object, index: str = "n", start: int = 1, assumptions: Iterable[str] | Assumptions = ()
    ) -> None:
        facts = assumptions if isinstance(assumptions, Assumptions) else Assumptions.parse(assumptions)
        if isinstance(formula, FormulaSet):
            source = formula
        elif isinstance(formula, str) and _has_range(formula):
            node = parse(f"Sum({formula})")
            if not isinstance(node, Sum) or node.upper != INFINITY:
                raise InputError("a set is written as a term and a range: '1/n^2, n = 1..oo'")
            first = rational_value(node.lower)
            if first is None or first.denominator != 1:
                raise InputError(f"a set starts at a whole number, got {to_text(node.lower)}")
            source = FormulaSet(node.term, node.index, int(first), (), facts)
        else:
            source = FormulaSet(as_expression(formula), Symbol(index), start, (), facts)
        self._formula: FormulaSet | None = source
        self._enumeration: Enumeration = FromFormula(source)
        self._start = source.first

    @classmethod
    def _from_enumeration(cls, enumeration: Enumeration, start: int) -> ZeroSumInfiniteSet:
        made = cls.__new__(cls)
        made._formula, made._enumeration, made._start = None, enumeration, start
        return made

    @classmethod
    def from_elements(cls, elements: Iterable[int | float | Fraction | str], start: int = 1) -> ZeroSumInfiniteSet:
        """Return the set of finitely many exact elements: `0.33` is 33/100.

        >>> ZeroSumInfiniteSet.from_elements([1, -1, 0.5, "-1/2"]).validate_zero_sum().kind
        'proved'
        """
        return cls._from_enumeration(Finite(tuple(as_fraction(e) for e in elements)), start)

    @classmethod
    def from_recurrence(
        cls, step: object, initial: Sequence[Scalar], index: str = "n", start: int = 1
    ) -> ZeroSumInfiniteSet:
        """Return the set with the given first elements and a(n) = step, where a1 = a(n-1), a2 = a(n-2), ...

        >>> ZeroSumInfiniteSet.from_recurrence("a1 + a2", [1, 1]).take(6)
        [Fraction(1, 1), Fraction(1, 1), Fraction(2, 1), Fraction(3, 1), Fraction(5, 1), Fraction(8, 1)]
        """
        if not initial:
            raise InputError("a recurrence needs at least one first element")
        known = [as_fraction(cast("int | float | Fraction | str", value)) for value in initial]
        return cls._from_enumeration(Recurrent(as_expression(step), Symbol(index), start, known), start)

    @classmethod
    def from_generator(cls, elements: Iterable[object], start: int = 1) -> ZeroSumInfiniteSet:
        """Return the set of the elements of a Python iterable, remembered as they come; nothing is provable of it."""
        return cls._from_enumeration(Generated(iter(elements), exact_element), start)

    @classmethod
    def from_sympy(cls, series: sympy.Sum, assumptions: Iterable[str] = ()) -> ZeroSumInfiniteSet:
        """Return the set of the terms of a SymPy `Sum` with an infinite upper bound.

        >>> import sympy
        >>> n = sympy.Symbol("n")
        >>> ZeroSumInfiniteSet.from_sympy(sympy.Sum(1 / n**2, (n, 1, sympy.oo))).take(2)
        [Fraction(1, 1), Fraction(1, 4)]
        """
        node = as_expression(series)
        if not isinstance(node, Sum) or node.upper != INFINITY:
            raise InputError("expected a SymPy Sum from a whole number to oo")
        first = rational_value(node.lower)
        if first is None or first.denominator != 1:
            raise InputError("expected a SymPy Sum that starts at a whole number")
        return cls(node.term, node.index.name, int(first), assumptions)

    def to_sympy(self) -> sympy.Expr:
        """Return the sum of the set as a SymPy expression; raises UnsupportedError without a formula."""
        from tnsim.language.sympy_bridge import to_sympy

        return to_sympy(self._known("to_sympy").sum())

    @property
    def term(self) -> sympy.Expr:
        """Return the term as a SymPy expression; raises UnsupportedError without a formula."""
        from tnsim.language.sympy_bridge import to_sympy

        return to_sympy(self._known("term").term)

    @property
    def formula(self) -> FormulaSet | None:
        """Return the formula as an immutable object, `None` for a set given otherwise."""
        return self._formula

    def _known(self, wanted: str) -> FormulaSet:
        if self._formula is None:
            raise UnsupportedError(f"{wanted} needs a set given by a formula")
        return self._formula

    def __neg__(self) -> ZeroSumInfiniteSet:
        if self._formula is not None:
            return type(self)(algebra.mapped(self._formula, Negate))
        return self._mapped(lambda value: scaled(value, Fraction(-1)))

    def __mul__(self, factor: object) -> ZeroSumInfiniteSet:
        scalar = as_expression(factor)
        if self._formula is not None:
            return type(self)(algebra.scale(self._formula, scalar))
        value = exact_value(scalar)
        return self._mapped(lambda element: scaled(element, value))

    __rmul__ = __mul__

    def __truediv__(self, divisor: object) -> ZeroSumInfiniteSet:
        value = exact_value(as_expression(divisor))
        if value == 0:
            raise ZeroDivisionError("a set cannot be divided by 0")
        if isinstance(value, Fraction):
            return self * (1 / value)
        return self * (number(1) / value)

    def __add__(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        return self.oplus(other) if isinstance(other, ZeroSumInfiniteSet) else NotImplemented

    def __sub__(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        return self.oplus(-other) if isinstance(other, ZeroSumInfiniteSet) else NotImplemented

    def oplus(self, other: ZeroSumInfiniteSet, mode: Mode = "compensated") -> ZeroSumInfiniteSet:
        """Return A ⊕ B, the family of a(n) + b(n) aligned by index.

        `mode="direct"` is the reading ΣA + ΣB, which exists only where both sums do: raises DivergenceError where
        one of them is proved divergent, UnsupportedError where the convergence of one is not established.
        """
        if mode not in ("compensated", "direct"):
            raise InputError(f"mode is 'compensated' or 'direct', got {mode!r}")
        if mode == "direct":
            self._require_convergence()
            other._require_convergence()
        if self._formula is not None and other._formula is not None:
            return type(self)(algebra.oplus(self._formula, other._formula))
        start = min(self._start, other._start)
        lengths = (_end(self), _end(other))
        length = None if None in lengths else max(cast("int", end) for end in lengths) - start
        return self._from_enumeration(
            Mapped(lambda k: total([_at(self, start + k), _at(other, start + k)]), length), start
        )

    def _require_convergence(self) -> None:
        if self.length is not None:
            return
        Compensator().convergence(self._known("the direct reading").sum(), self._known("direct").assumptions)

    def shift(self, steps: int) -> ZeroSumInfiniteSet:
        """Return the set without its first `steps` elements."""
        if self._formula is not None:
            return type(self)(algebra.shift(self._formula, steps))
        if steps < 0:
            raise InputError(f"a shift leaves out elements: it must be >= 0, got {steps}")
        length = None if self.length is None else max(0, self.length - steps)
        return self._from_enumeration(Mapped(lambda k: self._element(k + steps), length), self._start + steps)

    def every(self, period: int, residue: int = 0) -> ZeroSumInfiniteSet:
        """Return the residue class: the elements at positions residue, residue + period, ..., from index 0 on."""
        if self._formula is not None:
            return type(self)(algebra.every(self._formula, period, residue))
        if period < 1 or not 0 <= residue < period:
            raise InputError(f"a residue class needs 0 <= r < q, got q = {period}, r = {residue}")
        length = None if self.length is None else max(0, -(-(self.length - residue) // period))
        return self._from_enumeration(Mapped(lambda k: self._element(residue + period * k), length), 0)

    def interleave(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        """Return a, b, a, b, ...: the two sets taken in turns, from index 0 on."""
        plain = _plain_formulas(self, other)
        if plain is not None:
            return type(self)(algebra.interleave(*plain))
        if (self.length is None) != (other.length is None) or self.length != other.length:
            raise InputError("sets of different lengths cannot be interleaved")
        length = None if self.length is None else 2 * self.length
        return self._from_enumeration(Mapped(lambda k: (self, other)[k % 2]._element(k // 2), length), 0)

    def cauchy_product(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        """Return c(n) = sum of a(i) b(j) over positions i + j = n, from index 0 on."""
        plain = _plain_formulas(self, other)
        if plain is not None:
            return type(self)(algebra.cauchy_product(*plain))
        ends = (self.length, other.length)
        length = None if None in ends else max(0, sum(cast("int", e) for e in ends) - 1)
        return self._from_enumeration(Mapped(lambda k: _convolved(self, other, k), length), 0)

    def _mapped(self, change: Callable[[Exact], Exact]) -> ZeroSumInfiniteSet:
        source = self._enumeration
        if isinstance(source, Finite):
            return self._from_enumeration(Finite(tuple(change(e) for e in source.elements)), self._start)
        return self._from_enumeration(Mapped(lambda k: change(source.element(k)), self.length), self._start)

    def _claim(self) -> Claim:
        if self._formula is not None:
            return Claim(self._formula.sum(), self._formula.assumptions)
        source = self._enumeration
        if self.length is None:
            raise UnsupportedError("nothing can be proved of a set without a formula; A.partial_sums() is exact")
        elements = [written(source.element(k)) for k in range(self.length)]
        if not elements:
            return Claim(ZERO)
        return Claim(elements[0] if len(elements) == 1 else Add(tuple(elements)))

    def validate_zero_sum(self, **options: Any) -> ZeroSumResult:
        """Return whether the sum of the set is proved to be 0; options are those of Compensator.

        >>> ZeroSumInfiniteSet("1/n - 1/n").validate_zero_sum().kind
        'proved'
        """
        return ZeroSumResult(Compensator(**options).prove(self._claim()))

    def zero_sum_operation(
        self, other: ZeroSumInfiniteSet, mode: Mode = "compensated", **options: Any
    ) -> ZeroSumResult:
        """Return whether A ⊕ B is zero-sum, in the compensated or the direct reading.

        Raises DivergenceError for the direct reading of a divergent set: ∞ - ∞ is no number.

        >>> A = ZeroSumInfiniteSet.harmonic()
        >>> A.zero_sum_operation(-A).kind
        'proved'
        """
        if mode == "direct":
            self.oplus(other, mode="direct")
            claims = (self._claim(), other._claim())
            facts = self.oplus(other)._claim().assumptions
            claim = Claim(claims[0].expression + claims[1].expression, facts)
            verdict = Compensator(**options).prove(claim)
            if verdict.kind == "divergent":
                raise DivergenceError(str(verdict))
            return ZeroSumResult(verdict)
        return self.oplus(other).validate_zero_sum(**options)

    def find_compensating_set(self, **options: Any) -> tuple[ZeroSumInfiniteSet, ZeroSumResult]:
        """Return a set B with A ⊕ B zero-sum, and the proof: -A, which always serves."""
        opposite = -self
        return opposite, self.zero_sum_operation(opposite, **options)

    def sum(self, digits: int = 15, timeout: float = 20.0) -> Ball:
        """Return a ball around the sum.

        Raises DivergenceError, UnsupportedError where no method encloses it, PrecisionError out of budget.

        >>> print(ZeroSumInfiniteSet("1/2^n").sum(digits=20))
        1.00000000000000000000000000000
        """
        enclosure = Compensator(digits=digits, timeout=timeout).evaluate(self._claim().expression)
        if enclosure.imaginary is not None:
            raise UnsupportedError("the sum is not real: use Compensator.evaluate for both parts")
        return enclosure.ball

    def __eq__(self, other: object) -> bool:
        """Tell whether the two are given in the same way; equal families may be given differently."""
        if not isinstance(other, ZeroSumInfiniteSet):
            return NotImplemented
        if self._formula is None or other._formula is None:
            return self._enumeration == other._enumeration and self._start == other._start
        return self._formula == other._formula

    def __hash__(self) -> int:
        return hash(self._formula) if self._formula is not None else id(self._enumeration)

    def __repr__(self) -> str:
        if self._formula is not None and not self._formula.prefix:
            f = self._formula
            return f"ZeroSumInfiniteSet('{to_text(f.term)}, {f.index.name} = {f.start}..oo')"
        shown = ", ".join(str(e) for e in self.take(4))
        tail = "" if self.length is not None and self.length <= 4 else ", ..."
        return f"ZeroSumInfiniteSet({{{shown}{tail}}})"

    def _repr_latex_(self) -> str:
        if self._formula is not None and not self._formula.prefix:
            f = self._formula
            body = rf"{to_latex(f.term)} : {to_latex(f.index)} \ge {f.start}"
        else:
            body = ", ".join(to_latex(written(exact_element(e))) for e in self.take(4))
            body += "" if self.length is not None and self.length <= 4 else r", \ldots"
        return rf"$\left\{{ {body} \right\}}$"


def _plain_formulas(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> tuple[FormulaSet, FormulaSet] | None:
    """Return the formulas of two sets without exceptional first terms, else `None`."""
    if a.formula is None or b.formula is None or a.formula.prefix or b.formula.prefix:
        return None
    return a.formula, b.formula


def _has_range(formula: str) -> bool:
    return "=" in formula or ".." in formula


def _at(source: ZeroSumInfiniteSet, index: int) -> Exact:
    position = index - source.start
    if position < 0 or (source.length is not None and position >= source.length):
        return Fraction(0)
    return source._element(position)


def _end(source: ZeroSumInfiniteSet) -> int | None:
    return None if source.length is None else source.start + source.length


def _convolved(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet, position: int) -> Exact:
    pairs = [
        (i, position - i)
        for i in range(position + 1)
        if (a.length is None or i < a.length) and (b.length is None or position - i < b.length)
    ]
    return total([scaled(a._element(i), b._element(j)) for i, j in pairs])


