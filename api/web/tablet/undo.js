// One wrong tap: what it changed or removed can be put back for some seconds. Putting back is a
// change of its own; what was recorded before stays in the history.
import { el, fill } from "./dom.js";
import { t } from "./words.js";

const SHOWN = 8000; // ms

/** @typedef {import("./merge.js").State} State */

/** The bar under the checklist that offers to put back what stood. */
export class UndoBar {
  node = el("div.undo", { role: "status", hidden: true });
  /** @type {number|undefined} */
  #timer;

  /**
   * @param {string} text what has happened
   * @param {() => Promise<any>} back
   */
  offer(text, back) {
    clearTimeout(this.#timer);
    fill(this.node, el("span", null, text), el("button", { type: "button", onclick: () => {
      this.close();
      back();
    } }, t("tablet.undo")));
    this.node.hidden = false;
    this.#timer = setTimeout(() => this.close(), SHOWN);
  }

  close() {
    clearTimeout(this.#timer);
    this.node.hidden = true;
    fill(this.node);
  }
}

/**
 * The change that restores what stood before another; null where nothing was changed or removed.
 * @param {State|undefined} before @param {State|undefined} now
 * @param {string} op of the change @param {any} value
 * @returns {{op: string, value: any}|null}
 */
export function restoring(before, now, op, value) {
  if (op === "evidence.remove") return { op: "evidence.add", value };
  if (op === "note") {
    return before?.note && !now?.note ? { op, value: { note: before.note } } : null;
  }
  const same = JSON.stringify(before?.answer) === JSON.stringify(now?.answer);
  return before?.answer && !before.conflict.length && !same ?
    { op: "answer", value: before.answer } : null;
}
