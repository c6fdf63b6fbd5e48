"""A picture drawn by Plotly, for pages in which it can be moved and asked."""

from __future__ import annotations

from typing import Any

from tnsim.errors import MissingExtraError
from tnsim.plots.picture import PALETTE, Arrows, Band, Line, Nodes, Picture

__all__ = ["figure"]

_DASHES = {"solid": "solid", "dashed": "dash", "dotted": "dot"}


def figure(picture: Picture) -> Any:
    """Return the picture as a figure of Plotly; raises MissingExtraError without it."""
    try:
        import plotly.graph_objects as go
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "plotly":
            raise
        raise MissingExtraError("HTML needs Plotly: pip install 'tnsim[plots]'") from None
    made = go.Figure()
    for trace in picture.traces:
        _draw(made, go, trace)
    made.update_layout(
        title=picture.title + (f"<br><sub>{picture.note}</sub>" if picture.note else ""), template="simple_white"
    )
    made.update_xaxes(title=picture.x_label, type=picture.x_scale, visible=picture.axes)
    made.update_yaxes(title=picture.y_label, type=picture.y_scale, visible=picture.axes)
    return made


def _draw(made: Any, go: Any, trace: Line | Band | Nodes | Arrows) -> None:
    match trace:
        case Line():
            made.add_scatter(
                x=trace.x, y=trace.y, name=trace.name, mode="lines+markers" if trace.marked else "lines",
                line={"color": PALETTE[trace.colour], "dash": _DASHES[trace.style]},
            )  # fmt: skip
        case Band():
            edge = {"x": trace.x, "mode": "lines", "line": {"width": 0, "color": PALETTE[trace.colour]}}
            made.add_scatter(y=trace.low, showlegend=False, hoverinfo="skip", **edge)
            made.add_scatter(y=trace.high, name=trace.name, fill="tonexty", **edge)
        case Nodes():
            colours = [PALETTE[1 if k == trace.chosen else 0] for k in range(len(trace.x))]
            made.add_scatter(
                x=trace.x, y=trace.y, text=trace.labels, hovertext=trace.details, mode="markers+text",
                textposition="middle right", marker={"size": 12, "color": colours}, showlegend=False,
            )  # fmt: skip
        case Arrows():
            for (x, y), (to_x, to_y) in zip(trace.tails, trace.heads, strict=True):
                made.add_annotation(
                    x=to_x, y=to_y, ax=x, ay=y, xref="x", yref="y", axref="x", ayref="y", showarrow=True,
                    arrowhead=2, arrowcolor="#777777", standoff=9, startstandoff=9, text="",
                )  # fmt: skip
