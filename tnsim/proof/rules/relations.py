"""The rule of relations: a claim about sums of harmonic numbers as a combination of relations between zeta values."""

from __future__ import annotations

from flint import fmpq

from tnsim.language.expression import Expression
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.multiple_zeta.constants import generator_as_value
from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.multiple_zeta.surds import SurdCombination, add_surd_multiple, surd_value_product
from tnsim.proof.multiple_zeta.words import level_of
from tnsim.proof.scope import Rejected, Scope, infinite_nodes

__all__ = ["difference_as_values", "read_multiplier", "relations"]

_MOST_RELATIONS = 4000
_MOST_DIGITS = 4000


def relations(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """Left = right, because their difference, in multiple zeta values, is a sum of multiples of relations."""
    if premises or conclusion.right is None:
        raise Rejected("relations conclude an equation from no premises")
    names, texts = witness.get("relations", ()), witness.get("multipliers", ())
    if not isinstance(names, tuple) or not isinstance(texts, tuple) or len(names) != len(texts):
        raise Rejected("one multiplier a relation is needed")
    if len(names) > _MOST_RELATIONS:
        raise Rejected(f"more than {_MOST_RELATIONS} relations")
    rest = difference_as_values(conclusion.left, conclusion.right)
    for name, text in zip(names, texts, strict=True):
        try:
            radicand, factor = read_multiplier(text)
            add_surd_multiple(rest, {1: dict(relation(name))}, {radicand: -factor})
        except ValueError as error:
            raise Rejected(str(error)) from None
    if rest:
        raise Rejected("the difference of the two sides is not the combination of the relations")


def difference_as_values(left: Expression, right: Expression, *, thirds: bool = False) -> SurdCombination:
    """Return left - right as a combination of values over square roots; raises Rejected where that is not possible.

    Both sides are polynomials in constants and in infinite sums without parameters, with rational coefficients. Odd
    powers of pi are values at third roots of unity if sums are, or with `thirds`.
    """
    scope = Scope(Statement("equal", left, right).assumptions)
    scope.admit(left, right)
    element = scope.lift(left, "the left side") - scope.lift(right, "the right side")
    if not element.denominator.is_one():
        raise Rejected("a denominator with sums or constants")
    nodes = {to_text(node): node for side in (left, right) for node in infinite_nodes(side)}
    sums = {text: series_as_values(node) for text, node in nodes.items()}
    thirds = thirds or any(level_of(part) % 3 == 0 for values in sums.values() for part in values.values())
    tower = element.tower
    total: SurdCombination = {}
    for c, exponents in element.monomials():
        part: SurdCombination = {1: {(): fmpq(c.numerator, c.denominator)}}
        for number, exponent in enumerate(exponents):
            if not exponent:
                continue
            generator = tower.generators[number]
            if generator.kind == "unknown":
                value: SurdCombination | None = sums[str(generator.labels[0])]
                times = exponent
            else:
                value, times = generator_as_value(generator, exponent, thirds=thirds), 1
            if value is None:
                raise Rejected(f"{generator.labels} is no multiple zeta value that is known")
            for _ in range(times):
                part = surd_value_product(part, value)
        add_surd_multiple(total, part, {1: fmpq(1)})
    return total


def read_multiplier(text: str) -> tuple[int, fmpq]:
    """Return (d, c) for a multiplier `c*sqrt(d)`, written as p, p/q, or one of these with `*sqrt(d)`; else ValueError.

    >>> read_multiplier("-1/2*sqrt(3)")
    (3, -1/2)
    """
    rational, star, root = text.partition("*sqrt(")
    if not star:
        return 1, _rational(text)
    digits = root.removesuffix(")")
    size = digits.removeprefix("-")
    if digits == root or not (size.isascii() and size.isdigit() and len(size) <= 6) or digits in ("0", "1"):
        raise ValueError(f"a multiplier is a rational number, perhaps times a square root, got {text[:40]!r}")
    return int(digits), _rational(rational)


def _rational(text: str) -> fmpq:
    """Return a rational number written as p or p/q; raises ValueError for anything else."""
    top, slash, below = text.removeprefix("-").partition("/")
    if not all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in (top, below or "1")):
        raise ValueError(f"a multiplier is a rational number, got {text[:40]!r}")
    if (slash and not below) or int(below or "1") == 0:
        raise ValueError(f"a multiplier is a rational number, got {text[:40]!r}")
    return fmpq(int(top), int(below or "1")) * (-1 if text.startswith("-") else 1)
