"""Alembic's environment: run by Alembic itself, on the connection that webapp.migrations.running opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, BigInteger

from webapp.models import Base
from webapp.models.base import Day, Instant
from webapp.models.search import is_compared


def render_item(kind: str, item: Any, rendering: AutogenContext) -> str | Literal[False]:
    """Write column types by their names in ``webapp.models.base`` (every BigInteger of the models is an Id)."""
    if kind != "type":
        return False
    name = {BigInteger: "Id", JSON: "Json"}.get(type(item))
    if type(item) in {Instant, Day}:
        name = type(item).__name__ + "()"
    if name is None:
        return False
    rendering.imports.add("from webapp.models.base import " + name.removesuffix("()"))
    return name


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
    compare_type=True,
    include_name=is_compared,
)
with context.begin_transaction():
    context.run_migrations()
