from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from tnsim.cli.serve import _serve
from tnsim.errors import InputError


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"database": "sqlite:////nowhere/at/all.db"}, "unable to open"),
        ({"database": "postgresql://somebody:secret@127.0.0.1:1/nothing"}, "the database refuses: connection failed"),
        ({"database": "mysql://somebody:secret@host/nothing"}, "SQLite or PostgreSQL, not mysql"),
        ({"redis": "nonsense:secret"}, "a Redis URL is"),
    ],
)
def test_what_cannot_be_reached_is_said_without_its_password(
    given: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=re.escape(reason)) as error:
        _serve("127.0.0.1", 0, None, True, "info", {"database": f"sqlite:///{tmp_path}/tnsim.db"} | given)
    assert "secret" not in str(error.value) and "\n" not in str(error.value)
