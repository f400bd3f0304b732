"""Conflicts between the bank's files and what was edited here, settled one by one."""

from __future__ import annotations

from functools import lru_cache

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, Conflict

from question_bank.bank import Bank, default_folders, files_digest, load_bank
from question_bank.problems import BankError
from webapp.bank.services import settling
from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.identity import require_person
from webapp.web.words import say

from .blueprint import blueprint


@blueprint.get("/conflicts")
def conflicts() -> str:
    """Every record that files and application have otherwise, and how."""
    try:
        bank = _bank()
    except BankError as error:
        return render_template("bank/conflicts.html", found=[], problem=error.problems[0].message)
    found = settling.conflicts(request_session(), bank=bank)
    return render_template("bank/conflicts.html", found=found, problem="")


@blueprint.post("/conflicts")
def settle() -> ResponseReturnValue:
    """Keep what is here, or take what the files have."""
    side = request.form.get("side", "")
    if side not in set(settling.Side):
        raise BadRequest(gettext("Choose what is here or what the files have. Nothing was changed."))
    try:
        settling.settle(
            request_session(),
            bank=_files(),
            record=request.form.get("record", ""),
            key=request.form.get("key", ""),
            side=settling.Side(side),
            seen=request.form.get("seen", ""),
            user_id=require_person().id,
            now=now(),
        )
    except settling.CannotSettleError as problem:
        raise Conflict(
            gettext("Nothing was changed: %(problem)s", problem=say(problem.message))
        ) from problem  # fmt: skip
    flash(
        gettext("Settled: what is here stays.")
        if side == settling.Side.APPLICATION
        else gettext("Settled: the files' content is a new revision here."),
        "success",
    )
    return redirect(url_for("bank.conflicts"), 303)


def _bank() -> Bank:
    """The bank of the files as they are now. Raises BankError."""
    return _read(files_digest(*default_folders()))


@lru_cache(maxsize=1)
def _read(digest: bytes) -> Bank:  # noqa: ARG001  # reading hundreds of records again is for files that changed
    return load_bank(*default_folders())


def _files() -> Bank:
    try:
        return _bank()
    except BankError as error:
        raise Conflict(gettext("The bank's files cannot be read, so nothing was changed.")) from error
