"""Tables on disk: which relations of a weight are independent, computed once for all processes of a machine.

A file is read only if it was written by the same program (a digest of the files that make relations and bases) and is
whole (a digest of its own); what it says is then verified again (`reduction`). Whatever is wrong with it, the table is
computed anew. The folder is the platform's for caches, or that of the environment variable TNSIM_TABLES; with
`TNSIM_TABLES=off` nothing is read or written.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import tnsim.proof.multiple_zeta
import tnsim.prover.multiple_zeta

__all__ = ["Table", "folder", "load", "save"]

_VARIABLE = "TNSIM_TABLES"
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """Independent rows by number and name, columns in which they are independent, and forms that vanish on them."""

    elements: Sequence[int]
    names: Sequence[str]
    places: Sequence[int]
    annihilators: Sequence[Mapping[str, int]]
    """Columns, as texts of whole numbers, with residues."""


def folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return the folder of the tables, or `None` where there is to be none.

    >>> folder({"TNSIM_TABLES": "off"}) is None
    True
    >>> folder({"XDG_CACHE_HOME": "/tmp/cache"}, "linux").as_posix()
    '/tmp/cache/tnsim/tables'
    """
    given = environment.get(_VARIABLE)
    if given:
        return None if given.lower() == "off" else Path(given)
    try:
        if platform == "win32":
            base = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # no home
        return None
    return base / "tnsim" / "tables"


def load(key: Sequence[int]) -> Table | None:
    """Return the table of a key as this program wrote it, or `None` if there is none, or one that is not whole."""
    place = folder()
    if place is None:
        return None
    try:
        path = place / _name(key)
        if path.stat().st_size > _MOST_BYTES:
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["digest"] != _digest(key, data["table"]):
            return None
        table = Table(**data["table"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return table if _is_well_formed(table) else None


def save(key: Sequence[int], table: Table) -> None:
    """Write the table of a key, as a whole or not at all; a folder that can't be written is no error."""
    place = folder()
    if place is None:
        return
    data = asdict(table)
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=place, suffix=".part", delete=False) as file:
            json.dump({"digest": _digest(key, data), "table": data}, file)
        try:
            Path(file.name).replace(place / _name(key))
        except OSError:
            Path(file.name).unlink(missing_ok=True)


def _name(key: Sequence[int]) -> str:
    return "-".join(map(str, key)) + ".json"


def _digest(key: Sequence[int], data: Any) -> str:
    text = json.dumps([_program(), list(key), data], sort_keys=True)
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """Return a digest of the modules on which a table depends."""
    found = sha256()
    for package in (tnsim.proof.multiple_zeta, tnsim.prover.multiple_zeta):
        for path in sorted(Path(next(iter(package.__path__))).glob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


def _is_well_formed(table: Table) -> bool:
    lists = (table.elements, table.names, table.places, table.annihilators)
    return (
        all(isinstance(part, list) for part in lists)
        and all(type(i) is int for i in (*table.elements, *table.places))
        and all(isinstance(name, str) for name in table.names)
        and all(
            isinstance(form, dict) and all(column.isdecimal() and type(c) is int for column, c in form.items())
            for form in table.annihilators
        )
    )
