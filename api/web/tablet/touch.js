// Opening the vault by fingerprint or face: the device gives a secret out for a finger or a face that
// it knows (WebAuthn, extension PRF), and the data key is kept wrapped under it, beside those under PIN
// and password. No server has a part in it; what is given away is only asked of this device.
import { VaultError } from "./vault.js";

const SALT = new TextEncoder().encode("hallmark tablet vault, 1"); // of the secret

/**
 * Whether this device can do it: a secure origin that has a name, an authenticator in the device that
 * knows its user, a browser with the extension.
 */
export async function touchable() {
  const kind = globalThis.PublicKeyCredential;
  if (!globalThis.isSecureContext || !kind || /^[\d.]+$|:/.test(location.hostname)) return false;
  try {
    /** @type {Record<string, boolean>} */
    const can = await /** @type {any} */ (kind).getClientCapabilities?.() ?? {};
    return Boolean(can["extension:prf"]) && await kind.isUserVerifyingPlatformAuthenticatorAvailable();
  } catch (error) {
    console.info(error); // a browser that asks for it in another way goes on with the PIN
    return false;
  }
}

/**
 * Makes a key in the device for an account.
 * @param {string} username @param {string} name
 * @returns {Promise<{id: ArrayBuffer, secret: ArrayBuffer}>}
 * @throws {VaultError} "touch-none" where the device gives no secret, "touch-refused"
 */
export async function makeTouch(username, name) {
  /** @type {any} */
  const made = await asked(() => navigator.credentials.create({ publicKey: {
    rp: { id: location.hostname, name: "Hallmark 厅评" },
    user: { id: crypto.getRandomValues(new Uint8Array(16)), name: username, displayName: name },
    challenge: crypto.getRandomValues(new Uint8Array(32)),
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: /** @type {const} */ ("public-key"), alg })),
    authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required" },
    extensions: /** @type {any} */ ({ prf: { eval: { first: SALT } } }),
  } }));
  const { prf } = made.getClientExtensionResults();
  if (!prf?.enabled) throw new VaultError("touch-none");
  const id = made.rawId;
  return { id, secret: prf.results?.first ?? await secretOf(id) };
}

/**
 * Asks for finger or face.
 * @param {ArrayBuffer} id of the key @returns {Promise<ArrayBuffer>} 32 bytes
 * @throws {VaultError} "touch-none", "touch-refused"
 */
export async function secretOf(id) {
  /** @type {any} */
  const got = await asked(() => navigator.credentials.get({ publicKey: {
    challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: location.hostname,
    allowCredentials: [{ type: "public-key", id, transports: ["internal"] }],
    userVerification: "required",
    extensions: /** @type {any} */ ({ prf: { eval: { first: SALT } } }),
  } }));
  const secret = got.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new VaultError("touch-none");
  return secret;
}

/** @template T @param {() => Promise<T>} work */
async function asked(work) {
  try {
    return await work();
  } catch (error) {
    console.info(error); // cancelled, not known, or too late: PIN and password open as before
    throw new VaultError("touch-refused");
  }
}
