import { fetchBatch } from "./api.js";
import { done, opened } from "./store.js";

/**
 * The rest of the day's cards, kept on this device for the time without a connection.
 *
 * @typedef {import("./api.js").Batch} Batch
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {Omit<Batch, "cards" | "now"> & {ahead: number, filled: number, settings: Record<string, any>}} Day what was
 *   said with the cards; `ahead` of this device's clock is the server's, `filled` when the cards were fetched
 * @typedef {{person: string, key: string, place: number, card: BatchCard}} KeptCard
 */

const MOST = 200;
const AT_ONCE = 100;
const STALE = 10 * 60_000;

/** @param {IDBDatabase} made */
function make(made) {
  made.createObjectStore("days", { keyPath: "person" });
  made.createObjectStore("cards", { keyPath: ["person", "key"] });
}

/** @type {Promise<IDBDatabase> | undefined} */
let database;

/**
 * Do something with both stores in one transaction. Where the browser keeps nothing, or has no room left, nothing
 * happens: studying goes on without a reserve.
 *
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(days: IDBObjectStore, cards: IDBObjectStore) => IDBRequest<T> | void} act
 * @returns {Promise<T | undefined>} what the request that it returns gave
 */
async function within(mode, act) {
  try {
    database ??= opened("tumen-day", make);
    const transaction = (await database).transaction(["days", "cards"], mode);
    const request = act(transaction.objectStore("days"), transaction.objectStore("cards"));
    await done(transaction);
    return request?.result;
  } catch {
    return undefined;
  }
}

/** @param {string} person */
const allOf = (person) => IDBKeyRange.bound([person], [person, []]);

/** @returns {Promise<Day | undefined>} the newest day on this device, whosever it is */
export async function lastDay() {
  const days = (await within("readonly", (store) => store.getAll())) ?? [];
  return days.sort((a, b) => b.filled - a.filled)[0];
}

/** @param {string} person @returns {Promise<BatchCard[]>} in the order of showing */
export async function keptCards(person) {
  /** @type {KeptCard[]} */
  const kept = (await within("readonly", (_, cards) => cards.getAll(allOf(person)))) ?? [];
  return kept.sort((a, b) => a.place - b.place).map(({ card }) => card);
}

/** @param {string} person */
export const keptCount = async (person) => (await within("readonly", (_, cards) => cards.count(allOf(person)))) ?? 0;

/**
 * @param {string} person
 * @param {BatchCard} card comes again
 */
export const keepCard = (person, card) =>
  within("readwrite", (_, cards) => void cards.put({ person, key: card.card, place: Date.now(), card }));

/**
 * @param {string} person
 * @param {string} key
 */
export const dropCard = (person, key) => within("readwrite", (_, cards) => void cards.delete([person, key]));

/** @param {Day} day what was said last */
export const keepDay = (day) => within("readwrite", (days) => void days.put(day));

/** @param {string} [person] all but this one's days go */
export async function forgetDays(person) {
  const days = (await within("readonly", (store) => store.getAllKeys())) ?? [];
  const others = days.map(String).filter((each) => each !== person);
  await within("readwrite", (store, cards) => {
    for (const each of others) store.delete(each);
    for (const each of others) cards.delete(allOf(each));
  });
}

/**
 * @param {Batch} batch
 * @param {Record<string, any>} settings of the study page
 * @param {number} filled
 * @returns {Day}
 */
export function dayOf({ cards, now, ...rest }, settings, filled) {
  return { ...rest, ahead: now - Date.now(), settings, filled };
}

/**
 * Fetch the rest of the day and keep it in the place of what was kept, unless that is new. Throws ApiError.
 *
 * @param {string} person
 * @param {{settings?: Record<string, any>, asked?: () => number, isOpen?: (card: BatchCard, asked: number) => boolean}} [page]
 *   `isOpen` says whether a card may still be shown that the server named after `asked`
 */
export async function fill(person, { settings, asked = () => 0, isOpen = () => true } = {}) {
  const before = await lastDay();
  if (before?.person === person && Date.now() - before.filled < STALE) return;
  /** @type {Map<string, BatchCard>} */
  const found = new Map();
  const tick = asked();
  let batch;
  let skip = 0;
  do {
    batch = await fetchBatch(AT_ONCE, skip);
    for (const card of batch.cards) found.set(card.card, card);
    skip += AT_ONCE;
  } while (skip < MOST && batch.cards.length === AT_ONCE);
  const day = dayOf(batch, settings ?? batch.settings, Date.now());
  await within("readwrite", (days, cards) => {
    days.put(day);
    cards.delete(allOf(person));
    [...found.values()].forEach((card, place) => {
      if (isOpen(card, tick)) cards.put({ person, key: card.card, place, card });
    });
  });
}

/** @returns {boolean} whether there is a connection that may be used for what is not asked for yet */
export const mayFetch = () =>
  navigator.onLine && !(/** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData);
