"""What a statement is about: natural numbers from their first values on, real numbers, and facts on these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tnsim.export.coq.parametric import formula_of
from tnsim.export.coq.parametric_reading import Reader
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Symbol, rational_value

__all__ = ["RESERVED", "Parameters", "parameters_of"]

RESERVED = {"as", "at", "do", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "let", "match", "mod",
             "return", "then", "using", "where", "with", "fact", "rising", "binomial", "choose", "harmonic", "sum",
             "fibonacci", "cos", "S", "O", "R", "Z", "PI"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Quantified variables and hypotheses; a natural number without a first value does not occur."""

    wholes: tuple[tuple[str, int | None], ...]
    reals: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the natural numbers, with 0 for those that do not occur."""
        return tuple("0%nat" if first is None else name for name, first in self.wholes)

    def binders(self, shown: bool = False) -> str:
        """Return the quantifiers and hypotheses; `shown` leaves out that natural numbers are at least 0."""
        wholes = "".join(
            f"forall {name} : nat, " + ("" if shown and not first else f"({first} <= {name})%nat -> ")
            for name, first in self.wholes
            if first is not None
        )
        reals = f"forall {' '.join(self.reals)} : R, " if self.reals else ""
        return wholes + reals + "".join(f"{fact} -> " for fact in self.facts)

    def intros(self, shown: bool = False) -> str:
        """Return the tactics that introduce all of them."""
        present = [(name, first) for name, first in self.wholes if first is not None]
        names = [n for name, first in present for n in ((name,) if shown and not first else (name, f"L{name}_"))]
        line = f"intros {' '.join([*names, *self._reals()])}."
        lacking = [name for name, first in present if shown and not first]
        return line + "".join(f" assert (L{name}_ : (0 <= {name})%nat) by apply Nat.le_0_l." for name in lacking)

    def applied(self, instead: Mapping[str, str] | None = None) -> str:
        """Return all of them as arguments, with others for some natural numbers: the value and its hypothesis."""
        wholes = [(instead or {}).get(name, f"{name} L{name}_") for name, first in self.wholes if first is not None]
        return " ".join([*wholes, *self._reals()])

    def _reals(self) -> list[str]:
        return [*self.reals, *(f"H{i}_" for i in range(len(self.facts)))]

    def starting(self, name: str, first: int | None) -> Parameters:
        """Return the parameters with another first value, or without the natural number."""
        return Parameters(tuple((n, first if n == name else f) for n, f in self.wholes), self.reals, self.facts)


def parameters_of(assumptions: Assumptions, wholes: tuple[str, ...], reals: tuple[str, ...], rule: str) -> Parameters:
    """Return the parameters of a statement, among those of the claim; raises NotExportable."""
    if not all(re.fullmatch("[A-Za-z][A-Za-z0-9]*", name) and name not in RESERVED for name in (*wholes, *reals)):
        raise NotExportable(rule, "names of parameters that mean something in Coq")
    firsts = tuple((n, _first(assumptions, n, rule) if n in assumptions.integers else None) for n in wholes)
    reader = Reader(rule, {}, {name: i for i, name in enumerate(reals)})
    facts = []
    for fact in assumptions.inequalities:
        if not fact.symbols & set(wholes):
            sides = [formula_of(reader.read(side), [], lambda i: reals[i]) for side in (fact.left, fact.right)]
            facts.append(f"{sides[0]} {'<>' if fact.relation == '!=' else fact.relation} {sides[1]}")
    return Parameters(firsts, reals, tuple(facts))


def _first(assumptions: Assumptions, name: str, rule: str) -> int:
    """Return the lower bound of a natural number of which nothing else is assumed."""
    bounds = []
    for fact in assumptions.inequalities:
        if name in fact.symbols:
            value = rational_value(fact.left)
            bound = fact.right == Symbol(name) and fact.relation == "<="
            if not bound or value is None or value.denominator != 1 or value < 0:
                raise NotExportable(rule, f"what is assumed of {name}")
            bounds.append(int(value))
    if not bounds:
        raise NotExportable(rule, f"{name} may be negative")
    return max(bounds)
