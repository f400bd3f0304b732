"""Cutting an article's text into passages: by paragraphs at first, then as a person moves the borders.

Passages tile the text at every step: no hole, no overlap, from the first character to the last. The white space between
two paragraphs belongs to the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from .claims import Claim, Span
from .passages import Passage, Role
from .words import Count, SaidError, gettext

LONGEST_HEADING = 90  # characters
MOST_PASSAGES = 1000

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE_END = re.compile(r"[.!?:;,…][\"'\u201d\u2019)\]]*$")
_NUMBER = re.compile(r"p(\d{1,9})", re.ASCII)


class CutError(SaidError):
    """The passages cannot be cut so. The message says why."""


def cut(text: str, *, article: str) -> tuple[Passage, ...]:
    """The passages of a text: a paragraph each; a short line without a full stop is a heading. Digests are left open.

    Raises CutError where there would be too many.
    """
    begins, ends = len(text) - len(text.lstrip()), len(text.rstrip())
    breaks = [match.end() for match in (_BREAK if _BREAK.search(text.strip()) else _LINE).finditer(text)]
    borders = sorted({0, *(place for place in breaks if begins < place < ends), len(text)})
    if len(borders) > MOST_PASSAGES:
        raise CutError(
            gettext(
                "it has more than %(most_passages)s paragraphs: bring it in parts", most_passages=Count(MOST_PASSAGES)
            )
        )
    return tuple(
        Passage(
            id=f"p{number:02}",
            article=article,
            start=start,
            end=end,
            role=_role(text[start:end], is_last=end == len(text)),
            digest="",
        )
        for number, (start, end) in enumerate(pairwise(borders), 1)
    )


def _role(text: str, *, is_last: bool) -> Role:
    line = text.strip()
    is_short = len(line) <= LONGEST_HEADING and "\n" not in line
    return Role.HEADING if is_short and not is_last and not _SENTENCE_END.search(line) else Role.BODY


def split(passages: Sequence[Passage], key: str, at: int) -> tuple[Passage, ...]:
    """The passages with one cut in two at a place of the text; the second part gets a new id. Raises CutError."""
    place, passage = _find(passages, key)
    if not passage.start < at < passage.end:
        raise CutError(gettext("a passage is cut somewhere within it"))
    second = replace(passage, id=_new_id(passages), start=at, digest="", inferred=())
    return (*passages[:place], replace(passage, end=at), second, *passages[place + 1 :])


def join(passages: Sequence[Passage], key: str) -> tuple[Passage, ...]:
    """The passages with one and the next made one, which keeps the first one's id and role. Raises CutError."""
    place, passage = _find(passages, key)
    if place + 1 == len(passages):
        raise CutError(gettext("there is no passage after the last one"))
    following = passages[place + 1]
    digest = " ".join(part for part in (passage.digest, following.digest) if part)
    inferred = (*passage.inferred, *following.inferred)
    whole = replace(passage, end=following.end, digest=digest, inferred=inferred)
    return (*passages[:place], whole, *passages[place + 2 :])


def move_border(passages: Sequence[Passage], key: str, end: int) -> tuple[Passage, ...]:
    """The passages with the border between one and the next moved. Raises CutError."""
    place, passage = _find(passages, key)
    if place + 1 == len(passages):
        raise CutError(gettext("the last passage ends with the text"))
    following = passages[place + 1]
    if not passage.start < end < following.end:
        raise CutError(gettext("the border lies within this passage or the next"))
    moved = (replace(passage, end=end), replace(following, start=end))
    return (*passages[:place], *moved, *passages[place + 2 :])


def follow(claim: Claim, before: Iterable[Passage], after: Sequence[Passage]) -> Claim:
    """The claim on the passages that there are after a new cut of the same text.

    Words that are meant alone are looked for where they stand. A claim on a whole passage stays on it, and rests
    besides on what was cut off from it; where the passage is gone, on those that have its text now.
    """
    old = {passage.reference: passage for passage in before}
    sources: dict[str, Span | None] = {}
    for source in claim.sources:
        span = claim.spans.get(source)
        if source not in old:
            sources.setdefault(source, span)
            continue
        for reference, part in _places(old, old[source], span, after):
            sources.setdefault(reference, part)
    spans = {source: span for source, span in sources.items() if span is not None}
    return replace(claim, sources=tuple(sources), spans=spans)


def _places(
    old: dict[str, Passage], passage: Passage, span: Span | None, after: Sequence[Passage]
) -> Iterable[tuple[str, Span | None]]:
    start, end = passage.start + span[0] if span else passage.start, passage.start + span[1] if span else passage.end
    touched = [new for new in after if new.start < end and start < new.end]
    if span is not None:
        for new in touched:
            is_whole = new.start <= start and end <= new.end
            yield new.reference, (start - new.start, end - new.start) if is_whole else None
        return
    kept = [new for new in touched if new.reference == passage.reference or new.reference not in old]
    yield from ((new.reference, None) for new in kept or touched)


def _find(passages: Sequence[Passage], key: str) -> tuple[int, Passage]:
    for place, passage in enumerate(passages):
        if passage.id == key:
            return place, passage
    raise CutError(gettext("there is no passage %(key)s", key=key))


def _new_id(passages: Iterable[Passage]) -> str:
    numbers = [int(match[1]) for passage in passages if (match := _NUMBER.fullmatch(passage.id))]
    return f"p{max(numbers, default=0) + 1:02}"
