"""Every page that somebody may see, with what has to have happened before there is one."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.bank.workshop import Editor
from tests.conftest import SettableClock
from tests.mails import read_mails, text_of
from tests.people import PASSWORD, PersonClient, make_people
from tests.question_bank.exchange.packages import collection, oldest
from tests.study.student import answer, entry, get_batch, send
from webapp.accounts.first_administrator import first_administrator_link
from webapp.history.jobs import begin
from webapp.models import Bank, MemoryParameters, SecondFactor, User, UserSession
from webapp.models.base import to_milliseconds
from webapp.scheduling.memory import DEFAULT_WEIGHTS
from webapp.web import session_rows
from webapp.web.access import ACCESS
from webapp.web.edge import Tumen
from webapp.web.people import Standing

from .pseudo import LANGUAGE

NO_PAGES: Mapping[str, str] = {
    "static": "files",
    "web.health": "a word for programs",
    "web.session": "JSON",
    "web.openapi": "JSON",
    "web.web_manifest": "JSON",
    "study.worker": "a script",
    "study_api.batch": "JSON",
    "study.summary": "a piece of the study page, which shows it at the end",
    "accounts.own_data": "JSON",
    "accounts.own_log": "CSV",
    "progress.table": "CSV",
    "classes.students_table": "CSV",
    "progress.calendar_feed": "iCalendar",
    "planning.exam_table": "CSV",
    "planning.simulated_table": "CSV",
    "study.workload_numbers": "CSV",
    "decks.package": "a package",
    "decks.picture": "a picture",
    "bank.export_file": "a file of questions",
    **dict.fromkeys(
        (
            f"bank_api.{part}"
            for name in ("question", "claim", "article", "actor", "issue", "topic")
            for part in (name, f"{name}s")
        ),
        "JSON",
    ),
    "bank_api.article_text": "JSON",
    "bank.pick_passages": "a piece of the claim's form, the article's own text",
    "bank.job_state": "JSON",
    "bank.job_file": "a file of questions",
}
"""Addresses that give no page, and what they give: files are the same in every language."""

CARD = "ferry-bridge-choice"
EVA = {"email": "eva@example.org", "password": PASSWORD}
PLACES: Mapping[str, tuple[str, ...]] = {
    "web.api": ("/api",),
    "study.home": ("/",),
    "study.page": ("/study", "/study?mode=ahead"),
    "study.leech": ("/cards/{studied}/help",),
    "study.suspended": ("/cards/suspended",),
    "study.cards": ("/cards", "/cards?q=ferry&state=learning&sort=-due"),
    "study.card": ("/cards/{studied}",),
    "study.catch_up": ("/study/catch-up",),
    "study.settings": ("/settings",),
    "study.shell": ("/study/shell",),
    "study.offline": ("/offline",),
    "security.login": ("/login",),
    "security.register": ("/register",),
    "security.forgot_password": ("/reset",),
    "security.reset_password": ("{reset}",),
    "security.change_password": ("/account/password",),
    "accounts.account": ("/account",),
    "accounts.change_email": ("/account/email",),
    "accounts.confirm_email": ("{confirm}",),
    "accounts.bring_along": ("/account/bring-along",),
    "accounts.delete": ("/account/delete",),
    "accounts.second_step": ("/login/code",),
    "accounts.second_factor": ("/account/second-factor", "/account/second-factor?begun", "/account/second-factor?on"),
    "accounts.banks": ("/banks",),
    "accounts.bank": ("/banks/{bank}",),
    "accounts.invitation": ("{invitation}",),
    "accounts.first_administrator": (),  # only while there is none: ``first_link``
    "classes.ask_code": ("/join",),
    "classes.door": ("{door}",),
    "classes.index": ("/classes",),
    "classes.students": ("/classes/{class}", "/classes/{class}?q=nobody-there"),
    "classes.student": ("/classes/{class}/students/{student}",),
    "classes.work": ("/classes/{class}/work",),
    "classes.settings": ("/classes/{class}/settings",),
    "collections.index": ("/collections",),
    "collections.select": ("/collections/new", "/collections/new?q=ferry"),
    "progress.page": ("/progress", "/progress?by=month"),
    "progress.knowledge": ("/progress/knowledge",),
    "progress.slips": ("/progress/slips",),
    "progress.calendar_page": ("/progress/calendar",),
    "planning.exams": ("/schedule",),
    "planning.simulator": ("/schedule/simulator", "/schedule/simulator?retention=0.9&new=3&days=30"),
    "planning.weights": ("/schedule/weights",),
    "planning.see_weights": ("/schedule/weights/{fit}",),
    "quizzes.index": ("/quiz",),
    "quizzes.make": ("/quiz/new",),
    "quizzes.attempt": ("/quiz/{quiz}", "/quiz/{handed_in}"),
    "quizzes.question": ("/quiz/{quiz}/1",),
    "decks.index": ("/decks",),
    "decks.preview": ("/decks/import",),
    "decks.remove": ("/decks/own/{deck}/remove",),
    "reading.articles": ("/read",),
    "reading.article": ("/read/sorrel-ferry",),
    "reading.passage": ("/read/sorrel-ferry/passage/p05",),
    "reading.asked_all": ("/read/sorrel-ferry/ask",),
    "reading.asked": (f"/read/sorrel-ferry/ask/{CARD}",),
    "reading.search": ("/search", "/search?q=ferry", "/search?q=nothing-there"),
    "reading.timeline": ("/timeline",),
    "reading.positions": ("/positions",),
    "reports.report": (f"/report/{CARD}",),
    "reports.mine": ("/reports/mine",),
    "reports.inbox": ("/reports",),
    "bank.index": ("/bank", "/bank?q=ferry"),
    "bank.claims": ("/bank/claims", "/bank/claims?on=sorrel-ferry%23p05", "/bank/claims?names=actor:holm"),
    "bank.new": ("/bank/questions/new", "/bank/questions/new?kind=choice"),
    "bank.question": (f"/bank/questions/{CARD}",),
    "bank.edit": (f"/bank/questions/{CARD}/edit",),
    "bank.revision": (f"/bank/questions/{CARD}/revisions/1",),
    "bank.change": (f"/bank/questions/{CARD}/change",),
    "bank.review": ("/bank/review",),
    "bank.items": ("/bank/quality/items",),
    "bank.claim": ("/bank/claims/ferry-riders",),
    "bank.new_claim": ("/bank/claims/new",),
    "bank.edit_claim": ("/bank/claims/ferry-riders/edit",),
    "bank.claim_revision": ("/bank/claims/ferry-riders/revisions/1",),
    "bank.vocabulary": ("/bank/vocabulary", "/bank/vocabulary?kind=issue", "/bank/vocabulary?kind=topic&out=yes"),
    "bank.new_term": tuple(f"/bank/vocabulary/new?kind={kind}" for kind in ("actor", "issue", "topic")),
    "bank.term": ("/bank/vocabulary/actor/holm", "/bank/vocabulary/topic/ferry"),
    "bank.articles": ("/bank/articles",),
    "bank.new_article": ("/bank/articles/new",),
    "bank.article": ("/bank/articles/sorrel-ferry",),
    "bank.edit_article": ("/bank/articles/sorrel-ferry/edit",),
    "bank.article_revisions": ("/bank/articles/sorrel-ferry/revisions",),
    "bank.article_revision": ("/bank/articles/sorrel-ferry/revisions/1",),
    "bank.new_version": ("/bank/articles/sorrel-ferry/version",),
    "bank.passage": ("/bank/articles/sorrel-ferry/passages/p01",),
    "bank.bulk_changes": ("/bank/bulk",),
    "bank.history": ("/bank/history",),
    "bank.alike": ("/bank/quality/alike",),
    "bank.disputed": ("/bank/quality/claims",),
    "bank.balance": ("/bank/quality/balance",),
    "bank.conflicts": ("/bank/conflicts",),
    "bank.exchange": ("/bank/exchange",),
    "bank.import_preview": ("/bank/import",),
    "bank.import_report": ("/bank/import/report", "/bank/import/report?only=new"),
    "bank.imported": ("/bank/imported",),
    "bank.complete_imported": ("/bank/imported/1",),
    "bank.export_choice": ("/bank/export?format=gift",),
    "bank.job": ("/bank/jobs/{job}",),
}
"""The addresses of the pages by their endpoints; in braces what only comes to be."""
FROM_OUTSIDE = frozenset({
    "security.login", "security.register", "security.forgot_password", "security.reset_password",
    "accounts.confirm_email", "classes.door",
})  # fmt: skip
"""Pages of those who are not known, or who come by a link."""


class Everywhere:
    """People who have done what there can be a page about."""

    def __init__(self, app: Tumen, *, clock: SettableClock, instance: Path) -> None:
        self._app = app
        self._made: dict[str, str] = {}
        self.people = make_people(app, now=clock())
        self._visitor = self._visiting_guest(clock)
        self._send_links(instance)
        self._study(clock)
        self._take_quizzes()
        self._keep_weights(clock())
        self._keep_the_bank(clock)
        self._protect(clock())
        self._by_somebody = {
            "/account/bring-along": self._visitor,
            "/login/code": self._half_known,
            "/account/second-factor?begun": self.people.ben,
            "/account/second-factor?on": self._visitor,
        }

    def visits(self) -> Iterator[tuple[PersonClient, str]]:
        """Who goes where: the least who may, and a student too."""
        for endpoint, addresses in PLACES.items():
            for address in addresses:
                somebody = self._by_somebody.get(address)
                for client in [somebody] if somebody else self._who_goes(endpoint, is_hers="{" in address):
                    yield client, address.format(**self._made)

    def _who_goes(self, endpoint: str, *, is_hers: bool) -> list[PersonClient]:
        people, needed = self.people, ACCESS[endpoint]
        if endpoint in FROM_OUTSIDE:
            return [people.nobody]
        if needed >= Standing.INSTRUCTOR:
            return [people.ben]
        if is_hers or needed is Standing.STUDENT:
            return [people.ada]
        return [people.nobody if needed is Standing.NOBODY else people.guest, people.ada]

    def _visiting_guest(self, clock: SettableClock) -> PersonClient:
        """A guest who has learned something and has just logged in to an account."""
        assert self._browser().post("/register", data=EVA, headers={"Accept-Language": LANGUAGE}).status_code == 303
        guest = self._browser()
        guest.post("/start", data={"zone": "UTC"})
        answer(guest, get_batch(guest)["cards"][0], clock())
        assert guest.post("/login", data=EVA).location.startswith("/account/bring-along")
        return guest

    def _browser(self) -> PersonClient:
        return PersonClient(self._app, self._app.response_class)

    def _send_links(self, instance: Path) -> None:
        headers = {"Accept-Language": LANGUAGE}
        self._browser().post("/reset", data={"email": "eva@example.org"}, headers=headers)
        self._made["reset"] = _link_in(read_mails(instance)[-1])
        changed = {"email": "eve@example.org", "password": PASSWORD}
        eva = self._browser()
        eva.post("/login", data=EVA)
        assert eva.post("/account/email", data=changed, headers=headers).status_code in {200, 303}
        self._made["confirm"] = _link_in(read_mails(instance)[-1])

    def _protect(self, now: datetime) -> None:
        """Eva has a second factor, and a browser that has not given its code; Ben has begun to set one up."""
        codes = self._app.extensions["tumen_totp"]
        self._half_known = self._browser()
        ben = session_rows.fingerprint(self.people.ben.cookie_content()["token"])
        with self._app.extensions["tumen_db"].writer() as session:
            user_id = session.scalars(select(User.id).where(User.email == EVA["email"])).one()
            secret = codes.generate_totp_secret()
            session.add(SecondFactor(user_id=user_id, secret=secret, last_counter=0, made_at=now))
            begun = {"secret": codes.generate_totp_secret(), "since": to_milliseconds(now)}
            kept = json.loads(session.get_one(UserSession, ben).data)
            session_rows.write_data(session, ben, {**kept, "second_factor": begun})
        assert self._half_known.post("/login", data=EVA).location == "/login/code"

    def _study(self, clock: SettableClock) -> None:
        """Three days of studying, so that something is due, known, missed, set aside and brought to Anki."""
        ada = self.people.ada
        for _day in range(3):
            for number, card in enumerate(get_batch(ada)["cards"][:5]):
                answer(ada, card, clock(), rating=(1, 2, 3, 4, 3)[number])
                clock.move(timedelta(seconds=20))
            clock.move(timedelta(days=1))
            self._made["studied"] = card["card"]
        batch = get_batch(ada)["cards"]
        send(ada, {"id": str(uuid.uuid4()), "card": batch[-1]["card"], "action": "suspend",
                   "answered_at": entry(batch[-1], clock())["answered_at"]})  # fmt: skip
        self._made["deck"] = _bring_own_deck(ada)
        package = ada.get("/decks/tumen.apkg?cards=studied").data
        form: dict[str, Any] = {"package": (BytesIO(package), "deck.apkg")}
        assert ada.post("/decks/read", data=form, content_type="multipart/form-data").status_code == 303
        assert ada.post(f"/report/{CARD}", data={"kind": "other", "text": "ferry", "revision": "1"}).status_code < 500

    def _take_quizzes(self) -> None:
        for name in ("quiz", "handed_in"):
            wishes = {"quiz": str(uuid.uuid4()), "pick": "random", "length": "12", "feedback": "end"}
            made = self.people.ada.post("/quiz/new", data=wishes)
            assert made.status_code == 303, made.text
            self._made[name] = made.location.split("/")[2]
        assert self.people.ada.post(f"/quiz/{self._made['handed_in']}/submit").status_code == 303

    def _keep_weights(self, now: datetime) -> None:
        self._made["fit"] = str(to_milliseconds(now))
        assert self.people.ada.user_id is not None
        weights = json.dumps([*DEFAULT_WEIGHTS[:8], 2.2, 0.2, 1.0, *DEFAULT_WEIGHTS[11:]])
        with self._app.extensions["tumen_db"].writer() as session:
            session.add(
                MemoryParameters(user_id=self.people.ada.user_id, trained_at=now, weights=weights, reviews=300,
                                 loss_before=0.5, loss_after=0.4, in_force=False)
            )  # fmt: skip

    def _keep_the_bank(self, clock: SettableClock) -> None:
        """A change that waits for a second person, a draft from a file, a file that was read, and a job."""
        ben = self.people.ben
        assert Editor(ben).save(CARD, explanation="The ferry is an old ferry.").status_code == 303
        for brought in ("::ferry:: The ferry? {=ferry ~bridge ~rope}", "::bridge:: The bridge? {=bridge ~ferry ~rope}"):
            assert ben.post("/bank/exchange", data={"text": brought, "form": "gift"}).status_code == 303
            if "::ferry::" in brought:
                assert ben.post("/bank/import").status_code == 303
        self._invite(ben)
        self._teach(ben)
        assert ben.user_id is not None
        with self._app.extensions["tumen_db"].writer() as session:
            job = begin(session, user_id=ben.user_id, kind="write", title="ferry", asked={}, now=clock())
        self._made["job"] = str(job)
        ben.get("/bank")  # what was said to the posts is said there, in the language of a browser that names none

    def _invite(self, ben: PersonClient) -> None:
        """An invitation to the bank that nobody has taken yet."""
        with ben.database.reader() as session:
            self._made["bank"] = str(session.scalars(select(Bank.id).order_by(Bank.id)).first())
        page = ben.post(f"/banks/{self._made['bank']}/invitations", data={"edits": "y"})
        found = re.search(r'class="secret">[a-z]+://[^/]+([^<]+)<', page.text)
        assert found
        self._made["invitation"] = found[1]

    def _teach(self, ben: PersonClient) -> None:
        """A class that ada is in."""
        made = ben.post("/classes", data={"title": "ferry"}).location.split("/")[2]
        ben.post(f"/classes/{made}/banks", data={"bank": self._made["bank"]})
        part = re.search(r'<option value="(\d+)">', ben.get(f"/classes/{made}/work").text)
        assert part
        ben.post(f"/classes/{made}/work", data={"collection": part[1], "day": "2026-12-01"})
        ben.post(f"/classes/{made}/code", data={"act": "renew"})
        found = re.search(r"(/join/[^<]+)<", ben.get(f"/classes/{made}/settings").text)
        assert found
        assert self.people.ada.post(found[1]).status_code == 303
        self.people.ada.get("/classes")  # what was said is said there
        self._made |= {"class": made, "door": found[1], "student": str(self.people.ada.user_id)}


def _bring_own_deck(ada: PersonClient) -> str:
    """A deck of her own with a card that waits for nothing; its key."""
    content = collection([(1, "ferry")], [(1, 1, 0, -1, 1)], fields={"ferry": ["The ferry?", "A boat."]})
    form: dict[str, Any] = {"package": (oldest(content), "ferry.apkg")}
    assert ada.post("/decks/read", data=form, content_type="multipart/form-data").status_code == 303
    assert ada.post("/decks/import", data={"own": "y", "deck": "ferry"}).status_code == 303
    found = re.search(r"/decks/own/([^/]+)/remove", ada.get("/decks").text)
    assert found
    return found[1]


def _link_in(mail: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text_of(mail))
    assert found
    return found[1]


def first_link(app: Tumen, instance: Path) -> str:
    """The path of the link that a first start prints."""
    with app.extensions["tumen_db"].reader() as session:
        printed = first_administrator_link(session=session, instance=instance, public_url="http://host")
    assert printed
    return printed.removeprefix("http://host")
