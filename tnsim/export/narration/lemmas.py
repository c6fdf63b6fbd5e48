"""The lemma rule in words: the theorem, where it can be looked up, and the instance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tnsim.errors import InputError
from tnsim.export.narration.lines import Line, equation, say
from tnsim.export.narration.statements import enumeration
from tnsim.language.expression import Expression, Symbol
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
    if values:
        choices = [equation(Symbol(name), values[name]) for name in known.parameters]
        taken = enumeration(["{}"] * len(choices))
        yield say(f"Take {taken}; these are proved to satisfy the hypotheses.", *choices)
    left, right = known.instance(Scope(step.conclusion.assumptions), values)
    yield say("The instance is {}.", equation(left, right))
    if (left, right) != (step.conclusion.left, step.conclusion.right):
        yield say("Its two sides have the normal forms of those of the statement, terms compared with terms.")


def theorem(known: Lemma) -> Line:
    """Return the general statement and its reference; the equation is set as a formula where it is one."""
    said, _, hypotheses = known.statement.partition(" for ")
    left, _, right = said.partition(" = ")
    start, source = f"Lemma ({known.name}): ", f" [{known.reference}]."
    try:
        general = equation(parse(left), parse(right))
    except InputError:
        return say(f"{start}{known.statement}{source}")
    hypotheses = hypotheses.replace("<=", "≤").replace(">=", "≥")
    return say(f"{start}{{}} for {hypotheses}{source}", general)
