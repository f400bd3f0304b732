/**
 * The card whose answer is open, kept by this window until it is graded: whoever goes from it to the article and comes
 * Back finds it as it was.
 *
 * @typedef {import("./session.js").Current} Current
 * @typedef {{person: string, current: Current, spent: number, html: string}} Open `spent`: milliseconds on the card
 */

const PLACE = "tumen-open";

/**
 * @param {HTMLElement} root of the card
 * @param {Omit<Open, "html">} open
 */
export function keepOpen(root, open) {
  for (const field of root.querySelectorAll("input")) {
    field.setAttribute("value", field.value);
    field.toggleAttribute("checked", field.checked);
  }
  for (const option of root.querySelectorAll("option")) option.toggleAttribute("selected", option.selected);
  sessionStorage.setItem(PLACE, JSON.stringify({ ...open, html: root.innerHTML }));
}

/**
 * @param {import("./api.js").Batch} batch what the page brings along: a card that it has in another version was answered
 * @returns {Open | null} what is kept; null unless somebody comes back to their own
 */
export function keptOpen({ person, cards }) {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const open = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  const known = open?.current.card;
  const isOther = cards.some(({ card, version }) => card === known?.card && version !== known.version);
  if (entry?.type === "back_forward" && open?.person === person && !isOther) return open;
  forgetOpen();
  return null;
}

export const forgetOpen = () => sessionStorage.removeItem(PLACE);
