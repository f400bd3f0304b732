import { prepareEntry } from "./entry.js";
import { gettext, ngettext } from "./words.js";

/** A question of a quiz, or its overview: answers are kept while they are given, and the time is counted down. */

const PAUSE = 500; // milliseconds without another change, until what stands there is kept
const SAID_AT = [600, 300, 60]; // seconds before the end
const LAST_SAVE = 3; // seconds before the end

const form = document.querySelector("form[data-question]");
const kept = form instanceof HTMLFormElement && form.hasAttribute("data-keeps") ? keeping(form) : null;
const card = form?.querySelector("article.card");
if (card instanceof HTMLElement) prepareEntry(card);
const time = document.querySelector("[data-ends-at]");
if (time instanceof HTMLElement) countDown(time);
document.documentElement.dataset.ready = "";

/**
 * Keep what stands in the form on the server, a moment after each change.
 *
 * @param {HTMLFormElement} form
 * @returns {() => void} keeps what is not kept yet, now
 */
function keeping(form) {
  const note = form.querySelector("[data-kept]");
  let timer = 0;
  let changed = false;
  /** @type {AbortController | null} */
  let running = null;

  /** @param {string} text */
  const say = (text) => {
    if (note && note.textContent !== text) note.textContent = text;
  };
  const content = () => {
    const fields = new FormData(form);
    fields.set("save", "background");
    return fields;
  };

  async function keep() {
    clearTimeout(timer);
    if (!changed || running) return;
    changed = false;
    running = new AbortController();
    try {
      const response = await fetch(form.action, { method: "POST", body: content(), signal: running.signal });
      if (response.status === 409) form.ownerDocument.location.assign(form.dataset.overview ?? "");
      else if (response.status === 422) say(await response.text());
      else if (response.ok) say(gettext("Your answer is kept."));
      else say(gettext("Not kept yet. Go on to send it again."));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      changed = true;
      say(gettext("No connection: not kept yet."));
    } finally {
      running = null;
    }
    if (changed && navigator.onLine) timer = setTimeout(keep, PAUSE);
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    changed = false; // the form brings along what stands there
    clearTimeout(timer);
    running?.abort();
  });
  addEventListener("online", () => void keep());
  addEventListener("pagehide", () => {
    if (changed) navigator.sendBeacon(form.action, content());
  });
  return () => void keep();
}

/**
 * @param {HTMLElement} time with the end and the present by the server's clock
 */
function countDown(time) {
  const shown = time.querySelector("[data-time]");
  const said = document.querySelector("[data-time-said]");
  const handIn = document.querySelector("form[data-hand-in]");
  const ends = performance.now() + Number(time.dataset.endsAt) - Number(time.dataset.now);
  const waiting = SAID_AT.filter((at) => at < (ends - performance.now()) / 1000);
  let isOver = false;

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    if (shown) shown.textContent = inWords(seconds);
    time.toggleAttribute("data-short", seconds <= 60);
    if (seconds <= LAST_SAVE) kept?.();
    if (waiting.length > 0 && seconds <= (waiting[0] ?? 0)) {
      waiting.shift();
      if (said) said.textContent = gettext("%(time)s left.", { time: inWords(seconds) });
    }
    if (seconds > 0 || isOver) return;
    isOver = true;
    if (said) said.textContent = gettext("The time is up.");
    if (handIn instanceof HTMLFormElement) handIn.submit();
  };
  tick();
  setInterval(tick, 1000);
}

/** @param {number} seconds that are left; the last minute is told in steps of ten, its end second by second */
function inWords(seconds) {
  if (seconds > 60) return ngettext("%(num)d minute", "%(num)d minutes", Math.ceil(seconds / 60));
  return ngettext("%(num)d second", "%(num)d seconds", seconds > 10 ? Math.ceil(seconds / 10) * 10 : seconds);
}
