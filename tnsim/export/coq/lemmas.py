"""What a step of a certificate becomes in a script: lemmas, in the order in which they are needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq

from tnsim.export.coq.agreement import agreement, gauss_value, special_arguments
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import Series, read_series
from tnsim.export.coq.terms import Atom, Term, atoms_of
from tnsim.export.coq.values import real_text
from tnsim.language.expression import Expression, contains_sum
from tnsim.proof.certificate import Certificate, Step
from tnsim.proof.lemmas.registry import LEMMAS

__all__ = ["Lemma", "Published", "Script", "atoms_behind", "conclusion_of"]


@dataclass(frozen=True, slots=True)
class Lemma:
    """A proved value of a series; `name` is what Coq knows it by."""

    name: str
    series: Series
    value: str


@dataclass(frozen=True, slots=True)
class Published:
    """An axiom of the script, with the reference."""

    name: str
    reference: str


Translation = Callable[["Script", int, Step], Lemma]


@dataclass(slots=True)
class Script:
    """The text so far, and the lemmas in it by the number of their step."""

    certificate: Certificate
    translations: Mapping[str, Translation]
    blocks: list[str] = field(default_factory=list)
    axioms: list[Published] = field(default_factory=list)
    done: dict[int, Lemma] = field(default_factory=dict)
    equations: list[str] = field(default_factory=list)

    def lemma(self, number: int) -> Lemma:
        """Return the lemma of a step, written on first need with what it stands on; raises NotExportable."""
        if number not in self.done:
            step = self.certificate.steps[number]
            if step.rule not in self.translations:
                raise NotExportable(step.rule)
            if step.conclusion.assumptions.symbols:
                raise NotExportable(step.rule, "parameters")
            self.done[number] = self.translations[step.rule](self, number, step)
        return self.done[number]

    def agreement(self, *values: str) -> str:
        """Return the tactics that prove the equation of values; axioms for values that the library does not know."""
        digammas, hurwitzes = special_arguments(values)
        for argument in digammas:
            lowest = argument - (argument.numerator - 1) // argument.denominator
            gauss = gauss_value(lowest)
            if gauss is not None:
                p, q = lowest.numerator, lowest.denominator
                name = f"gauss_{p}_{q}"
                self._equate(name, f"digamma ({p} / {q}) = {gauss}", "Gauss's digamma theorem: DLMF 5.4.19")
        for order in {s for s, _ in hurwitzes if s % 2 == 0 and s > 2}:
            value = abs(_bernoulli(order)) * 2 ** (order - 1) / math.factorial(order)
            text = f"hurwitz {order} 1 = {value.numerator} * PI ^ {order} / {value.denominator}"
            self._equate(f"zeta_{order}", text, "zeta at even numbers: DLMF 25.6.2")
        for order in {s for s, a in hurwitzes if s % 2 and a.denominator == 4}:
            k = order // 2
            value = abs(_euler(k)) * Fraction(4 ** (order - k - 1), math.factorial(2 * k))
            difference = f"hurwitz {order} (1 / 4) - hurwitz {order} (3 / 4)"
            text = f"{difference} = {value.numerator} * PI ^ {order} / {value.denominator}"
            self._equate(f"reflection_{order}", text, "reflection of the polygamma functions: DLMF 5.15.6")
        return agreement(values, tuple(self.equations), self.certificate.steps[-1].rule)

    def equation(self, number: int) -> None:
        """Add the axiom that a published lemma says of closed values; raises NotExportable for anything else."""
        step = self.certificate.steps[number]
        name, right = step.witness.get("lemma"), step.conclusion.right
        if step.rule != "lemma" or not isinstance(name, str) or name not in LEMMAS or right is None:
            raise NotExportable(step.rule)
        rule = f"lemma: {name}"
        statement = f"{real_text(step.conclusion.left, rule)} = {real_text(right, rule)}"
        self._equate(f"published_{number}", statement, f"{name}: {LEMMAS[name].reference}")

    def _equate(self, name: str, statement: str, reference: str) -> None:
        if name not in self.equations:
            self.equations.append(self.axiom(name, statement, reference))

    def axiom(self, name: str, statement: str, reference: str) -> str:
        """Add an axiom with its reference; return its name."""
        self.axioms.append(Published(name, reference))
        self.blocks.append(f"(* {reference.replace('*)', '* )')} *)\nAxiom {name} : {statement}.")
        return name

    def prove(self, number: int, series: Series, value: str, proof: list[str], definitions: list[str]) -> Lemma:
        """Add a lemma with its proof."""
        name = f"step_{number}"
        lines = [*definitions, f"Lemma {name} : {series.states(value)}.", "Proof.", *(f"  {p}" for p in proof), "Qed."]
        self.blocks.append("\n".join(lines))
        return Lemma(name, series, value)


def conclusion_of(step: Step) -> tuple[Series, Expression, str]:
    """Return the series, its value, and Coq's text of that; raises NotExportable for any other conclusion."""
    right = step.conclusion.right
    if step.conclusion.kind != "equal" or right is None or contains_sum(right):
        raise NotExportable(step.rule, "a conclusion that is not the value of one sum")
    series = read_series(step.conclusion.left, step.rule)
    return series, right, real_text(right, step.rule)


def atoms_behind(*terms: Term) -> list[Atom]:
    """Return the atoms of the terms and of the same terms at n + 1."""
    found = dict.fromkeys(atom for term in terms for atom in atoms_of(term))
    return [*found, *(atom.next() for atom in found)]


def _bernoulli(order: int) -> Fraction:
    value = fmpq.bernoulli(order)
    return Fraction(int(value.p), int(value.q))


def _euler(k: int) -> Fraction:
    """Return the Euler number of the even index 2*k, DLMF 24.2.9."""
    numbers = [Fraction(1)]
    for n in range(1, k + 1):
        numbers.append(-sum((math.comb(2 * n, 2 * j) * numbers[j] for j in range(n)), Fraction(0)))
    return numbers[k]
