"""The verdict on a claim, which cannot be made without the evidence that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from tnsim.core.ball import Enclosure, enclosure_fields
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
    excludes 0 (for a claim with parameters: at a point that satisfies the assumptions); `enclosed` an enclosure,
    and a claim without parameters.

    >>> from tnsim.core import prove
    >>> verdict = prove("sum(1/2^n, n=1..oo) = 1")
    >>> verdict.kind, verdict.report.accepted
    ('proved', True)
    >>> Verdict("proved", verdict.claim)
    Traceback (most recent call last):
    ValueError: 'proved' needs a certificate that the checker accepted for this claim
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
        if self.kind not in get_args(Kind):
            raise ValueError(f"a verdict is one of {', '.join(get_args(Kind))}, not {self.kind!r}")
        if self.kind in ("proved", "divergent") and not self._is_certified(self.kind):
            raise ValueError(f"'{self.kind}' needs a certificate that the checker accepted for this claim")
        if self.kind == "refuted" and not (self._is_certified("refuted") or self._ball_decides()):
            raise ValueError("'refuted' needs an accepted certificate, or a ball that excludes 0")
        if self.kind == "enclosed" and (self.enclosure is None or self._symbols):
            raise ValueError("'enclosed' needs an enclosure, and a claim without parameters")

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
        if not self._symbols:
            return self.enclosure.excludes_zero
        if self.point is None or not self._symbols <= self.point.keys():
            return False
        return admissible(self.claim.assumptions, self.point) and self.enclosure.excludes_zero

    @property
    def _symbols(self) -> frozenset[str]:
        return free_symbols(self.claim.expression) | self.claim.assumptions.symbols

    def __bool__(self) -> bool:
        raise TypeError("a verdict is not true or false; compare verdict.kind with 'proved'")

    def __str__(self) -> str:
        text = f"{self.kind}: {to_text(self.claim.expression)} = 0"
        if self.enclosure is not None:
            place = f" at {self._point_text()}" if self.point else ""
            text += f"; the value{place} is {self.enclosure}"
        return f"{text} ({self.reason})" if self.reason else text

    def __repr__(self) -> str:
        return f"<Verdict {self}>"

    def _point_text(self) -> str:
        return ", ".join(f"{name} = {to_text(value)}" for name, value in sorted((self.point or {}).items()))

    def _repr_latex_(self) -> str:
        return rf"$\text{{{self.kind}:}}\quad {to_latex(self.claim.expression)} = 0$"

    def explain(self) -> str:
        """Return the verdict, what the checker or the enclosure says of it, and what every strategy said, as lines.

        >>> from tnsim.core import prove
        >>> print(prove("sum(1/n^2 - 1/n^2, n=1..oo)").explain())
        proved: Sum(1/n**2 - 1/n**2, (n, 1, oo)) = 0 (every step follows)
          checker: accepted by the rules linear, termwise
          termwise: found, for Sum(1/n**2 - 1/n**2, (n, 1, oo))
        """
        lines = [str(self)]
        if self.report is not None:
            lines.append(f"  checker: accepted by the rules {', '.join(self.report.rules)}")
            if self.report.lemmas:
                lines.append(f"  lemmas: {', '.join(self.report.lemmas)}")
        if self.enclosure is not None:
            lines.append(f"  enclosure by {self.enclosure.method}: {self.enclosure.tail_reason}")
        for attempt in self.attempts:
            place = ", for " if attempt.outcome == "found" else ": "
            lines.append(f"  {attempt.strategy}: {attempt.outcome}{place}{attempt.reason}")
        return "\n".join(lines)

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

    def _enclosure_fields(self, enclosure: Enclosure) -> dict[str, Any]:
        fields = enclosure_fields(enclosure)
        if self.point is not None:
            fields["point"] = {name: to_text(value) for name, value in sorted(self.point.items())}
        return fields
