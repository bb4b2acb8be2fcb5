// What helps with a clause: typical sentences for a lost point, other words for the search, a hint. The
// supervisors' aids come with the edition; the person's own last sentences are added here.

const OWN = 4; // sentences of the person that are kept for each clause
const LONG = 120; // characters; a longer note is no sentence for another hall

/**
 * @typedef {{clause: string, phrases: string[], synonyms: string[], hint: string}} Aid
 * @typedef {{clauses: Aid[], pinyin: Record<string, string[]>}} Sent as the server sends it
 * @typedef {{clauses: Record<string, string[]>}} Own sentences by clause, the latest first
 */

/** The aids of one edition. */
export class Aids {
  /** @type {Map<string, Aid>} */
  #aids;
  /** @type {Record<string, string[]>} */
  #pinyin;
  /** @type {Own} */
  own;

  /** @param {Sent} [sent] @param {Own} [own] */
  constructor(sent, own) {
    this.#aids = new Map((sent?.clauses ?? []).map((aid) => [aid.clause, aid]));
    this.#pinyin = sent?.pinyin ?? {};
    this.own = own ?? { clauses: {} };
  }

  /** @param {string} uid @returns {string[]} sentences, the supervisors' first */
  phrases(uid) {
    return [...new Set([...this.#aids.get(uid)?.phrases ?? [], ...this.own.clauses[uid] ?? []])];
  }

  /** @param {string} uid @returns {string} */
  hint(uid) { return this.#aids.get(uid)?.hint ?? ""; }

  /**
   * Whether a clause is meant by a word that stands neither in its title nor in its text: by another
   * word for it, or by the beginning of its title in pinyin, whole or in initials.
   * @param {string} uid @param {string} word in lower case
   */
  mean(uid, word) {
    return Boolean(this.#aids.get(uid)?.synonyms.some((s) => s.toLowerCase().includes(word))) ||
      /^[a-z]{2,}$/.test(word) && (this.#pinyin[uid] ?? []).some((p) => p.includes(word));
  }

  /**
   * Keeps a sentence of this person. @param {string} uid @param {string} note
   * @returns {boolean} whether there is anything new
   */
  remember(uid, note) {
    const text = note.trim();
    if (!text || text.length > LONG || text.includes("\n") || this.phrases(uid)[0] === text ||
      this.#aids.get(uid)?.phrases.includes(text)) return false;
    const rest = (this.own.clauses[uid] ?? []).filter((one) => one !== text);
    this.own = { clauses: { ...this.own.clauses, [uid]: [text, ...rest].slice(0, OWN) } };
    return true;
  }
}
