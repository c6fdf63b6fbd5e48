"""`tnsim plot`: pictures of sums and proofs, saved by the extension of the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.core import tasks
from tnsim.errors import CertificateError, DivergenceError, InputError, MissingExtraError, UnsupportedError
from tnsim.language.printing import to_text

if TYPE_CHECKING:
    from tnsim.plots import Chart

__all__ = ["plot"]

Kind = Literal["sums", "convergence", "compensation", "rounding", "proof"]

_NOTHING_TO_DRAW = 3


@click.command(cls=options.TakesFormulas)
@click.argument("kind", type=click.Choice(get_args(Kind)), metavar="KIND")
@click.argument("formulas", metavar="FORMULA...", nargs=-1, required=True)
@click.option("--out", type=options.FILE, required=True, help="The file to draw: .svg, .png, .pdf or .html.")
@click.option("--terms", type=click.IntRange(min=2), help="How many terms; default: what suits the kind.")
@click.option("--digits", type=click.IntRange(min=1), default=30, help="Digits of the enclosures.")
@options.index
@options.start
@options.assume
@options.timeout
def plot(
    kind: Kind,
    formulas: tuple[str, ...],
    out: Path,
    terms: int | None,
    digits: int,
    index: str,
    start: int,
    assume: tuple[str, ...],
    timeout: float,
) -> None:
    """Draw sums, convergence, compensation, rounding or proof.

    FORMULA is the term of a set; for proof a claim or the file of a certificate.
    Exit code: 0 drawn, 2 bad input, 3 nothing that could be drawn.
    """
    with reading.refusals(as_json=False):
        from tnsim.plots.chart import checked_file

        checked_file(out)
        if assume and kind != "proof":
            raise InputError(f"--assume belongs to proof; the sets of {kind} have no parameters")
        try:
            if kind == "proof":
                chart = _proof(formulas, assume, timeout)
            else:
                chart = _sets(kind, formulas, index, start, terms, digits, timeout)
            chart.save(out)
        except (UnsupportedError, DivergenceError) as error:
            click.echo(f"nothing drawn: {error}", err=True)
            raise Exit(_NOTHING_TO_DRAW) from None
        except MissingExtraError as error:
            raise InputError(str(error)) from None
    click.echo(f"written: {out}")


def _sets(
    kind: Kind, formulas: tuple[str, ...], index: str, start: int, terms: int | None, digits: int, timeout: float
) -> Chart:
    from tnsim import plots
    from tnsim.core import InfiniteSet

    index = reading.index_from(index)
    wanted = {"sums": 1, "rounding": 1, "compensation": 2}.get(kind, len(formulas))
    if len(formulas) != wanted:
        raise InputError(f"{kind} draws {'one set' if wanted == 1 else 'two sets'}, got {len(formulas)} formulas")
    sets = [InfiniteSet(reading.formula_from(text, frozenset({index})), index, start) for text in formulas]
    chosen: dict[str, Any] = {} if terms is None else {"terms": terms}
    match kind:
        case "sums":
            return plots.partial_sums(sets[0], digits=digits, timeout=timeout, **chosen)
        case "convergence":
            return plots.convergence(*sets, digits=digits, timeout=timeout, **chosen)
        case "compensation":
            return plots.compensation(sets[0], sets[1], digits=digits, timeout=timeout, **chosen)
        case _:
            return plots.rounding_errors(sets[0], **chosen)


def _proof(formulas: tuple[str, ...], assume: tuple[str, ...], timeout: float) -> Chart:
    from tnsim.plots import proof_graph
    from tnsim.proof.certificate import Certificate

    if len(formulas) != 1:
        raise InputError(f"proof draws one claim or one certificate file, got {len(formulas)}")
    (text,) = formulas
    if text.endswith(".json"):
        try:
            return proof_graph(Certificate.from_json(Path(text).read_text(encoding="utf-8")))
        except OSError as error:
            raise InputError(f"{text}: {error.strerror}") from None
        except (CertificateError, UnicodeDecodeError) as error:
            raise InputError(f"{text}: {error}") from None
    claim = reading.claim_from(text, assume)
    answer = tasks.verdict_within(tasks.prove, (claim, tasks.DIGITS), timeout, to_text(claim.expression))
    if answer.certificate is None:
        raise UnsupportedError(f"the verdict is {answer.report['verdict']}, without a proof: {answer.report['reason']}")
    return proof_graph(Certificate.from_json(answer.certificate))
