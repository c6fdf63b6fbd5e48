"""A fast slice of sums in two ways, and that a miss is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from flint import acb

from campaigns import two_ways
from campaigns.two_ways import balls_of, clashes, drawn, main
from tnsim.enclosure.method import Part
from tnsim.enclosure.methods.rational import Rational


@pytest.mark.parametrize("seed", [1, 4, 9, 13, 21, 28, 1068])
def test_balls_meet(seed: int) -> None:
    assert clashes(*balls_of(drawn(seed), seed, 0.3)) == []


def test_a_miss_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    sum_ = two_ways.Drawn(two_ways.parse("1/(n^2 + 1)"), 1, two_ways.Fraction(1), 40)
    assert clashes(*balls_of(sum_, 0, 1)) == []
    monkeypatch.setattr(Rational, "recipe", lambda *_: lambda _: Part(acb(1), "wrong", 0, ""))
    assert "Euler-Maclaurin" in " ".join(clashes(*balls_of(sum_, 0, 1)))


def test_a_run_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--seeds", "20", "--seconds", "0.02", "--journal", str(tmp_path / "ways.jsonl"), "--workers", "1"]
    assert main(arguments) == main(arguments) == 0
    assert len((tmp_path / "ways.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert "0 pairs of balls apart" in capsys.readouterr().out
