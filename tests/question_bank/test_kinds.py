"""Each kind by example: how it grades, what it says, what it refuses, and what its check finds."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from question_bank.grading import BadResponse, Grade, Outcome
from question_bank.kinds import KINDS, kind
from question_bank.problems import BankError

from .examples import EXAMPLES

NUMBER = {
    "stem": "How much?",
    "answer": {"number": "11", "scale": "billion", "unit": "USD"},
    "tolerance": {"relative": "0.02"},
    "wrong": [{"number": "10", "scale": "billion", "feedback": "That is the part forgiven."}],
}
PERCENT = {"stem": "What share?", "answer": {"number": "90", "scale": "percent"}}
TONNES = {"stem": "How much grain?", "answer": {"number": "50", "scale": "thousand", "unit": "tonnes"}}
COUNT = {"stem": "How many wars?", "answer": {"number": "4"}}
DAY = {
    "stem": "When?",
    "answer": "2014-05-05",
    "precision": "day",
    "wrong": [{"date": "2012", "feedback": "That was the settlement."}, {"date": "2014-04", "feedback": "The vote."}],
}
MONTH = {"stem": "When?", "answer": "2014-05", "precision": "month"}
YEAR = {"stem": "When?", "answer": "2014", "precision": "year"}
SHORT = {
    "stem": "Who?",
    "accept": ["Dmitry Peskov", "Peskov"],
    "wrong": [{"accept": ["Konstantin Kosachev", "Kosachev"], "feedback": "He sits in the Federation Council."}],
}
CHOICE = {
    "stem": "Which?",
    "options": [
        {"key": "a", "text": "One", "feedback": "Too few."},
        {"key": "b", "text": "Two", "right": True, "feedback": "Indeed."},
        {"key": "c", "text": "Three", "feedback": "Too many."},
    ],
}
SEVERAL = {
    "stem": "Which two?",
    "options": [
        {"key": "a", "text": "One", "right": True},
        {"key": "b", "text": "Two", "right": True},
        {"key": "c", "text": "Three", "feedback": "No."},
        {"key": "d", "text": "Four", "feedback": "No."},
    ],
}
CLOZE = {
    "text": "In [year] he cancelled a debt of [amount] ([see](https://a.example)).",
    "gaps": {"amount": {"accept": ["11 billion dollars"]}, "year": {"accept": ["2014"], "hint": "recent"}},
}
CARD = {"front": "Front?", "back": "Back."}


def grade(name: str, data: dict[str, Any], response: dict[str, Any]) -> Grade:
    return kind(name).grade(kind(name).from_json(data), response)


def text(name: str, data: dict[str, Any], answer: str) -> Grade:
    return grade(name, data, {"text": answer})


@pytest.mark.parametrize(
    "answer", ["11", "$11bn", "11 billion", "11,000,000,000", "11 000 million", "eleven billion dollars", "US$ 11 bn"]
)
def test_the_figure_is_right_however_it_is_written(answer: str) -> None:
    assert text("number", NUMBER, answer).outcome is Outcome.RIGHT


def test_a_bare_figure_counts_in_the_scale_beside_the_field_and_is_told_so() -> None:
    prompt = kind("number").prompt(kind("number").from_json(NUMBER), random.Random(1))
    assert (prompt.scale, prompt.unit) == ("billion", "USD")
    assert text("number", NUMBER, "11").feedback == ("Read as 11 billion USD.",)
    assert text("number", NUMBER, "12").feedback == ("Read as 12 billion USD.", "About 9.1% too large.")
    assert text("number", NUMBER, "11 billion").feedback == ()


@pytest.mark.parametrize("answer", ["10", "10 billion", "$10bn", "10,000,000,000"])
def test_a_rival_figure_is_told_so(answer: str) -> None:
    assert text("number", NUMBER, answer).feedback == ("That is the part forgiven.",)
    assert text("number", NUMBER, answer).score == 0


@pytest.mark.parametrize(
    ("answer", "score", "feedback"),
    [
        ("11.2 billion", 1, "Close enough: the source gives 11 billion USD."),
        ("11.3 billion", 0, "About 2.7% too large."),
        ("11 bilion", 1, "A small slip of spelling: **billion**."),
        ("11 million", 0, "The digits are right, the scale is not: read as 11 million USD, not 11 billion USD."),
        ("11 billion euros", 0.5, "The figure is right, the unit is not: it is counted in USD."),
        ("11 %", 0.5, "The figure is right, the unit is not: it is counted in USD."),
        ("much", 0, "This could not be read as one number. Write it like 25 billion USD."),
        ("10 or 11", 0, "This could not be read as one number. Write it like 25 billion USD."),
        ("-11", 0, "Read as -11 billion USD."),
        ("  ", 0, "Nothing was answered."),
    ],
)
def test_figures_and_what_is_said(answer: str, score: float, feedback: str | None) -> None:
    graded = text("number", NUMBER, answer)
    assert graded.score == score
    assert (graded.feedback[0] if graded.feedback else None) == feedback


@pytest.mark.parametrize("answer", ["90", "90%", "90 %", "ninety percent", "90 per cent"])
def test_percentages(answer: str) -> None:
    assert text("number", PERCENT, answer).score == 1
    assert kind("number").prompt(kind("number").from_json(PERCENT), random.Random(1)).unit == "%"


@pytest.mark.parametrize(
    "answer", ["50 thousand", "50k", "50,000", "50000 t", "50,000 tons", "50", "50 thousand tonnes"]
)
def test_tonnes(answer: str) -> None:
    assert text("number", TONNES, answer).score == 1


def test_another_known_unit_is_not_the_same() -> None:
    assert text("number", TONNES, "50 thousand barrels").score == 0.5
    assert text("number", TONNES, "50 thousand tons of grain").score == 1


@pytest.mark.parametrize(
    ("answer", "score", "feedback"),
    [
        ("20 years", 1, "Read as 2 decades."),
        ("twenty years", 1, "Read as 2 decades."),
        ("240 months", 1, "Read as 2 decades."),
        ("two decades", 1, None),
        ("20", 0, "That is right in years."),
        ("2 years", 0.5, "The figure is right, the unit is not: it is counted in decades."),
        ("30 years", 0, "So long was the other one."),
        ("21 weeks", 0, "It is counted in decades."),
    ],
)
def test_a_figure_in_another_unit_of_the_same_kind_is_converted(
    answer: str, score: float, feedback: str | None
) -> None:
    wrong = [
        {"number": "20", "feedback": "That is right in years."},
        {"number": "3", "feedback": "So long was the other one."},
    ]
    asked = {"stem": "How many decades?", "answer": {"number": "2", "unit": "decades"}, "wrong": wrong}
    graded = text("number", asked, answer)
    assert (graded.score, next(iter(graded.feedback), None)) == (score, feedback)


def test_a_converted_figure_is_close_enough_too_and_needs_no_comparison() -> None:
    grain = TONNES | {"tolerance": {"relative": "0.1"}}
    assert text("number", grain, "51 million kg").feedback == ("Close enough: the source gives 50 thousand tonnes.",)
    number = kind("number")
    assert number.compare(number.from_json(grain), {"text": "60 million kg"})
    assert not number.compare(number.from_json(grain), {"text": "51 million kg"})


def test_of_things_that_are_counted_no_unit_is_spoken() -> None:
    missiles = {"stem": "How many?", "answer": {"number": "4", "unit": "missiles"}}
    assert text("number", missiles, "4 km").feedback == ("The figure is right, but it is a number of missiles.",)
    assert text("number", missiles, "5 km").feedback == ("It is a number of missiles.",)


@pytest.mark.parametrize(
    ("answer", "score"), [("4", 1), ("four", 1), ("4 wars", 1), ("5", 0), ("four or five", 0), ("40", 0)]
)
def test_counts(answer: str, score: float) -> None:
    assert text("number", COUNT, answer).score == score


@pytest.mark.parametrize(
    ("tolerance", "answer", "score"),
    [
        ({"absolute": "0.5"}, "11.5 billion", 1),
        ({"absolute": "0.5"}, "11.6 billion", 0),
        ({"relative": "0.1"}, "12.1", 1),
        ({"relative": "0.1"}, "12.2", 0),
    ],
)
def test_tolerance_includes_its_edge(tolerance: dict[str, str], answer: str, score: float) -> None:
    assert text("number", NUMBER | {"tolerance": tolerance, "wrong": []}, answer).score == score


@pytest.mark.parametrize(
    ("answer", "score", "feedback"),
    [
        ("5 May 2014", 1, None),
        ("2014-05-05", 1, None),
        ("5 Mayy 2014", 0, "This could not be read as a date. Write it like 5 May 1990."),
        ("6 May 2014", 0.6, "Month and year are right, the day is not."),
        ("May 2014", 0.6, "Month and year are right, the day is missing."),
        ("5 May", 0.5, "Day and month are right, the year is missing."),
        ("2014", 0.3, "The year is right, day and month are missing."),
        ("5 June 2014", 0.3, "The year is right, the month is not."),
        ("5 May 2015", 0, "One year too late."),
        ("5 May 1990", 0, "The year is 24 years too early."),
        ("2012", 0, "That was the settlement."),
        ("17 March 2012", 0, "That was the settlement."),
        ("April 2014", 0, "The vote."),
        ("soon", 0, "This could not be read as a date. Write it like 5 May 1990."),
        ("", 0, "Nothing was answered."),
    ],
)
def test_a_day(answer: str, score: float, feedback: str | None) -> None:
    graded = text("date", DAY, answer)
    assert graded.score == score
    assert (graded.feedback[0] if graded.feedback else None) == feedback


def test_a_date_that_can_be_read_twice_counts_and_is_told() -> None:
    asked = DAY | {"answer": "2014-06-05", "wrong": []}
    for answer in ("05/06/2014", "06/05/2014"):
        graded = text("date", asked, answer)
        assert graded.score == 1
        assert graded.feedback[0].startswith("Read as 5 June 2014; it could also be 6 May 2014")
    graded = text("date", DAY | {"wrong": []}, "05/06/2014")
    assert graded.feedback[-1].startswith("Read as 6 May 2014; it could also be 5 June 2014")


@pytest.mark.parametrize(
    ("data", "answer", "score", "feedback"),
    [
        (MONTH, "May 2014", 1, None),
        (MONTH, "2014-05", 1, None),
        (MONTH, "5 May 2014", 1, "Only the month was asked for."),
        (MONTH, "2014", 0.5, "The year is right, the month is missing."),
        (MONTH, "June 2014", 0.5, "The year is right, the month is not."),
        (MONTH, "May 2010", 0, "The year is 4 years too early."),
        (YEAR, "2014", 1, None),
        (YEAR, "in 2014", 1, None),
        (YEAR, "May 2014", 1, "Only the year was asked for."),
        (YEAR, "2013", 0, "One year too early."),
    ],
)
def test_months_and_years(data: dict[str, Any], answer: str, score: float, feedback: str | None) -> None:
    graded = text("date", data, answer)
    assert graded.score == score
    assert (graded.feedback[0] if graded.feedback else None) == feedback


@pytest.mark.parametrize(
    ("answer", "score", "feedback"),
    [
        ("Peskov", 1, None),
        ("PESKOV, Dmitry", 1, None),
        ("Dmitri Peskov", 1, "A small slip of spelling: **Dmitry Peskov**."),
        ("Kosachev", 0, "He sits in the Federation Council."),
        ("Kosachov", 0, "He sits in the Federation Council."),
        ("Putin", 0, None),
        ("!!!", 0, "Nothing was answered."),
        ("Peskov or Kosachev", 0, None),
    ],
)
def test_short_answers(answer: str, score: float, feedback: str | None) -> None:
    graded = text("short", SHORT, answer)
    assert graded.score == score
    assert (graded.feedback[0] if graded.feedback else None) == feedback


def test_a_slip_is_told_the_spelling_that_stands_first() -> None:
    graded = text("short", SHORT | {"accept": ["Roh Tae-woo", "Roh", "Roh Taewoo"], "wrong": []}, "Roh Tae-wxo")
    assert graded.feedback == ("A small slip of spelling: **Roh Tae-woo**.",)


def test_a_slip_never_crosses_to_a_known_wrong_answer() -> None:
    data = SHORT | {"accept": ["Andreyev"], "wrong": [{"accept": ["Andreev"], "feedback": "Another."}]}
    assert text("short", data, "Andreev").feedback == ("Another.",)
    assert text("short", data, "Andreevv").feedback == ("Another.",)  # nearer to the wrong one
    assert text("short", data, "Andreyevv").score == 1


@pytest.mark.parametrize(
    ("accept", "answer", "score"),
    [
        ("11 billion dollars", "$11bn", 1),
        ("$11 billion", "11,000,000,000", 1),
        ("$11 billion", "11", 0.5),
        ("$11 billion", "11 billion euros", 0),
        ("four", "4", 1),
        ("25 years", "twenty-five", 1),
        ("5 May 2014", "May 5, 2014", 1),
        ("5 May 2014", "2014-05-05", 1),
        ("2014", "2015", 0),
        ("Six-Party Talks", "6", 0),
        ("1990s", "1990", 0),
    ],
)
def test_accepted_figures_and_dates_are_read_too(accept: str, answer: str, score: float) -> None:
    assert text("short", SHORT | {"accept": [accept], "wrong": []}, answer).score == score


def test_one_right_option() -> None:
    assert grade("choice", CHOICE, {"chosen": ["b"]}) == Grade(
        outcome=Outcome.RIGHT, score=1, feedback=("Indeed.",), parts={"b": Outcome.RIGHT}
    )
    assert grade("choice", CHOICE, {"chosen": ["a"]}) == Grade(
        outcome=Outcome.WRONG, score=0, feedback=("Too few.",), parts={"a": Outcome.WRONG}
    )
    assert grade("choice", CHOICE, {"chosen": []}).feedback == ("Nothing was answered.",)


@pytest.mark.parametrize(("chosen", "score"), [("ab", 1), ("a", 0.5), ("abc", 0.5), ("ac", 0), ("cd", 0), ("abcd", 0)])
def test_several_right_options(chosen: str, score: float) -> None:
    assert grade("choice", SEVERAL, {"chosen": list(chosen)}).score == score
    assert kind("choice").prompt(kind("choice").from_json(SEVERAL), random.Random(1)).several


@pytest.mark.parametrize(
    ("gaps", "score", "parts"),
    [
        ({"year": "2014", "amount": "$11bn"}, 1, "right right"),
        ({"year": "2013", "amount": "$11bn"}, 0.5, "wrong right"),
        ({"amount": "11 billion"}, 0.5, "wrong right"),
        ({"year": "2014", "amount": "11"}, 0.75, "right partly"),
        ({}, 0, "wrong wrong"),
    ],
)
def test_gaps(gaps: dict[str, str], score: float, parts: str) -> None:
    graded = grade("cloze", CLOZE, {"gaps": gaps})
    assert graded.score == score
    assert graded.parts == dict(zip(("year", "amount"), map(Outcome, parts.split()), strict=True))


def test_a_cloze_in_pieces() -> None:
    cloze = kind("cloze")
    content = cloze.from_json(CLOZE)
    prompt = cloze.prompt(content, random.Random(1))
    assert prompt.segments == (
        ("text", "In "),
        ("gap", "year"),
        ("text", " he cancelled a debt of "),
        ("gap", "amount"),
        ("text", " ([see](https://a.example))."),
    )
    assert prompt.gaps == (("year", "recent"), ("amount", None))
    solution = cloze.solution(content)
    assert solution.text.startswith("In **2014** he cancelled a debt of **11 billion dollars**")
    assert solution.gaps == {"year": "2014", "amount": "11 billion dollars"}


def test_a_card_is_graded_by_the_student() -> None:
    assert kind("card").self_graded
    with pytest.raises(BadResponse, match="no answer to grade"):
        grade("card", CARD, {})


@pytest.mark.parametrize(
    ("name", "data", "response", "message"),
    [
        ("choice", CHOICE, {"chosen": "b"}, "list of the keys"),
        ("choice", CHOICE, {"chosen": ["z"]}, "keys of this question"),
        ("choice", CHOICE, {"chosen": ["b", "b"]}, "each once"),
        ("choice", CHOICE, {"chosen": ["a", "b"]}, "Choose one option"),
        ("choice", CHOICE, {}, 'one key "chosen"'),
        ("choice", CHOICE, {"chosen": ["b"], "text": ""}, 'one key "chosen"'),
        ("cloze", CLOZE, {"gaps": ["2014"]}, "under its name"),
        ("cloze", CLOZE, {"gaps": {"day": "5"}}, "gaps of this question are year, amount"),
        ("cloze", CLOZE, {"gaps": {"year": 2014}}, "is a text"),
        ("short", SHORT, {"text": 5}, "is a text"),
        ("short", SHORT, {"text": "a\x00"}, "cannot be stored"),
        ("short", SHORT, {"text": "\ud800"}, "cannot be stored"),
        ("number", NUMBER, {"text": "1" * 501}, "at most 500 characters"),
        ("date", DAY, {"answer": "2014"}, 'one key "text"'),
        ("date", DAY, None, 'one key "text"'),
    ],
)
def test_responses_of_another_shape(name: str, data: dict[str, Any], response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade(name, data, response)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("card", CARD | {"back": "Front?"}, "front and back are the same"),
        ("choice", CHOICE | {"options": CHOICE["options"][:2]}, "a choice has 3 to 8 options, not 2"),
        ("choice", CHOICE | {"options": [{"key": k, "text": k, "feedback": "x"} for k in "abc"]}, "no option is right"),
        (
            "choice",
            CHOICE | {"options": [{"key": k, "text": k, "right": True} for k in "abc"]},
            "every option is right",
        ),
        (
            "choice",
            CHOICE | {"options": [{"key": "a", "text": k, "right": k == "x"} for k in "xyz"]},
            "the option key 'a' stands twice",
        ),
        (
            "choice",
            CHOICE | {"options": [{"key": k, "text": "The same", "right": k == "a"} for k in "abc"]},
            "two options say the same",
        ),
        (
            "choice",
            CHOICE | {"options": [{"key": k, "text": k, "right": k == "a"} for k in "abc"]},
            "the wrong option 'b' has no feedback",
        ),
        (
            "choice",
            CHOICE | {"options": [{"key": k, "text": k, "right": k < "f", "feedback": "x"} for k in "abcdef"]},
            "5 options are right and 5 are shown at a time",
        ),
        ("cloze", CLOZE | {"text": "No gap."}, "1 to 5 gaps such as"),
        ("cloze", CLOZE | {"text": "[year] [year] [amount]"}, r"the gap \[year\] stands twice"),
        ("cloze", CLOZE | {"text": "[year] [amount] [day]"}, r"the gap \[day\] has no entry"),
        ("cloze", CLOZE | {"text": "In [year]"}, "the gap 'amount' does not stand in the text"),
        ("cloze", {"text": "[a]", "gaps": {"a": {"accept": ["?"]}}}, "neither letters nor digits"),
        ("cloze", {"text": "[a]", "gaps": {"a": {"accept": ["x", "x"]}}}, "'x' stands twice"),
        ("cloze", CLOZE | {"gaps": {"Year": {"accept": ["1"]}}}, "a gap's name begins with a letter"),
        (
            "short",
            SHORT | {"wrong": [{"accept": ["the peskov"], "feedback": "x"}]},
            "'the peskov' is accepted and wrong at once",
        ),
        ("short", SHORT | {"wrong": [{"accept": ["!"], "feedback": "x"}]}, "the wrong answer '!' has neither"),
        ("number", NUMBER | {"tolerance": {"absolute": "0"}}, "the tolerance is above 0"),
        ("number", NUMBER | {"tolerance": {"relative": "1.5"}, "wrong": []}, "a share below 1"),
        ("number", NUMBER | {"tolerance": {"relative": "0.1"}}, "the wrong figure 10 billion USD is right"),
        (
            "number",
            PERCENT | {"answer": {"number": "9", "scale": "percent", "unit": "USD"}},
            "a percentage has no unit",
        ),
        ("date", DAY | {"precision": "month"}, "the answer 2014-05-05 is not a month"),
        ("date", DAY | {"wrong": [{"date": "2014", "feedback": "x"}]}, "the wrong date 2014 is right too"),
    ],
)
def test_what_checks_find(name: str, data: dict[str, Any], message: str) -> None:
    findings = list(kind(name).check(kind(name).from_json(data)))
    assert any(re.search(message, finding) for finding in findings), findings


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("card", {"front": "Front?"}, "'back' is missing"),
        ("card", CARD | {"side": "x"}, "unknown key 'side'; known here: back, front"),
        ("choice", CHOICE | {"options": [{"key": "A b", "text": "x"}]}, "'key' is lower-case letters"),
        ("choice", CHOICE | {"options": [{"key": "a", "text": "x", "right": "yes"}]}, "'right' is true or false"),
        ("choice", CHOICE | {"options": "abc"}, "'options' is a list"),
        ("cloze", CLOZE | {"gaps": ["2014"]}, "'gaps' holds keys with values"),
        ("short", SHORT | {"accept": []}, "'accept' needs at least 1 of them"),
        ("short", SHORT | {"accept": [["x"]]}, "'accept' is a text"),
        ("short", SHORT | {"accept": ["x" * 201]}, "has 201 characters; at most 200"),
        ("short", SHORT | {"stem": "a\x00b"}, "cannot be stored"),
        ("number", NUMBER | {"answer": {"number": "11 billion"}}, "'number' is a figure such as 11 or 0.05"),
        ("number", NUMBER | {"answer": {"number": "1e9"}}, "'number' is a figure such as 11 or 0.05"),
        ("number", NUMBER | {"answer": {"number": "1", "scale": "lots"}}, "'scale' is one of thousand, million"),
        (
            "number",
            NUMBER | {"tolerance": {"relative": "0.1", "absolute": "1"}},
            "the key 'relative' or the key 'absolute'",
        ),
        ("number", NUMBER | {"tolerance": None}, "not NoneType"),
        ("number", NUMBER | {"answer": {"number": 1.5}}, "not float"),
        ("date", DAY | {"answer": "5 May 2014"}, "'answer' is a date such as 2014-05-05"),
        ("date", DAY | {"answer": "2014-02-30"}, "'answer' is a date such as 2014-05-05"),
        ("date", DAY | {"precision": "hour"}, "'precision' is one of day, month, year"),
    ],
)
def test_contents_that_cannot_be_read(name: str, data: dict[str, Any], message: str) -> None:
    with pytest.raises(BankError) as caught:
        kind(name).from_json(data)
    assert any(re.search(message, problem.message) for problem in caught.value.problems), str(caught.value)


def test_every_example_is_without_fault() -> None:
    examples: dict[str, dict[str, Any]] = {
        "number": NUMBER,
        "date": DAY,
        "short": SHORT,
        "choice": CHOICE,
        "cloze": CLOZE,
        "card": CARD,
        **EXAMPLES,
    }
    assert set(examples) == set(KINDS)
    for name, data in examples.items():
        assert list(kind(name).check(kind(name).from_json(data))) == [], name


def test_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        kind("essay")
