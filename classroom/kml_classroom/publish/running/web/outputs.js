// What a cell shows: text as it comes, pictures, tables, panels and controls.
import { named } from "./controls.js";
import { fragment } from "./markup.js";

const VIEW = "application/vnd.jupyter.widget-view+json";
const NAMES = /\}\)\((".*")\)\s*<\/script>/; // the words and the kind that a script in an output gives the one before it
const ALIGNED = /\S {2,}\S/; // in columns: then a line stays as long as it is
const known = new Map(); // display id → the part of the page that shows it

export class Outputs {
  constructor(place, controls) {
    this.place = place;
    this.controls = controls;
    this.stored = [...place.children];
    this.fresh = true; // what is stored stays until something new comes, or the run ends
  }

  begin() {
    this.fresh = true;
    this.place.setAttribute("aria-busy", "true");
  }

  end() {
    if (this.fresh) this.clear();
    this.place.removeAttribute("aria-busy");
  }

  // What is stored stands, whatever came meanwhile, and below it what `said` says: said(whether something is stored).
  stands(said) {
    this.clear();
    this.place.append(...this.stored, said(this.stored.length > 0));
  }

  clear() {
    this.fresh = false;
    this.printed = null;
    this.place.replaceChildren();
  }

  add(element) {
    if (this.fresh) this.clear();
    this.printed = null;
    this.place.append(element);
    return element;
  }

  stream(name, text) {
    if (this.printed?.dataset.stream !== name) {
      const pre = document.createElement("pre");
      pre.className = "printed";
      pre.dataset.stream = name;
      pre.tabIndex = 0;
      this.printed = this.add(pre) && pre;
    }
    const lines = (this.printed.textContent + text).split("\n");
    // a carriage return writes over its own line, as on a terminal
    this.printed.textContent = lines.map((line) => line.slice(line.replace(/\r$/, "").lastIndexOf("\r") + 1)).join("\n");
    this.printed.classList.toggle("lines", !ALIGNED.test(this.printed.textContent));
  }

  display({ data, metadata, id }) {
    const shown = this.made(data, metadata ?? {});
    if (!shown) return;
    this.add(shown);
    if (id) known.set(id, shown);
  }

  update({ data, metadata, id }) {
    const before = known.get(id), shown = before && this.made(data, metadata ?? {});
    if (!shown) return;
    before.replaceWith(shown);
    known.set(id, shown);
  }

  problem({ name, text, said, lines }, words) {
    const box = document.createElement("div");
    box.className = "problem";
    box.setAttribute("role", "alert");
    const head = document.createElement("p");
    head.append(Object.assign(document.createElement("strong"), { textContent: name }), text ? `: ${text}` : "");
    box.append(head);
    if (said) box.append(...fragment(`<p>${escaped(said).replace(/`([^`]+)`/g, "<code>$1</code>")}</p>`).childNodes);
    if (lines.length) {
      const more = document.createElement("details");
      const pre = Object.assign(document.createElement("pre"), { textContent: lines.join("\n"), tabIndex: 0 });
      more.append(Object.assign(document.createElement("summary"), { textContent: words.traceback }), pre);
      box.append(more);
    }
    this.add(box);
  }

  // The richest form that is there.
  made(data, metadata) {
    const words = data["text/plain"] ?? "";
    if (VIEW in data) return this.controls.view(data[VIEW].model_id, words);
    if ("image/svg+xml" in data) {
      const address = URL.createObjectURL(new Blob([data["image/svg+xml"]], { type: "image/svg+xml" }));
      return picture(address, metadata["image/svg+xml"]?.alt ?? words);
    }
    for (const kind of ["image/png", "image/jpeg"]) {
      if (kind in data) {
        const address = `data:${kind};base64,${data[kind].replace(/\s/g, "")}`;
        return picture(address, metadata[kind]?.alt ?? words, metadata[kind]?.width);
      }
    }
    if ("text/html" in data) {
      const html = data["text/html"];
      this.nameLast(html);
      const shown = document.createElement("div");
      shown.className = "shown";
      shown.append(fragment(html));
      // "In words" below a figure: the picture above has its words already
      if (shown.querySelector(".kml-in-words") && this.place.lastElementChild?.querySelector("img")) return behind(shown);
      return shown.childNodes.length ? shown : null;
    }
    if (!words) return null;
    return Object.assign(document.createElement("pre"), { className: "printed", textContent: words, tabIndex: 0 });
  }

  // In JupyterLab a script says what the output before it is called; here it is read and not run.
  nameLast(html) {
    const last = this.place.lastElementChild, found = NAMES.exec(html);
    if (!last || !found) return;
    const [words, kind] = JSON.parse(`[${found[1]}]`);
    if (kind === "kml-card") last.dataset.card = "yes";
    if (last.classList.contains("controls-live")) {
      last.dataset.words = words;
      named(last);
    }
  }
}

function behind(shown) {
  const folded = shown.querySelector(".kml-in-words");
  folded.className = "behind";
  return folded;
}

function picture(address, words, width) {
  const figure = document.createElement("figure"), frame = document.createElement("div");
  frame.className = "picture";
  frame.tabIndex = 0;
  const image = Object.assign(document.createElement("img"), { src: address, alt: words });
  if (width) image.width = width;
  frame.append(image);
  figure.append(frame);
  return figure;
}

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
