"""The libraries draw the data that the chart has, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tnsim import InfiniteSet, prove
from tnsim.errors import InputError
from tnsim.plots import Chart, partial_sums, proof_graph
from tnsim.plots.picture import PALETTE

CHART = partial_sums(InfiniteSet("1/n^2"), terms=10)


def a_proof() -> Chart:
    verdict = prove("sum(1/n^2, n=1..oo) + sum(1/n^4, n=1..oo) = pi^2/6 + pi^4/90")
    assert verdict.certificate is not None
    return proof_graph(verdict.certificate)


def test_matplotlib_draws_the_data() -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    (axes,) = CHART.matplotlib().axes
    curve, limit = axes.lines
    assert tuple(curve.get_ydata()) == CHART.line("partial sums").y
    assert tuple(limit.get_ydata()) == CHART.line("sum").y
    (band,) = axes.collections
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices}
    drawn = CHART.band("holds the sum")
    assert corners >= {*zip(drawn.x, drawn.low, strict=True), *zip(drawn.x, drawn.high, strict=True)}
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("number of terms", "sum")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["holds the sum", "partial sums", "sum"]
    assert curve.get_color() in PALETTE


def test_plotly_draws_the_data() -> None:
    pytest.importorskip("plotly", reason="needs the extra plots")
    low, high, curve, limit = CHART.plotly().data
    band = CHART.band("holds the sum")
    assert (tuple(low.y), tuple(high.y), high.fill) == (band.low, band.high, "tonexty")
    assert tuple(curve.y) == CHART.line("partial sums").y
    assert tuple(limit.y) == CHART.line("sum").y


def test_a_proof_is_drawn_by_both() -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    pytest.importorskip("plotly", reason="needs the extra plots")
    chart = a_proof()
    nodes = chart.traces[1]
    (axes,) = chart.matplotlib().axes
    assert {text.get_text().partition("\n")[0] for text in axes.texts} - {""} == set(nodes.labels)
    made = chart.plotly()
    assert tuple(made.data[0].hovertext) == nodes.details
    assert len(made.layout.annotations) == len(chart.traces[0].tails)


@pytest.mark.parametrize(
    ("suffix", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")]
)
def test_the_extension_chooses_the_format(suffix: str, begins: bytes, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    pytest.importorskip("plotly", reason="needs the extra plots")
    file = CHART.save(tmp_path / f"sums.{suffix}")
    assert file.read_bytes().startswith(begins)


def test_the_same_data_are_the_same_svg(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    first, second = CHART.save(tmp_path / "a.svg"), CHART.save(tmp_path / "b.svg")
    assert first.read_bytes() == second.read_bytes()
    assert CHART._repr_mimebundle_()["image/svg+xml"].encode() == first.read_bytes()


def test_a_wrong_name_of_a_file_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends in \.pdf, \.png, \.svg or \.html"):
        CHART.save(tmp_path / "sums.txt")
    with pytest.raises(InputError, match="there is no folder"):
        CHART.save(tmp_path / "nowhere" / "sums.svg")


@pytest.mark.parametrize(
    ("library", "suffix", "words"), [("matplotlib", "svg", "Matplotlib"), ("plotly", "html", "Plotly")]
)
def test_without_the_library_the_error_says_what_to_install(library: str, suffix: str, words: str) -> None:
    program = (
        f"import sys; sys.modules['{library}'] = None\n"
        "import tnsim\n"
        "try:\n"
        f"    tnsim.InfiniteSet('1/2^n').plot(terms=3).save('sums.{suffix}')\n"
        "except tnsim.errors.MissingExtraError as error:\n"
        "    print(error)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert words in finished.stdout and "pip install 'tnsim[plots]'" in finished.stdout


def test_without_the_library_a_notebook_is_told_what_to_install() -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import tnsim\n"
        "print(tnsim.InfiniteSet('1/2^n').plot(terms=3)._repr_mimebundle_())\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "is not shown: " in finished.stdout and "tnsim[plots]" in finished.stdout


def test_the_engine_loads_no_drawing_library() -> None:
    program = (
        "import tnsim, sys; tnsim.InfiniteSet('1/2^n').plot(terms=3)\n"
        "print(*({'matplotlib', 'plotly'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout == "\n"
