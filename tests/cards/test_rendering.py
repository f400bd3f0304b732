"""The one rendering of a card: nothing shown too early, nothing unescaped, every part marked after the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from flask_babel import force_locale

from question_bank.grading import Grade, Outcome
from question_bank.kinds import KINDS
from question_bank.prompts import Prompt
from question_bank.quantities import Quantity, Scale
from webapp.cards import ShownCard, render_card, render_fragment, render_result
from webapp.cards.headings import section_of
from webapp.cards.shown import Rival, Voice
from webapp.web.edge import Tumen

from .cards import SOURCE, drawn, example, of_kind, rival, shown, small_bank

SEVERAL = ("position", "matching", "ordering", "list", "timeline")

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"\'><b>'


@pytest.fixture(autouse=True)
def _in_app(app: Tumen) -> Iterator[None]:
    with app.app_context():
        yield


class _Tags(HTMLParser):
    """Every element with its attributes, and the depth at the end."""

    VOID = frozenset({"input", "use", "br", "path", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str, **attributes: str | None) -> list[dict[str, str | None]]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}.items()
        return [found for name, found in self.found if name == tag and wanted <= found.items()]


def _text_of(html: str, part: str) -> str:
    """What stands in a part, without tags."""
    inner = html.split(f'data-part="{part}"', 1)[1].split("data-part=", 1)[0]
    return re.sub(r"<[^>]+>", " ", inner)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_card_has_its_question_and_a_hidden_answer(kind: str) -> None:
    tags = _Tags(render_card(of_kind(kind)))
    assert tags.open == []
    (answer,) = tags.all("section", data_part="answer")
    assert "hidden" in answer
    (heading,) = tags.all("h1")
    (article,) = tags.all("article", aria_labelledby=heading["id"])
    assert article["data-kind"] == kind
    assert "data-outcome" not in article


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("date", "5 May 1874"), ("number", "11 million"), ("short", "Greta Holm"), ("cloze", "Millbrook")],
)
def test_the_question_part_does_not_give_the_answer_away(kind: str, answer: str) -> None:
    html = render_card(of_kind(kind))
    assert answer not in _text_of(html, "question")
    assert answer in _text_of(html, "answer")


def test_every_input_has_a_name_to_be_heard_by() -> None:
    for kind in KINDS:
        tags = _Tags(render_card(of_kind(kind)))
        labelled = {label["for"] for label in tags.all("label")}
        for each in [*tags.all("input"), *tags.all("select")]:
            assert each.get("aria-label") or each["id"] in labelled


def test_explanation_source_erratum_and_rivals_stand_with_the_answer() -> None:
    against = rival(statement="The board says 10 million dollars.")
    card = of_kind("number", errata=("The board is right.", "The year is another."), rivals=(against,))
    text = _text_of(render_card(card), "answer")
    for part in (
        "Veld counts both",
        "Ada Wren and Tomas Veld, The Millbrook Courier, 2019",
        SOURCE.digest,
        "Against the record",
        "The board is right.",
        "The year is another.",
        "Others say otherwise",
        "The board says 10 million",
        "Greta Holm ·",
        "Who says so: Tomas Veld",
    ):
        assert part in text


def test_passages_of_one_article_open_together_and_show_the_original_where_it_is_held() -> None:
    other = replace(
        SOURCE,
        passage_key="p04",
        number=4,
        section=None,
        digest="A second passage.",
        original="Literally this.",
        spans=((10, 14),),
    )
    elsewhere = replace(SOURCE, article_key="other", title="Elsewhere", authors=(), digest="A third.")
    html = render_card(of_kind("card", sources=(SOURCE, elsewhere, other)))
    assert html.count('<details class="source">') == 2
    assert '<blockquote lang="en">Literally <mark class="rested-on">this</mark>.</blockquote>' in html
    assert html.count("Underlined is what the answer rests on.") == 1
    assert html.index("A second passage.") < html.index("A third.")
    assert "“Elsewhere”, The Millbrook Courier, 2019" in html
    assert html.count('<a href="/read/sorrel-ferry#p04">Passage 4</a></p>') == 1


@pytest.mark.parametrize(
    ("digest", "section"),
    [
        ("Section heading: the fears.", "The fears"), ("What is feared.", "What is feared"),
        ("Standfirst: a ferry may go.", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_section_is_called_what_its_heading_says(digest: str | None, section: str | None) -> None:
    assert section_of(digest) == section


@pytest.mark.parametrize("kind", list(KINDS))
def test_whatever_people_wrote_is_shown_and_never_run(kind: str) -> None:
    original = of_kind(kind)
    source = replace(SOURCE, title=HOSTILE, publisher=HOSTILE, digest=HOSTILE, original=HOSTILE,
                     address="https://x.example/?a=\"'><script>")  # fmt: skip
    card = replace(
        original,
        content=replace(original.content, explanation=HOSTILE, hint=HOSTILE),
        prompt=_hostile_prompt(original),
        solution=replace(original.solution, text=HOSTILE, items=dict.fromkeys(original.solution.items, HOSTILE)),
        sources=(source,),
        voices=(Voice(who=HOSTILE, statements=(HOSTILE,)),) * 2,
        errata=(HOSTILE,),
        rivals=(Rival(claim=rival(statement=HOSTILE, attributed_to=f"{HOSTILE}!").claim, source=source),),
    )
    grade = Grade(outcome=Outcome.WRONG, score=0, feedback=(HOSTILE,))
    gaps = dict.fromkeys(original.solution.gaps, HOSTILE)
    value = {"choice": ("chosen", [HOSTILE]), "position": ("chosen", [HOSTILE]), "cloze": ("gaps", gaps),
             "timeline": ("year", HOSTILE), "matching": ("pairs", {"holm": HOSTILE}), "ordering": ("order", [HOSTILE]),
             "list": ("items", [HOSTILE])}.get(kind, ("text", HOSTILE))  # fmt: skip
    response = dict([value])
    for html in (render_card(card), render_result(card, grade, response)):
        tags = _Tags(html)
        assert tags.open == []
        assert not tags.all("script")
        assert not tags.all("img")
        assert not any(name.startswith("on") or name == "style" for _, found in tags.found for name in found)
        assert all(str(link["href"]).startswith(("https://x.example/", "/read/")) for link in tags.all("a"))


def test_a_misspelt_answer_stands_above_the_right_one_with_its_letters_marked_and_said() -> None:
    card = of_kind("short")
    html = str(render_result(card, card.content.grade({"text": "Greta Hollm"}), {"text": "Greta Hollm"}))
    assert "<dd>Greta Hol<del>l</del>m</dd>" in html or "<dd>Greta Ho<del>l</del>lm</dd>" in html
    assert "“l” is too much." in html


@pytest.mark.parametrize(
    ("language", "written"), [("en", "5 <del>June</del> 1874"), ("en_US", "<del>June</del> 5, 1874")]
)
def test_how_an_answer_was_read_stands_as_the_page_writes_dates(app: Tumen, language: str, written: str) -> None:
    card, typed = of_kind("date"), {"text": "5 June 1874"}
    with app.test_request_context(), force_locale(language):
        assert f"<dd>{written}</dd>" in str(render_result(card, card.content.grade(typed), typed))


def test_markup_in_an_answer_that_is_compared_stays_text() -> None:
    card = of_kind("short")
    html = str(render_result(card, card.content.grade({"text": "Greta <b>olm"}), {"text": "Greta <b>olm"}))
    assert "compare-lines" in html
    assert "&lt;" in html
    assert "<b>" not in html


def test_an_answer_that_a_rival_claim_makes_right_is_told_whose_it_is() -> None:
    against = rival(value=Quantity(number=Decimal(12), scale=Scale.MILLION))
    card = of_kind("number", rivals=(against,))
    told = "By a rival claim, that of Greta Holm, your answer would be right"
    for text, is_told in (("12 million", True), ("13 million", False)):
        html = str(render_result(card, card.content.grade({"text": text}), {"text": text}))
        assert (told in html) is is_told


def _hostile_prompt(card: ShownCard) -> Prompt:
    options = tuple((key, HOSTILE) for key, _ in card.prompt.options)
    segments = tuple((what, HOSTILE if what == "text" else text) for what, text in card.prompt.segments)
    gaps = tuple((name, HOSTILE) for name, _ in card.prompt.gaps)
    items = tuple((key, HOSTILE) for key, _ in card.prompt.items)
    return replace(card.prompt, stem=HOSTILE, options=options, segments=segments, gaps=gaps, unit=HOSTILE, items=items)


def test_the_fragment_depends_on_nothing_but_content_and_order() -> None:
    card = of_kind("choice")
    other = replace(card, seed=99, version=7, state="review", intervals={1: "a", 2: "b", 3: "c", 4: "d"}, proposed=1)
    assert render_card(card) == render_card(other)


def test_a_wrong_choice_is_marked_and_explained_where_it_stands() -> None:
    card = of_kind("choice")
    html = render_result(card, card.content.grade({"chosen": ["a"]}), {"chosen": ["a"]})
    tags = _Tags(html)
    assert {found["data-option"]: found.get("data-mark") for found in tags.all("div") if "data-option" in found} == {
        "a": "wrong",
        "b": "missed",
        "c": None,
    }
    assert tags.all("article", data_outcome="wrong")
    assert [each["value"] for each in tags.all("input") if "checked" in each] == ["a"]
    assert all("disabled" in each for each in tags.all("input"))
    assert html.count("She expects fewer.") == 1
    assert "Nobody speaks of one." not in html


def test_gaps_keep_what_was_written_and_are_marked_one_by_one() -> None:
    card = of_kind("cloze")
    response = {"gaps": {"year": "1874", "town": "Paris"}}
    tags = _Tags(render_result(card, card.content.grade(response), response))
    assert {found["data-gap"]: found["data-mark"] for found in tags.all("span") if "data-gap" in found} == {
        "year": "right",
        "town": "wrong",
    }
    assert {each["name"]: each["value"] for each in tags.all("input")} == {"gap-year": "1874", "gap-town": "Paris"}
    assert all("readonly" in each for each in tags.all("input"))


def test_what_closes_a_sentence_stays_on_the_line_of_the_gap_before_it() -> None:
    card = of_kind("cloze")
    segments = (("text", "In "), ("gap", "year"), ("text", ", she says, at "), ("gap", "town"), ("text", "."))
    html = render_card(replace(card, prompt=replace(card.prompt, segments=segments)))
    assert re.findall(r"</span>([,.])</span>([^<]*)<", html) == [(",", " she says, at "), (".", "")]
    assert 'In <span class="nowrap">' in html


def test_an_answer_that_was_only_shown_has_no_verdict() -> None:
    tags = _Tags(render_result(of_kind("short"), None, None))
    (article,) = tags.all("article")
    assert "data-outcome" not in article
    assert "data-answered" in article
    (answer,) = tags.all("section", data_part="answer")
    assert "hidden" not in answer


def test_a_phone_shows_digits_where_a_figure_in_a_unit_is_asked_for_and_letters_where_words_are() -> None:
    boards = {key: _Tags(render_card(shown(small_bank().questions[key]))).all("input", name="text")[0].get("inputmode")
              for key in ("ferry-cost-number", "ferry-first-day-date", "ferry-bridge-who")}  # fmt: skip
    assert boards == {"ferry-cost-number": "decimal", "ferry-first-day-date": None, "ferry-bridge-who": None}


@pytest.mark.parametrize(
    ("measured", "examples"),
    [
        ({"number": "1.2", "scale": "billion", "unit": "USD"}, ("1.2", "1.2 billion USD")),
        ({"number": "1.2", "scale": "million"}, ("1.2", "1.2 million")),
        ({"number": "12.5", "scale": "percent"}, ("12.5", "12.5%")),
        ({"number": "12", "unit": "bridges"}, ("12", "twelve")),
        ({"number": "1200"}, ("1,200", "1.2 thousand")),
    ],
)
def test_the_examples_of_a_figure_are_of_its_measure_and_are_read(
    measured: dict[str, str], examples: tuple[str, str]
) -> None:
    content = KINDS["number"].from_json({"stem": "How many?", "answer": measured})
    html = render_card(shown(replace(of_kind("number").content, content=content)))
    assert "Write it as you like: {} or {}.".format(*examples) in html
    for text in examples:
        assert KINDS["number"].grade(content, {"text": text}).outcome is Outcome.RIGHT


@pytest.mark.parametrize(
    ("measured", "label"),
    [
        ({"number": "4", "unit": "missiles"}, "Your answer: how many missiles"),
        ({"number": "47", "scale": "thousand", "unit": "people"}, "Your answer: how many thousand people"),
        ({"number": "2", "unit": "decades"}, "Your answer in decades"),
        ({"number": "11", "scale": "billion", "unit": "USD"}, "Your answer in billion USD"),
        ({"number": "90", "scale": "percent"}, "Your answer in %"),
        ({"number": "4"}, "Your answer"),
    ],
)
def test_a_figure_is_asked_for_in_its_measure_or_as_a_number_of_things(measured: dict[str, str], label: str) -> None:
    content = KINDS["number"].from_json({"stem": "How many?", "answer": measured})
    assert f">{label}</label>" in render_card(shown(replace(of_kind("number").content, content=content)))


def test_who_speaks_begins_with_a_capital_where_a_line_begins_with_it() -> None:
    voices = (Voice(who="the board", statements=("It runs.",)), Voice(who="Veld", statements=("It ran.",)))
    against = rival(attributed_to="the town clerk", statement="It never ran.")
    text = _text_of(render_card(of_kind("number", voices=voices, rivals=(against,))), "answer")
    for part in ("The board", "Veld", "The town clerk"):
        assert part in text


def test_feedback_of_a_typed_answer_is_shown() -> None:
    card = of_kind("number")
    response = {"text": "10 million"}
    assert "Navigation Board" in render_result(card, card.content.grade(response), response)


def test_every_published_question_of_the_small_bank_renders() -> None:
    for question in small_bank().questions.values():
        assert question.explanation in render_card(shown(question)).replace("&#39;", "'")


@pytest.mark.parametrize("name", list(KINDS))
def test_the_fragment_that_was_made_for_one_student_gives_every_other_the_card_that_is_theirs(name: str) -> None:
    cards = [of_kind(name), *([example(name)] if name in SEVERAL else [])]
    for card in cards:
        fragment = render_fragment(card)
        for seed in range(12):
            theirs = drawn(card, seed)
            assert fragment.in_order(theirs.prompt) == render_card(theirs)
            assert "<!--" not in fragment.in_order(theirs.prompt)
            assert json.loads(fragment.in_json(theirs.prompt)) == render_card(theirs)


def test_at_most_four_of_the_options_of_a_position_are_shown_and_the_right_one_is_among_them() -> None:
    card = example("position")
    fragment = render_fragment(card)
    seen = set()
    for seed in range(30):
        shown_keys = re.findall(r'data-option="([\w-]+)"', fragment.in_order(drawn(card, seed).prompt))
        assert len(shown_keys) == 4
        assert "veld-bridge" in shown_keys
        seen |= set(shown_keys)
    assert seen == {option.key for option in card.content.content.options}


@pytest.mark.parametrize("name", ["matching", "ordering"])
def test_what_is_right_in_a_row_is_hidden_until_the_answer(name: str) -> None:
    card = example(name)
    before, after = _Tags(render_card(card)), _Tags(render_result(card, None, None))
    for tag in ("span", "p"):
        assert all("hidden" in each for each in before.all(tag, data_with_answer=None))
        assert not any("hidden" in each for each in after.all(tag, data_with_answer=None))
    assert len(before.all("span", data_with_answer=None)) == len(card.prompt.items)


def test_pairs_keep_what_was_chosen_and_each_row_is_marked_with_the_right_one_beside_it() -> None:
    card = example("matching")
    response = {"pairs": {"rope": "y1902", "motor": "y1931"}}
    html = render_result(card, card.content.grade(response), response)
    tags = _Tags(html)
    marks = {found["data-row"]: found["data-mark"] for found in tags.all("li") if "data-row" in found}
    assert marks == {"rope": "wrong", "motor": "right", "count": "empty"}, "left empty is not called wrong"
    assert sorted(str(each["value"]) for each in tags.all("option") if "selected" in each) == ["y1902", "y1931"]
    assert all("disabled" in each for each in tags.all("select"))
    assert "Right: <strong>1874</strong>" in html
    assert "The rope came first." in _text_of(html, "question")


def test_an_order_is_shown_as_it_was_given_and_the_right_one_with_its_dates_below() -> None:
    card = example("ordering")
    response = {"order": ["motor", "rope", "count", "bridge"]}
    html = render_result(card, card.content.grade(response), response)
    rows = [found for found in _Tags(html).all("li") if "data-row" in found]
    assert [row["data-row"] for row in rows] == response["order"]
    assert [row["data-mark"] for row in rows] == ["wrong", "wrong", "right", "right"]
    assert "Right place: 2" in _text_of(html, "question")
    answer = _text_of(html, "answer")
    in_order = ["The rope is hung", "1874", "A motor is built in", "spring 1931", "Closures are counted", "2020"]
    places = [answer.index(text) for text in in_order]
    assert places == sorted(places)


def test_the_entries_of_a_list_are_marked_and_all_items_say_whether_they_were_named() -> None:
    card = example("list")
    response = {"items": ["Millbrook", "the board", "Veld"]}
    html = render_result(card, card.content.grade(response), response)
    tags = _Tags(html)
    assert {found["data-row"]: found["data-mark"] for found in tags.all("li") if "data-row" in found} == {
        "0": "right",
        "1": "wrong",
        "2": "right",
    }
    assert {found["data-found"]: found["data-mark"] for found in tags.all("li") if "data-found" in found} == {
        "0": "right",
        "1": "missed",
        "2": "right",
    }
    assert [each["value"] for each in tags.all("input")] == response["items"]
    assert "The board gave nothing." in _text_of(html, "answer")


def test_a_list_shows_what_there_was_to_name_without_a_verdict_too() -> None:
    html = render_result(example("list"), None, None)
    assert "Greta Holm" in _text_of(html, "answer")
    assert "data-mark" not in html


def test_both_years_stand_on_the_line_and_the_distance_is_said_in_words() -> None:
    card = example("timeline")
    html = render_result(card, card.content.grade({"year": "1926"}), {"year": "1926"})
    circles = {str(each["class"]): each["cx"] for each in _Tags(html).all("circle") if "axis" in str(each["class"])}
    assert circles == {"axis-right": "38.12%", "axis-given": "35.0%"}
    answer = _text_of(html, "answer")
    assert "Right: 1931" in answer
    assert "You: 1926" in answer
    assert "5 years too early." in answer


@pytest.mark.parametrize(("year", "place"), [("1200", "0.0%"), ("2222", "100.0%")])
def test_a_year_beyond_the_line_stands_at_its_end(year: str, place: str) -> None:
    card = example("timeline")
    html = render_result(card, card.content.grade({"year": year}), {"year": year})
    assert _Tags(html).all("circle", **{"class": "axis-given", "cx": place})
    assert f"You: {year}" in html


@pytest.mark.parametrize("written", ["1e300", "-3", "99999999", "20011", "1", "0", "about then"])
def test_what_could_not_be_read_as_a_year_does_not_stand_on_the_line(written: str) -> None:
    card = example("timeline")
    html = render_result(card, card.content.grade({"year": written}), {"year": written})
    assert "could not be read as a year" in html
    (given,) = _Tags(html).all("g", data_given=None)
    assert given["visibility"] == "hidden"
    assert f"You: {card.solution.year}" in html


def test_a_year_that_nobody_gave_is_not_shown() -> None:
    (given,) = _Tags(render_result(example("timeline"), None, None)).all("g", data_given=None)
    assert given["visibility"] == "hidden"


def test_what_was_entered_stands_in_the_fields_when_it_is_asked_for_again() -> None:
    card = example("ordering")
    html = render_card(card, entered={"place-rope": ["2"], "place-motor": ["2"]})
    tags = _Tags(html)
    assert [each["value"] for each in tags.all("option") if "selected" in each] == ["2", "2"]
    (answer,) = tags.all("section", data_part="answer")
    assert "hidden" in answer
