// What keeps work on a tablet for days: lasting storage, and the application on the home screen.
import { el, fill } from "./dom.js";
import { t } from "./words.js";

/** @type {any} a BeforeInstallPromptEvent, where the browser offers to install */
let offer = null;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  dispatchEvent(new Event("hallmark-install"));
});

/**
 * A warning while this browser has not promised to keep what is stored, and the way to install.
 * @param {AbortSignal} signal of the page
 */
export function lasting(signal) {
  const node = el("div", { role: "status" });
  const draw = async () => {
    const kept = await navigator.storage?.persisted?.() ?? false;
    fill(node, (!kept || offer) && el("div.notice.lasting", { class: kept ? "" : "warn" },
      el("p", null, t(kept ? "tablet.install-about" : "tablet.not-lasting")),
      el("div.actions", null, offer && el("button.action", { type: "button", onclick: install },
        t("tablet.install")),
      !kept && el("button", { type: "button", onclick: keep }, t("tablet.keep")))));
  };
  const install = async () => {
    const asked = offer;
    offer = null;
    await asked.prompt();
    await navigator.storage?.persist?.();
    await draw();
  };
  const keep = async (/** @type {any} */ e) => {
    if (!await navigator.storage?.persist?.()) {
      fill(e.target.closest(".lasting").querySelector("p"), t("tablet.not-lasting-how"));
      return;
    }
    await draw();
  };
  addEventListener("hallmark-install", draw, { signal });
  draw().catch(console.info); // a browser that does not say
  return node;
}
