import { gettext } from "./words.js";

/**
 * A year on a line: the slider, a tap on the years below it and the number field say the same, and afterwards both
 * years stand on the line.
 */

/** @type {Record<string, number>} how many years a key goes */
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const AT_AN_END = 12; // per cent of the line, as in webapp/cards/axis.py

/** @param {HTMLElement} card */
export function prepareTimeline(card) {
  const years = /** @type {HTMLElement | null} */ (card.querySelector("[data-years]"));
  if (!years) return;
  const field = /** @type {HTMLInputElement} */ (years.querySelector("input[type=number]"));
  const range = /** @type {HTMLInputElement} */ (years.querySelector("input[type=range]"));
  const slider = /** @type {HTMLElement | null} */ (years.querySelector("[data-slider]"));
  if (!slider) return;
  years.dataset.live = "";
  slider.hidden = false;
  const follow = () => {
    slider.toggleAttribute("data-untouched", !field.value);
    if (field.value) {
      range.value = field.value;
      range.removeAttribute("aria-valuetext");
    } else range.setAttribute("aria-valuetext", gettext("no year yet"));
  };
  field.addEventListener("input", follow);
  range.addEventListener("input", () => {
    field.value = range.value;
    follow();
  });
  /** @param {number} year one beyond an end stands at the end */
  const put = (year) => {
    range.value = String(year);
    range.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // Pressed where the thumb stood from the beginning: that is an answer, though nothing moved.
  range.addEventListener("pointerup", () => field.value || put(Number(range.value)));
  const axis = slider.querySelector("svg");
  axis?.addEventListener("click", ({ clientX }) => {
    const { left, width } = axis.getBoundingClientRect();
    put(Number(range.min) + ((clientX - left) / width) * (Number(range.max) - Number(range.min)));
  });
  years.addEventListener("keydown", (event) => {
    const by = KEYS[event.key];
    if (!by || field.readOnly || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    put(Number(field.value || range.value) + by);
  });
  follow();
}

/**
 * Show the year that was given beside the right one.
 *
 * @param {HTMLElement} card
 * @param {number} year
 */
export function placeGiven(card, year) {
  const field = card.querySelector("[data-years] input[type=number]");
  const given = card.querySelector("[data-given]");
  if (!(field instanceof HTMLInputElement) || !given) return;
  const [start, end] = [Number(field.min), Number(field.max)];
  const place = 100 * Math.min(1, Math.max(0, (year - start) / (end - start)));
  given.querySelector("line")?.setAttribute("x2", `${place}%`);
  given.querySelector("circle")?.setAttribute("cx", `${place}%`);
  const label = given.querySelector("text");
  label?.setAttribute("x", `${place}%`);
  label?.setAttribute("text-anchor", place < AT_AN_END ? "start" : place > 100 - AT_AN_END ? "end" : "middle");
  if (label) label.textContent = gettext("You: %(year)s", { year });
  given.removeAttribute("visibility");
}
