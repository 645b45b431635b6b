// The bar: theme, menu, folded code, the place on the page, and the same place in the other language.
const kept = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing */ } },
};

const theme = document.getElementById("theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const html = document.documentElement;
  const dark = html.dataset.theme === "dark" ||
    (html.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  html.dataset.theme = dark ? "light" : "dark";
  kept.set("kml-theme", html.dataset.theme);
});

const menu = document.querySelector(".menu");
document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

const fold = document.getElementById("fold");
if (fold) {
  const show = (folded) => {
    document.querySelectorAll(".source").forEach((source) => { source.open = !folded; });
    fold.textContent = folded ? fold.dataset.unfold : fold.dataset.fold;
    fold.setAttribute("aria-pressed", String(folded));
  };
  fold.hidden = false;
  show(kept.get("kml-folded") === "yes");
  fold.addEventListener("click", () => {
    const folded = fold.getAttribute("aria-pressed") !== "true";
    kept.set("kml-folded", folded ? "yes" : "no");
    show(folded);
  });
}

// Paper cannot be unfolded: code and boxes are printed open, and folded again afterwards.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll(".source:not([open]), .prose details:not([open])")];
  unfolded.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => unfolded.forEach((one) => { one.open = false; }));

const contents = document.querySelector(".contents");
if (contents) {
  const wide = matchMedia("(min-width: 70rem)");
  const fit = () => { contents.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const mark = (id) => links.forEach((link, key) => {
    if (key === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) mark(entry.target.id);
  }, { rootMargin: "0px 0px -75% 0px" });
  document.querySelectorAll("main h2[id]").forEach((heading) => seen.observe(heading));
  const current = () => contents.querySelector("[aria-current]")?.hash ?? "";
  document.querySelectorAll(".language").forEach((link) => link.addEventListener("click", () => { link.hash = current(); }));
}
