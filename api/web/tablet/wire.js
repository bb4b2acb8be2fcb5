// Requests to the server. Cookies are never used: on a shared tablet they could be somebody
// else's. The token of the person whose vault is open goes along instead.

/** The server cannot be reached now, or asks to wait: try again later. */
export class Unreachable extends Error {
  /**
   * @param {string} why @param {{wait?: number, code?: string, status?: number}} [o] wait: the
   *   milliseconds that are asked for; code: "" or "not-hallmark", where something else than the
   *   server has answered, with that status
   */
  constructor(why, { wait = 0, code = "", status = 0 } = {}) {
    super(why);
    this.name = "Unreachable";
    this.wait = wait;
    this.code = code;
    this.status = status;
  }
}

/** @typedef {{name: string, code: string, detail: string}} FieldProblem */
/** @typedef {{code?: string, detail?: string, fields?: FieldProblem[]}} Problem */

/** The server has said no, with a sentence for people. */
export class Refused extends Error {
  /** @param {number} status @param {Problem} problem */
  constructor(status, problem) {
    const first = problem.fields?.[0];
    super(first ? `${problem.detail} ${first.detail}` : problem.detail || `HTTP ${status}`);
    this.name = "Refused";
    this.status = status;
    this.code = problem.code ?? "";
    this.fields = problem.fields ?? [];
  }

  /** How far this device's clock was ahead of the server's that said no, in milliseconds. */
  clockAhead = 0;
}

const patience = 60_000; // of one request, in milliseconds
const publicKey = "hallmark sign-in"; // of answers to requests without a token

/**
 * @typedef {{token?: string, key?: string, body?: any, headers?: Record<string, string>,
 *   patience?: number}} Options key: of the answers to this sign-in, in base64url
 * @typedef {{bytes: Uint8Array<ArrayBuffer>, status: number, headers: Headers, ahead: number}} Answer
 *   ahead: how far this device's clock is ahead of the server's, in milliseconds
 */

/**
 * Sends one request. A body that is bytes goes as it is, any other as JSON. What comes back is an
 * answer only when the server vouches for it: portals, filters and proxies answer in its place.
 * @param {string} method @param {string} path @param {Options} [o]
 * @returns {Promise<Answer>} the whole answer, its status below 400
 * @throws {Refused|Unreachable}
 */
export async function request(method, path, o = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", ...o.headers };
  let body = o.body;
  if (body !== undefined && !(body instanceof Uint8Array)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), o.patience ?? patience);
  try {
    const { answer, nonce } = await send(method, path, { ...o, headers, body }, stop.signal);
    const now = Date.now();
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const at = await vouchedAt(answer, nonce, o.key, hex(await crypto.subtle.digest("SHA-256", bytes)));
    if (answer.status >= 400) throw refusal(answer, bytes, now - at);
    return { bytes, status: answer.status, headers: answer.headers, ahead: now - at };
  } catch (err) {
    throw err instanceof Refused || err instanceof Unreachable ? err : new Unreachable(err.message);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens a stream of events that the server vouches for.
 * @param {string} path @param {{token: string, key: string}} session @param {AbortSignal} signal
 * @returns {Promise<ReadableStreamDefaultReader<Uint8Array>>}
 */
export async function openStream(path, { token, key }, signal) {
  const { answer, nonce } = await send("GET", path, { token, headers: { Accept: "text/event-stream" } },
    signal);
  await vouchedAt(answer, nonce, key, "stream");
  if (!answer.ok || !answer.body) throw new Unreachable(`HTTP ${answer.status}`);
  return answer.body.getReader();
}

/**
 * A redirection is not followed: the server answers the tablet where it is asked.
 * @param {string} method @param {string} path @param {Options} o @param {AbortSignal} signal
 */
async function send(method, path, o, signal) {
  const random = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)));
  const nonce = btoa(random).replaceAll("+", "-").replaceAll("/", "_");
  /** @type {Record<string, string>} */
  const headers = { ...languageHeader(), ...o.headers, "Hallmark-Nonce": nonce };
  if (o.token) headers.Authorization = `Bearer ${o.token}`;
  const answer = await fetch(path, { method, headers, body: o.body, signal, credentials: "omit",
    cache: "no-store", redirect: "manual" });
  return { answer, nonce };
}

/**
 * When an answer was made, by the server's clock; its voucher is explained in package access.
 * @param {Response} answer @param {string} nonce @param {string|undefined} key
 * @param {string} content its SHA-256 in hexadecimal, or "stream"
 * @returns {Promise<number>} Unix milliseconds
 * @throws {Unreachable} "not-hallmark"
 */
async function vouchedAt(answer, nonce, key, content) {
  const voucher = answer.headers.get("Hallmark-Voucher") ?? "";
  const [at, code] = voucher.split(" ");
  const text = `hallmark answer 1\n${nonce}\n${at}\n${answer.status}\n${content}`;
  const made = await crypto.subtle.sign("HMAC", await macKey(key), utf8(text));
  if (code !== hex(made)) {
    throw new Unreachable(`HTTP ${answer.status}`, { code: "not-hallmark", status: answer.status,
      wait: waitOf(answer) });
  }
  return Number(at);
}

/** @type {Map<string|undefined, Promise<any>>} CryptoKeys by their text */
const macKeys = new Map();

/** @param {string|undefined} key in base64url; undefined: the public one */
function macKey(key) {
  let made = macKeys.get(key);
  if (!made) {
    const raw = key === undefined ? utf8(publicKey) :
      Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    made = crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    macKeys.set(key, made);
  }
  return made;
}

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);

/** @param {ArrayBuffer} sum */
const hex = (sum) => Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");

/**
 * Sends one request and reads the JSON answer; null when there is none.
 * @param {string} method @param {string} path @param {Options} [o]
 */
export async function ask(method, path, o) {
  const { bytes } = await request(method, path, o);
  return bytes.length ? JSON.parse(new TextDecoder().decode(bytes)) : null;
}

/** @returns {Record<string, string>} */
function languageHeader() {
  const tag = globalThis.document?.documentElement.lang;
  return tag ? { "Accept-Language": tag } : {};
}

/** With these the server itself asks to come again. */
const later = new Set([408, 425, 429, 499, 500, 502, 503, 504]);

/** @param {Response} answer @param {Uint8Array} bytes @param {number} ahead */
function refusal(answer, bytes, ahead) {
  /** @type {Problem} */
  const problem = JSON.parse(new TextDecoder().decode(bytes));
  if (later.has(answer.status)) {
    return new Unreachable(problem.detail ?? "", { wait: waitOf(answer), status: answer.status });
  }
  return Object.assign(new Refused(answer.status, problem), { clockAhead: ahead });
}

/** How long an answer asks to wait, in milliseconds. @param {Response} answer */
function waitOf(answer) {
  return Number(answer.headers.get("Retry-After")) * 1000 || 0;
}
