// Controls that Python makes (ipywidgets), as the browser's own: those that the lessons use.
//
// Python keeps the state and says what changes; here each state is shown, and what one moves is told to Python. The
// library that does this for all of ipywidgets weighs 1.9 MB and writes styles where the page's policy forbids them.
import { fragment } from "./markup.js";

const REFERENCE = "IPY_MODEL_";

export class Controls {
  // tell(comm, data, buffers) hands a message to Python.
  constructor(tell) {
    this.tell = tell;
    this.models = new Map();
  }

  // A message of Python's about a control.
  heard(what, { comm_id: id, data }, buffers) {
    if (what === "comm_open") {
      this.models.set(id, new Model(id, this, filled(data.state ?? {}, data.buffer_paths, buffers)));
    } else if (what === "comm_msg" && data.method === "update") {
      this.models.get(id)?.set(filled(data.state, data.buffer_paths, buffers));
    } else if (what === "comm_close") {
      this.models.delete(id);
    }
  }

  get(reference) {
    return this.models.get(String(reference).replace(REFERENCE, ""));
  }

  // What shows a control; `words` say what its picture shows.
  view(id, words = "") {
    const box = document.createElement("div");
    box.className = "controls-live";
    box.dataset.words = words;
    const model = this.get(id);
    if (!model) return box;
    box.append(model.view());
    named(box);
    return box;
  }

  // Python has started anew: what it showed stays as it was, and cannot be moved.
  forget() {
    this.models.forEach((model) => model.views.forEach((view) => view.querySelectorAll("input, select, button")
      .forEach((input) => { input.disabled = true; })));
    this.models.clear();
  }
}

class Model {
  constructor(id, all, state) {
    this.id = id;
    this.all = all;
    this.state = state;
    this.views = [];
    this.followers = []; // functions that show what has changed: (changed names)
  }

  set(state) {
    Object.assign(this.state, state);
    const names = new Set(Object.keys(state));
    this.followers.forEach((follow) => follow(names));
  }

  // What was moved on the page.
  moved(state, buffers = [], paths = []) {
    Object.assign(this.state, state);
    this.all.tell(this.id, { method: "update", state, buffer_paths: paths }, buffers);
  }

  pressed() {
    this.all.tell(this.id, { method: "custom", content: { event: "click" } }, []);
  }

  view() {
    const make = KINDS[this.state._model_name] ?? plain;
    const view = make(this);
    view.dataset.control = this.state._model_name;
    this.views.push(view);
    this.follow(["layout"], () => this.lay(view));
    this.follow(["_dom_classes"], () => view.classList.add(...(this.state._dom_classes ?? [])));
    this.follow(["disabled"], () => view.querySelectorAll("input, select, button").forEach((input) => {
      input.disabled = this.state.disabled === true;
    }));
    return view;
  }

  // Call `show` now, and whenever one of these changes.
  follow(names, show) {
    this.followers.push((changed) => { if (names.some((name) => changed.has(name))) show(); });
    show();
  }

  lay(view) {
    const layout = this.all.get(this.state.layout);
    if (!layout) return;
    const show = () => Object.entries(layout.state).forEach(([name, value]) => {
      if (!name.startsWith("_") && (typeof value === "string" || value === null)) {
        view.style.setProperty(name.replaceAll("_", "-"), value ?? "");
      }
    });
    layout.followers.push(show);
    show();
  }
}

// ── what there is ─────────────────────────────────────────────────────────────────────────────────────────────────

const KINDS = {
  VBoxModel: box("column"), HBoxModel: box("row"), BoxModel: box("row"), GridBoxModel: box("grid"),
  HTMLModel: html, LabelModel: html, ImageModel: image,
  IntSliderModel: slider, FloatSliderModel: slider, SelectionSliderModel: slider,
  DropdownModel: dropdown, RadioButtonsModel: radio, ToggleButtonsModel: toggles,
  CheckboxModel: checkbox, ButtonModel: button, ToggleButtonModel: button, TextModel: text, FileUploadModel: upload,
  IntProgressModel: progress, FloatProgressModel: progress,
};

let count = 0;
const fresh = () => `control-${count += 1}`;

function element(kind, about = {}, ...inside) {
  const made = Object.assign(document.createElement(kind), about);
  made.append(...inside);
  return made;
}

function box(direction) {
  return (model) => {
    const view = element("div", { className: `box ${direction}` });
    model.follow(["children"], () => {
      view.replaceChildren(...(model.state.children ?? []).map((child) => model.all.get(child)?.view()).filter(Boolean));
    });
    return view;
  };
}

function plain(model) {
  return element("p", { className: "note", textContent: model.state._model_name });
}

function html(model) {
  const view = element("div", { className: "shown" });
  model.follow(["value"], () => {
    const said = view.querySelector("[role=status], [role=alert]"), now = fragment(model.state.value ?? "");
    const next = now.querySelector("[role=status], [role=alert]");
    // the same element stays, so that a screen reader says what is new in it
    if (said && next && now.childNodes.length === 1 && now.firstChild === next) said.replaceChildren(...next.childNodes);
    else view.replaceChildren(now);
    named(view.closest(".controls-live"));
  });
  return view;
}

function image(model) {
  const view = element("div", { className: "picture" }), shown = element("img");
  let address = "";
  view.append(shown);
  model.follow(["value"], () => {
    const before = address;
    address = URL.createObjectURL(new Blob([model.state.value], { type: `image/${model.state.format}` }));
    shown.src = address;
    shown.decode().catch(() => {}).then(() => before && URL.revokeObjectURL(before));
    named(view.closest(".controls-live"));
  });
  return element("figure", {}, view);
}

// A label and what it names.
function labelled(model, input, ...more) {
  input.id = fresh();
  const label = element("label", { htmlFor: input.id });
  model.follow(["description"], () => { label.textContent = model.state.description; });
  return element("div", { className: "control" }, label, input, ...more);
}

function slider(model) {
  const input = element("input", { type: "range" }), output = element("span", { className: "reading" });
  const { state } = model, chosen = "_options_labels" in state;
  const key = chosen ? "index" : "value";
  const said = (value) => (chosen ? state._options_labels[value] : format(value, state.readout_format));
  const tell = (value) => {
    output.textContent = said(value);
    input.setAttribute("aria-valuetext", output.textContent);
  };
  model.follow(["min", "max", "step", "value", "index", "_options_labels"], () => {
    input.min = chosen ? 0 : state.min;
    input.max = chosen ? state._options_labels.length - 1 : state.max;
    input.step = chosen ? 1 : state.step;
    if (Number(input.value) !== state[key]) input.value = state[key];
    tell(state[key]);
  });
  const move = () => {
    const value = Number(input.value);
    tell(value);
    if (value !== state[key]) model.moved({ [key]: value });
  };
  input.addEventListener("input", () => (state.continuous_update === false ? tell(Number(input.value)) : move()));
  input.addEventListener("change", move);
  output.setAttribute("aria-hidden", "true"); // the slider says it itself
  return labelled(model, input, output);
}

// Python's formats that the lessons use: ",d" and ".2f".
function format(value, how = "") {
  const decimals = /\.(\d+)f/.exec(how)?.[1];
  const text = decimals === undefined ? String(Math.round(value)) : value.toFixed(Number(decimals));
  return how.includes(",") ? text.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : text;
}

function dropdown(model) {
  const input = element("select");
  model.follow(["_options_labels", "index"], () => {
    const labels = model.state._options_labels;
    if ([...input.options].map((option) => option.text).join("\n") !== labels.join("\n")) {
      input.replaceChildren(...labels.map((label) => element("option", { textContent: label })));
    }
    input.selectedIndex = model.state.index ?? -1;
  });
  input.addEventListener("change", () => model.moved({ index: input.selectedIndex }));
  return labelled(model, input);
}

function radio(model) {
  const name = fresh(), view = element("div", { className: "choices" });
  view.setAttribute("role", "radiogroup");
  model.follow(["_options_labels"], () => view.replaceChildren(...model.state._options_labels.map((label, k) => {
    const input = element("input", { type: "radio", name });
    input.addEventListener("change", () => model.moved({ index: k }));
    return element("label", {}, input, element("span", { textContent: label }));
  })));
  model.follow(["index", "_options_labels"], () => view.querySelectorAll("input").forEach((input, k) => {
    input.checked = k === model.state.index;
  }));
  return view;
}

function toggles(model) {
  const view = element("div", { className: "box row toggles" });
  view.setAttribute("role", "group");
  model.follow(["_options_labels"], () => view.replaceChildren(...model.state._options_labels.map((label, k) => {
    const one = element("button", { type: "button", textContent: label });
    one.addEventListener("click", () => { model.moved({ index: k }); mark(); });
    return one;
  })));
  const mark = () => [...view.children].forEach((one, k) => one.setAttribute("aria-pressed", String(k === model.state.index)));
  model.follow(["index", "_options_labels"], mark);
  return view;
}

function checkbox(model) {
  const input = element("input", { type: "checkbox" });
  model.follow(["value"], () => { input.checked = model.state.value; });
  input.addEventListener("change", () => model.moved({ value: input.checked }));
  const words = element("span");
  model.follow(["description"], () => { words.textContent = model.state.description; });
  return element("div", { className: "choices" }, element("label", {}, input, words));
}

function button(model) {
  const view = element("div", { className: "pressed" }), one = element("button", { type: "button" });
  view.append(one);
  model.follow(["description"], () => { one.textContent = model.state.description; });
  if (model.state._model_name === "ToggleButtonModel") {
    const mark = () => one.setAttribute("aria-pressed", String(model.state.value));
    model.follow(["value"], mark);
    one.addEventListener("click", () => { model.moved({ value: !model.state.value }); mark(); });
  } else {
    one.addEventListener("click", () => model.pressed());
  }
  return view;
}

function text(model) {
  const input = element("input", { type: "text", spellcheck: false, autocomplete: "off" });
  model.follow(["value"], () => { input.value = model.state.value; });
  input.addEventListener("change", () => model.moved({ value: input.value }));
  return labelled(model, input);
}

function upload(model) {
  const input = element("input", { type: "file" });
  model.follow(["accept"], () => { input.accept = model.state.accept; });
  input.addEventListener("change", async () => {
    const files = [...input.files], contents = await Promise.all(files.map((file) => file.arrayBuffer()));
    const value = files.map((file) => ({ name: file.name, type: file.type, size: file.size, last_modified: file.lastModified }));
    model.moved({ value }, contents.map((content) => new Uint8Array(content)), files.map((_, k) => ["value", k, "content"]));
  });
  return labelled(model, input);
}

function progress(model) {
  const bar = element("progress");
  model.follow(["value", "min", "max"], () => {
    bar.max = model.state.max - model.state.min || 1;
    bar.value = model.state.value - model.state.min;
  });
  return labelled(model, bar);
}

// ── what the parts say of each other ──────────────────────────────────────────────────────────────────────────────

// A picture's words: those beside it that change with it, or those it came with.
export function named(box) {
  if (!box) return;
  const words = box.querySelector("[data-picture]")?.dataset.picture ?? box.dataset.words;
  box.querySelectorAll("img").forEach((image) => { image.alt = words; });
  box.querySelectorAll("[role=radiogroup], [role=group]").forEach((group) => group.setAttribute("aria-label", words));
}

// A state with its pieces of bytes put where they belong.
function filled(state, paths = [], buffers = []) {
  paths.forEach((path, k) => {
    const last = path.at(-1);
    path.slice(0, -1).reduce((part, key) => part[key], state)[last] = buffers[k];
  });
  return state;
}
