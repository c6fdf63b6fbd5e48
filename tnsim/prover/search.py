"""The search: strategies in a fixed order on every sum of a claim, then the claim from their values.

What comes out is a candidate certificate; only the checker, called by the facade, can turn it into a verdict.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Apply,
    Expression,
    Negate,
    Product,
    Sum,
    free_symbols,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.scope import Rejected, infinite_nodes, replace_nodes, sharing_facts
from tnsim.prover.case_splits import split_at_values, split_by_signs
from tnsim.prover.counterexamples import at_point, counterexample, finite_counterexample
from tnsim.prover.deadline import OutOfTime, ends_at, later, watch_deadline
from tnsim.prover.deferred import deferred
from tnsim.prover.ended_series import ended_series_steps
from tnsim.prover.equal_tails import equal_tail_steps
from tnsim.prover.hyper_nodes import hyper_nodes, without_hyper
from tnsim.prover.merging import merged_steps
from tnsim.prover.ordered_strategies import STRATEGIES
from tnsim.prover.points import Point, points_of
from tnsim.prover.reductions import DIRECTLY, FURTHER, MERGED, WITH_PRODUCTS, Reduction, Solve, holds_product
from tnsim.prover.step_lists import append, by_values, known_values, verified, verify_steps
from tnsim.prover.strategy import FAILURES, Attempt, Goal, NotApplicable, Outcome, Strategy
from tnsim.prover.sums_in_need import sums_in_need
from tnsim.prover.symbolic_ranges import shifted_range_steps
from tnsim.sets.claim import Claim

if TYPE_CHECKING:
    from tnsim.prover.induction import Prove

__all__ = ["SearchResult", "search"]

_Proof: TypeAlias = "Callable[[Expression, Assumptions, Prove], list[Step]]"

bilateral_steps: Reduction = deferred("bilateral_sums", "bilateral_steps")
generating_function_steps = deferred("generating_functions", "generating_function_steps")
hypergeometric_term_steps = deferred("hypergeometric_terms", "hypergeometric_term_steps")
hypergeometric_value_steps = deferred("hypergeometric_terms", "hypergeometric_value_steps")
induction_steps: _Proof = deferred("induction", "induction_steps")
finite_product_steps: _Proof = deferred("finite_products", "finite_product_steps")
infinite_induction_steps: _Proof = deferred("infinite_sums", "infinite_induction_steps")
interchange_steps: Reduction = deferred("zeta_interchange", "interchange_steps")
is_q_product = deferred("constants.q_products", "is_q_product")
logarithmic_steps: Reduction = deferred("logarithmic_sums", "logarithmic_steps")
product_steps = deferred("products", "product_steps")
rearrangement_steps = deferred("rearrangements", "rearrangement_steps")
reflexive_steps = deferred("series_steps", "reflexive_steps")
relations_for = deferred("constants.proof", "relations_for")
support_steps: _Proof = deferred("terminating_series", "support_steps")
theta_power_steps = deferred("theta_powers", "theta_power_steps")

_PRECISIONS = (128, 512, 4096)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A candidate certificate, or none; and what every strategy said."""

    certificate: Certificate | None
    attempts: tuple[Attempt, ...]


def search(claim: Claim, deadline: float | None = None, strategies: tuple[Strategy, ...] = STRATEGIES) -> SearchResult:
    """Return a candidate certificate that proves or refutes the claim, or shows a divergent sum in it.

    `deadline` is a reading of time.monotonic() after which nothing further is tried; without one it is minutes away.
    """
    state = _Search(strategies)
    with ends_at(later(deadline)), sharing_facts():
        steps = state.certified(claim.expression, claim.assumptions)
    certificate = Certificate(claim, tuple(steps)) if steps else None
    return SearchResult(certificate, tuple(state.attempts))


@dataclass(slots=True)
class _Search:
    strategies: tuple[Strategy, ...]
    attempts: list[Attempt] = field(default_factory=list)
    false: bool = False
    """Whether a ball at a point has shown the claim to be false: then no proof is looked for."""

    def certified(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        """Return steps that prove or refute the claim, or nothing."""
        try:
            ended = verified(ended_series_steps(expression, assumptions, self.certified))
            ended = ended or verified(shifted_range_steps(expression, assumptions, self.certified))
            steps = ended or self.steps_for(expression, assumptions)
            if steps or self.false:
                return steps
            return (
                self._refuted_by_ball(expression, assumptions)
                or self._by(finite_product_steps, "finite products", expression, assumptions)
                or self._by(induction_steps, "induction", expression, assumptions)
                or self._by(support_steps, "terminating series", expression, assumptions)
                or self._by(infinite_induction_steps, "induction of series", expression, assumptions, self.certified)
                or self.by_cases(expression, assumptions)
            )
        except OutOfTime:
            return []

    def steps_for(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        """Return steps whose last is about `expression`, or nothing."""
        symbolic = bool(free_symbols(expression))
        if symbolic and (found := self._rearranged(expression, assumptions)):
            return list(found)
        steps: list[Step] = []
        values: dict[Expression, int] = {}
        unsummed: list[Sum | Product] = []
        named = list(dict.fromkeys(hyper_nodes(expression)))
        sums = sums_in_need(expression)
        for node in sums:
            if isinstance(node, Product):
                found = self._product(node, assumptions)
            else:
                goal = Goal(node, assumptions)
                found = self._values(goal) or (self._hypergeometric(goal) if named else ())
            if not found:
                unsummed.append(node)
                continue
            append(steps, found)
            if found[-1].conclusion.kind == "diverges":
                return steps
            values[node] = len(steps) - 1
        if unsummed:
            related = () if symbolic else self._rearranged(expression, assumptions)
            if not related and values:
                powers = partial(theta_power_steps, expression, assumptions, self._values)
                related = self._attempt("powers of theta series", expression, powers)
            merged = list(related) or self._merged(expression, assumptions)
            tails = partial(equal_tail_steps, expression, unsummed, assumptions, steps, values)
            merged = merged or list(self._attempt("equal tails", expression, tails))
            if merged or not self.strategies:
                return merged
            if len(unsummed) == 1:
                return self._generated(unsummed[0], expression, assumptions, steps, values)
            return self._transformed(expression, assumptions, steps, values)
        # The values of sums may hold the very values of hyper that the claim names.
        if named and (proved := by_values(expression, assumptions, steps, values)):
            return proved
        for f in named:
            if found := self._hypergeometric_value(f, assumptions):
                append(steps, found)
                values[f] = len(steps) - 1
        concluded = self._concluded(expression, assumptions, steps, values)
        if concluded or self.false or not self.strategies:
            return concluded
        if not symbolic and (found := self._rearranged(expression, assumptions)):
            return list(found)
        generated = self._generated(sums[0], expression, assumptions) if len(sums) == 1 else []
        return (
            generated
            or self._transformed(expression, assumptions, steps, values)
            or (self._merged(expression, assumptions) if symbolic else [])
        )

    def _transformed(
        self, expression: Expression, assumptions: Assumptions, steps: Sequence[Step], values: Mapping[Expression, int]
    ) -> list[Step]:
        """Return steps that prove the claim by relations between values of hyper as they stand, or nothing."""
        extended, known = list(steps), without_hyper(steps, values)
        if len(known) == len(values):
            known = {}  # other values than these were found before, and do not serve
        for node in sums_in_need(expression):
            if node not in known:
                found = self._hypergeometric(Goal(node, assumptions)) if isinstance(node, Sum) else ()
                if not found:
                    return []
                append(extended, found)
                known[node] = len(extended) - 1
        return self._concluded(expression, assumptions, extended, known) if known or values else []

    def _rearranged(self, expression: Expression, assumptions: Assumptions) -> tuple[Step, ...]:
        return self._attempt("rearrangement", expression, partial(rearrangement_steps, expression, assumptions))

    def _attempt(self, name: str, subject: Expression, make: Callable[[], Sequence[Step]]) -> tuple[Step, ...]:
        """Return the steps that `make` returns if they stand up to the rules, or nothing; what came of it is noted."""
        began = time.monotonic()
        try:
            steps = tuple(make())
            verify_steps(steps)
        except FAILURES as reason:
            self._note(name, "not applicable", (), str(reason), began)
            return ()
        self._note(name, "found", steps, to_text(subject), began)
        return steps

    def _by(
        self, reduction: _Proof, name: str, expression: Expression, assumptions: Assumptions, prove: Prove | None = None
    ) -> list[Step]:
        """Return steps that prove the claim from others, or nothing."""
        return list(self._attempt(name, expression, lambda: reduction(expression, assumptions, prove or self._proved)))

    def _proved(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        """Return steps that conclude `expression = 0`, or nothing."""
        conclusion = Statement("equal", expression, ZERO, assumptions)
        steps = verified([Step("linear", conclusion, (), {})])
        return steps or self._by(induction_steps, "induction", expression, assumptions)

    def by_cases(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        """Return steps that prove the claim apart for parts of the range of a real symbol, or nothing."""
        for name, split in (("signs", split_by_signs), ("cases", split_at_values)):
            began = time.monotonic()
            for steps in split(expression, assumptions, self.steps_for):
                proved = verified(steps)
                self._note(name, "found" if proved else "gave up", tuple(proved), to_text(expression), began)
                if proved:
                    return proved
        return []

    def _generated(
        self,
        node: Sum | Product,
        expression: Expression,
        assumptions: Assumptions,
        steps: Sequence[Step] = (),
        values: Mapping[Expression, int] = MappingProxyType({}),
    ) -> list[Step]:
        """Return steps that prove the claim by what it says of one sum, taken for a power series, or nothing."""
        extended = list(steps)
        claim = replace_nodes(expression, known_values(extended, values))
        make = partial(generating_function_steps, node, claim, assumptions)
        if not (found := self._attempt("generating functions", node, make)):
            return []
        append(extended, found)
        return by_values(expression, assumptions, extended, {**values, claim: len(extended) - 1})

    def _strategies(self, goal: Goal) -> tuple[Step, ...]:
        """Return the steps of the first strategy whose candidate stands up to the rules."""
        for strategy in self.strategies:
            watch_deadline()
            began = time.monotonic()
            try:
                steps = strategy.search(goal)
                verify_steps(steps)
            except (NotApplicable, Rejected) as reason:
                outcome: Outcome = "not applicable" if isinstance(reason, NotApplicable) else "gave up"
                self._note(strategy.name, outcome, (), str(reason), began)
                continue
            except FAILURES as error:
                self._note(strategy.name, "gave up", (), f"{type(error).__name__}: {error}", began)
                continue
            self._note(strategy.name, "found", steps, to_text(goal.sum), began)
            return steps
        return ()

    def _note(self, name: str, outcome: Outcome, steps: tuple[Step, ...], reason: str, began: float) -> None:
        self.attempts.append(Attempt(name, outcome, steps, reason, time.monotonic() - began))

    def _values(self, goal: Goal) -> tuple[Step, ...]:
        """Return steps that sum the goal, by a strategy or by reduction to other goals, or nothing."""
        if goal.sum.lower == Negate(INFINITY):
            return self._reduced(goal, "bilateral sums", bilateral_steps, self._values)
        return (
            self._first(goal, WITH_PRODUCTS if holds_product(goal) else (), self._strategies)
            or self._strategies(goal)
            or self._first(goal, DIRECTLY, self._strategies)
            or self._reduced(goal, "interchange", interchange_steps, self._without_interchange)
            or self._first(goal, FURTHER, self._values)
        )

    def _first(self, goal: Goal, reductions: Iterable[tuple[str, Reduction]], solve: Solve) -> tuple[Step, ...]:
        return next(filter(None, (self._reduced(goal, name, reduction, solve) for name, reduction in reductions)), ())

    def _product(self, node: Product, assumptions: Assumptions) -> tuple[Step, ...]:
        """Return steps that give the value of a product, show that it diverges, or that it converges, or nothing."""
        attempts: list[tuple[str, Callable[[], Sequence[Step]]]] = [
            ("products", lambda: product_steps(node, assumptions, self._values)),
            ("convergence", lambda: reflexive_steps(node, assumptions)),
        ]
        if is_q_product(node, assumptions):
            attempts.reverse()
        return next((steps for name, make in attempts if (steps := self._attempt(name, node, make))), ())

    def _without_interchange(self, goal: Goal) -> tuple[Step, ...]:
        return self._strategies(goal) or self._reduced(goal, "logarithmic sums", logarithmic_steps, self._strategies)

    def _hypergeometric(self, goal: Goal) -> tuple[Step, ...]:
        """Return steps that sum one hypergeometric term as a value of hyper, or nothing."""
        return self._reduced(goal, "hypergeometric term", lambda g, _: hypergeometric_term_steps(g), self._strategies)

    def _hypergeometric_value(self, f: Apply, assumptions: Assumptions) -> tuple[Step, ...]:
        """Return steps that give a hyper of the claim another value, by the sum of its series, or nothing."""
        return self._attempt("value of hyper", f, lambda: hypergeometric_value_steps(f, assumptions, self._strategies))

    def _reduced(self, goal: Goal, name: str, reduction: Reduction, solve: Solve) -> tuple[Step, ...]:
        """Return steps that sum the goal once other goals are summed by `solve`, or nothing."""
        return self._attempt(name, goal.sum, lambda: reduction(goal, solve))

    def _merged(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        nodes = [n for n in dict.fromkeys(infinite_nodes(expression)) if isinstance(n, Sum)]
        if len(nodes) < 2 or len(nodes) != len(set(infinite_nodes(expression))):
            return []
        steps = list(
            self._attempt("merging", expression, partial(merged_steps, expression, nodes, assumptions, self._required))
        )
        if not steps or steps[-1].conclusion.right == ZERO:
            return steps
        return self._concluded(expression, assumptions, steps, {expression: len(steps) - 1})

    def _required(self, goal: Goal) -> tuple[Step, ...]:
        steps = self._strategies(goal) or self._first(goal, MERGED, self._strategies)
        if not steps or steps[-1].conclusion.kind != "equal":
            raise NotApplicable("the merged sum is not summed")
        return steps

    def _concluded(
        self, expression: Expression, assumptions: Assumptions, steps: list[Step], values: Mapping[Expression, int]
    ) -> list[Step]:
        """Return the steps with a last one that proves or refutes, or nothing."""
        began = time.monotonic()
        premises = tuple(values.values())
        if proved := by_values(expression, assumptions, steps, values):
            return proved
        decided = not free_symbols(expression) and assumptions == EMPTY
        if decided:
            refuted = self._refuted(expression, steps, premises, _PRECISIONS[:1])
            if refuted:
                return refuted
        point = None if decided else counterexample(expression, known_values(steps, values), assumptions)
        if point is not None:
            self.false = True
            return self._at_points(expression, assumptions, [point])
        related = self._by_relations(expression, assumptions, steps, values)
        self._note("constants", "found" if related else "gave up", tuple(related), "relations of constants", began)
        if any(any(infinite_nodes(value)) for value in known_values(steps, values).values()):
            return related  # no ball is taken of a sum without a value, at no point
        if related or not decided:
            return related or self._at_points(expression, assumptions, points_of(expression, assumptions))
        return self._refuted(expression, steps, premises, _PRECISIONS[1:])

    def _refuted(
        self, expression: Expression, steps: list[Step], premises: tuple[int, ...], precisions: tuple[int, ...]
    ) -> list[Step]:
        """Return the steps with a last one that shows by a ball that the expression is not 0, or nothing."""
        for precision in precisions:
            conclusion = Statement("nonzero", expression, None, EMPTY)
            refuted = verified([*steps, Step("ball", conclusion, premises, {"precision": precision})])
            if refuted:
                return refuted
        return []

    def _by_relations(
        self, expression: Expression, assumptions: Assumptions, steps: list[Step], values: Mapping[Expression, int]
    ) -> list[Step]:
        """Return the steps, relations between constants, and a proof that they make the expression 0, or nothing."""
        try:
            relations, multipliers = relations_for(expression, known_values(steps, values), assumptions)
        except FAILURES:
            return []
        extended = [*steps, *relations]
        premises = (*values.values(), *range(len(steps), len(extended)))
        conclusion = Statement("equal", expression, ZERO, assumptions)
        return verified([*extended, Step("linear", conclusion, premises, {"multipliers": multipliers})])

    def _refuted_by_ball(self, expression: Expression, assumptions: Assumptions) -> list[Step]:
        """Return a refutation of a claim without infinite sums by ball arithmetic at a point, or nothing."""
        began = time.monotonic()
        found = finite_counterexample(expression, assumptions)
        refuted = verified(found[:1]) and verified(found)
        if refuted:
            self._note("counterexample", "found", tuple(refuted), "the claim is false at a point", began)
        return refuted

    def _at_points(self, expression: Expression, assumptions: Assumptions, points: Iterable[Point]) -> list[Step]:
        """Return a refutation at one of the points, which satisfy the assumptions, or nothing."""
        for point in points:
            inside = self.steps_for(substitute(expression, point), EMPTY)
            if not inside or inside[-1].conclusion.kind != "nonzero":
                continue
            refuted = verified([*inside, at_point(expression, assumptions, point, len(inside) - 1)])
            if refuted:
                return refuted
        return []
