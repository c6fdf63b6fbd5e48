"""`tnsim check`: the independent checker on saved certificates; it needs neither the prover nor SymPy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tnsim.cli import reading
from tnsim.errors import CertificateError, InputError, TnsimError
from tnsim.language.printing import to_text
from tnsim.proof import checker
from tnsim.proof.certificate import Certificate
from tnsim.sets.claim import Claim

__all__ = ["check"]

_REJECTED = 1


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Certificates that prove saved.")],
    claim: Annotated[
        str | None, typer.Option(help="The claim they must be about; without it, the one each states.")
    ] = None,
    assume: Annotated[list[str] | None, typer.Option(help="What --claim assumes; repeatable.")] = None,
    with_coq: Annotated[bool, typer.Option("--with-coq", help="Have Coq check accepted ones too.")] = False,
) -> None:
    """Say what saved certificates establish. Exit code: 0 all accepted, 1 one rejected, 2 one unreadable."""
    with reading.refusals(as_json=False):
        if assume and claim is None:
            raise InputError("--assume belongs to --claim")
        wanted = reading.claim_from(claim, assume or []) if claim is not None else None
        certificates = [(path, _load(path)) for path in files]
    verdicts = [_report(path, wanted or proof.claim, proof, with_coq) for path, proof in certificates]
    raise typer.Exit(0 if all(verdicts) else _REJECTED)


def _load(path: Path) -> Certificate:
    try:
        return Certificate.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except (CertificateError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None


def _report(path: Path, claim: Claim, certificate: Certificate, with_coq: bool) -> bool:
    report = checker.check(claim, certificate)
    typer.echo(f"{'accepted' if report.accepted else 'rejected'}    {path}")
    typer.echo(f"  {report.verdict or 'claim':<10}{to_text(claim.expression)} = 0")
    for text in claim.assumptions.to_texts():
        typer.echo(f"  assuming  {text}")
    if report.accepted:
        typer.echo(f"  rules     {', '.join(report.rules)}")
        if report.lemmas:
            typer.echo(f"  lemmas    {', '.join(report.lemmas)}")
    else:
        typer.echo(f"  step      {report.failed_step}")
        typer.echo(f"  reason    {report.reason}")
    typer.echo(f"  time      {1000 * report.seconds:.2f} ms")
    if with_coq and report.accepted:
        return _report_coq(claim, certificate)
    return report.accepted


def _report_coq(claim: Claim, certificate: Certificate) -> bool:
    """Say what Coq makes of an accepted certificate; only a script that Coq refuses counts against it."""
    from tnsim.export.coq.report import verify

    try:
        found = verify(Certificate(claim, certificate.steps))
    except TnsimError as error:
        typer.echo(f"  coq       {error}")
        return True
    for line in found.lines():
        typer.echo(f"  coq       {line}")
    return found.outcome != "failed"
