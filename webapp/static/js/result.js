import { gradeByKeys } from "./grading.js";
import { all } from "./pieces.js";
import { placeGiven } from "./timeline.js";

/**
 * @typedef {import("./api.js").Asked} Asked
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./entry.js").Response} Response
 */

/**
 * Mark every part of an answered card where it stands, and bring out what belongs to the answer.
 *
 * @param {HTMLElement} article
 * @param {Asked} card
 * @param {Response | null} response
 * @param {Check | null} check what became of the response; null: there is no verdict
 */
export function markResult(article, card, response, check) {
  article.dataset.answered = "";
  if (check) article.dataset.outcome = check.outcome;
  if (card.grading.by === "keys") markOptions(article, card.grading, response);
  else if (check) markParts(article, check);
  const year = response && "year" in response ? String(response.year) : "";
  if (/^[1-9]\d{2,3}$/.test(year)) placeGiven(article, Number(year)); // else it could not be read as a year
  for (const element of all(article, "[data-with-answer]")) element.hidden = false;
  const feedback = article.querySelector("[data-feedback]");
  if (feedback) feedback.innerHTML = check?.why ?? "";
}

/**
 * @param {HTMLElement} article
 * @param {{right: string[], feedback: Record<string, string>}} grading
 * @param {Response | null} response
 */
function markOptions(article, grading, response) {
  const chosen = response && "chosen" in response ? response.chosen : [];
  for (const [key, mark] of Object.entries(gradeByKeys(grading.right, chosen).marks)) {
    for (const option of all(article, `[data-option="${CSS.escape(key)}"]`)) {
      option.dataset.mark = mark;
      const feedback = option.querySelector("[data-option-feedback]");
      if (feedback && mark !== "missed") feedback.innerHTML = grading.feedback[key] ?? "";
    }
  }
}

/**
 * @param {HTMLElement} article
 * @param {Check} check
 */
function markParts(article, check) {
  for (const [name, mark] of Object.entries(check.parts)) {
    const key = CSS.escape(name);
    for (const part of all(article, `[data-gap="${key}"], [data-row="${key}"]`)) {
      part.dataset.mark = mark;
    }
  }
  for (const item of all(article, "[data-found]")) {
    item.dataset.mark = check.found.includes(item.dataset.found ?? "") ? "right" : "missed";
  }
}

/**
 * @param {ParentNode} part of the page, with the grades
 * @param {number} proposed the rating to mark
 * @returns {[string, HTMLElement][]} the buttons by their ratings
 */
export const markProposed = (part, proposed) =>
  all(part, "[data-rating]").map((button) => {
    const { rating = "" } = button.dataset;
    button.toggleAttribute("data-is-proposed", Number(rating) === proposed);
    return [rating, button];
  });
