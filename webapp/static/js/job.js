import { gettext, language, ngettext } from "./words.js";

/**
 * Shows how far a job is, and loads the page anew once it waits and runs no more: then it says what came of it.
 *
 * @typedef {{state: string, done: number, total: number, open: boolean}} JobState
 */

const EVERY = 1_000; // milliseconds

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-job]"));
if (place) setTimeout(look, EVERY, place);

/** @param {HTMLElement} place */
async function look(place) {
  const state = await fetchState(place.dataset.job ?? "");
  if (state && !state.open) {
    location.reload();
    return;
  }
  if (state?.state === "running" && state.done) show(place, state);
  setTimeout(look, EVERY, place);
}

/**
 * @param {string} address
 * @returns {Promise<JobState | null>} null while the server cannot be reached
 */
async function fetchState(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) location.reload();
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * @param {HTMLElement} place
 * @param {JobState} state
 */
function show(place, { done, total }) {
  const words = place.querySelector("[data-job-words]");
  const bar = place.querySelector("progress");
  const number = (/** @type {number} */ value) => value.toLocaleString(language);
  if (words) {
    words.textContent = total
      ? gettext("%(done)s of %(total)s questions", { done: number(done), total: number(total) })
      : ngettext("%(num)d question so far", "%(num)d questions so far", done);
  }
  if (bar && total) {
    bar.max = total;
    bar.value = done;
  }
}
