"""The form of a question: what all kinds have. Each kind adds its own fields and says how they make a content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from question_bank.claims import Importance
from webapp.web.forms import Form

from .fields import Pick, add_spare_rows, area, by_line, lines, present, text_field

IMPORTANCES = [
    (Importance.CORE.value, _l("Core: what everybody should keep")),
    (Importance.USEFUL.value, _l("Useful: what a good student knows")),
    (Importance.DETAIL.value, _l("Detail: the rest")),
]
LONGEST_WHY = 1000


class QuestionForm(Form):
    """What every question has, in the order of the page. ``shown`` are the names of the kind's own fields in theirs;
    they come after the name.
    """

    kind: ClassVar[str]
    shown: ClassVar[tuple[str, ...]]

    base_revision = HiddenField(default="0")  # the revision that the editor began with
    base_proposal = HiddenField(default="0")  # the change that waited then, 0: none
    key = text_field(_l("Name"), description=_l("Small letters, digits and hyphens. It stays for good."))
    explanation = area(_l("Explanation"), rows=4, description=_l("Shown after the answer. Markdown."))
    hint = area(_l("Hint"), rows=2)
    claims = area(
        _l("Claims that it rests on"), description=_l("Their names, one a line; the first is what is asked about.")
    )
    importance = Pick(_l("Importance"), IMPORTANCES)
    tags = text_field(_l("Tags"), description=_l("Small letters, digits and hyphens, with spaces between tags."))
    why = text_field(_l("Why this change"), description=_l("Kept with the revision, for whoever asks later."))
    changes_answer = BooleanField(
        _l("This changes the answer"), description=_l("Whoever learned the question is asked again soon.")
    )

    def own_content(self) -> dict[str, Any]:
        """The content of the kind, as its ``parse`` reads it."""
        raise NotImplementedError

    @classmethod
    def own_data(cls, content: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the kind's fields that make this content."""
        raise NotImplementedError

    def goes_on_from(self, *, proposal: int, why: str, changes_answer: bool) -> None:
        """Begin with a change that waits: what is saved takes its place, and what was said of it goes along."""
        self.base_proposal.data = str(proposal)
        self.why.data, self.changes_answer.data = why, changes_answer

    def question(self, *, key: str, status: str, waive: Mapping[str, str]) -> dict[str, Any]:
        """The question that was entered, as JSON."""
        return {
            "id": key,
            "kind": self.kind,
            "claims": lines(self.claims.data),
            "status": status,
            "importance": self.importance.data or "",
            **present({"hint": self.hint.data, "waive": dict(waive), "tags": (self.tags.data or "").split()}),
            **self.own_content(),
            "explanation": self.explanation.data or "",
        }

    @classmethod
    def of(cls, question: Mapping[str, Any], *, revision: int) -> QuestionForm:
        """The form that shows this question."""
        form = cls(
            formdata=None,
            data={
                **cls.own_data(question),
                "base_revision": str(revision),
                "key": question.get("id", ""),
                "claims": by_line(question.get("claims")),
                "importance": question.get("importance", Importance.USEFUL.value),
                "hint": question.get("hint", ""),
                "tags": " ".join(question.get("tags", ())),
                "explanation": question.get("explanation", ""),
            },
        )
        add_spare_rows(form)
        return form
