import { forgetOpen } from "./back.js";
import { Outbox } from "./outbox.js";
import { forgetPages, keepPages, keptArticles } from "./pages.js";
import { fill, forgetDays, keptCount, lastDay, mayFetch } from "./reserve.js";
import { openStore } from "./store.js";
import { gettext, ngettext } from "./words.js";

/**
 * What every page does: it keeps on this device what is needed without a connection, and nothing of anybody else; it
 * sends what is not sent yet, and says what is not; it asks before anything unsent is lost by signing out.
 *
 * @typedef {import("./outbox.js").OutboxState} OutboxState
 */

const NOBODY = "";
const UNSAID = "?"; // a page that was made for nobody in particular
const REST = 2_500; // milliseconds
const LOOK_AGAIN = 2_000;

const canKeep = "serviceWorker" in navigator && "caches" in globalThis;
const said = document.body.dataset.person ?? UNSAID;
const person = said === UNSAID ? ((await lastDay())?.person ?? NOBODY) : said;
const channel = new BroadcastChannel("tumen");

if (said === NOBODY) {
  await forgetOthers();
  channel.postMessage("somebody left");
} else if (said !== UNSAID) {
  channel.onmessage = () => location.reload();
  await forgetOthers(person);
  if (canKeep) await navigator.serviceWorker.register("/sw.js").catch(() => null);
  setTimeout(keep, REST);
}
export const unsent = person && !find("status") ? await sendUnsent() : null;
for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signOut(/** @type {HTMLFormElement} */ (form));
  });
}
sayKept();
if (find("offline-page")) await sayWhatIsKept();

/** @param {string} name of a data attribute @returns {HTMLElement | null} */
function find(name) {
  return document.querySelector(`[data-${name}]`);
}

/**
 * @param {string} name
 * @param {string} text empty hides it
 */
function say(name, text) {
  const element = find(name);
  if (!element) return;
  element.hidden = !text;
  if (element.textContent !== text) element.textContent = text;
}

/** @param {string} [but] all that is kept of others goes; what they left unsent waits for them */
async function forgetOthers(but) {
  if (!but) forgetOpen();
  await forgetDays(but);
  if (canKeep) await forgetPages(but).catch(() => {});
}

async function keep() {
  if (!mayFetch()) return;
  try {
    if (!find("status")) await fill(person);
    if (canKeep) await keepPages(person);
  } catch {
    // No connection, no room, or somebody else by now: another page tries again.
  }
}

async function sendUnsent() {
  const outbox = new Outbox({
    store: await openStore(),
    person,
    onChange: ({ words, how }) => say("unsent-line", words && `${words} ${how}`),
  });
  await outbox.load();
  addEventListener("online", () => void outbox.retry());
  void outbox.flush();
  return outbox;
}

/** @param {HTMLFormElement} form */
async function signOut(form) {
  await unsent?.flush();
  if (!unsent?.words) return leave(form);
  const dialog = /** @type {HTMLDialogElement} */ (find("sign-out-dialog"));
  say("sign-out-count", unsent.words);
  dialog.returnValue = "stay";
  dialog.onclose = () => {
    if (dialog.returnValue === "lose") void leave(form);
    else if (dialog.returnValue === "send") void signOut(form);
  };
  const trouble = find("sign-out-trouble");
  if (trouble) trouble.hidden = dialog.dataset.asked === undefined;
  dialog.dataset.asked = "";
  dialog.showModal();
}

/** Take away all that is this person's, then sign out. @param {HTMLFormElement} form */
async function leave(form) {
  await unsent?.empty();
  await forgetOthers();
  form.submit();
}

/** A page from the store says how old it is. */
function sayKept() {
  const moment = Number(document.documentElement.dataset.keptAt);
  if (!moment) return;
  const at = new Date(moment);
  const isToday = at.toDateString() === new Date().toDateString();
  const time = at.toLocaleString([], { ...(isToday ? {} : { dateStyle: "medium" }), timeStyle: "short" });
  say("kept-line", gettext("No connection: this is the page as it was at %(time)s.", { time }));
}

/** The page that was asked for comes by itself once the server answers again. */
async function goOn() {
  if (document.hidden || !navigator.onLine || location.pathname === "/offline") return;
  const answer = await fetch("/healthz").catch(() => null);
  if (answer?.ok) location.reload();
}

async function sayWhatIsKept() {
  const cards = await keptCount(person);
  const articles = canKeep && person ? await keptArticles(person).catch(() => 0) : 0;
  say("kept-cards", ngettext("%(num)d card is kept here.", "%(num)d cards are kept here.", cards));
  say("kept-articles", ngettext("%(num)d article is kept here.", "%(num)d articles are kept here.", articles));
  const trouble = find(isSecureContext ? 'not-kept="nothing"' : 'not-kept="insecure"');
  if (trouble) trouble.hidden = canKeep;
  setInterval(goOn, LOOK_AGAIN);
}
