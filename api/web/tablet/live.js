// Following one audit: server-sent events read by fetch, because EventSource cannot carry the
// token. Where no stream comes through (a proxy that holds it back), the audit is asked for every
// three seconds.
import { openStream } from "./wire.js";

const pause = 3000; // between two polls, and before the stream is opened again

/**
 * @typedef {{audit: string, session: () => Promise<import("./sync.js").Session>, revision: () => Promise<number|null>,
 *   tell: (clause: string) => Promise<void>,
 *   absorb: (news: {revision: number, changes: object[]}) => Promise<void>,
 *   pull: () => Promise<void>, onPresence: (list: Presence[]) => void}} Followed
 */

/**
 * @param {Followed} o
 * @returns {{stop: () => void, at: (clause: string) => void}}
 */
export function follow(o) {
  const stop = new AbortController();
  run(o, stop.signal);
  /** @type {number} */
  let timer;
  const at = (/** @type {string} */ clause) => {
    clearTimeout(timer);
    timer = setTimeout(() => o.tell(clause).catch(() => {}), 200); // nobody is misled by a place that is not shown
  };
  return { at, stop: () => { stop.abort(); clearTimeout(timer); } };
}

/** @param {Followed} o @param {AbortSignal} signal */
async function run(o, signal) {
  while (!signal.aborted) {
    try {
      const revision = await o.revision();
      if (revision !== null && navigator.onLine) {
        const began = Date.now();
        await stream(o, revision, signal);
        if (Date.now() - began > pause) continue; // it lasts a minute at most
      }
    } catch {
      if (signal.aborted) return;
      await o.pull().catch(() => {}); // no stream comes through, perhaps a request does
    }
    await sleep(pause, signal);
  }
}

/** @param {Followed} o @param {number} revision @param {AbortSignal} signal */
async function stream(o, revision, signal) {
  const reader = await openStream(`/api/v1/audits/${o.audit}/events?revision=${revision}`,
    await o.session(), signal);
  const decoder = new TextDecoder();
  for (let rest = ""; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) await take(o, block);
  }
}

/** @param {Followed} o @param {string} block */
async function take(o, block) {
  const fields = Object.fromEntries(block.split("\n").filter((line) => !line.startsWith(":"))
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
  if (fields.event === "change") await o.absorb(JSON.parse(fields.data));
  if (fields.event === "presence") o.onPresence(JSON.parse(fields.data));
}

/** @param {number} time @param {AbortSignal} signal @returns {Promise<void>} */
function sleep(time, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
