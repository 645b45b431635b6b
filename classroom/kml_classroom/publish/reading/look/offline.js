// Pages that were opened once open without a connection: see sw.js.
// The picture that an image shows, loaded or not: on a phone it may be another one.
function shown(image) {
  const source = image.parentElement.querySelector("source");
  return source && matchMedia(source.media).matches ? new URL(source.srcset, location.href).href : image.src;
}

const root = new URL(document.body.dataset.root || ".", location.href);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("sw.js", root)).then(() => navigator.serviceWorker.ready).then((ready) => {
    // The first page was there before the worker: what it has loaded is told to it.
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const more = [location.href.split("#")[0], new URL("index.html", location.href).href,
      ...["glossary.html", "offline.html", "search.json"].map((name) => new URL(name, location.href).href),
      ...[...document.querySelectorAll("main img")].map(shown)];
    ready.active.postMessage({ keep: [...new Set([...more, ...loaded])].filter((url) => url.startsWith(root.href)) });
  }).catch(() => { /* a browser that refuses, or a site without https: the pages work, but only online */ });
}
