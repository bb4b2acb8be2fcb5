// What the tests ask of the modules, in the page that loads them. Each function takes what the test
// has served as JSON and returns JSON.
import { Aids } from "/tablet/aids.js";
import { problemsOf } from "/tablet/answers.js";
import { Clock, uuidv7 } from "/tablet/clock.js";
import { merge } from "/tablet/merge.js";
import { enter, hasVisible } from "/tablet/text.js";
import { checklistOf, clauseOf, keptIn, scoreOf } from "/tablet/scorer.js";
import { card } from "/tablet/view-card.js";
import { Drafts } from "/tablet/drafts.js";
import { Typed } from "/tablet/typed.js";
import { date, language, loadWords, size, t, time } from "/tablet/words.js";

/** @type {(name: string) => Promise<any>} */
const load = async (name) => (await fetch(`/data/${name}`)).json();

/** The rule of texts over the cases of standard/testdata/text.json. */
async function enterAll() {
  const cases = await load("texts");
  return cases.map((/** @type {{text: string}} */ { text }) => {
    const { entered, removed, wrong } = enter(text);
    return { entered, removed, wrong: wrong?.sign ?? "", place: wrong?.place ?? 0,
      visible: !wrong && hasVisible(entered) };
  });
}

const digest = async (/** @type {string} */ text) => {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
};

/** Scores the cases of checklists/testdata/scores; the README.md there tells their form. */
async function scoreCases() {
  const { cases, defaults, reference } = await load("cases");
  return cases.map((/** @type {{name: string, text: string}} */ { name, text }) => {
    const parts = sections(text);
    const edition = parts.edition === "reference" ? reference : editionOf(parts.edition, defaults);
    const answers = answersOf(edition, parts.tier, JSON.parse(parts.answers));
    const only = parts.only?.split(/\s+/);
    const score = scoreOf(edition, parts.tier, answers, [], only);
    return { name, only, edition: JSON.stringify(edition), tier: parts.tier, want: parts.want,
      answers: JSON.stringify(answers), score: JSON.stringify(score), printed: printed(score) };
  });
}

/** @param {string} text @returns {any} texts by name */
function sections(text) {
  /** @type {Record<string, string>} */
  const parts = {};
  let name = "";
  for (const line of text.split("\n")) {
    const head = /^-- (.*) --$/.exec(line.trim());
    if (head) name = head[1];
    else parts[name] = `${parts[name] ?? ""}${line}\n`;
  }
  return Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, v.trim()]));
}

const TABLES = ["weight", "points", "bonus_points", "target", "zero_at", "min_sample"];

/** @param {any} object a clause, a method or a chapter */
function perTier(object) {
  for (const name of TABLES) {
    const n = object[name];
    if (typeof n === "number") object[name] = { district: n, subdistrict: n, community: n };
  }
  return object;
}

/** @param {string} text @param {any} defaults */
function editionOf(text, defaults) {
  const { scoring, chapters, clauses } = JSON.parse(text);
  /** @type {Clause[]} */
  const all = clauses.map((/** @type {any} */ c) => {
    const section = c.code.slice(0, c.code.lastIndexOf("."));
    return { ...defaults.clause, ...perTier(c), method: perTier(c.method), section,
      chapter: Number(section.split(".")[0]) };
  });
  const codes = [...new Set(all.map((c) => c.section))];
  return { ...defaults.edition, scoring: { ...defaults.scoring, ...scoring },
    chapters: chapters.map(perTier), clauses: all,
    sections: codes.map((code) => ({ code, title: "算例" })) };
}

/** @param {Edition} edition @param {Tier} tier @param {Record<string, any>} answers */
function answersOf(edition, tier, { "*": all, ...answers }) {
  if (all !== "full") return answers;
  const best = (/** @type {Clause} */ { method }) => ({
    pass_fail: { verdict: "pass" }, graded: { level: 3 },
    measured: { value: method.target?.[tier] },
    ratio: { numerator: 1000, denominator: 1000 }, deduction: { occurrences: [] },
  }[method.type]);
  const full = checklistOf(edition, tier).map((c) => [c.uid, best(c)]);
  return { ...Object.fromEntries(full), ...answers };
}

/** @param {import("../../tablet/scorer.js").Score} s */
function printed(s) {
  /** @type {(string|number|boolean|undefined)[][]} */
  const lines = s.clauses.filter((c) => c.excluded || c.unanswered || c.earned !== c.max || c.bonus
    || c.flags.length).map((c) => [c.uid, c.bonus && "bonus", c.excluded ? "excluded"
    : c.unanswered ? "unanswered" : `${c.earned}/${c.max}`, ...c.flags]);
  lines.push(...s.chapters.map((c) => [`chapter ${c.number}:`, c.dropped ? "dropped"
    : `${c.earned}/${c.applicable} rate ${c.rate} contributes ${c.contribution}`]));
  lines.push(...s.caps.map((c) => ["cap", c.grade, c.clause ?? `chapter ${c.chapter}`]));
  if (s.unanswered) lines.push(["unanswered", s.unanswered]);
  lines.push(["bonus", String(s.bonus)], ["total", String(s.total), s.grade, s.stars]);
  return lines.map((words) => words.filter(Boolean).join(" ")).join("\n");
}

/**
 * Scores answer sets on the reference edition: the SHA-256 of each score, or the score of one.
 * @param {number} [only] the place of one set
 */
async function scoreSets(only) {
  const { edition, sets } = await load("sets");
  const scored = (/** @type {any} */ { tier, answers, opened, day, only: part }) => scoreOf(edition,
    tier, answers, day ? keptIn(edition, tier, opened ?? "", day) : undefined, part);
  /** @type {string[]} */
  const texts = sets.map((/** @type {any} */ set) => JSON.stringify(scored(set)));
  return only === undefined ? Promise.all(texts.map(digest)) : texts[only];
}

/** @typedef {{changes: import("../../tablet/merge.js").Change[], mixed: number[][]}} History */

/** Merges each history as it stands and in other orders with repetitions. */
async function mergeAll() {
  return (await load("histories")).map((/** @type {History} */ { changes, mixed }) => {
    const state = JSON.stringify(merge(changes));
    const other = mixed.map((places) => JSON.stringify(merge(places.map((i) => changes[i]))))
      .find((text) => text !== state);
    return { state, other: other ?? "" };
  });
}

async function checkAll() {
  const { edition, values } = await load("values");
  return values.map((/** @type {any} */ { uid, tier, op, value }) =>
    problemsOf(/** @type {Clause} */ (clauseOf(edition, uid)), tier, op,
      value === null ? undefined : JSON.parse(value)));
}

/**
 * Stamps of a clock whose own time goes as listed.
 * @param {number[]} times @param {string} [last] @param {Record<number, string>} [seen]
 */
function stamps(times, last = "", seen = {}) {
  const clock = new Clock("tab7", last);
  return times.map((now, i) => {
    if (seen[i]) clock.see(seen[i]);
    return clock.stamp(now);
  });
}

const ids = (/** @type {number[]} */ times) => times.map((now) => uuidv7(now));

const refusal = (/** @type {() => void} */ f) => {
  try {
    f();
    return "";
  } catch (e) {
    /** @type {import("../../tablet/answer-form.js").Problem[]} */
    const problems = e.problems ?? [];
    return `${e.name} ${problems.map((p) => `${p.path} ${p.code} ${p.args}`).join("; ")}`;
  }
};

async function speed() {
  const { edition, tier, answers, changes } = await load("speed");
  const uids = checklistOf(edition, tier).map((c) => c.uid);
  return {
    score: mean(60, (i) => {
      delete answers[uids[i]];
      scoreOf(edition, tier, answers);
    }),
    merge: mean(200, () => merge(changes)),
  };
}

/**
 * The mean time of a run in milliseconds, in the quickest of ten parts: the machine may have other
 * work in the others.
 * @param {number} runs @param {(i: number) => void} f
 */
function mean(runs, f) {
  let least = Infinity;
  for (let part = 0; part < 10; part++) {
    const start = performance.now();
    for (let i = 0; i < runs / 10; i++) f(part * runs / 10 + i);
    least = Math.min(least, (performance.now() - start) / (runs / 10));
  }
  return least;
}

/** @type {(lang: import("../../tablet/words.js").Language, calls: any[][]) => Promise<string[]>} */
const texts = async (lang, calls) => {
  await loadWords(lang);
  /** @type {Record<string, (...args: any[]) => string>} */
  const functions = { t, date, time, size };
  return [language(), ...calls.map(([name, ...args]) => functions[name](...args))];
};

/**
 * Types into the fields of one clause's card, which is drawn anew after every key, as it is when
 * another device's answers arrive, and leaves the window for a while; then records.
 * @param {string} uid @param {[string, string][]} keys key of a field and what is typed there
 */
async function typeWhileDrawn(uid, keys) {
  await loadWords("zh");
  const { edition } = await load("sets");
  const clause = /** @type {Clause} */ (clauseOf(edition, uid));
  /** @type {any[]} */
  const recorded = [];
  const empty = new Map();
  /** @type {any} */
  const ctx = { aw: { states: empty, checklist: [clause], aids: new Aids(), removed: () => [],
    printable: { lost: (/** @type {string} */ text) => text.includes("👍") ? ["👍"] : [] }, typed: new Typed(null, "") },
    sample: () => 0,
    compact: () => false, tier: "district", readOnly: () => false,
    previous: empty, carried: empty, returned: empty, line: () => undefined, here: () => {},
    problem: () => undefined, drafts: new Drafts(),
    record: async (/** @type {string} */ _, /** @type {string} */ op, /** @type {any} */ value) => {
      recorded.push([op, value]);
      return true;
    } };
  const { node, update } = card(ctx, clause);
  document.body.append(node);
  if (keys.some(([key]) => key.startsWith("reason"))) {
    /** @type {HTMLElement} */ (node.querySelector('[data-key="na-open"]')).click();
  }
  const field = (/** @type {string} */ key) =>
    /** @type {HTMLInputElement} */ (node.querySelector(`[data-key="${key}"]`));
  for (const [key, text] of keys) {
    field(key).focus();
    for (const c of text) {
      const at = /** @type {HTMLInputElement} */ (document.activeElement);
      if (at.dataset.key !== key) return [`the focus went from ${key} to ${at.dataset.key}`];
      at.setRangeText(c, at.selectionStart ?? 0, at.selectionEnd ?? 0, "end");
      at.dispatchEvent(new Event("input", { bubbles: true }));
      update();
    }
  }
  leaveWindow(/** @type {HTMLElement} */ (document.activeElement));
  const shown = keys.map(([key]) => field(key).value);
  const early = recorded.length;
  const lost = node.querySelector(".lost-signs:not([hidden])")?.textContent ?? "";
  const save = /** @type {HTMLElement|null} */ (node.querySelector(`[data-key="na-${uid}"]`));
  if (save) save.click();
  else /** @type {HTMLElement} */ (document.activeElement).blur();
  await new Promise((done) => {
    setTimeout(done);
  });
  node.remove();
  return [shown, early, recorded, lost];
}

/**
 * The events of a window that somebody leaves in the middle of a field.
 * @param {HTMLElement} field
 */
function leaveWindow(field) {
  document.hasFocus = () => false;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  document.hasFocus = () => true;
}

Object.assign(globalThis, { core: { Clock, checkAll, ids, mergeAll, refusal, scoreCases, scoreOf,
  scoreSets, speed, stamps, texts, enterAll, load, typeWhileDrawn } });
