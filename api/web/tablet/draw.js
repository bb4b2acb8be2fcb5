// Drawing on a photograph: arrow, ring and pen, each in one stroke, with undo. What is saved is a
// new photograph; the one below stays as it was.
import { dialog, el } from "./dom.js";
import { t } from "./words.js";

/** @typedef {[number, number]} Point in pixels of the canvas */
/** @typedef {"arrow"|"ring"|"pen"} Tool */

/** @type {Tool[]} */
const TOOLS = ["arrow", "ring", "pen"];
const COLOUR = "#e02020";

/**
 * Opens a photograph for drawing.
 * @param {string} url of the photograph
 * @param {(picture: Blob) => Promise<void>} save gets the drawn-on JPEG
 */
export async function openDrawing(url, save) {
  const photo = await load(url);
  const canvas = el("canvas.drawing", {
    width: photo.naturalWidth, height: photo.naturalHeight, role: "img",
    "aria-label": t("tablet.draw-canvas"),
  });
  const pen = canvas.getContext("2d");
  /** @type {{tool: Tool, points: Point[]}[]} */
  const strokes = [];
  /** @type {Tool} */
  let tool = "arrow";
  const paint = () => {
    pen.drawImage(photo, 0, 0);
    for (const s of strokes) stroke(pen, s, canvas.width / 160);
    undo.disabled = keep.disabled = strokes.length === 0;
  };
  const undo = el("button", { type: "button", onclick: () => {
    strokes.pop();
    paint();
  } }, t("tablet.draw-undo"));
  const keep = el("button.action", { type: "button" }, t("tablet.draw-save"));
  const tools = TOOLS.map((name) => el("button.tool", {
    type: "button", "aria-pressed": String(name === tool),
    onclick: () => {
      tool = name;
      tools.forEach((b, i) => b.setAttribute("aria-pressed", String(TOOLS[i] === name)));
    },
  }, t(`tablet.draw-${name}`)));
  follow(canvas, (points, begin) => {
    if (begin) strokes.push({ tool, points });
    else strokes[strokes.length - 1].points = points;
    paint();
  });
  paint();
  dialog(t("tablet.draw"), (close) => {
    keep.addEventListener("click", async () => {
      keep.disabled = true;
      await save(await jpeg(canvas));
      close();
    });
    return [el("div.draw-area", null, canvas), el("div.draw-tools", null,
      el("div.tools", { role: "group", "aria-label": t("tablet.draw-tools") }, tools), undo,
      el("span.spread"), el("button.quiet", { type: "button", onclick: close }, t("tablet.cancel")),
      keep)];
  }, "full");
}

/** @param {string} url @returns {Promise<HTMLImageElement>} */
function load(url) {
  return new Promise((resolve, reject) => {
    const photo = new Image();
    photo.onload = () => resolve(photo);
    photo.onerror = () => reject(new Error(t("tablet.photo-unreadable")));
    photo.src = url;
  });
}

/** @type {(canvas: HTMLCanvasElement) => Promise<Blob>} */
const jpeg = (canvas) => new Promise((resolve, reject) => {
  canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("canvas"))), "image/jpeg", 0.85);
});

/**
 * Reports the points of each stroke, in pixels of the canvas.
 * @param {HTMLCanvasElement} canvas @param {(points: Point[], begin: boolean) => void} report
 */
function follow(canvas, report) {
  /** @type {Point[]|null} */
  let points = null;
  /** @type {(e: PointerEvent) => Point} */
  const at = (e) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(e.clientX - box.left) * scale, (e.clientY - box.top) * scale];
  };
  canvas.addEventListener("pointerdown", (e) => {
    canvas.setPointerCapture?.(e.pointerId);
    points = [at(e)];
    report(points, true);
  });
  canvas.addEventListener("pointermove", (e) => {
    if (!points) return;
    points.push(at(e));
    report(points, false);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => (points = null));
  }
}

/**
 * Draws one stroke in red on white, so that it is seen on any ground.
 * @param {CanvasRenderingContext2D} pen @param {{tool: Tool, points: Point[]}} stroke
 * @param {number} width
 */
function stroke(pen, { tool, points }, width) {
  pen.lineCap = pen.lineJoin = "round";
  /** @type {[string, number][]} */
  const coats = [["#ffffff", width * 1.8], [COLOUR, width]];
  for (const [colour, wide] of coats) {
    pen.strokeStyle = colour;
    pen.lineWidth = wide;
    pen.beginPath();
    shape[tool](pen, points, width);
    pen.stroke();
  }
}

/** @type {Record<Tool, (pen: CanvasRenderingContext2D, points: Point[], width: number) => void>} */
const shape = {
  pen(pen, points) {
    pen.moveTo(...points[0]);
    for (const p of points) pen.lineTo(...p);
  },
  ring(pen, points) {
    const [a, b] = [points[0], points[points.length - 1]];
    pen.ellipse((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, Math.abs(a[0] - b[0]) / 2,
      Math.abs(a[1] - b[1]) / 2, 0, 0, 7);
  },
  arrow(pen, points, width) {
    const [a, b] = [points[0], points[points.length - 1]];
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0]);
    pen.moveTo(...a);
    pen.lineTo(...b);
    for (const side of [-0.5, 0.5]) {
      pen.moveTo(...b);
      pen.lineTo(b[0] - 6 * width * Math.cos(angle + side), b[1] - 6 * width * Math.sin(angle + side));
    }
  },
};
