"""What a step of a certificate becomes in a script: lemmas, in the order in which they are needed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, count

from flint import fmpq

from tnsim.export.coq.agreement import GAUSS, agreement, special_arguments
from tnsim.export.coq.closing import Closing
from tnsim.export.coq.formulas import Formulas, parameter_name
from tnsim.export.coq.proved import THEOREMS
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import GeneralSeries, Series, read_series
from tnsim.export.coq.term_forms import following
from tnsim.export.coq.terms import Atom, Term, atoms_of
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import Divide, Expression, Sum, Symbol, contains_sum, free_symbols, walk
from tnsim.proof.certificate import Certificate, Step
from tnsim.proof.lemmas.registry import LEMMAS

__all__ = ["COMPUTED", "Lemma", "Published", "Script", "atoms_behind", "conclusion_of"]


COMPUTED = "ltac:(vm_cast_no_check (@eq_refl bool true))"
"""The proof that a boolean is true: Coq's virtual machine evaluates it when the lemma is done, and only then."""


@dataclass(frozen=True, slots=True)
class Lemma:
    """A proved value of a series; `name` is what Coq knows it by."""

    name: str
    series: Series | GeneralSeries
    value: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Reflected(Lemma):
    """One whose terms the library reflects."""

    series: Series


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
    modules: dict[str, None] = field(default_factory=dict)
    """The files of the library that are needed beside those which every script loads."""
    done: dict[int, Lemma] = field(default_factory=dict)
    equations: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    """Equations of values among the premises of the theorem, by their names."""
    statements: dict[str, str] = field(default_factory=dict)
    """The names of axioms by what they state."""
    hypotheses: dict[Inequality, str] = field(default_factory=dict)
    functions: dict[str, Expression] = field(default_factory=dict)
    """The functions of values, by their texts."""
    named: list[tuple[Sum, Lemma]] = field(default_factory=list)
    """The series whose sums have names."""

    def lemma(self, number: int) -> Lemma:
        """Return the lemma of a step, written on first need with what it stands on; raises NotExportable."""
        if number not in self.done:
            step = self.certificate.steps[number]
            if step.rule not in self.translations:
                raise NotExportable(step.rule)
            self.done[number] = self.translations[step.rule](self, number, step)
        return self.done[number]

    def mark(self) -> tuple[int, int, int, int]:
        """Return how much there is, to come back to."""
        return len(self.blocks), len(self.axioms), len(self.equations), len(self.done)

    def back_to(self, mark: tuple[int, int, int, int]) -> None:
        """Take off the equations of values that were added since the mark, unless lemmas were, which may need them."""
        if len(self.done) == mark[3] and all(
            block.startswith(("(* ", "Lemma zeta_")) for block in self.blocks[mark[0] :]
        ):
            del self.blocks[mark[0] :], self.axioms[mark[1] :], self.equations[mark[2] :]
            kept = {axiom.name for axiom in self.axioms}
            self.statements = {text: name for text, name in self.statements.items() if name in kept}

    def reflected(self, number: int) -> Reflected:
        """Return the lemma of a step as one with reflected terms; raises NotExportable."""
        found = self.lemma(number)
        if not isinstance(found.series, Series):
            raise NotExportable(self.certificate.steps[number].rule, "terms that the library does not reflect")
        return Reflected(found.name, found.series, found.value, found.expression)

    def agreement(self, *values: str) -> str:
        """Return the tactics that prove the equation of closed values; axioms where the library does not know them."""
        formulas = Formulas(Assumptions(), self.certificate.steps[-1].rule, functions=self.functions)
        return " ".join(self.closing(formulas, values, relations={}))

    def closing(
        self,
        formulas: Formulas,
        values: tuple[str, ...],
        *expressions: Expression,
        relations: Mapping[str, Expression] | None = None,
    ) -> list[str]:
        """Return the tactics that prove the equation of values; no denominator in the expressions is 0.

        With `relations`, the two sides differ by the sum of these multiples of the equations with these names.
        """
        if len(values) == 2 and values[0] == values[1]:
            return ["reflexivity."]
        facts = self.facts if relations is None else {name: self.facts[name] for name in relations}
        multipliers = [] if relations is None else [formulas.real(m) for m in relations.values()]
        closing = Closing(formulas, (*values, *facts.values(), *multipliers), self.theorem)
        rewritten = closing.tactics()
        texts = (*values, *facts.values(), *closing.seen)
        digammas, hurwitzes = special_arguments(texts)
        for argument in digammas:
            lowest = argument - (argument.numerator - 1) // argument.denominator
            if lowest in GAUSS:
                self._known(f"gauss_{lowest.numerator}_{lowest.denominator}", "Digamma")
        for order in sorted({s for s, _ in hurwitzes if s % 2 == 0 and s > 2}):
            value = abs(_bernoulli(order)) * 2 ** (order - 1) / math.factorial(order)
            self._power_of_pi(f"zeta_{order}", "zeta_even", f"hurwitz {order} 1", order, value)
        for order in {s for s, a in hurwitzes if s % 2 and a.denominator == 4}:
            k = order // 2
            value = abs(_euler(k)) * Fraction(4 ** (order - k - 1), math.factorial(2 * k))
            difference = f"hurwitz {order} (1 / 4) - hurwitz {order} (3 / 4)"
            self._power_of_pi(f"reflection_{order}", "quarters_odd", difference, order, value)
        if relations is None:
            known = [f"generalize {fact}; intros E{i}." for i, fact in enumerate(facts)]
        else:
            known = [f"apply (with_relation {m} _ _ _ _ {fact})." for fact, m in zip(facts, multipliers, strict=True)]
        if known and relations is None:
            rewritten = [f"{line[:-1]} in *." if _of_the_goal(line) else line for line in rewritten]
        divisors = {
            formulas.real(node.denominator): None
            for e in expressions
            for node in walk(e)
            if isinstance(node, Divide) and free_symbols(node.denominator)
        }
        nonzero = [f"try (assert (D{i} : {t} <> 0) by (apply Rgt_not_eq; by_signs))." for i, t in enumerate(divisors)]
        if any(re.search(r"chebyshev|fibonacci|lucas|legendre|hermite|laguerre|harmonic", value) for value in values):
            nonzero.append("literals.")
        for word, module in (("special_angle", "SpecialAngles"), ("logarithms_agree", "Logarithms")):
            if any(word in line for line in rewritten):
                self.modules[module] = None
        return [*known, *rewritten, *nonzero, *agreement(texts, tuple(self.equations), closing.roots)]

    def published(self, name: str, statement: str) -> str:
        """Add the axiom that a lemma of the checker is, once; return its name."""
        if statement not in self.statements:
            plain = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_") + ("_instance" if name in THEOREMS else "")
            taken = {axiom.name for axiom in self.axioms}
            free = next(n for n in chain([plain], (f"{plain}_{i}" for i in count(2))) if n not in taken)
            self.axiom(free, statement, f"{name}: {LEMMAS[name].reference}")
            self.statements[statement] = self.axioms[-1].name
        return self.statements[statement]

    def _known(self, name: str, module: str) -> None:
        """Note that the library proves an equation of this name."""
        self.modules[module] = None
        if name not in self.equations:
            self.equations.append(name)

    def _power_of_pi(self, name: str, theorem: str, left: str, order: int, value: Fraction) -> None:
        if name not in self.equations:
            p, q = value.numerator, value.denominator
            proof = f"exact (Reflection.{theorem} {order - 2} {p} {q} eq_refl eq_refl eq_refl)"
            self.blocks.append(f"Lemma {name} : {left} = {p} * PI ^ {order} / {q}.\nProof. {proof}. Qed.")
        self._known(name, "Reflection")

    def theorem(self, name: str, module: str) -> str:
        """Return the name of a theorem of the library, whose module the script then loads."""
        self.modules[module] = None
        return name

    def axiom(self, name: str, statement: str, reference: str) -> str:
        """Add an axiom with its reference, once; return its name."""
        if any(axiom.name == name for axiom in self.axioms):
            return name
        self.axioms.append(Published(name, reference))
        self.blocks.append(f"(* {reference.replace('*)', '* )')} *)\nAxiom {name} : {statement}.")
        return name

    def prove(
        self,
        number: int,
        series: Series | GeneralSeries,
        value: str,
        proof: list[str],
        definitions: list[str],
        expression: Expression,
    ) -> Lemma:
        """Add a lemma with its proof, for all parameters of the step."""
        formulas = self.formulas(number)
        binders, name = self.quantified(formulas, f"step_{number}")
        statement = f"Lemma step_{number}{binders} : {series.states(value)}."
        self.blocks.append("\n".join([*definitions, statement, "Proof.", *(f"  {p}" for p in proof), "Qed."]))
        return Lemma(name, series, value, expression)

    def formulas(self, number: int) -> Formulas:
        """Return what writes the formulas of a step."""
        step = self.certificate.steps[number]
        return Formulas(step.conclusion.assumptions, step.rule, functions=self.functions)

    def quantified(self, formulas: Formulas, name: str) -> tuple[str, str]:
        """Return the parameters and hypotheses of a statement, and its name applied to them where they are known."""
        binders, arguments = "", []
        for symbol in sorted(formulas.assumptions.symbols):
            text = parameter_name(symbol)
            whole = formulas.assumptions.is_integer(symbol)
            if whole and formulas.natural(Symbol(symbol)) is None:
                raise NotExportable(formulas.rule, f"a whole number {symbol} that may be negative")
            binders += f" ({text} : {'nat' if whole else 'R'})"
            arguments.append(text)
        for hypothesis, text in self.assumed(formulas):
            binders += f" ({hypothesis} : {text})"
            arguments.append(hypothesis)
        return binders, f"({name} {' '.join(arguments)})" if arguments else name

    def assumed(self, formulas: Formulas) -> list[tuple[str, str]]:
        """Return the names and the texts of the inequalities that are assumed."""
        found = []
        for inequality in formulas.assumptions.inequalities:
            hypothesis = self.hypotheses.setdefault(inequality, f"h{len(self.hypotheses) + 1}")
            relation = {"!=": "<>"}.get(inequality.relation, inequality.relation)
            left, right = formulas.real(inequality.left), formulas.real(inequality.right)
            found.append((hypothesis, f"{left} {relation} {right}"))
        return found


def _of_the_goal(line: str) -> bool:
    return line.startswith("rewrite ?V") and " in V" not in line


def conclusion_of(script: Script, step: Step) -> tuple[Series, Expression, str]:
    """Return the series, its value, and Coq's text of that; raises NotExportable for any other conclusion."""
    right = step.conclusion.right
    if step.conclusion.kind != "equal" or right is None or contains_sum(right):
        raise NotExportable(step.rule, "a conclusion that is not the value of one sum")
    if step.conclusion.assumptions.symbols:
        raise NotExportable(step.rule, "parameters")
    series = read_series(step.conclusion.left, step.rule)
    formulas = Formulas(Assumptions(), step.rule, functions=script.functions)
    return series, right, formulas.real(right)


def atoms_behind(*terms: Term) -> list[Atom]:
    """Return the atoms of the terms and of the same terms at n + 1."""
    here = [atom for term in terms for atom in atoms_of(term)]
    return list(dict.fromkeys([*here, *(atom for term in terms for atom in atoms_of(following(term)))]))


def _bernoulli(order: int) -> Fraction:
    value = fmpq.bernoulli(order)
    return Fraction(int(value.p), int(value.q))


def _euler(k: int) -> Fraction:
    """Return the Euler number of the even index 2*k, DLMF 24.2.9."""
    numbers = [Fraction(1)]
    for n in range(1, k + 1):
        numbers.append(-sum((math.comb(2 * n, 2 * j) * numbers[j] for j in range(n)), Fraction(0)))
    return numbers[k]
