"""The lemma rule in words: the theorem, where it can be looked up, and the instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tnsim.errors import InputError
from tnsim.export.document import Line, equation, say
from tnsim.export.narration.hypotheses import in_formulas
from tnsim.export.narration.identities import EXACT
from tnsim.export.narration.statements import enumeration
from tnsim.language.expression import Expression, Symbol, free_symbols
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.lemmas.lemma import Lemma
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope

__all__ = ["lemma", "theorem"]


def lemma(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the theorem, its parameters, and the instance that was compared with the conclusion."""
    known = LEMMAS[str(step.witness["lemma"])]
    yield theorem(known)
    given = step.witness["parameters"]
    texts = given if isinstance(given, Mapping) else {}
    values: dict[str, Expression] = {name: read_expression(text) for name, text in texts.items()}
    left, right = known.instance(Scope(step.conclusion.assumptions), values)
    if values:
        choices = [equation(Symbol(name), values[name]) for name in known.parameters]
        yield say(f"Take {enumeration(['{}'] * len(choices))}; the hypotheses hold.", *choices)
    if (left, right) == (step.conclusion.left, step.conclusion.right):
        yield say("This is the statement." if values else "This is the statement of the lemma.")
        return
    yield say("The lemma then says {}.", equation(left, right))
    yield say(f"Its two sides are those of the statement, a sum term by term, {EXACT}.")


def theorem(known: Lemma) -> Line:
    """Return the general statement and its reference; the equation is set as a formula where it is one."""
    said, _, hypotheses = known.statement.partition(" for ")
    left, _, right = said.partition(" = ")
    start, source = f"Lemma ({known.name}, {known.reference}): ", "."
    try:
        general = equation(parse(left), parse(right))
    except InputError:
        return say(f"{start}{known.statement}{source}")
    symbols = frozenset(known.parameters) | free_symbols(parse(left)) | free_symbols(parse(right))
    words, formulas = in_formulas(hypotheses, symbols)
    return say(f"{start}{{}} for {words}{'' if words.endswith('.') else source}", general, *formulas)
