"""The rule `grouping`: a sum from its residue classes, `groups` of library/Blocks.v."""

from __future__ import annotations

from tnsim.export.coq.combining import atoms_at
from tnsim.export.coq.lemmas import COMPUTED, Lemma, Script, conclusion_of
from tnsim.export.coq.normal_forms import normal_form
from tnsim.export.coq.pieces import pieces_of
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.rewriting import rules_tree
from tnsim.export.coq.terms import Atom, Fact, Geo, Linear, atoms_of
from tnsim.proof.certificate import Step

__all__ = ["grouping"]


def grouping(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum is the sum of the premises'; their compensators cancel."""
    series, right, value = conclusion_of(script, step)
    parts = [script.reflected(p) for p in step.premises]
    size = len(parts)
    if any(part.series.start for part in parts):
        raise NotExportable(step.rule, "classes that do not start at 0")
    pieces = pieces_of(normal_form(series.term, step.rule), series.start, step.rule)
    if any(piece.limit for piece in pieces):
        raise NotExportable(step.rule, "terms without the limit 0")
    own = list(atoms_of(series.term))
    scaled = [_scaled(atom, size, series.start + r, step.rule) for atom in own for r in range(size)]
    atoms = [*atoms_at(series.term, *(p.body for p in pieces), *(part.series.term for part in parts)), *scaled]
    items = "; ".join(f"(1, 1, {part.series.tree()})" for part in parts)
    definitions = [
        f"Definition term_{number} : term := {series.tree()}.",
        f"Definition parts_{number} : list (Z * Z * term) := [{items}]%Z.",
        f"Definition pieces_{number} : list (term * way) := [{'; '.join(p.tree() for p in pieces)}].",
        f"Definition rules_{number} : list rule := {rules_tree(atoms, step.rule)}.",
    ]
    values = "; ".join(f"({part.value})" for part in parts)
    data = f"{size} {series.start} rules_{number} term_{number} pieces_{number} parts_{number}"
    proof = [
        f"apply series_value with (combined parts_{number} [{values}]).",
        "{ cbn [combined parts_" + str(number) + "]. " + script.agreement(value, *(p.value for p in parts)) + " }",
        f"refine (groups_ok {data} _ {COMPUTED} _).",
        *(f"apply Forall2_cons; [exact {part.name}|]." for part in parts),
        "apply Forall2_nil.",
    ]
    return script.prove(number, series, value, proof, definitions, right)


def _scaled(atom: Atom, size: int, shift: int, rule: str) -> Atom:
    def at(argument: Linear) -> Linear:
        return Linear(argument.slope * size, argument.slope * shift + argument.plus, argument.minus)

    match atom:
        case Fact(argument):
            return Fact(at(argument))
        case Geo(base, exponent):
            return Geo(base, at(exponent))
    raise NotExportable(rule, "residue classes of a rising factorial")
