"""What a cell showed, as HTML: figures with their words and the table behind them, sliders, questions, text."""

import base64
import hashlib
import html
import json
import re
import struct

from PIL import Image

from kml.core.words import _ as said_by_kml
from kml.core.words import sentences
from kml.course.checking import exercises
from kml_classroom.publish.reading.prose import WIDE
from kml_classroom.words import _, ngettext

_PREDICT = re.compile(r"""kml\.predict\(["']([\w.]+)["']\)""")
_STYLE_OR_SCRIPT = re.compile(r"<(style|script)\b.*?</\1>\s*", re.DOTALL)
_ALIGNED = re.compile(r"\S {2,}\S")  # as in outputs.js
_TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.DOTALL)
_HEAD, COLUMN = re.compile(r"<th>(?=[^<])"), '<th scope="col">'
PHONE = "(max-width: 40rem)"  # as in page.css
PARTS = 1.2  # a picture that is so much higher than wide has parts one below the other


class Outputs:
    """Turns outputs into HTML; `root` is where the site begins as seen from the page, such as "../".

    The drawn pictures are in the site's folder frames/ already.
    """

    def __init__(self, site, root):
        self.site, self.root = site, root

    def html(self, cell, outputs, records):
        """The outputs of a code cell; `records` are what was written down beside them, one for each figure."""
        found = _PREDICT.search(cell.source)
        asked = found and said_by_kml(exercises.find(found[1], among="PREDICTIONS").question)
        parts, records, words, slider = [], list(records), None, False
        for output in outputs:
            data = output.get("data", {})
            if output.output_type == "stream":
                parts.append(printed(output.text.rstrip()))
            elif "image/png" in data:
                words = data["text/plain"]
                record = records.pop(0) if records else {"kind": "figure", "card": False, "tables": [], "narrow": None}
                slider = record["kind"] == "slider"
                parts.append((self.slider if slider else self.figure)(data["image/png"], words, record))
            elif "image/svg+xml" in data:
                words = data["text/plain"]
                parts.append(self.drawing(data["image/svg+xml"], words))
            elif words and html.escape(words) in data.get("text/html", ""):
                continue  # the line below a figure with its words: here they stand with the table behind it
            elif slider and "text/html" in data:
                slider = False  # the table of its ends, which stands behind it here
            elif asked and asked in data.get("text/plain", ""):
                parts.append(question(found[1]))
            elif "text/html" in data:
                parts.append(markup(data["text/html"]))
            elif data.get("text/plain"):
                parts.append(printed(data["text/plain"]))
        return "\n".join(parts)

    def figure(self, picture, words, record):
        """A figure with its words, and the table behind it where there is one."""
        card = ' data-card="yes"' if record["card"] else ""
        shown = self._picture(picture, words, record["narrow"])
        return f"<figure{card}>{shown}{behind(words, record['tables'])}</figure>"

    def drawing(self, svg, words):
        """A drawing, as a file of its own: what is written in it stays out of the page's rules."""
        name = self._keep(svg.encode(), "svg")
        return f'<figure><div class="picture">{_img(name, words)}</div>{behind(words)}</figure>'

    def slider(self, picture, words, record):
        """A slider that shows stored pictures; which there are, a file tells that is read when it is first touched."""
        about = {"together": record["together"], "folder": f"{self.root}frames/", "frames": record["frames"]}
        file = self._keep(json.dumps(about, ensure_ascii=False).encode(), "json", "frames")
        name = f"s{hashlib.sha256(file.encode()).hexdigest()[:6]}"
        start = ",".join(str(control["start"]) for control in record["controls"])
        sentence, __, *narrow = record["frames"][start]
        controls = "".join(_control(f"{name}-{k}", control) for k, control in enumerate(record["controls"]))
        moved = ngettext(
            "The pictures were drawn before: {count} value differs from its start, and moving another puts it back.",
            "The pictures were drawn before: {count} values may differ from their start, and moving one more puts the "
            "first back.",
            record["together"],
        ).format(count=record["together"])
        all_free = record["together"] == len(record["controls"])
        note = "" if all_free else f'<p class="note">{moved}</p>'
        title = f'<p class="title">{html.escape(record["title"])}</p>' if record["title"] else ""
        return (
            f'<figure class="slider" data-frames="{file}">{title}'
            f'<form class="controls" hidden>{controls}<button type="reset">{said_by_kml("Reset")}</button>{note}</form>'
            f"{self._picture(picture, words, *narrow)}"
            f'<p class="says" role="status">{html.escape(sentence)}</p>'
            f"{behind(words, [_ends(record)])}</figure>"
        )

    def _picture(self, encoded, words, narrow=None):
        """A picture, and the one that a phone shows in its place, if there is one."""
        data = base64.b64decode(encoded)
        image = _img(self._keep(data, "png"), words, *struct.unpack(">II", data[16:24]))
        if narrow is None:
            return f'<div class="picture">{image}</div>'
        width, height = Image.open(self.site / "frames" / narrow).size
        source = f'<source media="{PHONE}" srcset="{self.root}frames/{narrow}" width="{width}" height="{height}">'
        note = _("On this narrow screen the parts of the figure stand one below the other, from left to right.")
        note = f'<p class="note narrow">{note}</p>' if height > width * PARTS else ""
        return f'<div class="picture narrowed"><picture>{source}{image}</picture></div>{note}'

    def _keep(self, data, suffix, folder="figures"):
        """Write a file of the site, named by what is in it; return its address as seen from the page."""
        name = f"{folder}/{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        (self.site / folder).mkdir(parents=True, exist_ok=True)
        (self.site / name).write_bytes(data)
        return self.root + name


def _img(file, words, width=None, height=None):
    size = f' width="{width}" height="{height}"' if width else ""
    return f'<img src="{file}" alt="{html.escape(words)}"{size} loading="lazy" decoding="async">'


def _control(name, control):
    """A label, and a native control that works with keys and with a screen reader."""
    label, texts, start = html.escape(control["label"]), control["texts"], control["start"]
    head = f'<label for="{name}">{label}</label>'
    if control["kind"] in ("list", "box"):
        options = "".join(
            f'<option value="{k}"{" selected" * (k == start)}>{html.escape(text)}</option>'
            for k, text in enumerate(texts)
        )
        return f'<div class="control">{head}<select id="{name}">{options}</select></div>'
    known = html.escape(json.dumps(texts, ensure_ascii=False))
    return (
        f'<div class="control">{head}<input type="range" id="{name}" min="0" max="{len(texts) - 1}" value="{start}" '
        f'aria-valuetext="{html.escape(texts[start])}" data-texts="{known}">'
        f'<output for="{name}">{html.escape(texts[start])}</output></div>'
    )


def _ends(record):
    """The table behind a slider: what it says at its start, and at the ends of each control."""
    controls = record["controls"]
    starts = [control["start"] for control in controls]
    moved = [starts] + [
        [*starts[:k], end, *starts[k + 1 :]] for k, c in enumerate(controls) for end in (0, len(c["texts"]) - 1)
    ]
    rows = [
        [*(c["texts"][i] for c, i in zip(controls, at, strict=True)), record["frames"][",".join(map(str, at))][0]]
        for at in moved
    ]
    head = [*(control["label"] for control in controls), said_by_kml("what it shows")]
    return {"title": "", "head": head, "rows": rows, "of": len(rows), "lines": 1}


def behind(words, found=()):
    """What a figure shows in words, and the tables behind it, to be opened."""
    parts = [f"<p>{html.escape(words)}</p>"]
    for table in found:
        shown, caption = len(table["rows"]), html.escape(table["title"])
        if table["of"] > shown:
            every = _("{shown} of {all} points").format(shown=shown, all=f"{table['of']:,}")
            caption = f"{caption} · {every}".strip(" ·")
        if table["lines"] > len(table["head"]) - 1:
            every = _("{shown} of {all} lines").format(shown=len(table["head"]) - 1, all=table["lines"])
            caption = f"{caption} · {every}".strip(" ·")
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in table["head"])
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in table["rows"]
        )
        parts.append(
            f"{WIDE}<table>{f'<caption>{caption}</caption>' if caption else ''}"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
    summary = _("In words and numbers") if found else _("In words")
    return f'<details class="behind"><summary>{summary}</summary>{"".join(parts)}</details>'


def printed(text):
    """What was printed; only where something is aligned in columns, its lines stay as long as they are."""
    lines = "" if _ALIGNED.search(text) else " lines"
    return f'<pre class="printed{lines}">{html.escape(text)}</pre>'


def markup(text):
    """HTML that a cell showed, without scripts and styles; its tables scroll by themselves where the page is narrow."""
    text = _STYLE_OR_SCRIPT.sub("", text)
    text = _TABLE.sub(lambda table: f"{WIDE}{_HEAD.sub(COLUMN, table[0])}</div>", text)
    return f'<div class="shown">{text}</div>'


def question(id):
    """A prediction: its answers, and what is said of each when one has chosen."""
    asked = exercises.find(id, among="PREDICTIONS")
    options = []
    for number, (answer, response) in enumerate(asked.options):
        word = said_by_kml("Right.") if number == asked.answer else said_by_kml("Not this one.")
        says = html.escape(sentences(word, said_by_kml(response)))
        options.append(
            f'<label><input type="radio" name="predict-{id}" value="{number}" data-says="{says}"> '
            f"<span>{html.escape(said_by_kml(answer))}</span></label>"
        )
    return (
        f'<fieldset class="predict" data-predict="{id}"><legend><strong>{said_by_kml("Predict")}</strong> '
        f"{html.escape(said_by_kml(asked.question))}</legend>{''.join(options)}"
        f'<p class="says" role="status"></p></fieldset>'
    )
