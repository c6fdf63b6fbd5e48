"""Blocks for generating functions of orthogonal polynomials, by the weights of the lemmas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from tnsim.errors import TnsimError
from tnsim.language.expression import Apply, Expression, Symbol, walk
from tnsim.language.parser import parse
from tnsim.proof.lemmas import laguerre_series, orthogonal_series
from tnsim.proof.lemmas.generating_functions import GeneratingFunction
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.ordered_functions import OrderedFunction, Product, root_of, step_ratio
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["polynomial_blocks"]

_MOST_STEP = 4
# Polynomials that are cases of others, with the values of the parameters (DLMF 18.7.4, 18.7.9).
_CASES = {("legendre", "gegenbauer"): "1/2", ("chebyshevu", "gegenbauer"): "1", ("laguerre", "assoc_laguerre"): "0"}


def polynomial_blocks(ring: Ring, product: Product, index: str, poles: bool) -> list[Block]:
    """Return the blocks for a product of such polynomials; those with poles in the index only if asked for."""
    blocks: list[Block] = []
    for series in (*orthogonal_series.SERIES, *laguerre_series.SERIES):
        if poles or not _has_pole(series):
            for values in _assignments(ring, series, product.functions):
                blocks += _blocks(ring, series, values, product, index)
    return blocks


def _has_pole(series: GeneratingFunction) -> bool:
    return series.weight in ("1/{m}", "t/({m} + 1)")


@lru_cache(maxsize=64)
def _functions(series: GeneratingFunction) -> tuple[Apply, ...]:
    text = parse(series.functions.replace("{m}", "m"))
    return tuple(e for e in walk(text) if isinstance(e, Apply))


def _assignments(
    ring: Ring, series: GeneratingFunction, functions: tuple[OrderedFunction, ...]
) -> Iterator[dict[str, Element]]:
    """Yield the parameters of a lemma for which its functions are those of the product, in either order."""
    wanted = _functions(series)
    if len(wanted) != len(functions) or len({f.step for f in functions}) != 1 or functions[0].step > _MOST_STEP:
        return
    for order in (functions, functions[::-1])[: len(functions)]:
        values: dict[str, Element] | None = {}
        for pattern, function in zip(wanted, order, strict=True):
            values = _matched(ring, pattern, function, values) if values is not None else None
        if values is not None:
            yield values
            return


def _matched(
    ring: Ring, pattern: Apply, function: OrderedFunction, values: Mapping[str, Element]
) -> dict[str, Element] | None:
    given = (*function.parameters, function.argument)
    if function.name != pattern.function:
        case = _CASES.get((function.name, pattern.function))
        if case is None:
            return None
        given = (lift(ring, parse(case)), function.argument)
    found = dict(values)
    for name, value in zip(pattern.arguments[1:], given, strict=True):
        if not isinstance(name, Symbol) or (name.name in found and found[name.name] != value):
            return None
        found[name.name] = value
    return found


def _blocks(
    ring: Ring, series: GeneratingFunction, values: Mapping[str, Element], product: Product, index: str
) -> Iterator[Block]:
    """Yield the block of each class modulo the step, for the t that the shift quotients ask for."""
    step, one = product.functions[0].step, ring.tower.element(1)
    if "v" in series.symbols and "a" not in values:
        return
    try:
        weight = lift(ring, _at(series.weight, f"({step}*{index})"), {**values, "t": one})
    except (TnsimError, ZeroDivisionError):
        weight = one
    ratio = step_ratio(ring, product.factor / weight, index)
    if ratio is None:
        return
    for t in root_of(ring, ratio, step):
        for c in range(step):
            known = {**values, "t": t, "q": one * step, "c": one * c}
            text = f"{series.functions}*t**{{m}}*({series.weight})"
            try:
                term = lift(ring, _at(text, f"({step}*{index} + {c})"), known)
            except (TnsimError, ZeroDivisionError):
                continue
            yield Block(term, series.name, known, int(c < series.first))


def _at(text: str, degree: str) -> Expression:
    return parse(text.replace("{m}", degree))
