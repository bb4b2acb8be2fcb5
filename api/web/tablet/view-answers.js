// The five kinds of answer, each in one tap, and "not applicable". A tap shows at once; the card is
// drawn anew when the answer is on the disk.
import { ask, el, hidden, mark } from "./dom.js";
import { uuidv7 } from "./clock.js";
import { numberField } from "./pad.js";
import { t } from "./words.js";

/** @typedef {import("./answer-form.js").Occurrence} Occurrence */

const PAUSE = 700; // ms after the last tap on a stepper

/**
 * What a card needs to know of its clause (made in view-card.js).
 * @typedef {{clause: Clause, tier: Tier, state: import("./merge.js").State|undefined, answer: any,
 *   line: Pick<import("./scorer.js").ClauseScore, "max"|"earned"> &
 *     Partial<import("./scorer.js").ClauseScore>, previous: PreviousLine|undefined,
 *   readOnly: boolean, lost: boolean, sample: number|undefined, record: (op: string, value?: any) => Promise<boolean>,
 *   typed: import("./typed.js").Typed, drafts: import("./drafts.js").Drafts}} Look
 */

/** @param {Look} look */
export function controls(look) {
  return {
    pass_fail: verdict, graded: levels, measured, ratio, deduction,
  }[look.clause.method.type](look);
}

/** @param {Look} look */
const named = (look) => ({ role: "group", "aria-labelledby": `t-${look.clause.uid}` });

/**
 * A button of which one in the group is pressed; it looks pressed before the answer is stored.
 * @param {Look} look @param {string} kind @param {boolean} pressed @param {any} value
 * @param {...any} content
 */
function choice(look, kind, pressed, value, ...content) {
  return el("button.choice", {
    class: kind, type: "button", "aria-pressed": String(pressed), "data-key": `choice-${kind}`,
    onclick: (/** @type {any} */ e) => {
      const chosen = e.currentTarget;
      for (const b of chosen.parentNode.children) b.setAttribute("aria-pressed", String(b === chosen));
      look.record("answer", value);
    },
  }, content);
}

/** @param {Look} look */
function verdict(look) {
  const is = look.answer?.verdict;
  return el("div.choices.two", named(look),
    choice(look, "pass", is === "pass", { verdict: "pass" }, mark("✓"), t("tablet.pass")),
    choice(look, "fail", is === "fail", { verdict: "fail" }, mark("✗"), t("tablet.fail")));
}

/** @param {Look} look */
function levels(look) {
  const list = [3, 2, 1, 0].map((level) => choice(look, `level-${level}`,
    look.answer?.level === level, { level }, el("b", null, t("tablet.level", level)),
    el("span.level-text", { lang: "zh-CN" }, look.clause.method.levels[String(level)])));
  return el("div.choices.levels", named(look), list);
}

/** @param {Look} look */
function measured(look) {
  const { clause, answer } = look;
  const key = `value-${clause.uid}`;
  const recorded = plain(answer?.value);
  const save = async (/** @type {string} */ text) => {
    const value = Number(text);
    if (text !== "" && !Number.isFinite(value)) return; // "-" is begun
    delete input.dataset.typed;
    if (text !== "") await look.record("answer", { value });
  };
  const { input, pad } = numberField({
    id: key, value: recorded, begun: look.typed.get(key), describedby: `target-${clause.uid}`,
    ondone: save, oninput: (text) => look.typed.keep(key, text, recorded),
  });
  return el("div.measured", null,
    el("div.with-unit", null, el("label", { for: key }, t("tablet.value")), input,
      el("span.unit", null, unit(clause.method.unit))),
    pad, targetHint(look));
}

/** @param {Look} look */
function ratio(look) {
  const { method, uid } = look.clause;
  const begun = (/** @type {string} */ part) => look.typed.get(`${part}-${uid}`);
  const now = { numerator: number(begun("numerator")) ?? look.answer?.numerator,
    denominator: number(begun("denominator")) ?? look.answer?.denominator };
  const problem = el("p.field-problem", { hidden: true, role: "alert" });
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  const save = async () => {
    look.drafts.drop(`ratio-${uid}`);
    const wrong = ratioProblem(now);
    problem.hidden = !wrong;
    problem.textContent = wrong;
    if (wrong) return; // what is typed stays
    for (const input of inputs) delete input.dataset.typed;
    await look.record("answer", { ...now });
  };
  const stepper = (/** @type {"numerator"|"denominator"} */ part) => {
    const key = `${part}-${uid}`;
    const recorded = plain(look.answer?.[part]);
    const set = (/** @type {string} */ text) => {
      now[part] = number(text);
      look.typed.keep(key, text, recorded);
    };
    const { input, pad } = numberField({
      id: key, whole: true, value: recorded, begun: begun(part), describedby: `target-${uid}`,
      ondone: save, oninput: set,
    });
    inputs.push(input);
    const step = (/** @type {number} */ by) => {
      input.dataset.typed = "";
      input.value = String(Math.max(0, (Number(input.value) || 0) + by));
      set(input.value);
      look.drafts.later(`ratio-${uid}`, PAUSE, save);
    };
    return el("div.ratio-part", null, el("label", { for: key, lang: "zh-CN" }, method[part]),
      el("div.stepper", null, stepButton("−", t("tablet.one-less", method[part]), () => step(-1)),
        input, stepButton("+", t("tablet.one-more", method[part]), () => step(1))), pad);
  };
  return el("div.ratio", null, all(look), el("div.ratio-parts", null, stepper("numerator"),
    el("span.divide", { "aria-hidden": "true" }, "÷"), stepper("denominator")), problem,
  targetHint(look));
}

/**
 * All of the sample that the person has typed for the chapter, in one tap. Nothing is filled in
 * beforehand: an answer is what somebody tapped.
 * @param {Look} look
 */
function all(look) {
  const n = look.sample;
  if (!n) return null;
  const is = look.answer?.numerator === n && look.answer?.denominator === n;
  return el("div.choices.all", named(look), choice(look, "pass", is,
    { numerator: n, denominator: n }, mark("✓"), t("tablet.all-of", n)));
}

/** @param {string|undefined} text @returns {number|undefined} */
const number = (text) => (text ? Number(text) : undefined);

/** @param {{numerator?: number, denominator?: number}} given */
function ratioProblem({ numerator: n, denominator: d }) {
  if (n === undefined || d === undefined) return t("tablet.ratio-both");
  if (d < 1) return t("answer.denominator");
  return n > d ? t("answer.numerator", n, d) : "";
}

/**
 * @param {string} sign @param {string} label @param {() => void} onclick
 * @param {boolean} [disabled]
 */
function stepButton(sign, label, onclick, disabled = false) {
  return el("button", { type: "button", onclick, disabled, "data-key": label }, mark(sign),
    hidden(label));
}

/** @param {Look} look */
function deduction(look) {
  /** @type {Occurrence[]} */
  const found = look.answer?.occurrences ?? [];
  const rows = look.clause.method.occurrences.map((kind) => {
    const mine = found.filter((o) => o.kind === kind.id);
    const count = el("output", null, String(mine.length));
    /** @type {(by: number, op: string, value: any) => void} */
    const change = (by, op, value) => {
      count.textContent = String(Number(count.textContent) + by);
      look.record(op, value);
    };
    return el("li", null,
      el("span.what", null, el("span", { lang: "zh-CN" }, kind.what),
        el("span.small.muted", null, t("tablet.deduct", plain(kind.deduct)))),
      el("span.stepper", null,
        stepButton("−", t("tablet.one-less", kind.what),
          () => change(-1, "occurrence.remove", { id: mine[mine.length - 1].id }),
          mine.length === 0),
        count,
        stepButton("+", t("tablet.one-more", kind.what),
          () => change(1, "occurrence.add", { id: uuidv7(Date.now()), kind: kind.id }))));
  });
  const none = look.answer?.occurrences?.length === 0;
  const nothing = choice(look, "pass", none, { occurrences: [] }, mark("✓"), t("tablet.none-found"));
  if (found.length) nothing.addEventListener("click", sureThatNothing(look, found.length), true);
  return el("div.deduction", null, el("ul.occurrences", null, rows),
    found.length > 0 && el("p.running", { role: "status" }, running(look, found)),
    el("div.choices", null,
      nothing));
}

/**
 * "Nothing found" over what was found asks first.
 * @param {Look} look @param {number} n
 */
function sureThatNothing(look, n) {
  return async (/** @type {Event} */ e) => {
    e.stopImmediatePropagation();
    const sure = await ask(t("tablet.none-found"), t("tablet.none-found-sure", n),
      t("tablet.none-found-do"), t("tablet.cancel"));
    if (sure) look.record("answer", { occurrences: [] });
  };
}

/**
 * The points as they run down: "2 − 0.5 × 3 = 0.5".
 * @param {Look} look @param {Occurrence[]} found
 */
function running({ clause, line }, found) {
  const parts = clause.method.occurrences.flatMap((kind) => {
    const n = found.filter((o) => o.kind === kind.id).length;
    return n ? ` − ${plain(kind.deduct)} × ${n}` : [];
  });
  return t("tablet.running", plain(line.max) + parts.join(""), plain(line.earned));
}

/** @param {Look} look */
function targetHint({ clause: { method, uid }, tier }) {
  const higher = method.type === "ratio" || method.better === "higher";
  const text = t("tablet.target", threshold(method, method.target, tier, higher),
    threshold(method, method.zero_at, tier, !higher));
  const least = method.min_sample?.[tier];
  return el("p.hint.small", { id: `target-${uid}` }, text,
    least !== undefined && ` ${t("tablet.sample", plain(least))}`);
}

/**
 * @param {Method} method @param {PerTier|undefined} table @param {Tier} tier @param {boolean} up
 */
function threshold(method, table, tier, up) {
  const v = table?.[tier];
  if (v === undefined) return "–";
  const value = method.type === "ratio" ? percent(v) : `${plain(v)} ${unit(method.unit)}`.trim();
  return `${up ? "≥" : "≤"} ${value}`;
}

/** @param {number|null|undefined} v @returns {string} a number in plain digits; "" for none */
export const plain = (v) => (v === undefined || v === null ? "" : String(v));

/** @param {string|undefined} u */
export const unit = (u) => (u === "m2" ? "m²" : u ?? "");

/** @param {number} v @returns {string} 0.975 as "97.5%" */
export const percent = (v) => `${String(Math.round(Number(v) * 10_000) / 100)}%`;

/**
 * Says in a few words what was found.
 * @param {Clause} clause
 * @param {any} answer in the API's form, or null
 */
export function answerWords(clause, answer) {
  if (!answer) return t("tablet.unanswered");
  if (answer.notApplicable !== undefined) return t("tablet.not-applicable");
  if (answer.verdict) return t(`tablet.${answer.verdict}`);
  if (answer.level !== undefined) return t("tablet.level", answer.level);
  if (answer.value !== undefined) return `${plain(answer.value)} ${unit(clause.method.unit)}`.trim();
  if (answer.denominator !== undefined) return `${answer.numerator} ÷ ${answer.denominator}`;
  const n = answer.occurrences?.length ?? 0;
  return n ? t("tablet.found", n) : t("tablet.none-found");
}
