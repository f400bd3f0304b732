"""Rules on what is asked: stems that give the answer away, deny, or go on for too long."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.figures import figures
from question_bank.words import gettext

from .findings import Remark, Rule, Severity, of_question
from .material import Material
from .words import contains, content_words, tokens

LONGEST_STEM = 320  # characters

_SHOUTED = re.compile(r"\bNOT\b|\bEXCEPT\b|\*not\*|\bexcept\?")
_DENIED = re.compile(
    r"\b(?:which|who|what)\b(?: (?:one|two|three))?(?: of [^,.?]{1,60}?)?(?: \w+){0,3}?"
    r" (?:is|are|was|were|did|does|do|has|have|had|would)(?: not| never|n't|n\u2019t)\b[^.?]*\?"
    r"|\bleast likely\b",
    re.IGNORECASE,
)


def key_in_stem(material: Material) -> Iterator[Remark]:
    """Answers of which every word is in many stems (Russia, Korea) are no giveaway, unless a figure or a holder is
    what is asked for.
    """
    for question in material.questions:
        asked = material.asked[question.id]
        hints = [tokens(hint) for hint in asked.hints]
        for answers in asked.rights:
            telling = [answer for answer in answers if asked.asks_who or _tells(material, answer)]
            for part, texts in (("stem", [material.stem_words[question.id]]), ("hint", hints)):
                given = [answer for answer in telling if any(contains(text, tokens(answer)) for text in texts)]
                if given:
                    yield of_question(question.id, _given_away(part, given[0]), part=part)
        for item in asked.items:
            if item.when and figures(item.when).keys() & figures(item.text).keys():
                message = gettext("'%(item)s' gives its own date away: leave the date to 'when'", item=item.text)
                yield of_question(question.id, message, part="items")


def _given_away(part: str, answer: str) -> str:
    if part == "hint":
        return gettext("the right answer '%(answer)s' stands in a hint: put it otherwise", answer=answer)
    return gettext("the right answer '%(answer)s' stands in what is asked: put it otherwise", answer=answer)


def _tells(material: Material, answer: str) -> bool:
    """Whether an answer has a figure, or a word that is not in many stems; letters alone say nothing."""
    words = tokens(answer)
    if any(map(str.isdigit, words)):
        return True
    return len("".join(words)) > 2 and not all(map(material.is_common, content_words(words) or words))


def stem_echo(material: Material) -> Iterator[Remark]:
    """A rare word of the stem that of all options only the right one has points to it."""
    for question in material.questions:
        asked = material.asked[question.id]
        rights = {word for place in asked.places for word in tokens(asked.options[place])}
        wrongs = {word for wrong in asked.wrongs for word in tokens(wrong.text)}
        rare = {word for word in content_words(material.stem_words[question.id]) if not material.is_common(word)}
        if echo := sorted((rights - wrongs) & rare):
            words = ", ".join(map(repr, echo))
            message = gettext("of all options only the right one repeats the stem's %(words)s", words=words)
            yield of_question(question.id, message, part="options")


def negative_stem(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        asked = material.asked[question.id]
        if asked.options and _is_negative(asked.stem):
            message = gettext("the stem asks for what is not so: ask for what is so")
            yield of_question(question.id, message, part="stem")


def _is_negative(stem: str) -> bool:
    return bool(_SHOUTED.search(stem) or _DENIED.search(stem))


def long_stem(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        length = len(material.asked[question.id].stem)
        if length > LONGEST_STEM:
            message = gettext(
                "the stem has %(length)d characters, at most %(most)d: leave out what is not needed",
                length=length, most=LONGEST_STEM,
            )  # fmt: skip
            yield of_question(question.id, message, part="stem")


RULES = (
    Rule(
        id="key-in-stem",
        severity=Severity.WARNING,
        description="The right answer stands neither in what is asked nor in a hint.",
        find=key_in_stem,
    ),
    Rule(
        id="stem-echo",
        severity=Severity.NOTICE,
        description="The right option is not the only one that repeats a rare word of the stem.",
        find=stem_echo,
    ),
    Rule(
        id="negative-stem",
        severity=Severity.WARNING,
        description="A question with options asks for what is so, not for what is not.",
        find=negative_stem,
    ),
    Rule(
        id="long-stem",
        severity=Severity.WARNING,
        description=f"A stem has at most {LONGEST_STEM} characters.",
        find=long_stem,
    ),
)
