// Sliders without Python: the pictures were drawn when the site was built, and come when a slider is first touched.
class Slider {
  constructor(figure) {
    this.figure = figure;
    this.form = figure.querySelector(".controls");
    this.inputs = [...this.form.querySelectorAll("input, select")];
    this.image = figure.querySelector("img");
    this.narrow = figure.querySelector("source"); // what a phone shows, if it is another picture
    this.says = figure.querySelector(".says");
    this.first = {
      src: this.image.src, narrow: this.narrow?.srcset, alt: this.image.alt, says: this.says.textContent,
    };
    this.starts = this.inputs.map((input) => input.value);
    this.away = []; // the controls that are not at their start, in the order in which they were moved
    this.form.hidden = false;
    this.inputs.forEach((input) => input.addEventListener("input", () => this.moved(input)));
    this.form.addEventListener("reset", (event) => { event.preventDefault(); this.reset(); });
  }

  // What there is to see: asked for once.
  stored() {
    this.waiting ??= fetch(this.figure.dataset.frames).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    }).then((stored) => {
      this.afterwards(stored);
      return stored;
    }).catch((problem) => {
      this.waiting = null;
      throw problem;
    });
    return this.waiting;
  }

  async moved(input) {
    const k = this.inputs.indexOf(input);
    this.away = this.away.filter((other) => other !== k);
    if (input.value !== this.starts[k]) this.away.push(k);
    this.tell();
    await this.follow();
  }

  tell() {
    this.inputs.forEach((input) => {
      if (input.type !== "range") return;
      this.texts ??= new Map();
      if (!this.texts.has(input)) this.texts.set(input, JSON.parse(input.dataset.texts));
      const text = this.texts.get(input)[input.value];
      input.setAttribute("aria-valuetext", text);
      input.nextElementSibling.textContent = text;
    });
  }

  async follow() {
    let stored;
    try {
      stored = await this.stored();
    } catch {
      return; // no connection: the picture stays, and the next move asks again
    }
    while (this.away.length > stored.together) {
      const back = this.away.shift();
      this.inputs[back].value = this.starts[back];
    }
    this.tell();
    const [sentence, file, narrow] = stored.frames[this.inputs.map((input) => input.value).join(",")];
    this.show({ src: stored.folder + file, narrow: stored.folder + narrow, alt: sentence, says: sentence });
  }

  show({ src, narrow, alt, says }) {
    if (this.narrow) this.narrow.srcset = narrow;
    this.image.src = src;
    this.image.alt = alt;
    this.says.textContent = says;
  }

  reset() {
    this.inputs.forEach((input, k) => { input.value = this.starts[k]; });
    this.away = [];
    this.tell();
    this.show(this.first);
  }

  // The other pictures, one after the other while nothing else is to be done: the slider then works offline too.
  afterwards(stored) {
    if (navigator.connection?.saveData) return;
    const phone = this.narrow && matchMedia(this.narrow.media).matches;
    const wanted = Object.values(stored.frames).map(([, file, narrow]) => stored.folder + (phone ? narrow : file));
    const files = [...new Set(wanted)];
    const next = async () => {
      const file = files.shift();
      if (!file) return;
      await fetch(file).catch(() => files.splice(0));
      setTimeout(next, 0);
    };
    setTimeout(next, 300);
  }
}

document.querySelectorAll(".slider[data-frames]").forEach((figure) => new Slider(figure));
