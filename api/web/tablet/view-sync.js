// The sync centre: what waits to be sent, what was refused and why, and the room on this tablet.
import { el, fill, icon, mark } from "./dom.js";
import { clockText, errorText } from "./failure.js";
import { signInAgain } from "./view-account.js";
import { drawNet } from "./view-live.js";
import { addressOf, download, placesOf, refusedLine, wordsOf } from "./view-refused.js";
import { size, t, time } from "./words.js";

/** @typedef {import("./main.js").App} App */

const SHOWN = 100; // items in the list; a long queue is counted, not listed

/**
 * #/sync
 * @param {App} app @returns {Promise<View>}
 */
export async function syncView(app) {
  const slots = { state: el("section.panel"), failed: el("section"), queue: el("section"),
    room: el("section.panel") };
  let places = await placesOf(app, app.sync.status.items);
  let known = idsOf(app.sync.status);
  const update = () => {
    drawState(slots.state, app);
    drawFailed(slots.failed, app, places);
    drawQueue(slots.queue, app.sync.status, places);
    const ids = idsOf(app.sync.status);
    if (ids === known) return;
    known = ids;
    placesOf(app, app.sync.status.items).then((now) => {
      places = now;
      update();
    }, console.info); // the vault has closed meanwhile
  };
  const ears = new AbortController();
  app.sync.addEventListener("status", update, { signal: ears.signal });
  addEventListener("online", update, { signal: ears.signal });
  addEventListener("offline", update, { signal: ears.signal });
  update();
  drawRoom(slots.room, await app.vault.estimate());
  const node = el("div.sync", null, el("h1", null, t("tablet.sync")), slots.state, slots.failed,
    slots.queue, slots.room);
  return { title: t("tablet.sync"), node, close: () => ears.abort() };
}

/** @param {SyncStatus} status */
const idsOf = (status) => status.items.map((item) => item.id).join();

/** @param {HTMLElement} slot @param {App} app */
function drawState(slot, app) {
  const { status } = app.sync;
  const net = el("p");
  drawNet(net, status);
  const { changes = 0, photographs = 0, bytes = 0 } = status.waiting ?? {};
  const nothing = changes + photographs === 0;
  fill(slot, el("h2.hidden", null, t("tablet.sync-state")), net,
    el("p.tally", null, nothing ? el("b.plus", null, mark("✓ "), t("tablet.all-sent")) : [
      tally(changes, t("tablet.changes")), tally(photographs, t("tablet.photographs")),
      tally(size(bytes), t("tablet.bytes"))]),
    el("p.muted.small", null, status.lastSent ? t("tablet.last-sent", time(status.lastSent)) :
      t("tablet.never-sent"),
    nothing || status.sending || !status.nextTry ? "" : ` ${t("tablet.next-try", time(status.nextTry))}`),
    status.clockAhead !== 0 && el("p.notice.warn", null, clockText(status.clockAhead)),
    status.problem && el("p.notice.warn", null, t(`tablet.${status.problem}`)),
    status.needsSignIn && el("p.notice.warn", null, t("tablet.needs-sign-in"), " ",
      el("button", { type: "button", onclick: () => signInAgain(app) }, t("tablet.sign-in-again"))),
    el("div.actions", null,
      el("button.action", { type: "button", disabled: nothing || status.sending,
        onclick: () => app.sync.now() }, icon("sync"),
      t(status.sending ? "tablet.net-sending" : "tablet.send-now")),
      el("button", { type: "button", disabled: nothing, onclick: () => save(app, slot) }, icon("down"),
        t("tablet.save-file"))),
    el("p.small.muted", null, t("tablet.save-file-about")));
}

/** @param {number|string} n @param {string} text */
const tally = (n, text) => el("span", null, el("b", null, n), " ", text);

/**
 * Unsent work as a file, for the day when this tablet no longer reaches the server.
 * @param {App} app @param {HTMLElement} slot
 */
async function save(app, slot) {
  try {
    await app.flush();
    const day = new Date().toISOString().slice(0, 10);
    const { blob, raw } = await app.work.saveToFile();
    download(blob, `hallmark-${app.vault.username}-${day}.json`);
    app.say(raw ? t("tablet.photos-raw", raw) : t("tablet.file-saved"));
  } catch (error) {
    slot.append(el("p.problems", { role: "alert" }, errorText(error)));
  }
}

/** @typedef {Awaited<ReturnType<typeof placesOf>>} Places */

/** @param {HTMLElement} slot @param {App} app @param {Places} places */
function drawFailed(slot, app, places) {
  const failed = app.sync.status.items.filter((i) => i.reason);
  slot.hidden = failed.length === 0;
  fill(slot, el("h2", null, t("tablet.refused-items", failed.length)),
    el("ul.queue", null, failed.slice(0, SHOWN).map((i) =>
      refusedLine(app, i, places.get(i.audit), true))));
}

/** @param {HTMLElement} slot @param {SyncStatus} status @param {Places} places */
function drawQueue(slot, status, places) {
  const waiting = status.items.filter((i) => !i.reason);
  const more = waiting.length - SHOWN;
  fill(slot, el("h2", null, t("tablet.queue"), " ", el("span.count", null, waiting.length)),
    waiting.length === 0 ? el("p.muted", null, t("tablet.queue-empty")) :
      el("ul.queue", null, waiting.slice(0, SHOWN).map((i) => el("li", null,
        queued(i, places.get(i.audit)),
        el("span.small.muted", null, i.size ? size(i.size) : "",
          i.tries ? ` ${t("tablet.tries", i.tries)}` : "")))),
    more > 0 && el("p.muted", null, t("tablet.queue-more", more)));
}

/** @param {QueueItem} item @param {import("./view-refused.js").Place} [place] */
function queued(item, place) {
  const to = addressOf(item, place);
  return el("span", null, to ? el("a", { href: to }, wordsOf(item, place)) : wordsOf(item, place),
    place && item.clause && el("span.small.muted", null, ` ${place.hallName}`));
}

/**
 * @param {HTMLElement} slot
 * @param {{used: number, free: number, persisted: boolean}} room in bytes
 */
function drawRoom(slot, { used, free, persisted }) {
  fill(slot, el("h2", null, t("tablet.room")),
    el("progress", { max: used + free || 1, value: used, "aria-label": t("tablet.room") }),
    el("p", null, t("tablet.room-used", size(used), size(free))),
    el("p.small.muted", null, t(persisted ? "tablet.persisted" : "tablet.not-persisted")));
}
