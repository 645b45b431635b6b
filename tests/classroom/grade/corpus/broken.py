"""Files that are broken, or no notebook at all."""

import io
import json
import os
import zipfile

from making import code, insert, solved, source, write

from corpus.entries import FILE, entry


def text():
    return json.dumps(solved(), ensure_ascii=False)


# ── what can be read ───────────────────────────────────────────────────────────────────────────────────────────────


@entry("repaired", says="byte order mark")
def byte_order_mark():
    """UTF-8 with a byte order mark."""
    return b"\xef\xbb\xbf" + text().encode()


@entry("repaired", says="UTF-16")
def utf16():
    """Saved as UTF-16."""
    return text().encode("utf-16")


@entry("repaired", says="UTF-32")
def utf32():
    """Saved as UTF-32, without a byte order mark."""
    return text().encode("utf-32-le")


@entry("repaired", says="Latin-1")
def latin1():
    """Saved as Latin-1, with umlauts."""
    notebook = insert(solved(), 3, "# für das Gefälle é")
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1", "replace")


@entry("repaired", says="old format (3)")
def nbformat_3():
    """The format of 2013: worksheets, `input` for `source`, headings as cells."""
    cells = []
    for one in solved()["cells"]:
        if one["cell_type"] == "code":
            cells.append(
                {"cell_type": "code", "input": source(one), "language": "python", "outputs": [], "metadata": {}}
            )
        else:
            cells.append({"cell_type": "markdown", "source": source(one), "metadata": {}})
    cells.insert(0, {"cell_type": "heading", "level": 1, "source": "Gradient descent"})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}, "worksheets": [{"cells": cells}]}


@entry("repaired", says="read as 4")
def nbformat_5():
    """A format of the future."""
    return {**solved(), "nbformat": 5, "nbformat_minor": 3}


@entry("repaired", says="read as 4")
def nbformat_lost():
    """No format is named, and the metadata is a list."""
    notebook = solved()
    del notebook["nbformat"], notebook["nbformat_minor"]
    return {**notebook, "metadata": []}


@entry("repaired", says="'ir'")
def wrong_kernel():
    """The kernel is R."""
    notebook = solved()
    notebook["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    return notebook


@entry("repaired", says="damaged cells left out")
def damaged_cells():
    """Among the cells are a number, null, a cell without source and one without type."""
    notebook = solved()
    notebook["cells"][3:3] = [7, None, {"cell_type": "code", "source": {"a": 1}}, {"source": "x = 1"}]
    return notebook


@entry()
def odd_fields():
    """Fields of wrong types in good cells: outputs a text, tags a number, metadata null, lines that are no text."""
    notebook = solved()
    for one, odd in zip(notebook["cells"], ("outputs", "tags", "metadata", "lines") * 20, strict=False):
        if odd == "outputs":
            one["outputs"] = "none"
        elif odd == "tags":
            one["metadata"]["tags"] = 7
        elif odd == "metadata":
            one["metadata"] = None
        else:
            one["source"] = [source(one), 7, None]
    return notebook


@entry()
def letters_that_are_none():
    """Half of a surrogate pair, NUL and NaN in places where they do no harm."""
    notebook = insert(solved(), 3, "title = '\ud83d'\x00")
    notebook["cells"][0]["metadata"]["score"] = float("nan")
    return notebook


@entry("needs review", says="letters was left out")
def cell_too_long():
    """A cell of 300,000 letters."""
    return insert(solved(), 3, f"data = '{'x' * 300_000}'")


@entry()
def nested_too_deeply():
    """Cells of brackets, signs and sums without end, which no parser likes."""
    notebook = solved()
    for nested in ("(" * 60_000, "-" * 80_000 + "1", "1" + "+1" * 30_000, "lambda:" * 8_000 + "1", "x" + ".a" * 30_000):
        insert(notebook, 3, nested)
    return notebook


@entry()
def empty_lines():
    """A cell of 150,000 empty lines before one magic, and one long line of spaces."""
    insert(notebook := solved(), 3, "\n" * 150_000 + "%ls\nx = (")
    return insert(notebook, 3, " " * 150_000 + "x = (")


@entry()
def picture_that_is_none():
    """A picture of a million spaces and one sign in an output."""
    notebook = solved()
    data = {"image/png": " " * 900_000 + "!", "text/plain": "<Figure>"}
    notebook["cells"][2]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return notebook


@entry(learner="folder.ipynb")
def folder_with_the_name_of_a_file(folder):
    """A folder called x.ipynb that holds a good notebook."""
    write(folder / FILE, solved())


@entry(notes="not a notebook")
def other_files_beside_it(folder):
    """A module called numpy, a start-up file, a zip and a data file lie beside it."""
    write(folder / FILE, solved())
    for name in ("numpy.py", "kml.py", "sitecustomize.py", "conftest.py", "data.csv", "all.zip"):
        write(folder / name, "raise SystemExit('read')")
    write(folder / ".ipynb_checkpoints" / FILE, "{}")
    write(folder / "__MACOSX" / FILE, b"\x00\x05")


@entry(notes="link")
def links_beside_it(folder, world):
    """Links to files and folders out of bounds lie beside a good notebook."""
    write(folder / FILE, solved())
    (folder / "more.ipynb").symlink_to(world.outside / "other.ipynb")
    (folder / "all").symlink_to(world.outside)
    (folder / "round").symlink_to(folder)


# ── what cannot ────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("unreadable", says="breaks off")
def truncated():
    """The upload broke off in the middle."""
    return text()[: len(text()) // 2]


@entry("unreadable", says="damaged")
def edited_by_hand():
    """A comma too many after the first cell."""
    return text().replace("}, {", "},, {", 1)


@entry("unreadable", says="empty")
def empty_file():
    """No bytes."""
    return b""


@entry("unreadable", says="empty")
def zeros():
    """Blocks of zeros, as a full disk leaves them."""
    return b"\0" * 4096


@entry("unreadable", says="unfinished merge")
def merge_marks():
    """git's marks of a conflict."""
    return (
        text().replace('"cells"', '"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> main\n], "cells"', 1).replace(", ", ",\n")
    )


@entry("unreadable", says="web page")
def web_page():
    """The page of a file-sharing site was saved instead of the file."""
    return "<!DOCTYPE html><html><script>alert(1)</script></html>"


@entry("unreadable", says="a zip archive")
def archive():
    """A zip that was renamed."""
    with zipfile.ZipFile(file := io.BytesIO(), "w") as packed:
        packed.writestr(FILE, text())
    return file.getvalue()


@entry("unreadable", says="text")
def python_file():
    """A script with the name of a notebook."""
    return "\n\n".join(source(c) for c in solved()["cells"])


@entry("unreadable", says="not a notebook")
def other_json():
    """JSON, but a list."""
    return json.dumps([solved()])


@entry("unreadable", says="no cells")
def no_cells():
    """A notebook without cells."""
    return {**solved(), "cells": []}


@entry("unreadable", says="brackets")
def brackets_without_end():
    """A hundred thousand brackets."""
    return "[" * 100_000


@entry("unreadable", says="damaged")
def number_without_end():
    """A number of a hundred thousand digits beside the cells."""
    return f'{text()[:-1]}, "extra": {"9" * 100_000}}}'


@entry("unreadable", says="more than 2,000")
def too_many_cells():
    """Three thousand cells."""
    return {**solved(), "cells": [code("x = 1")] * 3000}


@entry("unreadable", says="MB")
def huge():
    """A file larger than what is read."""
    notebook = solved()
    notebook["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 4_000_000}]
    return notebook


@entry("unreadable", says="no notebook")
def no_notebook(folder):
    """A folder with a PDF and a script."""
    write(folder / "answers.pdf", b"%PDF-1.7")
    write(folder / "answers.py", "x = 1")


@entry("unreadable", says="it is empty", learner="empty.ipynb")
def empty_folder(folder):
    """An empty folder with the name of a notebook."""
    folder.mkdir()


@entry("unreadable", says="link", learner="linked")
def linked_file(folder, world):
    """A link to another learner's notebook."""
    folder.with_name("linked.ipynb").symlink_to(world.outside / "other.ipynb")


@entry("unreadable", says="link")
def linked_folder(folder, world):
    """A link to a folder out of bounds."""
    folder.symlink_to(world.outside, target_is_directory=True)


@entry("unreadable", says="link")
def linked_file_in_a_folder(folder, world):
    """The only notebook in the folder is a link."""
    folder.mkdir()
    (folder / FILE).symlink_to(world.outside / "other.ipynb")


@entry(learner="name that is no text")
def names_that_are_no_text(folder):
    """Files whose names are bytes of another alphabet."""
    write(folder / os.fsdecode(b"\xd7\xf7\xd2\xb5.ipynb"), solved())
    write(folder / os.fsdecode(b"\xff\x1b.txt"), "x")


@entry("unreadable", says="no plain file")
def pipe(folder):
    """A pipe that waits for ever to be read."""
    folder.mkdir()
    os.mkfifo(folder / FILE)
