"""How each rule of the checker is told: the title of its steps, what they do, who gives the reasons, publications."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TypeAlias

from tnsim.export.document import Line
from tnsim.export.narration import sources
from tnsim.proof.certificate import Statement, Step

__all__ = ["NARRATIONS", "Narration"]

Narrator: TypeAlias = Callable[[Step, tuple[Statement, ...]], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class Narration:
    """How a rule is told: the title of its steps, what they do, who gives the lines of reasons, and publications."""

    title: str
    idea: str
    narrator: str
    """Its module and function in this folder; the module is loaded when a step is told."""
    sources: tuple[str, ...] = ()

    def lines(self, step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
        """Yield the reasons of a step."""
        module, function = self.narrator.split(".")
        found: Narrator = getattr(import_module(f"tnsim.export.narration.{module}"), function)
        return found(step, premises)


NARRATIONS: Mapping[str, Narration] = {
    "abel": Narration(
        "Abel's theorem", "a power series is taken to the end of its range", "power_series.abel", (sources.LIMITS,)
    ),
    "asymptotics": Narration(
        "Order of the terms", "the terms of a sum are too large", "divergence.asymptotics", (sources.INFINITE_SERIES,)
    ),
    "ball": Narration("Enclosure", "a number is enclosed in an interval that excludes 0", "evaluation.nonzero"),
    "bilateral": Narration("Both directions", "a sum over all integers is cut in two", "ranges.bilateral"),
    "brackets": Narration("Brackets", "consecutive terms are taken together", "ranges.brackets"),
    "cases": Narration("Two cases", "two cases are told apart", "composition.cases"),
    "classes": Narration(
        "Classes of a parameter", "the values of a parameter are taken by residue classes", "recurrence.classes"
    ),
    "closure": Narration(
        "Closure properties", "recurrences of several sums give one of a combination", "recurrence.closure",
        (sources.CLOSURE,),
    ),
    "coefficients": Narration(
        "Coefficients of a parameter", "both sides are expanded in a parameter, and one coefficient is taken",
        "coefficients.coefficients",
    ),
    "convergence": Narration(
        "Convergence", "convergence is established", "convergence.converges", (sources.INFINITE_SERIES,)
    ),
    "creative-telescoping": Narration(
        "Creative telescoping", "a combination of terms at neighbouring parameters telescopes",
        "creative_telescoping.creative_telescoping", (sources.A_IS_B,),
    ),
    "diagonals": Narration(
        "Sum along diagonals", "a double sum is taken along diagonals", "ranges.diagonals", (sources.DOUBLE_SERIES,)
    ),
    "divergence": Narration("Divergence", "the terms, or the partial sums, are too large", "convergence.diverges"),
    "divergent-part": Narration(
        "A divergent part", "one part of a sum diverges and the others converge", "divergence.divergent_part"
    ),
    "exponential": Narration("Exponential of a sum", "a product is the exponential of a sum", "products.exponential"),
    "factors": Narration("Product split", "a product is split into known ones", "products.factors"),
    "grouping": Narration("Terms in groups", "the terms are taken in groups", "ranges.grouping"),
    "induction": Narration("Induction", "a recurrence and first values give all values", "recurrence.induction"),
    "inner-sums": Narration("Inner sums", "the inner sums of a double sum are too large", "divergence.inner_sums"),
    "instance": Narration("An instance", "a parameter gets a value", "power_series.instance"),
    "interchange": Narration(
        "Interchange", "the order of two summations is changed", "composition.interchange", (sources.DOUBLE_SERIES,)
    ),
    "lemma": Narration("Lemma", "published theorems give values", "lemmas.lemma"),
    "linear": Narration("Computation", "two expressions are computed and compared", "composition.linear"),
    "logarithm": Narration("The logarithm of a product", "a sum is the logarithm of a product", "products.logarithm"),
    "logarithms": Narration("Logarithms", "a combination of logarithms is shown to be 0", "evaluation.logarithms"),
    "mean-value": Narration(
        "A mean that is not 0", "the oscillating parts of the terms are summed apart", "divergence.mean_value",
        (sources.INFINITE_SERIES,),
    ),
    "merge": Narration("Sums taken together", "sums are added term by term", "composition.merge"),
    "modulus": Narration("A modulus", "a modulus is compared with a square", "divergence.modulus"),
    "moving-angles": Narration(
        "Terms that do not tend to 0", "the terms of a sum do not tend to 0", "divergence.moving_angles"
    ),
    "nested-telescoping": Narration(
        "Telescoping over levels", "a combination of terms that hold sums telescopes, by the recurrences of those",
        "recurrence.nested_telescoping", (sources.A_IS_B,),
    ),
    "point": Narration("A point", "values of the parameters are found", "evaluation.point"),
    "polynomial": Narration("Polynomials", "polynomials that often agree are the same", "recurrence.polynomial"),
    "power-series": Narration(
        "A power series", "a power series and its value solve one differential equation", "power_series.power_series",
        (sources.CLOSURE,),
    ),
    "product": Narration("Telescoping product", "a product telescopes", "products.product"),
    "product-finite": Narration(
        "Finite telescoping product", "a finite product telescopes", "products.product_finite"
    ),
    "rearrangement": Narration(
        "Rearrangement", "double series are summed in another order", "composition.rearrangement",
        (sources.DOUBLE_SERIES,),
    ),
    "reflexive": Narration("A value that exists", "what converges has a value", "convergence.reflexive"),
    "regrouping": Narration(
        "Factors in blocks", "products are compared block by block", "products.regrouping", (sources.INFINITE_SERIES,)
    ),
    "reindex": Narration("Change of index", "the index is changed", "composition.reindex"),
    "relations": Narration(
        "Relations", "nested sums are related by their two products", "multiple_zeta.relations",
        (sources.HARMONIC_SUMS, sources.RELATIONS),
    ),
    "residues": Narration("Residue classes", "the index is taken by residue classes", "composition.residues"),
    "rewrite": Narration("Terms rewritten", "the terms are written in another way", "composition.rewrite"),
    "shifted-ranges": Narration("Sums from 0", "finite sums are begun at 0", "ranges.shifted_ranges"),
    "signs": Narration("Three cases", "the signs of a parameter are told apart", "power_series.signs"),
    "split": Narration("Sum split", "the sum is split into known ones", "composition.split"),
    "start": Narration("Change of start", "the sum is begun elsewhere", "composition.start"),
    "support": Narration("Terms that vanish", "series end where their terms vanish", "recurrence.support"),
    "tail": Narration("Tail of a series", "a tail is a series less its first terms", "ranges.tail"),
    "telescope": Narration("Telescoping", "a sum telescopes", "telescoping.telescope"),
    "telescope-finite": Narration("Finite telescoping", "a finite sum telescopes", "telescoping.telescope_finite"),
    "telescope-products": Narration(
        "Telescoping to products", "a sum telescopes, and finite products in it tend to infinite ones",
        "telescoping.telescope_products", (sources.INFINITE_SERIES,),
    ),
    "terminating": Narration(
        "A series that ends", "a hypergeometric series that ends is a finite sum", "power_series.terminating"
    ),
    "termwise": Narration("Zero term by term", "all terms from some point on are 0", "composition.termwise"),
    "wz": Narration("A WZ pair", "a WZ pair turns one sum into another", "pairs.wz", (sources.WZ,)),
}  # fmt: skip
