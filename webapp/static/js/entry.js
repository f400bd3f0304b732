import { prepareMatching } from "./matching.js";
import { orderOf, prepareOrdering } from "./ordering.js";
import { all } from "./pieces.js";
import { prepareTimeline } from "./timeline.js";

/**
 * @typedef {{chosen: string[]} | {gaps: Record<string, string>} | {pairs: Record<string, string>} | {order: string[]}
 *           | {items: string[]} | {year: string} | {text: string}} Response what the kinds grade
 */

/** @type {((card: HTMLElement) => Response | null)[]} one for each way of answering; null where nothing was entered */
const READERS = [
  (card) => {
    const [typed] = texts(card, "[data-typed] input");
    return typed ? { text: typed } : null;
  },
  (card) => {
    const gaps = fields(card, "[data-gap] input").map((field) => [field.name.replace("gap-", ""), field.value.trim()]);
    return gaps.some(([, text]) => text) ? { gaps: Object.fromEntries(gaps) } : null;
  },
  (card) => {
    const given = fields(card, "[data-item]").filter((field) => field.value);
    const pairs = given.map((field) => [field.dataset.item, field.value]);
    return pairs.length > 0 ? { pairs: Object.fromEntries(pairs) } : null;
  },
  (card) => {
    const order = orderOf(card);
    return order ? { order } : null;
  },
  (card) => {
    const items = texts(card, "[data-entry]");
    return items.some(Boolean) ? { items } : null;
  },
  (card) => {
    const [year] = texts(card, "input[name=year]");
    return year ? { year } : null;
  },
  (card) => {
    const chosen = texts(card, "[data-option] input:checked");
    return chosen.length > 0 ? { chosen } : null;
  },
];

/**
 * @param {HTMLElement} card
 * @returns {Response | null} null when nothing was entered
 */
export function readResponse(card) {
  for (const read of READERS) {
    const response = read(card);
    if (response) return response;
  }
  return null;
}

/**
 * From now on nothing can be entered; what was entered can still be read and copied.
 *
 * @param {HTMLElement} card
 */
export function close(card) {
  for (const field of fields(card, "input, select, button[data-move]")) {
    if (field instanceof HTMLInputElement && ["text", "number"].includes(field.type)) field.readOnly = true;
    else field.disabled = true;
  }
}

/**
 * Let a card be answered by hand, in whichever way it is answered.
 *
 * @param {HTMLElement} card
 */
export function prepareEntry(card) {
  prepareMatching(card);
  prepareOrdering(card);
  prepareTimeline(card);
  prepareList(card);
}

/**
 * In a list Enter goes to the next field, and checks from the last one.
 *
 * @param {HTMLElement} card
 */
function prepareList(card) {
  const entries = fields(card, "[data-entry]");
  entries.forEach((field, place) => {
    const next = entries[place + 1];
    if (!next) return;
    field.enterKeyHint = "next";
    field.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing) return;
      if (field.hasAttribute("readonly")) return; // the answer is open: Enter takes the proposed grade
      event.preventDefault();
      next.focus();
    });
  });
}

/**
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLButtonElement} Field
 *
 * @param {HTMLElement} card
 * @param {string} selector of fields and buttons alone
 */
const fields = (card, selector) => /** @type {Field[]} */ (all(card, selector));

/**
 * @param {HTMLElement} card
 * @param {string} selector
 */
const texts = (card, selector) => fields(card, selector).map((field) => field.value.trim());
