"""API keys: `tnsim_ID_SECRET`. The table holds the SHA-256 of the secret, which is 256 random bits.

A slow hash protects guessable passwords; of 256 random bits there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tnsim.store.models import ApiKey

__all__ = ["create", "parse", "revoke", "secret_matches", "stored_hash"]

_PREFIX = "tnsim"
_NOBODYS_HASH = hashlib.sha256(secrets.token_bytes(32)).hexdigest()


def create(session: Session, name: str) -> str:
    """Return a new key, which is shown this once."""
    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    session.add(ApiKey(id=key_id, name=name, secret_hash=_hash(secret)))
    return f"{_PREFIX}_{key_id}_{secret}"


def revoke(session: Session, key_id: str) -> bool:
    """Make a key worthless; tell whether there was a valid one of this id."""
    key = session.get(ApiKey, key_id)
    if key is None or key.revoked_at is not None:
        return False
    key.revoked_at = datetime.now(UTC)
    return True


def stored_hash(session: Session, key_id: str) -> str | None:
    """Return the hash of the secret of a valid key."""
    return session.scalar(select(ApiKey.secret_hash).where(ApiKey.id == key_id, ApiKey.revoked_at.is_(None)))


def parse(key: str) -> tuple[str, str]:
    """Return the id and the secret in a key; both are empty in what is no key."""
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    return (key_id, secret) if prefix == _PREFIX and key_id and secret else ("", "")


def secret_matches(secret: str, stored: str | None) -> bool:
    """Tell whether the secret is the one of the hash; what is unknown takes as long as what is wrong."""
    matches = hmac.compare_digest(_hash(secret), stored or _NOBODYS_HASH)
    return matches and stored is not None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
