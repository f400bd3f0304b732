/**
 * The keys of studying. Space and Enter stay with whatever control has the focus; single characters do nothing inside
 * text fields, nor when the person has switched them off (WCAG 2.1.4).
 *
 * @typedef {object} Acts
 * @property {() => void} onward shows the answer, then takes the proposed grade
 * @property {(number: number) => void} number 1 to 9: a grade, or before the answer an option
 * @property {() => void} hint
 * @property {() => void} undo
 * @property {() => void} bury
 * @property {() => void} suspend
 * @property {() => void} flag
 * @property {() => void} note
 * @property {() => void} edit
 * @property {() => void} list
 */

/**
 * @param {Acts} acts
 * @param {{singleKeys: boolean}} settings
 */
export function listen(acts, { singleKeys }) {
  /** @type {Record<string, () => void>} */
  const singles = { h: acts.hint, u: acts.undo, "-": acts.bury, "@": acts.suspend, "!": acts.flag, n: acts.note, e: acts.edit, "?": acts.list };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  });

  /** @param {KeyboardEvent} event */
  function actOf(event) {
    const target = event.target instanceof Element ? event.target : document.body;
    const writing = isWriting(target);
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "z") {
      return hasText(target) ? undefined : acts.undo;
    }
    if (writing || isShortcut(event)) return undefined;
    if (event.key === " " || event.key === "Enter") return hasOwnKeys(target) ? undefined : acts.onward;
    if (!singleKeys) return undefined;
    if (/^[1-9]$/.test(event.key)) return () => acts.number(Number(event.key));
    return singles[event.key];
  }
}

/** @param {KeyboardEvent} event AltGr, with which some keyboards write "@", also counts as Control */
const isShortcut = (event) => (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");

/** @param {Element} target */
export function isWriting(target) {
  if (target instanceof HTMLInputElement) return ["text", "number", "search"].includes(target.type) && !target.readOnly;
  return target.matches("textarea, select, [contenteditable]");
}

/** @param {Element} target a field in which Ctrl+Z takes back what was typed */
function hasText(target) {
  return isWriting(target) && !(target instanceof HTMLInputElement && target.value === "");
}

/** @param {Element} target */
function hasOwnKeys(target) {
  return target.closest("button, a[href], summary, input:not([readonly])") !== null;
}
