// What the changes of one clause come to: the same function of the same set as on the server
// (checklists.Merge), whatever their order and however often they are repeated.
import { contentOf } from "./answer-form.js";

/**
 * @typedef {import("./answer-form.js").Occurrence} Occurrence
 * @typedef {import("./answers.js").Content} Content
 * @typedef {{id: string, clause: string, at: string, by: string, device?: string, saw?: string[],
 *   op: string, value?: any}} Change
 * @typedef {Content & {change: Change, ok: boolean, gives: boolean}} ChangeNode
 * @typedef {{nodes: ChangeNode[], seen: Uint8Array[]}} History
 * @typedef {{answer: any, by: string, at: string, change: string}} Head
 * @typedef {{answer: any, note: string, evidence: string[], occurrences: Occurrence[], by: string,
 *   at: string, change: string, heads: string[], conflict: Head[]}} State
 *   answer is in the API's form, null while there is none; heads are what the next change names in
 *   "saw"; conflict lists all values at odds, the standing one first
 */

/**
 * @param {Change[]} changes of one clause; one whose value cannot be read changes nothing
 * @returns {State}
 */
export function merge(changes) {
  const nodes = inOrder(changes).map(nodeOf);
  const history = { nodes, seen: sight(nodes) };
  return {
    ...mergeAnswer(history), note: mergeNotes(history), evidence: mergeEvidence(history),
    heads: headsOf(history, () => true).map((i) => nodes[i].change.id),
  };
}

/**
 * The changes by time, then ID, without repetitions of an ID.
 * @param {Change[]} changes
 */
function inOrder(changes) {
  const known = new Set();
  /** @param {string} id */
  const twice = (id) => known.has(id) || !known.add(id);
  return [...changes].sort((a, b) => order(a.at, b.at) || order(a.id, b.id))
    .filter((c) => !twice(c.id));
}

/** @param {string} a @param {string} b */
const order = (a, b) => (a < b ? -1 : Number(a > b));

const ANSWERS = ["answer", "not-applicable", "clear"]; // set the whole answer of a clause

/**
 * A change with its value read; content is that of no value when it cannot be.
 * @param {Change} change @returns {ChangeNode}
 */
function nodeOf(change) {
  const content = contentOf(change.op, change.value);
  const ok = content.problems.length === 0;
  const read = ok ? content : contentOf("clear");
  return { change, ok, ...read, gives: ok && ANSWERS.includes(change.op) };
}

/**
 * For each change the changes that it has seen, directly or through others, as rows of 0 and 1.
 * Unknown IDs are ignored, and changes that claim to have seen each other count as not having:
 * that leaves a strict partial order, whatever a device may send.
 * @param {ChangeNode[]} nodes
 */
function sight(nodes) {
  const parents = parentsOf(nodes);
  const seen = nodes.map(() => new Uint8Array(nodes.length));
  const places = [...nodes.keys()];
  for (let changed = true; changed; places.reverse()) { // by turns, so that no chain takes long
    changed = false;
    for (const i of places) {
      for (const p of parents[i]) {
        changed = !seen[i][p] || changed;
        seen[i][p] = 1;
        changed = join(seen[i], seen[p]) || changed;
      }
    }
  }
  seen.forEach((row, i) => row[i] && dropMutual(seen, i));
  return seen;
}

/** @param {ChangeNode[]} nodes */
function parentsOf(nodes) {
  const index = new Map(nodes.map((n, i) => [n.change.id, i]));
  return nodes.map(({ change }, i) => (change.saw ?? []).map((id) => index.get(id) ?? i)
    .filter((p) => p !== i));
}

/**
 * Adds all of other to a row and tells whether that changed anything.
 * @param {Uint8Array} row @param {Uint8Array} other
 */
function join(row, other) {
  let changed = false;
  for (let i = 0; i < row.length; i++) {
    if (other[i] && !row[i]) [row[i], changed] = [1, true];
  }
  return changed;
}

/** @param {Uint8Array[]} seen @param {number} i */
function dropMutual(seen, i) {
  for (let j = 0; j < seen.length; j++) {
    if (seen[i][j] && seen[j][i]) seen[i][j] = seen[j][i] = 0;
  }
}

/**
 * The changes of a sort that no other change of that sort has seen.
 * @param {History} history
 * @param {(node: ChangeNode) => boolean} sort
 */
function headsOf({ nodes, seen }, sort) {
  const ofSort = [...nodes.keys()].filter((i) => sort(nodes[i]));
  const superseded = new Uint8Array(nodes.length);
  for (const i of ofSort) join(superseded, seen[i]);
  return ofSort.filter((i) => !superseded[i]);
}

/**
 * Keeps the last change of each person.
 * @param {ChangeNode[]} nodes @param {number[]} list places
 */
function latestOfEach(nodes, list) {
  const last = new Map(list.map((i) => [nodes[i].change.by, i]));
  return [...last.values()].sort((a, b) => a - b);
}

/**
 * Finds the answer and the values that compete with it.
 * @param {History} history
 * @returns {Omit<State, "note"|"evidence"|"heads">}
 */
function mergeAnswer(history) {
  const { nodes } = history;
  const given = headsOf(history, (n) => n.gives);
  const { alive, adds } = aliveOf(history, given);
  const claims = latestOfEach(nodes, claimsOf(history, given, adds));
  if (claims.length === 0) {
    return { answer: null, occurrences: [], by: "", at: "", change: "", conflict: [] };
  }
  const heads = claims.map((i) => headOf(nodes[i]));
  const first = /** @type {Head} */ (heads.pop());
  const atOdds = heads.some((h) => !sameValue(h.answer, first.answer));
  const counted = first.answer?.occurrences !== undefined;
  return {
    ...first, answer: counted ? { occurrences: alive } : first.answer,
    occurrences: counted ? alive : [], conflict: atOdds ? [first, ...heads] : [],
  };
}

/**
 * The changes that say what the answer is: the given answers that nobody has seen, and the
 * additions of live occurrences beside them. An addition replaces a "not applicable" or a cleared
 * answer that it has seen.
 * @param {History} history
 * @param {number[]} given @param {number[]} adds places
 */
function claimsOf({ nodes, seen }, given, adds) {
  const overtaken = new Uint8Array(nodes.length);
  for (const i of given) join(overtaken, seen[i]);
  /** @param {number} i */
  const replaced = (i) => nodes[i].answer.kind !== "occurrences" && adds.some((a) => seen[a][i]);
  return [...given.filter((i) => !replaced(i)), ...adds.filter((a) => !overtaken[a])]
    .sort((a, b) => a - b);
}

/**
 * The value that a change gave.
 * @param {ChangeNode} node @returns {Head}
 */
function headOf({ change, answer, occurrence }) {
  const form = change.op === "occurrence.add" ? { occurrences: [occurrence] }
    : answer.kind ? answer.form : null;
  return { answer: form, by: change.by, at: change.at, change: change.id };
}

/**
 * Occurrences add up, so that they are never at odds with each other.
 * @param {any} a @param {any} b in the API's form, or null
 */
function sameValue(a, b) {
  if (a?.occurrences && b?.occurrences) return true;
  /** @param {any} form */
  const text = (form) => JSON.stringify(Object.entries(form ?? {}).sort());
  return text(a) === text(b);
}

/**
 * The live occurrences in the order in which they were first added, the latest words of each, and
 * the additions that brought one. An occurrence is gone when an occurrence.remove names it, and
 * one addition of it when an answer has seen that and does not list it.
 * @param {History} history
 * @param {number[]} given places
 */
function aliveOf({ nodes, seen }, given) {
  const removed = new Set(nodes.filter((n) => n.ok && n.change.op === "occurrence.remove")
    .map((n) => n.occurrence.id));
  const listed = given.map((i) => new Set(occurrencesOf(nodes[i]).map((o) => o.id)));
  const alive = new Map();
  /** @type {number[]} */
  const adds = [];
  nodes.forEach((n, i) => {
    for (const o of occurrencesOf(n)) {
      /** @param {number} answer @param {number} g */
      const left = (answer, g) => seen[answer][i] && !listed[g].has(o.id);
      if (removed.has(o.id) || given.some(left)) continue;
      alive.set(o.id, o);
      if (n.change.op === "occurrence.add") adds.push(i);
    }
  });
  return { alive: [...alive.values()], adds };
}

/**
 * The occurrences that a change adds.
 * @param {ChangeNode} node @returns {Occurrence[]}
 */
function occurrencesOf({ ok, change, answer, occurrence }) {
  if (ok && change.op === "occurrence.add") return [occurrence];
  return answer.form.occurrences ?? [];
}

/**
 * Joins the notes that nobody has replaced, one of each person, in the order of time.
 * @param {History} history
 */
function mergeNotes(history) {
  const { nodes } = history;
  /** @param {ChangeNode} n */
  const noted = (n) => n.ok && (n.change.op === "note" || n.answer.note !== "");
  const texts = latestOfEach(nodes, headsOf(history, noted))
    .map((i) => (nodes[i].change.op === "note" ? nodes[i].note : nodes[i].answer.note));
  return [...new Set(texts)].filter((text) => text !== "").join("\n");
}

/**
 * Unites the photographs. A removal undoes every addition that has not seen it.
 * @param {History} history
 */
function mergeEvidence({ nodes, seen }) {
  const removals = nodes.map((n, i) => (n.ok && n.change.op === "evidence.remove" ? i : -1))
    .filter((i) => i >= 0);
  const evidence = new Set();
  nodes.forEach((n, i) => {
    for (const sha of n.ok && n.change.op === "evidence.add" ? [n.sha] : n.answer.evidence) {
      const gone = removals.some((r) => nodes[r].sha === sha && !seen[i][r]);
      if (!gone) evidence.add(sha);
    }
  });
  return [...evidence];
}
