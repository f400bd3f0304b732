import { actFor, fetchSession } from "./api.js";
import { listen } from "./keys.js";
import { keptBatch } from "./offline.js";
import { Panel } from "./panel.js";
import { all, bring } from "./pieces.js";
import { prepareRemarks } from "./remarks.js";
import { Session } from "./session.js";
import { Stage } from "./stage.js";
import { openStore } from "./store.js";
import { prepareTime } from "./timebox.js";
import { gettext } from "./words.js";

/** @param {string} id @returns {any} what the page brought along as JSON */
const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

const panel = new Panel();
const stage = new Stage(panel.find("stage"));
const { batch, settings } = await beginning();
actFor(batch.person);
const session = new Session(panel, stage, await openStore(), batch.person, settings);
const remarks = prepareRemarks(panel, session.outbox);
stage.root.addEventListener("finished", () => void bring(panel.find("summary"), "/study/summary"));
const time = prepareTime(panel, settings);
session.takesBreak = time.isOver;
const keyList = /** @type {HTMLDialogElement} */ (panel.find("keys"));

/** @returns {Promise<{batch: import("./api.js").Batch, settings: Record<string, any>}>} what there is to begin with */
async function beginning() {
  const brought = { batch: embedded("batch"), settings: embedded("study-settings") };
  if (brought.batch) return brought;
  const kept = await keptBatch();
  if (kept) return kept;
  panel.view("unkept");
  return new Promise(() => addEventListener("online", () => location.reload()));
}

/** Take back a step of this page; an older one is the server's to take back, once it knows of all the later ones. */
async function undo() {
  if (session.undo()) return;
  await session.outbox.flush();
  if (session.outbox.waiting > 0) panel.note(gettext("Undo works again when the waiting answers are sent."));
  else panel.undoByForm((await fetchSession()).csrf_token);
}

/** The break is over, or was none: studying goes on. */
function goOn() {
  time.again();
  session.resume();
}

function onward() {
  if (session.isOnBreak) goOn();
  else session.onward();
}

function listKeys() {
  panel.closeMore();
  keyList.showModal();
}

stage.root.addEventListener("input", () => session.entered());
stage.root.closest("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  session.onward();
});
for (const button of all(document, "[data-rating]")) {
  button.addEventListener("click", () => session.grade(Number(button.dataset.rating)));
}
panel.find("act").addEventListener("submit", (event) => {
  event.preventDefault();
  const action = event instanceof SubmitEvent ? event.submitter?.getAttribute("value") : null;
  if (action === "undo") void undo();
  else if (action === "bury" || action === "suspend") session.setAside(action);
});
panel.find("leech-suspend").addEventListener("click", () => session.suspendLeech());
panel.find("leech-keep").addEventListener("click", () => panel.leech(""));
panel.find("go-on").addEventListener("click", goOn);
panel.find("dismiss").addEventListener("click", () => session.outbox.dismiss());
panel.find("again").addEventListener("click", (event) => {
  event.preventDefault();
  session.resume();
});
const keysButton = panel.find("keys-button");
keysButton.hidden = false;
keysButton.addEventListener("click", listKeys);
addEventListener("online", () => session.resume());
document.addEventListener("click", (event) => {
  if (event.target instanceof Node && !panel.find("more").contains(event.target)) panel.closeMore();
});
document.addEventListener("keydown", (event) => event.key === "Escape" && panel.closeMore());
document.addEventListener("visibilitychange", () => document.hidden || void session.outbox.flush());

document.documentElement.toggleAttribute("data-no-single-keys", !settings.single_keys);
const hint = () => panel.announce(stage.hint());
const takeBack = () => panel.canUndo && void undo();
listen(
  {
    onward,
    hint,
    undo: takeBack,
    leave: () => stage.leave(),
    number: (number) => session.number(number),
    singles: {
      h: hint,
      u: takeBack,
      "-": () => session.setAside("bury"),
      "@": () => session.setAside("suspend"),
      "!": () => remarks.openFlag(),
      n: () => remarks.openNote(),
      e: () => panel.edit(),
      "?": listKeys,
    },
  },
  settings.single_keys,
);
await session.start(batch, settings.view);
document.documentElement.dataset.ready = "";
