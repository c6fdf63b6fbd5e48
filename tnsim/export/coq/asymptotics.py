"""Limits by orders of growth: an antidifference is a constant and terms that tend to 0, library/Orders.v.

Harmonic numbers of higher order are written by the rests of their series, squares of `(1/2)_n/n!` by Wallis's product.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.expansions import (
    Expansion,
    Monomial,
    base_of,
    combined,
    divided,
    expanded,
    exponential_less_1,
    expression_of,
    is_shift,
    powers_of,
    substituted,
    times,
)
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of, linear_of
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Negate,
    Power,
    Symbol,
    number,
    substitute,
)
from tnsim.proof.scope import Rejected, Scope

__all__ = ["BY_ORDERS", "ORDERS", "limit_by_orders", "orders_below"]

_HALF = Fraction(1, 2)
_SMALL = Fraction(-30)
_LOGARITHM = Fraction(1, 100)
"""What counts for numbers below 1 in a power, and for logarithms, as library/Orders.v has it."""
_PI = Constant("pi")
ORDERS = ("Orders", "Wallis", "Asymptotics")
"""The files of the library on which the proofs stand."""
BY_ORDERS = "vanish."
"""The tactic for sums of products."""


def limit_by_orders(terms: Placed) -> tuple[Expression, list[str]]:
    """Return the limit and the tactics that prove it of the terms at the places; raises NotExportable."""
    rule, index = terms.formulas.rule, terms.index
    first = expanded(terms.term, index, rule)
    for monomial in first:
        _require_below(monomial, terms)
    second = substituted(first, lambda atoms: _replaced(atoms, index, rule), rule)
    limit, rest = _split(divided(second), terms)
    writer = terms.writer()
    place = str(writer.natural(Symbol(index)))
    named = writer.with_values({
        _wallis_rest(index): f"(wallis_rest ({place}))",
        _wallis_root(index): f"(rising (1 / 2) ({place}) / INR (fact ({place})))",
    })  # fmt: skip
    vanishing = [expression_of(m, c, index) for m, c in rest.items()]
    form = " + ".join(map(named.real, vanishing)) or "0"
    bound = "" if limit == ZERO else f" - {terms.formulas.real(limit)}"
    lines = [] if limit == ZERO else ["apply limit_and_null."]
    if second == first:
        plain = Placed(_total(vanishing), index, terms.start, terms.formulas)
        lines += [f"apply null_ext with (fun {PLACE} => {form}).", *braced(equal_terms([terms, plain]))]
    else:
        written = _total([expression_of(m, c, index) for m, c in first.items()])
        plain = Placed(written, index, terms.start, terms.formulas)
        lines += [
            f"apply null_ext with (fun {PLACE} => {writer.real(written)}{bound}).",
            *braced(equal_terms([terms, plain])),
            f"apply null_ext with (fun {PLACE} => {form}).",
            *braced(_replacing(first, place, terms)),
        ]
    return limit, [*lines, BY_ORDERS if vanishing else "now apply null_const."]


def _total(parts: list[Expression]) -> Expression:
    return ZERO if not parts else parts[0] if len(parts) == 1 else Add(tuple(parts))


def _require_below(monomial: Monomial, terms: Placed) -> None:
    """Reject a divisor that is not proved positive from the first place on."""
    first = {terms.index: number(terms.start)}
    for a, _ in monomial.below:
        if terms.start + a <= 0:
            raise NotExportable(terms.formulas.rule, "a limit of this form")
    for atom, e in monomial.moving(terms.index):
        shift = e < 0 and is_shift(atom, terms.index)
        if shift and not terms.formulas.positive(substitute(atom, first)):
            raise NotExportable(terms.formulas.rule, "a limit of this form")


def _replaced(atoms: Mapping[Expression, int], index: str, rule: str) -> tuple[dict[Expression, int], Expansion]:
    """Return the atoms that stay, and what the others are."""
    left, factor = dict(atoms), {Monomial(0, frozenset(), frozenset()): Fraction(1)}
    n = Symbol(index)
    root, factorial = Apply("RisingFactorial", (number(_HALF), n)), Apply("factorial", (n,))
    e = left.get(root, 0)
    if e > 0 and left.get(factorial) == -e:
        del left[root], left[factorial]
        if e % 2:
            left[_wallis_root(index)] = e
        else:
            square = combined(
                {Monomial(0, frozenset({(_HALF, 1)}), frozenset({(_PI, -1)})): Fraction(1)},
                {Monomial(0, frozenset(), frozenset({(_wallis_rest(index), 1)})): Fraction(1)},
            )
            factor = powers_of(square, e // 2, rule)
    for atom, k in atoms.items():
        order = _harmonic_order(atom, n)
        if order is not None and order >= 2 and k > 0:
            del left[atom]
            value, rest = _zeta(order), Apply("zeta", (Integer(order), n + ONE))
            tail: Expansion = {Monomial(0, frozenset(), frozenset({(rest, 1)})): Fraction(-1)}
            factor = times(factor, powers_of(combined(expanded(value, index, rule), tail), k, rule), rule)
    return left, factor


def _wallis_root(index: str) -> Expression:
    """Return `(1/2)_n/n!`, of the order of n^(-1/2)."""
    return Apply("RisingFactorial", (number(_HALF), Symbol(index))) / Apply("factorial", (Symbol(index),))


def _wallis_rest(index: str) -> Expression:
    """Return its square less `1/(pi*(n + 1/2))`, of the order of n^(-2)."""
    return Power(_wallis_root(index), Integer(2)) - ONE / (_PI * (Symbol(index) + number(_HALF)))


def _harmonic_order(atom: Expression, n: Expression) -> int | None:
    match atom:
        case Apply("harmonic", (m, order)) if m == n and isinstance(order, Integer):
            return order.value
        case Apply("harmonic", (m,)) if m == n:
            return 1
    return None


def _zeta(order: int) -> Expression:
    return Power(_PI, Integer(2)) / Integer(6) if order == 2 else Apply("zeta", (Integer(order),))


def _replacing(first: Expansion, place: str, terms: Placed) -> list[str]:
    """Return the tactics for the equation of the two forms."""
    n, lines = Symbol(terms.index), [f"place {PLACE}."]
    atoms = {(a, e) for monomial in first for a, e in monomial.moving(terms.index)}
    for order in sorted({o for a, _ in atoms if (o := _harmonic_order(a, n)) is not None and o >= 2}):
        theorem = "harmonic_2_rest" if order == 2 else f"harmonic_rest {order}"
        least = "" if order == 2 else " ltac:(lia)"
        lines.append(f"rewrite ?({theorem} ({place}) _{least} eq_refl).")
    root = Apply("RisingFactorial", (number(_HALF), n))
    for e in sorted({e for a, e in atoms if a == root and e > 0 and e % 2 == 0}):
        lines.append(f"rewrite ?(half_rising_even {e} {e // 2} ({place}) _ eq_refl eq_refl).")
    lines.append(f"try rewrite (INR_at ({place}) 1 {terms.start} {PLACE}) by lia.")
    return [*lines, "cbn [INR].", "terms_agree."]


def _split(expansion: Expansion, terms: Placed) -> tuple[Expression, Expansion]:
    """Return the constant, and the terms that tend to 0."""
    index, rule = terms.index, terms.formulas.rule
    rest: Expansion = {}
    large: dict[Monomial, list[Expression]] = {}
    for monomial, c in expansion.items():
        degree = Fraction(monomial.power - sum(e for _, e in monomial.below))
        if degree + _order(monomial, terms) < 0:
            rest[monomial] = c
        else:
            key = Monomial(monomial.power, monomial.below, monomial.moving(index))
            own = Monomial(0, frozenset(), monomial.constant(index))
            large.setdefault(key, []).append(expression_of(own, c, index))
    limit: Expression = ZERO
    for key, parts in large.items():
        total = _total(parts)
        if key == Monomial(0, frozenset(), frozenset()):
            limit = total
        elif not _vanishes(total, terms):
            raise NotExportable(rule, "a limit of this form")
    return limit, rest


def _vanishes(e: Expression, terms: Placed) -> bool:
    try:
        return bool(Scope(terms.formulas.assumptions).lift(e, "a coefficient") == 0)
    except (Rejected, TnsimError):
        return False


def _order(monomial: Monomial, terms: Placed) -> Fraction:
    """Return the order of the atoms; raises NotExportable for atoms of which nothing is known."""
    index, formulas = terms.index, terms.formulas
    n, total = Symbol(index), Fraction(0)
    base = base_of(monomial, index)
    if base != ONE:
        if formulas.positive(Add((ONE, Negate(base)))) and formulas.positive(Add((ONE, base))):
            total += _SMALL
        elif not formulas.within_one(base):
            raise NotExportable(formulas.rule, "a limit of this form")
    for atom, e in monomial.moving(index):
        order: Fraction | None = None
        match atom:
            case Power(_, exponent) if exponent == n:
                continue
            case Apply("harmonic", (m,)) if m == n and e > 0:
                order = _LOGARITHM
            case Apply("log", (x,)) if e > 0 and _positive_shift(x, terms):
                order = _LOGARITHM
            case Apply("sin" | "cos") if e > 0:
                order = Fraction(0)
            case Apply("zeta", (s, _)) if e > 0:
                order = 1 - (fraction_of(s) or Fraction(0))
            case Divide() if atom == _wallis_root(index):
                order = -_HALF
            case Add() if atom == _wallis_rest(index):
                order = Fraction(-2)
            case Add() if e < 0 and _exponential_less_1(atom, terms):
                order = -_SMALL
            case Add() if e < 0 and is_shift(atom, index):
                order = Fraction(1)
        if order is None:
            raise NotExportable(formulas.rule, "a limit of this form")
        total += order * e
    return total


def orders_below(expansion: Expansion, terms: Placed, bound: int) -> None:
    """Raise NotExportable unless all orders of growth are below the bound."""
    for monomial in expansion:
        _require_below(monomial, terms)
        degree = Fraction(monomial.power - sum(e for _, e in monomial.below))
        if degree + _order(monomial, terms) >= bound:
            raise NotExportable(terms.formulas.rule, "orders of growth of this form")


def _exponential_less_1(atom: Expression, terms: Placed) -> bool:
    """Tell whether this is exp(c*n) - 1 with c > 0, from some n > 0 on."""
    rate = exponential_less_1(atom, terms.index)
    return rate is not None and terms.start > 0 and terms.formulas.positive(rate)


def _positive_shift(x: Expression, terms: Placed) -> bool:
    linear = linear_of(x, terms.index)
    return linear is not None and linear[0] == 1 and terms.start + linear[1] > 0
