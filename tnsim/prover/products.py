"""Infinite products: rational factors through gamma functions and hyperbolic products, exponentials of sums.

The irreducible factors of a rational factor f are gathered into classes modulo shifts of the index. What shifts
leave over telescopes; linear factors are quotients of gamma functions; `(n + c)^2 + z^2` and `(n + c)^2 - z^2`
with 2c whole are products of hyperbolic and trigonometric functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ZERO, Apply, Expression, Product, Sum, number, substitute, walk
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.rules.products import infinite_product, product_prefix
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.mahler_products import mahler_quotient
from tnsim.prover.exponentials_of_sums import in_logarithms
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.growth import limit
from tnsim.ring.powers import root
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["product_of_factors", "product_steps"]

_MOST_SHIFT = 12
_MOST_EXCEPTIONS = 12
_OVER_ANGLES = (
    ("product of doubled cosines of halved angles", 2),
    ("product of sines of thirds of angles", 3),
    ("product of cosines of thirds of angles", Fraction(3, 2)),
)
"""Products over angles that are divided, and x for the angle of their first factor."""
_Solve = Callable[[Goal], tuple[Step, ...]]
_Attempt = Callable[[Product, Callable[[int], Scope], _Solve], tuple[Step, ...]]


def product_steps(goal: Product, assumptions: Assumptions, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that give the value of a product, or show that it diverges; raises NotApplicable."""
    return _first(goal, assumptions, solve, (*_BY_FACTORS, _exponential))


def product_of_factors(goal: Product, assumptions: Assumptions, solve: _Solve) -> tuple[Step, ...]:
    """Return the same, but not by the sum of the logarithms; raises NotApplicable."""
    return _first(goal, assumptions, solve, _BY_FACTORS)


def _first(goal: Product, assumptions: Assumptions, solve: _Solve, attempts: Iterable[_Attempt]) -> tuple[Step, ...]:
    _, index, _ = infinite_product(goal)

    def scope_of(begin: int) -> Scope:
        return Scope(assumptions, {index: begin})

    reasons: list[str] = []
    for attempt in attempts:
        try:
            return attempt(goal, scope_of, solve)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError) as reason:
            reasons.append(str(reason))
    raise NotApplicable("; ".join(reasons))


# --- lemmas that are the whole product ---------------------------------------------------------------------


def _whole_lemma(goal: Product, scope_of: Callable[[int], Scope], solve: _Solve) -> tuple[Step, ...]:
    """Try the lemmas about products, with the parameters that the first factors suggest."""
    factor, index, start = infinite_product(goal)
    scope = scope_of(start)
    for name, parameters in _proposals(scope, factor, index, start):
        step = _lemma_step(scope, name, parameters)
        if step is None:
            continue
        conclusion = Statement("equal", goal, step.conclusion.right, scope.facts.assumptions)
        _, _, place = infinite_product(step.conclusion.left)
        if place != start:
            witness: Witness = {"exponents": ("1",), "places": (str(place),), "from": start}
            return (step, Step("factors", conclusion, (0,), witness))
        whole = Step("lemma", conclusion, (), step.witness)
        try:
            verify(whole, ())
        except Rejected:
            continue
        return (whole,)
    raise NotApplicable("no lemma has this product as an instance")


def _proposals(scope: Scope, factor: Expression, index: str, start: int) -> Iterator[tuple[str, dict[str, Expression]]]:
    inner = [node.arguments[0] for node in (factor,) if isinstance(node, Apply) and node.function == "cos"]
    for argument in inner:
        x = scope.lift(substitute(argument, {index: number(start)}), "the angle") * 2
        yield "product of cosines of halved angles", {"x": to_expression(x)}
    angles = [node.arguments[0] for node in walk(factor) if isinstance(node, Apply) and node.function in ("cos", "sin")]
    for argument in dict.fromkeys(angles):
        first = scope.lift(substitute(argument, {index: number(start)}), "the angle")
        for name, scale in _OVER_ANGLES:
            yield name, {"x": to_expression(first * scale)}
    if start == 0:
        try:
            first = scope.lift(substitute(factor, {index: ZERO}), "the first factor")
        except Rejected:
            return
        yield "product of squared powers", {"x": to_expression(first - 1)}


def _lemma_step(scope: Scope, name: str, parameters: dict[str, Expression]) -> Step | None:
    """Return the step that concludes a lemma about a product, or `None` where it does not apply."""
    assumptions = scope.facts.assumptions
    try:
        stated, right = LEMMAS[name].instance(Scope(assumptions), parameters)
        conclusion = Statement("equal", stated, right, assumptions)
        texts = {key: to_text(value) for key, value in parameters.items()}
        step = Step("lemma", conclusion, (), {"lemma": name, "parameters": texts})
        verify(step, ())
    except (Rejected, TnsimError, ZeroDivisionError):
        return None
    return step


# --- rational factors --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """A lemma's product whose factor at `index + place` is the factor looked for, raised to an exponent."""

    step: Step
    factor: Element
    place: int
    exponent: int


def _rational(goal: Product, scope_of: Callable[[int], Scope], solve: _Solve) -> tuple[Step, ...]:
    factor, index, start = infinite_product(goal)
    reason = ""
    for begin in range(start, start + _MOST_EXCEPTIONS):
        try:
            return _rational_from(goal, scope_of(begin), begin)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
            if begin == start and not _is_rational(scope_of(begin + _MOST_EXCEPTIONS), factor, index):
                break
    raise NotApplicable(reason)


def _is_rational(scope: Scope, factor: Expression, index: str) -> bool:
    element = scope.lift(factor, "the factor")
    tower = scope.ring.tower
    return all(g.kind == "symbol" for g in element.generators() if index in tower.symbols_of(g))


def _rational_from(goal: Product, scope: Scope, begin: int) -> tuple[Step, ...]:
    factor, index, start = infinite_product(goal)
    element = scope.lift(factor, "the factor")
    if not _is_rational(scope, factor, index):
        raise NotApplicable("the factor is not a rational function of the index")
    telescoping, known = _decomposed(scope, element, index, begin)
    rest = element
    for part in known:
        rest = rest / part.factor**part.exponent
    assumptions = scope.facts.assumptions
    quotient = to_expression(telescoping)
    witness: Witness = {"quotient": to_text(quotient), "from": begin}
    if not known:
        end = limit(scope.ring, telescoping, index)
        first = scope.at(telescoping, index, begin, "the first value")
        if end is None or end.is_zero():
            return (Step("product", Statement("diverges", goal, None, assumptions), (), witness),)
        value = product_prefix(scope, factor, index, start, begin) * end / first
        return (Step("product", Statement("equal", goal, to_expression(value), assumptions), (), witness),)
    steps: list[Step] = []
    exponents, places, premises = [], [], []
    value = product_prefix(scope, factor, index, start, begin)
    for part in known:
        steps.append(part.step)
        premises.append(len(steps) - 1)
        exponents.append(str(part.exponent))
        places.append(str(begin + part.place))
        inner, inner_index, first_place = infinite_product(part.step.conclusion.left)
        right = part.step.conclusion.right
        if right is None:
            raise NotApplicable("a lemma without a value")
        skipped = product_prefix(scope, inner, inner_index, first_place, begin + part.place)
        value = value * (scope.lift(right, "the value") / skipped) ** part.exponent
    if rest != 1:
        remaining = Product(to_expression(rest), goal.index, number(begin), INFINITY)
        end = limit(scope.ring, telescoping, index)
        if end is None or end.is_zero():
            raise NotApplicable("the limit of the telescoping quotient is not established")
        ratio = end / scope.at(telescoping, index, begin, "the first value")
        conclusion = Statement("equal", remaining, to_expression(ratio), assumptions)
        steps.append(Step("product", conclusion, (), witness))
        premises.append(len(steps) - 1)
        exponents.append("1")
        places.append(str(begin))
        value = value * ratio
    last = Statement("equal", goal, to_expression(value), assumptions)
    powers: Witness = {"exponents": tuple(exponents), "places": tuple(places), "from": begin}
    steps.append(Step("factors", last, tuple(premises), powers))
    return tuple(steps)


def _iterated(goal: Product, scope_of: Callable[[int], Scope], solve: _Solve) -> tuple[Step, ...]:
    """Return the step of a product over x^(2^n) that telescopes."""
    factor, index, start = infinite_product(goal)
    scope = scope_of(start)
    quotient = mahler_quotient(scope.ring, scope.lift(factor, "the factor"), index)
    end = None if quotient is None else limit(scope.ring, quotient, index)
    if quotient is None or end is None or end.is_zero():
        raise NotApplicable("the factors in an iterated power do not telescope")
    value = to_expression(end / scope.at(quotient, index, start, "the first value"))
    witness: Witness = {"quotient": to_text(to_expression(quotient)), "from": start}
    step = Step("product", Statement("equal", goal, value, scope.facts.assumptions), (), witness)
    verify(step, ())
    return (step,)


def _decomposed(scope: Scope, element: Element, index: str, begin: int) -> tuple[Element, list[_Known]]:
    """Return P with P(n+1)/P(n) the part that telescopes, and the lemmas' products for the rest."""
    tower = scope.ring.tower
    place = tower.number_of_symbol(index)
    telescoping, content = tower.element(1), element
    classes: list[tuple[Element, int]] = []
    for factor, exponent in _factors(tower, element, place):
        content = content / factor**exponent
        for i, (known, total) in enumerate(classes):
            distance = _distance(scope, known, factor, index)
            if distance is not None:
                # h(n + k)/h(n) = P(n + 1)/P(n) with P(n) = h(n) h(n + 1) ... h(n + k - 1)
                telescoping = telescoping * _between(scope, known, index, distance) ** exponent
                classes[i] = (known, total + exponent)
                break
        else:
            classes.append((factor, exponent))
    gammas, products = _without_classes(scope, content, classes, index, begin)
    return telescoping * gammas, products


def _without_classes(
    scope: Scope, content: Element, classes: list[tuple[Element, int]], index: str, begin: int
) -> tuple[Element, list[_Known]]:
    """Return the part of P that comes from classes of factors, and the lemmas' products for those of degree 2."""
    tower = scope.ring.tower
    place = tower.number_of_symbol(index)
    n = tower.symbol(index)
    result, known, slope = tower.element(1), list[_Known](), content
    linear: list[tuple[Element, int]] = []
    quadratic: list[tuple[Element, Element, int]] = []
    for factor, exponent in classes:
        if exponent == 0:
            continue
        degree = int(factor.numerator.degrees()[place])
        lead = Element(tower, split_powers(factor.numerator, place)[degree])
        slope = slope * lead**exponent
        monic = factor / lead
        if degree == 1:
            linear.append((monic - n, exponent))
        elif degree == 2:
            middle = split_powers(monic.numerator, place).get(1)
            centre = (
                tower.element(0) if middle is None else Element(tower, middle) / Element(tower, monic.denominator) / 2
            )
            quadratic.append((centre, monic - (n + centre) ** 2, exponent))
        else:
            raise NotApplicable("a factor of degree over 2 that no shift cancels")
    pairs, single = _paired(linear)
    for offset, exponent in single:
        result = result * _gamma(scope, n + offset) ** exponent
    for centre, square, exponent in [*quadratic, *pairs]:
        middle_value = centre.rational()
        if middle_value is None or middle_value.denominator > 2:
            raise NotApplicable("a quadratic factor that is not centred at a whole or half number")
        part, argument = _quadratic(scope, n, middle_value, square, exponent)
        if begin + part.place < 1:
            raise NotApplicable("the denominator of a lemma may be 0 here")
        known.append(part)
        result = result * _gamma(scope, argument) ** (2 * exponent)
    if slope != 1:
        result = result * scope.lift(to_expression(slope) ** to_expression(n), "a power")
    return result, known


def _paired(linear: list[tuple[Element, int]]) -> tuple[list[tuple[Element, Element, int]], list[tuple[Element, int]]]:
    """Return (centre, -z^2, exponent) of pairs n + c - z, n + c + z with 2c whole, and the factors left alone."""
    pairs: list[tuple[Element, Element, int]] = []
    rest = list(linear)
    for i in range(len(rest)):
        for j in range(i + 1, len(rest)):
            (a, e), (b, f) = rest[i], rest[j]
            total = (a + b).rational()
            if total is None or total.denominator != 1 or e * f <= 0:
                continue
            common = min(e, f, key=abs)
            pairs.append(((a + b) / 2, -(((a - b) / 2) ** 2), common))
            rest[i], rest[j] = (a, e - common), (b, f - common)
    return pairs, [(a, e) for a, e in rest if e]


def _gamma(scope: Scope, argument: Element) -> Element:
    return scope.lift(Apply("gamma", (to_expression(argument),)), "a gamma function")


def _quadratic(scope: Scope, n: Element, centre: Fraction, square: Element, exponent: int) -> tuple[_Known, Element]:
    """Return the product of 1 + square/t^2 with t = n + centre, and t: `(n + centre)^2 + square` over t^2."""
    half = centre.denominator == 2
    step = None
    for sign, value in (("+", square), ("-", -square)):
        name = f"product of 1 {sign} z^2/(n - 1/2)^2" if half else f"product of 1 {sign} z^2/n^2"
        step = step or _lemma_step(scope, name, {"z": to_expression(_root(scope, value))})
    if step is None:
        raise NotApplicable("no product is known for a quadratic factor")
    argument = n + centre
    return _Known(
        step, 1 + square / argument**2, int(centre + Fraction(1, 2)) if half else int(centre), exponent
    ), argument


def _root(scope: Scope, square: Element) -> Element:
    """Return z with z^2 = square: rational in the parameters if it can be, for its sign does not matter."""
    above, factors = square.numerator.factor_squarefree()
    below, below_factors = square.denominator.factor_squarefree()
    result = root(
        scope.ring, square.tower.element(Fraction(int(above.p), int(above.q)) / Fraction(int(below.p), int(below.q))), 2
    )
    for parts, direction in ((factors, 1), (below_factors, -1)):
        for factor, exponent in parts:
            if exponent % 2:
                return root(scope.ring, square, 2)
            result = result * Element(square.tower, factor) ** (direction * int(exponent) // 2)
    return result


def _factors(tower: Tower, element: Element, place: int) -> Iterator[tuple[Element, int]]:
    for polynomial, sign in ((element.numerator, 1), (element.denominator, -1)):
        for factor, exponent in polynomial.factor()[1]:
            if factor.degrees()[place]:
                yield Element(tower, factor), sign * int(exponent)


def _distance(scope: Scope, known: Element, factor: Element, index: str) -> int | None:
    """Return the whole k with factor(n) = c * known(n + k), or `None`."""
    tower = scope.ring.tower
    place = tower.number_of_symbol(index)
    if known.numerator.degrees()[place] != factor.numerator.degrees()[place]:
        return None
    for k in sorted(range(-_MOST_SHIFT, _MOST_SHIFT + 1), key=abs):
        ratio = factor / _moved(scope, known, index, k)
        if index not in ratio.symbols() and ratio == 1:
            return k
    return None


def _moved(scope: Scope, element: Element, index: str, by: int) -> Element:
    if by == 1:
        return shift(scope.ring, element, index)
    return substitute_element(scope.ring, element, {index: scope.ring.tower.symbol(index) + by})


def _between(scope: Scope, known: Element, index: str, distance: int) -> Element:
    total = scope.ring.tower.element(1)
    for j in range(distance):
        total = total * _moved(scope, known, index, j)
    for j in range(distance, 0):
        total = total / _moved(scope, known, index, j)
    return total


# --- exponentials of sums ----------------------------------------------------------------------------------


def _exponential(goal: Product, scope_of: Callable[[int], Scope], solve: _Solve) -> tuple[Step, ...]:
    """Sum the logarithm of the factor: read off where the factor is written as exp, taken where it is positive."""
    factor, _, start = infinite_product(goal)
    assumptions = scope_of(start).facts.assumptions
    inner = factor.arguments[0] if isinstance(factor, Apply) and factor.function == "exp" else Apply("log", (factor,))
    found = solve(Goal(Sum(inner, goal.index, goal.lower, goal.upper), assumptions))
    if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
        raise NotApplicable("the logarithms of the factors are not summed")
    found = in_logarithms(found)
    value = scope_of(start).lift(Apply("exp", (right_side(found[-1]),)), "the value")
    conclusion = Statement("equal", goal, to_expression(value), assumptions)
    return (*found, Step("exponential", conclusion, (len(found) - 1,), {}))


_BY_FACTORS: tuple[_Attempt, ...] = (_whole_lemma, _rational, _iterated)
