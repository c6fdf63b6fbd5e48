"""`tnsim sum`: a closed form, proved, or shown as a conjecture with the digits that it agrees to."""

from __future__ import annotations

import json
from pathlib import Path

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.cli.display import EXIT_CODES, show_closed_form
from tnsim.core import tasks

__all__ = ["closed_form"]


@click.command("sum", cls=options.TakesFormulas)
@click.argument("expression", metavar="EXPR")
@options.assume
@options.timeout
@options.digits
@options.certificate
@options.as_json
def closed_form(
    expression: str, assume: tuple[str, ...], timeout: float, digits: int, certificate: Path | None, as_json: bool
) -> None:
    """Find a closed form, and prove it.

    EXPR is an expression with sums; - reads stdin.

    Exit code: 0 proved, 3 a conjecture or none, 4 divergent, 2 bad input.
    """
    with reading.refusals(as_json):
        reading.require_folder(certificate)
        claim = reading.claim_from(expression, assume)
        answer = tasks.closed_form_within(claim, digits, timeout)
    if certificate is not None and answer.certificate is not None:
        certificate.write_text(answer.certificate + "\n", encoding="utf-8")
    if as_json:
        click.echo(json.dumps(answer.report))
    else:
        show_closed_form(answer.report)
    raise Exit(EXIT_CODES[answer.report["verdict"]])
