"""The rule `split` with digamma series at complex places in pairs of conjugates: their real and imaginary parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.general import combination
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.proved import BY
from tnsim.export.coq.real_forms import Pair, complex_part, parts
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
)
from tnsim.proof.certificate import Step, read_expression

__all__ = ["split"]

_N, _TWO = Symbol("n"), Integer(2)


@dataclass(frozen=True, slots=True)
class _Place:
    """The series of 1/(n + a) - 1/(n + b) with the coefficient c, all complex but b."""

    c: Pair
    a: Pair
    b: Expression


def split(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the combination of the premises' sums, the complex ones taken in pairs."""
    texts = step.witness.get("coefficients")
    if not isinstance(texts, tuple) or len(texts) != len(step.premises):
        raise NotExportable(step.rule, "no coefficients")
    formulas = script.formulas(number)
    coefficients: list[Expression] = []
    lemmas: list[Lemma] = []
    waiting: list[_Place] = []
    try:
        for text, premise in zip(texts, step.premises, strict=True):
            place = _place(script.certificate.steps[premise], parts(read_expression(text)))
            if place is None:
                coefficients.append(read_expression(text))
                lemmas.append(script.lemma(premise))
            elif (other := next((w for w in waiting if _are_conjugates(w, place, formulas)), None)) is None:
                waiting.append(place)
            else:
                waiting.remove(other)
                for coefficient, lemma in _real_series(place if formulas.positive(place.a[1]) else other, formulas):
                    coefficients.append(coefficient)
                    lemmas.append(lemma)
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    if waiting:
        raise NotExportable(step.rule, "complex terms without their conjugates")
    script.modules["ComplexDigamma"] = None
    return combination(script, number, step, coefficients, lemmas)


def _place(step: Step, c: Pair | None) -> _Place | None:
    given = step.witness.get("parameters")
    if (
        step.rule != "lemma"
        or step.witness.get("lemma") != "digamma series"
        or not isinstance(given, dict)
        or c is None
    ):
        return None
    a, b = parts(read_expression(given["a"])), read_expression(given["b"])
    return None if a is None or a[1] == ZERO else _Place(c, a, b)


def _are_conjugates(one: _Place, other: _Place, formulas: Formulas) -> bool:
    """Tell whether c and a of one are the conjugates of those of the other; Coq proves what this rests on."""
    same = ((one.c[0], other.c[0]), (one.a[0], other.a[0]), (one.b, other.b))
    opposite = ((one.c[1], other.c[1]), (one.a[1], other.a[1]))
    differences = [Add((x, Negate(y))) for x, y in same] + [Add(pair) for pair in opposite]
    return all(formulas.nonnegative(d) and formulas.nonnegative(Negate(d)) for d in differences)


def _real_series(place: _Place, formulas: Formulas) -> Iterator[tuple[Expression, Lemma]]:
    """Yield the series of the real and the imaginary part of the pair at p + i*q and p - i*q, with q > 0."""
    (p, q), (u, v), b = place.a, place.c, place.b
    if not formulas.nonnegative(p) or not formulas.positive(q) or not formulas.positive(b):
        raise NotExportable(formulas.rule, "a digamma series at a complex place left of 0")
    at_0 = fraction_of(p) == 0
    shifted = _N if at_0 else Add((_N, p))
    size = Add((Power(shifted, _TWO), Power(q, _TWO)))
    difference = Add((Divide(shifted, size), Negate(Divide(Integer(1), Add((_N, b))))))
    where = f"_0 {formulas.real(q)} {BY}" if at_0 else f" {formulas.real(p)} {formulas.real(q)} {BY} {BY}"
    real, imaginary = (complex_part(name, "digamma", (p, q)) for name in ("re", "im"))
    for factor, term, value, theorem in (
        (
            u,
            difference,
            Add((Apply("digamma", (b,)), Negate(real))),
            f"re_digamma_series{where} {formulas.real(b)} {BY}",
        ),
        (v, Divide(q, size), imaginary, f"im_digamma_series{where}"),
    ):
        if fraction_of(factor) != 0:
            series = general_series(Sum(term, _N, ZERO, INFINITY), formulas)
            yield Multiply((_TWO, factor)), Lemma(f"({theorem})", series, formulas.real(value), value)
