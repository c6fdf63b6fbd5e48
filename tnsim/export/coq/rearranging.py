"""The rule `rearrangement` as the last step: double series cut and put together anew, by library/Families.v."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.lemmas import Script
from tnsim.export.coq.moving import PLACE
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import GeneralSeries, general_series
from tnsim.export.coq.terms import whole_text
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Divide,
    Expression,
    Negate,
    Power,
    Sum,
    Symbol,
    free_symbols,
    number,
    substitute,
    walk,
)
from tnsim.proof.certificate import Step, read_expression
from tnsim.proof.double_series import Family
from tnsim.proof.rules.rearrangement import expanded, linear_in_sums, rearrangement_scope, renamed
from tnsim.proof.rules.recurrence import difference
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["rearranged"]

_WORDS = {"ei": "FirstRow", "ej": "FirstColumn", "d": "Diagonal"}
_PARTS = {"ei": 2, "ej": 2, "d": 3}


def rearranged(script: Script, step: Step) -> Iterator[str]:
    """Yield the theorem that the claim, a combination of sums whose families cancel, is 0."""
    if step.conclusion.right != ZERO or step.premises:
        raise NotExportable(step.rule, "a conclusion that is not the claim")
    try:
        scope, nodes = rearrangement_scope(step.conclusion)
        coefficients, constant = linear_in_sums(scope, difference(step.conclusion), nodes)
        factors = [c.rational() for c in coefficients]
        if any(c is None for c in factors) or not constant.is_zero():
            raise NotExportable(step.rule, "coefficients that are not rational, or a constant")
        base = _base(step)
        families = [list(_families(step, scope, nodes, place, base)) for place in range(len(nodes))]
    except (Rejected, TnsimError) as error:
        if isinstance(error, NotExportable):
            raise
        raise NotExportable(step.rule, str(error)) from None
    number_ = len(script.certificate.steps) - 1
    formulas = script.formulas(number_)
    binders, _ = script.quantified(formulas, "")
    q = formulas.real(base)
    script.modules["Double"] = None
    steps = list(_steps([plan for row in families for _, plan in row]))
    names = [f"Families_{number_}.pieces_{i}" for i in range(len(nodes))]
    scaled = [
        f"scaled {whole_text(c.numerator)} {c.denominator} pieces_{i}" for i, c in enumerate(factors) if c is not None
    ]
    texts = ["; ".join(text for text, _ in row) for row in families]
    lists = [f"Definition pieces_{i} : list family := [{text}]." for i, text in enumerate(texts)]
    script.blocks.append("\n".join([
        "From TnSim Require Families.",
        f"Module Families_{number_}.",
        "Import Families.",
        *lists,
        f"Definition all : list family := {' ++ '.join(scaled)}.",
        f"Definition steps : list (nat * word) := [{'; '.join(steps)}]%nat.",
        f"End Families_{number_}.",
    ]))  # fmt: skip
    series = [general_series(node, formulas) for node in nodes]
    applied = []
    for i, one in enumerate(series):
        value = f"Families.values {q} {names[i]}"
        name, known = f"sum_{number_}_{i}", script.quantified(formulas, f"sum_{number_}_{i}")[1]
        applied.append(known)
        proof = _proof(one, base, names[i], len(families[i]))
        script.blocks.append("\n".join([
            f"Lemma {name}{binders} : {one.states(value)}.", "Proof.", *(f"  {line}" for line in proof), "Qed.",
        ]))  # fmt: skip
    values: dict[Expression, str] = {node: f"s{i}" for i, node in enumerate(nodes, 1)}
    facts = [f"({one.states(f's{i}')})" for i, one in enumerate(series, 1)]
    equation = formulas.with_values(values).real(step.conclusion.left)
    yield f"Theorem claim{binders} : exists {' '.join(values.values())} : R,"
    yield "  " + " /\\ ".join([*facts, f"{equation} = 0."])
    yield "Proof."
    yield "  " + " ".join(f"exists (Families.values {q} {name});" for name in names).rstrip(";") + "."
    yield "  " + " ".join(f"split; [exact {known}|]." for known in applied)
    test = f"Families.all_cancel Families_{number_}.steps Families_{number_}.all"
    yield (
        f"  assert (Z := Families.all_cancel_ok {q} Families_{number_}.steps Families_{number_}.all "
        f"ltac:(apply Rabs_def1; lra) (@eq_refl bool true <: {test} = true))."
    )
    yield f"  unfold Families_{number_}.all in Z. rewrite ?Families.values_app in Z."
    yield "  rewrite ?Families.scaled_ok in Z by (try reflexivity; lia). lra."
    yield "Qed."


def _base(step: Step) -> Symbol:
    """Return the one parameter, of modulus below 1."""
    assumptions = step.conclusion.assumptions
    if len(assumptions.symbols) != 1 or assumptions.integers:
        raise NotExportable(step.rule, "families that are not in powers of one real parameter")
    base = Symbol(next(iter(assumptions.symbols)))
    formulas = Formulas(assumptions, step.rule)
    if not (formulas.positive(Add((ONE, Negate(base)))) and formulas.positive(Add((ONE, base)))):
        raise NotExportable(step.rule, "a parameter that is not proved to lie between -1 and 1")
    return base


def _families(step: Step, scope: Scope, nodes: Sequence[Sum], place: int, base: Symbol) -> Iterator[tuple[str, str]]:
    """Yield the families of a sum, as Coq writes them, with their plans of cuts."""
    columns = [step.witness.get(name) for name in ("sums", "weights", "ratios", "multiplicities", "cuts")]
    rows = [column for column in columns if isinstance(column, tuple)]
    if len(rows) != len(columns) or len({len(row) for row in rows}) != 1:
        raise NotExportable(step.rule, "no pieces")
    _, index, start = renamed(nodes[place], place)
    own = nodes[place].index.name
    for owner, weight, ratio, multiplicity, plan in zip(*rows, strict=True):
        if owner != str(place):
            continue
        if multiplicity not in ("0", "1"):
            raise NotExportable(step.rule, "powers of a geometric series")
        w, n = (scope.lift(substitute(read_expression(t), {own: Symbol(index)}), "a part") for t in (weight, ratio))
        for family in expanded(scope, w, n, int(multiplicity), index, start):
            yield _text(family, base, step.rule), plan


def _text(family: Family, base: Symbol, rule: str) -> str:
    if set(family.weights) != {(0, 0)}:
        raise NotExportable(rule, "weights that are polynomials in the indices")
    c, e0 = _power(family.weights[0, 0], base, rule)
    signs, exponents = [0], [e0]
    for element in (family.r, family.s, family.u, family.v, family.w):
        sign, exponent = _power(element, base, rule)
        if abs(sign) != 1:
            raise NotExportable(rule, "powers of other numbers than -1")
        signs.append(0 if sign == 1 else 1)
        exponents.append(exponent)
    minus, powers = (" ".join(map(str, row)) for row in (signs, exponents))
    return f"Family {whole_text(c.numerator)} {c.denominator} (Exponents {minus}) (Exponents {powers}) {family.axes}"


def _power(element: Element, base: Symbol, rule: str) -> tuple[Fraction, int]:
    """Return (c, e) of c*q^e with e >= 0; raises NotExportable."""
    tower, below = element.tower, Element(element.tower, element.denominator).rational()
    terms = list(element.monomials())
    if below is not None and below and len(terms) == 1:
        ((coefficient, exponents),) = terms
        found = {i: e for i, e in enumerate(exponents) if e}
        if all(tower.generators[i].kind == "symbol" and tower.generators[i].labels[0] == base.name for i in found):
            return coefficient / below, sum(found.values())
    raise NotExportable(rule, "families that are not in powers of one real parameter")


def _steps(plans: Sequence[str]) -> Iterator[str]:
    """Yield the cuts, each at a place of the list of families so far."""
    place = 0
    for plan in plans:
        left = 1
        for word in plan.split():
            if word == ".":
                place, left = place + 1, left - 1
                continue
            name = _WORDS.get(word) or f"{'Rows' if word[0] == 'i' else 'Columns'} {word[1:]}"
            yield f"({place}, {name})"
            left += _PARTS.get(word, 0) or int(word[1:])
            left -= 1
        assert left == 0


def _proof(series: GeneralSeries, base: Symbol, name: str, pieces: int) -> list[str]:
    """Return the tactics that prove that the terms are the sums of their pieces."""
    terms, writer = series.terms, series.terms.writer()
    q = writer.real(base)
    lines = [
        f"assert (Q : Rabs {q} < 1) by (apply Rabs_def1; lra).",
        f"apply (Families.series_of_pieces {q} Q); [reflexivity|].",
        f"intros {PLACE}. cbv beta zeta.",
    ]
    divisors = {
        writer.real(node.denominator): None
        for node in walk(terms.term)
        if isinstance(node, Divide) and terms.index in free_symbols(node.denominator)
    }
    lines += [f"assert (D{i} : {text} <> 0) by Families.power_divisor." for i, text in enumerate(divisors)]
    lines += [
        f"try assert (N{i} := Families.ratio_not_1 {q} Q (nth {i} {name} (nth 0 {name} (Families.Family 0 1 "
        "(Families.Exponents 0 0 0 0 0 0) (Families.Exponents 0 0 0 0 0 0) 0))) "
        f"{PLACE} ltac:(cbn; lia))."
        for i in range(pieces)
    ]
    powers: dict[str, str] = {}
    for node in walk(terms.term):
        moving = isinstance(node, Power) and terms.index in free_symbols(node.exponent)
        if isinstance(node, Power) and moving and writer.natural(node.exponent) != PLACE:
            powers[writer.real(node)] = _by_places(node, terms.index, terms.start, series)
    for i, (old, new) in enumerate(powers.items()):
        lines.append(f"assert (P{i} : {old} = {new}) by Families.exponent {PLACE}.")
    lines += [f"try rewrite P{i} in *; clear P{i}." for i in range(len(powers))]
    lines += [
        f"unfold {name} in *. cbn [nth] in *. Families.unfolded.",
        f"Families.signs_known {PLACE}.",
        "solve [field; Families.known_nonzero | field [Sign Sign']; Families.known_nonzero].",
    ]
    return lines


def _by_places(node: Power, index: str, start: int, series: GeneralSeries) -> str:
    """Return the power as one of base^k and base^tri(k), for an exponent that is quadratic in the index."""
    rule, formulas = series.terms.formulas.rule, series.terms.formulas
    if index in free_symbols(node.base):
        raise NotExportable(rule, "a power of the index")
    values = []
    for j in range(4):
        at = substitute(node.exponent, {index: number(start + j)})
        value = Scope(formulas.assumptions).lift(at, "an exponent").rational()
        if value is None or value.denominator != 1:
            raise NotExportable(rule, "an exponent that is not whole")
        values.append(int(value))
    first, second = values[1] - values[0], values[2] - 2 * values[1] + values[0]
    if values[3] != values[0] + 3 * first + 3 * second or min(values[0], first, second) < 0:
        raise NotExportable(rule, "an exponent that is not quadratic in the index")
    base = formulas.real(node.base)
    return f"({base} ^ {values[0]} * ({base} ^ {PLACE}) ^ {first} * ({base} ^ Families.tri {PLACE}) ^ {second})"
