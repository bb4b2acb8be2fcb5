// A photograph as the camera gave it. It is on the disk before anything is done with it, so that a
// kill in the middle costs nothing; it goes when the photograph is recorded.
import { uuidv7 } from "./clock.js";
import { PhotoError, maxBytes } from "./photo.js";

/**
 * @typedef {{takenAt?: Date, place?: {latitude: number, longitude: number}}} Shot
 * @typedef {{key: string, uid: string, file: Blob & {name?: string}, shot: Shot}} Raw
 */

/** @type {WeakMap<Blob, string>} */
const kept = new WeakMap(); // keys of files that are here already: one that is tried again is the same

/**
 * Stores a photograph as it is. It is on the disk when this resolves.
 * @param {import("./vault.js").Vault} vault @param {string} audit @param {string} uid
 * @param {Blob & {name?: string}} file @param {Shot} shot
 * @returns {Promise<string>} its key among the photographs
 * @throws {PhotoError} "photo-size"
 */
export async function keepRaw(vault, audit, uid, file, { takenAt, place }) {
  if (file.size > maxBytes) throw new PhotoError("photo-size");
  const key = kept.get(file) ?? `raw/${audit}/${uuidv7(Date.now())}`;
  await vault.put("photographs", key, { uid, name: file.name ?? "", type: file.type,
    takenAt: takenAt?.toISOString() ?? "", place: place ?? null,
    bytes: new Uint8Array(await file.arrayBuffer()) });
  kept.set(file, key);
  return key;
}

/**
 * What was stored and is not recorded yet.
 * @param {import("./vault.js").Vault} vault @param {string} key @returns {Promise<Raw|null>}
 */
export async function readRaw(vault, key) {
  const raw = await vault.get("photographs", key);
  if (!raw) return null;
  const { uid, name, type, takenAt, place, bytes } = raw;
  return { key, uid, file: new File([bytes], name, { type }),
    shot: { ...takenAt && { takenAt: new Date(takenAt) }, ...place && { place } } };
}
