"""A device that is used without a connection: what it keeps, in the test's words."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.people import PASSWORD

from .visitor import Visitor

KEPT = """async () => {
    const rows = await new Promise((resolve) => {
        const request = indexedDB.open("tumen-day");
        request.onsuccess = () => {
            const store = request.result.objectStoreNames.contains("cards");
            if (!store) { request.result.close(); resolve([]); return; }
            const all = request.result.transaction("cards").objectStore("cards").getAll();
            all.onsuccess = () => { request.result.close(); resolve(all.result); };
        };
    });
    const caches_ = {};
    for (const name of await caches.keys()) {
        const keys = await (await caches.open(name)).keys();
        caches_[name] = keys.map((request) => new URL(request.url).pathname);
    }
    return { cards: rows.map((row) => row.key), people: rows.map((row) => row.person), caches: caches_ };
}"""
UNSENT = """() => new Promise((resolve) => {
    const request = indexedDB.open("tumen");
    request.onsuccess = () => {
        const { result } = request;
        if (!result.objectStoreNames.contains("unsent")) { result.close(); resolve(0); return; }
        const count = result.transaction("unsent").objectStore("unsent").count();
        count.onsuccess = () => { result.close(); resolve(count.result); };
    };
})"""
READY = """async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated" """


def register(visitor: Visitor, email: str) -> None:
    """Make an account."""
    visitor.page.goto("/register")
    _send(visitor, email)


def log_in(visitor: Visitor, email: str) -> None:
    visitor.page.goto("/login")
    _send(visitor, email)


def _send(visitor: Visitor, email: str) -> None:
    form = visitor.page.locator("main form")
    form.locator("input[name=email]").fill(email)
    form.locator("input[name=password]").fill(PASSWORD)
    form.locator("[type=submit]").click()
    expect(visitor.page.get_by_role("link", name="Account", exact=True)).to_be_visible()


def kept(visitor: Visitor) -> dict[str, Any]:
    """What this device keeps: keys of cards, whose they are, and the paths in each cache."""
    found: dict[str, Any] = visitor.page.evaluate(KEPT)
    return found


def pages_of(found: dict[str, Any]) -> list[str]:
    """The paths in the caches of persons."""
    return [path for name, paths in found["caches"].items() if name.startswith("tumen-pages-") for path in paths]


def until(visitor: Visitor, script: str) -> None:
    """Wait until the async function ``script`` is true of the page."""
    visitor.page.evaluate(
        f"""async () => {{
            for (let tries = 0; tries < 300; tries += 1) {{
                if (await ({script})()) return;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }}
            throw new Error("It never became true.");
        }}"""
    )


def cards_kept(visitor: Visitor, least: int = 1) -> None:
    """The rest of the day is kept and the worker is at work."""
    until(visitor, READY)
    until(visitor, f"async () => (await ({KEPT})()).cards.length >= {least}")


def articles_kept(visitor: Visitor) -> None:
    """All of them: their list comes first, and once more at the end, with the time."""
    until(visitor, "async () => Number((await caches.match('/read'))?.headers.get('X-Kept-At')) > 0")


HELD = """(() => {
    const real = globalThis.fetch;
    globalThis.fetch = async (...all) => {
        const sends = /api.v1.reviews|.study.note|.report./.test(String(all[0]));
        const held = sends ? localStorage.getItem("held") : null;
        if (held === "sending") throw new TypeError("held back");
        const answer = await real(...all);
        if (held !== "one reply") return answer;
        localStorage.setItem("held", "lost");
        throw new TypeError("lost");
    };
})()"""  # requests of a page that has a service worker pass by the routes of a test


def hold_back(visitor: Visitor, what: str = "sending") -> None:
    """From now on nothing is sent; or ``one reply`` is lost on its way back."""
    visitor.page.add_init_script(HELD)
    visitor.page.evaluate(HELD)
    visitor.page.evaluate("(what) => localStorage.setItem('held', what)", what)


def let_go(visitor: Visitor) -> None:
    visitor.page.evaluate("localStorage.removeItem('held')")


def go_offline(visitor: Visitor) -> None:
    visitor.page.context.set_offline(True)


def come_back(visitor: Visitor) -> None:
    visitor.page.context.set_offline(False)
