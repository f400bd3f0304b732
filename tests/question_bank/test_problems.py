"""Every problem of a bank's files is found, with its file, line and id."""

from __future__ import annotations

from pathlib import Path

import pytest

from question_bank import nodes

from .banks import ACTORS, ARTICLE, ISSUES, TOPIC, copy_of_small, load, problems_of

VIEW = "kind: position\n    statement: Greta Holm"
NEW_QUESTION = """
  - id: ferry-draft
    kind: card
    claims: [ferry-riders]
    status: draft
    front: Again?
    back: Again.
    explanation: The id is taken.
"""


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (TOPIC, "    hint: More", "    hind: More", "hind:",
         "ferry-cost-number: unknown key 'hind'; known here: answer,"),
        (TOPIC, "topic: ferry", "topic: boat", "topic:", "boat: the file of the topic 'boat' is named boat.yaml"),
        (TOPIC, "    kind: position", "    kind: view", "kind: view",
         "ferry-bridge-view: 'kind' is one of date, figure,"),
        (TOPIC, "    kind: short", "    kind: essay", "kind: essay",
         "ferry-bridge-who: 'kind' is one of card, choice,"),
        (TOPIC, "sources: [sorrel-ferry#p03]", "sources: []", "sources: []",
         "ferry-first-day: 'sources' needs at least 1"),
        (TOPIC, "#p03]", "#p33]", "id: ferry-first-day",
         "ferry-first-day: the source 'sorrel-ferry#p33' is no passage"),
        (TOPIC, "sorrel-ferry#p03", "sorrel", "id: ferry-first-day",
         "ferry-first-day: the source 'sorrel' is no passage"),
        (TOPIC, "claims: [ferry-riders]", "claims: [ferry-rides]", "id: ferry-riders-number",
         "ferry-riders-number: there is no claim 'ferry-rides'"),
        (TOPIC, "conflicts_with: [ferry-cost-veld]", "conflicts_with: [ferry-cost]", "id: ferry-cost-board",
         "ferry-cost-board: there is no claim 'ferry-cost' to conflict with"),
        (TOPIC, "conflicts_with: [ferry-cost-veld]", "conflicts_with:  [ferry-cost-board]", "with:  [",
         "ferry-cost-board: a claim does not conflict with itself"),
        (TOPIC, "[sorrel-ferry#p05]", "[sorrel-ferry#p02]", "id: ferry-bridge-who",
         "ferry-bridge-who: published, but its claim 'ferry-bridge-view' rests on no passage of role body or heading"),
        (TOPIC, "[sorrel-ferry#p05]", "[sorrel-ferry#p05, sorrel-ferry#p05]", "sorrel-ferry#p05",
         "ferry-bridge-view: 'sorrel-ferry#p05' stands twice"),
        (TOPIC, "claims: [ferry-riders, ferry-bridge-view]", "claims: [ferry-riders, ferry-riders]", "ferry-riders, ",
         "ferry-closures-choice: the claim 'ferry-riders' stands twice"),
        (TOPIC, "    attributed_to: Greta Holm\n    actors", "    actors", "kind: position",
         "ferry-bridge-view: a claim of kind position says whose it is"),
        (TOPIC, "    value: {date: 1874-05-05, precision: day}\n", "", "kind: date",
         "ferry-first-day: a claim of kind date has a 'value'"),
        (TOPIC, "    actors: [holm]\n", "", "kind: position",
         "ferry-bridge-view: a claim of kind position names who holds, says or does it"),
        (TOPIC, "{date: 1874-05-05, precision: day}", "{date: 1874-05-05, precision: year}", "precision: year",
         "ferry-first-day: the date 1874-05-05 has the precision day"),
        (TOPIC, "    kind: date\n    statement", "    kind: event\n    statement", "value: {date",
         "ferry-first-day: a claim of kind event has no value"),
        (TOPIC, "stance: the planned bridge}", f"stance: {'long ' * 41}}}", "long long",
         "ferry-bridge-view: 'stance' has 204 characters; at most 200"),
        (TOPIC, "    note: For", "    waive: {key-in-stem: because}\n    note: For", "because}",
         "ferry-bridge-view: the reason for waiving 'key-in-stem' has at least 20 characters"),
        (TOPIC, "    hint: More", "    waive: [key-in-stem]\n    hint: More", "[key-in-stem]",
         "ferry-cost-number: 'waive' holds keys with values"),
        (TOPIC, "line: How the boat on the rope began, what it cost, and what is to become of it.\n", "", "topic:",
         "ferry: 'line' is missing"),
        (TOPIC, "[the rope ferry]", "[the rope ferry, the rope ferry]", "aliases:",
         "ferry: the name 'the rope ferry' stands twice"),
        (ACTORS, "    line: Historian", "    life: Historian", "life:", "veld: unknown key 'life'"),
        (ACTORS, "aliases: [Holm]", "aliases: [Greta Holm]", "aliases: [Greta",
         "holm: the name 'Greta Holm' stands twice"),
        (ISSUES, "question: What", "title: What", "title:", "crossing-trouble: unknown key 'title'"),
        (TOPIC, "as_of: 2019", "as_of: last year", "as_of", "ferry-cost-veld: 'as_of' is a date such as 2014-05-05"),
        (TOPIC, "ferry-rope-card", "ferry_rope", "id: ferry_rope", "'id' is lower-case letters, digits and hyphens"),
        (TOPIC, "status: draft", "status: new", "status: new",
         "ferry-draft: 'status' is one of draft, review, published, retired"),
        (TOPIC, "\n    explanation: She gives the boat a year.", "", "id: ferry-bridge-choice",
         "ferry-bridge-choice: 'explanation' is missing"),
        (TOPIC, "explanation: She gives the boat a year.", "explanation: ''  # here", "# here",
         "ferry-bridge-choice: 'explanation' is empty"),
        (TOPIC, "    front: What holds", "    front: One\n    front: What holds", "front: What holds",
         "the key 'front' stands twice (first in line"),
        (TOPIC, "{key: b, text: An empty boat, right: true}", "{key: b, text: An empty boat, feedback: x}",
         "kind: choice", "ferry-bridge-choice: no option is right"),
        (TOPIC, "answer: 1874-05-05", "answer: [1874]", "answer: [1874]", "ferry-first-day-date: 'answer' is a text"),
        (ARTICLE, "key: sorrel-ferry", "key: sorrel", "key:",
         "sorrel: the file of the article 'sorrel' is named sorrel.yaml"),
        (ARTICLE, "span: [185, 358]", "span: [186, 358]", "passages:",
         "passage p04 begins at 186, but the one before ends at 185"),
        (ARTICLE, "span: [185, 358]", "span: [358, 185]", "span: [358", "sorrel-ferry#p04: 'span' is [start, end]"),
        (ARTICLE, "span: [185, 358]", "span: [185, x]", "span: [185",
         "sorrel-ferry#p04: 'span' holds whole numbers, not 'x'"),
        (ARTICLE, "length: 745", "length: 746", "passages:",
         "the passages end at 745, but the text has 746 characters"),
        (ARTICLE, "id: p05", "id: p04", "passages:", "the passage p04 stands twice"),
        (ARTICLE, "role: heading", "role: title", "role: title",
         "sorrel-ferry#p01: 'role' is one of body, heading, apparatus"),
        (ARTICLE, "date_precision: month", "date_precision: day", "date_precision",
         "the date 2019-06 has the precision month"),
        (ARTICLE, "https://courier", "courier", "address", "'address' begins with http:// or https://"),
        (ARTICLE, "language: en", "language: English", "language", "'language' is a code such as en"),
        (ARTICLE, "sha256: 0", "sha256: x", "sha256", "'sha256' has 64 digits and letters a to f"),
        (ARTICLE, "file: ferry.txt", "file: ../ferry.txt", "file:",
         "'file' is the plain name of a file, without folders"),
        (ARTICLE, "inferred:\n  date:", "inferred:\n  day:", "day:",
         "sorrel-ferry: unknown key 'day'; known here: address,"),
    ],
)  # fmt: skip
def test_every_problem_has_its_line_and_id(
    tmp_path: Path, file: str, old: str, new: str, line: str, message: str
) -> None:
    folder = copy_of_small(tmp_path, (file, old, new))
    found = problems_of(folder)
    assert any(message in problem for problem in found), found
    problem = next(problem for problem in found if message in problem)
    assert problem.startswith(f"{file}:{line_of(folder, file, line)}: "), found


def test_all_problems_are_reported_at_once_in_order(tmp_path: Path) -> None:
    folder = copy_of_small(
        tmp_path,
        (ARTICLE, "language: en", "language: English"),
        (ARTICLE, "role: heading", "role: title"),
        (TOPIC, VIEW, VIEW.replace("position", "view")),
        (TOPIC, "    hint: More", "    hind: More"),
        (TOPIC, "claims: [ferry-first-day]", "claims: [no-such-claim]"),
    )
    found = problems_of(folder)
    assert len(found) == 7, found
    lines = [(line.split(":")[0], int(line.split(":")[1])) for line in found]
    assert lines == sorted(lines)


def test_a_broken_record_is_blamed_once(tmp_path: Path) -> None:
    """Who refers to a claim or an article that exists but could not be read has no problem of its own."""
    (only,) = problems_of(copy_of_small(tmp_path, (TOPIC, VIEW, VIEW.replace("position", "view"))))
    assert "ferry-bridge-view: 'kind' is one of" in only
    (only,) = problems_of(copy_of_small(tmp_path / "other", (ARTICLE, "language: en", "language: English")))
    assert "'language' is a code" in only


def test_an_id_is_used_once_over_all_files(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path)
    first = folder / TOPIC
    text = first.read_text(encoding="utf-8")
    (folder / "data" / "other.yaml").write_text(text.replace("topic: ferry", "topic: other"), encoding="utf-8")
    found = problems_of(folder)
    taken = f"the question 'ferry-draft' stands already in {TOPIC}:{line_of(folder, TOPIC, 'id: ferry-draft')}"
    assert any(taken in problem for problem in found)
    assert sum("the claim '" in problem and "stands already" in problem for problem in found) == len(load().claims)
    first.write_text(text + NEW_QUESTION, encoding="utf-8")
    (folder / "data" / "other.yaml").unlink()
    (only,) = problems_of(folder)
    assert "the question 'ferry-draft' stands already in" in only


def test_a_question_stands_in_the_file_of_its_primary_claim(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path)
    (folder / "data" / "other.yaml").write_text(
        "topic: other\ntitle: Other\nline: Others.\nquestions:" + NEW_QUESTION.replace("ferry-draft", "other-card"),
        encoding="utf-8",
    )
    (only,) = problems_of(folder)
    assert only == "data/other.yaml:5: other-card: stands in another file than its primary claim: move it to ferry.yaml"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"topic: [", "data/ferry.yaml:2: not readable as YAML"),
        (b"topic: ferry\n\ttitle: x", "data/ferry.yaml:2: not readable as YAML"),
        (b"a: 1\n---\nb: 2", "not readable as YAML"),
        (b"topic: \x00", "not readable as YAML"),
        (b"topic: ferry\ntitle: \xff", "data/ferry.yaml:2: the file is not UTF-8 text"),
        (b"", "data/ferry.yaml: the file is empty"),
        (b"- a\n- b", "data/ferry.yaml:1: the file holds keys with values"),
        (b"topic: ferry\ntitle: &x [a]\nclaims: *x", "data/ferry.yaml:2: anchors and aliases"),
        (b"topic: &x\n  a: *x", "data/ferry.yaml:1: anchors and aliases"),
        (b"topic: !!python/object/apply:os.getcwd []", "tags are not read here"),
        (b"? [a, b]\n: c", "a key is a plain word"),
        (b"[" * 20_000, "data/ferry.yaml: the file is nested too deeply"),
        (b"- " * 20_000 + b"a", "data/ferry.yaml: the file is nested too deeply"),
        (b"#" * (nodes.LARGEST_FILE + 1), "the file is larger than"),
    ],
)
def test_hostile_files_are_problems_too(tmp_path: Path, content: bytes, message: str) -> None:
    folder = copy_of_small(tmp_path)
    (folder / TOPIC).write_bytes(content)
    found = problems_of(folder)
    assert any(message in problem for problem in found), found
