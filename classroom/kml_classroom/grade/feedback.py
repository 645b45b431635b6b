"""A page for each learner: points, reasons, what the function printed, and the answer; without network or script.

It is said in the language of the edition that the learner has worked in. Where there is no score, the page says so.
"""

import html
from pathlib import Path

from kml.core import words
from kml_classroom.grade.gradebook import student_ids
from kml_classroom.grade.grades import legible
from kml_classroom.grade.journal import read_page, write
from kml_classroom.grade.report import lesson as called
from kml_classroom.grade.report import points, score
from kml_classroom.words import _

FOLDER = "feedback"
_PAGE = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere }}
h1 {{ font-size: 1.6rem; line-height: 1.2 }} h2 {{ margin-top: 2rem; font-size: 1.2rem }}
pre {{ overflow-x: auto; overflow-wrap: normal }}
.answer {{ border: 1px solid #8888; padding: .5rem .75rem }}
</style>
<h1>{title}</h1>
<p><strong>{score}</strong></p>
{body}
</html>
"""


def write_pages(grades, out, lesson):
    """Write `out`/feedback/LESSON/LEARNER.html for each of the Grades; return the folder.

    Pages of learners who have none of these grades are taken away.
    """
    folder = Path(out) / FOLDER / lesson.name
    folder.mkdir(parents=True, exist_ok=True)
    names = student_ids(grades)
    for grade in grades:
        with words.speaking(grade.language or words.language()):
            write(folder / f"{names[grade.learner]}.html", page(grade, read_page(out, grade), lesson))
    for old in {*folder.glob("*.html")} - {folder / f"{name}.html" for name in names.values()}:
        old.unlink()
    return folder


def page(grade, shown, lesson):
    """The page of a Grade as HTML, in the language in use; `shown` are the cells of its submission."""
    sources = {one.exercise: one.source for one in shown if one.exercise}
    title = f"{grade.learner} · {called(lesson.number)}"
    parts = [] if grade.language else [f"<p>{html.escape(reason)}</p>" for reason in grade.reasons]
    if grade.state == "unreadable":
        again = _("Hand in the notebook again, the .ipynb file itself.")
        parts.append(f"<p>{html.escape(again)}</p>")
    for mark in grade.told or grade.marks:
        heading = _("Exercise {id} · {title}").format(id=mark.id, title=mark.title)
        parts.append(
            f"<h2>{html.escape(heading)}</h2>\n<p>{html.escape(points(mark))}</p>\n{mark.panel()._repr_html_()}"
        )
        if mark.id in sources:
            said, answer = html.escape(_("Your answer:")), html.escape(legible(sources[mark.id]))
            parts.append(f'<p>{said}</p>\n<pre class="answer" dir="ltr"><code>{answer}</code></pre>')
    filled = {"title": title, "score": score(grade), "language": words.language()}
    return _PAGE.format(body="\n".join(parts), **{key: html.escape(text) for key, text in filled.items()})
