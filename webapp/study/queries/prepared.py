"""Statements of the study page, compiled once and run by the driver: the ORM would take longer than the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Boolean, ColumnElement, CompoundSelect, Dialect, Integer, Select, bindparam, cast
from sqlalchemy.dialects import registry
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON, TypeEngine

from webapp.driver import driver_of
from webapp.models.base import Day, Instant, from_day_number, from_milliseconds
from webapp.models.visible import options, visible_banks

Reader = Callable[[Any], Any]
AnySelect = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


class IsAmong(FunctionElement[bool]):
    """Whether a column's id is in a list that is given as one parameter: the statement is the same for every list."""

    inherit_cache = True

    def __init__(self, column: ColumnElement[int] | InstrumentedAttribute[int], name: str) -> None:
        super().__init__(column, bindparam(name))


@compiles(IsAmong, "sqlite")
def _is_among_on_sqlite(element: IsAmong, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  # both were compiled by SQLAlchemy


@compiles(IsAmong, "postgresql")
def _is_among_on_postgresql(element: IsAmong, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY(CAST({ids} AS BIGINT[]))"


AT_MOST = cast(bindparam("most"), Integer)
"""The limit of a statement that is given ``most``. SQLite looks at a limit that is a bare parameter while it plans, and
then plans anew with each run: that took several times as long as the rows.
"""
_OF_ONE_BANK = options(lambda bank: bank.id == bindparam("bank"), lambda entity: entity.bank_id == bindparam("bank"))
_OF_SEVERAL = options(lambda bank: IsAmong(bank.id, "banks"), lambda entity: IsAmong(entity.bank_id, "banks"))


class Prepared:
    """A SELECT that is run often. Values are given and rows come as the columns' types have them in Python.

    Where something is hidden from whoever asks, it is one of two others: of a single bank, and of several.
    """

    def __init__(self, statement: AnySelect) -> None:
        self._statement = statement
        readers = [_reader(column.type) for column in statement.selected_columns]
        self._readers = [(place, reader) for place, reader in enumerate(readers) if reader is not None]

    def rows(self, session: Session, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """The rows for ``values``: numbers and texts as the database keeps them (``models.base``)."""
        banks = visible_banks()
        if banks is None:
            return self.run(session, values)
        if len(banks) == 1:
            return self._of_one.run(session, {**values, "bank": next(iter(banks))})
        return self._of_several.run(session, {**values, "banks": list(banks)})

    def run(self, session: Session, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """The rows of this very statement, whatever may be in sight."""
        driver = driver_of(session)
        if driver.is_sqlite:
            text, constants = self._on_sqlite
            values = {name: json.dumps(value) if isinstance(value, list) else value for name, value in values.items()}
        else:
            text, constants = self._on_postgresql
        found = driver.rows(text, {**constants, **values})
        return [self._read(row) for row in found] if self._readers else found

    @cached_property
    def _of_one(self) -> Prepared:
        return Prepared(self._statement.options(*_OF_ONE_BANK))

    @cached_property
    def _of_several(self) -> Prepared:
        return Prepared(self._statement.options(*_OF_SEVERAL))

    @cached_property
    def _on_sqlite(self) -> tuple[str, dict[str, Any]]:
        return _compiled(self._statement, registry.load("sqlite")(paramstyle="named"))

    @cached_property
    def _on_postgresql(self) -> tuple[str, dict[str, Any]]:
        return _compiled(self._statement, registry.load("postgresql.psycopg")())

    def _read(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, reader in self._readers:
            if values[place] is not None:
                values[place] = reader(values[place])
        return values


def _compiled(statement: AnySelect, dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """The statement's text, and the values of those of its parameters that never change."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), {name: bound.value for bound, name in compiled.bind_names.items() if not bound.required}


def _reader(column: TypeEngine[Any]) -> Reader | None:
    if isinstance(column, Instant):
        return from_milliseconds
    if isinstance(column, Day):
        return from_day_number
    if isinstance(column, Boolean):
        return bool
    return _json if isinstance(column, JSON) else None


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value  # psycopg has read it already
