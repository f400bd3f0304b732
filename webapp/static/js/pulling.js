/**
 * Something is pulled by a pointer that holds it. Near the upper and lower edge of the window the page goes along, the
 * faster the nearer, so that what lies out of sight can be reached; only towards the edge, or what begins there would
 * run away.
 */

const EDGE = 0.22; // of the height of the window; the bar and the buttons that lie over the page are in it
const FAST = 18; // pixels at once, at the very edge

/**
 * @param {HTMLElement} part holds the pointer
 * @param {PointerEvent} event that began it
 * @param {(at: PointerEvent, down: number) => void} move is told where the pointer is, and by how much it went down the page
 * @param {() => void} end
 */
export function pull(part, event, move, end) {
  const page = document.documentElement;
  const last = page.scrollHeight - innerHeight; // what is pulled must not make the page longer
  const from = event.clientY + scrollY;
  let at = event;
  let frame = 0;
  const scroll = () => {
    const edge = innerHeight * EDGE;
    const up = at.clientY < event.clientY ? Math.max(0, edge - at.clientY) : 0;
    const down = at.clientY > event.clientY ? Math.max(0, at.clientY - innerHeight + edge) : 0;
    const before = scrollY;
    scrollTo(scrollX, Math.min(Math.max(last, before), before + ((down - up) / edge) * FAST));
    if (scrollY !== before) move(at, at.clientY + scrollY - from);
    frame = requestAnimationFrame(scroll);
  };
  /** @param {PointerEvent} moved */
  const follow = (moved) => {
    at = moved;
    move(at, at.clientY + scrollY - from);
    frame ||= requestAnimationFrame(scroll);
  };
  const release = () => {
    cancelAnimationFrame(frame);
    part.removeEventListener("pointermove", follow);
    end();
  };
  part.setPointerCapture(event.pointerId);
  part.addEventListener("pointermove", follow);
  part.addEventListener("lostpointercapture", release, { once: true });
}
