"""Cards as HTML, by the templates in ``templates/cards``: the question before, and the whole card after an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from flask import current_app
from markupsafe import Markup

from question_bank.grading import Grade
from webapp.web.markdown import render_markdown, render_stem

from .axis import Axis
from .fragments import Cut, Fragment, no_cut
from .marks import Mark, marks_of
from .responses import Entered, entered_of
from .sealed import SealedCard
from .shown import ShownCard
from .why import why_of

C = TypeVar("C", ShownCard, SealedCard)

_INDENTATION = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """What became of an answer: its grade, a mark for each part, and what is said to it."""

    grade: Grade | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    why: Markup | None = None


NO_VERDICT = _Verdict()


def render_fragment(shown: ShownCard) -> Fragment:
    """Return the card with its inputs and all its options, and the answer part hidden until the student wants it."""
    cut = Cut()
    return cut.fragment(_render(_with_all_options(shown), answered=False, cut=cut))


def render_card(shown: ShownCard, entered: Entered | None = None, *, heading: str = "h1") -> Markup:
    """Return the card as its prompt asks it; ``entered`` is what stands in its fields already."""
    return _render(shown, answered=False, entered=entered, heading=heading)


def render_sealed(
    card: SealedCard, response: Mapping[str, Any] | None = None, *, entered: Entered | None = None
) -> Markup:
    """Return the question alone, without anything that tells the answer.

    ``response`` is what was answered before, by the keys of the page; ``entered`` what stands in the fields instead.
    """
    given = response or {}
    fields = entered_of(given) if entered is None else entered
    return _render(_as_ordered(card, given), answered=False, entered=fields)


def render_result(
    shown: ShownCard, grade: Grade | None, response: Mapping[str, Any] | None, *, heading: str = "h1"
) -> Markup:
    """Return the card after an answer: inputs as they were left, each marked, and the answer part open.

    Without ``response`` the student only wanted to see the answer; without ``grade`` there is no verdict. ``heading``
    is the element of the question: where several cards stand on a page, none is its first heading.
    """
    given = response or {}
    verdict = _Verdict(
        grade=grade,
        marks=marks_of(shown.solution, grade, given),
        why=None if grade is None else render_why(shown, grade, given),
    )
    return _render(
        _as_ordered(shown, given), answered=True, entered=entered_of(given), verdict=verdict, heading=heading
    )


def render_why(shown: ShownCard, grade: Grade, response: Mapping[str, Any]) -> Markup:
    """Return what is said to an answer: the feedback, how it was read or misspelt, and which rival claim it fits."""
    template = current_app.jinja_env.get_template("cards/why.html")
    html = template.render(grade=grade, why=why_of(shown, grade, response), markdown=render_markdown)
    return Markup(_INDENTATION.sub("\n", html))  # noqa: S704  # the template escapes what we did not sanitise


def _with_all_options(shown: ShownCard) -> ShownCard:
    """The card with those of its options too that its own prompt leaves out: others are shown them."""
    prompt = shown.prompt
    if len(shown.solution.options) <= len(prompt.options):
        return shown
    options = tuple((option.key, option.text) for option in shown.content.content.options)
    return replace(shown, prompt=replace(prompt, options=options))


def _as_ordered(shown: C, response: Mapping[str, Any]) -> C:
    """The card with its items in the order that they were put into."""
    places = {key: place for place, key in enumerate(response.get("order", ()))}
    items = tuple(sorted(shown.prompt.items, key=lambda item: places.get(item[0], 0)))
    return replace(shown, prompt=replace(shown.prompt, items=items))


def _render(
    shown: ShownCard | SealedCard,
    *,
    answered: bool,
    entered: Entered | None = None,
    verdict: _Verdict = NO_VERDICT,
    cut: Callable[..., Markup] = no_cut,
    heading: str = "h1",
) -> Markup:
    sealed = isinstance(shown, SealedCard)
    # Rendered by the environment alone: the context processors of a page (who is it, what is flashed) are no part
    # of a card, and twenty of these make one batch.
    template = current_app.jinja_env.get_template("cards/sealed.html" if sealed else "cards/shown.html")
    fields = entered or {}
    html = template.render(
        card=shown,
        answered=answered,
        sealed=sealed,
        heading=heading,
        grade=verdict.grade,
        why=verdict.why,
        entered=fields,
        value=lambda name: next(iter(fields.get(name, ())), ""),
        marks=verdict.marks,
        cut=cut,
        axis=Axis(*shown.prompt.axis) if shown.prompt.axis else None,
        inline=render_stem,
        markdown=render_markdown,
    )
    # The template escapes whatever is not made by our own sanitiser. Its indentation would be a third of a batch.
    return Markup(html if "<pre" in html else _INDENTATION.sub("\n", html))  # noqa: S704
