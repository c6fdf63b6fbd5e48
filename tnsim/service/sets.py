"""Stored sets: made, found, listed, deleted."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException

from tnsim.errors import InputError
from tnsim.service.definitions import Definition, build, define, describe, exact_elements
from tnsim.service.schemas.answers import CreatedAnswer, SetAnswer, SetPage
from tnsim.service.schemas.requests import CreateRequest
from tnsim.store import repository
from tnsim.store.database import Database
from tnsim.store.models import InfiniteSetRecord

__all__ = ["create", "create_with_opposite", "definition_of", "delete", "find", "list_page"]

_SHOWN = 100
"""How many elements are shown with a set."""


def create(database: Database, wanted: CreateRequest, owner: str | None) -> SetAnswer:
    """Return the new set; raises InputError where the request does not say what it is."""
    values, _, properties = _read(wanted)
    name = wanted.name or f"{wanted.type} set"
    with database.write() as session:
        record = repository.add_set(session, name, wanted.type, properties, values, owner)
    return _shown(record, values, _notes(wanted))


def create_with_opposite(database: Database, wanted: CreateRequest, owner: str | None) -> CreatedAnswer:
    """Return the answer of the classic route: the id of the new set, and the set that compensates it."""
    made = create(database, wanted, owner)
    definition = _read(wanted)[1]
    return CreatedAnswer(
        set_id=made.id,
        status="created",
        name=made.name,
        type=made.type,
        element_count=made.element_count,
        given_by=dict(definition),
        compensating_set=dict(describe(-build(definition))),
        notes=made.notes,
    )


def _read(wanted: CreateRequest) -> tuple[list[Fraction], Definition, dict[str, Any]]:
    """Return the elements, what the set is given by, and its properties with the formula that they amount to."""
    values = exact_elements(wanted.elements)
    definition = define(wanted.type, wanted.properties, values)
    build(definition)
    return values, definition, wanted.properties if values else {**wanted.properties, **definition}


def _notes(wanted: CreateRequest) -> list[str]:
    if wanted.elements and "formula" in wanted.properties:
        return ["the set is its elements; the formula is kept as a remark, and was not compared with them"]
    return []


def find(database: Database, set_id: UUID, owner: str | None) -> SetAnswer:
    """Return a set; raises 404 where there is none that the owner may see."""
    with database.read() as session:
        record = _found(repository.find_set(session, set_id, owner), set_id)
        return _shown(record, repository.elements(session, set_id, _SHOWN))


def definition_of(database: Database, set_id: UUID, owner: str | None) -> tuple[str, Definition]:
    """Return the name of a set and what it is given by; raises 404."""
    with database.read() as session:
        record = _found(repository.find_set(session, set_id, owner), set_id)
        return record.name, define(record.type, record.properties, repository.elements(session, set_id))


def delete(database: Database, set_id: UUID, owner: str | None) -> None:
    """Delete a set of this owner; raises 404."""
    with database.write() as session:
        if not repository.delete_set(session, set_id, owner):
            raise HTTPException(404, f"you have no set {set_id}")


def list_page(
    database: Database, owner: str | None, kind: str | None, is_compensated: bool | None, limit: int, cursor: str | None
) -> SetPage:
    """Return a page of the sets that the owner may see."""
    after = None if cursor is None else _read_cursor(cursor)
    with database.read() as session:
        records, total = repository.list_sets(session, owner, kind, is_compensated, limit + 1, after)
        items = [_shown(record, repository.elements(session, record.id, 5)) for record in records[:limit]]
    following = _cursor(records[limit - 1]) if len(records) > limit else None
    return SetPage(items=items, total=total, next_cursor=following)


def _shown(record: InfiniteSetRecord, values: Sequence[Fraction], notes: Sequence[str] = ()) -> SetAnswer:
    return SetAnswer(
        id=record.id,
        name=record.name,
        type=record.type,
        properties=record.properties,
        element_count=record.element_count,
        elements=[str(value) for value in values[:_SHOWN]],
        is_infinite=record.element_count == 0,
        is_compensated=record.is_compensated,
        created_at=record.created_at,
        updated_at=record.updated_at,
        notes=list(notes),
    )


def _found(record: InfiniteSetRecord | None, set_id: UUID) -> InfiniteSetRecord:
    if record is None:
        raise HTTPException(404, f"you have no set {set_id}")
    return record


def _cursor(record: InfiniteSetRecord) -> str:
    return base64.urlsafe_b64encode(f"{record.created_at.isoformat()} {record.id}".encode()).decode()


def _read_cursor(text: str) -> tuple[datetime, UUID]:
    try:
        moment, _, set_id = base64.urlsafe_b64decode(text.encode("ascii")).decode("ascii").partition(" ")
        read = datetime.fromisoformat(moment)
        if read.tzinfo is None:
            raise ValueError("no time zone")
        return read, UUID(set_id)
    except (ValueError, OverflowError, binascii.Error):
        raise InputError("a cursor is the next_cursor of a page before") from None
