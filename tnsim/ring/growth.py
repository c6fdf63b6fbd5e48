"""The order of growth of ring elements as one index tends to infinity.

Every generator is asymptotic to a class of `growth_classes` times a constant, or is only known to be bounded by that.
Rising factorials: `(a)_n ~ n! n^(a-1)/gamma(a)` (DLMF 5.11.12), and other whole symbols in their number of steps are
fixed; harmonic numbers: `H_n ~ log n`, and `S[a, s](n) -> zeta(s, a)` for s > 1 (DLMF 25.11.1). A quotient is compared
with the one monomial class of its denominator that outgrows all others, so nothing cancels unnoticed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.conjugation import ORDERED, conjugate, is_real
from tnsim.ring.expansions import expanded
from tnsim.ring.factorials import gamma
from tnsim.ring.forms import linear_form
from tnsim.ring.growth_classes import Growth, compare, trivial_growth
from tnsim.ring.iterated_powers import is_even
from tnsim.ring.nested_sums import hurwitz_zeta
from tnsim.ring.order_bounds import order_bound
from tnsim.ring.partial_products import partial_product
from tnsim.ring.powers import atom, logarithm, pi, power, quotient
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Generator

__all__ = ["Leading", "grows_with", "leading", "limit", "logarithms_expanded", "oscillating_parts"]


@dataclass(frozen=True, slots=True)
class Leading:
    """`element = (coefficient + o(1)) * class`; the coefficient is bounded and may be 0.

    `exact` is False when only `element = O(class)` is known. `oscillating` says that the coefficient holds
    powers of numbers of modulus 1, which do not converge. `steady` says that the modulus is that of the class, up to
    a factor that tends to a number other than 0.
    """

    growth: Growth
    coefficient: Element
    exact: bool
    oscillating: bool
    steady: bool = False

    def dominant(self, ring: Ring, index: str) -> bool:
        """Tell whether the element is also bounded below by a multiple of its class."""
        if self.steady or not self.exact:
            return self.steady
        if not self.oscillating:
            return ring.signs.nonzero(self.coefficient)
        # One product of powers of numbers of modulus 1 keeps its modulus; a sum of several may vanish.
        fixed = oscillating_parts(self.coefficient, index)
        return len(fixed) == 1 and all(ring.signs.nonzero(c) for c in fixed.values())


def oscillating_parts(coefficient: Element, index: str) -> dict[tuple[tuple[int, int], ...], Element]:
    """Split a coefficient into constants times monomials of generators that move with the index."""
    tower = coefficient.tower
    below = Element(tower, coefficient.denominator)
    parts: dict[tuple[tuple[int, int], ...], Element] = {}
    for c, exponents in coefficient.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = {i: e for i, e in used.items() if index in tower.symbols_of(tower.generators[i])}
        key = tuple(sorted(moving.items()))
        fixed = tower.polynomial([(c, {i: e for i, e in used.items() if i not in moving})]) / below
        parts[key] = parts.get(key, tower.element(0)) + fixed
    return parts


def limit(ring: Ring, element: Element, index: str) -> Element | None:
    """Return the limit as the index tends to infinity, or `None` where it is not decided (or infinite).

    Where no class of growth outgrows the others, it is the sum of the limits of the terms, if each has one.
    """
    try:
        expanded_element = logarithms_expanded(ring, element, index)
    except (UnsupportedError, DomainError, LimitError, ZeroDivisionError):
        return None
    whole = _limit(ring, expanded_element, index)
    if whole is not None:
        return whole
    below, total = Element(ring.tower, expanded_element.denominator), ring.tower.element(0)
    for coefficient, exponents in expanded_element.monomials():
        part = ring.tower.polynomial([(coefficient, {i: e for i, e in enumerate(exponents) if e})]) / below
        value = _limit(ring, part, index)
        if value is None:
            return None
        total = total + value
    return total


def _limit(ring: Ring, element: Element, index: str) -> Element | None:
    lead = leading(ring, element, index)
    if lead is None:
        return None
    order = compare(ring, lead.growth, trivial_growth(ring))
    if order == -1:
        return ring.tower.element(0)
    return lead.coefficient if order == 0 and lead.exact and not lead.oscillating else None


def logarithms_expanded(ring: Ring, element: Element, index: str) -> Element:
    """Return the element with its logarithmic generators written as multiples of log(index), and sums less their tails.

    `log(c n^p + ...) = p log(n) + log(c) + O(1/n)` for a polynomial, so `log(n + 1) - log(n)` is seen to vanish; for
    sums and log(n!) see `expanded`.
    """
    tower = ring.tower
    images: dict[int, Element] = {}
    for number in element.generator_numbers():
        generator = tower.generators[number]
        if index not in tower.symbols_of(generator):
            continue
        constant: Element | None = None
        factor = tower.element(1)
        if generator.kind == "apply" and generator.labels == ("log",):
            inside = generator.arguments[0]
            lead = leading(ring, inside, index)
            if lead is not None and _is_polynomial(ring, inside, index) and ring.signs.positive(lead.coefficient):
                constant, factor = logarithm(ring, lead.coefficient), lead.growth.power
        if constant is not None:
            vanishing = tower.intern(Generator("vanishing", (index,), generator.arguments[:1]))
            # log(n) as it is for large n: the range of the term may begin at n = 0.
            images[number] = factor * atom(ring, "log", tower.symbol(index)) + constant + vanishing
            if generator.arguments[:1] == (tower.symbol(index),) and generator.kind == "apply":
                images[number] = tower.generator_element(number)
            continue
        image = expanded(ring, generator, index)
        if image is not None:
            images[number] = image
    if not images:
        return element
    return replaced_generators(element, images)


def _is_polynomial(ring: Ring, element: Element, index: str) -> bool:
    """Tell whether the index occurs in the element only as itself."""
    tower = ring.tower
    moving = [g for g in element.generators() if index in tower.symbols_of(g)]
    return all(g.kind == "symbol" for g in moving)


def leading(ring: Ring, element: Element, index: str) -> Leading | None:
    """Return the leading behaviour as the index tends to infinity, or `None` where it is not decided."""
    try:
        numerator = _polynomial(ring, Element(ring.tower, element.numerator), index)
        denominator = _polynomial(ring, Element(ring.tower, element.denominator), index)
        if numerator is None or denominator is None or not denominator.dominant(ring, index):
            return None
        coefficient = numerator.coefficient / denominator.coefficient
    except (UnsupportedError, DomainError, LimitError):
        return None
    growth = numerator.growth.times(denominator.growth.raised(-1))
    # An oscillating factor may cancel between numerator and denominator.
    oscillating = (numerator.oscillating or denominator.oscillating) and (
        not numerator.exact or index in coefficient.symbols()
    )
    return Leading(growth, coefficient, numerator.exact and denominator.exact, oscillating)


def _polynomial(ring: Ring, polynomial: Element, index: str) -> Leading | None:
    """Return the sum of the monomials of the one class that outgrows all other classes."""
    tower = ring.tower
    best: list[Leading] = []
    monomials = list(polynomial.monomials())
    parts: dict[int, Leading] = {}
    for coefficient, exponents in monomials:
        growth, factor, exact, oscillating = trivial_growth(ring), tower.element(coefficient), True, False
        steady = len(monomials) == 1
        for number, exponent in enumerate(exponents):
            if not exponent:
                continue
            part = parts.get(number) or parts.setdefault(number, _generator(ring, number, index))
            growth = growth.times(part.growth.raised(exponent))
            factor = factor * part.coefficient**exponent
            exact, oscillating = exact and part.exact, oscillating or part.oscillating
            steady = steady and part.dominant(ring, index)
        term = Leading(growth, factor, exact, oscillating, steady)
        best = _with_term(ring, best, term)
    if not best:
        return Leading(trivial_growth(ring), tower.element(0), True, False)
    return best[0] if len(best) == 1 else None


def _with_term(ring: Ring, best: list[Leading], term: Leading) -> list[Leading]:
    """Return the sums of terms of one class each that no other is known to outgrow, with one more term."""
    kept: list[Leading] = []
    for known in best:
        order = compare(ring, known.growth, term.growth)
        if order == 1:
            return best
        if order == 0:
            coefficient = known.coefficient + term.coefficient
            exact, oscillating = known.exact and term.exact, known.oscillating or term.oscillating
            term = Leading(term.growth, coefficient, exact, oscillating)
        elif order is None:
            kept.append(known)
    return [*kept, term]


def _generator(ring: Ring, number: int, index: str) -> Leading:
    tower = ring.tower
    generator = tower.generators[number]
    base, one = trivial_growth(ring), tower.element(1)
    zero_growth = Leading(base, tower.generator_element(number), True, False)
    if index not in tower.symbols_of(generator):
        return zero_growth
    match generator.kind:
        case "symbol":
            return Leading(Growth(one, base.factorial, one, one, base.logs), one, True, False)
        case "unity_power":
            return Leading(base, tower.generator_element(number), True, True)
        case "vanishing":
            return Leading(Growth(one, base.factorial, one, -one, base.logs), one, False, False)
        case "power":
            return _power(ring, generator, number, index)
        case "iterated_power":
            return _iterated_power(ring, generator)
        case "rising":
            return _rising(ring, generator, index)
        case "power_sum" if _increases(ring, generator.arguments[1], index):
            order, start = int(generator.labels[0]), generator.arguments[0]
            if order == 1:
                return Leading(Growth(one, base.factorial, one, base.power, Fraction(1)), one, True, False)
            return Leading(base, hurwitz_zeta(ring, order, start), True, False)
        case "partial_product" if grows_with(ring, generator.arguments[1], index):
            return _partial_product(ring, generator, index)
        case "root":
            return _root(ring, generator, index)
        case "apply" if generator.labels[0] in ORDERED and index in generator.arguments[0].symbols():
            bound = order_bound(ring, generator, index)
            return Leading(Growth(one, bound.factorial, bound.geometric, bound.power, base.logs), one, False, False)
        case "apply":
            return _function(ring, generator, index)
    raise UnsupportedError(f"the growth of a generator of kind {generator.kind} is not known")


def _increases(ring: Ring, bound: Element, index: str) -> bool:
    """Tell whether a form such as 2*n + m increases with n: then S[a, 1] of it is log(n) + O(1), others converge."""
    return (form := linear_form(ring, bound)) is not None and form.coefficients.get(index, 0) > 0


def _rising(ring: Ring, generator: Generator, index: str) -> Leading:
    """Return the growth of (a)_(j*n + m) for whole j > 0, with whole symbols other than the index in m.

    (a)_(j*n + m) = j^(j*n) ((a)/j)_n ((a + 1)/j)_n ... * gamma(a + j*n + m)/gamma(a + j*n), by DLMF 5.5.6, and the
    last quotient is asymptotic to (j*n)^m, by DLMF 5.11.12.
    """
    start, one = generator.arguments[0], ring.tower.element(1)
    form = linear_form(ring, generator.arguments[1])
    j = 0 if form is None else form.coefficients.get(index, 0)
    if form is None or j <= 0:
        raise UnsupportedError("the growth of a rising factorial is known where its steps increase with the index")
    others = generator.arguments[1] - j * ring.tower.symbol(index)
    coefficient = one if j == 1 else power(ring, one * j, others)
    for i in range(j):
        coefficient = coefficient * quotient(ring, one, gamma(ring, (start + i) / j))
    exponent = start + Fraction(j - 1, 2) - j + others
    return Leading(Growth(one, Fraction(j), one * j ** (2 * j), exponent, Fraction(0)), coefficient, True, False)


def _power(ring: Ring, generator: Generator, number: int, index: str) -> Leading:
    base = generator.arguments[0]
    below = int(generator.labels[0])
    if index in base.symbols() or str(generator.labels[1]) != index:
        raise UnsupportedError("the growth of a power whose base depends on the index is not known")
    modulus = base * base if is_real(ring, base) else base * conjugate(ring, base)
    trivial = trivial_growth(ring)
    one = ring.tower.element(1)
    if modulus == 1:
        return Leading(trivial, ring.tower.generator_element(number), True, True)
    if below == 1:
        growth = Growth(one, trivial.factorial, modulus, trivial.power, trivial.logs)
    elif below == 2:
        growth = Growth(modulus, trivial.factorial, one, trivial.power, trivial.logs)
    else:
        raise UnsupportedError("the growth of a power with a cubic exponent is not known")
    # The sign (or direction) of base^n is of modulus 1; where it is not constantly 1 it is not followed.
    positive = ring.signs.positive(base)
    return Leading(growth, one, positive, not positive, ring.signs.nonzero(base))


def _iterated_power(ring: Ring, generator: Generator) -> Leading:
    """Return the growth of b^u, u >= 1 a product of powers of whole numbers; its sign is followed where it is 1."""
    base, unit = generator.arguments
    modulus = base * base if is_real(ring, base) else base * conjugate(ring, base)
    trivial, one = trivial_growth(ring), ring.tower.element(1)
    if modulus == 1:
        raise UnsupportedError("the growth of an iterated power of a number of modulus 1 is not known")
    nonzero = ring.signs.nonzero(base)
    positive = ring.signs.positive(base) or (nonzero and is_real(ring, base) and is_even(ring, unit) is True)
    growth = replace(trivial, iterated=(unit, modulus))
    return Leading(growth, one, positive, not positive, nonzero)


def _partial_product(ring: Ring, generator: Generator, index: str) -> Leading:
    """Return the growth of f(0)*...*f(n - 1), where one term of f outgrows all others exponentially.

    With f = c*r^i*(1 + g(i)) it is c^n r^binomial(n,2) times the product of the 1 + g(i), whose limit is 0 if and only
    if a factor is (Knopp 1951, section 29).
    """
    factor, bound = generator.arguments[0], str(generator.labels[0])
    inner = Ring(ring.tower, ring.signs.within(bound, 0))
    if index in factor.symbols():
        raise UnsupportedError("the growth of a finite product whose factor depends on the index")
    below = Element(ring.tower, factor.denominator)
    terms = [
        ring.tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})]) / below for c, row in factor.monomials()
    ]
    tops = (t for t in terms if inner.signs.nonzero(t))
    top = next((t for t in tops if all(_falls_behind(inner, s / t, bound) for s in terms if s is not t)), None)
    if top is None:
        raise UnsupportedError("the growth of a finite product of which no term outgrows the others")
    limit_of_rest = ring.tower.intern(Generator("product_limit", (bound,), (factor / top,)))
    whole = partial_product(ring, top, bound, generator.arguments[1], substitute_element)
    lead = leading(ring, whole, index)
    if lead is None:
        raise UnsupportedError("the growth of a finite product is not known")
    return Leading(lead.growth, lead.coefficient * limit_of_rest, lead.exact, lead.oscillating)


def grows_with(ring: Ring, count: Element, index: str) -> bool:
    """Tell whether a number of factors is the index and, perhaps, other whole symbols, which are fixed."""
    form = linear_form(ring, count)
    return form is not None and form.is_integer_valued() and form.coefficients.get(index) == 1


def _falls_behind(ring: Ring, quotient_of_terms: Element, index: str) -> bool:
    """Tell whether the quotient decreases exponentially."""
    lead = leading(ring, quotient_of_terms, index)
    if lead is None or lead.growth.iterated is not None:
        return False
    one = trivial_growth(ring)
    without_powers = Growth(lead.growth.gauss, Fraction(0), lead.growth.geometric, one.power, Fraction(0))
    return not lead.growth.factorial and compare(ring, without_powers, one) == -1


def _root(ring: Ring, generator: Generator, index: str) -> Leading:
    inside = leading(ring, generator.arguments[0], index)
    order = int(generator.labels[0])
    if inside is None or not inside.exact or inside.oscillating or not ring.signs.positive(inside.coefficient):
        raise UnsupportedError("the growth of a root is known only where its argument is positive")
    g = inside.growth
    if g.gauss != 1 or g.geometric != 1 or g.factorial or g.logs or g.iterated is not None:
        raise UnsupportedError("the growth of a root of something that is not algebraic")
    growth = Growth(g.gauss, Fraction(0), g.geometric, g.power / order, Fraction(0))
    exponent = ring.tower.element(Fraction(1, order))
    return Leading(growth, power(ring, inside.coefficient, exponent), True, False)


def _function(ring: Ring, generator: Generator, index: str) -> Leading:
    """Return the growth of log, atan, sin, zeta of an argument that tends to 0 or to infinity."""
    argument = generator.arguments[-1]
    inside = leading(ring, argument, index)
    trivial, one = trivial_growth(ring), ring.tower.element(1)
    name = str(generator.labels[0])
    if inside is None or not inside.exact or inside.oscillating:
        raise UnsupportedError(f"the growth of {name} is not known here")
    order = compare(ring, inside.growth, trivial)
    g = inside.growth
    algebraic = g.gauss == 1 and g.geometric == 1 and not g.factorial and g.iterated is None
    grows = order == 1 and algebraic and ring.signs.positive(g.power) and ring.signs.positive(inside.coefficient)
    if name == "log" and grows:
        return Leading(Growth(one, Fraction(0), one, trivial.power, Fraction(1)), g.power, True, False)
    if name in ("atan", "sin") and order == -1:
        return Leading(inside.growth, inside.coefficient, True, False)
    if name == "cos" and order == -1:
        return Leading(trivial, one, True, False)
    if name == "atan" and order == 1 and ring.signs.positive(inside.coefficient):
        return Leading(trivial, pi(ring) / 2, True, False)
    if name == "zeta" and len(generator.arguments) == 1 and order == 1 and ring.signs.positive(inside.coefficient):
        return Leading(trivial, one, True, False)
    raise UnsupportedError(f"the growth of {name} is not known here")
