// The service worker of the tablet's application. It keeps one version of the shell, the modules,
// the texts and the icons; answers of the API are never kept. A new version waits until the person
// asks for it.
const version = "{{.Version}}";
/** @type {string[]} */
const files = {{.Files}};
const prefix = "hallmark-tablet-";
const cacheName = prefix + version;
const kept = new Set(files);
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const former = /^\/assets\/tablet-/; // what another window of the version before still asks for

worker.addEventListener("install", (event) =>
  event.waitUntil(Promise.all([fill(), passBy(event)])));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => {
  if (event.data === "skipWaiting") event.waitUntil(worker.skipWaiting());
});
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = kept.has(url.pathname) || former.test(url.pathname);
  if (event.request.method === "GET" && url.origin === location.origin && ours) {
    event.respondWith(keptOrFetched(event.request, url.pathname));
  }
});

/**
 * Where the browser can be told so, what is asked of the API does not even wake this worker: a
 * request that wakes the former version just as it gives way can keep Chromium from ever letting
 * the next one take over.
 * @param {any} event of the installation; not every browser has addRoutes
 */
async function passBy(event) {
  try {
    await event.addRoutes?.({ condition: { urlPattern: "/api/*" }, source: "network" });
  } catch (error) {
    console.info(error); // a browser that knows it in another form goes on as without it
  }
}

/**
 * What has a digest in its name is what it was when the page fetched it a moment ago; the rest is asked
 * for anew.
 */
async function fill() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((file) =>
    new Request(file, { cache: file.startsWith("/assets/") ? "default" : "reload" })));
}

/**
 * Old versions go, unless a second window is open: it may be in the middle of an audit and goes on
 * with its version until it is back at the list. The next version sweeps up after it.
 */
async function takeOver() {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.length > 1) return worker.clients.claim();
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request @param {string} path */
async function keptOrFetched(request, path) {
  const cache = await caches.open(cacheName);
  return await cache.match(path) ?? await caches.match(path) ?? fetch(request);
}
