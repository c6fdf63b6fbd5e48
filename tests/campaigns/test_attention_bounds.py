"""The campaign against the bounds of attention: it goes on where it was, and would see a bound that is too small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from campaigns import attention_bounds  # noqa: E402
from campaigns.attention_bounds import FAMILIES, main, tried  # noqa: E402
from campaigns.journal import Journal  # noqa: E402


def test_no_bound_is_violated_and_a_run_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "journal.jsonl"
    arguments = ["--journal", str(file), "--rows"]
    assert main([*arguments, "1000"]) == 0
    first = list(Journal(file).findings())
    assert main([*arguments, "3500"]) == 0
    both = list(Journal(file).findings())
    assert both[: len(first)] == first and [finding["seed"] for finding in both] == list(range(len(both)))
    assert {finding["family"] for finding in both} == set(FAMILIES)
    assert "0 bounds violated" in capsys.readouterr().out
    assert tried(0) == first[0]


@pytest.mark.parametrize("number", [0, 8 * 2 + 1, 8 * 4 + 2])
def test_a_bound_that_is_too_small_is_seen(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = attention_bounds.scaled_dot_product_attention

    def false(*arguments: Any, **options: Any) -> Any:
        value, bound = plain(*arguments, **options)
        return value * (1 + 4 * torch.finfo(value.dtype).eps), bound * 1e-3

    assert tried(number)["violations"] == 0
    monkeypatch.setattr(attention_bounds, "scaled_dot_product_attention", false)
    assert tried(number)["violations"] > 0
