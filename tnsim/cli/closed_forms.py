"""`tnsim sum`: a closed form, proved, or shown as a conjecture with the digits that it agrees to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tnsim.cli import reading
from tnsim.cli.display import EXIT_CODES, show_closed_form
from tnsim.core import tasks

__all__ = ["closed_form"]


def closed_form(
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="An expression with sums; - reads stdin.")],
    assume: Annotated[list[str] | None, typer.Option(help='As in "x: real, 0 < x < 1"; repeatable.')] = None,
    timeout: Annotated[float, typer.Option(min=0, max=1e6, help="Seconds.")] = tasks.SECONDS,
    digits: Annotated[int, typer.Option(min=1, help="Digits of an enclosure.")] = tasks.DIGITS,
    certificate: Annotated[Path | None, typer.Option(help="Save the certificate as JSON.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find a closed form and prove it. Exit code: 0 proved, 3 a conjecture or none, 4 divergent, 2 bad input."""
    with reading.refusals(as_json):
        reading.require_folder(certificate)
        claim = reading.claim_from(expression, assume or [])
        answer = tasks.closed_form_within(claim, digits, timeout)
    if certificate is not None and answer.certificate is not None:
        certificate.write_text(answer.certificate + "\n", encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(answer.report))
    else:
        show_closed_form(answer.report)
    raise typer.Exit(EXIT_CODES[answer.report["verdict"]])
