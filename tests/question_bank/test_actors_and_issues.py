"""Who says what on which issue: the records, and what must hold between them, their claims and their questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.actors import Actor
from question_bank.agreement import check_agreement
from question_bank.claims import Claim, ClaimKind, Importance
from question_bank.issues import Issue
from question_bank.records import Bank
from question_bank.stances import Stance
from question_bank.topics import Topic

from .banks import ACTORS, ISSUES, TOPIC, copy_of_small, load, problems_of

POSITION, ORDERING = "ferry-trouble-position", "ferry-years-ordering"
MOTOR = "stance: an unwanted motor"
CLOSURES = "stance: flood and ice"
SECOND = "  - id: quill\n    name: Ida Quill\n    line: She wrote the article.\n"
BY_STANCE = (
    (TOPIC, "ask: holder", "ask: stance"),
    (TOPIC, "text: Greta Holm, right", "text: the planned bridge, right"),
    (TOPIC, "text: Tomas Veld, feedback: Veld speaks", "text: an unwanted motor, feedback: Veld speaks"),
    (TOPIC, "text: the Sorrel Navigation Board, feed", "text: flood and ice, feed"),
)


def test_the_small_bank_says_who_holds_what() -> None:
    bank = load()
    assert bank.actors["holm"].names == ("Greta Holm", "Holm")
    assert bank.issues["crossing-trouble"] == Issue(
        id="crossing-trouble", question="What troubles the ferry at Millbrook?"
    )
    claim = bank.claims["ferry-bridge-view"]
    assert claim.actors == ("holm",)
    assert claim.value == Stance(issue="crossing-trouble", stance="the planned bridge")
    assert bank.topics["ferry"] == Topic(
        key="ferry",
        title="The ferry at Millbrook",
        line="How the boat on the rope began, what it cost, and what is to become of it.",
        aliases=("the rope ferry",),
    )


def test_a_bank_without_positions_needs_neither_file(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path)
    (folder / ACTORS).unlink()
    (folder / ISSUES).unlink()
    topic = folder / TOPIC
    text = topic.read_text(encoding="utf-8")
    head, _, rest = text.partition("  - id: ferry-bridge-view\n")
    questions = rest.partition("questions:\n")[2].partition("  - id: ferry-bridge-who\n")[0]
    topic.write_text(f"{head}questions:\n{questions}", encoding="utf-8")
    bank = load(folder)
    assert (len(bank.actors), len(bank.issues), len(bank.claims)) == (0, 0, 4)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (TOPIC, "actors: [holm]", "actors: [homl]", "ferry-bridge-view: there is no actor 'homl'"),
        (TOPIC, "actors: [holm]", "actors: [holm, holm]", "ferry-bridge-view: 'holm' stands twice"),
        (TOPIC, "{issue: crossing-trouble, " + MOTOR, "{issue: trouble, " + MOTOR,
         "ferry-motor-view: there is no issue 'trouble'"),
        (ACTORS, "actors:\n", "actors:\n" + SECOND, "data/actors.yaml:2: quill: no claim names this actor"),
        (ISSUES, "issues:\n", "issues:\n  - id: weather\n    question: Will it rain?\n",
         "data/issues.yaml:2: weather: no claim names this issue"),
        (ACTORS, "name: Tomas Veld", "name: Holm", "veld: the name 'Holm' is that of the actor 'holm' too"),
        (ACTORS, "name: Tomas Veld", "name: greta holm", "veld: the name 'greta holm' is that of the actor 'holm' too"),
        (ACTORS, "id: veld", "id: holm", "the actor 'holm' stands already in data/actors.yaml:2"),
        (ACTORS, "actors:", "people:", "unknown key 'people'; known here: actors"),
        (TOPIC, "    conflicts_with: [ferry-cost-veld]\n", "",
         "ferry-cost-veld: conflicts with 'ferry-cost-board', which does not name it in turn"),
        (TOPIC, "    note: For", "    supersedes: [ferry-view]\n    note: For",
         "ferry-bridge-view: there is no claim 'ferry-view' to supersede"),
        (TOPIC, "    note: For", "    supersedes: [ferry-bridge-view]\n    note: For",
         "ferry-bridge-view: supersedes itself"),
    ],
)  # fmt: skip
def test_names_that_do_not_fit_are_problems(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    found = problems_of(copy_of_small(tmp_path, (file, old, new)))
    assert any(message in problem for problem in found), found


def test_nothing_is_unused_while_a_claim_cannot_be_read(tmp_path: Path) -> None:
    """That claim may be the one that names the actor."""
    folder = copy_of_small(tmp_path, (ACTORS, "actors:\n", "actors:\n" + SECOND), (TOPIC, "as_of: 2019", "as_of: now"))
    (only,) = problems_of(folder)
    assert "'as_of' is a date" in only


def test_a_broken_actor_is_blamed_once(tmp_path: Path) -> None:
    (only,) = problems_of(copy_of_small(tmp_path, (ACTORS, "name: Tomas Veld", "name: []")))
    assert only == "data/actors.yaml:7: veld: 'name' is a text"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{claim: ferry-motor-view, text", "{claim: ferry-gone, text",
         "there is no claim 'ferry-gone' for an option to name"),
        ("{claim: ferry-motor-view, text", "{claim: ferry-riders, text",
         "the claim 'ferry-riders' of an option is no position with a stance on an issue"),
        ("claims: [ferry-bridge-view]\n    status: published\n    importance: detail",
         "claims: [ferry-motor-view]\n    status: published\n    importance: detail",
         "the right option names 'ferry-bridge-view' and not the question's primary claim 'ferry-motor-view'"),
        ("text: Tomas Veld, feedback: Veld", "text: Holm, feedback: Veld",
         "the text of the option 'ferry-motor-view' is a name of its claim's actors: Tomas Veld"),
        (MOTOR, "stance: The planned bridge",
         "the option 'ferry-motor-view' is not wrong: its actor 'veld' holds the right stance too"),
        ("actors: [navigation-board]", "actors: [navigation-board, holm]",
         "the option 'ferry-closures-view' is not wrong: its actor 'holm' holds the right stance too"),
    ],
)  # fmt: skip
def test_position_that_does_not_fit_its_claims_is_a_problem(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = problems_of(copy_of_small(tmp_path, (TOPIC, old, new)))
    assert any(f"{POSITION}: {message}" in problem for problem in found), found


def test_option_on_another_issue_is_a_problem(tmp_path: Path) -> None:
    other = "issues:\n  - id: weather\n    question: Will it rain?\n"
    issue = (TOPIC, "{issue: crossing-trouble, " + CLOSURES, "{issue: weather, " + CLOSURES)
    (only,) = problems_of(copy_of_small(tmp_path, (ISSUES, "issues:\n", other), issue))
    assert "the option 'ferry-closures-view' is about the issue 'weather', the right one about 'crossing-tr" in only


def test_holder_by_another_claim_is_no_wrong_option(tmp_path: Path) -> None:
    """Whoever holds the right stance by any claim of the bank cannot stand for a wrong one."""
    second = (
        "  - id: ferry-motor-too\n    kind: position\n    statement: Veld also sees the trouble in the bridge.\n"
        "    attributed_to: Tomas Veld\n    actors: [veld]\n"
        "    value: {issue: crossing-trouble, stance: the planned bridge}\n"
        "    importance: detail\n    sources: [sorrel-ferry#p04]\nquestions:\n"
    )
    (only,) = problems_of(copy_of_small(tmp_path, (TOPIC, "questions:\n", second)))
    assert f"{POSITION}: the option 'ferry-motor-view' is not wrong: its actor 'veld'" in only


def test_an_actor_may_be_named_by_an_alias(tmp_path: Path) -> None:
    assert problems_of(copy_of_small(tmp_path, (TOPIC, "text: Greta Holm, right", "text: Holm, right"))) == []


def test_stances_stand_word_for_word(tmp_path: Path) -> None:
    assert problems_of(copy_of_small(tmp_path, *BY_STANCE)) == []
    (only,) = problems_of(copy_of_small(tmp_path / "other", *BY_STANCE[:-1], (TOPIC, *_shorter(BY_STANCE[-1]))))
    assert f"{POSITION}: the text of the option 'ferry-closures-view' is its claim's stance, word for word" in only


def _shorter(change: tuple[str, str, str]) -> tuple[str, str]:
    return change[1], change[2].replace("flood and ice", "floods")


def test_a_claim_of_an_ordering_is_among_the_questions_claims(tmp_path: Path) -> None:
    change = (TOPIC, "when: 2019, claim: ferry-cost-veld", "when: 2019, claim: ferry-riders")
    (only,) = problems_of(copy_of_small(tmp_path, change))
    assert f"{ORDERING}: the claim 'ferry-riders' of the item 'cost' is not among the question's claims" in only


@pytest.mark.parametrize(
    ("date", "precision", "fits"),
    [
        ("1874-05-06", "day", True),
        ("1874-05-05", "day", True),
        ("1874-05", "month", True),  # may be later in the month, may be earlier: nothing is contradicted
        ("1874", "year", True),
        ("1874-05-04", "day", False),
        ("1874-04", "month", False),
        ("1873", "year", False),
    ],
)
def test_dates_of_claims_do_not_contradict_an_order(tmp_path: Path, date: str, precision: str, fits: bool) -> None:
    second = (
        "  - id: ferry-motor\n    kind: date\n    statement: The ferry was given a motor.\n"
        f"    value: {{date: {date}, precision: {precision}}}\n"
        "    importance: detail\n    sources: [sorrel-ferry#p04]\nquestions:\n"
    )
    found = problems_of(
        copy_of_small(
            tmp_path,
            (TOPIC, "questions:\n", second),
            (TOPIC, "when: the 1990s}", "when: the 1990s, claim: ferry-motor}"),
            (
                TOPIC,
                "claims: [ferry-first-day, ferry-cost-veld]",
                "claims: [ferry-first-day, ferry-cost-veld, ferry-motor]",
            ),
        )
    )
    assert (found == []) is fits, found
    assert fits or f"{ORDERING}: 'rope' stands before 'motor', but their claims say 5 May 1874 and" in found[0]


def claim(key: str, supersedes: frozenset[str]) -> Claim:
    return Claim(
        id=key,
        topic="t",
        kind=ClaimKind.EVENT,
        statement="So it was.",
        importance=Importance.DETAIL,
        sources=("a#p",),
        supersedes=tuple(sorted(supersedes)),
    )


KEYS = ("a", "b", "c", "d", "e")


@given(st.dictionaries(st.sampled_from(KEYS), st.frozensets(st.sampled_from(KEYS)), max_size=5))
def test_every_circle_of_supersedes_is_found_and_nothing_else(links: dict[str, frozenset[str]]) -> None:
    bank = Bank(articles={}, topics={}, claims={key: claim(key, others) for key, others in links.items()}, questions={})
    reached = {key: {other for other in others if other in links} for key, others in links.items()}
    for _ in KEYS:
        reached = {key: others.union(*(reached[other] for other in others)) for key, others in reached.items()}
    found = {problem.id for problem in check_agreement(bank)}
    assert found == {key for key, others in reached.items() if key in others}


names = st.text("xyz ", min_size=1, max_size=4).filter(str.strip)


@given(st.lists(st.tuples(names, st.lists(names, max_size=2)), max_size=4))
def test_no_name_is_that_of_two_actors(given_names: list[tuple[str, list[str]]]) -> None:
    actors = {
        f"actor-{place}": Actor(id=f"actor-{place}", name=name, aliases=tuple(aliases), line="Somebody.")
        for place, (name, aliases) in enumerate(given_names)
    }
    bank = Bank(articles={}, actors=actors, topics={}, claims={}, questions={})
    sets = [{" ".join(name.split()) for name in actor.names} for actor in actors.values()]
    shared = any(first & second for place, first in enumerate(sets) for second in sets[place + 1 :])
    assert bool(list(check_agreement(bank))) is shared
