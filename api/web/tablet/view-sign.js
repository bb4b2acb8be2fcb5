// The end of a visit: what is still missing, the signatures, the submission; then read-only.
import { ask, el, fill, icon, mark } from "./dom.js";
import { errorText, refusalText } from "./failure.js";
import { Mistake, form, typed } from "./form.js";
import { lostSigns } from "./printable.js";
import { signatureField } from "./signature.js";
import { lost, nameOf, wantsPhoto } from "./view-card.js";
import { drawNet } from "./view-live.js";
import { Watch, colleagues, jump, losses, result } from "./view-result.js";
import { hasVisible } from "./text.js";
import { t } from "./words.js";

const SAID = { summary: "tablet.summary-said", opinion: "tablet.opinion-said",
  comment: "tablet.comment-said" };

/** @typedef {import("./main.js").App} App */
/** @typedef {import("./work.js").AuditWork} AuditWork */
/** @typedef {ReturnType<AuditWork["missing"]>} Missing */
/** @typedef {import("./drawn.js").Drawn} Drawn */

/**
 * #/audit/{id}/sign
 * @param {App} app @param {string} id @returns {Promise<View>}
 */
export async function signView(app, id) {
  const aw = await app.audit(id);
  const body = el("div");
  const title = el("span");
  const live = el("div");
  const drawn = await aw.drawn();
  const watch = new Watch(aw, drawn);
  let shown = "";
  const draw = () => {
    const missing = aw.missing();
    title.textContent = t(aw.readOnly ? "tablet.result" : "tablet.finish");
    fill(live, result(aw), !aw.readOnly && [colleagues(aw, app.sync.status.online), wanting(aw), losses(aw)]);
    watch.look();
    const { confirmation, confirmed, failed } = aw.audit;
    const ready = missing.map((m) => m.uid).join() || "sign";
    const now = `${Boolean(confirmation)} ${Boolean(confirmed)} ${failed?.reason} ${failed?.code} ${
      aw.mayDiscard} ${aw.mayVoid} ${aw.readOnly ? `done ${Boolean(aw.audit.submission)}` : ready}`;
    if (now === shown) return; // a signature being drawn is left alone
    shown = now;
    watch.forget();
    if (aw.readOnly) {
      if (!aw.audit.submission) drawn.forget();
      fill(watch.node);
      fill(body, submitted(app, aw, confirming(aw, watch, drawn)));
    } else fill(body, missing.length ? [missingList(aw, missing), discarding(app, aw)] : signing(aw, watch, drawn), confirming(aw, watch, drawn));
  };
  draw();
  const ears = new AbortController();
  const soon = once(draw);
  for (const event of ["change", "state", "presence"]) {
    aw.addEventListener(event, soon, { signal: ears.signal });
  }
  app.sync.addEventListener("status", soon, { signal: ears.signal });
  const node = el("div.narrow.sign", null,
    el("p.crumbs", null, el("a.button.quiet", { href: `#/audit/${id}` }, icon("back"),
      t("tablet.to-checklist"))),
    el("h1", null, title, el("span.muted.sub", null, aw.audit.hallName)), live, watch.node, body);
  return { title: title.textContent, node, close: () => ears.abort() };
}

/**
 * One drawing for all that happens at once.
 * @param {() => void} draw
 */
function once(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      draw();
    });
  };
}

/**
 * Everything that keeps the audit from being submitted; each line leads there.
 * @param {AuditWork} aw @param {Missing} missing
 */
function missingList(aw, missing) {
  const clauses = new Map(aw.checklist.map((c) => [c.uid, c]));
  return [el("section.problems.missing", { "aria-labelledby": "missing" },
    el("h2", { id: "missing" }, t("tablet.missing", missing.length)),
    el("ul", null, missing.map((m) => jump(aw, /** @type {Clause} */ (clauses.get(m.uid)),
      el("span.badge", { class: m.why === "conflict" ? "poor" : "" }, t(`tablet.missing-${m.why}`))))))];
}

/**
 * An audit that was begun by mistake, in which nothing stands, can be taken away.
 * @param {App} app @param {AuditWork} aw
 */
function discarding(app, aw) {
  if (aw.mayVoid) return voiding(app, aw);
  if (!aw.mayDiscard) return null;
  const problem = el("p.problems", { role: "alert", hidden: true });
  return el("section.panel.discard", null, el("p", null, t("tablet.discard-about")), problem,
    el("button", { type: "button", onclick: async () => {
      if (!await ask(t("tablet.discard"), t("tablet.discard-sure", aw.audit.hallName, aw.audit.number),
        t("tablet.discard-do"), t("tablet.cancel"))) return;
      try {
        await aw.discard();
        app.say(t("tablet.discarded"));
        app.go("#/audits");
      } catch (error) {
        fill(problem, errorText(error));
        problem.hidden = false;
      }
    } }, icon("bin"), t("tablet.discard")));
}

/**
 * An audit that was begun by mistake and that the server knows is voided there, with a reason.
 * @param {App} app @param {AuditWork} aw
 */
function voiding(app, aw) {
  const reason = el("textarea", { id: "void-reason", rows: 2, maxlength: 2000 });
  return el("details.panel.void", null, el("summary", null, t("tablet.void")), form(async () => {
    if (!hasVisible(typed(reason))) throw new Mistake(t("tablet.void-reason-missing"));
    await aw.void(typed(reason));
    app.say(t("tablet.voided"));
    app.go("#/audits");
  }, el("p.muted", null, t("tablet.void-about")), el("p.field", null,
    el("label", { for: "void-reason" }, t("tablet.void-reason")), reason, lostSigns(reason, aw.printable).node),
  el("button.action.wide", { type: "submit" }, t("tablet.void-do"))));
}

/**
 * Clauses that lost points without the photograph that they ask for: advice, not a bar.
 * @param {AuditWork} aw
 */
function wanting(aw) {
  const lines = new Map(aw.score.clauses.map((l) => [l.uid, l]));
  const list = aw.checklist.filter((c) => {
    const state = aw.states.get(c.uid);
    return wantsPhoto(c, state) && lost(state?.answer, lines.get(c.uid));
  });
  return list.length > 0 && el("section.notice.warn.missing", { "aria-labelledby": "wanting" },
    el("h2", { id: "wanting" }, t("tablet.photos-wanted", list.length)),
    el("ul", null, list.map((c) => jump(aw, c))));
}

/**
 * One box of the signature page.
 * @param {string} legend @param {any} names fields above it @param {() => string} name
 * @param {import("./drawn.js").Box} box @param {() => void} [onchange]
 */
function signer(legend, names, name, box, onchange = () => {}) {
  const field = signatureField(legend, name, onchange, box);
  return { field, node: el("fieldset.panel", null, el("legend", null, legend), names, field.node) };
}

/**
 * Only those with whom the audit was started are its inspectors. Whoever holds the tablet signs;
 * the others sign here or confirm later, each in the own sign-in.
 * @param {AuditWork} aw @param {Watch} watch @param {Drawn} drawn
 */
function signing(aw, watch, drawn) {
  const inspectors = aw.audit.inspectors.map((username) => {
    const name = nameOf(aw, username);
    const mine = username === aw.me;
    const hint = !mine && el("p.muted.small", null, t("tablet.sign-later"));
    return { username, name, mine, box: signer(t("tablet.inspector", name), hint, () => name,
      drawn.box(username), watch.signs) };
  });
  const present = presentPerson(aw, drawn, watch.signs);
  watch.over([...inspectors.map((one) => one.box.field), present.field]);
  const texts = closingTexts(aw, drawn, () => present.stale());
  const { summary, opinion, comment } = texts;
  present.node.querySelector("legend")?.after(opinion.node);
  return [form(async () => {
    const remark = typed(comment.area);
    const said = { summary: typed(summary.area), opinion: typed(opinion.area) };
    for (const one of inspectors) {
      if (one.mine && one.box.field.empty()) throw new Mistake(t("tablet.signature-missing", one.name));
    }
    present.check();
    /** @type {Parameters<AuditWork["sign"]>[0][]} */
    const list = [];
    for (const { username, name, box } of inspectors) {
      if (box.field.empty()) continue;
      list.push({ role: "inspector", name, username, strokesPNG: await box.field.png() });
    }
    list.push(await present.signature());
    watch.check();
    await aw.signAll(list);
    await aw.write({ ...said, comment: remark });
    watch.check();
    await aw.submit(remark, said);
  }, el("p.muted", null, t("tablet.sign-about")), summary.node, comment.node,
  inspectors.map((one) => one.box.node), present.node,
  el("button.action.wide", { type: "submit" }, t("tablet.submit")))];
}

/**
 * The texts that are printed above the signatures. They are kept on this tablet as they are typed;
 * who changes one after the hall has signed lets it sign again.
 * @param {AuditWork} aw @param {Drawn} drawn @param {() => void} changed
 */
function closingTexts(aw, drawn, changed) {
  /** @type {Record<string, {area: HTMLTextAreaElement, node: HTMLElement}>} */
  const fields = {};
  const keep = () => aw.write(Object.fromEntries(Object.entries(fields)
    .map(([name, { area }]) => [name, area.value])));
  for (const name of ["summary", "opinion", "comment"]) {
    const kept = () => aw.said[/** @type {keyof Said} */ (name)] ?? "";
    const area = el("textarea", { id: name, rows: 2, maxlength: 2000, onchange: keep, oninput: () => {
      drawn.fields.keep(name, area.value, kept(), true);
      changed();
    } });
    area.value = drawn.fields.get(name) ?? kept();
    fields[name] = { area, node: el("p.field", null,
      el("label", { for: name }, t(`tablet.${name}`)), area, lostSigns(area, aw.printable).node) };
  }
  return fields;
}

/**
 * A second inspector confirms on the own tablet, off line too, while another one hands over.
 * @param {AuditWork} aw @param {Watch} watch @param {Drawn} drawn
 */
function confirming(aw, watch, drawn) {
  const { confirmation, confirmed, failed } = aw.audit;
  if (confirmation && failed?.what === "confirm") {
    return el("section.problems", null, el("p", null, t("tablet.confirm-refused", refusalText(failed))),
      el("button", { type: "button", onclick: () => aw.withdraw() }, t("tablet.confirm-withdraw")));
  }
  if (confirmation || confirmed) {
    return el("section.panel", null, el("p", null, mark("✓ "),
      t(confirmation ? "tablet.confirm-waits" : "tablet.confirm-sent")));
  }
  if (!aw.mayConfirm) return null;
  const name = nameOf(aw, aw.me);
  const box = signer(t("tablet.inspector", name), null, () => name, drawn.box("confirm", watch.stands));
  box.field.restore();
  return el("details.panel.confirm", null, el("summary", null, t("tablet.confirm-own")), form(async () => {
    if (box.field.empty()) throw new Mistake(t("tablet.signature-missing", name));
    await aw.confirm(await box.field.png());
  }, el("p.muted", null, t("tablet.confirm-about")), box.node,
  el("button.action.wide", { type: "submit" }, t("tablet.confirm-do"))));
}

/**
 * The hall's person: signs, or the refusal is noted with its reason.
 * @param {AuditWork} aw @param {Drawn} drawn @param {() => void} signs
 */
function presentPerson(aw, drawn, signs) {
  const { fields } = drawn;
  const kept = (/** @type {string} */ id) => ({ id, value: fields.get(id),
    oninput: (/** @type {any} */ e) => fields.keep(id, e.target.value) });
  const name = el("input", { maxlength: 60, autocomplete: "off", ...kept("present") });
  const reason = el("textarea", { rows: 2, maxlength: 500, ...kept("refused") });
  const refused = el("input", { type: "checkbox", id: "refuses", checked: fields.get("refuses") === "yes",
    onchange: () => {
      fields.keep("refuses", refused.checked ? "yes" : "");
      show();
    } });
  const reasonField = el("p.field", null, el("label", { for: "refused" }, t("tablet.refused-why")), reason,
    lostSigns(reason, aw.printable).node);
  const again = el("p.notice.warn", { role: "status", hidden: true }, t("tablet.sign-again"));
  const box = signer(t("tablet.present"), [
    el("p.field", null, el("label", { for: "present" }, t("tablet.present-name")), name,
      lostSigns(name, aw.printable).node),
    el("label.radio", null, refused, el("span", null, t("tablet.refuses"))), reasonField, again],
  () => name.value.trim(), drawn.box(""), signs);
  const show = () => {
    reasonField.hidden = !refused.checked;
    box.field.node.hidden = refused.checked;
  };
  show();
  return {
    node: box.node,
    field: box.field,
    /** What was signed has changed: the hall signs again. */
    stale() {
      if (box.field.empty()) return;
      box.field.clear();
      again.hidden = false;
    },
    check() {
      if (!hasVisible(typed(name))) throw new Mistake(t("tablet.present-missing"));
      if (refused.checked && !hasVisible(typed(reason))) throw new Mistake(t("tablet.refused-missing"));
      if (!refused.checked && box.field.empty()) {
        throw new Mistake(t("tablet.signature-missing", name.value.trim()));
      }
    },
    async signature() {
      const who = { role: /** @type {const} */ ("present"), name: name.value.trim() };
      if (refused.checked) return { ...who, refusedReason: reason.value.trim() };
      return { ...who, strokesPNG: await box.field.png() };
    },
  };
}

/**
 * After the submission: where it stands; it can be taken back until the server has it.
 * @param {App} app @param {AuditWork} aw @param {any} confirms the part for a second inspector
 */
function submitted(app, aw, confirms) {
  const { submission, failed } = aw.audit;
  const net = el("p");
  drawNet(net, app.sync.status);
  return [
    failed && failed.what !== "confirm" &&
      el("p.problems", { role: "alert" }, t("tablet.submit-refused", refusalText(failed))),
    el("section.panel", null, el("h2", null, submission ? t("tablet.submit-waits") :
      t(`audit.state-${aw.audit.state}`)),
    el("p", null, t(submission ? "tablet.submit-waits-about" : "tablet.read-only-about")),
    submission && [net, el("div.actions", null,
      el("button.action", { type: "button", onclick: () => app.sync.now() }, icon("sync"),
        t("tablet.send-now")),
      el("button", { type: "button", onclick: () => aw.reopen() }, t("tablet.take-back")))]),
    el("section.panel", null, el("h2", null, t("tablet.signatures")), el("ul.signatures", null,
      aw.signatures.map((s) => el("li", null, el("span.muted", null, t(`tablet.role-${s.role}`)), " ",
        el("b", null, s.name), " ", s.refused ? t("tablet.refused", s.refused) :
          [mark("✓ "), t("tablet.signed-short")])))),
    written(aw), confirms, losses(aw)];
}

/**
 * What was written at the end.
 * @param {AuditWork} aw
 */
function written(aw) {
  const { said } = aw;
  const list = /** @type {const} */ (["summary", "opinion", "comment"]).filter((name) => said[name]);
  return list.length > 0 && el("section.panel", null, el("h2", null, t("tablet.said")),
    list.map((name) => [el("p.muted.small", null, t(SAID[name])),
      el("p.note-read", null, said[name])]));
}
