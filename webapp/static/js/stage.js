import { gradeByKeys } from "./grading.js";

/**
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./api.js").Check} Check
 * @typedef {{chosen: string[]} | {gaps: Record<string, string>} | {text: string}} Response
 */

/** The card on the screen: what was entered into it, and what becomes of it when the answer opens. */
export class Stage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {BatchCard} card */
  show(card) {
    const there = this.root.querySelector("article");
    if (there?.dataset.card !== card.card || there.hasAttribute("data-answered")) this.root.innerHTML = card.html;
    scrollTo({ top: 0, behavior: "instant" });
  }

  clear() {
    this.root.replaceChildren();
  }

  /** Put the focus where the next thing is done; a touch screen keeps its keyboard down until it is asked for. */
  focus() {
    const typed = this.#find("input[type=text]");
    const target = typed && matchMedia("(hover: hover) and (pointer: fine)").matches ? typed : this.#find("article");
    target?.focus({ preventScroll: true });
  }

  /** @returns {Response | null} null when nothing was entered */
  response() {
    const typed = this.#inputs("[data-typed] input")[0];
    if (typed) return typed.value.trim() ? { text: typed.value.trim() } : null;
    const gaps = this.#inputs("[data-gap] input");
    if (gaps.length > 0) {
      const written = gaps.map((input) => [input.name.replace("gap-", ""), input.value.trim()]);
      return written.some(([, text]) => text) ? { gaps: Object.fromEntries(written) } : null;
    }
    const chosen = this.#inputs("[data-option] input:checked").map((input) => input.value);
    return chosen.length > 0 ? { chosen } : null;
  }

  /** @param {number} place 1 for the option that is shown first */
  choose(place) {
    const input = this.#inputs("[data-option] input")[place - 1];
    if (!input) return;
    input.click();
    input.focus();
  }

  /**
   * Open the answer below the question.
   *
   * @param {BatchCard} card
   * @param {Response | null} response
   * @param {Check | null} check what became of the response; null: there is no verdict
   */
  reveal(card, response, check) {
    const article = this.#find("article");
    const answer = this.#find('[data-part="answer"]');
    if (!article || !answer) return;
    article.dataset.answered = "";
    if (check) article.dataset.outcome = check.outcome;
    for (const input of this.#inputs("input")) {
      if (input.type === "text") input.readOnly = true;
      else input.disabled = true;
    }
    if (card.grading.by === "keys") this.#markOptions(card.grading, response);
    for (const [name, outcome] of Object.entries(check?.parts ?? {})) {
      const gap = this.#find(`[data-gap="${CSS.escape(name)}"]`);
      if (gap) gap.dataset.mark = outcome;
    }
    const feedback = this.#find("[data-feedback]");
    if (feedback) feedback.innerHTML = (check?.feedback ?? []).join("");
    answer.hidden = false;
    answer.focus({ preventScroll: true });
    // Options are marked where they stand; elsewhere the page gives way only as far as the result would be out of sight.
    const result = this.#find(check ? ".verdict" : "[data-solution]");
    if (card.kind !== "choice") result?.scrollIntoView({ block: "nearest" });
  }

  /** The right answer in plain words, for those who hear the page. */
  get solutionText() {
    const right = [...this.root.querySelectorAll('[data-mark="right"] label, [data-mark="missed"] label')];
    const spoken = right.length > 0 ? right : [...this.root.querySelectorAll("[data-solution]")];
    return spoken.map((element) => element.textContent?.trim()).join("; ");
  }

  /** What was said to the answer that was given, in plain words; often nothing. */
  get feedbackText() {
    const said = [...this.root.querySelectorAll("[data-feedback] > *, [data-option-feedback]")];
    return said.flatMap((element) => element.textContent?.trim() || []).join(" ");
  }

  /**
   * @param {{right: string[], feedback: Record<string, string>}} grading
   * @param {Response | null} response
   */
  #markOptions(grading, response) {
    const chosen = response && "chosen" in response ? response.chosen : [];
    for (const [key, mark] of Object.entries(gradeByKeys(grading.right, chosen).marks)) {
      const option = this.#find(`[data-option="${CSS.escape(key)}"]`);
      const feedback = option?.querySelector("[data-option-feedback]");
      if (option) option.dataset.mark = mark;
      if (feedback && mark !== "missed") feedback.innerHTML = grading.feedback[key] ?? "";
    }
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  #find(selector) {
    return this.root.querySelector(selector);
  }

  /**
   * @param {string} selector
   * @returns {HTMLInputElement[]}
   */
  #inputs(selector) {
    return [...this.root.querySelectorAll(selector)].filter((element) => element instanceof HTMLInputElement);
  }
}
