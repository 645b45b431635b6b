"""What the sliders of a lesson say at both ends of each control, beside the English that the same pictures have."""

from matplotlib.text import Text
from proofreading import english, lost

from kml.core.words import SOURCE, spoken


def faults(explorer):
    """What is wrong with what an Explorer says in the language in use: English that is left, a value that is lost."""
    words = [explorer.alt, explorer.title, *(control.label for control in explorer.declared)]
    yield from (f"{text}: {left}" for text in words if (left := english(text)))
    ends = [{control.name: end} for control in explorer.declared for end in control.ends]
    for moved in ({}, *ends):
        values = {**explorer.start, **moved}
        with spoken(SOURCE):
            source, __ = _read(explorer, values)
        sentence, texts = _read(explorer, values)
        options = [control.text(values[control.name]) for control in explorer.declared]
        for text in (sentence, *texts, *options):
            if left := english(text):
                yield f"{moved}: {text}: {left}"
        if missing := lost(source, sentence):
            yield f"{moved}: {missing} of {source!r} is not in {sentence!r}"


def _read(explorer, values):
    """The sentence and all texts of the picture of these values."""
    figure, sentence = explorer.stage.plain_figure(values)
    for ax in figure.axes:
        ax.get_xticklabels(), ax.get_yticklabels()  # names of bars are written late
    texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    return sentence, [*dict.fromkeys(filter(None, texts))]
