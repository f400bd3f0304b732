"""What a device needs to install the site and to use it without a connection, and nothing of a person in it."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.people import People, PersonClient
from webapp.web import modules

JS = Path(__file__).parents[2] / "webapp" / "static" / "js"


def test_the_manifest_names_what_a_browser_asks_for(client: PersonClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.content_type == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {"name", "short_name", "description", "theme_color", "background_color"} <= set(manifest)
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/study", "/read", "/quiz"]
    assert {"192x192", "512x512", "any"} == {icon["sizes"] for icon in manifest["icons"]}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}


def test_icons_are_there_as_large_as_they_say(client: PersonClient) -> None:
    icons = json.loads(client.get("/manifest.webmanifest").text)["icons"]
    touch = re.search(r'rel="apple-touch-icon" href="([^"]+)"', client.get("/").text)
    assert touch
    for icon in [*icons, {"src": touch[1], "sizes": "180x180", "type": "image/png"}]:
        answer = client.get(icon["src"])
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
        assert "immutable" in answer.headers["Cache-Control"]
        if icon["type"] == "image/png":
            assert "x".join(map(str, struct.unpack(">II", answer.data[16:24]))) == icon["sizes"]


def test_every_page_links_the_manifest(people: People) -> None:
    for path in ("/", "/study", "/read", "/offline", "/no-such-page"):
        assert '<link rel="manifest" href="/manifest.webmanifest">' in people.ada.get(path).text


def _listed(client: PersonClient) -> dict[str, Any]:
    first = client.get("/sw.js").text.partition("\n")[0]
    found: dict[str, Any] = json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))
    return found


def test_the_worker_lists_all_that_studying_needs_and_all_of_it_is_there(client: PersonClient) -> None:
    answer = client.get("/sw.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    listed = _listed(client)
    for address in (listed["study"], listed["elsewhere"], *listed["files"]):
        assert client.get(address).status_code == 200, address
    names = {address.rpartition("/")[2] for address in listed["files"] if "/js/" in address}
    assert names == {*modules.modules_of(JS, "study.js"), *modules.modules_of(JS, "page.js")}
    styles = {address.partition("?")[0] for address in listed["files"] if "/css/" in address}
    linked = re.findall(r'rel="stylesheet" href="([^"?]+)', client.get("/study/shell").text)
    assert set(linked) <= styles
    assert any("/study+" in address for address in styles)


def test_the_worker_is_the_same_for_everybody_and_another_with_every_change(
    client: PersonClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/sw.js").data
    people.ada.post("/account/sessions/end")  # a message waits for her next page
    assert people.ada.get("/sw.js").data == before
    monkeypatch.setattr(modules, "version_of_modules", lambda _folder: "0123456789ab")
    assert client.get("/sw.js").data != before


def test_what_is_kept_for_everybody_names_nobody(people: People) -> None:
    people.ada.post("/account/sessions/end")
    shell = people.ada.get("/study/shell").text
    assert 'data-person="?"' in shell
    assert "csrf_token" not in shell
    assert "logged out" not in shell
    assert '<meta name="csrf-token" content="">' in shell
    assert '<script type="application/json" id="batch">null</script>' in shell


def test_the_study_page_has_its_hooks_where_it_begins_without_a_card(client: PersonClient) -> None:
    shell = client.get("/study/shell").text
    names = modules.modules_of(JS, "study.js")
    code = "".join((JS / name).read_text(encoding="utf-8") for name in names if name != "page.js")
    hooks = set(re.findall(r"(?:panel|this)\.find\(\"([a-z-]+)\"\)", code))
    assert len(hooks) > 20
    assert [hook for hook in sorted(hooks) if f" data-{hook}" not in shell] == []


def test_the_message_that_waited_is_shown_on_her_own_page(people: People) -> None:
    people.ada.post("/account/sessions/end")
    people.ada.get("/sw.js")
    assert "logged out" in people.ada.get("/account").text


def test_a_page_says_whose_it_is(people: People) -> None:
    assert f'data-person="{people.ada.user_id}"' in people.ada.get("/read").text
    assert 'data-person=""' in people.nobody.get("/read").text


def test_a_fresh_token_comes_with_whose_it_is(people: People) -> None:
    answer = people.ada.get("/api/v1/session").get_json()
    assert answer["person"] == str(people.ada.user_id)
    headers = {"X-CSRFToken": answer["csrf_token"]}
    assert people.ben.post("/account/sessions/end", headers=headers, csrf=False).status_code == 400
    assert people.ada.post("/account/sessions/end", headers=headers, csrf=False).status_code == 303
    assert people.nobody.get("/api/v1/session").status_code == 401


def test_who_signs_out_leaves_nothing_in_the_browser(people: People) -> None:
    assert people.ada.post("/logout").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_guest_who_deletes_all_leaves_nothing_in_the_browser(people: People) -> None:
    assert people.guest.post("/account/delete").headers["Clear-Site-Data"] == '"cache", "storage"'
