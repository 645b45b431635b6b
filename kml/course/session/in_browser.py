"""How a lesson begins on the static site, where Python runs in the browser. It works before numpy is there."""

from importlib.util import find_spec

from IPython import get_ipython

from kml.core.words import N_, _

# What lessons import and the site itself does not have, by import name
FROM_CDN = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "PIL")
OFFLINE = {
    "en": N_(
        "Only plain Python runs here until your browser can fetch {missing} from Pyodide's CDN: "
        "go online, then choose Kernel ▸ Restart Kernel."
    ),
    "zh": N_(
        "浏览器从 Pyodide 的 CDN 取到 {missing} 之前，这里只能运行纯 Python："
        "请联网，再选择菜单 Kernel ▸ Restart Kernel。"
    ),
}


def begin(language="en"):
    """Ask whether the CDN's packages are here, and from now on say one sentence wherever one of them is missing."""

    def tell(shell, kind, error, trace, tb_offset=None):
        name = (error.name or "").partition(".")[0]
        if name in FROM_CDN:
            error._render_traceback_ = lambda: [OFFLINE[language].format(missing=name)]
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    get_ipython().set_custom_exc((ModuleNotFoundError,), tell)
    for name in FROM_CDN:
        if find_spec(name) is None:
            raise ModuleNotFoundError(_("No module named {name!r}").format(name=name), name=name)
