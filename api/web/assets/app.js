// Everything works without this file; with it a clause takes fewer taps.

// A photograph is sent as soon as it is taken: the field becomes one button.
for (const input of document.querySelectorAll("input[data-send]")) {
  input.form.querySelector("button").hidden = true;
  input.form.classList.add("one-tap");
  input.addEventListener("change", () => input.files.length && input.form.requestSubmit());
}

// − and + beside the two numbers of a ratio.
for (const input of document.querySelectorAll("input[data-step]")) {
  const steps = document.createElement("span");
  steps.className = "steps";
  input.replaceWith(steps);
  const step = (sign, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", `${sign} ${input.labels[0]?.textContent ?? ""}`);
    button.addEventListener("click", () => {
      input.value = Math.max(0, (Number.parseInt(input.value, 10) || 0) + by);
    });
    return button;
  };
  steps.append(input);
  input.before(step("−", -1));
  input.after(step("+", 1));
}

// A note that was typed and not saved goes along with the answer of the same clause.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const note = form.closest(".card")?.querySelector("textarea[data-note]");
  const answers = form.elements.op?.value === "answer";
  if (answers && note && note.value !== note.defaultValue && note.form !== form) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "note";
    field.value = note.value;
    form.append(field);
  }
});

// Where a hall is chosen among many, those that are called so are offered while one types.
for (const input of document.querySelectorAll("input[data-halls]")) {
  let asking;
  const offer = async () => {
    const text = input.value.trim();
    const query = new URLSearchParams({ q: text, limit: 20 });
    const answer = text && await fetch(`${input.dataset.halls}?${query}`).catch(() => null);
    const halls = answer?.ok ? (await answer.json()).items : [];
    if (text === input.value.trim()) {
      input.list.replaceChildren(...halls.map((h) => new Option("", `${h.id} ${h.name}`)));
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(asking);
    asking = setTimeout(offer, 150);
  });
}

// What is under way is read again until it has ended.
function follow(part) {
  setTimeout(async () => {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page && page.getElementById(part.id);
    const held = part.contains(document.activeElement);
    if (now) part.replaceWith(now);
    if (now && held) now.querySelector("button")?.focus();
    if ((now || part).dataset.refresh) follow(now || part);
  }, Number(part.dataset.refresh));
}
document.querySelectorAll("[id][data-refresh]").forEach(follow);

// Nothing is sent twice by a second tap.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
