"""The pages on which banks are made and chosen, and rights on them given and taken."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, Gone, NotFound

from webapp.db import request_session
from webapp.models import Bank
from webapp.models.bank import SHIPPED
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person
from webapp.web.keeping import CHOSEN
from webapp.web.sessions import current_session
from webapp.web.words import words_of

from . import bank_queries, bank_rights, services
from .forms import BankForm, InvitationForm
from .mail import write_page_to

LARGEST_ID = 2**63 - 1  # of a column; a larger one is no address
A_BANK = f"/banks/<int(max={LARGEST_ID}):bank_id>"


def load_bank(bank_id: int) -> Bank:
    """A bank that the person may change: no other is in sight here. Raises NotFound."""
    if bank_id not in {bank.id for bank in g.kept_banks}:
        raise NotFound(_("There is no such bank, or none that you may change."))
    return request_session().scalars(select(Bank).where(Bank.id == bank_id)).one()


def banks() -> ResponseReturnValue:
    """The banks that the person may change."""
    return _list(BankForm())


def _list(form: BankForm, *, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "accounts/banks.html",
        rows=bank_queries.banks(request_session()),
        form=form,
        may_make=require_person().keeps_shipped,
    )
    return page, status


def make_bank() -> ResponseReturnValue:
    """Make an empty bank and work on it from now on. Raises Forbidden for whoever was only invited to a bank."""
    if not require_person().keeps_shipped:
        raise Forbidden(_("Instructors alone make banks. Ask one of this site."))
    form = BankForm()
    if not form.validate():
        return _list(form, status=400)
    number = bank_rights.make_bank(
        request_session(), user_id=require_person().id, title=form.title.data or "", audience=form.audience,
        now=now(),
    )  # fmt: skip
    current_session()[CHOSEN] = number
    flash(_("The bank is made. Bring its first article, or invite somebody."), "success")
    return redirect(url_for("accounts.bank", bank_id=number), 303)


def bank(bank_id: int) -> ResponseReturnValue:
    """A bank's title and audience, who has rights on it, and who is invited."""
    found = load_bank(bank_id)
    return _page(found, BankForm(title=found.title, everybody=found.audience == "everyone"), InvitationForm())


def _page(
    found: Bank, form: BankForm, inviting: InvitationForm, *, link: str | None = None, status: int = 200
) -> ResponseReturnValue:
    session = request_session()
    page = render_template(
        "accounts/bank.html",
        bank=found,
        form=form,
        inviting=inviting,
        link=link,
        is_shipped=found.key == SHIPPED,
        may_reach_everybody=require_person().keeps_shipped,
        members=bank_queries.members(session, bank_id=found.id),
        classes=bank_queries.classes(session, bank_id=found.id),
        invitations=bank_queries.invitations(session, bank_id=found.id, now=now()),
    )
    return page, status


def choose_bank(bank_id: int) -> ResponseReturnValue:
    """Have the bank's pages be about this one from now on."""
    found = load_bank(bank_id)
    current_session()[CHOSEN] = found.id
    return redirect(url_for("bank.index"), 303)


def change_bank(bank_id: int) -> ResponseReturnValue:
    """Give a bank another title or audience. Raises Forbidden where an invited editor would have everybody learn from
    it: what everybody learns from is for instructors to say, and stays as they said.
    """
    found, form = load_bank(bank_id), BankForm()
    if not form.validate():
        return _page(found, form, InvitationForm(formdata=None), status=400)
    audience = form.audience if require_person().keeps_shipped else found.audience
    if form.everybody.data and audience != "everyone":
        raise Forbidden(_("Instructors alone have everybody learn from a bank. Ask one of this site."))
    changed = bank_rights.change_bank(
        request_session(), bank=found, title=form.title.data or "", audience=audience,
        user_id=require_person().id, now=now(),
    )  # fmt: skip
    flash(_("Kept.") if changed else _("Nothing had changed, so nothing was kept."), "success")
    return redirect(url_for("accounts.bank", bank_id=bank_id), 303)


def invite(bank_id: int) -> ResponseReturnValue:
    """Make a link that gives rights on the bank to whoever takes it; it is shown once, and mailed if that is wished."""
    found, form = load_bank(bank_id), InvitationForm()
    usual = BankForm(formdata=None, title=found.title, everybody=found.audience == "everyone")
    if not form.validate() or not _has_good_address(form):
        return _page(found, usual, form, status=400)
    email, person = form.address(), require_person()
    role = bank_rights.EDITOR if form.edits.data or found.key == SHIPPED else bank_rights.READER
    try:
        token = bank_rights.invite(
            request_session(), bank_id=found.id, role=role, email=email, user_id=person.id, now=now()
        )
    except bank_rights.TooManyInvitationsError:
        form.form_errors.append(_("Many invitations wait to be taken. Take some of them back first."))
        return _page(found, usual, form, status=400)
    link = url_for("accounts.invitation", token=token, _external=True)
    if email:
        subject = _("You are invited to a bank of questions on Tumen")
        write_page_to(email, subject, "accounts/mail/invitation.txt", link=link, title=found.title, by=person.email)
        flash(_("The link is on its way to %(email)s.", email=email), "success")
    return _page(found, usual, InvitationForm(formdata=None), link=link)


def _has_good_address(form: InvitationForm) -> bool:
    try:
        if email := form.address():
            services.checked_address(email)
    except services.AccountError as error:
        form.email.errors = [_("%(why)s.", why=words_of(error))]
        return False
    return True


def take_invitation_back(bank_id: int, number: int) -> ResponseReturnValue:
    """Let an invitation open nothing any more."""
    found = load_bank(bank_id)
    try:
        bank_rights.take_invitation_back(
            request_session(), bank_id=found.id, invitation_id=number, user_id=require_person().id, now=now()
        )
    except bank_rights.NoInvitationError as error:
        raise NotFound(_("There is no such invitation any more. It may just have been taken.")) from error
    flash(_("The invitation is taken back: its link opens nothing any more."), "success")
    return redirect(url_for("accounts.bank", bank_id=bank_id), 303)


def take_rights(bank_id: int, member: int) -> ResponseReturnValue:
    """Take somebody's rights on a bank away."""
    found = load_bank(bank_id)
    try:
        bank_rights.take_rights(
            request_session(), bank_id=found.id, member_id=member, user_id=require_person().id, now=now()
        )
    except bank_rights.NoSuchMemberError as error:
        raise NotFound(_("This person has no rights on the bank any more.")) from error
    flash(_("The rights are taken away. What was written and learned stays."), "success")
    is_own = member == require_person().id
    return redirect("/" if is_own else url_for("accounts.bank", bank_id=bank_id), 303)


def invitation(token: str) -> ResponseReturnValue:
    """The page behind the link: opening it changes nothing, its button does."""
    session, person = request_session(), require_person()
    try:
        if request.method != "POST":
            found = bank_rights.invitation(session, token=token, now=now())
            return render_template("accounts/invitation.html", form=ButtonForm(), invitation=found)
        found = bank_rights.take_invitation(session, token=token, user_id=person.id, now=now())
    except bank_rights.NoInvitationError as error:
        raise Gone(_("This link was used, was taken back, or is older than a week. Ask for a new one.")) from error
    if found.role == bank_rights.EDITOR:
        current_session()[CHOSEN] = found.bank_id
        flash(_("You keep “%(title)s” now.", title=found.title), "success")
        return redirect(url_for("bank.index"), 303)
    flash(_("“%(title)s” is among what you study now.", title=found.title), "success")
    return redirect("/", 303)


def add_to(blueprint: Blueprint) -> None:
    for rule, endpoint, view, method in (
        ("/banks", "banks", banks, "GET"),
        ("/banks", "make_bank", make_bank, "POST"),
        (A_BANK, "bank", bank, "GET"),
        (A_BANK, "change_bank", change_bank, "POST"),
        (f"{A_BANK}/choose", "choose_bank", choose_bank, "POST"),
        (f"{A_BANK}/invitations", "invite", invite, "POST"),
        (
            f"{A_BANK}/invitations/<int(max={LARGEST_ID}):number>/back", "take_invitation_back",
            take_invitation_back, "POST",
        ),
        (f"{A_BANK}/members/<int(max={LARGEST_ID}):member>/remove", "take_rights", take_rights, "POST"),
    ):  # fmt: skip
        blueprint.add_url_rule(rule, endpoint, view, methods=[method])
    blueprint.add_url_rule("/invitation/<token>", "invitation", invitation, methods=["GET", "POST"])
