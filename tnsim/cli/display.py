"""Verdicts and values for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from tnsim.core.tasks import Value

__all__ = ["EXIT_CODES", "show_closed_form", "show_report", "show_value"]

EXIT_CODES = {"proved": 0, "refuted": 1, "enclosed": 3, "undetermined": 3, "divergent": 4}
"""What `prove`, `sum` and `compensate` exit with; 2 is bad input."""

_COLOURS = {"proved": "green", "refuted": "red", "divergent": "magenta"}
_LABEL_WIDTH = 13


def show_report(report: dict[str, Any], *, on_stderr: bool = False) -> None:
    """Print a verdict: what was claimed, how it was decided, what the checker said."""
    console = _console(on_stderr)
    verdict = report["verdict"]
    _line(console, verdict, f"{report['claim']} = 0", _COLOURS.get(verdict, "yellow"))
    _line(console, "method", report["method"])
    if checker := report["checker"]:
        _line(console, "checker", _checker_line(checker))
    if enclosure := report["enclosure"]:
        _line(console, "value", f"{enclosure['midpoint']} ± {enclosure['radius']}")
    if not checker:
        _line(console, "reason", report["reason"])
    _line(console, "time", f"{report['seconds']:.2f} s")


def show_closed_form(report: dict[str, Any]) -> None:
    """Print a closed form: proved, or said plainly to be a conjecture; or what else is known of the value."""
    console, verdict, form = _console(), report["verdict"], report["closed_form"]
    _line(console, verdict, report["expression"], _COLOURS.get(verdict, "yellow"))
    if report["conjecture"]:
        _line(console, "conjecture", f"= {form}, not proved; agrees to {report['digits']} digits", "yellow")
    elif form is not None:
        _line(console, "closed form", f"= {form}")
    _line(console, "method", report["method"])
    if checker := report["checker"]:
        _line(console, "checker", _checker_line(checker))
    if enclosure := report["enclosure"]:
        _line(console, "value", f"{enclosure['midpoint']} ± {enclosure['radius']}")
    _line(console, "reason", report["reason"])
    _line(console, "time", f"{report['seconds']:.2f} s")


def show_value(value: Value) -> None:
    """Print the ball of an expression and why it holds."""
    console, report = _console(), value.report
    _line(console, value.kind, report["expression"], _COLOURS.get(value.kind, "yellow"))
    if report["midpoint"] is not None:
        _line(console, "value", f"{report['midpoint']} ± {report['radius']}")
    if imaginary := report.get("imaginary"):
        _line(console, "imaginary", f"{imaginary['midpoint']} ± {imaginary['radius']}")
    _line(console, "method", report["method"])
    _line(console, "reason", report["reason"])
    _line(console, "time", f"{report['seconds']:.2f} s")


def _checker_line(checker: dict[str, Any]) -> str:
    said = "accepted" if checker["accepted"] else "rejected"
    parts = [f"{said} in {1000 * checker['seconds']:.1f} ms", f"rules: {', '.join(checker['rules'])}"]
    if checker["lemmas"]:
        parts.append(f"lemmas: {', '.join(checker['lemmas'])}")
    return "; ".join(parts)


def _console(on_stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=on_stderr, soft_wrap=True, highlight=False, markup=False, emoji=False)


def _line(console: Console, label: str, text: str, colour: str | None = None) -> None:
    if text:
        style = f"bold {colour}" if colour else "dim"
        console.print(label.ljust(_LABEL_WIDTH), style=style, end="")
        console.print(text)
