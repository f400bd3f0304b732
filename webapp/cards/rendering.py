"""Cards as HTML, by the templates in ``templates/cards``: the question before, and the whole card after an answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from markupsafe import Markup

from question_bank.grading import Grade
from webapp.web.markdown import render_inline, render_markdown

from .marks import Mark, gap_marks, option_marks
from .shown import ShownCard

NO_CUT = Markup()
_INDENTATION = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A card as it is asked, rendered once for whatever order its options come in."""

    before: str
    options: Mapping[str, str]
    after: str

    def in_order(self, keys: Iterable[str]) -> Markup:
        """The card with the options of ``keys`` in that order."""
        return Markup("".join((self.before, *(self.options[key] for key in keys), self.after)))  # noqa: S704


def render_fragment(shown: ShownCard) -> Fragment:
    """Return the card with its inputs, and the answer part hidden until the student wants it."""
    cut = Markup(f"<!--{secrets.token_hex(8)}-->")  # noqa: S704  # nobody can have written this into a question
    html = _render(shown, answered=False, grade=None, response={}, marks={}, cut=cut)
    before, *options, after = html.split(cut) if shown.prompt.options else (html, "")
    keys = (key for key, _ in shown.prompt.options)
    return Fragment(before, dict(zip(keys, options, strict=True)), after)


def render_card(shown: ShownCard) -> Markup:
    """Return the card as it is asked, its options in the order of its prompt."""
    return render_fragment(shown).in_order(key for key, _ in shown.prompt.options)


def render_result(shown: ShownCard, grade: Grade | None, response: Mapping[str, Any] | None) -> Markup:
    """Return the card after an answer: inputs as they were left, each marked, and the answer part open.

    Without ``response`` the student only wanted to see the answer; without ``grade`` there is no verdict.
    """
    given = response or {}
    marks = option_marks(shown.solution, given) if shown.kind == "choice" else gap_marks(grade)
    return _render(shown, answered=True, grade=grade, response=given, marks=marks)


def _render(
    shown: ShownCard,
    *,
    answered: bool,
    grade: Grade | None,
    response: Mapping[str, Any],
    marks: Mapping[str, Mark],
    cut: Markup = NO_CUT,
) -> Markup:
    # Rendered by the environment alone: the context processors of a page (who is it, what is flashed) are no part
    # of a card, and twenty of these make one batch.
    template = current_app.jinja_env.get_template("cards/shown.html")
    html = template.render(
        card=shown,
        answered=answered,
        grade=grade,
        response=response,
        marks=marks,
        cut=cut,
        inline=render_inline,
        markdown=render_markdown,
    )
    # The template escapes whatever is not made by our own sanitiser. Its indentation would be a third of a batch.
    return Markup(html if "<pre" in html else _INDENTATION.sub("\n", html))  # noqa: S704
