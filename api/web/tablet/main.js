// The tablet's application: which page is shown, whose vault is open, and the news of the network
// and of a newer version.
import { append, el, fill, icon } from "./dom.js";
import { Sync } from "./sync.js";
import { Work } from "./work.js";
import { Turn } from "./turn.js";
import { Typed } from "./typed.js";
import { accounts, closed } from "./vault.js";
import { clockText, errorText } from "./failure.js";
import { elsewhereView, failedView, pinView, signInView, signOut, unlockView } from "./view-account.js";
import { auditsView, newView } from "./view-audits.js";
import { checklistView } from "./view-checklist.js";
import { drawNet } from "./view-live.js";
import { signView } from "./view-sign.js";
import { syncView } from "./view-sync.js";
import { language, loadWords, t } from "./words.js";

const LANGUAGE = "hallmark-language"; // the one thing kept in the clear, beside the accounts' names

const UPDATE_PATIENCE = 8000; // ms until a newer version has taken over

/** @typedef {(app: App, ...parts: string[]) => View|Promise<View>} Maker makes a page */
/**
 * Where somebody is: a page; on a checklist the chapter, the first clause in sight and how far below the
 * window's edge it is in CSS pixels, what narrows the list.
 * @typedef {{hash: string, audit?: string, chapter?: number, uid?: string, top?: number,
 *   filter?: string, search?: string}} Spot
 */

/**
 * Pages that need no open vault.
 * @type {Record<string, Maker>}
 */
const OUTSIDE = { "": signInView, "sign-in": signInView, unlock: unlockView };
/** @type {Record<string, Maker>} */
const INSIDE = { pin: pinView, audits: auditsView, new: newView, sync: syncView };

export class App {
  // Pages inside need no look whether they are there; outside all three are null.
  /** @type {import("./vault.js").Vault} */
  vault = /** @type {any} */ (null);
  /** @type {Work} */
  work = /** @type {any} */ (null);
  /** @type {Sync} */
  sync = /** @type {any} */ (null);
  /** @type {View|null} */
  view = null;
  /** @type {string|null} */
  back = null; // where to go after unlocking
  backOf = ""; // whose page that is; "" is anybody's
  /** @type {string|null|undefined} */
  after; // where to go when the vault has closed
  /** @type {Turn|null} */
  #turn = null; // whether this window works, or another one
  /** @type {Typed|null} */
  #place = null; // where this person is, on the disk
  /** @type {Map<string, Spot>} */
  #spots = new Map(); // by audit
  /** @type {{id: string, aw: import("./work.js").AuditWork}|null} */
  #open = null; // the audit that is open
  /** @type {Promise<void>} */
  #moving = Promise.resolve();
  /** @type {ServiceWorker|null} */
  #update = null; // the worker of a newer version
  #stale = false; // a newer version has taken over: this page is of the former one
  /** @type {ServiceWorkerRegistration|null} */
  #registration = null;
  trouble = ""; // a sentence about what has failed, until it is read
  /** @type {any} */
  top; // the frame: see frame()
  /** @type {any} */
  banner;
  /** @type {any} */
  main;
  /** @type {any} */
  live;

  async start() {
    this.frame();
    for (const event of ["pointerdown", "keydown"]) {
      addEventListener(event, () => this.vault?.touch(), { passive: true, capture: true });
    }
    addEventListener("beforeunload", (e) => this.view?.unsaved?.().length && e.preventDefault());
    addEventListener("unhandledrejection", (e) => this.failed(e.reason));
    addEventListener("error", (e) => e.error && this.failed(e.error));
    addEventListener("hashchange", () => this.move());
    addEventListener("online", () => this.news());
    addEventListener("offline", () => this.news());
    if (!location.hash && (await accounts()).length) this.address("#/unlock");
    await this.move();
    this.watchUpdates();
  }

  // --- the frame around the pages ---

  frame() {
    this.top = el("header.top");
    this.banner = el("div.banners", { role: "status" });
    this.main = el("main", { id: "content", tabindex: -1 });
    this.live = el("p.hidden", { role: "status" });
    document.documentElement.lang = language() === "en" ? "en" : "zh-CN";
    fill(document.querySelector("#app") ?? document.body, el("a.skip", { href: "#content", onclick: (/** @type {Event} */ e) => {
      e.preventDefault();
      this.main.focus();
    } }, t("tablet.skip")), this.top, this.banner, this.main, this.live);
  }

  drawTop() {
    fill(this.top, el("a.brand", { href: this.vault ? "#/audits" : "#/" },
      el("img", { src: new URL("icon-192.png", import.meta.url), alt: "", width: 32, height: 32 }),
      el("span", null, t("tablet.brand"))));
    if (!this.work) return void append(this.top, [el("div.person", null, this.languageButton())]);
    const net = el("a.net", { href: "#/sync" });
    drawNet(net, this.sync.status);
    append(this.top, [el("nav.menu", { "aria-label": t("tablet.menu") }, el("ul", null,
      ["audits", "sync"].map((name) => el("li", null, el("a", { href: `#/${name}`,
        "aria-current": location.hash.startsWith(`#/${name}`) ? "page" : null },
      t(`tablet.${name}`)))))), net, this.account()]);
  }

  account() {
    /** @type {(text: string, onclick: () => void, drawing?: Parameters<typeof icon>[0]) => any} */
    const item = (text, onclick, drawing) => el("button.quiet", { type: "button", onclick },
      drawing && icon(drawing), text);
    return el("div.person", null, el("details.account", null,
      el("summary", null, icon("person"), el("span.account-name", null, this.vault.name)),
      el("div.account-menu", null,
        item(t("tablet.lock"), () => this.lock(), "lock"),
        item(t("tablet.pin-change"), () => this.go("#/pin")),
        this.languageButton(),
        item(t("tablet.other-account"), () => this.lock("#/unlock/*")),
        item(t("tablet.sign-out"), () => signOut(this)))));
  }

  languageButton() {
    const other = language() === "en" ? "zh" : "en";
    return el("button.quiet", { type: "button", lang: other === "en" ? "en" : "zh-CN",
      onclick: () => this.speak(other) }, other === "en" ? "English" : "中文");
  }

  /** @param {import("./words.js").Language} chosen */
  async speak(chosen) {
    localStorage.setItem(LANGUAGE, chosen);
    await loadWords(chosen);
    await this.closeView();
    this.frame();
    await this.move();
  }

  /** Banners: no network, sign-in needed, a newer version (on the list alone). */
  news() {
    if (this.#stale && this.#atRest) return location.reload();
    if (this.vault && !this.view?.bare) this.drawTop();
    const status = this.sync?.status;
    fill(this.banner,
      this.trouble && el("p.banner.warn", { role: "alert" }, this.trouble, " ",
        el("button", { type: "button", onclick: () => {
          this.trouble = "";
          this.news();
        } }, t("tablet.close"))),
      this.vault && !this.view?.bare && !navigator.onLine &&
        el("p.banner", null, t("tablet.offline-banner")),
      status?.needsSignIn && el("p.banner.warn", null, t("tablet.needs-sign-in"), " ",
        el("a.button", { href: "#/sync" }, t("tablet.to-sync"))),
      this.#update && this.#atRest && el("p.banner", null,
        t("tablet.update-ready"), " ", el("button", { type: "button",
          onclick: () => this.#takeUpdate() }, t("tablet.update"))));
  }

  /**
   * Asks the newer version to take over. Where the browser lets it wait all the same, the page is
   * loaded anew, which sets the former one free; in the middle of an audit it is not.
   */
  #takeUpdate() {
    this.#update?.postMessage("skipWaiting");
    setTimeout(() => this.#atRest && location.reload(), UPDATE_PATIENCE);
  }

  /** Nobody is in the middle of something. */
  get #atRest() {
    return Boolean(this.view?.list || !this.vault);
  }

  /**
   * Says something to everybody: on the screen for a while, and to screen readers.
   * @param {string} text
   */
  say(text) {
    this.live.textContent = text;
    const toast = el("p.toast", { "aria-hidden": "true" }, text);
    document.body.append(toast);
    setTimeout(() => toast.remove(), 4000);
  }

  /**
   * The end of every error that nobody else has said: it is never lost without a word.
   * @param {any} error
   */
  failed(error) {
    if (closed(error) || error?.name === "Unreachable") return; // said elsewhere
    console.warn(error);
    this.trouble = t("tablet.trouble", errorText(error));
    this.news();
  }

  // --- pages ---

  /** @param {string} hash */
  go(hash) {
    if (location.hash === hash) this.move();
    else location.hash = hash;
  }

  /**
   * Notes where we are without going anywhere. Back leads from one chapter to the one before.
   * @param {string} hash
   */
  address(hash) {
    const chapter = (/** @type {string} */ at) => /^#\/audit\/[^/]+\/(\d+)/.exec(at)?.[1];
    const [from, to] = [chapter(location.hash), chapter(hash)];
    if (from && to && from !== to) history.pushState(null, "", hash);
    else if (location.hash !== hash) history.replaceState(null, "", hash);
  }

  move() {
    this.#moving = this.#moving.then(() => this.#move()).catch((error) => this.#broken(error));
    return this.#moving;
  }

  async #move() {
    const [name = "", ...rest] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
    const make = this.#maker(name, rest);
    if (!make) return;
    // A dialog belongs to the page under it; a drawing stays until it is saved or given up.
    for (const box of document.querySelectorAll("dialog:not(.full)")) box.remove();
    const same = `${name}/${rest[0]}`;
    if (name === "audit" && rest[1] !== "sign" && this.view?.move && this.view.same === same) {
      return this.view.move(...rest);
    }
    await this.closeView();
    if (name !== "audit") this.#closeAudit();
    const view = await make(this, ...rest);
    this.show(Object.assign(view, { same: view.move ? same : null }));
  }

  /**
   * The function that makes a page; leads elsewhere when the vault is closed or has no PIN.
   * @param {string} name @param {string[]} rest
   * @returns {Maker|void}
   */
  #maker(name, rest) {
    if (!this.vault) {
      if (OUTSIDE[name]) return OUTSIDE[name];
      this.back = location.hash;
      return void this.go("#/unlock");
    }
    if (!this.work) return () => elsewhereView(this);
    if (!this.vault.hasPin && name !== "pin") return void this.go("#/pin");
    if (name === "audit" && rest[0]) return rest[1] === "sign" ? signView : checklistView;
    if (INSIDE[name]) return INSIDE[name];
    return void this.go("#/audits");
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    if (view.list) this.#registration?.update().catch(() => {}); // without a network: the next time
    document.title = `${view.title} – ${t("tablet.brand")}`;
    document.documentElement.classList.toggle("bare", Boolean(view.bare));
    this.top.hidden = Boolean(view.bare);
    this.main.className = view.wide ? "wide-page" : "";
    if (!view.bare) this.drawTop();
    fill(this.main, view.node);
    scrollTo(0, 0);
    this.main.focus({ preventScroll: true });
    if (this.work && this.vault.hasPin && !view.move) this.stand({ hash: location.hash });
    this.news();
    view.shown?.();
  }

  /** @param {any} error */
  #broken(error) {
    if (closed(error)) return;
    console.warn(error);
    this.view = null;
    this.show(failedView(error));
  }

  async closeView() {
    const { view } = this;
    this.view = null;
    await view?.close?.();
  }

  /** Records what has been typed and is not recorded yet. */
  flush() {
    return this.view?.flush?.();
  }

  // --- the vault ---

  /** @param {import("./vault.js").Vault} vault */
  async enter(vault) {
    this.vault = vault;
    vault.addEventListener("lock", () => vault === this.vault && this.#locked(), { once: true });
    const turn = this.#turn = new Turn(vault.username);
    for (const event of ["give", "lost"]) turn.addEventListener(event, () => this.#giveWay(event === "give"));
    if (await turn.take()) return this.#begin();
    vault.elsewhere = true;
    this.show(elsewhereView(this));
  }

  /** Works in this window. */
  async #begin() {
    const { vault } = this;
    this.sync = new Sync(vault);
    this.work = new Work(vault, this.sync);
    this.sync.addEventListener("status", () => this.news());
    this.sync.addEventListener("clock", (event) =>
      this.say(clockText(/** @type {CustomEvent} */ (event).detail)));
    const back = [vault.username, ""].includes(this.backOf) ? this.back : null;
    this.back = null;
    this.#place = await new Typed(vault, "place").load();
    /** @type {Spot|null} */
    const spot = JSON.parse(this.#place.get("spot") ?? "null"); // of before a kill or an update
    const inside = JSON.parse(this.#place.get("inside") ?? "null"); // an update is taken on the list
    for (const one of [inside, spot]) if (one?.audit) this.#spots.set(one.audit, one);
    this.go(vault.hasPin ? back ?? spot?.hash ?? "#/audits" : "#/pin");
    this.work.takeUp().catch((error) => closed(error) || console.warn(error)); // the next start tries again
  }

  /** Takes the account over from another window. */
  async takeOver() {
    await this.#turn?.takeOver();
    this.vault.elsewhere = false;
    await this.#begin();
  }

  /**
   * The account goes on in another window. What was typed is on the disk before.
   * @param {boolean} asked whether that window waits for it
   */
  async #giveWay(asked) {
    const { vault } = this;
    if (!this.work) return;
    this.back = location.hash;
    this.backOf = vault.username;
    if (!asked) vault.elsewhere = true; // it writes already
    this.sync.stop();
    await this.closeView();
    await this.#closeAudit();
    await this.#place?.store().catch(() => {});
    if (vault.locked) return; // meanwhile
    vault.elsewhere = true;
    Object.assign(this, { work: null, sync: null });
    this.#turn?.release();
    for (const box of document.querySelectorAll("dialog")) box.remove();
    this.show(elsewhereView(this));
  }

  /** Somebody is here; it survives an update, a lock and a kill. @param {Spot} spot */
  stand(spot) {
    if (!this.work) return;
    if (spot.audit) {
      this.#spots.set(spot.audit, spot);
      this.#place?.keep("inside", JSON.stringify(spot));
    }
    this.#place?.keep("spot", JSON.stringify(spot));
  }

  /** Where somebody was in an audit. @param {string} audit */
  spotIn(audit) { return this.#spots.get(audit); }

  /** @param {string} [then] where to go */
  async lock(then = "#/unlock") {
    this.back = location.hash;
    this.after = then;
    await this.closeView();
    this.#closeAudit();
    this.vault.lock();
  }

  /** The vault has closed, by hand or after idle time: nothing of it stays on the screen. */
  #locked() {
    const { username, broken } = this.vault;
    if (broken) this.trouble = this.#lost();
    this.back ??= location.hash;
    this.backOf = username;
    this.#closeAudit();
    this.#turn?.end();
    this.#turn = this.#place = null;
    this.#spots.clear();
    Object.assign(this, { vault: null, work: null, sync: null, view: null });
    fill(this.main);
    for (const box of document.querySelectorAll("dialog")) box.remove();
    const to = this.after ?? `#/unlock/${encodeURIComponent(username)}`;
    this.after = null;
    this.top.hidden = false;
    this.drawTop();
    this.go(to);
  }

  /** What to say when the device's storage has failed. */
  #lost() {
    const unsaved = this.view?.unsaved?.() ?? [];
    return t("tablet.storage-broken") + (unsaved.length ?
      ` ${t("tablet.storage-unsaved", unsaved.join(t("tablet.comma")))}` : "");
  }

  /** Signs out for good. */
  async leave() {
    await this.closeView();
    this.#closeAudit();
    this.after = "#/unlock/*";
    this.stand({ hash: "#/audits" }); // whoever comes back begins anew
    await this.#place?.store();
    await this.work.signOut();
  }

  /** Opens an audit, or returns the one that is open. @param {string} id */
  async audit(id) {
    if (this.#open?.id !== id) {
      this.#closeAudit();
      this.#open = { id, aw: await this.work.open(id) };
    }
    return this.#open.aw;
  }

  /** @returns {Promise<any>|undefined} */
  #closeAudit() {
    const closing = this.#open?.aw.close();
    this.#open = null;
    return closing;
  }

  // --- a newer version ---

  async watchUpdates() {
    if (!navigator.serviceWorker) return;
    const found = (/** @type {ServiceWorker} */ worker) => {
      this.#update = worker;
      this.news();
    };
    try {
      const registration = await navigator.serviceWorker.register("/sw.js");
      const controlled = Boolean(navigator.serviceWorker.controller);
      /** @type {(worker: ServiceWorker|null) => void} */
      const watch = (worker) => worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller) found(worker);
      });
      if (registration.waiting && controlled) found(registration.waiting);
      watch(registration.installing);
      registration.addEventListener("updatefound", () => watch(registration.installing));
      this.#registration = registration;
      navigator.serviceWorker.addEventListener("controllerchange", () => {
        this.#stale = Boolean(this.#update);
        this.news();
      });
    } catch (error) {
      console.info(error); // a browser without service workers works as long as it has a network
    }
  }
}

const preferred = localStorage.getItem(LANGUAGE) ?? navigator.language.slice(0, 2);
await loadWords(preferred === "en" ? "en" : "zh");
await new App().start();
