"""Fields and rows that the forms of several kinds share. A row that is left empty counts as not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField

from question_bank.fields import EMPTY
from question_bank.quantities import Scale
from question_bank.words import Message
from webapp.web.words import say

MOST_ROWS = 40
SPARE_ROWS = 2
SCALES = [
    ("", "—"),
    (Scale.THOUSAND.value, _l("thousand")),
    (Scale.MILLION.value, _l("million")),
    (Scale.BILLION.value, _l("billion")),
    (Scale.TRILLION.value, _l("trillion")),
    (Scale.PERCENT.value, _l("percent")),
]


_NAMES = "'%(key)s' "
"""How a sentence begins that is about one field."""


def by_labels(form: Form, problems: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with a record, in the order of the form and then what is of no field; a field that is named at the
    beginning has the name that it has in the form.
    """
    labels = {"id" if field.short_name == "key" else field.short_name: str(field.label.text) for field in form}

    def labelled(problem: str) -> str:
        if not isinstance(problem, Message) or not problem.template.startswith(_NAMES):
            return say(problem)
        label, least = labels.get(str(problem.values["key"])), problem.values.get("least")
        if label is None:
            return say(problem)
        if isinstance(least, int):
            return str(ngettext("“%(field)s” needs at least one.", "“%(field)s” needs at least %(num)d.",
                                least, field=label))  # fmt: skip
        if problem.template == EMPTY.template:
            return str(gettext("“%(field)s” is empty.", field=label))
        said = say(problem.filled(**{**problem.values, "key": label}))
        return said.replace(f"'{label}'", f"“{label}”", 1)

    names = dict.fromkeys(("id", *getattr(form, "shown", ()), *labels))
    places = {name: place for place, name in enumerate(names)}

    def place(problem: str) -> int:
        if isinstance(problem, Message) and problem.template.startswith(_NAMES):
            return places.get(str(problem.values["key"]), len(places))
        return len(places)

    return tuple(map(labelled, sorted(problems, key=place)))


def unix_lines(text: str | None) -> str:
    """Browsers send a line's end as two characters; the bank has one."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Pick(SelectField):
    """One of some choices: pairs of what is sent and what is shown."""

    def __init__(self, label: Any, options: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(label, **more)
        self.choices = list(options)


def text_field(label: Any, **options: Any) -> StringField:
    """One line."""
    return StringField(label, filters=[unix_lines], **options)


def area(label: Any, *, rows: int = 3, **options: Any) -> TextAreaField:
    """Several lines."""
    return TextAreaField(label, filters=[unix_lines], render_kw={"rows": rows}, **options)


def lines(text: str | None) -> list[str]:
    """The lines of an area that hold something: a list of texts, as it is typed."""
    return [line.strip() for line in unix_lines(text).split("\n") if line.strip()]


class Row(Form):
    """One entry of a list. ``key`` names it in the content; ``telling`` are the fields of which one must be filled."""

    telling: tuple[str, ...] = ()
    key = HiddenField()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not any(self.data[name] for name in self.telling)


class OptionRow(Row):
    telling: tuple[str, ...] = ("text", "feedback")
    text = area(_l("Option"), rows=2)
    right = BooleanField(_l("Right"))
    feedback = area(_l("What is said to whoever chooses it"), rows=2)


class PositionRow(OptionRow):
    telling = ("text", "claim", "feedback")
    claim = text_field(_l("Claim that it names"))


class GapRow(Row):
    telling = ("name", "accept")
    name = text_field(_l("Name of the gap, as in the text"))
    accept = area(_l("Accepted answers, one a line"), rows=2)
    hint = text_field(_l("Hint"))


class ItemRow(Row):
    telling = ("accept",)
    accept = area(_l("Accepted answers, one a line; the first is shown"), rows=2)
    feedback = area(_l("What is said to whoever forgets it"), rows=2)


class WrongTextRow(Row):
    telling = ("accept", "feedback")
    accept = area(_l("Wrong answers, one a line"), rows=2)
    feedback = area(_l("What is said to them"), rows=2)


class WrongNumberRow(Row):
    telling = ("number", "feedback")
    number = text_field(_l("Wrong figure"))
    scale = Pick(_l("Scale"), SCALES)
    feedback = area(_l("What is said to it"), rows=2)


class WrongDateRow(Row):
    telling = ("date", "feedback")
    date = text_field(_l("Wrong date"))
    feedback = area(_l("What is said to it"), rows=2)


class PairRow(Row):
    telling = ("text", "answer")
    answer_key = HiddenField()
    place = HiddenField()  # of the answer among the options, where there is one already
    text = area(_l("Item"), rows=2)
    answer = area(_l("What belongs to it"), rows=2)
    feedback = area(_l("What is said to whoever matches it wrongly"), rows=2)


class SpareOptionRow(Row):
    telling = ("text",)
    place = HiddenField()
    text = area(_l("Answer that belongs to none"), rows=2)


class StepRow(Row):
    telling = ("text",)
    text = area(_l("Item"), rows=2)
    when = text_field(_l("When it was, shown afterwards"))
    claim = text_field(_l("Claim that it rests on"))


def row_list(row: type[Row], label: Any) -> FieldList[Any]:
    """Rows of one shape, with a few to spare."""
    return FieldList(FormField(row), label, max_entries=MOST_ROWS)


def filled(rows: FieldList[Any]) -> list[dict[str, Any]]:
    """What was entered, row by row."""
    return [dict(entry.data) for entry in rows if not entry.form.is_empty]


def add_spare_rows(form: Form) -> None:
    """Leave a few empty rows at the end of every list, so that it can grow without a script."""
    for rows in form:
        if isinstance(rows, FieldList):
            empty = sum(entry.form.is_empty for entry in rows)
            for _ in range(min(SPARE_ROWS - empty, MOST_ROWS - len(rows))):
                rows.append_entry()


def keyed(rows: Iterable[dict[str, Any]], taken: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The rows, each with a key: its own, or the next letter that no row has."""
    kept = list(rows)
    used = {row["key"] for row in kept if row["key"]} | set(taken)
    free = (name for name in _letters() if name not in used)
    return [row if row["key"] else {**row, "key": next(free)} for row in kept]


def _letters() -> Iterator[str]:
    yield from "abcdefghijklmnopqrstuvwxyz"
    yield from (f"x{number}" for number in range(1, 1000))


def present(parts: Mapping[str, Any]) -> dict[str, Any]:
    """A content without what is empty: the bank leaves such keys out."""
    return {name: part for name, part in parts.items() if part not in ("", None, [], {}, False)}


def by_line(texts: Sequence[str] | None) -> str:
    """A list of texts as it is shown in an area."""
    return "\n".join(texts or ())
