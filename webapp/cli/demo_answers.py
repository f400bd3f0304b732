"""What somebody answers who knows a question's answer, and what somebody answers who does not."""

from __future__ import annotations

from random import Random
from typing import Any

from question_bank.questions import Question

Response = dict[str, Any]
NO_IDEA = "no idea"


def right_response(question: Question) -> Response | None:
    """A response that is graded as right; None where the student grades."""
    solution = question.solution()
    match question.kind:
        case "card":
            return None
        case "choice":
            return {"chosen": [key for key, (is_right, _) in solution.options.items() if is_right]}
        case "cloze":
            return {"gaps": dict(solution.gaps)}
        case "short":
            return {"text": question.content.accept[0]}
        case _:
            return {"text": str(question.content.answer)}


def wrong_response(question: Question, generator: Random) -> Response | None:
    """A response that is not: a wrong option, a rival answer, some gaps left out. None where the student grades."""
    solution = question.solution()
    match question.kind:
        case "card":
            return None
        case "choice":
            wrong = [key for key, (is_right, _) in solution.options.items() if not is_right]
            return {"chosen": [generator.choice(wrong)]}
        case "cloze":
            missed = generator.choice(list(solution.gaps))
            return {"gaps": {name: NO_IDEA if name == missed else text for name, text in solution.gaps.items()}}
        case _:
            return {"text": _rival(question, generator)}


def _rival(question: Question, generator: Random) -> str:
    """One of the answers that the question knows as wrong, if it knows any."""
    rivals = question.content.wrong
    if not rivals:
        return NO_IDEA
    chosen = generator.choice(rivals)
    match question.kind:
        case "short":
            return str(chosen.accept[0])
        case "number":
            return str(chosen.quantity)
        case _:
            return str(chosen.date)
