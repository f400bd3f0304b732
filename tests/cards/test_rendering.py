"""The one rendering of a card: nothing shown too early, nothing unescaped, every part marked after the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from question_bank.grading import Grade, Outcome
from question_bank.kinds import KINDS
from question_bank.prompts import Prompt
from webapp.cards import ShownCard, render_card, render_fragment, render_result
from webapp.web.edge import Tumen

from .cards import SOURCE, of_kind, shown, small_bank

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
        for each in tags.all("input"):
            assert each.get("aria-label") or each["id"] in labelled


def test_explanation_source_erratum_and_rivals_stand_with_the_answer() -> None:
    card = of_kind("number", erratum="The board is right.", rivals=("The board says 10 million dollars.",))
    text = _text_of(render_card(card), "answer")
    for part in (
        "Veld counts both",
        "Ada Wren and Tomas Veld, The Millbrook Courier, 2019",
        SOURCE.digest,
        "Against the record",
        "The board is right.",
        "Others say otherwise",
        "The board says 10 million",
        "Who says so: Tomas Veld",
    ):
        assert part in text


def test_passages_of_one_article_open_together_and_show_the_original_where_it_is_held() -> None:
    other = replace(SOURCE, passage_key="p04", digest="A second passage.", original="Literally this.")
    elsewhere = replace(SOURCE, article_key="other", title="Elsewhere", authors=(), digest="A third.")
    html = render_card(of_kind("card", sources=(SOURCE, elsewhere, other)))
    assert html.count('<details class="source">') == 2
    assert "<blockquote>Literally this.</blockquote>" in html
    assert html.index("A second passage.") < html.index("A third.")
    assert "“Elsewhere”, The Millbrook Courier, 2019" in html


@pytest.mark.parametrize("kind", list(KINDS))
def test_whatever_people_wrote_is_shown_and_never_run(kind: str) -> None:
    original = of_kind(kind)
    source = replace(SOURCE, title=HOSTILE, publisher=HOSTILE, digest=HOSTILE, original=HOSTILE,
                     address="https://x.example/?a=\"'><script>")  # fmt: skip
    card = replace(
        original,
        content=replace(original.content, explanation=HOSTILE, hint=HOSTILE),
        prompt=_hostile_prompt(original),
        solution=replace(original.solution, text=HOSTILE),
        sources=(source,),
        attributed_to=HOSTILE,
        erratum=HOSTILE,
        rivals=(HOSTILE,),
    )
    grade = Grade(outcome=Outcome.WRONG, score=0, feedback=(HOSTILE,))
    response = {"text": HOSTILE, "chosen": [HOSTILE], "gaps": {"year": HOSTILE, "town": HOSTILE}}
    for html in (render_card(card), render_result(card, grade, response)):
        tags = _Tags(html)
        assert tags.open == []
        assert not tags.all("script")
        assert not tags.all("img")
        assert not any(name.startswith("on") or name == "style" for _, found in tags.found for name in found)
        assert all(str(link["href"]).startswith("https://x.example/") for link in tags.all("a"))


def _hostile_prompt(card: ShownCard) -> Prompt:
    options = tuple((key, HOSTILE) for key, _ in card.prompt.options)
    segments = tuple((what, HOSTILE if what == "text" else text) for what, text in card.prompt.segments)
    gaps = tuple((name, HOSTILE) for name, _ in card.prompt.gaps)
    return replace(card.prompt, stem=HOSTILE, options=options, segments=segments, gaps=gaps, unit=HOSTILE)


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


def test_an_answer_that_was_only_shown_has_no_verdict() -> None:
    tags = _Tags(render_result(of_kind("short"), None, None))
    (article,) = tags.all("article")
    assert "data-outcome" not in article
    assert "data-answered" in article
    (answer,) = tags.all("section", data_part="answer")
    assert "hidden" not in answer


def test_feedback_of_a_typed_answer_is_shown() -> None:
    card = of_kind("number")
    response = {"text": "10 million"}
    assert "Navigation Board" in render_result(card, card.content.grade(response), response)


def test_every_published_question_of_the_small_bank_renders() -> None:
    for question in small_bank().questions.values():
        assert question.explanation in render_card(shown(question)).replace("&#39;", "'")


def test_options_stand_in_the_order_that_is_asked_for_and_nothing_else_changes() -> None:
    fragment = render_fragment(of_kind("choice"))
    keys = list(fragment.options)
    forth, back = fragment.in_order(keys), fragment.in_order(reversed(keys))
    assert re.findall(r'data-option="(\w+)"', back) == list(reversed(re.findall(r'data-option="(\w+)"', forth)))
    assert sorted(forth) == sorted(back)
    assert "<!--" not in forth
