// The one rule for a text that enters, as on the server (standard.Enter), held to the same table of
// cases: what is refused is refused here, while the person is still in the hall.

/** @typedef {{sign: string, place: number}} WrongSign "U+0007", and which character it is, from 1 */

const REFUSED = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/u;
const DIRECTION = /\p{Bidi_Control}/gu;
const ODD = "\u115f\u1160\u3164\uffa0\u2800\u{1d159}\ufffc"; // drawn as a blank or not at all
const UNSEEN = /[\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Line ends become line feeds, characters that turn the direction of reading are taken out.
 * @param {string} text
 * @returns {{entered: string, removed: number, wrong: WrongSign | null}} wrong is the first
 *   character that no text may hold: a control character but line end and tab, half a pair of
 *   surrogates, U+FFFD, a noncharacter
 */
export function enter(text) {
  const lines = text.replace(/\r\n?/g, "\n");
  let place = 0;
  for (const sign of lines) {
    place++;
    if (sign !== "\n" && sign !== "\t" && REFUSED.test(sign)) {
      return { entered: "", removed: 0, wrong: { sign: nameOf(sign), place } };
    }
  }
  const entered = lines.replace(DIRECTION, "");
  return { entered, removed: lines.length - entered.length, wrong: null };
}

/**
 * Whether a text holds anything that people can see; a reason without it is none.
 * @param {string} text
 */
export const hasVisible = (text) => [...text].some((sign) =>
  !UNSEEN.test(sign) && !IGNORABLE.test(sign) && !ODD.includes(sign));

/** @param {string} sign half a pair of surrogates arrives at the server as U+FFFD */
const nameOf = (sign) => {
  const code = /\p{Cs}/u.test(sign) ? 0xfffd : Number(sign.codePointAt(0));
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
};

/**
 * Applies the rule to every text of a value.
 * @param {any} value of a change, or part of it
 * @returns {{value: any, removed: number, wrong: WrongSign | null}}
 */
export function enterValue(value) {
  let removed = 0;
  /** @type {WrongSign | null} */
  let wrong = null;
  /** @param {any} part @returns {any} */
  const walk = (part) => {
    if (typeof part === "string") {
      const e = enter(part);
      removed += e.removed;
      wrong ??= e.wrong;
      return e.entered;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    const result = {};
    for (const [name, member] of Object.entries(part)) {
      Object.defineProperty(result, name, { value: walk(member), enumerable: true });
    }
    return result;
  };
  return { value: walk(value), removed, wrong };
}
