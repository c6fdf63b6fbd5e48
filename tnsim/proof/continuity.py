"""Signs by continuity: a continuous real function without zeros on a connected set has the sign of one value.

The admissible points are a connected set where the assumptions on the real symbols are linear inequalities:
they are convex then, also without the hyperplanes at the border that `!=` takes away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from flint import acb, arb

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, Negate
from tnsim.proof.knowledge import Knowledge
from tnsim.proof.ranges import Range, symbol_ranges
from tnsim.ring.conjugation import conjugate
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.tower import Element, Generator

__all__ = ["constant_sign", "is_continuous", "off_the_cut", "sample", "value_at"]

_PRECISION = 128
_MOST_POINTS = 60
_HOLDS: Mapping[str, Callable[[arb], bool]] = {
    "<": lambda gap: bool(gap > 0),
    "<=": lambda gap: bool(gap >= 0),
    "!=": lambda gap: bool(gap > 0 or gap < 0),
}
# Continuous at all complex, or only at all real, arguments.
_ENTIRE = frozenset({"cos", "cosh", "erf", "erfc", "exp", "sin", "sinh"})
_REAL_CONTINUOUS = frozenset({"asinh", "atan"})


def constant_sign(facts: Knowledge, element: Element) -> int:
    """Return 1 or -1 where the element is proved to keep that sign, 0 where nothing is proved."""
    if all(g.kind == "symbol" for g in element.generators()) or not facts.real(element):
        return 0
    if not is_continuous(facts, element) or not facts.nonzero(element):
        return 0
    point = sample(facts)
    ball = None if point is None else value_at(element, point)
    if ball is None:
        return 0
    return 1 if ball.real > 0 else -1 if ball.real < 0 else 0


def is_continuous(facts: Knowledge, element: Element) -> bool:
    """Tell whether the element is proved continuous on the admissible points of its real symbols."""
    if not element.denominator.is_one() and not facts.nonzero(Element(element.tower, element.denominator)):
        return False
    return all(_continuous(facts, g) for g in element.generators())


def _continuous(facts: Knowledge, generator: Generator) -> bool:
    if not facts.tower.symbols_of(generator):
        return generator.kind != "unknown"
    if generator.kind == "symbol":
        return str(generator.labels[0]) in facts.assumptions.reals
    if not all(is_continuous(facts, a) for a in generator.arguments):
        return False
    match generator.kind:
        case "exp":
            return True
        case "root":
            return facts.positive(generator.arguments[0])
        case "apply":
            name = str(generator.labels[0])
            if name == "log":
                return off_the_cut(facts, generator.arguments[0])
            return name in _ENTIRE or (name in _REAL_CONTINUOUS and facts.real(generator.arguments[0]))
    return False


def off_the_cut(facts: Knowledge, element: Element) -> bool:
    """Tell whether the element is proved never to be a real number <= 0, where log and roots are cut."""
    if facts.positive(element):
        return True
    try:
        mirrored = conjugate(facts.ring, element)
    except TnsimError:
        return False
    if facts.positive(element + mirrored):
        return True
    return facts.sign((element - mirrored) / imaginary_unit(facts.ring)) != 0


def sample(facts: Knowledge) -> dict[str, Fraction] | None:
    """Return an admissible point for the real symbols; `None` unless their admissible points are connected."""
    assumptions, linear = facts.assumptions, facts.linear
    if linear is None or not linear.all_linear:
        return None
    if any(f.symbols & assumptions.integers and f.symbols & assumptions.reals for f in assumptions.inequalities):
        return None
    # A hyperplane inside the convex set would cut it in two.
    removed = [e for e in linear.excluded if e.symbols() & assumptions.reals]
    if any(linear.sign(e) is None and linear.sign(-e) is None for e in removed):
        return None
    for point in islice(_points(facts), _MOST_POINTS):
        if all(_satisfied(f.relation, f.right + Negate(f.left), point) for f in assumptions.inequalities
               if f.symbols & assumptions.reals):  # fmt: skip
            return point
    return None


def _points(facts: Knowledge) -> Iterator[dict[str, Fraction]]:
    ranges = symbol_ranges(facts.assumptions, {})
    names = sorted(facts.assumptions.reals)
    for values in product(*(_inside(ranges.get(name, Range())) for name in names)):
        yield dict(zip(names, values, strict=True))


def _inside(bounds: Range) -> list[Fraction]:
    lower, upper = bounds.lower, bounds.upper
    if lower is not None and upper is not None:
        return [(lower + (upper - lower) * Fraction(k, 7)).limit_denominator(10**6) for k in (3, 5, 1)]
    if upper is not None:
        return [upper - Fraction(k, 3) for k in (1, 5)]
    start = Fraction(1, 5) if lower is None else lower
    return [start + Fraction(k, 3) for k in (1, 5, 20)]


def _satisfied(relation: str, gap: Expression, point: Mapping[str, Fraction]) -> bool:
    try:
        ball = evaluate(gap, point, _PRECISION)
    except TnsimError:
        return False
    return bool(ball.imag.is_zero()) and _HOLDS[relation](ball.real)


def value_at(element: Element, point: Mapping[str, Fraction]) -> acb | None:
    """Return a ball around the value at a point, `None` where there is no bounded one."""
    try:
        ball = evaluate(to_expression(element), point, _PRECISION)
    except TnsimError:
        return None
    return ball if ball.is_finite() else None
