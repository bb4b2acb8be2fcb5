// The audits on this tablet, and starting a new one.
import { closed } from "./vault.js";
import { el, fill, icon } from "./dom.js";
import { Mistake, form } from "./form.js";
import { errorText } from "./failure.js";
import { lasting } from "./install.js";
import { atRest, dayList, starting, sureOfSecond } from "./view-day.js";
import { language, t } from "./words.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./vault.js").Vault} Vault */

// A re-check is begun from what waits to be looked at again.
const KINDS = ["comprehensive", "announced", "unannounced", "phone", "self", "third-party"];

/**
 * #/audits
 * @param {App} app @returns {Promise<View>}
 */
export async function auditsView(app) {
  const list = el("div.audit-list");
  const show = async () => {
    const { work } = app;
    if (!work) return; // whoever locked it sees another screen
    const audits = await work.list(), visits = await work.visits();
    const day = audits.length || visits.length ?
      dayList(app, audits, visits, await work.known(visits)) : empty(app.vault);
    return () => fill(list, day);
  };
  const read = () => show().catch((error) => {
    if (!closed(error)) throw error; // whoever locked it sees another screen
    return undefined;
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
    if (list.isConnected) later();
  };
  (await read())?.();
  const ears = new AbortController();
  const later = atRest(read, ears.signal);
  app.sync.addEventListener("status", later, { signal: ears.signal });
  const node = el("div", null, el("div.head", null, el("h1", null, t("tablet.audits")),
    el("div.actions", null,
      el("button", { type: "button", onclick: () => refresh() }, icon("sync"), t("tablet.refresh")),
      !app.vault.firm && starting())), status, lasting(ears.signal), list);
  return { title: t("tablet.audits"), node, list: true, close: () => ears.abort(),
    shown: () => navigator.onLine && refresh(true) };
}

/** @param {Vault} vault */
function empty(vault) {
  return el("div.empty", null, el("p", null, el("b", null, t("tablet.no-audits"))),
    el("p.muted", null, t(vault.firm ? "tablet.no-visits-next" : "tablet.no-audits-next")),
    !vault.firm && el("p", null, starting()));
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
