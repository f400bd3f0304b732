/**
 * The keys of a table whose rows are chosen: j and k go from row to row, x chooses, e edits, / goes to the search.
 * Single characters do nothing inside text fields, nor where the person has switched them off: then there is no such
 * module on the page.
 */

import { isWriting } from "./keys.js";

const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("[data-rows] tbody tr")]);
const search = /** @type {HTMLInputElement | null} */ (document.querySelector('[role="search"] input[type="search"]'));

const here = () => rows.findIndex((row) => row.contains(document.activeElement));

/** @param {number} by */
function go(by) {
  rows[Math.min(rows.length - 1, Math.max(0, here() + by))]?.querySelector("a")?.focus();
}

/** @type {Record<string, () => void>} */
const acts = {
  "/": () => search?.select(),
  j: () => go(1),
  k: () => go(-1),
  x: () => rows[here()]?.querySelector("input")?.click(),
  e: () => {
    const address = rows[here()]?.dataset.edit;
    if (address) location.assign(address);
  },
};

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(target)) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
