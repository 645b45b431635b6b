"""From a source to its two notebooks: the solution (before it is run) and the lesson."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kml_classroom.address import ADDRESS
from kml_classroom.author.heads import completed, footer, header
from kml_classroom.author.source import BuildError, Problem
from kml_classroom.author.tutor import metadata as for_tutor
from kml_classroom.author.tutor import written_in
from kml_classroom.words import N_, _

# Colab has everything that kml needs but kml and two small packages; anywhere else this cell does nothing. It asks for
# a part of the course: a stranger's package of the same name, which a registry has, goes before the course comes.
COLAB = f"""\
try:
    import kml.lessons
except ImportError:
    import sys
    sys.modules.pop("kml", None)
    %pip uninstall -qq -y kml
    %pip install -q --no-deps datasketch imagehash git+https://github.com/{ADDRESS}"""

ABOUT_COLAB = N_("On Google Colab this cell fetches the course. Anywhere else it does nothing.")

LINKS = {
    "badge_colab": "https://colab.research.google.com/assets/colab-badge.svg",
    "badge_binder": "https://mybinder.org/badge_logo.svg",
    "colab": f"https://colab.research.google.com/github/{ADDRESS}/blob/main/{{path}}",
    "binder": f"https://mybinder.org/v2/gh/{ADDRESS}/HEAD?urlpath=lab/tree/{{path}}",
}


def badges(path):
    """The addresses that open the notebook at `path`, such as lessons/03_name.ipynb, elsewhere, and their pictures."""
    return {key: link.format(path=path) for key, link in LINKS.items()}


def make_notebook(source, exercises, *, solved, folder="lessons", following=()):
    """The notebook of a source, not yet run: with the answers (`solved`), or as a learner gets it in `folder`.

    `exercises` is {id: Exercise}, for the cards; `following` are the sources of the lessons after it, to lead there.
    A cell has the same id in both notebooks.
    """
    cells = [
        new_markdown_cell(header(source, exercises, badges(f"{folder}/{source.name}.ipynb")), id="header"),
        new_code_cell(f"# {_(ABOUT_COLAB)}\n{COLAB}", id="colab"),
    ]
    for cell in source.cells:
        if not solved and "solution" in cell.tags:
            continue
        metadata = {"tags": list(cell.tags)} if cell.tags else {}
        if not solved and (exercise := written_in(cell, exercises)):
            metadata |= for_tutor(source, exercise)
        if cell.kind == "code":
            cells.append(new_code_cell(cell.solved if solved else cell.stub, id=cell.id, metadata=metadata))
        else:
            cells.append(new_markdown_cell(completed(cell.text, exercises), id=cell.id, metadata=metadata))
    page = "../lessons/README.md" if solved else "README.md"  # a solution lies in solutions/
    cells.append(new_markdown_cell(footer(following, page), id="next"))
    notebook = new_notebook(cells=cells)
    notebook.nbformat_minor = 5
    set_metadata(notebook, source)
    return notebook


def set_metadata(notebook, source):
    """The notebook's metadata: nothing in it depends on the machine that built it."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    if source.about["gpu"] == "optional":
        notebook.metadata.update({"accelerator": "GPU", "colab": {"gpuType": "T4", "provenance": []}})


def text_of(notebook):
    """The notebook as the text of its file."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"


def read_notebook(path):
    """Read a notebook's file as it is. Raises BuildError if there is none, or if it is not a notebook."""
    label = f"{path.parent.name}/{path.name}"
    if not path.exists():
        raise BuildError(Problem(label, "it is missing.", "run make build."))
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook, version=4)
        return notebook
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError):  # what nbformat raises
        raise BuildError(Problem(label, "it cannot be read as a notebook.", "run make build.")) from None
