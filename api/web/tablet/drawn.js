// What is drawn and written on the page on which people sign. It is on the disk as soon as a hand is
// lifted or a letter typed, and stays until the audit is handed over; signatures with what stood when
// the first of them was made.
import { Typed } from "./typed.js";

/** @typedef {{load: () => Uint8Array<ArrayBuffer>|undefined, keep: (picture: Blob|null) => Promise<void>}} Box */

/** Of one audit. Deleted with all settings under "drawn/<audit>/" (sync.js). */
export class Drawn {
  #vault;
  #place;
  /** @type {Map<string, {bytes: Uint8Array<ArrayBuffer>, stood: string}>} */
  #pictures = new Map(); // by whose they are
  /** @type {Promise<any>} */
  #queue = Promise.resolve();
  /** @type {Typed} */
  fields;
  stood = ""; // what stood at the first signature, "" for none

  /** @param {import("./vault.js").Vault} vault @param {string} audit its ID */
  constructor(vault, audit) {
    this.#vault = vault;
    this.#place = `drawn/${audit}/`;
    this.fields = new Typed(vault, `${this.#place}fields`);
  }

  /** @param {string[]} whose */
  async load(whose) {
    await this.fields.load();
    this.stood = (await this.#vault.get("settings", `${this.#place}stood`))?.text ?? "";
    for (const who of whose) {
      const kept = await this.#vault.get("settings", `${this.#place}of/${who}`);
      if (kept) this.#pictures.set(who, kept);
    }
    return this;
  }

  /**
   * The place of one signature.
   * @param {string} who
   * @param {() => string} [stands] a signature over something else than this is not shown again
   * @returns {Box}
   */
  box(who, stands = () => "") {
    return {
      load: () => {
        const kept = this.#pictures.get(who);
        return kept?.stood === stands() ? kept.bytes : undefined;
      },
      keep: async (picture) => {
        const bytes = picture && new Uint8Array(await picture.arrayBuffer());
        if (bytes) this.#pictures.set(who, { bytes, stood: stands() });
        else if (!this.#pictures.delete(who)) return;
        await this.#put(`of/${who}`, this.#pictures.get(who) ?? null);
      },
    };
  }

  /** @param {string} text what stands, "" when nobody has signed */
  keepStood(text) {
    if (text === this.stood) return;
    this.stood = text;
    return this.#put("stood", text ? { text } : null);
  }

  /** The audit is handed over. */
  forget() {
    this.#pictures.clear();
    this.stood = "";
    this.fields = new Typed(this.#vault, `${this.#place}fields`);
  }

  /** In the order in which it was drawn. @param {string} name @param {any} value null takes it away */
  #put(name, value) {
    const task = this.#queue.then(() => this.#vault.putAll([["settings", this.#place + name, value]]));
    this.#queue = task.catch(() => {});
    return task;
  }
}
