"""A picture that can be saved, by the extension of the file, and that notebooks show."""

from __future__ import annotations

import io
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tnsim.errors import InputError, MissingExtraError
from tnsim.plots import with_matplotlib, with_plotly
from tnsim.plots.picture import Band, Line, Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["EXTENSIONS", "Chart", "checked_file"]

_DRAWN_BY_MATPLOTLIB = (".pdf", ".png", ".svg")
EXTENSIONS = (*_DRAWN_BY_MATPLOTLIB, ".html")


@dataclass(frozen=True, repr=False)
class Chart(Picture):
    """A picture: its data, `save`, and the figures of Matplotlib and Plotly to go on with.

    >>> from tnsim.plots.picture import Line
    >>> chart = Chart("squares", (Line("n^2", (1, 2, 3), (1, 4, 9)),))
    >>> chart.line("n^2").y
    (1, 4, 9)
    >>> chart.save("squares.gif")
    Traceback (most recent call last):
    tnsim.errors.InputError: cannot draw squares.gif: the name of a picture ends in .pdf, .png, .svg or .html
    """

    def save(self, file: str | PathLike[str]) -> Path:
        """Return the path of the file written: SVG, PNG or PDF by Matplotlib, HTML by Plotly.

        The same data give the same SVG file, byte for byte. Raises InputError for another extension or a folder that
        does not exist, MissingExtraError without the library.
        """
        path = checked_file(Path(file))
        if path.suffix.lower() == ".html":
            with_plotly.figure(self).write_html(path, include_plotlyjs=True, div_id="tnsim")
        else:
            with_matplotlib.write(self, path, path.suffix.lower()[1:])
        return path

    def matplotlib(self) -> Figure:
        """Return a figure of Matplotlib; raises MissingExtraError without it."""
        return with_matplotlib.figure(self)

    def plotly(self) -> Any:
        """Return a figure of Plotly; raises MissingExtraError without it."""
        return with_plotly.figure(self)

    def __repr__(self) -> str:
        names = (trace.name for trace in self.traces if isinstance(trace, Line | Band))
        return f"Chart({', '.join((repr(self.title), *names))})"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        text = io.StringIO()
        try:
            with_matplotlib.write(self, text, "svg")
        except MissingExtraError as error:
            return {"text/plain": f"{self!r} is not shown: {error}"}
        return {"text/plain": repr(self), "image/svg+xml": text.getvalue()}


def checked_file(path: Path) -> Path:
    """Return the path; raises InputError where no picture can be written: better before the work than after."""
    if path.suffix.lower() not in EXTENSIONS:
        known = f"{', '.join(EXTENSIONS[:-1])} or {EXTENSIONS[-1]}"
        raise InputError(f"cannot draw {path}: the name of a picture ends in {known}")
    if not path.absolute().parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {path.parent}")
    return path
