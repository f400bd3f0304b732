"""An instructor at work in the bank's pages."""

from __future__ import annotations

import html
import re
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.people import PersonClient
from webapp.db import Database
from webapp.models import Question, QuestionRevision

FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*\bname=\"([^\"]+)\"[^>]*>", re.DOTALL)


class Editor:
    """A browser with the forms that it was shown: what is not named in a save is sent as it stood there."""

    def __init__(self, client: PersonClient) -> None:
        self.client = client

    def page(self, key: str, more: str = "") -> str:
        response = self.client.get(f"/bank/questions/{key}{more}")
        assert response.status_code == 200, response.text
        return response.text

    def shown(self, key: str) -> MultiDict[str, str]:
        """The fields of the edit form."""
        return form_fields(self.page(key, "/edit").split("data-editor", 1)[1].split("</form>")[0])

    def save(self, key: str, shown: MultiDict[str, str] | None = None, **changes: str) -> TestResponse:
        fields = MultiDict(self.shown(key) if shown is None else shown)
        for name, value in changes.items():
            fields[name] = value
        return self.client.post(f"/bank/questions/{key}/edit", data=fields)

    def set_status(self, key: str, status: str, *, base: int) -> TestResponse:
        return self.client.post(f"/bank/questions/{key}/status", data={"status": status, "base_revision": base})


def form_fields(text: str) -> MultiDict[str, str]:
    """The fields of a form's HTML with their values, as a browser would send them."""
    found: MultiDict[str, str] = MultiDict()
    for match in FIELD.finditer(text):
        tag, name = match[0], match[1]
        if tag.startswith("<textarea"):
            value = text[match.end() :].split("</textarea>", 1)[0].removeprefix("\r\n").removeprefix("\n")
        elif tag.startswith("<select"):
            options = text[match.end() :].split("</select>", 1)[0]
            chosen = re.search(r"<option selected[^>]*value=\"([^\"]*)\"", options)
            value = chosen[1] if chosen else ""
        elif 'type="checkbox"' in tag and "checked" not in tag:
            continue
        else:
            written = re.search(r'value="([^"]*)"', tag)
            value = written[1] if written else ""
        found.add(name, html.unescape(value))
    return found


def present(database: Database, key: str) -> tuple[str, int, dict[str, Any]]:
    """Status, revision and content of a question."""
    with database.reader() as session:
        row = session.execute(
            select(Question.status, Question.revision, QuestionRevision.content)
            .join(
                QuestionRevision,
                (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
            )
            .where(Question.key == key)
        ).one()
    return row.status, row.revision, row.content
