"""What the demonstrations share: their options, a table, and a picture."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tnsim.plots import Chart
from tnsim.plots.picture import Line

__all__ = ["drawn", "options", "table"]


def options(description: str | None) -> argparse.Namespace:
    """Return the folder for pictures, and whether all is to be shortened."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, default=Path("."), help="where the picture goes")
    parser.add_argument("--quick", action="store_true", help="a shortened run, to see that all works")
    return parser.parse_args()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        first, *others = (
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)))


def drawn(
    file: Path, title: str, curves: dict[str, tuple[Sequence[float], Sequence[float]]], x: str, y: str,
    x_scale: str = "linear", y_scale: str = "linear", note: str = "",
) -> None:  # fmt: skip
    """Write the picture of some curves."""
    lines = tuple(
        Line(name, tuple(map(float, xs)), tuple(map(float, ys)), colour=i % 7, marked=len(xs) < 30)
        for i, (name, (xs, ys)) in enumerate(curves.items())
    )
    print(f"picture: {Chart(title, lines, x, y, x_scale, y_scale, note).save(file)}")  # type: ignore[arg-type]
