"""Rules on figures and dates: a question's stand in its claims, a claim's in its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from question_bank.claims import Claim
from question_bank.figures import figures
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity
from question_bank.questions import Question
from question_bank.words import gettext

from .asked import Asked
from .findings import Remark, Rule, Severity, of_claim, of_question
from .material import Material
from .words import tokens

LONGEST_BARE_ANSWER = 3  # words; in a longer one "two" speaks of the two Koreas, the two sides

_PAIRS = ("2",)
_SHARES = {"half": "50 percent", "third": "33 percent", "quarter": "25 percent", "tenth": "10 percent"}


def figure_not_in_claim(material: Material) -> Iterator[Remark]:
    """Wrong options and explanations may have figures of their own. A stem may count what it asks for."""
    for question in filter(material.is_whole, material.questions):
        asked = material.asked[question.id]
        known = _known(material, question)
        for form, written in _stated(asked).items():
            if form not in known:
                message = gettext(
                    "'%(written)s' is in none of the question's claims: correct it, or name the claim it is from",
                    written=written,
                )
                yield of_question(question.id, message)


def _stated(asked: Asked) -> dict[str, str]:
    """The figures of what is asked and of the right answers, without those that only count something."""
    counts = {str(len(asked.rights)), str(len(asked.items)), str(len(asked.options)), *_PAIRS}
    stated = {form: written for form, written in figures(asked.text).items() if form not in counts}
    for text in (*asked.shown_rights, *(item.when for item in asked.items if item.when)):
        pairs = _PAIRS if len(tokens(text)) > LONGEST_BARE_ANSWER else ()
        stated |= {form: written for form, written in figures(text).items() if form not in pairs}
    return stated


def _known(material: Material, question: Question) -> set[str]:
    """Figures of the claims and their errata, of the titles and dates of their articles, and of their actors' names."""
    known: set[str] = set()
    for claim in material.claims(question):
        texts = [claim.statement, claim.erratum or "", str(claim.as_of or ""), *_value_texts(claim)]
        texts += [text for article in material.articles(claim) for text in (article.title, str(article.date))]
        known |= _all_figures([*texts, *material.names(claim)])
    return known


def _value_texts(claim: Claim) -> list[str]:
    if isinstance(claim.value, (Quantity, PartialDate)):
        return [str(claim.value)]
    return [claim.value.stance] if claim.value else []


def value_not_in_passage(material: Material) -> Iterator[Remark]:
    for claim in material.bank.claims.values():
        passages = [passage for source in claim.sources if (passage := material.bank.passage(source))]
        texts = [text for p in passages for text in (p.digest, *(item.figure for item in p.inferred))]
        if passages and (missing := _missing(material, claim, texts)):
            message = gettext(
                "the value's %(missing)s is in no digest of its passages: correct the value, source or digest",
                missing=missing,
            )
            yield of_claim(claim.id, message, part="value")


def value_not_in_original(material: Material) -> Iterator[Remark]:
    for claim in material.bank.claims.values():
        passages = [passage for source in claim.sources if (passage := material.bank.passage(source))]
        known = [passage for passage in passages if passage.article in material.originals]
        texts = [material.originals[passage.article][passage.start : passage.end] for passage in known]
        texts += [item.figure for passage in known for item in passage.inferred]
        if known and len(known) == len(passages) and (missing := _missing(material, claim, texts)):
            message = f"the value's {missing} is in none of its passages: correct the value or the source"
            yield of_claim(claim.id, message)


def _missing(material: Material, claim: Claim, texts: Iterable[str]) -> str:
    """The figures of the claim's value that stand in none of the texts. A year may be left to the article's date, and a
    share may be in words.
    """
    if not isinstance(claim.value, (Quantity, PartialDate)):
        return ""
    texts = list(texts)
    given = _all_figures(texts) | {str(article.date.year) for article in material.articles(claim)}
    given |= {_SHARES[word] for text in texts for word in tokens(text) if word in _SHARES}
    return ", ".join(f"'{written}'" for form, written in figures(str(claim.value)).items() if form not in given)


def _all_figures(texts: Iterable[str]) -> set[str]:
    return {form for text in texts for form in figures(text)}


RULES = (
    Rule(
        id="figure-not-in-claim",
        severity=Severity.WARNING,
        description="Every figure and date of stem and right answer stands in a claim of the question.",
        find=figure_not_in_claim,
    ),
    Rule(
        id="value-not-in-passage",
        severity=Severity.ERROR,
        description="The figure or date of a claim stands in a digest of its passages.",
        find=value_not_in_passage,
    ),
    Rule(
        id="value-not-in-original",
        severity=Severity.ERROR,
        description="The figure or date of a claim stands in the passages of the original texts.",
        find=value_not_in_original,
        needs_originals=True,
    ),
)
