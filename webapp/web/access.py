"""Who may go where: one table for every endpoint, enforced before each request. What is not in it is refused."""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from webapp.db import database
from webapp.models.visible import NOTHING, Banks, see

from .identity import current_person
from .keeping import banks_to_keep
from .people import Person, Scope, Standing, standing_of
from .redirects import own_path
from .session_rows import nobodys_banks
from .sessions import has_bearer, raise_failure

NOBODY, GUEST, STUDENT, INSTRUCTOR, ADMIN = Standing

ACCESS: dict[str, Standing] = {
    "static": NOBODY,
    "web.health": NOBODY,
    "web.web_manifest": NOBODY,
    "web.session": GUEST,
    "web.openapi": NOBODY,
    "web.api": NOBODY,
    "security.login": NOBODY,
    "security.logout": GUEST,
    "security.register": NOBODY,
    "security.forgot_password": NOBODY,
    "security.reset_password": NOBODY,
    "security.change_password": STUDENT,
    "accounts.account": STUDENT,
    "accounts.make_token": STUDENT,
    "accounts.revoke_token": STUDENT,
    "accounts.log_out_others": STUDENT,
    "accounts.second_step": NOBODY,
    "accounts.second_factor": STUDENT,
    "accounts.confirm_second_factor": STUDENT,
    "accounts.change_second_factor": STUDENT,
    "accounts.change_email": STUDENT,
    "accounts.confirm_email": NOBODY,
    "accounts.bring_along": STUDENT,
    "accounts.own_data": GUEST,
    "accounts.own_log": GUEST,
    "accounts.delete": GUEST,
    "accounts.first_administrator": NOBODY,
    "accounts.banks": INSTRUCTOR,
    "accounts.make_bank": INSTRUCTOR,
    "accounts.bank": INSTRUCTOR,
    "accounts.choose_bank": INSTRUCTOR,
    "accounts.change_bank": INSTRUCTOR,
    "accounts.invite": INSTRUCTOR,
    "accounts.take_invitation_back": INSTRUCTOR,
    "accounts.take_rights": INSTRUCTOR,
    "accounts.invitation": STUDENT,
    "classes.ask_code": NOBODY,
    "classes.door": NOBODY,
    "classes.join": STUDENT,
    "classes.leave": STUDENT,
    "classes.index": STUDENT,
    "classes.make": INSTRUCTOR,
    "classes.students": INSTRUCTOR,
    "classes.students_table": INSTRUCTOR,
    "classes.student": INSTRUCTOR,
    "classes.remove_student": INSTRUCTOR,
    "classes.work": INSTRUCTOR,
    "classes.set_work": INSTRUCTOR,
    "classes.remove_work": INSTRUCTOR,
    "classes.settings": INSTRUCTOR,
    "classes.rename": INSTRUCTOR,
    "classes.change_code": INSTRUCTOR,
    "classes.publish_bank": INSTRUCTOR,
    "classes.withdraw_bank": INSTRUCTOR,
    "classes.add_instructor": INSTRUCTOR,
    "classes.remove_instructor": INSTRUCTOR,
    "classes.archive": INSTRUCTOR,
    "study.home": NOBODY,
    "study.start": NOBODY,
    "study.page": GUEST,
    "study.check": GUEST,
    "study.answer": GUEST,
    "study.act": GUEST,
    "study.note": GUEST,
    "study.summary": GUEST,
    "study.leech": GUEST,
    "study.settings": GUEST,
    "study.workload_numbers": GUEST,
    "study.default_settings": GUEST,
    "study.catch_up": GUEST,
    "study.start_catch_up": GUEST,
    "study.leave_catch_up": GUEST,
    "study.suspended": GUEST,
    "study.cards": GUEST,
    "study.card": GUEST,
    "study.worker": NOBODY,
    "study.shell": NOBODY,
    "study.offline": NOBODY,
    "study_api.batch": GUEST,
    "study_api.reviews": GUEST,
    "study_api.check": GUEST,
    "collections.index": GUEST,
    "collections.follow": GUEST,
    "collections.leave": GUEST,
    "collections.whole": GUEST,
    "collections.select": GUEST,
    "collections.remove": GUEST,
    "progress.page": GUEST,
    "progress.knowledge": GUEST,
    "progress.slips": GUEST,
    "progress.table": GUEST,
    "progress.calendar_page": GUEST,
    "progress.renew_calendar": GUEST,
    "progress.remove_calendar": GUEST,
    "progress.calendar_feed": NOBODY,
    "planning.exams": GUEST,
    "planning.exam_table": GUEST,
    "planning.take_work": STUDENT,
    "planning.remove": GUEST,
    "planning.forward": GUEST,
    "planning.new_cards": GUEST,
    "planning.simulator": GUEST,
    "planning.simulated_table": GUEST,
    "planning.weights": GUEST,
    "planning.train_weights": GUEST,
    "planning.see_weights": GUEST,
    "planning.use_weights": GUEST,
    "planning.continue_counting": GUEST,
    "quizzes.index": GUEST,
    "quizzes.make": GUEST,
    "quizzes.attempt": GUEST,
    "quizzes.question": GUEST,
    "quizzes.answer": GUEST,
    "quizzes.hand_in": GUEST,
    "quizzes.study": GUEST,
    "bank.index": INSTRUCTOR,
    "bank.articles": INSTRUCTOR,
    "bank.article": INSTRUCTOR,
    "bank.new_article": INSTRUCTOR,
    "bank.create_article": INSTRUCTOR,
    "bank.edit_article": INSTRUCTOR,
    "bank.save_article": INSTRUCTOR,
    "bank.publish_article": INSTRUCTOR,
    "bank.new_version": INSTRUCTOR,
    "bank.compare_article": INSTRUCTOR,
    "bank.article_revisions": INSTRUCTOR,
    "bank.article_revision": INSTRUCTOR,
    "bank.restore_article": INSTRUCTOR,
    "bank.take_version": INSTRUCTOR,
    "bank.passage": INSTRUCTOR,
    "bank.save_passage": INSTRUCTOR,
    "bank.cut_passage": INSTRUCTOR,
    "bank.claims": INSTRUCTOR,
    "bank.claim": INSTRUCTOR,
    "bank.claim_revision": INSTRUCTOR,
    "bank.new_claim": INSTRUCTOR,
    "bank.create_claim": INSTRUCTOR,
    "bank.edit_claim": INSTRUCTOR,
    "bank.save_claim": INSTRUCTOR,
    "bank.restore_claim": INSTRUCTOR,
    "bank.retire_claim": INSTRUCTOR,
    "bank.return_claim": INSTRUCTOR,
    "bank.preview_claim": INSTRUCTOR,
    "bank.look_at_claim": INSTRUCTOR,
    "bank.pick_passages": INSTRUCTOR,
    "bank.keep_proposals": INSTRUCTOR,
    "bank.vocabulary": INSTRUCTOR,
    "bank.new_term": INSTRUCTOR,
    "bank.create_term": INSTRUCTOR,
    "bank.term": INSTRUCTOR,
    "bank.save_term": INSTRUCTOR,
    "bank.set_term_status": INSTRUCTOR,
    "bank.merge_term": INSTRUCTOR,
    "bank.question": INSTRUCTOR,
    "bank.try_out": INSTRUCTOR,
    "bank.revision": INSTRUCTOR,
    "bank.new": INSTRUCTOR,
    "bank.create": INSTRUCTOR,
    "bank.edit": INSTRUCTOR,
    "bank.save": INSTRUCTOR,
    "bank.set_status": INSTRUCTOR,
    "bank.restore": INSTRUCTOR,
    "bank.preview": INSTRUCTOR,
    "bank.review": INSTRUCTOR,
    "bank.history": INSTRUCTOR,
    "bank.keep_view": INSTRUCTOR,
    "bank.keep_draft": INSTRUCTOR,
    "bank.drop_draft": INSTRUCTOR,
    "bank.plan_bulk": INSTRUCTOR,
    "bank.carry_out_bulk": INSTRUCTOR,
    "bank.bulk_changes": INSTRUCTOR,
    "bank.plan_move_of_claims": INSTRUCTOR,
    "bank.move_chosen_claims": INSTRUCTOR,
    "bank.undo_bulk": INSTRUCTOR,
    "bank.items": INSTRUCTOR,
    "bank.alike": INSTRUCTOR,
    "bank.disputed": INSTRUCTOR,
    "bank.balance": INSTRUCTOR,
    "bank.change": INSTRUCTOR,
    "bank.settle_change": INSTRUCTOR,
    "bank.comment": INSTRUCTOR,
    "bank.resolve_comment": INSTRUCTOR,
    "bank.exchange": INSTRUCTOR,
    "bank.read_import": INSTRUCTOR,
    "bank.import_preview": INSTRUCTOR,
    "bank.import_columns": INSTRUCTOR,
    "bank.take_over_import": INSTRUCTOR,
    "bank.drop_import": INSTRUCTOR,
    "bank.import_report": INSTRUCTOR,
    "bank.imported": INSTRUCTOR,
    "bank.complete_imported": INSTRUCTOR,
    "bank.put_imported": INSTRUCTOR,
    "bank.put_complete": INSTRUCTOR,
    "bank.remove_imported": INSTRUCTOR,
    "bank.export_choice": INSTRUCTOR,
    "bank.export_file": INSTRUCTOR,
    "bank.begin_export": INSTRUCTOR,
    "bank.job": INSTRUCTOR,
    "bank.job_state": INSTRUCTOR,
    "bank.job_file": INSTRUCTOR,
    "bank.cancel_job": INSTRUCTOR,
    "bank.begin_job_again": INSTRUCTOR,
    "bank.conflicts": INSTRUCTOR,
    "bank.settle": INSTRUCTOR,
    "bank_api.questions": INSTRUCTOR,
    "bank_api.question": INSTRUCTOR,
    "bank_api.claims": INSTRUCTOR,
    "bank_api.claim": INSTRUCTOR,
    "bank_api.articles": INSTRUCTOR,
    "bank_api.article": INSTRUCTOR,
    "bank_api.create_question_record": INSTRUCTOR,
    "bank_api.save_question_record": INSTRUCTOR,
    "bank_api.set_question_status": INSTRUCTOR,
    "bank_api.settle_proposal": INSTRUCTOR,
    "bank_api.create_claim_record": INSTRUCTOR,
    "bank_api.save_claim_record": INSTRUCTOR,
    "bank_api.set_claim_status": INSTRUCTOR,
    "bank_api.create_article_record": INSTRUCTOR,
    "bank_api.save_article_record": INSTRUCTOR,
    "bank_api.set_article_status": INSTRUCTOR,
    "bank_api.article_text": INSTRUCTOR,
    "bank_api.save_article_text": INSTRUCTOR,
    "bank_api.cut_article": INSTRUCTOR,
    "bank_api.actors": INSTRUCTOR,
    "bank_api.actor": INSTRUCTOR,
    "bank_api.create_actor_record": INSTRUCTOR,
    "bank_api.save_actor_record": INSTRUCTOR,
    "bank_api.set_actor_status": INSTRUCTOR,
    "bank_api.issues": INSTRUCTOR,
    "bank_api.issue": INSTRUCTOR,
    "bank_api.create_issue_record": INSTRUCTOR,
    "bank_api.save_issue_record": INSTRUCTOR,
    "bank_api.set_issue_status": INSTRUCTOR,
    "bank_api.topics": INSTRUCTOR,
    "bank_api.topic": INSTRUCTOR,
    "bank_api.create_topic_record": INSTRUCTOR,
    "bank_api.save_topic_record": INSTRUCTOR,
    "bank_api.set_topic_status": INSTRUCTOR,
    "reports.report": GUEST,
    "reports.mine": GUEST,
    "reports.inbox": INSTRUCTOR,
    "reports.answer": INSTRUCTOR,
    "decks.index": GUEST,
    "decks.package": GUEST,
    "decks.read_package": STUDENT,
    "decks.preview": STUDENT,
    "decks.take_over": STUDENT,
    "decks.drop": STUDENT,
    "decks.picture": GUEST,
    "decks.remove": STUDENT,
    "decks.bring_back": STUDENT,
    "reading.articles": NOBODY,
    "reading.article": NOBODY,
    "reading.passage": NOBODY,
    "reading.asked_all": GUEST,
    "reading.asked": GUEST,
    "reading.check": GUEST,
    "reading.answer": GUEST,
    "reading.search": NOBODY,
    "reading.timeline": NOBODY,
    "reading.positions": NOBODY,
}

SCOPES: dict[str, Scope | None] = {
    "web.session": None,
    "web.openapi": None,
    "study_api.batch": Scope.STUDY,
    "study_api.reviews": Scope.STUDY,
    "study_api.check": Scope.STUDY,
    "bank_api.questions": Scope.BANK_READ,
    "bank_api.question": Scope.BANK_READ,
    "bank_api.claims": Scope.BANK_READ,
    "bank_api.claim": Scope.BANK_READ,
    "bank_api.articles": Scope.BANK_READ,
    "bank_api.article": Scope.BANK_READ,
    "bank_api.create_question_record": Scope.BANK_WRITE,
    "bank_api.save_question_record": Scope.BANK_WRITE,
    "bank_api.set_question_status": Scope.BANK_WRITE,
    "bank_api.settle_proposal": Scope.BANK_WRITE,
    "bank_api.create_claim_record": Scope.BANK_WRITE,
    "bank_api.save_claim_record": Scope.BANK_WRITE,
    "bank_api.set_claim_status": Scope.BANK_WRITE,
    "bank_api.create_article_record": Scope.BANK_WRITE,
    "bank_api.save_article_record": Scope.BANK_WRITE,
    "bank_api.set_article_status": Scope.BANK_WRITE,
    "bank_api.article_text": Scope.BANK_READ,
    "bank_api.save_article_text": Scope.BANK_WRITE,
    "bank_api.cut_article": Scope.BANK_WRITE,
    "bank_api.actors": Scope.BANK_READ,
    "bank_api.actor": Scope.BANK_READ,
    "bank_api.create_actor_record": Scope.BANK_WRITE,
    "bank_api.save_actor_record": Scope.BANK_WRITE,
    "bank_api.set_actor_status": Scope.BANK_WRITE,
    "bank_api.issues": Scope.BANK_READ,
    "bank_api.issue": Scope.BANK_READ,
    "bank_api.create_issue_record": Scope.BANK_WRITE,
    "bank_api.save_issue_record": Scope.BANK_WRITE,
    "bank_api.set_issue_status": Scope.BANK_WRITE,
    "bank_api.topics": Scope.BANK_READ,
    "bank_api.topic": Scope.BANK_READ,
    "bank_api.create_topic_record": Scope.BANK_WRITE,
    "bank_api.save_topic_record": Scope.BANK_WRITE,
    "bank_api.set_topic_status": Scope.BANK_WRITE,
}
"""What a personal token has to be for, by endpoint; None: any will do. It opens no others."""

API = "/api/"
KEEPING = frozenset({"bank", "bank_api"})
"""Blueprints that are about one bank: the one that was chosen."""
WITHOUT_BANKS = frozenset({None, "security", "web"})
"""Blueprints whose pages show nothing of a bank; None is that of the static files."""


def is_api(path: str) -> bool:
    return path.startswith(API)


def wants_json() -> bool:
    """Whether this request is answered in JSON, errors too: all under /api/, and forms that our modules send."""
    return is_api(request.path) or request.headers.get("Accept") == "application/json"


def may(person: Person | None, endpoint: str) -> bool:
    """Whether the tables let ``person`` in. False for an endpoint that is not in the table."""
    needed = ACCESS.get(endpoint)
    if needed is None or standing_of(person) < needed:
        return False
    return person is None or not person.by_token or _is_in_scope(person, endpoint)


def _is_in_scope(program: Person, endpoint: str) -> bool:
    """Whether the token that a program sent is for this endpoint."""
    if endpoint not in SCOPES:
        return False
    scope = SCOPES[endpoint]
    reads_what_it_writes = scope is Scope.BANK_READ and Scope.BANK_WRITE in program.scopes
    return scope is None or scope in program.scopes or reads_what_it_writes


def lacks_second_factor(person: Person | None) -> bool:
    """Whether somebody gets nothing of what is for instructors and administrators before they have a second factor.

    Programs are let in: whoever made their token was.
    """
    if person is None or current_app.config["SECOND_FACTOR"] != "staff":
        return False
    return person.is_instructor and not person.has_second_factor and not person.by_token


def check_access() -> Response | None:
    """Refuse the request, send it to log in, or (None) let it through."""
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such address: answered with 404
    raise_failure()
    person = current_person()
    if has_bearer(request):
        _check_program(person, endpoint)
        see(_banks_for(person, endpoint))
        return None
    if may(person, endpoint):
        if ACCESS[endpoint] >= INSTRUCTOR and lacks_second_factor(person):
            return _send_to_set_it_up()
        see(_banks_for(person, endpoint))
        return None
    if endpoint not in ACCESS or standing_of(person) >= Standing.STUDENT:
        raise Forbidden(_("Your account may not open this page."))
    if wants_json():
        raise Unauthorized(_("Nobody is known here. Log in, start as a guest, or send a personal token."))
    return _send_to_the_door(ACCESS[endpoint])


def _banks_for(person: Person | None, endpoint: str) -> Banks:
    """What of all banks is in sight there: what a person learns from, or where banks are kept, what they may change."""
    if request.blueprint in WITHOUT_BANKS:
        return NOTHING
    if person is None:
        return nobodys_banks(database())
    if ACCESS[endpoint] < INSTRUCTOR:
        return person.banks
    asked = request.args.get("bank") if request.blueprint == "bank_api" else None
    return banks_to_keep(person=person, narrowed=request.blueprint in KEEPING, asked=asked)


def _check_program(person: Person | None, endpoint: str) -> None:
    if person is None:
        raise Unauthorized(
            _("This personal token is not known, or it was revoked. Make a new one on your account page.")
        )
    if not is_api(request.path):
        raise Forbidden(_("A personal token opens the API only, nothing outside /api/."))
    if endpoint not in ACCESS or person.standing < ACCESS[endpoint]:
        raise Forbidden(_("This account may not use this part of the API."))
    if not may(person, endpoint):
        raise Forbidden(
            _("This token is not for that: it lacks the scope %(scope)s. Make another one on your account page.",
              scope=SCOPES.get(endpoint) or "")
        )  # fmt: skip


def _send_to_set_it_up() -> Response:
    """Lead to the page of the second factor, which says why. Raises Forbidden where a page was not asked for."""
    if request.method == "GET" and not wants_json():
        return redirect(url_for("accounts.second_factor"), 303)
    raise Forbidden(_("On this site two-step log-in has to be on for this. Your account page leads to it."))


def _send_to_the_door(needed: Standing) -> Response:
    """Somebody unknown meets the log-in page; where being a guest is enough, the home page with its one button."""
    if needed == Standing.GUEST:
        return redirect("/", 303)
    came_for = own_path(request.full_path.rstrip("?")) if request.method == "GET" else None
    return redirect(url_for("security.login", next=came_for), 303)


def init_app(app: Flask) -> None:
    app.before_request(check_access)
