// The result of a visit as it stands, and whether what people signed still stands.
import { chapterOf } from "./checklist.js";
import { el, fill, mark } from "./dom.js";
import { Mistake } from "./form.js";
import { answerWords, plain } from "./view-answers.js";
import { lost, nameOf, titleOf } from "./view-card.js";
import { early, earnedOf } from "./view-live.js";
import { date, t, time } from "./words.js";

/** @typedef {import("./work.js").AuditWork} AuditWork */
/** @typedef {ReturnType<typeof import("./signature.js").signatureField>} SignatureField */

/**
 * Score, grade and what lowered it. After the submission the server's, as soon as it is known;
 * until then it is marked as this tablet's.
 * @param {AuditWork} aw
 */
export function result(aw) {
  const { score } = aw;
  const official = aw.readOnly && !aw.audit.submission ? aw.audit.result : null;
  const { total, grade } = official ?? score;
  const caps = score.caps.map((cap) => {
    const clause = aw.checklist.find((c) => c.uid === cap.clause);
    const because = clause ? `${clause.code} ${titleOf(clause)}` :
      `${cap.chapter} ${titleOf(chapterOf(aw, cap.chapter))}`;
    return el("li", null, t("tablet.cap", because, t(`tablet.grade-${cap.grade}`)));
  });
  const soon = !official && early(score);
  const begun = score.unanswered < score.clauses.length;
  return el("section.panel.hero", null, el("span.total", null, soon ? begun ? earnedOf(score) : "–" : plain(total)),
    soon && begun && el("span.muted", null, t("tablet.earned-of")),
    score.partial && el("span.badge", null, t("tablet.partial")),
    !score.partial && (official || !score.unanswered) && grade && grade !== "none" && el("span.badge", null, t(`tablet.grade-${grade}`)),
    !soon && score.bonus > 0 && el("span.muted", null, t("tablet.with-bonus", plain(score.bonus))),
    el("span.muted", null, `${aw.audit.number} · ${t(`audit.kind-${aw.audit.kind}`)} · ${date(aw.audit.startedAt)}`),
    score.partial && el("p.small.muted", null, t("tablet.partial-about")),
    aw.readOnly && el("p.small.muted", { class: official ? "" : "of-tablet" },
      t(official ? "tablet.result-of-server" : "tablet.result-of-tablet")),
    caps.length > 0 && el("ul.caps", null, caps));
}

/**
 * When each other inspector was last heard: answers that are only on the other tablet are not in
 * the result.
 * @param {AuditWork} aw @param {boolean} online whether this tablet hears the server
 */
export function colleagues(aw, online) {
  const list = aw.audit.inspectors.filter((username) => username !== aw.me);
  return list.length > 0 && el("section.notice.warn.colleagues", { role: "status" },
    el("p", null, t(online ? "tablet.colleagues-about" : "tablet.colleagues-offline")),
    el("ul", null, list.map((username) => {
      const at = aw.lastOf(username);
      const place = aw.presence.find((p) => p.user === username);
      const here = place && !place.away;
      return el("li", null, el("b", null, nameOf(aw, username)), " ",
        t(here && online ? "tablet.colleague-here" : "tablet.colleague-away"), " ",
        place && place.unsent > 0 &&
          [el("b.minus", null, t("tablet.colleague-unsent", place.unsent, time(place.at))), " "],
        at ? t("tablet.colleague-heard", time(at)) : t("tablet.colleague-silent"));
    })));
}

/** @param {AuditWork} aw @param {Clause} clause @param {...any} more */
export const jump = (aw, clause, ...more) => el("li", null, el("a", {
  href: `#/audit/${aw.audit.id}/${clause.chapter}/${clause.uid}` },
el("span.code", null, clause.code), " ", titleOf(clause)), more);

/**
 * What cost points, line by line.
 * @param {AuditWork} aw
 */
export function losses(aw) {
  const lines = new Map(aw.score.clauses.map((l) => [l.uid, l]));
  const answerTo = (/** @type {Clause} */ c) => aw.states.get(c.uid)?.answer;
  const list = aw.checklist.filter((c) => lost(answerTo(c), lines.get(c.uid)));
  return list.length > 0 && el("section.lost-points", null, el("h2", null, t("tablet.losses")),
    el("ul.missing.loss-list", null, list.map((c) => jump(aw, c, el("span", null,
      answerWords(c, answerTo(c))), el("span.minus", null,
      `${plain(lines.get(c.uid)?.earned)} / ${plain(lines.get(c.uid)?.max)}`)))));
}

/** What stands when somebody signs; a change after it takes the signatures back. */
export class Watch {
  node = el("div", { "aria-live": "polite" });
  #aw;
  /** @type {SignatureField[]} */
  #fields = [];
  /** @type {Map<string, {text: string, all: string}>|null} */
  #signed = null; // by clause, when the first one signed
  #lost = false; // signatures were taken back since the last submission was asked for

  #drawn;

  /** @param {AuditWork} aw @param {import("./drawn.js").Drawn} drawn */
  constructor(aw, drawn) {
    this.#aw = aw;
    this.#drawn = drawn;
  }

  /**
   * Watches over fields; what was signed in them before is shown again, where it still stands.
   * @param {SignatureField[]} fields
   */
  async over(fields) {
    this.#fields = fields;
    const { stood } = this.#drawn;
    this.#signed = stood ? new Map(JSON.parse(stood)) : null;
    await Promise.all(fields.map((field) => field.restore()));
    this.signs();
    this.look();
  }

  /** What stands, as a text. */
  stands = () => JSON.stringify([...this.#stands()]);

  /** The fields are no longer on the page. What changed since they were signed is still said. */
  forget() {
    this.#fields = [];
    this.#signed = null;
  }

  /** A signature was begun or taken away. */
  signs = () => {
    if (this.#fields.every((field) => field.empty())) this.#signed = null;
    else {
      this.#signed ??= this.#stands();
      this.#lost = false;
    }
    if (this.#fields.length) this.#drawn.keepStood(this.#signed ? JSON.stringify([...this.#signed]) : "");
  };

  /** Takes the signatures back where what was signed stands no longer, and says what changed. */
  look() {
    const before = this.#signed;
    if (!before) return;
    const now = this.#stands();
    const changed = this.#aw.checklist.filter((c) => before.get(c.uid)?.all !== now.get(c.uid)?.all);
    if (!changed.length) return;
    for (const field of this.#fields) field.clear();
    this.#lost = true;
    fill(this.node, el("section.notice.warn.missing.signed-changes", { role: "alert" },
      el("p", null, t("tablet.signed-changed")),
      el("ul", null, changed.map((c) => jump(this.#aw, c, " ",
        said(before.get(c.uid)?.text, now.get(c.uid)?.text))))));
  }

  /** @throws {Mistake} where the signatures were taken back */
  check() {
    this.look();
    if (this.#lost) throw new Mistake(t("tablet.signed-changed"));
  }

  #stands() {
    return new Map(this.#aw.checklist.map((clause) => {
      const { answer = null, note = "", evidence = [], conflict = [] } =
        this.#aw.states.get(clause.uid) ?? {};
      return [clause.uid, { text: conflict.length ? t("tablet.missing-conflict") :
        answerWords(clause, answer), all: JSON.stringify([answer, note, evidence, conflict.length]) }];
    }));
  }
}

/** @param {string} [before] @param {string} [now] */
const said = (before, now) => el("span", null, before === now ? t("tablet.changed-otherwise") :
  [before, mark(" → "), now]);
