"""The charts of the second page: what is known, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from webapp.history.mastery import Heading, Mastery, mastery_by
from webapp.pictures.charts import Chart, Table, count, counted, percent, text
from webapp.pictures.marks import Bars, Row, Rows, bars
from webapp.pictures.marks import Column as BarColumn
from webapp.scheduling.settings import MATURE_STABILITY

from .asked import Asked

MANY = {Heading.ARTICLE: "articles", Heading.TOPIC: "topics", Heading.ACTOR: "actors",
        Heading.IMPORTANCE: "grades of importance", Heading.KIND: "kinds of question"}  # fmt: skip
ROWS_DRAWN = 20
FEWEST_QUESTIONS = 5
"""Of what has fewer questions than these nothing is said first: to know all of one is no news."""


def mastery(asked: Asked) -> Chart:
    """What is known of each article, topic, actor, importance or kind."""
    heading = Heading(asked.by) if asked.by in set(Heading) else Heading.ARTICLE
    rows = mastery_by(asked.session, heading, user_id=asked.user_id)
    return Chart(
        key="mastery",
        title="Known so far",
        said=_mastery_said(rows, heading),
        picture=Rows(rows=tuple(_mastery_row(row) for row in rows[:ROWS_DRAWN])) if rows else None,
        wide=True,
        choices=tuple(Heading),
        chosen=heading,
        table=Table(
            caption=f"questions known by {heading}",
            columns=(text(heading.capitalize()), count("Questions"), count("Known for three weeks or more"),
                     count("In memory for less"), count("Not met yet")),
            rows=tuple((row.title, row.questions, row.mature, row.young, row.unseen) for row in rows),
        ),
    )  # fmt: skip


def _mastery_said(rows: Sequence[Mastery], heading: Heading) -> str:
    met = [row for row in rows if row.mature or row.young]
    if not rows:
        return "The bank holds no published question yet."
    if not met:
        return "You have not met any question yet. A bar fills as you do: full for what stays three weeks or more."
    telling = [row for row in met if row.questions >= FEWEST_QUESTIONS] or met
    best = max(telling, key=lambda row: ((row.mature + row.young) / row.questions, row.questions))
    more = f" The {ROWS_DRAWN} with most questions are drawn, all are in the table." if len(rows) > ROWS_DRAWN else ""
    return (
        f"You have met something of {len(met)} of {len(rows)} {MANY[heading]}; you hold most of “{best.title}”, "
        f"{percent((best.mature + best.young) / best.questions)}. The full part of a bar stays three weeks or more, "
        f"the lighter part less.{more}"
    )


def _mastery_row(row: Mastery) -> Row:
    return Row(
        name=row.title,
        is_markdown=False,
        said=f"{row.mature} of {row.questions} known for three weeks or more, {row.young} in memory, "
        f"{row.unseen} not met yet",
        full=100 * row.mature / row.questions,
        light=100 * (row.mature + row.young) / row.questions,
    )


STABILITIES = ((0, 1, "under a day"), (1, 3, "1 to 3 days"), (3, 7, "3 to 7 days"), (7, 21, "1 to 3 weeks"),
               (21, 60, "3 to 8 weeks"), (60, 180, "2 to 6 months"), (180, 365, "6 to 12 months"),
               (365, float("inf"), "over a year"))  # fmt: skip
STABILITY_NAMES = ("0", "1 d", "3 d", "1 w", "3 w", "2 m", "6 m", "1 y")


def stability(asked: Asked) -> Chart:
    """How long memories last."""
    values = [memory.stability for memory in asked.memories]
    numbers = [sum(low <= value < high for value in values) for low, high, _ in STABILITIES]
    said = "How long what you learned will stay: nothing is in memory yet."
    if values:
        lasting = sum(value >= MATURE_STABILITY for value in values)
        said = (
            f"Half of the {counted(len(values), 'card')} in your memory stay for {_days(median(values))} or more; "
            f"{lasting:,} are mature: three weeks or more. Each bar begins at the time named under it."
        )
    return Chart(
        key="stability",
        title="How long it stays",
        said=said,
        picture=_distribution(numbers, STABILITY_NAMES, [name for _, _, name in STABILITIES]) if values else None,
        table=_table("cards by stability, the days until one in ten is forgotten", "Stays for", STABILITIES, numbers),
    )


def _days(value: float) -> str:
    return counted(round(value), "day") if value >= 1 else "less than a day"


DIFFICULTIES = tuple((low, low + 1, f"{low} to {low + 1}") for low in range(1, 10))


def difficulty(asked: Asked) -> Chart:
    """How hard the cards are for this student."""
    values = [memory.difficulty for memory in asked.memories]
    numbers = [_in_tenth(values, low, last=low == 9) for low, _, _ in DIFFICULTIES]
    said = "How hard the cards are for you, from 1 to 10: nothing is in memory yet."
    if values:
        hard = sum(value >= 8 for value in values)
        said = (
            f"From 1 (easy) to 10 (hard), half of your cards are at {median(values):.1f} or less; "
            f"{counted(hard, 'card is', 'cards are')} at 8 or more."
        )
    return Chart(
        key="difficulty",
        title="How hard it is for you",
        said=said,
        picture=_distribution(numbers, [str(low) for low, _, _ in DIFFICULTIES], [name for _, _, name in DIFFICULTIES])
        if values
        else None,
        table=_table("cards by difficulty", "Difficulty", DIFFICULTIES, numbers),
    )


def _in_tenth(values: Sequence[float], low: float, *, last: bool) -> int:
    return sum(low <= value < low + 1 or (last and value >= low + 1) for value in values)


RECALLS = ((0.0, 0.5, "under 50 %"), (0.5, 0.6, "50 to 60 %"), (0.6, 0.7, "60 to 70 %"), (0.7, 0.8, "70 to 80 %"),
           (0.8, 0.9, "80 to 90 %"), (0.9, 0.95, "90 to 95 %"), (0.95, 1.01, "over 95 %"))  # fmt: skip
RECALL_NAMES = ("0", "50", "60", "70", "80", "90", "95 %")


def recall(asked: Asked) -> Chart:
    """How likely each card is to be remembered today."""
    values = [memory.recall for memory in asked.memories if memory.recall is not None]
    today = len(asked.memories) - len(values)
    numbers = [sum(low <= value < high for value in values) for low, high, _ in RECALLS]
    left_out = f" {counted(today, 'card')} answered today not counted." if today else ""
    said = f"How likely you are to remember each card now: nothing to tell yet.{left_out}"
    if values:
        said = (
            f"If all {counted(len(values), 'card')} came up now you would know about {round(sum(values)):,}: "
            f"{percent(sum(values) / len(values))}.{left_out}"
        )
    return Chart(
        key="recall",
        title="What you would know now",
        said=said,
        picture=_distribution(numbers, RECALL_NAMES, [name for _, _, name in RECALLS]) if values else None,
        table=_table("cards by the chance of remembering them now", "Chance", RECALLS, numbers),
    )


def _distribution(numbers: Sequence[int], short: Sequence[str], full: Sequence[str]) -> Bars:
    return bars(
        [
            BarColumn(value=number, said=f"{name}: {counted(number, 'card')}", name=below, figure=f"{number:,}")
            for number, below, name in zip(numbers, short, full, strict=True)
        ]
    )


def _table(caption: str, what: str, classes: Sequence[tuple[float, float, str]], numbers: Sequence[int]) -> Table:
    return Table(
        caption=caption,
        columns=(text(what), count("Cards")),
        rows=tuple((name, number) for (_, _, name), number in zip(classes, numbers, strict=True)),
    )
