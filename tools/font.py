"""Make the font with which figures write Chinese: kml/stored/chinese.otf, a part of Noto Sans CJK SC.

It holds the 3,755 commonest characters (level 1 of GB 2312), the other ones that the course uses, and Chinese
punctuation: 0.8 MB instead of 16. Needs Debian's fonts-noto-cjk; fontTools comes with matplotlib.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parent.parent
WHOLE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
NAME = "kml Noto Sans SC"  # a name of its own: nobody takes it for the whole font
PUNCTUATION = "，。：；？！（）“”‘’《》、…—·％～￥"


def characters():
    """Every character that the font gets."""
    rows = [bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    common = b"".join(rows).decode("gb2312", errors="ignore")
    places = ("kml/**/*.py", "kml/**/*.po", "kml/**/*.tsv", "solutions/**/*.po")
    said = [path.read_text(encoding="utf-8") for place in places for path in ROOT.glob(place)]
    return set(common + PUNCTUATION) | {one for text in said for one in text if "\u3000" <= one <= "\uffee"}


def main():
    faces = TTCollection(WHOLE).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(one) for one in characters()])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = NAME
    font.save(ROOT / "kml" / "stored" / "chinese.otf")


if __name__ == "__main__":
    main()
