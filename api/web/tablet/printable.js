// What papers cannot print of a text, said where it is typed. Which signs their fonts draw comes with the
// register of halls.
import { el } from "./dom.js";
import { t } from "./words.js";

/** The signs that papers print. */
export class Printable {
  /** @type {number[]} where the runs end: the first is not printed, the second is, and so on */
  #ends = [];

  /** @param {string|undefined} runs as the server sends them; "" or undefined: nothing is known */
  constructor(runs) {
    let end = 0x20;
    for (const run of runs ? runs.split(",") : []) this.#ends.push(end += parseInt(run, 36));
  }

  /**
   * @param {string} text
   * @returns {string[]} the signs in it that become 〓, each once
   */
  lost(text) {
    if (!this.#ends.length) return [];
    return [...new Set(text)].filter((sign) => {
      const code = Number(sign.codePointAt(0));
      return code >= 0x20 && !this.#prints(code);
    });
  }

  /** @param {number} code */
  #prints(code) {
    let low = 0, high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle] > code) high = middle;
      else low = middle + 1;
    }
    return low < this.#ends.length && low % 2 === 1;
  }
}

/**
 * The line under a field that names what papers cannot print of its text.
 * @param {HTMLInputElement|HTMLTextAreaElement} input @param {Printable} printable
 */
export function lostSigns(input, printable) {
  const node = el("span.minus.small.lost-signs", { role: "status", hidden: true });
  const look = () => {
    const lost = printable.lost(input.value);
    node.hidden = !lost.length;
    node.textContent = lost.length ? t("tablet.lost-signs", lost.join(" ")) : "";
  };
  input.addEventListener("input", look);
  look();
  return { node, look };
}
