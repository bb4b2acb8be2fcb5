// What an answer is: the forms of the API read as strictly as the server reads them, and checked
// against their clause by the same rules, with the same codes (package checklists).
import { t } from "./words.js";

/**
 * @typedef {{path: string, code: string, args: (string|number)[]}} Problem code is a key of the
 *   message catalogue
 * @typedef {{id: string, kind: string, note?: string}} Occurrence
 * @typedef {"" | "verdict" | "level" | "value" | "ratio" | "occurrences" | "counts"
 *   | "notApplicable"} Kind "" is "unanswered"
 * @typedef {{kind: Kind, form: any, note: string, evidence: string[]}} Answer form is the API's,
 *   without note and evidence
 */

const MAX = { level: 3, count: 100_000, occurrences: 1_000, text: 2_000, evidence: 100, id: 64,
  value: 64 }; // text in characters, id in bytes, value in KiB

const METHODS = { verdict: "pass_fail", level: "graded", value: "measured", ratio: "ratio",
  occurrences: "deduction", counts: "deduction" };

/** An answer that is none to its clause. */
export class InvalidAnswer extends Error {
  /** @param {Problem[]} problems */
  constructor(problems) {
    super(problems.map((p) => t(p.code, ...p.args)).join("\n"));
    this.name = "InvalidAnswer";
    this.problems = problems;
  }
}

/**
 * Everything that keeps a change from being recorded.
 * @param {any} clause
 * @param {string} tier
 * @param {string} op
 * @param {any} [value]
 * @returns {Problem[]} none when the server will take it
 */
export function problemsOf(clause, tier, op, value) {
  if (bytes(JSON.stringify(value) ?? "") > MAX.value * 1024) {
    return [{ path: "", code: "change.value-size", args: [MAX.value] }];
  }
  const content = contentOf(op, value);
  if (content.problems.length) return content.problems;
  const problems = new Problems();
  if (!isAsked(clause, tier)) problems.add("", "not-on-checklist", clause.uid, tier);
  else checkContent(problems, clause, tier, op, content);
  return problems.list;
}

/** @throws {InvalidAnswer} when the server would refuse the change */
export function mustFit(clause, tier, op, value) {
  const problems = problemsOf(clause, tier, op, value);
  if (problems.length) throw new InvalidAnswer(problems);
}

function checkContent(problems, clause, tier, op, content) {
  const { answer, occurrence, sha, note } = content;
  switch (op) {
    case "answer":
    case "not-applicable":
      return checkAnswer(problems, clause, tier, answer);
    case "occurrence.add":
      return checkAnswer(problems, clause, tier, { kind: "occurrences", note: "", evidence: [],
        form: { occurrences: [occurrence] } });
    case "occurrence.remove":
      if (!isID(occurrence.id)) problems.add("id", "occurrence-id", MAX.id);
      return undefined;
    case "note":
      return checkText(problems, "note", note);
    case "evidence.add":
    case "evidence.remove":
      if (!isDigest(sha)) problems.add("sha256", "sha256");
      return undefined;
    case "clear":
      return undefined;
    default:
      problems.list.push({ path: "op", code: "change.op", args: [] });
  }
}

/** Checks an answer that has been read: its value, and what was written and attached beside it. */
export function checkAnswer(problems, clause, tier, answer) {
  checkValue(problems, clause, tier, answer);
  checkText(problems, "note", answer.note);
  checkText(problems, "notApplicable", answer.form.notApplicable ?? "");
  const occurrences = answer.form.occurrences ?? [];
  if (occurrences.length > MAX.occurrences) {
    problems.add("occurrences", "too-many", MAX.occurrences);
  }
  occurrences.forEach((o, i) => checkText(problems, `occurrences[${i}].note`, o.note ?? ""));
  if (answer.evidence.length > MAX.evidence) problems.add("evidence", "too-many", MAX.evidence);
  answer.evidence.forEach((sha, i) => isDigest(sha) || problems.add(`evidence[${i}]`, "sha256"));
}

/** Checks what decides the score. */
export function checkValue(problems, clause, tier, { kind, form }) {
  if (!isAsked(clause, tier)) return problems.add("", "not-on-checklist", clause.uid, tier);
  if (kind && kind !== "notApplicable" && METHODS[kind] !== clause.method.type) {
    return problems.add(kind === "ratio" ? "numerator" : kind, "kind", clause.method.type);
  }
  switch (kind) {
    case "level":
      if (form.level < 0 || form.level > MAX.level) problems.add("level", "level", MAX.level);
      return undefined;
    case "ratio":
      return checkRatio(problems, form);
    case "occurrences":
      return checkOccurrences(problems, clause.method, form.occurrences);
    case "counts":
      return checkCounts(problems, clause.method, form.counts);
    case "notApplicable":
      if (clause.veto) problems.add("notApplicable", "veto");
      if (/^\p{White_Space}*$/u.test(form.notApplicable)) problems.add("notApplicable", "reason");
  }
}

const isAsked = (clause, tier) => clause.scored && clause.tiers.includes(tier) && clause.method;

function checkRatio(problems, { numerator, denominator }) {
  if (denominator < 1) problems.add("denominator", "denominator");
  if (numerator < 0) problems.add("numerator", "negative");
  else if (numerator > denominator && denominator >= 1) {
    problems.add("numerator", "numerator", numerator, denominator);
  }
}

function checkOccurrences(problems, method, occurrences) {
  const seen = new Set();
  occurrences.forEach((o, i) => {
    const at = `occurrences[${i}]`;
    if (!kindOf(method, o.kind)) problems.add(`${at}.kind`, "occurrence-kind", o.kind);
    if (!isID(o.id)) problems.add(`${at}.id`, "occurrence-id", MAX.id);
    else if (seen.has(o.id)) problems.add(`${at}.id`, "occurrence-twice", o.id);
    seen.add(o.id);
  });
}

function checkCounts(problems, method, counts) {
  for (const kind of Object.keys(counts).sort()) {
    const n = counts[kind];
    if (!kindOf(method, kind)) problems.add(`counts.${kind}`, "occurrence-kind", kind);
    else if (n < 0 || n > MAX.count) problems.add(`counts.${kind}`, "count", MAX.count);
  }
}

function checkText(problems, path, text) {
  if (text.length > MAX.text && [...text].length > MAX.text) problems.add(path, "too-long", MAX.text);
}

/** The kind of occurrence that a deduction clause has under a name. */
export const kindOf = (method, id) => (method.occurrences ?? []).find((kind) => kind.id === id);

const bytes = (text) => new TextEncoder().encode(text).length;
const isID = (id) => id !== "" && bytes(id) <= MAX.id;
const isDigest = (sha) => /^[0-9a-f]{64}$/.test(sha);

/** Problems with their places. */
export class Problems {
  /** @type {Problem[]} */
  list = [];

  add(path, code, ...args) {
    this.list.push({ path, code: `answer.${code}`, args });
  }
}

/**
 * Reads the value of a change.
 * @returns {{answer: Answer, occurrence: Occurrence, sha: string, note: string,
 *   problems: Problem[]}} what an op does not set is empty
 */
export function contentOf(op, value) {
  const problems = new Problems();
  const r = new Reader(problems);
  const content = { answer: unanswered(), occurrence: { id: "", kind: "" }, sha: "", note: "",
    problems: problems.list };
  switch (op) {
    case "answer":
      content.answer = r.answer("", value);
      if (content.answer.kind === "counts") problems.add("counts", "counts-only");
      else if (!content.answer.kind && !problems.list.length) problems.add("", "none");
      break;
    case "not-applicable":
      content.answer = r.answer("", typeof value === "string" ? { notApplicable: value } : value);
      if (content.answer.kind !== "notApplicable") problems.add("notApplicable", "missing");
      break;
    case "clear":
      if (value !== undefined && value !== null) problems.add("", "no-value");
      break;
    case "note":
      content.note = r.only("note", value);
      break;
    case "occurrence.add":
      content.occurrence = r.occurrence("", value);
      break;
    case "occurrence.remove":
      content.occurrence.id = r.only("id", value);
      break;
    case "evidence.add":
    case "evidence.remove":
      content.sha = r.only("sha256", value);
  }
  return content;
}

/**
 * Reads an answer in the API's form.
 * @param {Problems} problems takes what is wrong with it
 * @returns {Answer}
 */
export const readAnswer = (problems, value, path = "") => new Reader(problems).answer(path, value);

/** @returns {Answer} */
const unanswered = () => ({ kind: "", form: {}, note: "", evidence: [] });

/** Reads values and notes what is wrong with them, in the order in which the server does. */
class Reader {
  #problems;

  constructor(problems) {
    this.#problems = problems;
  }

  answer(path, value) {
    const a = unanswered();
    const has = this.each(path, value, (name, v) => this.#member(a, name, join(path, name), v));
    for (const name of ["numerator", "denominator"]) {
      if (a.kind === "ratio" && !has.has(name)) this.#problems.add(join(path, name), "missing");
    }
    return a;
  }

  #member(a, name, path, value) {
    if (name === "note") a.note = this.text(path, value);
    else if (name === "evidence") {
      a.evidence = this.list(path, value).map((sha, i) => this.text(`${path}[${i}]`, sha));
    } else if (Object.hasOwn(FORMS, name)) {
      const [kind, read] = FORMS[name];
      const before = a.kind;
      [a.kind, a.form[name]] = [kind, read(this, path, value)];
      if (before && before !== kind) this.#problems.add(path, "two-forms");
    } else this.#problems.add(path, "unknown-member", name);
  }

  /** Calls f with every member of an object and returns the names; null when it is none. */
  each(path, value, f) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      this.#problems.add(path, "object");
      return null;
    }
    const has = new Set();
    for (const [name, v] of Object.entries(value)) {
      if (v === undefined) continue; // JSON leaves it out
      has.add(name);
      f(name, v);
    }
    return has;
  }

  /** Reads a text, bare or as the one member of an object. */
  only(name, value) {
    if (typeof value === "string") return this.text(name, value);
    let text = "";
    const has = this.each("", value, (member, v) => {
      if (member === name) text = this.text(name, v);
      else this.#problems.add(member, "unknown-member", member);
    });
    if (has && !has.has(name)) this.#problems.add(name, "missing");
    return text;
  }

  text(path, value) {
    if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\uFFFD");
    this.#problems.add(path, "text");
    return "";
  }

  list(path, value) {
    if (Array.isArray(value)) return value;
    this.#problems.add(path, "list");
    return [];
  }

  occurrence(path, value) {
    const o = { id: "", kind: "" };
    this.each(path, value, (name, v) => {
      if (["id", "kind", "note"].includes(name)) o[name] = this.text(join(path, name), v);
      else this.#problems.add(join(path, name), "unknown-member", name);
    });
    if (!o.note) delete o.note;
    return o;
  }

  verdict(path, value) {
    if (value !== "pass" && value !== "fail") this.#problems.add(path, "verdict");
    return value;
  }

  decimal(path, value) {
    if (!isDecimal(value)) this.#problems.add(path, "number");
    return isDecimal(value) ? value + 0 : 0; // never -0
  }

  whole(path, value) {
    const is = isDecimal(value) && Number.isInteger(value);
    if (!is) this.#problems.add(path, "whole-number");
    return is ? value + 0 : 0;
  }

  counts(path, value) {
    const counts = {};
    this.each(path, value, (kind, v) => {
      Object.defineProperty(counts, kind, { value: this.whole(join(path, kind), v),
        enumerable: true });
    });
    return counts;
  }
}

const FORMS = {
  verdict: ["verdict", (r, path, v) => r.verdict(path, v)],
  level: ["level", (r, path, v) => r.whole(path, v)],
  value: ["value", (r, path, v) => r.decimal(path, v)],
  numerator: ["ratio", (r, path, v) => r.whole(path, v)],
  denominator: ["ratio", (r, path, v) => r.whole(path, v)],
  occurrences: ["occurrences", (r, path, v) => r.list(path, v)
    .map((o, i) => r.occurrence(`${path}[${i}]`, o))],
  counts: ["counts", (r, path, v) => r.counts(path, v)],
  notApplicable: ["notApplicable", (r, path, v) => r.text(path, v)],
};

const join = (path, name) => (path === "" ? name : `${path}.${name}`);

/** Whether a value is a number of at most 15 digits, 6 of them decimals (standard.Decimal). */
export function isDecimal(value) {
  if (typeof value !== "number" || !(Math.abs(value) < 1e15)) return false;
  const [whole, fraction = ""] = String(Math.abs(value)).split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  return /^\d+$/.test(whole + fraction) && digits.length <= 15 && fraction.length <= 6;
}
