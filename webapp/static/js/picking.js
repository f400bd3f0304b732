/**
 * Sources of a claim picked from the article's text: words that are selected in a passage are filled in as what the
 * claim rests on. Each passage is a text field in which nothing can be changed, so that mouse, touch and keys select
 * alike; it is not called read-only, as browsers move no caret in such a field.
 */

import { bring } from "./pieces.js";
import { gettext } from "./words.js";

/** @typedef {{passage: HTMLInputElement, words: HTMLTextAreaElement}} Source */

const ROW = /^sources-\d+-passage$/;
const pane = /** @type {HTMLElement} */ (document.querySelector("[data-pick]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-editor]"));
const article = /** @type {HTMLSelectElement} */ (pane.querySelector("[data-pick-article]"));
const texts = /** @type {HTMLElement} */ (pane.querySelector("[data-pick-texts]"));
const line = /** @type {HTMLElement} */ (pane.querySelector("[data-pick-line]"));
const undo = /** @type {HTMLButtonElement} */ (pane.querySelector("[data-pick-undo]"));
/** @type {{source: Source, passage: string, words: string} | null} */ let before = null;
let last = "";

/** @returns {Source[]} */
function sources() {
  const fields = [...form.elements].filter((field) => field instanceof HTMLInputElement && ROW.test(field.name));
  return fields.map((field) => {
    const passage = /** @type {HTMLInputElement} */ (field);
    const words = form.elements.namedItem(passage.name.replace("passage", "words"));
    return { passage, words: /** @type {HTMLTextAreaElement} */ (words) };
  });
}

/** @param {string} reference */
function row(reference) {
  const all = sources();
  return all.find((each) => each.passage.value === reference) ?? all.find((each) => !each.passage.value);
}

/**
 * The selected words; where they stand earlier in the passage too, their places, counted as the server counts.
 *
 * @param {HTMLTextAreaElement} text
 */
function selected(text) {
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
  const start = text.selectionStart + chosen.length - chosen.trimStart().length;
  const words = chosen.trim();
  if (!words || text.value.indexOf(words) === start) return words;
  const from = Number(text.dataset.pickStart) + [...text.value.slice(0, start)].length;
  return `${from}-${from + [...words].length}`;
}

/** @param {HTMLTextAreaElement} text */
function take(text) {
  const reference = text.dataset.pickFrom ?? "";
  const source = row(reference);
  const words = selected(text);
  if (!words || source?.words.value === words) return;
  if (!source) {
    line.textContent = gettext("All rows for passages are filled. Press More rows first.");
    return;
  }
  if (before?.source.passage !== source.passage) remember(source);
  fill(source, reference, words);
  const shown = text.value.slice(text.selectionStart, text.selectionEnd).trim().slice(0, 80);
  line.textContent = gettext("Filled in from %(passage)s: “%(words)s”", { passage: reference, words: shown });
  undo.hidden = false;
}

/** @param {Source} source */
function remember(source) {
  before = { source, passage: source.passage.value, words: source.words.value };
}

/**
 * @param {Source} source
 * @param {string} reference
 * @param {string} words
 */
function fill(source, reference, words) {
  source.passage.value = reference;
  source.words.value = words;
  source.words.dispatchEvent(new Event("input", { bubbles: true }));
}

async function show() {
  line.textContent = "";
  if (article.value) await bring(texts, `${pane.dataset.pickAt}?article=${encodeURIComponent(article.value)}`);
  else texts.replaceChildren();
}

/** @param {Event} event in the pane, which has no other fields @returns {HTMLTextAreaElement} */
const textOf = (event) => /** @type {any} */ (event.target);

texts.addEventListener("select", (event) => {
  const target = textOf(event);
  const now = `${target.id} ${target.selectionStart} ${target.selectionEnd}`;
  if (now !== last) take(target);
  last = now; // browsers tell of a selection again when the focus leaves it, and what was undone is not to come back
});
texts.addEventListener("pointerdown", () => (last = ""));
texts.addEventListener("beforeinput", (event) => event.preventDefault());
texts.addEventListener("input", (event) => {
  textOf(event).value = textOf(event).defaultValue; // what cannot be prevented
});
undo.addEventListener("click", () => {
  if (before) fill(before.source, before.passage, before.words);
  before = null;
  undo.hidden = true;
  line.textContent = gettext("It is again as it was.");
});
article.addEventListener("change", () => void show());
pane.hidden = false;
void show();
