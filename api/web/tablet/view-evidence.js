// Note, photographs and "not applicable" of one clause.
import { dialog, el, fill, hidden, icon, mark } from "./dom.js";
import { hasCamera, openCamera } from "./camera.js";
import { openDrawing } from "./draw.js";
import { errorText } from "./failure.js";
import { lostSigns } from "./printable.js";
import { enter, hasVisible } from "./text.js";
import { t } from "./words.js";

/** @typedef {import("./view-card.js").CardLook} CardLook */
/** @typedef {import("./view-card.js").Context} Context */

const PAUSE = 900; // ms after the last key until a note is recorded
const MAX_NOTE = 2000; // characters, as checklists.MaxNote

/**
 * The note. Its field is made once and stays while the card around it is drawn anew, so that an
 * input method is never interrupted in the middle of a word.
 * @param {string} uid @param {string} code of the clause
 * @param {CardLook["record"]} record @param {Context} ctx
 */
export function noteField(uid, code, record, { drafts, aw: { typed, printable }, readOnly }) {
  const key = `note-${uid}`;
  let stored = "";
  const area = el("textarea", { id: key, rows: 2, maxlength: MAX_NOTE, "data-key": key,
    placeholder: t("tablet.note-hint") });
  const save = async () => {
    const { entered, removed } = enter(area.value);
    if (removed) area.value = entered; // the record says so
    const text = area.value.trim();
    if (text === stored) return typed.keep(key, "");
    if (!await record("note", { note: text })) area.dataset.unsaved = "";
  };
  area.addEventListener("input", () => {
    typed.keep(key, area.value, stored, true);
    drafts.later(key, PAUSE, save);
  });
  area.addEventListener("change", () => drafts.now(key));
  const { node: lost, look } = lostSigns(area, printable);
  const node = el("p.field", null, el("label", { for: key }, t("tablet.note"), hidden(` ${code}`)),
    area, lost);
  const begun = typed.get(key);
  if (begun !== undefined && !readOnly()) { // of before a kill
    area.value = begun;
    drafts.later(key, PAUSE, save);
  }
  return {
    node, area,
    /** @param {string} note */
    show(note) {
      const dirty = drafts.has(key) || area.dataset.unsaved !== undefined;
      stored = note;
      if (note === area.value.trim()) delete area.dataset.unsaved;
      else if (!dirty && document.activeElement !== area) area.value = note;
      look();
    },
  };
}

/**
 * The photographs of a clause with what can be done to each.
 * @param {CardLook} look @param {Context} ctx
 */
export function photographs(look, ctx) {
  const list = look.state?.evidence ?? [];
  return [list.length > 0 && shown(look, ctx, list), bin(look, ctx)];
}

/**
 * What was removed, until the submission; it can be taken back.
 * @param {CardLook} look @param {Context} ctx
 */
function bin(look, ctx) {
  const list = look.readOnly ? [] : ctx.aw.removed(look.clause.uid);
  return list.length > 0 && el("details.bin", null,
    el("summary", null, icon("bin"), t("tablet.bin", list.length)),
    el("ul.photos", null, list.map((sha, i) => el("li", null,
      thumbnail(sha, t("tablet.bin-alt", look.clause.code, i + 1), ctx,
        () => open(look, ctx, sha, i)),
      el("span.photo-do", null, el("button.quiet", { type: "button", "data-key": `back-${sha}`,
        onclick: () => look.restorePhoto(sha) }, t("tablet.restore"), hidden(` ${i + 1}`)))))));
}

/** @param {CardLook} look @param {Context} ctx @param {string[]} list */
function shown(look, ctx, list) {
  return el("ul.photos", null, list.map((sha, i) => el("li", null,
    thumbnail(sha, t("tablet.photo-alt", look.clause.code, i + 1), ctx, () => open(look, ctx, sha, i)),
    !look.readOnly && el("span.photo-do", null,
      el("button.quiet", { type: "button", "data-key": `draw-${sha}`,
        onclick: () => draw(look, ctx, sha) }, icon("note"), t("tablet.draw-short"),
      hidden(` ${i + 1}`)),
      el("button.quiet", { type: "button", "aria-label": t("tablet.photo-remove", i + 1),
        onclick: () => look.removePhoto(sha) }, icon("bin"))))));
}

/**
 * A thumbnail that is fetched and deciphered when it comes near the window.
 * @param {string} sha @param {string} alt @param {Context} ctx @param {() => void} onclick
 */
function thumbnail(sha, alt, ctx, onclick) {
  const picture = el("img", { alt, width: 160, height: 120, decoding: "async" });
  ctx.lazy.observe(picture, async () => {
    const url = await ctx.aw.photoURL(sha, { thumb: true });
    if (url) picture.src = url;
    else picture.alt = `${alt}: ${t("tablet.photo-not-here")}`;
  });
  return el("button.thumb", { type: "button", onclick }, picture);
}

/** @param {CardLook} look @param {Context} ctx @param {string} sha @param {number} i */
async function open(look, ctx, sha, i) {
  const picture = el("img.whole", { alt: t("tablet.photo-alt", look.clause.code, i + 1),
    src: await ctx.aw.photoURL(sha) });
  dialog(`${look.clause.code} ${look.clause.title}`, (close) => [picture,
    el("div.actions", null, el("button", { type: "button", onclick: close }, t("tablet.close")))],
  "photo");
}

/** @param {CardLook} look @param {Context} ctx @param {string} sha */
async function draw(look, ctx, sha) {
  await look.attempt(async () => {
    await openDrawing(await ctx.aw.photoURL(sha), async (picture) => {
      await ctx.aw.addPhoto(look.clause.uid, picture, { takenAt: await ctx.takenAt(sha) });
      await ctx.aw.removePhoto(look.clause.uid, sha);
    });
  });
}

/**
 * Camera and files. Each picture that fails is named with its reason; the others go on.
 * @param {CardLook} look @param {Context} ctx
 */
export function camera(look, ctx) {
  const status = el("p.small.photo-status", { role: "status" });
  const chosen = (/** @type {any} */ e) => {
    /** @type {File[]} */
    const files = [...e.target.files];
    e.target.value = "";
    return take(files);
  };
  /** @param {File[]} files */
  const take = async (files) => {
    /** @type {File[]} */
    const failed = []; // they are tried again
    /** @type {HTMLElement[]} */
    const problems = [];
    for (const [i, file] of files.entries()) {
      fill(status, t("tablet.photo-working", i + 1, files.length));
      try {
        await ctx.aw.addPhoto(look.clause.uid, file);
      } catch (error) {
        failed.push(file);
        problems.push(el("span.field-problem", null, `${file.name}: ${errorText(error)}`));
      }
    }
    fill(status, problems);
    const texts = problems.map((p) => p.textContent ?? "");
    if (problems.length) ctx.photoProblems(look.clause.uid, texts, () => take(failed));
  };
  const shoot = async () => {
    const { uid, code, title } = look.clause;
    const why = await openCamera({ label: `${code} ${title}`,
      take: (shot, takenAt) => ctx.aw.addPhoto(uid, shot, { takenAt }) });
    if (why) fill(status, el("span.field-problem", null, why));
  };
  return el("div.camera", null,
    hasCamera() && el("button.pick", { type: "button", onclick: shoot, "data-key": `shots-${look.clause.uid}` },
      icon("camera"), el("span.pick-text", null, t("tablet.photo-shots")), hidden(` ${look.clause.code}`)),
    picker(t("tablet.photo-take"), "camera", look, { capture: "environment" }, chosen),
    picker(t("tablet.photo-choose"), "picture", look, { multiple: true }, chosen), status);
}

/**
 * @param {string} text @param {"camera"|"picture"} drawing @param {CardLook} look
 * @param {Record<string, any>} props @param {(e: Event) => void} onchange
 */
function picker(text, drawing, look, props, onchange) {
  const input = el("input.hidden", { type: "file", accept: "image/*", onchange,
    "data-key": `${drawing}-${look.clause.uid}`, ...props });
  return el("label.button.pick", null, input, icon(drawing), el("span.pick-text", null, text),
    hidden(` ${look.clause.code}`));
}

/**
 * "Not applicable" with its reason; reasons that recur take one tap.
 * @param {CardLook} look
 */
export function notApplicable(look) {
  const key = `reason-${look.clause.uid}`;
  const recorded = look.answer?.notApplicable ?? "";
  const begun = look.typed.get(key);
  const area = el("textarea", { id: key, rows: 2, maxlength: MAX_NOTE, "data-key": key,
    value: begun ?? recorded, "data-typed": begun !== undefined,
    oninput: () => look.typed.keep(key, area.value, recorded) });
  const problem = el("p.field-problem", { hidden: true, role: "alert" }, t("answer.reason"));
  const save = () => {
    const reason = area.value.trim();
    problem.hidden = hasVisible(reason);
    if (!problem.hidden) return area.focus();
    delete area.dataset.typed;
    look.typed.keep(key, reason, recorded);
    look.record("not-applicable", { notApplicable: reason });
  };
  const common = ["absent", "none", "elsewhere"].map((name) => el("button.chip", {
    type: "button",
    onclick: () => {
      area.value = t(`tablet.reason-${name}`);
      save();
    },
  }, t(`tablet.reason-${name}`)));
  return el("div.not-applicable", { role: "group", "aria-label": t("tablet.not-applicable") },
    el("div.chips", null, common),
    el("p.field", null, el("label", { for: key }, t("tablet.reason")), area,
      lostSigns(area, look.printable).node), problem,
    el("button", { type: "button", onclick: save, "data-key": `na-${look.clause.uid}` },
      mark("—"), t("tablet.reason-save")));
}
