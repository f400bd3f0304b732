"""The form of a claim: its fields, and the way from them to a content and back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField

from question_bank.claim_values import TYPED, UnreadableValueError, read_value, written_value
from question_bank.claims import Claim, ClaimKind, Importance, Span, value_to_json
from question_bank.fields import LONGEST_TEXT
from question_bank.spans import find_span, read_places, written_places
from webapp.bank.queries.choices import Named
from webapp.bank.services.claim_checking import BadClaimError
from webapp.web.forms import Form

from .fields import Pick, Row, add_spare_rows, area, by_line, filled, lines, present, row_list, text_field
from .question import IMPORTANCES

KINDS = [
    (ClaimKind.EVENT.value, _l("Event: what happened")),
    (ClaimKind.DATE.value, _l("Date: when it happened")),
    (ClaimKind.FIGURE.value, _l("Figure: how much or how many")),
    (ClaimKind.POSITION.value, _l("Position: what somebody holds on an issue")),
    (ClaimKind.ARGUMENT.value, _l("Argument: why somebody says so")),
    (ClaimKind.PERSON.value, _l("Person: who somebody is")),
    (ClaimKind.TERM.value, _l("Term: what a word means")),
]

Texts = Mapping[str, str | None]
"""The text of each passage by its reference, None where this site does not hold it."""


class ActorRow(Row):
    telling = ("actor",)
    actor = Pick(_l("Actor"), [])


class SourceRow(Row):
    telling = ("passage", "words")
    passage = text_field(
        _l("Passage"), description=_l("Its name, such as article#p04."), render_kw={"list": "passages"}
    )
    words = area(
        _l("Only these words of it"), rows=2, description=_l("Copied from the passage. Leave it empty for the whole.")
    )


class ClaimForm(Form):
    """What a claim has. ``value`` holds a figure or a date as it is written; a stance has its issue beside it."""

    base_revision = HiddenField(default="0")  # the revision that the editor began with
    key = text_field(_l("Name"), description=_l("Small letters, digits and hyphens. It stays for good."))
    statement = area(_l("What is claimed"), description=_l("One sentence, in our own words. Markdown."))
    kind = Pick(_l("Kind"), KINDS)
    topic = Pick(_l("Topic"), [])
    importance = Pick(_l("Importance"), IMPORTANCES)
    value = text_field(
        _l("Figure or date"),
        description=_l("For those two kinds, as you would write it: $11bn, 90 %, 5 May 2014, May 2014, 2014."),
    )
    issue = Pick(_l("Issue"), [], description=_l("For a position: the question that it answers."))
    stance = text_field(_l("Stance"), description=_l("What is answered to the issue, in a few words."))
    attributed_to = text_field(_l("Who says so"), description=_l("As a reader would be told. Empty: the article."))
    actors = row_list(ActorRow, _l("Who holds, says or does it"))
    as_of = text_field(_l("True as of"), description=_l("A date such as 2014-05-05, 2014-05 or 2014, if it matters."))
    sources = row_list(SourceRow, _l("Passages that it rests on"))
    conflicts_with = area(
        _l("Claims that say otherwise"), description=_l("Their names, one a line. They will name this one in turn.")
    )
    supersedes = area(_l("Claims that it supersedes"), description=_l("Their names, one a line."), rows=2)
    erratum = area(_l("Against the record"), description=_l("Where the article is wrong: what is right."), rows=2)
    note = area(_l("Note for instructors"), rows=2)
    why = text_field(
        _l("Why this change"),
        description=_l("Kept with the revision. Students read it where the answer of a question on it has changed."),
    )
    changes_answer = BooleanField(
        _l("This changes the answer of the questions on it"),
        description=_l("Whoever learned one of them is asked again soon, and told what the claim said before."),
    )

    def claim(self, *, key: str, before: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
        """The claim that was entered, as JSON; what no field shows stays as it was ``before``. Raises BadClaimError."""
        problems: list[str] = []
        entered = present(
            {
                "id": key,
                "topic": self.topic.data,
                "kind": self.kind.data,
                "statement": self.statement.data,
                "attributed_to": self.attributed_to.data,
                "actors": [row["actor"] for row in filled(self.actors)],
                "value": self._value(before, problems),
                "as_of": self.as_of.data,
                "importance": self.importance.data,
                "sources": [row["passage"] for row in filled(self.sources)],
                "spans": dict(self._spans(texts, problems)),
                "conflicts_with": lines(self.conflicts_with.data),
                "supersedes": lines(self.supersedes.data),
                "erratum": self.erratum.data,
                "note": self.note.data,
                "waive": before.get("waive"),
            }
        )
        if problems:
            raise BadClaimError(problems)
        return entered

    def _value(self, before: Mapping[str, Any], problems: list[str]) -> dict[str, Any] | None:
        kind, text = self.kind.data, self.value.data or ""
        stance = present({"issue": self.issue.data, "stance": self.stance.data})
        if text and kind not in set(TYPED):
            problems.append(gettext("Only claims of the kinds date and figure have a figure or a date."))
        if stance and kind != ClaimKind.POSITION.value:
            problems.append(gettext("Only a position has an issue and a stance: take them out, or choose that kind."))
        if not text or kind not in set(TYPED):
            return stance or None
        if kind == before.get("kind") and text == value_text(before):
            value: dict[str, Any] = before["value"]  # not touched: a unit keeps the words it was given
            return value
        try:
            return value_to_json(read_value(ClaimKind(kind), text))
        except UnreadableValueError as error:
            problems.append(error.message)
            return None

    def _spans(self, texts: Texts, problems: list[str]) -> Iterator[tuple[str, list[int]]]:
        for row in filled(self.sources):
            words, passage = row["words"], row["passage"]
            if not words:
                continue
            text = texts.get(passage)
            span = _span(text, words[:LONGEST_TEXT])
            if span is not None:
                yield passage, list(span)
            elif text is None:
                problems.append(
                    gettext(
                        "This site does not hold the text of %(passage)s: name the places instead, such as 12-40.",
                        passage=passage,
                    )
                )
            else:
                problems.append(
                    gettext("These words do not stand in %(passage)s: %(words)s", passage=passage, words=words[:80])
                )

    @classmethod
    def of(cls, claim: Mapping[str, Any], *, revision: int, texts: Texts) -> ClaimForm:
        """The form that shows this claim, which may be only begun."""
        spans = claim.get("spans", {})
        stance = claim.get("value", {}) if claim.get("kind") == ClaimKind.POSITION.value else {}
        plain = ("topic", "kind", "statement", "attributed_to", "as_of", "erratum", "note")
        return cls(
            formdata=None,
            data={
                **{name: claim.get(name, "") for name in plain},
                "base_revision": str(revision),
                "key": claim.get("id", ""),
                "importance": claim.get("importance", Importance.USEFUL.value),
                "value": claim.get("value_text") or value_text(claim),
                "issue": stance.get("issue", ""),
                "stance": stance.get("stance", ""),
                "actors": [{"actor": actor} for actor in claim.get("actors", ())],
                "sources": [
                    {"passage": source, "words": _words(texts.get(source), spans.get(source))}
                    for source in claim.get("sources", ())
                ],
                "conflicts_with": by_line(claim.get("conflicts_with")),
                "supersedes": by_line(claim.get("supersedes")),
            },
        )

    def sources_named(self) -> list[str]:
        """The references of the passages that are named in the form."""
        return [row["passage"] for row in filled(self.sources)]

    def offer(self, *, topics: Sequence[Named], issues: Sequence[Named], actors: Sequence[Named]) -> None:
        """Add empty rows, and what there is to choose; what stands in the form stays, though it may be retired."""
        add_spare_rows(self)
        _offer(self.topic, topics)
        _offer(self.issue, [Named("", "—"), *issues])
        for entry in self.actors:
            _offer(entry.form.actor, [Named("", "—"), *actors])


def value_text(content: Mapping[str, Any]) -> str:
    """The figure or date of a claim as it is written; empty for other claims."""
    if content.get("kind") not in set(TYPED) or "value" not in content:
        return ""
    return written_value(Claim.from_json(content).value)


def _span(text: str | None, words: str) -> Span | None:
    """Where the words stand; places are named where there is no text, or where the words stand earlier in it too."""
    places = read_places(words)
    if text is None:
        return places
    is_within = places is not None and places[0] < places[1] <= len(text)
    return find_span(text, words) or (places if is_within else None)


def _words(text: str | None, span: Collection[int] | None) -> str:
    if span is None:
        return ""
    start, end = span
    words = "" if text is None else text[start:end]
    return words if text is not None and find_span(text, words) == (start, end) else written_places((start, end))


def _offer(field: SelectField, options: Sequence[Named]) -> None:
    known = [(option.key, option.title) for option in options]
    if field.data and field.data not in {key for key, _ in known}:
        known.append((field.data, field.data))
    field.choices = known
