"""What stands behind an answer: who says so and where, what is against the record, and who says otherwise."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from question_bank.claims import Claim
from question_bank.prompts import Solution
from question_bank.questions import Question
from question_bank.rivalry import says

from .shown import Rival, Source, Voice


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the passages that it rests on."""

    claim: Claim
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """The claims that a question rests on and what a card tells of them, in one order: that of their articles' names in
    the question.
    """

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    voices: tuple[Voice, ...]
    errata: tuple[str, ...]
    rivals: tuple[Rival, ...]


def backing(question: Question, claims: Iterable[Said], rivals: Iterable[Said]) -> Backing:
    """What stands behind the answer to the question. A claim that it rests on is no rival, whatever contradicts it."""
    said = _in_order(question, list(claims))
    own = {each.claim.id for each in said}
    against = {each.claim.id: each for each in rivals if each.claim.id not in own}
    return Backing(
        claims=tuple(each.claim for each in said),
        sources=tuple(_once(source for each in said for source in each.sources)),
        voices=tuple(_voices(each.claim for each in said)),
        errata=tuple(dict.fromkeys(each.claim.erratum for each in said if each.claim.erratum)),
        rivals=tuple(Rival(claim=each.claim, source=next(iter(each.sources), None)) for each in against.values()),
    )


def _once(sources: Iterable[Source]) -> Iterable[Source]:
    """Each passage once, with the words of it that any of the claims means."""
    found: dict[tuple[str, str], Source] = {}
    for source in sources:
        place = (source.article_key, source.passage_key)
        spans = {*source.spans, *(found[place].spans if place in found else ())}
        found[place] = replace(found.get(place, source), spans=tuple(sorted(spans)))
    return found.values()


def solution_with_rivals(question: Question, rivals: Sequence[Rival]) -> Solution:
    """The right answer. A wrong option for which nothing is written, and which is the date, figure or stance of a rival
    claim, is told by what that claim states.
    """
    solution = question.solution()
    if not solution.options or not rivals:
        return solution
    texts = {option.key: option.text for option in question.content.options}
    options = {
        key: (right, feedback if right or feedback else _rival_of(key, texts[key], rivals))
        for key, (right, feedback) in solution.options.items()
    }
    return replace(solution, options=options)


def _rival_of(key: str, text: str, rivals: Sequence[Rival]) -> str | None:
    return next((each.claim.statement for each in rivals if key == each.claim.id or says(text, each.claim)), None)


def _voices(claims: Iterable[Claim]) -> Iterator[Voice]:
    """Everybody whom a claim is attributed to, with what each says."""
    statements: dict[str, list[str]] = {}
    for claim in claims:
        if claim.attributed_to:
            statements.setdefault(claim.attributed_to, []).append(claim.statement)
    return (Voice(who=who, statements=tuple(found)) for who, found in statements.items())


def _in_order(question: Question, claims: Sequence[Said]) -> list[Said]:
    stem = question.prompt(random.Random(0)).stem  # noqa: S311  # an order of options is not looked at
    named: dict[str, int] = {}
    for said in claims:
        for source in said.sources:
            place = min(_places(stem, source, said.claim.attributed_to), default=len(stem))
            named[source.article_key] = min(place, named.get(source.article_key, len(stem)))
    written = {key: place for place, key in enumerate(question.claims)}
    return sorted(
        claims,
        key=lambda said: (
            min((named[source.article_key] for source in said.sources), default=len(stem)),
            written.get(said.claim.id, len(written)),
        ),
    )


def _places(stem: str, source: Source, who: str | None) -> Iterator[int]:
    """Where the stem names an article: by its title, its authors, or whom it is attributed to."""
    surnames = (author.rpartition(" ")[2] for author in source.authors)
    for name in (source.title, source.title.partition(":")[0], *source.authors, *surnames, who):
        found = re.search(rf"\b{re.escape(name)}\b", stem, re.IGNORECASE) if name else None
        if found:
            yield found.start()
