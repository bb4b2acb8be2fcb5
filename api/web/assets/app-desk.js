// The drafting desk works without this file; with it forms save themselves, remarks follow the
// typing, and clauses can be dragged.

const pause = 700; // ms without typing before a form is saved
const retry = 5000; // ms before a save that did not get through is tried again

const timers = new WeakMap();
let running = Promise.resolve();

const main = () => document.getElementById("content");
const state = () => document.getElementById("save-state");

function say(word, detail = "") {
  const line = state();
  if (!line) return;
  line.textContent = (line.dataset[word] ?? "") + detail;
  line.classList.toggle("minus", word === "failed");
}

const forms = () => document.querySelectorAll("form[data-autosave]");
const dirty = () => [...forms()].filter((form) => form.dataset.dirty);

function later(form, wait = pause) {
  form.dataset.dirty = "1";
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), wait));
}

// save sends one form after the other, so that each has the revision that the one before made.
function save(form, reload = false) {
  clearTimeout(timers.get(form));
  running = running.then(() => send(form, reload)).catch(() => {
    say("failed");
    if (form.isConnected) later(form, retry);
  });
  return running;
}

async function send(form, reload) {
  if (!form.isConnected || !form.dataset.dirty || !form.checkValidity()) return;
  delete form.dataset.dirty;
  say("saving");
  const sent = new FormData(form);
  const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  if (reply.status === 409 && page.getElementById("content")) {
    main().replaceWith(document.importNode(page.getElementById("content"), true));
    ready();
    main().querySelector(".conflict-box select, .problems a")?.focus();
    return;
  }
  if (reply.status === 422) {
    const problems = [...page.querySelectorAll(".problems li")].map((li) => li.textContent.trim());
    form.dataset.dirty = "1";
    say("failed", problems.join(" "));
    return;
  }
  if (!reply.ok) throw new Error(String(reply.status));
  take(form, sent, page, reload);
  say(form.dataset.dirty ? "saving" : "saved");
}

// take brings the page up to what the server says, and leaves alone what was typed meanwhile.
function take(form, sent, page, reload) {
  const fresh = page.getElementById(form.id);
  const revision = page.querySelector("input[name=revision]")?.value;
  for (const input of document.querySelectorAll("input[name=revision]")) input.value = revision;
  for (const selector of [".head", ".chapters ol", ".desk-links"]) swap(document, page, selector);
  if (!fresh) return;
  if (reload) {
    form.replaceWith(document.importNode(fresh, true));
    ready();
    return;
  }
  merge(form, sent, fresh);
  for (const slot of form.querySelectorAll("[data-remarks]")) {
    swap(form, fresh, `[data-remarks="${slot.dataset.remarks}"]`);
  }
  const card = form.closest(".desk-clause");
  if (card) swap(card, page.getElementById(card.id), ".card-head");
}

function swap(here, there, selector) {
  const old = here.querySelector(selector);
  const next = there?.querySelector(selector);
  if (old && next) old.replaceWith(document.importNode(next, true));
}

// merge takes over what others have written in fields that were not typed in since. A field that
// was typed in keeps what it showed before, unless that was just saved: then the next save finds
// that somebody else has written there.
function merge(form, sent, fresh) {
  const now = new FormData(form);
  const mine = (data, name) => JSON.stringify(data.getAll(name));
  const said = new FormData(fresh);
  const typed = new Set();
  for (const name of new Set([...sent.keys(), ...now.keys(), ...said.keys()])) {
    if (name === "was" || name === "revision" || name === "choose") continue;
    if (mine(now, name) !== mine(sent, name)) {
      if (mine(said, name) !== mine(sent, name)) typed.add(name);
    } else if (mine(said, name) !== mine(now, name)) {
      write(form, name, said.getAll(name));
    }
  }
  const was = [...form.querySelectorAll("input[name=was]")];
  const next = [...fresh.querySelectorAll("input[name=was]")];
  was.forEach((input, i) => {
    const field = input.value.split("=")[0].replaceAll("_", "-");
    if (next[i] && !typed.has(field)) input.value = next[i].value;
  });
}

function write(form, name, values) {
  const inputs = [...form.querySelectorAll(`[name="${name}"]`)];
  inputs.forEach((input, i) => {
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
let dragged = null;

function target(event) {
  const card = event.target.closest?.(".desk-clause");
  return dragged && card && card !== dragged ? card : null;
}

function upper(card, event) {
  const box = card.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2;
}

function mark(card, edge) {
  for (const other of document.querySelectorAll("[data-drop]")) delete other.dataset.drop;
  if (card) card.dataset.drop = edge;
}

function drop(card, before) {
  const form = dragged.querySelector("form[data-order]");
  const section = card.closest("[data-section]");
  const cards = [...section.querySelectorAll(".desk-clause")].filter((c) => c !== dragged);
  const at = cards.indexOf(card) - (before ? 1 : 0);
  form.elements.section.value = section.dataset.section;
  const after = document.createElement("input");
  after.type = "hidden";
  after.name = "after";
  after.value = at < 0 ? "" : cards[at].dataset.uid;
  form.append(after);
  form.requestSubmit();
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-drag]") ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.uid);
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
  const buttons = event.target.closest?.(".desk-clause")?.querySelectorAll("[data-order] button");
  const button = buttons?.[event.key === "ArrowUp" ? 0 : 1];
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosave]")) later(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!event.target.matches("[data-reload]") || !form?.matches("[data-autosave]")) return;
  form.dataset.dirty = "1";
  save(form, true);
});

// A form that is sent as a whole needs no save of its own; others wait for what is unsaved.
document.addEventListener("submit", (event) => {
  const form = event.target;
  clearTimeout(timers.get(form));
  delete form.dataset.dirty;
  if (dirty().length === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  flush().then(() => form.isConnected && form.requestSubmit(button));
}, true);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || dirty().length === 0 || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  flush().then(() => { location.href = link.href; });
});
addEventListener("beforeunload", (event) => {
  if (dirty().length > 0) event.preventDefault();
});

function ready() {
  for (const head of document.querySelectorAll("[data-drag] > .card-head")) head.draggable = true;
}
ready();
