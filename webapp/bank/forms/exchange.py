"""The forms in which questions are brought from files, and their columns named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from wtforms import FileField

from question_bank.exchange.columns import COLUMNS, Mapped, Table
from question_bank.exchange.csv_files import MOST_COLUMNS
from question_bank.exchange.formats import FORMATS
from webapp.bank.services.importing import DECK
from webapp.web.forms import Form

from .fields import Pick, area, text_field

LONGEST_FILE_NAME = 200
FORMAT_WORDS: Mapping[str, Any] = {
    "json": _l("Tumen, JSON"),
    "yaml": _l("Tumen, YAML"),
    "csv": _l("Table, CSV"),
    "tsv": _l("Table, TSV"),
    "xlsx": _l("Workbook, XLSX"),
    "gift": _l("GIFT"),
    "aiken": _l("Aiken"),
    "moodle": _l("Moodle XML"),
    "quizlet": _l("Quizlet text"),
    "qti21": _l("QTI 2.1 package"),
    "qti22": _l("QTI 2.2 package"),
    "qti30": _l("QTI 3.0 package"),
}
DECK_WORDS = _l("Anki package")
COLUMN_WORDS: Mapping[str, Any] = {
    "name": _l("Name"),
    "kind": _l("Kind"),
    "question": _l("Question, or front"),
    "answer": _l("Answer, or back"),
    "also": _l("Also accepted, one a line"),
    "wrong": _l("Wrong answers, one a line"),
    "feedback": _l("Feedback, one a line"),
    "tolerance": _l("Tolerance"),
    "explanation": _l("Explanation"),
    "hint": _l("Hint"),
    "claims": _l("Claims"),
    "importance": _l("Importance"),
    "tags": _l("Tags"),
}


class ImportForm(Form):
    """A file, or a text that is put in, and what format it has."""

    file = FileField(
        _l("File"), description=_l("At most 20,000 questions, and 16 MB of text or 50 MB of a package (Anki, QTI).")
    )
    text = area(_l("Or a text"), rows=6, description=_l("Copied from Quizlet, Aiken, GIFT, a table."))
    form = Pick(
        _l("Format"),
        [("", _l("As the file shows")), *FORMAT_WORDS.items(), (DECK, DECK_WORDS)],
        default="",
    )
    between = text_field(
        _l("Between the sides of a card"), description=_l("For Quizlet's text alone. \\t is a tab, \\n a new line.")
    )
    behind = text_field(_l("Behind a card"))

    @property
    def signs(self) -> tuple[str, str]:
        """What stands between and behind, as it stands in the text."""
        written = ((self.between.data or "")[:20], (self.behind.data or "")[:20])
        between, behind = (text.replace("\\t", "\t").replace("\\n", "\n") for text in written)
        return between, behind


def read_columns(form: MultiDict[str, str], table: Table) -> Mapped:
    """The columns that were chosen. Raises BadRequest."""
    columns = {}
    for name in COLUMNS:
        written = form.get(f"column-{name}", "")
        if not written:
            continue
        if not (written.isascii() and written.isdecimal() and len(written) <= len(str(MOST_COLUMNS))):
            raise BadRequest(gettext("There is no such column. Nothing was changed."))
        if int(written) >= table.width:
            raise BadRequest(gettext("There is no such column. Nothing was changed."))
        columns[name] = int(written)
    return Mapped(columns=columns, heading=form.get("heading") == "y")


def read_format(name: str) -> str:
    """The name of a format that questions go out in. Raises BadRequest."""
    if name not in FORMATS and name != DECK:
        raise BadRequest(gettext("There is no such format. Choose one of those that are listed."))
    return name
