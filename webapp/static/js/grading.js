import { ApiError, check as checkByServer } from "./api.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./api.js").Asked} Asked
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./api.js").Outcome} Outcome
 * @typedef {import("./entry.js").Response} Response
 * @typedef {"right" | "missed" | "wrong"} Mark
 * @typedef {{check: Check | null, proposed: number, trouble: string, unreadable: string}} Graded
 */

/**
 * What becomes of a response: choices by their keys, here; typed answers by the server. Without a verdict (nothing
 * entered, a card that is self-graded, no connection) the student alone grades.
 *
 * @param {Asked} card
 * @param {Response | null} response
 * @param {number} hints that were looked at: with any, Hard is proposed at most
 * @returns {Promise<Graded>} `unreadable` says what to write instead
 */
export async function gradeResponse(card, response, hints) {
  const isSelf = card.grading.by === "self";
  /** @param {Check | null} check @param {number} proposed */
  const graded = (check, proposed) => ({ check, proposed: Math.min(proposed, hints > 0 ? 2 : 4), trouble: "", unreadable: "" });
  const ungraded = graded(null, response === null && !isSelf ? 1 : 3);
  if (response === null || card.grading.by === "self") return ungraded;
  if (card.grading.by === "keys") {
    const { outcome, score } = gradeByKeys(card.grading.right, "chosen" in response ? response.chosen : []);
    const proposed = score >= 1 ? 3 : score >= 0.5 ? 2 : 1; // Good, Hard or Again, never Easy
    return graded({ outcome, score, proposed, why: "", parts: {}, found: [] }, proposed);
  }
  try {
    const check = await checkByServer(card, response);
    return graded(check, check.proposed);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 400) return { ...ungraded, unreadable: error.message };
    const values = { why: error.message };
    const trouble = gettext("%(why)s This was not checked: compare your answer with the right one and grade it yourself.", values);
    return { ...ungraded, trouble };
  }
}

/**
 * Exactly as `question_bank.kinds.options` grades.
 *
 * @param {string[]} right
 * @param {string[]} chosen
 * @returns {{outcome: Outcome, score: number, marks: Record<string, Mark>}}
 */
export function gradeByKeys(right, chosen) {
  /** @type {Record<string, Mark>} */
  const marks = {};
  for (const key of right) marks[key] = chosen.includes(key) ? "right" : "missed";
  for (const key of chosen) marks[key] ??= "wrong";
  const hits = chosen.filter((key) => right.includes(key)).length;
  const score = Math.max(0, (hits - (chosen.length - hits)) / right.length);
  return { outcome: score === 1 ? "right" : score > 0 ? "partly" : "wrong", score, marks };
}
