// What an answer is: the values of changes and the API's forms, read as strictly as on the server
// (package checklists).

/**
 * @typedef {{path: string, code: string, args: (string|number)[]}} Problem code is a key of the
 *   message catalogue
 * @typedef {{id: string, kind: string, note?: string}} Occurrence
 * @typedef {"" | "verdict" | "level" | "value" | "ratio" | "occurrences" | "counts"
 *   | "notApplicable"} Kind "" is "unanswered"
 * @typedef {{kind: Kind, form: any, note: string, evidence: string[]}} Answer form is the API's,
 *   without note and evidence
 */

/** Problems with their places. */
export class Problems {
  /** @type {Problem[]} */
  list = [];

  /** @param {string} path @param {string} code @param {...(string|number)} args */
  add(path, code, ...args) {
    this.list.push({ path, code: `answer.${code}`, args });
  }
}

/**
 * Reads the value of a change.
 * @param {string} op @param {any} [value]
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
 * @param {any} value @param {string} [path]
 * @returns {Answer}
 */
export const readAnswer = (problems, value, path = "") => new Reader(problems).answer(path, value);

/** @returns {Answer} */
const unanswered = () => ({ kind: "", form: {}, note: "", evidence: [] });

/** Reads values and notes what is wrong with them, in the order in which the server does. */
class Reader {
  #problems;

  /** @param {Problems} problems */
  constructor(problems) {
    this.#problems = problems;
  }

  /** @param {string} path @param {any} value @returns {Answer} */
  answer(path, value) {
    const a = unanswered();
    const has = this.each(path, value, (name, v) => this.#member(a, name, join(path, name), v));
    for (const name of ["numerator", "denominator"]) {
      if (a.kind === "ratio" && !has?.has(name)) this.#problems.add(join(path, name), "missing");
    }
    return a;
  }

  /** @param {Answer} a @param {string} name @param {string} path @param {any} value */
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

  /**
   * Calls f with every member of an object and returns the names; null when it is none.
   * @param {string} path @param {any} value @param {(name: string, value: any) => void} f
   * @returns {Set<string>|null}
   */
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

  /**
   * Reads a text, bare or as the one member of an object.
   * @param {string} name @param {any} value
   */
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

  /** @param {string} path @param {any} value @returns {string} */
  text(path, value) {
    if (typeof value === "string") return value.replace(/\p{Surrogate}/gu, "\uFFFD");
    this.#problems.add(path, "text");
    return "";
  }

  /** @param {string} path @param {any} value @returns {any[]} */
  list(path, value) {
    if (Array.isArray(value)) return value;
    this.#problems.add(path, "list");
    return [];
  }

  /** @param {string} path @param {any} value */
  occurrence(path, value) {
    /** @type {Occurrence} */
    const o = { id: "", kind: "" };
    this.each(path, value, (name, v) => {
      if (name === "id" || name === "kind" || name === "note") {
        o[name] = this.text(join(path, name), v);
      } else this.#problems.add(join(path, name), "unknown-member", name);
    });
    if (!o.note) delete o.note;
    return o;
  }

  /** @param {string} path @param {any} value */
  verdict(path, value) {
    if (value !== "pass" && value !== "fail") this.#problems.add(path, "verdict");
    return value;
  }

  /** @param {string} path @param {any} value @returns {number} */
  decimal(path, value) {
    if (!isDecimal(value)) this.#problems.add(path, "number");
    return isDecimal(value) ? value : 0;
  }

  /** @param {string} path @param {any} value @returns {number} */
  whole(path, value) {
    const is = isDecimal(value) && Number.isInteger(value);
    if (!is) this.#problems.add(path, "whole-number");
    return is ? value : 0;
  }

  /** @param {string} path @param {any} value */
  counts(path, value) {
    const counts = {};
    this.each(path, value, (kind, v) => {
      Object.defineProperty(counts, kind, { value: this.whole(join(path, kind), v),
        enumerable: true });
    });
    return counts;
  }
}

/** @type {Record<string, [Kind, (r: Reader, path: string, value: any) => any]>} */
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

/** @param {string} path @param {string} name */
const join = (path, name) => (path === "" ? name : `${path}.${name}`);

/**
 * Whether a value is a number of at most 15 digits, 6 of them decimals (standard.Decimal).
 * @param {any} value
 * @returns {value is number}
 */
function isDecimal(value) {
  if (typeof value !== "number" || !(Math.abs(value) < 1e15)) return false;
  const [whole, fraction = ""] = String(Math.abs(value)).split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  return /^\d+$/.test(whole + fraction) && digits.length <= 15 && fraction.length <= 6;
}
