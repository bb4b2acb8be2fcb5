// Time on the device: stamps that sort as text and never go back, and the names of what it makes.

const LAST = 9_999_999_999_000; // the highest Unix milliseconds that a stamp of 13 digits may reach

/**
 * A hybrid logical clock. Each stamp, "1767225600000-0003-tab7" (Unix milliseconds, counter,
 * device), sorts after all that the clock has made or seen, whatever the device's own clock does.
 */
export class Clock {
  #device;
  #millis = 0;
  #counter = -1;

  /**
   * @param {string} device 1 to 64 letters, digits, dots, hyphens, underscores
   * @param {string} [last] the last stamp that the device made
   * @throws {RangeError} for another name
   */
  constructor(device, last = "") {
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(device)) throw new RangeError(`device ${device}`);
    this.#device = device;
    this.see(last);
  }

  /**
   * @param {number} now Unix milliseconds
   * @returns {string} the next stamp
   */
  stamp(now) {
    const wall = Math.min(Math.trunc(now), LAST);
    if (wall > this.#millis) [this.#millis, this.#counter] = [wall, 0];
    else if (this.#counter < 9999) this.#counter++;
    else [this.#millis, this.#counter] = [this.#millis + 1, 0];
    return `${digits(this.#millis, 13)}-${digits(this.#counter, 4)}-${this.#device}`;
  }

  /**
   * Takes note of a stamp made elsewhere; the next one sorts after it. What is none is ignored.
   * @param {string} stamp
   */
  see(stamp) {
    const parts = /^(\d{13})-(\d{4})-/.exec(stamp);
    if (!parts || Number(parts[1]) > LAST) return;
    const [millis, counter] = [Number(parts[1]), Number(parts[2])];
    if (millis > this.#millis || millis === this.#millis && counter > this.#counter) {
      [this.#millis, this.#counter] = [millis, counter];
    }
  }
}

/** @param {number} n @param {number} width */
const digits = (n, width) => String(n).padStart(width, "0");

const latest = { millis: 0, counter: 0 };

/**
 * Makes a UUID of version 7 (RFC 9562, 5.7 and 6.2, method 1: a counter of 12 bits beside the
 * milliseconds), so that those of one page sort in the order in which they were made.
 * @param {number} now Unix milliseconds
 * @returns {string} in lower case
 */
export function uuidv7(now) {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const wall = Math.max(0, Math.min(Math.trunc(now) || 0, LAST));
  if (wall > latest.millis) [latest.millis, latest.counter] = [wall, 0];
  else if (latest.counter < 0xfff) latest.counter++;
  else [latest.millis, latest.counter] = [latest.millis + 1, 0];
  /** @param {number} n @param {number} width */
  const hex = (n, width) => n.toString(16).padStart(width, "0");
  const millis = hex(latest.millis, 12);
  random[0] = random[0] & 0x3f | 0x80;
  const rest = [...random].map((byte) => hex(byte, 2)).join("");
  return `${millis.slice(0, 8)}-${millis.slice(8)}-7${hex(latest.counter, 3)}-`
    + `${rest.slice(0, 4)}-${rest.slice(4)}`;
}

/**
 * The ID of the audit that a campaign's visit to a hall becomes, as the server makes it
 * (checklists.VisitID): a UUID of version 8 (RFC 9562, 5.8) out of the SHA-256 of both IDs.
 * @param {string} campaign @param {string} hall @param {number} voided audits of the visit before
 * @returns {Promise<string>} in lower case
 */
export async function visitID(campaign, hall, voided) {
  const text = new TextEncoder().encode(`hallmark visit\n${campaign}\n${hall}${voided ? `\n${voided}` : ""}`);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", text)).slice(0, 16);
  [sum[6], sum[8]] = [sum[6] & 0x0f | 0x80, sum[8] & 0x3f | 0x80];
  return [...sum].map((byte, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") +
    byte.toString(16).padStart(2, "0")).join("");
}
