"""A form for each kind of question: its fields, and the way from them to a content and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from question_bank.kinds.position import Ask
from question_bank.partial_dates import Precision

from .fields import (
    MOST_ROWS,
    SCALES,
    GapRow,
    ItemRow,
    OptionRow,
    PairRow,
    Pick,
    PositionRow,
    SpareOptionRow,
    StepRow,
    WrongDateRow,
    WrongNumberRow,
    WrongTextRow,
    area,
    by_line,
    filled,
    keyed,
    lines,
    present,
    row_list,
    text_field,
)
from .question import QuestionForm

Content = Mapping[str, Any]


class CardForm(QuestionForm):
    kind = "card"
    shown = ("front", "back")
    front = area(_l("Front"))
    back = area(_l("Back"))

    def own_content(self) -> dict[str, Any]:
        return {"front": self.front.data, "back": self.back.data}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {"front": content.get("front", ""), "back": content.get("back", "")}


class ChoiceForm(QuestionForm):
    kind = "choice"
    shown = ("stem", "options")
    stem = area(_l("Question"))
    options = row_list(OptionRow, _l("Options"))

    def own_content(self) -> dict[str, Any]:
        rows = keyed(filled(self.options))
        options = [
            {"key": row["key"], "text": row["text"], **present({"right": row["right"], "feedback": row["feedback"]})}
            for row in rows
        ]
        return {"stem": self.stem.data, "options": options}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {"stem": content.get("stem", ""), "options": content.get("options", [])}


class PositionForm(QuestionForm):
    kind = "position"
    shown = ("stem", "ask", "options")
    stem = area(_l("Question"))
    ask = Pick(
        _l("The options are"),
        [(Ask.HOLDER.value, _l("names of those who hold it")), (Ask.STANCE.value, _l("stances"))],
    )
    options = row_list(PositionRow, _l("Options"))

    def own_content(self) -> dict[str, Any]:
        options = [
            {
                "claim": row["claim"],
                "text": row["text"],
                **present({"right": row["right"], "feedback": row["feedback"]}),
            }
            for row in filled(self.options)
        ]
        return {"stem": self.stem.data, "ask": self.ask.data or "", "options": options}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {name: content[name] for name in ("stem", "ask", "options") if name in content}


class ClozeForm(QuestionForm):
    kind = "cloze"
    shown = ("text", "gaps")
    text = area(_l("Text"), description=_l("Each gap stands in it as its name in brackets: In [year] the debt was …"))
    gaps = row_list(GapRow, _l("Gaps"))

    def own_content(self) -> dict[str, Any]:
        gaps = {
            row["name"]: {"accept": lines(row["accept"]), **present({"hint": row["hint"]})} for row in filled(self.gaps)
        }
        return {"text": self.text.data, "gaps": gaps}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        gaps = [
            {"name": name, "accept": by_line(gap["accept"]), "hint": gap.get("hint", "")}
            for name, gap in content.get("gaps", {}).items()
        ]
        return {"text": content.get("text", ""), "gaps": gaps}


class ShortForm(QuestionForm):
    kind = "short"
    shown = ("stem", "accept", "wrong")
    stem = area(_l("Question"))
    accept = area(_l("Accepted answers, one a line"), description=_l("The first is the one that is shown."))
    wrong = row_list(WrongTextRow, _l("Wrong answers with something to say to them"))

    def own_content(self) -> dict[str, Any]:
        wrong = _wrong_texts(filled(self.wrong))
        return {"stem": self.stem.data, "accept": lines(self.accept.data), **present({"wrong": wrong})}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {
            "stem": content.get("stem", ""),
            "accept": by_line(content.get("accept")),
            "wrong": _wrong_text_rows(content),
        }


class NumberForm(QuestionForm):
    kind = "number"
    shown = ("stem", "number", "scale", "unit", "tolerance_kind", "tolerance", "wrong")
    stem = area(_l("Question"))
    number = text_field(_l("Figure"), description=_l("Digits and a point, such as 11 or 0.5."))
    scale = Pick(_l("Scale"), SCALES)
    unit = text_field(_l("Unit"), description=_l("USD, tonnes, …; nothing beside percent."))
    tolerance_kind = Pick(
        _l("How exact"),
        [
            ("", _l("exactly this figure")),
            ("relative", _l("within a share of it (0.02 is two in a hundred)")),
            ("absolute", _l("within so much of it")),
        ],
    )
    tolerance = text_field(_l("Tolerance"))
    wrong = row_list(WrongNumberRow, _l("Wrong figures with something to say to them"))

    def own_content(self) -> dict[str, Any]:
        answer = {"number": self.number.data, **present({"scale": self.scale.data, "unit": self.unit.data})}
        tolerance = {self.tolerance_kind.data: self.tolerance.data} if self.tolerance_kind.data else {}
        wrong = [
            {"number": row["number"], **present({"scale": row["scale"]}), "feedback": row["feedback"]}
            for row in filled(self.wrong)
        ]
        return {"stem": self.stem.data, "answer": answer, **present({"tolerance": tolerance, "wrong": wrong})}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        kind, amount = next(iter(content.get("tolerance", {}).items()), ("", ""))
        answer = content.get("answer", {})
        return {
            "stem": content.get("stem", ""),
            **{name: answer.get(name, "") for name in ("number", "scale", "unit")},
            "tolerance_kind": kind,
            "tolerance": amount,
            "wrong": content.get("wrong", []),
        }


class DateForm(QuestionForm):
    kind = "date"
    shown = ("stem", "answer", "precision", "wrong")
    stem = area(_l("Question"))
    answer = text_field(_l("Date"), description=_l("2014-05-05, 2014-05 or 2014: as exact as it is asked for."))
    precision = Pick(
        _l("Asked for"),
        [
            (Precision.DAY.value, _l("the day")),
            (Precision.MONTH.value, _l("the month")),
            (Precision.YEAR.value, _l("the year")),
        ],
    )
    wrong = row_list(WrongDateRow, _l("Wrong dates with something to say to them"))

    def own_content(self) -> dict[str, Any]:
        wrong = [{"date": row["date"], "feedback": row["feedback"]} for row in filled(self.wrong)]
        return {
            "stem": self.stem.data,
            "answer": self.answer.data,
            "precision": self.precision.data or "",
            **present({"wrong": wrong}),
        }

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {name: content[name] for name in ("stem", "answer", "precision", "wrong") if name in content}


class ListForm(QuestionForm):
    kind = "list"
    shown = ("stem", "items", "least", "wrong")
    stem = area(_l("Question"))
    items = row_list(ItemRow, _l("Items"))
    least = text_field(_l("How many are asked for"), description=_l("Leave it empty to ask for all of them."))
    wrong = row_list(WrongTextRow, _l("Wrong answers with something to say to them"))

    def own_content(self) -> dict[str, Any]:
        items = [
            {"accept": lines(row["accept"]), **present({"feedback": row["feedback"]})} for row in filled(self.items)
        ]
        more = present({"least": self.least.data, "wrong": _wrong_texts(filled(self.wrong))})
        return {"stem": self.stem.data, "items": items, **more}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {
            "stem": content.get("stem", ""),
            "items": [
                {"accept": by_line(item["accept"]), "feedback": item.get("feedback", "")}
                for item in content.get("items", [])
            ],
            "least": str(content.get("least", "")),
            "wrong": _wrong_text_rows(content),
        }


class MatchingForm(QuestionForm):
    kind = "matching"
    shown = ("stem", "pairs", "spare")
    stem = area(_l("Question"))
    pairs = row_list(PairRow, _l("Pairs"))
    spare = row_list(SpareOptionRow, _l("More answers, to choose among"))

    def own_content(self) -> dict[str, Any]:
        pairs, spare = keyed(filled(self.pairs)), filled(self.spare)
        taken = [row["answer_key"] for row in pairs]
        spare = keyed(spare, taken)
        answers = keyed(
            [{"key": row["answer_key"], "text": row["answer"], "place": row["place"]} for row in pairs],
            (row["key"] for row in spare),
        )
        items = [
            {
                "key": pair["key"],
                "text": pair["text"],
                "answer": answer["key"],
                **present({"feedback": pair["feedback"]}),
            }
            for pair, answer in zip(pairs, answers, strict=True)
        ]
        options = sorted([*answers, *spare], key=lambda row: _place(row["place"]))
        return {
            "stem": self.stem.data,
            "items": items,
            "options": [{"key": row["key"], "text": row["text"]} for row in options],
        }

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        options = {
            option["key"]: {**option, "place": str(place)} for place, option in enumerate(content.get("options", []))
        }
        pairs = []
        for item in content.get("items", []):
            answer = options.pop(item["answer"], {"key": "", "text": "", "place": ""})
            pairs.append({**item, "answer_key": answer["key"], "answer": answer["text"], "place": answer["place"]})
        return {"stem": content.get("stem", ""), "pairs": pairs, "spare": list(options.values())}


class OrderingForm(QuestionForm):
    kind = "ordering"
    shown = ("stem", "items")
    stem = area(_l("Question"))
    items = row_list(StepRow, _l("Items, in the right order"))

    def own_content(self) -> dict[str, Any]:
        items = [
            {"key": row["key"], "text": row["text"], **present({"when": row["when"], "claim": row["claim"]})}
            for row in keyed(filled(self.items))
        ]
        return {"stem": self.stem.data, "items": items}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        return {"stem": content.get("stem", ""), "items": content.get("items", [])}


class TimelineForm(QuestionForm):
    kind = "timeline"
    shown = ("stem", "answer", "start", "end", "tolerance")
    stem = area(_l("Question"))
    answer = text_field(_l("Year"))
    start = text_field(_l("The line begins in"))
    end = text_field(_l("The line ends in"))
    tolerance = text_field(_l("Years off that are still right"), description=_l("Leave it empty for none."))

    def own_content(self) -> dict[str, Any]:
        years = {"answer": self.answer.data, "from": self.start.data, "to": self.end.data}
        return {"stem": self.stem.data, **years, **present({"tolerance": self.tolerance.data})}

    @classmethod
    def own_data(cls, content: Content) -> dict[str, Any]:
        names = {"stem": "stem", "answer": "answer", "start": "from", "end": "to", "tolerance": "tolerance"}
        return {field: str(content.get(name, "")) for field, name in names.items()}


FORMS: Mapping[str, type[QuestionForm]] = {
    form.kind: form
    for form in (
        ChoiceForm, ShortForm, CardForm, ClozeForm, NumberForm, DateForm, PositionForm, MatchingForm, OrderingForm,
        ListForm, TimelineForm,
    )
}  # fmt: skip
"""The form of each kind, by the kind's name; those that are made most come first."""


def _wrong_texts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"accept": lines(row["accept"]), "feedback": row["feedback"]} for row in rows]


def _wrong_text_rows(content: Content) -> list[dict[str, Any]]:
    return [{"accept": by_line(item["accept"]), "feedback": item["feedback"]} for item in content.get("wrong", [])]


def _place(text: str) -> int:
    """Where an option stood; new ones come last. Whatever else a form may hold counts as new."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else MOST_ROWS
