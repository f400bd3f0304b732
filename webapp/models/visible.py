"""Whose banks are in sight: one set for all that is read and changed while a request is answered.

What a person may not see is left out by every statement over the tables that belong to a bank, whoever wrote it:
``webapp.db`` adds the condition to those of the ORM, ``study.queries.prepared`` to those that are compiled once, and
the few that are written as text ask here. Outside requests (the command line, migrations) everything is in sight.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from .bank import Bank, InBank, OfQuestion, Question

Banks = frozenset[int] | None
"""The ids of the banks that somebody sees; None where nothing is hidden from them, and nothing need be asked."""
NOTHING: Banks = frozenset()
BANKS_ON_SQLITE = "(SELECT value FROM json_each(:banks))"
BANKS_ON_POSTGRESQL = "(SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:banks AS json)))"

_visible: ContextVar[Banks] = ContextVar("visible_banks", default=None)


def visible_banks() -> Banks:
    """The banks in sight."""
    return _visible.get()


def visible_values() -> dict[str, str]:
    """The banks in sight as the value ``banks`` of a text that has ``BANKS_ON_SQLITE`` or ``BANKS_ON_POSTGRESQL``."""
    banks = visible_banks()
    return {} if banks is None else {"banks": json.dumps(sorted(banks))}


def see(banks: Banks) -> None:
    """Have these banks in sight from now on, in place of those before: until the end of ``only_visible``."""
    _visible.set(banks)


@contextmanager
def only_visible(banks: Banks) -> Iterator[None]:
    """Have these banks in sight within the block alone."""
    before = _visible.set(banks)
    try:
        yield
    finally:
        _visible.reset(before)


Condition = Callable[[Any], ColumnElement[bool]]


@lru_cache(maxsize=1024)
def criteria(banks: frozenset[int]) -> tuple[ExecutableOption, ...]:
    """Options that leave out of an ORM statement what does not belong to ``banks``."""
    if len(banks) == 1:  # said as an equality, for which an index gives the rows in their order
        (only,) = banks
        return options(
            lambda bank: bank.id == only,
            lambda entity: entity.bank_id == only,
            lambda entity: entity.question_id.in_(select(Question.id).where(Question.bank_id == only)),
        )
    several = tuple(sorted(banks))
    return options(
        lambda bank: bank.id.in_(several),
        lambda entity: entity.bank_id.in_(several),
        lambda entity: entity.question_id.in_(select(Question.id).where(Question.bank_id.in_(several))),
    )


def options(*conditions: Condition) -> tuple[ExecutableOption, ...]:
    """Options that put conditions on a bank, on all that belongs to one and on what is said of its questions, under
    whatever name each is read.

    SQLAlchemy remembers the functions by their code and reads the values that they use from around them: they must be
    lambdas that name these values themselves. A condition that was made outside is that of the first call for ever.
    """
    return tuple(
        with_loader_criteria(entity, condition, include_aliases=True, propagate_to_loaders=False)
        for entity, condition in zip((Bank, InBank, OfQuestion), conditions, strict=False)
    )
