"""What the browser needs to grade a card on its own, or to know that it cannot."""

from __future__ import annotations

from typing import Any

from webapp.web.markdown import render_inline

from .shown import ShownCard


def grading_for_browser(shown: ShownCard) -> dict[str, Any]:
    """Return how the card is graded while studying, as JSON.

    ``keys``: by the keys of the options, here and now; ``check``: by POST /api/v1/check; ``self``: by the student.
    """
    if shown.self_graded:
        return {"by": "self"}
    options = shown.solution.options
    if not options:
        return {"by": "check"}
    return {
        "by": "keys",
        "right": [key for key, (right, _) in options.items() if right],
        "feedback": {key: str(render_inline(feedback)) for key, (_, feedback) in options.items() if feedback},
    }
