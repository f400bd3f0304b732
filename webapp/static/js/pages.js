/** The pages to read, kept on this device for one person, in a cache of their own that goes when they sign out. */

const PREFIX = "tumen-pages-";
const FIRST = "/read";
const QUESTIONS = "/ask"; // of an article, to be answered in its text
const ALSO = ["/timeline", "/positions"];
const MOST = 120;
const STALE = 60 * 60_000;
const KEPT_AT = "X-Kept-At";

/** @param {string} [person] all but this one's pages go */
export async function forgetPages(person) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + person);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** @param {string} person @returns {Promise<number>} how many articles are kept */
export async function keptArticles(person) {
  const cache = await caches.open(PREFIX + person);
  return (await cache.keys()).filter((request) => request.url.endsWith(QUESTIONS)).length;
}

/**
 * Keep all articles and the pages about them, unless that was done within the hour: the list of them comes first, so that
 * what is kept is found, and once more at the end, which says so. Stops at the first that fails; another page goes on from
 * there.
 *
 * @param {string} person
 */
export async function keepPages(person) {
  const cache = await caches.open(PREFIX + person);
  if (isFresh(await cache.match(FIRST))) return;
  /** @type {Set<string>} */
  const wanted = new Set();
  const list = await keepPage(cache, FIRST, person, wanted, 0);
  const articles = [...list.matchAll(/href="(\/read\/[^"#?]+)"/g)].flatMap(([, path]) => [path ?? "", path + QUESTIONS]);
  for (const path of [...[...ALSO, ...new Set(articles)].slice(0, MOST), FIRST]) await keepPage(cache, path, person, wanted);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await cache.delete(request);
  }
}

/**
 * @param {Cache} cache
 * @param {string} path
 * @param {string} person whose page it must be: somebody else may have signed in meanwhile
 * @param {Set<string>} wanted gets the addresses of the page and of its files
 * @param {number} now as of when it is fresh
 * @returns {Promise<string>} the page
 */
async function keepPage(cache, path, person, wanted, now = Date.now()) {
  const before = await cache.match(path);
  const response = before && isFresh(before) ? before : await fetch(path);
  const text = await response.text();
  if (!response.ok || !text.includes(` data-person="${person}"`)) throw new Error(`${path} is not this person's.`);
  const files = [...text.matchAll(/"(\/static\/[^"]+)"/g)].map(([, file]) => String(file));
  for (const each of [path, ...files]) wanted.add(each);
  if (response === before) return text;
  for (const file of files) if (!(await caches.match(file))) await cache.add(file);
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(KEPT_AT, String(now));
  await cache.put(path, new Response(text.replace("<html ", `<html data-kept-at="${Date.now()}" `), { headers }));
  return text;
}

/** @param {Response | undefined} kept */
const isFresh = (kept) => Date.now() - Number(kept?.headers.get(KEPT_AT)) < STALE;
