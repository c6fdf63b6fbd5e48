"""The lemma rule in words: the theorem, where it can be looked up, and the instance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tnsim.errors import InputError
from tnsim.export.document import Line, equation, say, show
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.hypotheses import in_formulas
from tnsim.export.narration.statements import THIS, enumeration
from tnsim.language.expression import Expression, Symbol, free_symbols
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.lemmas.lemma import Lemma
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope

__all__ = ["lemma", "theorem"]


_NO_POLE = re.compile(r"\b(\w+(?:, \w+)*), none of 0, -1, -2, \.\.\.")


def lemma(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the theorem, its parameters, and the instance that was compared with the conclusion."""
    known = LEMMAS[str(step.witness["lemma"])]
    yield theorem(known)
    given = step.witness["parameters"]
    texts = given if isinstance(given, Mapping) else {}
    values: dict[str, Expression] = {name: read_expression(text) for name, text in texts.items()}
    left, right = known.instance(Scope(step.conclusion.assumptions), values)
    choices = [equation(Symbol(name), values[name]) for name in known.parameters if name in values]
    chosen = f"With {enumeration(['{}'] * len(choices))} " if choices else ""
    if (left, right) == (step.conclusion.left, step.conclusion.right):
        yield say(f"{chosen}this is {THIS}." if choices else f"This is {THIS}.", *choices)
        return
    yield say(f"{chosen}this says that" if choices else "It says that", *choices)
    yield show(left, " = ", right)
    yield say(f"and both sides are those of {THIS}, a sum term by term, {EXACT}.")


def theorem(known: Lemma) -> Line:
    """Return the general statement and its reference; the equation is set as a formula where it is one."""
    said, _, hypotheses = known.statement.partition(" for ")
    left, _, right = said.partition(" = ")
    source = _source(known)
    try:
        general = equation(parse(left), parse(right))
    except InputError:
        return say(f"{source} {known.statement}.")
    symbols = frozenset(known.parameters) | free_symbols(parse(left)) | free_symbols(parse(right))
    hypotheses = _NO_POLE.sub(_without_poles, hypotheses).replace("whole numbers", "integers")
    hypotheses = re.sub(r"^whole (?=[a-zA-Z])", "every integer ", hypotheses)
    hypotheses = re.sub(r"\bwhole (?=\d)", "integers with ", hypotheses)
    hypotheses = re.sub(r"\bwhole (number )?(?=[a-zA-Z0-9(]+)", "integer ", hypotheses)
    words, formulas = in_formulas(hypotheses, symbols)
    return say(f"{source} {{}} for {words.removesuffix('.')}.", general, *formulas)


def _without_poles(match: re.Match[str]) -> str:
    names = match[1].split(", ")
    if len(names) == 1:
        return f"{names[0]} not equal to 0, -1, -2, …"
    neither = "neither" if len(names) == 2 else "none of them"
    return f"{enumeration(names)}, {neither} equal to 0, -1, -2, …"


def _source(known: Lemma) -> str:
    """Return the publication as the beginning of a sentence."""
    equations, difference, _ = known.reference.partition(", the difference of two instances")
    if difference:
        return f"Subtracting two instances of {equations} gives"
    if known.reference.startswith("DLMF"):
        return f"By {known.reference},"
    return f"By a published theorem ({known.reference}),"
