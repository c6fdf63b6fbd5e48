"""Sums of q-hypergeometric terms: lemmas whose parameters are read off the quotient of neighbouring terms.

That quotient is `c * rho^n` times factors `1 - a*z^n` over others. A factor `1 - q*q^n` below gives the base q, what is
left the parameters. A lemma is tried for every such base once its first terms fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression, Multiply, Product, Sum, number, walk
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.q_hypergeometric_series import IDENTITIES, SERIES
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.products import decays, roots_of_product
from tnsim.prover.candidates import start_of
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

__all__ = ["q_hypergeometric_steps"]

_MOST_FACTORS = 6
_FIRST_TERMS = 3
_TERMS = {series.name: series.term for series in SERIES}


@dataclass(frozen=True, slots=True)
class _Quotient:
    """`c * rho^n` times the `1 - a*z^n` above over those below, as (a, z)."""

    c: Element
    rho: Element
    above: tuple[tuple[Element, Element], ...]
    below: tuple[tuple[Element, Element], ...]


def q_hypergeometric_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal as an infinite product; raises NotApplicable if no lemma fits."""
    if goal.sum.upper != INFINITY or not any(isinstance(node, Product) for node in walk(goal.sum.term)):
        raise NotApplicable("a finite sum, or one without finite products")
    start = start_of(goal)
    index = goal.sum.index
    scope = Scope(goal.assumptions, {index.name: 0})
    term = scope.lift(goal.sum.term, "the term")
    if not any(g.kind == "partial_product" for g in term.generators()):
        raise NotApplicable("no finite product in the term")
    first = substitute_element(scope.ring, term, {index.name: scope.ring.tower.element(0)})
    if first.is_zero():
        raise NotApplicable("the term at 0 is 0")
    quotient = _quotient(scope, shift(scope.ring, term, index.name) / term, index.name)
    for name, elements in _candidates(scope, term / first, index.name, quotient):
        watch_deadline()
        parameters = {key: to_expression(value) for key, value in elements.items()}
        found = _steps(goal, start, to_expression(first), name, parameters)
        if found:
            return found
    raise NotApplicable("no lemma on q-hypergeometric series fits the term")


def _steps(
    goal: Goal, start: int, first: Expression, name: str, parameters: Mapping[str, Expression]
) -> tuple[Step, ...]:
    """Return steps for the goal: the lemma, a factor, and terms before or after the start of its sum."""
    index, assumptions = goal.sum.index, goal.assumptions
    witness: Witness = {"lemma": name, "parameters": {key: to_text(value) for key, value in parameters.items()}}
    scaled = first != number(1)
    term = goal.sum.term if not scaled else Multiply((goal.sum.term, number(1) / first))
    try:
        _, right = LEMMAS[name].instance(Scope(assumptions), parameters)
        whole = Statement("equal", Sum(term, index, number(0), INFINITY), right, assumptions)
        known = Step("lemma", whole, (), witness)
        verify(known, ())
        between = Scope(assumptions).prefix(goal.sum.term, index.name, 0, start)
        before = Scope(assumptions).prefix(goal.sum.term, index.name, start, 0)
    except (Rejected, TnsimError, ZeroDivisionError):
        return ()
    steps = [known]
    value = right
    if scaled:
        value = Multiply((first, right))
        multiple = Statement("equal", Sum(goal.sum.term, index, number(0), INFINITY), value, assumptions)
        steps.append(Step("split", multiple, (0,), {"coefficients": (to_text(first),)}))
    if start != 0:
        reached = Statement("equal", goal.sum, value + to_expression(before - between), assumptions)
        steps.append(Step("start", reached, (len(steps) - 1,), {}))
    return tuple(steps)


def _quotient(scope: Scope, ratio: Element, index: str) -> _Quotient:
    """Return the quotient of neighbours as binomials; raises NotApplicable where it is of another kind."""
    tower = scope.ring.tower
    zero = tower.element(0)
    sides: list[list[tuple[Element, Element]]] = [[], []]
    rest = ratio
    for side, polynomial in enumerate((ratio.numerator, ratio.denominator)):
        for part, exponent in polynomial.factor()[1]:
            factor = Element(tower, part)
            terms = list(_terms(factor))
            if index not in factor.symbols() or len(terms) == 1:
                continue
            if len(terms) != 2:
                raise NotApplicable("the quotient of neighbours has another factor than 1 - a*z^n")
            one, other = terms
            top = other if decays(scope, one / other, index) else one
            moving = 1 - factor / top
            if not decays(scope, moving, index):
                raise NotApplicable("a factor without a term that outgrows the other")
            a = substitute_element(scope.ring, moving, {index: zero})
            z = shift(scope.ring, moving, index) / moving
            if index in z.symbols():
                raise NotApplicable("a factor with a quadratic exponent")
            sides[side] += [(a, z)] * int(exponent)
            power = int(exponent) if side == 0 else -int(exponent)
            rest = rest / (factor / top) ** power
    if max(len(side) for side in sides) > _MOST_FACTORS:
        raise NotApplicable("too many factors")
    rho = shift(scope.ring, rest, index) / rest
    if index in rho.symbols():
        raise NotApplicable("the quotient of neighbours is not q-hypergeometric")
    return _Quotient(substitute_element(scope.ring, rest, {index: zero}), rho, tuple(sides[0]), tuple(sides[1]))


def _terms(element: Element) -> Iterator[Element]:
    for c, row in element.monomials():
        yield element.tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})])


def _candidates(
    scope: Scope, term: Element, index: str, quotient: _Quotient
) -> Iterator[tuple[str, dict[str, Element]]]:
    bases: dict[str, Element] = {}
    variants = [replace(quotient, below=b, above=a) for b in _paired(quotient.below) for a in _paired(quotient.above)]
    for a, z in (pair for variant in variants for pair in variant.below):
        for t in (a, z):
            bases.setdefault(repr(t.key), t)
            if len(list(t.numerator.monoms())) == 1:
                for root in roots_of_product(t):
                    bases.setdefault(repr(root.key), root)
    one = scope.ring.tower.element(1)
    for q in bases.values():
        if (q - 1).is_zero() or (q + 1).is_zero():
            continue
        for variant in variants:
            for name, parameters in _with_parameters(variant, q, one):
                if _fits(scope, term, index, _TERMS[name], parameters):
                    yield name, parameters
    for q in bases.values():
        for identity in IDENTITIES:
            if _fits(scope, term, index, identity.term, {"q": q}):
                yield identity.name, {"q": q}


def _paired(pairs: tuple[tuple[Element, Element], ...]) -> list[tuple[tuple[Element, Element], ...]]:
    """Return the factors as they are, and with 1 - a*z^n and 1 + a*z^n multiplied."""
    rest, found = list(pairs), list[tuple[Element, Element]]()
    while rest:
        a, z = rest.pop()
        other = next((i for i, (b, y) in enumerate(rest) if (a + b).is_zero() and (z - y).is_zero()), None)
        if other is None:
            found.append((a, z))
        else:
            del rest[other]
            found.append((a**2, z**2))
    return [pairs] if len(found) == len(pairs) else [pairs, tuple(found)]


def _fits(scope: Scope, term: Element, index: str, text: str, parameters: Mapping[str, Element]) -> bool:
    """Tell whether the first terms of an identity are those of the term."""
    expression = parse(text)
    for k in range(1, _FIRST_TERMS):
        value = scope.ring.tower.element(k)
        try:
            own = scope.lift(expression, "a term", {**parameters, "n": value})
            given = substitute_element(scope.ring, term, {index: value})
        except (Rejected, TnsimError, ZeroDivisionError):
            return False
        if not (own - given).is_zero():
            return False
    return True


def _with_parameters(quotient: _Quotient, q: Element, one: Element) -> Iterator[tuple[str, dict[str, Element]]]:
    """Yield the theorems with parameters whose quotient of neighbours this may be, for one base."""
    below = _without(quotient.below, (q, q))
    above = [a for a, z in quotient.above if (z - q).is_zero()]
    if below is None or len(above) != len(quotient.above):
        return
    c, rho = quotient.c, quotient.rho
    zero = one * 0
    same = [b for b, z in below if (z - q).is_zero()]
    plain, gauss = (rho - 1).is_zero(), (rho - q).is_zero()
    if len(same) != len(below):
        # (abq; q^2)_n is made of two factors of the base q only where abq is a square: here it is one of the base q^2.
        if gauss and len(above) <= 2 and len(below) == 1 and (below[0][1] - q**2).is_zero():
            for a, b in permutations([*above, zero, zero][:2]):
                yield "Andrews's q-analogue of Gauss's second theorem", {"a": a, "b": b, "q": q}
        return
    for chosen in permutations([*above, *[zero] * (2 - len(above))]) if len(above) <= 2 else ():
        a, b = chosen
        if plain and len(same) <= 1:
            yield "Euler's series for the inverse of a product", {"z": c, "q": q}
            yield "q-binomial theorem", {"a": a, "z": c, "q": q}
            yield "Heine's q-analogue of Gauss's theorem", {"a": a, "b": b, "z": c, "q": q}
            yield "Bailey and Daum's q-analogue of Kummer's theorem", {"a": a, "b": b, "c": -c, "q": q}
        if gauss and len(same) <= 1:
            yield "Euler's series for a product", {"z": c, "q": q}
            yield "Lebesgue's identity", {"a": a, "q": q}
            yield "limit of Heine's sum", {"a": a, "z": -c, "q": q}
        if gauss and len(same) == 2:
            for d in same:
                yield "Andrews's q-analogue of Bailey's theorem", {"b": a, "d": b, "c": d, "q": q}
        if (rho - q**2).is_zero() and len(same) == 1:
            yield "Jacobi's series for the inverse of a product", {"z": c, "q": q}


def _without(
    pairs: Sequence[tuple[Element, Element]], wanted: tuple[Element, Element]
) -> list[tuple[Element, Element]] | None:
    rest = list(pairs)
    for i, (a, z) in enumerate(rest):
        if (a - wanted[0]).is_zero() and (z - wanted[1]).is_zero():
            del rest[i]
            return rest
    return None
