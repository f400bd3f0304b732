"""A made-up second migration on a filled database: the machinery that every later migration will rely on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade
from webapp.migrations.running import BrokenReferencesError, revise

HEAD = """
import sqlalchemy as sa
from alembic import op

revision = "following"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
"""
REBUILD = """
    for name in ("user", "review_log", "question_revision"):
        with op.batch_alter_table(name, recreate="auto") as table:
            table.add_column(sa.Column("note", sa.String(20), nullable=False, server_default="kept"))
            table.alter_column("note", existing_type=sa.String(20), type_=sa.String(40), existing_nullable=False)
"""
FAIL = """
    op.execute("ALTER TABLE topic ADD COLUMN note VARCHAR(20)")
    raise RuntimeError("half way")
"""


def following(folder: Path, engine: Engine, body: str) -> Path:
    """A folder with one migration after the newest, doing ``body``."""
    with engine.connect() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    (folder / "following.py").write_text(HEAD.format(before=before) + body)
    return folder


@pytest.fixture
def filled(migrated: Engine) -> Engine:
    with migrated.begin() as connection:
        fill(connection)
    return migrated


def test_filled_tables_are_rebuilt_with_their_rows_and_triggers(filled: Engine, tmp_path: Path) -> None:
    upgrade(filled, folder=following(tmp_path, filled, REBUILD))
    with filled.connect() as connection:
        assert connection.execute(text("SELECT user_id, note FROM review_log ORDER BY user_id")).all() == [
            (1, "kept"),
            (2, "kept"),
        ]
        assert connection.execute(text('SELECT count(*) FROM "user"')).scalar() == 2
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(DBAPIError, match="it refuses DELETE"), filled.begin() as connection:
        connection.execute(text("DELETE FROM review_log"))


def test_migration_that_fails_half_way_leaves_nothing(filled: Engine, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="half way"):
        upgrade(filled, folder=following(tmp_path, filled, FAIL))
    assert "note" not in {column["name"] for column in inspect(filled).get_columns("topic")}
    upgrade(filled)


def test_migration_that_breaks_references_is_undone(sqlite: Engine, tmp_path: Path) -> None:
    with sqlite.begin() as connection:
        fill(connection)
    body = '\n    op.execute("DELETE FROM topic")\n'
    with pytest.raises(BrokenReferencesError, match="claim"):
        upgrade(sqlite, folder=following(tmp_path, sqlite, body))
    with sqlite.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM topic")).scalar() == 1


def test_developer_can_write_the_next_migration_from_the_models(migrated: Engine, tmp_path: Path) -> None:
    with migrated.begin() as connection:
        connection.execute(text("DROP TABLE review_day"))
    with migrated.connect() as connection:
        written = revise(connection, "Days again", folder=tmp_path)
    source = written.read_text()
    assert "'review_day'" in source
    assert "from webapp.models.base import Day" in source
    upgrade(migrated, folder=tmp_path)
    assert inspect(migrated).has_table("review_day")
