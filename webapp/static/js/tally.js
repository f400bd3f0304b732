/** How many were answered and how many are left, as the panel shows it. */
export class Tally {
  #answered = 0;
  #left = 0;

  /** @param {import("./panel.js").Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  get left() {
    return this.#left;
  }

  /**
   * @param {import("./api.js").Counts} counts as the server knows them
   * @param {number} unsent how many answers it has not heard of yet
   */
  said(counts, unsent) {
    this.#set(counts.answered + unsent, counts.left - unsent);
  }

  /** @param {boolean} answered whether a card that is off the list was answered; it may have been set aside */
  done(answered) {
    this.#set(this.#answered + Number(answered), this.#left - 1);
  }

  /** @param {boolean} answered whether a card that is on the list again had been answered, and that was taken back */
  back(answered) {
    this.#set(this.#answered - Number(answered), this.#left + 1);
  }

  /**
   * @param {number} answered
   * @param {number} left
   */
  #set(answered, left) {
    this.#answered = answered;
    this.#left = Math.max(0, left);
    this.panel.progress(this.#answered, this.#left);
  }
}
