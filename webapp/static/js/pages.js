/** The pages to read, kept on this device for one person, in a cache of their own that goes when they sign out. */

const PREFIX = "tumen-pages-";
const FIRST = "/read";
const ALSO = ["/timeline", "/positions"];
const MOST = 500;
const STALE = 60 * 60_000;
const KEPT_AT = "X-Kept-At";
const QUESTIONS = /read\/[^/]+\/ask$/; // of an article, to be answered in its text
const TEXTS = /href="(\/read\/[\w-]+(?:\/passage\/[\w-]+)?)"/g; // articles, and passages of the long ones
const FILES = /"(\/static\/[^"]+)"/g;

/** @param {string} [person] all but this one's pages go */
export async function forgetPages(person) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + person);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** @param {string} person @returns {Promise<number>} how many articles are kept */
export async function keptArticles(person) {
  const cache = await caches.open(PREFIX + person);
  return (await cache.keys()).filter(({ url }) => QUESTIONS.test(url)).length;
}

/**
 * Keep all articles and the pages about them, unless that was done within the hour: the list of them comes first, so that
 * what is kept is found, and once more at the end, which says so. Each page leads to further ones, that of a long article
 * to those of its passages, which come after all articles. Stops at the first that fails; another page goes on from there.
 *
 * @param {string} person whose pages they must be: somebody else may have signed in meanwhile
 */
export async function keepPages(person) {
  const cache = await caches.open(PREFIX + person);
  if (isFresh(await cache.match(FIRST))) return;
  const wanted = new Set();
  const paths = new Set(ALSO); // grows while it is walked over

  /** @param {string} path @param {number} [now] as of when it is fresh */
  const keep = async (path, now = Date.now()) => {
    const before = await cache.match(path);
    const response = before && isFresh(before) ? before : await fetch(path);
    const text = await response.text();
    if (!response.ok || !text.includes(` data-person="${person}"`)) throw new Error(`${path} is not this person's.`);
    const files = found(text, FILES);
    for (const each of [path, ...files]) wanted.add(each);
    for (const each of found(text, TEXTS)) if (paths.size < MOST) paths.add(each).add(`${each}/ask`);
    if (response === before) return;
    for (const file of files) if (!(await caches.match(file))) await cache.add(file);
    const headers = new Headers(response.headers);
    headers.delete("Content-Encoding");
    headers.set(KEPT_AT, String(now));
    await cache.put(path, new Response(text.replace("<html ", `<html data-kept-at="${Date.now()}" `), { headers }));
  };

  await keep(FIRST, 0);
  for (const path of paths) await keep(path);
  await keep(FIRST);
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url.slice(location.origin.length))) await cache.delete(request);
  }
}

/** @param {string} text @param {RegExp} what */
const found = (text, what) => [...text.matchAll(what)].map(([, each]) => String(each));

/** @param {Response | undefined} kept */
const isFresh = (kept) => Date.now() - Number(kept?.headers.get(KEPT_AT)) < STALE;
