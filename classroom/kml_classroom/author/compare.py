"""What differs between a committed notebook and the one that the build makes now. Images are compared by presence."""

import re

from kml_classroom.author.source import Problem

_EMBEDDED = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")
MEND = "run make build and commit what it writes; never edit a generated notebook."


def differences(label, committed, built):
    """Yield a Problem for everything that differs in cells, ids, metadata or outputs."""
    if committed.metadata != built.metadata or committed.nbformat_minor != built.nbformat_minor:
        yield Problem(label, "its metadata is not what the build makes.", MEND)
    for number, pair in enumerate(zip(committed.cells, built.cells, strict=False), start=1):
        if pair[0].get("id") != pair[1].id:
            yield Problem(f"{label}, cell {number}", "this is not the cell that the build makes.", MEND, _beside(*pair))
            return
    if len(committed.cells) != len(built.cells):
        what = f"it has {len(committed.cells)} cells, the build makes {len(built.cells)}."
        yield Problem(label, what, MEND)
    for number, (old, new) in enumerate(zip(committed.cells, built.cells, strict=False), start=1):
        where = f"{label}, cell {number}"
        if old.source != new.source or old.cell_type != new.cell_type:
            yield Problem(where, "its source is not what the build makes.", MEND, _beside(old, new))
        if old.metadata != new.metadata:
            yield Problem(where, "its metadata is not what the build makes.", MEND)
        if new.cell_type == "code":
            if old.get("execution_count") != new.execution_count:
                yield Problem(where, "its execution count is not what the build makes.", MEND)
            one, other = _comparable(old.get("outputs", [])), _comparable(new.outputs)
            if one != other:
                detail = _first_difference("\n".join(_lines(one)), "\n".join(_lines(other)))
                yield Problem(where, "its output is not what the build makes.", MEND, detail)


def _comparable(value, key=""):
    if key.startswith("image/") and not isinstance(value, dict):
        return "an image"
    if isinstance(value, dict):
        return {k: _comparable(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_comparable(v) for v in value]
    return _EMBEDDED.sub("an image", value) if isinstance(value, str) else value


def _lines(value, path=""):
    if isinstance(value, dict):
        for key, item in sorted(value.items()):
            yield from _lines(item, f"{path} {key}".strip())
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item, path)
    else:
        for row in str(value).splitlines():
            yield f"{path}: {row}"


def _beside(old, new):
    return _first_difference(old.source, new.source)


def _first_difference(old, new):
    """The first line that differs, as committed and as built."""
    one, other = old.splitlines(), new.splitlines()
    rows = max(len(one), len(other))
    one, other = one + ["(nothing)"] * (rows - len(one)), other + ["(nothing)"] * (rows - len(other))
    for a, b in zip(one, other, strict=True):
        if a != b:
            same = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            start = max(0, same - 40)
            return "\n".join(
                f"{which}: {'…' * (start > 0)}{text[start : start + 100]}{'…' * (len(text) > start + 100)}"
                for which, text in (("committed", a), ("built now", b))
            )
    return ""
