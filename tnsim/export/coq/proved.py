"""Which lemmas of the checker the library proves: the theorem for a general statement, applied to its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tnsim.language.printing import to_text
from tnsim.proof.lemmas.lemma import Parameters

__all__ = ["BY", "THEOREMS", "WHOLE", "Theorem", "theorem_for"]

BY = "ltac:(bounds)"
"""The proof of a hypothesis."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """A theorem of a module of the library, applied; `by` stands for the proof of a hypothesis.

    It holds where the parameters in `fixed`, in which the statement is not general, are as given there, and those in
    `imaginary`, and no others, are real numbers times the imaginary unit.
    """

    application: str
    module: str = ""
    """Its file, where not every script loads it."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    imaginary: frozenset[str] = frozenset()
    always: bool = False
    """Whether Coq alone proves the hypotheses, since the checker's facts do not prove them of parameters."""

    def holds(self, parameters: Parameters, imaginary: frozenset[str]) -> bool:
        return imaginary == self.imaginary and all(to_text(parameters[p]) == text for p, text in self.fixed.items())

    def applied(self, texts: Mapping[str, str]) -> str:
        return f"({self.application.format(by=BY, **texts)})"


WHOLE = {"k", "s"}
"""The parameters of these theorems that are natural numbers."""

THEOREMS: Mapping[str, tuple[Theorem, ...]] = {
    "arctangent addition": (Theorem("arctangent_addition {u} {v} {by}", always=True),),
    "exponential series": (Theorem("exp_series {x}"),),
    "Hurwitz zeta series": (Theorem("hurwitz_series {s} {a} ltac:(whole_bounds) {by}"),),
    "digamma series": (Theorem("digamma_series {a} {b} {by} {by}"),),
    "zeta series": (Theorem("zeta_series {s} ltac:(whole_bounds)"),),
    "digamma reflection": (Theorem("digamma_reflection {a} {by} {by}", "Reflection"),),
    "gamma reflection": (Theorem("gamma_reflection {x} {by} {by}", "Gamma"),),
    "hyperbolic cotangent series": (Theorem("coth_series {z} {by}", "Cotangent"),),
    "hyperbolic tangent series": (Theorem("tanh_series {z} {by}", "Cotangent"),),
    "polylogarithm series": (Theorem("polylog_series {k} {x} ltac:(whole_bounds) {by} {by}", "Polylogarithm"),),
    "dilogarithm reflection": (Theorem("dilogarithm_reflection {x} {by} {by}", "Polylogarithm"),),
    "multisection of the polylogarithm series": (
        Theorem("odd_logarithm_series {y} {by} {by}", "Polylogarithm", {"p": "1", "q": "2", "s": "1"}),
    ),
    "arctangent series": (Theorem("arctangent_series {x} {by} {by}", "Polylogarithm"),),
    "section of the exponential series": (
        Theorem("even_exponential {w}", "ExponentialSections", {"q": "2", "r": "0"}),
        Theorem("even_exponential_moment {w}", "ExponentialSections", {"q": "2", "r": "1"}),
        Theorem("even_exponential_imaginary {w}", "ExponentialSections", {"q": "2", "r": "0"}, frozenset({"w"})),
    ),
    "binomial series": (Theorem("binomial_series {a} {x} {by} {by}", "BinomialSeries"),),
    "logarithm series": (Theorem("logarithm_series {x} {by} {by}", "BinomialSeries"),),
    "inverse hyperbolic sine as logarithm": (Theorem("arcsinh_is {x}", "BinomialSeries"),),
    "inverse hyperbolic tangent as logarithm": (Theorem("atanh_is {x} {by} {by}", "BinomialSeries"),),
    "arcsine series": (Theorem("arcsine_series {x} {by} {by}", "Arcsine"),),
    "inverse central binomial series over n": (Theorem("inverse_central_over_n {x} {by} {by}", "CentralBinomial"),),
    "inverse central binomial series over n^2": (Theorem("inverse_central_over_n2 {x} {by} {by}", "CentralBinomial"),),
    "alternating inverse central binomial series over n": (
        Theorem("alternating_inverse_central_over_n {x} {by} {by}", "CentralBinomial"),
    ),
    "alternating inverse central binomial series over n^2": (
        Theorem("alternating_inverse_central_over_n2 {x} {by} {by}", "CentralBinomial"),
    ),
}
"""name of the lemma -> the theorems of which its general statement is one."""


def theorem_for(name: str, parameters: Parameters, imaginary: frozenset[str] = frozenset()) -> Theorem | None:
    """Return the theorem of which the lemma's general statement for these parameters is an instance."""
    return next((t for t in THEOREMS.get(name, ()) if t.holds(parameters, imaginary)), None)
