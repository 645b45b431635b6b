"""What a person reads of a submission: what the learner wrote, and which of it answers what."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Shown:
    """A cell for people to read. `exercise` is the id of the one that it answers, or ""."""

    kind: str  # "code" or "markdown"
    source: str
    outputs: tuple[tuple[str, str], ...] = ()
    exercise: str = ""

    @staticmethod
    def from_dict(fields):
        """The other way round of `as_dicts`."""
        return Shown(**{**fields, "outputs": tuple(map(tuple, fields["outputs"]))})


def page(raw, merged, lesson):
    """The Shown of a submission, in its own order, without what the lesson itself says; answers that were put together
    from several cells stand at the end.
    """
    left = {id: answer.cells[-1].source for id, answer in merged.answers.items() if answer.cells}
    shown = []
    for cell in raw.cells:
        here = next((id for id in left if cell.kind == "code" and cell.source and left[id] == cell.source), "")
        if here:
            del left[here]
        if here or cell.source not in lesson.texts:
            shown.append(Shown(cell.kind, cell.source, cell.outputs, here))
    return (*shown, *(Shown("code", source, exercise=id) for id, source in left.items()))


def as_dicts(page):
    """A page for JSON."""
    return [asdict(shown) for shown in page]
