"""`tnsim plot`: pictures of sums and proofs, saved by the extension of the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tnsim.cli import reading
from tnsim.core import tasks
from tnsim.errors import CertificateError, DivergenceError, InputError, MissingExtraError, UnsupportedError
from tnsim.language.printing import to_text

if TYPE_CHECKING:
    from tnsim.plots import Chart

__all__ = ["plot"]

Kind = Literal["sums", "convergence", "compensation", "rounding", "proof"]

_NOTHING_TO_DRAW = 3


def plot(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="sums, convergence, compensation, rounding or proof.")],
    formulas: Annotated[
        list[str],
        typer.Argument(metavar="FORMULA...", help="Terms of sets; for proof a claim or a certificate file."),
    ],
    out: Annotated[Path, typer.Option(help="The file to draw: .svg, .png, .pdf or .html.")],
    terms: Annotated[int | None, typer.Option(min=2, help="How many terms; default: what suits the kind.")] = None,
    digits: Annotated[int, typer.Option(min=1, help="Digits of the enclosures.")] = 30,
    index: Annotated[str, typer.Option(help="The name of the index.")] = "n",
    start: Annotated[int, typer.Option(help="The first index.")] = 1,
    assume: Annotated[list[str] | None, typer.Option(help="What the claim of a proof assumes; repeatable.")] = None,
    timeout: Annotated[float, typer.Option(min=0, max=1e6, help="Seconds.")] = tasks.SECONDS,
) -> None:
    """Draw a picture. Exit code: 0 drawn, 2 bad input, 3 nothing that could be drawn."""
    with reading.refusals(as_json=False):
        from tnsim.plots.chart import checked_file

        checked_file(out)
        if assume and kind != "proof":
            raise InputError(f"--assume belongs to proof; the sets of {kind} have no parameters")
        try:
            if kind == "proof":
                chart = _proof(formulas, assume or [], timeout)
            else:
                chart = _sets(kind, formulas, index, start, terms, digits, timeout)
            chart.save(out)
        except (UnsupportedError, DivergenceError) as error:
            typer.echo(f"nothing drawn: {error}", err=True)
            raise typer.Exit(_NOTHING_TO_DRAW) from None
        except MissingExtraError as error:
            raise InputError(str(error)) from None
    typer.echo(f"written: {out}")


def _sets(
    kind: Kind, formulas: list[str], index: str, start: int, terms: int | None, digits: int, timeout: float
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


def _proof(formulas: list[str], assume: list[str], timeout: float) -> Chart:
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
