import { gettext, language, ngettext } from "./words.js";

/** The server's time as far as it is known here, and how long a card was looked at. */
export class Clock {
  #ahead = 0;

  /** @param {number} serverNow milliseconds, as a batch says it */
  set(serverNow) {
    this.#ahead = serverNow - Date.now();
  }

  now() {
    return Date.now() + this.#ahead;
  }
}

/** Time on a card; it stands still while the page is out of sight. */
export class Stopwatch {
  #spent = 0;
  #since = performance.now();

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#spent += performance.now() - this.#since;
      else this.#since = performance.now();
    });
  }

  /** @param {number} [spent] milliseconds before */
  start(spent = 0) {
    this.#spent = spent;
    this.#since = performance.now();
  }

  /** @returns {number} milliseconds */
  read() {
    return Math.round(this.#spent + (document.hidden ? 0 : performance.now() - this.#since));
  }
}

/**
 * A moment in the words of a sentence: "in 8 minutes", "at 14:30", "tomorrow", "on 5 May".
 *
 * @param {number} moment milliseconds
 * @param {number} now milliseconds
 */
export function inWords(moment, now) {
  const minutes = Math.ceil((moment - now) / 60_000);
  if (minutes <= 1) return gettext("in a minute");
  if (minutes < 90) return ngettext("in %(num)d minute", "in %(num)d minutes", minutes);
  const then = new Date(moment);
  const days = Math.round((midnight(then) - midnight(new Date(now))) / 86_400_000);
  if (days === 0) return gettext("at %(time)s", { time: then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) });
  if (days === 1) return gettext("tomorrow");
  return gettext("on %(day)s", { day: then.toLocaleDateString(language, { day: "numeric", month: "long" }) });
}

/** @param {Date} date */
const midnight = (date) => new Date(date).setHours(0, 0, 0, 0);
