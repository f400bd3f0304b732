/**
 * Where what is unsent waits: IndexedDB, or memory where the browser refuses it (some private windows).
 *
 * @typedef {import("./api.js").Entry} Entry
 * @typedef {{id: string, person: string, order: number, card: string, entry: Entry, form?: string, refused?: string}} Kept
 *   `form`: the address that the entry goes to as a form, by itself; none is an answer
 * @typedef {{all(person: string): Promise<Kept[]>, others(person: string): Promise<Kept[]>, put(kept: Kept): Promise<void>, remove(id: string): Promise<void>,
 *            isLasting: boolean}} Store `isLasting`: what it holds survives the page
 */

/** @returns {Promise<Store>} */
export async function openStore() {
  try {
    return indexed(await settled(opening()));
  } catch {
    return inMemory();
  }
}

/** @returns {IDBOpenDBRequest} */
function opening() {
  const request = indexedDB.open("tumen", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("unsent", { keyPath: "id" }).createIndex("person", "person");
  };
  return request;
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Until a change is kept: a request that succeeded can still be undone with its transaction when the page goes.
 *
 * @param {IDBRequest} request
 * @returns {Promise<void>}
 */
function kept({ transaction }) {
  return new Promise((resolve, reject) => {
    if (!transaction) return resolve();
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {IDBDatabase} database @returns {Store} */
function indexed(database) {
  /** @param {IDBTransactionMode} mode */
  const unsent = (mode) => database.transaction("unsent", mode).objectStore("unsent");
  return {
    isLasting: true,
    all: (person) => settled(unsent("readonly").index("person").getAll(person)),
    others: async (person) => (await settled(unsent("readonly").getAll())).filter((kept) => kept.person !== person),
    put: async (entry) => kept(unsent("readwrite").put(entry)),
    remove: (id) => kept(unsent("readwrite").delete(id)),
  };
}

/** @returns {Store} */
function inMemory() {
  /** @type {Map<string, Kept>} */
  const held = new Map();
  return {
    isLasting: false,
    all: async (person) => [...held.values()].filter((kept) => kept.person === person),
    others: async (person) => [...held.values()].filter((kept) => kept.person !== person),
    put: async (kept) => void held.set(kept.id, kept),
    remove: async (id) => void held.delete(id),
  };
}
