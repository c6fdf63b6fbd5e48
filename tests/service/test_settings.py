from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from dataclasses import fields
from pathlib import Path

from tnsim.errors import InputError
from tnsim.service.settings import Settings

ROOT = Path(__file__).parent.parent.parent


def test_settings_come_from_the_environment_and_arguments_come_first() -> None:
    environment = {"TNSIM_WORKERS": "3", "TNSIM_KEYS": "true", "TNSIM_QUANTUM": "0.25", "OTHER": "x"}
    found = Settings.from_environment(environment, workers=5, redis=None)
    assert (found.workers, found.keys, found.quantum, found.redis) == (5, True, 0.25, "")


@pytest.mark.parametrize(
    ("name", "text"),
    [("WORKERS", "many"), ("WORKERS", "0"), ("KEYS", "perhaps"), ("RATE", "-1"), ("TIMEOUT", "1000"), ("BODY", "nan")],
)
def test_a_wrong_setting_is_named(name: str, text: str) -> None:
    with pytest.raises(InputError, match=name.lower() if text in ("0", "-1", "1000") else name):
        Settings.from_environment({f"TNSIM_{name}": text})


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
    for field in fields(Settings):
        assert f"`TNSIM_{field.name.upper()}`" in text, field.name
    for name in ("body", "lease", "memory", "keep_days", "waiting", "patience", "timeout", "most_timeout", "cached"):
        (line,) = (line for line in text.splitlines() if line.startswith("|") and f"TNSIM_{name.upper()}`" in line)
        assert f"{getattr(Settings(), name):g}" in line or str(getattr(Settings(), name)) in line, line
