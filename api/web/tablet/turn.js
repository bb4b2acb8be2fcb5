// One window of an account works at a time; the others wait until the person wants to go on in them.
// The browser's locks say whose turn it is, and give it back when a window is killed. The windows
// speak with one another, so that the one that gives way first puts on the disk what it holds.

const PATIENCE = 4000; // ms that the other window has to give way; one that sleeps is not waited for
const SILENCE = 300; // ms without an answer mean that nobody else is there, where there are no locks

/** Events: "give", another window asks for the turn; "lost", it has taken it. */
export class Turn extends EventTarget {
  #name;
  /** @type {BroadcastChannel|null} */
  #channel = null;
  /** @type {(() => void)|null} */
  #release = null;
  holds = false;

  /** @param {string} username */
  constructor(username) {
    super();
    this.#name = `hallmark-turn/${username}`;
    if (typeof BroadcastChannel !== "function") return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener("message", ({ data }) => {
      if (!this.holds) return;
      if (data === "who") this.#channel?.postMessage("here");
      if (data === "give") this.dispatchEvent(new Event("give"));
    });
  }

  /** Takes the turn where no other window has it. @returns {Promise<boolean>} whether it is here */
  async take() {
    if (navigator.locks) return this.#hold({ ifAvailable: true });
    this.#channel?.postMessage("who");
    this.holds = !this.#channel || !await this.#hears("here", SILENCE);
    return this.holds;
  }

  /** Takes the turn from whichever window has it, when it has given way or does not answer. */
  async takeOver() {
    this.#channel?.postMessage("give");
    if (!navigator.locks) {
      await this.#hears("given", PATIENCE);
      this.holds = true;
      return;
    }
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE);
    await this.#hold({ signal: late.signal }).catch(() => this.#hold({ steal: true }));
    clearTimeout(timer);
  }

  /** @param {LockOptions} options @returns {Promise<boolean>} */
  #hold(options) {
    return new Promise((resolve, reject) => {
      let had = false;
      navigator.locks.request(this.#name, options, (lock) => {
        if (!lock) return resolve(false);
        had = this.holds = true;
        resolve(true);
        return /** @type {Promise<void>} */ (new Promise((release) => {
          this.#release = release;
        }));
      }).catch((error) => {
        if (!had) return reject(error);
        this.holds = false;
        this.dispatchEvent(new Event("lost"));
      });
    });
  }

  /** @param {string} word @param {number} time ms @returns {Promise<boolean>} whether it was said */
  #hears(word, time) {
    return new Promise((resolve) => {
      const ears = new AbortController();
      const timer = setTimeout(() => {
        ears.abort();
        resolve(false);
      }, time);
      this.#channel?.addEventListener("message", ({ data }) => {
        if (data !== word) return;
        clearTimeout(timer);
        ears.abort();
        resolve(true);
      }, { signal: ears.signal });
    });
  }

  /** Gives the turn up. */
  release() {
    this.holds = false;
    this.#release?.();
    this.#release = null;
    this.#channel?.postMessage("given");
  }

  /** The window no longer belongs to the account. */
  end() {
    this.release();
    this.#channel?.close();
    this.#channel = null;
  }
}
