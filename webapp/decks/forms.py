"""The form in which a package is sent."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import FileField

from webapp.web.forms import Form


class PackageForm(Form):
    """A package to be read."""

    package = FileField(
        lazy_gettext("Anki package (.apkg)"),
        description=lazy_gettext("From Anki: File, Export, with scheduling information. At most 50 MB."),
    )
