/**
 * @param {ParentNode} part of the page
 * @param {string} selector
 */
export const all = (part, selector) => [.../** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll(selector))];

/**
 * Bring a piece of HTML of ours to its place: what the server knows and this page does not. Without a connection the
 * place stays empty.
 *
 * @param {HTMLElement} place
 * @param {string} address
 */
export async function bring(place, address) {
  place.replaceChildren();
  const response = await fetch(address).catch(() => null);
  if (response?.ok) place.innerHTML = await response.text();
}
