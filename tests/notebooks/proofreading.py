"""Reading what the course says in a language other than English: what is left of English in it, and what got lost."""

import re
from collections import Counter

# What is the same in every language, and why
STAYS = {
    "methods and measures, called so in papers and in code": {
        "ALS", "CPM", "DCG", "IDF", "IPS", "MAE", "MSE", "NDCG", "RMSE", "SNIPS", "TF", "XAUC",
        "Adam", "Dice", "Kendall's tau", "MinHash",
    },
    "platforms, data sets and programs: a reader looks them up by that name": {
        "Bilibili", "KuaiRand", "Udemy", "YouTube",
        "NumPy", "PyTorch", "Python", "SciPy", "kml", "pandas", "scikit-learn",
    },
    "units, and what everybody calls by its letters": {"AI", "CPU", "GB", "GPU", "ms"},
    "letters and functions of formulas": {"exp", "logcdf", "logit", "max", "mu", "rank", "theta", "√share"},
    "what lessons put in brackets behind its name in the language": {"impact", "treatment"},
    "styles of videos, which answers of lesson 11 return": {"explain", "show", "tell"},
    "words and values of Python": {"None", "True", "False", "NaN", "nan", "inf", "array", "return", "yield"},
}  # fmt: skip
_STAYS = set().union(*STAYS.values())
CODE = re.compile(
    r"`[^`]*`|\$[^$]*\$|“[^”]*”|'[^'\n]*'|\"[^\"\n]*\"|\b\w+\(|\w*[_.]\w[\w.]*|\w+=|<\w+>|\w+\[[^\]]*\]|[A-Za-z]*\d\w*"
)
WORD = re.compile(r"[A-Za-z]{2,}")
VALUE = re.compile(r"\d(?:[\d,.]*\d)?|`[^`]*`|(?<!\w)'[^'\n]*'(?!\w)")  # numbers, code and what stands in quotes


def english(text, known=()):
    """The English words left in a text without its code, its values and what is known to be no word of the course."""
    return WORD.findall(_without(CODE.sub("·", _without(text, known)), _STAYS))


def _without(text, known):
    for one in sorted(filter(None, known), key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])", "·", text)
    return text


def in_digits(text):
    """A text with the articles of a law, which Chinese counts in words, in digits: 第八条 is 第8条."""
    return re.sub("第([一二三四五六七八九])(?=条)", lambda found: f"第{'〇一二三四五六七八九'.index(found[1])}", text)


def lost(source, text):
    """The values of an English text that are not in another of the same meaning, as often as they are missing."""
    return sorted((Counter(VALUE.findall(source)) - Counter(VALUE.findall(in_digits(text)))).elements())
