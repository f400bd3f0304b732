"""The migration that brings settings in depth, on a database in which somebody had chosen some before it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.migrations.filling import fill
from webapp.history.settings import settings_of
from webapp.migrations import upgrade
from webapp.scheduling.settings import StudySettings

CHOSEN = """
    INSERT INTO user_settings (user_id, zone, rollover_hour, new_per_day, reviews_per_day, desired_retention,
                               maximum_interval, single_keys)
    VALUES (1, 'Asia/Seoul', 5, 7, 90, 0.85, 400, :yes)"""


@pytest.fixture
def migrated_with_settings(empty: Engine) -> Engine:
    upgrade(empty, revision="0001")
    with empty.begin() as connection:
        fill(connection)
        connection.execute(text(CHOSEN), {"yes": True})
    upgrade(empty)
    return empty


def test_what_was_chosen_stays_and_the_rest_has_its_defaults(migrated_with_settings: Engine) -> None:
    with Session(migrated_with_settings) as session:
        assert settings_of(session, user_id=1) == StudySettings(
            zone="Asia/Seoul", rollover_hour=5, new_per_day=7, reviews_per_day=90, desired_retention=0.85,
            maximum_interval=400,
        )  # fmt: skip
        assert settings_of(session, user_id=2) == StudySettings()


@pytest.mark.parametrize(
    "change",
    ["new_order = 'backwards'", "catch_up_per_day = 5", "catch_up_until = 20000",
     "catch_up_until = 20000, catch_up_per_day = 0"],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_the_database(migrated_with_settings: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)check"), migrated_with_settings.begin() as connection:
        connection.execute(text(f"UPDATE user_settings SET {change}"))
