// What a learner writes stays in this browser, and leaves it as an ordinary notebook.
export class Kept {
  constructor(lesson, language) {
    this.key = `kml-lesson-${lesson}-${language}`;
    this.sources = {}; // id of a cell → what the learner wrote there
    try {
      this.sources = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      // a browser that keeps nothing
    }
  }

  get some() {
    return Object.keys(this.sources).length > 0;
  }

  set(id, source, original) {
    if (source === original) delete this.sources[id];
    else this.sources[id] = source;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.sources));
    } catch {
      // full, or not allowed: what is written stays on the page
    }
  }

  // The notebook as it came, with what was written put into its cells.
  into(notebook) {
    for (const cell of notebook.cells) {
      if (cell.id in this.sources) cell.source = lines(this.sources[cell.id]);
    }
    return notebook;
  }
}

// {id: source} of a notebook's code cells that are in `cells` too. Throws if it is no notebook of this lesson.
export function written(text, cells) {
  const notebook = JSON.parse(text);
  const known = new Set(cells.filter((cell) => cell.type === "code").map((cell) => cell.id));
  const found = (notebook.cells ?? []).filter((cell) => known.has(cell.id));
  if (!found.length) throw new Error("another notebook");
  return Object.fromEntries(found.map((cell) => [cell.id, [cell.source].flat().join("")]));
}

// As notebooks have it: a list of lines, each with its end.
const lines = (source) => source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
