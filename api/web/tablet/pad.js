// The number pad: digits as large as a thumb, in place, under the field that it fills. It opens by
// a tap; a person who comes by keyboard types.
import { el, hidden } from "./dom.js";
import { t } from "./words.js";

const KEYS = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ".", "0", "⌫"];

/**
 * A field for a number with its pad.
 * @param {{id: string, value: string, begun?: string, whole?: boolean, describedby?: string,
 *   oninput?: (text: string) => void, ondone: (text: string) => void}} o
 *   value, and what ondone gets, are plain digits, "187.5"; begun was typed before and not recorded
 * @returns {{input: HTMLInputElement, pad: HTMLElement}}
 */
export function numberField(o) {
  const input = el("input.number-field", {
    id: o.id, inputmode: "none", autocomplete: "off", maxlength: 20, value: o.begun ?? o.value,
    "data-typed": o.begun !== undefined, "aria-describedby": o.describedby, "data-key": o.id,
  });
  const pad = el("div.pad", { role: "group", "aria-label": t("tablet.pad"), hidden: true });
  let last = o.value;
  const typed = () => {
    input.value = clean(input.value, o.whole);
    o.oninput?.(input.value);
  };
  const done = () => {
    if (input.value !== last) o.ondone((last = input.value));
  };
  const close = () => {
    pad.hidden = true;
    done();
  };
  for (const key of KEYS) {
    if (key === "." && o.whole) pad.append(el("span"));
    else pad.append(padKey(key, () => {
      input.value = press(input.value, key);
      typed();
    }));
  }
  pad.append(el("button.pad-done", { type: "button", onmousedown: keepFocus, onclick: close },
    t("tablet.pad-done")), el("button.action.pad-next", { type: "button", onmousedown: keepFocus,
    onclick: () => {
      const next = nextField(input);
      close();
      next?.click();
      next?.focus();
    } }, t("tablet.pad-next")));
  const open = () => {
    pad.hidden = false;
    pad.scrollIntoView({ block: "nearest" });
    input.select();
  };
  input.addEventListener("click", open);
  input.addEventListener("input", typed);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => {
    if (e.key === "Enter" || e.key === "Escape") close();
  });
  input.addEventListener("change", () => document.hasFocus() && done());
  const away = (/** @type {FocusEvent} */ e) => {
    if (!document.hasFocus()) return; // the window was left in the middle of a number, not the field
    const to = /** @type {Node|null} */ (e.relatedTarget);
    if (!to || (to !== input && !pad.contains(to))) close();
  };
  input.addEventListener("focusout", away);
  pad.addEventListener("focusout", away);
  return { input, pad };
}

/**
 * The next field for a number on the page that is in sight of nobody's hiding; the first empty one
 * after it.
 * @param {HTMLInputElement} input @returns {HTMLInputElement|undefined}
 */
function nextField(input) {
  const all = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(".number-field")])
    .filter((one) => one.offsetParent && !one.readOnly);
  const rest = all.slice(all.indexOf(input) + 1);
  return rest.find((one) => one.value === "");
}

/** The field keeps the focus while the pad is tapped. @param {Event} e */
const keepFocus = (e) => e.preventDefault();

/** @param {string} key @param {() => void} onclick */
function padKey(key, onclick) {
  const back = key === "⌫";
  return el("button", {
    type: "button", onclick,
    onmousedown: keepFocus,
  }, back ? [el("span", { "aria-hidden": "true" }, key), hidden(t("tablet.pad-back"))] : key);
}

/** What a field holds after a key of the pad. @param {string} text @param {string} key */
export function press(text, key) {
  if (key === "⌫") return text.slice(0, -1);
  if (key === "." && text.includes(".")) return text;
  return text === "0" && key !== "." ? key : text + key;
}

/**
 * Keeps digits and one point; full-width digits and the Chinese full stop count as typed.
 * @param {string} text @param {boolean} [whole]
 */
export function clean(text, whole) {
  const plain = text.normalize("NFKC").replace(/[。,，]/g, ".").replace(/[^0-9.-]/g, "");
  const sign = !whole && plain.startsWith("-") ? "-" : "";
  const [head, ...rest] = plain.replaceAll("-", "").split(".");
  if (whole || rest.length === 0) return sign + head;
  return `${sign}${head}.${rest.join("")}`;
}
