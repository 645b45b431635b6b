"""What a screen reader says of pictures and controls, where JupyterLab and ipywidgets leave it out.

JupyterLab drops an image's alt text, and ipywidgets names neither the picture of an Image nor the handle of a slider.
No trait sets these, so a script in the output after them does, in JupyterLab and Notebook 7, and changes nothing that
one sees. Where scripts do not run, the caption below each picture still says what is in it.
"""

import json
from string import Template

from IPython.display import display

# Widgets come after this has run, and their parts change: so it looks again whenever something in the output does.
_SCRIPT = Template("""<script>
(words => {
  const output = document.currentScript?.closest(".jp-OutputArea-child")?.previousElementSibling;
  if (!output) return;
  const each = (place, part, attributes) => place.querySelectorAll(part).forEach(element =>
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value)));
  const name = () => {
    each(output, "img", {alt: words});
    each(output, ".widget-radio-box", {role: "radiogroup", "aria-label": words});
    output.querySelectorAll(".widget-slider").forEach(slider => {
      const label = slider.querySelector(".widget-label").textContent;
      each(slider, "[role=slider]", {"aria-label": label});
      each(slider, ".widget-readout", {role: "textbox", "aria-label": label});
    });
  };
  name();
  new MutationObserver(name).observe(output, {childList: true, subtree: true});
})($words)
</script>""")


def script(words):
    """HTML that names the output before it: `words` for a picture or radio buttons, its own label for each slider."""
    return _SCRIPT.substitute(words=json.dumps(words).replace("<", "\\u003c"))  # words cannot end the script


def name_last_output(words):
    """Name the output that was displayed last. Not for static mode, whose outputs are the same everywhere."""
    display({"text/html": script(words), "text/plain": ""}, raw=True)
