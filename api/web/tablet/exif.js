// What is kept of a photograph's metadata: when and where it was taken (EXIF 2.32), and how it was
// held. Everything else that a camera writes into a file is left behind.

const orientationTag = 0x0112;
const exposureTag = 0x8769;
const gpsTag = 0x8825;
const originalTag = 0x9003; // DateTimeOriginal
const ascii = 2;
const long = 4;
const rational = 5;

/**
 * @typedef {{latitude: number, longitude: number}} Place
 * @typedef {{orientation: number, time: string, place: Place|null}} Shot time as
 *   "2018:01:12 09:30:00" or ""
 * @typedef {[tag: number, type: number, count: number, value: number]} Entry
 */

/**
 * Reads the EXIF block of a JPEG; whatever the bytes are, what cannot be read is unknown.
 * @param {Uint8Array} bytes the beginning of the file
 * @returns {Shot}
 */
export function readShot(bytes) {
  /** @type {Shot} */
  const shot = { orientation: 1, time: "", place: null };
  try {
    const block = blockOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (block) readBlock(block, shot);
  } catch {
    // a truncated or hostile header: what was read so far
  }
  return shot;
}

/** @param {DataView} view */
function blockOf(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) {
      return new DataView(view.buffer, view.byteOffset + at + 10, view.getUint16(at + 2) - 8);
    }
  }
  return null;
}

/** @param {DataView} block @param {Shot} shot */
function readBlock(block, shot) {
  const little = block.getUint16(0) === 0x4949;
  const entriesAt = (/** @type {number} */ at) => {
    /** @type {Map<number, number>} */
    const entries = new Map();
    const count = at ? Math.min(block.getUint16(at, little), 512) : 0;
    for (let entry = at + 2; entries.size < count; entry += 12) {
      entries.set(block.getUint16(entry, little), entry + 8);
    }
    return entries;
  };
  const number = (/** @type {number|undefined} */ at) => (at ? block.getUint32(at, little) : 0);
  const first = entriesAt(block.getUint32(4, little));
  const held = first.get(orientationTag);
  if (held !== undefined) shot.orientation = block.getUint16(held, little);
  const original = entriesAt(number(first.get(exposureTag))).get(originalTag);
  if (original) shot.time = moment(textAt(block, number(original), 19));
  const gps = entriesAt(number(first.get(gpsTag)));
  if (gps.has(2) && gps.has(4)) {
    const latitude = degrees(block, number(gps.get(2)), little) * sign(block, gps.get(1), "S");
    const longitude = degrees(block, number(gps.get(4)), little) * sign(block, gps.get(3), "W");
    const onEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    if (onEarth) shot.place = { latitude, longitude };
  }
}

/** @param {DataView} view @param {number} at @param {number} length */
function textAt(view, at, length) {
  let text = "";
  for (let i = 0; i < length; i++) text += String.fromCharCode(view.getUint8(at + i));
  return text;
}

/** @param {string} text */
const moment = (text) => (/^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(text) ? text : "");
/** @param {DataView} block @param {number|undefined} at @param {string} negative */
const sign = (block, at, negative) => (at && textAt(block, at, 1) === negative ? -1 : 1);

/** @param {DataView} block @param {number} at @param {boolean} little */
function degrees(block, at, little) {
  let sum = 0;
  for (let i = 0, unit = 1; i < 3; i++, unit *= 60) {
    sum += block.getUint32(at + 8 * i, little) / block.getUint32(at + 8 * i + 4, little) / unit;
  }
  return sum;
}

/**
 * Puts time and place into a JPEG that has no metadata.
 * @param {Uint8Array<ArrayBuffer>} jpeg
 * @param {{time?: string, place?: Place|null}} shot
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function withShot(jpeg, { time = "", place = null }) {
  if (!time && !place) return jpeg;
  const block = writeBlock(time, place);
  const out = new Uint8Array(jpeg.length + 10 + block.length);
  out.set(jpeg.subarray(0, 2));
  out.set([0xff, 0xe1, (block.length + 8) >> 8, (block.length + 8) & 255,
    0x45, 0x78, 0x69, 0x66, 0, 0], 2);
  out.set(block, 12);
  out.set(jpeg.subarray(2), 12 + block.length);
  return out;
}

/**
 * A big-endian TIFF block with one directory that names two others.
 * @param {string} time @param {Place|null} place
 */
function writeBlock(time, place) {
  const out = new DataView(new ArrayBuffer(256));
  out.setUint32(0, 0x4d4d002a);
  out.setUint32(4, 8);
  const exposure = 8 + 2 + 2 * 12 + 4;
  const gps = exposure + 2 + 12 + 4;
  const values = gps + 2 + 4 * 12 + 4;
  directory(out, 8, [time && [exposureTag, long, 1, exposure], place && [gpsTag, long, 1, gps]]);
  if (time) {
    directory(out, exposure, [[originalTag, ascii, 20, values]]);
    for (let i = 0; i < 19; i++) out.setUint8(values + i, time.charCodeAt(i));
  }
  if (place) writePlace(out, gps, values + 20, place);
  return new Uint8Array(out.buffer);
}

/** @param {DataView} out @param {number} gps @param {number} values @param {Place} place */
function writePlace(out, gps, values, { latitude, longitude }) {
  const letter = (/** @type {string} */ text) => text.charCodeAt(0) * 2 ** 24;
  directory(out, gps, [[1, ascii, 2, letter(latitude < 0 ? "S" : "N")],
    [2, rational, 3, values], [3, ascii, 2, letter(longitude < 0 ? "W" : "E")],
    [4, rational, 3, values + 24]]);
  [latitude, longitude].forEach((angle, i) => {
    const at = values + 24 * i;
    out.setUint32(at, Math.round(Math.abs(angle) * 1e6));
    out.setUint32(at + 4, 1e6);
    out.setUint32(at + 12, 1); // 0 minutes
    out.setUint32(at + 20, 1); // 0 seconds
  });
}

/** @param {DataView} out @param {number} at @param {(Entry|""|null)[]} entries */
function directory(out, at, entries) {
  const list = entries.filter((entry) => entry !== null && entry !== "");
  out.setUint16(at, list.length);
  list.forEach(([tag, type, count, value], i) => {
    out.setUint16(at + 2 + 12 * i, tag);
    out.setUint16(at + 4 + 12 * i, type);
    out.setUint32(at + 6 + 12 * i, count);
    out.setUint32(at + 10 + 12 * i, value);
  });
}
