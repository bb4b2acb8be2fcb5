// The drafting desk works without this file; with it forms save themselves, remarks follow the
// typing, and clauses can be dragged.

const pause = 700; // ms without typing before a form is saved
const retry = 5000; // ms before a save that did not get through is tried again

/** @type {WeakMap<HTMLFormElement, number>} */
const timers = new WeakMap();
/** @type {Promise<void>} */
let running = Promise.resolve();

const main = () => /** @type {HTMLElement} */ (document.getElementById("content"));
const state = () => document.getElementById("save-state");

/** @param {"saving"|"saved"|"failed"} word @param {string} [detail] */
function say(word, detail = "") {
  const line = state();
  if (!line) return;
  line.textContent = (line.dataset[word] ?? "") + detail;
  line.classList.toggle("minus", word === "failed");
}

/** @type {(here: ParentNode, selector: string) => HTMLElement[]} */
const elements = (here, selector) => [...here.querySelectorAll(selector)]
  .map((element) => /** @type {HTMLElement} */ (element));
/** @type {(here: ParentNode, selector: string) => HTMLInputElement[]} */
const fields = (here, selector) => [...here.querySelectorAll(selector)]
  .map((field) => /** @type {HTMLInputElement} */ (field));
/** @type {() => NodeListOf<HTMLFormElement>} */
const forms = () => document.querySelectorAll("form[data-autosave]");
const dirty = () => [...forms()].filter((form) => form.dataset.dirty);

/** @param {HTMLFormElement} form @param {number} [wait] milliseconds */
function later(form, wait = pause) {
  form.dataset.dirty = "1";
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), wait));
}

// save sends one form after the other, so that each has the revision that the one before made.
/** @param {HTMLFormElement} form @param {boolean} [reload] */
function save(form, reload = false) {
  clearTimeout(timers.get(form));
  running = running.then(() => send(form, reload)).catch(() => {
    say("failed");
    if (form.isConnected) later(form, retry);
  });
  return running;
}

/** @param {HTMLFormElement} form @param {boolean} reload */
async function send(form, reload) {
  if (!form.isConnected || !form.dataset.dirty || !form.checkValidity()) return;
  delete form.dataset.dirty;
  say("saving");
  const sent = new FormData(form);
  const body = new URLSearchParams(/** @type {any} */ (sent));
  const reply = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const content = page.getElementById("content");
  if (reply.status === 409 && content) {
    main().replaceWith(document.importNode(content, true));
    ready();
    const first = main().querySelector(".conflict-box select, .problems a");
    /** @type {HTMLElement|null} */ (first)?.focus();
    return;
  }
  if (reply.status === 422) {
    const problems = [...page.querySelectorAll(".problems li")].map((li) => li.textContent?.trim());
    form.dataset.dirty = "1";
    say("failed", problems.join(" "));
    return;
  }
  if (!reply.ok) throw new Error(String(reply.status));
  take(form, sent, page, reload);
  say(form.dataset.dirty ? "saving" : "saved");
}

// take brings the page up to what the server says, and leaves alone what was typed meanwhile.
/**
 * @param {HTMLFormElement} form @param {FormData} sent @param {Document} page
 * @param {boolean} reload
 */
function take(form, sent, page, reload) {
  const fresh = /** @type {HTMLFormElement|null} */ (page.getElementById(form.id));
  const revision = fields(page, "input[name=revision]")[0]?.value;
  for (const input of fields(document, "input[name=revision]")) input.value = revision;
  for (const selector of [".head", ".chapters ol", ".desk-links"]) swap(document, page, selector);
  if (!fresh) return;
  if (reload) {
    form.replaceWith(document.importNode(fresh, true));
    ready();
    return;
  }
  merge(form, sent, fresh);
  for (const slot of elements(form, "[data-remarks]")) {
    swap(form, fresh, `[data-remarks="${slot.dataset.remarks}"]`);
  }
  const card = form.closest(".desk-clause");
  if (card) swap(card, page.getElementById(card.id), ".card-head");
}

/** @param {ParentNode} here @param {ParentNode|null} there @param {string} selector */
function swap(here, there, selector) {
  const old = here.querySelector(selector);
  const next = there?.querySelector(selector);
  if (old && next) old.replaceWith(document.importNode(next, true));
}

// merge takes over what others have written in fields that were not typed in since. A field that
// was typed in keeps what it showed before, unless that was just saved: then the next save finds
// that somebody else has written there.
/** @param {HTMLFormElement} form @param {FormData} sent @param {HTMLFormElement} fresh */
function merge(form, sent, fresh) {
  const now = new FormData(form);
  /** @type {(data: FormData, name: string) => string} */
  const mine = (data, name) => JSON.stringify(data.getAll(name));
  const said = new FormData(fresh);
  const typed = new Set();
  for (const name of new Set([...sent.keys(), ...now.keys(), ...said.keys()])) {
    if (name === "was" || name === "revision" || name === "choose") continue;
    if (mine(now, name) !== mine(sent, name)) {
      if (mine(said, name) !== mine(sent, name)) typed.add(name);
    } else if (mine(said, name) !== mine(now, name)) {
      write(form, name, said.getAll(name).map(String));
    }
  }
  const was = fields(form, "input[name=was]");
  const next = fields(fresh, "input[name=was]");
  was.forEach((input, i) => {
    const field = input.value.split("=")[0].replaceAll("_", "-");
    if (next[i] && !typed.has(field)) input.value = next[i].value;
  });
}

/** @param {HTMLFormElement} form @param {string} name @param {string[]} values */
function write(form, name, values) {
  fields(form, `[name="${name}"]`).forEach((input, i) => {
    if (input.type === "checkbox") input.checked = values.includes(input.value);
    else if (input !== document.activeElement) input.value = values[i] ?? "";
  });
}

// flush saves what is waiting.
async function flush() {
  for (const form of dirty()) save(form);
  await running;
}

// Dragging: a clause by its head, onto another clause.
/** @type {HTMLElement|null} */
let dragged = null;

/** @param {Event} event @param {string} selector @returns {any} what is around what was met */
const around = (event, selector) => /** @type {any} */ (event.target).closest?.(selector);

/** @param {Event} event @returns {HTMLElement|null} the clause that another is dragged onto */
function target(event) {
  const card = around(event, ".desk-clause");
  return dragged && card && card !== dragged ? card : null;
}

/** @param {HTMLElement} card @param {MouseEvent} event */
function upper(card, event) {
  const box = card.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2;
}

/** @param {HTMLElement|null} card @param {string} [edge] */
function mark(card, edge) {
  for (const other of elements(document, "[data-drop]")) delete other.dataset.drop;
  if (card) card.dataset.drop = edge;
}

/** @param {HTMLElement} card @param {boolean} before */
function drop(card, before) {
  /** @type {HTMLFormElement|null|undefined} */
  const form = dragged?.querySelector("form[data-order]");
  /** @type {HTMLElement|null} */
  const section = card.closest("[data-section]");
  if (!form || !section) return;
  const cards = elements(section, ".desk-clause").filter((c) => c !== dragged);
  const at = cards.indexOf(card) - (before ? 1 : 0);
  /** @type {any} */ (form.elements.namedItem("section")).value = section.dataset.section;
  const after = document.createElement("input");
  after.type = "hidden";
  after.name = "after";
  after.value = at < 0 ? "" : cards[at].dataset.uid ?? "";
  form.append(after);
  form.requestSubmit();
}

document.addEventListener("dragstart", (event) => {
  dragged = around(event, "[data-drag]") ?? null;
  if (dragged) event.dataTransfer?.setData("text/plain", dragged.dataset.uid ?? "");
});
document.addEventListener("dragover", (event) => {
  const card = target(event);
  if (!card) return;
  event.preventDefault();
  mark(card, upper(card, event) ? "before" : "after");
});
document.addEventListener("drop", (event) => {
  const card = target(event);
  if (!card) return;
  event.preventDefault();
  drop(card, upper(card, event));
});
document.addEventListener("dragend", () => {
  mark(null);
  dragged = null;
});

// The same by keys: Alt with an arrow on a clause.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const buttons = around(event, ".desk-clause")?.querySelectorAll("[data-order] button");
  const button = buttons?.[event.key === "ArrowUp" ? 0 : 1];
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("input", (event) => {
  const { form } = /** @type {any} */ (event.target);
  if (form?.matches("[data-autosave]")) later(form);
});
document.addEventListener("change", (event) => {
  const field = /** @type {any} */ (event.target);
  const { form } = field;
  if (!field.matches("[data-reload]") || !form?.matches("[data-autosave]")) return;
  form.dataset.dirty = "1";
  save(form, true);
});

// A form that is sent as a whole needs no save of its own; others wait for what is unsaved.
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  clearTimeout(timers.get(form));
  delete form.dataset.dirty;
  if (dirty().length === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  flush().then(() => form.isConnected && form.requestSubmit(button));
}, true);
document.addEventListener("click", (event) => {
  const link = around(event, "a[href]");
  if (!link || dirty().length === 0 || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  flush().then(() => { location.href = link.href; });
});
addEventListener("beforeunload", (event) => {
  if (dirty().length > 0) event.preventDefault();
});

function ready() {
  for (const head of elements(document, "[data-drag] > .card-head")) head.draggable = true;
}
ready();
