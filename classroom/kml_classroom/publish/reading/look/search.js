// Search in all lessons of this language: every word has to be there, in any order. No word has to be cut out of a
// sentence for that, so that it finds Chinese as well.
const dialog = document.getElementById("search");
const button = document.getElementById("find");
const asked = document.getElementById("asked");
const status = dialog.querySelector("[role=status]");
const hits = dialog.querySelector(".hits");
const AT_MOST = 40;
const WRITES = "textarea, select, [contenteditable], input:not([type=range], [type=radio], [type=checkbox])";
let index = null;

async function open() {
  dialog.showModal();
  asked.focus();
  asked.select();
  index ??= await fetch(dialog.dataset.index).then((answer) => answer.json()).catch(() => null);
  if (asked.value) look();
}

function words() {
  return asked.value.toLowerCase().split(/\s+/).filter(Boolean);
}

function look() {
  const wanted = words();
  hits.replaceChildren();
  status.textContent = "";
  if (!index || !wanted.length) return;
  const found = [];
  for (const [page, lesson, anchor, title, text] of index) {
    const [head, body] = [title.toLowerCase(), text.toLowerCase()];
    if (!wanted.every((word) => head.includes(word) || body.includes(word))) continue;
    const score = wanted.reduce((sum, word) => sum + (head.includes(word) ? 100 : 0) + body.split(word).length, 0);
    found.push({ page, lesson, anchor, title, text, score });
  }
  found.sort((a, b) => b.score - a.score);
  status.textContent = found.length ? dialog.dataset.found.replace("{count}", found.length) : dialog.dataset.none;
  hits.append(...found.slice(0, AT_MOST).map((one) => item(one, wanted)));
}

function item({ page, lesson, anchor, title, text }, wanted) {
  const link = Object.assign(document.createElement("a"), { href: `${page}.html#${anchor}` });
  const head = Object.assign(document.createElement("strong"), { textContent: `${lesson} · ${title}` });
  const at = Math.max(0, Math.min(...wanted.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0), text.length) - 40);
  const piece = document.createElement("span");
  piece.append(...marked((at ? "…" : "") + text.slice(at, at + 160) + (at + 160 < text.length ? "…" : ""), wanted));
  link.append(head, piece);
  link.addEventListener("click", () => dialog.close());
  const row = document.createElement("li");
  row.append(link);
  return row;
}

function marked(text, wanted) {
  const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "i")).map((part, n) =>
    n % 2 ? Object.assign(document.createElement("mark"), { textContent: part }) : part);
}

button.hidden = false;
button.addEventListener("click", open);
asked.addEventListener("input", look);
asked.form.addEventListener("submit", (event) => {
  if (event.submitter && document.activeElement === event.submitter) return; // the button that closes
  const first = hits.querySelector("a");
  if (first) {
    event.preventDefault();
    first.click();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !dialog.open && !event.target.closest(WRITES)) {
    event.preventDefault();
    open();
  }
});
