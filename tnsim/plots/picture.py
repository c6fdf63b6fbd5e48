"""What a picture shows, as data that no drawing library has touched: curves, bands, and graphs of labelled nodes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from tnsim.errors import UnsupportedError

__all__ = ["PALETTE", "Arrows", "Band", "Line", "Nodes", "Picture", "Scale", "Style", "above", "below", "nearest"]

Scale: TypeAlias = Literal["linear", "log"]
Style: TypeAlias = Literal["solid", "dashed", "dotted"]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""The colours of Okabe and Ito (2008), told apart by the colour-blind too; without their yellow, pale on white."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve through points; where y is not a number, it is interrupted."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    colour: int = 0
    style: Style = "solid"
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The region between two curves."""

    name: str
    x: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    colour: int = 0


@dataclass(frozen=True, slots=True)
class Nodes:
    """Labelled places of a graph, with a longer text each; the one that is `chosen` is emphasised."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    labels: tuple[str, ...]
    details: tuple[str, ...]
    chosen: int = -1


@dataclass(frozen=True, slots=True)
class Arrows:
    """Arrows between places of a graph."""

    tails: tuple[tuple[float, float], ...]
    heads: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Picture:
    """A title, two axes, and what is drawn, first things first; `axes=False` draws no axes at all."""

    title: str
    traces: tuple[Line | Band | Nodes | Arrows, ...]
    x_label: str = ""
    y_label: str = ""
    x_scale: Scale = "linear"
    y_scale: Scale = "linear"
    note: str = ""
    axes: bool = True

    def line(self, name: str) -> Line:
        """Return the curve of that name; raises KeyError."""
        return {trace.name: trace for trace in self.traces if isinstance(trace, Line)}[name]

    def band(self, name: str) -> Band:
        """Return the band of that name; raises KeyError."""
        return {trace.name: trace for trace in self.traces if isinstance(trace, Band)}[name]


def below(value: Fraction) -> float:
    """Return the largest double that is not above the number.

    >>> below(Fraction(1, 3)) < Fraction(1, 3) < above(Fraction(1, 3))
    True
    """
    rounded = nearest(value)
    return rounded if rounded <= value else math.nextafter(rounded, -math.inf)


def above(value: Fraction) -> float:
    """Return the smallest double that is not below the number."""
    return -below(-value)


def nearest(value: Fraction) -> float:
    """Return the nearest double; raises UnsupportedError beyond the largest."""
    try:
        return float(value)
    except OverflowError:
        raise UnsupportedError("numbers beyond 1e308 cannot be drawn: take fewer terms") from None
