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

async function refresh() {
  const turn = (asked += 1);
  try {
    const response = await fetch(form.dataset.previewAt ?? "", { method: "POST", body: new FormData(form) });
    if (!response.ok || turn !== asked) return;
    shown.innerHTML = await response.text(); // our own rendering, sanitised on the server as every card is
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // without a connection the preview stands still
  }
}

async function keep() {
  const { signal } = leaving;
  try {
    const body = new FormData(form);
    const response = await fetch(form.dataset.draftAt ?? "", { method: "POST", body, signal });
    line.textContent = response.ok ? gettext("Not saved yet; what you typed is kept for you.") : gettext("Not saved yet.");
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof TypeError)) throw error;
    line.textContent = gettext("There is no connection: what you typed is kept in this page only.");
  }
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
