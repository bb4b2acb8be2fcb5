// The audits on this tablet, and starting a new one.
import { closed } from "./vault.js";
import { ask, el, icon, mark } from "./dom.js";
import { Mistake, form } from "./form.js";
import { errorText } from "./failure.js";
import { date, dayOf, language, t, today } from "./words.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {import("./visits.js").Visit} Visit */

// A re-check is begun from what waits to be looked at again.
const KINDS = ["comprehensive", "announced", "unannounced", "phone", "self", "third-party"];

/**
 * #/audits
 * @param {App} app @returns {Promise<View>}
 */
export async function auditsView(app) {
  const list = el("div.audit-list"), sent = el("div");
  const show = async () => {
    const { work } = app;
    if (!work) return; // whoever locked it sees another screen
    const audits = await work.list(), visits = await work.visits();
    sent.replaceChildren(...visits.length ? [visitList(app, visits)] : []);
    list.replaceChildren(audits.length ? el("ul.audits", null, audits.map(row)) : empty(app.vault));
  };
  const draw = () => show().catch((error) => {
    if (!closed(error)) throw error; // whoever locked it sees another screen
  });
  const status = el("p.small.muted", { role: "status" });
  const refresh = async (quick = false) => {
    status.textContent = t("tablet.refreshing");
    try {
      await app.work?.refresh({ quick });
      status.textContent = "";
    } catch (error) {
      status.textContent = errorText(error);
    }
    if (list.isConnected) await draw();
  };
  await draw();
  const ears = new AbortController();
  app.sync.addEventListener("status", () => draw(), { signal: ears.signal });
  const node = el("div", null, el("div.head", null, el("h1", null, t("tablet.audits")),
    el("div.actions", null,
      el("button", { type: "button", onclick: () => refresh() }, icon("sync"), t("tablet.refresh")),
      starting(app.vault))), status, sent, list);
  return { title: t("tablet.audits"), node, list: true, close: () => ears.abort(),
    shown: () => navigator.onLine && refresh(true) };
}

/** @param {Visit} visit */
function when({ day, from, to, unsure }) {
  if (day) return el("b", null, t("tablet.visit-day", date(day)));
  return el("span", null, from ? t("tablet.visit-days", date(from), date(to)) :
    t("tablet.visit-by", date(to)) + (unsure ? t("tablet.visit-unsure") : ""));
}

/**
 * What waits for the person; it can be begun without the network.
 * @param {App} app @param {Visit[]} visits
 */
function visitList(app, visits) {
  const people = app.work.colleagues().catch(() => /** @type {Colleague[]} */ ([]));
  /** @type {(visit: Visit, problem: HTMLElement) => () => Promise<void>} */
  const begin = (visit, problem) => async () => {
    try {
      if (!await sureOfVisit(visit) || !await sureOfSecond(app, visit.hall)) return;
      app.go(`#/audit/${await app.work.start(visit)}`);
    } catch (error) {
      problem.textContent = errorText(error);
    }
  };
  return el("section", { "aria-labelledby": "visits" },
    el("h2", { id: "visits" }, t("tablet.visits")),
    el("ul.audits", null, visits.map((visit) => {
      const problem = el("p.error", { role: "alert" }), team = el("span");
      people.then((list) => {
        const names = list.filter((p) => visit.inspectors.includes(p.username)).map((p) => p.name);
        if (names.length) team.textContent = t("tablet.visit-team", names.join(t("tablet.and")));
      });
      return el("li.tile.visit", null, el("span.audit-name", null, el("b", null, visit.hallName),
        visit.only.length > 0 && el("span.badge", null, visit.origin ?
          t("tablet.visit-clauses", visit.only.length) : t("tablet.partial"))),
      el("span.muted.small.audit-meta", null, el("span", null, visit.name),
        el("span", null, t(`audit.kind-${visit.kind}`)),
        when(visit), team),
      el("button.action", { type: "button", onclick: begin(visit, problem),
        "aria-label": t("tablet.visit-begin-at", visit.hallName) }, t("tablet.start")), problem);
    })));
}

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
async function sureOfSecond(app, hall) {
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
      a.failed > 0 && el("span.badge.poor", null, mark("! "), t("tablet.failed-items", a.failed))),
    el("span.muted.small.audit-meta", null, el("span", null, t(`audit.kind-${a.kind}`)),
      a.only?.length > 0 && el("span.badge", null, t("tablet.partial")),
      el("span", null, date(a.startedAt)), el("span.code", null, a.number)),
    el("span.audit-progress", null,
      el("progress", { max: a.asked || 1, value: a.answered, "aria-hidden": "true" }),
      el("span.small", null, t("tablet.answered", a.answered, a.asked))),
    el("span.audit-total", null, a.total !== undefined && a.total !== null && rate > 0 &&
      el("b", null, String(a.total))),
    el("span.small.muted.audit-waiting", null, a.waiting > 0 ? t("tablet.waiting", a.waiting) :
      t("tablet.sent"))));
}

/**
 * Leads to an audit of one's own choice, which a third party's inspector has not.
 * @param {Vault} vault
 */
const starting = (vault) => !vault.firm &&
  el("a.button.action", { href: "#/new" }, icon("plus"), t("tablet.new"));

/** @param {Vault} vault */
function empty(vault) {
  return el("div.empty", null, el("p", null, el("b", null, t("tablet.no-audits"))),
    el("p.muted", null, t(vault.firm ? "tablet.no-visits-next" : "tablet.no-audits-next")),
    el("p", null, starting(vault)));
}

/** @param {any} thing */
const nameIn = (thing) => (language() === "en" && (thing.nameEn || thing.name_en)) || thing.name;

/**
 * Self-checks are started by the hall itself, or by a supervisor for it.
 * @param {string} role
 */
const kindsFor = (role) => role === "hall-head" ? ["self"] :
  KINDS.filter((kind) => kind !== "self" || role === "supervisor");

/**
 * #/new – works without the network.
 * @param {App} app @returns {Promise<View>}
 */
export async function newView(app) {
  const [halls, colleagues] = [await app.work.halls(), await app.work.colleagues()];
  const edition = (await app.work.inForce())?.edition;
  const { role, hall: works } = app.vault; // only its head looks at the hall where they work
  const open = halls.filter((h) => h.status !== "closed" && (role === "hall-head" || h.id !== works));
  const node = el("div.narrow", null, el("p.crumbs", null, el("a.button.quiet",
    { href: "#/audits" }, icon("back"), t("tablet.to-audits"))), el("h1", null, t("tablet.new")));
  if (open.length === 0) {
    node.append(el("div.empty", null, el("p", null, el("b", null, t("tablet.no-halls"))),
      el("p.muted", null, t("tablet.no-halls-next"))));
    return { title: t("tablet.new"), node };
  }
  const others = colleagues.filter((c) => c.username !== app.vault.username);
  node.append(el("div.panel", null, form(async (f) => {
    const value = (/** @type {string} */ name) => chosenIn(f, name)[0]?.value;
    if (!value("hall")) throw new Mistake(t("tablet.hall-missing"));
    const inspectors = [app.vault.username,
      ...chosenIn(f, "inspector").map((i) => i.value)];
    const own = others.find((c) => c.hall === value("hall") && inspectors.includes(c.username));
    if (own && value("kind") !== "self") throw new Mistake(t("tablet.own-hall", own.name));
    const chapters = chosenIn(f, "chapter").map((i) => Number(i.value));
    /** @type {Clause[]} */
    const clauses = edition?.clauses ?? [];
    const only = clauses.filter((c) => chapters.includes(c.chapter))
      .map((c) => c.uid);
    if (!await sureOfSecond(app, value("hall"))) return;
    const id = await app.work.start({ hall: value("hall"), kind: value("kind"), inspectors, only });
    app.go(`#/audit/${id}`);
  }, hallChoice(open),
  group(t("tablet.kind"), kindsFor(role).map((k, i) => radio("kind", k, t(`audit.kind-${k}`), "", i === 0))),
  others.length > 0 && group(t("tablet.second"), others.map((c) => radio("inspector", c.username,
    c.name, "", false, "checkbox"))),
  edition && partChoice(edition),
  el("button.action.wide", null, t("tablet.start")))));
  return { title: t("tablet.new"), node };
}

/**
 * The fields of a name that are chosen.
 * @param {HTMLFormElement} f @param {string} name
 */
const chosenIn = (f, name) => [.../** @type {NodeListOf<HTMLInputElement>} */ (
  f.querySelectorAll(`[name=${name}]:checked`))];

/**
 * The chapters of a spot check; none chosen is the whole checklist.
 * @param {Edition} edition
 */
const partChoice = (edition) => el("details", null, el("summary", null, t("tablet.part")),
  el("p.muted.small", null, t("tablet.part-about")), group(t("tablet.part"), edition.chapters
    .filter((c) => c.scored).map((c) => radio("chapter", String(c.number),
      `${c.number} ${language() === "en" && c.title_en || c.title}`, "", false, "checkbox"))));

const SHOWN = 12; // halls at once; a part of its name finds any other

/**
 * The halls, narrowed by what is typed; the chosen one always stays in sight.
 * @param {Hall[]} halls
 */
function hallChoice(halls) {
  const shown = el("div.radios"), found = el("p.muted.small", { role: "status" });
  const choice = (/** @type {Hall} */ h) => radio("hall", h.id, nameIn(h),
    `${t(`tablet.tier-${h.tier}`)} · ${h.id}`, false);
  const narrow = (/** @type {string} */ word) => {
    const fits = halls.filter((h) => `${h.name} ${h.nameEn ?? ""} ${h.id}`.toLowerCase().includes(word));
    const chosen = shown.querySelector(":checked");
    const first = fits.slice(0, SHOWN).filter((h) => h.id !== chosen?.value).map(choice);
    shown.replaceChildren(...(chosen ? [chosen.closest("label")] : []), ...first);
    if (fits.length === 0) found.textContent = t("tablet.no-hall-found");
    else found.textContent = fits.length > SHOWN ? t("tablet.more-halls", fits.length - SHOWN) : "";
  };
  const search = el("input", { type: "search", id: "hall-search", autocomplete: "off",
    placeholder: t("tablet.hall-search"), "aria-label": t("tablet.hall-search"),
    oninput: (/** @type {any} */ e) => narrow(e.target.value.trim().toLowerCase()) });
  narrow("");
  return el("fieldset", null, el("legend", null, t("tablet.hall")), halls.length > 8 && search, shown, found);
}

/** @param {string} legend @param {any[]} choices */
const group = (legend, choices) => el("fieldset", null, el("legend", null, legend),
  el("div.radios", null, choices));

/**
 * @param {string} name @param {string} value @param {string} text @param {string} about
 * @param {boolean} checked @param {string} [type]
 */
function radio(name, value, text, about, checked, type = "radio") {
  return el("label.radio", null, el("input", { type, name, value, checked }),
    el("span", null, text, about && el("span.small.muted", null, about)));
}
