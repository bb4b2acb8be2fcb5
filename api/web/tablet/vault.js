// What an account keeps on this device, encrypted. Each account has a database of its own and a
// random data key; the data key is kept wrapped, once under the PIN and once under the password.
// Keys of records (IDs of audits and changes, digests of photographs) and whether a record waits
// to be sent are in the clear, and so is what the list of accounts holds of each beside its wrapped
// keys: user name, name, role, hall, firm, wrong tries. Everything else is AES-GCM.
import { ask } from "./wire.js";

/**
 * @typedef {{salt: BufferSource, iv: BufferSource, data: ArrayBuffer, rounds: number}} Wrapped a
 *   data key under a secret
 * @typedef {{username: string, name: string, role: string, hall: string, firm: string,
 *   tries: number, password: Wrapped, pin?: Wrapped|null, touch?: Touch|null,
 *   idleLife?: number}} Account
 * @typedef {Wrapped & {id: ArrayBuffer}} Touch under the secret that the device gives out for a finger
 *   or a face (touch.js); rounds is 0
 * @typedef {{key: string, iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer, waiting?: 1}} Stored
 */

/** Something that the vault refuses. `code` names the sentence "tablet.<code>". */
export class VaultError extends Error {
  /** @param {string} code @param {...(string|number)} args */
  constructor(code, ...args) {
    super(code);
    this.name = "VaultError";
    this.code = code;
    this.args = args;
  }
}

/**
 * Whether something ended because the vault is closed, or another window writes; the page that says so is shown already.
 * @param {any} err
 */
export const closed = (err) => ["locked", "storage-broken", "elsewhere"].includes(err?.code);

/** The device has no room: nothing was saved. */
export class StorageFull extends VaultError {
  constructor() {
    super("storage-full");
    this.name = "StorageFull";
  }
}

const stores = ["audits", "changes", "photographs", "editions", "halls", "people", "settings"];
const registry = "hallmark";
const rounds = 600_000; // of PBKDF2-SHA-256, as OWASP advises (2023)
const maxTries = 10; // wrong PINs in a row
const idleLife = 5 * 60_000;

/** Whether this browser can keep work safely: a secure origin with WebCrypto and IndexedDB. */
export function supported() {
  return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);
}

/**
 * The accounts on this device. Nothing of their work is read.
 * @returns {Promise<{username: string, name: string, role: string, unsent: number, pin: boolean,
 *   touch: boolean, blocked: boolean}[]>}
 */
export async function accounts() {
  const list = await withRegistry("readonly", (store) => store.getAll());
  return Promise.all(list.map(async ({ username, name, role, pin, touch, tries }) => ({ username, name,
    role, unsent: await unsentOf(username), pin: Boolean(pin), touch: Boolean(touch),
    blocked: tries >= maxTries })));
}

/**
 * Signs in at the server and opens the account's vault, a new one the first time. An existing one
 * is opened with the password; when that was changed elsewhere meanwhile, `former` must be the
 * password before, or the PIN.
 * @param {string} username @param {string} password @param {string} [former]
 * @throws {VaultError} "other-password" when `former` is needed or wrong
 */
export async function signIn(username, password, former = "") {
  const session = await ask("POST", "/api/v1/sessions", { body: { username, password } });
  const user = session.user;
  const known = await accountOf(user.username);
  const raw = known ? await openWith(known, [password, former]) :
    crypto.getRandomValues(new Uint8Array(32));
  const account = { ...known, username: user.username, name: user.name, role: user.role,
    hall: user.hall ?? "", firm: user.firm ?? "", tries: 0, password: await wrap(user.username, raw, password) };
  await saveAccount(account);
  const vault = await Vault.open(account, raw);
  await vault.put("settings", "session", { token: session.token,
    queueKey: session.queueKey ?? null, answerKey: session.answerKey });
  askToPersist();
  return vault;
}

/**
 * Opens a vault without the server, with the PIN (with the password while no PIN is set).
 * @param {string} username @param {string} pin
 * @throws {VaultError} "wrong-pin" with the tries that are left, "pin-blocked" after ten of them
 */
export async function unlock(username, pin) {
  const account = await accountOf(username);
  if (!account) throw new VaultError("no-account", username);
  if (account.tries >= maxTries) throw new VaultError("pin-blocked");
  await countTry(username, (tries) => tries + 1); // before the check: a kill does not undo it
  const raw = await unwrap(username, account.pin ?? account.password, pin);
  if (!raw) throw await wrongPin(username);
  await countTry(username, () => 0);
  return Vault.open(account, raw);
}

/**
 * Opens a vault without the server with the password of the last sign-in here, where the PIN is
 * forgotten or blocked.
 * @param {string} username @param {string} password
 * @throws {VaultError} "wrong-password"
 */
export async function unlockByPassword(username, password) {
  const account = await accountOf(username);
  if (!account) throw new VaultError("no-account", username);
  const raw = await unwrap(username, account.password, password);
  if (!raw) throw new VaultError("wrong-password");
  await countTry(username, () => 0);
  return Vault.open(account, raw);
}

/**
 * Opens a vault without the server by finger or face.
 * @param {string} username
 * @param {(id: ArrayBuffer) => Promise<ArrayBuffer>} secretOf asks the device for the secret of a key
 * @throws {VaultError} "touch-none" when the device's secret is another one
 */
export async function unlockByTouch(username, secretOf) {
  const account = await accountOf(username);
  if (!account?.touch) throw new VaultError("touch-none");
  const { id, salt, iv, data } = /** @type {Touch} */ (account.touch);
  const raw = await decryptKey(username, await keyOfTouch(await secretOf(id), salt), iv, data);
  if (!raw) throw new VaultError("touch-none");
  await countTry(username, () => 0);
  return Vault.open(account, raw);
}

/**
 * After the last try the key under the PIN is thrown away: only the password helps.
 * @param {string} username
 */
async function wrongPin(username) {
  const account = await accountOf(username);
  if (account.tries < maxTries) return new VaultError("wrong-pin", maxTries - account.tries);
  await saveAccount({ ...account, pin: null });
  return new VaultError("pin-blocked");
}

/** What an account keeps on this device, open. Fires "lock" when it is closed. */
export class Vault extends EventTarget {
  /** @type {Promise<IDBDatabase>|null} */
  #db = null; // null where the connection has gone
  /** @type {any} */
  #key; // a CryptoKey; null when locked
  /** @type {any} */
  #raw; // its bytes; null when locked
  /** @type {number|undefined} */
  #timer;
  #active = Date.now();

  /** Whose it is, as the server said at the last sign-in; hall and firm are "" for none. */
  username = "";
  name = "";
  role = "";
  hall = "";
  firm = "";
  hasPin = false;
  hasTouch = false; // finger or face opens it
  idleLife = idleLife; // milliseconds
  broken = false; // it was locked because the device's storage failed
  elsewhere = false; // another window writes: this one does not

  /** @param {Account} account @param {Uint8Array<ArrayBuffer>} raw */
  static async open(account, raw) {
    const vault = new Vault();
    vault.#raw = raw;
    vault.#key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false,
      ["encrypt", "decrypt"]);
    vault.#db = Promise.resolve(await openDatabase(databaseOf(account.username), stores));
    Object.assign(vault, { username: account.username, name: account.name, role: account.role,
      hall: account.hall, firm: account.firm, hasPin: Boolean(account.pin),
      hasTouch: Boolean(account.touch), idleLife: account.idleLife ?? idleLife });
    vault.#timer = setInterval(() => vault.#lockIdle(), 1000);
    return vault;
  }

  get locked() { return !this.#key; }

  /**
   * Sets or changes the PIN: 6 to 32 characters, not one and the same throughout.
   * @param {string} pin
   */
  async setPin(pin) {
    if (!/^.{6,32}$/u.test(pin) || /^(.)\1*$/u.test(pin)) throw new VaultError("weak-pin");
    this.#check();
    const wrapped = await wrap(this.username, this.#raw, pin);
    await saveAccount({ ...await accountOf(this.username), pin: wrapped, tries: 0 });
    this.hasPin = true;
  }

  /**
   * Lets finger or face open the vault, beside PIN and password.
   * @param {ArrayBuffer} id of the device's key @param {ArrayBuffer} secret that it gives out
   */
  async setTouch(id, secret) {
    this.#check();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(this.username) },
      await keyOfTouch(secret, salt), this.#raw);
    await saveAccount({ ...await accountOf(this.username), touch: { id, salt, iv, data, rounds: 0 } });
    this.hasTouch = true;
  }

  /** Finger and face open it no longer. */
  async dropTouch() {
    this.#check();
    await saveAccount({ ...await accountOf(this.username), touch: null });
    this.hasTouch = false;
  }

  /**
   * Chooses after how long without a touch the vault locks.
   * @param {number} life milliseconds
   */
  async setIdleLife(life) {
    this.#check();
    await saveAccount({ ...await accountOf(this.username), idleLife: life });
    this.idleLife = life;
  }

  /** Somebody is there: the idle time begins again. */
  touch() { this.#active = Date.now(); }

  /** Forgets the key. What is stored stays, encrypted. */
  lock() {
    if (this.locked) return;
    clearInterval(this.#timer);
    this.#key = this.#raw = null;
    this.#disconnect();
    this.dispatchEvent(new Event("lock"));
  }

  #disconnect() {
    this.#db?.then((db) => db.close(), () => {});
    this.#db = null;
  }

  /**
   * Works on the database. A browser closes the connection when it likes: in the background, when
   * another tab erases or upgrades, when the disk fails. It is opened anew then, and the work done
   * again, which is harmless: it writes the same records. If that fails too, the vault locks, for
   * nothing may pretend to be saved.
   * @template T
   * @param {(db: IDBDatabase) => Promise<T>} work
   * @returns {Promise<T>}
   * @throws {VaultError} "storage-broken"
   */
  async #run(work) {
    for (let again = false; ; again = true) {
      this.#check();
      try {
        this.#db ??= openDatabase(databaseOf(this.username), stores, { existing: true });
        return await work(await this.#db);
      } catch (err) {
        if (!connectionLost(err)) throw err;
        console.warn("storage:", err);
        this.#disconnect();
        if (!again || this.locked) continue; // once more, or the next look says that it is locked
        this.broken = true;
        this.lock();
        throw new VaultError("storage-broken");
      }
    }
  }

  /**
   * @param {string} store @param {string} key
   * @returns {Promise<any>} the value, or undefined
   */
  async get(store, key) {
    const record = await this.#run((db) =>
      done(db.transaction(store).objectStore(store).get(key)));
    return record && this.#decrypt(store, record);
  }

  /**
   * Stores a value: JSON, and a member `bytes`. It is on the disk when this resolves.
   * @param {string} store @param {string} key @param {any} value
   */
  put(store, key, value) { return this.putAll([[store, key, value]]); }

  /**
   * Stores several values, all or none: a list of [store, key, value]; null takes away what is there.
   * @param {[string, string, any][]} list
   */
  async putAll(list) {
    this.#mayWrite();
    if (!list.length) return;
    const records = await Promise.all(list.map(([store, key, value]) =>
      value && this.#encrypt(store, key, value)));
    await this.#write(list.map(([store]) => store), (tx) => list.forEach(([store, key], i) => {
      if (records[i]) tx.objectStore(store).put(records[i]);
      else tx.objectStore(store).delete(key);
    }));
  }

  /**
   * Changes one value; `change` gets the present one (or undefined) and may run more than once.
   * When it returns undefined nothing is stored.
   * @param {string} store @param {string} key @param {(value: any) => any} change
   */
  async update(store, key, change) {
    for (;;) {
      const before = await this.#run((db) =>
        done(db.transaction(store).objectStore(store).get(key)));
      const value = change(before && await this.#decrypt(store, before));
      if (value === undefined) return undefined;
      this.#mayWrite();
      const record = await this.#encrypt(store, key, value);
      if (await this.#replace(store, before, record)) return value;
    }
  }

  /** @param {string} store @param {...string} keys */
  async delete(store, ...keys) {
    this.#mayWrite();
    await this.#write([store], (tx) => keys.forEach((key) => tx.objectStore(store).delete(key)));
  }

  /**
   * @param {string} store @param {string} [prefix]
   * @returns {Promise<any[]>} the values whose keys begin with prefix, in the order of the keys
   */
  async all(store, prefix = "") {
    const records = await this.#run((db) =>
      done(db.transaction(store).objectStore(store).getAll(range(prefix))));
    return Promise.all(records.map((record) => this.#decrypt(store, record)));
  }

  /** @param {string} store @param {string} [prefix] @returns {Promise<any[]>} */
  async keys(store, prefix = "") {
    return this.#run((db) =>
      done(db.transaction(store).objectStore(store).getAllKeys(range(prefix))));
  }

  /**
   * @param {string} store @param {string} [prefix]
   * @returns {Promise<string[]>} keys of the values with `waiting: true`
   */
  async waiting(store, prefix = "") {
    const keys = /** @type {string[]} */ (await this.#run((db) =>
      done(db.transaction(store).objectStore(store).index("waiting").getAllKeys())));
    return keys.filter((key) => key.startsWith(prefix));
  }

  /** @returns {Promise<{used: number, free: number, persisted: boolean}>} in bytes */
  async estimate() {
    const { usage = 0, quota = 0 } = await navigator.storage?.estimate?.() ?? {};
    const persisted = await navigator.storage?.persisted?.() ?? false;
    return { used: usage, free: Math.max(0, quota - usage), persisted };
  }

  /** Removes the account and all that it keeps here. */
  async erase() {
    this.lock();
    await done(indexedDB.deleteDatabase(databaseOf(this.username)));
    await withRegistry("readwrite", (store) => store.delete(this.username));
  }

  #check() {
    if (this.locked) throw new VaultError("locked");
  }

  /** @throws {VaultError} "locked", "elsewhere" */
  #mayWrite() {
    this.#check();
    if (this.elsewhere) throw new VaultError("elsewhere");
  }

  #lockIdle() {
    if (Date.now() - this.#active >= this.idleLife) this.lock();
  }

  /** @param {string} store @param {string} key @param {any} value */
  async #encrypt(store, key, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = utf8(`${store}\n${key}`); // no record can take another's place
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, this.#key,
      pack(value));
    this.#check();
    /** @type {Stored} */
    const record = { key, iv, data };
    if (value.waiting) record.waiting = 1;
    return record;
  }

  /** @param {string} store @param {Stored} record */
  async #decrypt(store, { key, iv, data }) {
    this.#check();
    const additionalData = utf8(`${store}\n${key}`);
    try {
      return unpack(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, this.#key,
        data));
    } catch {
      throw new VaultError("damaged", key);
    }
  }

  /** @param {string} store @param {Stored|undefined} before @param {Stored} record */
  #replace(store, before, record) {
    return this.#run(async (db) => {
      const tx = db.transaction(store, "readwrite", { durability: "strict" });
      const end = finished(tx);
      const target = tx.objectStore(store);
      let replaced = false;
      /** @type {unknown} */
      let refused; // thrown where nobody could catch it
      try {
        const get = target.get(record.key);
        get.onsuccess = () => {
          // Where this is done again, the first time may have been stored after all.
          replaced = sameRecord(get.result, before) || sameRecord(get.result, record);
          try {
            if (replaced) target.put(record);
          } catch (err) {
            refused = err;
            tx.abort();
          }
        };
      } catch (err) {
        end.catch(() => {});
        abort(tx);
        throw full(err);
      }
      await end.catch((err) => {
        throw refused ? full(refused) : err;
      });
      return replaced;
    });
  }

  /**
   * Runs one transaction that is on the disk when this resolves.
   * @param {string[]} names @param {(tx: IDBTransaction) => void} work
   */
  async #write(names, work) {
    await this.#run(async (db) => {
      const tx = db.transaction([...new Set(names)], "readwrite", { durability: "strict" });
      const end = finished(tx);
      try {
        work(tx);
      } catch (err) {
        end.catch(() => {});
        abort(tx); // or what was put before would be stored: half of it
        throw full(err);
      }
      await end;
    });
  }
}

// --- keys ---

/** @param {string} secret @param {BufferSource} salt @param {number} iterations */
async function deriveKey(secret, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", utf8(secret.normalize("NFC")), "PBKDF2",
    false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, material,
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {string} username @param {BufferSource} raw @param {string} secret
 * @returns {Promise<Wrapped>}
 */
async function wrap(username, raw, secret) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await deriveKey(secret, salt, rounds);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(username) },
    key, raw);
  return { salt, iv, data, rounds };
}

/**
 * @param {string} username @param {Wrapped|null|undefined} wrapped @param {string} secret
 * @returns {Promise<Uint8Array<ArrayBuffer>|null>} the data key; null when the secret is wrong
 */
async function unwrap(username, wrapped, secret) {
  if (!wrapped || !secret) return null;
  const key = await deriveKey(secret, wrapped.salt, wrapped.rounds);
  return decryptKey(username, key, wrapped.iv, wrapped.data);
}

/**
 * @param {string} username @param {CryptoKey} key @param {BufferSource} iv @param {ArrayBuffer} data
 * @returns {Promise<Uint8Array<ArrayBuffer>|null>} the data key; null when the key is another one
 */
async function decryptKey(username, key, iv, data) {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv,
      additionalData: utf8(username) }, key, data));
  } catch {
    return null;
  }
}

/** @param {ArrayBuffer} secret 32 random bytes of the device @param {BufferSource} salt */
async function keyOfTouch(secret, salt) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info: utf8("hallmark touch") },
    material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {Account} account @param {string[]} secrets */
async function openWith(account, secrets) {
  for (const secret of secrets) {
    const raw = await unwrap(account.username, account.password, secret) ??
      await unwrap(account.username, account.pin, secret);
    if (raw) return raw;
  }
  throw new VaultError("other-password");
}

// --- the list of accounts ---

/** @param {string} username */
const databaseOf = (username) => `${registry}/${username}`;
/** @param {string} username @returns {Promise<any>} an Account, or undefined */
const accountOf = (username) => withRegistry("readonly", (store) => store.get(username));
/** @param {Account} account */
const saveAccount = (account) => withRegistry("readwrite", (store) => store.put(account));

/**
 * Counts wrong tries in one transaction, so that two tabs do not count one.
 * @param {string} username @param {(tries: number) => number} next
 */
async function countTry(username, next) {
  await withRegistry("readwrite", (store) => {
    const get = store.get(username);
    get.onsuccess = () => store.put({ ...get.result, tries: next(get.result.tries ?? 0) });
    return get;
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} work
 */
function withRegistry(mode, work) {
  return onceIn(registry, ["accounts"], "username", async (db) => {
    const tx = db.transaction("accounts", mode, { durability: "strict" });
    const end = finished(tx);
    const result = work(tx.objectStore("accounts"));
    await end;
    return result.result;
  });
}

/** @param {string} username */
function unsentOf(username) {
  return onceIn(databaseOf(username), stores, "key", async (db) => {
    const tx = db.transaction(stores);
    const counts = stores.map((name) => done(tx.objectStore(name).index("waiting").count()));
    return (await Promise.all(counts)).reduce((sum, n) => sum + n, 0);
  });
}

// --- IndexedDB ---

const OPENING = 10_000; // ms; a database that hangs longer is not there

/**
 * @param {string} name @param {string[]} names
 * @param {{keyPath?: string, existing?: boolean}} [o] existing: it has to be there already, or what
 *   another tab has erased would come back empty
 * @returns {Promise<IDBDatabase>}
 */
function openDatabase(name, names, { keyPath = "key", existing = false } = {}) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    if (existing) return opening.transaction?.abort();
    for (const store of names) {
      const made = opening.result.createObjectStore(store, { keyPath });
      if (keyPath === "key") made.createIndex("waiting", "waiting");
    }
  };
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new DOMException("the database does not open", "TimeoutError")), OPENING);
  });
  late.catch(() => {});
  return Promise.race([done(opening), late]).then((db) => {
    db.onversionchange = () => db.close(); // another tab erases the account
    return db;
  });
}

/**
 * Whether the storage itself has failed, not what was asked of it.
 * @param {any} err
 */
function connectionLost(err) {
  return err instanceof DOMException && !["DataError", "DataCloneError"].includes(err.name);
}

/**
 * Works on a database for once, a second time where the storage fails.
 * @template T
 * @param {string} name @param {string[]} names @param {string} keyPath
 * @param {(db: IDBDatabase) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function onceIn(name, names, keyPath, work) {
  for (let again = false; ; again = true) {
    /** @type {IDBDatabase|undefined} */
    let db;
    try {
      db = await openDatabase(name, names, { keyPath });
      return await work(db);
    } catch (err) {
      if (!connectionLost(err)) throw err;
      if (again) throw new VaultError("storage-broken");
    } finally {
      db?.close();
    }
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(full(request.error));
  });
}

/** @param {IDBTransaction} tx @returns {Promise<void>} */
function finished(tx) {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = tx.onerror = (event) => reject(full(tx.error ??
      /** @type {IDBRequest} */ (event.target).error));
  });
}

/** @param {IDBTransaction} tx */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // it has ended by itself
  }
}

/** @param {any} err */
function full(err) {
  return err?.name === "QuotaExceededError" ? new StorageFull() : err;
}

/** @param {string} prefix */
function range(prefix) {
  return prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : undefined;
}

/** @param {Stored|undefined} a @param {Stored|undefined} b */
function sameRecord(a, b) {
  return a && b ? a.iv.every((byte, i) => byte === b.iv[i]) : !a && !b;
}

async function askToPersist() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // a browser that does not promise it keeps the data all the same
  }
}

// --- values as bytes: length of the JSON, the JSON, the bytes ---

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text);

/** @param {any} value */
function pack({ bytes, ...value }) {
  const json = utf8(JSON.stringify({ ...value, bytes: bytes ? true : undefined }));
  const out = new Uint8Array(4 + json.length + (bytes?.length ?? 0));
  new DataView(out.buffer).setUint32(0, json.length);
  out.set(json, 4);
  if (bytes) out.set(bytes, 4 + json.length);
  return out;
}

/** @param {ArrayBuffer} buffer */
function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0);
  const value = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  if (value.bytes) value.bytes = new Uint8Array(buffer, 4 + length);
  return value;
}
