import { gettext } from "./words.js";

/**
 * @typedef {{by: "keys", right: string[], feedback: Record<string, string>} | {by: "check"} | {by: "self"}} Grading
 *
 * @typedef {{card: string, revision: number, seed: number, grading: Grading}} Asked what is needed of a card to answer it
 *
 * @typedef {object} BatchCard a card as the server hands it out; `due_at` in milliseconds, `intervals` by rating
 * @property {string} card
 * @property {number} version
 * @property {number} revision
 * @property {string} kind
 * @property {string} state
 * @property {number} seed
 * @property {number | null} due_at
 * @property {string} html
 * @property {Grading} grading
 * @property {Record<string, string>} intervals
 * @property {{text: string, html: string}} [note] to self; a card that comes back has none, it is known here already
 * @property {Record<string, number>} [steps] milliseconds until it comes again, by the ratings after which that is today
 * @property {string} [mode] why it is answered, where that is not what the page says
 * @property {boolean} [is_repeat] this page shows it again by itself: the server has not said yet how it goes on
 * @property {Record<string, number>} dues when the card comes back, by rating, where a day was chosen for it
 *
 * @typedef {{left: number, answered: number}} Counts
 * @typedef {{now: number, person: string, counts: Counts, next_due_at: number | null, day_ends_at: number,
 *            tomorrow: {left: number, minutes: number} | null, settings: Record<string, any>, cards: BatchCard[], editable?: string[]}} Batch
 *   `settings`: of the study page; `editable`: keys of the cards whose questions the person may edit
 * @typedef {Record<string, unknown> & {id: string}} Entry one line for the review log, or the fields of a form; `body`: those as they are sent
 * @typedef {{id: string, status: "recorded" | "duplicate" | "refused", reason?: string, card?: BatchCard,
 *            leech?: boolean, said?: any, code?: string}} Result `said`: the reply to a form; `code` of a refusal
 * @typedef {{guests: string[], gone: string[]}} Gone guests who became part of the account, and those who were deleted
 * @typedef {{results: Result[]}} Reply
 * @typedef {"right" | "partly" | "wrong"} Outcome
 * @typedef {{outcome: Outcome, score: number, proposed: number, why: string, parts: Record<string, Outcome | "empty">,
 *            found: string[]}} Check `why` is HTML, `found` has the items of a list that were named
 */

/** What the server or the lack of one said. `status` 0: no connection, or no answer in time. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

// A post outlives the page that made it; browsers allow that for 64 KiB at a time.
const LONGEST_KEPT_ALIVE = 30_000;

const JSON_TYPE = "application/json";
const SIGNED_OUT = gettext("You are signed out in this browser."); // or somebody else is signed in
export const LOST_TOKEN = "token_missing";

/** @param {string} name @returns {string} */
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
/** What is studied, where that is not the day: a part of an address. */
export const sitting = meta("study-sitting");

/** @type {{mode?: string}} what an answer says of why it was given; nothing where that is the usual */
export const named = ["", "study"].includes(meta("study-mode")) ? {} : { mode: meta("study-mode") };

let token = meta("csrf-token");
let person = document.body.dataset.person ?? "";

/** @param {string} id whose requests these are; they are never made under the name of somebody else */
export function actFor(id) {
  person = id;
}

/**
 * @param {string} path
 * @param {unknown} [body] posted, as JSON unless it is of a form; without it the request is a GET
 * @param {number} [patience] milliseconds
 * @returns {Promise<any>}
 */
async function request(path, body, patience = 20_000) {
  const isForm = body instanceof URLSearchParams;
  const text = body === undefined ? null : isForm ? String(body) : JSON.stringify(body);
  const type = isForm ? "application/x-www-form-urlencoded" : JSON_TYPE;
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method: text === null ? "GET" : "POST",
      headers: { Accept: JSON_TYPE, ...(text === null ? {} : { "Content-Type": type, "X-CSRFToken": token }) },
      body: text,
      signal: AbortSignal.timeout(patience),
      keepalive: text !== null && text.length < LONGEST_KEPT_ALIVE,
    });
  } catch {
    throw new ApiError(0, "connection", gettext("No connection."));
  }
  const content = await response.json().catch(() => null);
  if (response.ok && content !== null) return content;
  const { code = "", message = gettext("The server could not answer.") } = content?.error ?? {};
  throw new ApiError(response.status, code, response.status === 401 ? SIGNED_OUT : message);
}

/**
 * Post, by the token of the page. A page from this device's store has none, and that of an old page may be over: then
 * the person's present one is fetched.
 *
 * @param {string} path
 * @param {unknown} body
 * @param {number} [patience]
 */
async function post(path, body, patience) {
  if (!token) await fetchSession();
  try {
    return await request(path, body, patience);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== LOST_TOKEN) throw error;
    await fetchSession();
    return request(path, body, patience);
  }
}

/**
 * @returns {Promise<Gone & {csrf_token: string}>} the token of whose page this is, which from now on is sent, and whom the
 *   account took the place of. Throws ApiError, also where somebody else is signed in now
 */
export async function fetchSession() {
  const session = await request("/api/v1/session");
  checkPerson(session.person);
  token = session.csrf_token;
  return session;
}

/** @param {string} known in this browser now, as the server says it */
function checkPerson(known) {
  if (known !== person) throw new ApiError(401, "other_person", SIGNED_OUT);
}

/** @param {number} limit @param {number} [skip] @returns {Promise<Batch>} */
export async function fetchBatch(limit, skip = 0) {
  const batch = await request(`/api/v1/study/batch?limit=${limit}${skip ? `&skip=${skip}` : ""}${sitting ? `&${sitting}` : ""}`);
  checkPerson(batch.person);
  return batch;
}

/**
 * @param {Entry[]} entries
 * @param {string} [form] the address that the one entry goes to as a form; without it they are answers
 * @returns {Promise<Reply>}
 */
export async function deliver(entries, form) {
  const [entry] = entries;
  if (!form || !entry) return post("/api/v1/reviews", entries);
  const fields = new URLSearchParams(/** @type {any} */ (entry.body ?? entry));
  fields.set("ago", String(Math.max(0, Date.now() - Number(entry.written_at ?? Infinity)))); // an older page said nothing
  const said = await post(form, fields);
  return { results: [{ id: entry.id, status: "recorded", said }] };
}

/**
 * @param {Asked} card
 * @param {unknown} response
 * @returns {Promise<Check>}
 */
export const check = (card, response) =>
  post("/api/v1/check", { card: card.card, revision: card.revision, response }, 5_000);
