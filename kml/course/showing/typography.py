"""How a lesson's own text, tables and lists to choose from look in JupyterLab, where its style does not suit them.

The site's pages say the same in their own style (`page.css` of kml_classroom), with the page's measures.
"""

from IPython import get_ipython
from IPython.display import display

from kml.core.page import static

# ipywidgets draws the arrow of a list to choose from in black, which a dark page swallows.
_ARROW = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'><path fill='%23ccc' d='M5 7l4 4 4-4z'/></svg>"
# Between two 汉字 a line may end anywhere, so a narrow column would cut 小红书 in two.
# Names stand in heads and first cells.
STYLE = f"""<style>
.jp-RenderedMarkdown details {{ margin-bottom: 1em }}
.jp-RenderedHTMLCommon :is(th, td:first-child) {{ word-break: keep-all }}
body[data-jp-theme-light="false"] {{ --jp-widgets-dropdown-arrow: url("data:image/svg+xml,{_ARROW}") }}
</style>"""


def set_style():
    """Set it for the page, where there is one: the first cell of a lesson does. Nothing while notebooks are built."""
    if get_ipython() and not static():
        display({"text/html": STYLE, "text/plain": ""}, raw=True)
