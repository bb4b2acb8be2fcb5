// Forms: one field, one place for what is wrong, one button that waits.
import { el, fill } from "./dom.js";
import { errorText } from "./failure.js";
import { enter } from "./text.js";
import { t } from "./words.js";

/**
 * A labelled input.
 * @param {string} label @param {Record<string, any>} props @param {string} [hint]
 */
export function field(label, props, hint) {
  const described = hint && `${props.id}-hint`;
  return el("p.field", null, el("label", { for: props.id }, label),
    el("input", { "aria-describedby": described, ...props }),
    hint && el("span.hint.small", { id: described }, hint));
}

/**
 * A form that runs work when it is sent; what goes wrong is said above its button.
 * @param {(form: HTMLFormElement) => Promise<void>} work
 * @param {...any} content the last one is the button
 */
export function form(work, ...content) {
  const problem = el("p.problems", { role: "alert", hidden: true });
  const node = el("form", { novalidate: true, onsubmit: async (/** @type {Event} */ e) => {
    e.preventDefault();
    const button = node.querySelector("button[type=submit], button:not([type])");
    if (button.disabled) return;
    button.disabled = true;
    problem.hidden = true;
    try {
      await work(node);
    } catch (error) {
      fill(problem, errorText(error));
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  } }, content.slice(0, -1), problem, content.at(-1));
  return node;
}

/**
 * What was typed, without the blanks around it.
 * @param {any} input or textarea
 * @throws {Mistake} for a character that no text may hold, and once when characters were taken out
 */
export function typed(input) {
  const { entered, removed, wrong } = enter(input.value);
  if (wrong) throw new Mistake(t("change.control", wrong.sign, wrong.place));
  if (removed) {
    input.value = entered;
    throw new Mistake(t("change.direction-removed"));
  }
  return entered.trim();
}

/** A mistake of the person's, with its sentence. */
export class Mistake extends Error {
  name = "Mistake";
}
