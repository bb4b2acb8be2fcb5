// What has been typed and is not recorded yet: it is recorded after a pause, and at once when the
// page is left, locked or hidden.

/** @typedef {{save: () => Promise<void>, timer: number}} Draft */

export class Drafts {
  /** @type {Map<string, Draft>} */
  #waiting = new Map();
  #changed;

  /** @param {() => void} changed called when something begins or ceases to wait */
  constructor(changed = () => {}) {
    this.#changed = changed;
    this.hide = () => document.visibilityState === "hidden" && this.flush();
    document.addEventListener("visibilitychange", this.hide);
    addEventListener("pagehide", this.hide);
  }

  /** @returns {boolean} whether something waits */
  get waiting() {
    return this.#waiting.size > 0;
  }

  /** @returns {string[]} what waits */
  keys() {
    return [...this.#waiting.keys()];
  }

  /** @param {string} key */
  has(key) {
    return this.#waiting.has(key);
  }

  /**
   * Records after a pause of ms milliseconds; a later draft of the same key replaces this one.
   * @param {string} key @param {number} ms @param {() => Promise<void>} save
   */
  later(key, ms, save) {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.set(key, { save, timer: setTimeout(() => this.now(key), ms) });
    this.#changed();
  }

  /**
   * Forgets a draft that an answer has overtaken.
   * @param {string} key
   */
  drop(key) {
    clearTimeout(this.#waiting.get(key)?.timer);
    if (this.#waiting.delete(key)) this.#changed();
  }

  /** @param {string} key */
  async now(key) {
    const draft = this.#waiting.get(key);
    if (!draft) return;
    clearTimeout(draft.timer);
    this.#waiting.delete(key);
    await draft.save();
    this.#changed();
  }

  /** Records everything that waits. */
  async flush() {
    await Promise.all([...this.#waiting.keys()].map((key) => this.now(key)));
  }

  close() {
    document.removeEventListener("visibilitychange", this.hide);
    removeEventListener("pagehide", this.hide);
    return this.flush();
  }
}
