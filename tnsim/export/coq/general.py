"""The rules of combination for terms with parameters or functions: each identity of terms by Coq's `field`.

A lemma keeps the value that its premises give, whatever form the certificate has for it; the theorem itself
compares values.
"""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.errors import TnsimError
from tnsim.export.coq.asymptotics import BY_ORDERS, ORDERS
from tnsim.export.coq.convergence import named_series
from tnsim.export.coq.equations import relations_of
from tnsim.export.coq.lemmas import Lemma, Script, Translation
from tnsim.export.coq.limits import limit_of, tidied
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.real_forms import holds_i, real_form
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rotations import real_rotations
from tnsim.export.coq.series import GeneralSeries, stated_series
from tnsim.language.expression import ZERO, Add, Expression, Multiply, Sum, Symbol, contains_sum, substitute
from tnsim.language.expression import number as literal
from tnsim.proof.certificate import Step, read_expression

__all__ = ["combination", "either", "linear", "reindex", "split", "start", "telescope", "termwise"]


def either(*translations: Translation) -> Translation:
    """Return the first translation that can be written."""

    def translate(script: Script, number: int, step: Step) -> Lemma:
        for translation in translations[:-1]:
            mark = script.mark()
            try:
                return translation(script, number, step)
            except NotExportable:
                script.back_to(mark)
        return translations[-1](script, number, step)

    return translate


def _real(step: Step) -> Expression:
    """Return the left side of the conclusion without the imaginary unit."""
    found = real_form(step.conclusion.left, step.conclusion.assumptions)
    if found is None:
        raise NotExportable(step.rule, "complex terms")
    return found


def split(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the combination of the premises' sums."""
    texts = step.witness.get("coefficients")
    if not isinstance(texts, tuple) or len(texts) != len(step.premises):
        raise NotExportable(step.rule, "no coefficients")
    try:
        coefficients = [read_expression(text) for text in texts]
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    return combination(script, number, step, coefficients, [_real_part(script, p) for p in step.premises])


def combination(
    script: Script, number: int, step: Step, coefficients: Sequence[Expression], parts: Sequence[Lemma]
) -> Lemma:
    """Return the lemma that the sum is the combination of other sums."""
    formulas = script.formulas(number)
    series = stated_series(_real(step), formulas)
    if any(part.series.start != series.start for part in parts):
        raise NotExportable(step.rule, "premises with other starts")
    value, term, proof, expressions = "0", "0", "series_none", []
    for c, part in reversed(list(zip(coefficients, parts, strict=True))):
        text = formulas.real(c)
        value = f"{text} * ({part.value}) + {value}"
        term = f"{text} * ({part.series.function()} {PLACE}) + ({term})"
        proof = f"series_more {text} _ _ _ _ {part.name} ({proof})"
        value = f"({value})"
        proof = f"({proof})"
        expressions.append(c * part.expression)
    lines = [
        f"apply series_split with (g := fun {PLACE} => {term}) (w := {value}).",
        "reflexivity.",
        *braced(equal_terms([series.placed(), *(part.series.placed() for part in parts)])),
        f"exact {proof}.",
    ]
    total = _sum(list(reversed(expressions)))
    return script.prove(number, series, value, lines, [], total)


def _real_part(script: Script, number: int) -> Lemma:
    """Return the lemma of a step, or of the real parts of complex terms, whose sum gets a name.

    Coefficients that are not real are refused where they are written, so real parts are all that counts.
    """
    left = script.certificate.steps[number].conclusion.left
    if number in script.done or not isinstance(left, Sum) or real_form(left, script.formulas(number).assumptions):
        return script.lemma(number)
    term = real_rotations(left.term, left.index.name)
    if term is None:
        raise NotExportable(script.certificate.steps[number].rule, "complex terms")
    script.done[number] = named_series(script, number, Sum(term, left.index, left.lower, left.upper))
    return script.done[number]


def _sum(expressions: list[Expression]) -> Expression:
    kept = [e for e in expressions if not (isinstance(e, Multiply) and e.factors[-1] == ZERO)]
    return Add(tuple(kept)) if len(kept) > 1 else kept[0] if kept else ZERO


def reindex(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has the premise's value, with the same terms at other places."""
    series = stated_series(_real(step), script.formulas(number))
    part = script.lemma(step.premises[0])
    lines = [
        f"apply series_split with (g := {part.series.function()}) (w := {part.value}).",
        "reflexivity.",
        *braced(equal_terms([series.placed(), part.series.placed()])),
        f"exact {part.name}.",
    ]
    return script.prove(number, series, part.value, lines, [], part.expression)


def start(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has some terms more or fewer than the premise's."""
    series = stated_series(_real(step), script.formulas(number))
    part = script.lemma(step.premises[0])
    more = part.series.start - series.start
    placed, other = series.placed(), part.series.placed()
    first = [
        script.formulas(number).real(substitute(placed.term, {placed.index: literal(n)}))
        for n in range(min(series.start, part.series.start), max(series.start, part.series.start))
    ]
    total = " + ".join(first) or "0"
    value = f"(({part.value}) + ({total}))" if more >= 0 else f"(({part.value}) - ({total}))"
    theorem = "series_earlier" if more >= 0 else "series_later"
    lines = [
        f"apply ({theorem} {series.function()} {part.series.function()} {abs(more)} _ ({part.value})).",
        "{ first_terms. cbv beta zeta. first_terms. terms_agree. }",
        *braced(equal_terms([_at_once(placed, max(more, 0)), _at_once(other, max(-more, 0))])),
        f"exact {part.name}.",
    ]
    terms = [substitute(placed.term, {placed.index: literal(series.start + i)}) for i in range(max(more, 0))]
    dropped = [substitute(other.term, {other.index: literal(other.start + i)}) for i in range(max(-more, 0))]
    expression = Add((part.expression, *terms, *(-t for t in dropped)))
    return script.prove(number, series, value, lines, [], expression)


def _at_once(terms: Placed, more: int) -> Placed:
    if not more:
        return terms
    place = _after(terms.start, f"({more} + {PLACE})")
    return Placed(terms.term, terms.index, terms.start + more, terms.formulas, place)


def termwise(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is 0, since all its terms are."""
    series = stated_series(_real(step), script.formulas(number))
    begin = step.witness.get("from")
    if begin != series.start or step.conclusion.right != ZERO:
        raise NotExportable(step.rule, "first terms with parameters that are not 0")
    lines = ["apply series_zero.", *braced(equal_terms([series.placed()]))]
    return script.prove(number, series, "0", lines, [], ZERO)


def telescope(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the limit of the antidifference less its first value."""
    text, begin = step.witness.get("antidifference"), step.witness.get("from")
    if text == "0":
        return termwise(script, number, step)
    formulas = script.formulas(number)
    series = stated_series(_real(step), formulas)
    if not isinstance(text, str) or not isinstance(begin, int) or begin < series.start:
        raise NotExportable(step.rule, "no antidifference from the start on")
    try:
        candidate = tidied(read_expression(text))
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    assert isinstance(step.conclusion.left, Sum)
    index = step.conclusion.left.index.name
    real = real_rotations(candidate, index) if holds_i(candidate) else candidate
    if real is None:
        real = real_form(candidate, formulas.assumptions, {index: begin})
    if real is None:
        raise NotExportable(step.rule, "a complex antidifference")
    candidate = real
    terms = series.placed()
    candidate = substitute(candidate, {index: Symbol(terms.index)})
    moved = Placed(candidate, terms.index, begin, formulas)
    limit, proof = limit_of(moved)
    if BY_ORDERS in proof:
        script.modules |= dict.fromkeys(ORDERS)
    function = GeneralSeries(moved).function()
    more = begin - series.start
    first = [substitute(terms.term, {terms.index: literal(n)}) for n in range(series.start, begin)]
    at_begin = substitute(candidate, {terms.index: literal(begin)})
    head = " + ".join(map(formulas.real, first)) or "0"
    value = f"({head} + ({formulas.real(limit)} - ({formulas.real(at_begin)})))"
    lines = [
        f"apply (series_telescopes {series.function()} {function} {more} {value} ({formulas.real(limit)})).",
        "{ first_terms. cbv beta zeta. first_terms. terms_agree. }",
        *braced(equal_terms([
            Placed(terms.term, terms.index, begin, terms.formulas, _after(series.start, f"({more} + {PLACE})")),
            Placed(candidate, terms.index, begin + 1, formulas, _after(begin, f"(S {PLACE})")),
            moved,
        ])),
        *braced(proof),
    ]  # fmt: skip
    return script.prove(number, series, value, lines, [], Add((*first, limit, -at_begin)))


def _after(start: int, place: str) -> str:
    return f"({start} + {place})" if start else place


def linear(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma about a sum that follows from its value in a premise and from equations of values.

    Where the step has no value in real numbers, the lemma is that of the premise, and the equations stay known.
    """
    left, right = step.conclusion.left, step.conclusion.right
    values = [p for p in step.premises if script.certificate.steps[p].conclusion.left == left]
    if not isinstance(left, Sum) or len(values) != 1 or right is None or contains_sum(right):
        raise NotExportable(step.rule, "a sum that no premise is about")
    others = [p for p in step.premises if p not in values]
    found = script.lemma(values[0])
    if not others:
        return found
    relations = relations_of(script, step)
    formulas = script.formulas(number)
    expression = real_form(right, step.conclusion.assumptions)
    if relations is None or expression is None:
        return found
    value = formulas.real(expression)
    lines = [f"apply series_value with ({found.value}).",
             *braced(script.closing(formulas, (found.value, value), expression, relations=relations)),
             f"exact {found.name}."]  # fmt: skip
    return script.prove(number, found.series, value, lines, [], expression)
