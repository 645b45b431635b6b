"""What a screen reader says of pictures and controls, where JupyterLab and ipywidgets leave it out.

JupyterLab drops an image's alt text, and ipywidgets names neither the picture of an Image nor the handle of a slider.
No trait sets these, so a script in the output after them does, in JupyterLab and Notebook 7. Where scripts do not run
(GitHub, a notebook that one has not run), a line below each picture unfolds what is in it; the script takes it away.
"""

import html
import json
from string import Template

from IPython.display import display

from kml.core.words import _

# Widgets come after this has run, and their parts change: so it looks again whenever something in the output does.
_SCRIPT = Template("""<script>
((words, kind) => {
  const mine = document.currentScript?.closest(".jp-OutputArea-child"), output = mine?.previousElementSibling;
  if (!output) return;
  mine.querySelectorAll(".kml-in-words").forEach(line => { line.hidden = true; });
  const each = (place, part, attributes) => place.querySelectorAll(part).forEach(element =>
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value)));
  const name = () => {
    const said = output.querySelector("[data-picture]")?.dataset.picture ?? words;
    output.querySelectorAll("img").forEach(image => {
      if (image.alt !== said) image.alt = said;
      if (kind) image.classList.add(kind);
    });
    each(output, ".widget-radio-box", {role: "radiogroup", "aria-label": words});
    output.querySelectorAll(".widget-slider").forEach(slider => {
      const label = slider.querySelector(".widget-label").textContent;
      each(slider, "[role=slider]", {"aria-label": label});
      each(slider, ".widget-readout", {role: "textbox", "aria-label": label});
    });
  };
  name();
  new MutationObserver(name).observe(output, {childList: true, subtree: true});
})($words, $kind)
</script>""")


def script(words, kind=""):
    """HTML that names the output before it: `words` for a picture or radio buttons, its own label for each slider.

    A picture whose words change has them in an attribute `data-picture` beside it. `kind` is a class for pictures.
    """
    given = {"words": words, "kind": kind}
    # no word can end the script
    return _SCRIPT.substitute({name: json.dumps(text).replace("<", "\\u003c") for name, text in given.items()})


def folded(words):
    """HTML of a line that unfolds what a picture shows, in words."""
    title = _("In words")
    line = f"<summary>{html.escape(title)}</summary>{html.escape(words)}"
    return f'<details class="kml-in-words" style="max-width: 45em">{line}</details>'


def name_last_output(words):
    """Name the output that was displayed last. Not for static mode, whose outputs are the same everywhere."""
    display({"text/html": script(words), "text/plain": ""}, raw=True)
