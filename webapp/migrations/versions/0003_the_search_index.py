"""The index of the full-text search: FTS5 on SQLite, a tsvector on PostgreSQL. The bank's next load fills it."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ON_SQLITE = """CREATE VIRTUAL TABLE search_index USING fts5(
    kind UNINDEXED, record UNINDEXED, key UNINDEXED, article UNINDEXED, passage UNINDEXED, body, also,
    tokenize = 'porter unicode61 remove_diacritics 2'
)"""
ON_POSTGRESQL = """CREATE TABLE search_index (
    kind VARCHAR(10) NOT NULL, record BIGINT NOT NULL, key VARCHAR(60) NOT NULL, article VARCHAR(60) NOT NULL,
    passage VARCHAR(60) NOT NULL, body TEXT NOT NULL, also TEXT NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('english', body), 'A') || setweight(to_tsvector('english', also), 'D')
    ) STORED,
    CONSTRAINT pk_search_index PRIMARY KEY (kind, record)
)"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE)
        return
    op.execute(ON_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_index_words ON search_index USING gin (words)")
