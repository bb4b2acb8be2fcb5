// The score of a checklist by formula hallmark/1, equal to the server's to the
// digit: points are whole hundredths in BigInt, each printed line is rounded half away from zero,
// and later lines add the printed ones.
import { Problems, readAnswer } from "./answer-form.js";
import { InvalidAnswer, checkValue, kindOf } from "./answers.js";

/**
 * @typedef {import("./answer-form.js").Answer} Answer
 * @typedef {{max: bigint, earned: bigint, failed: boolean}} Points in hundredths
 * @typedef {{uid: string, code: string, max: number, earned: number, excluded: boolean,
 *   unanswered?: boolean, bonus?: boolean, flags: string[]}} ClauseScore
 * @typedef {{number: number, weight: number, applicable: number, earned: number, rate: number,
 *   contribution: number, dropped?: boolean}} ChapterScore
 * @typedef {{score: ClauseScore, points: Points, counts: boolean}} Line
 * @typedef {{score: ChapterScore, points: {max: bigint, earned: bigint}}} ChapterLine
 * @typedef {{grade: string, clause?: string, chapter?: number}} Cap
 * @typedef {{formula: string, edition: string, tier: string, total: number, grade: string,
 *   partial?: true, stars: string, bonus: number, unanswered: number, chapters: ChapterScore[],
 *   clauses: ClauseScore[], caps: Cap[]}} Score
 */

/**
 * Of an edition its clauses by uid and its checklists by tier.
 * @type {WeakMap<Edition, {clauses: Map<string, Clause>, lists: Partial<Record<Tier, Clause[]>>}>}
 */
const indexes = new WeakMap();

/** @param {Edition} edition */
function indexOf(edition) {
  let index = indexes.get(edition);
  if (!index) {
    index = { clauses: new Map(edition.clauses.map((c) => [c.uid, c])), lists: {} };
    indexes.set(edition, index);
  }
  return index;
}

/**
 * The clause with a permanent name, or undefined.
 * @param {Edition} edition @param {string} uid
 */
export const clauseOf = (edition, uid) => indexOf(edition).clauses.get(uid);

/**
 * The clauses that are scored in halls of a tier, in the order of the text; not to be changed.
 * @param {Edition} edition @param {Tier} tier
 * @param {string[]} [only] the clauses of a partial audit; none is the whole checklist
 */
export function checklistOf(edition, tier, only = []) {
  const { lists } = indexOf(edition);
  const list = lists[tier] ??= edition.clauses.filter((c) => c.scored && c.tiers.includes(tier));
  return only.length ? list.filter((c) => only.includes(c.uid)) : list;
}

/**
 * The clauses of a checklist for which an audit uses the threshold before an amendment (过渡期).
 * @param {Edition} edition @param {Tier} tier
 * @param {string} opened day on which the hall opened at its place; "" when it was always there
 * @param {string} day of the audit's start, "2022-07-01"
 * @returns {string[]} uids
 */
export function keptIn(edition, tier, opened, day) {
  return checklistOf(edition, tier).map((c) => c.uid).filter((uid) => {
    const kept = keptOf(edition, uid);
    return kept?.target?.[tier] !== undefined && opened < kept.opened_before && day <= kept.until;
  });
}

/** @param {Edition} edition @param {string} uid */
const keptOf = (edition, uid) => edition.transitions?.find((kept) => kept.uid === uid);

/**
 * A clause as it is scored in an audit: itself, or with the threshold before an amendment.
 * @param {Edition} edition @param {Tier} tier @param {Clause} clause
 * @param {string[]} kept uids, see keptIn
 * @returns {Clause}
 */
export function scoredAs(edition, tier, clause, kept) {
  const before = kept.includes(clause.uid) && keptOf(edition, clause.uid);
  if (!before) return clause;
  const method = { ...clause.method };
  for (const name of /** @type {const} */ (["target", "zero_at"])) {
    const value = before[name]?.[tier];
    if (value !== undefined) method[name] = { ...method[name], [tier]: value };
  }
  return { ...clause, method };
}

/**
 * The score of the answers. A clause without one is treated as excluded and counted in unanswered.
 * @param {Edition} edition as the server exports it
 * @param {Tier} tier
 * @param {Object<string, any>} answers by uid, in the API's form; null is none
 * @param {string[]} [kept] clauses that are scored by the threshold before, see keptIn
 * @param {string[]} [only] the clauses of a partial audit, which has neither grade nor caps
 * @returns {Score} as the server writes it
 * @throws {InvalidAnswer} with places like "answers.HS001.level"
 */
export function scoreOf(edition, tier, answers, kept = [], only = []) {
  const clauses = checklistOf(edition, tier, only);
  const partial = clauses.length < checklistOf(edition, tier).length;
  const read = readAll(edition, tier, clauses, answers);
  const lines = clauses.map((c, i) => {
    const as = scoredAs(edition, tier, c, kept);
    return lineOf(as, tier, read[i], as !== c);
  });
  const chapters = edition.chapters.filter((c) => c.scored)
    .flatMap((c) => chapterOf(c, tier, clauses, lines));
  const base = contribute(chapters);
  const bonus = least(sum(lines, (l) => (l.score.bonus ? l.points.earned : 0n)),
    hundredths(edition.scoring.bonus_cap));
  const total = number(portion(base + bonus, 1n, 10n), 1);
  const caps = partial ? [] : capsOf(edition, clauses, lines, chapters);
  return {
    formula: "hallmark/1", edition: edition.standard.edition, tier,
    ...(partial && { partial }), total,
    ...(partial ? { grade: "", stars: "" } : gradeOf(edition.scoring, caps, total)), bonus: number(bonus, 2),
    unanswered: lines.filter((l) => l.score.unanswered).length,
    chapters: chapters.map((c) => c.score), clauses: lines.map((l) => l.score), caps,
  };
}

/**
 * Reads and checks every answer, in the order of the checklist.
 * @param {Edition} edition @param {Tier} tier @param {Clause[]} clauses
 * @param {Object<string, any>} answers
 */
function readAll(edition, tier, clauses, answers) {
  const problems = new Problems();
  const read = clauses.map((clause) => readOne(problems, clause, tier, answers[clause.uid]));
  const asked = new Set(clauses.map((c) => c.uid));
  for (const uid of Object.keys(answers).filter((name) => !asked.has(name)).sort()) {
    const clause = clauseOf(edition, uid);
    const listed = clause && checklistOf(edition, tier).includes(clause);
    const code = listed ? "not-asked" : clause ? "not-on-checklist" : "unknown-clause";
    problems.add(`answers.${uid}`, code, uid, ...(code === "not-on-checklist" ? [tier] : []));
  }
  if (problems.list.length) throw new InvalidAnswer(problems.list);
  return read;
}

/** @param {Problems} problems @param {Clause} clause @param {Tier} tier @param {any} value */
function readOne(problems, clause, tier, value) {
  const own = new Problems();
  const answer = readAnswer(own, value ?? {});
  if (own.list.length === 0) checkValue(own, clause, tier, answer);
  for (const p of own.list) {
    const path = p.path ? `answers.${clause.uid}.${p.path}` : `answers.${clause.uid}`;
    problems.list.push({ ...p, path });
  }
  return answer;
}

/**
 * The line of a clause (formula hallmark/1, section 2).
 * @param {Clause} clause @param {Tier} tier @param {Answer} answer
 * @param {boolean} before scored by the threshold before an amendment
 * @returns {Line}
 */
function lineOf(clause, tier, answer, before) {
  const bonus = Object.keys(clause.bonus_points ?? {}).length > 0;
  const max = clause.bonus_points?.[tier] ?? clause.points?.[tier] ?? 0;
  const points = { max: hundredths(max), earned: 0n, failed: false };
  const excluded = answer.kind === "notApplicable";
  const counts = answer.kind !== "" && !excluded;
  if (counts) points.earned = earned(answer, clause.method, tier, points.max);
  points.failed = points.earned === 0n && answer.form?.verdict !== "pass";
  /** @type {ClauseScore} */
  const score = { uid: clause.uid, code: clause.code, max, earned: number(points.earned, 2),
    excluded, ...(answer.kind === "" && { unanswered: true }),
    ...(bonus && { bonus: true }),
    flags: [isSmallSample(answer, clause.method, tier) ? "small-sample" : "",
      before && counts ? "transition" : ""].filter(Boolean) };
  return { score, points, counts };
}

/**
 * What an answer earns out of max.
 * @param {Answer} answer @param {Method} method @param {Tier} tier @param {bigint} max
 * @returns {bigint}
 */
function earned({ kind, form }, method, tier, max) {
  switch (kind) {
    case "verdict":
      return form.verdict === "pass" ? max : 0n;
    case "level":
      return portion(max, BigInt(form.level), 3n);
    case "value":
      return way(max, method, tier, millionths(form.value), 1n);
    case "ratio":
      return way(max, method, tier, BigInt(form.numerator) * 1_000_000n, BigInt(form.denominator));
  }
  return left(form, method, max);
}

/**
 * The portion of max that n ÷ d has come on the way from zero to target, in millionths.
 * @param {bigint} max @param {Method} method @param {Tier} tier
 * @param {bigint} n @param {bigint} d
 */
function way(max, method, tier, n, d) {
  const zero = millionths(method.zero_at?.[tier] ?? 0);
  const target = millionths(method.target?.[tier] ?? 0);
  return portion(max, n - d * zero, d * (target - zero));
}

/**
 * What remains of a clause's worth after the deductions, not below 0.
 * @param {{occurrences?: import("./answer-form.js").Occurrence[],
 *   counts?: Record<string, number>}} form the API's
 * @param {Method} method @param {bigint} worth
 */
function left({ occurrences = [], counts = {} }, method, worth) {
  const each = [...occurrences.map((o) => /** @type {const} */ ([o.kind, 1])),
    ...Object.entries(counts)];
  const lost = sum(each, ([kind, n]) => BigInt(n) * hundredths(kindOf(method, kind)?.deduct ?? 0));
  return lost < worth ? worth - lost : 0n;
}

/** @param {Answer} answer @param {Method} method @param {Tier} tier */
function isSmallSample({ kind, form }, method, tier) {
  const asked = method.min_sample?.[tier];
  return kind === "ratio" && asked !== undefined && Number.isInteger(asked) &&
    form.denominator < asked;
}

/**
 * The line of a chapter with clauses in the tier, bonus clauses apart (formula hallmark/1, section 3).
 * @param {Chapter} chapter @param {Tier} tier @param {Clause[]} clauses @param {Line[]} lines
 * @returns {ChapterLine[]} one or none
 */
function chapterOf(chapter, tier, clauses, lines) {
  const own = lines.filter((l, i) => clauses[i].chapter === chapter.number && !l.score.bonus);
  if (own.length === 0) return [];
  const counting = own.filter((l) => l.counts);
  const points = { max: sum(counting, (l) => l.points.max),
    earned: sum(counting, (l) => l.points.earned) };
  const weight = chapter.weight?.[tier] ?? 0;
  /** @type {ChapterScore} */
  const score = { number: chapter.number, weight, applicable: 0, earned: 0, rate: 0,
    contribution: 0, ...(points.max === 0n && { dropped: true }) };
  return [{ score, points }];
}

/**
 * Shares the weights among the chapters that stay and returns the sum of what they contribute.
 * @param {ChapterLine[]} chapters
 */
function contribute(chapters) {
  const staying = chapters.filter((c) => !c.score.dropped);
  const weights = sum(staying, (c) => millionths(c.score.weight));
  return sum(staying, ({ score, points }) => {
    const contribution = share(millionths(score.weight), weights, points);
    Object.assign(score, { applicable: number(points.max, 2), earned: number(points.earned, 2),
      rate: number(portion(10_000n, points.earned, points.max), 4),
      contribution: number(contribution, 2) });
    return contribution;
  });
}

/**
 * weight × 100 ÷ weights × earned ÷ max in hundredths, with one division.
 * @param {bigint} weight @param {bigint} weights @param {{max: bigint, earned: bigint}} points
 */
function share(weight, weights, { max, earned: got }) {
  if (weight <= 0n || weights <= 0n) return 0n;
  return divide(weight * 10_000n * got, weights * max);
}

/** @type {Record<string, (clause: Clause, points: Points) => boolean|undefined>} */
const CAPS = {
  任一veto条款不合格: (clause, points) => clause.veto && points.failed,
  "任一key条款得分率低于50%": (clause, points) => clause.key && isUnder(points, 50n),
};

/**
 * Every reason that limits the grade, by the edition's rules and by the checklist.
 * @param {Edition} edition @param {Clause[]} clauses @param {Line[]} lines
 * @param {ChapterLine[]} chapters
 * @returns {Cap[]}
 */
function capsOf({ scoring }, clauses, lines, chapters) {
  return scoring.caps.flatMap(/** @returns {Cap[]} */ ({ when, max_grade: grade }) => {
    if (when === "任一章得分率低于60%") {
      return chapters.filter((c) => isUnder(c.points, 60n)) // never one that is dropped, 0 of 0
        .map((c) => ({ grade, chapter: c.score.number }));
    }
    return clauses.filter((c, i) => lines[i].counts && CAPS[when]?.(c, lines[i].points))
      .map((c) => ({ grade, clause: c.uid }));
  });
}

/** @type {(points: {max: bigint, earned: bigint}, percent: bigint) => boolean} */
const isUnder = (points, percent) => points.earned * 100n < points.max * percent;

/**
 * The band of the total, lowered by every cap, and the stars (formula hallmark/1, section 5).
 * @param {Edition["scoring"]} scoring @param {Cap[]} caps @param {number} total
 */
function gradeOf({ grades, stars }, caps, total) {
  const places = caps.map((cap) => grades.findIndex((g) => g.name === cap.grade));
  const grade = grades[Math.max(reached(grades, total), ...places)];
  const starry = grade && stars.length > 0 && grade.min >= stars[stars.length - 1].min;
  const star = starry ? stars[reached(stars, total)] : undefined;
  return { grade: grade?.name ?? "", stars: star?.name ?? "" };
}

/**
 * The place of the best band that the total reaches; the number of bands when it reaches none.
 * @param {Band[]} bands @param {number} total
 */
function reached(bands, total) {
  const place = bands.findIndex((band) => total >= band.min);
  return place < 0 ? bands.length : place;
}

/**
 * max × n ÷ d, rounded half up: all of max from n = d on, nothing up to n = 0.
 * @param {bigint} max @param {bigint} n @param {bigint} d
 * @returns {bigint}
 */
function portion(max, n, d) {
  if (d < 0n) return portion(max, -n, -d);
  if (n >= d) return max;
  return n <= 0n ? 0n : divide(max * n, d);
}

/**
 * n ÷ d for n ≥ 0, rounded half up.
 * @type {(n: bigint, d: bigint) => bigint}
 */
const divide = (n, d) => (2n * n + d) / (2n * d);

/** @type {(a: bigint, b: bigint) => bigint} */
const least = (a, b) => (a < b ? a : b);
/** @template T @param {T[]} list @param {(item: T) => bigint} f */
const sum = (list, f) => list.reduce((total, item) => total + f(item), 0n);

/**
 * A number of at most 15 digits as whole units of 10^-places; 0 when it is finer.
 * @param {number} value @param {number} places
 */
function scaled(value, places) {
  const [whole, fraction = ""] = String(value).split(".");
  return fraction.length > places ? 0n : BigInt(whole + fraction.padEnd(places, "0"));
}

/** @param {number} value */
const hundredths = (value) => scaled(value, 2);
/** @param {number} value */
const millionths = (value) => scaled(value, 6);

/**
 * Whole units of 10^-places as the nearest double, which JSON writes with the same digits.
 * @param {bigint} n @param {number} places
 */
const number = (n, places) => Number(n) / 10 ** places;
