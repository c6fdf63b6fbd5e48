"""What the proof assistant makes of a certificate, in one word and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tnsim.export.coq.compilation import check_script
from tnsim.export.coq.document import written
from tnsim.export.coq.refusal import NotExportable
from tnsim.proof.certificate import Certificate

__all__ = ["Outcome", "Report", "verify"]

Outcome: TypeAlias = Literal["kernel-checked", "kernel-checked modulo published theorems", "not exportable", "failed"]


@dataclass(frozen=True, slots=True)
class Report:
    """`references` are the published theorems that the script assumes; `reason` is empty for what was checked."""

    outcome: Outcome
    references: tuple[str, ...] = ()
    reason: str = ""

    def lines(self) -> list[str]:
        """Return the report for people, a line each."""
        said = f"{self.outcome}: {self.reason}" if self.reason else self.outcome
        return [said, *(f"assuming {reference}" for reference in self.references)]


def verify(certificate: Certificate) -> Report:
    """Return what Coq says of a certificate, whose script states its claim.

    Raises MissingExtraError without Coq, CertificateError if the checker of tnsim itself rejects it.
    """
    try:
        script = written(certificate)
    except NotExportable as error:
        said = f"rule {error.rule}" + (f" ({error.reason})" if error.reason else "")
        return Report("not exportable", reason=said)
    checked = check_script(script.text)
    if not checked.accepted:
        return Report("failed", reason=checked.output.strip()[-2000:] or "coqc gave no reason")
    references = {axiom.name: axiom.reference for axiom in script.axioms}
    if not checked.axioms:
        return Report("kernel-checked")
    listed = tuple(references.get(name.rpartition(".")[2], name) for name in checked.axioms)
    return Report("kernel-checked modulo published theorems", listed)
