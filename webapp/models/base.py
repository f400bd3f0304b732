"""The declarative base, the naming convention and the column types that every table shares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer, LargeBinary, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = date(1970, 1, 1)
A_MILLISECOND = timedelta(milliseconds=1)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def to_milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970 of an aware ``instant``. Raises ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be stored")
    return (instant - EPOCH) // A_MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """The UTC instant that lies ``milliseconds`` after 1970."""
    return EPOCH + timedelta(0, 0, 0, milliseconds)


def to_day_number(day: date) -> int:
    """Days from 1970-01-01 to ``day``."""
    return (day - FIRST_DAY).days


def from_day_number(number: int) -> date:
    """The date that lies ``number`` days after 1970-01-01."""
    return FIRST_DAY + timedelta(days=number)


class Instant(TypeDecorator[datetime]):
    """A UTC instant, stored as whole milliseconds since 1970: the same small integer on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else from_milliseconds(value)


class Day(TypeDecorator[date]):
    """A calendar day, stored as days since 1970-01-01."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else to_day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else from_day_number(value)


Json = JSON().with_variant(JSONB(), "postgresql")
Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite autoincrements INTEGER primary keys only
Digest = LargeBinary(32)
ReviewId = LargeBinary(16)

AUTOINCREMENT: dict[str, Any] = {"sqlite_autoincrement": True}
WITHOUT_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012
        datetime: Instant(),
        date: Day(),
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, str]]: Json,
    }
