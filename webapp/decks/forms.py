"""The forms in which a package is sent, and in which its owner says what shall become of it."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, FileField, StringField
from wtforms.validators import Length

from webapp.web.forms import Form

LONGEST_DECK = 80  # characters


def one_line(value: str | None) -> str:
    """What was typed as a name: one line of characters that can be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value or "").split())


class BringForm(Form):
    """What shall become of what was read."""

    own = BooleanField(lazy_gettext("Bring the other notes as a deck of my own, which nobody else sees"))
    deck = StringField(
        lazy_gettext("Name of the deck"),
        [Length(max=LONGEST_DECK, message=lazy_gettext("A name has at most %(max)d characters."))],
        filters=[one_line],
    )

    def wanted_deck(self) -> str | None:
        """The name of the deck that is to be made or brought up to date; None where none is wanted."""
        return (self.deck.data or str(gettext("A deck from Anki"))) if self.own.data else None


class PackageForm(Form):
    """A package to be read."""

    package = FileField(
        lazy_gettext("Anki package (.apkg)"),
        description=lazy_gettext("From Anki: File, Export, with scheduling information. At most 50 MB."),
    )
