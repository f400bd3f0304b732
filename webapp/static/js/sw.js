/**
 * The service worker: studying and reading go on without a connection. The server puts `self.SHELL` before this.
 *
 * It answers for pages and for files whose address names their content, nothing else: what is posted and what the API
 * says is never kept here. The network comes first for a page; pages of a person are put into a cache by the pages
 * themselves (pages.js), which also take it away. Without `skipWaiting` a new version waits until no page of the old
 * one is open, so that no page loses the files that it was made with.
 *
 * @typedef {Event & {waitUntil(done: Promise<unknown>): void}} Lasting
 * @typedef {Event & {request: Request, respondWith(answer: Promise<Response>): void}} Fetching
 */
const worker = /** @type {any} */ (self);
/** @type {{version: string, study: string, elsewhere: string, files: string[]}} */
const listed = worker.SHELL;
const PREFIX = "tumen-shell-";
const CACHE = PREFIX + listed.version;
const PATIENCE = 4_000; // milliseconds, until a page that is kept is shown instead of a slow one

worker.addEventListener("install", (/** @type {Lasting} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {Lasting} */ event) => event.waitUntil(forgetOlder()));
worker.addEventListener("fetch", (/** @type {Fetching} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  const isGet = request.method === "GET";
  if (request.mode === "navigate") {
    if (isGet) event.respondWith(page(request, pathname));
    else if (pathname === "/start") event.respondWith(started(request));
  } else if (isGet && pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function install() {
  const cache = await caches.open(CACHE);
  const pages = [listed.study, listed.elsewhere].map(
    (path) => new Request(path, { credentials: "omit", cache: "reload" }), // of nobody: nothing of a person is in them
  );
  await cache.addAll([...pages, ...listed.files]);
}

async function forgetOlder() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function page(request, path) {
  const fetched = fetch(request);
  const kept = await caches.match(path === "/study" ? listed.study : request, { ignoreVary: true });
  try {
    return await (kept ? Promise.race([fetched, later(kept)]) : fetched);
  } catch {
    return kept ?? (await caches.match(listed.elsewhere)) ?? Response.error();
  }
}

/** @param {Response} response @returns {Promise<Response>} */
const later = (response) => new Promise((resolve) => setTimeout(() => resolve(response), PATIENCE));

/** The button that starts to study also works without a connection. @param {Request} request */
const started = (request) => fetch(request).catch(() => Response.redirect("/study", 303));

/** @param {Request} request for a file whose address names its content */
const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
