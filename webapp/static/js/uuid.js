/**
 * A UUID of version 7 (RFC 9562): time-ordered, made here so that a repeated delivery is known as one.
 * `crypto.randomUUID` is missing on plain http over a network, `crypto.getRandomValues` is not.
 *
 * @param {number} [now] milliseconds since 1970
 * @param {Uint8Array} [random] ten random bytes
 * @returns {string}
 */
export function uuid7(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const marked = random.map((byte, at) => (at === 0 ? 0x70 | (byte & 0x0f) : at === 2 ? 0x80 | (byte & 0x3f) : byte));
  const rest = Array.from(marked, (byte) => byte.toString(16).padStart(2, "0"));
  const hex = now.toString(16).padStart(12, "0") + rest.join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
