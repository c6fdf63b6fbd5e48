"""`tnsim prove`: a verdict on a claim, with its certificate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.cli.display import EXIT_CODES, show_report
from tnsim.core import tasks
from tnsim.language.printing import to_text

if TYPE_CHECKING:
    from tnsim.proof.certificate import Certificate

__all__ = ["prove"]

Format = Literal["text", "markdown", "latex", "html", "json", "coq"]
_NO_SCRIPT = 2


@click.command(cls=options.TakesFormulas)
@click.argument("claim")
@options.assume
@options.timeout
@options.digits
@options.certificate
@click.option("--format", "form", type=click.Choice(get_args(Format)), help="Print the proof alone, in this format.")
@options.as_json
def prove(
    claim: str,
    assume: tuple[str, ...],
    timeout: float,
    digits: int,
    certificate: Path | None,
    form: Format | None,
    as_json: bool,
) -> None:
    """Prove or refute a claim.

    CLAIM is an equation, or an expression said to be 0; - reads stdin.

    Exit code: 0 proved, 1 refuted, 3 undecided, 4 divergent, 2 bad input.
    """
    with reading.refusals(as_json):
        reading.require_folder(certificate)
        statement = reading.claim_from(claim, assume)
        answer = tasks.verdict_within(tasks.prove, (statement, digits), timeout, to_text(statement.expression))
    if certificate is not None and answer.certificate is not None:
        certificate.write_text(answer.certificate + "\n", encoding="utf-8")
    if as_json:
        click.echo(json.dumps(answer.report))
    else:
        show_report(answer.report, on_stderr=form is not None)
        _show_proof(answer, form)
    raise Exit(EXIT_CODES[answer.report["verdict"]])


def _show_proof(answer: tasks.Answer, form: Format | None) -> None:
    if answer.certificate is None:
        return
    from tnsim.export.formats import render
    from tnsim.proof.certificate import Certificate

    proof = Certificate.from_json(answer.certificate)
    if form == "coq":
        _show_script(proof)
        return
    if form is None:
        click.echo()
    click.echo(render(proof, form or "text"))


def _show_script(proof: Certificate) -> None:
    from tnsim.export.coq.document import render
    from tnsim.export.coq.refusal import NotExportable

    try:
        click.echo(render(proof))
    except NotExportable as error:
        click.echo(f"error: --format coq: {error}", err=True)
        raise Exit(_NO_SCRIPT) from None  # an empty file would pass coqc
