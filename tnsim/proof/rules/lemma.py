"""The lemma rule: an instance of a published theorem whose hypotheses are verified here."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Apply, Expression, Product, Sum, Symbol, free_symbols, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness, read_expression
from tnsim.proof.equal_terms import same_finite_sum
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.scope import Rejected, Scope, infinite_sum

__all__ = ["lemma"]


def lemma(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """Left = right because both sides equal, in the ring, those of an instance of a lemma."""
    if premises or conclusion.right is None:
        raise Rejected("a lemma concludes an equation from no premises")
    name, texts = witness.get("lemma"), witness.get("parameters")
    if not isinstance(name, str) or name not in LEMMAS or not isinstance(texts, Mapping):
        raise Rejected(f"there is no lemma {name!r}")
    known = LEMMAS[name]
    if set(texts) != set(known.parameters):
        raise Rejected(f"the lemma {name} has the parameters {', '.join(known.parameters)}")
    try:
        values = {parameter: read_expression(text) for parameter, text in texts.items()}
    except TnsimError as error:
        raise Rejected(f"a parameter of the lemma: {error}") from None
    symbols = frozenset().union(*(free_symbols(value) for value in values.values()))
    if not symbols <= conclusion.assumptions.symbols:
        raise Rejected("a parameter of the lemma holds a symbol of which nothing is assumed")
    scope = Scope(conclusion.assumptions)
    left, right = known.instance(scope, values)
    _same_left(conclusion, left, right)
    scope.admit(right)
    value = scope.lift(right, "the value")
    if conclusion.right != right and not vanishes(scope.lift(conclusion.right, "the right side") - value):
        raise Rejected("the right side is not that of the lemma")


def _same_arguments(scope: Scope, given: Expression, left: Expression) -> None:
    """Require the same function of equal arguments: equal fractions of algebraic numbers may look different inside."""
    if isinstance(given, Apply) and isinstance(left, Apply) and given.function == left.function:
        pairs = list(zip(given.arguments, left.arguments, strict=False))
        same = len(given.arguments) == len(left.arguments) and all(
            vanishes(scope.lift(a, "an argument") - scope.lift(b, "an argument of the lemma")) for a, b in pairs
        )
        if same:
            return
    raise Rejected("the left side is not that of the lemma")


def _same_left(conclusion: Statement, left: Expression, right: Expression) -> None:
    """Compare left sides: as trees, sums and infinite products term by term over the same range, all else in the ring.

    The infinite sums of a lemma converge under its hypotheses, and stand for themselves.
    """
    if conclusion.left == left:
        return
    if not (isinstance(left, Sum | Product) and left.upper == INFINITY):
        scope = Scope(conclusion.assumptions)
        if isinstance(conclusion.left, Sum) and isinstance(left, Sum) and same_finite_sum(scope, conclusion.left, left):
            return
        scope.admit(left, right)
        if not vanishes(scope.lift(conclusion.left, "the left side") - scope.lift(left, "the lemma")):
            _same_arguments(scope, conclusion.left, left)
        return
    reading = infinite_product if isinstance(left, Product) else infinite_sum
    term, index, first = reading(conclusion.left)
    lemma_term, lemma_index, lemma_first = reading(left)
    if first != lemma_first:
        raise Rejected("the sum of the lemma runs over another range")
    scope = Scope(conclusion.assumptions, {index: first})
    given = scope.lift(term, "the term")
    moved = substitute(lemma_term, {lemma_index: Symbol(index)})
    if moved != term and not vanishes(given - scope.lift(moved, "the lemma")):
        raise Rejected("the term is not that of the lemma")
