// What waits in the vault goes to the server, and what others recorded comes back. The queue is the
// vault itself: every value with `waiting: true`. So a killed tab goes on where it was, and a
// repetition is harmless because everything has an ID of its own.
import { request, Refused, Unreachable } from "./wire.js";
import { asSent, queueFile } from "./queuefile.js";
import { VaultError, closed } from "./vault.js";
import { follow } from "./live.js";
import { Clock, uuidv7 } from "./clock.js";
import { smaller } from "./photo.js";
import { size as inWords } from "./words.js";

/**
 * @typedef {import("./merge.js").Change} Change
 * @typedef {{audit: string, change: Change, waiting: boolean, failed?: Failure|null}} ChangeRecord
 * @typedef {{revision: number, changes: any[], state?: string}} News
 * @typedef {{token: string, key: string}} Session the token of a sign-in, and the key of its answers
 */

const batchSize = 200; // changes in one request
const SAID = ["clock-ahead", "clock-behind", "direction-removed"]; // of changes that were taken
const longest = 5 * 60_000; // between two tries
const copyEdges = [1024, 640, 320]; // of copies of a photograph that is too large for the line
const heldFor = 60 * 60_000; // then the original is tried again
const clockGrace = 60_000; // by so much a clock may be wrong
const clockTold = 5 * 60_000; // more than that is said
// A picture that somebody else had sent, not yet sent from here: servers of before refused it.
const FOREIGN = "error.field-unknown-evidence";
const photoPatience = 3 * 60_000; // a photograph over a thin line

/**
 * Sends and fetches for one vault. Events: "status", "state" {audit}, "changes" {audit, changes,
 * refused}.
 */
export class Sync extends EventTarget {
  #vault;
  /** @type {number|undefined} */
  #timer;
  /** @type {Promise<void>|null} */
  #running = null;
  #again = false;
  #failures = 0;
  /** @type {Map<string, QueueItem>} */
  #items = new Map();
  /** @type {Map<string, number>} */
  #tries = new Map(); // failures by audit or key
  /** @type {Set<string>} */
  #refused = new Set(); // items that were refused since they were last read
  #stopped = false;
  /** @type {number|undefined} */
  #statusTimer;
  /** @type {Set<{stop: () => void}>} */
  #watches = new Set();
  /** @type {Map<string, string>} */
  #places = new Map(); // the clause that is looked at, by open audit
  /** @type {Map<string, number>} */
  #told = new Map(); // how much is unsent, as the server was told, by audit
  /** @type {() => void} */
  #onOnline;
  /** @type {() => void} */
  #onOffline;
  clockAhead = 0; // this device's clock before the server's, in milliseconds
  #drift = NaN; // of this device's clock when the server was last heard; NaN: it was not heard

  /** @param {import("./vault.js").Vault} vault */
  constructor(vault) {
    super();
    this.#vault = vault;
    /** @type {SyncStatus} */
    this.status = { online: navigator.onLine, sending: false, items: [], lastSent: "",
      needsSignIn: false, waiting: { changes: 0, photographs: 0, bytes: 0 }, nextTry: 0, problem: "", clockAhead: 0 };
    this.#onOnline = () => { this.#failures = 0; this.now(); };
    this.#onOffline = () => { this.status.online = false; this.#show(); };
    addEventListener("online", this.#onOnline);
    addEventListener("offline", this.#onOffline);
    vault.addEventListener("lock", () => this.stop(), { once: true });
    this.refreshStatus();
    this.#schedule(0);
  }

  /** Ends all that this does; what waits, waits. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#statusTimer);
    removeEventListener("online", this.#onOnline);
    removeEventListener("offline", this.#onOffline);
    for (const watch of this.#watches) watch.stop();
  }

  /** Sends what waits, at once. It resolves when nothing more can be sent now. */
  async now() {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    clearTimeout(this.#timer);
    this.#running = this.#run().finally(() => { this.#running = null; });
    await this.#running;
    if (!this.#again || this.#stopped) return;
    this.#again = false; // asked for after the last pass had looked at what waits
    if (this.status.needsSignIn) return;
    if (this.#failures) this.#schedule();
    else await this.now();
  }

  /**
   * Tries one refused item again, at once.
   * @param {string} id of the item
   */
  async retry(id) {
    const item = this.#items.get(id);
    if (!item) return;
    this.#tries.delete(id);
    await this.#vault.update(item.store, item.key, (value) => value && { ...value, failed: null });
    await this.now();
  }

  /**
   * A refused item as a file, with all that hangs on it: on the start of an audit hangs the audit.
   * @param {string} id of the item
   * @returns {Promise<{blob: Blob, ids: string[]}>} the file, and what is in it
   */
  async fileOf(id) {
    const item = this.#items.get(id);
    const whole = item?.kind === "start" ? item.audit : "";
    return queueFile(this.#vault, (one) => one === id ||
      Boolean(whole) && this.#items.get(one)?.audit === whole);
  }

  /**
   * Hands in to a supervisor an audit that may not begin, as it is: its photographs, then all that was
   * recorded. All of it stays here; what the supervisor decides comes with a refresh. Where the audit
   * may begin after all, it is sent as always.
   * @param {string} id of the audit
   */
  async handIn(id) {
    await this.refreshStatus();
    const mine = (/** @type {string} */ one) => this.#items.get(one)?.audit === id;
    const first = await this.#vault.update("audits", id, (audit) =>
      audit && { ...audit, handIn: { saved: audit.handIn?.saved ?? new Date().toISOString() } });
    await this.#sendPhotographs(id);
    const { blob } = await queueFile(this.#vault, mine, { savedAt: first.handIn.saved, bare: true });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    try {
      const { id: as, at, state } = await this.#ask("POST", "/api/v1/hand-ins", { body: bytes,
        headers: { "Content-Type": "application/json" } });
      await this.#handed(id, { ...first.handIn, id: as, at, state }, { code: "handed-in", reason: "" });
    } catch (err) {
      if (err.code !== "hand-in-begun") throw err;
      await this.retry(`audits/${id}`);
    }
  }

  /**
   * @param {string} id of an audit @param {any} handIn @param {Failure|null} failed
   */
  async #handed(id, handIn, failed) {
    await this.#vault.update("audits", id, (audit) => audit && { ...audit, handIn, failed });
    this.#refused.add(`audits/${id}`);
    this.dispatchEvent(new CustomEvent("state", { detail: { audit: id } }));
    await this.refreshStatus();
  }

  /** Asks what supervisors have decided about what was handed in from here. */
  async decided() {
    for (const { id, handIn } of await this.#vault.all("audits")) {
      if (handIn?.state !== "waiting") continue;
      const { state, comment } = await this.#ask("GET", `/api/v1/hand-ins/${handIn.id}`);
      const now = { ...handIn, state };
      if (state === "refused") {
        await this.#handed(id, { ...now, saved: undefined }, { code: "hand-in-refused", reason: "", args: [comment] });
      } else if (state === "taken") {
        await this.#adopt(await this.#ask("GET", `/api/v1/audits/${id}`), { start: null, handIn: now });
        this.soon(); // what is there already is taken as said twice
      }
    }
  }

  /**
   * Takes items from the tablet that are in a file, or that were kept in another form.
   * @param {string[]} ids of items
   */
  async discard(ids) {
    const items = ids.map((id) => this.#items.get(id)).filter((item) => item !== undefined);
    for (const { store, key, kind, audit } of items) {
      if (store === "photographs") await this.#dropPhotograph(key);
      else if (store === "changes" || kind === "start") await this.#vault.delete(store, key);
      if (kind === "start") await this.#forget(audit);
    }
    await this.refreshStatus();
    for (const { audit } of items) {
      this.dispatchEvent(new CustomEvent("state", { detail: { audit } }));
    }
  }

  /**
   * Takes an audit off the tablet that the server does not know and in which nothing stands.
   * @param {string} id
   * @throws {VaultError} "discard-started" where the server knows it
   */
  async discardAudit(id) {
    await this.#alone(async () => { // not while its start is on the way
      if (!(await this.#vault.get("audits", id))?.start) throw new VaultError("discard-started");
      for (const key of await this.#vault.keys("photographs", `meta/${id}/`)) await this.#dropPhotograph(key);
      await this.#forget(id);
    });
    await this.refreshStatus();
  }

  /**
   * Voids an audit that was begun by mistake, on the server, and takes it off the tablet.
   * @param {string} id @param {string} reason
   * @throws {VaultError} "void-waits" where something of it waits to be sent
   */
  async voidAudit(id, reason) {
    await this.now();
    if (await this.#unsent(id)) throw new VaultError("void-waits");
    await this.#ask("POST", `/api/v1/audits/${id}/void`, { body: { comment: reason } })
      .catch(async (err) => { // the answer to the first try may have been lost
        const gone = err.code === "wrong-state" && (await this.#ask("GET", `/api/v1/audits/${id}`)).state === "voided";
        if (!gone) throw err;
      });
    await this.#forget(id);
    await this.refreshStatus();
  }

  /** Takes away all that is kept of an audit, except photographs that wait. @param {string} id */
  async #forget(id) {
    const store = this.#vault;
    await store.delete("changes", ...await store.keys("changes", `${id}/`));
    await store.delete("photographs", ...await store.keys("photographs", `raw/${id}/`));
    await store.delete("settings", `glance/${id}`, `samples/${id}`, `typed/${id}`,
      ...await store.keys("settings", `drawn/${id}/`));
    await store.delete("audits", id);
  }

  /** @param {string} key of its "meta" */
  async #dropPhotograph(key) {
    const sha = key.slice(key.lastIndexOf("/") + 1);
    const shown = (await this.#vault.keys("photographs", "meta/"))
      .some((other) => other !== key && other.endsWith(`/${sha}`));
    await this.#vault.delete("photographs", key, ...shown ? [] : [`bytes/${sha}`, `thumb/${sha}`]);
  }

  /** Somebody recorded something: send soon. */
  soon() {
    this.#showSoon();
    if (!this.#running) this.#schedule(this.#failures ? undefined : 300);
    else this.#again = true;
  }

  /** Signed in again: the queue goes on. */
  resume() {
    this.status.needsSignIn = false;
    this.#failures = 0;
    return this.now();
  }

  /** Fetches what others recorded in one audit. @param {string} audit */
  async pull(audit) {
    const record = await this.#vault.get("audits", audit);
    if (record && !record.start) await this.#exchange(record, []);
  }

  /**
   * Follows one audit while it is on the screen: changes of others, and who is where.
   * @param {string} audit @param {(list: Presence[]) => void} onPresence
   * @returns {{stop: () => void, at: (clause: string) => void}}
   */
  watch(audit, onPresence) {
    const watch = follow({
      audit, onPresence,
      session: () => this.#session(),
      revision: async () => {
        const record = await this.#vault.get("audits", audit);
        return record && !record.start ? record.revision : null;
      },
      absorb: (news) => this.#absorb(audit, news),
      pull: () => this.pull(audit),
      tell: async () => {
        const record = await this.#vault.get("audits", audit);
        if (navigator.onLine && record && !record.start) await this.#tellPlace(audit);
      },
    });
    this.#watches.add(watch);
    return {
      at: (clause) => { this.#places.set(audit, clause); watch.at(clause); },
      stop: () => { watch.stop(); this.#watches.delete(watch); this.#places.delete(audit); },
    };
  }

  /**
   * Tells the server which clause is looked at, and how much of the audit is unsent: colleagues who
   * want to sign see it.
   * @param {string} id of the audit
   */
  async #tellPlace(id) {
    const unsent = await this.#unsent(id);
    await this.#ask("POST", `/api/v1/audits/${id}/presence`, { body: {
      clause: this.#places.get(id) ?? "", unsent, away: !this.#places.has(id) } });
    this.#told.set(id, unsent);
  }

  /** How many records and photographs of an audit wait here. @param {string} id */
  async #unsent(id) {
    return (await this.#vault.waiting("changes", `${id}/`)).length +
      (await this.#vault.waiting("photographs", `meta/${id}/`)).length;
  }

  /**
   * Tells the server how much of an audit with several inspectors is unsent, where it believes
   * otherwise. That this fails keeps nothing up.
   * @param {Audit} audit
   */
  async #tellUnsent({ id, inspectors }) {
    if (inspectors.length < 2 || await this.#unsent(id) === (this.#told.get(id) ?? 0)) return;
    await this.#tellPlace(id).catch(() => {});
  }

  /** Everything that waits, refused items too, as a file for `hallmark import-queue`. */
  async saveToFile() {
    const { blob, ids } = await queueFile(this.#vault);
    await this.#vault.put("settings", "saved", { ids });
    return blob;
  }

  /** Whether everything that waits is in a file that was saved. */
  async savedToFile() {
    const saved = new Set((await this.#vault.get("settings", "saved"))?.ids ?? []);
    await this.refreshStatus();
    const waiting = [...this.#items.values()];
    return waiting.every((item) => saved.has(`${item.store}/${item.key}`));
  }

  // --- passes ---

  async #run() {
    this.status.sending = true;
    this.#show();
    try {
      do {
        this.#again = false;
        await this.#alone(() => this.#pass());
      } while (this.#again && !this.#stopped);
      this.#failures = 0;
      this.status.online = true;
      this.status.problem = "";
      this.status.lastSent = new Date().toISOString();
      await this.#vault.put("settings", "clock", { server: Date.now() - this.clockAhead });
    } catch (err) {
      this.#failed(err);
    }
    this.status.sending = false;
    if (!this.#stopped) await this.refreshStatus();
    if (!this.#stopped && this.#pending() && !this.status.needsSignIn) this.#schedule();
  }

  /** @param {any} err */
  #failed(err) {
    if (this.#stopped || closed(err)) return;
    if (err instanceof Refused && err.status === 401) {
      this.status.needsSignIn = true;
      return;
    }
    this.#failures = this.#progress ? 1 : this.#failures + 1; // a bad line that moves is tried soon
    this.status.online = navigator.onLine && !(err instanceof Unreachable);
    this.#wait = Math.min(longest, err.wait ?? 0); // a portal may name days
    const strange = err.code === "not-hallmark" ? err.code : "";
    this.status.problem = strange && err.status === 413 ? "line-413" : strange;
    if (!(err instanceof Unreachable)) console.warn("sync:", err);
  }

  #wait = 0; // milliseconds that the server asked for

  /**
   * One tab of the account sends at a time, where the browser can tell.
   * @param {() => Promise<void>} work
   */
  async #alone(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request(`hallmark-sync/${this.#vault.username}`, work);
  }

  #progress = false; // something arrived in the present pass

  async #pass() {
    this.#progress = false;
    await this.#session();
    for (const id of await this.#auditsThatWait()) {
      try {
        await this.#send(id);
      } catch (err) {
        this.#tried(id); // the others go first the next time
        throw err;
      }
    }
  }

  /**
   * The sign-in. One that the version before has made has no key for the server's answers: it is
   * over.
   * @returns {Promise<Session>}
   */
  async #session() {
    const { token, answerKey } = await this.#vault.get("settings", "session") ?? {};
    if (!token || !answerKey) throw new Refused(401, { code: "signed-out" });
    return { token, key: answerKey };
  }

  /** @param {string} id */
  #tried(id) { this.#tries.set(id, (this.#tries.get(id) ?? 0) + 1); }

  /** The fewest failures first, then the oldest: IDs begin with the time. */
  async #auditsThatWait() {
    const keys = await Promise.all(["audits", "changes", "photographs"].map((store) =>
      this.#vault.waiting(store)));
    const ids = new Set(keys.flat().map((key) => key.replace(/^meta\//, "").split("/")[0]));
    const tries = (/** @type {string} */ id) => this.#tries.get(id) ?? 0;
    return [...ids].sort((a, b) => tries(a) - tries(b) || (a < b ? -1 : 1));
  }

  /** Sends all of one audit: its start, changes, photographs, its submission. @param {string} id */
  async #send(id) {
    let audit = await this.#vault.get("audits", id);
    if (!audit) return;
    if (audit.start) audit = await this.#sendStart(audit);
    if (!audit) return;
    await this.#sendChanges(audit);
    await this.#tellUnsent(audit);
    await this.#sendPhotographs(id);
    audit = await this.#vault.get("audits", id);
    if (audit && await this.#revive(id, FOREIGN)) await this.#sendChanges(audit);
    if (audit?.confirmation && !audit.failed) audit = await this.#sendConfirmation(audit);
    if (audit?.submission) { // what was recorded and signed before it, while this pass was under way
      await this.#sendChanges(audit);
      await this.#sendPhotographs(id);
      await this.#sendSubmission(id);
    }
    if (audit) await this.#tellUnsent(audit);
    this.#tries.delete(id);
  }

  /** @param {Audit} audit */
  async #sendStart(audit) {
    if (audit.failed) return null;
    try {
      const view = await this.#startAt(audit);
      return await this.#adopt(view, { start: null });
    } catch (err) {
      await this.#refuse("audits", audit.id, err, { what: "start" });
      return null;
    }
  }

  /**
   * A device whose clock is wrong does not know it when it starts an audit without a network. The
   * server's clock is asked first, where this one was set since its last answer.
   * @param {Audit} audit
   */
  async #startAt(audit) {
    if (!(Math.abs(drift() - this.#drift) < 1000)) await this.#ask("GET", "/api/v1/sessions/current");
    return this.#ask("POST", "/api/v1/audits",
      { body: { ...audit.start, startedAt: this.#begun(audit) } });
  }

  /**
   * When an audit began by the server's clock: by as much as this device's is wrong it is moved, ahead
   * or behind, but not before the server was last heard when it began, nor after now. Where that
   * cannot be, the clock was set since; then what was known of it at the beginning stands.
   * @param {Audit} audit
   */
  #begun({ start, wall, since = 0 }) {
    const said = /** @type {AuditStart} */ (start).startedAt;
    const at = (wall ?? Date.parse(said)) - this.clockAhead;
    const present = Date.now() - this.clockAhead;
    const stands = at > present || at < since ? Date.parse(said) : at;
    const begun = Math.min(present, Math.max(since, stands));
    return Math.abs(begun - Date.parse(said)) > clockGrace ? new Date(begun).toISOString() : said;
  }

  /** @param {Audit} audit */
  async #sendChanges(audit) {
    for (let size = batchSize >> Math.min(7, this.#tries.get(audit.id) ?? 0); ;) {
      const keys = await this.#vault.waiting("changes", `${audit.id}/`);
      const batch = [];
      for (const key of keys) {
        const record = await this.#read("changes", key);
        if (record && !record.failed) batch.push(record);
        if (batch.length >= size) break;
      }
      if (!batch.length) return;
      audit = await this.#vault.get("audits", audit.id);
      await this.#sendBatch(audit, batch);
    }
  }

  /**
   * A batch that is refused as a whole is halved until the one bad change is found.
   * @param {Audit} audit @param {ChangeRecord[]} batch
   * @returns {Promise<void>}
   */
  async #sendBatch(audit, batch) {
    try {
      await this.#exchange(audit, batch);
      this.#progress = true;
    } catch (err) {
      if (!(err instanceof Refused) || err.status === 401) throw err;
      if (batch.length === 1 || err.status === 403 || err.status === 404) {
        for (const { change } of batch) {
          await this.#refuse("changes", `${audit.id}/${change.id}`, err);
        }
        this.#tell(audit.id, [], batch.map(({ change }) => change.id));
        return;
      }
      const half = batch.length >> 1;
      await this.#sendBatch(audit, batch.slice(0, half));
      await this.#sendBatch(await this.#vault.get("audits", audit.id), batch.slice(half));
    }
  }

  /** @param {Audit} audit @param {ChangeRecord[]} batch */
  async #exchange(audit, batch) {
    const changes = batch.map(({ change }) => asSent(change));
    const reply = await this.#ask("POST", `/api/v1/audits/${audit.id}/changes`,
      { body: { revision: audit.revision, changes } });
    /** @type {string[]} */
    const refused = [];
    /** @type {[string, string, any][]} */
    const puts = reply.results.map((/** @type {any} */ result, /** @type {number} */ i) => {
      const failed = result.status === "rejected" ?
        { code: result.code, reason: result.detail } : null;
      if (failed) {
        refused.push(batch[i].change.id);
        this.#refused.add(`changes/${audit.id}/${batch[i].change.id}`);
      }
      const note = result.status !== "rejected" && SAID.includes(result.code) ?
        { note: result.detail } : {};
      return ["changes", `${audit.id}/${batch[i].change.id}`,
        { ...batch[i], ...note, failed, waiting: Boolean(failed) }];
    });
    await this.#vault.putAll(puts);
    await this.#absorb(audit.id, { revision: reply.revision, changes: reply.since }, refused);
  }

  /**
   * Keeps what the server says was recorded; only then the revision moves on.
   * @param {string} id @param {News} news @param {string[]} [refused] IDs of changes
   */
  async #absorb(id, { revision, changes, state }, refused = []) {
    /** @type {[string, string, any][]} */
    const puts = changes.map((change) => ["changes", `${id}/${change.id}`,
      { audit: id, change, waiting: false }]);
    await this.#vault.putAll(puts);
    /** @type {any} */
    let before; // an Audit
    const after = await this.#vault.update("audits", id, (audit) => {
      before = audit;
      if (!audit || revision <= audit.revision) return undefined;
      if (!state || audit.submission) return { ...audit, revision };
      return { ...audit, revision, state, signatures: signaturesAfter(audit, state) };
    });
    if (after && after.state !== before.state) await this.#moved(id, after.state);
    if (changes.length || refused.length) this.#tell(id, changes, refused);
  }

  /** Changes of this account are on the disk that an open audit may not know. @param {string} audit @param {any[]} changes */
  tell(audit, changes) { this.#tell(audit, changes, []); }

  /** @param {string} audit @param {any[]} changes @param {string[]} refused */
  #tell(audit, changes, refused) {
    this.dispatchEvent(new CustomEvent("changes", { detail: { audit, changes, refused } }));
  }

  /** @param {string} id */
  async #sendPhotographs(id) {
    const keys = await this.#vault.waiting("photographs", `meta/${id}/`);
    const tries = (/** @type {string} */ key) => this.#tries.get(key) ?? 0;
    for (const key of keys.sort((a, b) => tries(a) - tries(b))) {
      const meta = await this.#read("photographs", key);
      const { at } = meta?.failed ?? {}; // of what is only held
      if (!meta || meta.failed && (!at || Date.now() - at < heldFor)) continue;
      await this.#sendPhotograph(key, meta);
    }
  }

  /** @param {string} key @param {any} meta */
  async #sendPhotograph(key, meta) {
    this.#tried(key);
    /** @type {any} */
    let kept;
    try {
      kept = await this.#vault.get("photographs", `bytes/${meta.sha}`);
      if (!kept) throw new Refused(422, { code: "photo-missing" });
      await this.#put(meta.sha, kept);
      await this.#vault.update("photographs", key, (value) =>
        value && { ...value, failed: null, waiting: false });
      this.#tries.delete(key);
      this.#progress = true;
      this.#showSoon();
    } catch (err) {
      if (tooLarge(err) && !meta.signature) await this.#hold(key, meta, kept.bytes);
      else await this.#refuse("photographs", key, err);
    }
  }

  /**
   * Sends the bytes of a photograph. They are there when the server names their digest.
   * @param {string} sha @param {{bytes: Uint8Array, type?: string}} kept
   */
  async #put(sha, { bytes, type = "image/jpeg" }) {
    const { sha256 } = await this.#ask("PUT", `/api/v1/evidence/${sha}`, { body: bytes,
      headers: { "Content-Type": type }, patience: photoPatience });
    if (sha256 !== sha) throw new Unreachable("another photograph");
  }

  /**
   * Something on the way lets no photograph of this size through. The original is kept for later,
   * and a copy that is small enough goes beside it.
   * @param {string} key @param {any} meta @param {Uint8Array<ArrayBuffer>} bytes
   */
  async #hold(key, meta, bytes) {
    const copied = meta.copy ?? await this.#sendCopy(meta, bytes);
    const failed = { code: copied ? "line-too-large" : "line-blocks", reason: "", args: [inWords(bytes.length)], at: Date.now() };
    await this.#vault.update("photographs", key, (value) =>
      value && { ...value, failed, copy: copied, waiting: true });
    this.#again = true; // the copy's change
  }

  /**
   * @param {any} meta of the original @param {Uint8Array<ArrayBuffer>} bytes
   * @returns {Promise<string>} the digest of the copy, "" when none is small enough
   */
  async #sendCopy({ audit, clause, name, takenAt }, bytes) {
    for (const edge of copyEdges) {
      const copy = await smaller(bytes, edge);
      try {
        await this.#put(copy.sha, copy);
      } catch (err) {
        if (!tooLarge(err)) throw err;
        continue;
      }
      const change = await this.#changeHere(audit, clause, "evidence.add", { sha256: copy.sha });
      await this.#vault.putAll([
        ["photographs", `bytes/${copy.sha}`, { bytes: copy.bytes, type: "image/jpeg" }],
        ["photographs", `thumb/${copy.sha}`, { bytes: copy.thumb }],
        ["photographs", `meta/${audit}/${copy.sha}`, { audit, clause, sha: copy.sha,
          size: copy.bytes.length, takenAt, name, waiting: false, failed: null }],
        ["changes", `${audit}/${change.id}`, { audit, change, waiting: true, failed: null }]]);
      await this.#vault.update("audits", audit, (value) => value?.submission?.stood === undefined ?
        undefined : { ...value, submission: { ...value.submission, stood: value.submission.stood + 1 } });
      this.#tell(audit, [change], []);
      return copy.sha;
    }
    return "";
  }

  /**
   * A change that this device makes by itself.
   * @param {string} audit @param {string} clause @param {string} op @param {any} value
   */
  async #changeHere(audit, clause, op, value) {
    const { name } = await this.#vault.get("settings", "device");
    const clock = new Clock(name);
    for (const { change } of await this.#vault.all("changes", `${audit}/`)) clock.see(change.at);
    const now = Date.now();
    return { id: uuidv7(now), clause, at: clock.stamp(now), saw: [], device: name, op, value,
      by: this.#vault.username };
  }

  /**
   * Changes that were refused for a reason that is gone are sent again: pictures that others had
   * sent before, once they have been sent from here, too; what came late to an audit that is open again.
   * @param {string} id of the audit @param {string} code of the refusal
   */
  async #revive(id, code) {
    let any = false;
    for (const key of await this.#vault.waiting("changes", `${id}/`)) {
      const record = await this.#read("changes", key);
      if (record?.failed?.code !== code) continue;
      if (code === FOREIGN) {
        const sha = record.change.value?.sha256;
        const meta = sha && await this.#read("photographs", `meta/${id}/${sha}`);
        if (!meta || meta.waiting) continue;
      }
      await this.#vault.put("changes", key, { ...record, failed: null });
      any = true;
    }
    return any;
  }

  /** @param {Audit} audit */
  async #sendConfirmation(audit) {
    const { key, sha256 } = /** @type {{key: string, sha256: string}} */ (audit.confirmation);
    try {
      const view = await this.#ask("POST", `/api/v1/audits/${audit.id}/confirm`,
        { body: { sha256 }, headers: { "Idempotency-Key": key } });
      return await this.#adopt(view, { confirmation: null, confirmed: true });
    } catch (err) {
      await this.#refuse("audits", audit.id, err, { what: "confirm" });
      return this.#vault.get("audits", audit.id);
    }
  }

  /** @param {string} id */
  async #sendSubmission(id) {
    const asked = await this.#vault.get("audits", id);
    if (!asked?.submission || asked.failed) return;
    await this.#exchange(asked, []); // what others recorded meanwhile was not signed
    const audit = await this.#vault.get("audits", id);
    if (!audit?.submission) return;
    const left = await this.#vault.waiting("changes", `${id}/`);
    if (left.length) { // what was signed is not what the server would count
      await this.#refuse("audits", id, new Refused(409, { code: "changes-refused" }),
        { what: "submit" });
      return;
    }
    const { key, comment, signatures, summary = "", opinion = "", stood } = audit.submission;
    const known = (await this.#vault.all("changes", `${id}/`)).filter((record) => !record.failed).length;
    if (stood !== undefined && known > stood) { // a colleague's change has come after the signatures
      await this.#refuse("audits", id, new Refused(409, { code: "signed-changed" }),
        { what: "submit" });
      return;
    }
    try {
      const view = await this.#ask("POST", `/api/v1/audits/${id}/submit`,
        { body: { comment, summary, opinion, signatures },
          headers: { "Idempotency-Key": key, "Hallmark-Revision": String(audit.revision) } });
      await this.#handedOver(view);
    } catch (err) {
      return this.#submitRefused(id, err);
    }
    if (!await this.confirm(id)) this.#again = true;
  }

  /**
   * Asks the server which photographs of an audit have arrived. What has not and is kept here waits
   * to be sent again, whatever was said before.
   * @param {string} id of the audit
   * @returns {Promise<boolean>} whether nothing that is kept here is missing there
   */
  async confirm(id) {
    /** @type {{items: {sha256: string, there: boolean}[]}} */
    const { items } = await this.#ask("GET", `/api/v1/audits/${id}/evidence`);
    let all = true;
    for (const { sha256, there } of items) {
      const key = `meta/${id}/${sha256}`;
      const meta = there ? null : await this.#read("photographs", key);
      if (!meta) continue;
      all = false;
      if (!meta.waiting) await this.#vault.put("photographs", key, { ...meta, waiting: true, failed: null });
    }
    return all;
  }

  /**
   * An answer that was lost on the way looks like a second submission: the audit tells.
   * @param {string} id @param {any} err
   */
  async #submitRefused(id, err) {
    if (err.code === "wrong-state") {
      const view = await this.#ask("GET", `/api/v1/audits/${id}`);
      /** @type {{to: string, by: string, confirms?: boolean}[]} */
      const transitions = view.transitions.filter((/** @type {any} */ step) => !step.confirms);
      const last = transitions.findLast?.((t) => t.to === "submitted") ??
        [...transitions].reverse().find((t) => t.to === "submitted");
      if (last?.by === this.#vault.username && view.state !== "returned") {
        await this.#handedOver(view);
        return;
      }
    }
    await this.#refuse("audits", id, err, { what: "submit" });
  }

  /** The server has a submission: what was drawn and written for it has served. @param {any} view */
  async #handedOver(view) {
    await this.#adopt(view, { submission: null });
    await this.#vault.delete("settings", ...await this.#vault.keys("settings", `drawn/${view.id}/`));
  }

  /**
   * Takes the server's view of an audit over.
   * @param {any} view @param {Partial<Audit>} set
   */
  async #adopt(view, set) {
    const { answers, signatures, ...head } = view;
    let before = "";
    const audit = await this.#vault.update("audits", view.id, (have) => {
      before = have?.state ?? "";
      const next = { ...have, ...head, revision: have?.revision ?? 0, failed: null, ...set };
      next.waiting = Boolean(next.start || next.submission || next.confirmation);
      if (next.state === "returned") next.confirmed = false; // a return takes it back
      if (next.submission) next.state = have.state;
      next.signatures = signaturesAfter(have, next.state, signatures);
      return next;
    });
    if (audit.state === before) {
      this.dispatchEvent(new CustomEvent("state", { detail: { audit: view.id } }));
    } else await this.#moved(view.id, audit.state);
    return audit;
  }

  /**
   * An audit is in another state. What came too late is sent when it is open again.
   * @param {string} id @param {string} state
   */
  async #moved(id, state) {
    if (beingWorkedOn(state) && await this.#revive(id, "audit-closed")) this.soon();
    if (!beingWorkedOn(state)) { // somebody else has signed
      await this.#vault.delete("settings", ...await this.#vault.keys("settings", `drawn/${id}/`));
    }
    this.dispatchEvent(new CustomEvent("state", { detail: { audit: id } }));
  }

  /** Adopts an audit that the server lists. @param {any} view */
  adopt(view) { return this.#adopt(view, {}); }

  /**
   * Keeps what was refused, with the reason; what is only late goes on to the caller.
   * @param {string} store @param {string} key @param {any} err @param {{what?: string}} [extra]
   */
  async #refuse(store, key, err, extra = {}) {
    const damaged = err.code === "damaged";
    if (!damaged && (!(err instanceof Refused) || err.status === 401)) throw err;
    const failed = { code: err.code, reason: err.message, ...extra };
    this.#refused.add(`${store}/${key}`);
    await this.#vault.update(store, key, (value) => value && { ...value, failed, waiting: true });
    if (store === "audits") {
      this.dispatchEvent(new CustomEvent("state", { detail: { audit: key } }));
    }
  }

  /**
   * @param {string} method @param {string} path
   * @param {Parameters<typeof request>[2]} [options]
   * @returns {Promise<any>}
   */
  async #ask(method, path, options = {}) {
    const text = new TextDecoder().decode(await this.bytes(path, method, options));
    return text ? JSON.parse(text) : null;
  }

  /** The server was heard. @param {number} ahead this device's clock before its own, in milliseconds */
  #heard(ahead) {
    this.clockAhead = ahead;
    this.#drift = drift();
    const wrong = Math.abs(ahead) > clockTold;
    if (wrong && !this.status.clockAhead) this.dispatchEvent(new CustomEvent("clock", { detail: ahead }));
    this.status.clockAhead = wrong ? ahead : 0;
  }

  /**
   * Asks the server in the account's name and returns the bytes of the answer.
   * @param {string} path @param {string} [method]
   * @param {Parameters<typeof request>[2]} [options]
   */
  async bytes(path, method = "GET", options = {}) {
    try {
      const answer = await request(method, path, { ...options, ...await this.#session() });
      this.#heard(answer.ahead);
      return answer.bytes;
    } catch (err) {
      if (err instanceof Refused && err.clockAhead) this.#heard(err.clockAhead);
      const late = err.code === "stale-revision" || err.code === "key-busy";
      throw late ? new Unreachable(err.message) : err;
    }
  }

  /**
   * Asks the server in the account's name, for Work.
   * @param {string} method @param {string} path
   * @param {Parameters<typeof request>[2]} [options]
   */
  ask(method, path, options) { return this.#ask(method, path, options); }

  /**
   * Reads a value; one that is damaged does not keep up the others.
   * @param {string} store @param {string} key
   */
  async #read(store, key) {
    try {
      return await this.#vault.get(store, key);
    } catch (err) {
      if (err.code !== "damaged") throw err;
      return null;
    }
  }

  // --- status ---

  /** Whether anything waits for the line alone: what hangs on a refused start waits for a person. */
  #pending() {
    const { items } = this.status;
    const stuck = new Set(items.filter((item) => item.kind === "start" && item.reason)
      .map((item) => item.audit));
    return items.some((item) => !item.reason && !stuck.has(item.audit));
  }

  /**
   * 1 s, 2 s, 4 s … 5 min, each between a half and the whole of it.
   * @param {number} [wait] milliseconds, instead
   */
  #schedule(wait) {
    if (this.#stopped) return;
    const step = Math.min(longest, 1000 * 2 ** Math.min(this.#failures, 10));
    const delay = wait ?? Math.max(this.#wait, step * (0.5 + Math.random() / 2));
    this.#wait = 0;
    clearTimeout(this.#timer);
    this.status.nextTry = Date.now() + delay;
    this.#timer = setTimeout(() => this.now().catch(() => {}), delay);
  }

  #showSoon() {
    clearTimeout(this.#statusTimer);
    this.#statusTimer = setTimeout(() => this.refreshStatus().catch(() => {}), 250);
  }

  #show() { this.dispatchEvent(new Event("status")); }

  /** Counts what waits; only what is new is decrypted. */
  async refreshStatus() {
    try {
      const items = new Map();
      for (const store of ["audits", "changes", "photographs"]) {
        for (const key of await this.#vault.waiting(store)) {
          const item = await this.#item(store, key);
          items.set(item.id, item);
        }
      }
      this.#items = items;
      this.status = { ...this.status, items: [...items.values()], waiting: count(items) };
      this.#show();
    } catch (err) {
      if (!closed(err)) throw err;
    }
  }

  /** @param {string} store @param {string} key @returns {Promise<QueueItem>} */
  async #item(store, key) {
    const id = `${store}/${key}`;
    const audit = key.replace(/^meta\//, "").split("/")[0];
    const before = this.#items.get(id);
    const known = before && store === "changes" && !before.reason && !this.#refused.has(id);
    if (known && !this.status.sending) return before;
    /** @type {any} */
    let value = {};
    /** @type {string} */
    let reason;
    try {
      value = await this.#vault.get(store, key) ?? {};
      reason = value.failed?.reason ?? "";
      if (value.failed && !reason) reason = value.failed.code;
      if (reason) this.#refused.delete(id);
    } catch (err) {
      if (err.code !== "damaged") throw err;
      reason = "damaged";
    }
    return { id, store, key, audit, reason, code: value.failed?.code ?? reason,
      args: value.failed?.args,
      ...describe(store, value), tries: this.#tries.get(key) ?? this.#tries.get(audit) ?? 0,
      nextTry: reason ? 0 : this.status.nextTry };
  }
}

/** Changes when this device's clock is set, and when it sleeps, in milliseconds. */
const drift = () => Date.now() - performance.now();

/** Whether something on the way takes a request for too large. @param {any} err */
const tooLarge = (err) => err instanceof Unreachable && err.status === 413;

/** @param {string} state */
const beingWorkedOn = (state) => state === "in-progress" || state === "returned";

/**
 * What was signed here stays until it is handed over; an audit that comes back is signed anew.
 * @param {Audit|undefined} have @param {string} state @param {Signature[]} [sent]
 */
function signaturesAfter(have, state, sent) {
  if (!beingWorkedOn(state)) return sent ?? have?.signatures ?? [];
  return have && beingWorkedOn(have.state) ? have.signatures ?? [] : [];
}

/** @param {string} store @param {any} value */
function describe(store, value) {
  switch (store) {
    case "audits":
      return { kind: value.start ? "start" : value.submission ? "submit" : "confirm", name: value.hallName ?? "", size: 0 };
    case "changes":
      return { kind: "change", name: "", clause: value.change?.clause ?? "", size: 0,
        op: value.change?.op, value: value.failed ? value.change?.value : undefined };
  }
  return { kind: value.signature ? "signature" : "photograph", name: value.name ?? "",
    clause: value.clause, size: value.size ?? 0 };
}

/** @param {Map<string, QueueItem>} items */
function count(items) {
  const total = { changes: 0, photographs: 0, bytes: 0 };
  for (const item of items.values()) {
    if (item.store === "photographs") total.photographs++;
    else total.changes++;
    total.bytes += item.size;
  }
  return total;
}
