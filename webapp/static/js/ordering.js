import { pull } from "./pulling.js";
import { gettext } from "./words.js";

/**
 * Rows that are put in order: by the buttons on them, by the arrow keys on those, by a tap on one and another on the
 * place where it goes, or pulled by their grips. It is always the other rows that move in the document, so that the
 * focus and the pointer stay with the one in hand.
 */

/** @type {Record<string, number>} how many places a key moves a row; beyond the end it stays at the end */
const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -99, End: 99 };

/** @param {HTMLElement} card */
export function prepareOrdering(card) {
  const list = /** @type {HTMLElement | null} */ (card.querySelector("[data-order]"));
  if (!list) return;
  list.dataset.live = "";
  markEnds(list);
  list.addEventListener("click", (event) => {
    const button = buttonAt(event);
    if (button) move(list, button, Number(button.dataset.move));
    else tap(list, event);
  });
  list.addEventListener("keydown", (event) => {
    const button = buttonAt(event);
    const by = KEYS[event.key];
    if (!button || button.disabled || by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(list, button, by);
  });
  list.addEventListener("pointerdown", (event) => follow(list, event));
}

/**
 * @param {HTMLElement} card
 * @returns {string[] | null} null when nothing was moved
 */
export function orderOf(card) {
  const list = /** @type {HTMLElement | null} */ (card.querySelector("[data-order][data-moved]"));
  return list ? rowsOf(list).map((row) => row.dataset.row ?? "") : null;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} element in the row that moves
 * @param {number} by places; upwards is negative
 */
function move(list, element, by) {
  const row = rowOf(element);
  const place = row ? rowsOf(list).indexOf(row) : -1;
  if (!row || !moveTo(list, row, place + by)) return;
  const rows = rowsOf(list);
  say(list, gettext("Place %(place)s of %(count)s", { place: rows.indexOf(row) + 1, count: rows.length }));
  row.scrollIntoView({ block: "nearest" });
}

/**
 * The first tap takes a row, the second says where it goes; a second one on the same row lets go.
 *
 * @param {HTMLElement} list
 * @param {Event} event
 */
function tap(list, event) {
  const target = event.target instanceof Element ? event.target : list;
  const row = rowOf(target);
  if (!row || target.closest("[data-grip], [data-answered]")) return;
  event.preventDefault(); // else the label also clicks its field
  const rows = rowsOf(list);
  const held = rows.find((each) => "held" in each.dataset);
  if (held) {
    delete held.dataset.held;
    move(list, held, rows.indexOf(row) - rows.indexOf(held));
  } else {
    row.dataset.held = "";
    const item = row.querySelector("label")?.textContent ?? "";
    say(list, gettext("In hand: %(item)s. Tap the place where it goes.", { item }));
  }
}

/** @param {HTMLElement} list @param {string} text */
function say(list, text) {
  const said = list.parentElement?.querySelector("[data-moved-to]");
  if (said) said.textContent = text;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 * @param {number} wanted its new place, from 0
 * @returns {boolean} whether it moved
 */
function moveTo(list, row, wanted) {
  const rows = rowsOf(list);
  const from = rows.indexOf(row);
  const to = Math.min(Math.max(wanted, 0), rows.length - 1);
  if (to === from) return false;
  if (to > from) row.before(...rows.slice(from + 1, to + 1));
  else row.after(...rows.slice(to, from));
  list.dataset.moved = "";
  rowsOf(list).forEach((each, place) => {
    const number = each.querySelector("select"); // the answer of the plain form
    if (number) number.value = String(place + 1);
  });
  markEnds(list);
  list.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

/**
 * A row follows the pointer that holds it by its grip, place by place.
 *
 * @param {HTMLElement} list
 * @param {PointerEvent} event
 */
function follow(list, event) {
  const grip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-grip]"));
  const row = grip && rowOf(grip);
  if (!row || event.button !== 0 || grip.closest("[data-answered]")) return;
  event.preventDefault();
  row.dataset.pulled = "";
  const place = (/** @type {PointerEvent} */ at) => {
    const middles = rowsOf(list).filter((other) => other !== row).map(middleOf);
    moveTo(list, row, middles.filter((middle) => middle < at.clientY).length);
  };
  pull(grip, event, place, () => delete row.dataset.pulled);
}

/** @param {HTMLElement} row */
function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

/**
 * The first row cannot go up, nor the last one down. Their buttons stay where they are: the focus may be on them.
 *
 * @param {HTMLElement} list
 */
function markEnds(list) {
  const rows = rowsOf(list);
  rows.forEach((row, place) => {
    for (const button of row.querySelectorAll("[data-move]")) {
      const isEnd = place === (Number(button.getAttribute("data-move")) < 0 ? 0 : rows.length - 1);
      button.setAttribute("aria-disabled", String(isEnd));
    }
  });
}

/** @param {Event} event @returns {HTMLButtonElement | null} */
function buttonAt(event) {
  return /** @type {Element} */ (event.target).closest("button[data-move]");
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const rowsOf = (list) => /** @type {HTMLElement[]} */ ([...list.children]);

/** @param {Element} element @returns {HTMLElement | null} */
const rowOf = (element) => element.closest("[data-row]");
