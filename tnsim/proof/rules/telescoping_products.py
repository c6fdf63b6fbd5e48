"""Telescoping to infinite products: sum(f) = lim T - T(start), where T holds finite products that converge.

The limit is not computed but verified: with the infinite products of the value ended at n, the partial sum and the
value differ by a sum of power products of finite products, with coefficients that have limits. Finite products up to n,
or n + N, tend to one limit, which is 0 only if a factor is (Knopp 1951, section 29).
"""

from __future__ import annotations

from typing import TypeAlias

from tnsim.language.expression import Product, Sum, Symbol
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.convergence import absolutely_convergent_product, absolutely_summable
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.rules.telescope import antidifference
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, infinite_sum, whole
from tnsim.ring.growth import grows_with, limit
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["Powers", "coefficients_of_products", "telescope_products"]

Powers: TypeAlias = tuple[tuple[int, int], ...]
"""Numbers of generators that are finite products, and their exponents."""


def telescope_products(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = v, with T(n+1) - T(n) = f(n) for n >= from, and v rational in infinite products.

    v(n), with the products ended at n, tends to v. So it is enough that T(n) - T(from) and the terms before, less v(n),
    tend to 0.
    """
    if premises or conclusion.right is None:
        raise Rejected("telescoping concludes an equation from no premises")
    term, index, first = infinite_sum(conclusion.left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the antidifference begins before the sum does")
    scope = Scope(conclusion.assumptions, {index: begin})
    candidate = antidifference(scope, scope.lift(term, "the term"), index, witness)
    partial_sum = scope.prefix(term, index, first, begin) + candidate
    partial_sum = partial_sum - scope.at(candidate, index, begin, "its first value")
    scope.admit(conclusion.right)
    value = scope.lift(conclusion.right, "the value")
    for generator in value.generators():
        if generator.kind != "unknown" and _holds_unknown(generator):
            raise Rejected("the value is not rational in its infinite products")
    ended: dict[int, Element] = {}
    for node in dict.fromkeys(infinite_nodes(conclusion.right)):
        if isinstance(node, Sum):
            raise Rejected(f"an infinite sum in the value: {to_text(node)}")
        factor, bound, start = infinite_product(node)
        absolutely_convergent_product(Scope(conclusion.assumptions, {bound: start}), factor, bound)
        (number,) = scope.ring.tower.unknown(to_text(node)).generator_numbers()
        ended[number] = scope.lift(Product(factor, node.index, node.lower, Symbol(index)), "a product ended at n")
    rest = partial_sum - replaced_generators(value, ended)
    totals: dict[Powers, Element] = {}
    for powers, coefficient in coefficients_of_products(scope.ring, rest, index).items():
        end = limit(scope.ring, coefficient, index)
        if end is None:
            raise Rejected("a coefficient of finite products is not proved to have a limit")
        key = _of_infinite_products(scope.ring, powers)
        totals[key] = totals.get(key, scope.ring.tower.element(0)) + end
    if not all(map(vanishes, totals.values())):
        raise Rejected("the partial sums are not proved to tend to the value")


def _of_infinite_products(ring: Ring, powers: Powers) -> Powers:
    """Return powers of finite products by one of those with the same factors: all of these have one limit."""
    generators = ring.tower.generators
    exponents: dict[int, int] = {}
    for i, e in powers:
        same = (
            j for j in range(i) if generators[j].kind == "partial_product"
            and (generators[j].labels, generators[j].arguments[0]) == (generators[i].labels, generators[i].arguments[0])
        )  # fmt: skip
        first = next(same, i)
        exponents[first] = exponents.get(first, 0) + e
    return tuple(sorted((i, e) for i, e in exponents.items() if e))


def _holds_unknown(generator: Generator) -> bool:
    inner = (g for argument in generator.arguments for g in argument.generators())
    return any(g.kind == "unknown" or _holds_unknown(g) for g in inner)


def coefficients_of_products(ring: Ring, element: Element, index: str) -> dict[Powers, Element]:
    """Return {((number of P, exponent), ...): coefficient}, for the finite products P[f](index + ...) in the element.

    Each sum of the abs(f - 1) converges, and no f(i) is 0 where an exponent is negative; raises Rejected where that is
    not proved, or the denominator has several terms with different products.
    """
    tower = ring.tower
    products = {
        i
        for i in element.generator_numbers()
        if tower.generators[i].kind == "partial_product" and grows_with(ring, tower.generators[i].arguments[1], index)
    }
    below = _by_products(Element(tower, element.denominator), products)
    if len(below) != 1:
        raise Rejected("a denominator that is no product of finite products")
    ((divisor, scale),) = below.items()
    for i in products:
        inner = Ring(tower, ring.signs.within(str(tower.generators[i].labels[0]), 0))
        factor = tower.generators[i].arguments[0]
        absolutely_summable(inner, factor - 1, str(tower.generators[i].labels[0]))
        if i in dict(divisor) and not inner.signs.nonzero(factor):
            raise Rejected("a factor of a finite product in a denominator may be 0")
    found = {}
    for powers, coefficient in _by_products(Element(tower, element.numerator), products).items():
        exponents = {i: dict(powers).get(i, 0) - dict(divisor).get(i, 0) for i in sorted(products)}
        found[tuple((i, e) for i, e in exponents.items() if e)] = coefficient / scale
    return found


def _by_products(polynomial: Element, products: set[int]) -> dict[Powers, Element]:
    """Return the coefficients of a polynomial in the generators with these numbers."""
    tower = polynomial.tower
    parts: dict[Powers, Element] = {}
    for c, row in polynomial.monomials():
        key = tuple((i, e) for i, e in enumerate(row) if e and i in products)
        rest = tower.polynomial([(c, {i: e for i, e in enumerate(row) if e and i not in products})])
        parts[key] = parts.get(key, tower.element(0)) + rest
    return parts
