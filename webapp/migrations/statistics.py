"""What SQLite's planner is told of the tables' sizes, so that its plans suit an installation of some size.

Without statistics SQLite takes a person's rows for a handful and walks over all of them where an index leads to a few.
ANALYZE would help only until the tables have grown, so the figures are written once, by hand: rows in all, then how
many share the first column of the index, the first two, and so on.
"""

from __future__ import annotations

from sqlalchemy import Connection

FIGURES = {
    ("card", "card"): "500000 500 1",
    ("card", "ix_card_user_id_state_due_at"): "500000 500 200 1",
    ("review_log", "review_log"): "1000000 1000 1",
    ("review_log", "ix_review_log_user_id_study_day_question_id"): "1000000 1000 40 1",
    ("review_log", "ix_review_log_user_id_question_id_answered_at"): "1000000 1000 4 1",
    ("review_log", "ix_review_log_user_id_undoes"): "20000 20 1",
    ("review_day", "review_day"): "100000 100 1",
    ("question", "ix_question_status_position"): "50000 40000 1 1",
    ("question", "ix_question_bank_id_status_position"): "50000 25000 20000 1 1",
    ("question", "ix_question_primary_claim_id"): "50000 2",
    ("question", "sqlite_autoindex_question_1"): "50000 50000 1",  # unique by bank and key
    ("question_revision", "ix_question_revision_changes_answer"): "2000 2 1",
    ("question", "ix_question_position"): "50000 1 1",
    ("claim", "sqlite_autoindex_claim_1"): "30000 30000 1",  # unique by bank and key
    ("claim", "ix_claim_topic_id"): "30000 1000",
    ("bank", "sqlite_autoindex_bank_1"): "2 1",
    ("question_claim", "question_claim"): "60000 2 1",
    ("claim_passage", "claim_passage"): "60000 2 1",
    ("claim_link", "claim_link"): "5000 2 1 1",
    ("collection_question", "collection_question"): "200000 800 1",
    ("collection_question", "ix_collection_question_collection_id_position_question_id"): "200000 800 1 1",
    ("chosen_collection", "chosen_collection"): "20000 3 1",
}


def written(connection: Connection) -> bool:
    """Whether the planner has the figures (or newer ones) of every index."""
    known = "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"
    if not connection.exec_driver_sql(known).scalar_one():
        return False
    rows = connection.exec_driver_sql("SELECT tbl, idx FROM sqlite_stat1")
    return FIGURES.keys() <= {(table, index) for table, index in rows}


def write(connection: Connection) -> None:
    """Tell the planner of SQLite the figures; connections that are opened afterwards know them too."""
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # makes the table that the figures stand in
    for (table, index), figures in FIGURES.items():
        values = {"table": table, "index": index, "figures": figures}
        connection.exec_driver_sql("DELETE FROM sqlite_stat1 WHERE tbl = :table AND idx = :index", values)
        connection.exec_driver_sql(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :figures)", values
        )
    connection.exec_driver_sql("ANALYZE sqlite_schema")
