/** @typedef {import("./api.js").BatchCard} BatchCard */

const LEARN_AHEAD = 20 * 60_000;

/** The cards that are here already. The server orders them and keeps siblings apart; this keeps time. */
export class Queue {
  /** @type {BatchCard[]} taken back or interrupted: the last one is shown first */ #front = [];
  /** @type {BatchCard[]} */ #ready = [];
  /** @type {BatchCard[]} */ #learning = [];
  /** @type {Map<string, {open: number, since: number}>} what was done here to a card, see `add` */ #acts = new Map();
  #tick = 0;

  /** How many can be shown without asking the server. */
  get held() {
    return this.#front.length + this.#ready.length + this.#learning.length;
  }

  /** Call when a batch is asked for, and give the number to `add` with what it brings. */
  asked() {
    return (this.#tick += 1);
  }

  /** @param {string} key of a card that was answered or otherwise acted on; the server does not know yet */
  acted(key) {
    this.#acts.set(key, { open: (this.#acts.get(key)?.open ?? 0) + 1, since: this.#tick });
  }

  /** @param {string} key of a card of which the server has confirmed one act */
  confirmed(key) {
    const act = this.#acts.get(key);
    if (act) this.#acts.set(key, { open: Math.max(0, act.open - 1), since: this.#tick });
  }

  /**
   * Take what a batch brings. A card that is here is not taken twice; nor is one that the server had not yet heard the
   * last of when it made the batch.
   *
   * @param {BatchCard[]} cards
   * @param {number} now
   * @param {{asked: number, onScreen?: string | undefined}} context
   * @returns {number} how many were new
   */
  add(cards, now, { asked, onScreen }) {
    const here = new Set(this.#all.map((card) => card.card));
    const fresh = cards.filter(({ card }) => card !== onScreen && !here.has(card) && this.isOpen(card, asked));
    for (const card of fresh) {
      if (isLearning(card) && (card.due_at ?? 0) > now) this.#learning.push(card);
      else this.#ready.push(card);
    }
    return fresh.length;
  }

  /**
   * @param {string} key
   * @param {number} asked
   * @returns {boolean} whether the server had heard all that was done here to the card when it was `asked`
   */
  isOpen(key, asked) {
    const act = this.#acts.get(key);
    return !act || (act.open === 0 && act.since < asked);
  }

  /** @param {string} key */
  has(key) {
    return this.#all.some((card) => card.card === key);
  }

  get #all() {
    return [...this.#front, ...this.#ready, ...this.#learning];
  }

  /**
   * @param {string} key of a card that this page repeats by itself: that is over
   * @returns {boolean} whether it was waiting
   */
  dropRepeat(key) {
    const before = this.#learning.length;
    this.#learning = this.#learning.filter((card) => card.card !== key || !card.is_repeat);
    return this.#learning.length < before;
  }

  /** @param {BatchCard} card comes back with its next fragment, to be shown when it is due */
  comesBack(card) {
    this.drop(card.card);
    if (isLearning(card)) this.#learning.push(card);
  }

  /** @param {BatchCard} card is shown before all others, as after an undo */
  putBack(card) {
    this.drop(card.card);
    this.#front.push(card);
  }

  /** @param {string} key */
  drop(key) {
    const others = (/** @type {BatchCard} */ card) => card.card !== key;
    this.#front = this.#front.filter(others);
    this.#ready = this.#ready.filter(others);
    this.#learning = this.#learning.filter(others);
  }

  /**
   * Remove and return the next card: learning that is due, then the server's order, then learning that is due soon.
   *
   * @param {number} now
   * @returns {BatchCard | undefined}
   */
  next(now) {
    return this.#front.pop() ?? this.#takeLearning(now) ?? this.#ready.shift() ?? this.#takeLearning(now + LEARN_AHEAD);
  }

  /** @returns {number | null} when the first card in learning may be shown, if one is here */
  get opensAt() {
    const first = this.#earliest();
    return first ? (first.due_at ?? 0) - LEARN_AHEAD : null;
  }

  #earliest() {
    return [...this.#learning].sort((a, b) => (a.due_at ?? 0) - (b.due_at ?? 0))[0];
  }

  /** @param {number} until */
  #takeLearning(until) {
    const first = this.#earliest();
    if (!first || (first.due_at ?? 0) > until) return undefined;
    this.#learning = this.#learning.filter((card) => card !== first);
    return first;
  }
}

/** @param {BatchCard} card */
const isLearning = (card) => card.state === "learning" || card.state === "relearning";
