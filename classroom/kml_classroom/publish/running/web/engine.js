// Python for a page: starts it, runs code in order, moves controls, stops what does not end. Nothing here knows of a page.
export class Engine {
  // `told` gets what Python says: (what, content, buffers), see kml.course.session.in_page.
  constructor(address, told) {
    this.address = new URL(address, location.href);
    this.told = told;
    this.state = "off"; // then "starting", "ready", "running"
    this.waiting = new Map(); // id of a run → what to do when it has ended
    this.moves = new Map(); // comm → the move that waits until Python has answered the one before
  }

  // Whether a cell can be stopped with all that ran before kept; else stopping starts Python anew.
  get gentle() {
    return self.crossOriginIsolated === true;
  }

  async about() {
    this.known ??= fetch(this.address).then((found) => {
      if (!found.ok) throw new Error(`${this.address}: ${found.status}`);
      return found.json();
    }).then((about) => ({
      ...about,
      python: new URL(about.python, this.address).href,
      wheels: about.wheels.map((wheel) => new URL(wheel, this.address).href),
    }));
    return this.known;
  }

  // Where Python comes from: for whoever cannot reach it.
  async host() {
    return this.about().then((about) => new URL(about.python).host, () => this.address.host);
  }

  // Start, or start anew: then all that ran is forgotten, and what still ran ends as "stopped".
  // progress(stage, part): "fetching" with the part of the bytes that is here (0 to 1), then "starting".
  async start(progress = () => {}) {
    this.worker?.terminate();
    this.moves.clear();
    const open = [...this.waiting.values()];
    this.waiting.clear();
    open.forEach((done) => done({ status: "stopped" }));
    const about = await this.about();
    this.state = "starting";
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    const interrupt = this.gentle ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    this.interrupt = interrupt;
    await new Promise((ready, failed) => {
      this.worker.onerror = (event) => failed(new Error(event.message || "worker"));
      this.worker.onmessage = ({ data }) => {
        if (data.kind === "progress") progress(data.stage, Math.min(1, (data.got ?? 0) / about.bytes));
        else if (data.kind === "ready") ready();
        else if (data.kind === "failed") failed(new Error(data.text));
        else this.heard(data);
      };
      this.worker.postMessage({ kind: "start", about, interrupt });
    }).catch((problem) => {
      this.worker.terminate();
      this.state = "off";
      throw problem;
    });
    this.state = "ready";
  }

  heard(data) {
    if (data.kind === "said") this.told(data.what, data.content, data.buffers);
    else if (data.kind === "moved") this.answered(data.comm);
    else if (data.kind === "done") {
      const done = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (!this.waiting.size) this.state = "ready";
      done?.(data.answer);
    }
  }

  // Run code; resolves with {status: "ok" | "error" | "stopped", name, text, said, lines}.
  run(code) {
    this.state = "running";
    this.last = (this.last ?? 0) + 1;
    if (this.interrupt) this.interrupt[0] = 0;
    this.worker.postMessage({ kind: "run", id: this.last, code });
    return new Promise((done) => this.waiting.set(this.last, done));
  }

  // Ask what runs to stop. Resolves with whether it did: then all that ran before is still there.
  async interrupted() {
    this.interrupt[0] = 2;
    for (let tenths = 0; tenths < 30 && this.state === "running"; tenths += 1) {
      await new Promise((later) => setTimeout(later, 100));
    }
    return this.state === "ready";
  }

  // Tell Python what was moved. While it still draws the place before, only the newest place waits.
  move(comm, data, buffers = []) {
    const waits = this.moves.get(comm);
    if (waits === undefined || data.method !== "update") {
      if (waits === undefined) this.moves.set(comm, null);
      this.send(comm, data, buffers);
    } else {
      const state = { ...(waits?.data.state ?? {}), ...data.state };
      this.moves.set(comm, { data: { ...data, state }, buffers });
    }
  }

  send(comm, data, buffers) {
    this.worker.postMessage({ kind: "move", comm, message: JSON.stringify({ id: comm, data }), buffers });
  }

  answered(comm) {
    const waits = this.moves.get(comm);
    if (waits) {
      this.moves.set(comm, null);
      this.send(comm, waits.data, waits.buffers);
    } else {
      this.moves.delete(comm);
    }
  }
}
