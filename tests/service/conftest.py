"""One service for the tests that ask it ordinary things, and use what they make themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def shared_service(tmp_path_factory: pytest.TempPathFactory, serve_in: Callable[..., Any]) -> Iterator[Any]:
    """A running service on SQLite; to start one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("shared")
    with serve_in(folder, f"sqlite:///{folder}/tnsim.db") as running:
        yield running
