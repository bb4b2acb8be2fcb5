// A signature drawn with finger, pen or mouse; whoever cannot draw signs by typing the name.
import { el, icon } from "./dom.js";
import { t } from "./words.js";

const WIDTH = 720; // pixels of the picture that is kept
const HEIGHT = 240;

/** @typedef {[number, number]} Point in pixels of the canvas */

/**
 * A field for a signature.
 * @param {string} label whose signature it is
 * @param {() => string} name what "sign by name" writes
 * @param {() => void} onchange
 * @param {import("./drawn.js").Box} box where it is kept as it is drawn
 * @returns {{node: HTMLElement, empty: () => boolean, clear: () => void, png: () => Promise<Blob>,
 *   restore: () => Promise<void>}}
 */
export function signatureField(label, name, onchange, box) {
  const canvas = el("canvas.signature", { width: WIDTH, height: HEIGHT, role: "img" });
  const pen = canvas.getContext("2d");
  let drawn = false;
  const state = (/** @type {boolean} */ is) => {
    drawn = is;
    canvas.setAttribute("aria-label", t(is ? "tablet.signed" : "tablet.signature-empty", label));
    canvas.classList.toggle("signed", is);
    onchange();
  };
  const wipe = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    state(false);
  };
  const clear = () => {
    wipe();
    return box.keep(null);
  };
  /** @returns {Promise<Blob>} */
  const png = () => new Promise((resolve, reject) => {
    /** @type {BlobCallback} */
    const take = (blob) => (blob ? resolve(blob) : reject(new Error("canvas")));
    canvas.toBlob(take, "image/png");
  });
  const keep = async () => box.keep(drawn ? await png() : null);
  drawWith(canvas, pen, () => drawn || state(true), keep);
  wipe();
  const node = el("div.signature-field", null, canvas, el("div.actions", null,
    el("button", { type: "button", onclick: () => {
      wipe();
      if (writeName(pen, name())) state(true);
      return keep();
    } }, icon("note"), t("tablet.sign-by-name")),
    el("button.quiet", { type: "button", onclick: clear }, t("tablet.signature-clear"))));
  return {
    node,
    empty: () => !drawn,
    clear,
    png,
    async restore() {
      const bytes = box.load();
      if (!bytes) return;
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      if (drawn) return; // somebody has begun meanwhile
      pen.drawImage(picture, 0, 0);
      state(true);
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2D} pen
 * @param {() => void} began @param {() => void} ended a stroke
 */
function drawWith(canvas, pen, began, ended) {
  /** @type {Point|null} */
  let at = null;
  /** @type {(e: PointerEvent) => Point} */
  const point = (e) => {
    const box = canvas.getBoundingClientRect();
    return [(e.clientX - box.left) * (WIDTH / box.width), (e.clientY - box.top) * (HEIGHT / box.height)];
  };
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture?.(e.pointerId);
    at = point(e);
    dot(pen, at);
    began();
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!at) return;
    const between = e.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [e]) at = line(pen, at, point(one));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (at) ended();
      at = null;
    });
  }
}

/** @param {CanvasRenderingContext2D} pen @param {Point} at */
function dot(pen, [x, y]) {
  pen.fillStyle = "#101828";
  pen.beginPath();
  pen.arc(x, y, 2.5, 0, 7);
  pen.fill();
}

/** @param {CanvasRenderingContext2D} pen @param {Point} from @param {Point} to */
function line(pen, from, to) {
  pen.strokeStyle = "#101828";
  pen.lineWidth = 5;
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
  return to;
}

/** @param {CanvasRenderingContext2D} pen @param {string} name */
function writeName(pen, name) {
  if (!name) return false;
  pen.fillStyle = "#101828";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = '96px "KaiTi", "STKaiti", "Noto Serif CJK SC", serif';
  pen.fillText(name, WIDTH / 2, HEIGHT / 2, WIDTH - 48);
  return true;
}
