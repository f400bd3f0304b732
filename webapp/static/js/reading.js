import { Stopwatch } from "./clock.js";
import { prepareEntry } from "./entry.js";
import { gradeResponse } from "./grading.js";
import { unsent } from "./page.js";
import { all } from "./pieces.js";
import { lastDay } from "./reserve.js";
import { markProposed } from "./result.js";
import { Stage } from "./stage.js";
import { uuid7 } from "./uuid.js";
import { gettext } from "./words.js";

/**
 * Questions that are answered where they stand in an article. The form of one is fetched, or taken from the page of all
 * that is kept for the time without a connection; its answer goes the way of those that are given on the study page.
 *
 * @typedef {import("./api.js").Asked} Asked
 */

const MEMORY = ".margin, [data-known]"; // what an answer may change in an article
const PATIENCE = 4_000; // milliseconds, until a form that is kept is shown instead of a slow one
const outbox = /** @type {import("./outbox.js").Outbox} */ (unsent);

for (const card of all(document, "form[data-asking] article:not([data-answered])")) prepareEntry(card);
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-ask]") : null;
  const place = link?.closest(".asked");
  if (!(link instanceof HTMLAnchorElement) || !place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask(place, link).catch(() => location.assign(link.href)); // signed out, or something that its own page says
});
outbox.onReply = renew; // also to what an earlier page left unsent
sayUnsent();
document.documentElement.dataset.ready = "";

/** @param {Response | undefined} response */
const parsed = async (response) => new DOMParser().parseFromString((await response?.text()) ?? "", "text/html");

/** @param {Element} place @param {HTMLAnchorElement} link */
async function ask(place, { href, pathname }) {
  const key = pathname.split("/").at(-1);
  const kept = `${location.pathname}/ask`;
  const response = await fetch(href, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => caches.match(kept));
  const [card] = all(await parsed(response), `[data-asking] [data-card="${key}"]`);
  const form = /** @type {HTMLFormElement} */ (card.parentElement);
  place.replaceChildren(form);
  prepareEntry(card);
  card.focus({ preventScroll: true });
  answering(form);
}

/** @param {HTMLFormElement} form of a question that stands in its place */
function answering(form) {
  /** @type {Asked} */
  const asked = JSON.parse(form.dataset.asking ?? "");
  const { card, revision, seed } = asked;
  const stage = new Stage(form);
  const watch = new Stopwatch();
  const id = uuid7();
  const [problem, button, grades] = all(form, "[data-problem], [data-ask], [data-grades]");
  /** @type {import("./entry.js").Response | null} */ let response = null;
  let hints = 0;
  form.toggleAttribute("data-again", outbox.cards.includes(card)); // what is not sent yet is the first answer
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const rating = Number(event.submitter?.dataset.rating);
    void (rating ? keep(rating) : show());
  });

  async function show() {
    response = stage.response();
    hints = stage.hints;
    const { check, proposed, trouble, unreadable } = await gradeResponse(asked, response, hints);
    problem.textContent = trouble || unreadable;
    problem.hidden = !problem.textContent;
    if (unreadable) return;
    button.hidden = true;
    grades.hidden = false;
    markProposed(form, proposed);
    stage.reveal(asked, response, check);
  }

  /** @param {number} rating */
  async function keep(rating) {
    const said = document.createElement("p");
    said.role = "status";
    said.tabIndex = -1;
    grades.replaceWith(said);
    said.focus(); // the buttons had it, and are gone
    const answered_at = Date.now() + ((await lastDay())?.ahead ?? 0);
    const entry = { id, card, revision, seed, mode: "read", rating, response, hints, duration_ms: watch.read(), answered_at };
    await outbox.add(entry, card, ({ reason }) => {
      said.textContent = reason ?? gettext("Your answer is kept.");
      if (reason) void renew();
      return true;
    });
    said.textContent ||= outbox.how;
    sayUnsent();
  }
}

/** Bring the signs of memory to what the server says now. Without a connection they stay. */
async function renew() {
  const now = all(await parsed(await fetch(location.pathname).catch(() => undefined)), MEMORY);
  all(document, MEMORY).forEach((before, at) => (before.innerHTML = now[at]?.innerHTML ?? before.innerHTML));
  sayUnsent();
}

function sayUnsent() {
  const words = gettext("not sent yet");
  for (const key of outbox.cards) document.querySelector(`#ask-${key} > .margin > *`)?.replaceChildren(words);
}
