/** Keeps the preview beside the form up to date: what stands in the form is shown as the student will see it. */

const PAUSE = 500;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-editor]"));
const shown = /** @type {HTMLElement} */ (document.querySelector("[data-preview]"));
/** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
let asked = 0;

async function refresh() {
  const turn = (asked += 1);
  try {
    const response = await fetch(form.dataset.previewAt ?? "", { method: "POST", body: new FormData(form) });
    if (!response.ok || turn !== asked) return;
    shown.innerHTML = await response.text(); // our own rendering, sanitised on the server as every card is
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // without a connection the preview stands still
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => void refresh(), PAUSE);
});
