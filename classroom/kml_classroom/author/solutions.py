"""What `kml.solution` shows of the reference answers in words: their docstrings, wherever they are defined.

Read from the source, without running any of it.
"""

import ast
from pathlib import Path

from kml.course.checking.solutions import told


def docstrings_said(root, path):
    """[(file, line, docstring)] of the reference answers of the exercises that the module at `path` declares."""
    code = _tree(path)
    references = [
        keyword.value
        for node in ast.walk(code)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "reference"
    ]
    found = []
    for reference in references:
        file, function = _definition(root, path, *ast.unparse(reference).split("."))
        if function is not None and ast.get_docstring(function):
            line = function.body[0].lineno
            found.append((file.relative_to(root).as_posix(), line, told(ast.get_docstring(function))))
    return found


def _definition(root, path, name, *parts):
    """(file, function) of what the module at `path` calls `name` or, with parts, `name.part`; (path, None) if unknown.

    What a module imports from others of the course is followed to the module that defines it.
    """
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef) and node.name == name and not parts:
            return path, node
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    asked = (*node.module.split("."), alias.name, *parts)
                    return _in_module(root, asked)
    return path, None


def _in_module(root, dotted):
    """The definition of a dotted name: the longest part of it that is a file holds the rest."""
    for n in range(len(dotted) - 1, 0, -1):
        folder = Path(root, *dotted[:n])
        for file in (folder.with_suffix(".py"), folder / "__init__.py"):
            if file.is_file():
                return _definition(root, file, *dotted[n:])
    return Path(root), None


def _tree(path):
    return ast.parse(Path(path).read_text(encoding="utf-8"))
