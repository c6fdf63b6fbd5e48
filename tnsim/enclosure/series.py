"""Encloses the sums and products inside an expression, each by the first method that applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flint import acb, arb, fmpq

from tnsim.domains.exact_functions import integer_value
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import Value
from tnsim.enclosure.choices import Choice, Choices, followed
from tnsim.enclosure.deltas import without_deltas
from tnsim.enclosure.hypergeometric_form import Kernel
from tnsim.enclosure.hypergeometric_reader import read_form
from tnsim.enclosure.inner_ranges import first_with_terms
from tnsim.enclosure.inner_sums import without_inner_sums
from tnsim.enclosure.long_sums import long_sum
from tnsim.enclosure.method import Budget, Method, Part, Recipe, Series, partial_sum
from tnsim.enclosure.methods.alternating import AlternatingMoments
from tnsim.enclosure.methods.arcsine_squares import ArcsineSquares
from tnsim.enclosure.methods.binary_splitting import BinarySplitting
from tnsim.enclosure.methods.comparison import Comparison
from tnsim.enclosure.methods.dirichlet_series import DirichletSeries
from tnsim.enclosure.methods.euler_maclaurin import EulerMaclaurin
from tnsim.enclosure.methods.expansion import AsymptoticExpansion
from tnsim.enclosure.methods.gamma_quotients import GammaQuotients
from tnsim.enclosure.methods.hurwitz_zeta import HurwitzZeta
from tnsim.enclosure.methods.inverse_powers import InversePowers
from tnsim.enclosure.methods.lattice_sums import LatticeSums
from tnsim.enclosure.methods.matrix_splitting import MatrixSplitting
from tnsim.enclosure.methods.rational import Rational
from tnsim.enclosure.polynomial_phases import with_linear_phases
from tnsim.enclosure.reality import is_real
from tnsim.enclosure.required_values import require_values
from tnsim.enclosure.residue_classes import blocks
from tnsim.errors import DivergenceError, DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
    Add,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    rebuild,
    substitute,
)
from tnsim.language.printing import to_text

__all__ = ["METHODS", "SumEnclosure"]

METHODS: tuple[Method, ...] = (
    Rational(),
    HurwitzZeta(),
    DirichletSeries(),
    ArcsineSquares(),
    BinarySplitting(),
    MatrixSplitting(),
    GammaQuotients(),
    AlternatingMoments(),
    InversePowers(),
    EulerMaclaurin(),
    AsymptoticExpansion(),
    EulerMaclaurin(by_quadrature=True),
    Comparison(),
)
"""Tried in this order; the first that applies gives the ball."""

_WITH_INNER_SUMS: tuple[Method, ...] = (MatrixSplitting(), LatticeSums())
"""Tried before, on terms with sums in them."""

_MOST_TERMS = 2_000_000
_LOST_BITS = 24


@dataclass(slots=True)
class SumEnclosure:
    """Encloses sums at one precision, and remembers which methods served.

    `choices` are what is remembered of sums at `values`, those of the symbols of the whole expression.
    """

    precision: int
    deadline: float | None = None
    parts: list[Part] = field(default_factory=list)
    is_refinement: bool = False
    choices: Choices = field(default_factory=Choices)
    values: Mapping[str, Value] | None = None

    def __call__(self, node: Sum | Product, env: Mapping[str, Value]) -> acb:
        """Return a ball around an infinite sum or product, or one with very many terms."""
        if isinstance(node, Product):
            return self._product(node, env)
        is_outermost = env is self.values
        if is_outermost and (chosen := self.choices.get(node, self.precision, self.is_refinement)) is not None:
            ball, parts = followed(chosen, self._budget())
            self.parts += parts
            return ball
        try:
            return self._sum(node, env, keep=is_outermost)
        except DivergenceError as error:
            if "diverges" in str(error):  # an inner sum, which is named already
                raise
            raise DivergenceError(f"{to_text(node)} diverges: it has no value, as {error}") from None

    def _sum(self, node: Sum, env: Mapping[str, Value], *, keep: bool) -> acb:
        balls, chosen = [], []
        whole = self._whole_series(node, env)
        if isinstance(whole, acb):
            return whole
        for series in whole:
            part, recipe = self._part(series)
            self.parts.append(part)
            keeps_real = not part.ball.imag.is_zero() and is_real(series, self._budget().interpreter())
            balls.append(acb(part.ball.real) if keeps_real else part.ball)
            chosen += [Choice(recipe, keeps_real)] if recipe is not None else []
        if keep and len(chosen) == len(whole):
            self.choices.keep(node, self.precision, self.is_refinement, tuple(chosen))
        return sum(balls[1:], balls[0])

    def _whole_series(self, node: Sum, env: Mapping[str, Value]) -> acb | tuple[Series, ...]:
        """Return the series that a sum is made of, upwards and downwards; a finite sum is added up."""
        if node.lower == INFINITY or node.upper == Negate(INFINITY):
            raise DomainError("a sum runs upwards: from -oo or a whole number to oo or a whole number")
        lower, upper = self._bound(node.lower, env), self._bound(node.upper, env)
        if node.index.name in env:  # another symbol of the same name
            env = {name: value for name, value in env.items() if name != node.index.name}
        if lower is None:
            mirrored = substitute(node.term, {node.index.name: Negate(node.index)})
            if upper is None:
                return Series(node.term, node.index, 0, env), Series(mirrored, node.index, 1, env)
            return (Series(mirrored, node.index, -upper, env),)
        series = Series(node.term, node.index, lower, env)
        if upper is None:
            return (series,)
        if upper - lower <= _MOST_TERMS:
            return partial_sum(series, upper + 1, self._budget())
        part = long_sum(series, upper, self._budget(), lambda infinite: self._part(infinite)[0])
        self.parts.append(part)
        return acb(part.ball.real) if is_real(series, self._budget().interpreter()) else part.ball

    def _budget(self) -> Budget:
        return Budget(self.precision, self.deadline, self, self.is_refinement)

    def _bound(self, bound: Expression, env: Mapping[str, Value]) -> int | None:
        """Return a whole bound, `None` for an infinite one."""
        if bound in (INFINITY, Negate(INFINITY)):
            return None
        value = self._budget().interpreter().value(bound, env)
        whole = integer_value(value) if isinstance(value, fmpq) else None
        if whole is None:
            raise DomainError("the bounds of a sum must be whole numbers")
        return whole

    def _product(self, node: Product, env: Mapping[str, Value]) -> acb:
        """Return exp of the sum of logarithms: where that converges, it is the product."""
        try:
            logarithm = self(Sum(_logarithm(node.term), node.index, node.lower, node.upper), env)
        except (DivergenceError, DomainError) as error:
            raise UnsupportedError(f"the product is not enclosed by its logarithm: {error}") from None
        return logarithm.exp()

    def _part(self, series: Series) -> tuple[Part, Recipe | None]:
        """Return the ball for a series, and how it was found, if that may be remembered."""
        require_values(series, self._budget().interpreter())
        series = replace(series, term=with_linear_phases(series.term, series.index, series.start))
        if contains_sum(series.term):
            return self._with_inner_sums(series), None
        return self._by_blocks(series)

    def _with_inner_sums(self, series: Series) -> Part:
        """Return the sum of a term with sums in it: as they are if they decay fast, else as functions of the index."""
        budget = self._budget()
        for method in _WITH_INNER_SUMS:
            try:
                return method.recipe(self._with_constants(series), budget)(budget)
            except UnsupportedError:
                continue
        first = first_with_terms(series.term, series.index, series.start, series.env)
        part, _ = self._by_blocks(self._with_constants(_flattened(replace(series, start=first))))
        return part._replace(ball=part.ball + partial_sum(series, first, budget))

    def _with_constants(self, series: Series) -> Series:
        """Return the series with the sums that do not depend on the index as numbers, each evaluated once."""
        env, finer = dict(series.env), self._budget()._replace(precision=self.precision + _LOST_BITS)

        def replaced(node: Expression) -> Expression:
            if not isinstance(node, Sum | Product):
                return rebuild(node, replaced)
            if series.index.name in free_symbols(node):
                return node
            name = f"constant {len(env)}"
            with working_precision(self.precision + _LOST_BITS):
                env[name] = finer.interpreter().value(node, series.env)
            return Symbol(name)

        return Series(replaced(series.term), series.index, series.start, env)

    def _by_blocks(self, series: Series) -> tuple[Part, Recipe | None]:
        """Return the sum, of blocks of terms where the term has floors of fractions of the index."""
        rest = without_deltas(series)
        if rest is not None:
            part, _ = self._by_blocks(rest)
            return part._replace(ball=part.ball + partial_sum(series, rest.start, self._budget())), None
        try:
            found = blocks(series, self._budget().interpreter())
        except UnsupportedError:
            found = None
        if found is None:
            return self._enclose(series)
        whole, first = found
        part, _ = self._by_blocks(whole)
        return part._replace(ball=part.ball + partial_sum(series, first, self._budget())), None

    def _enclose(self, series: Series) -> tuple[Part, Recipe | None]:
        """Return the first ball that meets the target, else the smallest found, also by separate parts.

        The recipe comes with a ball that meets the target, unless an accuracy was missed before: that may have been for
        want of time.
        """
        best: Part | None = None
        reasons: list[str] = []
        failure: PrecisionError | None = None
        budget = self._budget() if contains_sum(series.term) else self._budget()._replace(sums=None)
        for recipe_of in (*(method.recipe for method in METHODS), self._separate_parts):
            try:
                recipe = recipe_of(series, budget)
                part = recipe(budget)
            except UnsupportedError as error:
                reasons.append(str(error))
            except OverflowError:
                reasons.append("an exact number is too large to be written out")
            except PrecisionError as error:
                budget.check()
                failure = error
            else:
                if self._is_sharp(part.ball):
                    may_be_kept = failure is None and budget.sums is None and recipe_of != self._separate_parts
                    return part, recipe if may_be_kept else None
                if part.ball.is_finite() and (best is None or _radius(part.ball) < _radius(best.ball)):
                    best = part
        if best is not None:
            return best, None
        raise failure or UnsupportedError("no method encloses the sum: " + "; ".join(dict.fromkeys(reasons)))

    def _is_sharp(self, ball: acb) -> bool:
        """Tell whether the ball is about as small as the precision allows."""
        return bool(_radius(ball) <= arb(2) ** (_LOST_BITS - self.precision) * (1 + ball.abs_upper()))

    def _groups(self, series: Series) -> list[Expression]:
        """Return the additive parts of the term, those with the same hypergeometric kernels together."""
        if not isinstance(series.term, Add):
            return [series.term]
        groups: dict[object, list[Expression]] = {}
        for position, term in enumerate(series.term.terms):
            groups.setdefault(self._kind(term, series, position), []).append(term)
        return [terms[0] if len(terms) == 1 else Add(tuple(terms)) for terms in groups.values()]

    def _kind(self, term: Expression, series: Series, position: int) -> frozenset[Kernel] | int | str:
        try:
            form = read_form(term, series.index, series.env, self._budget().interpreter())
        except UnsupportedError:
            return position
        return "rational" if all(k.is_unimodular for k in form.parts) else frozenset(form.parts)

    def _separate_parts(self, series: Series, _budget: Budget) -> Recipe:
        """Return the sum of the separate sums of the additive parts of the term, if all of them converge."""
        groups = self._groups(series)
        if len(groups) == 1:
            raise UnsupportedError("the term has no parts to be summed separately")
        parts = []
        for term in groups:
            try:
                parts.append(self._enclose(Series(term, series.index, series.start, series.env))[0])
            except DivergenceError as error:
                raise UnsupportedError(f"a part of the sum diverges by itself: {error}") from None
        whole = Part(
            sum((part.ball for part in parts), acb(0)),
            ", ".join(dict.fromkeys(part.method for part in parts)),
            sum(part.terms_used for part in parts),
            "; ".join(dict.fromkeys(part.tail_reason for part in parts)),
        )
        return lambda _: whole


def _flattened(series: Series) -> Series:
    """Return the series with inner sums as functions of the index, where there are rules for them."""
    term = without_inner_sums(series.term, series.index, series.start, series.env)
    return Series(term, series.index, series.start, series.env)


def _radius(ball: acb) -> arb:
    return ball.real.rad() + ball.imag.rad()


def _logarithm(term: Expression) -> Expression:
    """Return an expression whose exponential is the term."""
    match term:
        case Multiply(factors):
            return Add(tuple(_logarithm(f) for f in factors))
        case Divide(numerator, denominator):
            return _logarithm(numerator) - _logarithm(denominator)
        case Power(base, exponent) if not free_symbols(exponent):
            return exponent * _logarithm(base)
    return Apply("log", (term,))
