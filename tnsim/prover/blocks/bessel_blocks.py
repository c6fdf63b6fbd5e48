"""Blocks for series over the orders of Bessel functions: generating functions, addition and multiplication theorems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, Symbol, substitute
from tnsim.language.parser import parse
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.ordered_functions import OrderedFunction, Product, root_of, step_ratio
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["bessel_blocks"]

_Values: TypeAlias = Mapping[str, Element]
_NAMES = {"besselj": "Bessel functions", "besseli": "modified Bessel functions"}
_NEAR = (0, 1, -1)


def bessel_blocks(ring: Ring, product: Product, index: str) -> list[Block]:
    """Return the blocks for one or two Bessel functions of the same kind times a product."""
    functions = product.functions
    if len({f.name for f in functions}) != 1 or functions[0].name not in _NAMES:
        return []
    if len(functions) == 1:
        found = (_generating, _powers, _multiplied)
        return [block for blocks in found for block in blocks(ring, product, index)]
    return list(_added(ring, product, index)) if len(functions) == 2 else []


def _generating(ring: Ring, product: Product, index: str) -> Iterator[Block]:
    f, one = product.functions[0], ring.tower.element(1)
    ratio = one if index not in product.factor.symbols() else step_ratio(ring, product.factor, index)
    if ratio is None or not _is_whole(ring, f):
        return
    back = "(-1/t)" if f.name == "besselj" else "(1/t)"
    for t in root_of(ring, ratio, f.step):
        for c in (0, f.step // 2) if f.step % 2 == 0 else (0,):
            values = {"q": one * f.step, "c": one * c, "t": t, "z": f.argument}
            m = "(q*n + c)"
            term = f"(t**{m} + {back}**{m})*{f.name}({m}, z)"
            yield from _block(ring, term, f"generating function of {_NAMES[f.name]}", values, index, int(c == 0))


def _powers(ring: Ring, product: Product, index: str) -> Iterator[Block]:
    f = product.functions[0]
    if f.step == 2 and f.name == "besselj" and step_ratio(ring, product.factor, index) == 1:
        for nu in (f.rest, f.rest + 1):
            term = "(nu + 2*n)*gamma(nu + n)/factorial(n)*besselj(nu + 2*n, z)"
            name = "powers as series of Bessel functions"
            yield from _block(ring, term, name, {"nu": nu, "z": f.argument}, index, 0)


def _multiplied(ring: Ring, product: Product, index: str) -> Iterator[Block]:
    """Yield blocks for y^n/n!, with s = 1 - 2y/z (J) or 1 + 2y/z (I)."""
    f, n = product.functions[0], ring.tower.symbol(index)
    if f.step != 1 or index not in product.factor.symbols():
        return
    try:
        y = shift(ring, product.factor, index) / product.factor * (n + 1)
        if index in y.symbols():
            return
        sign = -1 if f.name == "besselj" else 1
        s = 1 + 2 * sign * y / f.argument
    except (TnsimError, ZeroDivisionError):
        return
    inner = "(1 - s)" if f.name == "besselj" else "(s - 1)"
    for more in (0, 1):
        values = {"nu": f.rest + more, "s": s, "z": f.argument}
        term = f"{inner}**n*(z/2)**n/factorial(n)*{f.name}(nu + n, z)"
        yield from _block(ring, term, f"multiplication theorem of {_NAMES[f.name]}", values, index, 0)


def _added(ring: Ring, product: Product, index: str) -> Iterator[Block]:
    f, g = product.functions
    one = ring.tower.element(1)
    ratio = one if index not in product.factor.symbols() else step_ratio(ring, product.factor, index)
    if ratio is None or f.step != g.step or not (_is_whole(ring, f) and _is_whole(ring, g)):
        return
    gap = int((f.rest - g.rest).rational() or 0)
    ways = [(f, g, order) for order in dict.fromkeys((*_NEAR, gap, -gap))]
    if f.argument != g.argument:
        ways += [(g, f, order) for order in dict.fromkeys((*_NEAR, gap, -gap)) if order]
    for left, right, order in ways:
        values = {"N": one * order, "u": left.argument, "v": right.argument}
        if f.step == 1 and ratio not in (1, -1):
            back = "(-1/t)" if f.name == "besselj" else "(1/t)"
            term = f"(t**n*{f.name}(N + n, u) + {back}**n*{f.name}(N - n, u))*{f.name}(n, v)"
            name = f"Graf's addition theorem of {_NAMES[f.name]}"
            yield from _block(ring, term, name, {**values, "t": ratio}, index, 1)
        elif f.step <= 2 and (f.step == 1 or ratio == 1):
            back, m = "(-s)" if f.name == "besselj" else "s", "(q*n + c)"
            term = f"(s**{m}*{f.name}(N + {m}, u) + {back}**{m}*{f.name}(N - {m}, u))*{f.name}({m}, v)"
            for c in range(f.step):
                more = {"s": ratio, "q": one * f.step, "c": one * c}
                name = f"addition theorem of {_NAMES[f.name]}"
                yield from _block(ring, term, name, {**values, **more}, index, int(c == 0))


def _is_whole(ring: Ring, function: OrderedFunction) -> bool:
    value = function.rest.rational()
    return value is not None and value.denominator == 1


def _block(ring: Ring, term: str, name: str, values: _Values, index: str, first: int) -> Iterator[Block]:
    try:
        element = lift(ring, _at_index(term, index), values)
    except (TnsimError, ZeroDivisionError):
        return
    yield Block(element, name, values, first)


def _at_index(term: str, index: str) -> Expression:
    return substitute(parse(term), {"n": Symbol(index)})
