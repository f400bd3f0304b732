/**
 * The keys of studying. Space and Enter stay with whatever control has the focus; single characters do nothing inside
 * text fields, which Escape leaves, nor when the person has switched them off (WCAG 2.1.4).
 *
 * @typedef {() => void} Act
 * @typedef {object} Acts
 * @property {Act} onward shows the answer, then takes the proposed grade
 * @property {Act} hint
 * @property {Act} undo
 * @property {Act} leave goes out of a text field
 * @property {(number: number) => void} number 1 to 9: a grade, or before the answer an option
 * @property {Record<string, Act>} singles by their characters
 */

/**
 * @param {Acts} acts
 * @param {boolean} singleKeys
 */
export function listen({ onward, hint, undo, leave, number, singles }, singleKeys) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || document.querySelector("dialog[open]")) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  });

  /** @param {KeyboardEvent} event */
  function actOf(event) {
    const { key } = event;
    const target = event.target instanceof Element ? event.target : document.body;
    const isControl = event.ctrlKey || event.metaKey;
    if (isControl && !event.shiftKey && !event.altKey && key === "z") return hasText(target) ? undefined : undo;
    if (event.altKey && !isControl && event.code === "KeyH") return hint;
    if (isWriting(target)) return key === "Escape" ? leave : undefined;
    // AltGr, with which some keyboards write "@", also counts as Control.
    if (isControl && !event.getModifierState("AltGraph")) return undefined;
    if (key === " " || key === "Enter") return hasOwnKeys(target) ? undefined : onward;
    if (!singleKeys) return undefined;
    const place = Number(key);
    return place ? () => number(place) : singles[key];
  }
}

/** @param {Element} target */
export function isWriting(target) {
  if (target instanceof HTMLInputElement) return ["text", "number", "search"].includes(target.type) && !target.readOnly;
  return target.matches("textarea, select, [contenteditable]");
}

/** @param {Element} target a field in which Ctrl+Z takes back what was typed */
function hasText(target) {
  return isWriting(target) && /** @type {any} */ (target).value !== "";
}

/** @param {Element} target */
function hasOwnKeys(target) {
  return target.closest("button, a[href], summary, input:not([readonly])") !== null;
}
