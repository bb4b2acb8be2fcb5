// Photographs before they are kept: upright, at most 1600 px, JPEG, named by their digest. Drawing
// them anew leaves out everything that a camera writes into a file besides the picture.
import { readShot, withShot } from "./exif.js";

export const edge = 1600; // longest edge, in pixels, as the server keeps it
export const thumbEdge = 160;
const quality = 0.8;
export const maxBytes = 32 << 20; // of a file that is looked at at all
const maxPixels = 50_000_000;

/**
 * @typedef {CanvasImageSource & {width: number, height: number, naturalWidth?: number,
 *   naturalHeight?: number, close?: () => void}} Picture
 */

/** A file is no picture that this device can read. `code` names the sentence "tablet.<code>". */
export class PhotoError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "PhotoError";
    this.code = code;
    this.args = [];
  }
}

/**
 * What a file says of how, when and where it was taken.
 * @param {Blob} file
 */
async function shotOf(file) {
  return readShot(new Uint8Array(await file.slice(0, 128 << 10).arrayBuffer()));
}

/**
 * Makes a photograph ready to be kept. Its time and place are those of the file, unless the camera
 * of this device tells them.
 * @param {Blob} file
 * @param {{takenAt?: Date, place?: {latitude: number, longitude: number}}} [shot]
 * @returns {Promise<{sha: string, bytes: Uint8Array<ArrayBuffer>, thumb: Uint8Array, width: number,
 *   height: number, time: string}>} time as EXIF writes it, in the hall's zone; "" when unknown
 * @throws {PhotoError} "photo-unreadable", "photo-heic", "photo-size" or "photo-truncated"
 */
export async function prepare(file, shot = {}) {
  if (file.size > maxBytes) throw new PhotoError("photo-size");
  if (await isCut(file)) throw new PhotoError("photo-truncated");
  const picture = await decode(file);
  try {
    if (picture.width * picture.height > maxPixels) throw new PhotoError("photo-size");
    const drawn = await jpeg(picture, edge);
    const said = await shotOf(file);
    const time = shot.takenAt ? exifTime(shot.takenAt) : said.time;
    const bytes = withShot(drawn.data, { time, place: shot.place ?? said.place });
    return { sha: await digest(bytes), bytes, width: drawn.width, height: drawn.height, time,
      thumb: (await jpeg(picture, thumbEdge)).data };
  } finally {
    picture.close?.();
  }
}

/**
 * A smaller copy of a photograph that is kept already, with the time and place of the original.
 * @param {Uint8Array<ArrayBuffer>} bytes @param {number} longest edge, in pixels
 */
export async function smaller(bytes, longest) {
  const file = new Blob([bytes], { type: "image/jpeg" });
  const picture = await decode(file);
  try {
    const copy = withShot((await jpeg(picture, longest)).data, await shotOf(file));
    return { sha: await digest(copy), bytes: copy, thumb: (await jpeg(picture, thumbEdge)).data };
  } finally {
    picture.close?.();
  }
}

/**
 * Whether a file ends before its picture does; browsers draw the rest of such a picture grey and
 * say nothing. A JPEG has the mark of its end, FF D9, after the beginning of its lines, FF DA; a PNG
 * the part IEND; a WebP says how long it is.
 * @param {Blob} file
 */
async function isCut(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = (/** @type {number} */ at) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return !endsAfterLines(bytes);
  if (text(1) === "PNG\r") return text(bytes.length - 8) !== "IEND";
  if (text(0) === "RIFF" && text(8) === "WEBP") {
    return new DataView(bytes.buffer).getUint32(4, true) + 8 > bytes.length;
  }
  return false;
}

/** @param {Uint8Array} bytes of a JPEG */
function endsAfterLines(bytes) {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    at += bytes[at + 1] === 0xff ? 1 : 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  for (let end = bytes.length - 2; end > at; end--) {
    if (bytes[end] === 0xff && bytes[end + 1] === 0xd9) return true;
  }
  return false;
}

/** The thumbnail of a photograph that is kept already. @param {Uint8Array<ArrayBuffer>} bytes */
export async function thumbnail(bytes) {
  const picture = await decode(new Blob([bytes], { type: "image/jpeg" }));
  try {
    return (await jpeg(picture, thumbEdge)).data;
  } finally {
    picture.close?.();
  }
}

/** @param {BufferSource} bytes @returns {Promise<string>} SHA-256 in hexadecimal */
export async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Decodes a picture and turns it upright.
 * @param {Blob} file @returns {Promise<Picture>}
 */
async function decode(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // an old browser without the option, or a kind of picture that only <img> reads (HEIC on iPad)
  }
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    image.src = url;
    await image.decode();
    return await upright(image, file);
  } catch {
    throw new PhotoError(await isHEIC(file) ? "photo-heic" : "photo-unreadable");
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Whether a file begins as those of HEIC and AVIF do. @param {Blob} file */
async function isHEIC(file) {
  return /^ftyp(he[iv]|mif1|msf1|avi)/.test(await file.slice(4, 12).text());
}

/**
 * Browsers that cannot turn a picture by its EXIF get it turned here.
 * @param {HTMLImageElement} image @param {Blob} file
 */
async function upright(image, file) {
  if (CSS.supports?.("image-orientation", "from-image")) return image;
  return turned(image, (await shotOf(file)).orientation);
}

/** @param {HTMLImageElement} image @param {number} orientation 1 to 8 as EXIF counts them */
function turned(image, orientation) {
  const { naturalWidth: w, naturalHeight: h } = image;
  /** @type {Record<number, [number, number, number, number, number, number]>} */
  const matrices = { 2: [-1, 0, 0, 1, w, 0], 3: [-1, 0, 0, -1, w, h], 4: [1, 0, 0, -1, 0, h],
    5: [0, 1, 1, 0, 0, 0], 6: [0, 1, -1, 0, h, 0], 7: [0, -1, -1, 0, h, w],
    8: [0, -1, 1, 0, 0, w] };
  const matrix = matrices[orientation];
  if (!matrix) return image;
  const canvas = orientation > 4 ? canvasOf(h, w) : canvasOf(w, h);
  const pen = penOf(canvas);
  pen.transform(...matrix);
  pen.drawImage(image, 0, 0);
  return canvas;
}

/** @param {Picture} picture @param {number} longest edge, in pixels */
async function jpeg(picture, longest) {
  const w = picture.naturalWidth || picture.width;
  const h = picture.naturalHeight || picture.height;
  const scale = Math.min(1, longest / Math.max(w, h));
  const canvas = canvasOf(Math.max(1, Math.round(w * scale)), Math.max(1, Math.round(h * scale)));
  const pen = penOf(canvas);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  /** @type {Blob|null} */
  const blob = await new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", quality);
  });
  if (!blob) throw new PhotoError("photo-unreadable");
  return { data: new Uint8Array(await blob.arrayBuffer()), width: canvas.width,
    height: canvas.height };
}

/** @param {number} width @param {number} height */
function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** @param {HTMLCanvasElement} canvas */
const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** @param {Date} date */
function exifTime(date) {
  const zone = 8 * 3_600_000; // Asia/Shanghai
  return new Date(date.getTime() + zone).toISOString().slice(0, 19).replace("T", " ")
    .replaceAll("-", ":");
}
