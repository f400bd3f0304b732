from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.copying import Originals, words
from question_bank.figures import figures
from question_bank.originals import check_digest, check_originals, read_originals
from question_bank.passages import InferredFigure, Passage, Role
from question_bank.review import Material, review

from .banks import ARTICLE, SMALL, TOPIC, copy_of_small, load

ORIGINALS = SMALL / "originals"
SENTENCE = "hung a rope over the River Sorrel, and a flat boat has crossed along it ever since"


def messages(bank: Bank, folder: Path = ORIGINALS) -> list[str]:
    return [problem.message for problem in check_originals(bank, folder)]


def test_the_small_bank_agrees_with_its_original() -> None:
    assert check_originals(load(), ORIGINALS) == []


def test_another_text_is_found_by_its_digest(tmp_path: Path) -> None:
    text = (ORIGINALS / "ferry.txt").read_bytes()
    (tmp_path / "ferry.txt").write_bytes(text.replace(b"\n", b"\r\n"))
    (only,) = check_originals(load(), tmp_path)
    assert only.message.startswith("the original ferry.txt is another text: its SHA-256 is ")
    assert only.file.endswith(ARTICLE)
    assert only.id == "sorrel-ferry"


def test_a_missing_original_is_named(tmp_path: Path) -> None:
    (only,) = messages(load(), tmp_path)
    assert only.startswith("the original ferry.txt cannot be read")


def test_the_length_counts_code_points(tmp_path: Path) -> None:
    folder = copy_of_small(tmp_path, (ARTICLE, "length: 745", "length: 746"), (ARTICLE, "[707, 745]", "[707, 746]"))
    assert messages(load(folder)) == ["the original ferry.txt has 745 characters, not 746"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("$11 million", "$12 million", "p04: the digest says '12 million', the passage does not: correct it,"),
        ("In the 1990s", "In the 1980s", "p04: the digest says '1980s'"),
        ("Since 5 May 1874", "Since 5 May 1875", "p03: the digest says '1875'"),
        ("Since 5 May 1874", "Since 5 June 1874", "p03: the digest says 'June'"),
        ("account 90%", "account 90", "p06: the digest says '90'"),
        ("3 closures since 2012", "four closures since 2012", "p07: the digest says 'four'"),
    ],
)
def test_a_figure_that_the_passage_does_not_have(tmp_path: Path, old: str, new: str, message: str) -> None:
    (only,) = messages(load(copy_of_small(tmp_path, (ARTICLE, old, new))))
    assert only.startswith(message)


def passage(digest: str, *inferred: str) -> Passage:
    return Passage(
        id="p01",
        article="a",
        start=0,
        end=1,
        role=Role.BODY,
        digest=digest,
        inferred=tuple(InferredFigure(figure=figure, reason="Said elsewhere.") for figure in inferred),
    )


def test_an_inferred_figure_needs_no_place_in_the_passage() -> None:
    assert list(check_digest(passage("Founded in 1948.", "1948"), "Founded that year.")) == []
    assert len(list(check_digest(passage("Founded in 1948."), "Founded that year."))) == 1


def test_an_inferred_figure_that_the_digest_does_not_have_is_stale() -> None:
    (only,) = check_digest(passage("Founded then.", "1948"), "Founded that year.")
    assert only == "'1948' is listed under 'inferred', but the digest does not say it"


def ten_words_of_the_original() -> str:
    return " ".join(SENTENCE.split()[:10])


@pytest.mark.parametrize(
    "copied",
    [
        SENTENCE,
        SENTENCE.upper(),
        SENTENCE.replace(" ", "\n"),
        SENTENCE.replace(" ", " \u201c"),
        f"He says: {SENTENCE}!",
    ],
)
@pytest.mark.parametrize(
    "place", ["explanation: She gives the boat a year.", "note: For instructors. Holm is", "back: A **rope**"]
)
def test_a_copied_run_is_found_in_any_text(tmp_path: Path, copied: str, place: str) -> None:
    text = copied.replace("\n", " ").replace('"', "")
    key = place.split(":", maxsplit=1)[0]
    folder = copy_of_small(tmp_path, (TOPIC, place, f"{key}: >-\n      {text.replace(': ', ' ')}\n      "))
    (only,) = messages(load(folder))
    assert only.startswith("more than 9 words in a row as in ferry.txt: 'hung a rope over the river sorrel and a")


@pytest.mark.parametrize(
    ("file", "old"),
    [
        ("data/actors.yaml", "Historian who has reckoned what the ferry cost."),
        ("data/issues.yaml", "What troubles the ferry at Millbrook?"),
        (TOPIC, "How the boat on the rope began, what it cost, and what is to become of it."),
    ],
)
def test_lines_on_actors_issues_and_topics_are_compared_too(tmp_path: Path, file: str, old: str) -> None:
    (only,) = messages(load(copy_of_small(tmp_path, (file, old, f"Of {SENTENCE}"))))
    assert only.startswith("more than 9 words in a row as in ferry.txt")


def test_nine_words_in_a_row_are_allowed() -> None:
    known = Originals({"ferry.txt": SENTENCE})
    assert not list(known.copied(" ".join(SENTENCE.split()[:9]) + " and more of our own words here"))
    assert len(list(known.copied(ten_words_of_the_original()))) == 1


def test_each_run_is_named_once_and_whole() -> None:
    known = Originals({"ferry.txt": SENTENCE})
    found = list(known.copied(f"First {SENTENCE}. Then our own words. {ten_words_of_the_original()}."))
    assert [run for _, run in found] == [" ".join(words(SENTENCE)), " ".join(words(ten_words_of_the_original()))]


def test_digests_and_other_texts_are_compared_too(tmp_path: Path) -> None:
    digest = "Since 5 May 1874 a flat boat has crossed the Sorrel at Millbrook, held by a rope."
    bank = load(copy_of_small(tmp_path, (ARTICLE, digest, f"It {SENTENCE}.")))
    assert [message[:34] for message in messages(bank)] == ["p03: more than 9 words in a row as"]
    (only,) = check_originals(load(), ORIGINALS, [("README.md", f"x {SENTENCE}")])
    assert only.file == "README.md"


@pytest.fixture
def articles() -> Path:
    folder = os.environ.get("TUMEN_ARTICLES")
    if not folder:
        pytest.skip("TUMEN_ARTICLES names no folder with the original articles")
    return Path(folder)


@pytest.mark.originals
def test_the_bank_agrees_with_the_original_articles(articles: Path) -> None:
    assert check_originals(load_bank(*default_folders()), articles) == []


@pytest.mark.originals
def test_every_value_of_a_claim_stands_in_the_original_articles(articles: Path) -> None:
    bank = load_bank(*default_folders())
    found = review(Material(bank=bank, originals=read_originals(bank, articles)[0]))
    assert [str(finding) for finding in found if finding.rule == "value-not-in-original"] == []


@pytest.mark.originals
def test_a_changed_figure_in_any_digest_is_found(articles: Path) -> None:
    bank = load_bank(*default_folders())
    stated = 0
    for article in bank.articles.values():
        text = (articles / article.original.file).read_bytes().decode()
        for item in article.passages:
            original = text[item.start : item.end]
            assert list(check_digest(item, original)) == []
            stated += len(figures(item.digest))
            changed = replace(item, digest=f"{item.digest} In 1234 it was 77%.")
            assert len(list(check_digest(changed, original))) == 2
    assert stated > 50


@pytest.mark.originals
def test_a_copied_sentence_of_any_article_is_found(articles: Path) -> None:
    bank = load_bank(*default_folders())
    for article in bank.articles.values():
        text = (articles / article.original.file).read_bytes().decode()
        passage = max(article.passages, key=lambda item: item.end - item.start)
        copied = " ".join(text[passage.start : passage.end].split()[:12])
        found = [problem for problem in check_originals(bank, articles, [("x", copied)]) if problem.file == "x"]
        assert found, article.key
