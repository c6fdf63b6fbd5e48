"""The class that users hold: an infinite set, its elements, its algebra, and questions about its sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from tnsim.core import elementwise
from tnsim.core.accelerated import accelerated
from tnsim.core.ball import Ball
from tnsim.core.closed_forms import ClosedForm, ClosedForms
from tnsim.core.compensator import Compensator
from tnsim.core.display import set_to_latex, set_to_text
from tnsim.core.elements import Elements, natural
from tnsim.core.enumeration import Enumeration, Finite, FromFormula, Generated, Recurrent
from tnsim.core.estimate import Estimate, estimate
from tnsim.core.exact import Exact, exact_element, exact_value, scaled, written
from tnsim.core.families import Families
from tnsim.core.partial_sums import enclosed_partial_sum
from tnsim.core.reading import (
    as_expression,
    as_fraction,
    as_index,
    as_iterable,
    as_set,
    as_term,
    at_top_level,
    whole,
)
from tnsim.core.regularised import RegularisedSum, Sense, regularised_sum
from tnsim.core.result import ZeroSumResult
from tnsim.errors import AssumptionError, DivergenceError, InputError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ZERO, Add, Negate, Sum, Symbol, number
from tnsim.language.parser import parse
from tnsim.prover.strategy import Goal
from tnsim.sets import algebra
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
    Raises InputError for what cannot be read, AssumptionError for an assumption on the index.

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
        elif isinstance(formula, str) and at_top_level(formula, ","):
            if (index, start) != ("n", 1):
                raise InputError("the range stands in the formula already; leave out index and start")
            source = as_set(parse(f"Sum({formula})"), facts)
        else:
            source = FormulaSet(as_term(formula), as_index(index), whole(start, "the first index"), (), facts)
        if source.index.name in source.assumptions.symbols:
            name = source.index.name
            raise AssumptionError(f"{name} is the index of the set, whole and >= {source.start}; leave it out")
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
        known = tuple(as_fraction(element) for element in as_iterable(elements))
        return cls._from_enumeration(Finite(known), whole(start, "the first index"))

    @classmethod
    def from_recurrence(
        cls, step: object, initial: Iterable[int | float | Fraction | str], index: str = "n", start: int = 1
    ) -> ZeroSumInfiniteSet:
        """Return the set with the given first elements and a(n) = step, where a1 = a(n-1), a2 = a(n-2), ...

        >>> ZeroSumInfiniteSet.from_recurrence("a1 + a2", [1, 1]).take(6)
        [Fraction(1, 1), Fraction(1, 1), Fraction(2, 1), Fraction(3, 1), Fraction(5, 1), Fraction(8, 1)]
        """
        known = tuple(as_fraction(value) for value in as_iterable(initial))
        first = whole(start, "the first index")
        return cls._from_enumeration(Recurrent(as_term(step), as_index(index), first, known), first)

    @classmethod
    def from_generator(cls, elements: Iterable[object], start: int = 1) -> ZeroSumInfiniteSet:
        """Return the set of the elements of a Python iterable, remembered as they come; nothing is provable of it.

        >>> from itertools import count
        >>> ZeroSumInfiniteSet.from_generator(Fraction(1, k) for k in count(1)).partial_sum(3)
        Fraction(11, 6)
        """
        return cls._from_enumeration(
            Generated(iter(as_iterable(elements)), exact_element), whole(start, "the first index")
        )

    @classmethod
    def from_sympy(cls, series: sympy.Sum, assumptions: Iterable[str] = ()) -> ZeroSumInfiniteSet:
        """Return the set of the terms of a SymPy `Sum` with an infinite upper bound.

        >>> import sympy
        >>> n = sympy.Symbol("n")
        >>> ZeroSumInfiniteSet.from_sympy(sympy.Sum(1 / n**2, (n, 1, sympy.oo))).take(2)
        [Fraction(1, 1), Fraction(1, 4)]
        """
        return cls(as_set(as_expression(series), Assumptions.parse(assumptions)))

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

    def partial_sum(self, number: int, exact: bool = True) -> Any:
        """Return the sum of the first elements (of all, if there are fewer): exact, or else a ball around it.

        The ball is for very many elements of a formula.

        >>> ZeroSumInfiniteSet("1/(n*(n + 1))").partial_sum(10**6, exact=False).contains(1 - Fraction(1, 10**6 + 1))
        True
        """
        known = None if exact else self._known("a ball around a partial sum")
        return super().partial_sum(number) if known is None else enclosed_partial_sum(known, natural(number))

    def __neg__(self) -> ZeroSumInfiniteSet:
        if self._formula is not None:
            return type(self)(algebra.mapped(self._formula, Negate))
        return self._mapped(lambda value: scaled(value, Fraction(-1)))

    def __mul__(self, factor: object) -> ZeroSumInfiniteSet:
        scalar = as_term(factor)
        if self._formula is not None:
            return type(self)(algebra.scale(self._formula, scalar))
        value = exact_value(scalar)
        return self._mapped(lambda element: scaled(element, value))

    __rmul__ = __mul__

    def __truediv__(self, divisor: object) -> ZeroSumInfiniteSet:
        value = exact_value(as_term(divisor))
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
        _require_set(other)
        if mode not in ("compensated", "direct"):
            raise InputError(f"mode is 'compensated' or 'direct', got {mode!r}")
        if mode == "direct":
            self._require_convergence()
            other._require_convergence()
        mine, its = self._as_formula(), other._as_formula()
        if mine is not None and its is not None and (self.length is None or other.length is None):
            return type(self)(algebra.oplus(mine, its))
        first, second = sorted((self, other), key=lambda s: s._start)
        added = elementwise.oplus(first._enumeration, second._enumeration, second._start - first._start)
        return self._from_enumeration(added, first._start)

    def _as_formula(self) -> FormulaSet | None:
        """Return the formula; a finite set has one too, whose term is 0 after the elements."""
        if isinstance(self._enumeration, Finite):
            elements = tuple(written(element) for element in self._enumeration.elements)
            return FormulaSet(ZERO, Symbol("n"), self._start + len(elements), elements)
        return self._formula

    def _require_convergence(self) -> None:
        if self.length is not None:
            return
        Compensator().convergence(self._known("the direct reading").sum(), self._known("direct").assumptions)

    def shift(self, steps: int) -> ZeroSumInfiniteSet:
        """Return the set without its first `steps` elements."""
        left_out = whole(steps, "a shift")
        if self._formula is not None:
            return type(self)(algebra.shift(self._formula, left_out))
        return self._from_enumeration(elementwise.shift(self._enumeration, left_out), self._start + left_out)

    def every(self, period: int, residue: int = 0) -> ZeroSumInfiniteSet:
        """Return the residue class: the elements at positions residue, residue + period, ..., from index 0 on."""
        q, r = whole(period, "a period"), whole(residue, "a residue")
        if self._formula is not None:
            return type(self)(algebra.every(self._formula, q, r))
        return self._from_enumeration(elementwise.every(self._enumeration, q, r), 0)

    def interleave(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        """Return a, b, a, b, ...: the two sets taken in turns, from index 0 on.

        Raises InputError for sets of different lengths; a generator that ends ends the set.
        """
        _require_set(other)
        plain = _plain_formulas(self, other)
        if plain is not None:
            return type(self)(algebra.interleave(*plain))
        return self._from_enumeration(elementwise.interleave(self._enumeration, other._enumeration), 0)

    def cauchy_product(self, other: ZeroSumInfiniteSet) -> ZeroSumInfiniteSet:
        """Return c(n) = sum of a(i) b(j) over positions i + j = n, from index 0 on.

        >>> A = ZeroSumInfiniteSet.geometric("1/2")
        >>> A.cauchy_product(A).take(3)
        [Fraction(1, 1), Fraction(1, 1), Fraction(3, 4)]
        """
        _require_set(other)
        plain = _plain_formulas(self, other)
        if plain is not None:
            return type(self)(algebra.cauchy_product(*plain))
        return self._from_enumeration(elementwise.cauchy_product(self._enumeration, other._enumeration), 0)

    def _mapped(self, change: Callable[[Exact], Exact]) -> ZeroSumInfiniteSet:
        return self._from_enumeration(elementwise.mapped(self._enumeration, change), self._start)

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
        verdict = Compensator(**options).prove(self.zero_sum_claim(other, mode))
        if mode == "direct" and verdict.kind == "divergent":
            raise DivergenceError(str(verdict))
        return ZeroSumResult(verdict)

    def zero_sum_claim(self, other: ZeroSumInfiniteSet, mode: Mode = "compensated") -> Claim:
        """Return what `zero_sum_operation` asks about; raises DivergenceError for divergent sets read directly."""
        both = self.oplus(other, mode=mode)._claim()
        if mode != "direct":
            return both
        return Claim(self._claim().expression + other._claim().expression, both.assumptions)

    def find_compensating_set(
        self, kind: Literal["negative", "accelerated"] = "negative", **options: Any
    ) -> tuple[ZeroSumInfiniteSet, ZeroSumResult]:
        """Return a set B with A ⊕ B zero-sum, and the proof: -A, which always serves, or a faster one.

        With `kind="accelerated"` the elements of B decay geometrically where those of A decay like a power: a WZ pair
        (Amdeberhan and Zeilberger, Electron. J. Combin. 4(2) (1997) R3). Raises UnsupportedError where none is known.

        >>> ZeroSumInfiniteSet("1/n^3").find_compensating_set(kind="accelerated")[0].take(2)
        [Fraction(-5, 4), Fraction(5, 96)]
        """
        if kind == "accelerated":
            found, verdict = accelerated(self._known("acceleration"), **options)
            return type(self)(found), ZeroSumResult(verdict)
        if kind != "negative":
            raise InputError(f"kind is 'negative' or 'accelerated', got {kind!r}")
        return -self, self.zero_sum_operation(-self, **options)

    def closed_form(self, **options: Any) -> ClosedForm:
        """Return a closed form of the sum, as `tnsim.closed_form` does, with its `digits` and `timeout`.

        >>> print(ZeroSumInfiniteSet("1/n^2").closed_form().value)
        Divide(Power(Constant('pi'), Integer(2)), Integer(6))
        """
        return ClosedForms(Compensator(**options)).of(self._claim())

    @overload
    def sum(self, digits: int = ..., timeout: float = ..., method: None = ...) -> Ball | Estimate: ...
    @overload
    def sum(self, digits: int = ..., timeout: float = ..., *, method: Sense) -> RegularisedSum: ...
    def sum(
        self, digits: int = 15, timeout: float = 20.0, method: Sense | None = None
    ) -> Ball | Estimate | RegularisedSum:
        """Return a ball around the sum; with a `method`, the value in that other sense, under its name.

        Of a generator, which has no formula, only an `Estimate` is returned, certified by nothing.

        `method` is 'abel', 'borel', 'cesaro', 'ramanujan' or 'zeta' (the last in powers of the index as written).
        Raises DivergenceError, UnsupportedError where no method encloses it, PrecisionError out of budget.

        >>> print(ZeroSumInfiniteSet("1/2^n").sum(digits=20))
        1.00000000000000000000000000000
        >>> print(ZeroSumInfiniteSet("(-1)^n", start=0).sum(method="abel"))
        0.5 (abel)
        """
        if method is not None:
            known = self._known("a sum in another sense")
            node = Sum(known.term, known.index, number(known.start), INFINITY)
            if known.prefix:
                raise UnsupportedError("a sum in another sense is taken of sets without exceptional first terms")
            return regularised_sum(Goal(node, known.assumptions), method, digits)
        if isinstance(self._enumeration, Generated):
            return estimate(self, digits)
        enclosure = Compensator(digits=digits, timeout=timeout).evaluate(self._claim().expression)
        if enclosure.imaginary is not None:
            raise UnsupportedError("the sum is not real: use Compensator.evaluate for both parts")
        return enclosure.ball

    def __eq__(self, other: object) -> bool:
        """Tell whether the two are given in the same way; equal families may be given differently."""
        if not isinstance(other, ZeroSumInfiniteSet):
            return NotImplemented
        return (self._enumeration, self._start) == (other._enumeration, other._start)

    def __hash__(self) -> int:
        return hash((self._enumeration, self._start))

    def __repr__(self) -> str:
        text = set_to_text(self._enumeration)
        return f"ZeroSumInfiniteSet({text if self._formula is None else repr(text)})"

    def _repr_latex_(self) -> str:
        return set_to_latex(self._enumeration)


def _plain_formulas(a: ZeroSumInfiniteSet, b: ZeroSumInfiniteSet) -> tuple[FormulaSet, FormulaSet] | None:
    """Return the formulas of two sets without exceptional first terms, else `None`."""
    if a.formula is None or b.formula is None or a.formula.prefix or b.formula.prefix:
        return None
    return a.formula, b.formula


def _require_set(other: object) -> None:
    if not isinstance(other, ZeroSumInfiniteSet):
        raise InputError(f"expected another ZeroSumInfiniteSet, got {type(other).__name__}")
