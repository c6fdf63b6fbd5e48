"""Convergence and divergence in words, with the orders of growth that decide them."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.growth import behaviour, class_of, leading_of, scale_shown, tends
from tnsim.export.narration.statements import fresh_name, references
from tnsim.export.narration.telescoping import difference
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import ONE, Expression, Product, Symbol, number, substitute
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import Expansions
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.convergence import is_summable
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.rules.telescope import antidifference
from tnsim.proof.scope import Scope, infinite_sum, witness_expression
from tnsim.ring.growth import leading, limit
from tnsim.ring.growth_classes import Growth
from tnsim.ring.hardy_functions import is_ultimately_monotonic
from tnsim.ring.powers import quotient
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["converges", "diverges", "reflexive"]


def converges(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the bound, or the two factors of Dirichlet's test."""
    if isinstance(step.conclusion.left, Product):
        yield from _product(step)
        return
    term, index, first = infinite_sum(step.conclusion.left)
    scope = Scope(step.conclusion.assumptions, {index: first})
    element = scope.lift(term, "the term")
    if step.witness["test"] == "absolute":
        yield from _summable(scope.ring, element, term, index)
    else:
        yield from _dirichlet(step, scope, element, index)


def _product(step: Step) -> Iterator[Line]:
    factor, index, first = infinite_product(step.conclusion.left)
    scope = Scope(step.conclusion.assumptions, {index: first})
    deviation = scope.lift(factor, "the factor") - 1
    shown, found = to_expression(deviation), behaviour(scope.ring, deviation, index)
    if found is not None and tidied(found[1]) != tidied(shown):
        sign, other = found
        right = (sign, other) if sign == " ∼ " else (f"{sign}(", other, ")")
        yield say("As {}, {}.", formula(Symbol(index), " → ∞"), formula(shown, *right))
    lead = leading(scope.ring, deviation, index)
    reason = "" if lead is None else f", {_test(lead.growth)}"
    yield say(f"The sum of the moduli of the factors less 1, {{}}, converges{reason}.", shown)
    yield say("So the product converges (Knopp, Theory and Application of Infinite Series, section 29).")


def _summable(ring: Ring, element: Element, shown: Expression, index: str) -> Iterator[Line]:
    lead = leading(ring, element, index)
    if lead is None:
        yield say("Every summand of {} has an order of growth that is summable.", shown)
        return
    bound = class_of(ring, lead.growth, index)
    if bound != shown:
        yield say("{} as {}.", formula(shown, " = O(", bound, ")"), formula(Symbol(index), " → ∞"))
    yield say(f"The sum of {{}} converges {_test(lead.growth)}.", bound)


def _dirichlet(step: Step, scope: Scope, element: Element, index: str) -> Iterator[Line]:
    base, oscillation = (witness_expression(step.witness, name) for name in ("base", "oscillation"))
    ring, n = scope.ring, Symbol(index)
    factor = quotient(ring, element, scope.lift(oscillation, "the oscillating factor"))
    name = fresh_name(oscillation, base)
    yield say(
        "The term is {}, where {}.",
        formula(oscillation, f" · {name}(", n, ")"),
        formula(f"{name}(", n, ") = ", to_expression(factor)),
    )
    yield say(
        "From each {} to the next, {} is multiplied by {}, a number of modulus 1 other than 1; "
        "so its partial sums are bounded.",
        n,
        oscillation,
        base,
    )
    variation = shift(ring, factor, index) - factor
    lead = None if limit(ring, factor, index) is None else leading(ring, variation, index)
    is_small = variation.is_zero() or (lead is not None and is_summable(ring, lead.growth))
    is_monotonic = limit(ring, factor, index) is not None and is_ultimately_monotonic(ring, factor, index)
    if not is_small and not is_monotonic:
        yield from _slowly_varying(scope, to_expression(factor), index, name)
        return
    yield from tends(ring, factor, index, name)
    if not is_small:
        yield say("From some {} on it is monotonic, so that its variation is bounded.", n)
    elif variation.is_zero():
        yield say("It does not change from one {} to the next.", n)
    else:
        bound = class_of(ring, leading_of(ring, variation, index).growth, index)
        change = formula(f"{name}(", n + ONE, f") − {name}(", n, ") = O(", bound, ")")
        reason = _test(leading_of(ring, variation, index).growth)
        yield say(f"Its variation is bounded: {{}}, and the sum of {{}} converges {reason}.", change, bound)
    yield say("Dirichlet's test applies (Knopp, Theory and Application of Infinite Series, section 43, 184).")


def _slowly_varying(scope: Scope, factor: Expression, index: str, name: str) -> Iterator[Line]:
    n = Symbol(index)
    sizes: list[Expression] = []
    for part in (factor, substitute(factor, {index: n + ONE}) - factor):
        top = order_at_infinity(scope, Expansions(scope.ring), part, index).top
        sizes.append(number(0) if top is None else scale_shown(top, index))
    yield say("{}, and this bound tends to 0.", formula(f"{name}(", n, ") = O(", sizes[0], ")"))
    change = formula(f"{name}(", n + ONE, f") − {name}(", n, ") = O(", sizes[1], ")")
    yield say("Its variation is bounded: {}, and the sum of {} converges by comparison with an integral.",
              change, sizes[1])  # fmt: skip
    yield say("Dirichlet's test applies (Knopp, Theory and Application of Infinite Series, section 43, 184).")


def diverges(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the terms do not vanish, are too large, or why the partial sums are unbounded."""
    term, index, first = infinite_sum(step.conclusion.left)
    scope = Scope(step.conclusion.assumptions, {index: first})
    element = scope.lift(term, "the term")
    if step.witness["test"] == "telescope":
        yield from _unbounded(step, scope, element)
        return
    lead = leading_of(scope.ring, element, index)
    size, constant = class_of(scope.ring, lead.growth, index), to_expression(lead.coefficient)
    end = formula(Symbol(index), " → ∞")
    known = True  # whether something was said of the terms
    if not lead.exact:
        yield say("As {}, the quotient of the modulus of {} and {} tends to a number that is not 0.", end, term, size)
    elif lead.oscillating:
        parts = (constant, " + o(1)") if size == ONE else ("(", constant, " + o(1)) · ", size)
        if constant != term:
            yield say("{} as {}.", formula(term, " = ", *parts), end)
        yield say(
            "Here {} is a combination of powers of distinct numbers of modulus 1, with a coefficient that is "
            "not 0; the mean of its squared modulus is positive, so it does not tend to 0.",
            constant,
        )
    elif size == term:
        known = False
    elif size == ONE:
        yield say("{} as {}, and {} is not 0.", formula(term, " → ", constant), end, constant)
    else:
        factor = "" if constant == ONE else ", and {} is not 0"
        shown = formula(term, " ∼ ", class_of(scope.ring, lead.growth, index, constant))
        yield say(f"{{}} as {{}}{factor}.", shown, end, *([constant] if factor else []))
    if step.witness["test"] == "comparison" and size == term:
        yield say(f"The sum diverges {_test(lead.growth)}.")
    elif step.witness["test"] == "comparison":
        yield say(
            f"The sum of {{}} diverges {_test(lead.growth)}, and the terms divided by {{}} tend to a number that is "
            "not 0: by the limit comparison test this sum diverges.",
            size, size,
        )  # fmt: skip
    else:
        alone = "So the terms do not tend to 0" if known else "The terms do not tend to 0"
        said = alone if size == ONE else "{} does not tend to 0, so neither do the terms"
        yield say(f"{said}, as those of a convergent sum do.", *([] if size == ONE else [size]))


def _unbounded(step: Step, scope: Scope, element: Element) -> Iterator[Line]:
    term, index, first = infinite_sum(step.conclusion.left)
    candidate = antidifference(scope, element, index, step.witness)
    shown = witness_expression(step.witness, "antidifference")
    name, lines = difference(shown, term, index, first, (scope, candidate, element))
    yield from lines
    n = Symbol(index)
    yield say("The sum of the terms before {} is {}.", n, formula(f"{name}(", n, f") − {name}(", number(first), ")"))
    found = behaviour(scope.ring, candidate, index)
    if found is not None and found[0] == " ∼ ":
        yield say("It is unbounded: {} as {}.", formula(f"{name}(", n, ") ∼ ", found[1]), formula(n, " → ∞"))
    else:
        yield say("It is unbounded by the orders of growth of its parts: {} as {}.",
                  formula(f"|{name}(", n, ")| → ∞"), formula(n, " → ∞"))  # fmt: skip


def reflexive(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield that the sum has a value."""
    yield say(f"By {references(step.premises)} it has a value, which is equal to itself.")


def _test(growth: Growth) -> str:
    if growth.iterated or growth.gauss != 1 or growth.factorial or growth.geometric != 1:
        return "by the ratio test"
    return "by comparison with an integral"
