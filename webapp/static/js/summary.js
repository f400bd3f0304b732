/**
 * What was learned today, when there is nothing left: the server's own words, since this page knows only of itself.
 *
 * @param {import("./panel.js").Panel} panel
 */
export function prepareSummary(panel) {
  const place = panel.find("summary");
  panel.find("stage").addEventListener("finished", async () => {
    const response = await fetch("/study/summary").catch(() => null);
    if (response?.ok) place.innerHTML = await response.text();
  });
}
