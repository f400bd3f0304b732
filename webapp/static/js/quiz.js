import { prepareEntry } from "./entry.js";
import { uuid7 } from "./uuid.js";
import { gettext, ngettext } from "./words.js";

/** A question of a quiz, or its overview: answers are kept while they are given, and the time is counted down. */

const PAUSE = 500; // milliseconds without another change, until what stands there is kept
const SAID_AT = [600, 300, 60]; // seconds before the end

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-question]"));
const note = form?.querySelector("[data-kept]");
/** @param {string} text */
const say = (text) => {
  if (note && note.textContent !== text) note.textContent = text;
};
const kept = form?.hasAttribute("data-keeps") && keeping(form);
if (!kept) form?.addEventListener("submit", answerAtOnce);
if (form) prepareEntry(/** @type {HTMLElement} */ (form.querySelector("article.card")));
const time = /** @type {HTMLElement | null} */ (document.querySelector("[data-ends-at]"));
if (time) countDown(time);
document.documentElement.dataset.ready = "";

/**
 * Keep what stands in the form, a moment after each change: on the server, and without a connection on this device, from
 * where it goes to the server as what was studied does.
 *
 * @param {HTMLFormElement} form
 * @returns {() => Promise<boolean>} keeps what is not kept yet, now; whether the server has all
 */
function keeping(form) {
  const address = form.getAttribute("action") ?? "";
  const position = form.dataset.question ?? "";
  let timer = 0;
  let changed = false;
  /** @type {string | undefined} why the server did not take it */
  let refusal;
  /** @type {import("./outbox.js").Outbox} */
  let outbox;

  async function keep() {
    clearTimeout(timer);
    outbox = await unsent();
    if (changed) {
      changed = false;
      refusal = "";
      const body = String(new URLSearchParams(/** @type {any} */ (new FormData(form))));
      await outbox.write(address, { id: uuid7(), body, written_at: Date.now() }, position, heard);
    } else await outbox.flush();
    const isWaiting = outbox.written(address, position) !== undefined;
    if (isWaiting) say(outbox.how);
    return !(isWaiting || refusal || changed);
  }

  /**
   * Where the quiz is closed, or another window has a later answer, the page of the question shows what counts.
   *
   * @param {import("./api.js").Result} result
   * @returns {true} it has been said
   */
  function heard({ reason, code, said }) {
    refusal = reason;
    say(reason ?? said.message);
    if (code === "closed" || (said?.is_old && !changed && !outbox.written(address, position))) location.assign(address);
    return true;
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    const to = event.submitter?.dataset.to;
    if (!to) return;
    event.preventDefault();
    changed = true;
    if (await keep()) location.assign(to);
  });
  addEventListener("pagehide", () => {
    if (changed) navigator.sendBeacon(form.action, new FormData(form));
  });
  return keep;
}

/** What is not sent yet, of this page and others. @returns {Promise<import("./outbox.js").Outbox>} */
const unsent = async () => /** @type {any} */ ((await import("./page.js")).unsent);

/** An answer that is final: it stays on the page where it does not arrive. @param {SubmitEvent} event */
async function answerAtOnce(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const sent = fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  const response = await sent.catch(() => null);
  if (!response) say(gettext("No connection. Send your answer again when it is back."));
  else if (response.type === "opaqueredirect") location.reload();
  else form.submit();
}

/**
 * @param {HTMLElement} time with the end and the present by the server's clock
 */
function countDown(time) {
  const shown = time.querySelector("[data-time]");
  const said = document.querySelector("[data-time-said]");
  const handIn = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-hand-in]"));
  const ends = performance.now() + Number(time.dataset.endsAt) - Number(time.dataset.now);
  const waiting = SAID_AT.filter((at) => at < (ends - performance.now()) / 1000);
  let isOver = false;

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    if (shown) shown.textContent = inWords(seconds);
    time.toggleAttribute("data-short", seconds <= 60);
    if (kept && seconds < 4) void kept();
    if (waiting.length > 0 && seconds <= (waiting[0] ?? 0)) {
      waiting.shift();
      if (said) said.textContent = gettext("%(time)s left.", { time: inWords(seconds) });
    }
    if (seconds > 0 || isOver) return;
    isOver = true;
    if (said) said.textContent = gettext("The time is up.");
    if (navigator.onLine) handIn?.submit();
    else addEventListener("online", () => handIn?.submit());
  };
  tick();
  setInterval(tick, 1000);
}

/** @param {number} seconds that are left; the last minute is told in steps of ten, its end second by second */
function inWords(seconds) {
  if (seconds > 60) return ngettext("%(num)d minute", "%(num)d minutes", Math.ceil(seconds / 60));
  return ngettext("%(num)d second", "%(num)d seconds", seconds > 10 ? Math.ceil(seconds / 10) * 10 : seconds);
}
