"""Tables on disk: read where they are whole and hold, computed anew where anything is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tnsim.prover.multiple_zeta import reduction, tables
from tnsim.prover.multiple_zeta.reduction import System, system
from tnsim.prover.multiple_zeta.tables import Table, folder, load, save

KEY = (2, 5, 5, 0, 0, 1)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TNSIM_TABLES", str(tmp_path / "tables"))
    monkeypatch.setattr(reduction, "_FEWEST_COLUMNS", 1)
    system.cache_clear()
    yield tmp_path / "tables"
    system.cache_clear()


def _anew() -> System:
    system.cache_clear()
    return system(*KEY[:3])


def _count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with every table that is computed."""
    calls: list[int] = []
    computed = reduction._computed

    def counted(*arguments: Any) -> Table:
        calls.append(1)
        return computed(*arguments)

    monkeypatch.setattr(reduction, "_computed", counted)
    return calls


def test_a_table_is_written_once_and_read_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = _count(monkeypatch)
    first = _anew()
    assert [path.name for path in place.iterdir()] == ["2-5-5-0-0-1.json"]
    assert _anew() == first
    assert len(calls) == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _noise(path: Path) -> None:
    path.write_bytes(b"\x00\xff" * 50)


def _other_program(path: Path) -> None:
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "digest": "0" * 64}))


def _other_relation(path: Path) -> None:
    data = json.loads(path.read_text())
    data["table"]["names"][0] = data["table"]["names"][1]
    path.write_text(json.dumps(data))


def _a_list(path: Path) -> None:
    path.write_text("[1, 2]")


@pytest.mark.parametrize("spoil", [_cut, _noise, _other_program, _other_relation, _a_list])
def test_a_spoilt_table_is_computed_anew_and_replaced(
    spoil: Callable[[Path], None], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = _count(monkeypatch)
    first = _anew()
    spoil(place / "2-5-5-0-0-1.json")
    assert load(KEY) is None
    assert _anew() == first
    assert len(calls) == 2
    assert load(KEY) is not None


def _forged(table: Table, **changes: Any) -> Table:
    parts = {name: list(getattr(table, name)) for name in Table.__slots__}
    return Table(**{**parts, **changes})


@pytest.mark.parametrize(
    "change",
    [
        lambda t: {"names": t.names[:-1]},
        lambda t: {"names": [*t.names[:-1], t.names[0]]},
        lambda t: {"names": [*t.names[:-1], "hoffman 2"]},
        lambda t: {"names": [*t.names[:-1], "no relation"]},
        lambda t: {"places": [*t.places[:-1], t.places[0]]},
        lambda t: {"places": [*t.places[:-1], 10**6]},
        lambda t: {"elements": [*t.elements[:-1], 99]},
        lambda t: {"annihilators": [{"0": 1}]},
    ],
)
def test_a_table_that_does_not_hold_is_computed_anew(
    change: Callable[[Table], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is whole and of this program, yet says what is not so."""
    first = _anew()
    table = load(KEY)
    assert table is not None
    save(KEY, _forged(table, **change(table)))
    calls = _count(monkeypatch)
    assert _anew() == first
    assert len(calls) == 1


def test_forms_that_do_not_vanish_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    system.cache_clear()
    first = system(*KEY[:3], with_basis=False)
    table = load((*KEY[:5], 0))
    assert table is not None and table.annihilators
    wrong = [dict(table.annihilators[0]) | {str(table.places[0]): 12345}, *table.annihilators[1:]]
    save((*KEY[:5], 0), _forged(table, annihilators=wrong))
    calls = _count(monkeypatch)
    system.cache_clear()
    assert system(*KEY[:3], with_basis=False) == first
    assert len(calls) == 1


def test_tables_may_be_switched_off(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNSIM_TABLES", "off")
    _anew()
    assert not place.exists() and folder() is None
    assert load(KEY) is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TNSIM_TABLES", str(tmp_path / "file"))
    assert len(_anew().names) > 0
    assert load(KEY) is None


def test_the_folder_is_that_of_the_platform() -> None:
    assert folder({"TNSIM_TABLES": "/t"}) == Path("/t")
    assert folder({"XDG_CACHE_HOME": "/c"}, "linux") == Path("/c/tnsim/tables")
    assert folder({"LOCALAPPDATA": "/l"}, "win32") == Path("/l/tnsim/tables")
    home = folder({}, "darwin")
    assert home is not None and home.parts[-4:] == ("Library", "Caches", "tnsim", "tables")


def test_the_program_is_part_of_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    _anew()
    assert load(KEY) is not None
    monkeypatch.setattr(tables, "_program", lambda: "another one")
    assert load(KEY) is None
