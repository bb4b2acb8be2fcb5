// Texts for people, from the server's message catalogue, and how dates and sizes are written.

/** @typedef {"zh"|"en"} Language */

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"];

const HALL_ZONE = 8 * 3_600_000; // ms before UTC: Asia/Shanghai, without daylight saving since 1991

/** @type {{language: Language, texts: Record<string, string>}} */
const words = { language: "zh", texts: {} };

/**
 * Loads the texts of a language; those of another one are forgotten.
 * @param {Language} language anything else is Chinese
 * @throws {Error} when the texts cannot be had
 */
export async function loadWords(language) {
  const chosen = language === "en" ? "en" : "zh";
  const answer = await fetch(new URL(`messages-${chosen}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`messages-${chosen}.json: ${answer.status}`);
  Object.assign(words, { language: chosen, texts: await answer.json() });
}

/** @returns {Language} */
export const language = () => words.language;

/**
 * The text of a key with its arguments filled in: %s, %d, %[1]s and %%. A key without a text comes
 * back as it is.
 * @param {string} key "tablet.pass"
 * @param {...(string|number)} args
 */
export function t(key, ...args) {
  const format = Object.hasOwn(words.texts, key) ? words.texts[key] : key;
  let next = 0;
  return format.replace(/%(?:\[(\d+)\])?([sd%])/g, (verb, place, kind) => {
    if (kind === "%") return "%";
    if (place) next = Number(place) - 1;
    const value = args[next++];
    return value === undefined ? verb : String(value);
  });
}

/** @param {string} key @returns {boolean} whether a key has a text */
export const has = (key) => Object.hasOwn(words.texts, key);

/** @param {Date|number|string} at an instant @returns {string} its day at the halls, "2018-01-12" */
export const dayOf = (at) => new Date(instantOf(at) + HALL_ZONE).toISOString().slice(0, 10);

/** @returns {string} the present day at the halls */
export const today = () => dayOf(Date.now());

/**
 * The day of an instant in the halls' zone, "2018年1月12日" or "12 January 2018".
 * @param {Date|number|string} at an instant: also RFC 3339, Unix milliseconds, a change's stamp
 * @returns {string} "" when it is none
 */
export const date = (at) => layout(at, "tablet.format-date");

/**
 * An instant to the minute, "2018年1月12日 09:30".
 * @param {Date|number|string} at as for date
 */
export const time = (at) => layout(at, "tablet.format-time");

/** @param {Date|number|string} at @param {string} key of the form */
function layout(at, key) {
  const instant = instantOf(at);
  if (Number.isNaN(instant)) return "";
  const d = new Date(instant + HALL_ZONE);
  /** @param {number} n */
  const two = (n) => String(n).padStart(2, "0");
  /** @type {Record<string, string|number>} */
  const parts = {
    2006: d.getUTCFullYear(), January: MONTHS[d.getUTCMonth()], 1: d.getUTCMonth() + 1,
    2: d.getUTCDate(), 15: two(d.getUTCHours()), "04": two(d.getUTCMinutes()),
  };
  return t(key).replace(/2006|January|15|04|1|2/g, (part) => String(parts[part]));
}

/** @param {Date|number|string|null} at @returns {number} NaN when it is none */
function instantOf(at) {
  const stamp = /^(\d{13})-\d{4}-/.exec(String(at));
  if (stamp) return Number(stamp[1]);
  return at === null || at === "" ? NaN : new Date(at).getTime();
}

/**
 * A number of bytes: "0 KB", "240 KB", "8.2 MB".
 * @param {number} bytes
 */
export function size(bytes) {
  const kilo = Math.ceil(bytes / 1024);
  if (kilo < 1000) {
    return `${kilo} KB`;
  }
  const mega = bytes / 1_048_576;
  return mega < 1000 ? `${mega.toFixed(1)} MB` : `${(mega / 1024).toFixed(1)} GB`;
}
