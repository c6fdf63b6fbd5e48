"""How far a program's result may be from the term, for all indices of a range at once.

For each operation two numbers are carried: a ball X around the exact results for all indices of the range, and a
bound E on the distance of the computed results from the exact ones. With u = 2^-53, a rounded result y errs by at
most u*|y| + 2^-1075; errors of operands are carried on by Lipschitz bounds, uniformly on the range (forward error
analysis: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 3). Whole numbers up to 2^53
are exact. Everything is computed in ball arithmetic, so the bounds are rounded outwards.

Where the results of all ranges allow it, `faster` takes operations with the same bounds that cost less. A last quotient
then shares its division with others; what it errs more, as any term errs when added to others, `summing_error` bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flint import arb

from tnsim.errors import UnsupportedError
from tnsim.kernels.elementary_bounds import (
    ADDING,
    ARCTANGENT,
    EXP,
    LOG,
    RECIPROCAL,
    SHARING,
    SHARING_FLOOR,
    SINE,
)
from tnsim.kernels.term_programs import Operation

__all__ = ["Reach", "as_double", "constants_reached", "faster", "reach", "summing_error"]

_UNIT = arb(2) ** -53
_LEAST = arb(2) ** -1074
_LARGEST_WHOLE = arb(2) ** 53
_LARGEST = arb(2) ** 900
_LARGEST_DIVISOR = arb(2) ** 500
_LARGEST_ANGLE = arb(2) ** 30
_LARGEST_EXPONENT = 700
_EXP_FLOOR = arb(2) ** -1000
_LARGEST_ALTERNATING = arb(2) ** 50
_SMALL_ATAN, _SMALL_EXP = arb(2) ** -2, arb("0.3465")
_LEAST_SHARED, _LARGEST_SHARED, _LARGEST_DIVIDEND = arb(2) ** -10, arb(2) ** 120, arb(2) ** 400


class Reach(NamedTuple):
    """A ball around the exact results on a range of indices, and a bound on the errors of the computed ones."""

    exact: arb
    error: arb

    @property
    def size(self) -> arb:
        """Return a bound on the magnitudes of the computed results."""
        return (self.exact.abs_upper() + self.error).upper()

    @property
    def least(self) -> arb:
        """Return a number that no magnitude of a computed result is below."""
        return (self.exact.abs_lower() - self.error).lower()


def constants_reached(program: Sequence[Operation]) -> list[Reach | None]:
    """Return what is known of the constants, whatever the indices; None for all other results.

    Raises UnsupportedError for constants of 2^900 and more.
    """
    found: list[Reach | None] = []
    for operation in program:
        result = None
        if operation.constant is not None:
            error = abs(operation.constant - arb(as_double(operation.constant))).upper()
            result = _bounded(Reach(operation.constant, error))
        found.append(result)
    return found


def reach(
    program: Sequence[Operation], first: int, last: int, constants: Sequence[Reach | None] | None = None
) -> list[Reach]:
    """Return what is known of each result for all whole indices first..last, at the working precision that is set.

    `constants`: as `constants_reached` gives them. Raises UnsupportedError where an operation may leave its domain
    somewhere in the range.
    """
    indices = arb(first).union(arb(last)) if first < last else arb(first)
    found: list[Reach] = []
    for operation, constant in zip(program, constants or constants_reached(program), strict=True):
        if constant is not None:
            found.append(constant)
        elif operation.name == "index":
            found.append(Reach(indices, arb(0)))
        else:
            found.append(_bounded(_RULES[operation.name](operation, [found[i] for i in operation.operands])))
    return found


def _bounded(result: Reach) -> Reach:
    _require(result.size < _LARGEST, "results below 2^900")
    return result


def faster(program: Sequence[Operation], known: Sequence[Sequence[Reach]]) -> tuple[Operation, ...]:
    """Return the program with faster operations wherever the results of all ranges allow it."""

    def chosen(operation: Operation) -> Operation:
        name, allows = _FASTER.get(operation.name, ("", None))
        if allows is not None and all(allows(*(found[i] for i in operation.operands)) for found in known):
            return operation._replace(name=name)
        return operation

    return tuple(chosen(operation) for operation in program)


def summing_error(program: Sequence[Operation], size: arb) -> arb:
    """Return what a term of at most this size errs more when it is added to seven others."""
    if program[-1].name == "shared_quotient":
        return SHARING * _UNIT * size + SHARING_FLOOR
    return ADDING * _UNIT * size


def as_double(constant: arb) -> float:
    """Return the double that stands for a constant in the loop."""
    return float(constant.mid())


def _require(holds: object, what: str) -> None:
    if not holds:
        raise UnsupportedError(f"a loop of doubles needs {what}")


def _rounded(operation: Operation, exact: arb, error: arb) -> Reach:
    """Return the reach after one rounding, which whole numbers are spared."""
    if operation.is_whole and error == 0 and exact.abs_upper() <= _LARGEST_WHOLE:
        return Reach(exact, arb(0))
    return Reach(exact, (error + _UNIT * (exact.abs_upper() + error) + _LEAST).upper())


def _hull(values: Sequence[arb]) -> arb:
    """Return a ball around all the values and what lies between."""
    found = values[0]
    for value in values[1:]:
        found = found.union(value)
    return found


def _increasing(function: Callable[[arb], arb], x: arb) -> arb:
    """Return the range of an increasing function: that of its values at the ends, as balls would be too wide."""
    return _hull([function(x.lower()), function(x.upper())])


def _product(a: arb, b: arb) -> arb:
    if a >= 0 and b >= 0:
        return (a.lower() * b.lower()).union(a.upper() * b.upper())
    return _hull([x * y for x in (a.lower(), a.upper()) for y in (b.lower(), b.upper())])


def _square(a: arb) -> arb:
    ends = [a.lower() ** 2, a.upper() ** 2]
    return _hull([*ends, arb(0)] if a.contains(0) else ends)


def _negate(operation: Operation, operands: list[Reach]) -> Reach:
    return Reach(-operands[0].exact, operands[0].error)


def _add(operation: Operation, operands: list[Reach]) -> Reach:
    a, b = operands
    return _rounded(operation, a.exact + b.exact, (a.error + b.error).upper())


def _multiply(operation: Operation, operands: list[Reach]) -> Reach:
    a, b = operands
    is_square = operation.operands[0] == operation.operands[1]
    return _times(operation, a, b, _square(a.exact) if is_square else _product(a.exact, b.exact))


def _times(operation: Operation, a: Reach, b: Reach, exact: arb) -> Reach:
    error = arb(0)
    if not (a.error == 0 and b.error == 0):
        error = (a.error * b.exact.abs_upper() + a.exact.abs_upper() * b.error + a.error * b.error).upper()
    return _rounded(operation, exact, error)


def _reciprocal(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    least = a.least
    _require(least * _LARGEST_DIVISOR > 1 and a.size < _LARGEST_DIVISOR, "divisors that are certainly not zero")
    error = a.error / (least * a.exact.abs_lower()) + RECIPROCAL * _UNIT / least
    return Reach(1 / a.exact, error.upper())


def _quotient(operation: Operation, operands: list[Reach]) -> Reach:
    dividend, inverse = operands[0], _reciprocal(operation, operands[1:])
    return _times(operation, dividend, inverse, _product(dividend.exact, inverse.exact))


def _sqrt(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    least = (a.exact - a.error).lower()
    _require(least > 0, "square roots of what is certainly positive")
    return _rounded(operation, _increasing(arb.sqrt, a.exact), (a.error / a.exact.lower().sqrt()).upper())


def _log(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    least = (a.exact - a.error).lower()
    _require(least * _LARGEST > 1, "logarithms of what is certainly positive")
    error = a.error / least
    exact = _increasing(arb.log, a.exact)
    return Reach(exact, (error + LOG * _UNIT * (exact.abs_upper() + error)).upper())


def _exp(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    greatest = (a.exact + a.error).upper()
    _require(greatest < _LARGEST_EXPONENT and a.error < 1, "exponents below 700")
    error = a.exact.upper().exp() * a.error.expm1() + EXP * _UNIT * greatest.exp() + _EXP_FLOOR
    return Reach(_increasing(arb.exp, a.exact), error.upper())


def _circular(function: Callable[[arb], arb]) -> Callable[[Operation, list[Reach]], Reach]:
    def rule(operation: Operation, operands: list[Reach]) -> Reach:
        (a,) = operands
        _require(a.size < _LARGEST_ANGLE, "angles below 2^30")
        return Reach(function(a.exact), (a.error + SINE * _UNIT).upper())

    return rule


def _atan(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    _require(a.size < _LARGEST_DIVISOR, "arguments below 2^500")
    exact = _increasing(arb.atan, a.exact)
    return Reach(exact, (a.error + ARCTANGENT * _UNIT * (exact.abs_upper() + a.error) + _LEAST).upper())


def _abs(operation: Operation, operands: list[Reach]) -> Reach:
    return Reach(abs(operands[0].exact), operands[0].error)


def _alternate(operation: Operation, operands: list[Reach]) -> Reach:
    (a,) = operands
    _require(a.error == 0 and a.size < _LARGEST_ALTERNATING, "exponents of -1 that are whole numbers below 2^50")
    parity = a.exact.unique_fmpz()
    if parity is None:
        return Reach(arb(0, 1), arb(0))
    return Reach(arb(-1 if int(parity) % 2 else 1), arb(0))


_RULES: dict[str, Callable[[Operation, list[Reach]], Reach]] = {
    "Abs": _abs,
    "add": _add,
    "alternate": _alternate,
    "atan": _atan,
    "cos": _circular(lambda x: x.cos()),
    "exp": _exp,
    "log": _log,
    "multiply": _multiply,
    "negate": _negate,
    "quotient": _quotient,
    "reciprocal": _reciprocal,
    "sin": _circular(lambda x: x.sin()),
    "sqrt": _sqrt,
}

_FASTER: dict[str, tuple[str, Callable[..., bool]]] = {
    "atan": ("small_atan", lambda a: bool(a.size <= _SMALL_ATAN)),
    "exp": ("small_exp", lambda a: bool(a.size <= _SMALL_EXP)),
    "quotient": (
        "shared_quotient",
        lambda p, q: bool(p.size < _LARGEST_DIVIDEND and q.least > _LEAST_SHARED and q.size < _LARGEST_SHARED),
    ),
}
