"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import DateTime, Dialect, Numeric, String
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["Fixed", "Timestamp", "to_fixed"]

_PLACES = Decimal(1).scaleb(-10)
_LARGEST = Decimal(10) ** 10 - _PLACES


def to_fixed(value: Fraction) -> Decimal:
    """Return the number as a DECIMAL(20, 10): rounded, and cut off at the largest one, so that order is kept.

    >>> to_fixed(Fraction(1, 3)), to_fixed(Fraction(10**30))
    (Decimal('0.3333333333'), Decimal('9999999999.9999999999'))
    """
    if abs(value) > Fraction(_LARGEST):
        return _LARGEST if value > 0 else -_LARGEST
    return Decimal(round(value * 10**10)).scaleb(-10)


class Fixed(TypeDecorator[Decimal]):
    """DECIMAL(precision, scale). SQLite has no decimal type: numbers there have 15 digits, and come back rounded."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int = 20, scale: int = 10) -> None:
        super().__init__(precision, scale)
        self._size, self._unit = (precision, scale), Decimal(1).scaleb(-scale)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_SqliteNumeric(*self._size))
        return super().load_dialect_impl(dialect)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(str(value)).quantize(self._unit, ROUND_HALF_EVEN)


class _SqliteNumeric(Numeric[Any]):
    """A column of numeric affinity, whose values are handed over as they are."""

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


class Timestamp(TypeDecorator[datetime]):
    """A moment with its time zone, always UTC; SQLite keeps it as a text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)
