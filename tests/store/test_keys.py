from __future__ import annotations

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from sqlalchemy import select

from tnsim.store import keys, migrate
from tnsim.store.database import Database
from tnsim.store.models import ApiKey


def test_a_key_is_known_by_its_hash_until_it_is_revoked(database_url: str) -> None:
    database = Database(database_url)
    migrate.upgrade(database)
    with database.write() as session:
        key = keys.create(session, "somebody")
    key_id, secret = keys.parse(key)
    with database.write() as session:
        stored = keys.stored_hash(session, key_id)
        assert keys.secret_matches(secret, stored)
        assert not keys.secret_matches(secret + "x", stored)
        assert not keys.secret_matches(secret, None)
        row = session.scalar(select(ApiKey))
        assert row is not None and secret not in (row.id, row.name, row.secret_hash)
        assert keys.revoke(session, key_id) and not keys.revoke(session, key_id)
        assert keys.stored_hash(session, key_id) is None
    database.dispose()


@pytest.mark.parametrize("text", ["", "tnsim", "tnsim_", "tnsim_a", "tnsim_a_", "other_a_b", "_a_b"])
def test_what_is_no_key_has_no_id(text: str) -> None:
    assert keys.parse(text) == ("", "")
