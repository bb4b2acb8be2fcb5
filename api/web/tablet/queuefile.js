// Unsent work as a file, "hallmark-queue/1", for `hallmark import-queue FILE`: one JSON object with
// the content, its SHA-256, and the photographs in base64 by their own SHA-256. The file is not
// encrypted: whoever holds it can read it. It is signed with the key that the server gave to the
// sign-in, part by part, so that nobody else can write one in this person's name.

/**
 * @param {import("./vault.js").Vault} vault
 * @param {(id: string) => boolean} [wanted] what goes into the file, by "changes/<key>"; all when
 *   left out
 * @param {{savedAt?: string, bare?: boolean}} [o] savedAt: when, so that the same work makes the same
 *   file; bare: without the bytes of photographs
 * @returns {Promise<{blob: Blob, ids: string[]}>} the file and what is in it ("changes/<key>")
 */
export async function queueFile(vault, wanted = () => true, { savedAt = new Date().toISOString(),
  bare = false } = {}) {
  /** @type {string[]} */
  const ids = [];
  const read = async (/** @type {string} */ store) => {
    const values = [];
    for (const key of await vault.waiting(store)) {
      if (!wanted(`${store}/${key}`)) continue;
      try {
        values.push(await vault.get(store, key));
        ids.push(`${store}/${key}`);
      } catch (err) {
        if (err.code !== "damaged") throw err; // what nobody can read cannot be saved
      }
    }
    return values;
  };
  const audits = await read("audits");
  const changes = await read("changes");
  const photographs = await read("photographs");
  const parts = {
    device: (await vault.get("settings", "device"))?.name ?? "", username: vault.username,
    savedAt,
    audits: audits.filter((a) => a.start).map((a) => a.start),
    changes: changes.map(({ audit, change }) => ({ audit, change: asSent(change) })),
    photographs: photographs.map(({ audit, clause, sha, size }) => ({ audit, clause, sha256: sha,
      size })),
    submissions: audits.filter((a) => a.submission).map(({ id, submission: s }) => ({ audit: id,
      key: s.key, comment: s.comment, summary: s.summary, opinion: s.opinion,
      signatures: s.signatures })),
    confirmations: audits.filter((a) => a.confirmation).map(({ id, confirmation: c }) => ({ audit: id,
      key: c.key, sha256: c.sha256 })),
  };
  const content = JSON.stringify(parts);
  const key = (await vault.get("settings", "session"))?.queueKey;
  const signature = key ? `"signature":${JSON.stringify(await signed(key, parts, content))},` : "";
  const blob = new Blob([`{"format":"hallmark-queue/1","sha256":"${await sha256(content)}",`, signature,
    `"content":${content},"photographs":{`, ...bare ? [] : await bodies(vault, photographs), "}}\n"],
    { type: "application/json" });
  return { blob, ids };
}

/**
 * A change without what the server adds to it.
 * @param {any} change
 */
export function asSent({ by, received, claimed, revision, digest, ...change }) {
  return change;
}

/**
 * The photographs as parts of a Blob, so that thousands of them need no single text.
 * @param {import("./vault.js").Vault} vault @param {{sha: string}[]} metas
 */
async function bodies(vault, metas) {
  /** @type {Blob[]} */
  const parts = [];
  for (const sha of new Set(metas.map((meta) => meta.sha))) {
    const kept = await vault.get("photographs", `bytes/${sha}`).catch(() => null);
    if (!kept) continue;
    const comma = parts.length ? "," : "";
    parts.push(new Blob([`${comma}"${sha}":"`, base64(kept.bytes), '"']));
  }
  return parts;
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x6000) { // a multiple of 3
    text += btoa(String.fromCharCode(...bytes.subarray(i, i + 0x6000)));
  }
  return text;
}

/** @param {string} text */
async function sha256(text) {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** @param {ArrayBuffer} sum */
const hex = (sum) => Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");

/**
 * The codes of a file: HMAC-SHA-256 over the whole content, its head, and each part at its place.
 * @param {{id: string, key: string}} given to the sign-in; the key in base64url
 * @param {Record<string, any>} parts @param {string} content their text
 */
async function signed(given, parts, content) {
  const raw = Uint8Array.from(atob(given.key.replaceAll("-", "+").replaceAll("_", "/")),
    (c) => c.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false,
    ["sign"]);
  const code = async (/** @type {string} */ at, /** @type {string} */ part) =>
    hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${at}\n${part}`)));
  const codes = (/** @type {string} */ name) => Promise.all(parts[name].map(
    (/** @type {any} */ part, /** @type {number} */ i) => code(`${name}[${i}]`, JSON.stringify(part))));
  return { key: given.id, whole: await code("content", content),
    head: await code("head", `${parts.device}\n${parts.username}\n${parts.savedAt}`),
    audits: await codes("audits"), changes: await codes("changes"),
    photographs: await codes("photographs"), submissions: await codes("submissions"),
    confirmations: await codes("confirmations") };
}
