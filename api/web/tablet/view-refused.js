// What waits or was refused, in the words of the checklist, and the three ways out of a refusal: try
// again, keep it as a remark for the reviewer, take it off the tablet into a file. The card of a
// clause and the sync centre show the same.
import { ask, dialog, el, mark } from "./dom.js";
import { errorText, refusalText } from "./failure.js";
import { form } from "./form.js";
import { answerWords } from "./view-answers.js";
import { t } from "./words.js";

/** @typedef {import("./main.js").App} App */

const NOTE = 2000; // characters that a note may have

/**
 * Where things are in an audit: the clauses by their UID, and the photographs by their digest.
 * @typedef {{hallName: string, clauses: Map<string, Clause>,
 *   photos: Map<string, {n: number, of: number}>}} Place
 */

/**
 * Finds out where items are.
 * @param {App} app @param {QueueItem[]} items
 * @returns {Promise<Map<string, Place>>} by audit
 */
export async function placesOf(app, items) {
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const id of new Set(items.map((item) => item.audit))) {
    const audit = await app.vault.get("audits", id);
    if (!audit) continue;
    const sealed = await app.vault.get("editions", audit.edition);
    const pictures = items.some((item) => item.audit === id && item.kind === "photograph");
    places.set(id, { hallName: audit.hallName,
      clauses: new Map((sealed?.edition?.clauses ?? []).map((/** @type {Clause} */ c) => [c.uid, c])),
      photos: pictures ? numbered(await app.vault.all("changes", `${id}/`)) : new Map() });
  }
  return places;
}

/**
 * Photographs in the order in which they were added to their clauses.
 * @param {{change: import("./merge.js").Change}[]} records
 */
function numbered(records) {
  /** @type {Map<string, string[]>} */
  const lists = new Map();
  const sorted = records.map(({ change }) => change).sort((a, b) => (a.at < b.at ? -1 : 1));
  for (const { clause, op, value } of sorted) {
    const rest = (lists.get(clause) ?? []).filter((sha) => sha !== value?.sha256);
    if (op === "evidence.add") lists.set(clause, [...rest, value.sha256]);
    if (op === "evidence.remove") lists.set(clause, rest);
  }
  return new Map([...lists.values()].flatMap((list) => list.map((sha, i) =>
    /** @type {[string, {n: number, of: number}]} */ ([sha, { n: i + 1, of: list.length }]))));
}

/**
 * What an item is, in words: "5.2.2 平面布局图 · 第 2 张照片（共 3 张）".
 * @param {QueueItem} item @param {Place|undefined} place
 */
export function wordsOf(item, place) {
  const clause = place?.clauses.get(item.clause ?? "");
  const where = clause && `${clause.code} ${clause.title}`;
  return [where ?? (item.clause ? t("tablet.clause-unknown") : place?.hallName), what(item, place, clause)]
    .filter(Boolean).join(" · ");
}

/** @param {QueueItem} item @param {Place|undefined} place @param {Clause|undefined} clause */
function what(item, place, clause) {
  if (item.kind === "photograph") {
    const at = place?.photos.get(item.key.slice(item.key.lastIndexOf("/") + 1));
    return at ? t("tablet.photo-place", at.n, at.of) : t("tablet.item-photograph");
  }
  if (item.kind === "signature") return `${t("tablet.item-signature")} ${item.name}`.trim();
  if (item.kind !== "change") return t(`tablet.item-${item.kind}`);
  const value = item.value && valueOf(item, clause);
  return value ? t("tablet.refused-value", t(`tablet.op-${item.op}`), value) : t(`tablet.op-${item.op}`);
}

/** @param {QueueItem} item @param {Clause|undefined} clause */
function valueOf({ op, value }, clause) {
  switch (op) {
    case "answer": return clause ? answerWords(clause, value) : "";
    case "note": return value.note;
    case "not-applicable": return value.notApplicable;
    case "occurrence.add":
      return clause?.method.occurrences?.find((o) => o.id === value.kind)?.what ?? "";
  }
  return "";
}

/** The address of the clause of an item, "" for none. @param {QueueItem} item @param {Place} [place] */
export function addressOf(item, place) {
  const clause = place?.clauses.get(item.clause ?? "");
  return clause ? `#/audit/${item.audit}/${clause.chapter}/${clause.uid}` :
    place ? `#/audit/${item.audit}` : "";
}

/**
 * A refused item: what, why, and the ways out.
 * @param {App} app @param {QueueItem} item @param {Place|undefined} place
 * @param {boolean} linked whether a link leads to the clause
 */
export function refusedLine(app, item, place, linked) {
  const words = wordsOf(item, place);
  const to = linked && addressOf(item, place);
  const reason = refusalText(item);
  const handed = item.code === "handed-in";
  return el("li.failed", null,
    el("span", null, el("b", null, to ? el("a", { href: to }, words) : words),
      linked && place && item.clause ? el("span.small.muted", null, place.hallName) : "",
      handed ? el("span", null, reason) :
        el("span.field-problem", null, mark("! "), t("tablet.refused-because", reason))),
    !handed && el("span.actions", null,
      item.kind === "start" && el("button.action", { type: "button", "data-key": `hand-${item.id}`,
        onclick: () => handIn(app, item, words) }, t("tablet.hand-in")),
      el("button", { type: "button", "data-key": `again-${item.id}`,
        onclick: () => app.sync.retry(item.id) }, t("tablet.retry")),
      item.clause && el("button", { type: "button", "data-key": `remark-${item.id}`,
        onclick: () => asRemark(app, item, t("tablet.refused-note", words, reason)) },
      t("tablet.refused-remark")),
      ["change", "photograph", "start"].includes(item.kind) && el("button", { type: "button",
        "data-key": `file-${item.id}`, onclick: () => intoFile(app, item, words) },
      t("tablet.refused-file"))));
}

/**
 * Keeps what was refused as a part of the clause's note, which the reviewer reads.
 * @param {App} app @param {QueueItem} item @param {string} text
 */
async function asRemark(app, item, text) {
  const aw = await app.audit(item.audit);
  if (aw.readOnly) return app.say(t("tablet.refused-remark-closed"));
  const uid = item.clause ?? "";
  const note = [aw.states.get(uid)?.note, text].filter(Boolean).join("\n");
  if (note.length > NOTE) return app.say(t("tablet.refused-remark-long"));
  await aw.record(uid, "note", { note });
  await app.sync.discard([item.id]);
  app.say(t("tablet.refused-remark-done"));
}

/**
 * Hands an audit that may not begin in to the supervisor.
 * @param {App} app @param {QueueItem} item @param {string} words
 */
async function handIn(app, item, words) {
  if (!await ask(t("tablet.hand-in"), [el("b", null, words), " ", t("tablet.hand-in-about")],
    t("tablet.hand-in"), t("tablet.cancel"))) return;
  try {
    await app.flush();
    await app.work.handIn(item.audit);
    app.say(t("tablet.handed-in"));
  } catch (error) {
    app.say(errorText(error));
  }
}

/**
 * Saves an item to a file, and takes it off the tablet when the person says that the file is there.
 * @param {App} app @param {QueueItem} item @param {string} words
 */
async function intoFile(app, item, words) {
  const file = await app.work.fileOf(item).catch((error) => app.say(errorText(error)));
  if (!file) return;
  const { blob, ids } = file;
  download(blob, `hallmark-${app.vault.username}-${item.kind}-${item.audit.slice(-6)}.json`);
  dialog(t("tablet.refused-file"), (close) => form(async () => {
    await app.sync.discard(ids.includes(item.id) ? ids : [...ids, item.id]);
    close();
    app.say(t("tablet.refused-file-done"));
  }, el("p", null, el("b", null, words)), el("p", null, t("tablet.refused-file-about")),
  el("div.actions", null, el("button.quiet", { type: "button", onclick: close }, t("tablet.cancel")),
    el("button.action", { type: "submit" }, t("tablet.refused-file-drop")))));
}

/** @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** @param {any} ctx as in refusedHere @param {Clause} clause @returns {QueueItem[]} what was refused of it */
export const refusedAt = (ctx, clause) => refusedOf(ctx).filter((item) => item.clause === clause.uid);

/**
 * What the server refused of a clause, for its card; nothing when there is none.
 * @param {any} ctx a Context of view-card.js @param {Clause} clause
 */
export function refusedHere(ctx, clause) {
  const items = refusedAt(ctx, clause);
  if (!items.length) return null;
  const { audit } = ctx.aw;
  /** @type {string[]} */
  const shown = ctx.aw.states.get(clause.uid)?.evidence ?? [];
  const photos = new Map(shown.map((sha, i) => [sha, { n: i + 1, of: shown.length }]));
  const place = { hallName: audit.hallName, clauses: new Map([[clause.uid, clause]]), photos };
  return el("ul.queue.refused", null, items.map((item) => refusedLine(ctx.app, item, place, false)));
}

/** @param {any} ctx @returns {QueueItem[]} */
const refusedOf = (ctx) => (ctx.app?.sync?.status.items ?? []).filter((/** @type {QueueItem} */ item) =>
  item.reason && item.audit === ctx.aw.audit.id);

/**
 * Draws the cards anew whose refused items are others than before.
 * @param {any} page a Checklist
 */
export function redrawRefused(page) {
  /** @type {Map<string, string>} */
  const now = new Map();
  for (const item of refusedOf(page)) {
    const uid = item.clause ?? "";
    now.set(uid, `${now.get(uid) ?? ""} ${item.id} ${item.reason}`);
  }
  /** @type {Map<string, string>} */
  const before = page.refused ?? new Map();
  page.refused = now;
  for (const uid of new Set([...before.keys(), ...now.keys()])) {
    if (before.get(uid) !== now.get(uid)) page.cards.get(uid)?.update();
  }
}
