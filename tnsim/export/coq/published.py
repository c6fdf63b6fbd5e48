"""The rule `lemma`: proved in the library where it is, else an axiom with its reference."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tnsim.export.coq.lemmas import Lemma, Script, conclusion_of
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import INDEX
from tnsim.export.coq.series import Series
from tnsim.export.coq.terms import Binary, Constant, Fact, Geo, Index, Raised, Single, Term, formula_of
from tnsim.proof.certificate import Step
from tnsim.proof.lemmas.registry import LEMMAS

__all__ = ["lemma"]

_ONE = Constant(1)


def lemma(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma about a series, proved from the library or stated as an axiom."""
    name = step.witness.get("lemma")
    if not isinstance(name, str) or name not in LEMMAS:
        raise NotExportable(step.rule, "an unknown lemma")
    try:
        series, _, value = conclusion_of(step)
    except NotExportable as error:
        raise NotExportable(f"lemma: {name}", error.reason) from None
    for read in _PROVED:
        found = read(series)
        if found is not None:
            known, proof = found
            lines = ["eapply series_value; [|exact " + proof + "].", script.agreement(known, value)]
            return script.prove(number, series, value, lines, [])
    axiom = script.axiom(f"published_{number}", series.states(value), f"{name}: {LEMMAS[name].reference}")
    return Lemma(axiom, series, value)


def _rational(term: Term) -> Fraction | None:
    match term:
        case Constant(value):
            return Fraction(value)
        case Binary("/", Constant(p), Constant(q)) if q:
            return Fraction(p, q)
    return None


def _shifted(term: Term) -> str | None:
    """Return the text of a where the term is `n + a` with a rational a > 0."""
    match term:
        case Binary("+", Index(), constant):
            value = _rational(constant)
            if value is not None and value > 0:
                return formula_of(constant, "")
    return None


def _hurwitz(series: Series) -> tuple[str, str] | None:
    match series:
        case Series(Binary("/", Constant(1), Raised(base, order)), 0, _) if order >= 2:
            a = _shifted(base)
            if a is not None:
                return f"(hurwitz {order} {a})", f"(hurwitz_series {order} {a} ltac:(lia) ltac:(lra))"
    return None


def _zeta(series: Series) -> tuple[str, str] | None:
    match series:
        case Series(Binary("/", Constant(1), Raised(Index(), order)), 1, _) if order >= 2:
            return f"(hurwitz {order} 1)", f"(zeta_series {order} ltac:(lia))"
    return None


def _digamma(series: Series) -> tuple[str, str] | None:
    match series:
        case Series(Binary("-", Binary("/", Constant(1), left), Binary("/", Constant(1), right)), 0, _):
            a, b = _shifted(left), _shifted(right)
            if a is not None and b is not None:
                return f"((digamma {b}) - (digamma {a}))", f"(digamma_series {a} {b} ltac:(lra) ltac:(lra))"
    return None


def _exponential(series: Series) -> tuple[str, str] | None:
    match series:
        case Series(Binary("/", Single(Geo(base, exponent)), Single(Fact(argument))), 0, _) if (
            exponent == argument == INDEX
        ):
            text = formula_of(Constant(base.numerator) if base.denominator == 1 else
                              Binary("/", Constant(base.numerator), Constant(base.denominator)), "")  # fmt: skip
            return f"(exp {text})", f"(exp_series {text})"
    return None


def _leibniz(series: Series) -> tuple[str, str] | None:
    odd = Binary("+", Binary("*", Constant(2), Index()), _ONE)
    if series.start == 0 and series.term == Binary("/", Single(Geo(Fraction(-1), INDEX)), odd):
        return "(PI / 4)", "leibniz_series"
    return None


_PROVED: tuple[Callable[[Series], tuple[str, str] | None], ...] = (_hurwitz, _zeta, _digamma, _exponential, _leibniz)
