// "Run here": Python in the page of a lesson. One tap starts it; after that each cell can be run, and exercises written.
import { Controls } from "./controls.js";
import { edit } from "./editor.js";
import { Engine } from "./engine.js";
import { Kept, written } from "./kept.js";
import { Outputs } from "./outputs.js";

const place = document.getElementById("run-here");
const { lesson, language, cells: cellsAt } = document.body.dataset;
const SIGNS = ["(", ")", "[", "]", ":", "=", "_", "\"", "#"]; // far away on a phone's keyboard
const PATIENCE = 15; // seconds after which a cell that still runs is spoken of
const STUDIO = /^studio\(.*$/m;
// A plan of the studio, which somebody has sent as a link
const PLAN = /^#(v=\d+&[\w.~%+&=-]+)$/.exec(location.hash)?.[1];

class Page {
  constructor(words, about) {
    this.words = words;
    this.about = about;
    this.kept = new Kept(lesson, language);
    this.controls = new Controls((comm, data, buffers) => this.engine.move(comm, data, buffers));
    this.engine = new Engine(place.dataset.engine, (...said) => this.heard(...said));
    this.cells = about.cells.filter((cell) => cell.type === "code" && cell.id !== "colab")
      .map((cell) => new Cell(this, PLAN && STUDIO.test(cell.source) ? this.planned(cell) : cell));
    this.sent = PLAN && this.cells.find((cell) => STUDIO.test(cell.about.source));
    this.bar();
  }

  // The studio's cell with the plan of the link: instead of what the learner has written there, and not kept.
  planned(cell) {
    const source = cell.source.replace(STUDIO, () => `studio(${JSON.stringify(PLAN)})`);
    this.kept.set(cell.id, source, source);
    return { ...cell, source };
  }

  // ── the bar at the head of the lesson ─────────────────────────────────────────────────────────────────────────────

  bar() {
    const { words } = this;
    this.status = element("p", { className: "note" });
    this.status.setAttribute("role", "status");
    this.progress = element("progress", { max: 1, value: 0, hidden: true });
    this.progress.setAttribute("aria-label", words.starting);
    this.go = button(words.run_here, () => this.start());
    this.go.classList.add("first");
    this.all = button(words.run_all, () => this.runAll());
    this.stop = button(words.stop, () => this.stopped());
    this.save = button(words.save, () => this.exported());
    this.open = button(words.open, () => this.file.click());
    this.afresh = button(words.afresh, () => this.start());
    this.file = element("input", { type: "file", accept: ".ipynb,application/json", hidden: true });
    this.file.setAttribute("aria-label", words.open);
    this.file.addEventListener("change", () => this.imported());
    this.when("off");
    place.append(element("div", { className: "box row" }, this.go, this.all, this.stop, this.afresh, this.save, this.open),
      this.progress, this.status, this.file);
    place.hidden = false;
    this.say(this.kept.some ? words.yours_is_here : "");
  }

  // Which buttons there are: "off", "starting", "ready" or "running".
  when(state) {
    this.state = state;
    place.dataset.state = state;
    this.go.hidden = state !== "off";
    this.all.hidden = this.save.hidden = this.open.hidden = this.afresh.hidden = state === "off" || state === "starting";
    this.all.disabled = this.open.disabled = state === "running";
    this.stop.hidden = state !== "running";
    this.progress.hidden = state !== "starting";
    this.cells.forEach((cell) => cell.when(state));
  }

  say(text) {
    this.status.textContent = text;
  }

  // ── Python ────────────────────────────────────────────────────────────────────────────────────────────────────────

  progressing = (stage, part) => {
    if (stage === "fetching") {
      this.progress.value = part;
      this.say(this.words.fetching.replace("{percent}", String(Math.floor(100 * part))));
    } else {
      this.progress.removeAttribute("value");
      this.say(this.words.starting);
    }
  };

  // Python for the first time, or from its beginning: what was written stays, and nothing has run.
  async start() {
    const first = this.state === "off";
    this.halted = true;
    this.when("starting");
    try {
      await this.engine.start(this.progressing);
    } catch (problem) {
      this.when("off");
      this.say(this.words.failed.replace("{host}", await this.engine.host()).replace("{reason}", problem.message));
      return;
    }
    this.controls.forget();
    this.cells.forEach((cell) => { cell.done = false; cell.open(); });
    this.when("ready");
    this.say(first ? this.words.ready : this.words.anew);
    if (first && this.sent) this.runTo(this.sent);
    else if (first) this.cells[0]?.focus();
  }

  heard(what, content, buffers) {
    if (what.startsWith("comm_")) this.controls.heard(what, content, buffers);
    else this.running?.heard(what, content);
  }

  // Run cells one after the other; what still runs is stopped by `stopped`.
  async run(cells) {
    if (this.state !== "ready") return;
    this.when("running");
    this.say("");
    this.halted = false;
    for (const cell of cells) {
      if (this.halted) break;
      this.running = cell;
      const late = setTimeout(() => this.say(this.words.still_running), 1000 * PATIENCE);
      const { status } = await cell.ran();
      clearTimeout(late);
      if (status !== "ok") break;
    }
    this.running = null;
    if (this.state === "running") {
      this.when("ready");
      if (!this.halted) this.say("");
    }
  }

  // What is said where PyTorch is lacking: to a cell itself, or by names that another one would have made with it.
  lacking({ torch, names }, stands) {
    const { words } = this;
    const said = torch ? (stands ? words.no_torch_stands : words.no_torch) : (stands ? words.no_names_stands : words.no_names);
    const door = element("a", { href: this.about.notebook, download: "", textContent: words.download });
    return element("p", { className: "note stands" }, said.replace("{names}", names), " ", door);
  }

  // A cell, after those above it that it may need and that have not run yet.
  runTo(cell) {
    const above = this.cells.slice(0, this.cells.indexOf(cell)).filter((one) => !one.done && !one.about.check);
    return this.run([...above, cell]);
  }

  runAll() {
    return this.run(this.cells);
  }

  async stopped() {
    this.halted = true;
    this.stop.disabled = true;
    this.say(this.words.stopping);
    if (this.engine.gentle && (await this.engine.interrupted())) {
      this.when("ready");
      this.say(this.words.stopped);
    } else {
      await this.start();
    }
    this.stop.disabled = false;
  }

  // ── the notebook ──────────────────────────────────────────────────────────────────────────────────────────────────

  async exported() {
    const notebook = this.kept.into(await (await fetch(this.about.notebook)).json());
    const address = URL.createObjectURL(new Blob([JSON.stringify(notebook, null, 1)], { type: "application/x-ipynb+json" }));
    element("a", { href: address, download: this.about.notebook }).click();
    URL.revokeObjectURL(address);
    this.say(this.words.saved.replace("{name}", this.about.notebook));
  }

  async imported() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    try {
      const sources = written(await file.text(), this.about.cells);
      this.cells.forEach((cell) => { if (cell.about.id in sources) cell.write(sources[cell.about.id]); });
      this.say(this.words.opened.replace("{name}", file.name));
    } catch {
      this.say(this.words.not_this_lesson.replace("{name}", file.name));
    }
  }
}

class Cell {
  constructor(page, about) {
    this.page = page;
    this.about = about;
    this.done = false; // whether it has run since Python started
    this.place = document.querySelector(`[data-cell="${about.id}"]`);
    this.outputs = new Outputs(this.place.querySelector(".outputs"), page.controls);
  }

  get source() {
    return this.page.kept.sources[this.about.id] ?? this.about.source;
  }

  // After the start: a bar below the code, and an editor where one writes.
  open() {
    if (this.bar) return;
    const { words } = this.page;
    this.pre = this.place.querySelector(".source pre");
    this.go = button(words.run, () => this.page.runTo(this));
    this.go.classList.add("first");
    this.alter = button(words.edit, () => this.edit(true));
    this.back = button(words.reset, () => this.write(this.about.source));
    this.keys = element("div", { className: "box row keys", hidden: true }, key("⇤", words.outdent, () => this.editor.outdent()),
      key("⇥", words.indent, () => this.editor.indent()), ...SIGNS.map((sign) => key(sign, sign, () => this.editor.type(sign))));
    this.bar = element("div", { className: "box row cell-bar" }, this.go, this.alter, this.back);
    this.pre.after(this.keys, this.bar);
    if (this.about.exercise || this.source !== this.pre.textContent) this.edit(false);
    this.tell();
  }

  edit(focus) {
    if (this.editor) return;
    const host = element("div", { className: "editor" });
    this.pre.hidden = true;
    this.pre.after(host);
    const { words } = this.page;
    this.editor = edit(host, {
      text: this.source,
      label: this.about.exercise ? words.answer.replace("{id}", this.about.exercise) : words.code,
      changed: (text) => { this.page.kept.set(this.about.id, text, this.about.source); this.done = false; this.tell(); },
      run: () => this.page.runTo(this),
    });
    this.keys.hidden = false;
    this.alter.hidden = true;
    if (focus) this.editor.focus();
  }

  write(text) {
    this.page.kept.set(this.about.id, text, this.about.source);
    if (this.bar && text !== this.pre.textContent) this.edit(false);
    this.editor?.set(text);
    this.done = false;
    this.tell();
  }

  tell() {
    if (this.bar) this.back.hidden = this.source === this.about.source;
  }

  when(state) {
    if (this.bar) this.go.disabled = state !== "ready";
    this.place.toggleAttribute("data-running", state === "running" && this.page.running === this);
  }

  focus() {
    this.go?.focus({ preventScroll: true });
  }

  heard(what, content) {
    if (what === "stream") this.outputs.stream(content.name, content.text);
    else if (what === "display") this.outputs.display(content);
    else if (what === "update") this.outputs.update(content);
    else if (what === "clear") this.outputs.clear();
  }

  async ran() {
    this.place.toggleAttribute("data-running", true);
    this.outputs.begin();
    const answer = await this.page.engine.run(this.source);
    if (answer.status === "lacking") {
      answer.status = "ok"; // what follows runs, as far as it can
      this.outputs.stands((stands) => this.page.lacking(answer, stands));
    } else if (answer.status === "error") {
      this.outputs.problem(answer, this.page.words);
    }
    if (answer.status !== "stopped") this.outputs.end();
    this.place.toggleAttribute("data-running", false);
    this.place.dataset.ran = answer.status;
    this.done = answer.status === "ok";
    return answer;
  }
}

function element(kind, about = {}, ...inside) {
  const made = Object.assign(document.createElement(kind), about);
  made.append(...inside);
  return made;
}

function button(words, press) {
  const made = element("button", { type: "button", textContent: words });
  made.addEventListener("click", press);
  return made;
}

// A key that does not take the focus from the editor: a phone's keyboard stays where it is.
function key(sign, name, press) {
  const made = element("button", { type: "button", textContent: sign, tabIndex: -1 });
  made.setAttribute("aria-label", name);
  made.addEventListener("pointerdown", (event) => event.preventDefault());
  made.addEventListener("click", press);
  return made;
}

const found = async (address) => (await fetch(address)).json();
const [words, about] = await Promise.all([found(place.dataset.words), found(cellsAt)]);
export const page = new Page(words, about);
