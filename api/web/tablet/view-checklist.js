// The checklist: chapters, cards, filters, the live bar, and the keyboard.
import { el, fill, hidden, icon, mark } from "./dom.js";
import { FILTERS, chapterOf, chapters, markOf, passes, select } from "./checklist.js";
import { Drafts } from "./drafts.js";
import { errorText } from "./failure.js";
import { Lazy } from "./lazy.js";
import { gone } from "./view-carry.js";
import { liveBar } from "./view-live.js";
import { card, named, silence, takenOut, titleOf } from "./view-card.js";
import { redrawRefused } from "./view-refused.js";
import { keyboard } from "./keyboard.js";
import { numberField } from "./pad.js";
import { UndoBar, restoring } from "./undo.js";
import { t } from "./words.js";

const REST = 200; // ms without scrolling
const FIRST = 5; // cards drawn before the first paint, of rows twice as many; then piece by piece

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./work.js").AuditWork} AuditWork */
/** @typedef {import("./scorer.js").ClauseScore} ClauseScore */

/** A chapter or selection of one open audit, with everything that is needed to fill it in. */
export class Checklist {
  /** @type {Map<string, ReturnType<typeof card>>} */
  cards = new Map(); // by uid
  /** @type {Map<string, {text: string, again: () => void}>} */
  failed = new Map(); // by uid: what could not be recorded
  saving = 0;
  fresh = false;
  undo = new UndoBar();
  filter = "all";
  search = "";
  /** @type {Set<string>} */
  #writing = new Set(); // clauses of which something is being stored
  /** @type {Map<string, ClauseScore>} */
  #lines = new Map();
  /** @type {Clause[]} */
  #rest = []; // clauses whose cards are still to be drawn
  /** @type {Clause[]} */
  clauses; // those on the page
  number = 0; // of the chapter
  /** @type {string|undefined} */
  current; // the clause that has the focus
  /** @type {any} */
  searchField;
  /** @type {Map<string, CarriedLine>} */
  carried;
  /** @type {Map<string, string>} */
  returned;
  /** @type {AbortController} */
  ears;
  /** @type {number|undefined} */
  timer;
  /** @type {number|undefined} */
  searching;
  /** @type {number|undefined} */
  standing;
  /** @type {number|undefined} */
  counting;

  /** @param {App} app @param {AuditWork} aw */
  constructor(app, aw) {
    this.app = app;
    this.aw = aw;
    this.previous = aw.previous;
    this.#carry();
    this.tier = aw.audit.tier;
    this.lazy = new Lazy();
    this.drafts = new Drafts(() => this.bar.update());
    this.dependents = dependents(aw);
    this.bar = liveBar(this);
    this.nav = el("nav.chapters", { "aria-label": t("tablet.chapters") });
    this.tools = el("div.filters");
    this.list = el("div.cards", { class: aw.compact ? "compact" : "" });
    this.gone = el("div.slot");
    this.turn = el("nav.turn", { "aria-label": t("tablet.turn") });
    this.node = el("div.checklist", null, this.bar.node, el("div.sheet", null, this.nav,
      el("div.page", null, this.tools, this.list, this.gone, this.turn)));
    this.node.append(this.undo.node);
    this.keys = keyboard(this);
    this.#score();
    this.#listen();
    this.#unread();
  }

  // --- what the cards ask for (Context) ---

  line = (/** @type {string} */ uid) => this.#lines.get(uid);
  readOnly = () => this.aw.readOnly;
  takenAt = (/** @type {string} */ sha) => takenAt(this.app.vault, this.aw.audit.id, sha);
  sample = (/** @type {number} */ chapter) => this.aw.samples[chapter];
  compact = () => this.aw.compact && !this.aw.readOnly;
  problem = (/** @type {string} */ uid) => this.failed.get(uid);
  here = (/** @type {string} */ uid) => {
    if (this.current !== uid) this.aw.at?.(uid);
    this.current = uid;
    this.#stand();
  };

  /**
   * Records, and says on the card and in the bar when that fails.
   * @type {(uid: string, op: string, value?: any) => Promise<boolean>}
   */
  record = (uid, op, value) =>
    this.#undoable(uid, op, value, () => this.aw.record(uid, op, value));

  /** @type {(uid: string, sha: string) => Promise<boolean>} */
  removePhoto = (uid, sha) => this.#undoable(uid, "evidence.remove", { sha256: sha },
    () => this.aw.removePhoto(uid, sha));

  /** @type {(uid: string, sha: string) => Promise<boolean>} */
  restorePhoto = (uid, sha) => this.attempt(uid, () => this.aw.restorePhoto(uid, sha));

  /** @param {string} uid @param {string} op @param {any} value @param {() => Promise<any>} work */
  async #undoable(uid, op, value, work) {
    const before = this.aw.states.get(uid);
    if (!await this.attempt(uid, work)) return false;
    const now = this.aw.states.get(uid);
    const back = restoring(before, now, op, value);
    if (!back) return true;
    const code = this.aw.checklist.find((c) => c.uid === uid)?.code ?? "";
    this.undo.offer(t(back.op === "evidence.add" ? "tablet.photo-removed" : "tablet.was-changed", code),
      () => back.op === "evidence.add" ? this.restorePhoto(uid, value.sha256) :
        this.attempt(uid, () => this.aw.record(uid, back.op, back.value, now?.heads)));
    return true;
  }

  /** @type {(uid: string, work: () => Promise<any>) => Promise<boolean>} */
  attempt = async (uid, work) => {
    this.saving++;
    this.#writing.add(uid);
    this.bar.update();
    try {
      await work();
      this.failed.delete(uid);
      this.fresh = true; // until the queue has counted it
      return true;
    } catch (error) {
      this.failed.set(uid, { text: t("tablet.not-saved", errorText(error)),
        again: () => this.attempt(uid, work) });
      return false;
    } finally {
      this.saving--;
      this.#writing.delete(uid);
      this.cards.get(uid)?.update();
      this.bar.update();
    }
  };

  /** @type {(uid: string, texts: string[], retry: () => void) => void} */
  photoProblems = (uid, texts, retry) => {
    this.failed.set(uid, { text: texts.join(" "), again: () => {
      this.failed.delete(uid);
      this.cards.get(uid)?.update();
      retry();
    } });
    this.cards.get(uid)?.update();
  };

  /** Goes to a clause, wherever it is. */
  show = (/** @type {string} */ uid) => {
    const clause = this.aw.checklist.find((c) => c.uid === uid);
    if (!clause) return;
    if (!this.clauses.includes(clause)) this.open(clause.chapter);
    this.#drawUntil(uid);
    const node = this.cards.get(uid)?.node;
    node?.scrollIntoView({ block: "start" });
    node?.focus({ preventScroll: true });
  };

  /** Keeps where the person is, when the page has come to rest. */
  #stand() {
    clearTimeout(this.standing);
    this.standing = setTimeout(() => {
      const edge = this.bar.node.getBoundingClientRect().bottom;
      const first = this.clauses.find(({ uid }) =>
        Number(this.cards.get(uid)?.node.getBoundingClientRect().bottom) > edge);
      this.app.stand({ hash: location.hash, audit: this.aw.audit.id, chapter: this.number, uid: first?.uid,
        top: first && this.cards.get(first.uid)?.node.getBoundingClientRect().top, filter: this.filter,
        search: this.search });
    }, REST);
  }

  /** Goes back to where the person was. @param {import("./main.js").Spot} spot */
  restore({ uid, top = 0, filter = "all", search = "" }) {
    if (filter !== "all" || search) this.narrow(filter, search);
    if (!uid) return;
    this.#drawUntil(uid);
    const scroll = () => {
      const node = this.cards.get(uid)?.node;
      if (node?.isConnected) scrollBy(0, node.getBoundingClientRect().top - top);
    };
    scroll();
    requestAnimationFrame(() => requestAnimationFrame(scroll)); // cards in sight are as high as they are now
  }

  // --- drawing ---

  /** Shows a chapter. @param {number} number */
  open(number) {
    const all = chapters(this.aw, this.line);
    const chapter = all.find((c) => c.number === number) ?? all[0];
    Object.assign(this, { filter: "all", search: "", number: chapter.number });
    this.app.address(`#/audit/${this.aw.audit.id}/${chapter.number}`);
    this.#draw(chapter.clauses);
  }

  /**
   * Shows what the filter and the search leave, of all chapters.
   * @param {string} filter @param {string} search
   */
  narrow(filter, search) {
    Object.assign(this, { filter, search });
    if (filter === "all" && !search.trim()) return this.open(this.number);
    this.#draw(select(this.aw, this.line, filter, search));
  }

  /** @param {Clause[]} clauses */
  #draw(clauses) {
    this.drafts.flush();
    this.clauses = clauses;
    this.cards.clear();
    this.lazy.close();
    this.lazy = new Lazy();
    takenOut(this.list, () => fill(this.list));
    this.#stand();
    this.drawTools();
    this.drawChapters();
    this.drawTurn();
    this.#rest = [...clauses];
    this.#more(this.aw.compact ? 2 * FIRST : FIRST);
    if (clauses.length === 0) this.list.append(this.#empty());
    const whole = this.filter === "all" && !this.search.trim();
    fill(this.gone, whole && gone(this.aw.carry, this.number));
    this.#later();
  }

  /** @param {number} n */
  #more(n) {
    for (const clause of this.#rest.splice(0, n)) {
      if (this.#lastChapter(clause)) this.list.append(...this.#heading(clause.chapter));
      const one = card(this, clause);
      this.cards.set(clause.uid, one);
      this.list.append(one.node);
    }
  }

  /** @param {Clause} clause */
  #lastChapter(clause) {
    const before = this.clauses[this.clauses.indexOf(clause) - 1];
    return before?.chapter !== clause.chapter;
  }

  /** @param {number} number */
  #heading(number) {
    const head = el("h2.chapter-head", null, el("span.code", null, number),
      titleOf(chapterOf(this.aw, number)));
    const ratios = this.aw.checklist.filter((c) => c.chapter === number && c.method.type === "ratio");
    return ratios.length > 0 && !this.aw.readOnly ?
      [el("div.chapter-line", null, head, this.#sampleField(number, ratios))] : [head];
  }

  /**
   * How many are looked at for the ratios of a chapter; typed once.
   * @param {number} number @param {Clause[]} ratios
   */
  #sampleField(number, ratios) {
    const id = `sample-${number}`;
    const now = this.aw.samples[number];
    const value = now ? String(now) : "";
    const { input, pad } = numberField({ id, whole: true, value, begun: this.aw.typed.get(id),
      oninput: (text) => this.aw.typed.keep(id, text, value),
      ondone: async (text) => {
        await this.aw.setSample(number, Number(text) || 0);
        this.aw.typed.keep(id, "");
        for (const { uid } of ratios) this.cards.get(uid)?.update();
      } });
    return el("div.sample", null, el("div.with-unit", null,
      el("label", { for: id }, t("tablet.sample-of", ratios.length)), input), pad);
  }

  #later() {
    clearTimeout(this.timer);
    if (this.#rest.length === 0) return;
    this.timer = setTimeout(() => {
      this.#more(3);
      this.#later();
    }, 16);
  }

  /** @param {string} uid */
  #drawUntil(uid) {
    while (this.#rest.length && !this.cards.has(uid)) this.#more(1);
  }

  #empty() {
    return el("div.empty", null, el("p", null, el("b", null, t(`tablet.none-${this.filter}`))),
      el("p", null, el("button", { type: "button", onclick: () => this.narrow("all", "") },
        t("tablet.show-all"))));
  }

  drawChapters() {
    const current = this.filter === "all" && !this.search.trim() ? this.number : 0;
    fill(this.nav, el("ol", null, chapters(this.aw, this.line).map((c) => {
      const is = markOf(c);
      return el("li", null, el("a", { href: `#/audit/${this.aw.audit.id}/${c.number}`,
        "aria-current": c.number === current ? "true" : null, onclick: (/** @type {Event} */ e) => {
          e.preventDefault();
          this.open(c.number);
          scrollTo(0, 0);
        } }, el("span.code", null, c.number), el("span.chapter-title", null, titleOf(c.chapter)),
      el("span.chapter-count", null, `${c.answered}/${c.clauses.length}`,
        is ? el("span.mark", { class: is }, mark(is === "done" ? "✓" : "!"),
          hidden(t(`tablet.chapter-${is}`))) : el("span.mark.none"))));
    })));
  }

  /** Filters with their counts, search and jump. */
  drawTools() {
    const count = (/** @type {string} */ filter) => this.aw.checklist
      .filter((c) => passes(this.aw, this.line, filter, c)).length;
    const chips = FILTERS.map((f) => el("button.chip", { type: "button", "data-key": f,
      "aria-pressed": String(f === this.filter), onclick: () => this.narrow(f, this.search),
    }, t(`tablet.filter-${f}`), f !== "all" && el("span.count", null, count(f))));
    chips.push(el("button.chip", { type: "button", "data-key": "compact",
      "aria-pressed": String(this.aw.compact), onclick: () => this.#fold() }, t("tablet.compact")));
    if (this.searchField) {
      fill(this.tools.firstElementChild, chips);
      if (document.activeElement !== this.searchField) this.searchField.value = this.search;
      return;
    }
    this.searchField = el("input", { type: "search", id: "search", autocomplete: "off",
      placeholder: t("tablet.search-hint"), "aria-label": t("tablet.search"), value: this.search,
      oninput: (/** @type {any} */ e) => {
        clearTimeout(this.searching);
        this.searching = setTimeout(() => this.narrow(this.filter, e.target.value), 200);
      }, onkeydown: (/** @type {any} */ e) => e.key === "Enter" && this.#jump(e.target.value) });
    fill(this.tools, el("div.chips", { role: "group", "aria-label": t("tablet.filter") }, chips),
      el("div.search", null, icon("search"), this.searchField));
  }

  /** Rows or whole cards, for this and every later audit. */
  async #fold() {
    await this.aw.setCompact(!this.aw.compact);
    this.list.classList.toggle("compact", this.aw.compact);
    for (const one of this.cards.values()) one.update();
    this.drawTools();
  }

  /** Enter after a clause's number goes there at once. @param {string} text */
  #jump(text) {
    const clause = this.aw.checklist.find((c) => c.code === text.trim());
    const first = clause ?? select(this.aw, this.line, this.filter, text)[0];
    clearTimeout(this.searching);
    if (first) this.show(first.uid);
  }

  drawTurn() {
    const all = chapters(this.aw, this.line);
    const at = all.findIndex((c) => c.number === this.number);
    /** @type {(c: import("./checklist.js").Progress|undefined, back: boolean) => any} */
    const to = (c, back) => el("button", { type: "button", disabled: !c, onclick: () => {
      if (c) this.open(c.number);
      scrollTo(0, 0);
      this.list.querySelector(".card")?.focus({ preventScroll: true });
    } }, back && icon("back"), el("span.turn-to", null,
      t(back ? "tablet.chapter-back" : "tablet.chapter-next"),
      c && el("span.turn-title", null, `${c.number} ${titleOf(c.chapter)}`)), !back && icon("next"));
    fill(this.turn, to(all[at - 1], true),
      el("button", { type: "button", onclick: () => this.nextOpen() }, t("tablet.next-open")),
      to(all[at + 1], false));
  }

  /** Goes to the next clause without an answer, after the last one from the top again. */
  nextOpen() {
    const list = this.aw.checklist;
    const from = list.findIndex((c) => c.uid === this.current) + 1;
    const next = [...list.slice(from), ...list.slice(0, from)]
      .find((c) => !this.aw.done(c.uid));
    if (next) this.show(next.uid);
    else this.app.go(`#/audit/${this.aw.audit.id}/sign`);
  }

  // --- news ---

  #carry() {
    this.carried = new Map(this.aw.carry.map((line) => [line.clause, line]));
    this.returned = this.aw.returned;
  }

  #score() {
    this.#lines = new Map((this.aw.score?.clauses ?? []).map((l) => [l.uid, l]));
  }

  #listen() {
    this.ears = new AbortController();
    const { signal } = this.ears;
    this.aw.addEventListener("change", (e) =>
      this.#changed(/** @type {CustomEvent} */ (e).detail.uid), { signal });
    this.aw.addEventListener("state", () => this.#all(), { signal });
    this.aw.addEventListener("removed", () => this.app.say(t("change.direction-removed")), { signal });
    this.aw.addEventListener("save", () => this.bar.update(), { signal });
    this.aw.addEventListener("storing", () => {
      this.fresh = true; // until the queue has counted it
      this.bar.update();
    }, { signal });
    this.aw.addEventListener("unread", () => this.#unread(), { signal });
    this.aw.typed.addEventListener("begun", (e) => {
      this.cards.get(/** @type {CustomEvent} */ (e).detail.uid)?.begun();
      this.#count();
    }, { signal });
    this.aw.typed.addEventListener("stored", () => this.bar.update(), { signal });
    this.aw.typed.addEventListener("failed", (e) =>
      this.#untyped(/** @type {CustomEvent} */ (e).detail.error), { signal });
    this.aw.addEventListener("presence", () => {
      for (const c of this.cards.values()) c.presence();
      this.bar.update();
    }, { signal });
    this.app.sync.addEventListener("status", () => {
      this.fresh = false;
      this.bar.update();
      redrawRefused(this);
    }, { signal });
    addEventListener("scroll", () => this.#stand(), { signal, passive: true });
    addEventListener("online", () => this.bar.update(), { signal });
    addEventListener("offline", () => this.bar.update(), { signal });
  }

  /**
   * Draws only what one answer touches: its card, the cards that hang on it, counts and score.
   * @param {string} uid
   */
  #changed(uid) {
    this.#score();
    for (const one of [uid, ...this.dependents.get(uid) ?? []]) this.cards.get(one)?.update();
    this.#count();
  }

  /** Counts anew, once for all that happens together. */
  #count() {
    this.bar.update();
    clearTimeout(this.counting);
    this.counting = setTimeout(() => {
      this.drawChapters();
      this.drawTools();
    }, 60);
  }

  /** Photographs whose processing was cut off and that turned out to be none. */
  #unread() {
    for (const { uid, name, error } of this.aw.unread.splice(0)) {
      this.photoProblems(uid, [`${name}: ${errorText(error)}`], () => this.bar.update());
    }
  }

  /** What was typed is not on the disk. @param {any} error */
  #untyped(error) {
    for (const key of this.aw.typed.pending) {
      const uid = key.slice(key.indexOf("-") + 1);
      this.failed.set(uid, { text: t("tablet.not-saved", errorText(error)),
        again: () => this.attempt(uid, () => this.aw.typed.store()) });
      this.cards.get(uid)?.update();
    }
    this.bar.update();
  }

  #all() {
    this.previous = this.aw.previous;
    this.#carry();
    this.#score();
    for (const c of this.cards.values()) c.update();
    this.drawChapters();
    this.drawTools();
    this.bar.update();
  }

  /** The numbers of the clauses of which something is not on the disk. @returns {string[]} */
  unsaved() {
    const typed = this.aw.typed.pending.map((key) => key.slice(key.indexOf("-") + 1));
    const uids = new Set([...this.#writing, ...this.failed.keys(), ...this.aw.storing, ...typed]);
    return this.aw.checklist.filter((c) => uids.has(c.uid)).map((c) => `${c.code} ${titleOf(c)}`);
  }

  /** Everything that was typed is on the disk. */
  async flush() {
    await this.drafts.flush();
    await this.aw.typed.store();
  }

  async close() {
    silence(this.node); // who goes back in the middle of a number has not entered it
    clearTimeout(this.timer);
    clearTimeout(this.standing);
    this.keys();
    this.undo.close();
    this.lazy.close();
    await this.drafts.close();
    this.ears.abort();
    this.aw.at?.("");
  }
}

/**
 * When a photograph of this audit was taken, or undefined.
 * @param {import("./vault.js").Vault} vault @param {string} audit @param {string} sha
 */
async function takenAt(vault, audit, sha) {
  const meta = await vault.get("photographs", `meta/${audit}/${sha}`);
  const parts = meta?.takenAt?.match(/^(\d{4}):(\d\d):(\d\d) (.{8})$/);
  return parts ? new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}+08:00`) : undefined;
}

/** For each clause those whose condition names it. @param {AuditWork} aw */
function dependents(aw) {
  /** @type {Map<string, string[]>} */
  const map = new Map();
  for (const clause of aw.checklist) {
    const other = clause.condition && named(aw, clause);
    if (other) map.set(other.uid, [...map.get(other.uid) ?? [], clause.uid]);
  }
  return map;
}

/**
 * The page #/audit/{id}/{chapter}/{uid}.
 * @param {App} app @param {string} id @param {string} [chapter] @param {string} [uid]
 * @returns {Promise<View>}
 */
export async function checklistView(app, id, chapter, uid) {
  const aw = await app.audit(id);
  const page = new Checklist(app, aw);
  const spot = uid ? undefined : app.spotIn(id);
  const again = spot && (!chapter || Number(chapter) === spot.chapter) ? spot : undefined;
  page.open(again?.chapter || Number(chapter) || aw.checklist[0]?.chapter);
  if (!again) app.stand({ hash: location.hash, audit: id, chapter: page.number });
  return {
    title: t("tablet.checklist-of", aw.audit.hallName), node: page.node, bare: true, wide: true,
    shown: () => (again ? page.restore(again) : uid && page.show(uid)),
    move(_id, nextChapter, nextUid) {
      if (nextUid) page.show(nextUid);
      else if (Number(nextChapter) !== page.number || page.filter !== "all") {
        page.open(Number(nextChapter));
      }
    },
    flush: () => page.flush(), unsaved: () => page.unsaved(),
    close: () => page.close(),
  };
}
