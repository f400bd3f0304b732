import { Stopwatch } from "./clock.js";

/**
 * The time, for those who asked for it in their settings: on the card, counting up, and the offer of a break after some
 * minutes. Neither stands in the way of anything.
 *
 * @param {import("./panel.js").Panel} panel
 * @param {Record<string, any>} settings `shows_time` and `timebox_minutes`; none where the page was kept before there were any
 */
export function prepareTime(panel, settings) {
  const since = new Stopwatch();
  const onCard = new Stopwatch();
  const stage = panel.find("stage");
  const shown = panel.find("time");
  shown.hidden = !settings.shows_time;
  const show = () => {
    const seconds = Math.floor(onCard.read() / 1000);
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  stage.addEventListener("answered", () => clearInterval(ticking));
  stage.addEventListener("asked", () => {
    if (!settings.shows_time) return;
    clearInterval(ticking);
    onCard.start();
    show();
    ticking = setInterval(show, 1000);
  });
  return {
    /** @returns {boolean} whether a break is to be offered before the next card */
    isOver: () => settings.timebox_minutes > 0 && since.read() >= settings.timebox_minutes * 60_000,
    again: () => since.start(),
  };
}
