"""The rules about infinite products in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import CertificateError
from tnsim.export.document import Line, formula, say, show
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.growth import behaviour, tends
from tnsim.export.narration.statements import enumeration, fresh_name, parenthesised, references
from tnsim.language.expression import ONE, Apply, Expression, Product, Symbol, number, rational_value, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression

__all__ = ["exponential", "factors", "logarithm", "product", "product_finite", "regrouping"]


def product(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sequence whose quotients the factors are, and its limit."""
    factor, index, first = infinite_product(step.conclusion.left)
    candidate, begin = witness_expression(step.witness, "quotient"), whole(step.witness, "from")
    name, n = fresh_name(candidate, factor), Symbol(index)
    yield from _quotients(candidate, factor, index, begin)
    scope = Scope(step.conclusion.assumptions, {index: begin})
    if step.conclusion.kind == "diverges":
        shown = behaviour(scope.ring, scope.lift(candidate, "the quotient"), index)
        if shown is not None and shown[0] == " ∼ ":
            yield say("As {}, {}.", formula(n, " → ∞"), formula(f"{name}(", n, ")", *shown))
        yield say("No factor is 0 from there on, and the partial products or their inverses are unbounded.")
        return
    element = scope.lift(candidate, "the quotient")
    end = limit(scope.ring, element, index)
    if end is not None:
        yield from tends(scope.ring, element, index, name)
        start = scope.at(element, index, begin, "the first value")
        yield say(
            "So the factors with {} multiply to the limit divided by the first value, {}; neither is 0.",
            formula(n, " ≥ ", number(begin)), formula(f"{name}(", number(begin), ") = ", to_expression(start)),
        )  # fmt: skip
    yield from _exceptional(index, first, begin)


def product_finite(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sequence whose quotients the factors are, and its first and last value."""
    node, begin = step.conclusion.left, whole(step.witness, "from")
    if not isinstance(node, Product):
        raise CertificateError("the rule concludes the value of a product")
    candidate, index = witness_expression(step.witness, "quotient"), node.index.name
    name = fresh_name(candidate, node.term)
    yield from _quotients(candidate, node.term, index, begin)
    last = substitute(candidate, {index: node.upper + ONE})
    yield say(
        "So the factors with {} multiply to {}, where {}, which is not 0, and {}.",
        formula(node.index, " ≥ ", number(begin)),
        formula(f"{name}(", node.upper + ONE, f")/{name}(", number(begin), ")"),
        formula(f"{name}(", number(begin), ") = ", substitute(candidate, {index: number(begin)})),
        formula(f"{name}(", node.upper + ONE, ") = ", last),
    )  # fmt: skip
    first = rational_value(node.lower)
    yield from _exceptional(index, begin if first is None else int(first), begin)


def _quotients(candidate: Expression, factor: Expression, index: str, begin: int) -> Iterator[Line]:
    name, n = fresh_name(candidate, factor), Symbol(index)
    yield say("Let")
    yield show(f"{name}(", n, ") = ", candidate)
    yield say(
        f"Then {{}} for every integer {{}}, {EXACT}.",
        formula(f"{name}(", n + ONE, ") = ", *parenthesised(factor), f" · {name}(", n, ")"),
        formula(n, " ≥ ", number(begin)),
    )


def _exceptional(index: str, first: int, begin: int) -> Iterator[Line]:
    if begin > first:
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The factors with {} are multiplied one by one.", where)


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
    yield say(f"A block of the left side is the product of those of the right side, to their powers, {EXACT}.")
    yield say("Products with a negative exponent have no factor 0; factors before the blocks are multiplied exactly.")


def exponential(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the sum of which the product is the exponential."""
    term, _, _ = infinite_sum(premises[0].left)
    yield say(f"The factor is {{}}, and {references(step.premises)} sums the exponents.", Apply("exp", (term,)))
    yield say("The exponential function is continuous and has no zero.")


def logarithm(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the product of which the sum is the logarithm."""
    factor, index, first = infinite_product(premises[0].left)
    positive = formula(*parenthesised(factor), " > 0")
    yield say(
        f"{{}} for every integer {{}}, so the partial sums are the logarithms of the partial products of "
        f"{references(step.premises)}.",
        positive, formula(Symbol(index), " ≥ ", number(first)),
    )  # fmt: skip
    yield say("These tend to a positive number, and the logarithm is continuous there.")
