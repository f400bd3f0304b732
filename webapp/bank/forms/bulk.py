"""What is to be done to many questions at once, as the forms of the table and of the preview say it."""

from __future__ import annotations

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from question_bank.characters import UNSTORABLE
from question_bank.fields import KEY
from question_bank.questions import LONGEST_TAG, Status
from webapp.bank.services.bulk import MOST_QUESTIONS, Act, ActKind
from webapp.bank.services.editing import Base

from .asked import read_number

LONGEST_TEXT = 500


def read_act(form: MultiDict[str, str]) -> Act:
    """What is to be done. Raises BadRequest."""
    written = form.get("act", "")
    if written not in set(ActKind):
        raise BadRequest(gettext("Choose what is to be done to the questions. Nothing was changed."))
    kind = ActKind(written)
    value = form.get("status" if kind is ActKind.STATUS else "tag_name", "").strip()
    find, put = form.get("find", ""), form.get("put", "")
    if kind is ActKind.STATUS and value not in set(Status):
        raise BadRequest(gettext("Choose draft, review, published or retired. Nothing was changed."))
    if kind in {ActKind.TAG, ActKind.UNTAG} and not (KEY.fullmatch(value) and len(value) <= LONGEST_TAG):
        raise BadRequest(gettext("A tag is small letters, digits and hyphens, at most 40. Nothing was changed."))
    if kind is ActKind.REPLACE and not _is_replacement(find, put):
        raise BadRequest(gettext("Write what is to be found, and at most 500 characters. Nothing was changed."))
    return Act(kind=kind, value=value, find=find, put=put, ignore_case=form.get("ignore_case") == "yes")


def read_keys(form: MultiDict[str, str]) -> list[str]:
    """The questions that were chosen. Raises BadRequest where there is none, or more than can be done at once."""
    keys = list(dict.fromkeys(key for key in form.getlist("key") if KEY.fullmatch(key)))
    if not keys:
        raise BadRequest(gettext("Choose at least one question. Nothing was changed."))
    if len(keys) > MOST_QUESTIONS:
        raise BadRequest(gettext("At most 500 questions can be changed at once. Nothing was changed."))
    return keys


def read_bases(form: MultiDict[str, str]) -> dict[str, Base]:
    """The questions of a preview, each with what it was made from. Raises BadRequest."""
    bases = {}
    for written in form.getlist("base"):
        key, _, rest = written.partition(":")
        revision, _, proposal = rest.partition(":")
        if not KEY.fullmatch(key) or not revision:
            raise BadRequest(gettext("The form is not one of ours. Load the page again; nothing was changed."))
        bases[key] = Base(revision=read_number(revision) or 0, proposal=read_number(proposal) or 0)
    if not bases or len(bases) > MOST_QUESTIONS:
        raise BadRequest(gettext("Choose at least one question. Nothing was changed."))
    return bases


def read_claims(form: MultiDict[str, str]) -> list[str]:
    """The claims that were chosen. Raises BadRequest where they are more than can be moved at once."""
    keys = list(dict.fromkeys(key for key in form.getlist("claim") if KEY.fullmatch(key)))
    if len(keys) > MOST_QUESTIONS:
        raise BadRequest(gettext("At most 500 claims can be moved at once. Nothing was changed."))
    return keys


def read_claim_bases(form: MultiDict[str, str]) -> dict[str, int]:
    """The claims of a preview, each with the revision that it was made from. Raises BadRequest."""
    bases = {}
    for written in form.getlist("base"):
        key, _, revision = written.partition(":")
        if not KEY.fullmatch(key) or not revision:
            raise BadRequest(gettext("The form is not one of ours. Load the page again; nothing was changed."))
        bases[key] = read_number(revision) or 0
    if not bases or len(bases) > MOST_QUESTIONS:
        raise BadRequest(gettext("Choose at least one claim. Nothing was changed."))
    return bases


def _is_replacement(find: str, put: str) -> bool:
    short_enough = 0 < len(find) <= LONGEST_TEXT and len(put) <= LONGEST_TEXT
    return short_enough and find != put and not UNSTORABLE.search(find + put)
