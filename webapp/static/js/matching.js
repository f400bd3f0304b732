import { pull } from "./pulling.js";
import { gettext } from "./words.js";

/**
 * Pairs made by hand: below the rows the answers lie as chips. A chip is tapped and then a row, or a row and then a
 * chip; or it is pulled onto a row; or Enter takes it, arrow keys lead it over the rows and Enter puts it down. A chip
 * that is paired is taken back by a tap. Pairs stand in the fields of the plain form and nowhere else.
 *
 * While a row waits for an answer the tray says for which (`data-for`). On a narrow screen it then lies where the thumb
 * is, as a sheet, and goes on to the next row that has none.
 */

const PULLED = 6; // pixels; a hand that moves less only taps

/** @type {Record<string, number>} */
const KEYS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/** @param {HTMLElement} card */
export function prepareMatching(card) {
  /** @type {(HTMLElement | null)[]} */
  const [list, tray, said] = ["pairs", "tray", "said"].map((name) => card.querySelector(`[data-${name}]`));
  if (list && tray && said) new Pairing(card, list, tray, said);
}

class Pairing {
  /** @type {HTMLButtonElement | null} the chip in hand */ #held = null;
  /** @type {HTMLElement | null} the row that it would go to, or that waits for one */ #target = null;
  #pulled = false;

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} list
   * @param {HTMLElement} tray
   * @param {Element} said is read to those who hear the page
   */
  constructor(card, list, tray, said) {
    this.list = list;
    this.tray = tray;
    this.said = said;
    this.rows = /** @type {HTMLElement[]} */ ([...list.children]);
    this.chips = [...(list.querySelector("select")?.options ?? [])].filter((option) => option.value).map(chipOf);
    tray.append(...this.chips);
    tray.hidden = false;
    list.dataset.live = "";
    list.addEventListener("input", () => this.#show());
    /** @param {MouseEvent} event */
    const onTap = (event) => {
      if (card.matches("body :not([data-answered])")) this.#onTap(event);
      else document.removeEventListener("click", onTap); // it is answered, or another card stands in its place
    };
    document.addEventListener("click", onTap);
    tray.addEventListener("keydown", (event) => this.#onKey(event));
    for (const chip of this.chips) {
      chip.addEventListener("click", (event) => this.#onChip(chip, event));
      chip.addEventListener("pointerdown", (event) => this.#pull(chip, event));
    }
    this.#show();
  }

  /** @param {MouseEvent} event anywhere on the page: what is no row and no chip closes the sheet */
  #onTap(event) {
    const target = /** @type {Element} */ (event.target);
    const row = this.rows.find((each) => each.contains(target));
    if (target.closest(".chip, select")) return;
    if (row) event.preventDefault(); // else the label opens the field
    if (row && this.#held) this.#pair(row, this.#held);
    else if (row && row !== this.#target) this.#take(null, row, choiceFor(row));
    else if (this.tray.dataset.for) this.#take(null, null);
  }

  /**
   * @param {HTMLButtonElement} chip
   * @param {MouseEvent} event
   */
  #onChip(chip, event) {
    if (this.#pulled && event.detail > 0) return; // the end of a pull
    const before = this.#rowWith(chip);
    const open = event.detail === 0 ? this.#open : undefined; // by a key
    if (this.#target && this.#target !== before && (!this.#held || this.#held === chip)) this.#pair(this.#target, chip);
    else if (this.#held === chip || before) this.#putBack(chip);
    else this.#take(chip, open ?? null, gettext("In hand: %(option)s", { option: textOf(chip) }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const by = KEYS[event.key];
    if (!this.#held || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") this.#putBack(this.#held);
    if (by === undefined) return;
    event.preventDefault();
    const place = this.#target ? this.rows.indexOf(this.#target) + by : 0;
    const row = this.rows.at(place % this.rows.length);
    if (row) this.#take(this.#held, row, textOf(row));
  }

  /**
   * A mouse pulls a chip anywhere, a thumb by its grip: elsewhere it scrolls the page.
   *
   * @param {HTMLButtonElement} chip
   * @param {PointerEvent} event
   */
  #pull(chip, event) {
    const onGrip = /** @type {Element} */ (event.target).matches("[data-grip]");
    this.#pulled = false;
    if (event.button !== 0 || this.#isSheet || (event.pointerType !== "mouse" && !onGrip)) return;
    /** @param {PointerEvent} at @param {number} down */
    const follow = (at, down) => {
      const right = at.clientX - event.clientX;
      this.#pulled ||= Math.hypot(right, down) >= PULLED;
      if (!this.#pulled) return;
      chip.style.translate = `${right}px ${down}px`;
      const under = document.elementsFromPoint(at.clientX, at.clientY).find((each) => !chip.contains(each));
      this.#take(chip, this.rows.find((row) => row.contains(under ?? null)) ?? null);
    };
    const release = () => {
      chip.style.translate = "";
      if (this.#pulled && this.#target) this.#pair(this.#target, chip);
      else if (this.#pulled) this.#putBack(chip);
    };
    pull(chip, event, follow, release);
  }

  /**
   * An answer goes to one row: another one loses it.
   *
   * @param {HTMLElement} row
   * @param {HTMLButtonElement} chip
   */
  #pair(row, chip) {
    const before = this.#rowWith(chip);
    if (before) write(before, "");
    write(row, chip.value);
    const said = gettext("%(item)s: %(option)s", { item: textOf(row), option: textOf(chip) });
    const next = this.#isSheet && this.#open;
    this.#take(null, next || null, next ? `${said}. ${choiceFor(next)}` : said);
  }

  /** @param {HTMLButtonElement} chip */
  #putBack(chip) {
    const row = this.#rowWith(chip);
    if (row) write(row, "");
    this.#take(null, null, gettext("Put back: %(option)s", { option: textOf(chip) }));
  }

  /**
   * @param {HTMLButtonElement | null} chip
   * @param {HTMLElement | null} row
   * @param {string} [words] none while it is pulled
   */
  #take(chip, row, words) {
    [this.#held, this.#target] = [chip, row];
    this.#show();
    if (!words) return;
    this.said.textContent = words;
    row?.scrollIntoView({ block: "nearest" });
  }

  /** What is seen follows from the fields and from what is in hand. */
  #show() {
    this.list.toggleAttribute("data-holding", this.#held !== null);
    if (this.#target && !this.#held) this.tray.dataset.for = textOf(this.#target);
    else delete this.tray.dataset.for;
    for (const row of this.rows) {
      row.toggleAttribute("data-target", row === this.#target);
      row.toggleAttribute("data-paired", fieldOf(row).value !== "");
    }
    for (const chip of this.chips) {
      const row = this.#rowWith(chip);
      chip.toggleAttribute("data-used", row !== undefined);
      chip.toggleAttribute("data-here", row === this.#target);
      chip.setAttribute("aria-pressed", String(chip === this.#held));
      chip.ariaDescription = row ? textOf(row) : null;
    }
  }

  get #isSheet() {
    return this.tray.dataset.for !== undefined && getComputedStyle(this.tray).position === "fixed";
  }

  /** The first row that has no answer. */
  get #open() {
    return this.rows.find((row) => !fieldOf(row).value);
  }

  /** @param {HTMLButtonElement} chip */
  #rowWith(chip) {
    return this.rows.find((row) => fieldOf(row).value === chip.value);
  }
}

/** @param {HTMLOptionElement} option */
function chipOf(option) {
  const chip = document.createElement("button");
  const grip = document.createElement("span");
  Object.assign(chip, { type: "button", className: "chip", value: option.value });
  grip.dataset.grip = "";
  chip.append(grip, option.text);
  return chip;
}

/** @param {HTMLElement} row @param {string} value */
function write(row, value) {
  fieldOf(row).value = value;
  fieldOf(row).dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {HTMLElement} row */
const choiceFor = (row) => gettext("Choose an answer for: %(item)s", { item: textOf(row) });

/** @param {HTMLElement} row */
const fieldOf = (row) => /** @type {HTMLSelectElement} */ (row.querySelector("select"));

/** @param {HTMLElement} part a row, or a chip */
const textOf = (part) => (part.querySelector("label") ?? part).textContent ?? "";
