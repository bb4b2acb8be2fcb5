// The camera in the application: several photographs in a row, straight to a clause. Each is handed on
// as the camera gave it and is on the disk before anything is done to it.
import { dialog, el, fill, icon } from "./dom.js";
import { errorText } from "./failure.js";
import { t } from "./words.js";

const wide = 1920; // pixels that the camera is asked for; more is scaled down anyway

/** Whether this browser lets a page use the camera at all. */
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

/**
 * Shows the picture of the camera over the page until it is closed.
 * @param {{label: string, take: (shot: File, takenAt: Date) => Promise<any>}} o label: the clause;
 *   take stores one shot
 * @returns {Promise<string>} once it is closed: "", or the sentence why there is no camera
 */
export async function openCamera({ label, take }) {
  /** @type {MediaStream} */
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: wide } } });
  } catch (error) {
    return t(error.name === "NotAllowedError" ? "tablet.camera-refused" : "tablet.camera-none");
  }
  return new Promise((resolve) => {
    const box = dialog(label, (close) => content(stream, label, take, close), "full shots");
    box.addEventListener("close", () => {
      for (const track of stream.getTracks()) track.stop();
      resolve("");
    });
  });
}

/**
 * @param {MediaStream} stream @param {string} label
 * @param {(shot: File, takenAt: Date) => Promise<any>} take @param {() => void} close
 */
function content(stream, label, take, close) {
  const video = el("video", { autoplay: true, playsinline: true, muted: true, "aria-label": label });
  video.muted = true;
  video.srcObject = stream;
  const status = el("p", { role: "status" });
  let taken = 0;
  let storing = 0;
  /** @type {Set<string>} */
  const problems = new Set();
  const draw = () => fill(status, t("tablet.camera-taken", taken),
    storing > 0 && ` · ${t("tablet.saving")}`,
    [...problems].map((text) => el("span.field-problem", null, text)));
  const shoot = async () => {
    const takenAt = new Date();
    storing++;
    draw();
    try {
      await take(new File([await frame(video)], nameOf(label, takenAt), { type: "image/jpeg" }), takenAt);
      taken++;
    } catch (error) {
      problems.add(errorText(error));
    }
    storing--;
    draw();
  };
  draw();
  return [el("div.draw-area", null, video), el("div.draw-tools", null, status, el("span.spread"),
    el("button.action.shutter", { type: "button", onclick: shoot }, icon("camera"), t("tablet.camera-shoot")),
    el("button", { type: "button", onclick: close }, t("tablet.camera-done")))];
}

/** "5.2.2 平面布局图 14.03.22.jpg". @param {string} label @param {Date} at */
const nameOf = (label, at) => `${label.replace(/[\\/:*?"<>|]/g, "")} ${at.toTimeString().slice(0, 8)
  .replaceAll(":", ".")}.jpg`;

/**
 * What the camera shows now, as a JPEG.
 * @param {HTMLVideoElement} video @returns {Promise<Blob>}
 */
async function frame(video) {
  if (!video.videoWidth) {
    await new Promise((resolve) => {
      video.addEventListener("loadeddata", resolve, { once: true });
    });
  }
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("canvas"))), "image/jpeg", 0.9);
  });
}
