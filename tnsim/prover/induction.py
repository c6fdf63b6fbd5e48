"""Induction over a whole parameter: a recurrence for the claim, and its first values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from tnsim.domains.rationals import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    ZERO,
    Apply,
    Divide,
    Expression,
    Integer,
    Power,
    Symbol,
    free_symbols,
    number,
    walk,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.rules.polynomial import polynomial, require_polynomial
from tnsim.proof.rules.recurrence import (
    assumptions_from,
    class_statement,
    classes,
    finite_sums,
    first_value,
    statement_at,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.case_splits import split_at_values, split_by_signs
from tnsim.prover.closure_properties import closed_recurrence, is_proper_apart
from tnsim.prover.creative_telescoping import NoTelescoper, find_recurrence
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.q_zeilberger import is_q_hypergeometric_in_form
from tnsim.prover.strategy import NotApplicable

__all__ = ["Prove", "induction_steps", "with_first_values"]

Prove = Callable[[Expression, Assumptions], list[Step]]
"""Returns steps that conclude that an expression is 0, or nothing."""

_Solve: TypeAlias = Callable[[Expression, Assumptions, str, Prove], list[Step]]

_MOST_ORDER = 6
_MOST_REFUSED = 2
"""How many orders with telescopers that make no recurrence are passed over."""

_MODULI = (2, 4)
_MOST_MODULUS = 12
_PERIODIC = frozenset({"floor", "ceiling", "Mod", "cos", "sin"})


def induction_steps(expression: Expression, assumptions: Assumptions, prove: Prove) -> list[Step]:
    """Return steps that conclude `expression = 0` by induction over one of its parameters; raises NotApplicable.

    Other whole parameters are tried as real ones besides: binomials are polynomials in them then. Where the claim is
    a polynomial in a real parameter, only positive values of it are looked at.
    """
    reason = "no whole parameter with a lower bound"
    for name in sorted(assumptions.integers & free_symbols(expression)):
        relaxed = Assumptions(frozenset({name}), assumptions.symbols, assumptions.inequalities)
        for facts in dict.fromkeys((assumptions, relaxed)):
            watch_deadline()
            try:
                return _from_positive_values(expression, facts, name, prove, assumptions, _by_induction)
            except (NotApplicable, Rejected) as error:
                reason = str(error)
    if _has_q_terms(expression):
        # q^(N - k) has a value where q is not 0 only, and q = 0 is a case of its own.
        for split in (split_by_signs, split_at_values):
            for steps in split(expression, assumptions, prove):
                return steps
    raise NotApplicable(reason)


def _has_q_terms(expression: Expression) -> bool:
    return any(is_q_hypergeometric_in_form(node.term) for node in finite_sums(expression))


def _from_positive_values(
    expression: Expression, facts: Assumptions, name: str, prove: Prove, assumptions: Assumptions, solve: _Solve
) -> list[Step]:
    """Return steps that conclude the claim under the assumptions from the claim under stronger or weaker ones."""
    chain = [facts]
    for symbol in sorted(facts.reals & free_symbols(expression)):
        if _is_bounded_below(facts, symbol):
            continue
        with suppress(Rejected):
            require_polynomial(Scope(facts), expression, symbol)
            others = tuple(fact for fact in chain[-1].inequalities if symbol not in fact.symbols)
            above = Inequality(number(_last_zero(expression, symbol)), "<", Symbol(symbol))
            chain.append(Assumptions(facts.integers, facts.reals, (*others, above)))
    try:
        steps = solve(expression, chain[-1], name, prove)
    except (NotApplicable, Rejected):
        if len(chain) == 1 or not _has_q_terms(expression):
            raise
        # A factor 1 - x*q^k below a certificate may vanish for positive x alone.
        chain = [facts]
        steps = solve(expression, facts, name, prove)
    for stronger, weaker in pairwise(reversed(chain)):
        (symbol,) = (s for s in sorted(facts.reals) if _is_bounded_below(stronger, s) > _is_bounded_below(weaker, s))
        conclusion = Statement("equal", expression, ZERO, weaker)
        witness: Witness = {"symbol": symbol}
        polynomial(conclusion, (steps[-1].conclusion,), witness)
        steps.append(Step("polynomial", conclusion, (len(steps) - 1,), witness))
    if facts != assumptions:
        conclusion = Statement("equal", expression, ZERO, assumptions)
        steps.append(Step("linear", conclusion, (len(steps) - 1,), {}))
    return steps


def _last_zero(expression: Expression, symbol: str) -> Fraction:
    """Return the largest number, 0 or above, at which a linear base of a power with a symbolic exponent is 0."""
    zeros = [Fraction(0)]
    for node in walk(expression):
        if isinstance(node, Power) and free_symbols(node.base) == {symbol} and free_symbols(node.exponent):
            with suppress(TnsimError):
                start, end = (evaluate(node.base, {symbol: Fraction(v)}) for v in (0, 1))
                if start != end:
                    zeros.append(start / (start - end))
    return max(zeros)


def _is_bounded_below(facts: Assumptions, symbol: str) -> bool:
    return any(fact.right == Symbol(symbol) and fact.relation != "!=" for fact in facts.inequalities)


def _by_induction(expression: Expression, assumptions: Assumptions, name: str, prove: Prove) -> list[Step]:
    first_value(assumptions, name)
    try:
        return _by_some_recurrence(expression, assumptions, name, prove)
    except (NotApplicable, Rejected):
        for modulus in _moduli(expression, name):
            with suppress(NotApplicable, Rejected):
                return _by_classes(expression, assumptions, name, modulus, prove)
        raise


def _by_some_recurrence(expression: Expression, assumptions: Assumptions, name: str, prove: Prove) -> list[Step]:
    """Return the induction by a recurrence for all sums at once, or by one for each; the likelier comes first."""
    first, second = _by_recurrence, _by_closure
    if is_proper_apart(Statement("equal", expression, ZERO, assumptions), name):
        first, second = second, first
    with suppress(NotApplicable, Rejected):
        return first(expression, assumptions, name, prove)
    return second(expression, assumptions, name, prove)


def _by_recurrence(expression: Expression, assumptions: Assumptions, name: str, prove: Prove) -> list[Step]:
    least = first_value(assumptions, name)
    statement = Statement("equal", expression, ZERO, assumptions)
    if not any(name in free_symbols(node) for node in finite_sums(expression)):
        raise NotApplicable(f"{name} is in no finite sum with a symbolic bound")
    reason, refused = "no recurrence was found", 0
    for order in range(_MOST_ORDER + 1):
        watch_deadline()
        try:
            found = find_recurrence(statement, name, least, order)
        except NotApplicable as error:
            reason = str(error)
            refused += not isinstance(error, NoTelescoper)
            if refused > _MOST_REFUSED:
                break
            continue
        return with_first_values(statement, name, found.coefficients, found.start, [found.step], prove)
    raise NotApplicable(reason)


def _by_closure(expression: Expression, assumptions: Assumptions, name: str, prove: Prove) -> list[Step]:
    statement = Statement("equal", expression, ZERO, assumptions)
    found = closed_recurrence(statement, name, first_value(assumptions, name))
    return with_first_values(statement, name, found.coefficients, found.start, found.steps, prove)


def with_first_values(
    statement: Statement,
    name: str,
    coefficients: Sequence[Expression],
    start: int,
    recurrence_steps: Sequence[Step],
    prove: Prove,
) -> list[Step]:
    """Return the induction from steps that end with the recurrence, and proofs of the first values."""
    steps: list[Step] = []
    premises: list[int] = []
    for value in range(first_value(statement.assumptions, name), start + len(coefficients) - 1):
        at = statement_at(statement, name, number(value), statement.assumptions.substituted(name, number(value)))
        first = prove(at.left, at.assumptions)
        if not first or first[-1].conclusion != at:
            raise NotApplicable(f"the claim is not proved for {name} = {value}")
        steps += [s.moved(len(steps)) for s in first]
        premises.append(len(steps) - 1)
    steps += [s.moved(len(steps)) for s in recurrence_steps]
    witness: Witness = {"symbol": name, "start": start, "coefficients": tuple(map(to_text, coefficients))}
    last = Step("induction", statement, (*premises, len(steps) - 1), witness)
    verify(last, tuple(steps[p].conclusion for p in last.premises))
    return [*steps, last]


def _moduli(expression: Expression, name: str) -> list[int]:
    """Return moduli of classes in which floors, and sines of fractions of pi, may have a form without them."""
    periodic = [
        node
        for node in walk(expression)
        if isinstance(node, Apply) and node.function in _PERIODIC and name in free_symbols(node)
    ]
    parts = (part for node in periodic for part in walk(node) if isinstance(part, Divide))
    below = {part.denominator.value for part in parts if isinstance(part.denominator, Integer)}
    found = {m for d in below for m in (d, 2 * d) if 2 <= m <= _MOST_MODULUS}
    return sorted(found.union(_MODULI)) if periodic else []


def _by_classes(expression: Expression, assumptions: Assumptions, name: str, modulus: int, prove: Prove) -> list[Step]:
    statement = Statement("equal", expression, ZERO, assumptions)
    least, inside = first_value(assumptions, name), assumptions_from(assumptions, name, 0)
    steps: list[Step] = []
    premises: list[int] = []
    for r in range(least, least + modulus):
        part = class_statement(statement, name, modulus, r, inside)
        found = _from_positive_values(part.left, inside, name, prove, inside, _by_some_recurrence)
        steps += [s.moved(len(steps)) for s in found]
        premises.append(len(steps) - 1)
    last = Step("classes", statement, tuple(premises), {"symbol": name})
    classes(statement, tuple(steps[p].conclusion for p in premises), last.witness)
    return [*steps, last]
