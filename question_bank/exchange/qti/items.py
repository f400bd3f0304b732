"""Each kind of question as an item of QTI, with the interaction that asks for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.exchange.markdown_html import to_html
from question_bank.partial_dates import MONTHS, from_iso

from .body import CLOSE, OPEN, PLACE
from .elements import RESPONSE, ItemWriter, as_html, put_html
from .marks import claim_identifier

_GAP = re.compile(r"\[gap(\d+)\](?!\()")
_FIELD = "20"  # letters that a field is wide
_ONE = Decimal(1)

Data = Mapping[str, Any]


def write_content(item: ItemWriter, data: Data) -> None:
    """Write what is asked and what is right."""
    _WRITERS[data["kind"]](item, data)
    if data.get("explanation"):
        item.explain(data["explanation"])


def _card(item: ItemWriter, data: Data) -> None:
    item.declare("string")
    item.put(item.body, data["front"])
    item.add(item.body, "extended-text-interaction", response_identifier=RESPONSE)
    item.put(item.rubric(view="scorer"), data["back"])


def _choice(item: ItemWriter, data: Data) -> None:
    options = {option.get("key") or claim_identifier(option["claim"]): option for option in data["options"]}
    rights = [key for key, option in options.items() if option.get("right")]
    several = len(rights) != 1
    cardinality = "multiple" if several else "single"
    if several:
        share = _shared(len(rights))
        worth = {key: share if key in rights else -share for key in options}
        item.declare("identifier", rights, worth=worth, cardinality=cardinality)
        item.score_mapped()
    else:
        item.declare("identifier", rights)
        item.score_match()
    item.put(item.body, data["stem"])
    interaction = item.add(
        item.body, "choice-interaction", response_identifier=RESPONSE, shuffle="true",
        max_choices="0" if several else "1",
    )  # fmt: skip
    for key, option in options.items():
        item.put(item.add(interaction, "simple-choice", identifier=key), option["text"])
    item.feedback_by_response(
        {key: option.get("feedback") for key, option in options.items()}, cardinality=cardinality
    )  # fmt: skip


def _shared(number: int) -> Decimal:
    """The credit of one of so many; a hair more where 1 cannot be divided, as what is above 1 is cut off."""
    return (_ONE / max(number, 1)).quantize(Decimal("0.0001"), "ROUND_UP")


def _shares(number: int) -> list[Decimal]:
    """The credit of each of so many, which make 1 exactly: nothing cuts off what responses earn together."""
    share = (_ONE / number).quantize(Decimal("0.0001"), "ROUND_DOWN")
    return [_ONE - share * (number - 1), *[share] * (number - 1)]


def _matching(item: ItemWriter, data: Data) -> None:
    share = _shared(len(data["items"]))
    pairs = [f"item_{each['key']} option_{each['answer']}" for each in data["items"]]
    item.declare("directedPair", pairs, worth=dict.fromkeys(pairs, share), cardinality="multiple")
    item.score_mapped()
    item.put(item.body, data["stem"])
    interaction = item.add(
        item.body, "match-interaction", response_identifier=RESPONSE, shuffle="true", max_associations=str(len(pairs))
    )
    for name in ("item", "option"):
        one = item.add(interaction, "simple-match-set")
        for each in data[f"{name}s"]:
            choice = item.add(one, "simple-associable-choice", identifier=f"{name}_{each['key']}", match_max="1")
            item.put(choice, each["text"])


def _ordering(item: ItemWriter, data: Data) -> None:
    item.declare("identifier", [each["key"] for each in data["items"]], cardinality="ordered")
    item.score_match()
    item.put(item.body, data["stem"])
    interaction = item.add(item.body, "order-interaction", response_identifier=RESPONSE, shuffle="true")
    for each in data["items"]:
        item.put(item.add(interaction, "simple-choice", identifier=each["key"]), each["text"])


def _short(item: ItemWriter, data: Data) -> None:
    _texts(item, data, data["accept"], [(each["accept"], each["feedback"]) for each in data.get("wrong", ())])


def _date(item: ItemWriter, data: Data) -> None:
    wrong = [(_spelled(each["date"]), each["feedback"]) for each in data.get("wrong", ())]
    _texts(item, data, _spelled(data["answer"]), wrong)


def _texts(item: ItemWriter, data: Data, accept: Sequence[str], wrong: Sequence[tuple[Sequence[str], str]]) -> None:
    item.declare("string", accept[:1], worth=dict.fromkeys(accept, _ONE))
    item.score_mapped()
    item.put(item.body, data["stem"])
    _field(item)
    item.feedback_by_value(wrong, "string")


def _field(item: ItemWriter) -> None:
    paragraph = Element("p")
    item.body.append(paragraph)
    item.add(paragraph, "text-entry-interaction", response_identifier=RESPONSE, expected_length=_FIELD)


def _spelled(iso: str) -> list[str]:
    """A date as people write it, first as the bank does."""
    date = from_iso(iso)
    assert date is not None  # drafts have dates that exist
    if not date.month:
        return [iso]
    month = MONTHS[date.month - 1]
    if not date.day:
        return [iso, f"{month} {date.year}"]
    return [iso, f"{date.day} {month} {date.year}", f"{month} {date.day}, {date.year}"]


def _number(item: ItemWriter, data: Data) -> None:
    item.declare("float", [data["answer"]["number"]])
    item.score_equal(data.get("tolerance", {}).get("absolute"))
    item.put(item.body, data["stem"])
    _field(item)
    item.feedback_by_value([([each["number"]], each["feedback"]) for each in data.get("wrong", ())], "float")


def _timeline(item: ItemWriter, data: Data) -> None:
    item.declare("integer", [str(data["answer"])])
    item.score_equal(str(data["tolerance"]) if data.get("tolerance") else None)
    item.put(item.body, data["stem"])
    item.add(
        item.body, "slider-interaction", response_identifier=RESPONSE, lower_bound=str(data["from"]),
        upper_bound=str(data["to"]), step="1", step_label="false",
    )  # fmt: skip


def _cloze(item: ItemWriter, data: Data) -> None:
    names = {}
    fields = {}
    shares = _shares(len(data["gaps"]))
    for place, ((name, gap), share) in enumerate(zip(data["gaps"].items(), shares, strict=True), start=1):
        names[name] = f"{RESPONSE}{place}"
        item.declare(
            "string", gap["accept"][:1], worth=dict.fromkeys(gap["accept"], share), identifier=names[name]
        )  # fmt: skip
        hint = {"placeholder_text": gap["hint"]} if "hint" in gap else {}
        field = item.add(
            Element("p"), "text-entry-interaction", response_identifier=names[name], expected_length=_FIELD, **hint
        )
        fields[str(place)] = as_html(field)
    item.score_mapped(list(names.values()))
    put_html(item.body, PLACE.sub(lambda found: fields.get(found[1], ""), to_html(with_places(data))))


def with_places(data: Data) -> str:
    """A text whose gaps, which are called gap1, gap2 and so on, are marks that no Markdown takes for more."""
    names = set(data["gaps"])
    return _GAP.sub(
        lambda found: f"{OPEN}{found[1]}{CLOSE}" if f"gap{found[1]}" in names else found[0], data["text"]
    )  # fmt: skip


_WRITERS: Mapping[str, Callable[[ItemWriter, Data], None]] = {
    "card": _card,
    "choice": _choice,
    "cloze": _cloze,
    "date": _date,
    "matching": _matching,
    "number": _number,
    "ordering": _ordering,
    "position": _choice,
    "short": _short,
    "timeline": _timeline,
}
