"""Cards as HTML, by the templates in ``templates/cards``: the question before, and the whole card after an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app
from markupsafe import Markup

from question_bank.grading import Grade
from webapp.web.markdown import render_inline, render_markdown

from .marks import Mark, gap_marks, option_marks
from .shown import ShownCard

_INDENTATION = re.compile(r"\s*\n\s*")


def render_card(shown: ShownCard) -> Markup:
    """Return the card as it is asked: the inputs, and the answer part hidden until the student wants it."""
    return _render(shown, answered=False, grade=None, response={}, marks={})


def render_result(shown: ShownCard, grade: Grade | None, response: Mapping[str, Any] | None) -> Markup:
    """Return the card after an answer: inputs as they were left, each marked, and the answer part open.

    Without ``response`` the student only wanted to see the answer; without ``grade`` there is no verdict.
    """
    given = response or {}
    marks = option_marks(shown.solution, given) if shown.kind == "choice" else gap_marks(grade)
    return _render(shown, answered=True, grade=grade, response=given, marks=marks)


def _render(
    shown: ShownCard, *, answered: bool, grade: Grade | None, response: Mapping[str, Any], marks: Mapping[str, Mark]
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
        inline=render_inline,
        markdown=render_markdown,
    )
    # The template escapes whatever is not made by our own sanitiser. Its indentation would be a third of a batch.
    return Markup(html if "<pre" in html else _INDENTATION.sub("\n", html))  # noqa: S704
