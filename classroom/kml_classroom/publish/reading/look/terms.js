// What a word of the glossary means: when one points at it, comes to it with Tab, or taps it.
const tip = Object.assign(document.createElement("div"), { className: "tip", id: "tip", hidden: true });
tip.setAttribute("role", "tooltip");
const name = document.createElement("strong");
const meaning = document.createElement("span");
tip.append(name, meaning);
document.body.append(tip);
let shown = null;

function show(term) {
  shown = term;
  name.textContent = term.dataset.name;
  meaning.textContent = term.dataset.meaning;
  tip.hidden = false;
  term.setAttribute("aria-describedby", "tip");
  const [word, box] = [term.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.max(8, Math.min(word.left, document.documentElement.clientWidth - box.width - 8));
  const below = word.bottom + box.height + 8 < innerHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(below ? word.bottom + 6 : word.top - box.height - 6) + scrollY}px`;
}

function hide() {
  shown?.removeAttribute("aria-describedby");
  shown = null;
  tip.hidden = true;
}

const termOf = (event) => event.target.closest?.(".term");
document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse" && termOf(event)) show(termOf(event)); });
document.addEventListener("pointerout", (event) => { if (event.pointerType === "mouse" && termOf(event)) hide(); });
document.addEventListener("focusin", (event) => (termOf(event) ? show(termOf(event)) : hide()));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
let touched = false;  // a first tap tells, a second one opens the glossary
document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse" && !(termOf(event) && termOf(event) === shown); });
document.addEventListener("click", (event) => {
  const term = termOf(event);
  if (!term) hide();
  else if (touched) {
    event.preventDefault();
    show(term);
  }
});
