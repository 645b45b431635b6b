"""What a lesson's cells show as tables and printed lines, in the learner's language: names of rows, lines of one width.

Tables keep the names that code uses; what a reader sees is put on at the end, by the lesson's own dictionary of words.
"""

import textwrap
import unicodedata


def renamed(table, words):
    """The DataFrame with rows, columns and their headings called as `words` {name: what is said} has them.

    A name that `words` lacks, such as one that a cell has put in words already, stays as it is.
    """
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
