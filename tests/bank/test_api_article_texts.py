"""The texts of articles for programs: read where they are held, cut, and replaced; claims follow as on the page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.web.people import Scope

from .test_api import CLAIM, Program, error_of, kept

TEXT = "The Bridge\n\nIn winter the ferry rests. A bridge of ice is built.\n\nIt costs 300 dollars a year.\n"
BRIDGE = {
    "key": "ice-bridge", "title": "The bridge", "authors": ["A. Holm"], "date": "1901", "date_precision": "year",
    "language": "en",
}  # fmt: skip
PLACE = "/articles/ice-bridge"


@pytest.fixture
def ben(people: People, database: Database, clock: SettableClock) -> Program:
    """A program that has brought an article of three passages, with a claim on the second one."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    made = Program(people.ben, Scope.BANK_WRITE, clock=clock)
    kept(made.send("POST", "/articles", {"article": BRIDGE, "text": TEXT}), 201)
    kept(made.send("POST", "/claims", {"claim": {**CLAIM, "sources": ["ice-bridge#p02"]}}), 201)
    return made


def spans(state: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["id"], TEXT[slice(*each["span"])].strip()) for each in state["article"]["passages"]]


def sources(ben: Program) -> list[str]:
    found: list[str] = ben.ask(f"/claims/{CLAIM['id']}").get_json()["claim"]["sources"]
    return found


def test_a_text_is_read_by_whoever_keeps_the_bank_and_where_it_is_held(
    people: People, ben: Program, clock: SettableClock
) -> None:
    text = kept(ben.ask(f"{PLACE}/text"))
    assert text["text"] == TEXT
    assert text["etag"] == ben.etag(PLACE)
    assert ben.ask(f"{PLACE}/text", **{"If-None-Match": text["etag"]}).status_code == 304
    assert "does not hold" in error_of(ben.ask("/articles/sorrel-ferry/text"), 404)["message"]
    reader = Program(people.cleo, Scope.BANK_READ, clock=clock)
    assert reader.ask(f"{PLACE}/text").status_code == 200
    error_of(reader.send("PUT", f"{PLACE}/text", {"text": "x"}, etag=text["etag"]), 403)
    error_of(reader.send("POST", f"{PLACE}/cuts", {"act": "join", "passage": "p02"}, etag=text["etag"]), 403)


def test_passages_are_cut_one_act_at_a_time_and_claims_follow(ben: Program) -> None:
    tag, at = ben.etag(PLACE), TEXT.index("A bridge")
    error_of(ben.send("POST", f"{PLACE}/cuts", {"act": "split", "passage": "p02", "at": at}), 428)
    cut = kept(ben.send("POST", f"{PLACE}/cuts", {"act": "split", "passage": "p02", "at": at}, etag=tag))
    assert spans(cut)[1:3] == [("p02", "In winter the ferry rests."), ("p04", "A bridge of ice is built.")]
    assert sources(ben) == ["ice-bridge#p02", "ice-bridge#p04"]
    late = error_of(ben.send("POST", f"{PLACE}/cuts", {"act": "join", "passage": "p02"}, etag=tag), 412)
    assert late["current"] == kept(ben.ask(PLACE))
    end = TEXT.index("the ferry")
    moved = kept(ben.send("POST", f"{PLACE}/cuts", {"act": "end", "passage": "p02", "at": end}, etag=cut["etag"]))
    assert spans(moved)[1] == ("p02", "In winter")
    joined = kept(ben.send("POST", f"{PLACE}/cuts", {"act": "join", "passage": "p02"}, etag=moved["etag"]))
    assert spans(joined)[1] == ("p02", "In winter the ferry rests. A bridge of ice is built.")
    assert sources(ben) == ["ice-bridge#p02"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"act": "melt", "passage": "p02"}, 400),
        ({"act": "split", "passage": "p02"}, 400),
        ({"act": "split", "passage": "p02", "at": -1}, 400),
        ({"act": "split", "passage": "p02", "at": True}, 400),
        ({"act": "split", "passage": "p02", "at": 10**12}, 400),
        ({"act": "split", "passage": "p02", "at": 3}, 422),
        ({"act": "end", "passage": "p03", "at": 20}, 422),
        ({"act": "join", "passage": "p99"}, 422),
        ({"act": "join"}, 400),
    ],
)
def test_a_cut_that_cannot_be_changes_nothing(ben: Program, sent: dict[str, Any], status: int) -> None:
    tag = ben.etag(PLACE)
    error_of(ben.send("POST", f"{PLACE}/cuts", sent, etag=tag), status)
    assert ben.etag(PLACE) == tag


def test_a_new_text_is_compared_first_and_taken_where_no_claim_loses_its_ground(ben: Program) -> None:
    tag = ben.etag(PLACE)
    mended = TEXT.replace("In winter the ferry", "In winter the old ferry").replace("300", "400")
    told = kept(ben.send("PUT", f"{PLACE}/text", {"text": mended, "compare": True}, etag=tag))
    assert (told["changed"], told["gone"], told["look_again"]) == (["p02", "p03"], [], [CLAIM["id"]])
    assert (told["etag"], ben.etag(PLACE)) == (tag, tag)
    taken = kept(ben.send("PUT", f"{PLACE}/text", {"text": mended, "why": "a misprint"}, etag=tag))
    assert taken["etag"] != tag
    assert kept(ben.ask(f"{PLACE}/text"))["text"] == mended
    assert [each["claim"]["id"] for each in ben.ask("/claims?look=yes").get_json()["claims"]] == [CLAIM["id"]]
    error_of(ben.send("PUT", f"{PLACE}/text", {"text": mended}, etag=tag), 412)
    error_of(ben.send("PUT", f"{PLACE}/text", {"text": mended}, etag=taken["etag"]), 422)  # the text that it has
    other = "Nothing of it is left.\n\nNo word stands here.\n"
    stuck = kept(ben.send("PUT", f"{PLACE}/text", {"text": other, "compare": True}, etag=taken["etag"]))
    assert stuck["in_the_way"] == [CLAIM["id"]]
    refused = error_of(ben.send("PUT", f"{PLACE}/text", {"text": other}, etag=taken["etag"]), 422)
    assert CLAIM["id"] in refused["message"]
    assert ben.etag(PLACE) == taken["etag"]
    tag = ben.etag("/articles/sorrel-ferry")
    assert (
        "does not hold"
        in error_of(ben.send("PUT", "/articles/sorrel-ferry/text", {"text": other}, etag=tag), 409)["message"]
    )
