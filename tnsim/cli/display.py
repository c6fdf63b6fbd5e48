"""Verdicts and values for people to read."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tnsim.core.tasks import Value

__all__ = ["EXIT_CODES", "show_closed_form", "show_report", "show_value"]

EXIT_CODES = {"proved": 0, "refuted": 1, "enclosed": 3, "undetermined": 3, "divergent": 4}
"""What `prove`, `sum` and `compensate` exit with; 2 is bad input."""

_COLOURS = {"proved": "green", "refuted": "red", "divergent": "magenta"}
_LABEL_WIDTH = 13


def show_report(report: dict[str, Any], *, on_stderr: bool = False) -> None:
    """Print a verdict: what was claimed, how it was decided, what the checker said."""
    line = _printer(on_stderr)
    verdict = report["verdict"]
    line(verdict, f"{report['claim']} = 0", _COLOURS.get(verdict, "yellow"))
    line("method", report["method"])
    if checker := report["checker"]:
        line("checker", _checker_line(checker))
    _show_ball(line, report["enclosure"] or {})
    if not checker:
        line("reason", report["reason"])
    line("time", f"{report['seconds']:.2f} s")


def show_closed_form(report: dict[str, Any]) -> None:
    """Print a closed form: proved, or said plainly to be a conjecture; or what else is known of the value."""
    line, verdict, form = _printer(), report["verdict"], report["closed_form"]
    line(verdict, report["expression"], _COLOURS.get(verdict, "yellow"))
    if report["conjecture"]:
        line("conjecture", f"= {form}, not proved; agrees to {report['digits']} digits", "yellow")
    elif form is not None:
        line("closed form", f"= {form}")
    line("method", report["method"])
    if checker := report["checker"]:
        line("checker", _checker_line(checker))
    _show_ball(line, report["enclosure"] or {})
    line("reason", report["reason"])
    line("time", f"{report['seconds']:.2f} s")


def show_value(value: Value) -> None:
    """Print the ball of an expression and why it holds."""
    line, report = _printer(), value.report
    line(value.kind, report["expression"], _COLOURS.get(value.kind, "yellow"))
    _show_ball(line, report)
    line("method", report["method"])
    line("reason", report["reason"])
    line("time", f"{report['seconds']:.2f} s")


def _show_ball(line: Callable[..., None], fields: dict[str, Any]) -> None:
    """Print the ball of a value, in both of its parts, and the point that it belongs to."""
    if point := fields.get("point"):
        line("point", ", ".join(f"{name} = {value}" for name, value in point.items()))
    if fields.get("midpoint") is not None:
        line("value", f"{fields['midpoint']} ± {fields['radius']}")
    if imaginary := fields.get("imaginary"):
        line("imaginary", f"{imaginary['midpoint']} ± {imaginary['radius']}")


def _checker_line(checker: dict[str, Any]) -> str:
    said = "accepted" if checker["accepted"] else "rejected"
    parts = [f"{said} in {1000 * checker['seconds']:.1f} ms", f"rules: {', '.join(checker['rules'])}"]
    if checker["lemmas"]:
        parts.append(f"lemmas: {', '.join(checker['lemmas'])}")
    return "; ".join(parts)


def _printer(on_stderr: bool = False) -> Callable[..., None]:
    """Return what prints a label and a text in a line; colours only on a terminal that may have them."""
    coloured = False if "NO_COLOR" in os.environ else None

    def line(label: str, text: str, colour: str | None = None) -> None:
        if text:
            style = {"bold": True, "fg": colour} if colour else {"dim": True}
            click.echo(click.style(label.ljust(_LABEL_WIDTH), **style) + text, err=on_stderr, color=coloured)

    return line
