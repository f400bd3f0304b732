/**
 * A UUID of version 7 (RFC 9562): time-ordered, made here so that a repeated delivery is known as one.
 * `crypto.randomUUID` is missing on plain http over a network, `crypto.getRandomValues` is not.
 *
 * @param {number} [now] milliseconds since 1970
 * @param {Uint8Array} [random] ten random bytes
 * @returns {string}
 */
export function uuid7(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))) {
  const bytes = new Uint8Array(16);
  let rest = now;
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
