"""The rows of a database as JSON lines that are the same on SQLite and on PostgreSQL, and back."""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    collate,
    select,
)

from webapp.models.search import is_search_table

NOT_DATA = frozenset({"alembic_version"})
ROWS_AT_ONCE = 1000
LARGEST_INTEGER = 2**63 - 1


class BadRowError(Exception):
    """A line does not hold a row of its table; the message says why."""


def data_tables(connection: Connection) -> list[Table]:
    """The tables that hold data, those that others refer to first, as the database itself describes them."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not is_search_table(name))
    return [table for table in metadata.sorted_tables if table.name not in NOT_DATA]


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns in the order in which lines have them: by name, whatever the migrations made of the table."""
    return sorted(table.columns, key=lambda column: column.name)


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table in the order of its key, a JSON list each."""
    columns = columns_of(table)
    order = [
        collate(column, "C") if isinstance(column.type, String) and connection.dialect.name == "postgresql" else column
        for column in table.primary_key.columns
    ]
    binary = [number for number, column in enumerate(columns) if isinstance(column.type, LargeBinary)]
    statement = select(*columns).order_by(*order).execution_options(yield_per=ROWS_AT_ONCE)
    for row in connection.execute(statement):
        values = list(row)
        for number in binary:
            if values[number] is not None:
                values[number] = b64encode(values[number]).decode("ascii")
        yield _line(values)


def _line(values: Sequence[Any]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.encode() + b"\n"


def read_line(line: bytes, columns: Sequence[Column[Any]]) -> dict[str, Any]:
    """The row that a line holds. Raises BadRowError for anything that is not one, of whatever making."""
    try:
        values = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadRowError(f"is not JSON: {error}") from error
    if not isinstance(values, list) or len(values) != len(columns):
        raise BadRowError(f"is not a list of {len(columns)} values")
    return {column.name: _value(value, column) for value, column in zip(values, columns, strict=True)}


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no figure")


def _value(value: Any, column: Column[Any]) -> Any:
    if value is None:
        if not column.nullable:
            raise BadRowError(f"has nothing in {column.name}")
        return None
    read = next(read for kind, read in _READERS if isinstance(column.type, kind))
    try:
        return read(value)
    except (TypeError, ValueError, Base64Error) as error:
        raise BadRowError(f"has an unfit value in {column.name}: {error}") from error


def _binary(value: Any) -> bytes:
    if not isinstance(value, str):
        raise TypeError("base64 is wanted")
    return b64decode(value, validate=True)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false is wanted")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_INTEGER:
        raise TypeError("a whole number of at most 64 bits is wanted")
    return value


def _figure(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError("a figure is wanted")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError("a text is wanted")
    value.encode()  # half of a surrogate pair cannot be stored
    return value


def _content(value: Any) -> Any:
    return value


_READERS: tuple[tuple[type[Any], Callable[[Any], Any]], ...] = (
    (JSON, _content),
    (Boolean, _truth),
    (LargeBinary, _binary),
    (Integer, _whole),
    (Float, _figure),
    (String, _text),
)
