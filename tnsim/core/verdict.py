"""The verdict on a claim, which cannot be made without the evidence that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tnsim.enclosure.method import Enclosure
from tnsim.language.expression import Expression, free_symbols
from tnsim.language.printing import to_latex, to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import CheckReport
from tnsim.proof.rules.evaluation import admissible
from tnsim.prover.strategy import Attempt
from tnsim.sets.claim import Claim

__all__ = ["Kind", "Verdict"]

Kind: TypeAlias = Literal["proved", "refuted", "divergent", "enclosed", "undetermined"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a claim, with its evidence.

    Raises ValueError on construction where the evidence is missing: `proved` and `divergent` need a report in
    which the checker accepted this certificate for this claim; `refuted` such a report, or a ball that
    excludes 0 (for a claim with parameters: at a point that satisfies the assumptions); `enclosed` an enclosure.
    """

    kind: Kind
    claim: Claim
    certificate: Certificate | None = None
    report: CheckReport | None = None
    enclosure: Enclosure | None = None
    point: Mapping[str, Expression] | None = None
    method: str = ""
    attempts: tuple[Attempt, ...] = ()
    reason: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind in ("proved", "divergent") and not self._is_certified(self.kind):
            raise ValueError(f"'{self.kind}' needs a certificate that the checker accepted for this claim")
        if self.kind == "refuted" and not (self._is_certified("refuted") or self._ball_decides()):
            raise ValueError("'refuted' needs an accepted certificate, or a ball that excludes 0")
        if self.kind == "enclosed" and self.enclosure is None:
            raise ValueError("'enclosed' needs an enclosure")

    def _is_certified(self, kind: Kind) -> bool:
        return (
            self.certificate is not None
            and self.report is not None
            and self.report.accepted
            and self.report.verdict == kind
            and self.report.claim_digest == self.claim.digest
            and self.report.certificate_digest == self.certificate.digest
        )

    def _ball_decides(self) -> bool:
        if self.enclosure is None:
            return False
        symbols = free_symbols(self.claim.expression) | self.claim.assumptions.symbols
        if symbols and not (
            self.point is not None
            and symbols <= self.point.keys()
            and admissible(self.claim.assumptions, self.point)
        ):
            return False
        parts = (self.enclosure.ball, self.enclosure.imaginary)
        return any(part is not None and part.excludes_zero for part in parts)

    def __bool__(self) -> bool:
        raise TypeError("a verdict is not true or false; compare verdict.kind with 'proved'")

    def __str__(self) -> str:
        text = f"{self.kind}: {to_text(self.claim.expression)} = 0"
        if self.enclosure is not None:
            place = f" at {self._point_text()}" if self.point else ""
            text += f"; the value{place} is {self.enclosure.ball}"
        return f"{text} ({self.reason})" if self.reason else text

    def _point_text(self) -> str:
        return ", ".join(f"{name} = {to_text(value)}" for name, value in sorted((self.point or {}).items()))

    def _repr_latex_(self) -> str:
        return rf"$\text{{{self.kind}:}}\quad {to_latex(self.claim.expression)} = 0$"

    def to_json(self) -> dict[str, Any]:
        """Return the object that `tnsim prove --json` prints."""
        from tnsim import __version__

        return {
            "claim": to_text(self.claim.expression),
            "verdict": self.kind,
            "method": self.method,
            "certificate": None if self.certificate is None else self.certificate.to_data(),
            "checker": None if self.report is None else self._checker_fields(self.report),
            "enclosure": None if self.enclosure is None else self._enclosure_fields(self.enclosure),
            "point": None if self.point is None else {name: to_text(v) for name, v in self.point.items()},
            "reason": self.reason,
            "seconds": round(self.seconds, 4),
            "version": __version__,
        }

    @staticmethod
    def _checker_fields(report: CheckReport) -> dict[str, Any]:
        return {
            "accepted": report.accepted,
            "seconds": round(report.seconds, 6),
            "rules": list(report.rules),
            "lemmas": list(report.lemmas),
        }

    @staticmethod
    def _enclosure_fields(enclosure: Enclosure) -> dict[str, Any]:
        midpoint, radius = enclosure.ball.to_decimal_strings()
        return {"midpoint": midpoint, "radius": radius, "digits": enclosure.ball.digits}
