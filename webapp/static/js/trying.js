/** The page of the API: each address has a form that sends what a program would send, and shows the answer. */

/** @param {ParentNode} part @param {string} selector @returns {any[]} */
const all = (part, selector) => [...part.querySelectorAll(selector)];
const [token] = all(document, "#api-token");

/** @param {any} event that a form is to be sent */
async function send(event) {
  event.preventDefault();
  const form = event.target;
  const answer = form.lastElementChild;
  let { path, method, body } = form.dataset;
  const query = new URLSearchParams();
  const headers = new Headers(token.value ? { Authorization: `Bearer ${token.value}` } : {});
  for (const { name, value, dataset } of all(form, "[data-place]")) {
    if (dataset.place === "body") body = value;
    else if (dataset.place === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value) (dataset.place === "query" ? query : headers).append(name, value);
  }
  try {
    const response = await fetch(`${path}?${query}`, { method, headers, body, credentials: "omit" });
    const text = await response.text();
    answer.textContent = response.status + (text && `\n${JSON.stringify(JSON.parse(text), null, 2)}`);
  } catch {
    answer.textContent = answer.dataset.lost;
  }
}

for (const form of all(document, ".operation-form")) {
  form.onsubmit = send;
  for (const body of all(form, "textarea")) body.value = form.previousElementSibling.textContent;
}
for (const part of all(document, "[data-swap]")) part.hidden = !part.hidden;
