"""Moodle XML as Moodle exports it."""

from __future__ import annotations

import pytest

from .reading import data_of, only, option, read

FRACTIONS = '<answer fraction="{}" format="html"><text>{}</text><feedback><text>{}</text></feedback></answer>'


def quiz(kind: str, inside: str, *, text: str = "<p>Which?</p>", style: str = "html") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><quiz><question type="category"><category><text>top</text></category>'
        f'</question><question type="{kind}"><name><text>A name</text></name><questiontext format="{style}">'
        f"<text><![CDATA[{text}]]></text></questiontext>{inside}</question></quiz>"
    )


def test_a_choice_comes_with_feedback_hint_and_general_feedback() -> None:
    inside = (
        FRACTIONS.format(100, "One", "&lt;b&gt;Yes&lt;/b&gt;") + FRACTIONS.format(0, "Two", "No")
        + FRACTIONS.format(0, "Three", "") + "<single>true</single><idnumber>Q7</idnumber>"
        "<generalfeedback><text>Because.</text></generalfeedback><hint><text>Think.</text></hint>"
    )  # fmt: skip
    item = only("moodle", quiz("multichoice", inside, text="<p>Which <em>one</em>?</p>"))
    assert item.draft is not None
    assert item.draft.name == "Q7"
    assert data_of(item) == {
        "kind": "choice",
        "stem": "Which *one*?",
        "options": [
            option("a", "One", right=True, feedback="**Yes**"), option("b", "Two", feedback="No"), option("c", "Three")
        ],
        "explanation": "Because.",
        "hint": "Think.",
    }  # fmt: skip


def test_stars_in_plain_html_stay_stars() -> None:
    inside = FRACTIONS.format(100, "2 * 3 * 4", "") + FRACTIONS.format(0, "5", "") + FRACTIONS.format(0, "6", "")
    assert data_of(only("moodle", quiz("multichoice", inside)))["options"][0]["text"] == r"2 \* 3 \* 4"


def test_true_and_false_are_two_options() -> None:
    inside = FRACTIONS.format(0, "true", "No.") + FRACTIONS.format(100, "false", "Yes.")
    assert data_of(only("moodle", quiz("truefalse", inside)))["options"] == [
        option("a", "True", feedback="No."), option("b", "False", right=True, feedback="Yes.")
    ]  # fmt: skip


def test_embedded_answers_become_gaps() -> None:
    text = "<p>In {1:SHORTANSWER:=1874~=in 1874~*#no} at {1:MC:=Millbrook~Elsewhere} [word]</p>"
    item = only("moodle", quiz("cloze", "", text=text))
    data = data_of(item)
    assert data["text"] == r"In [gap1] at [gap2] \[word\]"
    assert data["gaps"] == {"gap1": {"accept": ["1874", "in 1874"]}, "gap2": {"accept": ["Millbrook"]}}
    assert "a choice within the text becomes a gap to be typed into" in item.changed


def test_units_tolerances_and_rival_figures_of_a_number() -> None:
    inside = (
        '<answer fraction="100"><text>11</text><tolerance>0.50</tolerance></answer>'
        '<answer fraction="0"><text>10</text><feedback format="markdown"><text>The board.</text></feedback></answer>'
        '<answer fraction="0"><text>*</text><feedback><text>No.</text></feedback></answer>'
        "<units><unit><multiplier>1</multiplier><unit_name>t</unit_name></unit></units>"
    )
    item = only("moodle", quiz("numerical", inside))
    data = data_of(item)
    assert (data["answer"], data["tolerance"]) == ({"number": "11"}, {"absolute": "0.5"})
    assert data["wrong"] == [{"number": "10", "feedback": "The board."}]
    assert len(item.changed) == 2


def test_a_subquestion_without_text_is_an_option_that_fits_nowhere() -> None:
    pair = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    data = data_of(
        only("moodle", quiz("matching", pair.format("a", "1") + pair.format("b", "2") + pair.format("", "3")))
    )
    assert [item["answer"] for item in data["items"]] == ["a", "b"]
    assert [each["text"] for each in data["options"]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("calculated", "formulas are not worked out here"),
        ("calculatedmulti", "formulas are not worked out here"),
        ("description", "a description asks nothing"),
        ("ddmarker", "there is no kind of question for Moodle's 'ddmarker'"),
        ("essay", "says nothing of what would be right"),
    ],
)
def test_other_types_are_refused_with_the_reason(kind: str, why: str) -> None:
    assert why in only("moodle", quiz(kind, "")).refused


def test_pictures_are_said_to_be_left_out() -> None:
    inside = '<file name="a.png" path="/" encoding="base64">AAAA</file>' + FRACTIONS.format(100, "a", "")
    item = only("moodle", quiz("shortanswer", inside, text='<p>See <img src="@@PLUGINFILE@@/a.png"> it</p>'))
    assert data_of(item)["stem"] == "See it"
    assert any("pictures" in said for said in item.changed)


def test_every_question_of_a_file_is_counted() -> None:
    assert [item.number for item in read("moodle", quiz("description", "") + "")] == [1]
