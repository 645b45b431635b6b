// The service worker: what was opened once opens without a connection.
//
// A file whose name holds a fingerprint of what is in it never changes, so it is taken from the cache. All else is asked
// for anew each time, and comes from the cache only if no answer comes: nobody reads a stale page while connected.
// What an older edition of the site has left is gone through once: what this edition has too stays, without another
// download where it never changes, and the rest is forgotten.
const NAME = "kml-pages", CACHE = `${NAME}-EDITION`; // written when the site is built
const SCOPE = new URL(self.registration.scope);
const NEVER_CHANGES = /\/(figures|frames)\/[0-9a-f]{16}\.\w+$|\/run\/[0-9a-f]{16}\/|\/assets\/fonts\//;
const NOT_OPENED = "offline.html"; // beside each page: what stands instead of one that was never opened
const ELSEWHERE = [new URL("notebook/", SCOPE).pathname]; // JupyterLab has a worker of its own

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(tidy)));

self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep ?? [])));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === SCOPE.origin && url.pathname.startsWith(SCOPE.pathname);
  if (event.request.method !== "GET" || !ours || ELSEWHERE.some((path) => url.pathname.startsWith(path))) return;
  event.respondWith((NEVER_CHANGES.test(url.pathname) ? kept(event) : fresh(event)).then(apart));
});

// A page that says it holds nothing foreign may share memory with its Python, and so stop what does not end. Any web
// server's files get these heads here, from the second page on that one opens.
function apart(answer) {
  if (!answer.body || answer.type === "opaqueredirect") return answer;
  const headers = new Headers(answer.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
}

async function kept(event) {
  const cache = await caches.open(CACHE);
  return (await cache.match(event.request)) ?? fetched(event, cache);
}

async function fresh(event) {
  const cache = await caches.open(CACHE);
  try {
    return await fetched(event, cache);
  } catch (problem) {
    const found = await cache.match(named(event.request.url), { ignoreSearch: true });
    if (found) return found;
    const told = event.request.mode === "navigate" && await cache.match(new URL(NOT_OPENED, event.request.url).href);
    if (told) return told;
    throw problem;
  }
}

async function fetched(event, cache) {
  const answer = await fetch(event.request);
  if (answer.ok && answer.status === 200) {
    const copy = answer.clone();
    event.waitUntil(cache.put(named(event.request.url), copy));
  }
  return answer;
}

// A folder's address is that of its index page.
function named(url) {
  const plain = url.split("#")[0];
  return plain.endsWith("/") ? `${plain}index.html` : plain;
}

// Take over from the caches of older editions, and drop them.
async function tidy() {
  const cache = await caches.open(CACHE);
  for (const name of (await caches.keys()).filter((one) => one.startsWith(NAME) && one !== CACHE)) {
    const before = await caches.open(name);
    for (const { url } of await before.keys()) {
      if (await cache.match(url)) continue;
      const same = NEVER_CHANGES.test(new URL(url).pathname);
      const answer = await fetch(url, { method: same ? "HEAD" : "GET", cache: "no-cache" }).catch(() => null);
      if (answer === null || (same && answer.ok)) await cache.put(url, await before.match(url)); // null: offline
      else if (answer.ok) await cache.put(url, answer);
    }
    await caches.delete(name);
  }
}

async function keep(urls) {
  const cache = await caches.open(CACHE);
  for (const url of urls.filter((one) => !ELSEWHERE.some((path) => new URL(one).pathname.startsWith(path)))) {
    if (!(await cache.match(named(url)))) {
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) await cache.put(named(url), answer);
    }
  }
}
