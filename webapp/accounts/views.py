"""The account page and what hangs on it, the question after a log-in, and the first administrator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest, Gone, NotFound

from webapp.db import begin_on_write, database, request_session
from webapp.history.memberships import memberships
from webapp.models.planning import MOST_EXAMS
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person
from webapp.web.redirects import own_path
from webapp.web.session_rows import end_sessions_of
from webapp.web.sessions import current_session
from webapp.web.words import words_of

from . import banks, change_email, deletion, queries, second_factor_pages, second_step, services
from . import first_administrator as first
from .bring_along import bring_along as bring
from .bring_along import leave_for
from .forms import SCOPES, FirstAdministratorForm, TokenForm
from .own_data import OwnData

LARGEST_ID = 2**63 - 1  # of a column; a larger one is no address

blueprint = Blueprint("accounts", __name__)
blueprint.before_request(begin_on_write)
change_email.add_to(blueprint)
deletion.add_to(blueprint)
banks.add_to(blueprint)
second_step.add_to(blueprint)
second_factor_pages.add_to(blueprint)


def _account_page(*, token_form: TokenForm, new_token: str | None = None, status: int = 200) -> ResponseReturnValue:
    person, session = require_person(), request_session()
    guest_id = current_session().get("guest")
    page = render_template(
        "accounts/account.html",
        token_form=token_form,
        scope_words=dict(SCOPES),
        new_token=new_token,
        factor=queries.second_factor_of(session, person.id),
        tokens=queries.tokens_of(session, person.id),
        sessions=queries.sessions_of(session, person.id, this=current_session().token_hash, now=now()),
        classes=memberships(session, user_id=person.id),
        guest_answers=queries.answers_of(session, guest_id) if guest_id else 0,
    )
    return page, status


@blueprint.get("/account")
def account() -> ResponseReturnValue:
    return _account_page(token_form=TokenForm.for_person(require_person()))


@blueprint.get("/account/data.json")
def own_data() -> Response:
    """Everything that is the person's own, sent as it is read."""
    own = OwnData(database(), require_person().id)
    return _as_file(own.as_json(now=now()), "application/json", f"tumen-{now():%Y-%m-%d}.json")


@blueprint.get("/account/log.csv")
def own_log() -> Response:
    """The person's review log, sent as it is read."""
    own = OwnData(database(), require_person().id)
    return _as_file(own.log_as_csv(), "text/csv; charset=utf-8", f"tumen-log-{now():%Y-%m-%d}.csv")


def _as_file(parts: Iterator[str], content_type: str, name: str) -> Response:
    """A file to keep. Its parts are read after the request is over, each outside the request's transaction."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(parts, content_type=content_type, headers=headers)


@blueprint.post("/account/tokens")
def make_token() -> ResponseReturnValue:
    person = require_person()
    form = TokenForm.for_person(person)
    if not form.validate():
        return _account_page(token_form=form, status=400)
    made = services.make_token(
        session=request_session(), user_id=person.id, name=form.name.data or "", scopes=form.chosen, now=now()
    )
    return _account_page(token_form=TokenForm.for_person(person, formdata=None), new_token=made.token)


@blueprint.post(f"/account/tokens/<int(max={LARGEST_ID}):token_id>/revoke")
def revoke_token(token_id: int) -> ResponseReturnValue:
    if not services.revoke_token(session=request_session(), user_id=require_person().id, token_id=token_id, now=now()):
        raise NotFound(_("You have no such token. It may have been revoked already."))
    flash(_("The token is revoked: programs that use it are locked out."), "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sessions/end")
def log_out_others() -> ResponseReturnValue:
    end_sessions_of(request_session(), require_person().id, keep=current_session().token_hash)
    flash(_("All other browsers are logged out."), "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/account/bring-along", methods=["GET", "POST"])
def bring_along() -> ResponseReturnValue:
    """What becomes of the answers that were given as a guest before logging in: asked, never assumed."""
    onward = own_path(request.args.get("next")) or "/"
    guest_id, session = current_session().get("guest"), request_session()
    if guest_id is None:
        return redirect(onward, 303)
    if request.method != "POST":
        return render_template(
            "accounts/bring_along.html",
            form=ButtonForm(),
            answers=queries.answers_of(session, guest_id),
            quizzes=queries.quizzes_of(session, guest_id),
        )
    choice = request.form.get("choice")
    if choice not in {"bring", "leave"}:
        raise BadRequest(_("Please press one of the two buttons. Your answers are still there."))
    if choice == "bring":
        left_out = bring(session=session, guest_id=guest_id, user_id=require_person().id, now=now())
        flash(_("What you learned as a guest is part of your account now."), "success")
        if left_out:
            flash(
                ngettext(
                    "You can have %(most)s exams: %(num)d that you planned as a guest was left out.",
                    "You can have %(most)s exams: %(num)d that you planned as a guest were left out.",
                    left_out,
                    most=MOST_EXAMS,
                ),
                "notice",
            )
    else:
        leave_for(session=session, guest_id=guest_id, user_id=require_person().id, is_unsent_kept=False, now=now())
        flash(_("What you learned as a guest is deleted."), "success")
    current_session().pop("guest")
    return redirect(onward, 303)


@blueprint.route("/first-administrator/<token>", methods=["GET", "POST"])
def first_administrator(token: str) -> ResponseReturnValue:
    """The page behind the link that was printed at the first start."""
    if not first.link_is_good(_instance(), token) or queries.administrator_exists(request_session()):
        raise Gone(_("This link has been used, or it is not the one that was printed."))
    form = FirstAdministratorForm()
    if form.is_submitted() and form.validate() and _made_administrator(form):
        if not first.use_link_up(_instance()):
            raise Gone(_("This link has just been used by somebody else."))
        flash(_("The administrator's account is made. Log in with it."), "success")
        return redirect(url_for("security.login"), 303)
    return render_template("accounts/first_administrator.html", form=form), 400 if form.errors else 200


def _made_administrator(form: FirstAdministratorForm) -> bool:
    """Make the account that the form describes; False, and a word on the form, where it cannot be made."""
    email, password = form.email.data or "", form.password.data or ""
    try:
        services.create_user(session=request_session(), email=email, password=password, role="admin", now=now())
    except services.WeakPasswordError as error:
        form.password.errors = [words_of(error)]
    except services.AccountError as error:
        form.email.errors = [words_of(error)]
    return not form.errors


def _instance() -> Path:
    return Path(current_app.config["INSTANCE"])
