"""The sets that every new database knows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tnsim.store.models import InfiniteSetRecord

__all__ = ["SEED", "seed"]

SEED = (
    ("Harmonic Series", "harmonic", {"formula": "1/n", "convergence": "divergent"}, False),
    ("Compensating Harmonic", "harmonic", {"formula": "-1/n", "compensates": "Harmonic Series"}, True),
    ("Alternating Series", "alternating", {"formula": "(-1)^n/n", "convergence": "convergent"}, False),
)


def seed(session: Session) -> int:
    """Add the sets that are missing, and return how many were."""
    known = set(session.scalars(select(InfiniteSetRecord.name).where(InfiniteSetRecord.owner.is_(None))))
    added = [
        InfiniteSetRecord(name=name, type=kind, properties=properties, is_compensated=compensated)
        for name, kind, properties, compensated in SEED
        if name not in known
    ]
    session.add_all(added)
    return len(added)
