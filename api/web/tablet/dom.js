// Elements of the page. Data become text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element: el("button.action", {onclick: f, disabled: true}, "Go").
 * A property that is a function listens; true sets an attribute, false/null leaves it out.
 * @param {string} tag name with classes, "p.small.muted"
 * @param {Object<string, any>|null} [props]
 * @param {...any} children nodes, texts, lists of them; null and false are left out
 * @returns {any}
 */
export function el(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) set(node, key, value);
  append(node, children);
  return node;
}

/** @param {any} node an element @param {string} key @param {any} value */
function set(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") node.addEventListener(key.slice(2), value);
  else if (key === "class") node.className = `${node.className} ${value}`.trim();
  else if (key === "value") node.value = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

/** Adds children of any shape to a node. @param {Element} node @param {any[]} children */
export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what a node holds. @param {Element} node @param {...any} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** A text that a screen reader alone says. @param {string} text */
export const hidden = (text) => el("span.hidden", null, text);

/** A mark that a screen reader leaves out. @param {string} text */
export const mark = (text) => el("span", { "aria-hidden": "true" }, text);

const PATHS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01",
  note: "M5 19h4L19.5 8.5l-4-4L5 15zM13.5 6.5l4 4",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  sync: "M4 12a8 8 0 0 1 14-5.3L20 9M20 4v5h-5M20 12a8 8 0 0 1-14 5.3L4 15M4 20v-5h5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  plus: "M12 5v14M5 12h14",
  fold: "M6 9l6 6 6-6",
};

/** A small line drawing beside a word. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * Asks before something that is not easily taken back.
 * @param {string} title @param {any} about @param {string} yes what the button says
 * @param {string} no
 * @returns {Promise<boolean>} whether it was confirmed
 */
export function ask(title, about, yes, no) {
  return new Promise((resolve) => {
    let said = false;
    const left = (/** @type {any} */ e, /** @type {() => void} */ close) => e.target.closest("a") && close();
    dialog(title, (close) => [el("p", { onclick: (/** @type {Event} */ e) => left(e, close) }, about), el("div.actions", null,
      el("button.quiet", { type: "button", onclick: close }, no),
      el("button.action", { type: "button", onclick: () => {
        said = true;
        close();
      } }, yes))], "ask").addEventListener("close", () => resolve(said));
  });
}

/**
 * Shows a dialog over the page until it is closed; focus returns to where it was.
 * @param {string} title
 * @param {(close: () => void) => any} content
 * @returns {HTMLDialogElement}
 */
export function dialog(title, content, kind = "") {
  const before = /** @type {HTMLElement|null} */ (document.activeElement);
  const box = el("dialog", { class: kind, "aria-labelledby": "dialog-title" });
  append(box, [el("h2", { id: "dialog-title" }, title), content(() => box.close())]);
  box.addEventListener("close", () => {
    box.remove();
    if (before?.isConnected) before.focus();
  });
  document.body.append(box);
  box.showModal();
  return box;
}
