"""Rules on answers that are right elsewhere: rival claims, and errors of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.claims import Claim
from question_bank.figures import figures
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity
from question_bank.questions import Question
from question_bank.spelling import normalise
from question_bank.stances import Stance
from question_bank.words import gettext

from .asked import Wrong
from .attribution import holder_names, people
from .findings import Remark, Rule, Severity, of_question
from .material import Material
from .words import content_words, names_somebody, tokens

_CLAUSE = re.compile(r"(?<=[.;:])\s+")
_SAID_BY_ARTICLE = re.compile(
    r"\b(?:article|commentary|author|text|essay|writer)s?\b.{0,40}?\b(?:calls?|names?|misprints?|misspells?|gives?|writes?"
    r"|says?|makes?|speaks?|puts?|has|dates?|spells?|mistakes?|confuses?)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(r"\b[A-Z][\w'-]*|['\u2018\"\u201c][^'\u2019\"\u201d]+['\u2019\"\u201d]|\d[\d.,]*")


def distractor_true(material: Material) -> Iterator[Remark]:
    """Matching is exempt: an option that fits none of its items may well be true of something else."""
    for question in material.questions:
        asked = material.asked[question.id]
        for wrong in () if asked.is_matching else asked.wrongs:
            yield from (of_question(question.id, message) for message in _true_after_all(material, question, wrong))
            if any(_same_answer(wrong.text, answer) for right in asked.rights for answer in right):
                message = gettext("'%(wrong)s' is wrong and right at once", wrong=wrong.text)
                yield of_question(question.id, message, Severity.ERROR)


def _true_after_all(material: Material, question: Question, wrong: Wrong) -> Iterator[str]:
    for claim in _rival_claims(material, question):
        if _states(claim, wrong.text) and not _says_whose(material, claim, wrong.feedback or ""):
            yield gettext(
                "the claim '%(claim)s' makes '%(wrong)s' true: let its feedback say whose it is, or replace it",
                claim=claim.id, wrong=wrong.text,
            )  # fmt: skip
    for claim in _same_stance(material, question):
        if normalise(wrong.text) in {normalise(name) for name in material.names(claim)}:
            yield gettext(
                "by the claim '%(claim)s' '%(wrong)s' holds the same: replace it", claim=claim.id, wrong=wrong.text
            )


def _says_whose(material: Material, claim: Claim, feedback: str) -> bool:
    """Whether the feedback has a word of a holder's name, or the article's title."""
    said = tokens(feedback)
    holders = content_words(word for name in people(material, claim) for word in tokens(name))
    return not holders.isdisjoint(said) or any(names_somebody(said, name) for name in holder_names(material, claim))


def _rival_claims(material: Material, question: Question) -> Iterator[Claim]:
    """Those that answer the same issue as a claim of the question, or conflict with one."""
    own = list(material.claims(question))
    issues = {claim.value.issue for claim in own if isinstance(claim.value, Stance)}
    linked = {key for claim in own for key in material.rivals[claim.id]}
    for claim in material.bank.claims.values():
        on_issue = isinstance(claim.value, Stance) and claim.value.issue in issues
        if claim.id != question.claims[0] and (claim.id in linked or on_issue):
            yield claim


def _same_stance(material: Material, question: Question) -> Iterator[Claim]:
    primary = material.primary(question)
    if primary and isinstance(primary.value, Stance):
        yield from (claim for claim in material.bank.claims.values() if claim.value == primary.value)


def _states(claim: Claim, text: str) -> bool:
    """Whether the text is the claim's value."""
    if isinstance(claim.value, Stance):
        return normalise(claim.value.stance) == normalise(text)
    return isinstance(claim.value, (Quantity, PartialDate)) and _same_answer(text, str(claim.value))


def _same_answer(one: str, other: str) -> bool:
    """Whether two short texts are the same words, or the same figures of the same thing."""
    if normalise(one) == normalise(other):
        return True
    mine, theirs = figures(one), figures(other)
    short = max(len(tokens(one)), len(tokens(other))) <= 4
    if not short or not mine or mine.keys() != theirs.keys():
        return False
    ours, others = _beside_figures(one), _beside_figures(other)
    return ours <= others or others <= ours


def _beside_figures(text: str) -> set[str]:
    """What an answer says beside its figures and their units."""
    written = {word for form in figures(text).values() for word in tokens(form)}
    return content_words(tokens(text)) - written - {"usd", "dollars", "percent"}


def same_side_twice(material: Material) -> Iterator[Remark]:
    first: dict[tuple[str, str, frozenset[str]], str] = {}
    for question in material.published:
        rights = frozenset(normalise(right) for right in material.asked[question.id].shown_rights)
        side = (question.claims[0], question.kind, rights)
        if rights and side in first:
            message = gettext(
                "asks the same claim for the same answer in the same kind as '%(other)s': ask another side",
                other=first[side],
            )
            yield of_question(question.id, message)
        first.setdefault(side, question.id)


def erratum_as_key(material: Material) -> Iterator[Remark]:
    """Seen in two ways: the answer is a name that the erratum gives as the article's and nobody else does; or it is
    the value of a claim whose erratum gives other figures. What an erratum says in other words is not seen.
    """
    for question in material.questions:
        for claim in material.claims(question):
            if claim.erratum is None:
                continue
            asked = material.asked[question.id]
            for answer in asked.shown_rights:
                if _is_the_articles_error(claim, claim.erratum, answer) or _is_corrected_value(claim, answer):
                    message = gettext(
                        "the right answer '%(answer)s' is what the erratum of '%(claim)s' corrects",
                        answer=answer, claim=claim.id,
                    )  # fmt: skip
                    yield of_question(question.id, message)


def _is_the_articles_error(claim: Claim, erratum: str, answer: str) -> bool:
    clauses = _CLAUSE.split(erratum)
    said = {clause for clause in clauses if _SAID_BY_ARTICLE.search(clause)}
    errors = {word for clause in said for found in _PROPER.findall(clause) for word in tokens(found)}
    sound = set(tokens(claim.statement)) | {word for clause in clauses if clause not in said for word in tokens(clause)}
    words = content_words(tokens(answer))
    return bool(words) and words <= errors and not words <= sound


def _is_corrected_value(claim: Claim, answer: str) -> bool:
    if not isinstance(claim.value, (Quantity, PartialDate)) or not _same_answer(answer, str(claim.value)):
        return False
    corrected = figures(claim.erratum or "").keys()
    return bool(corrected) and not figures(str(claim.value)).keys() & corrected


RULES = (
    Rule(
        id="distractor-true",
        severity=Severity.WARNING,
        description="No wrong answer is what another claim makes true, unless its feedback says whose it is.",
        find=distractor_true,
    ),
    Rule(
        id="same-side-twice",
        severity=Severity.WARNING,
        description="No two published questions of a kind ask one claim for the same answer.",
        find=same_side_twice,
        compares=True,
    ),
    Rule(
        id="erratum-as-key",
        severity=Severity.ERROR,
        description="No right answer is the error that a claim's erratum corrects.",
        find=erratum_as_key,
    ),
)
