import { uuid7 } from "./uuid.js";
import { gettext } from "./words.js";

/**
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./outbox.js").Outbox} Outbox
 * @typedef {import("./panel.js").Panel} Panel
 */

/**
 * What a student writes on a card: a note to self below its answer, and a word to an instructor that something is wrong.
 * Without a connection both wait where the answers do.
 *
 * @param {Panel} panel
 * @param {Outbox} outbox
 */
export function prepareRemarks(panel, outbox) {
  /** @type {Map<string, {text: string, html: string}>} notes by card, as they were saved last */
  const notes = new Map();
  /** @type {BatchCard | undefined} */
  let card;
  const area = panel.find("note-area");
  const text = /** @type {HTMLTextAreaElement} */ (area.querySelector("textarea"));
  const noteForm = /** @type {HTMLFormElement} */ (panel.find("note-form"));
  const noteAddress = noteForm.getAttribute("action") ?? "";

  /** @param {string} about @param {string} written */
  function keepNote(about, written) {
    const plain = document.createElement("p");
    plain.textContent = written;
    notes.set(about, { text: written, html: plain.outerHTML });
  }

  function showNote() {
    const known = notes.get(card?.card ?? "");
    panel.find("note-shown").innerHTML = known?.html ?? "";
    text.value = known?.text ?? "";
  }

  noteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!card) return;
    const about = card.card;
    fill(noteForm, { card: about });
    keepNote(about, text.value.trim());
    void send(outbox, noteForm, noteAddress, { id: uuid7() }, about, panel.find("note-status"), ({ note }) => {
      notes.set(about, note);
      if (about !== card?.card) return false;
      showNote();
      panel.find("note-edit").removeAttribute("open");
      return true;
    });
  });

  const dialog = /** @type {HTMLDialogElement} */ (panel.find("flag"));
  const flagForm = /** @type {HTMLFormElement} */ (panel.find("flag-form"));
  let flagged = "";

  flagForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const about = flagged;
    const id = String(new FormData(flagForm).get("report"));
    void send(outbox, flagForm, `/report/${about}`, { id }, about, panel.find("flag-status"), () => {
      if (about === flagged) flagForm.reset();
      return about === flagged;
    });
  });
  panel.find("flag-close").addEventListener("click", () => dialog.close());
  panel.find("flag-open").addEventListener("click", (event) => {
    event.preventDefault();
    openFlag();
  });

  function openFlag() {
    if (!card) return;
    panel.closeMore();
    if (flagged !== card.card || !flagForm.querySelector(":checked")) {
      flagForm.reset();
      panel.find("flag-status").textContent = "";
      fill(flagForm, { report: uuid7(), revision: String(card.revision) });
      flagged = card.card;
    }
    dialog.showModal();
  }

  const stage = panel.find("stage");
  stage.addEventListener("asked", (event) => {
    card = /** @type {CustomEvent<BatchCard>} */ (event).detail;
    if (card.note) notes.set(card.card, card.note);
    const unsent = outbox.written(noteAddress, card.card);
    if (unsent) keepNote(card.card, String(unsent.entry.note));
    area.hidden = true;
  });
  stage.addEventListener("answered", () => {
    panel.find("note-status").textContent = "";
    panel.find("note-edit").removeAttribute("open");
    showNote();
    area.hidden = false;
  });
  return {
    openFlag,
    openNote() {
      if (area.hidden) return;
      panel.find("note-edit").setAttribute("open", "");
      text.focus();
    },
  };
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} values
 */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = value;
  }
}

/**
 * @param {Outbox} outbox
 * @param {HTMLFormElement} form
 * @param {string} address
 * @param {{id: string}} named
 * @param {string} card
 * @param {HTMLElement} status where is said what became of it
 * @param {(said: any) => boolean} onDone what the server said; returns whether the form still is about it
 */
async function send(outbox, form, address, named, card, status, onDone) {
  const { csrf_token: _, ...fields } = Object.fromEntries(new FormData(form));
  status.textContent = gettext("Sending…");
  await outbox.write(address, { ...fields, ...named, written_at: Date.now() }, card, ({ said, reason }) => {
    if (reason || onDone(said)) status.textContent = reason ?? said.message;
  });
  const unsent = outbox.written(address, card);
  if (unsent?.id === named.id && !unsent.refused) status.textContent = outbox.how;
}
