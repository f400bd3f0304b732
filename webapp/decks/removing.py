"""Removing a deck of one's own: what goes is said first, and it can be brought back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from question_bank.fields import KEY
from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person

from .queries.own import OwnDeck, answers_to, own_decks
from .services.removal import NoSuchDeckError, bring_back_deck, remove_deck


def remove(deck: str) -> ResponseReturnValue:
    """Say what goes and what stays, and ask; then remove the deck."""
    session, person, form = request_session(), require_person(), ButtonForm()
    found = _deck(deck)
    if form.is_submitted() and form.validate():
        number = remove_deck(session, user_id=person.id, key=found.key, now=now())
        said = ngettext(
            "%(deck)s is removed, with %(num)s card. It can be brought back below.",
            "%(deck)s is removed, with %(num)s cards. It can be brought back below.",
            number,
            deck=found.title,
        )
        flash(said, "success")
        return redirect(url_for("decks.index"), 303)
    answers = answers_to(session, user_id=person.id, key=found.key)
    return render_template("decks/remove.html", form=form, deck=found, answers=answers), 400 if form.errors else 200


def bring_back(deck: str) -> ResponseReturnValue:
    """Have a removed deck as it was. Pressing twice changes nothing more."""
    if not KEY.fullmatch(deck):
        raise _no_deck()
    try:
        number = bring_back_deck(request_session(), user_id=require_person().id, key=deck, now=now())
    except NoSuchDeckError as error:
        raise _no_deck() from error
    flash(ngettext("%(num)s card is back.", "%(num)s cards are back.", number), "success")
    return redirect(url_for("decks.index"), 303)


def _deck(key: str) -> OwnDeck:
    """The person's deck, which has cards. Raises NotFound."""
    for found in own_decks(request_session(), user_id=require_person().id):
        if found.key == key and found.cards:
            return found
    raise _no_deck()


def _no_deck() -> NotFound:
    return NotFound(gettext("You have no such deck here. The page about Anki lists your own decks."))


def add_to(blueprint: Blueprint) -> None:
    """Put the addresses on the blueprint of decks."""
    blueprint.add_url_rule("/decks/own/<deck>/remove", "remove", remove, methods=["GET", "POST"])
    blueprint.add_url_rule("/decks/own/<deck>/bring-back", "bring_back", bring_back, methods=["POST"])
