// Work that waits until an element comes near the window.

export class Lazy {
  /** @type {WeakMap<Element, () => void>} */
  #work = new WeakMap();
  #observer = typeof IntersectionObserver === "function" ?
    new IntersectionObserver((entries) => entries.forEach((e) => this.#seen(e)),
      { rootMargin: "200px" }) : null;

  /**
   * Runs work once, when the node is nearly in sight.
   * @param {Element} node @param {() => void} work
   */
  observe(node, work) {
    if (!this.#observer) return void work();
    this.#work.set(node, work);
    this.#observer.observe(node);
  }

  /** @param {IntersectionObserverEntry} entry */
  #seen(entry) {
    if (!entry.isIntersecting) return;
    this.#observer?.unobserve(entry.target);
    this.#work.get(entry.target)?.();
  }

  close() {
    this.#observer?.disconnect();
  }
}
