"""Summation by parts: polynomials in the index times sums up to the index, where the whole tends to 0.

`n^j*F(n)` is `Q(n + 1)*F(n + 1) - Q(n)*F(n)` less `Q(n + 1)*(F(n + 1) - F(n))`, where Q is a sum of the n^j; in what is
left, the polynomials are of lower degree or the sums are fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq, fmpq_poly

from tnsim.language.expression import INFINITY, Sum
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import telescoping_step, term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.factorials import gamma
from tnsim.ring.growth import limit
from tnsim.ring.nested_sums import harmonic
from tnsim.ring.powers import atom
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Generator, Tower

__all__ = ["by_parts_steps"]

_MOST_ROUNDS = 8
_MOST_DEGREE = 8


def by_parts_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal as a difference and a sum without polynomials; raises NotApplicable otherwise."""
    begin, scope, term = term_from_start(goal)
    index = goal.sum.index.name
    signed_logarithms = _signed_logarithms(scope, term, index)
    if not (signed_logarithms or any(g.kind in ("power_sum", "partial_sum") for g in term.generators())):
        raise NotApplicable("the term has no sums up to the index, or logarithms with signs")
    rest, antidifference = term, scope.ring.tower.element(0)
    for done in range(_MOST_ROUNDS):
        # Each round takes differences of logarithms, which decay like 1/n once the polynomials are used up.
        step = _antidifference(scope, rest, index, done < signed_logarithms)
        if step.is_zero():
            break
        antidifference = antidifference + step
        rest = rest - (shift(scope.ring, step, index) - step)
    else:
        raise NotApplicable("summation by parts does not end")
    step = _harmonic_part(scope, rest, index)
    antidifference, rest = antidifference + step, rest - (shift(scope.ring, step, index) - step)
    if antidifference.is_zero():
        raise NotApplicable("the term has no polynomial part")
    difference = (
        goal.sum if rest.is_zero() else Sum(to_expression(term - rest), goal.sum.index, goal.sum.lower, INFINITY)
    )
    steps = [telescoping_step(Goal(difference, goal.assumptions), begin, antidifference)]
    if rest.is_zero():
        return tuple(steps)
    other = solve(Goal(Sum(to_expression(rest), goal.sum.index, goal.sum.lower, INFINITY), goal.assumptions))
    values = [steps[0].conclusion.right, other[-1].conclusion.right if other else None]
    if values[0] is None or values[1] is None:
        raise NotApplicable("the sum that is left is not found")
    steps += [step.moved(1) for step in other]
    plain = Scope(goal.assumptions)
    total = plain.lift(values[0], "the value") + plain.lift(values[1], "the value")
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    return (*steps, Step("split", conclusion, (0, len(steps) - 1), {"coefficients": ("1", "1")}))


def _signed_logarithms(scope: Scope, element: Element, index: str) -> int:
    """Return d + 1 if logarithms with the factor (-1)^n have polynomials of degree d and do not tend to 0, or 0."""
    tower = element.tower
    place = tower.number_of_symbol(index)
    below = Element(tower, element.denominator)
    part, degree = tower.element(0), 0
    for c, exponents in element.monomials():
        generators = [tower.generators[i] for i, e in enumerate(exponents) if e]
        if any(_is_logarithm(g, index, tower) for g in generators) and any(_is_sign(g, index) for g in generators):
            kept = {i: e for i, e in enumerate(exponents) if e and not _is_sign(tower.generators[i], index)}
            part = part + tower.polynomial([(c, kept)]) / below
            degree = max(degree, exponents[place] - element.denominator.degrees()[place])
    end = limit(scope.ring, part, index)
    return 0 if end is not None and end.is_zero() else degree + 1


def _is_sign(generator: Generator, index: str) -> bool:
    return generator.kind == "unity_power" and generator.labels == (2, 1, index)


def _is_logarithm(generator: Generator, index: str, tower: Tower) -> bool:
    return generator.labels == ("log",) and index in tower.symbols_of(generator)


def _antidifference(scope: Scope, element: Element, index: str, with_logarithms: bool) -> Element:
    """Return the sum of Q(n)*F(n) for the polynomial parts n^j*F(n) of the element, F with the most sums first.

    Logarithms with the factor (-1)^n are left alone unless they are asked for.
    """
    tower = element.tower
    place, n = tower.number_of_symbol(index), tower.symbol(index)
    moving = {i for i in element.generator_numbers() if i != place and index in tower.symbols_of(tower.generators[i])}
    below = element.denominator
    if set(Element(tower, below).generator_numbers()) - {place}:
        raise NotApplicable("a denominator in more than the index")
    log_n = atom(scope.ring, "log", n).generators()[0]
    factorial = gamma(scope.ring, n + 1)
    rows: dict[tuple[int, ...], dict[int, Fraction]] = {}
    for c, exponents in element.monomials():
        key = tuple(0 if i == place else e for i, e in enumerate(exponents))
        rows.setdefault(key, {})[exponents[place]] = c
    denominator = _univariate({e[place]: c for c, e in Element(tower, below).monomials()})
    total = tower.element(0)
    for key, row in rows.items():
        whole, _ = divmod(_univariate(row), denominator)
        signed = any(e and _is_sign(tower.generators[i], index) for i, e in enumerate(key))
        logarithms = any(e and _is_logarithm(tower.generators[i], index, tower) for i, e in enumerate(key))
        if signed and logarithms and not with_logarithms:
            continue
        logarithm_of = None
        factor = tower.element(1)
        for i, exponent in enumerate(key):
            if not exponent:
                continue
            generator = tower.generators[i]
            if not signed and i in moving and exponent == 1 and generator == log_n and whole.degree() < 1:
                # log(n) is the difference of log((n - 1)!)
                logarithm_of = atom(scope.ring, "log", factorial) - tower.generator_element(i)
                continue
            known = generator.kind in ("power_sum", "partial_sum") or _is_sign(generator, index)
            if i in moving and not known and not (signed and _is_logarithm(generator, index, tower)):
                raise NotApplicable("a factor that is neither a sum nor a sign")
            factor = factor * tower.generator_element(i) ** exponent
        if logarithm_of is not None:
            if moving & {i for i, e in enumerate(key) if e} != {tower.number_of(log_n)}:
                raise NotApplicable("a logarithm beside sums")
            total = total + factor * logarithm_of * _polynomial(n, whole)
            continue
        if whole.degree() > _MOST_DEGREE:
            raise NotApplicable("a polynomial of high degree")
        total = total + factor * _polynomial(n, _summed(whole, signed))
    return total


def _harmonic_part(scope: Scope, rest: Element, index: str) -> Element:
    """Return c*harmonic(n - 1) where the rest is like c/n."""
    n = scope.ring.tower.symbol(index)
    end = limit(scope.ring, rest * n, index)
    residue = None if end is None else end.rational()
    return scope.ring.tower.element(0) if residue is None else (harmonic(scope.ring, n) - 1 / n) * residue


def _summed(polynomial: fmpq_poly, signed: bool) -> fmpq_poly:
    """Return Q with Q(n + 1) - Q(n) = p(n), or -Q(n + 1) - Q(n) = p(n) for what is multiplied by (-1)^n."""
    x = fmpq_poly([0, 1])
    found, rest = fmpq_poly([0]), polynomial
    while rest.degree() >= 0:
        degree = rest.degree()
        lead = rest[degree]
        term = x**degree * (lead / -2) if signed else x ** (degree + 1) * (lead / (degree + 1))
        found += term
        moved = term(x + 1)
        rest = rest - (-moved - term if signed else moved - term)
    return found


def _univariate(row: dict[int, Fraction]) -> fmpq_poly:
    coefficients = [row.get(e, Fraction(0)) for e in range(max(row) + 1)]
    return fmpq_poly([fmpq(c.numerator, c.denominator) for c in coefficients])


def _polynomial(n: Element, polynomial: fmpq_poly) -> Element:
    total = n.tower.element(0)
    for exponent, c in enumerate(polynomial.coeffs()):
        total = total + n**exponent * Fraction(int(c.p), int(c.q))
    return total
