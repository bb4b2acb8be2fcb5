// The bar over the checklist: score, progress, what is saved and sent, who else is here.
import { el, fill, hidden, icon, mark } from "./dom.js";
import { plain } from "./view-answers.js";
import { nameOf } from "./view-card.js";
import { t } from "./words.js";

/** @typedef {import("./view-checklist.js").Checklist} Checklist */
/** @typedef {import("./scorer.js").Score} Score */

/** @param {Checklist} page the open checklist */
export function liveBar(page) {
  const { aw } = page;
  const score = el("div.live-score");
  const progress = el("div.live-progress");
  const save = el("p.save", { role: "status" });
  const net = el("a.net", { href: "#/sync" });
  const others = el("p.others.small");
  const finish = el("a.button.action", { href: `#/audit/${aw.audit.id}/sign` });
  const node = el("section.live", { "aria-label": t("tablet.live") },
    el("a.button.quiet.back", { href: "#/audits" }, icon("back"), hidden(t("tablet.to-audits"))),
    el("div.live-hall", null, el("h1", null, aw.audit.hallName),
      el("p.small.muted", null, aw.audit.number), others),
    score, progress, el("div.live-state", null, save, el("p", null, net)), finish);
  let asked = false;
  const update = () => {
    if (asked) return; // once a frame, however much has happened
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      if (!page.app.sync) return; // another window works now
      drawScore(score, aw.score);
      drawProgress(progress, page);
      drawSave(save, page);
      drawNet(net, page.app.sync.status);
      drawOthers(others, page);
      fill(finish, t(page.readOnly() ? "tablet.result" : "tablet.to-submit"));
    });
  };
  update();
  return { node, update };
}

/**
 * Until half is answered the points that were earned of those that were asked; then the score. A grade
 * stands there only when everything is answered: before, it would say what nobody has found.
 * @param {HTMLElement} slot @param {Score} score
 */
function drawScore(slot, score) {
  const none = !score || score.grade === "none" || score.unanswered === score.clauses.length;
  const soon = !none && early(score);
  const graded = !none && !score.partial && score.unanswered === 0;
  fill(slot, el("span.total", { class: soon ? "early" : "" }, none ? "–" :
    soon ? earnedOf(score) : plain(score.total)),
  el("span.small", null, el("span.muted", null, t(soon ? "tablet.earned-of" : "tablet.so-far")),
    score?.partial && el("span.badge", null, t("tablet.partial")),
    graded && el("span.badge", { class: gradeKind(score) }, t(`tablet.grade-${score.grade}`)),
    !none && !soon && score.bonus > 0 && el("span.muted", null,
      t("tablet.with-bonus", plain(score.bonus)))));
}

/** Less than half is answered: a total would say what nobody has found. @param {Score} score */
export const early = (score) => score.unanswered * 2 > score.clauses.length;

/** @param {Score} score @returns {string} "12.5 / 14", of the clauses that are answered */
export function earnedOf(score) {
  const lines = score.clauses.filter((l) => !l.unanswered && !l.excluded && !l.bonus);
  const sum = (/** @type {"earned"|"max"} */ part) =>
    plain(Math.round(lines.reduce((s, l) => s + Number(l[part]), 0) * 100) / 100);
  return `${sum("earned")} / ${sum("max")}`;
}

/**
 * The colour of a grade: a cap or a fail is never green.
 * @param {Score} score
 */
function gradeKind(score) {
  if (score.grade === "不合格") return "poor";
  return score.grade === "合格" || score.caps?.length ? "fair" : "good";
}

/** @param {HTMLElement} slot @param {Checklist} page */
function drawProgress(slot, page) {
  const asked = page.aw.checklist.length;
  let answered = 0;
  let conflicts = 0;
  for (const c of page.aw.checklist) {
    const state = page.aw.states.get(c.uid);
    if (page.aw.done(c.uid)) answered++;
    if (state?.conflict?.length) conflicts++;
  }
  fill(slot, el("progress", { max: asked, value: answered, "aria-label": t("tablet.progress") }),
    el("span.small", null, t("tablet.answered", answered, asked),
      conflicts > 0 && el("b.minus", null, ` ${t("tablet.conflicts", conflicts)}`)));
}

/** @param {HTMLElement} slot @param {Checklist} page */
function drawSave(slot, page) {
  const waiting = page.app.sync.status.waiting ?? {};
  const n = (waiting.changes ?? 0) + (waiting.photographs ?? 0);
  const failed = page.failed.size;
  const begun = page.aw.typed.count(page.aw.checklist);
  slot.className = failed ? "save poor" : "save";
  if (failed) {
    const again = () => [...page.failed.values()].forEach((f) => f.again());
    fill(slot, mark("! "), t("tablet.save-failed", failed), " ",
      el("button.quiet", { type: "button", onclick: again }, t("tablet.retry")));
  } else if (storing(page)) fill(slot, t("tablet.saving"));
  else if (begun && !page.readOnly()) fill(slot, mark("… "), t("tablet.begun-kept", begun));
  else if (page.readOnly() && !n) fill(slot, t("tablet.only-reading"));
  else {
    const here = n || page.fresh || page.aw.developing;
    fill(slot, mark("✓ "), t(here ? "tablet.saved-here" : "tablet.sent"));
  }
}

/** Whether something is not on the disk yet. @param {Checklist} page */
const storing = ({ saving, drafts, aw }) =>
  Boolean(saving || drafts.waiting || aw.storing.length || aw.typed.pending.length);

/**
 * Network state and the number that waits; leads to the sync centre.
 * @param {HTMLElement} slot @param {SyncStatus} status
 */
export function drawNet(slot, status) {
  const waiting = (status.waiting?.changes ?? 0) + (status.waiting?.photographs ?? 0);
  const failed = status.items?.some((i) => i.reason);
  let state = status.online ? "online" : "offline";
  if (status.online && waiting && status.sending) state = "sending";
  if (status.needsSignIn) state = "needs-sign-in";
  slot.className = `net ${state}`;
  /** @type {Record<string, string>} */
  const signs = { online: "●", sending: "↑", offline: "○" };
  fill(slot, mark(signs[state] ?? "!"), " ",
    t(`tablet.net-${state}`), waiting > 0 && [" · ", t("tablet.waiting", waiting)],
    failed && state !== "offline" && el("b", null, ` ${t("tablet.net-failed")}`));
}

/**
 * Who else is in this audit; a tap goes to where they are.
 * @param {HTMLElement} slot @param {Checklist} page
 */
function drawOthers(slot, page) {
  const list = page.aw.presence.filter((p) => !p.away);
  slot.hidden = list.length === 0;
  fill(slot, list.map((p) => {
    const clause = page.aw.checklist.find((c) => c.uid === p.clause);
    const text = [mark("● "), nameOf(page.aw, p.user), clause && ` ${clause.code}`];
    return clause ? el("button.quiet.other", { type: "button",
      onclick: () => page.show(p.clause) }, text) : el("span", null, text);
  }));
}
