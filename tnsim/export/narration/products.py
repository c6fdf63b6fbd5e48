"""The rules about infinite products in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.statements import enumeration, fresh_name, references
from tnsim.language.expression import ONE, Apply, Symbol, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression

__all__ = ["exponential", "factors", "product", "regrouping"]


def product(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sequence whose quotients the factors are, and its limit."""
    factor, index, first = infinite_product(step.conclusion.left)
    candidate, begin = witness_expression(step.witness, "quotient"), whole(step.witness, "from")
    name, n = fresh_name(candidate, factor), Symbol(index)
    yield say("Let {}.", formula(f"{name}(", n, ") = ", candidate))
    yield say(
        "Then {} for every whole {}: both sides have the same normal form in the difference ring.",
        formula(f"{name}(", n + ONE, ") = ", factor, f" · {name}(", n, ")"),
        formula(n, " ≥ ", number(begin)),
    )
    if step.conclusion.kind == "diverges":
        yield say("No factor is 0 from there on, and the partial products or their inverses are unbounded.")
        return
    scope = Scope(step.conclusion.assumptions, {index: begin})
    end = limit(scope.ring, scope.lift(candidate, "the quotient"), index)
    if end is not None:
        tends = formula(f"{name}(", n, ") → ", to_expression(end))
        yield say("By its order of growth, {}, which is not 0.", tends)
    if begin > first:
        yield say("The factors before {} are multiplied exactly.", number(begin))


def factors(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the products whose powers are multiplied."""
    exponents = step.witness["exponents"]
    powers = enumeration([str(e) for e in exponents]) if isinstance(exponents, tuple) else ""
    yield say(f"The factor is the product of those of {references(step.premises)}, to the powers {powers}.")
    yield say("Products that converge are multiplied factor by factor; finitely many factors are moved exactly.")


def regrouping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the lengths of the blocks, and why blocks may be compared."""
    lengths, begins = (step.witness[name] for name in ("lengths", "begins"))
    counts = enumeration([str(n) for n in lengths]) if isinstance(lengths, tuple) else ""
    first = enumeration([str(n) for n in begins]) if isinstance(begins, tuple) else ""
    yield say(
        f"All products converge absolutely. Read them in blocks of {counts} factors, from the indices {first} on."
    )
    yield say("A block of the left side is the product of those of the right side: exact arithmetic, no rounding.")
    yield say("Products with a negative exponent have no factor 0; factors before the blocks are multiplied exactly.")


def exponential(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sum of which the product is the exponential."""
    term, _, _ = infinite_sum(premises[0].left)
    yield say(f"The factor is {{}}, and {references(step.premises)} sums the exponents.", Apply("exp", (term,)))
    yield say("The exponential function is continuous and has no zero.")
