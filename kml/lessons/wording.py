"""What a lesson's cells show as tables and printed lines, in the learner's language.

Code and tables keep the names that code uses. A lesson declares once which of them its cells show (`Words`), and the
cells put them in words at the end, where they are shown.
"""

import textwrap
import unicodedata

from kml.core.words import _, pgettext


class Words:
    """The names that a lesson shows. `declared`: {context (None for none): names, marked with NP_ or N_}.

    Where code's names are not what an English reader sees, they are a dict, {code's name: what is marked}.

    >>> words = Words({"a list of videos": ["feed"], None: {"fitness_coach": "fitness coach"}})
    >>> words.said("fitness_coach")
    'fitness coach'
    """

    def __init__(self, declared):
        self._declared = {
            name: (context, names[name] if isinstance(names, dict) else name)
            for context, names in declared.items()
            for name in names
        }

    def said(self, name, columns=0):
        """A name in the learner's language, with spaces up to so many columns; itself if it is not declared."""
        context, message = self._declared.get(name, (None, None))
        text = name if message is None else pgettext(context, message) if context else _(message)
        return padded(text, columns)

    def in_words(self, table):
        """A DataFrame with its rows, columns and their headings in the learner's language."""
        words = {name: self.said(name) for name in self._declared}
        return table.rename(index=words, columns=words).rename_axis(index=words, columns=words)


def width(text):
    """How many columns a text takes where every letter is as wide as the next: a Chinese character takes two.

    >>> width("ads"), width("广告")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text, columns):
    """The text with spaces after it up to so many columns, so that what follows stands below its like.

    >>> [padded(word, 6) + "|" for word in ("ads", "广告")]
    ['ads   |', '广告  |']
    """
    return text + " " * (columns - width(text))


def paragraph(text, columns=100):
    """The text in lines of at most so many columns, about, if its letters are of different widths."""
    return textwrap.fill(text, columns * len(text) // max(1, width(text)))
