"""Passages: spans of an original text, and what each says in our own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .fields import Fields
from .words import gettext


class Role(StrEnum):
    """What a passage is; page furniture (captions, bylines, related links) is apparatus and carries no claim."""

    BODY = "body"
    HEADING = "heading"
    APPARATUS = "apparatus"


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredFigure:
    """A figure of a digest that does not stand in the passage, and why it is right."""

    figure: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A span of the original, in code points, end excluded; ``reference`` is how claims name it.

    The digest is empty as long as nobody has said in other words what a passage says that was cut in the application.
    """

    id: str
    article: str
    start: int
    end: int
    role: Role
    digest: str
    inferred: tuple[InferredFigure, ...] = ()

    @property
    def reference(self) -> str:
        return f"{self.article}#{self.id}"

    def to_json(self) -> dict[str, Any]:
        parts: dict[str, Any] = {
            "id": self.id,
            "span": [self.start, self.end],
            "role": self.role.value,
        }
        if self.digest:
            parts["digest"] = self.digest
        if self.inferred:
            parts["inferred"] = [{"figure": item.figure, "reason": item.reason} for item in self.inferred]
        return parts


def read_passage(item: Fields, article: str) -> Passage:
    """The passage that the fields hold; its problems are noted there."""
    passage_id = item.key_text("id")
    item.id = f"{article}#{passage_id}"
    span = item.wholes("span")
    if len(span) != 2 or span[0] >= span[1]:
        item.report(gettext("'span' is [start, end], the start below the end"), "span")
        span = (0, 1)
    passage = Passage(
        id=passage_id,
        article=article,
        start=span[0],
        end=span[1],
        role=item.one_of("role", Role),
        digest=item.optional_text("digest") or "",
        inferred=tuple(_read_figures(item)),
    )
    item.finish()
    return passage


def _read_figures(item: Fields) -> Sequence[InferredFigure]:
    figures = []
    for figure in item.each("inferred"):
        figures.append(InferredFigure(figure=figure.text("figure", longest=100), reason=figure.text("reason")))
        figure.finish()
    return figures
