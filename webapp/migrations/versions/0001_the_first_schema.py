"""The first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Day, Id, Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("files_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("loaded_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank")),
        sa.UniqueConstraint("key", name=op.f("uq_bank_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "role",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "scheduling_policy",
        sa.Column("id", Id, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduling_policy")),
        sa.UniqueConstraint("digest", name=op.f("uq_scheduling_policy_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "user",
        sa.Column("id", Id, nullable=False),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("erasing_at", Instant(), nullable=True),
        sa.CheckConstraint("(email IS NULL) = (password IS NULL)", name=op.f("ck_user_guest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "access_token",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_access_token_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("authors", Json, nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=True),
        sa.Column("published_on", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_article_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_article_bank_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_event",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_audit_event_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_event_user_id"), ["user_id"], unique=False)

    op.create_table(
        "new_card_frontier",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("as_of", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_new_card_frontier_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_new_card_frontier")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_day",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("study_day", Day(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("new_cards", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_day_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "study_day", name=op.f("pk_review_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topic",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_topic_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_topic_bank_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("role_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_user_role_role_id_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_role_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_user_role")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "user_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("data", sa.String(length=4000), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id_user")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_user_session")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_settings",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rollover_hour", sa.Integer(), nullable=False),
        sa.Column("new_per_day", sa.Integer(), nullable=False),
        sa.Column("reviews_per_day", sa.Integer(), nullable=False),
        sa.Column("desired_retention", sa.Double(), nullable=False),
        sa.Column("maximum_interval", sa.Integer(), nullable=False),
        sa.Column("single_keys", sa.Boolean(), nullable=False),
        sa.CheckConstraint("desired_retention BETWEEN 0.70 AND 0.97", name=op.f("ck_user_settings_desired_retention")),
        sa.CheckConstraint("maximum_interval BETWEEN 1 AND 36500", name=op.f("ck_user_settings_maximum_interval")),
        sa.CheckConstraint("new_per_day >= 0 AND reviews_per_day >= 0", name=op.f("ck_user_settings_limits")),
        sa.CheckConstraint("rollover_hour BETWEEN 0 AND 23", name=op.f("ck_user_settings_rollover_hour")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_settings_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_settings")),
    )
    op.create_table(
        "article_version",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("article_id", "sha256", name=op.f("uq_article_version_article_id_sha256")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "claim",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("topic_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_claim_bank_id_bank")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_claim_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_claim_bank_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "claim_link",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.CheckConstraint("kind IN ('conflicts-with', 'supersedes')", name=op.f("ck_claim_link_kind")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_link_claim_id_claim")),
        sa.ForeignKeyConstraint(["other_id"], ["claim.id"], name=op.f("fk_claim_link_other_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "other_id", "kind", name=op.f("pk_claim_link")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("claim_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_link_other_id"), ["other_id"], unique=False)

    op.create_table(
        "claim_revision",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("changes_answer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_claim_revision_author_id_user")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_revision_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "number", name=op.f("pk_claim_revision")),
    )
    op.create_table(
        "passage",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_version_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=4000), nullable=False),
        sa.Column("inferred", Json, nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.CheckConstraint("role IN ('body', 'heading', 'apparatus')", name=op.f("ck_passage_role")),
        sa.CheckConstraint("span_start >= 0 AND span_start < span_end", name=op.f("ck_passage_span")),
        sa.ForeignKeyConstraint(
            ["article_version_id"], ["article_version.id"], name=op.f("fk_passage_article_version_id_article_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("article_version_id", "key", name=op.f("uq_passage_article_version_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "question",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("importance", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("primary_claim_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.CheckConstraint("importance IN ('core', 'useful', 'detail')", name=op.f("ck_question_importance")),
        sa.CheckConstraint("status IN ('draft', 'published', 'retired')", name=op.f("ck_question_status")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_question_bank_id_bank")),
        sa.ForeignKeyConstraint(["primary_claim_id"], ["claim.id"], name=op.f("fk_question_primary_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_question_bank_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_primary_claim_id"), ["primary_claim_id"], unique=False)
        batch_op.create_index("ix_question_status_position", ["status", "position", "id"], unique=False)

    op.create_table(
        "card",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("study_day", Day(), nullable=True),
        sa.Column("repetitions", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried_until", Day(), nullable=True),
        sa.Column("leech", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state BETWEEN 0 AND 3", name=op.f("ck_card_state")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_card_question_id_question")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_card_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "question_id", name=op.f("pk_card")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(
            "ix_card_user_id_state_due_at",
            ["user_id", "state", "due_at"],
            unique=False,
            sqlite_where=sa.text("NOT suspended"),
            postgresql_where=sa.text("NOT suspended"),
        )

    op.create_table(
        "claim_passage",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("passage_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_passage_claim_id_claim")),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name=op.f("fk_claim_passage_passage_id_passage")),
        sa.PrimaryKeyConstraint("claim_id", "passage_id", name=op.f("pk_claim_passage")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("claim_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_passage_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "question_claim",
        sa.Column("question_id", Id, nullable=False),
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.CheckConstraint("role IN ('primary', 'also')", name=op.f("ck_question_claim_role")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_question_claim_claim_id_claim")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_claim_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", "claim_id", name=op.f("pk_question_claim")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("question_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_claim_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "question_revision",
        sa.Column("question_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("changes_answer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_question_revision_author_id_user")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_revision_question_id_question")
        ),
        sa.PrimaryKeyConstraint("question_id", "number", name=op.f("pk_question_revision")),
    )
    op.create_table(
        "review_log",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("mode", sa.SmallInteger(), nullable=False),
        sa.Column("presentation", sa.String(length=2000), nullable=True),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("study_day", Day(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("response", sa.String(length=8000), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("proposed", sa.SmallInteger(), nullable=True),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("state_before", sa.SmallInteger(), nullable=True),
        sa.Column("stability_before", sa.Double(), nullable=True),
        sa.Column("difficulty_before", sa.Double(), nullable=True),
        sa.Column("state_after", sa.SmallInteger(), nullable=True),
        sa.Column("stability_after", sa.Double(), nullable=True),
        sa.Column("difficulty_after", sa.Double(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("policy_id", Id, nullable=True),
        sa.Column("undoes", sa.LargeBinary(length=16), nullable=True),
        sa.CheckConstraint("proposed BETWEEN 1 AND 4", name=op.f("ck_review_log_proposed")),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name=op.f("ck_review_log_rating")),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["scheduling_policy.id"], name=op.f("fk_review_log_policy_id_scheduling_policy")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_review_log_question_id_question")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_review_log_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_review_log")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("review_log", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_log_user_id_question_id_answered_at", ["user_id", "question_id", "answered_at"], unique=False
        )
        batch_op.create_index("ix_review_log_user_id_study_day", ["user_id", "study_day"], unique=False)
