"""What the browser needs to grade a card on its own, or to know that it cannot."""

from __future__ import annotations

from typing import Any

from question_bank.kinds import kind
from question_bank.prompts import Solution
from question_bank.questions import Question
from webapp.web.markdown import render_inline


def grading_for_browser(question: Question, solution: Solution) -> dict[str, Any]:
    """Return how a question with this solution is graded while studying, as JSON.

    ``keys``: by the keys of the options, here and now; ``check``: by POST /api/v1/check; ``self``: by the student.
    """
    if kind(question.kind).self_graded:
        return {"by": "self"}
    options = solution.options
    if not options:
        return {"by": "check"}
    return {
        "by": "keys",
        "right": [key for key, (right, _) in options.items() if right],
        "feedback": {key: str(render_inline(feedback)) for key, (_, feedback) in options.items() if feedback},
    }
