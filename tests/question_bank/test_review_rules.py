"""Every rule of the reviewer by examples: what it finds, what it lets pass, and that a waiver silences it alone."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.review import RULES, Severity

from .reviewing import EXPLANATION, Sketch, article, choice, claim, feedback, short, view


def without(record: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


LONG = "Holm and Veld have argued for years about the boat, its oars, its landing stages and its motor. " * 4
MATCHING: dict[str, Any] = {
    **without(short(), "accept"),
    "kind": "matching",
    "stem": "Match each person with a trade.",
    "items": [
        {"key": "a", "text": "Holm", "answer": "x"},
        {"key": "b", "text": "Veld", "answer": "y"},
        {"key": "c", "text": "Quill", "answer": "z"},
    ],
}
TRADES = [
    {"key": "x", "text": "Boatwoman"},
    {"key": "y", "text": "Historian"},
    {"key": "z", "text": "Reporter"},
    {"key": "u", "text": "Engineer"},
]
ORDERING: dict[str, Any] = {
    **without(short(), "accept"),
    "kind": "ordering",
    "stem": "Put these in order, the earliest first.",
}
EVENTS = [
    {"key": "a", "text": "The rope is hung", "when": "1874"},
    {"key": "b", "text": "The motor comes"},
    {"key": "c", "text": "The bridge is planned"},
]
FIGURE = claim(kind="figure", value={"number": "40", "unit": "people"}, as_of="2019")
DATE = claim(kind="date", value={"date": "1874-03", "precision": "month"}, sources=["ferry#p02"])
DOZEN = [
    choice("A rope", "A cable", "A chain", id=f"q{n}", stem=f"What is on picture {'abcdefghijkl'[n]}x?")
    for n in range(12)
]
ERRATUM = "The article names her Gerda Holm. She is Greta Holm."
ANSWER = choice("Greta Holm", "Tomas Veld", "Ida Quill", stem="Who works the rope?")


def asking(*questions: dict[str, Any], **changes: Any) -> Sketch:
    return Sketch(questions=questions, **changes)


def claiming(*claims: dict[str, Any], **changes: Any) -> Sketch:
    return Sketch(claims=claims, **changes)


# rule, what it finds, what it lets pass
EXAMPLES: list[tuple[str, Sketch, Sketch]] = [
    ("key-in-stem", asking(short(stem="A rope holds the boat. By what is it held?")), asking(short())),
    ("key-in-stem", asking(short(hint="Hung over the river: a rope.")), asking(short(hint="It hangs over the river."))),
    (
        "key-in-stem",
        asking(short(accept=["Cable", "the ROPE"], stem="What is the rope made for?")),
        asking(short(accept=["Cable", "Ropeway"], stem="What is the rope made for?")),
    ),
    ("key-in-stem", asking(choice(stem="Is it a rope, as some say?")), asking(choice())),
    (
        "key-in-stem",
        asking({**ORDERING, "items": [{**EVENTS[0], "text": "The rope of 1874"}, *EVENTS[1:]]}),
        asking({**ORDERING, "items": EVENTS}),
    ),
    (
        "stem-echo",
        asking(choice("By a hanging rope", "By a chain", "By a motor", stem="How is the hanging boat held?")),
        asking(choice("By a hanging rope", "By a hanging chain", "By a motor", stem="How is the hanging boat held?")),
    ),
    (
        "negative-stem",
        asking(choice(stem="What was never on board?")),
        asking(choice(stem="Which, not counting oars?")),
    ),
    (
        "negative-stem",
        asking(choice(stem="Which of these is not on board?")),
        asking(choice(stem="What does Holm say that the boat cannot carry?")),
    ),
    (
        "negative-stem",
        asking(choice(stem="Each of these is on board EXCEPT one. Which?")),
        asking(short(stem="Who does not like the bridge?")),
    ),
    ("untidy-text", asking(short(stem="By what  is it held?")), asking(short(stem="By what is it held?"))),
    ("untidy-text", asking(short(hint="Look , above.")), asking(short(hint="Look, above; is it there ?"))),
    ("untidy-text", claiming(claim(statement="A rope , they say.")), claiming(claim(statement="A rope, they say."))),
    ("missing-full-stop", asking(short(explanation=EXPLANATION[:-1])), asking(short(explanation=f"{EXPLANATION}*)*"))),
    (
        "missing-full-stop",
        asking(feedback(choice(), "A cable", "The article does not say so")),
        asking(feedback(choice(), "A cable", "It has:\n\n- no cable")),
    ),
    ("missing-full-stop", claiming(claim(statement="A rope was hung")), claiming(claim(statement="Was it hung?"))),
    (
        "unit-spelling",
        claiming({**FIGURE, "value": {"number": "40", "unit": "person"}}),
        claiming({**FIGURE, "value": {"number": "40", "unit": "people"}}),
    ),
    ("same-option-twice", asking(choice("A rope", "A cable", "a Cable.")), asking(choice())),
    ("long-stem", asking(short(stem=LONG)), asking(short(stem=LONG[:320]))),
    (
        "near-duplicate-stem",
        asking(
            short("one", stem="What do the boatmen of Millbrook fear from the planned bridge?"),
            choice(id="two", stem="What do boatmen at Millbrook fear of the bridge that is planned?"),
        ),
        asking(
            short("one", stem="What do the boatmen of Millbrook fear from the planned bridge?"),
            choice(id="two", stem="What does Veld say the landing stages cost?"),
        ),
    ),
    (
        "near-duplicate-stem",
        asking(
            short("one", stem="How many boats crossed the river at Millbrook?"),
            short("two", stem="How many boats crossed the river at Millbrook then?", accept=["Nine"]),
        ),
        asking(
            short("one", stem="How many boats crossed the river at Millbrook in 1901?"),
            short("two", stem="How many boats crossed the river at Millbrook in 1902?", accept=["Nine"]),
        ),
    ),
    (
        "option-length",
        asking(choice("A rope", "A cable that is made of steel wires", "A chain")),
        asking(choice("A rope", "A cable of steel", "A chain")),
    ),
    (
        "option-length",
        asking(choice("A rope that hangs over the river", "A cable over the river", "A chain in the river")),
        asking(choice("A rope over the river", "A cable that hangs over the river", "A chain in the river")),
    ),
    (
        "all-of-the-above",
        asking(choice("A rope", "A chain", "None of the above")),
        asking(choice("A rope", "A chain", "All of the debt")),
    ),
    (
        "missing-feedback",
        asking(feedback(choice(), "A chain", "Wrong.")),
        asking(feedback(choice(), "A chain", "Nobody speaks of one.")),
    ),
    (
        "missing-feedback",
        asking(short(wrong=[{"accept": ["A chain"], "feedback": "No."}])),
        asking({**MATCHING, "options": list(reversed(TRADES))}),
    ),
    ("unattributed-opinion", claiming(view()), claiming(view(), questions=(short(stem="What holds it, says Holm?"),))),
    (
        "unattributed-opinion",
        claiming(view(kind="argument", value=None)),
        claiming(view(), questions=(short(stem="In The Ferry, what holds the boat?"),)),
    ),
    (
        "unattributed-opinion",
        claiming(view(), questions=(short(accept=["Greta the rope-maker of Millbrook"]),)),
        claiming(view(), questions=(short(accept=["Greta Holm"]),)),
    ),
    (
        "unattributed-opinion",
        claiming(view(), questions=(short(stem="What holds the boat, in somebody's view?"),)),
        claiming(
            view(attributed_to="the town of Millbrook"), questions=(short(stem="In Millbrook's view, what holds it?"),)
        ),
    ),
    ("undated-claim", claiming(without(FIGURE, "as_of")), claiming(FIGURE)),
    ("undated-claim", claiming(view(as_of=None)), claiming(claim())),
    (
        "figure-not-in-claim",
        asking(short(stem="What held the boat in 1901?")),
        asking(short(stem="What held the boat in June 2019?")),
    ),
    (
        "figure-not-in-claim",
        claiming(FIGURE, questions=(choice("50", "60", "70"),)),
        claiming(FIGURE, questions=(choice("40", "60", "70", explanation=EXPLANATION + " In 1950 it was less."),)),
    ),
    (
        "figure-not-in-claim",
        asking(short(stem="Which seven things hold it?")),
        asking({**ORDERING, "stem": "Put the three in order.", "items": [{"key": k, "text": k} for k in "abc"]}),
    ),
    (
        "figure-not-in-claim",
        asking(short(stem="How many ropes are there?", accept=["two"])),
        asking(short(stem="What hangs between the two towns?", accept=["A rope between the two towns"])),
    ),
    ("value-not-in-passage", claiming({**FIGURE, "value": {"number": "50"}}), claiming(FIGURE)),
    ("value-not-in-passage", claiming({**DATE, "sources": ["ferry#p01"]}), claiming(DATE)),
    (
        "value-not-in-original",
        claiming(
            {**FIGURE, "value": {"number": "45"}},
            originals=True,
            article=article(
                passages=[{**article()["passages"][0], "digest": "It holds 45."}, article()["passages"][1]]
            ),
        ),
        claiming(FIGURE, originals=True),
    ),
    (
        "distractor-true",
        claiming(
            claim(conflicts_with=["other"]),
            claim("other", kind="figure", value={"number": "40"}, as_of="2019", attributed_to="Tomas Veld"),
            questions=(choice("50", "40", "60"), short("veld", claims=["other"])),
        ),
        claiming(
            claim(conflicts_with=["other"]),
            claim("other", kind="figure", value={"number": "40"}, as_of="2019", attributed_to="Tomas Veld"),
            questions=(
                feedback(choice("50", "40", "60"), "40", "That is Veld's figure."),
                short("veld", claims=["other"]),
            ),
        ),
    ),
    (
        "distractor-true",
        claiming(
            view(), view("other", "veld", "It has to go"), questions=(choice("It has to stay", "It has to go", "Both"),)
        ),
        claiming(
            view(),
            view("other", "veld", "It has to go"),
            questions=(feedback(choice("It has to stay", "It has to go", "Both"), "It has to go", "So says Veld."),),
        ),
    ),
    (
        "distractor-true",
        claiming(view(), view("other", "veld"), questions=(choice("Greta Holm", "Tomas Veld", "Ida Quill"),)),
        claiming(
            view(), view("other", "veld", "It has to go"), questions=(choice("Greta Holm", "Tomas Veld", "Ida Quill"),)
        ),
    ),
    ("distractor-true", asking(choice("90 percent", "90%", "half")), asking(choice("90 percent", "80%", "half"))),
    (
        "same-side-twice",
        asking(short("one"), short("two", stem="What hangs over the water?", accept=["The rope"])),
        asking(short("one"), short("two", stem="What hangs over the water?", accept=["A motor"])),
    ),
    (
        "erratum-as-key",
        claiming(claim(erratum=ERRATUM), questions=({**ANSWER, **choice("Gerda Holm", "Tomas Veld", "Ida Quill")},)),
        claiming(claim(erratum=ERRATUM), questions=(ANSWER,)),
    ),
    (
        "erratum-as-key",
        claiming({**FIGURE, "erratum": "It takes no more than 30."}, questions=(choice("40", "50", "60"),)),
        claiming({**FIGURE, "erratum": "It takes no more than 30."}, questions=(choice("30", "40", "50"),)),
    ),
    ("short-explanation", asking(short(explanation=EXPLANATION.replace(". ", " and "))), asking(short())),
    ("short-explanation", asking(short(explanation="So it is. So it was.")), asking(short())),
    (
        "short-explanation",
        asking(short(explanation="It was told by J. R. Quill of the U.S. Mail" + ", a paper" * 6 + ".")),
        asking(short()),
    ),
    ("claim-without-question", claiming(claim(), claim("other")), claiming(claim())),
    ("waiver-unknown", claiming(claim(waive={"no-such-rule": "A reason that is long enough."})), Sketch()),
    ("waiver-reason", claiming(claim(waive={"undated-claim": "Because."})), Sketch()),
    ("waiver-idle", claiming(claim(waive={"undated-claim": "A reason that is long enough."})), Sketch()),
]
TOPIC_EXAMPLES: list[tuple[str, Sketch, Sketch]] = [
    (
        "key-longest",
        asking(*(choice("A long rope", "A cable", "A chain", id=q["id"], stem=q["stem"]) for q in DOZEN)),
        asking(*DOZEN),
    ),
    (
        "key-position",
        asking(*DOZEN),
        asking(*(choice(right=n % 3, id=q["id"], stem=q["stem"]) for n, q in enumerate(DOZEN))),
    ),
]


def rules_found(sketch: Sketch) -> set[str]:
    return {finding.rule for finding in sketch.findings()}


@pytest.mark.parametrize(("rule", "bad", "good"), [*EXAMPLES, *TOPIC_EXAMPLES])
def test_rule_finds_the_bad_and_lets_the_good_pass(rule: str, bad: Sketch, good: Sketch) -> None:
    assert rule in rules_found(bad)
    assert rule not in rules_found(good)


def test_every_rule_has_an_example() -> None:
    assert {rule for rule, _, _ in [*EXAMPLES, *TOPIC_EXAMPLES]} == {rule.id for rule in RULES}


def test_a_matching_is_not_answered_from_top_to_bottom() -> None:
    assert "key-position" in rules_found(asking({**MATCHING, "options": TRADES}))
    assert "key-position" not in rules_found(asking({**MATCHING, "options": list(reversed(TRADES))}))


@pytest.mark.parametrize(("rule", "bad", "good"), [example for example in EXAMPLES if "waiver" not in example[0]])
def test_a_waiver_silences_its_rule_on_its_record_and_nothing_else(rule: str, bad: Sketch, good: Sketch) -> None:
    before = bad.findings()
    for finding in (finding for finding in before if finding.rule == rule):
        rest = [other for other in before if (other.rule, other.id) != (finding.rule, finding.id)]
        assert bad.waiving(rule, finding.record, finding.id).findings() == rest


def test_a_waiver_that_silences_nothing_is_found_and_cannot_be_waived() -> None:
    for sketch in (
        Sketch().waiving("long-stem", "question", "asked"),
        Sketch().waiving("long-stem", "question", "asked").waiving("waiver-idle", "question", "asked"),
    ):
        assert "waiver-idle" in rules_found(sketch)
    assert "waiver-unknown" in rules_found(Sketch().waiving("waiver-idle", "question", "asked"))


def test_a_waiver_for_a_rule_that_was_not_applied_is_not_idle() -> None:
    """Without the originals nobody can say whether it is needed."""
    sketch = claiming(FIGURE).waiving("value-not-in-original", "claim", "first")
    assert sketch.findings() == []


def test_of_a_detail_without_a_question_there_is_only_a_notice() -> None:
    (found,) = claiming(claim(), claim("other", importance="detail")).findings()
    assert (found.rule, found.severity, found.id) == ("claim-without-question", Severity.NOTICE, "other")


def test_retired_questions_are_not_looked_at_and_drafts_do_not_count_as_asked() -> None:
    assert rules_found(asking(short(status="retired", stem=LONG))) == {"claim-without-question"}
    assert rules_found(asking(short(status="draft", stem=LONG))) == {"claim-without-question", "long-stem"}


def test_an_answer_that_every_question_names_is_no_giveaway() -> None:
    letters = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "iota", "kappa", "omega")
    common = [short(word, stem=f"Of the river Sorrel: what is {word}?", accept=[word[::-1]]) for word in letters]
    asked = short("last", stem="Which river has towns that the Sorrel has not?", accept=["Sorrel"])
    assert "key-in-stem" not in rules_found(asking(*common, asked))


def test_a_figure_in_the_stem_is_always_a_giveaway() -> None:
    common = [short(f"q{n}", stem=f"What came in 2019 as number {n}?", accept=["A boat"]) for n in range(12)]
    asked = short("last", stem="Which year, before 2020, was 2019?", accept=["2019"])
    assert "key-in-stem" in rules_found(asking(*common, asked))


def test_findings_say_where_and_what_to_do() -> None:
    (found,) = asking(short(explanation="Too short.")).findings()
    assert (found.record, found.id, found.file, found.line) == ("question", "asked", "", 0)
    assert str(found).startswith("asked: warning [short-explanation] the explanation has 10 characters")
