"""The rule of regrouping: an infinite product block by block as a product of others, all absolutely convergent.

If the sum of abs(f(n) - 1) converges, the product of the f(n) converges, whatever its factors are (Knopp 1951, section
29); so the products of its first m*K factors tend to its value. Blocks of m factors that are, one by one, products of
powers of blocks of other such products therefore relate the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.convergence import absolutely_convergent_product
from tnsim.proof.rules.products import infinite_product, product_prefix, whole_numbers
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.ring.powers import integer_power, quotient
from tnsim.ring.tower import Element

__all__ = ["regrouping"]

_LONGEST_BLOCK = 60
_MOST_PRODUCTS = 60
_INDEX = "@"


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A product read in blocks of `length` factors from `begin` on, raised to `exponent`."""

    node: Expression
    begin: int
    length: int
    exponent: int


def regrouping(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """Prod f = c * the product of the (prod g_j)^e_j, where each block of f is that of the blocks of the g_j^e_j.

    The witness lists `begins`, `lengths` and `exponents`: first of f (its exponent is 1), then of the products on the
    right in the order of the text. The constant c is made of the factors before the first blocks. A product with a
    negative exponent is proved to have no zero.
    """
    if premises or conclusion.right is None:
        raise Rejected("a regrouping concludes an equation from no premises")
    columns = [whole_numbers(witness, name) for name in ("begins", "lengths", "exponents")]
    nodes = [conclusion.left, *dict.fromkeys(infinite_nodes(conclusion.right))]
    if any(len(column) != len(nodes) for column in columns) or len(nodes) > _MOST_PRODUCTS:
        raise Rejected("one beginning, length and exponent for each product are needed")
    blocks = [_Blocks(*row) for row in zip(nodes, *columns, strict=True)]
    if blocks[0].exponent != 1 or not all(1 <= b.length <= _LONGEST_BLOCK for b in blocks):
        raise Rejected(f"the left side is one product, and a block has at most {_LONGEST_BLOCK} factors")
    for block in blocks:
        _require_convergence(conclusion, block)
    scope = Scope(conclusion.assumptions, {_INDEX: 0})
    _require_same_blocks(scope, blocks)
    plain = Scope(conclusion.assumptions)
    plain.admit(conclusion.right)
    value = _prefix(plain, blocks[0])
    for block in blocks[1:]:
        known = _quotient(plain, plain.lift(block.node, "a product"), _prefix(plain, block))
        value = value * _power(plain, known, block.exponent)
    if not vanishes(value - plain.lift(conclusion.right, "the value")):
        raise Rejected(f"the value is not {to_text(conclusion.right)}")


def _require_convergence(conclusion: Statement, block: _Blocks) -> None:
    factor, index, first = infinite_product(block.node)
    if block.begin < first:
        raise Rejected("a block begins before its product does")
    scope = Scope(conclusion.assumptions, {_INDEX: first})
    moved = substitute(factor, {index: Symbol(_INDEX)})
    absolutely_convergent_product(scope, moved, _INDEX)
    if block.exponent < 0 and not scope.facts.nonzero(scope.lift(moved, "the factor")):
        raise Rejected("a product in a denominator may have a factor 0")


def _require_same_blocks(scope: Scope, blocks: Sequence[_Blocks]) -> None:
    elements = [_block(scope, block) for block in blocks]
    expected = scope.ring.tower.element(1)
    for block, element in zip(blocks[1:], elements[1:], strict=True):
        expected = expected * _power(scope, element, block.exponent)
    if not vanishes(elements[0] - expected):
        raise Rejected("a block of the product is not the product of the other blocks")


def _block(scope: Scope, block: _Blocks) -> Element:
    factor, index, _ = infinite_product(block.node)
    total = scope.ring.tower.element(1)
    for place in range(block.length):
        position = number(block.begin + place) + number(block.length) * Symbol(_INDEX)
        total = total * scope.lift(substitute(factor, {index: position}), "a factor")
    return total


def _prefix(scope: Scope, block: _Blocks) -> Element:
    factor, index, first = infinite_product(block.node)
    return product_prefix(scope, factor, index, first, block.begin)


def _power(scope: Scope, base: Element, exponent: int) -> Element:
    try:
        return integer_power(scope.ring, base, exponent)
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"a power of a factor: {error}") from None


def _quotient(scope: Scope, a: Element, b: Element) -> Element:
    try:
        return quotient(scope.ring, a, b)
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the factors that are left out: {error}") from None
