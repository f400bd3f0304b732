import { forgetOpen, keepOpen, keptOpen } from "./back.js";
import { ApiError, named } from "./api.js";
import { Clock, Stopwatch } from "./clock.js";
import { gradeResponse } from "./grading.js";
import { Offline } from "./offline.js";
import { Outbox } from "./outbox.js";
import { Queue } from "./queue.js";
import { Supply } from "./supply.js";
import { Tally } from "./tally.js";
import { uuid7 } from "./uuid.js";
import { gettext, ngettext } from "./words.js";

/**
 * @typedef {import("./api.js").Batch} Batch
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./api.js").Result} Result
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("./stage.js").Stage} Stage
 * @typedef {import("./entry.js").Response} Response
 * @typedef {{id: string, card: BatchCard, side: "question" | "checking" | "answer", response: Response | null, hints: number,
 *            proposed: number}} Current the card on the screen; its id is made when it is shown
 * @typedef {{id: string, card: BatchCard, answered: boolean}} Step what an undo takes back
 */

const LOOK_AGAIN = 5_000;

/** One sitting: which card is on the screen, what was done, and what comes next. */
export class Session {
  #clock = new Clock();
  #watch = new Stopwatch();
  #queue = new Queue();
  /** @type {Current | null} */ #current = null;
  /** @type {Step[]} */ #steps = [];
  /** @type {Set<string>} */ #takenBack = new Set();
  /** @type {string} */ #leech = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #looking = false;
  /** @type {Tally} */ #tally;
  /** @type {() => boolean} whether a break is to be offered instead of the next card */ takesBreak = () => false;

  /**
   * @param {Panel} panel
   * @param {Stage} stage
   * @param {import("./store.js").Store} store
   * @param {string} person
   * @param {Record<string, any>} settings
   */
  constructor(panel, stage, store, person, settings) {
    this.panel = panel;
    this.stage = stage;
    this.#tally = new Tally(panel);
    this.supply = new Supply(this.#queue, this.#clock, {
      onScreen: () => this.#current?.card.card,
      onBatch: (batch) => {
        for (const key of batch.editable ?? []) panel.editable.add(key);
        this.#tally.said(batch.counts, this.outbox.waiting);
        this.offline.said(batch);
      },
    });
    this.offline = new Offline({
      person,
      settings,
      queue: this.#queue,
      clock: this.#clock,
      dayEnds: () => this.supply.latest?.day_ends_at ?? 0,
      onRepeat: (card) => this.#comesBack(card),
    });
    this.outbox = new Outbox({
      store,
      person,
      onResult: (result, card) => this.#onResult(result, card),
      onReply: () => {
        this.supply.refresh();
        if (!this.#current) void this.advance();
      },
      onChange: (state) => {
        if (state.trouble === "connection") this.offline.lost();
        panel.unsent(state);
      },
    });
  }

  /**
   * @param {Batch} batch what the page brought along
   * @param {string} view what it shows when there is no card
   */
  async start(batch, view) {
    await this.outbox.load();
    for (const card of this.outbox.cards) this.#queue.acted(card);
    const open = keptOpen(batch);
    this.#current = open && open.current;
    this.supply.take(batch);
    const wanted = new URLSearchParams(location.search).get("card");
    const first = batch.cards.find(({ card }) => card === wanted);
    if (first && this.#queue.has(first.card)) this.#queue.putBack(first);
    const card = open ? undefined : this.#queue.next(this.#clock.now());
    if (open) this.#reopen(open);
    else if (card) this.#show(card, "");
    else if (batch.cards.length > 0) void this.#lookFurther();
    else this.#rest(view === "card" ? "finished" : view);
    if (wanted && !first && view === "offline") this.panel.note(gettext("That question is not kept on this device."));
    void this.outbox.flush();
    void this.supply.ahead();
    this.offline.keep();
  }

  /** The connection is back, or the page is seen again. */
  resume() {
    this.offline.keep();
    void this.outbox.retry();
    if (!this.#current) void this.advance();
  }

  /** Show the answer, then take the proposed grade. */
  onward() {
    if (this.#current?.side === "answer") this.grade(this.#current.proposed);
    else void this.#showAnswer();
  }

  /** @param {number} number a grade, or before the answer the place of an option */
  number(number) {
    if (this.#current?.side === "answer") this.grade(number);
    else if (this.#current?.side === "question") this.stage.choose(number);
  }

  /** Something was entered: the label of the one button says what it will do. */
  entered() {
    if (this.#current?.side === "question") this.panel.ask(this.#current.card, this.stage.response() !== null);
  }

  /** @param {number} rating 1 to 4 */
  grade(rating) {
    const current = this.#current;
    if (current?.side !== "answer" || rating < 1 || rating > 4) return;
    const { card, id, response, hints } = current;
    const { revision, seed } = card;
    const mode = card.mode ?? named.mode;
    const due_at = card.dues[rating];
    this.#done(card, true, { id, revision, seed, duration_ms: this.#watch.read(), hints, rating, mode, due_at, response });
  }

  /** @param {"bury" | "suspend"} action */
  setAside(action) {
    if (this.#current) this.#done(this.#current.card, false, { id: uuid7(this.#clock.now()), action });
  }

  /** @returns {boolean} whether there was a step of this page to take back */
  undo() {
    const step = this.#steps.pop();
    if (!step) return false;
    this.#takenBack.add(step.id);
    this.#send({ id: uuid7(this.#clock.now()), undoes: step.id }, step.card.card);
    if (this.#current) this.#queue.putBack(this.#current.card);
    this.#queue.putBack(step.card);
    this.#tally.back(step.answered);
    this.supply.refresh();
    void this.advance(`${gettext("Taken back.")} `);
    return true;
  }

  suspendLeech() {
    this.#queue.drop(this.#leech);
    this.#send({ id: uuid7(this.#clock.now()), card: this.#leech, action: "suspend" }, this.#leech);
    this.panel.leech("");
  }

  /**
   * Bring the next card to the screen. What is here already comes without any request.
   *
   * @param {string} [before] said before the card is announced
   */
  async advance(before = "") {
    clearTimeout(this.#timer);
    forgetOpen();
    this.#current = null;
    const card = this.#queue.next(this.#clock.now());
    if (!card) return this.#lookFurther();
    if (this.takesBreak()) return this.#offerBreak(card);
    this.#show(card, before);
    return this.supply.ahead();
  }

  get isOnBreak() {
    return !this.#current && this.takesBreak();
  }

  /** @param {BatchCard} card waits until studying goes on */
  #offerBreak(card) {
    this.#queue.putBack(card);
    this.stage.clear();
    this.panel.view("break");
  }

  /** @param {BatchCard} card @param {string} before said before it is announced */
  #show(card, before) {
    this.#current = { id: uuid7(this.#clock.now()), card, side: "question", response: null, hints: 0, proposed: 3 };
    this.panel.view("card", card.card);
    this.stage.show(card);
    this.stage.tell("asked", card);
    this.entered();
    this.panel.announce(`${before}${ngettext("Next card. %(num)d left.", "Next card. %(num)d left.", this.#tally.left)}`);
    this.stage.focus();
    this.#watch.start();
  }

  /** @param {import("./back.js").Open} open the card in hand, whose answer was shown before the page was left */
  #reopen({ current: { card, proposed }, spent, html }) {
    this.panel.view("card", card.card);
    this.stage.root.innerHTML = html;
    this.stage.tell("asked", card);
    this.stage.tell("answered");
    this.panel.grades(card, proposed);
    this.#watch.start(spent);
  }

  async #showAnswer() {
    const current = this.#current;
    if (current?.side !== "question") return;
    const response = this.stage.response();
    current.side = "checking";
    this.panel.checking();
    const hints = this.stage.hints;
    const { check, proposed, trouble, unreadable } = await gradeResponse(current.card, response, hints);
    if (this.#current !== current) return;
    if (unreadable) {
      current.side = "question";
      this.entered();
      this.panel.note(unreadable);
      this.stage.focus();
      return;
    }
    Object.assign(current, { side: "answer", response, hints, proposed });
    this.panel.grades(current.card, proposed);
    this.panel.note(trouble);
    this.stage.reveal(current.card, response, check);
    this.stage.tell("answered", current.card);
    keepOpen(this.stage.root, { person: this.outbox.person, current, spent: this.#watch.read() });
    this.panel.announce(this.stage.spoken(check));
  }

  /**
   * @param {BatchCard} card
   * @param {boolean} answered
   * @param {Record<string, unknown> & {id: string}} entry
   */
  #done(card, answered, entry) {
    this.#steps.push({ id: entry.id, card, answered });
    const address = new URL(location.href);
    address.searchParams.delete("card"); // it was asked: loading the page again goes on with the day
    history.replaceState(null, "", address);
    this.#tally.done(answered);
    this.panel.undoable();
    this.#send({ ...entry, card: card.card }, card.card);
    if (answered) this.offline.answered(card, Number(entry.rating));
    void this.advance();
  }

  /** @param {Record<string, unknown> & {id: string}} entry @param {string} card */
  #send(entry, card) {
    this.#queue.acted(card);
    this.offline.acted(card);
    void this.outbox.add({ ...entry, answered_at: this.#clock.now() }, card);
  }

  /** @param {Result} result @param {string} card */
  #onResult(result, card) {
    this.#queue.confirmed(card);
    if (this.offline.heard(card, result.card)) this.#tally.done(false);
    if (this.#takenBack.has(result.id)) return;
    if (result.card && result.card.card !== this.#current?.card.card) this.#comesBack(result.card);
    if (!result.leech) return;
    this.#leech = card;
    this.panel.leech(card);
  }

  /** @param {BatchCard} card */
  #comesBack(card) {
    this.#queue.comesBack(card);
    this.#tally.back(false);
  }

  /** Nothing is here: send what waits, ask once more, then say how things stand. */
  async #lookFurther() {
    if (this.#looking) return;
    this.#looking = true;
    this.stage.clear();
    this.panel.view("loading");
    let view = "finished";
    try {
      await this.outbox.flush();
      await this.supply.fetch();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      view = "offline";
      this.offline.lost();
      await this.offline.draw();
    } finally {
      this.#looking = false;
    }
    const card = this.#current ? undefined : this.#queue.next(this.#clock.now());
    if (card) this.#show(card, "");
    else if (!this.#current) this.#rest(view);
  }

  /** @param {string} view */
  #rest(view) {
    const now = this.#clock.now();
    const next = this.#queue.opensAt ?? this.supply.latest?.next_due_at ?? null;
    const isToday = next !== null && next < (this.supply.latest?.day_ends_at ?? 0);
    this.panel.view(view === "finished" && isToday ? "waiting" : view);
    this.panel.nextDue(next, now);
    if (view === "finished") this.stage.tell("finished");
    this.panel.tomorrow(this.supply.latest?.tomorrow ?? null);
    const wait = view === "offline" ? LOOK_AGAIN : isToday && Math.max(next - now, LOOK_AGAIN);
    if (wait) this.#timer = setTimeout(() => void this.advance(), wait);
  }
}
