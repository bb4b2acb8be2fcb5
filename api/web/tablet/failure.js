// What went wrong, as a sentence.
import { has, t } from "./words.js";

const SAID = new Set(["Refused", "InvalidAnswer", "Mistake"]); // their words are a sentence for people

/**
 * @param {any} error a VaultError (its code names a sentence), a Refused (the server's sentence),
 *   an Unreachable, or anything else
 * @returns {string}
 */
export function errorText(error) {
  const args = Array.isArray(error?.args) ? error.args : [];
  if (error?.name === "Unreachable") {
    return t(error.code === "not-hallmark" ? "tablet.not-hallmark" : "tablet.unreachable");
  }
  if (SAID.has(error?.name)) return error.message;
  for (const key of [`${error?.code}`, `tablet.${error?.code}`]) {
    if (has(key)) return t(key, ...args);
  }
  console.error(error); // its words are not for people
  return t("tablet.failed");
}

/**
 * Why an item of the queue was refused: the server's sentence, or our own where this device refused.
 * @param {{code: string, reason: string, args?: string[]}} failed
 * @returns {string}
 */
export function refusalText({ code, reason, args = [] }) {
  const ours = !reason || reason === code || /^HTTP \d+$/.test(reason);
  if (!ours) return reason;
  return has(`tablet.${code}`) ? t(`tablet.${code}`, ...args) : t("tablet.refused-unknown");
}

/**
 * By how much this device's clock is wrong.
 * @param {number} ahead milliseconds; below 0 it is behind
 */
export function clockText(ahead) {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const by = minutes < 120 ? t("tablet.clock-minutes", minutes) : minutes < 48 * 60 ?
    t("tablet.clock-hours", Math.round(minutes / 60)) : t("tablet.clock-days", Math.round(minutes / 1440));
  return t(ahead > 0 ? "tablet.clock-ahead" : "tablet.clock-behind", by);
}
