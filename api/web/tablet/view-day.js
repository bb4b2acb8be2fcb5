// The list of the day: what is under way and what came back, then the visits of today, of this week and
// later, each with what there is to know of the hall and whether it can be made without a network.
import { ask, el, icon, mark } from "./dom.js";
import { errorText } from "./failure.js";
import { dueOf } from "./visits.js";
import { date, dayOf, language, t, today } from "./words.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./visits.js").Visit} Visit */
/** @typedef {import("./visits.js").Briefing} Briefing */

const REST = 400; // ms after a touch or a scroll until the list may move

/**
 * Draws, but not under a finger: while one is down, and until what it pushed has come to rest, the list
 * stays as it is. A finger may also come down while what is to be drawn is read.
 * @param {() => Promise<(() => void)|undefined>} read returns what draws it
 * @param {AbortSignal} signal of the page
 */
export function atRest(read, signal) {
  let down = false;
  let late = false;
  /** @type {number|undefined} */
  let timer;
  const draw = async () => {
    late = false;
    const put = await read();
    if (down || timer) late = true;
    else put?.();
  };
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      if (!down && late) draw();
    }, REST);
  };
  const listen = (/** @type {string} */ event, /** @type {() => void} */ does) =>
    addEventListener(event, does, { signal, passive: true, capture: true });
  listen("pointerdown", () => (down = true));
  for (const up of ["pointerup", "pointercancel"]) {
    listen(up, () => {
      down = false;
      rest();
    });
  }
  listen("scroll", rest);
  return () => {
    if (down || timer) late = true;
    else draw();
  };
}

/**
 * @param {App} app @param {any[]} audits of Work.list @param {Visit[]} visits
 * @param {{briefings: Map<string, Briefing>, lacks: (visit: Visit) => string[]}} known
 */
export function dayList(app, audits, visits, known) {
  const open = audits.filter((a) => a.state === "in-progress" || a.state === "returned");
  const back = open.filter((a) => a.state === "returned");
  const day = today();
  const due = (/** @type {string} */ name) => visits.filter((v) => `day-${dueOf(v, day)}` === name);
  const people = app.work.colleagues().catch(() => /** @type {Colleague[]} */ ([]));
  const tiles = (/** @type {Visit[]} */ list) => list.map((v) => visitTile(app, v, known, people));
  const done = audits.filter((a) => !open.includes(a));
  return [
    group("day-open", [...back.map(row), ...tiles(due("day-back")),
      ...open.filter((a) => !back.includes(a)).map(row)]),
    ...["day-today", "day-week", "day-later"].map((name) => group(name, tiles(due(name)))),
    group("day-done", done.map(row)),
  ];
}

/** @param {string} name @param {any[]} tiles */
const group = (name, tiles) => tiles.length > 0 && el("section", { "aria-labelledby": name },
  el("h2", { id: name }, t(`tablet.${name}`), " ", el("span.count", null, tiles.length)),
  el("ul.audits", null, tiles));

/** @param {Visit} visit */
function when({ day, from, to, unsure }) {
  if (day) return el("b", null, t("tablet.visit-day", date(day)));
  return el("span", null, from ? t("tablet.visit-days", date(from), date(to)) :
    t("tablet.visit-by", date(to)) + (unsure ? t("tablet.visit-unsure") : ""));
}

/**
 * What waits for the person; it can be begun without the network.
 * @param {App} app @param {Visit} visit @param {Parameters<typeof dayList>[3]} known
 * @param {Promise<Colleague[]>} people
 */
function visitTile(app, visit, { briefings, lacks }, people) {
  const problem = el("p.error", { role: "alert" }), team = el("span");
  people.then((list) => {
    const names = list.filter((p) => visit.inspectors.includes(p.username)).map((p) => p.name);
    if (names.length) team.textContent = t("tablet.visit-team", names.join(t("tablet.and")));
  });
  const begin = async () => {
    try {
      if (!await sureOfVisit(visit) || !await sureOfSecond(app, visit.hall)) return;
      app.go(`#/audit/${await app.work.start(visit)}`);
    } catch (error) {
      problem.textContent = errorText(error);
    }
  };
  const briefing = briefings.get(visit.hall);
  return el("li.tile.visit", { "data-hall": visit.hall },
    el("span.audit-name", null, el("b", null, visit.hallName),
      visit.only.length > 0 && el("span.badge", null, visit.origin ?
        t("tablet.visit-clauses", visit.only.length) : t("tablet.partial"))),
    el("span.muted.small.audit-meta", null, el("span", null, visit.name),
      el("span", null, t(`audit.kind-${visit.kind}`)), when(visit), team),
    el("button.action", { type: "button", onclick: begin,
      "aria-label": t("tablet.visit-begin-at", visit.hallName) }, t("tablet.start")),
    briefing && place(briefing), briefing && last(briefing), readiness(lacks(visit)), problem);
}

/** @param {Briefing} briefing */
function place({ address, hours, phone }) {
  return (address || hours || phone) && el("span.small.audit-meta.place", null,
    address && el("span", null, address),
    hours && el("span", null, t("tablet.hours", hours)),
    phone && el("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone));
}

/** What the hall lost the last time. @param {Briefing} briefing */
function last({ last: result }) {
  if (!result) return el("span.audit-meta.last.muted", null, t("tablet.last-none"));
  const title = (/** @type {{title: string, titleEn: string}} */ loss) =>
    language() === "en" && loss.titleEn || loss.title;
  return el("span.audit-meta.last", null,
    el("span", null, t("tablet.last-result", date(result.at)), el("b", null, result.total),
      result.grade && ` ${t(`tablet.grade-${result.grade}`)}`),
    result.losses.map((loss) => el("span.lost-line", null, el("span.code", null, loss.code), " ",
      title(loss), " ", el("b.minus", null, `−${loss.lost}`))));
}

/** @param {string[]} lacks what is not on this tablet yet */
const readiness = (lacks) => lacks.length ?
  el("span.small.audit-meta.ready.fair", null, t("tablet.not-offline",
    lacks.map((what) => t(`tablet.lacks-${what}`)).join(t("tablet.comma")))) :
  el("span.small.audit-meta.ready.plus", null, t("tablet.ready-offline"), mark(" ✓"));

/**
 * A visit planned for another day, and any that the hall is not to know of, asks first.
 * @param {Visit} visit
 */
function sureOfVisit({ day, kind, hallName }) {
  const other = day && day !== today();
  if (!other && kind !== "unannounced") return true;
  return ask(t("tablet.visit-begin-at", hallName), [other && t("tablet.visit-other-day", date(day)), " ",
    t(kind === "unannounced" ? "tablet.visit-seen-unannounced" : "tablet.visit-seen")],
  t("tablet.start"), t("tablet.cancel"));
}

/**
 * The same hall a second time on one day shows the first and asks.
 * @param {App} app @param {string} hall
 */
export async function sureOfSecond(app, hall) {
  const first = (await app.work.list()).find((a) => a.hall === hall && dayOf(a.startedAt) === today());
  if (!first) return true;
  return ask(t("tablet.second-audit"), [t("tablet.second-audit-about", first.hallName), " ",
    el("a", { href: `#/audit/${first.id}` }, first.number)], t("tablet.second-audit-do"),
  t("tablet.cancel"));
}

/** @param {any} a a line of Work.list */
function row(a) {
  const rate = a.asked ? a.answered / a.asked : 0;
  return el("li", null, el("a.tile.audit", { href: `#/audit/${a.id}` },
    el("span.audit-name", null, el("b", null, a.hallName),
      el("span.badge", { class: `state-${a.state}` }, t(`audit.state-${a.state}`)),
      a.handIn === "waiting" ? el("span.badge.fair", null, t("tablet.handed-in")) :
        a.failed > 0 && el("span.badge.poor", null, mark("! "), t("tablet.failed-items", a.failed))),
    el("span.muted.small.audit-meta", null, el("span", null, t(`audit.kind-${a.kind}`)),
      a.only?.length > 0 && el("span.badge", null, t("tablet.partial")),
      el("span", null, date(a.startedAt)), el("span.code", null, a.number)),
    el("span.audit-progress", null,
      el("progress", { max: a.asked || 1, value: a.answered, "aria-hidden": "true" }),
      el("span.small", null, t("tablet.answered", a.answered, a.asked))),
    el("span.audit-total", null, a.total !== undefined && a.total !== null && rate >= 0.5 &&
      [el("b", null, String(a.total)), a.total > 100 &&
        el("span.small.muted.over", null, t("tablet.over-100"))]),
    el("span.small.muted.audit-waiting", null, a.waiting > 0 ? t("tablet.waiting", a.waiting) :
      t("tablet.sent"))));
}

/** Leads to an audit of one's own choice. */
export const starting = () =>
  el("a.button.action", { href: "#/new" }, icon("plus"), t("tablet.new"));
