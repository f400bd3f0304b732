"""The migration that brings notes and reports, on a database that was filled before it."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade

SETTINGS = (
    "INSERT INTO user_settings (user_id, zone, rollover_hour, new_per_day, reviews_per_day, desired_retention,"
    " maximum_interval, single_keys) VALUES (1, 'Asia/Seoul', 4, 7, 200, 0.9, 36500, :yes)"
)


def test_settings_that_were_chosen_before_stay_and_bring_neither_timer_nor_breaks(empty: Engine) -> None:
    upgrade(empty, revision="0006")
    with empty.begin() as connection:
        fill(connection)
        connection.execute(text(SETTINGS), {"yes": True})
    upgrade(empty, revision="0007")
    with empty.connect() as connection:
        kept = connection.execute(text("SELECT zone, new_per_day, shows_time, timebox_minutes FROM user_settings"))
        assert [tuple(row) for row in kept] == [("Asia/Seoul", 7, False, 0)]
        for table, number in (("review_log", 2), ("note", 0), ("report", 0)):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
