"""Questions in the columns of a table: which column is what, what a row says, and a row for a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from question_bank.kinds import KINDS as ALL_KINDS
from question_bank.quantities import Scale
from question_bank.words import Message, gettext

from .cells import unguarded
from .drafts import Carried, Draft, Item, item_of, once_each, refused
from .gift_reading import option, wrong_texts
from .packing import Packing, not_carried, with_new_keys
from .tags import own_tags

KINDS = frozenset({"card", "choice", "number", "short"})
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "id", "key", "guid", "idnumber"),
    "kind": ("kind", "type", "question type"),
    "question": ("question", "stem", "front", "term", "prompt", "question text"),
    "answer": ("answer", "back", "definition", "correct", "right", "correct answer", "solution"),
    "also": ("also", "accept", "also accepted", "variants"),
    "wrong": ("wrong", "distractors", "wrong answers", "incorrect"),
    "feedback": ("feedback", "comments"),
    "tolerance": ("tolerance",),
    "explanation": ("explanation", "general feedback", "note"),
    "hint": ("hint",),
    "claims": ("claims", "claim"),
    "importance": ("importance",),
    "tags": ("tags", "tag", "labels"),
}
"""The columns by what they hold, each with the headings it is known by."""

_RELATIVE = "relative "
_NO_COLUMNS = gettext("a table has no columns for the kind '%(kind)s': here are %(known)s")
_NO_KIND = gettext("there is no kind '%(kind)s': here are %(known)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a file, each as long as it is there."""

    rows: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Which column (from 0) holds what, and whether the first row is a heading."""

    columns: Mapping[str, int]
    heading: bool


def guess(table: Table) -> Mapped:
    """By the headings; without any that is known, the first two columns are question and answer."""
    headings = [cell.strip().casefold() for cell in table.rows[0]] if table.rows else []
    columns: dict[str, int] = {}
    for name, known in COLUMNS.items():
        place = next((place for place, heading in enumerate(headings) if heading in known), None)
        if place is not None:
            columns[name] = place
    if "question" in columns:
        return Mapped(columns=columns, heading=True)
    return Mapped(
        columns={name: place for place, name in enumerate(("question", "answer")[: table.width])}, heading=False
    )


def read_rows(table: Table, mapped: Mapped) -> list[Item]:
    """The questions in the rows. Raises ExchangeError."""
    return once_each(_items(table, mapped))


def _items(table: Table, mapped: Mapped) -> Iterator[Item]:
    for number, row in enumerate(table.rows, start=1):
        if (mapped.heading and number == 1) or not any(cell.strip() for cell in row):
            continue
        cells = {name: _cell(row, place, name) for name, place in mapped.columns.items()}
        yield _item(number, cells)


def _cell(row: Sequence[str], place: int, name: str) -> str:
    """The cell; an empty first line of feedback stays, as it belongs to the first answer."""
    text = unguarded(row[place]) if place < len(row) else ""
    return text.rstrip() if name == "feedback" else text.strip()


def _item(number: int, cells: Mapping[str, str]) -> Item:
    kind = cells.get("kind", "").lower() or ("choice" if cells.get("wrong") else "card")
    title = cells.get("question", "")
    if kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        why = _NO_COLUMNS if kind in ALL_KINDS else _NO_KIND
        return refused(number, title, why.filled(kind=kind[:60], known=known))
    if not title:
        return refused(number, title, gettext("its question is empty"))
    if not cells.get("answer") and kind != "choice" and not (kind == "short" and cells.get("also")):
        return refused(number, title, gettext("its answer is empty"))
    changed: list[Message] = []
    data = {"kind": kind, **_common(cells, changed), **_READERS[kind](cells, changed)}
    return item_of(number, data, name=cells.get("name", ""), changed=changed, title=title)


def _common(cells: Mapping[str, str], changed: list[Message]) -> dict[str, Any]:
    data: dict[str, Any] = {name: cells.get(name, "") for name in ("explanation", "hint")}
    importance = cells.get("importance", "").lower()
    data["tags"], left = own_tags(cells.get("tags", "").replace(",", " ").split())
    if left:
        changed.append(gettext("the tags are left out: %(left)s", left=", ".join(left)))
    return {**data, "importance": importance, "claims": cells.get("claims", "").replace(",", " ").split()}


def _card(cells: Mapping[str, str], _: list[Message]) -> dict[str, Any]:
    return {"front": cells.get("question", ""), "back": cells.get("answer", "")}


def _short(cells: Mapping[str, str], changed: list[Message]) -> dict[str, Any]:
    said = zip_longest(_lines(cells, "wrong"), _lines(cells, "feedback", empty=True), fillvalue="")
    known = [(text, feedback or None) for text, feedback in said if text]
    accept = [*_lines(cells, "answer"), *_lines(cells, "also")]
    return {"stem": cells.get("question", ""), "accept": accept, **wrong_texts(known, changed)}


def _choice(cells: Mapping[str, str], _: list[Message]) -> dict[str, Any]:
    texts = [(text, True) for text in _lines(cells, "answer")] + [(text, False) for text in _lines(cells, "wrong")]
    said = [*_lines(cells, "feedback", empty=True), *([""] * len(texts))]
    options = [
        option(place, text, right=right, feedback=said[place] or None) for place, (text, right) in enumerate(texts)
    ]
    return {"stem": cells.get("question", ""), "options": options}


def _number(cells: Mapping[str, str], changed: list[Message]) -> dict[str, Any]:
    data: dict[str, Any] = {"stem": cells.get("question", ""), "answer": _quantity(cells.get("answer", ""))}
    if tolerance := cells.get("tolerance", ""):
        name = "relative" if tolerance.startswith(_RELATIVE) else "absolute"
        data["tolerance"] = {name: tolerance.removeprefix(_RELATIVE).strip()}
    pairs = zip_longest(_lines(cells, "wrong"), _lines(cells, "feedback", empty=True), fillvalue="")
    said = [(text, feedback) for text, feedback in pairs if text]
    changed += [
        gettext("a wrong figure is left out: nothing is said to %(text)s", text=text)
        for text, feedback in said
        if not feedback
    ]
    wrong = [{**_quantity(text), "feedback": feedback} for text, feedback in said if feedback]
    return {**data, "wrong": wrong}


def _quantity(text: str) -> dict[str, Any]:
    """The parts of ``11 billion USD``."""
    number, _, rest = text.replace(",", "").strip().partition(" ")
    scale, _, unit = rest.strip().partition(" ")
    if scale not in set(Scale):
        scale, unit = "", rest.strip()
    parts = {"number": number, "scale": scale, "unit": unit.strip()}
    return {name: part for name, part in parts.items() if part}


def _lines(cells: Mapping[str, str], name: str, *, empty: bool = False) -> list[str]:
    lines = [line.strip() for line in cells.get(name, "").split("\n")]
    return lines if empty else [line for line in lines if line]


_READERS: Mapping[str, Callable[[Mapping[str, str], list[Message]], dict[str, Any]]] = {
    "card": _card,
    "choice": _choice,
    "number": _number,
    "short": _short,
}


def carry(draft: Draft) -> Carried:
    """A row takes cards, choices, figures and short answers; of texts in lists the line breaks go."""
    if (nothing := not_carried(draft, KINDS)) is not None:
        return nothing
    packing = Packing(draft)
    packing.leave("waive")
    if draft.kind != "card":
        _one_line_each(packing)
    if draft.kind == "choice":
        rights_first = sorted(packing.data["options"], key=lambda each: not each.get("right"))
        packing.data["options"] = rights_first
        with_new_keys(packing)
    return packing.carried()


def _one_line_each(packing: Packing) -> None:
    kept: dict[str, Any] = {
        name: packing.data[name] for name in ("stem", "explanation", "hint") if name in packing.data
    }
    packing.texts(lambda text: " ".join(text.split()), gettext("line breaks in options, answers and feedback"))
    packing.data.update(kept)


def rows_of(drafts: Sequence[Draft]) -> list[list[str]]:
    """A heading, and a row for each question; the cells are not guarded yet."""
    rows = (dict.fromkeys(COLUMNS, "") | _row(draft) for draft in drafts)
    return [list(COLUMNS), *(list(row.values()) for row in rows)]


def _row(draft: Draft) -> dict[str, str]:
    data = draft.data
    common = {
        "name": draft.name,
        "kind": draft.kind,
        "question": data.get("stem") or data.get("front", ""),
        "claims": " ".join(data.get("claims", ())),
        "tags": " ".join(data.get("tags", ())),
    }
    common |= {name: data.get(name, "") for name in ("explanation", "hint", "importance")}
    match draft.kind:
        case "card":
            return common | {"answer": data["back"]}
        case "choice":
            rights = [each for each in data["options"] if each.get("right")]
            wrongs = [each for each in data["options"] if not each.get("right")]
            said = "\n".join(each.get("feedback", "") for each in [*rights, *wrongs])
            return common | {"answer": _texts(rights), "wrong": _texts(wrongs), "feedback": said.rstrip("\n")}
        case "short":
            wrong = [(text, item["feedback"]) for item in data.get("wrong", ()) for text in item["accept"]]
            answers = {"answer": data["accept"][0], "also": "\n".join(data["accept"][1:])}
        case _:
            wrong = [(_written(item), item["feedback"]) for item in data.get("wrong", ())]
            answers = {"answer": _written(data["answer"]), "tolerance": _tolerance(data.get("tolerance", {}))}
    below = {"wrong": "\n".join(text for text, _ in wrong), "feedback": "\n".join(said for _, said in wrong)}
    return common | answers | below


def _texts(options: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(each["text"] for each in options)


def _written(quantity: Mapping[str, Any]) -> str:
    return " ".join(quantity[name] for name in ("number", "scale", "unit") if quantity.get(name))


def _tolerance(tolerance: Mapping[str, str]) -> str:
    return tolerance.get("absolute") or (f"{_RELATIVE}{tolerance['relative']}" if tolerance else "")
