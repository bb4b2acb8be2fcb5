// What a person works on: the audits on this device, and one of them open. Everything works without
// the server; what is recorded is in the vault before it is shown as saved.
import { scoreOf, checklistOf, keptIn, scoredAs } from "./scorer.js";
import { merge } from "./merge.js";
import { Clock, uuidv7, visitID } from "./clock.js";
import { visitKey, visitsFor } from "./visits.js";
import { prepare, digest, PhotoError } from "./photo.js";
import { mustFit } from "./answers.js";
import { Aids } from "./aids.js";
import { Printable } from "./printable.js";
import { Drawn } from "./drawn.js";
import { keepRaw, readRaw } from "./raw.js";
import { Typed } from "./typed.js";
import { enterValue } from "./text.js";
import { VaultError, StorageFull, closed } from "./vault.js";

/**
 * @typedef {import("./merge.js").Change} Change
 * @typedef {import("./merge.js").State} State
 * @typedef {{username: string, name: string}} Person
 */

export { VaultError, StorageFull, PhotoError };

const WHOLE = 10 * 60_000; // ms after which a quick refresh is a whole one
const zone = 8 * 3_600_000; // Asia/Shanghai, without daylight saving
/** @param {number} ms @returns {string} the day in the halls' zone, "2018-01-12" */
const day = (ms) => new Date(ms + zone).toISOString().slice(0, 10);
const open = new Set(["in-progress", "returned"]);

/** @param {Event} event */
const detailOf = (event) => /** @type {CustomEvent} */ (event).detail;

/** The audits, halls and editions of one account on this device. */
export class Work {
  /** @type {Promise<void>|null} */
  #refreshing = null;
  #whole = 0; // when everything was fetched last, Unix milliseconds
  /** @type {Clock|undefined} */
  #clock;
  /** @type {string|undefined} */
  #device;

  /** @param {import("./vault.js").Vault} vault @param {import("./sync.js").Sync} sync */
  constructor(vault, sync) {
    this.vault = vault;
    this.sync = sync;
    sync.addEventListener("state", (event) => this.#lookBack(detailOf(event).audit)
      .catch(() => {})); // the next refresh does it
  }

  /** The audits, the newest first. */
  async list() {
    /** @type {any[]} */
    const audits = await this.vault.all("audits");
    const glances = new Map((await this.vault.all("settings", "glance/")).map((g) => [g.id, g]));
    const keys = (await Promise.all(["changes", "photographs"].map((s) => this.vault.waiting(s))))
      .flat();
    const waiting = groupBy(keys, auditOf);
    const failed = groupBy(this.sync.status.items.filter((item) => item.reason), (i) => i.audit);
    return audits.map((a) => ({ id: a.id, number: a.number, hall: a.hall, hallName: a.hallName,
      tier: a.tier, kind: a.kind, state: a.state, edition: a.edition, startedAt: a.startedAt,
      inspectors: a.inspectors, only: a.only, asked: a.asked, handIn: a.handIn?.state,
      answered: glances.get(a.id)?.answered ?? a.answered ?? 0,
      total: glances.get(a.id)?.total ?? a.result?.total ?? null,
      waiting: (waiting.get(a.id)?.length ?? 0) + (a.waiting ? 1 : 0),
      failed: failed.get(a.id)?.length ?? 0 }))
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  /** @returns {Promise<Hall[]>} the halls in service, by ID */
  async halls() { return (await this.vault.get("halls", "all"))?.items ?? []; }

  /** @returns {Promise<Colleague[]>} who may be a second inspector */
  async colleagues() {
    /** @type {Colleague[]} */
    const list = (await this.vault.get("people", "all"))?.items ?? [];
    return list.filter((person) => person.username !== this.vault.username);
  }

  /**
   * What waits for this person as far as the last refresh knew, without what has begun here.
   * @returns {Promise<import("./visits.js").Visit[]>}
   */
  async visits() {
    const begun = new Set((await this.vault.all("audits")).filter((a) => a.state !== "voided").map(visitKey));
    /** @type {import("./visits.js").Visit[]} */
    const visits = (await this.vault.get("settings", "visits"))?.items ?? [];
    return visits.filter((visit) => !begun.has(visitKey(visit)));
  }

  /**
   * What is known of the halls of visits, and what of each visit is not on this device yet: its
   * "edition", the "aids" of that, what the hall lost the "last" time.
   * @param {import("./visits.js").Visit[]} visits
   */
  async known(visits) {
    const briefings = await this.#briefings();
    const current = (await this.inForce())?.id ?? "";
    const editions = new Set(await this.vault.keys("editions"));
    const aids = new Set(await this.vault.keys("settings", "aids/"));
    const lacks = (/** @type {import("./visits.js").Visit} */ { hall, edition }) => {
      const id = edition || current;
      return [editions.has(id) ? "" : "edition", aids.has(`aids/${id}`) ? "" : "aids",
        briefings.has(hall) ? "" : "last"].filter(Boolean);
    };
    return { visits, briefings, lacks };
  }

  /** @returns {Promise<Map<string, import("./visits.js").Briefing>>} by hall */
  async #briefings() {
    /** @type {import("./visits.js").Briefing[]} */
    const list = await this.vault.all("settings", "briefing/");
    return new Map(list.map((b) => [b.hall, b]));
  }

  /** A hall of the register, or of a visit where the register is not here yet. @param {string} id */
  async #hallOf(id) {
    const known = (await this.halls()).find((h) => h.id === id);
    const briefing = known ? null : await this.vault.get("settings", `briefing/${id}`);
    return known ?? (briefing?.status === "in-service" ? { ...briefing, id } : undefined);
  }

  /**
   * Fetches what is needed to make the visits: which they are, their editions, what there is to know of
   * their halls, the audits of this person with their changes, aids. Only then follow the register,
   * editions to come and colleagues. What has not changed is not sent again. There is one at a time; what broke off is taken up
   * by the next one, for all that arrived is kept.
   * @param {{quick?: boolean}} [o] quick: colleagues and aids only where the last time is long ago
   */
  refresh(o = {}) {
    this.#refreshing ??= this.#refresh(o).finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** @param {{quick?: boolean}} o */
  async #refresh({ quick = false }) {
    const all = !quick || Date.now() - this.#whole >= WHOLE;
    await this.sync.decided();
    const [visits, audits, editions] = await Promise.all([this.#fetchVisits(),
      this.#listed("/api/v1/audits"), this.sync.ask("GET", "/api/v1/editions")]);
    const mine = audits.filter((a) => a.inspectors.includes(this.vault.username));
    const used = new Set([...mine, ...visits].map((a) => a.edition));
    await Promise.all([this.#fetchEditions(editions.items, used, false),
      this.#fetchBriefings(visits, all)]);
    for (const line of mine) await this.#fetchAudit(line);
    await this.#fetchUnlisted(mine);
    const helped = all ? await this.#fetchAids() : [];
    this.sync.soon(); // the visits can be made; the list says so
    await this.#fetchRegister();
    await this.#fetchEditions(editions.items, used, true);
    if (!all) return;
    if (this.vault.role !== "admin") {
      await this.#fetchList("people", "/api/v1/colleagues", () => true);
    }
    await this.#fetchAids(helped);
    this.#whole = Date.now();
  }

  /** What waits for this person. */
  async #fetchVisits() {
    const visits = this.vault.role === "auditor" ?
      await visitsFor((path) => this.#listed(path), this.vault.username) : [];
    await this.vault.put("settings", "visits", { items: visits });
    return visits;
  }

  /**
   * What there is to know of the halls of visits, fifty to a request.
   * @param {{hall: string}[]} visits @param {boolean} all what is here already, too
   */
  async #fetchBriefings(visits, all) {
    const have = await this.#briefings();
    const over = [...have.keys()].filter((id) => !visits.some((v) => v.hall === id));
    if (over.length) await this.vault.delete("settings", ...over.map((id) => `briefing/${id}`));
    const halls = [...new Set(visits.map((v) => v.hall))].filter((id) => all || !have.has(id));
    for (let i = 0; i < halls.length; i += 50) {
      /** @type {{items: import("./visits.js").Briefing[]}} */
      const { items } = await this.sync.ask("GET",
        `/api/v1/briefings?halls=${encodeURIComponent(halls.slice(i, i + 50).join(","))}`);
      await this.vault.putAll(items.map((b) => ["settings", `briefing/${b.hall}`, b]));
    }
  }

  /** All halls in service, if one of them has changed. */
  async #fetchRegister() {
    const have = await this.vault.get("halls", "all");
    const register = await this.sync.ask("GET", "/api/v1/register",
      { headers: have?.tag ? { "If-None-Match": have.tag } : {} });
    if (register) await this.vault.put("halls", "all", { tag: register.tag, items: register.halls,
      printable: register.printable });
  }

  /**
   * What helps with the clauses of each edition here; what has not changed is not sent again.
   * @param {string[]} [done] IDs of editions whose aids were asked for just now
   * @returns {Promise<string[]>} of those that are here
   */
  async #fetchAids(done = []) {
    const editions = await this.vault.keys("editions");
    for (const id of editions.filter((one) => !done.includes(one))) {
      const have = await this.vault.get("settings", `aids/${id}`);
      const aids = await this.sync.ask("GET", `/api/v1/editions/${encodeURIComponent(id)}/aids`,
        { headers: have ? { "If-None-Match": have.tag } : {} });
      if (aids) await this.vault.put("settings", `aids/${id}`, aids);
    }
    return editions;
  }

  /** @param {string} store @param {string} path @param {(item: any) => boolean} keep */
  async #fetchList(store, path, keep) {
    const items = (await this.#listed(path)).filter(keep);
    await this.vault.put(store, "all", { items });
  }

  /** @param {string} path @returns {Promise<any[]>} */
  async #listed(path) {
    /** @type {any[]} */
    const items = [];
    for (let cursor = ""; ;) {
      const page = await this.sync.ask("GET",
        `${path}${path.includes("?") ? "&" : "?"}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      items.push(...page.items);
      if (!page.next) return items;
      cursor = page.next;
    }
  }

  /**
   * Published editions are immutable: each is fetched once.
   * @param {{id: string, status: string, effective: string, digest: string}[]} items the server's list
   * @param {Set<string>} used IDs of editions @param {boolean} ahead those that are to come, too
   */
  async #fetchEditions(items, used, ahead) {
    const today = day(this.#now());
    const current = items.filter((e) => e.status === "published" && e.effective <= today)
      .sort((a, b) => (a.effective < b.effective ? 1 : -1))[0]?.id;
    for (const line of items) {
      const have = await this.vault.get("editions", line.id);
      if (have?.digest === line.digest) {
        await this.vault.put("editions", line.id, { ...have, ...line });
        continue;
      }
      const coming = ahead && line.status === "published" && line.effective > today;
      if (line.id !== current && !used.has(line.id) && !coming) continue;
      const edition = await this.sync.ask("GET",
        `/api/v1/editions/${encodeURIComponent(line.id)}/export?format=json`);
      await this.vault.put("editions", line.id, { ...line, edition });
    }
  }

  /** @param {Audit} line of the server's list */
  async #fetchAudit(line) {
    const have = await this.vault.get("audits", line.id);
    if (have?.start) return; // not sent yet, or its answer was lost: the queue settles it
    if (!have && !open.has(line.state)) return;
    const known = have?.revision === line.revision && have.state === line.state;
    const over = ["approved", "final", "voided"].includes(line.state);
    if (known && have.previous && !over) return;
    await this.sync.adopt(line);
    if (open.has(line.state)) await this.sync.pull(line.id);
    else if (over) await this.#forget(line.id);
    if (!over) await this.#fetchPrevious(line.id);
  }

  /**
   * Audits that are open here and in no list of the server: they were voided, or this person inspects
   * them no longer.
   * @param {Audit[]} listed
   */
  async #fetchUnlisted(listed) {
    const known = new Set(listed.map((line) => line.id));
    for (const audit of await this.vault.all("audits")) {
      if (audit.start || known.has(audit.id) || !open.has(audit.state) && audit.state !== "voided") continue;
      const line = await this.sync.ask("GET", `/api/v1/audits/${audit.id}`).catch((err) => {
        if (err.status === 404) return null;
        throw err;
      });
      if (line) await this.#fetchAudit(line);
    }
  }

  /**
   * Fetches what was found before as soon as the server knows an audit that began here.
   * @param {string} id
   */
  async #lookBack(id) {
    const audit = await this.vault.get("audits", id);
    if (!audit || audit.start || audit.previous || !open.has(audit.state)) return;
    await this.#fetchPrevious(id);
    this.sync.dispatchEvent(new CustomEvent("state", { detail: { audit: id } }));
  }

  /** @param {string} id */
  async #fetchPrevious(id) {
    const previous = await this.sync.ask("GET", `/api/v1/audits/${id}/previous`);
    const carry = await this.sync.ask("GET", `/api/v1/audits/${id}/carry`);
    await this.vault.update("audits", id, (audit) => audit && { ...audit, previous, carry });
  }

  /**
   * What is approved and sent, and is there by the server's own word, makes room.
   * @param {string} id
   */
  async #forget(id) {
    const store = this.vault;
    const waits = [...await store.waiting("changes", `${id}/`),
      ...await store.waiting("photographs", `meta/${id}/`), ...await store.keys("photographs", `raw/${id}/`)];
    if (waits.length || (await store.get("audits", id))?.waiting) return;
    if (!await this.sync.confirm(id)) return;
    /** @type {{audit: string, sha: string}[]} */
    const metas = await store.all("photographs", `meta/${id}/`);
    const others = new Set((await store.all("photographs", "meta/"))
      .filter((meta) => meta.audit !== id).map((meta) => meta.sha));
    const gone = metas.map((meta) => meta.sha).filter((sha) => !others.has(sha));
    await store.delete("photographs", ...metas.map((m) => `meta/${id}/${m.sha}`),
      ...gone.flatMap((sha) => [`bytes/${sha}`, `thumb/${sha}`]));
    await store.delete("changes", ...await store.keys("changes", `${id}/`));
    await store.delete("settings", `glance/${id}`, `samples/${id}`, `typed/${id}`,
      ...await store.keys("settings", `drawn/${id}/`));
    await store.delete("audits", id);
  }

  /** The present time by the server's clock, where that is known. */
  #now() {
    const ahead = this.sync.clockAhead ?? 0;
    return Date.now() - (Math.abs(ahead) > 60_000 ? ahead : 0);
  }

  /** The newest edition here that is in force, as the vault keeps it, or undefined. */
  async inForce() {
    const today = day(Math.max(await this.#lastHeard(), this.#now()));
    return (await this.vault.all("editions"))
      .filter((e) => e.status === "published" && e.effective <= today)
      .sort((a, b) => (a.effective < b.effective ? 1 : -1))[0];
  }

  /** When the server was last heard, by its clock; 0 for never. @returns {Promise<number>} */
  async #lastHeard() { return (await this.vault.get("settings", "clock"))?.server ?? 0; }

  /**
   * Starts an audit on this device, sealed to the newest edition here that is in force; a re-check
   * to the edition of the audit that it looks at again.
   * @param {{hall: string, kind: string, inspectors?: string[], only?: string[],
   *   campaign?: string, voided?: number, origin?: string, edition?: string, kept?: string[], from?: string}} o a Visit, or less:
   *   only: the clauses of a partial audit; what the hall's tier is not asked is left out;
   *   campaign: whose visit it is, which has one audit, whoever starts it; voided: after so many that
   *   were begun by mistake; from: the first day on
   *   which it may be, "" for any
   * @returns {Promise<string>} its ID
   * @throws {VaultError} "no-edition", "unknown-hall", "nothing-asked", "visit-early"
   */
  async start({ hall, kind, inspectors = [], only = [], campaign = "", voided = 0, origin = "", edition: of = "",
    kept = [], from = "" }) {
    const since = await this.#lastHeard();
    const now = Math.max(since, this.#now()); // whoever sets the clock back begins no earlier audit
    if (from > day(now)) throw new VaultError("visit-early");
    const edition = origin ? await this.vault.get("editions", of) : await this.inForce();
    if (!edition?.edition) throw new VaultError("no-edition");
    const at = await this.#hallOf(hall);
    if (!at) throw new VaultError("unknown-hall", hall);
    const whole = checklistOf(edition.edition, at.tier);
    const asked = whole.filter((c) => only.includes(c.uid)).map((c) => c.uid);
    if (only.length && !asked.length) throw new VaultError("nothing-asked");
    const part = origin || asked.length < whole.length ? asked : [];
    const id = campaign ? await visitID(campaign, hall, voided) : uuidv7(now);
    const startedAt = new Date(now).toISOString();
    const names = [this.vault.username, ...inspectors.filter((n) => n !== this.vault.username)];
    await this.vault.put("audits", id, {
      id, hall, kind, startedAt, hallName: at.name, tier: at.tier, campaign,
      number: `${hall}-${day(now).replaceAll("-", "")}-${id.slice(-6).toUpperCase()}`,
      state: "in-progress", edition: edition.id, editionDigest: edition.digest, revision: 0,
      kept: origin ? kept : keptIn(edition.edition, at.tier, at.opened ?? "", day(now)),
      only: part, inspectors: names, asked: part.length || whole.length, answered: 0,
      ...origin && { origin },
      start: { id, hall, kind, startedAt, inspectors: names.slice(1), campaign,
        only: campaign ? [] : part, ...origin ? { origin } : { edition: edition.id } },
      submission: null, signatures: [], waiting: true, wall: Date.now(), since,
    });
    this.sync.soon();
    return id;
  }

  /**
   * @param {string} id @param {{quiet?: boolean}} [o] quiet: nobody looks at it
   * @returns {Promise<AuditWork>}
   */
  async open(id, { quiet = false } = {}) {
    const device = this.#device ??= await this.#nameDevice();
    const clock = this.#clock ??= new Clock(device);
    const audit = new AuditWork(this, clock, device);
    await audit.load(id);
    audit.takeUp(quiet);
    return audit;
  }

  /**
   * Takes up the photographs that are stored as the camera gave them: something ended in the middle of
   * their processing. What cannot be read is said when its audit is opened.
   */
  async takeUp() {
    const keys = await this.vault.keys("photographs", "raw/");
    for (const id of new Set(keys.map((key) => key.split("/")[1]))) {
      if (!await this.vault.get("audits", id)) {
        await this.vault.delete("photographs", ...keys.filter((key) => key.startsWith(`raw/${id}/`)));
        continue;
      }
      const audit = await this.open(id, { quiet: true });
      await audit.developed();
      await audit.close();
    }
  }

  /**
   * Unsent work as a file, with photographs that were not processed yet.
   * @returns {Promise<{blob: Blob, raw: number}>} raw: how many photographs nothing here can read
   */
  async saveToFile() {
    const raw = await this.#rawOf("");
    return { blob: await this.sync.saveToFile(), raw };
  }

  /**
   * A refused item as a file, with all that hangs on it.
   * @param {QueueItem} item
   * @throws {VaultError} "photos-raw" with the number of photographs of its audit that nothing here can read
   */
  async fileOf(item) {
    if (item.kind === "start") await this.#wholly(item.audit);
    return this.sync.fileOf(item.id);
  }

  /** Hands in an audit that may not begin. @param {string} id @throws {VaultError} as fileOf */
  async handIn(id) {
    await this.#wholly(id);
    await this.sync.handIn(id);
  }

  /** @param {string} id of an audit */
  async #wholly(id) {
    const raw = await this.#rawOf(`${id}/`);
    if (raw) throw new VaultError("photos-raw", raw);
  }

  /** Processes what was not processed yet. @param {string} of @returns {Promise<number>} how many are left */
  async #rawOf(of) {
    await this.takeUp();
    return (await this.vault.keys("photographs", `raw/${of}`)).length;
  }

  /** @type {Map<string, Promise<string>>} */
  #developing = new Map(); // by the key of the raw photograph

  /** One at a time, whoever asks. @param {string} key @param {() => Promise<string>} work */
  develop(key, work) {
    const running = this.#developing.get(key) ?? work().finally(() => this.#developing.delete(key));
    this.#developing.set(key, running);
    return running;
  }

  /** @returns {Promise<string>} */
  async #nameDevice() {
    const made = await this.vault.update("settings", "device", (have) =>
      have ? undefined : { name: `tab-${uuidv7(Date.now()).slice(-8)}` });
    return made?.name ?? (await this.vault.get("settings", "device")).name;
  }

  /**
   * Signs out. Work that waits is refused, unless all of it was saved to a file; then it stays on
   * the device, locked, until the person signs in again. Otherwise nothing of the account stays.
   * @throws {VaultError} "work-waits" with the number of items
   */
  async signOut() {
    const raw = await this.#rawOf("");
    await this.sync.refreshStatus();
    const waits = this.sync.status.items.length + raw;
    if (waits && !await this.sync.savedToFile()) throw new VaultError("work-waits", waits);
    await this.sync.ask("DELETE", "/api/v1/sessions/current").catch(() => {});
    this.sync.stop();
    await this.vault.delete("settings", "session");
    if (waits) this.vault.lock();
    else await this.vault.erase();
  }
}

/**
 * One audit, open. Events: "change" {uid}, "state", "presence", "save" {status, reason}, "storing",
 * "unread".
 */
export class AuditWork extends EventTarget {
  #work;
  #vault;
  #clock;
  /** @type {Map<string, Change[]>} */
  #log = new Map(); // by clause
  /** @type {Promise<any>} */
  #queue = Promise.resolve();
  /** @type {{stop: () => void, at: (clause: string) => void}} */
  #watch;
  /** @type {Map<string, Promise<string>>} */
  #urls = new Map();
  /** @type {number|undefined} */
  #glanceTimer;
  /** @type {(event: Event) => void} */
  #onChanges;
  /** @type {(event: Event) => void} */
  #onState;
  #device;
  /** @type {string[]} */
  #kept = [];

  /** @type {Audit} */
  audit;
  /** @type {Edition} */
  edition;
  /** @type {Clause[]} */
  checklist;
  /** @type {Aids} */
  aids; // by clause
  printable = new Printable("");
  /** @type {Record<number, number>} */
  samples = {}; // how many are looked at, by chapter; of this tablet alone
  compact = true; // rows instead of whole cards
  /** @type {Typed} */
  typed; // what was begun and is not recorded
  /** @type {string[]} */
  storing = []; // clauses with a photograph that is not on the disk yet
  /** @type {Set<Promise<any>>} */
  #developing = new Set(); // photographs that are on the disk and not recorded
  #taking = Promise.resolve(); // takes up those of before
  /** @type {{uid: string, name: string, error: any}[]} */
  unread = []; // photographs of before that turned out to be none
  /** @type {Map<string, string>} */
  people; // names by username
  /** @type {Map<string, State>} */
  states; // by clause
  /** @type {import("./scorer.js").Score} */
  score;
  answered = 0;
  /** @type {Presence[]} */
  presence = [];

  /** @param {Work} work @param {Clock} clock @param {string} device */
  constructor(work, clock, device) {
    super();
    this.#work = work;
    this.#vault = work.vault;
    this.#clock = clock;
    this.#device = device;
  }

  /** @param {string} id */
  async load(id) {
    this.audit = await this.#vault.get("audits", id);
    if (!this.audit) throw new VaultError("unknown-audit", id);
    const sealed = await this.#vault.get("editions", this.audit.edition);
    if (!sealed) throw new VaultError("no-edition");
    this.edition = sealed.edition;
    this.#kept = this.audit.kept ?? await this.#keptHere();
    this.checklist = checklistOf(this.edition, this.audit.tier, this.audit.only)
      .map((clause) => scoredAs(this.edition, this.audit.tier, clause, this.#kept));
    /** @type {Person[]} */
    const people = (await this.#vault.get("people", "all"))?.items ?? [];
    this.people = new Map(people.map((p) => [p.username, p.name]));
    this.people.set(this.#vault.username, this.#vault.name);
    this.aids = new Aids(await this.#vault.get("settings", `aids/${this.audit.edition}`),
      await this.#vault.get("settings", "phrases"));
    this.printable = new Printable((await this.#vault.get("halls", "all"))?.printable);
    this.samples = (await this.#vault.get("settings", `samples/${id}`))?.chapters ?? {};
    this.compact = (await this.#vault.get("settings", "compact"))?.on ?? true;
    this.typed = await new Typed(this.#vault, `typed/${id}`).load();
    for (const record of await this.#vault.all("changes", `${id}/`)) this.#enter(record);
    this.states = new Map([...this.#log.keys()].map((uid) => [uid, this.#merged(uid)]));
    this.#rescore();
    this.#listen();
  }

  /** A list of audits does not say which thresholds are kept: it follows from hall and day. */
  async #keptHere() {
    const { hall, tier, startedAt } = this.audit;
    const at = (await this.#work.halls()).find((h) => h.id === hall);
    return keptIn(this.edition, tier, at?.opened ?? "", day(Date.parse(startedAt)));
  }

  get previous() { return new Map(Object.entries(this.audit.previous?.lines ?? {})); }
  /** What the last audit, of an earlier edition, has to offer: lines of the API's Carry. */
  get carry() {
    const { lines = [], number = "" } = this.audit.carry ?? {};
    return lines.map((line) => ({ ...line, number }));
  }

  /** Why the last review sent clauses back. */
  get returned() {
    return new Map((this.audit.returned ?? []).map((r) => [r.clause, r.comment]));
  }

  /** When another inspector last recorded something that is known here. @param {string} username */
  lastOf(username) {
    const stamps = [...this.#log.values()].flat().filter((c) => c.by === username).map((c) => c.at);
    return stamps.sort().at(-1) ?? "";
  }

  get signatures() { return this.audit.submission?.signatures ?? this.audit.signatures ?? []; }
  get readOnly() { return !open.has(this.audit.state) || this.audit.handIn?.state === "waiting"; }

  #listen() {
    const { sync } = this.#work;
    this.#onChanges = (event) => {
      const { audit, changes, refused } = detailOf(event);
      if (audit === this.audit.id) this.#take(changes, refused);
    };
    this.#onState = (event) => {
      if (detailOf(event).audit === this.audit.id) this.#reload();
    };
    sync.addEventListener("changes", this.#onChanges);
    sync.addEventListener("state", this.#onState);
    this.#watch = sync.watch(this.audit.id, (list) => {
      this.presence = list.filter((p) => p.user !== this.#vault.username);
      this.dispatchEvent(new Event("presence"));
    });
  }

  /** Leaves the audit; nothing of it stays in memory. */
  close() {
    this.#watch.stop();
    this.#work.sync.removeEventListener("changes", this.#onChanges);
    this.#work.sync.removeEventListener("state", this.#onState);
    for (const url of this.#urls.values()) url.then(URL.revokeObjectURL, () => {});
    this.#urls.clear();
    clearTimeout(this.#glanceTimer);
    return Promise.all([this.#glance(), this.typed.store().catch(() => {})]);
  }

  // --- changes ---

  /** @param {{change: Change, failed?: Failure|null}} record */
  #enter({ change, failed }) {
    const list = this.#log.get(change.clause) ?? [];
    const rest = list.filter((c) => c.id !== change.id);
    if (!failed) rest.push(change); // what the server has refused does not count
    this.#log.set(change.clause, rest);
    this.#clock.see(change.at);
  }

  /** @param {string} uid */
  #merged(uid) { return merge(this.#log.get(uid) ?? []); }

  #rescore() {
    /** @type {Record<string, any>} */
    const answers = {};
    for (const { uid } of this.checklist) {
      const answer = this.states.get(uid)?.answer;
      if (answer) answers[uid] = answer;
    }
    this.score = scoreOf(this.edition, this.audit.tier, answers, this.#kept,
      this.audit.only);
    this.answered = Object.keys(answers).length;
  }

  /** @param {Iterable<string>} uids */
  #recompute(uids) {
    for (const uid of uids) this.states.set(uid, this.#merged(uid));
    this.#rescore();
    for (const uid of uids) this.dispatchEvent(new CustomEvent("change", { detail: { uid } }));
    clearTimeout(this.#glanceTimer);
    this.#glanceTimer = setTimeout(() => this.#glance(), 400);
  }

  /** For the list of audits, which does not merge anything. */
  async #glance() {
    const { id } = this.audit;
    if (!await this.#vault.get("audits", id).catch(() => null)) return; // discarded
    await this.#vault.put("settings", `glance/${id}`, { id, answered: this.answered,
      total: this.score.total }).catch(() => {});
  }

  /** @param {Change[]} changes @param {string[]} refused IDs of changes */
  async #take(changes, refused) {
    const touched = new Set(changes.map((change) => change.clause));
    for (const change of changes) this.#enter({ change });
    for (const [uid, list] of this.#log) {
      if (!list.some((change) => refused.includes(change.id))) continue;
      this.#log.set(uid, list.filter((change) => !refused.includes(change.id)));
      touched.add(uid);
    }
    if (touched.size) this.#recompute(touched);
  }

  async #reload() {
    this.audit = await this.#vault.get("audits", this.audit.id) ?? this.audit;
    this.dispatchEvent(new Event("state"));
  }

  /**
   * Records one change of a clause. It is on the disk when this resolves.
   * @param {string} uid @param {string} op an operation of a change @param {any} [value]
   * @param {string[]} [saw] what was on the screen; what stands now when left out
   * @throws {StorageFull|VaultError|import("./answers.js").InvalidAnswer} what the server would
   *   refuse is not recorded; then nothing has changed
   */
  record(uid, op, value, saw) {
    const begun = this.typed.before(uid, op);
    const task = this.#queue.then(() => {
      if (this.readOnly) throw new VaultError("read-only");
      return this.#record(uid, op, value, { saw, begun });
    });
    this.#queue = task.catch(() => {}); // the next one sees this one, or that it failed
    return task;
  }

  /**
   * @param {string} uid @param {string} op @param {any} value
   * @param {{saw?: string[], begun?: [string, string][], extra?: [string, string, any][]}} o
   *   begun: what was typed for it; extra is stored along with it
   */
  async #record(uid, op, value, { saw, begun = [], extra = [] }) {
    const clause = this.checklist.find((c) => c.uid === uid);
    if (clause) mustFit(clause, this.audit.tier, op, value);
    const { value: entered, removed } = enterValue(value);
    this.#vault.touch();
    const now = Date.now();
    /** @type {Change} */
    const change = { id: uuidv7(now), clause: uid, at: this.#clock.stamp(now),
      saw: saw ?? this.states.get(uid)?.heads ?? [], device: this.#device, op,
      by: this.#vault.username };
    if (entered !== undefined) change.value = entered;
    const record = { audit: this.audit.id, change, waiting: true, failed: null };
    try {
      await this.#vault.putAll([...extra, ["changes", `${this.audit.id}/${change.id}`, record]]);
    } catch (err) {
      this.#saved("failed", err);
      throw err;
    }
    this.typed.settle(begun);
    this.#enter(record);
    this.#recompute([uid]);
    this.#saved("saved");
    if (op === "note") this.#remember(uid, value.note);
    if (removed) this.dispatchEvent(new Event("removed"));
    this.#work.sync.soon();
    return change.id;
  }

  /** @param {number} chapter @param {number} n how many are looked at for its ratios; 0 for unknown */
  async setSample(chapter, n) {
    this.samples = { ...this.samples, [chapter]: n };
    await this.#vault.put("settings", `samples/${this.audit.id}`, { chapters: this.samples });
  }

  /** @param {boolean} on rows instead of whole cards */
  async setCompact(on) {
    this.compact = on;
    await this.#vault.put("settings", "compact", { on });
  }

  /** Keeps a sentence that this person wrote, for the next hall. @param {string} uid @param {string} note */
  #remember(uid, note) {
    const { lost } = this.lineOf(uid);
    if (!lost || !this.aids.remember(uid, note)) return;
    this.#vault.put("settings", "phrases", this.aids.own).catch(() => {}); // only a convenience
  }

  /** How a clause stands in the score. @param {string} uid */
  lineOf(uid) {
    const line = this.score.clauses.find((l) => l.uid === uid);
    return { line, lost: Boolean(line && !line.excluded && !line.bonus && line.earned < line.max) };
  }

  /** @param {"saved"|"failed"} status @param {any} [reason] the error */
  #saved(status, reason = null) {
    this.dispatchEvent(new CustomEvent("save", { detail: { status, reason } }));
  }

  /**
   * Chooses one of the competing answers: a change that has seen them all.
   * @param {string} uid @param {string} changeId
   */
  choose(uid, changeId) {
    const state = this.states.get(uid);
    const chosen = state?.conflict.find((head) => head.change === changeId);
    if (!chosen) throw new VaultError("no-conflict");
    if (!chosen.answer) return this.record(uid, "clear");
    return this.record(uid, "answer", chosen.answer);
  }

  /** What keeps the audit from being submitted, in the order of the checklist. */
  missing() {
    const list = [];
    for (const { uid } of this.checklist) {
      const state = this.states.get(uid);
      if (state?.conflict.length) list.push({ uid, why: "conflict" });
      else if (this.typed.begun(uid)) list.push({ uid, why: "begun" });
      else if (!state?.answer) list.push({ uid, why: "unanswered" });
    }
    return list;
  }

  /** Whether a clause has an answer and nobody has begun another one. @param {string} uid */
  done(uid) { return Boolean(this.states.get(uid)?.answer) && !this.typed.begun(uid); }

  // --- photographs ---

  /**
   * Adds a photograph to a clause: it is stored as it is, then made ready and recorded.
   * @param {string} uid @param {Blob & {name?: string}} file
   * @param {import("./raw.js").Shot} [shot] of the camera; what the file itself says of the time is
   *   kept otherwise
   * @returns {Promise<string>} its SHA-256
   * @throws {PhotoError|StorageFull|VaultError}
   */
  async addPhoto(uid, file, shot = {}) {
    if (this.readOnly) throw new VaultError("read-only");
    this.#store(uid, true);
    /** @type {string} */
    let key;
    try {
      key = await keepRaw(this.#vault, this.audit.id, uid, file, shot);
    } catch (err) {
      if (!(err instanceof PhotoError)) this.#saved("failed", err);
      throw err;
    } finally {
      this.#store(uid, false);
    }
    try {
      return await this.#develop({ key, uid, file, shot }, false);
    } catch (err) {
      if (err instanceof PhotoError) await this.#vault.delete("photographs", key);
      throw err;
    }
  }

  /** A photograph is on its way to the disk, or there. @param {string} uid @param {boolean} begins */
  #store(uid, begins) {
    if (begins) this.storing.push(uid);
    else this.storing.splice(this.storing.indexOf(uid), 1);
    this.dispatchEvent(new Event("storing"));
  }

  /** How many photographs are on the disk and not recorded yet. */
  get developing() { return this.#developing.size; }

  /** All photographs that are on the disk are recorded, or cannot be. */
  async developed() {
    await this.#taking;
    await Promise.allSettled([...this.#developing]);
  }

  /**
   * @param {import("./raw.js").Raw} raw
   * @param {boolean} quiet nobody looks at this AuditWork, perhaps at another one
   * @returns {Promise<string>}
   */
  #develop(raw, quiet) {
    const task = this.#work.develop(raw.key, () => this.#recordPhoto(raw, quiet));
    this.#developing.add(task);
    const over = () => {
      this.#developing.delete(task);
      this.dispatchEvent(new Event("storing"));
    };
    task.then(over, over);
    return task;
  }

  /** @param {import("./raw.js").Raw} raw @param {boolean} quiet */
  async #recordPhoto({ key, uid, file, shot }, quiet) {
    const { sha, bytes, thumb, time } = await prepare(file, shot);
    const meta = { audit: this.audit.id, clause: uid, sha, size: bytes.length, takenAt: time,
      name: file.name || "", waiting: true, failed: null };
    /** @type {[string, string, any][]} */
    const extra = [["photographs", `bytes/${sha}`, { bytes, type: "image/jpeg" }],
      ["photographs", `thumb/${sha}`, { bytes: thumb }],
      ["photographs", `meta/${this.audit.id}/${sha}`, meta], ["photographs", key, null]];
    const task = this.#queue.then(() => this.#record(uid, "evidence.add", { sha256: sha }, { extra }));
    this.#queue = task.catch(() => {});
    const id = await task;
    const change = this.#log.get(uid)?.find((one) => one.id === id);
    if (quiet) this.#work.sync.tell(this.audit.id, [change]);
    return sha;
  }

  /**
   * Goes on with photographs whose processing was cut off. One that is none is said on its card;
   * where nobody looks it stays for the next time.
   * @param {boolean} quiet nobody looks
   */
  takeUp(quiet) {
    this.#taking = this.#takeUp(quiet).catch((err) => {
      if (!closed(err)) console.warn(err); // the next start tries again
    });
  }

  /** @param {boolean} quiet */
  async #takeUp(quiet) {
    for (const key of await this.#vault.keys("photographs", `raw/${this.audit.id}/`)) {
      const raw = await readRaw(this.#vault, key);
      if (!raw) continue;
      try {
        await this.#develop(raw, quiet);
      } catch (error) {
        if (!(error instanceof PhotoError)) throw error;
        if (quiet) continue;
        await this.#vault.delete("photographs", key);
        this.unread.push({ uid: raw.uid, name: raw.file.name ?? "", error });
        this.dispatchEvent(new Event("unread"));
      }
    }
  }

  /**
   * An address for <img>: of the photograph, or of its thumbnail. One that another inspector took
   * is fetched when there is a network. The address is good until close().
   * @param {string} sha @param {{thumb?: boolean}} [o]
   * @returns {Promise<string>} "" when it cannot be had now
   */
  photoURL(sha, { thumb = false } = {}) {
    const key = `${thumb ? "thumb" : "bytes"}/${sha}`;
    const known = this.#urls.get(key);
    if (known) return known;
    const made = this.#photo(key, sha).then((kept) =>
      URL.createObjectURL(new Blob([kept.bytes], { type: kept.type ?? "image/jpeg" })))
      .catch(() => { this.#urls.delete(key); return ""; });
    this.#urls.set(key, made);
    return made;
  }

  /** @param {string} key @param {string} sha */
  async #photo(key, sha) {
    return await this.#vault.get("photographs", key) ??
      await this.#vault.get("photographs", `bytes/${sha}`) ?? this.#fetchPhoto(sha);
  }

  /** @param {string} sha */
  async #fetchPhoto(sha) {
    const bytes = await this.#work.sync.bytes(`/api/v1/evidence/${sha}`);
    await this.#vault.put("photographs", `bytes/${sha}`, { bytes, type: "image/jpeg" });
    return { bytes };
  }

  /**
   * Takes a photograph from a clause. It is kept until the audit is; one that could not be sent
   * leaves the queue.
   * @param {string} uid @param {string} sha
   */
  async removePhoto(uid, sha) {
    await this.record(uid, "evidence.remove", { sha256: sha });
    const key = `meta/${this.audit.id}/${sha}`;
    const meta = await this.#vault.get("photographs", key).catch((err) => {
      if (err.code !== "damaged") throw err;
      return null;
    });
    if (meta === null) await this.#vault.delete("photographs", key, `bytes/${sha}`);
    else if (meta?.failed) await this.#vault.put("photographs", key, { ...meta, waiting: false });
    this.#work.sync.soon();
  }

  /** Takes a removed photograph back. @param {string} uid @param {string} sha */
  async restorePhoto(uid, sha) {
    const key = `meta/${this.audit.id}/${sha}`;
    await this.#vault.update("photographs", key, (meta) => meta?.failed ?
      { ...meta, waiting: true, failed: null } : undefined);
    await this.record(uid, "evidence.add", { sha256: sha });
  }

  /** The photographs that were removed from a clause. @param {string} uid @returns {string[]} */
  removed(uid) {
    const gone = (this.#log.get(uid) ?? []).filter((c) => c.op === "evidence.remove")
      .map((c) => c.value?.sha256 ?? c.value);
    const here = this.states.get(uid)?.evidence ?? [];
    return [...new Set(gone)].filter((sha) => !here.includes(sha));
  }

  // --- the end ---

  /** What is drawn and written on the page on which people sign. */
  drawn() {
    return new Drawn(this.#vault, this.audit.id).load([...this.audit.inspectors, "", "confirm"]);
  }

  /**
   * Notes a signature; one by the same role and person replaces the one before.
   * @param {{role: "inspector"|"present", name: string, username?: string, strokesPNG?: Blob,
   *   refusedReason?: string}} o
   */
  async sign({ role, name, username = "", strokesPNG, refusedReason = "" }) {
    if (this.readOnly) throw new VaultError("read-only");
    /** @type {Signature} */
    const signature = { role, name };
    if (username) signature.username = username;
    /** @type {[string, string, any][]} */
    const puts = [];
    if (strokesPNG) {
      const bytes = new Uint8Array(await strokesPNG.arrayBuffer());
      signature.sha256 = await digest(bytes);
      const meta = { audit: this.audit.id, clause: "", sha: signature.sha256, size: bytes.length,
        name, signature: true, waiting: true, failed: null };
      puts.push(["photographs", `bytes/${meta.sha}`, { bytes, type: "image/png" }],
        ["photographs", `meta/${this.audit.id}/${meta.sha}`, meta]);
    } else {
      signature.refused = refusedReason;
    }
    await this.#vault.putAll(puts);
    await this.#change((audit) => ({ ...audit, signatures: [...(audit.signatures ?? [])
      .filter((s) => !(s.role === role && (s.username ?? s.name) === (username || name))),
      signature] }));
  }

  /**
   * Notes all signatures of a submission, none of which is the picture of another.
   * @param {Parameters<AuditWork["sign"]>[0][]} list
   */
  async signAll(list) {
    const seen = new Map();
    for (const { name, strokesPNG } of list) {
      if (!strokesPNG) continue;
      const sha = await digest(new Uint8Array(await strokesPNG.arrayBuffer()));
      if (seen.has(sha)) throw new VaultError("signature-same", seen.get(sha), name);
      seen.set(sha, name);
    }
    await this.#change((audit) => ({ ...audit, signatures: [] }));
    for (const one of list) await this.sign(one);
  }

  /** Whose vault this is. */
  get me() { return this.#vault.username; }

  /** Whether this person may confirm here what another inspector hands over. */
  get mayConfirm() {
    const { inspectors, state, submission, transitions = [] } = this.audit;
    const last = [...transitions].reverse().find((step) => step.to === "submitted" && !step.confirms);
    return inspectors.length > 1 && inspectors.includes(this.me) && !submission &&
      (state === "in-progress" || state === "submitted" && last?.by !== this.me);
  }

  /**
   * Confirms the inspection in the own sign-in; it is sent after all that was recorded here.
   * @param {Blob} strokesPNG
   */
  async confirm(strokesPNG) {
    await this.#queue;
    const bytes = new Uint8Array(await strokesPNG.arrayBuffer());
    const sha256 = await digest(bytes);
    const meta = { audit: this.audit.id, clause: "", sha: sha256, size: bytes.length,
      name: this.#vault.name, signature: true, waiting: true, failed: null };
    await this.#vault.putAll([["photographs", `bytes/${sha256}`, { bytes, type: "image/png" }],
      ["photographs", `meta/${this.audit.id}/${sha256}`, meta]]);
    await this.#change((audit) => ({ ...audit, waiting: true, failed: null,
      confirmation: { key: uuidv7(Date.now()), sha256 } }));
    this.#work.sync.soon();
  }

  /** Takes back a confirmation that was refused. */
  async withdraw() {
    await this.#change((audit) => ({ ...audit, confirmation: null, failed: null,
      waiting: Boolean(audit.start || audit.submission) }));
  }

  /** What was written for the end of the visit, or, after it, with the submission. @returns {Said} */
  get said() {
    const { submission, said, transitions = [] } = this.audit;
    const step = [...transitions].reverse().find((one) => one.to === "submitted" && !one.confirms);
    return submission ?? (this.readOnly ? step : said) ?? {};
  }

  /** Keeps on this tablet what is being written for the end of the visit. @param {Said} said */
  async write(said) {
    if (this.readOnly) return;
    this.audit = { ...this.audit, said }; // a page that is opened meanwhile shows it
    await this.#change((audit) => ({ ...audit, said }));
  }

  /**
   * Hands the audit over; without a network it waits, after all that was recorded.
   * @param {string} comment the closing remark @param {Said} said
   */
  async submit(comment = "", { summary = "", opinion = "" } = {}) {
    await this.developed();
    await this.#queue;
    if (this.readOnly) throw new VaultError("read-only");
    const missing = this.missing();
    if (missing.length) throw new VaultError("not-ready", missing.length);
    const key = uuidv7(Date.now());
    const stood = [...this.#log.values()].reduce((sum, list) => sum + list.length, 0);
    await this.#change((audit) => ({ ...audit, state: "submitted", failed: null, waiting: true,
      submission: { key, comment, summary, opinion, signatures: audit.signatures ?? [], stood,
        at: new Date().toISOString() } }));
    this.#work.sync.soon();
  }

  /** Whether it was begun by mistake and can be discarded: the server does not know it, nothing stands. */
  get mayDiscard() {
    return Boolean(this.audit.start && !this.audit.handIn) && this.#nothing;
  }

  /** Whether nothing stands in an audit that is open. */
  get #nothing() {
    const stands = (/** @type {State} */ s) => s.answer || s.note || s.evidence.length || s.conflict.length;
    return !this.readOnly && ![...this.states.values()].some(stands);
  }

  /** Takes the audit off this tablet; the visit can be begun again. */
  async discard() {
    await this.#queue;
    if (!this.mayDiscard) throw new VaultError("discard-started");
    await this.#work.sync.discardAudit(this.audit.id);
  }

  /** Whether the audit, which the server knows, was begun by this person and nothing stands in it. */
  get mayVoid() {
    return !this.audit.start && this.audit.inspectors[0] === this.me && this.#nothing;
  }

  /** Voids the audit on the server and takes it off this tablet. @param {string} reason */
  async void(reason) {
    await this.#queue;
    await this.#work.sync.voidAudit(this.audit.id, reason);
    const key = visitKey(this.audit);
    await this.#vault.update("settings", "visits", (have) => have && { ...have,
      items: have.items.map((/** @type {import("./visits.js").Visit} */ v) =>
        visitKey(v) === key ? { ...v, voided: (v.voided ?? 0) + 1 } : v) });
  }

  /** Takes back a submission that was not sent or was refused. */
  async reopen() {
    await this.#change((audit) => audit.submission ? { ...audit, state: "in-progress",
      submission: null, failed: null,
      waiting: Boolean(audit.start || audit.confirmation) } : audit);
  }

  /** @param {(audit: Audit) => Audit} set */
  async #change(set) {
    try {
      this.audit = await this.#vault.update("audits", this.audit.id, set);
    } catch (err) {
      this.#saved("failed", err);
      throw err;
    }
    this.#saved("saved");
    this.dispatchEvent(new Event("state"));
  }

  /** Tells the other inspector which clause is being looked at. @param {string} uid "" for none */
  at(uid) { this.#watch.at(uid); }
}

/** @param {string} key */
const auditOf = (key) => key.replace(/^meta\//, "").split("/")[0];

/** @template T @param {T[]} list @param {(item: T) => string} keyOf @returns {Map<string, T[]>} */
function groupBy(list, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  return groups;
}
