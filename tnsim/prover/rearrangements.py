"""Claims between Lambert series: double series that are cut into residue classes and sectors until their parts cancel.

Every term becomes `W(n)/(1 - N(n))^e`, with one power N of the exponential of the index. The families over n and j are
then refined to a common step, those that fill a quadrant are cut along the diagonal where others fill a sector, and
parts that differ by rows and columns at their edges are brought to the same start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import lcm

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Add, Expression, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.double_series import Family, cut, total_vanishes
from tnsim.proof.rules.rearrangement import expanded, linear_in_sums, rearrangement_scope, renamed
from tnsim.proof.rules.recurrence import difference
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.products import decays, divides, logarithm_to_base, roots_of_product
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Key

__all__ = ["rearrangement_steps"]

_MOST_ORDER = 24
_MOST_CLASSES = 12
_MOST_TRIED = 32
_MOST_EDGES = 8


@dataclass(frozen=True, slots=True)
class _Piece:
    """A product W over a power of 1 - N in the term of a sum, and the family that it becomes."""

    place: int
    weight: Element
    ratio: Element
    multiplicity: int
    family: Family


def rearrangement_steps(expression: Expression, assumptions: Assumptions) -> tuple[Step, ...]:
    """Return the step that shows a claim between Lambert series by rearrangement; raises NotApplicable."""
    conclusion = Statement("equal", expression, ZERO, assumptions)
    scope, nodes = rearrangement_scope(conclusion)
    coefficients, constant = linear_in_sums(scope, difference(conclusion), nodes)
    terms = [renamed(node, place) for place, node in enumerate(nodes)]
    written = [(part, index) for term, index, _ in terms for part in (term.terms if isinstance(term, Add) else (term,))]
    if len(written) < 2 or not any(_is_lambert(scope, part, index) for part, index in written):
        raise NotApplicable("not two series, one of Lambert's, that might be rearranged")
    pieces: list[_Piece] = []
    for place, (node, coefficient) in enumerate(zip(nodes, coefficients, strict=True)):
        term, index, start = renamed(node, place)
        pieces += _pieces(scope, term, place, index, start, coefficient)
    names = {f"@{place}": node.index for place, node in enumerate(nodes)}
    for plans in islice(_plans([p.family for p in pieces]), _MOST_TRIED):
        watch_deadline()
        parts = [part for p, plan in zip(pieces, plans, strict=True) for part in cut(p.family, plan)]
        if total_vanishes(scope.ring, parts, constant):
            return (Step("rearrangement", conclusion, (), _witness(pieces, plans, names)),)
    raise NotApplicable("no rearrangement was found")


def _is_lambert(scope: Scope, term: Expression, index: str) -> bool:
    """Tell whether the term has a sum of powers of numbers with exponent n in its denominator."""
    tower = scope.ring.tower
    element = scope.lift(term, "the term")
    return any(
        len(list(Element(tower, factor).monomials())) > 1
        and any(g.kind == "power" and index in tower.symbols_of(g) for g in Element(tower, factor).generators())
        for factor, _ in element.denominator.factor()[1]
    )


def _witness(pieces: Sequence[_Piece], plans: Sequence[str], names: Mapping[str, Expression]) -> Witness:
    def text(element: Element) -> str:
        return to_text(substitute(to_expression(element), names))

    return {
        "sums": tuple(str(p.place) for p in pieces),
        "weights": tuple(text(p.weight) for p in pieces),
        "ratios": tuple(text(p.ratio) for p in pieces),
        "multiplicities": tuple(str(p.multiplicity) for p in pieces),
        "cuts": tuple(plans),
    }


# --- the pieces of a term ----------------------------------------------------------------------------------


def _pieces(scope: Scope, term: Expression, place: int, index: str, start: int, coefficient: Element) -> list[_Piece]:
    """Return the pieces of the parts of a written sum, or of the whole where a part alone is not summable."""
    parts = term.terms if isinstance(term, Add) else (term,)
    try:
        elements = [scope.lift(part, "a part of the term") for part in parts]
        return [p for e in elements for p in _pieces_of(scope, e, place, index, start, coefficient)]
    except (Rejected, NotApplicable):
        whole = scope.lift(term, "the term")
        return list(_pieces_of(scope, whole, place, index, start, coefficient))


def _pieces_of(
    scope: Scope, element: Element, place: int, index: str, start: int, coefficient: Element
) -> Iterator[_Piece]:
    """Yield one piece for each product in the weights, over powers of some `1 - N`."""
    tower = scope.ring.tower
    for numerator, ratio, multiplicity in _fractions(scope, element, index):
        below = Element(tower, numerator.denominator)
        for c, row in numerator.monomials():
            weight = tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})]) / below
            for family in expanded(scope, weight, ratio, multiplicity, index, start):
                yield _Piece(place, weight, ratio, multiplicity, family.scaled(coefficient))


def _fractions(scope: Scope, element: Element, index: str) -> Iterator[tuple[Element, Element, int]]:
    """Yield (W, N, e) with the element the sum of the `W/(1 - N)^e`."""
    tower = scope.ring.tower
    ratios: list[Element] = []
    powers: list[int] = []
    for polynomial, exponent in element.denominator.factor()[1]:
        factor = Element(tower, polynomial)
        if index not in factor.symbols() or len(list(factor.monomials())) == 1:
            continue
        ratio, multiplicity = _ratio(scope, factor, index)
        for i, known in enumerate(ratios):
            common = _common_power(known, ratio)
            if common is not None:
                ratios[i], powers[i] = common, max(powers[i], multiplicity * int(exponent))
                break
        else:
            ratios.append(ratio)
            powers.append(multiplicity * int(exponent))
    numerator = element
    for ratio, power in zip(ratios, powers, strict=True):
        numerator = numerator * (1 - ratio) ** power
    pending = [(numerator, tuple(powers))]
    gathered: dict[tuple[int, int], Element] = {}
    while pending:
        weight, exponents = pending.pop()
        present = [i for i, e in enumerate(exponents) if e]
        if len(present) <= 1:
            key = (present[0], exponents[present[0]]) if present else (0, 0)
            gathered[key] = gathered[key] + weight if key in gathered else weight
            continue
        # With N = c M, 1 = ((1 - N) - c (1 - M))/(1 - c).
        i, j = present[:2]
        c = ratios[i] / ratios[j]
        if index in c.symbols() or (1 - c).is_zero():
            raise NotApplicable("denominators without a common power")
        pending.append((weight / (1 - c), _lowered(exponents, i)))
        pending.append((-c * weight / (1 - c), _lowered(exponents, j)))
    for (i, multiplicity), weight in gathered.items():
        yield weight, ratios[i] if multiplicity else tower.element(0), multiplicity


def _lowered(exponents: tuple[int, ...], place: int) -> tuple[int, ...]:
    return tuple(e - (i == place) for i, e in enumerate(exponents))


def _ratio(scope: Scope, factor: Element, index: str) -> tuple[Element, int]:
    """Return (N, e) with the factor a divisor of (1 - N)^e, up to a product that moves with the index."""
    tower = scope.ring.tower
    terms = [tower.polynomial([(c, {i: e for i, e in enumerate(r) if e})]) for c, r in factor.monomials()]
    quotient = terms[0] / terms[-1]
    small = next((w for w in (quotient, 1 / quotient) if decays(scope, w, index)), None)
    if small is None:
        raise NotApplicable("a denominator without a term that outgrows the others")
    for t in roots_of_product(small):
        for d in range(1, _MOST_ORDER + 1):
            if divides(factor, 1 - t**d):
                return t**d, 1
    # With signs a power of 1 - N has no factors in the ring: 1 + 2*(-1)^n*x^n + x^(2n).
    e = len(terms) - 1
    for first, second in ((terms[0], terms[1]), (terms[-1], terms[-2])):
        ratio = -second / (e * first)
        if decays(scope, ratio, index) and ((1 - ratio) ** e - factor / first).is_zero():
            return ratio, e
    raise NotApplicable("a denominator that divides no 1 - N")


def _common_power(one: Element, other: Element) -> Element | None:
    """Return the lowest power of one ratio that is a power of the other, or `None`."""
    found = logarithm_to_base(one, other)
    return None if found is None else one**found.numerator


# --- plans of cuts -----------------------------------------------------------------------------------------


def _plans(families: Sequence[Family]) -> Iterator[tuple[str, ...]]:
    """Yield plans for all families at once, the simplest first."""
    double = [f for f in families if f.axes == 2]
    steps = [logarithm_to_base(double[0].u, f.u) for f in double]
    if any(step is None for step in steps):
        raise NotApplicable("double series without a common step")
    known = [step for step in steps if step is not None]
    scale = lcm(*(s.denominator for s in known))
    sizes = iter([int(s * scale) for s in known])
    size_of = [next(sizes) if f.axes == 2 else 0 for f in families]
    sectors = [f.axes == 2 and not (f.v - 1).is_zero() for f in families]
    common = lcm(*(s for s in size_of if s))
    exponents = _Exponents()
    for extra in (1, 2):
        sized = zip(families, size_of, strict=True)
        choices = [list(_moduli(f, common * extra // s)) if s else [(1, 1)] for f, s in sized]
        for chosen in product(*choices):
            yield _aligned(families, chosen, any(sectors), exponents)


def _moduli(family: Family, size: int) -> Iterator[tuple[int, int]]:
    """Yield (m, k) with m*k = size, so that the classes have the wanted step; a sector needs v^(m^2) = u^(2mk)."""
    for m in range(1, size + 1):
        if size % m == 0 and max(m, size // m) <= _MOST_CLASSES:
            k = size // m
            if (family.v - 1).is_zero() or (family.v ** (m * m) - family.u ** (2 * m * k)).is_zero():
                yield m, k


def _aligned(
    families: Sequence[Family], chosen: Sequence[tuple[int, int]], sectors: bool, exponents: _Exponents
) -> tuple[str, ...]:
    """Return the plans: classes, then the diagonal, then edges that bring parts to a common start."""
    trees: list[_Tree] = [_refined(f, m, k, sectors) for f, (m, k) in zip(families, chosen, strict=True)]
    for axes in (2, 1):
        leaves = [leaf for tree in trees for leaf in tree.leaves() if _is_kept(leaf.family, axes)]
        for i, one in enumerate(leaves):
            for other in leaves[i + 1 :]:
                _bring_together(one, other, exponents)
    return tuple(tree.text() for tree in trees)


class _Tree:
    """A plan in the making: a family and the word that cuts it, or none."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.word = "."
        self.children: list[_Tree] = []

    def divide(self, word: str) -> list[_Tree]:
        leaf_count = {"d": 3, "ei": 2, "ej": 2}.get(word) or int(word[1:])
        self.word = word
        self.children = [_Tree(part) for part in cut(self.family, " ".join([word, *["."] * leaf_count]))]
        return self.children

    def leaves(self) -> Iterator[_Tree]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def text(self) -> str:
        return " ".join([self.word, *(child.text() for child in self.children)])


def _refined(family: Family, m: int, k: int, sectors: bool) -> _Tree:
    tree = _Tree(family)
    if family.axes == 2:
        for word in ([f"i{m}"] if m > 1 else []) + ([f"j{k}"] if k > 1 else []):
            for leaf in list(tree.leaves()):
                leaf.divide(word)
        if sectors and (family.v - 1).is_zero():
            for leaf in list(tree.leaves()):
                leaf.divide("d")
    return tree


def _is_kept(family: Family, axes: int) -> bool:
    """Tell whether a part is a double series, or a single one that is not geometric."""
    return family.axes == axes and (axes == 2 or not (family.v - 1).is_zero())


def _bring_together(one: _Tree, other: _Tree, exponents: _Exponents) -> None:
    """Cut edges off the last leaves of two trees where one is the other with rows or columns left out."""
    a, b = list(one.leaves())[-1], list(other.leaves())[-1]
    for mirrored in (False, True)[: a.family.axes]:
        f, g = a.family, b.family.mirrored() if mirrored else b.family
        if not ((f.u - g.u).is_zero() and (f.v - g.v).is_zero() and (f.w - g.w).is_zero()):
            continue
        move = _distance(f, g, exponents)
        if move is None:
            continue
        di, dj = move  # g starts di rows and dj columns later than f
        for tree, count, word in (
            (a, max(di, 0), "ei"),
            (a, max(dj, 0), "ej"),
            (b, max(-di, 0), "ej" if mirrored else "ei"),
            (b, max(-dj, 0), "ei" if mirrored else "ej"),
        ):
            leaf = list(tree.leaves())[-1]
            for _ in range(count):
                leaf = leaf.divide(word)[-1]
        return


def _distance(f: Family, g: Family, exponents: _Exponents) -> tuple[int, int] | None:
    """Return (a, b) with g(i, j) = c*f(i + a, j + b), both small, or `None`."""
    if not (f.w - 1).is_zero():
        found = _distance(f.mirrored(), g.mirrored(), exponents) if (f.v - 1).is_zero() else None
        return None if found is None else (found[1], found[0])
    if f.axes == 1:
        move = exponents.of(f.v, g.r / f.r)
        return None if move is None else (move, 0)
    # Moving i by a multiplies s by u^a and r by v^a; moving j by b multiplies r by u^b.
    a = exponents.of(f.u, g.s / f.s)
    b = None if a is None else exponents.of(f.u, g.r / (f.r * f.v**a))
    return None if a is None or b is None else (a, b)


class _Exponents:
    """The small whole k with base^k = power, each looked for once: plans ask for few of them, and very often."""

    def __init__(self) -> None:
        self._known: dict[tuple[Key, Key], int | None] = {}

    def of(self, base: Element, power: Element) -> int | None:
        """Return k, or `None`."""
        key = (base.key, power.key)
        if key not in self._known:
            self._known[key] = _exponent(base, power)
        return self._known[key]


def _exponent(base: Element, power: Element) -> int | None:
    for sign, target in ((1, power), (-1, 1 / power)):
        reached = base.tower.element(1)
        for k in range(_MOST_EDGES + 1):
            if (reached - target).is_zero():
                return sign * k
            reached = reached * base
    return None
