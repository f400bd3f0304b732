"""A note of somebody's own deck as what every bank is made of: a passage, a claim that rests on it, and a question.

The deck is the article, what the note says its passage; the claim is the same in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from question_bank.claims import Claim, ClaimKind, Importance
from question_bank.pictures import words_for_pictures
from question_bank.problems import BankError
from question_bank.questions import Question, Status, check_question

LONGEST_PASSAGE = 4_000  # characters
LONGEST_STATEMENT = 500
EXPLANATION = "A card of your own deck."
_SPACES = re.compile(r"\s+")
_OURS = frozenset({"claims", "id", "status", "waive", "tags"})  # what a note does not say of itself


class OwnClaim(NamedTuple):
    """What a note becomes: the words of its passage, and the claim, on which a question rests for each of its cards."""

    passage: str
    record: Claim


def own_key(bank_id: int, guid: str, ordinal: int = 0) -> str:
    """The key of a note's claim and of the question that its first card is, or of that of a further card: that of no
    other note of any bank, and always the same.
    """
    name = guid if ordinal == 0 else f"{guid}\0{ordinal}"
    return f"own-{bank_id}-{sha256(name.encode()).hexdigest()[:24]}"


def readable(data: Mapping[str, Any]) -> bool:
    """Whether a note's draft can be a question that is asked."""
    try:
        question = own_question(data, key="own", claim="own")
    except BankError:
        return False
    return not list(check_question(question))


def own_claim(data: Mapping[str, Any], *, key: str, topic: str, source: str) -> OwnClaim:
    """The claim of a note whose first card is ``readable``; ``source`` is its passage, ``topic`` its deck's."""
    said = "\n\n".join(_sides(data))
    statement = _SPACES.sub(" ", " — ".join(_sides(data))).strip()
    record = Claim(
        id=key,
        topic=topic,
        kind=ClaimKind.TERM,
        statement=_shortened(statement, LONGEST_STATEMENT),
        importance=Importance.USEFUL,
        sources=(source,),
    )
    return OwnClaim(_shortened(said, LONGEST_PASSAGE), record)


def own_question(data: Mapping[str, Any], *, key: str, claim: str) -> Question:
    """The question of a card that is ``readable``, on the claim of its note."""
    parts = {name: value for name, value in data.items() if name not in _OURS}
    return Question.from_json({
        "importance": Importance.USEFUL.value,
        **parts,
        "id": key,
        "claims": [claim],
        "status": Status.PUBLISHED.value,
        "explanation": data.get("explanation") or EXPLANATION,
    })  # fmt: skip


def _sides(data: Mapping[str, Any]) -> Iterable[str]:
    """Front and back, a picture as its words; of a text with gaps the whole text."""
    if data["kind"] == "card":
        return [words_for_pictures(data["front"]), words_for_pictures(data["back"])]
    text = data["text"]
    for gap, content in data["gaps"].items():
        text = text.replace(f"[{gap}]", content["accept"][0])
    return [words_for_pictures(text)]


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
