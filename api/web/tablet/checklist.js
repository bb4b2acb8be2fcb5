// What a checklist shows and in which order: chapters with their counts, filters, search.
import { lost, wantsPhoto } from "./view-card.js";

/** @typedef {import("./scorer.js").ClauseScore} ClauseScore */
/** @typedef {import("./work.js").AuditWork} AuditWork */
/**
 * @typedef {{number: number, chapter: Chapter, clauses: Clause[], answered: number,
 *   conflicts: number, wanting: number}} Progress of a chapter
 */

/** The filters of the checklist. */
export const FILTERS = ["all", "unanswered", "lost", "conflicts", "photos"];

/**
 * The chapters that have clauses on the checklist, with how far each is.
 * @param {AuditWork} aw
 * @param {(uid: string) => ClauseScore|undefined} line the score's line of a clause
 * @returns {Progress[]}
 */
export function chapters(aw, line) {
  /** @type {Progress[]} */
  const list = [];
  for (const clause of aw.checklist) {
    let c = list.at(-1);
    if (!c || c.number !== clause.chapter) {
      const chapter = chapterOf(aw, clause.chapter);
      list.push(c = { number: clause.chapter, chapter, clauses: [], answered: 0, conflicts: 0,
        wanting: 0 });
    }
    const state = aw.states.get(clause.uid);
    c.clauses.push(clause);
    if (aw.done(clause.uid)) c.answered++;
    if (state?.conflict?.length) c.conflicts++;
    if (wantsPhoto(clause, state) && lost(state?.answer, line(clause.uid))) c.wanting++;
  }
  return list;
}

/**
 * The chapter of an audit's edition with a number that a clause or a cap has named.
 * @param {AuditWork} aw @param {number|undefined} number
 */
export const chapterOf = (aw, number) =>
  /** @type {Chapter} */ (aw.edition.chapters.find((one) => one.number === number));

/** @param {Progress} c @returns {"conflict"|"done"|"open"|""} the mark of a chapter */
export function markOf(c) {
  if (c.conflicts) return "conflict";
  if (c.wanting) return "open";
  if (c.answered === c.clauses.length) return "done";
  return c.answered ? "open" : "";
}

/**
 * The clauses that a filter and a search leave.
 * @param {AuditWork} aw @param {(uid: string) => ClauseScore|undefined} line
 * @param {string} filter @param {string} words
 */
export function select(aw, line, filter, words) {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return aw.checklist.filter((clause) => passes(aw, line, filter, clause) &&
    wanted.every((word) => holds(clause, word) || aw.aids.mean(clause.uid, word)));
}

/**
 * @param {AuditWork} aw @param {(uid: string) => ClauseScore|undefined} line
 * @param {string} filter @param {Clause} clause
 */
export function passes(aw, line, filter, clause) {
  const state = aw.states.get(clause.uid);
  switch (filter) {
    case "unanswered": return !aw.done(clause.uid);
    case "lost": return lost(state?.answer, line(clause.uid));
    case "conflicts": return Boolean(state?.conflict?.length);
    case "photos": return Boolean(state?.evidence?.length);
  }
  return true;
}

/** @param {Clause} clause @param {string} word */
function holds(clause, word) {
  if (/^[\d.]+$/.test(word)) return clause.code.startsWith(word);
  return [clause.title, clause.title_en, clause.text, clause.uid, clause.check]
    .some((text) => text?.toLowerCase().includes(word));
}
