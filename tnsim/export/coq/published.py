"""The rule `lemma`: proved in the library where it is, else an axiom with its reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tnsim.export.coq.lemmas import Lemma, Script, conclusion_of
from tnsim.export.coq.moving import braced, equal_terms
from tnsim.export.coq.proved import BY, WHOLE, theorem_for
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import INDEX
from tnsim.export.coq.series import Series, general_series
from tnsim.export.coq.terms import Binary, Constant, Fact, Geo, Index, Raised, Single, Term, formula_of
from tnsim.export.coq.theorems import ASSUMED, Statement, general_statement
from tnsim.language.expression import Sum
from tnsim.proof.certificate import Step, read_expression
from tnsim.proof.lemmas.registry import LEMMAS

__all__ = ["instance", "lemma"]

_ONE = Constant(1)


def lemma(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma about a series, proved from the library or by an axiom that is a general statement."""
    name = step.witness.get("lemma")
    if not isinstance(name, str) or name not in LEMMAS:
        raise NotExportable(step.rule, "an unknown lemma")
    mark = script.mark()
    try:
        series, right, value = conclusion_of(script, step)
        for read in _PROVED:
            found = read(series)
            if found is not None:
                known, proof = found
                lines = ["eapply series_value; [|exact " + proof + "].", script.agreement(known, value)]
                return script.prove(number, series, value, lines, [], right)
    except NotExportable:
        script.back_to(mark)
    stated, fact = instance(script, number, step)
    left, right = stated.instance()
    formulas = script.formulas(number)
    series_of_instance, value = general_series(left, formulas), formulas.real(right)
    try:
        reflected, _, _ = conclusion_of(script, step)
    except NotExportable:
        return Lemma(fact, series_of_instance, value, right)
    lines = [
        f"apply series_split with (g := {series_of_instance.function()}) (w := {value}).",
        "reflexivity.",
        *braced(equal_terms([reflected.placed(), series_of_instance.placed()])),
        f"exact {fact}.",
    ]
    return script.prove(number, reflected, value, lines, [], right)


def instance(script: Script, number: int, step: Step) -> tuple[Statement, str]:
    """Return the statement of which a step is an instance, and Coq's proof of the instance."""
    name, given = step.witness.get("lemma"), step.witness.get("parameters")
    if not isinstance(name, str) or name not in LEMMAS or not isinstance(given, Mapping):
        raise NotExportable(step.rule, "an unknown lemma")
    parameters = {p: read_expression(text) for p, text in given.items()}
    stated = general_statement(name, parameters, step.conclusion.assumptions)
    formulas = script.formulas(number)
    own = stated.arguments if stated.general and name in ASSUMED else {}
    theorem = theorem_for(name, parameters, frozenset(p for p, e in own.items() if parameters[p] != e))
    if theorem is not None and (stated.general or theorem.always):
        script.modules |= dict.fromkeys(theorem.module.split())
        texts = {p: (formulas.whole if p in WHOLE else formulas.argument)(e) for p, e in {**parameters, **own}.items()}
        return stated, theorem.applied(texts)
    sides = stated.left, stated.right
    if isinstance(stated.left, Sum):
        statement = general_series(stated.left, stated.formulas).states(stated.formulas.real(stated.right))
    else:
        statement = " = ".join(map(stated.formulas.real, sides))
    binders, applied = script.quantified(stated.formulas, "")
    axiom = script.published(name, f"forall{binders}, {statement}" if binders else statement)
    general = stated.formulas.assumptions
    arguments = [
        formulas.whole(stated.arguments[s]) if general.is_integer(s) else formulas.argument(stated.arguments[s])
        for s in sorted(general.symbols)
    ]
    proofs = [BY] * len(stated.formulas.assumptions.inequalities)
    return stated, f"({' '.join([axiom, *arguments, *proofs])})" if applied else axiom


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
