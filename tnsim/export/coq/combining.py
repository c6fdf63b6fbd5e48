"""The rules `split`, `reindex` and `start`: sums whose terms are combinations or shifts of terms with known sums."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.export.coq.lemmas import COMPUTED, Lemma, Script, atoms_behind, conclusion_of
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import rules_tree
from tnsim.export.coq.term_forms import following
from tnsim.export.coq.terms import Atom, Term, fraction_of, whole_text
from tnsim.proof.certificate import Step, read_expression

__all__ = ["atoms_at", "reindex", "split", "start"]


def split(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the combination of the premises' sums."""
    series, right, value = conclusion_of(script, step)
    texts = step.witness.get("coefficients")
    if not isinstance(texts, tuple) or len(texts) != len(step.premises):
        raise NotExportable(step.rule, "no coefficients")
    try:
        coefficients = [fraction_of(read_expression(text)) for text in texts]
    except TnsimError as error:
        raise NotExportable(step.rule, str(error)) from None
    parts = [script.reflected(p) for p in step.premises]
    if any(part.series.start != series.start for part in parts):
        raise NotExportable(step.rule, "premises with other starts")
    items, values, known = [], [], []
    for coefficient, part in zip(coefficients, parts, strict=True):
        if coefficient is None:
            raise NotExportable(step.rule, "a coefficient that is not rational")
        items.append(f"({whole_text(coefficient.numerator)}, {coefficient.denominator}%Z, {part.series.tree()})")
        values.append(f"({part.value})")
        known.append(part.name)
    atoms = atoms_at(series.term, *(part.series.term for part in parts))
    definitions = [
        f"Definition term_{number} : term := {series.tree()}.",
        f"Definition parts_{number} : list (Z * Z * term) := [{'; '.join(items)}]%Z.",
        f"Definition rules_{number} : list rule := {rules_tree(atoms, step.rule)}.",
    ]
    proof = [
        f"apply series_value with (combined parts_{number} [{'; '.join(values)}]).",
        "{ cbn [combined parts_" + str(number) + "]. " + script.agreement(value, *(p.value for p in parts)) + " }",
        f"refine (combination_ok {series.start} rules_{number} term_{number} parts_{number} _ {COMPUTED} _).",
        *(f"apply Forall2_cons; [exact {name}|]." for name in known),
        "apply Forall2_nil.",
    ]
    return script.prove(number, series, value, proof, definitions, right)


def reindex(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has the premise's value, with the same terms at other places."""
    series, right, value = conclusion_of(script, step)
    part = script.reflected(step.premises[0])
    distance = series.start - part.series.start
    theorem, low = ("up_ok", part.series.start) if distance >= 0 else ("down_ok", series.start)
    shift = abs(distance)
    atoms = atoms_at(series.term, part.series.term, shift=shift)
    definitions = [
        f"Definition term_{number} : term := {series.tree()}.",
        f"Definition part_{number} : term := {part.series.tree()}.",
        f"Definition rules_{number} : list rule := {rules_tree(atoms, step.rule)}.",
    ]
    a, b = f"term_{number}", f"part_{number}"
    proof = [
        f"apply series_value with ({part.value}).",
        "{ " + script.agreement(value, part.value) + " }",
        f"exact ({theorem} {low} {shift} rules_{number} {a} {b} _ {COMPUTED} {part.name}).",
    ]
    return script.prove(number, series, value, proof, definitions, right)


def start(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has some terms more than the premise's; raises NotExportable for fewer."""
    series, right, value = conclusion_of(script, step)
    part = script.reflected(step.premises[0])
    more = part.series.start - series.start
    if more < 0 or part.series.term != series.term:
        raise NotExportable(step.rule, "fewer terms, or another form of them")
    definitions = [f"Definition term_{number} : term := {series.tree()}."]
    proof = [
        f"eapply series_value; [|refine (prefix_ok {series.start} {more} term_{number} _ _ _ eq_refl {part.name})].",
        script.agreement(value, part.value),
    ]
    return script.prove(number, series, value, proof, definitions, right)


def atoms_at(*terms: Term, shift: int = 0) -> list[Atom]:
    """Return the atoms of the terms at n, ..., n + shift + 1."""
    atoms = atoms_behind(*terms)
    for _ in range(shift):
        terms = tuple(following(term) for term in terms)
        atoms = list(dict.fromkeys([*atoms, *atoms_behind(*terms)]))
    return atoms
