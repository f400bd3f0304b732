import { ApiError, deliver, fetchSession, LOST_TOKEN } from "./api.js";
import { gettext, ngettext } from "./words.js";

/**
 * @typedef {import("./api.js").Entry} Entry
 * @typedef {import("./api.js").Gone} Gone
 * @typedef {import("./api.js").Reply} Reply
 * @typedef {import("./api.js").Result} Result
 * @typedef {import("./store.js").Kept} Kept
 * @typedef {import("./store.js").Store} Store
 * @typedef {{waiting: number, words: string, trouble: "" | "connection" | "signed-out", how: string, refused: string[],
 *            isLasting: boolean}} OutboxState `words` say what waits, `how` until when; `isLasting`: it survives the page
 */

const AT_ONCE = 50;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const REPORT = "/report/";
const QUIZ = "/quiz/";
const OVER = [404, 409]; // what a form is about is gone, or takes nothing any more

/**
 * What was done and written, on its way to the server. It is kept on this device until the server has named it, is sent in order in
 * the background, and is sent again with the same id after any failure: a repeat does no harm.
 */
export class Outbox {
  /** @type {Kept[]} */ #kept = [];
  /** @type {Promise<void> | null} */ #running = null;
  /** @type {OutboxState["trouble"]} */ #trouble = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #pause = FIRST_PAUSE;
  #order = Date.now();
  /** @type {Map<string, (result: Result) => boolean | void>} by the id of what they wait for */ #heard = new Map();
  #isLasting = true;

  /**
   * @param {object} parts
   * @param {Store} parts.store
   * @param {string} parts.person whose answers these are: on a shared device each sends only their own
   * @param {(state: OutboxState) => void} parts.onChange
   * @param {(result: Result, card: string) => void} [parts.onResult] for each answer that the server named
   * @param {() => void} [parts.onReply] after that
   * @param {() => Promise<Gone>} [parts.guests] what became of those who were guests before
   * @param {(entries: Entry[], form?: string) => Promise<Reply>} [parts.send]
   */
  constructor({ store, person, onChange, onResult, onReply, guests = fetchSession, send = deliver }) {
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

  /**
   * What a guest left unsent goes where the server says that the guest's log went, under the same ids; or away, where
   * it says that the guest's log was deleted.
   */
  async #takeOver() {
    const others = await this.store.others(this.person);
    if (others.length === 0) return;
    try {
      const { guests, gone } = await this.guests();
      for (const kept of others) {
        if (guests.includes(kept.person)) await this.store.put({ ...kept, person: this.person });
        else if (gone.includes(kept.person)) await this.store.remove(kept.id);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // no connection: another page takes them over
    }
  }

  /** The cards, one for each answer that waits to be sent. */
  get cards() {
    return this.#sendable.filter((kept) => !kept.form).map((kept) => kept.card);
  }

  get waiting() {
    return this.cards.length;
  }

  /** What waits to be sent, in words; empty where nothing does. */
  get words() {
    const answers = this.#sendable.filter(({ form }) => !form || form.startsWith(QUIZ)).length;
    const remarks = this.#sendable.length - answers;
    return [
      answers && ngettext("%(num)d answer is not sent yet.", "%(num)d answers are not sent yet.", answers),
      remarks && ngettext("%(num)d note or report is not sent yet.", "%(num)d notes or reports are not sent yet.", remarks),
    ]
      .filter(Boolean)
      .join(" ");
  }

  /** Until when it waits. */
  get how() {
    return this.#trouble === "signed-out"
      ? gettext("You are signed out: sign in again on this device, and all is sent.")
      : gettext("All is kept on this device and is sent as soon as there is a connection.");
  }

  /** @param {string} form @param {string} card @returns {Kept | undefined} what was written last in the form about the card */
  written(form, card) {
    return this.#kept.filter((kept) => kept.form === form && kept.card === card).at(-1);
  }

  get #sendable() {
    return this.#kept.filter((kept) => kept.refused === undefined);
  }

  /**
   * @param {Entry} entry
   * @param {string} card the key of the card it is about
   * @param {(result: Result) => boolean | void} [onResult] what became of it; true: a refusal has been said
   */
  add(entry, card, onResult) {
    if (onResult) this.#heard.set(entry.id, onResult);
    return this.#put({ id: entry.id, person: this.person, order: (this.#order += 1), card, entry });
  }

  /**
   * Send what was written in a form about a card. A note, or an answer in a quiz, goes in the place of the one that is
   * not sent; a report goes beside others.
   *
   * @param {string} form
   * @param {Entry} entry
   * @param {string} card
   * @param {(result: Result) => boolean | void} onResult what became of it, now or later; true: a refusal has been said
   */
  async write(form, entry, card, onResult) {
    const earlier = this.#kept.find((kept) => kept.id === entry.id) ?? (form.startsWith(REPORT) ? undefined : this.written(form, card));
    if (earlier) this.#kept = this.#kept.filter((kept) => kept !== earlier);
    this.#heard.set(entry.id, onResult);
    await this.#put({ id: entry.id, person: this.person, order: (this.#order += 1), card, entry, form }, earlier);
  }

  /** @param {Kept} kept @param {Kept} [earlier] in whose place it is: gone when the new one is kept */
  async #put(kept, earlier) {
    this.#kept.push(kept);
    this.#report();
    await this.store.put(kept).catch(() => {
      this.#isLasting = false; // no room left: it is here as long as this page is
    });
    if (earlier && earlier.id !== kept.id) await this.store.remove(earlier.id);
    await this.flush();
  }

  /** Forget all, sent or not: this person leaves the device. */
  empty() {
    return this.dismiss(() => true);
  }

  /** Forget what the server refused. */
  async dismiss(isMeant = (/** @type {Kept} */ kept) => kept.refused !== undefined) {
    await Promise.all(this.#kept.filter(isMeant).map((kept) => this.#forget(kept.id)));
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
    for (let next = this.#sendable; next[0]; next = this.#sendable) {
      const { form } = next[0];
      const end = next.findIndex((kept) => kept.form);
      const group = next.slice(0, form ? 1 : end < 0 ? size : Math.min(end, size));
      try {
        await this.#take(await this.send(group.map((kept) => kept.entry), form));
        this.#trouble = "";
        this.#pause = FIRST_PAUSE;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!isUnreadable(error) && !(form && OVER.includes(error.status))) return this.#later(error);
        // Somewhere in the group is one that the server cannot read: find it by sending them one by one.
        if (group.length === 1 && group[0]) await this.#refuse(group[0].id, error.message, error.code);
        size = 1;
      }
    }
  }

  /** @param {Reply} reply */
  async #take(reply) {
    for (const result of reply.results) {
      const sent = this.#kept.find((kept) => kept.id === result.id);
      if (result.status === "refused") await this.#refuse(result.id, result.reason ?? gettext("The server did not take it."));
      else {
        await this.#forget(result.id);
        this.#heard.get(result.id)?.(result);
      }
      if (sent && !sent.form) this.onResult?.(result, sent.card); // what took its place meanwhile is sent by itself
    }
    this.onReply?.();
  }

  /** @param {ApiError} error */
  #later(error) {
    this.#trouble = [400, 401, 403].includes(error.status) ? "signed-out" : "connection";
    if (this.#trouble === "signed-out") return;
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
   * @param {string} [code]
   */
  async #refuse(id, reason, code) {
    const kept = this.#kept.find((one) => one.id === id);
    if (!kept) return;
    if (this.#heard.get(id)?.({ id, status: "refused", reason, code })) return this.#forget(id);
    kept.refused = reason;
    await this.store.put(kept);
  }

  #report() {
    const refused = this.#kept.flatMap((kept) => (kept.refused === undefined ? [] : [kept.refused]));
    const isLasting = this.#isLasting && this.store.isLasting;
    const { words, how } = this;
    this.onChange({ waiting: this.#sendable.length, words, trouble: this.#trouble, how, refused, isLasting });
  }
}

/** @param {ApiError} error */
const isUnreadable = (error) => [400, 413, 422].includes(error.status) && error.code !== LOST_TOKEN;
