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
    return indexed(await opened("tumen", (made) => made.createObjectStore("unsent", { keyPath: "id" }).createIndex("person", "person")));
  } catch {
    return inMemory();
  }
}

/**
 * @param {string} name
 * @param {(made: IDBDatabase) => void} make what it is to have, when there is none of this name yet
 */
export function opened(name, make) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => make(request.result);
  return settled(request);
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
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
export function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {IDBDatabase} database @returns {Store} */
function indexed(database) {
  /** @param {IDBTransactionMode} mode */
  const unsent = (mode) => database.transaction("unsent", mode).objectStore("unsent");
  /** @param {(store: IDBObjectStore) => void} change */
  const changed = (change) => {
    const store = unsent("readwrite");
    change(store);
    return done(store.transaction);
  };
  return {
    isLasting: true,
    all: (person) => settled(unsent("readonly").index("person").getAll(person)),
    others: async (person) => (await settled(unsent("readonly").getAll())).filter((kept) => kept.person !== person),
    put: async (entry) => changed((store) => store.put(entry)),
    remove: async (id) => changed((store) => store.delete(id)),
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
