import { dayOf, dropCard, fill, keepCard, keepDay, keptCards, lastDay, mayFetch } from "./reserve.js";

/**
 * @typedef {import("./api.js").Batch} Batch
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./queue.js").Queue} Queue
 */

const REST = 1_500; // milliseconds after the start, before the rest of the day is fetched
const AGAIN = "1";

/**
 * What keeps a sitting going without a connection: the reserve of the day's cards, and cards in learning that are
 * repeated here as far as this page knows their steps. The server's word replaces such a repeat as soon as it is heard.
 */
export class Offline {
  /** @type {Map<string, BatchCard>} repeats that the server's word may still make needless */ #held = new Map();
  #isLost = false;

  /**
   * @param {object} parts
   * @param {string} parts.person
   * @param {Queue} parts.queue
   * @param {Clock} parts.clock
   * @param {Record<string, any>} parts.settings
   * @param {() => number} parts.dayEnds milliseconds
   * @param {(card: BatchCard) => void} parts.onRepeat a card is to be shown again today
   */
  constructor({ person, queue, clock, settings, dayEnds, onRepeat }) {
    this.person = person;
    this.queue = queue;
    this.clock = clock;
    this.settings = settings;
    this.dayEnds = dayEnds;
    this.onRepeat = onRepeat;
  }

  /** @param {Batch} batch what the server said last */
  said(batch) {
    void lastDay().then((day) => keepDay(dayOf(batch, this.settings, day?.person === this.person ? day.filled : 0)));
  }

  /** Keep the rest of the day here, when nothing else is to be done. Without a connection nothing happens. */
  keep() {
    setTimeout(() => {
      const page = {
        settings: this.settings,
        asked: () => this.queue.asked(),
        isOpen: (/** @type {BatchCard} */ card, /** @type {number} */ asked) => this.queue.isOpen(card.card, asked),
      };
      if (mayFetch()) fill(this.person, page).catch(() => {}); // the next page tries again
    }, REST);
  }

  /** @param {string} key of a card that was acted on */
  acted(key) {
    this.#held.delete(key);
    void dropCard(this.person, key);
  }

  /**
   * @param {BatchCard} card
   * @param {number} rating
   */
  answered(card, rating) {
    const repeat = repeatOf(card, rating, this.clock.now());
    if (!repeat || (repeat.due_at ?? 0) >= this.dayEnds()) return;
    if (this.#isLost) this.#show(repeat);
    else this.#held.set(card.card, repeat);
  }

  /**
   * The server has named what became of an answer.
   *
   * @param {string} key
   * @param {BatchCard | undefined} next the card as it comes again, if it does
   * @returns {boolean} whether a repeat was waiting here
   */
  heard(key, next) {
    this.#isLost = false;
    this.#held.delete(key);
    const waited = this.queue.dropRepeat(key);
    if (next) void keepCard(this.person, next);
    else if (waited) void dropCard(this.person, key);
    return waited;
  }

  /** There is no connection: what is known here has to do. */
  lost() {
    this.#isLost = true;
    for (const repeat of this.#held.values()) this.#show(repeat);
    this.#held.clear();
  }

  /** Put what is kept into the queue. */
  async draw() {
    const cards = await keptCards(this.person);
    const fresh = cards.filter((card) => !card.is_repeat);
    for (const card of cards) if (card.is_repeat && !this.queue.has(card.card)) this.queue.comesBack(card);
    this.queue.add(fresh, this.clock.now(), { asked: this.queue.asked() });
  }

  /** @param {BatchCard} repeat */
  #show(repeat) {
    void keepCard(this.person, repeat);
    this.onRepeat(repeat);
  }
}

/**
 * A card as it is shown again after an answer of which the server does not know yet. Where it leads from there is not
 * known here, but that a card missed again takes the same step.
 *
 * @param {BatchCard} card
 * @param {number} rating
 * @param {number} now
 * @returns {BatchCard | null}
 */
function repeatOf(card, rating, now) {
  const { [rating]: wait, [AGAIN]: again } = card.steps ?? {};
  if (wait === undefined) return null;
  /** @type {Record<string, number>} */
  const steps = again === undefined ? {} : { [AGAIN]: again };
  const state = card.state === "new" ? "learning" : card.state === "review" ? "relearning" : card.state;
  return { ...card, state, due_at: now + wait, steps, intervals: {}, is_repeat: true };
}

/**
 * What the page would have brought along, from what is kept here.
 *
 * @returns {Promise<{batch: Batch, settings: Record<string, any>} | null>} null where nothing is kept
 */
export async function keptBatch() {
  const day = await lastDay();
  if (!day) return null;
  const { ahead, settings, ...rest } = day;
  const cards = await keptCards(day.person);
  return { batch: { ...rest, settings, now: Date.now() + ahead, cards }, settings: { ...settings, view: "offline" } };
}
