"""Divergence in words: by the order of the terms, by parts, by inner sums, by moduli, by angles that move."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.combinations import fraction
from tnsim.export.narration.growth import scale_shown
from tnsim.export.narration.statements import references
from tnsim.language.expression import ONE, Multiply, Symbol, number
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import UNIT, Expansions
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.mean_value import mean_of, separated
from tnsim.proof.rules.modulus import squared
from tnsim.proof.scales import compare_scales
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression
from tnsim.ring.readback import to_expression

__all__ = ["asymptotics", "divergent_part", "inner_sums", "mean_value", "modulus", "moving_angles"]


def asymptotics(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the leading term at infinity, and with what it is compared."""
    term, index, _ = infinite_sum(step.conclusion.left)
    scope = Scope(step.conclusion.assumptions)
    expansions = Expansions(scope.ring)
    scale, c = expansions.lead(order_at_infinity(scope, expansions, term, index))
    end, size = formula(Symbol(index), " → ∞"), scale_shown(scale, index)
    if compare_scales(scope.ring, scale, UNIT) == 0:
        yield say("{} as {}, and {} is not 0.", formula(term, " → ", to_expression(c)), end, to_expression(c))
        yield say("So the terms do not tend to 0, as those of a convergent sum do.")
        return
    yield say("{} as {}.", formula(term, " ∼ ", fraction(to_expression(c), [(size, ONE)])), end)
    if compare_scales(scope.ring, scale, UNIT) > 0:
        yield say("So the terms do not tend to 0, as those of a convergent sum do.")
    else:
        yield say("The sum of {} diverges by comparison with an integral, and so does this one.", size)


def divergent_part(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield which part diverges, and that the others converge."""
    first, *others = step.premises
    yield say(
        f"The term is the sum of those of {references((first,))} and {references(tuple(others))}. "
        f"If this sum converged, so would the one of {references((first,))}, as a difference."
    )


def inner_sums(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the inner sum that diverges, or the lower bound of all of them."""
    inner, index, _ = infinite_sum(step.conclusion.left)
    if step.witness["test"] == "term":
        place = formula(Symbol(index), " = ", number(whole(step.witness, "at")))
        yield say(f"By {references(step.premises)} the term at {{}} has no value.", place)
        return
    term, bound, begin = infinite_sum(inner)
    lower, _, _ = infinite_sum(premises[0].left)
    yield say("{} is not negative, and does not increase with {}.", term, Symbol(bound))
    yield say(
        "The first {} terms of the inner sum, from {} on, are each at least the last of them; so the inner sum is at "
        "least {}.",
        witness_expression(step.witness, "count"), formula(Symbol(bound), " = ", number(begin)), lower,
    )  # fmt: skip
    yield say(f"By {references(step.premises)} the sum of these lower bounds diverges.")


def mean_value(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the mean of the oscillating factor, and how large the other ones are."""
    term, index, first = infinite_sum(step.conclusion.left)
    inside = Scope(step.conclusion.assumptions, {index: first})
    moving, rest = separated(inside, term, index)
    scope = Scope(step.conclusion.assumptions)
    expansions = Expansions(scope.ring)
    scale, c = expansions.lead(order_at_infinity(scope, expansions, rest, index))
    size = scale_shown(scale, index)
    yield say(
        "{} is {} plus multiples of powers of numbers of modulus 1 other than 1, and {} is not 0.",
        *(to_expression(e) for e in (moving, mean_of(inside.ring, moving, index), mean_of(inside.ring, moving, index))),
    )  # fmt: skip
    end = formula(Symbol(index), " → ∞")
    yield say("{} as {}, with bounded variation.", formula(rest, " ∼ ", fraction(to_expression(c), [(size, ONE)])), end)
    yield say(
        "With each of these powers the sum converges by Dirichlet's test (Knopp, Theory and Application of Infinite "
        "Series, section 43, 184); but the sum of {} diverges by comparison with an integral.",
        size,
    )  # fmt: skip


def modulus(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the comparison with the square."""
    term, index, _ = infinite_sum(step.conclusion.left)
    inside, rest = squared(term, index)
    yield say("{} is real and bounded, so its modulus is at least a positive multiple of its square.", inside)
    if rest != ONE:
        yield say("{} has a leading term as {}.", rest, formula(Symbol(index), " → ∞"))
    shown = Multiply((inside, inside)) if rest == ONE else Multiply((inside, inside, rest))
    yield say(f"By {references(step.premises)} the sum of {{}} diverges.", shown)


def moving_angles(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the terms do not tend to 0."""
    term, index, _ = infinite_sum(step.conclusion.left)
    n = Symbol(index)
    yield say(
        "{} does not tend to 0: one of its factors is a circular function of an angle that moves with {}, and the "
        "others stay away from 0.",
        term, n,
    )  # fmt: skip
    yield say(
        "An angle that comes close to the multiples of {}, or to these and half of it, has differences of every order "
        "that do so too; here one of them is a number that is not such a multiple, or the steps of an angle that tends "
        "to infinity tend to 0. A growing power of a cosine or sine comes back to 1 as {} is irrational: infinitely "
        "many {} make the modulus at least {} with a fixed {}.",
        Symbol("pi"), Symbol("pi"), n, formula("1 − C/", Multiply((n, n))), formula("C"),
    )  # fmt: skip
    yield say("So the terms do not tend to 0, as those of a convergent sum do.")
