/** Keeps the preview beside the form up to date, and what was typed on the server until it is saved. */

import { gettext } from "./words.js";

const PAUSE = 500;
const DRAFT_PAUSE = 2000;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-editor]"));
const shown = /** @type {HTMLElement} */ (document.querySelector("[data-preview]"));
const line = /** @type {HTMLElement} */ (document.querySelector("[data-draft-line]"));
/** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let draftTimer;
let asked = 0;
const leaving = new AbortController(); // a draft that is still under way when the form is saved would outlive it

/** @param {string} [address] @returns {Promise<Response | null>} null without a connection, or when the form is saved */
const posted = (address = "") =>
  fetch(address, { method: "POST", body: new FormData(form), signal: leaving.signal }).catch(() => null);

async function refresh() {
  const turn = (asked += 1);
  const response = await posted(form.dataset.previewAt);
  if (!response?.ok || turn !== asked) return; // without a connection the preview stands still
  shown.innerHTML = await response.text(); // our own rendering, sanitised on the server as every card is
}

async function keep() {
  const response = await posted(form.dataset.draftAt);
  if (leaving.signal.aborted) return;
  if (!response) line.textContent = gettext("There is no connection: what you typed is kept in this page only.");
  else line.textContent = response.ok ? gettext("Not saved yet; what you typed is kept for you.") : gettext("Not saved yet.");
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  clearTimeout(draftTimer);
  timer = setTimeout(() => void refresh(), PAUSE);
  if (form.dataset.draftAt) draftTimer = setTimeout(() => void keep(), DRAFT_PAUSE);
});

form.addEventListener("submit", () => {
  clearTimeout(draftTimer);
  leaving.abort();
});
