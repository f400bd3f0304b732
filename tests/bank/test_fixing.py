"""What the rules find while somebody writes, each with its rule and place; Fix mends the form and keeps nothing."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database

from .test_claims import present as present_claim
from .test_editing import KEY
from .workshop import Editor, form_fields, present

RULED = "missing-full-stop"


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def form_of(page: str) -> MultiDict[str, str]:
    """What stands in the form, but for its token."""
    fields = form_fields(page.split("data-editor", 1)[1].split("</form>", 1)[0])
    return MultiDict({name: value for name, value in fields.items() if name != "csrf_token"})


def test_a_finding_stands_with_its_rule_and_place_and_its_fix_changes_the_form_alone(
    people: People, database: Database
) -> None:
    ben, before = Editor(people.ben), present(database, KEY)
    written = form_of(ben.page(KEY, "/edit"))
    written["explanation"] = "She gives the boat a year. Nobody else in the town would say how long it has to go"
    written["why"] = "More to say."
    found = people.ben.post("/bank/preview", data=written).text
    assert f"<code>{RULED}</code>" in found
    assert '<a href="#explanation">Explanation</a>' in found
    assert f'name="fix" value="{RULED}"' in found
    mended = people.ben.post(f"/bank/questions/{KEY}/edit", data={**written, "fix": RULED})
    assert (mended.status_code, "A full stop was put at the end. Nothing is saved yet." in mended.text) == (200, True)
    shown = form_of(mended.text)
    assert dict(shown) == {**written, "explanation": f"{written['explanation']}."}
    assert RULED not in mended.text
    assert present(database, KEY) == before
    assert ben.save(KEY, shown).status_code == 303
    assert present(database, KEY)[2]["explanation"].endswith("has to go.")


def test_what_cannot_be_mended_mechanically_says_what_to_do(people: People) -> None:
    ben = Editor(people.ben)
    written = form_of(ben.page(KEY, "/edit"))
    written["stem"] = "What does Greta Holm, who runs an empty boat, expect of the bridge?"
    found = people.ben.post("/bank/preview", data=written).text
    assert "<code>key-in-stem</code>" in found
    assert 'value="key-in-stem"' not in found
    for rule in ("key-in-stem", "none-such", "x" * 5000):
        left = people.ben.post(f"/bank/questions/{KEY}/edit", data={**written, "fix": rule})
        assert (left.status_code, "There was nothing to mend." in left.text) == (200, True)
        assert form_of(left.text)["stem"] == written["stem"]


def test_a_claim_is_mended_too_and_what_is_waived_is_not_told(people: People, database: Database) -> None:
    written = form_of(people.ben.get("/bank/claims/ferry-riders/edit").text)
    before = present_claim(database, "ferry-riders")
    written["statement"] = "Nine in ten passengers come for the  ride , says Greta Holm"
    found = people.ben.post("/bank/claims/preview", data=written).text
    assert 'name="fix" value="untidy-text"' in found
    mended = people.ben.post("/bank/claims/ferry-riders/edit", data={**written, "fix": "untidy-text"})
    assert form_of(mended.text)["statement"] == "Nine in ten passengers come for the ride, says Greta Holm"
    assert present_claim(database, "ferry-riders") == before
    new = people.ben.post("/bank/claims/new", data={**written, "key": "new-claim", "fix": RULED})
    assert form_of(new.text)["statement"].endswith("Greta Holm.")
    assert form_of(new.text)["key"] == "new-claim"
