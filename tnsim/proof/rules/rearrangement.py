"""The rule of rearrangement: sums expanded by geometric series into double series, and these in another order.

A term is a sum of `W(n)/(1 - N(n))^e` where N(n) = y*z^n stays inside the unit disc and W(n) is a sum of products
`n^a * r^n * v^binomial(n,2)`, each absolutely summable. So the sum is one over n and j of
`W(n)*binomial(j + e - 1, e - 1)*N(n)^j`, absolutely summable too, and may be cut and put together anew: Lambert series
are summed by rows, by columns, or along the diagonal (Hardy and Wright, Introduction to the Theory of Numbers, 17.10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from tnsim.language.expression import Expression, Sum, Symbol, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.decaying_quotients import stays_inside
from tnsim.proof.double_series import Family, cut, raised, total_vanishes
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.rules.recurrence import difference
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, infinite_sum, replace_nodes, witness_expression
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.tower import Element

__all__ = ["Piece", "expanded", "linear_in_sums", "product_terms", "rearrangement", "rearrangement_scope", "renamed"]

_MOST_PIECES = 60
_MOST_SUMS = 12
_MOST_MULTIPLICITY = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """`weight/(1 - ratio)^multiplicity`, a part of the term of the sum with the given number, and how it is cut."""

    place: int
    weight: Expression
    ratio: Expression
    multiplicity: int
    plan: str


def rearrangement(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """E = v, where E - v is linear in infinite sums that are double series, whose parts cancel.

    The witness lists pieces: `sums` (the number of the sum a piece belongs to, in the order of the text), `weights`
    W(n), `ratios` N(n), `multiplicities` e (0 for a piece without a denominator) and `cuts`, a plan for each piece.
    """
    if premises or conclusion.right is None:
        raise Rejected("a rearrangement concludes an equation from no premises")
    pieces = _pieces(witness)
    scope, nodes = rearrangement_scope(conclusion)
    coefficients, constant = linear_in_sums(scope, difference(conclusion), nodes)
    families: list[Family] = []
    for place, (node, coefficient) in enumerate(zip(nodes, coefficients, strict=True)):
        term, index, start = renamed(node, place)
        rest = scope.lift(term, "the term")
        for piece in (p for p in pieces if p.place == place):
            move = {node.index.name: Symbol(index)}
            weight = scope.lift(substitute(piece.weight, move), "the weight")
            ratio = scope.lift(substitute(piece.ratio, move), "the ratio")
            parts = expanded(scope, weight, ratio, piece.multiplicity, index, start)
            families += [part.scaled(coefficient) for family in parts for part in cut(family, piece.plan)]
            rest = rest - weight * (1 - ratio) ** -piece.multiplicity
        if not vanishes(rest):
            raise Rejected("a term is not the sum of its pieces")
    if not total_vanishes(scope.ring, families, constant):
        raise Rejected("the parts of the double series do not cancel")


def rearrangement_scope(statement: Statement) -> tuple[Scope, list[Sum]]:
    """Return the sums of both sides, and a scope in which each of their indices has a name of its own."""
    found = dict.fromkeys(infinite_nodes(difference(statement)))
    nodes = [node for node in found if isinstance(node, Sum)]
    if len(nodes) != len(found):
        raise Rejected("products are not rearranged")
    if not 1 <= len(nodes) <= _MOST_SUMS:
        raise Rejected(f"from 1 to {_MOST_SUMS} sums are rearranged")
    starts = {f"@{place}": infinite_sum(node)[2] for place, node in enumerate(nodes)}
    return Scope(statement.assumptions, starts), nodes


def renamed(node: Sum, place: int) -> tuple[Expression, str, int]:
    """Return the term, index and start of a sum, under the name that its index has in the scope."""
    term, index, start = infinite_sum(node)
    return substitute(term, {index: Symbol(f"@{place}")}), f"@{place}", start


def linear_in_sums(scope: Scope, claim: Expression, nodes: Sequence[Expression]) -> tuple[list[Element], Element]:
    """Return the coefficients of the sums in an expression that is linear in them, and what is left."""
    names: dict[Expression, Expression] = {node: Symbol(f"#sum{i}") for i, node in enumerate(nodes)}
    unknowns = {f"#sum{i}": scope.ring.tower.unknown(f"#sum{i}") for i in range(len(nodes))}
    rest = scope.lift(replace_nodes(claim, names), "the two sides", unknowns)
    coefficients: list[Element] = []
    for unknown in unknowns.values():
        c = linear_coefficient(rest, unknown)
        if c is None or any(g.kind == "unknown" for g in c.generators()):
            raise Rejected("the two sides are not linear in their sums")
        coefficients.append(c)
        rest = rest - c * unknown
    return coefficients, rest


def expanded(scope: Scope, weight: Element, ratio: Element, multiplicity: int, index: str, start: int) -> list[Family]:
    """Return the families whose sum is that of `weight/(1 - ratio)^multiplicity`; raises Rejected.

    Verifies that the ratio stays inside the unit disc, and that each product in the weight is absolutely summable.
    """
    if start < 0:
        raise Rejected("a rearranged sum starts at a whole number >= 0")
    one = scope.ring.tower.element(1)
    y, z = one, one
    if multiplicity:
        if not stays_inside(scope.facts, ratio, one, index, start):
            raise Rejected("a ratio is not proved to stay inside the unit disc")
        shapes = product_terms(scope, ratio, index) or [(0, one * 0, one, one)]
        powers, y, z, v = shapes[0]
        if len(shapes) > 1 or powers or not (v - 1).is_zero():
            raise Rejected("a ratio is not of the shape y*z^n")
    _require_summable_terms(scope, weight, index)
    along = _binomial(multiplicity)
    families: list[Family] = []
    for powers, c, r, v in product_terms(scope, weight, index):
        # n = i + start, and (y z^n)^j = (y z^start)^j z^(i j)
        factor = c * raised(r, start) * raised(v, comb(start, 2))
        by_index = [comb(powers, a) * start ** (powers - a) for a in range(powers + 1)]
        weights = {
            (a, b): factor * (Fraction(x) * t) for a, x in enumerate(by_index) for b, t in enumerate(along) if x and t
        }
        axes = 2 if multiplicity else 1
        s = y * raised(z, start) if multiplicity else one
        families.append(Family(weights, r * raised(v, start), s, z, v, one, axes))
    return families


def product_terms(scope: Scope, element: Element, index: str) -> list[tuple[int, Element, Element, Element]]:
    """Return (a, c, r, v) with element the sum of the `c * n^a * r^n * v^binomial(n,2)`; raises Rejected."""
    tower = scope.ring.tower
    below = _single(scope, Element(tower, element.denominator), index)
    if below[0]:
        raise Rejected("the index occurs in a denominator")
    found: list[tuple[int, Element, Element, Element]] = []
    for coefficient, exponents in element.monomials():
        monomial = tower.polynomial([(coefficient, {i: e for i, e in enumerate(exponents) if e})])
        powers, c, r, v = _single(scope, monomial, index)
        found.append((powers, c / below[1], r / below[2], v / below[3]))
    return found


def _require_summable_terms(scope: Scope, element: Element, index: str) -> None:
    below = Element(element.tower, element.denominator)
    for coefficient, exponents in element.monomials():
        term = element.tower.polynomial([(coefficient, {i: e for i, e in enumerate(exponents) if e})])
        absolutely_summable(scope.ring, term / below, index)


def _single(scope: Scope, element: Element, index: str) -> tuple[int, Element, Element, Element]:
    """Return (a, c, r, v) with element = `c * n^a * r^n * v^binomial(n,2)`."""
    tower = scope.ring.tower
    one = tower.element(1)
    powers, r, v, kept = 0, one, one, list(element.monomials())
    moving: dict[int, int] = {}
    for number in element.generator_numbers():
        if index in tower.symbols_of(tower.generators[number]):
            exponents = {row[number] for _, row in kept}
            if len(exponents) != 1:
                raise Rejected("a sum of products where one product is expected")
            moving[number] = exponents.pop()
    for number, exponent in moving.items():
        generator = tower.generators[number]
        match generator.kind:
            case "symbol":
                powers = exponent
            case "power" if generator.labels == (1, index) and not generator.arguments[0].symbols() & {index}:
                r = r * generator.arguments[0] ** exponent
            case "power" if generator.labels == (2, index) and not generator.arguments[0].symbols() & {index}:
                v = v * generator.arguments[0] ** exponent
            case "unity_power" if generator.labels[1:] == (1, index):
                r = r * root_of_unity(scope.ring, Fraction(exponent, int(generator.labels[0])))
            case "unity_power" if generator.labels[1:] == (2, index):
                v = v * root_of_unity(scope.ring, Fraction(exponent, int(generator.labels[0])))
            case _:
                raise Rejected(f"a product of a kind that is not rearranged: {generator.kind}")
    constant = tower.polynomial((c, {i: e for i, e in enumerate(row) if e and i not in moving}) for c, row in kept)
    return powers, constant, r, v


def _binomial(multiplicity: int) -> list[Fraction]:
    """Return the coefficients of binomial(j + e - 1, e - 1) as a polynomial in j; of 1 for e = 0 and 1."""
    result = [Fraction(1)]
    for k in range(1, multiplicity):
        # times (j + k)/k
        result = [
            (result[b] if b < len(result) else Fraction(0)) + (result[b - 1] / k if b else Fraction(0))
            for b in range(len(result) + 1)
        ]
    return result


def _pieces(witness: Witness) -> list[Piece]:
    columns = [witness.get(name) for name in ("sums", "weights", "ratios", "multiplicities", "cuts")]
    lists = [column for column in columns if isinstance(column, tuple)]
    if len(lists) != len(columns) or len({len(column) for column in lists}) != 1:
        raise Rejected("the witness is the lists sums, weights, ratios, multiplicities, cuts")
    if not 1 <= len(lists[0]) <= _MOST_PIECES:
        raise Rejected(f"from 1 to {_MOST_PIECES} pieces are needed")
    pieces: list[Piece] = []
    for place, weight, ratio, multiplicity, plan in zip(*lists, strict=True):
        if not (_is_short(place) and _is_short(multiplicity) and int(multiplicity) <= _MOST_MULTIPLICITY):
            raise Rejected("the number of a sum, or a multiplicity, is not a small whole number")
        read = [witness_expression({"part": text}, "part") for text in (weight, ratio)]
        pieces.append(Piece(int(place), read[0], read[1], int(multiplicity), plan))
    return pieces


def _is_short(text: str) -> bool:
    """Tell whether a text is a whole number of one or two digits."""
    return text.isdecimal() and len(text) <= 2
