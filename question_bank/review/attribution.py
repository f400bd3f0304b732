"""Rules on who says it and when: opinions have a holder, figures and positions a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from question_bank.claims import ATTRIBUTED, Claim, ClaimKind
from question_bank.words import gettext

from .findings import Remark, Rule, Severity, of_claim, of_question
from .material import Material
from .words import names_somebody, tokens

DATED = frozenset({ClaimKind.FIGURE, ClaimKind.POSITION})

_AND = re.compile(r",? and |, | of | for ")


def unattributed_opinion(material: Material) -> Iterator[Remark]:
    """The primary claim is what is asked about. The name may stand in the stem, among the items to be matched, or be
    itself what is asked for.
    """
    for question in material.questions:
        claim = material.primary(question)
        if claim is None or claim.kind not in ATTRIBUTED:
            continue
        asked = material.asked[question.id]
        words = tokens("\n".join((asked.filled, *(item.text for item in asked.items))))
        answers = [tokens(answer) for right in asked.rights for answer in right]
        names = holder_names(material, claim)
        if not any(names_somebody(words, name) or _is_asked_for(answers, name) for name in names):
            message = gettext(
                "asks about what somebody holds ('%(claim)s'): write in the stem whose it is (%(names)s)",
                claim=claim.id, names=", ".join(names[:2]),
            )  # fmt: skip
            yield of_question(question.id, message, part="stem")


def _is_asked_for(answers: list[list[str]], name: str) -> bool:
    return any(len(answer) <= len(tokens(name)) + 2 and names_somebody(answer, name) for answer in answers)


def holder_names(material: Material, claim: Claim) -> list[str]:
    """Every name by which a stem may say whose the claim is: its holders, and its article by its title."""
    titles = [part for one in material.articles(claim) for part in (one.title, one.title.partition(":")[0])]
    return list(dict.fromkeys((*people(material, claim), *titles)))


def people(material: Material, claim: Claim) -> list[str]:
    """The names of the claim's actors, of who it is attributed to, and of its article's authors with their surnames."""
    authors = [author for one in material.articles(claim) for author in one.authors]
    found = [*material.names(claim), *authors, *(author.rpartition(" ")[2] for author in authors)]
    return [*found, claim.attributed_to, *_AND.split(claim.attributed_to)] if claim.attributed_to else found


def undated_claim(material: Material) -> Iterator[Remark]:
    for claim in material.bank.claims.values():
        if claim.kind in DATED and claim.as_of is None:
            message = gettext(
                "what a figure or a position says holds for a time: give 'as_of', the article's own date if there is "
                "no better one"
            )
            yield of_claim(claim.id, message, part="as_of")


RULES = (
    Rule(
        id="unattributed-opinion",
        severity=Severity.WARNING,
        description="A question on a position or an argument names its holder, its article or the article's author.",
        find=unattributed_opinion,
    ),
    Rule(
        id="undated-claim",
        severity=Severity.WARNING,
        description="A figure or a position says as of when.",
        find=undated_claim,
    ),
)
