"""The checker: verifies a certificate against the claim that its caller gives; searches for nothing.

It reads each step once, in order. A step is accepted if its rule accepts the conclusion, the premises (which
are conclusions of earlier, accepted steps) and the witness. The last conclusion is compared with the claim.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal, TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.expression import ZERO, Expression, Symbol, free_symbols, walk
from tnsim.language.tokens import is_symbol_name
from tnsim.proof.certificate import Certificate, Statement, Step, Witness
from tnsim.proof.scope import Rejected, checking, outer_sums, sharing_facts
from tnsim.sets.claim import Claim

__all__ = ["RULES", "CheckReport", "check", "forget", "rule", "verify"]

Rule: TypeAlias = Callable[[Statement, tuple[Statement, ...], Witness], None]
Established: TypeAlias = Literal["proved", "refuted", "divergent"]

RULES: Mapping[str, str] = {
    "abel": "instances.abel",
    "asymptotics": "asymptotics.asymptotics",
    "ball": "evaluation.nonzero",
    "bilateral": "bilateral.bilateral",
    "brackets": "brackets.brackets",
    "cases": "composition.cases",
    "classes": "recurrence.classes",
    "closure": "closure.closure",
    "coefficients": "coefficients.coefficients",
    "convergence": "convergence.converges",
    "creative-telescoping": "recurrence.creative_telescoping",
    "diagonals": "diagonals.diagonals",
    "divergence": "convergence.diverges",
    "divergent-part": "divergent_part.divergent_part",
    "exponential": "products.exponential",
    "factors": "products.factors",
    "grouping": "grouping.grouping",
    "induction": "recurrence.induction",
    "inner-sums": "inner_sums.inner_sums",
    "instance": "instances.instance",
    "interchange": "interchange.interchange",
    "lemma": "lemma.lemma",
    "linear": "composition.linear",
    "logarithm": "products.logarithm",
    "logarithms": "logarithms.logarithms",
    "mean-value": "mean_value.mean_value",
    "merge": "composition.merge",
    "modulus": "modulus.modulus",
    "moving-angles": "moving_angles.moving_angles",
    "nested-telescoping": "nested_telescoping.nested_telescoping",
    "point": "evaluation.at_point",
    "polynomial": "polynomial.polynomial",
    "power-series": "power_series.power_series",
    "product": "products.product",
    "product-finite": "products.product_finite",
    "rearrangement": "rearrangement.rearrangement",
    "reflexive": "convergence.reflexive",
    "regrouping": "regrouping.regrouping",
    "reindex": "composition.reindex",
    "relations": "relations.relations",
    "residues": "composition.residues",
    "rewrite": "composition.rewrite",
    "shifted-ranges": "shifted_ranges.shifted_ranges",
    "signs": "signs.signs",
    "split": "composition.split",
    "start": "composition.start",
    "support": "support.support",
    "tail": "tail.tail",
    "telescope": "telescope.telescope",
    "telescope-finite": "telescope.telescope_finite",
    "telescope-products": "telescoping_products.telescope_products",
    "terminating": "terminating.terminating",
    "termwise": "composition.termwise",
    "wz": "wz.wz",
}
"""The module and the function of each rule, which is imported when a certificate uses it."""


@cache
def rule(name: str) -> Rule:
    """Return the function that accepts or rejects the steps of a rule.

    >>> rule("telescope").__name__
    'telescope'
    """
    module, function = RULES[name].split(".")
    found: Rule = getattr(import_module(f"tnsim.proof.rules.{module}"), function)
    return found


_MOST_ACCEPTED = 4096
_accepted: dict[tuple[str, Statement, tuple[Statement, ...], bytes], float] = {}
"""The steps that their rules accepted in this process, with the seconds that this took; witnesses by their SHA-256."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checker found; `verdict` says what the accepted certificate establishes of the claim.

    `seconds` is what its rules took, and so are those of steps that the search had verified in the same process.
    """

    accepted: bool
    verdict: Established | None
    claim_digest: str
    certificate_digest: str
    failed_step: int | None
    reason: str
    rules: tuple[str, ...]
    lemmas: tuple[str, ...]
    seconds: float


def check(claim: Claim, certificate: Certificate) -> CheckReport:
    """Return a report that accepts the certificate as a proof about the claim, or says which step failed and why.

    Raises nothing for a wrong certificate: a rejection is a value.

    >>> from tnsim.language.expression import number
    >>> from tnsim.proof.certificate import Statement
    >>> claim, other = Claim.parse("1/2 + 1/3 = 5/6"), Claim.parse("1/2 + 1/3 = 1")
    >>> proof = Certificate(claim, (Step("linear", Statement("equal", claim.expression, number(0)), (), {}),))
    >>> check(claim, proof).accepted, check(other, proof).accepted
    (True, False)
    """
    began, repeated = time.perf_counter(), 0.0
    verdict: Established | None = None
    position: int | None = None
    reason = "every step follows"
    try:
        if not certificate.steps:
            raise Rejected("a certificate without steps")
        with sharing_facts():
            for position, step in enumerate(certificate.steps):
                if step.rule not in RULES:
                    raise Rejected(f"there is no rule {step.rule!r}")
                if any(not 0 <= p < position for p in step.premises):
                    raise Rejected("a premise is not an earlier step")
                _require_declared(step.conclusion)
                repeated += verify(step, tuple(certificate.steps[p].conclusion for p in step.premises))
        verdict = _established(claim, certificate.conclusion)
    except Rejected as rejection:
        reason = str(rejection)
    except (TnsimError, ArithmeticError, LookupError, RecursionError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
    accepted = verdict is not None
    return CheckReport(
        accepted,
        verdict,
        _digest(claim),
        _digest(certificate),
        None if accepted else position,
        reason,
        tuple(sorted({step.rule for step in certificate.steps})),
        tuple(sorted({str(step.witness.get("lemma")) for step in certificate.steps if step.rule == "lemma"})),
        time.perf_counter() - began + repeated,
    )


def verify(step: Step, premises: tuple[Statement, ...]) -> float:
    """Return the seconds that a verification of the same step took before, 0 if its rule accepts it now.

    A rule is a function of the conclusion, the premises and the witness alone, so what it accepted once it
    accepts again; the search has its candidates verified here, and the check need not repeat that.
    Raises Rejected, and the errors of the arithmetic, as the rule does; nothing is remembered of those.
    """
    digest = hashlib.sha256(repr(sorted(step.witness.items())).encode()).digest()
    key = (step.rule, step.conclusion, premises, digest)
    before = _accepted.get(key)
    if before is not None:
        return before
    began = time.perf_counter()
    with checking():
        rule(step.rule)(step.conclusion, premises, step.witness)
    if len(_accepted) >= _MOST_ACCEPTED:
        _accepted.clear()
    _accepted[key] = time.perf_counter() - began
    return 0.0


def forget() -> None:
    """Forget the steps that were accepted: whoever measures a verification has it done again."""
    _accepted.clear()


def _digest(subject: Claim | Certificate) -> str:
    """Return the digest, empty for an object nested too deeply to be written (no file can hold one)."""
    try:
        return subject.digest
    except RecursionError:
        return ""


def _require_declared(statement: Statement) -> None:
    """Reject a statement about a symbol of which nothing is assumed: an index could be taken for it.

    So could one that inequalities name and nothing declares. The ring has names of its own, such as #0, which no
    formula holds that was read: they are rejected too.
    """
    facts = statement.assumptions
    sides = [statement.left] if statement.right is None else [statement.left, statement.right]
    sides += [side for fact in facts.inequalities for side in (fact.left, fact.right)]
    names = facts.symbols.union(node.name for side in sides for node in walk(side) if isinstance(node, Symbol))
    if (wrong := next((name for name in sorted(names) if not is_symbol_name(name)), None)) is not None:
        raise Rejected(f"{wrong!r} is not the name of a symbol")
    symbols = frozenset().union(*map(free_symbols, sides))
    if not symbols <= facts.symbols:
        raise Rejected(f"nothing is assumed of {min(symbols - facts.symbols)}")


def _established(claim: Claim, conclusion: Statement) -> Established:
    """Return what the last conclusion says about the claim; raises Rejected if it says nothing."""
    if conclusion.assumptions != claim.assumptions:
        raise Rejected("the last conclusion holds under other assumptions than the claim")
    if conclusion.kind == "equal" and conclusion.left == claim.expression and conclusion.right == ZERO:
        return "proved"
    if conclusion.kind == "nonzero" and conclusion.left == claim.expression:
        return "refuted"
    if conclusion.kind == "diverges" and conclusion.left in set[Expression](outer_sums(claim.expression)):
        return "divergent"
    raise Rejected("the last conclusion is not about the claim")
