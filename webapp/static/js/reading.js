import { prepareEntry } from "./entry.js";
import { gettext } from "./words.js";

/**
 * Questions that are answered where they stand in an article. Each step is a page of its own; here its form is fetched
 * and put in place of the one before, and after the last step the signs of memory are renewed.
 */

const MEMORY = ".margin, [data-known]"; // what an answer may change in an article

for (const form of document.querySelectorAll("form[data-asking]")) prepare(/** @type {HTMLFormElement} */ (form));
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-ask]") : null;
  const place = link?.closest(".asked");
  if (!(link instanceof HTMLAnchorElement) || !place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  step(place, link.href).catch(() => location.assign(link.href));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  const place = form instanceof HTMLFormElement && form.closest(".asked");
  if (!place || !form.matches("[data-asking]")) return;
  event.preventDefault();
  step(place, form.action, new FormData(form, event.submitter)).catch(() => {
    const problem = /** @type {HTMLElement} */ (form.querySelector("[data-problem]"));
    problem.hidden = false;
    problem.textContent = gettext("No connection: nothing was kept. Try again when it is back.");
  });
});
document.documentElement.dataset.ready = "";

/**
 * @param {Element} place
 * @param {string} address
 * @param {FormData} [body]
 */
async function step(place, address, body) {
  const response = await fetch(address, body ? { method: "POST", body } : {});
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const form = page.querySelector("form[data-asking]");
  if (form) {
    place.replaceChildren(document.adoptNode(form));
    prepare(/** @type {HTMLFormElement} */ (form));
    /** @type {HTMLElement | null} */
    const answer = form.querySelector('[data-part="answer"]:not([hidden])') ?? form.querySelector("article");
    answer?.focus({ preventScroll: true });
  } else if (response.ok && page.querySelector(MEMORY)) kept(place, page);
  else location.assign(response.url); // signed out, or something that its own page says
}

/** @param {Element} place @param {Document} page the article as it is now */
function kept(place, page) {
  const now = page.querySelectorAll(MEMORY);
  document.querySelectorAll(MEMORY).forEach((before, at) => (before.innerHTML = now[at]?.innerHTML ?? ""));
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  place.querySelector("[data-grades]")?.replaceWith(said);
  said.textContent = gettext("Your answer is kept.");
}

/** @param {HTMLFormElement} form */
function prepare(form) {
  const card = form.querySelector("article");
  if (card && !card.hasAttribute("data-answered")) prepareEntry(card);
}
