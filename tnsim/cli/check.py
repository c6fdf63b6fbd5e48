"""`tnsim check`: the independent checker on saved certificates; it needs neither the prover nor SymPy."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.errors import CertificateError, InputError, TnsimError
from tnsim.language.printing import to_text
from tnsim.proof import checker
from tnsim.proof.certificate import Certificate
from tnsim.sets.claim import Claim

__all__ = ["check"]

_REJECTED = 1

Format = Literal["text", "markdown", "latex", "html", "json"]


@click.command()
@click.argument("files", type=options.FILE, metavar="FILE...", nargs=-1, required=True)
@click.option("--claim", help="The claim they must be about; without it, the one each states.")
@options.assume
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    help="Print the proofs alone, in this format, and the reports on stderr.",
)
@click.option("--with-coq", is_flag=True, help="Have Coq check accepted ones too.")
def check(
    files: tuple[Path, ...], claim: str | None, assume: tuple[str, ...], form: Format | None, with_coq: bool
) -> None:
    """Say what certificates establish that `prove` saved.

    Exit code: 0 all accepted, 1 one rejected, 2 one unreadable.
    """
    with reading.refusals(as_json=False):
        if assume and claim is None:
            raise InputError("--assume belongs to --claim")
        wanted = reading.claim_from(claim, assume) if claim is not None else None
        certificates = [(path, _load(path)) for path in files]
    verdicts = [_report(path, wanted or proof.claim, proof, on_stderr=form is not None) for path, proof in certificates]
    if with_coq:
        verdicts = [
            accepted and _passes_coq(path, Certificate(wanted or proof.claim, proof.steps), on_stderr=form is not None)
            for (path, proof), accepted in zip(certificates, verdicts, strict=True)
        ]
    if form is not None:
        accepted = [proof for (_, proof), is_accepted in zip(certificates, verdicts, strict=True) if is_accepted]
        _show(form, [replace(proof, claim=wanted or proof.claim) for proof in accepted])
    raise Exit(0 if all(verdicts) else _REJECTED)


def _load(path: Path) -> Certificate:
    try:
        return Certificate.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    except (CertificateError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; a certificate is what prove --certificate saves") from None


def _show(form: Format, accepted: list[Certificate]) -> None:
    from tnsim.export.formats import render

    for certificate in accepted:
        click.echo(render(certificate, form))


def _report(path: Path, claim: Claim, certificate: Certificate, on_stderr: bool) -> bool:
    report = checker.check(claim, certificate)
    echo = partial(click.echo, err=on_stderr)
    echo(f"{'accepted' if report.accepted else 'rejected'}    {path}")
    echo(f"  {report.verdict or 'claim':<10}{to_text(claim.expression)} = 0")
    for text in claim.assumptions.to_texts():
        echo(f"  assuming  {text}")
    if report.accepted:
        echo(f"  rules     {', '.join(report.rules)}")
        if report.lemmas:
            echo(f"  lemmas    {', '.join(report.lemmas)}")
    else:
        echo(f"  step      {report.failed_step}")
        echo(f"  reason    {report.reason}")
    echo(f"  time      {1000 * report.seconds:.2f} ms")
    return report.accepted


def _passes_coq(path: Path, certificate: Certificate, on_stderr: bool) -> bool:
    """Say what Coq makes of an accepted certificate; only a script that Coq refuses counts against it."""
    from tnsim.export.coq.report import verify

    try:
        found = verify(certificate)
        lines, passes = found.lines(), found.outcome != "failed"
    except TnsimError as error:
        lines, passes = [str(error)], True
    for line in lines:
        click.echo(f"coq         {path}: {line}", err=on_stderr)
    return passes
