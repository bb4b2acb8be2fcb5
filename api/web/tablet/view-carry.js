// What the hall's last audit, of an earlier edition, has to offer. Nothing of it is an answer until
// somebody takes it.
import { el, hidden } from "./dom.js";
import { answerWords } from "./view-answers.js";
import { t } from "./words.js";

/**
 * What a card says of the clause's last result; null where there is nothing to say.
 * @param {import("./view-answers.js").Look & {carried: CarriedLine|undefined}} look
 */
export function carried(look) {
  const { clause, carried: line, answer, readOnly } = look;
  if (!line || (line.fate === "reused" && !line.offered)) return null;
  return el("div.carry", { role: "group", "aria-labelledby": `y-${clause.uid}` },
    el("p", { id: `y-${clause.uid}` }, el("b", null, t(`tablet.carry-${line.fate}`))),
    line.fields.map(changed),
    line.value && el("p.small", null, t("tablet.carry-found", line.number), " ",
      el("b", null, answerWords(clause, line.value)),
      line.note && [" ", el("span.muted", { lang: "zh-CN" }, line.note)]),
    line.offered && !answer && !readOnly && el("button", { type: "button", "data-key": "carry",
      onclick: () => take(line, look.record) }, t("tablet.carry-take"), hidden(` ${clause.code}`)));
}

/**
 * Takes the answer over as one's own, with the note of where it comes from.
 * @param {CarriedLine} line @param {import("./view-answers.js").Look["record"]} record
 */
async function take(line, record) {
  if (await record("answer", line.value)) await record("note", { note: line.takenNote });
}

/**
 * One changed field: what was, struck out, and what is.
 * @param {FieldChange} field
 */
function changed({ name, beforeText, afterText, redline }) {
  /** @type {NonNullable<FieldChange["redline"]>} */
  const spans = redline && beforeText && afterText ? redline :
    [{ op: "delete", text: beforeText }, { op: "insert", text: afterText }];
  const tags = { delete: "del", insert: "ins", equal: "span" };
  return el("p.redline", null, el("span.small.muted", null, `${name}${t("tablet.colon")}`),
    spans.filter(({ text }) => text).map(({ op, text }) => el(tags[op], { lang: "zh-CN" }, text)));
}

/**
 * The clauses of a chapter that the last audit answered and that are asked for no more.
 * @param {CarriedLine[]} lines @param {number} number of the chapter
 */
export function gone(lines, number) {
  const list = lines.filter((l) => l.fate === "withdrawn" && l.code.startsWith(`${number}.`));
  return list.length > 0 && el("div.carry", null, el("p", null, el("b", null, t("tablet.carry-gone"))),
    el("ul", null, list.map((l) => el("li", { lang: "zh-CN" }, `${l.code} ${l.title}`))));
}
