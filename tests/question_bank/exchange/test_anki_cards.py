"""Further cards of Anki's notes: what each template shows, and the gaps of each number, at a bounded cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from question_bank.exchange.anki import cards as reading
from question_bank.exchange.anki.cards import drafts_of_cards
from question_bank.exchange.anki.collection import LONGEST_TEXTS, NoteText
from question_bank.exchange.anki.drafts import Media, sound_names
from question_bank.exchange.anki.note_types import NoteType, types_in_json, types_in_rows
from question_bank.exchange.anki.package import open_package
from question_bank.exchange.anki.templates import TemplateError, read_card_type, side
from question_bank.exchange.drafts import ExchangeError, Item

from .packages import OLD, REVERSED, TYPED, Kind, collection, latest, oldest

MEDIA = Media(pictures={}, no_words="", sound=lambda name: name)
VALUES = {"Front": "heron", "Back": "bird", "Empty": "<br> &nbsp;", "Note": "grey"}


def read(template: str, *, is_back: bool = False, longest: int = 1000) -> str:
    both = read_card_type(template, template)
    return side(both.back if is_back else both.front, VALUES, is_back=is_back, longest=longest)


@pytest.mark.parametrize(
    ("template", "front", "back"),
    [
        ("{{Front}} is {{ Back }}", "heron is bird", "heron is bird"),
        ('{{FrontSide}}<hr class=x id="answer" />{{text:Back}}', '<hr class=x id="answer" />bird', "bird"),
        ("{{#Note}}a{{#Empty}}b{{/Empty}}c{{/Note}}{{^Empty}}d{{/Empty}}{{^Note}}e{{/Note}}", "acd", "acd"),
        ("{{Front}} {{type:Back}}", "heron", "heron bird"),
        ("{{type:nc:Back}}{{hint:Note}}{{kanji:Front}}", "greyheron", "birdgreyheron"),
        ("{{tts en_US voices=x:Front}}{{! a remark }}{{Nowhere}}{{/Note}}x", "x", "x"),
        ("{{Front", "{{Front", "{{Front"),
    ],
)
def test_a_template_puts_fields_into_a_text(template: str, front: str, back: str) -> None:
    assert (read(template), read(template, is_back=True)) == (front, back)


def test_a_template_has_limits() -> None:
    with pytest.raises(TemplateError):
        read("{{Front}}" * 300)
    with pytest.raises(TemplateError):
        read("x" * 30_000)
    with pytest.raises(TemplateError):
        read("{{Front}}" * 100, longest=400)


@pytest.mark.parametrize("schema", [OLD, TYPED])
def test_each_layout_tells_the_note_types(schema: Sequence[str], tmp_path: Path) -> None:
    content = collection([(1, "g")], schema=schema, kind=REVERSED)
    with open_package((oldest if schema is OLD else latest)(content), scratch=tmp_path) as opened:
        (text,) = opened.texts()
        found = opened.note_types()[text.note_type]
    assert found.fields == REVERSED[0]
    assert found.cards == {number: read_card_type(*sides) for number, sides in enumerate(REVERSED[1])}


@pytest.mark.parametrize(
    "models",
    [None, 1, "", "[", "[" * 90_000, "[]", "1", '{"1": 1}', '{"x": {"flds": [], "tmpls": []}}', '{"1": {"flds": 1}}',
     '{"1": {"flds": [{"ord": 1e999, "name": ""}], "tmpls": []}}', " " * 2_000_000],
)  # fmt: skip
def test_models_that_are_none(models: object) -> None:
    assert types_in_json(models) == {}


def test_rows_that_are_none() -> None:
    assert types_in_rows([(1, "a", "b"), ("x", 0, "Front")], [(1, 0, b"\x0a\xff"), (2, 0, "text")]) == {}
    assert types_in_rows([(1, 0, "Front")], [(1, 0, b"\x0a\xff")]) == {1: NoteType(fields=("Front",), cards={})}
    assert types_in_rows([(1, 0, "Front")], [(1, 0, bytes(2_000_000))]) == {}


def drafts(note: NoteText, *ordinals: int, kind: Kind = REVERSED) -> dict[int, Item]:
    cards = {number: read_card_type(*sides) for number, sides in enumerate(kind[1])}
    types = {1: NoteType(fields=tuple(kind[0]), cards=cards)}
    found = drafts_of_cards([note], ordinals={note.guid: ordinals}, types=types, media=MEDIA)
    return {ordinal: item for (_, ordinal), item in found.items()}


def test_a_reversed_card_asks_the_other_way() -> None:
    found = drafts(NoteText("g", ("heron", "bird", "grey"), (), 1), 0, 1, 2)
    said = [(item.draft.data["front"], item.draft.data["back"]) for item in found.values() if item.draft]
    assert said == [("heron", "bird"), ("bird", "heron\ngrey")]
    assert found[2].refused  # there is no such template
    assert not found[0].changed  # what a template does not show is not left out of its card


def test_each_number_of_a_cloze_is_a_card_and_shows_the_others() -> None:
    text = "{{c1::Swifts}} sleep in the {{c2::air::where}}, as {{c1::swallows}} do not."
    found = drafts(NoteText("g", (text, "Apus apus."), (), 1), 0, 1, 2)
    first, second = (found[number].draft for number in (0, 1))
    assert first is not None
    assert second is not None
    assert first.data["text"] == "[gap1] sleep in the air, as [gap2] do not."
    assert second.data["text"] == "Swifts sleep in the [gap1], as swallows do not."
    assert second.data["gaps"] == {"gap1": {"accept": ["air"], "hint": "where"}}
    assert found[2].draft is None  # there is no third number


def test_of_a_type_that_is_not_known_the_first_card_has_the_first_two_fields() -> None:
    found = drafts(NoteText("g", ("heron", "bird", "grey"), (), 7), 0, 1)
    assert found[0].draft is not None
    assert (found[0].draft.data["front"], bool(found[0].changed), found[1].draft) == ("heron", True, None)


def test_cards_cost_no_more_than_is_taken() -> None:
    began = time.process_time()
    many = [NoteText(f"g{number}", ("x" * 90_000, "y"), (), 1) for number in range(250)]
    kind = NoteType(fields=("Front", "Back"), cards=dict.fromkeys(range(60), read_card_type("{{Front}}", "a{{Back}}")))
    found = drafts_of_cards(many, ordinals={note.guid: range(60) for note in many}, types={1: kind}, media=MEDIA)
    assert len(found) == 250 * reading.MOST_CARDS_OF_A_NOTE
    assert sum(item.draft is not None for item in found.values()) * 90_000 <= LONGEST_TEXTS
    assert time.process_time() - began < 5
    few = [NoteText(f"g{number}", ("x", "y"), (), 1) for number in range(500)]
    with pytest.raises(ExchangeError):
        drafts_of_cards(few, ordinals={note.guid: range(50) for note in few}, types={1: kind}, media=MEDIA)


@pytest.mark.parametrize(
    "act",
    [
        lambda: drafts(NoteText("g", ("{{c1::" * 900, ""), (), 1), 0),
        lambda: sound_names(NoteText("g", ("[sound:" * 30_000,), (), 1)),
        lambda: read_card_type("", "<hr " + "id=answer " * 20_000),
        lambda: [
            side(read_card_type("{{#F}}{{/F}}" * 90, "").front, {"F": " " * 99_000}, is_back=False, longest=10)
            for _ in range(20)
        ],
    ],
)
def test_what_begins_and_never_ends_costs_a_moment(act: Callable[[], object]) -> None:
    began = time.process_time()
    with suppress(TemplateError):
        act()
    assert time.process_time() - began < 1
