"""Steps of learning, read as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.settings import StudySettings
from webapp.scheduling.steps import BadSteps, read_steps, steps_text

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1m 10m", (MINUTE, 10 * MINUTE)),
        ("1 min, 10 min", (MINUTE, 10 * MINUTE)),
        ("1min;10 minutes", (MINUTE, 10 * MINUTE)),
        ("1 10", (MINUTE, 10 * MINUTE)),
        ("1h", (HOUR,)),
        ("1.5 h", (90 * MINUTE,)),
        ("90 Sec 1 Hour", (timedelta(seconds=90), HOUR)),
        ("1d", (DAY,)),
        ("  ", ()),
    ],
)
def test_steps_are_read_as_people_write_them(text: str, steps: tuple[timedelta, ...]) -> None:
    assert read_steps(text) == steps


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "1x",
        "-1m",
        "1m -",
        "0m",
        "5s",
        "31d",
        "9" * 50,
        "1e5m",
        "\0",
        "1m\u0661",
        "0.0001d",
        "1m 2m 3m 4m 5m 6m 7m",
    ],
)
def test_what_are_no_steps_is_refused(text: str) -> None:
    with pytest.raises(BadSteps):
        read_steps(text)


@given(st.lists(st.integers(10, 30 * 86400).map(lambda seconds: timedelta(seconds=seconds)), max_size=6))
def test_what_is_written_is_read_again(steps: list[timedelta]) -> None:
    text = steps_text(tuple(steps))
    assert read_steps(text) == tuple(steps)
    assert steps_text(read_steps(text)) == text


def test_the_defaults_are_written_as_they_are_stored() -> None:
    usual = StudySettings()
    assert steps_text(usual.policy.learning_steps) == usual.learning_steps == "1m 10m"
    assert steps_text(usual.policy.relearning_steps) == usual.relearning_steps == "10m"
    assert StudySettings.from_columns(usual.columns()) == usual
