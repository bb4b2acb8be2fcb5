// What has been begun and is no record yet: half a number, half a ratio, a reason, a note, what is
// written at the end of a visit. It is on the disk as soon as it is typed, and counts as nothing
// until it is recorded.

const NUMBERS = ["value", "numerator", "denominator"]; // fields of an answer, before "-<uid>"
/** @type {Record<string, string[]>} */
const SETTLED = { answer: [...NUMBERS, "reason"], "not-applicable": [...NUMBERS, "reason"],
  clear: [...NUMBERS, "reason"], note: ["note"] }; // which fields a change makes an end of

/** Texts by the keys of their fields ("value-HS001"). Events: "begun" {uid}, "stored", "failed" {error}. */
export class Typed extends EventTarget {
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** @type {Set<string>} */
  #pending = new Set(); // keys that the disk does not have yet
  /** @type {Promise<void>|null} */
  #storing = null;
  #vault;
  #place;

  /** @param {import("./vault.js").Vault|null} vault @param {string} place a key of the settings */
  constructor(vault, place) {
    super();
    this.#vault = vault;
    this.#place = place;
  }

  async load() {
    const kept = await this.#vault?.get("settings", this.#place);
    this.#texts = new Map(Object.entries(kept?.texts ?? {}));
    return this;
  }

  /** @param {string} key @returns {string|undefined} what was begun there */
  get(key) { return this.#texts.get(key); }

  /** @returns {string[]} keys of what is not on the disk yet */
  get pending() { return [...this.#pending]; }

  /**
   * Keeps what a field holds; what is the same as recorded is not begun.
   * @param {string} key @param {string} text @param {string} [recorded]
   * @param {boolean} [empty] whether an empty field over something recorded is a wish
   */
  keep(key, text, recorded = "", empty = false) {
    const before = this.#texts.get(key);
    const begun = text !== recorded && (text !== "" || empty);
    if (begun ? before === text : before === undefined) return;
    if (begun) this.#texts.set(key, text);
    else this.#texts.delete(key);
    this.#pending.add(key);
    this.store().catch(() => {}); // "failed" has told it
    if (begun === (before === undefined)) this.#tell(key);
  }

  /** @param {string} key */
  #tell(key) {
    this.dispatchEvent(new CustomEvent("begun", { detail: { uid: key.slice(key.indexOf("-") + 1) } }));
  }

  /** The answer of a clause was begun and is not complete. @param {string} uid */
  begun(uid) { return SETTLED.answer.some((field) => this.#texts.has(`${field}-${uid}`)); }

  /** Clauses whose answer was begun. @param {{uid: string}[]} clauses */
  count(clauses) { return clauses.filter(({ uid }) => this.begun(uid)).length; }

  /**
   * What a change would make an end of, as it stands now.
   * @param {string} uid @param {string} op of the change
   * @returns {[string, string][]}
   */
  before(uid, op) {
    return (SETTLED[op] ?? []).map((field) => `${field}-${uid}`)
      .flatMap((key) => this.#texts.has(key) ? [[key, this.#texts.get(key) ?? ""]] : []);
  }

  /**
   * A change is recorded; what was typed since it was made stays.
   * @param {[string, string][]} before
   */
  settle(before) {
    for (const [key, text] of before) {
      if (this.#texts.get(key) === text) this.keep(key, "");
    }
  }

  /** Gives up what was begun for the answer of a clause. @param {string} uid */
  drop(uid) { this.settle(this.before(uid, "answer")); }

  /** Writes until the disk has everything; there is one writing at a time. @returns {Promise<void>} */
  store() {
    this.#storing ??= this.#store().finally(() => {
      this.#storing = null;
    });
    return this.#storing;
  }

  async #store() {
    while (this.#vault && this.#pending.size) {
      const now = [...this.#pending].map((key) => [key, this.#texts.get(key)]);
      try {
        await this.#vault.put("settings", this.#place, { texts: Object.fromEntries(this.#texts) });
      } catch (error) {
        this.dispatchEvent(new CustomEvent("failed", { detail: { error } }));
        throw error;
      }
      for (const [key, text] of now) {
        if (this.#texts.get(key ?? "") === text) this.#pending.delete(key ?? "");
      }
    }
    this.dispatchEvent(new Event("stored"));
  }
}
