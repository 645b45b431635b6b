// Python, away from the page, so that the page answers while it computes. See engine.js for the other side.
//
// In:  {kind: "start", about, interrupt}, {kind: "run", id, code}, {kind: "move", message, buffers}
// Out: {kind: "progress", stage, got}, {kind: "ready"}, {kind: "failed", text}, {kind: "done", id, answer},
//      {kind: "moved", comm}, {kind: "said", what, content, buffers}
const HOME = "/home/pyodide";
let python, page, kept;

self.addEventListener("message", ({ data }) => {
  // One after the other: what is asked while a cell runs waits for its end.
  kept = (kept ?? Promise.resolve()).then(() => answer(data));
});

async function answer(asked) {
  if (asked.kind === "start") {
    await start(asked).catch((problem) => postMessage({ kind: "failed", text: String(problem.message ?? problem) }));
  } else if (asked.kind === "run") {
    const found = await page.run(asked.code).catch((problem) => JSON.stringify({
      status: "error", name: problem.type ?? "Error", text: String(problem.message ?? problem), said: "", lines: [],
    }));
    postMessage({ kind: "done", id: asked.id, answer: JSON.parse(found) });
    await keep();
  } else if (asked.kind === "move") {
    try {
      page.moved(asked.message, python.toPy(asked.buffers));
    } catch (problem) {
      postMessage({ kind: "said", what: "stream", content: { name: "stderr", text: String(problem.message) }, buffers: [] });
    }
    postMessage({ kind: "moved", comm: asked.comm });
    await keep();
  }
}

// `about` is run.json, with whole addresses: python (a folder), packages (names), wheels, lesson (what starts the page).
async function start({ about, interrupt }) {
  countBytes();
  const { loadPyodide } = await import(about.python + "pyodide.mjs");
  python = await loadPyodide({ indexURL: about.python, env: { HOME, MPLBACKEND: "module://matplotlib_inline.backend_inline" } });
  if (interrupt) python.setInterruptBuffer(interrupt);
  const wheels = about.wheels.map((wheel) => fetch(wheel).then((found) => {
    if (!found.ok) throw new Error(`${wheel}: ${found.status}`);
    return found.arrayBuffer();
  }));
  await python.loadPackage(about.packages, { messageCallback: () => {} });
  const site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  for (const wheel of await Promise.all(wheels)) python.unpackArchive(wheel, "wheel", { extractDir: site });
  postMessage({ kind: "progress", stage: "starting" });
  await remember();
  python.runPython("import importlib; importlib.invalidate_caches()");
  page = python.pyimport("kml.course.session.in_page");
  const tell = (what, content, buffers) => {
    const copies = buffers.toJs();
    buffers.destroy();
    postMessage({ kind: "said", what, content: JSON.parse(content), buffers: copies });
  };
  page.begin(tell);
  postMessage({ kind: "ready" });
}

// What is on the way, in bytes: the page's progress bar.
function countBytes() {
  const plain = self.fetch;
  let got = 0, told = 0;
  self.fetch = async (...asked) => {
    const answer = await plain(...asked);
    if (!answer.body || !answer.ok) return answer;
    const counter = new TransformStream({
      transform(chunk, into) {
        got += chunk.byteLength;
        if (got - told > 200_000) postMessage({ kind: "progress", stage: "fetching", got: (told = got) });
        into.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(counter), { status: answer.status, headers: answer.headers });
  };
}

// The learner's own files stay in this browser: what the course remembers of them from lesson to lesson.
async function remember() {
  try {
    python.FS.mount(python.FS.filesystems.IDBFS, {}, HOME);
    await sync(true);
  } catch {
    // a browser that keeps nothing
  }
  python.runPython(`import os; os.makedirs("${HOME}", exist_ok=True); os.chdir("${HOME}")`);
}

const keep = () => sync(false).catch(() => {});

function sync(fromBrowser) {
  return new Promise((done, failed) => python.FS.syncfs(fromBrowser, (problem) => (problem ? failed(problem) : done())));
}
