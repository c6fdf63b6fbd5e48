"""Hypergeometric functions that have a name of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression
from tnsim.proof.scope import Scope
from tnsim.prover.blocks.kernels import whole_root
from tnsim.prover.constants.bessel_products import bessel_products
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.hypergeometric import parameter_groups
from tnsim.ring.powers import pi
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["HypergeometricValues"]

_Candidate = tuple[str, dict[str, Element]]
_SUFFIX = " as hypergeometric function"
_KUMMER = " by Kummer's transformation"


class HypergeometricValues:
    """`hyper` with the parameters of a named function."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels[0] == "hyper"

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            for name, elements in _candidates(scope.ring, member):
                parameters: dict[str, Expression] = {key: to_expression(e) for key, e in elements.items()}
                found = lemma_relation(scope, name, parameters)
                if found is not None:
                    yield found
                    break


def _candidates(ring: Ring, member: Generator) -> Iterator[_Candidate]:
    upper, lower, z = parameter_groups(member)
    negative = ring.signs.positive(-z) or (not ring.signs.positive(z) and z.numerator.leading_coefficient() < 0)
    try:
        w = whole_root(ring, -z if negative else z, 2)
    except TnsimError:
        return
    above = tuple(a.rational() for a in upper)
    below = tuple(b.rational() for b in lower)
    match len(upper), len(lower):
        case 0, 1:
            yield from _confluent_limit(ring, lower[0], w, negative)
        case 2, 1:
            yield from _powers(upper, lower[0], z, w, negative)
        case 1, 1:
            yield from _confluent(ring, upper[0], lower[0], z, w, negative)
        case _:
            yield from _integrals(ring, above, below, z, w, negative)
            yield from bessel_products(upper, lower, w, negative)


def _confluent_limit(ring: Ring, b: Element, w: Element, negative: bool) -> Iterator[_Candidate]:
    turned = imaginary_unit(ring) * w if negative else w
    if b == Fraction(1, 2):
        yield "hyperbolic cosine" + _SUFFIX, {"w": turned}
    elif b == Fraction(3, 2):
        yield "hyperbolic sine" + _SUFFIX, {"w": turned}
    else:
        yield ("" if negative else "modified ") + "Bessel function" + _SUFFIX, {"nu": b - 1, "w": w}


def _confluent(ring: Ring, a: Element, b: Element, z: Element, w: Element, negative: bool) -> Iterator[_Candidate]:
    i = imaginary_unit(ring)
    if b == Fraction(3, 2) and a == Fraction(1, 2):
        yield "error function" + _SUFFIX, {"w": w if negative else i * w}
    elif b == Fraction(3, 2) and a == 1:
        yield "error function" + _KUMMER, {"w": i * w if negative else w}
    elif a == 1:
        yield "incomplete gamma function" + _KUMMER, {"a": b - 1, "w": z}
    elif b == a + 1:
        yield "incomplete gamma function" + _SUFFIX, {"a": a, "w": -z}
    elif b == 2 * a:
        name = "modified Bessel function as confluent hypergeometric function"
        yield name, {"nu": a - Fraction(1, 2), "w": z / 2}


def _powers(upper: Sequence[Element], c: Element, z: Element, w: Element, negative: bool) -> Iterator[_Candidate]:
    a = next((a for a, b in permutations(upper) if b == a + Fraction(1, 2)), None)
    if a is None:
        return
    if c == 2 * a + 1:
        yield "power of a root" + _SUFFIX, {"a": a, "w": z}
    elif c == 2 * a:
        yield "quotient of a power and a root" + _SUFFIX, {"a": a, "w": z}
    elif not negative and c == Fraction(1, 2):
        yield "sum of two powers" + _SUFFIX, {"a": a, "w": w}
    elif not negative and c == Fraction(3, 2):
        yield "difference of two powers" + _SUFFIX, {"a": a, "w": w}


def _integrals(
    ring: Ring,
    above: tuple[Fraction | None, ...],
    below: tuple[Fraction | None, ...],
    z: Element,
    w: Element,
    negative: bool,
) -> Iterator[_Candidate]:
    half, three_halves = Fraction(1, 2), Fraction(3, 2)
    match above, below:
        case (1, 1), (2, 2):
            name = "exponential integral" + (" of negative argument" if negative else "")
            yield name + _SUFFIX, {"w": -z if negative else z}
        case (a,), (b, c) if (a, b, c) == (half, three_halves, three_halves):
            yield ("" if negative else "hyperbolic ") + "sine integral" + _SUFFIX, {"w": w}
        case (1, 1), (b, 2, 2) if b == three_halves:
            yield ("" if negative else "hyperbolic ") + "cosine integral" + _SUFFIX, {"w": w}
        case (a,), (b, c) if (a, b, c) == (Fraction(1, 4), half, Fraction(5, 4)):
            yield "Fresnel cosine integral" + _SUFFIX, {"w": whole_root(ring, -16 * z / pi(ring) ** 2, 4)}
        case (a,), (b, c) if (a, b, c) == (Fraction(3, 4), three_halves, Fraction(7, 4)):
            yield "Fresnel sine integral" + _SUFFIX, {"w": whole_root(ring, -16 * z / pi(ring) ** 2, 4)}
