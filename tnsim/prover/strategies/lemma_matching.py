"""Matching a whole sum with an instance of a lemma, by the shift quotient of its term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

__all__ = ["LemmaMatching"]


@dataclass(frozen=True, slots=True)
class LemmaMatching:
    """Reads the parameters of the power series and zeta lemmas off the shift quotient, and tries them."""

    name: str = "lemma matching"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        start = start_of(goal)
        _, scope, term = first_whole_start(goal)
        for name, parameters in _candidates(scope.ring, term, goal.sum.index.name, start):
            texts = {key: to_text(value) for key, value in parameters.items()}
            try:
                _, right = LEMMAS[name].instance(Scope(goal.assumptions), parameters)
                conclusion = Statement("equal", goal.sum, right, goal.assumptions)
                witness: Witness = {"lemma": name, "parameters": texts}
                step = Step("lemma", conclusion, (), witness)
                verify(step, ())
            except (Rejected, TnsimError, ZeroDivisionError):
                continue
            return (step,)
        raise NotApplicable("no lemma has this sum as an instance")


def _candidates(ring: Ring, term: Element, index: str, start: int) -> Iterator[tuple[str, Mapping[str, Expression]]]:
    n = ring.tower.symbol(index)
    try:
        ratio = shift(ring, term, index) / term
    except (TnsimError, ZeroDivisionError):
        return
    proposals: list[tuple[str, dict[str, Element]]] = []
    if start == 0:
        # x^n/n!: ratio x/(n+1);  (-1)^n x^(2n+1)/(2n+1): the ratio at 0 is -x^2/3, and the first term is x
        proposals.append(("exponential series", {"x": ratio * (n + 1)}))
        first = _at(ring, term, index, 0)
        if first is not None:
            proposals.append(("arctangent series", {"x": first}))
        # binomial(a, n) x^n: ratio*(n + 1) = x*a - x*n
        line = ratio * (n + 1)
        x = line - _moved(ring, line, index)
        if not x.is_zero():
            proposals.append(("binomial series", {"x": x, "a": line / x + n}))
        proposals += _hurwitz(ring, term, index)
    if start == 1:
        proposals.append(("logarithm series", {"x": ratio * (n + 1) / n}))
        s = int(term.denominator.degrees()[ring.tower.number_of_symbol(index)])
        if s > 1 and term.numerator.is_constant() and term == n**-s:
            proposals.append(("zeta series", {"s": ring.tower.element(s)}))
        powers = [g for g in term.generators() if g.kind == "power" and g.labels[0] == 1 and g.arguments[0] == n]
        found = (g for g in powers if term * ring.tower.intern(g) == 1)
        proposals += [("zeta series", {"s": ring.tower.symbol(str(g.labels[1]))}) for g in found]
    for name, elements in proposals:
        if not any(index in e.symbols() for e in elements.values()):
            yield name, {key: to_expression(e) for key, e in elements.items()}


def _moved(ring: Ring, element: Element, index: str) -> Element:
    """Return the shifted element, or the element itself where it cannot be shifted."""
    try:
        return shift(ring, element, index)
    except (TnsimError, ZeroDivisionError):
        return element


def _at(ring: Ring, term: Element, index: str, value: int) -> Element | None:
    try:
        return substitute_element(ring, term, {index: ring.tower.element(value)})
    except (TnsimError, ZeroDivisionError):
        return None


def _hurwitz(ring: Ring, term: Element, index: str) -> list[tuple[str, dict[str, Element]]]:
    """1/(n + a)^s: the root of 1/term is -a, its degree s."""
    number = ring.tower.number_of_symbol(index)
    if not term.numerator.is_constant():
        return []
    factors = term.denominator.factor()[1]
    if len(factors) != 1 or factors[0][0].degrees()[number] != 1:
        return []
    factor, s = Element(ring.tower, factors[0][0]), int(factors[0][1])
    n = ring.tower.symbol(index)
    return [("Hurwitz zeta series", {"s": ring.tower.element(s), "a": factor - n})]
