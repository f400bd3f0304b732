"""The words of claims, for those who keep them; written with the other indexes"""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ON_SQLITE = """CREATE VIRTUAL TABLE search_index_of_claims USING fts5(
    body, tokenize = 'porter unicode61 remove_diacritics 2'
)"""
ON_POSTGRESQL = """CREATE TABLE search_index_of_claims (
    record BIGINT NOT NULL, words TSVECTOR NOT NULL, CONSTRAINT pk_search_index_of_claims PRIMARY KEY (record)
)"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE)
        return
    op.execute(ON_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_index_of_claims_words ON search_index_of_claims USING gin (words)")
