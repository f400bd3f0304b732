"""Looking at claims: all of them, one with what it rests on and what rests on it, and what a revision changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from question_bank.changes import changed_fields
from question_bank.claims import Claim, Span
from question_bank.fields import KEY
from webapp.bank.forms.asked import read_named, read_page, read_place, read_words
from webapp.bank.forms.claim import value_text
from webapp.bank.queries import choices
from webapp.bank.queries import claims as stored
from webapp.bank.queries.claims import StoredClaim
from webapp.bank.queries.passages import PassageRow, passages
from webapp.bank.queries.resting import rests_on
from webapp.bank.queries.vocabulary import names_term
from webapp.bank.services.proposed_questions import proposed
from webapp.cards.originals import originals_of
from webapp.cards.pieces import Piece, pieces
from webapp.db import request_session

from .blueprint import blueprint
from .vocabulary import load_term

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSource:
    """A passage that a claim rests on: ``pieces`` are its text, none where it is not held."""

    reference: str
    row: PassageRow | None
    pieces: tuple[Piece, ...] = ()


def load_claim(session: Session, key: str) -> StoredClaim:
    """The claim that an address names. Raises NotFound. (Who may edit is the access table's word: instructors.)"""
    row = stored.claim(session, key=key) if KEY.fullmatch(key) else None
    if row is None:
        raise NotFound(gettext("There is no such claim. The list of claims has all that there are."))
    return row


@blueprint.get("/claims")
def claims() -> str:
    """Claims, to find what has no question yet, and to ask about one."""
    page, words, on = read_page(request.args), read_words(request.args), read_place(request.args)
    looks_only = request.args.get("look") == "yes"
    session = request_session()
    named = read_named(request.args)
    term = load_term(session, named[0], named[1]) if named else None
    among = [*([rests_on(on)] if on else []), *([names_term(term)] if term else [])]
    rows, number = choices.claims(
        session, words=words, first=(page - 1) * ROWS, most=ROWS, among=among, looks_only=looks_only
    )  # fmt: skip
    return render_template(
        "bank/claims.html",
        rows=rows,
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        words=words,
        on=on,
        term=term,
        looks_only=looks_only,
        narrowed=_narrowed(),
        looks=choices.count_looks(session),
        topics=choices.topics(session),
    )


def _narrowed() -> dict[str, str]:
    """What the address narrows the list by, for the other pages of it."""
    asked = {name: request.args.get(name, "") for name in ("on", "names", "look")}
    return {**{name: value for name, value in asked.items() if value},
            **({"q": " ".join(words)} if (words := read_words(request.args)) else {})}  # fmt: skip


@blueprint.get("/claims/<key>")
def claim(key: str) -> str:
    """A claim, the passages that it rests on, and the questions that rest on it."""
    session = request_session()
    row = load_claim(session, key)
    record = Claim.from_json(row.content)
    return render_template(
        "bank/claim.html",
        row=row,
        record=record,
        value=value_text(row.content),
        names=dict(choices.actors(session)),
        issues=dict(choices.issues(session)),
        sources=shown_sources(session, record.sources, record.spans),
        questions=stored.questions_on(session, claim_id=row.id),
        revisions=stored.claim_revisions(session, claim_id=row.id),
        proposals=proposed(session, claim=key),
        look=stored.look(session, claim_id=row.id),
    )


@blueprint.get("/claims/<key>/revisions/<int:number>")
def claim_revision(key: str, number: int) -> str:
    """What a revision changed, and the way back to it."""
    session = request_session()
    row = load_claim(session, key)
    by_number = {each.number: each for each in stored.claim_revisions(session, claim_id=row.id)}
    if number not in by_number:
        raise NotFound(gettext("The claim has no such revision."))
    shown, before = by_number[number], by_number.get(number - 1)
    return render_template(
        "bank/claim_revision.html",
        row=row,
        shown=shown,
        changes=changed_fields(before.content, shown.content) if before else [],
        text=json.dumps(shown.content, indent=2, ensure_ascii=False),
    )


def shown_sources(session: Session, references: Sequence[str], spans: Mapping[str, Span]) -> list[ShownSource]:
    """The passages with their texts, and within these what the claim means."""
    originals = originals_of(current_app)
    found = passages(session, references=references)
    sources = []
    for reference in references:
        row = found.get(reference)
        text = originals.passage(row.sha256, row.start, row.end) if row else None
        meant = [spans[reference]] if reference in spans else []
        sources.append(ShownSource(reference=reference, row=row, pieces=pieces(text or "", meant)))
    return sources
