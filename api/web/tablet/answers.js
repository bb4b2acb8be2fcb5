// What makes an answer one to its clause: the rules and codes of the server (package checklists).
import { Problems, contentOf } from "./answer-form.js";
import { enterValue, hasVisible } from "./text.js";
import { t } from "./words.js";

/** @typedef {import("./answer-form.js").Problem} Problem */
/** @typedef {import("./answer-form.js").Answer} Answer */
/** @typedef {ReturnType<typeof contentOf>} Content */

const MAX = { level: 3, count: 100_000, occurrences: 1_000, text: 2_000, evidence: 100, id: 64,
  value: 64 }; // text in characters, id in bytes, value in KiB

/** @type {Record<string, MethodType>} */
const METHODS = { verdict: "pass_fail", level: "graded", value: "measured", ratio: "ratio",
  occurrences: "deduction", counts: "deduction" };

const BLANK = /^\p{White_Space}*$/u;

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
 * @param {Clause} clause
 * @param {Tier} tier
 * @param {string} op
 * @param {any} [value]
 * @returns {Problem[]} none when the server will take it
 */
export function problemsOf(clause, tier, op, value) {
  if (bytes(JSON.stringify(value) ?? "") > MAX.value * 1024) {
    return [{ path: "", code: "change.value-size", args: [MAX.value] }];
  }
  const { value: entered, wrong } = enterValue(value);
  if (wrong) return [{ path: "", code: "change.control", args: [wrong.sign, wrong.place] }];
  const content = contentOf(op, entered);
  if (content.problems.length) return content.problems;
  const problems = new Problems();
  if (!isAsked(clause, tier)) problems.add("", "not-on-checklist", clause.uid, tier);
  else checkContent(problems, clause, tier, op, content);
  return problems.list;
}

/**
 * @param {Clause} clause @param {Tier} tier @param {string} op @param {any} [value]
 * @throws {InvalidAnswer} when the server would refuse the change
 */
export function mustFit(clause, tier, op, value) {
  const problems = problemsOf(clause, tier, op, value);
  if (problems.length) throw new InvalidAnswer(problems);
}

/**
 * @param {Problems} problems @param {Clause} clause @param {Tier} tier
 * @param {string} op @param {Content} content
 */
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

/**
 * Checks an answer that has been read: its value, and what was written and attached beside it.
 * @param {Problems} problems @param {Clause} clause @param {Tier} tier
 * @param {Answer} answer
 */
function checkAnswer(problems, clause, tier, answer) {
  checkValue(problems, clause, tier, answer);
  checkRange(problems, clause, answer);
  checkText(problems, "note", answer.note);
  const reason = answer.form.notApplicable ?? "";
  checkText(problems, "notApplicable", reason);
  if (!BLANK.test(reason) && !hasVisible(reason)) problems.add("notApplicable", "reason");
  /** @type {import("./answer-form.js").Occurrence[]} */
  const occurrences = answer.form.occurrences ?? [];
  if (occurrences.length > MAX.occurrences) {
    problems.add("occurrences", "too-many", MAX.occurrences);
  }
  occurrences.forEach((o, i) => checkText(problems, `occurrences[${i}].note`, o.note ?? ""));
  if (answer.evidence.length > MAX.evidence) problems.add("evidence", "too-many", MAX.evidence);
  answer.evidence.forEach((sha, i) => {
    if (!isDigest(sha)) problems.add(`evidence[${i}]`, "sha256");
  });
}

/** Units whose values may lie below zero. */
const TEMPERATURES = ["℃", "°C", "℉", "°F", "度"];

/**
 * Checks that a measured value lies where its unit has values (standard.Method.Range). It is asked
 * when an answer enters, and not of what is scored.
 * @param {Problems} problems @param {Clause} clause @param {Answer} answer
 */
function checkRange(problems, clause, { kind, form }) {
  const { unit = "", target = {}, zero_at = {} } = clause.method ?? {};
  if (kind !== "value" || TEMPERATURES.includes(unit)) return;
  const thresholds = [...Object.values(target), ...Object.values(zero_at)];
  if (form.value < 0 && !thresholds.some((n) => n < 0)) problems.add("value", "negative");
  else if (["%", "％"].includes(unit) && form.value > 100 && !thresholds.some((n) => n > 100)) {
    problems.add("value", "above", "100");
  }
}

/**
 * Checks what decides the score.
 * @param {Problems} problems @param {Clause} clause @param {Tier} tier
 * @param {Answer} answer
 * @returns {void}
 */
export function checkValue(problems, clause, tier, { kind, form }) {
  if (!isAsked(clause, tier)) return problems.add("", "not-on-checklist", clause.uid, tier);
  if (kind && kind !== "notApplicable" && METHODS[kind] !== clause.method.type) {
    return problems.add(kind === "ratio" ? "numerator" : kind, "kind");
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
      if (BLANK.test(form.notApplicable)) problems.add("notApplicable", "reason");
  }
}

/** @param {Clause} clause @param {Tier} tier */
const isAsked = (clause, tier) => clause.scored && clause.tiers.includes(tier) && clause.method;

/** @param {Problems} problems @param {{numerator: number, denominator: number}} form */
function checkRatio(problems, { numerator, denominator }) {
  if (denominator < 1) problems.add("denominator", "denominator");
  if (numerator < 0) problems.add("numerator", "negative");
  else if (numerator > denominator && denominator >= 1) {
    problems.add("numerator", "numerator", numerator, denominator);
  }
}

/**
 * @param {Problems} problems @param {Method} method
 * @param {import("./answer-form.js").Occurrence[]} occurrences
 */
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

/** @param {Problems} problems @param {Method} method @param {Record<string, number>} counts */
function checkCounts(problems, method, counts) {
  for (const kind of Object.keys(counts).sort()) {
    const n = counts[kind];
    if (!kindOf(method, kind)) problems.add(`counts.${kind}`, "occurrence-kind", kind);
    else if (n < 0 || n > MAX.count) problems.add(`counts.${kind}`, "count", MAX.count);
  }
}

/** @param {Problems} problems @param {string} path @param {string} text */
function checkText(problems, path, text) {
  const long = text.length > MAX.text && [...text].length > MAX.text;
  if (long) problems.add(path, "too-long", MAX.text);
}

/**
 * The kind of occurrence that a deduction clause has under a name.
 * @param {Method} method @param {string} id
 */
export const kindOf = (method, id) => (method.occurrences ?? []).find((kind) => kind.id === id);

/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text).length;
/** @param {string} id */
const isID = (id) => id !== "" && bytes(id) <= MAX.id;
/** @param {string} sha */
const isDigest = (sha) => /^[0-9a-f]{64}$/.test(sha);
