import { ApiError } from "./api.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./api.js").Entry} Entry
 * @typedef {import("./api.js").Reply} Reply
 * @typedef {import("./api.js").Result} Result
 * @typedef {import("./store.js").Kept} Kept
 * @typedef {import("./store.js").Store} Store
 * @typedef {{waiting: number, trouble: "" | "connection" | "signed-out", refused: string[],
 *            isLasting: boolean}} OutboxState `isLasting`: what waits survives the page
 */

const AT_ONCE = 50;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const LOST_TOKEN = "token_missing";

/**
 * What was done, on its way to the server. It is kept on this device until the server has named it, is sent in order in
 * the background, and is sent again with the same id after any failure: a repeat does no harm.
 */
export class Outbox {
  /** @type {Kept[]} */ #kept = [];
  /** @type {Promise<void> | null} */ #running = null;
  /** @type {OutboxState["trouble"]} */ #trouble = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #pause = FIRST_PAUSE;
  #order = Date.now();
  #isLasting = true;

  /**
   * @param {object} parts
   * @param {Store} parts.store
   * @param {string} parts.person whose answers these are: on a shared device each sends only their own
   * @param {() => Promise<string[]>} parts.guests the guests who became part of this person's account
   * @param {(entries: Entry[]) => Promise<Reply>} parts.send
   * @param {(result: Result, card: string) => void} parts.onResult for each entry that the server named
   * @param {(reply: Reply) => void} parts.onReply after that
   * @param {(state: OutboxState) => void} parts.onChange
   */
  constructor({ store, person, guests, send, onResult, onReply, onChange }) {
    this.store = store;
    this.person = person;
    this.guests = guests;
    this.send = send;
    this.onResult = onResult;
    this.onReply = onReply;
    this.onChange = onChange;
  }

  /** Take up what an earlier page left unsent, without sending yet. */
  async load() {
    await this.#takeOver();
    const kept = await this.store.all(this.person);
    this.#kept = kept.sort((a, b) => a.order - b.order);
    this.#report();
  }

  /** What a guest left unsent goes where the server says that the guest's log went, under the same ids. */
  async #takeOver() {
    const others = await this.store.others(this.person);
    if (others.length === 0) return;
    try {
      const guests = new Set(await this.guests());
      for (const kept of others) if (guests.has(kept.person)) await this.store.put({ ...kept, person: this.person });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // no connection: another page takes them over
    }
  }

  /** The cards, one for each entry that waits to be sent. */
  get cards() {
    return this.#sendable.map((kept) => kept.card);
  }

  get waiting() {
    return this.#sendable.length;
  }

  get #sendable() {
    return this.#kept.filter((kept) => kept.refused === undefined);
  }

  /**
   * @param {Entry} entry
   * @param {string} card the key of the card it is about
   */
  async add(entry, card) {
    const kept = { id: entry.id, person: this.person, order: (this.#order += 1), card, entry };
    this.#kept.push(kept);
    this.#report();
    await this.store.put(kept).catch(() => {
      this.#isLasting = false; // no room left: it is here as long as this page is
    });
    await this.flush();
  }

  /** Forget all, sent or not: this person leaves the device. */
  async empty() {
    await Promise.all(this.#kept.map((kept) => this.#forget(kept.id)));
  }

  /** Forget what the server refused. */
  async dismiss() {
    await Promise.all(this.#kept.filter((kept) => kept.refused !== undefined).map((kept) => this.#forget(kept.id)));
    this.#report();
  }

  /** Send all that waits. A call while it is being sent joins. Never rejects for a lost connection. */
  flush() {
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
      this.#report();
    });
    return this.#running;
  }

  /** The connection may be back: send at once, and soon again where it is not. */
  retry() {
    this.#pause = FIRST_PAUSE;
    return this.flush();
  }

  async #sendAll() {
    clearTimeout(this.#timer);
    let size = AT_ONCE;
    while (this.waiting > 0) {
      const group = this.#sendable.slice(0, size);
      try {
        await this.#take(await this.send(group.map((kept) => kept.entry)));
        this.#trouble = "";
        this.#pause = FIRST_PAUSE;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!isUnreadable(error)) return this.#later(error);
        // Somewhere in the group is one that the server cannot read: find it by sending them one by one.
        if (group.length === 1 && group[0]) await this.#refuse(group[0].id, error.message);
        size = 1;
      }
    }
  }

  /** @param {Reply} reply */
  async #take(reply) {
    for (const result of reply.results) {
      const card = this.#kept.find((kept) => kept.id === result.id)?.card ?? "";
      if (result.status === "refused") await this.#refuse(result.id, result.reason ?? gettext("The server did not take it."));
      else await this.#forget(result.id);
      this.onResult(result, card);
    }
    this.onReply(reply);
  }

  /** @param {ApiError} error */
  #later(error) {
    const signedOut = [400, 401, 403].includes(error.status);
    this.#trouble = signedOut ? "signed-out" : "connection";
    if (signedOut) return;
    this.#timer = setTimeout(() => this.flush(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  /** @param {string} id */
  async #forget(id) {
    this.#kept = this.#kept.filter((kept) => kept.id !== id);
    await this.store.remove(id);
  }

  /**
   * @param {string} id
   * @param {string} reason
   */
  async #refuse(id, reason) {
    const kept = this.#kept.find((one) => one.id === id);
    if (!kept) return;
    kept.refused = reason;
    await this.store.put(kept);
  }

  #report() {
    const refused = this.#kept.flatMap((kept) => (kept.refused === undefined ? [] : [kept.refused]));
    const isLasting = this.#isLasting && this.store.isLasting;
    this.onChange({ waiting: this.waiting, trouble: this.#trouble, refused, isLasting });
  }
}

/** @param {ApiError} error */
const isUnreadable = (error) => [400, 413, 422].includes(error.status) && error.code !== LOST_TOKEN;
