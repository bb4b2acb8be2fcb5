// Who uses the tablet: signing in, PIN, unlocking, another account, signing out.
import { makeTouch, secretOf, touchable } from "./touch.js";
import { accounts, signIn, supported, unlock, unlockByPassword, unlockByTouch } from "./vault.js";
import { dialog, el, fill, icon } from "./dom.js";
import { Mistake, field, form } from "./form.js";
import { errorText } from "./failure.js";
import { t } from "./words.js";

/** @typedef {import("./main.js").App} App */
/** @typedef {Awaited<ReturnType<typeof accounts>>[number]} Account */

const MIN_PIN = 6;
const MINUTE = 60_000; // ms
const LOCK_TIMES = [1, 5, 15, 30]; // minutes

/** @param {string} title @param {...any} content */
const page = (title, ...content) => el("div.narrow.account-page", null,
  el("h1", null, title), content);

/** @param {HTMLFormElement} f @param {string} selector of a field that it has */
const inputIn = (f, selector) => /** @type {HTMLInputElement} */ (f.querySelector(selector));

/**
 * #/ – signing in with the password; needs the network.
 * @param {App} app @param {string} [username] @returns {Promise<View>}
 */
export async function signInView(app, username = "") {
  const known = await accounts();
  if (!supported()) return { title: t("tablet.sign-in"), node: page(t("tablet.sign-in"),
    el("p.problems", null, t("tablet.unsupported"))) };
  const former = field(t("tablet.former"), { id: "former", type: "password",
    autocomplete: "off" }, t("tablet.former-hint"));
  former.hidden = true;
  const node = page(t("tablet.sign-in"), el("div.panel", null,
    el("p.muted", null, t("tablet.sign-in-about")),
    form(async (f) => {
      const value = (/** @type {string} */ id) => inputIn(f, `#${id}`).value;
      if (!value("username").trim() || !value("password")) throw new Mistake(t("tablet.sign-in-both"));
      try {
        await app.enter(await signIn(value("username").trim(), value("password"), value("former")));
      } catch (error) {
        if (error.code === "other-password") former.hidden = false;
        throw error;
      }
    }, field(t("tablet.username"), { id: "username", autocomplete: "username", value: username,
      autocapitalize: "none", spellcheck: "false" }),
    field(t("tablet.password"), { id: "password", type: "password",
      autocomplete: "current-password" }), former,
    el("button.action.wide", null, t("tablet.sign-in")))),
  known.length > 0 && el("p.below", null, el("a.button.quiet", { href: "#/unlock" }, icon("lock"),
    t("tablet.to-unlock"))));
  return { title: t("tablet.sign-in"), node };
}

/**
 * #/pin – choosing a PIN, at first and later.
 * @param {App} app
 */
export async function pinView(app) {
  const title = t(app.vault.hasPin ? "tablet.pin-change" : "tablet.pin-new");
  const node = page(title, el("div.panel", null,
    el("p", null, t("tablet.pin-about")),
    form(async (f) => {
      const [pin, again] = [...f.querySelectorAll("input")].map((i) => i.value);
      if (pin.length < MIN_PIN) throw new Mistake(t("tablet.weak-pin"));
      if (pin !== again) throw new Mistake(t("tablet.pin-same"));
      await app.vault.setPin(pin);
      app.say(t("tablet.pin-set"));
      app.go("#/audits");
    }, pinField("pin", t("tablet.pin")), pinField("again", t("tablet.pin-again")),
    el("button.action.wide", null, t("tablet.pin-save")))),
  app.vault.hasPin && (app.vault.hasTouch || await touchable()) && touch(app), lockTime(app));
  return { title, node };
}

/** Finger or face beside the PIN, and its removal. @param {App} app */
function touch(app) {
  const { vault } = app;
  const slot = el("div.panel.touch");
  const draw = () => fill(slot, el("h2", null, t("tablet.touch")), form(async () => {
    if (vault.hasTouch) await vault.dropTouch();
    else {
      const { id, secret } = await makeTouch(vault.username, vault.name);
      await vault.setTouch(id, secret);
    }
    app.say(t(vault.hasTouch ? "tablet.touch-set" : "tablet.touch-dropped"));
    draw();
  }, el("p", null, t(vault.hasTouch ? "tablet.touch-on" : "tablet.touch-about")),
  el("button", { type: "submit" }, t(vault.hasTouch ? "tablet.touch-drop" : "tablet.touch-add"))));
  draw();
  return slot;
}

/** After how many minutes without a touch the tablet locks. @param {App} app */
function lockTime(app) {
  const { vault } = app;
  const choose = async (/** @type {any} */ e) => {
    await vault.setIdleLife(Number(e.target.value) * MINUTE);
    app.say(t("tablet.lock-after-set", e.target.value));
  };
  return el("div.panel.lock-after", null, el("fieldset", null, el("legend", null, t("tablet.lock-after")),
    el("div.radios", null, LOCK_TIMES.map((n) => el("label.radio", null, el("input", { type: "radio",
      name: "lock-after", value: String(n), checked: vault.idleLife === n * MINUTE,
      onchange: choose }), el("span", null, t("tablet.lock-minutes", n)))))));
}

/** @param {string} id @param {string} label */
const pinField = (id, label) => field(label, { id, type: "password", inputmode: "numeric",
  autocomplete: "off", maxlength: 32, class: "pin" });

/**
 * #/unlock/{username} – the accounts of this tablet, and the PIN of one.
 * @param {App} app @param {string} [username] @returns {Promise<View>}
 */
export async function unlockView(app, username = "") {
  const known = await accounts();
  if (known.length === 0) return signInView(app);
  const chosen = known.find((a) => a.username === username) ?? (known.length === 1 && known[0]);
  const title = t(chosen ? "tablet.unlock" : "tablet.choose-account");
  const byTouch = chosen && chosen.touch && await touchable();
  const node = page(title, byTouch && form(async () => {
    await app.enter(await unlockByTouch(chosen.username, secretOf));
  }, el("button.action.wide.by-touch", { type: "submit" }, icon("person"), t("tablet.touch-unlock"))),
  chosen ? unlockForm(app, chosen) : accountList(known),
    el("p.below.actions", null,
      chosen && known.length > 1 && el("a.button.quiet", { href: "#/unlock/*" }, icon("person"),
        t("tablet.other-account")),
      el("a.button.quiet", { href: "#/sign-in" }, icon("plus"), t("tablet.add-account"))));
  return { title, node };
}

/** @param {Account[]} known */
function accountList(known) {
  return el("ul.accounts", null, known.map((a) => el("li", null,
    el("a.tile", { href: `#/unlock/${encodeURIComponent(a.username)}` }, icon("person"),
      el("span", null, el("b", null, a.name || a.username), el("span.muted.small", null, a.username)),
      a.unsent > 0 && el("span.badge.fair", null, t("tablet.unsent", a.unsent))))));
}

/** @param {App} app @param {Account} account */
function unlockForm(app, account) {
  const withPassword = account.blocked || !account.pin;
  const byPassword = () => [form(async (f) => {
    await app.enter(await unlockByPassword(account.username, inputIn(f, "input").value));
  }, field(t("tablet.password"), { id: "password", type: "password",
    autocomplete: "current-password" }),
  el("button.action.wide", null, icon("lock"), t("tablet.unlock"))),
  el("p", null, el("a", { href: `#/sign-in/${encodeURIComponent(account.username)}` },
    t("tablet.password-changed")))];
  if (account.blocked) {
    return el("div.panel", null, el("p.problems", null, t("tablet.pin-blocked")), byPassword());
  }
  const panel = el("div.panel", null,
    el("p.account-line", null, icon("person"), el("b", null, account.name || account.username),
      account.unsent > 0 && el("span.badge.fair", null, t("tablet.unsent", account.unsent))),
    form(async (f) => {
      const pin = inputIn(f, "input");
      try {
        await app.enter(await unlock(account.username, pin.value));
      } catch (error) {
        pin.value = "";
        pin.focus();
        throw error;
      }
    }, withPassword ? field(t("tablet.password"), { id: "pin", type: "password",
      autocomplete: "current-password" }) : pinField("pin", t("tablet.pin")),
    el("button.action.wide", null, icon("lock"), t("tablet.unlock"))),
    el("p", null, el("button.quiet.pin-forgotten", { type: "button",
      onclick: () => fill(panel, byPassword()) }, t("tablet.pin-forgotten"))));
  return panel;
}

/**
 * The account is open in another window, which alone writes.
 * @param {App} app @returns {View}
 */
export function elsewhereView(app) {
  const title = t("tablet.elsewhere");
  return { title, list: true, node: page(title, el("div.panel.elsewhere", null,
    el("p.account-line", null, icon("person"), el("b", null, app.vault.name)),
    form(() => app.takeOver(), el("p", null, t("tablet.elsewhere-about")),
      el("button.action.wide", { type: "submit" }, t("tablet.take-over"))),
    el("p", null, el("button.quiet", { type: "button", onclick: () => app.lock() }, icon("lock"),
      t("tablet.lock"))))) };
}

/**
 * Signing in again while the queue waits: the vault stays open.
 * @param {App} app
 */
export function signInAgain(app) {
  dialog(t("tablet.sign-in-again"), (close) => form(async (f) => {
    const fresh = await signIn(app.vault.username, inputIn(f, "#again-password").value);
    fresh.lock(); // its new token lies in the vault that is open already
    close();
    await app.sync.resume();
  }, el("p", null, t("tablet.sign-in-again-about", app.vault.name)),
  field(t("tablet.password"), { id: "again-password", type: "password",
    autocomplete: "current-password" }),
  el("div.actions", null, el("button.quiet", { type: "button", onclick: close }, t("tablet.cancel")),
    el("button.action", { type: "submit" }, t("tablet.sign-in")))));
}

/**
 * Signing out: refused while work waits that is in no file.
 * @param {App} app
 */
export async function signOut(app) {
  await app.flush();
  await app.sync.refreshStatus();
  const n = app.sync.status.items.length;
  const saved = n > 0 && await app.sync.savedToFile();
  dialog(t("tablet.sign-out"), (close) => {
    const leave = form(async () => {
      await app.leave();
      close();
    }, el("p", null, t(n === 0 ? "tablet.sign-out-about" : "tablet.sign-out-saved", n)),
    el("div.actions", null, el("button.quiet", { type: "button", onclick: close }, t("tablet.cancel")),
      el("button.action", { type: "submit" }, t("tablet.sign-out"))));
    if (n === 0 || saved) return leave;
    return [el("p.problems", { role: "alert" }, t("tablet.sign-out-refused", n)),
      el("div.actions", null, el("button.quiet", { type: "button", onclick: close }, t("tablet.cancel")),
        el("a.button.action", { href: "#/sync", onclick: close }, t("tablet.to-sync")))];
  });
}

/**
 * What went wrong while a page was made.
 * @param {any} error
 */
export const failedView = (error) => ({ title: t("tablet.failed"), node: page(t("tablet.failed"),
  el("p.problems", { role: "alert" }, errorText(error)),
  el("p.below", null, el("a.button", { href: "#/audits" }, t("tablet.to-audits")))) });
