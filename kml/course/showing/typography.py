"""How a lesson's own text and tables look in JupyterLab, where its style is too tight for them.

The site's pages say the same in their own style (`page.css` of kml_classroom), with the page's measures.
"""

from IPython import get_ipython
from IPython.display import display

from kml.core.page import static

# Between two 汉字 a line may end anywhere, so a narrow column would cut 小红书 in two.
# Names stand in heads and first cells.
STYLE = """<style>
.jp-RenderedMarkdown details { margin-bottom: 1em }
.jp-RenderedHTMLCommon :is(th, td:first-child) { word-break: keep-all }
</style>"""


def set_style():
    """Set it for the page, where there is one: the first cell of a lesson does. Nothing while notebooks are built."""
    if get_ipython() and not static():
        display({"text/html": STYLE, "text/plain": ""}, raw=True)
