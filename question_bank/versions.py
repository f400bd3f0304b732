"""A new text of an article beside the old one: which passages are the same, which changed, which are new or gone.

A passage is the same where its words stand in the new text, wherever they have moved to. Of the rest a passage is taken
for a changed one where at least half of its words are still there (``LEAST_LIKE``, the ratio of difflib).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from .claims import Claim, Span
from .cutting import cut
from .passages import Passage
from .spans import find_span

LEAST_LIKE = 0.5
LONGEST_COMPARED = 4000  # characters of a passage that are compared word by word
MOST_BESIDE = 20  # paragraphs before and after the same place of what is left, that a passage is compared with

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The passages of the new text, those of the old one kept by their ids, and what became of these."""

    passages: tuple[Passage, ...]
    changed: frozenset[str]
    new: frozenset[str]
    gone: frozenset[str]


def compare(old: Sequence[Passage], old_text: str, new_text: str, *, article: str) -> Comparison:
    """Lay the passages of the old text over the new one."""
    words = _Words(new_text)
    spans = _same_places(old, old_text, words)
    widened = _widened(spans, new_text)
    spans |= widened
    parts = list(_parts_between(new_text, spans.values(), article))
    changed = _changed_places([each for each in old if each.id not in spans], old_text, parts, new_text)
    by_id = {each.id: each for each in old}
    placed = [(by_id[key], span) for key, span in (*spans.items(), *changed.items())]
    numbers = iter(range(_last_number(old) + 1, _last_number(old) + len(parts) + 2))
    fresh = [
        replace(part, id=f"p{next(numbers):02}") for part in parts if (part.start, part.end) not in changed.values()
    ]
    kept = [replace(passage, start=span[0], end=span[1]) for passage, span in placed]
    return Comparison(
        passages=_tiled([*kept, *fresh], len(new_text)),
        changed=frozenset(changed) | frozenset(widened),
        new=frozenset(each.id for each in fresh),
        gone=frozenset(by_id.keys() - spans.keys() - changed.keys()),
    )


def follow_version(
    claim: Claim, old: Sequence[Passage], old_text: str, comparison: Comparison, new_text: str
) -> tuple[Claim, bool]:
    """The claim on the new text, and whether somebody should look at it: a passage of it changed where it matters."""
    before, after = ({each.reference: each for each in passages} for passages in (old, comparison.passages))
    spans, needs_look = dict(claim.spans), False
    for source in claim.sources:
        if source not in before or source not in after:
            continue
        passage, new = before[source], after[source]
        span = claim.spans.get(source)
        meant = None
        if span is not None:
            words = old_text[passage.start + span[0] : passage.start + span[1]]
            meant = find_span(new_text[new.start : new.end], words)
            spans.pop(source)
            if meant is not None:
                spans[source] = meant
        needs_look |= meant is None if span is not None else new.id in comparison.changed
    return replace(claim, spans=spans), needs_look


class _Words:
    """A text as its words with single spaces between them, and where each of them stands in it."""

    def __init__(self, text: str) -> None:
        matches = list(_WORD.finditer(text))
        self.line = " " + " ".join(match[0] for match in matches) + " "
        self.places: dict[int, Span] = {}
        place = 1
        for match in matches:
            self.places[place] = match.span()
            place += len(match[0]) + 1

    def find(self, words: str, after: int) -> tuple[int, int] | None:
        """The place of the words in the line from a place on, and the one behind them."""
        found = self.line.find(f" {words} ", after)
        return None if found < 0 else (found + 1, found + 1 + len(words))

    def span(self, place: tuple[int, int]) -> Span:
        """Where what stands there in the line stands in the text."""
        last = self.line.rfind(" ", 0, place[1]) + 1
        return self.places[place[0]][0], self.places[last][1]


def _same_places(old: Sequence[Passage], old_text: str, words: _Words) -> dict[str, Span]:
    """Where passages stand in the new text with the very same words; the longest choose first."""
    taken = bytearray(len(words.line))
    found: dict[str, Span] = {}
    by_length = sorted(old, key=lambda passage: passage.start - passage.end)
    for passage in by_length:
        line = " ".join(_WORD.findall(old_text[passage.start : passage.end]))
        place = words.find(line, 0) if line else None
        while place is not None and any(taken[place[0] : place[1]]):
            place = words.find(line, place[1] - 1)
        if place is not None:
            taken[place[0] : place[1]] = b"\1" * (place[1] - place[0])
            found[passage.id] = words.span(place)
    return found


def _widened(spans: dict[str, Span], text: str) -> dict[str, Span]:
    """Those of the spans that share a line with words of none: they take these along, and are no longer the same."""
    widened: dict[str, Span] = {}
    ordered = sorted(spans.items(), key=lambda item: item[1])
    free_from = 0
    for place, (key, (start, end)) in enumerate(ordered):
        free_to = ordered[place + 1][1][0] if place + 1 < len(ordered) else len(text)
        line = max(free_from, text.rfind("\n", 0, start) + 1)
        rest = text.find("\n", end, free_to)
        first, last = line, rest if rest >= 0 else free_to
        before, after = text[first:start].strip(), text[end:last].strip()
        if before or after:
            widened[key] = (first if before else start, last if after else end)
        free_from = last if after else end
    return widened


def _parts_between(text: str, taken: Iterable[Span], article: str) -> Iterator[Passage]:
    """Paragraphs of what lies between the spans."""
    borders = [(0, 0), *sorted(taken), (len(text), len(text))]
    for (_, start), (end, _) in pairwise(borders):
        between = text[start:end]
        if between.strip():
            for part in cut(between, article=article):
                yield replace(part, start=start + part.start, end=start + part.end)


def _changed_places(
    old: Sequence[Passage], old_text: str, parts: Sequence[Passage], new_text: str
) -> dict[str, Span]:  # fmt: skip
    """For each of the passages the part that is most like it, where one is like it enough; no part twice."""
    ratios = []
    for place, passage in enumerate(old):
        before = old_text[passage.start : passage.end][:LONGEST_COMPARED].split()
        middle = place * len(parts) // len(old)
        for part in parts[max(0, middle - MOST_BESIDE) : middle + MOST_BESIDE]:
            after = new_text[part.start : part.end][:LONGEST_COMPARED].split()
            matcher = SequenceMatcher(None, before, after, autojunk=False)
            if matcher.real_quick_ratio() >= LEAST_LIKE and matcher.quick_ratio() >= LEAST_LIKE:
                ratios.append((matcher.ratio(), passage.id, (part.start, part.end)))
    found: dict[str, Span] = {}
    for ratio, key, span in sorted(ratios, reverse=True):
        if ratio >= LEAST_LIKE and key not in found and span not in found.values():
            found[key] = span
    return found


def _tiled(passages: Iterable[Passage], length: int) -> tuple[Passage, ...]:
    """The passages in the order of the text, each up to the next one."""
    ordered = sorted(passages, key=lambda passage: passage.start)
    starts = [0, *(passage.start for passage in ordered[1:]), length]
    return tuple(
        replace(passage, start=start, end=end)
        for passage, (start, end) in zip(ordered, pairwise(starts), strict=True)
    )  # fmt: skip


def _last_number(passages: Iterable[Passage]) -> int:
    numbers = [int(match[1]) for each in passages if (match := re.fullmatch(r"p(\d{1,9})", each.id, re.ASCII))]
    return max(numbers, default=0)
