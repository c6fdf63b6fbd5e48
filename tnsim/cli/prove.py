"""`tnsim prove`: a verdict on a claim, with its certificate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from tnsim.cli import reading
from tnsim.cli.display import EXIT_CODES, show_report
from tnsim.core import tasks
from tnsim.errors import InputError
from tnsim.language.printing import to_text

__all__ = ["prove"]

Format = Literal["text", "markdown", "latex", "html", "json", "coq"]


def prove(
    claim: Annotated[
        str,
        typer.Argument(metavar="CLAIM", help="An equation, or an expression said to be 0; - reads stdin."),
    ],
    assume: Annotated[list[str] | None, typer.Option(help='As in "x: real, 0 < x < 1"; repeatable.')] = None,
    timeout: Annotated[float, typer.Option(min=0, max=1e6, help="Seconds.")] = tasks.SECONDS,
    digits: Annotated[int, typer.Option(min=1, help="Digits of an enclosure.")] = tasks.DIGITS,
    certificate: Annotated[Path | None, typer.Option(help="Save the certificate as JSON.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="Print the proof alone, in this format.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Prove or refute a claim. Exit code: 0 proved, 1 refuted, 3 undecided, 4 divergent, 2 bad input."""
    with reading.refusals(as_json):
        if form == "coq":
            raise InputError("--format coq: not available yet; choose text, markdown, latex, html or json")
        reading.require_folder(certificate)
        statement = reading.claim_from(claim, assume or [])
        answer = tasks.verdict_within(tasks.prove, (statement, digits), timeout, to_text(statement.expression))
    if certificate is not None and answer.certificate is not None:
        certificate.write_text(answer.certificate + "\n", encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(answer.report))
    else:
        show_report(answer.report, on_stderr=form is not None)
        _show_proof(answer, form)
    raise typer.Exit(EXIT_CODES[answer.report["verdict"]])


def _show_proof(answer: tasks.Answer, form: Format | None) -> None:
    if answer.certificate is None:
        return
    from tnsim.export.formats import render
    from tnsim.proof.certificate import Certificate

    if form is None:
        typer.echo()
    typer.echo(render(Certificate.from_json(answer.certificate), form or "text"))
