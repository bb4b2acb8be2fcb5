// Requests to the server. Cookies are never used: on a shared tablet they could be somebody
// else's. The token of the person whose vault is open goes along instead.

/** The server cannot be reached now, or asks to wait: try again later. */
export class Unreachable extends Error {
  /** @param {string} why @param {number} [wait] milliseconds that the server asks for */
  constructor(why, wait = 0) {
    super(why);
    this.name = "Unreachable";
    this.wait = wait;
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

/**
 * Sends one request. A body that is bytes goes as it is, any other as JSON.
 * @param {string} method @param {string} path
 * @param {{token?: string, body?: any, headers?: Record<string, string>, patience?: number}} [o]
 * @returns {Promise<{headers: Headers, bytes: Uint8Array}>} the whole answer, its status below 400
 * @throws {Refused|Unreachable}
 */
export async function request(method, path, o = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", ...languageHeader(), ...o.headers };
  if (o.token) headers.Authorization = `Bearer ${o.token}`;
  let body = o.body;
  if (body !== undefined && !(body instanceof Uint8Array)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), o.patience ?? patience);
  try {
    const answer = await fetch(path, { method, headers, body, signal: stop.signal,
      credentials: "omit", cache: "no-store" });
    if (answer.status >= 400) throw await refusal(answer);
    return { headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch (err) {
    throw err instanceof Refused || err instanceof Unreachable ? err : new Unreachable(err.message);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Sends one request and reads the JSON answer; null when there is none.
 * @param {string} method @param {string} path @param {Parameters<typeof request>[2]} [o]
 */
export async function ask(method, path, o) {
  const { bytes } = await request(method, path, o);
  return bytes.length ? JSON.parse(new TextDecoder().decode(bytes)) : null;
}

/**
 * How far this device's clock is ahead of the server's, in milliseconds; 0 when unknown.
 * @param {{headers: Headers}} answer @param {number} now Unix milliseconds
 */
export function clockAhead(answer, now) {
  const server = Date.parse(answer.headers.get("Date") ?? "");
  return Number.isNaN(server) ? 0 : now - server;
}

/** @returns {Record<string, string>} */
function languageHeader() {
  const tag = globalThis.document?.documentElement.lang;
  return tag ? { "Accept-Language": tag } : {};
}

/** Not the program but something between it and us answers 502 and 504. */
const later = new Set([408, 425, 429, 499, 500, 502, 503, 504]);

/** @param {Response} answer */
async function refusal(answer) {
  /** @type {Problem} */
  let problem = {};
  try {
    problem = await answer.json();
  } catch {
    // a gateway's page, or the line broke
  }
  if (later.has(answer.status) || !problem.code) {
    const wait = Number(answer.headers.get("Retry-After")) * 1000 || 0;
    return new Unreachable(problem.detail || `HTTP ${answer.status}`, wait);
  }
  return Object.assign(new Refused(answer.status, problem),
    { clockAhead: clockAhead(answer, Date.now()) });
}
