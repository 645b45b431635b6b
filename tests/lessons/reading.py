"""What a reader sees of figures and tables, for tests that look whether it is in the learner's language."""

import re

from kml.core.words import SOURCE, languages

OTHERS = [language for language in languages() if language != SOURCE]


def words_in(figure):
    """Every text in a figure; drawn first, so that ticks have theirs."""
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(match=lambda artist: hasattr(artist, "get_text"))]


def names_in(table):
    """The names of a table's rows and columns, and what stands over them."""
    heads = [*table.index.names, *table.columns.names]
    return [str(name) for name in (*table.index, *table.columns, *heads) if name is not None]


def english(texts, names=()):
    """The texts that have a word in small Latin letters; `names` are left out, which are the same everywhere."""
    known = "|".join(map(re.escape, names))
    return [text for text in texts if re.search("[a-z]{2}", re.sub(known, "", text) if known else text)]
