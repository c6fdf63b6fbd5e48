"""The rule `relations`: the value of a series of harmonic numbers by relations between multiple zeta values.

The library proves the relations; Coq evaluates one boolean that says that the sum less the value is their combination.
"""

from __future__ import annotations

from flint import fmpq

from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import stated_series
from tnsim.export.coq.zeta_terms import constant_text, place_of, term_text
from tnsim.language.expression import Sum
from tnsim.proof.certificate import Step
from tnsim.proof.multiple_zeta.colours import MINUS_ONE
from tnsim.proof.multiple_zeta.relations import read_index
from tnsim.proof.multiple_zeta.words import Index
from tnsim.proof.rules.relations import read_multiplier

__all__ = ["relations"]


def relations(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has the value of the conclusion; raises NotExportable."""
    left, right = step.conclusion.left, step.conclusion.right
    if not isinstance(left, Sum) or right is None or step.conclusion.kind != "equal":
        raise NotExportable(step.rule, "a conclusion that is not the value of one sum")
    series = stated_series(left, script.formulas(number))
    q, r = place_of(left.term, left.index.name)
    names, multipliers = step.witness.get("relations", ()), step.witness.get("multipliers", ())
    if not isinstance(names, tuple) or not isinstance(multipliers, tuple) or len(names) != len(multipliers):
        raise NotExportable(step.rule, "no relations")
    rows = [f"({_rational(m)}, {_relation(name)})" for name, m in zip(names, multipliers, strict=True)]
    module = f"Step_{number}"
    definitions = [
        f"Module {module}.",
        "  Import QArith ZetaRelations ZetaConstants ZetaTerms.",
        f"  Definition term : term := {term_text(left.term, left.index.name)}.",
        f"  Definition value : const := {constant_text(right)}.",
        "  Definition relations : list (Q * relation) := [",
        ";\n".join(f"    {row}" for row in rows) + "].",
        f"  Lemma holds : ZetaSeries.series_test {series.start} {q} {r} term value relations = true.",
        "  Proof. vm_cast_no_check (@eq_refl bool true). Qed.",
        f"End {module}.",
    ]
    script.modules["ZetaSeries"] = None
    proof = [f"exact (ZetaSeries.zeta_series_is {series.start} {q} {r} _ _ _ {module}.holds)."]
    return script.prove(number, series, script.formulas(number).real(right), proof, definitions, right)


def _relation(name: str) -> str:
    """Return a relation by its name in a certificate as the library's `relation`."""
    kind, _, rest = name.partition(" ")
    indices = [read_index(text) for text in rest.split(" | ")]
    match kind, indices:
        case "hoffman", [v]:
            return f"Double [(1, false)]%nat {_index(v)}"
        case "stuffle", [u, v]:
            return f"Double {_index(u)} {_index(v)}"
        case "reflection" | "duality", [v]:
            return f"{kind.capitalize()} {_index(v)}"
        case "doubling", [v, *others] if all(f == 0 for _, f in v):
            text = f"Even [{'; '.join(str(s) for s, _ in v)}]%nat"
            for u in others:
                text = f"Times ({text}) {_index(u)}"
            return text
    raise NotExportable("relations", f"the relation {name}")


def _index(index: Index) -> str:
    if any(f not in (0, MINUS_ONE) for _, f in index):
        raise NotExportable("relations", "roots of unity other than 1 and -1")
    return "[" + "; ".join(f"({s}, {'true' if f else 'false'})" for s, f in index) + "]%nat"


def _rational(text: object) -> str:
    radicand, value = read_multiplier(text) if isinstance(text, str) else (0, fmpq(0))
    if radicand != 1:
        raise NotExportable("relations", "a multiplier that is not rational")
    return f"({value.p} # {value.q})%Q"
