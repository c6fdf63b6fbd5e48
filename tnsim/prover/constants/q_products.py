"""Infinite products of factors `1 - y*z^n`: every product of the claim in terms of products with one common z.

A factor is a product of powers of such binomials and of cyclotomic polynomials of `z^n`, which are quotients of them.
So a product is one of products `C(y, z)` of a single binomial over n >= 0, and `C(y, z)` is the product of the
`C(y*z^p, z^m)` over p < m. With the lowest common power of all z the classes are products that nothing relates further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Divide,
    Expression,
    Integer,
    Multiply,
    Power,
    Product,
    Symbol,
    number,
    substitute,
)
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.rules.regrouping import regrouping
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.algebra.products import decays, logarithm_to_base, roots_of_product
from tnsim.prover.constants.reduction import Reduction, SolvedRow
from tnsim.prover.constants.relation import Relation
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

__all__ = ["eliminate_products", "is_q_product", "steps_between_products"]

_INDEX = "@"
_MOST_SHIFT = 8
_LARGEST_ORDER = 24
_MOST_CLASSES = 60


@dataclass(frozen=True, slots=True)
class _Binomial:
    """`C(y, z)`, the product of the `1 - y*z^n` over n >= 0, and the expression that stands for it."""

    y: Element
    z: Element
    node: Product


class _Binomials:
    """The products C(y, z) met so far; equal y and z get the same expression."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.known: list[_Binomial] = []

    def get(self, y: Element, z: Element) -> _Binomial:
        for known in self.known:
            if (known.y - y).is_zero() and (known.z - z).is_zero():
                return known
        power = Power(to_expression(z), Symbol("n"))
        factor = ONE - (power if (y - 1).is_zero() else Multiply((to_expression(y), power)))
        found = _Binomial(y, z, Product(factor, Symbol("n"), number(0), INFINITY))
        self.known.append(found)
        return found


def steps_between_products(assumptions: Assumptions, nodes: Sequence[Product]) -> list[Step]:
    """Return steps that write each product by others; none of those on the right stands on a left before."""
    scope = Scope(assumptions, {_INDEX: 0})
    binomials = _Binomials(scope)
    steps: list[Step] = []
    needed: list[_Binomial] = []
    for node in nodes:
        try:
            parts = _binomial_parts(scope, binomials, node)
        except (Rejected, TnsimError, ZeroDivisionError, NotApplicable):
            continue
        needed += [b for b, _ in parts if b not in needed]
        if [(b.node, e) for b, e in parts] != [(node, 1)]:
            steps += _step(assumptions, node, [(b.node, e, 0, 1) for b, e in parts], infinite_product(node)[2], 1)
    for group in _groups(needed):
        steps += _classes(assumptions, binomials, group)
    return steps


def is_q_product(node: Product, assumptions: Assumptions) -> bool:
    """Tell whether the factors move with the index by powers alone."""
    try:
        factor, index, start = infinite_product(node)
        scope = Scope(assumptions, {index: start})
        element = scope.lift(factor, "the factor")
    except Rejected:
        return False
    moving = [g for g in element.generators() if index in scope.ring.tower.symbols_of(g)]
    return bool(moving) and all(g.kind in ("power", "unity_power") for g in moving)


def eliminate_products(scope: Scope, state: Reduction, steps: Sequence[Step]) -> None:
    """Replace the left sides of the steps by their right sides."""
    for step in steps:
        if step.conclusion.right is None:
            continue
        scope.admit(step.conclusion.left, step.conclusion.right)
        left = scope.lift(step.conclusion.left, "a product")
        difference = left - scope.lift(step.conclusion.right, "products")
        (lead,) = left.generator_numbers()
        state.eliminate(SolvedRow(lead, difference, ((Relation(step, difference), scope.ring.tower.element(1)),)))


def _binomial_parts(scope: Scope, binomials: _Binomials, node: Product) -> list[tuple[_Binomial, int]]:
    """Return the binomials of the factors of a product, numbered from its start, with their exponents."""
    factor, index, start = infinite_product(node)
    found: list[tuple[_Binomial, int]] = []
    for part, exponent in _parts(substitute(factor, {index: Symbol(_INDEX) + number(start)})):
        for moving, power in _irreducible(scope, scope.lift(part, "the factor")):
            y = substitute_element(scope.ring, moving, {_INDEX: scope.ring.tower.element(0)})
            z = shift(scope.ring, moving, _INDEX) / moving
            if _INDEX in z.symbols():
                raise NotApplicable("a factor that is not 1 - y*z^n")
            binomial = binomials.get(y, z)
            total = power * exponent + sum(e for b, e in found if b is binomial)
            found = [(b, e) for b, e in found if b is not binomial] + [(binomial, total)]
    return [(b, e) for b, e in found if e]


def _parts(factor: Expression) -> Iterator[tuple[Expression, int]]:
    """Yield the expressions of which a factor is a product of powers, with their exponents."""
    match factor:
        case Multiply(factors):
            for part in factors:
                yield from _parts(part)
        case Divide(above, below):
            yield from _parts(above)
            yield from ((part, -exponent) for part, exponent in _parts(below))
        case Power(base, Integer(power)):
            yield from ((part, power * exponent) for part, exponent in _parts(base))
        case _:
            yield factor, 1


def _irreducible(scope: Scope, element: Element) -> Iterator[tuple[Element, int]]:
    """Yield (w, e) with the element the product of the (1 - w)^e, up to a product."""
    for polynomial, sign in ((element.numerator, 1), (element.denominator, -1)):
        for part, exponent in polynomial.factor()[1]:
            own = Element(scope.ring.tower, part)
            if _INDEX in own.symbols() and len(list(own.monomials())) > 1:
                for moving, power in _as_binomials(scope, own):
                    yield moving, power * sign * int(exponent)


def _as_binomials(scope: Scope, factor: Element) -> Iterator[tuple[Element, int]]:
    """Yield (w, e) with the factor the product of the (1 - w)^e, up to a product."""
    tower = scope.ring.tower
    terms = [tower.polynomial([(c, {i: e for i, e in enumerate(r) if e})]) for c, r in factor.monomials()]
    quotient = terms[0] / terms[-1]
    small = next((w for w in (quotient, 1 / quotient) if decays(scope, w, _INDEX)), None)
    if small is None:
        raise NotApplicable("a factor without a term that outgrows the others")
    if len(terms) == 2:
        # 1 + w = (1 - w^2)/(1 - w)
        if small.numerator.leading_coefficient() > 0 and scope.facts.nonzero(1 - small):
            yield from ((small**2, 1), (small, -1))
        else:
            yield -small, 1
        return
    for t in roots_of_product(small):
        for d in range(1, _LARGEST_ORDER + 1):
            parts = [(t**e, _moebius(d // e)) for e in range(1, d + 1) if d % e == 0]
            rest = factor
            for w, exponent in parts:
                rest = rest / (1 - w) ** exponent
            if (
                len(list(Element(tower, rest.numerator).monomials()))
                == 1
                == len(list(Element(tower, rest.denominator).monomials()))
            ):
                yield from ((w, e) for w, e in parts if e)
                return
    raise NotApplicable("a factor that is no product of 1 - y*z^n")


def _moebius(n: int) -> int:
    result, rest = 1, n
    for p in range(2, n + 1):
        if rest % p == 0:
            rest //= p
            if rest % p == 0:
                return 0
            result = -result
    return result


def _groups(binomials: Sequence[_Binomial]) -> list[list[tuple[_Binomial, int]]]:
    """Return the binomials by groups with a common power of z: z^m is the same for all (binomial, m) of a group."""
    groups: list[list[_Binomial]] = []
    for binomial in binomials:
        for group in groups:
            if logarithm_to_base(group[0].z, binomial.z) is not None:
                group.append(binomial)
                break
        else:
            groups.append([binomial])
    found: list[list[tuple[_Binomial, int]]] = []
    for group in groups:
        sizes = [s for b in group if (s := logarithm_to_base(group[0].z, b.z)) is not None]
        scale = lcm(*(s.denominator for s in sizes))
        whole = [int(s * scale) for s in sizes]
        common = lcm(*whole)
        if max(common // w for w in whole) <= _MOST_CLASSES:
            found.append([(b, common // w) for b, w in zip(group, whole, strict=True)])
    return found


def _classes(assumptions: Assumptions, binomials: _Binomials, group: Sequence[tuple[_Binomial, int]]) -> Iterator[Step]:
    """Yield steps that split each product into classes whose y differ by no power of the common z."""
    chosen: list[_Binomial] = []
    for binomial, m in group:
        common = binomial.z**m
        parts: list[tuple[_Binomial, int]] = []
        for p in range(m):
            y = binomial.y * binomial.z**p
            for known in chosen:
                distance = _distance(known.y, y, common)
                if distance is not None:
                    parts.append((known, distance))
                    break
            else:
                chosen.append(binomials.get(y, common))
                parts.append((chosen[-1], 0))
        if [(b, d) for b, d in parts] == [(binomial, 0)]:
            continue
        # All blocks begin late enough for every class to have begun.
        late = max(0, *(-d for _, d in parts))
        rows = [(b.node, 1, late + d, 1) for b, d in parts]
        yield from _step(assumptions, binomial.node, rows, m * late, m)


def _distance(known: Element, y: Element, z: Element) -> int | None:
    """Return k with y = known*z^k, or `None`."""
    for k in sorted(range(-_MOST_SHIFT, _MOST_SHIFT + 1), key=abs):
        moved = (known * z**k - y) if k >= 0 else (known - y * z**-k)
        if moved.is_zero():
            return k
    return None


def _step(
    assumptions: Assumptions, node: Product, rows: Sequence[tuple[Product, int, int, int]], begin: int, length: int
) -> list[Step]:
    """Return the step that writes a product by others, each with (exponent, begin, length), or nothing."""
    above: list[Expression] = [_power(p, e) for p, e, _, _ in rows if e > 0]
    below: list[Expression] = [_power(p, -e) for p, e, _, _ in rows if e < 0]
    factor, index, first = infinite_product(node)
    above += [substitute(factor, {index: number(k)}) for k in range(first, begin)]
    for product, exponent, start, _ in rows:
        part, part_index, part_first = infinite_product(product)
        skipped = [substitute(part, {part_index: number(k)}) for k in range(part_first, start)]
        (below if exponent > 0 else above).extend(_power(s, abs(exponent)) for s in skipped)
    right = _multiplied(above)
    if below:
        right = Divide(right, _multiplied(below))
    details: Mapping[Expression, tuple[int, int, int]] = {p: (start, size, e) for p, e, start, size in rows}
    order = [(begin, length, 1), *(details[n] for n in dict.fromkeys(infinite_nodes(right)))]
    columns = [tuple(str(row[i]) for row in order) for i in range(3)]
    witness: Witness = dict(zip(("begins", "lengths", "exponents"), columns, strict=True))
    conclusion = Statement("equal", node, right, assumptions)
    try:
        regrouping(conclusion, (), witness)
    except (Rejected, TnsimError, ZeroDivisionError):
        return []
    return [Step("regrouping", conclusion, (), witness)]


def _power(base: Expression, exponent: int) -> Expression:
    return base if exponent == 1 else Power(base, number(exponent))


def _multiplied(factors: Sequence[Expression]) -> Expression:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Multiply(tuple(factors))
