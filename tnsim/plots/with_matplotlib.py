"""A picture drawn by Matplotlib, without pyplot: no window, no state that outlives the figure."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tnsim.errors import MissingExtraError
from tnsim.plots.picture import PALETTE, Arrows, Band, Line, Nodes, Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["figure", "write"]

_INCHES = (6.4, 4.0)
_CHARACTERS_IN_A_NODE = 36
_DOTS_PER_INCH = 200
_DASHES = {"solid": "-", "dashed": "--", "dotted": ":"}
_STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "lines.markersize": 3.5,
    "svg.hashsalt": "tnsim",  # the same picture is the same file
}


def figure(picture: Picture) -> Figure:
    """Return the picture as a figure of Matplotlib; raises MissingExtraError without it."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise MissingExtraError("SVG, PNG and PDF need Matplotlib: pip install 'tnsim[plots]'") from None
    with rc_context(_STYLE):
        made = Figure(figsize=_size(picture), layout="constrained")
        axes = made.add_subplot()
        for trace in picture.traces:
            _draw(axes, trace)
        axes.set_title(picture.title, loc="left")
        if picture.axes:
            axes.set(xlabel=picture.x_label, ylabel=picture.y_label, xscale=picture.x_scale, yscale=picture.y_scale)
            axes.grid(alpha=0.25, linewidth=0.6)
            axes.legend()
        else:
            axes.set_axis_off()
            axes.margins(0.2)
        if picture.note:
            made.supxlabel(picture.note, fontsize=8, color="#555555", x=0.01, ha="left")
    return made


def write(picture: Picture, target: Path | IO[str], form: str) -> None:
    """Write the picture as `svg`, `png` or `pdf`; raises MissingExtraError without Matplotlib."""
    made = figure(picture)
    from matplotlib import rc_context

    with rc_context(_STYLE):
        made.savefig(target, format=form, dpi=_DOTS_PER_INCH, metadata={"Date": None} if form == "svg" else None)


def _size(picture: Picture) -> tuple[float, float]:
    """A graph gets as much room as its rows and columns of nodes need."""
    width, height = _INCHES
    for trace in picture.traces:
        if isinstance(trace, Nodes):
            width = max(width, 2.6 * (max(trace.x) - min(trace.x) + 1))
            height = max(2.0, 0.8 * (max(trace.y) - min(trace.y) + 2))
    return min(width, 40.0), min(height, 40.0)


def _shortened(text: str) -> str:
    return text if len(text) <= _CHARACTERS_IN_A_NODE else f"{text[: _CHARACTERS_IN_A_NODE - 3]}..."


def _draw(axes: Any, trace: Line | Band | Nodes | Arrows) -> None:
    match trace:
        case Line():
            marker = "o" if trace.marked else ""
            axes.plot(
                trace.x, trace.y, _DASHES[trace.style], marker=marker, color=PALETTE[trace.colour], label=trace.name
            )
        case Band():
            axes.fill_between(
                trace.x, trace.low, trace.high, color=PALETTE[trace.colour], alpha=0.2, linewidth=0, label=trace.name
            )
        case Nodes():
            said = (f"{label}\n{_shortened(detail)}" for label, detail in zip(trace.labels, trace.details, strict=True))
            for k, (x, y, label) in enumerate(zip(trace.x, trace.y, said, strict=True)):
                edge = PALETTE[1] if k == trace.chosen else PALETTE[0]
                box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": edge, "linewidth": 1.4}
                axes.text(x, y, label, ha="center", va="center", fontsize=7.5, bbox=box, zorder=3)
            axes.plot(trace.x, trace.y, linestyle="", marker="")  # the axes take the texts' places into account
        case Arrows():
            for tail, head in zip(trace.tails, trace.heads, strict=True):
                arrow = {"arrowstyle": "-|>", "color": "#777777", "shrinkA": 16, "shrinkB": 18}
                axes.annotate("", head, tail, arrowprops=arrow)
