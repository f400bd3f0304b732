"""Who may study: guests and accounts with their own cards; nobody is sent home; tokens open the API alone."""

from __future__ import annotations

import hashlib
import secrets

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.models import AccessToken

from .banks import MadeBank
from .student import answer, get_batch, keys

PAGES = ("/study", "/settings", "/cards/suspended")
FORMS = ("/study/check", "/study/answer", "/study/act", "/settings")
API = (("GET", "/api/v1/study/batch"), ("POST", "/api/v1/reviews"), ("POST", "/api/v1/check"))


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_sent_home(people: People, made_bank: MadeBank, address: str) -> None:
    response = people.nobody.get(address)
    assert (response.status_code, response.location) == (303, "/")
    assert people.guest.get(address).status_code == 200
    assert people.ada.get(address).status_code == 200


@pytest.mark.parametrize("address", FORMS)
def test_nobody_posts_nothing(people: People, made_bank: MadeBank, address: str) -> None:
    response = people.nobody.post(address, data={"action": "undo"})
    assert (response.status_code, response.location) == (303, "/")


@pytest.mark.parametrize(("method", "address"), API)
def test_nobody_gets_nothing_from_the_api(people: People, made_bank: MadeBank, method: str, address: str) -> None:
    response = people.nobody.open(address, method=method, json=[] if method == "POST" else None)
    assert response.status_code == 401
    assert response.get_json()["error"]["code"] == "unknown_person"


@pytest.mark.parametrize("address", [*FORMS, "/start", "/api/v1/reviews", "/api/v1/check"])
def test_a_post_without_the_token_of_our_pages_is_refused(people: People, made_bank: MadeBank, address: str) -> None:
    assert people.ada.post(address, csrf=False, data={"action": "undo"}).status_code == 400


def test_each_has_their_own_cards(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    first = get_batch(people.ada)["cards"][0]
    answer(people.ada, first, clock(), rating=4)
    assert first["card"] not in keys(get_batch(people.ada))
    assert first["card"] in keys(get_batch(people.ben))
    assert get_batch(people.guest)["counts"]["answered"] == 0


def test_nobody_undoes_what_another_did(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    card = get_batch(people.ada)["cards"][0]
    result = answer(people.ada, card, clock(), rating=4)
    undo = {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "undoes": result["id"], "answered_at": clock().isoformat()}
    refused = people.ben.post("/api/v1/reviews", json=[undo]).get_json()["results"][0]
    assert refused["status"] == "refused"
    assert get_batch(people.ada)["counts"]["answered"] == 1


def test_a_personal_token_opens_the_api_and_nothing_else(
    people: People, made_bank: MadeBank, client: PersonClient, clock: SettableClock
) -> None:
    token = secrets.token_urlsafe(32)
    assert people.ada.user_id is not None
    with people.ada.database.writer() as session:
        session.add(AccessToken(user_id=people.ada.user_id, name="a program", created_at=clock(),
                                token_hash=hashlib.sha256(token.encode()).digest()))  # fmt: skip
    headers = {"Authorization": f"Bearer {token}"}
    batch = client.get("/api/v1/study/batch", headers=headers).get_json()
    assert batch["person"] == str(people.ada.user_id)
    entry = {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "card": batch["cards"][0]["card"], "revision": 1,
             "rating": 4, "answered_at": clock().isoformat()}  # fmt: skip
    assert (
        client.post("/api/v1/reviews", json=[entry], headers=headers).get_json()["results"][0]["status"] == "recorded"
    )
    assert get_batch(people.ada)["counts"]["answered"] == 1
    assert client.get("/study", headers=headers).status_code == 403
    wrong = client.get("/api/v1/study/batch", headers={"Authorization": "Bearer x" + token})
    assert wrong.status_code == 401
