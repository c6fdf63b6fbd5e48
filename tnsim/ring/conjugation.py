"""Complex conjugation of elements, and with it the test whether an element is real."""

from __future__ import annotations

from tnsim.errors import UnsupportedError
from tnsim.ring.binomials import binomial
from tnsim.ring.forms import linear_form
from tnsim.ring.nested_sums import hurwitz_zeta, polygamma
from tnsim.ring.powers import power
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import BINDING, Element, Generator

__all__ = ["ORDERED", "conjugate", "is_real", "is_whole_order"]

# Functions that are real for all real arguments.
_REAL_ON_REALS = frozenset({
    "Shi", "Si", "atan", "asinh", "cos", "cosh", "erf", "erfi", "exp", "fresnelc", "fresnels", "sin", "sinh",
})  # fmt: skip
# Functions that are real where they were admitted to the ring: at arguments proved positive.
_REAL_ON_POSITIVES = frozenset({"Chi", "Ci", "digamma", "gamma", "log", "loggamma", "lowergamma", "uppergamma", "zeta"})
# Functions of a real order that are real at positive arguments.
_REAL_AT_POSITIVES = frozenset({"besseli", "besselj"})
# Functions that are real for all real arguments where they were admitted: Ei off 0, hyper where its series converges.
_REAL_WHERE_ADMITTED = frozenset({"Ei", "hyper"})

# digamma(z) and zeta(s, z) with whole s: real for real z, wherever z is no pole; by their number of arguments.
_POLYGAMMAS = {"digamma": 1, "zeta": 2}

# Functions of an order and an argument: entire, and real for real arguments, if the order is whole and >= 0.
ORDERED = frozenset({
    "assoc_laguerre", "besseli", "besselj", "chebyshevt", "chebyshevu", "gegenbauer", "hermite", "jacobi", "laguerre",
    "legendre",
})  # fmt: skip


def is_whole_order(order: Element) -> bool:
    """Tell whether the order is a whole number >= 0."""
    value = order.rational()
    return value is not None and value.denominator == 1 and value >= 0


def _is_whole(ring: Ring, order: Element) -> bool:
    """Tell whether the order is whole; a polynomial of a degree that moves was admitted for degrees >= 0 only."""
    form = linear_form(ring, order)
    return is_whole_order(order) or (form is not None and bool(form.coefficients) and form.is_integer_valued())


def is_real(ring: Ring, element: Element) -> bool:
    """Tell whether the element is proved real for real values of all symbols."""
    try:
        image = conjugate(ring, element)
        return image is element or (element - image).is_zero()
    except UnsupportedError:
        return False


def conjugate(ring: Ring, element: Element) -> Element:
    """Return the complex conjugate; raises UnsupportedError for a generator of unknown character."""
    tower = ring.tower
    images: dict[int, Element] = {}
    for number in element.generator_numbers():
        if number not in ring.conjugates:
            ring.conjugates[number] = _image(ring, tower.generators[number])
        image = ring.conjugates[number]
        if image is not None:
            images[number] = image
    if not images:
        return element
    return replaced_generators(element, images)


def _image(ring: Ring, generator: Generator) -> Element | None:
    """Return the conjugate of a generator, `None` for a real one."""
    tower = ring.tower
    match generator.kind:
        case "symbol" | "constant":
            return None
        case "unity" | "unity_power":
            return None if generator.labels[0] == 2 else tower.intern(generator).inverse()
        case "exp" | "power" | "iterated_power":
            # What is asked twice at each level is asked 2^k times at level k.
            first = generator.arguments[0]
            image = conjugate(ring, first)
            return None if (image - first).is_zero() else _power_image(ring, generator, image)
        case "rising" | "power_sum":
            if all(is_real(ring, a) for a in generator.arguments):
                return None
        case kind if kind in BINDING:
            term, *bounds = generator.arguments
            if is_real(ring.inside(generator), term) and all(is_real(ring, bound) for bound in bounds):
                return None
        case "root":
            if ring.signs.positive(generator.arguments[0]):
                return None
        case "apply":
            name = str(generator.labels[0])
            if name in _REAL_AT_POSITIVES and is_real(ring, generator.arguments[0]):
                regular = ring.signs.positive(generator.arguments[1])
            else:
                regular = name in _REAL_ON_REALS | _REAL_WHERE_ADMITTED
            regular = regular or (name in ORDERED and _is_whole(ring, generator.arguments[0]))
            if regular and all(is_real(ring, a) for a in generator.arguments):
                return None
            if name == "polylog" and _is_real_polylogarithm(ring, *generator.arguments):
                return None
            if name in _REAL_ON_POSITIVES and all(ring.signs.positive(a) for a in generator.arguments):
                return None
            if name in _POLYGAMMAS and len(generator.arguments) == _POLYGAMMAS[name]:
                return _polygamma_image(ring, generator)
    raise UnsupportedError(f"whether {generator.kind} is real is not known")


def _polygamma_image(ring: Ring, generator: Generator) -> Element | None:
    """Return the conjugate of digamma(z) or zeta(s, z), admitted for whole s only: its value at the conjugate of z."""
    *order, argument = generator.arguments
    image = conjugate(ring, argument)
    if (image - argument).is_zero():
        return None
    return polygamma(ring, 0, image) if not order else hurwitz_zeta(ring, int(order[0].rational() or 0), image)


def _is_real_polylogarithm(ring: Ring, order: Element, argument: Element) -> bool:
    """Tell whether the polylogarithm is of real order and below its cut [1, oo)."""
    return order.rational() is not None and ring.signs.positive(1 - argument)


def _power_image(ring: Ring, generator: Generator, image: Element) -> Element:
    """Return the conjugate of exp(u), where that of u is given, or of a whole power of u."""
    match generator.kind:
        case "exp" if (image + generator.arguments[0]).is_zero():
            return ring.tower.intern(generator).inverse()
        case "exp":
            raise UnsupportedError("the conjugate of an exponential that is neither real nor of modulus 1")
        case "power":
            below, name = generator.labels
            return power(ring, image, binomial(ring, ring.tower.symbol(str(name)), ring.tower.element(int(below))))
    return power(ring, image, generator.arguments[1])
