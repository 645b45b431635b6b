"""The course's address on GitHub, OWNER/REPO: said here, and written from here into every link that holds it.

Until it is written, what would lead nowhere is not shown: in a page or a notebook it stands in a comment,
`<!-- address … -->`. Once it is, the same stands between `<!-- address -->` and `<!-- /address -->`. In a file of
settings it is a line, `# address …`, and then `… # address`.
"""

import re
import subprocess
from pathlib import Path
from urllib.parse import quote, urlsplit

from kml_classroom.words import _

PLACEHOLDER = "OWNER/REPO"  # what a new page may say: the next `kml address` fills it in
ADDRESS = "OWNER/REPO"

FOLDER_ON_A_HUB = "kml"  # in a learner's home there: hub/values.yaml makes it

HERE = "classroom/kml_classroom/address.py"
PLACES = (
    *(
        "*.md",
        "CITATION.cff",
        "pyproject.toml",
        "classroom/pyproject.toml",
        ".devcontainer/*.json",
        "binder/*",
        "docs/*.md",
        "hub/*",
    ),
    ".github/**/*.yml",
    *("lessons/**/*.md", "lessons/**/*.ipynb", "solutions/**/*.md", "solutions/**/*.ipynb"),
)
_BEGIN, _END = "<!-- address", "-->"  # of what is not shown
_HIDDEN = re.compile(rf"{_BEGIN}(?! {_END})((?:\s|\\n).*?){_END}", re.DOTALL)  # \\n: as a notebook's file has it
_SHOWN = re.compile(rf"{_BEGIN} {_END}(.*?)<!-- /address {_END}", re.DOTALL)
_SETTINGS = (".cff", ".toml", ".yml")
_HIDDEN_LINE = re.compile(r"^# address (.*)$", re.MULTILINE)
_SHOWN_LINE = re.compile(r"^(.*) # address$", re.MULTILINE)
_OWN_LINE = re.compile(r'^ADDRESS = "[^"]*"$', re.MULTILINE)
_ALLOWED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[\w.-]{1,100}")
_REMOTE = re.compile(r"(?:https://(?:[^@/]*@)?github\.com/|(?:ssh://)?git@github\.com[:/])([^/]+/[^/]+?)(?:\.git)?/?")


def write_address(root, address):
    """Write `address` wherever the course's folder says its own; return the names of the files that changed.

    Only links to GitHub, Colab and Binder are touched, and whether they are shown, so a notebook keeps its cells' ids
    and outputs. OWNER/REPO, the placeholder, takes the address out and hides the links again.
    """
    changed = _rewritten(Path(root), _allowed(address))
    for path, text in changed.items():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    return [path.relative_to(root).as_posix() for path in changed]


def other_addresses(root, address):
    """The names of the files that do not say `address` where they name the course's own."""
    return [path.relative_to(root).as_posix() for path in _rewritten(Path(root), _allowed(address))]


def current(root):
    """The address that the course's folder says now. Raises ValueError if this is not the course's folder."""
    path = Path(root, HERE)
    if not path.exists():
        raise ValueError(_("This is not the course's folder: go there first."))
    return _OWN_LINE.search(path.read_text(encoding="utf-8"))[0].split('"')[1]


def from_remote(root):
    """OWNER/REPO of the git remote "origin". Raises ValueError if there is none on GitHub."""
    try:
        asked = subprocess.run(["git", "remote", "get-url", "origin"], cwd=root, capture_output=True, text=True)
        found = _REMOTE.fullmatch(asked.stdout.strip())
    except FileNotFoundError:  # no git here
        found = None
    if not found:
        said = _("There is no git remote named origin on GitHub. Say the address: kml address {example}")
        raise ValueError(said.format(example=PLACEHOLDER))
    return found[1]


def once_written(text, address=ADDRESS):
    """A text with links to the course's address, which is shown once the address is written.

    >>> once_written(" [clone](https://github.com/OWNER/REPO)", "OWNER/REPO")
    '<!-- address [clone](https://github.com/OWNER/REPO)-->'
    >>> once_written(" [clone](https://github.com/a/b)", "a/b")
    '<!-- address --> [clone](https://github.com/a/b)<!-- /address -->'
    """
    return _shown_or_not(f"{_BEGIN}{text}{_END}", address)


def _shown_or_not(text, address):
    """The text with what `address` decides shown, or in comments where it is the placeholder."""
    if address == PLACEHOLDER:
        return _SHOWN.sub(rf"{_BEGIN}\1{_END}", text)
    return _HIDDEN.sub(rf"{_BEGIN} {_END}\1<!-- /address {_END}", text)


def _setting_or_not(text, address):
    """The same of a file of settings.

    >>> _setting_or_not("# address url: https://github.com/a/b", "a/b")
    'url: https://github.com/a/b # address'
    """
    if address == PLACEHOLDER:
        return _SHOWN_LINE.sub(r"# address \1", text)
    return _HIDDEN_LINE.sub(r"\1 # address", text)


def hub_link(hub, lesson):
    """A link that opens a lesson, such as "zh/03_gradient_descent.ipynb", in the learner's own copy on a JupyterHub.

    `hub` is the hub's address, such as https://hub.example.org. Raises ValueError if it is none.
    """
    about = urlsplit(hub)
    if about.scheme not in ("http", "https") or not about.netloc or about.query or about.fragment:
        said = _("HUB must be the hub's address, such as https://hub.example.org; got {hub!r}.")
        raise ValueError(said.format(hub=hub))
    return f"{hub.rstrip('/')}/hub/user-redirect/lab/tree/{FOLDER_ON_A_HUB}/{quote(lesson)}"


def _allowed(address):
    if not _ALLOWED.fullmatch(address) or address.endswith(".git"):
        said = _("The address must be an owner and a name on GitHub, such as {example}; got {address!r}.")
        raise ValueError(said.format(example=PLACEHOLDER, address=address))
    return address


def _rewritten(root, address):
    """{path: text with `address`} of the files that do not have it yet."""
    known = {PLACEHOLDER, current(root)}
    changed = {}
    for path in [root / HERE, *sorted({path for place in PLACES for path in root.glob(place) if path.is_file()})]:
        with path.open(encoding="utf-8", newline="") as file:
            now = file.read()
        if path == root / HERE:
            wanted = _OWN_LINE.sub(f'ADDRESS = "{address}"', now)
        else:
            show = _setting_or_not if path.suffix in _SETTINGS else _shown_or_not
            wanted = show(_linked(now, known, address), address)
        if wanted != now:
            changed[path] = wanted
    return changed


def _linked(text, known, address):
    """The text with the `known` addresses replaced in links, plain ones and those inside the query of another link."""
    for slash in ("/", "%2F"):
        names = "|".join(re.escape(old.replace("/", slash)) for old in sorted(known))
        link = rf"(github\.com{slash}|/github/|/gh/)(?:{names})(?![\w-]|\.(?!git\b)\w)"
        text = re.sub(link, lambda found, slash=slash: found[1] + address.replace("/", slash), text)
    return text
