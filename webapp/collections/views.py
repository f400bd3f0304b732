"""The pages of collections: what there is to follow, and the making of an own selection."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.identity import require_person
from webapp.web.redirects import own_path

from . import services
from .forms import SelectionForm, read_words

blueprint = Blueprint("collections", __name__)


@blueprint.get("/collections")
def index() -> ResponseReturnValue:
    """What can be followed, what is, and how much of it is known."""
    words = read_words(request.args)
    found = services.choices(request_session(), user_id=require_person().id, words=words)
    followed = [choice for choices in found.values() for choice in choices if choice.row.is_followed]
    return render_template("collections/index.html", found=found, followed=followed, q=words)


@blueprint.post("/collections/<int:collection>/follow")
def follow(collection: int) -> ResponseReturnValue:
    """Follow a collection."""
    try:
        services.follow(request_session(), user_id=require_person().id, collection_id=collection, now=now())
    except services.NoSuchCollectionError as error:
        raise NotFound(str(error)) from error
    except services.TooManyError as error:
        raise NotPossible(str(error)) from error
    return _back()


@blueprint.post("/collections/<int:collection>/leave")
def leave(collection: int) -> ResponseReturnValue:
    """Leave a collection."""
    try:
        services.leave(request_session(), user_id=require_person().id, collection_id=collection)
    except services.NoSuchCollectionError as error:
        raise NotFound(str(error)) from error
    return _back()


@blueprint.post("/collections/whole")
def whole() -> ResponseReturnValue:
    """Study the whole bank again."""
    services.follow_whole_bank(request_session(), user_id=require_person().id)
    return _back()


@blueprint.route("/collections/new", methods=["GET", "POST"])
def select() -> ResponseReturnValue:
    """Try words, then keep what they find as an own selection."""
    session, user_id = request_session(), require_person().id
    if request.method != "POST":
        words = read_words(request.args)
        form = SelectionForm(formdata=None, words=words, name=words[:40])
        tried = services.try_words(session, written=words) if words else None
        return render_template("collections/select.html", form=form, tried=tried, q=words)
    form = SelectionForm()
    if form.validate():
        try:
            services.make_selection(
                session,
                user_id=user_id,
                written=form.words.data or "",
                name=form.name.data or "",
                followed_at=now() if form.follow.data else None,
            )
        except services.NothingFoundError as error:
            form.words.errors = [str(error)]
        except services.TooManyError as error:
            raise NotPossible(str(error)) from error
        else:
            flash(gettext("Kept. Whatever is published later and fits comes along."), "notice")
            return _back()
    tried = services.try_words(session, written=form.words.data) if form.words.data else None
    return render_template("collections/select.html", form=form, tried=tried, q=form.words.data), 400


@blueprint.post("/collections/<int:collection>/remove")
def remove(collection: int) -> ResponseReturnValue:
    """Forget an own selection."""
    try:
        services.remove_selection(request_session(), user_id=require_person().id, collection_id=collection)
    except services.NoSuchCollectionError as error:
        raise NotFound(str(error)) from error
    flash(gettext("Removed. What you learned of its cards is kept."), "notice")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(own_path(request.form.get("next")) or url_for("collections.index"), 303)
