"""Sums of tangents and secants of halved angles: `tan(x/2^n)/2^n` and its kin are terms of lemmas."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Apply, Expression, Multiply, Power, Sum, number, walk
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.candidates import start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["HalvedAngles"]

_LEMMAS = (
    "tangents of halved angles",
    "squared tangents of halved angles",
    "squared secants of halved angles",
    "hyperbolic tangents of halved arguments",
    "squared hyperbolic tangents of halved arguments",
    "squared hyperbolic secants of halved arguments",
)
_FUNCTIONS = frozenset({"cos", "cosh", "cot", "coth", "sec", "sech", "sin", "sinh", "tan", "tanh"})


@dataclass(frozen=True, slots=True)
class HalvedAngles:
    """Takes a sum as a multiple of one whose terms are a tangent of x/2^n over 2^n, or a square over 4^n."""

    name: str = "halved angles"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        start, index = start_of(goal), goal.sum.index.name
        scope = Scope(goal.assumptions, {index: start})
        for argument in _arguments(goal.sum.term):
            try:
                x = scope.lift(Multiply((argument, Power(number(2), goal.sum.index))), "the angle at 0")
            except Rejected:
                continue
            if index in x.symbols():
                continue
            for name in _LEMMAS:
                try:
                    return _steps(goal, scope, name, {"x": to_expression(x), "m": number(start)})
                except (Rejected, TnsimError, ZeroDivisionError):
                    continue
        raise NotApplicable("no sum over angles that are halved")


def _arguments(term: Expression) -> list[Expression]:
    """Return the arguments of circular and hyperbolic functions."""
    nodes = (node for node in walk(term) if isinstance(node, Apply) and node.function in _FUNCTIONS)
    return list(dict.fromkeys(node.arguments[0] for node in nodes))


def _steps(goal: Goal, scope: Scope, name: str, parameters: dict[str, Expression]) -> tuple[Step, ...]:
    """Return the lemma, and the multiple of it that the sum is; raises Rejected where it is none."""
    left, right = LEMMAS[name].instance(Scope(goal.assumptions), parameters)
    if not isinstance(left, Sum):
        raise Rejected("the lemma is about no sum")
    own = Sum(left.term, left.index, goal.sum.lower, INFINITY)
    factor = _factor(scope, goal.sum, own)
    witness: Witness = {"lemma": name, "parameters": {key: to_text(value) for key, value in parameters.items()}}
    known = Step("lemma", Statement("equal", own, right, goal.assumptions), (), witness)
    verify(known, ())
    if factor == 1:
        whole = Step("lemma", Statement("equal", goal.sum, right, goal.assumptions), (), witness)
        verify(whole, ())
        return (whole,)
    value = Multiply((to_expression(factor), right))
    conclusion = Statement("equal", goal.sum, value, goal.assumptions)
    multiple = Step("split", conclusion, (0,), {"coefficients": (to_text(to_expression(factor)),)})
    verify(multiple, (known.conclusion,))
    return known, multiple


def _factor(scope: Scope, given: Sum, known: Sum) -> Element:
    """Return the quotient of the terms; raises Rejected where it moves with the index."""
    ratio = scope.lift(given.term, "the term") / scope.lift(known.term, "the term of the lemma")
    if given.index.name in ratio.symbols():
        raise Rejected("the terms have no constant quotient")
    return ratio
