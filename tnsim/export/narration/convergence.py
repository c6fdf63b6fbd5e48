"""Convergence and divergence in words, with the orders of growth that decide them."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import CertificateError
from tnsim.export.narration.lines import Line, formula, say
from tnsim.export.narration.statements import fresh_name, references
from tnsim.export.narration.telescoping import difference
from tnsim.language.expression import ONE, ZERO, Apply, Expression, Multiply, Power, Product, Symbol, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.scope import Scope, infinite_sum, witness_expression
from tnsim.ring.growth import Growth, Leading, leading
from tnsim.ring.powers import quotient, root
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
    factor, _, _ = infinite_product(step.conclusion.left)
    yield say("By its order of growth, the sum of the moduli of {} converges.", factor - ONE)
    yield say("So the product converges (Knopp, Theory and Application of Infinite Series, section 29).")


def _summable(ring: Ring, element: Element, shown: Expression, index: str) -> Iterator[Line]:
    lead = leading(ring, element, index)
    if lead is None:
        yield say("Every term of {} has an order of growth whose sum converges.", shown)
        return
    bound = _class(ring, lead.growth, index)
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
    yield say("By its order of growth, {}.", formula(f"{name}(", n, ") → ", ZERO))
    variation = shift(ring, factor, index) - factor
    if variation.is_zero():
        yield say("It does not change at all.")
    else:
        bound = _class(ring, _leading(ring, variation, index).growth, index)
        change = formula(f"{name}(", n + ONE, f") − {name}(", n, ") = O(", bound, ")")
        yield say("Its variation is bounded: {}, and the sum of {} converges.", change, bound)
    yield say("Dirichlet's test applies (Knopp, Theory and Application of Infinite Series, section 43, 184).")


def diverges(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the terms do not vanish, are too large, or why the partial sums are unbounded."""
    term, index, first = infinite_sum(step.conclusion.left)
    if step.witness["test"] == "telescope":
        yield from _unbounded(step, term, index, first)
        return
    scope = Scope(step.conclusion.assumptions, {index: first})
    lead = _leading(scope.ring, scope.lift(term, "the term"), index)
    size, constant = _class(scope.ring, lead.growth, index), to_expression(lead.coefficient)
    end = formula(Symbol(index), " → ∞")
    if lead.oscillating:
        yield say("{} as {}.", formula(term, " = (", constant, " + o(1)) · ", size), end)
        yield say(
            "Here {} is a combination of powers of distinct numbers of modulus 1, with a coefficient that is "
            "not 0; the mean of its squared modulus is positive, so it does not tend to 0.",
            constant,
        )
    elif constant == ONE:
        yield say("{} as {}.", formula(term, " ∼ ", size), end)
    else:
        yield say("{} as {}, and {} is not 0.", formula(term, " ∼ ", constant, " · ", size), end, constant)
    if step.witness["test"] == "comparison":
        yield say("So the terms are in the end of one direction.")
        yield say("The sum of {} diverges, and with it this one.", size)
    else:
        yield say("The terms do not tend to 0, for neither does {}.", size)


def _unbounded(step: Step, term: Expression, index: str, first: int) -> Iterator[Line]:
    name, lines = difference(witness_expression(step.witness, "antidifference"), term, index, first)
    yield from lines
    n = Symbol(index)
    yield say(
        "The partial sums are {}, and by its order of growth {}.",
        formula(f"{name}(", n + ONE, f") − {name}(", number(first), ")"),
        formula(f"|{name}(", n, ")| → ∞"),
    )


def reflexive(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield that the sum has a value."""
    yield say(f"By {references(step.premises)} the sum has a value, which is equal to itself.")


def _leading(ring: Ring, element: Element, index: str) -> Leading:
    lead = leading(ring, element, index)
    if lead is None:
        raise CertificateError("the order of growth of a term is not known")
    return lead


def _class(ring: Ring, growth: Growth, index: str) -> Expression:
    """Return a class of growth as an expression; G and r are kept by their squared modulus."""
    n = Symbol(index)
    factors: list[Expression] = []
    if growth.gauss != 1:
        factors.append(Power(_modulus(ring, growth.gauss), Apply("binomial", (n, number(2)))))
    if growth.factorial:
        factors.append(_raised(Apply("factorial", (n,)), number(growth.factorial)))
    if growth.geometric != 1:
        factors.append(Power(_modulus(ring, growth.geometric), n))
    if not growth.power.is_zero():
        factors.append(_raised(n, to_expression(growth.power)))
    if growth.logs:
        factors.append(_raised(Apply("log", (n,)), number(growth.logs)))
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Multiply(tuple(factors))


def _modulus(ring: Ring, squared: Element) -> Expression:
    return to_expression(root(ring, squared, 2))


def _raised(base: Expression, exponent: Expression) -> Expression:
    return base if exponent == ONE else Power(base, exponent)


def _test(growth: Growth) -> str:
    if growth.gauss != 1 or growth.factorial or growth.geometric != 1:
        return "by the ratio test"
    return "by comparison with an integral"
