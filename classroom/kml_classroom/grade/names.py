"""Names that look the same to whoever reads a table, though their letters differ."""

import unicodedata

# Latin letters and those of other alphabets that are drawn like them, in small letters (Unicode's TR 39 has the rest)
_LIKE = {
    "a": "аα", "b": "Ьь", "c": "сϲ", "d": "ԁ", "e": "еє", "g": "ɡ", "h": "һ", "i": "іιı", "j": "јϳ", "k": "кκ",
    "m": "м", "n": "пη", "o": "оοօ", "p": "рρ", "q": "ԛ", "s": "ѕ", "t": "тτ", "u": "υս", "v": "νѵ", "w": "ԝω",
    "x": "хχ", "y": "уγү", "z": "ᴢ",
}  # fmt: skip
_DRAWN = {ord(letter): latin for latin, letters in _LIKE.items() for letter in letters}


def drawn(name):
    """A name as it is seen: without accents' order, width, case, spaces at its ends, and letters that nobody sees.

    >>> drawn("Аda\u200b ") == drawn("ada")
    True
    """
    seen = "".join(letter for letter in name if unicodedata.category(letter) != "Cf" and letter != "�")
    seen = unicodedata.normalize("NFKC", seen).casefold().translate(_DRAWN)
    return " ".join(unicodedata.normalize("NFC", seen).split())


def alike(names):
    """{name: the others that look like it}, of the names that have such others.

    >>> alike(["ada", "Аda", "bob"])
    {'ada': ['Аda'], 'Аda': ['ada']}
    """
    groups = {}
    for name in names:
        groups.setdefault(drawn(name), []).append(name)
    return {name: [one for one in group if one != name] for group in groups.values() for name in group if group[1:]}
