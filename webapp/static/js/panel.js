import { inWords } from "./clock.js";
import { all, bring } from "./pieces.js";
import { markProposed } from "./result.js";
import { gettext, ngettext } from "./words.js";

/**
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./outbox.js").OutboxState} OutboxState
 */

/** Everything around the card: progress, the dock with its buttons, what stands there without a card, and notices. */
export class Panel {
  /** @type {Set<string>} keys of the cards whose questions this person may edit */
  editable = new Set();

  /**
   * @param {string} name of a data attribute
   * @returns {HTMLElement}
   */
  find(name) {
    return /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));
  }

  /**
   * @param {string} name of the view that is shown; all others are hidden
   * @param {string} [card] the key of the card that is shown
   */
  view(name, card = "") {
    this.find("card-field").setAttribute("value", card);
    const link = this.#editLink;
    if (link) {
      link.hidden = !this.editable.has(card);
      link.href = `/bank/questions/${card}/edit`;
    }
    for (const element of all(document, "[data-view]")) {
      element.hidden = element.dataset.view !== name;
      if (!element.hidden && name !== "card") element.focus({ preventScroll: true });
    }
    this.find("more").hidden = name !== "card";
    this.closeMore();
  }

  /**
   * @param {BatchCard} card
   * @param {boolean} entered whether there is a response to check
   */
  ask(card, entered) {
    this.find("grades").hidden = true;
    this.find("ask").hidden = false;
    this.note("");
    const button = this.find("show");
    button.removeAttribute("disabled");
    button.textContent = entered && card.grading.by !== "self" ? gettext("Check") : gettext("Show answer");
  }

  /** @returns {HTMLAnchorElement | null} instructors alone have it */
  get #editLink() {
    return document.querySelector("a[data-edit]");
  }

  edit() {
    if (!this.#editLink?.hidden) this.#editLink?.click();
  }

  closeMore() {
    this.find("more").removeAttribute("open");
  }

  /** From now on there is something to take back. */
  undoable() {
    this.find("undo").removeAttribute("disabled");
  }

  get canUndo() {
    return !this.find("undo").hasAttribute("disabled");
  }

  /**
   * Let the server take back the last act of this study day, of which this page does not know.
   *
   * @param {string} token
   */
  undoByForm(token) {
    const form = /** @type {HTMLFormElement} */ (this.find("act"));
    for (const [name, value] of Object.entries({ action: "undo", csrf_token: token })) {
      const field = form.querySelector(`[type="hidden"][name="${name}"]`) ?? document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.submit();
  }

  /** @param {string} card that is missed often, and is helped with; empty takes the help away */
  leech(card) {
    this.find("leech").hidden = !card;
    this.find("leech-more").setAttribute("href", `/cards/${card}/help`);
    if (card) void bring(this.find("leech-help"), `/cards/${card}/help?piece=1`);
  }

  /** The answer is being checked by the server. */
  checking() {
    this.find("show").setAttribute("disabled", "");
  }

  /**
   * @param {BatchCard} card
   * @param {number} proposed
   */
  grades(card, proposed) {
    this.find("ask").hidden = true;
    this.find("grades").hidden = false;
    for (const [rating, button] of markProposed(document, proposed)) {
      const interval = button.querySelector("[data-interval]");
      if (interval) interval.textContent = card.intervals[rating] ?? "";
    }
  }

  /** @param {string} text a word about the card in hand; empty takes it away */
  note(text) {
    const note = this.find("note");
    note.textContent = text;
    note.hidden = !text;
  }

  /**
   * @param {number} answered
   * @param {number} left
   */
  progress(answered, left) {
    const bar = this.find("progress");
    bar.setAttribute("max", String(Math.max(answered + left, 1)));
    bar.setAttribute("value", String(answered));
    this.find("left").textContent = left > 0 ? ngettext("%(num)d left", "%(num)d left", left) : "";
    this.find("answered-today").hidden = answered === 0;
    this.find("answered-today").textContent = ngettext("%(num)d answer given.", "%(num)d answers given.", answered);
  }

  /**
   * @param {number | null} moment when the next card comes
   * @param {number} now
   */
  nextDue(moment, now) {
    this.find("next-due-line").hidden = moment === null;
    if (moment === null) return;
    for (const element of all(document, "[data-next-due]")) element.textContent = inWords(moment, now);
  }

  /** @param {{left: number, minutes: number} | null} tomorrow says more than when the next card comes: call it after */
  tomorrow(tomorrow) {
    this.find("tomorrow").hidden = !tomorrow?.left;
    if (tomorrow?.left) this.find("next-due-line").hidden = true;
    if (!tomorrow) return;
    const minutes = Math.max(1, tomorrow.minutes);
    this.find("tomorrow-words").textContent = gettext("%(cards)s, about %(minutes)s", {
      cards: ngettext("%(num)d card", "%(num)d cards", tomorrow.left),
      minutes: ngettext("%(num)d minute", "%(num)d minutes", minutes),
    });
  }

  /** @param {string} text */
  announce(text) {
    this.find("announce").textContent = text;
  }

  /** @param {OutboxState} state */
  unsent({ waiting, words, trouble, how, refused, isLasting }) {
    let text = "";
    if (trouble && waiting > 0) {
      text = `${words} ${trouble === "connection" ? keepGoing(isLasting) : how}`;
    } else if (refused.length > 0) {
      const reason = refused[0] ?? "";
      text = ngettext(
        "%(num)d thing was not taken: %(reason)s",
        "%(num)d things were not taken: %(reason)s",
        refused.length,
        { reason },
      );
    }
    const short = this.find("unsent");
    short.hidden = !trouble || waiting === 0;
    short.textContent = ngettext("%(num)d unsent", "%(num)d unsent", waiting);
    const line = this.find("status");
    line.hidden = !text;
    line.dataset.waiting = String(waiting);
    const shown = this.find("status-text");
    if (shown.textContent !== text) shown.textContent = text;
    this.find("dismiss").hidden = !text || (trouble !== "" && waiting > 0);
  }
}

/** @param {boolean} isLasting @returns {string} how to go on without a connection: as far as this browser goes along */
function keepGoing(isLasting) {
  if (!isLasting) return gettext("No connection. This window keeps nothing: leave it open until all is sent.");
  if (!("serviceWorker" in navigator)) return gettext("No connection: keep going, but reloading this page needs one.");
  return gettext("No connection: keep going, nothing is lost.");
}
