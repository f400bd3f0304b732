import { close, prepareEntry, readResponse } from "./entry.js";
import { all } from "./pieces.js";
import { markResult } from "./result.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./api.js").Asked} Asked
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./entry.js").Response} Response
 */

const ABOVE = 24; // pixels of room above the question
const WORDS = { right: gettext("Right"), partly: gettext("Partly"), wrong: gettext("Not yet") };

/** The card on the screen: what was entered into it, and what becomes of it when the answer opens. */
export class Stage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    root.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === "hint") target.dataset.used = "";
    });
  }

  /** How many hints of the card were looked at. */
  get hints() {
    return all(this.root, ".hint [data-used]").length;
  }

  /** Open the next hint. @returns {string} what it says; nothing where there is none */
  hint() {
    const box = this.#find(".hint input:not(:checked)");
    box?.click();
    return box?.parentElement?.querySelector("p")?.innerText ?? "";
  }

  /** Leave the field, so that single keys are heard; the Tab key leads back into it. */
  leave() {
    this.#find("article")?.focus({ preventScroll: true });
  }

  /** @param {BatchCard} card */
  show(card) {
    const there = this.#find("article");
    if (there?.dataset.card !== card.card || there.hasAttribute("data-answered")) this.root.innerHTML = card.html;
    const article = this.#find("article");
    if (article && !article.hasAttribute("data-live")) {
      article.dataset.live = "";
      prepareEntry(article);
    }
    scrollTo(0, 0);
  }

  /**
   * Let the modules of what stands around the card know that it is asked, that its answer is open, or that
   * there is none left.
   *
   * @param {"asked" | "answered" | "finished"} what
   * @param {BatchCard} [card]
   */
  tell(what, card) {
    this.root.dispatchEvent(new CustomEvent(what, { detail: card }));
  }

  clear() {
    this.root.replaceChildren();
  }

  /** Put the focus where the next thing is done; a touch screen keeps its keyboard down until it is asked for. */
  focus() {
    const typed = this.#find("input[type=text], input[type=number]");
    const target = typed && matchMedia("(hover: hover) and (pointer: fine)").matches ? typed : this.#find("article");
    target?.focus({ preventScroll: true });
  }

  /** @returns {Response | null} null when nothing was entered */
  response() {
    return readResponse(this.root);
  }

  /** @param {number} place 1 for the option that is shown first */
  choose(place) {
    const input = all(this.root, "[data-option] input")[place - 1];
    input?.click();
    input?.focus();
  }

  /**
   * Open the answer below the question.
   *
   * @param {Asked} card
   * @param {Response | null} response
   * @param {Check | null} check what became of the response; null: there is no verdict
   */
  reveal(card, response, check) {
    const article = this.#find("article");
    const answer = this.#find(".answer");
    if (!article || !answer) return;
    close(article);
    markResult(article, card, response, check);
    answer.hidden = false;
    answer.focus({ preventScroll: true });
    // The dock says how it went, and rows are marked where they stand: the page gives way to the reason of what was chosen,
    // and to a solution, but where there is a verdict no farther than the question stays in sight.
    const before = scrollY;
    const option = this.#find(".option[data-mark=wrong]") ?? this.#find(".option[data-mark]");
    const solution = this.#find(".card:not(:has([data-row])) .solution, .axis-result");
    (option ?? solution)?.scrollIntoView({ block: "nearest" });
    if (check && !option) scrollTo(0, Math.max(before, Math.min(scrollY, ABOVE)));
  }

  /**
   * The open answer for those who hear the page: how it went, the right answer, and what was said to the one given.
   *
   * @param {Check | null} check
   */
  spoken(check) {
    const outcome = check ? WORDS[check.outcome] : gettext("Answer");
    const texts = [outcome, this.#solution, this.#feedback].filter(Boolean);
    return texts.map((text) => (/[.!?]$/.test(text) ? text : `${text}.`)).join(" "); // at an end a voice pauses
  }

  get #solution() {
    const right = all(this.root, '.option[data-mark="right"] label, .option[data-mark="missed"] label');
    const spoken = right.length > 0 ? right : all(this.root, "[data-solution]");
    return spoken.map((element) => plain(element)).join("; ");
  }

  /** Often nothing. */
  get #feedback() {
    const said = all(this.root, "[data-feedback] :is(p, li), [data-option-feedback]");
    return said.flatMap((element) => element.textContent?.trim() || []).join(" ");
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  #find(selector) {
    return this.root.querySelector(selector);
  }
}

/** @param {HTMLElement} element @returns {string} what it shows; the items of a list with a pause between them */
function plain(element) {
  const items = all(element, "li");
  const parts = items.length > 0 ? items : [element];
  return parts.map((part) => part.innerText.replace(/\s+/g, " ").trim()).join("; ");
}
