// The checklist by keyboard. Letters and digits work while a card has the focus, so that they
// never stand in the way of anything else (WCAG 2.1.4).

/** @typedef {import("./view-checklist.js").Checklist} Checklist */

/**
 * @param {Checklist} page the open checklist
 * @returns {() => void} stops listening
 */
export function keyboard(page) {
  const listen = (/** @type {KeyboardEvent} */ e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const at = document.activeElement;
    const card = /** @type {HTMLElement|null|undefined} */ (at?.closest?.(".card"));
    if (at?.matches?.("input, textarea, select")) {
      if (e.key === "Escape") card?.focus({ preventScroll: true });
      return;
    }
    if (act(page, e.key, card)) e.preventDefault();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

/** @param {Checklist} page @param {string} key @param {HTMLElement|null|undefined} card */
function act(page, key, card) {
  const free = card || document.activeElement === document.body ||
    document.activeElement?.id === "content";
  if (free && (key === "ArrowDown" || (card && key === "j"))) return step(page, card, 1);
  if (free && (key === "ArrowUp" || (card && key === "k"))) return step(page, card, -1);
  if (!card) return false;
  if (/^[1-4]$/.test(key)) return press(card, `.choice:nth-child(${key})`);
  switch (key) {
    case "p": return press(card, ".choice.pass");
    case "f": return press(card, ".choice.fail");
    case "n": return note(card);
    case "c": return press(card, ".pick input[capture]");
    case "o": return press(card, ".fold");
    case "u": return page.nextOpen() ?? true;
    case "/": return page.searchField.focus() ?? true;
  }
  return false;
}

/** @param {HTMLElement} card @param {string} selector */
function press(card, selector) {
  const target = /** @type {HTMLElement|null} */ (card.querySelector(selector));
  target?.click();
  return Boolean(target);
}

/** @param {HTMLElement} card */
function note(card) {
  if (fieldOf(card)?.closest("[hidden]")) press(card, '[data-key="note-open"]');
  const area = fieldOf(card);
  area?.focus();
  return Boolean(area);
}

/** @type {(card: HTMLElement) => HTMLElement|null} */
const fieldOf = (card) => card.querySelector("textarea[data-key^=note]");

/**
 * To the next card; past the last one to the next chapter.
 * @param {Checklist} page @param {HTMLElement|null|undefined} card @param {number} by
 */
function step(page, card, by) {
  const uid = card?.id.slice(2);
  const at = page.clauses.findIndex((c) => c.uid === uid);
  const next = page.clauses[card ? at + by : 0];
  if (next) return page.show(next.uid) ?? true;
  const list = page.aw.checklist;
  const beyond = list[list.findIndex((c) => c.uid === uid) + by];
  if (beyond && page.filter === "all" && !page.search.trim()) page.show(beyond.uid);
  return true;
}
