// The card of one clause: what is asked, what was found, and what belongs to it.
import { el, fill, hidden, icon, mark } from "./dom.js";
import { answerWords, controls, plain } from "./view-answers.js";
import { carried } from "./view-carry.js";
import { camera, notApplicable, noteField, photographs } from "./view-evidence.js";
import { refusedAt, refusedHere } from "./view-refused.js";
import { date, language, t, time } from "./words.js";

/**
 * @typedef {import("./work.js").AuditWork} AuditWork
 * @typedef {import("./scorer.js").ClauseScore} ClauseScore
 * @typedef {import("./merge.js").State} State
 * @typedef {ReturnType<typeof lookAt>} CardLook
 * @typedef {{note: boolean, na: boolean, whole?: boolean}} Open which parts are unfolded
 */

/**
 * What all cards of a checklist share (made in view-checklist.js).
 * @typedef {{aw: AuditWork, tier: Tier, lazy: import("./lazy.js").Lazy, readOnly: () => boolean,
 *   previous: Map<string, PreviousLine>, carried: Map<string, CarriedLine>,
 *   returned: Map<string, string>,
 *   sample: (chapter: number) => number|undefined, compact: () => boolean,
 *   takenAt: (sha: string) => Promise<Date|undefined>,
 *   line: (uid: string) => ClauseScore|undefined, drafts: import("./drafts.js").Drafts,
 *   here: (uid: string) => void,
 *   record: (uid: string, op: string, value?: any) => Promise<boolean>,
 *   removePhoto: (uid: string, sha: string) => Promise<boolean>,
 *   restorePhoto: (uid: string, sha: string) => Promise<boolean>,
 *   attempt: (uid: string, work: () => Promise<any>) => Promise<boolean>,
 *   problem: (uid: string) => {text: string, again: () => void}|undefined,
 *   photoProblems: (uid: string, texts: string[], retry: () => void) => void, show: (uid: string) => void}} Context
 */

/**
 * Makes the card of a clause.
 * @param {Context} ctx @param {Clause} clause
 * @returns {{node: HTMLElement, update: () => void, presence: () => void, begun: () => void}}
 */
export function card(ctx, clause) {
  const { uid, code } = clause;
  /** @type {(op: string, value?: any) => Promise<boolean>} */
  const record = (op, value) => ctx.record(uid, op, value);
  const note = noteField(uid, code, record, ctx);
  const slots = { head: el("header.card-head"), live: el("div.slot"), photos: el("div.slot"),
    after: el("div.slot"), foot: el("p.card-foot.small.muted"), who: el("p.who.small") };
  /** @type {Open} */
  const open = { note: ctx.aw.typed.get(`note-${uid}`) !== undefined,
    na: ctx.aw.typed.get(`reason-${uid}`) !== undefined };
  const node = el("article.card", { id: `c-${uid}`, tabindex: -1, "aria-labelledby": `t-${uid}`,
    onfocusin: () => ctx.here(uid), oninput: (/** @type {any} */ e) => (e.target.dataset.typed = ""),
  }, slots.head, requirement(clause), how(clause, ctx.aw.aids.hint(uid)),
  slots.live, note.node, slots.photos, slots.after, slots.foot, slots.who);
  let pictures = "";
  /** @type {() => void} */
  const update = unlessPressed(node, () => keepTyping(node, () => {
    const look = lookAt(ctx, clause, record);
    const brief = ctx.compact() && !look.lost && !look.conflict && !look.returned && !look.carried &&
      !open.note && !look.begun && !refusedAt(ctx, clause).length;
    node.className = `card ${status(look)}${brief && !open.whole ? " brief" : ""}`;
    head(slots.head, look);
    if (brief) {
      slots.head.append(el("button.quiet.fold", { type: "button", "data-key": "whole",
        "aria-expanded": String(Boolean(open.whole)), onclick: () => {
          open.whole = !open.whole;
          update();
        } }, icon("fold"), hidden(t(open.whole ? "tablet.fold" : "tablet.unfold", code))));
    }
    fill(slots.live, live(look, ctx));
    note.show(look.state?.note ?? "");
    note.node.hidden = !noteShown(look, open.note);
    note.area.readOnly = look.readOnly;
    const now = `${look.readOnly} ${look.state?.evidence?.join()} ${ctx.aw.removed(uid).join()}`;
    if (now !== pictures) fill(slots.photos, photographs(look, ctx)); // they need not flicker
    pictures = now;
    fill(slots.after, after(look, ctx, open, note, update));
    foot(slots.foot, look, ctx, update);
  }));
  const presence = () => showPresence(slots.who, ctx, uid);
  const begun = () => foot(slots.foot, lookAt(ctx, clause, record), ctx, update); // the pad stays
  update();
  presence();
  return { node, update, presence, begun };
}

/**
 * Draws, but not while a button is held down, by pointer or by key, nor while an input method
 * composes: a button that is replaced between down and up is never clicked, and a field that is
 * replaced loses the syllables.
 * @param {HTMLElement} node @param {() => void} draw
 */
function unlessPressed(node, draw) {
  let pressed = false;
  let late = false;
  const release = (/** @type {any} */ e) => {
    if (e.isComposing) return;
    pressed = false;
    if (late) setTimeout(draw);
    late = false;
  };
  const press = (/** @type {any} */ e) => {
    if (e.isComposing) return;
    pressed = Boolean(e.target.closest("button")) && (e.key === undefined || e.key === " ");
  };
  for (const down of ["pointerdown", "keydown"]) node.addEventListener(down, press);
  for (const up of ["pointerup", "pointercancel", "pointerleave", "keyup", "focusout",
    "compositionend"]) node.addEventListener(up, release);
  node.addEventListener("compositionstart", () => (pressed = true));
  return () => {
    if (pressed) late = true;
    else draw();
  };
}

/**
 * What a card needs to know of its clause.
 * @param {Context} ctx @param {Clause} clause
 * @param {(op: string, value?: any) => Promise<boolean>} record
 */
export function lookAt(ctx, clause, record) {
  const { uid } = clause;
  const state = ctx.aw.states.get(uid);
  const answer = state?.answer ?? null;
  /** @type {import("./view-answers.js").Look["line"]} */
  const line = ctx.line(uid) ?? { max: 0, earned: 0 };
  const attempt = (/** @type {() => Promise<any>} */ work) => ctx.attempt(uid, work);
  return {
    clause, state, answer, line, record, attempt, tier: ctx.tier, drafts: ctx.drafts,
    typed: ctx.aw.typed, printable: ctx.aw.printable, begun: !ctx.readOnly() && ctx.aw.typed.begun(uid),
    readOnly: ctx.readOnly(), previous: ctx.previous.get(uid),
    sample: ctx.sample(clause.chapter), carried: ctx.carried.get(uid), returned: ctx.returned.get(uid),
    lost: lost(answer, line), conflict: state?.conflict?.length ? state.conflict : null,
    removePhoto: (/** @type {string} */ sha) => ctx.removePhoto(uid, sha),
    restorePhoto: (/** @type {string} */ sha) => ctx.restorePhoto(uid, sha),
  };
}

/**
 * Whether an answer lost points. A bonus that was not earned loses none.
 * @param {any} answer in the API's form, or null
 * @param {Partial<ClauseScore>} [line] of the score
 */
export function lost(answer, line) {
  return Boolean(answer) && !line?.excluded && !line?.bonus && Number(line?.earned) < Number(line?.max);
}

/**
 * Whether a photograph is still asked for.
 * @param {Clause} clause @param {State} [state]
 */
export function wantsPhoto(clause, state) {
  return Boolean(state?.answer) && state?.answer.notApplicable === undefined &&
    clause.evidence?.includes("photo") && !state?.evidence?.length;
}

/** @param {CardLook} look */
function status(look) {
  if (look.conflict) return "conflict";
  if (look.begun) return "open begun";
  if (look.lost) return "lost";
  return look.answer ? "answered" : "open";
}

/**
 * A browser tells a field that is taken out that it has been left: nobody has left it.
 * @param {HTMLElement} node @param {() => void} work takes fields of the node out
 */
export function takenOut(node, work) {
  const loud = silence(node);
  work();
  loud();
}

/**
 * No field of a node hears that it has been left.
 * @param {HTMLElement} node @returns {() => void} ends it
 */
export function silence(node) {
  const deaf = (/** @type {Event} */ e) => e.stopImmediatePropagation();
  for (const left of ["focusout", "change"]) node.addEventListener(left, deaf, true);
  return () => {
    for (const left of ["focusout", "change"]) node.removeEventListener(left, deaf, true);
  };
}

/**
 * Draws anew. What took the place of the focused element gets the focus, and what took the place of
 * a field gets what was typed there and is not recorded yet.
 * @param {HTMLElement} node @param {() => void} draw
 */
function keepTyping(node, draw) {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  const active = node.contains(focused) ? focused : null;
  const typed = /** @type {HTMLInputElement[]} */ ([...node.querySelectorAll("[data-typed]")]);
  const marks = typed.map((field) => field.selectionStart);
  takenOut(node, draw);
  const now = (/** @type {HTMLElement} */ old) => old.dataset.key &&
    /** @type {HTMLInputElement[]} */ ([...node.querySelectorAll("[data-key]")])
      .find((n) => n.dataset.key === old.dataset.key);
  typed.forEach((old, i) => {
    const field = !old.isConnected && now(old);
    if (!field) return;
    field.value = old.value;
    field.setSelectionRange(marks[i], marks[i]);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  if (!active || active.isConnected) return;
  const again = now(active);
  (again && !again.disabled ? again : node).focus({ preventScroll: true });
}

/** @param {{title: string, title_en?: string}} thing */
export const titleOf = (thing) => (language() === "en" && thing.title_en) || thing.title;

/** @param {HTMLElement} slot @param {CardLook} look */
function head(slot, { clause, line, answer, lost: isLost, tier }) {
  const max = clause.points?.[tier] ?? clause.bonus_points?.[tier];
  const badge = (/** @type {string} */ kind) =>
    el("span.badge", { class: kind }, t(`tablet.${kind}`));
  /** @type {any} */
  let worth = t("tablet.points", plain(max));
  if (line.excluded && answer) worth = t("tablet.not-applicable");
  else if (answer) {
    worth = [el("b", { class: isLost ? "minus" : "plus" }, plain(line.earned)), " / ",
      t("tablet.points", plain(line.max))];
  }
  fill(slot, el("h3", { id: `t-${clause.uid}` }, el("span.code", null, clause.code), " ",
    titleOf(clause), clause.veto && badge("veto"), clause.key && badge("key"),
    clause.condition && badge("conditional"),
    clause.bonus_points && badge("bonus")), el("p.worth", null, worth));
}

/** @param {Clause} clause */
function requirement(clause) {
  return el("div.requirement", { lang: "zh-CN" }, el("p", null, clause.text),
    clause.items && clause.items.length > 0 && el("ul.items", null, clause.items.map((item) =>
      el("li", null, el("span.label", null, `${item.label}) `), item.text))));
}

/**
 * Check method, evidence and the hint of the aids, folded away.
 * @param {Clause} clause @param {string} hint
 */
function how(clause, hint) {
  const { method } = clause;
  const evidence = (clause.evidence ?? []).map((kind) => t(`tablet.evidence-${kind}`)).join(t("tablet.comma"));
  const facts = [["pass-if", method.pass_if, 1], ["how-measure", method.how, 1],
    ["check", clause.check, 1], ["evidence", evidence, 0], ["aid-hint", hint, 1]].filter(([, text]) => text);
  return el("details.how", null, el("summary", null, t("tablet.how"), hidden(` ${clause.code}`)),
    el("dl.facts", null, facts.map(([name, text, chinese]) => el("div.wide", null,
      el("dt", null, t(`tablet.${name}`)), el("dd", { lang: chinese ? "zh-CN" : null }, text)))));
}

/**
 * What changes with every answer.
 * @param {CardLook} look @param {Context} ctx
 */
function live(look, ctx) {
  const { clause } = look;
  return [
    clause.condition && condition(look, ctx),
    look.returned && el("p.condition", null, el("b", null, t("tablet.returned")), " ",
      el("span", { lang: "zh-CN" }, look.returned)),
    carried(look),
    look.conflict && conflict(look, ctx),
    look.readOnly ? answerRead(look) : controls(look),
    problem(ctx.problem(clause.uid)),
    refusedHere(ctx, clause),
    !look.readOnly && look.lost && el("p.lost-note", null, mark("!"), " ",
      t(wantsPhoto(clause, look.state) ? "tablet.lost-photo" : "tablet.lost",
        plain(round(look.line.max - look.line.earned)))),
  ];
}

/** @param {number} v */
const round = (v) => Math.round(v * 100) / 100;

/** @param {{text: string, again: () => void}|undefined} failed */
function problem(failed) {
  return failed && el("p.field-problem", { role: "alert" }, failed.text, " ",
    el("button", { type: "button", onclick: failed.again }, t("tablet.retry")));
}

/**
 * The condition as it reads, and how the clause stands that it names.
 * @param {CardLook} look @param {Context} ctx
 */
function condition({ clause, readOnly, answer, record }, ctx) {
  const other = named(ctx.aw, clause);
  if (!other) {
    return el("p.condition", null, el("b", null, t("tablet.condition")), " ",
      el("span", { lang: "zh-CN" }, clause.condition));
  }
  const state = ctx.aw.states.get(other.uid);
  const line = ctx.line(other.uid);
  const stands = state?.answer && !state.conflict?.length && !line?.excluded &&
    !lost(state.answer, line);
  return el("div.condition", null,
    el("p", null, el("b", null, t("tablet.condition")), " ",
      el("span", { lang: "zh-CN" }, clause.condition)),
    el("p.row", null, el("button.quiet", { type: "button", onclick: () => ctx.show(other.uid),
      "data-key": `condition-${other.uid}` },
    t("tablet.condition-now", other.code, resultWords(other, state, line)))),
    stands && !readOnly && answer?.notApplicable === undefined && el("button", { type: "button",
      onclick: () => record("not-applicable",
        { notApplicable: t("tablet.condition-reason", other.code, answerWords(other, state.answer)) }),
    }, mark("—"), t("tablet.condition-skip")));
}

/**
 * The clause that a condition names by its number, if any.
 * @param {AuditWork} aw @param {Clause} clause
 */
export function named(aw, clause) {
  const code = clause.condition?.match(/\d+(?:\.\d+)+/)?.[0];
  return code && aw.checklist.find((c) => c.code === code && c !== clause);
}

/** @param {Clause} clause @param {State|undefined} state @param {ClauseScore|undefined} line */
function resultWords(clause, state, line) {
  const words = answerWords(clause, state?.answer);
  if (!state?.answer || !line || line.excluded) return words;
  return t("tablet.with-points", words, plain(line.earned), plain(line.max));
}

/**
 * Two auditors found different things: both are named, and somebody must choose.
 * @param {CardLook} look @param {Context} ctx
 */
function conflict({ clause, conflict: heads, readOnly, attempt }, ctx) {
  return el("div.conflict-box", { role: "group", "aria-labelledby": `x-${clause.uid}` },
    el("p", { id: `x-${clause.uid}` }, el("b", null, mark("! "), t("tablet.conflict")), " ",
      t("tablet.conflict-next")),
    el("ul", null, heads?.map((h) => el("li", null,
      el("span", null, el("b", null, answerWords(clause, h.answer)),
        h.answer?.notApplicable && ` – ${h.answer.notApplicable}`,
        el("span.small.muted", null, `${nameOf(ctx.aw, h.by)} · ${time(h.at)}`)),
      !readOnly && el("button", { type: "button", "data-key": `choose-${h.change}`,
        onclick: () => attempt(() => ctx.aw.choose(clause.uid, h.change)) }, t("tablet.choose"),
      hidden(` ${answerWords(clause, h.answer)} – ${nameOf(ctx.aw, h.by)}`))))));
}

/** @param {AuditWork} aw @param {string} username */
export const nameOf = (aw, username) => aw.people?.get(username) ?? username;

/** @param {CardLook} look */
function answerRead({ clause, answer }) {
  const kinds = clause.method.occurrences ?? [];
  /** @type {import("./answer-form.js").Occurrence[]} */
  const found = answer?.occurrences ?? [];
  return [el("p.answer-read", null, el("b", null, answerWords(clause, answer)),
    answer?.notApplicable && ` – ${answer.notApplicable}`),
  kinds.map(({ id, what }) => ({ what, n: found.filter((o) => o.kind === id).length }))
    .filter(({ n }) => n)
    .map(({ n, what }) => el("p.small", { lang: "zh-CN" }, `${n} × ${what}`))];
}

/** @param {CardLook} look @param {boolean} open */
function noteShown(look, open) {
  if (look.readOnly) return Boolean(look.state?.note);
  return open || look.lost || Boolean(look.state?.note);
}

/**
 * What else can be done. Losing points opens note and camera in place.
 * @param {CardLook} look @param {Context} ctx @param {Open} open
 * @param {ReturnType<typeof noteField>} note @param {() => void} update
 */
function after(look, ctx, open, note, update) {
  const { clause, answer, readOnly } = look;
  const inNA = answer?.notApplicable !== undefined;
  if (readOnly) return [];
  /**
   * @type {(name: keyof Open, drawing: any, text: string, isOpen: boolean,
   *   then?: () => void) => any}
   */
  const toggle = (name, drawing, text, isOpen, then) => el("button.quiet", { type: "button",
    "aria-expanded": String(isOpen), "data-key": `${name}-open`, onclick: () => {
      open[name] = !isOpen;
      update();
      then?.();
    } }, drawing, text, hidden(` ${clause.code}`));
  const showNA = open.na || inNA;
  return [
    look.lost && phrases(look, ctx),
    el("div.extras", null, camera(look, ctx),
      !noteShown(look, false) && toggle("note", icon("note"), t("tablet.note"), open.note,
        () => open.note && note.area.focus()),
      !clause.veto && toggle("na", mark(inNA ? "✓" : "—"), t("tablet.not-applicable"), showNA),
      wantsPhoto(clause, look.state) && el("span.needs", null, mark("! "), t("tablet.photo-wanted")),
      answer && el("button.quiet.clear", { type: "button", "data-key": "clear",
        onclick: () => {
          open.na = false;
          look.record("clear");
        } }, t("tablet.clear"), hidden(` ${clause.code}`))),
    showNA && notApplicable(look),
  ];
}

/**
 * Typical sentences for a lost point, one tap each; what is noted already stays.
 * @param {CardLook} look @param {Context} ctx
 */
function phrases({ clause, state, record }, ctx) {
  const note = state?.note ?? "";
  const list = ctx.aw.aids.phrases(clause.uid).filter((text) => !note.includes(text));
  return list.length > 0 && el("div.chips.phrases", { role: "group",
    "aria-label": t("tablet.phrases", clause.code) }, list.map((text, i) => el("button.chip", {
    type: "button", lang: "zh-CN", "data-key": `phrase-${clause.uid}-${i}`,
    onclick: () => record("note", { note: note ? `${note}；${text}` : text }) }, text)));
}

/**
 * @param {HTMLElement} slot @param {CardLook} look @param {Context} ctx @param {() => void} update
 */
function foot(slot, look, ctx, update) {
  const { state, answer, previous, line, clause: { uid, code } } = look;
  const drop = () => {
    look.typed.drop(uid);
    for (const field of slot.closest(".card")?.querySelectorAll("[data-typed]") ?? []) {
      field.removeAttribute("data-typed");
    }
    update();
  };
  fill(slot, look.begun && el("span.begun", null, mark("… "), t("tablet.begun"), " ",
    el("button.quiet", { type: "button", "data-key": "begun-drop", onclick: drop },
      t("tablet.begun-drop"), hidden(` ${code}`))),
    state && answer ? el("span", null, mark("✓ "), t("tablet.answered-by",
      nameOf(ctx.aw, state.by), time(state.at))) : !look.begun && el("span", null, t("tablet.unanswered")),
    previous && el("span.previous", null, t("tablet.previous", date(previous.at),
      previous.excluded ? t("tablet.not-applicable") :
        `${plain(previous.earned)} / ${plain(previous.max)}`)),
    (line.flags ?? []).map((flag) => el("span.flag", null, mark("! "), t(`tablet.flag-${flag}`))));
}

/** @param {HTMLElement} slot @param {Context} ctx @param {string} uid */
function showPresence(slot, ctx, uid) {
  const here = (ctx.aw.presence ?? []).filter((p) => p.clause === uid && !p.away);
  slot.hidden = here.length === 0;
  fill(slot, here.length > 0 && [mark("● "), t("tablet.here",
    here.map((p) => nameOf(ctx.aw, p.user)).join(t("tablet.comma")))]);
}
