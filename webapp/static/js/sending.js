import { gettext } from "./words.js";

/**
 * A form that is sent from where it stands. What could not be sent waits on this page for the connection, and stays in
 * its fields as long as these belong to it.
 */
export class Sending {
  /** @type {Map<string, FormData>} by what they are about; a later one replaces an earlier one */ #waiting = new Map();

  /**
   * @param {HTMLElement} status where is said what became of it
   * @param {(about: string, reply: any) => void} onDone
   */
  constructor(status, onDone) {
    this.status = status;
    this.onDone = onDone;
    addEventListener("online", () => void this.#again());
    addEventListener("beforeunload", (event) => this.#waiting.size > 0 && event.preventDefault());
  }

  /**
   * @param {string} about the card
   * @param {string} address
   * @param {FormData} fields
   */
  async send(about, address, fields) {
    this.#say(gettext("Sending…"));
    this.#waiting.delete(about);
    try {
      const response = await fetch(address, { method: "POST", body: fields, signal: AbortSignal.timeout(20_000) });
      const reply = await response.json().catch(() => ({}));
      if (response.ok) this.onDone(about, reply);
      const refused = gettext("The server could not take it. What you wrote is still here: try again later.");
      this.#say(reply.message ?? reply.error?.message ?? refused);
    } catch {
      fields.set("address", address);
      this.#waiting.set(about, fields);
      this.#say(gettext("No connection. What you wrote is kept on this page and sent when the connection is back."));
    }
  }

  async #again() {
    for (const [about, fields] of [...this.#waiting]) await this.send(about, String(fields.get("address")), fields);
  }

  /** @param {string} text */
  #say(text) {
    this.status.textContent = text;
  }
}
