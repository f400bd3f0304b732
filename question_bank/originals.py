"""Comparing the bank with the original articles: the same texts, the same figures, and no sentence of theirs copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from .articles import Article
from .copying import LONGEST_RUN, Originals
from .figures import figures
from .passages import Passage
from .problems import Problem
from .records import Bank
from .words import Message, gettext, of_part


def check_originals(bank: Bank, folder: Path, texts: Iterable[tuple[str, str]] = ()) -> list[Problem]:
    """What is wrong between the bank and the originals in a folder.

    Originals are compared by SHA-256, length and the passages' spans; every figure and date of a digest stands in its
    passage or is listed as inferred; no text of the bank, nor of ``texts`` (where it stands, text), has ten words in a
    row of an original.
    """
    originals, problems = read_originals(bank, folder)
    for key, text in originals.items():
        problems += (bank.problem("article", key, message) for message in _check_digests(bank.articles[key], text))
    known = Originals({bank.articles[key].original.file: text for key, text in originals.items()})
    problems += _copied_in_bank(bank, known)
    for where, text in texts:
        problems += (Problem(where, 0, "", message) for message in _copied(known, text))
    return problems


def read_originals(bank: Bank, folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The originals in a folder by the key of their article, and a problem for each that is missing or another text."""
    problems: list[Problem] = []
    found = {key: _read_original(bank, article, folder, problems) for key, article in bank.articles.items()}
    return {key: text for key, text in found.items() if text is not None}, problems


def _read_original(bank: Bank, article: Article, folder: Path, problems: list[Problem]) -> str | None:
    """The original's text; None, with a problem, if it is not there or not the one that the spans were counted in."""
    original = article.original
    try:
        content = (folder / original.file).read_bytes()
        text = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(
            bank.problem(
                "article",
                article.key,
                gettext("the original %(file)s cannot be read: %(error)s", file=original.file, error=error),
            )
        )
        return None
    if sha256(content).hexdigest() != original.sha256:
        message = gettext(
            "the original %(file)s is another text: its SHA-256 is %(hexdigest)s",
            file=original.file,
            hexdigest=sha256(content).hexdigest(),
        )
    elif len(text) != original.length:
        message = gettext(
            "the original %(file)s has %(count)s characters, not %(length)s",
            file=original.file,
            count=len(text),
            length=original.length,
        )
    elif article.passages[-1].end != len(text):
        message = gettext(
            "the passages end at %(end)s, the original at %(count)s", end=article.passages[-1].end, count=len(text)
        )
    else:
        return text
    problems.append(bank.problem("article", article.key, message))
    return None


def _check_digests(article: Article, text: str) -> Iterator[Message]:
    for passage in article.passages:
        yield from (
            of_part(passage.id, message) for message in check_digest(passage, text[passage.start : passage.end])
        )


def check_digest(passage: Passage, original: str) -> Iterator[Message]:
    """Figures and dates of a digest that its passage does not have, and reasons given for what it does not say."""
    stated = figures(passage.digest)
    inferred = {form for item in passage.inferred for form in figures(item.figure)}
    given = figures(original)
    for form, written in stated.items():
        if form not in given and form not in inferred:
            yield gettext(
                "the digest says '%(written)s', the passage does not: correct it, or list it under 'inferred'",
                written=written,
            )
    for item in passage.inferred:
        if not figures(item.figure).keys() & stated.keys():
            yield gettext("'%(figure)s' is listed under 'inferred', but the digest does not say it", figure=item.figure)


def _copied_in_bank(bank: Bank, known: Originals) -> Iterator[Problem]:
    for article in bank.articles.values():
        for passage in article.passages:
            for text in (passage.digest, *(item.reason for item in passage.inferred)):
                for message in _copied(known, text):
                    yield bank.problem("article", article.key, of_part(passage.id, message))
        for reason in article.inferred.values():
            yield from (bank.problem("article", article.key, message) for message in _copied(known, reason))
    records: dict[str, Mapping[str, Any]] = {
        "actor": bank.actors,
        "issue": bank.issues,
        "topic": bank.topics,
        "claim": bank.claims,
        "question": bank.questions,
    }
    for name, found in records.items():
        for key, record in found.items():
            for text in strings(record.to_json()):
                yield from (bank.problem(name, key, message) for message in _copied(known, text))


def _copied(known: Originals, text: str) -> Iterator[Message]:
    for file, run in known.copied(text):
        yield gettext(
            "more than %(longest_run)s words in a row as in %(file)s: '%(run)s': say it in other words",
            longest_run=LONGEST_RUN,
            file=file,
            run=run,
        )


def strings(content: Any) -> Iterator[str]:
    """Every text within a content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings(value)
