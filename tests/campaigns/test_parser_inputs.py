"""Texts at random: the same seed gives the same ones, and what is wrong is told."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from campaigns import parser_inputs

FORMULAS = ["Sum(1/n**2, (n, 1, oo)) - pi**2/6", "sum(binomial(2*n, n)/8^n, n=0..oo) = sqrt(2)"]


def test_the_same_seed_gives_the_same_texts() -> None:
    first, second = ([parser_inputs.edited(FORMULAS[0], FORMULAS, Random(k)) for k in range(50)] for _ in range(2))
    assert first == second
    assert len(set(first)) > 40


def test_a_slice_of_the_campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_inputs, "_TEXTS", 2000)
    finding = parser_inputs.block(17, FORMULAS)
    assert finding["wrong"] == []
    assert 0 < finding["read"] < 2000


def test_what_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_inputs, "_TEXTS", 20)
    monkeypatch.setattr(parser_inputs, "to_text", lambda expression: "1")
    found = parser_inputs.block(1, ["n"])["wrong"]
    assert any("reads differently" in reason for _, reason in found)
