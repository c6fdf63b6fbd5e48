"""The facade of the engine: a claim in, a verdict out; proof first, then a ball, within one budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module

from tnsim.core.ball import Enclosure
from tnsim.core.near_misses import looked_at_closely
from tnsim.core.reading import as_index, whole
from tnsim.core.verdict import Kind, Verdict
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.enclosure.method import Enclosure as BareEnclosure
from tnsim.errors import (
    CertificateError,
    DivergenceError,
    DomainError,
    InputError,
    PrecisionError,
    TnsimError,
    UnsupportedError,
)
from tnsim.language.assumptions import EMPTY, Assumptions, require_known
from tnsim.language.bounds import bounding_symbols
from tnsim.language.expression import INFINITY, Expression, Sum, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.language.tokens import constant_meant
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.proof.scope import infinite_nodes, replace_nodes
from tnsim.prover.merging import convergence_step
from tnsim.prover.ordered_strategies import STRATEGIES
from tnsim.prover.points import points_of
from tnsim.prover.search import SearchResult, search
from tnsim.prover.strategy import Attempt, Goal, NotApplicable, Strategy
from tnsim.sets import ball
from tnsim.sets.claim import Claim

__all__ = ["Compensator"]

_SEARCH_SHARE = 0.7
"""The part of the budget after which the search for a proof leaves the rest to balls."""


@dataclass(frozen=True, slots=True)
class Compensator:
    """Decides claims; `timeout` is in seconds, `digits` are those of the enclosure when nothing is proved.

    `on_progress` is called with each enclosure found on the way.

    >>> Compensator().prove(Claim.parse("sum(1/(n*(n+1)), n=1..oo) = 1")).kind
    'proved'
    """

    digits: int = 15
    timeout: float = 20.0
    strategies: tuple[Strategy, ...] = STRATEGIES
    on_progress: Callable[[BareEnclosure], None] | None = None

    def __post_init__(self) -> None:
        if whole(self.digits, "a number of digits") < 1:
            raise InputError(f"a number of digits is at least 1, got {self.digits}")
        if not self.timeout > 0:
            raise InputError(f"a timeout is a number of seconds above 0, got {self.timeout}")

    def prove(self, claim: Claim) -> Verdict:
        """Return the verdict on a claim.

        Raises AssumptionError where a symbol of the claim has no assumption, DomainError where a term has a
        pole in the range of its sum.
        """
        began = time.monotonic()
        deadline = began + self.timeout
        require_known(claim.expression, claim.assumptions)
        found = search(claim, began + _SEARCH_SHARE * self.timeout, self.strategies)
        verdict = _from_certificate(claim, found, began)
        if verdict is None:
            import_module("tnsim.enclosure.series")  # slow, and no part of the time that a ball takes
            verdict = self._from_ball(claim, found, deadline)
        elif verdict.kind != "refuted" or claim.assumptions.symbols:
            return verdict
        else:
            verdict = replace(verdict, enclosure=self._from_closed_form(claim, verdict, deadline))
        return replace(verdict, seconds=time.monotonic() - began)

    def _from_ball(self, claim: Claim, found: SearchResult, deadline: float) -> Verdict:
        """Return a verdict from an enclosure of the claim's expression; nothing is proved by it but a difference."""
        if claim.assumptions.symbols:
            return self._at_points(claim, found, deadline)
        began = time.monotonic()
        try:
            enclosure = Enclosure.of(enclose(claim.expression, {}, self.digits, deadline, self.on_progress))
            enclosure = self._closely(claim.expression, enclosure, self.timeout, deadline, time.monotonic() - began)
            reason = "the value is enclosed, and 0 lies in the ball"
        except OutOfBudgetError as error:
            if error.best is None:
                return Verdict("undetermined", claim, attempts=found.attempts, reason=str(error))
            enclosure, reason = Enclosure.of(error.best), str(error)
        except DomainError:
            raise
        except (TnsimError, ZeroDivisionError) as error:
            return Verdict("undetermined", claim, attempts=found.attempts, reason=str(error))
        kind: Kind = "enclosed"
        if enclosure.excludes_zero:
            kind, reason = "refuted", "a ball around the value excludes 0"
        return Verdict(
            kind, claim, enclosure=enclosure, method=enclosure.method, attempts=found.attempts, reason=reason
        )

    def _from_closed_form(self, claim: Claim, verdict: Verdict, deadline: float) -> Enclosure | None:
        """Return a ball around the value of a refuted claim, from the values that its certificate proves."""
        if verdict.certificate is None:
            return None
        began, steps = time.monotonic(), verdict.certificate.steps
        proved = [steps[p].conclusion for p in steps[-1].premises]
        values = {statement.left: statement.right for statement in proved if statement.right is not None}
        expression = replace_nodes(claim.expression, values)
        try:
            enclosure = Enclosure.of(enclose(expression, {}, self.digits, deadline))
        except TnsimError:
            return None
        return self._closely(expression, enclosure, self.timeout, deadline, time.monotonic() - began)

    def _at_points(self, claim: Claim, found: SearchResult, deadline: float) -> Verdict:
        """Return a refutation by a ball at an admissible point, or what is known of a claim with parameters."""
        held: list[str] = []
        points = points_of(claim.expression, claim.assumptions)
        for point in points:
            began, inside = time.monotonic(), substitute(claim.expression, point)
            try:
                enclosure = Enclosure.of(enclose(inside, {}, self.digits, deadline))
                share = self.timeout / len(points)
                # Whoever watches the progress takes a ball for the value of the claim, which has none.
                unwatched = replace(self, on_progress=None)
                enclosure = unwatched._closely(inside, enclosure, share, deadline, time.monotonic() - began)
            except OutOfBudgetError as error:
                if error.best is None:
                    continue
                enclosure = Enclosure.of(error.best)
            except (TnsimError, ZeroDivisionError):
                continue
            place = ", ".join(f"{name} = {to_text(value)}" for name, value in sorted(point.items()))
            if enclosure.excludes_zero:
                reason = f"a ball around the value at {place} excludes 0"
                return Verdict(
                    "refuted",
                    claim,
                    enclosure=enclosure,
                    point=point,
                    method=enclosure.method,
                    attempts=found.attempts,
                    reason=reason,
                )
            held.append(place)
        reason = "no strategy applies, and a claim with parameters has no single value to enclose"
        unsure = sorted(bounding_symbols(claim.expression) - claim.assumptions.integers)
        if unsure:
            reason = f"{unsure[0]} bounds a sum: say that it is a whole number, '{unsure[0]}: integer'"
        if held:
            reason += f"; at {' and at '.join(held)} a ball around the value holds 0"
        return Verdict("undetermined", claim, attempts=found.attempts, reason=reason)

    def _closely(
        self, expression: Expression, found: Enclosure, budget: float, deadline: float, seconds: float
    ) -> Enclosure:
        def again(digits: int, until: float) -> BareEnclosure:
            return enclose(expression, {}, digits, until, self.on_progress)

        return looked_at_closely(found, again, self.digits, budget, deadline, seconds)

    def evaluate(
        self,
        expression: Expression,
        digits: int | None = None,
        values: Mapping[str, Fraction | int | ball.Ball] | None = None,
    ) -> Enclosure:
        """Return a ball around the value of an expression whose symbols have the given values, numbers or balls.

        Raises DivergenceError, DomainError, UnsupportedError, and PrecisionError with the best ball so far.
        """
        known = dict(values or {})
        missing = free_symbols(expression) - set(known)
        if missing:
            name = min(missing)
            advice = constant_meant(name) or f"put a number in its place, or sum over it, as in sum(..., {name}=1..oo)"
            raise InputError(f"{name} has no value: {advice}")
        exact = {name: value for name, value in known.items() if not isinstance(value, ball.Ball)}
        expression = substitute(expression, {name: number(value) for name, value in exact.items()})
        inexact = {name: value for name, value in known.items() if isinstance(value, ball.Ball)}
        deadline = time.monotonic() + self.timeout
        wanted = self.digits if digits is None else digits
        try:
            return Enclosure.of(enclose(expression, inexact, wanted, deadline, self.on_progress))
        except (UnsupportedError, PrecisionError) as error:
            for node in infinite_nodes(expression):
                if isinstance(node, Sum) and _is_divergent(node):
                    raise DivergenceError(f"{to_text(node)} diverges: it has no value") from None
            if isinstance(error, OutOfBudgetError) and error.best is not None:
                raise OutOfBudgetError(str(error), Enclosure.of(error.best)) from None
            raise

    def convergence(self, expression: Expression, assumptions: Assumptions = EMPTY) -> None:
        """Raise DivergenceError for a sum that is proved divergent, UnsupportedError where nothing is established."""
        for node in infinite_nodes(expression):
            if not isinstance(node, Sum):
                raise UnsupportedError("the convergence of infinite products is not decided here")
            if _is_divergent(node, assumptions):
                raise DivergenceError(f"{to_text(node)} diverges: it has no value")
            try:
                convergence_step(node, assumptions)
            except NotApplicable as reason:
                found = search(Claim(node, assumptions), time.monotonic() + self.timeout, self.strategies)
                if not any(_is_value_of(node, assumptions, attempt) for attempt in found.attempts):
                    raise UnsupportedError(str(reason)) from None

    def compensate(
        self, terms: Sequence[Expression], index: str = "n", start: int = 1, assumptions: Assumptions | None = None
    ) -> Verdict:
        """Return the verdict on the claim that the sets together are zero-sum, aligned by index."""
        if not terms:
            raise InputError("compensate takes at least one set")
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        first = number(whole(start, "the first index"))
        return self.prove(Claim(Sum(total, as_index(index), first, INFINITY), assumptions or EMPTY))


def _is_divergent(node: Sum, assumptions: Assumptions = EMPTY) -> bool:
    """Tell whether the divergence of the sum is proved, to the checker; never so for undeclared symbols."""
    from tnsim.prover.strategies.divergence import Divergence  # what has a value needs it not

    try:
        steps = Divergence().search(Goal(node, assumptions))
    except NotApplicable:
        return False
    claim = Claim(node, assumptions)
    return check(claim, Certificate(claim, steps)).verdict == "divergent"


def _is_value_of(node: Sum, assumptions: Assumptions, attempt: Attempt) -> bool:
    """Tell whether an attempt found steps, checked in the search, that end with a value of this very sum."""
    if attempt.outcome != "found" or not attempt.steps:
        return False
    conclusion = attempt.steps[-1].conclusion
    return (conclusion.kind, conclusion.left, conclusion.assumptions) == ("equal", node, assumptions)


def _from_certificate(claim: Claim, found: SearchResult, began: float) -> Verdict | None:
    """Return the verdict that the checker, and nobody else, allows for the certificate as others will read it."""
    if found.certificate is None:
        return None
    try:
        certificate = Certificate.from_json(found.certificate.to_json())
    except CertificateError:
        return None
    report = check(claim, certificate)
    if report.verdict is None:
        return None
    method = ", ".join(a.strategy for a in found.attempts if a.outcome == "found")
    return Verdict(
        report.verdict,
        claim,
        certificate,
        report,
        method=method,
        attempts=found.attempts,
        reason=report.reason,
        seconds=time.monotonic() - began,
    )
