import { ApiError, fetchBatch } from "./api.js";

/**
 * @typedef {import("./api.js").Batch} Batch
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./queue.js").Queue} Queue
 */

const FEW = 8;
const MANY = 20;
const MOST = 100;

/** Brings cards into the queue before they are needed. */
export class Supply {
  /** @type {Promise<number> | null} */ #fetching = null;
  #exhausted = false;
  /** @type {Batch | null} what the server said last */
  latest = null;

  /**
   * @param {Queue} queue
   * @param {Clock} clock
   * @param {{onScreen: () => string | undefined, onBatch: (batch: Batch) => void}} hooks
   */
  constructor(queue, clock, { onScreen, onBatch }) {
    this.queue = queue;
    this.clock = clock;
    this.onScreen = onScreen;
    this.onBatch = onBatch;
  }

  /**
   * @param {Batch} batch
   * @param {number} [asked]
   * @returns {number} how many cards were new
   */
  take(batch, asked = this.queue.asked()) {
    this.clock.set(batch.now);
    this.latest = batch;
    const fresh = this.queue.add(batch.cards, this.clock.now(), { asked, onScreen: this.onScreen() });
    this.onBatch(batch);
    return fresh;
  }

  /** There may be more again: something was sent, or taken back. */
  refresh() {
    this.#exhausted = false;
  }

  /** Ask now. Throws ApiError. */
  async fetch() {
    await this.#fetching?.catch(() => 0);
    return this.#ask();
  }

  /** Ask in the background when few cards are left. Without a connection nothing happens: the next card asks again. */
  async ahead() {
    if (this.#exhausted || this.#fetching || this.queue.held >= FEW) return;
    try {
      this.#exhausted = (await this.#ask()) === 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  #ask() {
    const asked = this.queue.asked();
    this.#fetching = fetchBatch(Math.min(MOST, this.queue.held + MANY))
      .then((batch) => this.take(batch, asked))
      .finally(() => {
        this.#fetching = null;
      });
    return this.#fetching;
  }
}
