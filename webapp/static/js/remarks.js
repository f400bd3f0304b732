import { Sending } from "./sending.js";
import { uuid7 } from "./uuid.js";

/**
 * @typedef {import("./api.js").BatchCard} BatchCard
 * @typedef {import("./panel.js").Panel} Panel
 */

/**
 * What a student writes on a card: a note to self below its answer, and a word to an instructor that something is wrong.
 *
 * @param {Panel} panel
 */
export function prepareRemarks(panel) {
  /** @type {Map<string, {text: string, html: string}>} notes by card, as the server has them */
  const notes = new Map();
  /** @type {BatchCard | undefined} */
  let card;
  const area = panel.find("note-area");
  const text = /** @type {HTMLTextAreaElement} */ (area.querySelector("textarea"));
  const noteForm = /** @type {HTMLFormElement} */ (panel.find("note-form"));
  const note = new Sending(panel.find("note-status"), (about, reply) => {
    notes.set(about, reply.note);
    if (about !== card?.card) return;
    showNote();
    panel.find("note-edit").removeAttribute("open");
  });

  function showNote() {
    const known = notes.get(card?.card ?? "");
    panel.find("note-shown").innerHTML = known?.html ?? "";
    text.value = known?.text ?? "";
  }

  noteForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!card) return;
    fill(noteForm, { card: card.card });
    void note.send(card.card, noteForm.action, new FormData(noteForm));
  });

  const dialog = /** @type {HTMLDialogElement} */ (panel.find("flag"));
  const flagForm = /** @type {HTMLFormElement} */ (panel.find("flag-form"));
  let flagged = "";
  const flag = new Sending(panel.find("flag-status"), () => flagForm.reset());

  flagForm.addEventListener("submit", (event) => {
    event.preventDefault();
    void flag.send(flagged, `/report/${flagged}`, new FormData(flagForm));
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
      fill(flagForm, { report: uuid7(Date.now()), revision: String(card.revision) });
      flagged = card.card;
    }
    dialog.showModal();
  }

  const stage = panel.find("stage");
  stage.addEventListener("asked", (event) => {
    card = /** @type {CustomEvent<BatchCard>} */ (event).detail;
    if (card.note) notes.set(card.card, card.note);
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
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
}
