"""The reading edition without a browser: what becomes of prose, figures and sliders."""

import itertools
import re
from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import pytest
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import read_source
from kml_classroom.publish import course
from kml_classroom.publish.reading import behind, edition, narrow, outputs, record
from kml_classroom.publish.reading.code import coloured
from kml_classroom.publish.reading.outputs import Outputs, markup, question
from kml_classroom.publish.reading.prose import Prose, formulas_in
from kml_classroom.publish.reading.strict import Styles
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbformat.v4 import new_output
from needs import ROOT
from PIL import Image

from kml.core.look import new_figure
from kml.core.words import _, spoken
from kml.course.checking import exercises
from kml.course.showing.explore import Explorer
from kml.course.showing.figures import MARGIN

LESSONS = sorted((ROOT / "solutions").glob("*.md"))
WORDS = re.compile(r"\w+")
NO_FORMULAS = defaultdict(str)


def prose(number, language="en"):
    return Prose(number, language, NO_FORMULAS)


def words_of(html):
    return WORDS.findall(re.sub(r"<[^>]*>", "", html).replace("&#x27;", "'").replace("&quot;", '"'))


def plain(text):
    """The words of a Markdown text, read by CommonMark alone."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(dollarmath_plugin, renderer=lambda *__: "", allow_digits=False, double_inline=True)
    return words_of(reader.render(text))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_of_every_lesson_is_on_its_page_in_order(language):
    folder = ROOT / "lessons" / ("" if language == "en" else language)
    counted = 0
    for path in LESSONS:
        with spoken(language):
            page = prose(path.stem[:2], language)
            for cell in read_notebook(folder / f"{path.stem}.ipynb").cells:
                if cell.cell_type == "markdown":
                    text = "\n".join(line for line in cell.source.split("\n") if not line.startswith("[!["))  # badges
                    html = page.html(cell.source)
                    assert words_of(html) == plain(text), (path.stem, cell.id)
                    left = re.sub(r"<(code|pre).*?</\1>|<[^>]*>", "", html, flags=re.DOTALL)
                    assert "**" not in left and "`" not in left, (path.stem, cell.id)
                    counted += 1
        assert page.sections[0].level == 1 and sum(one.level == 1 for one in page.sections) == 1
        assert len({one.anchor for one in page.sections}) == len(page.sections)
    assert counted > 200


def test_every_prediction_of_the_lessons_can_be_answered_on_its_page():
    asked = [found for path in LESSONS for found in re.findall(r'kml\.predict\("(.*?)"\)', path.read_text("utf-8"))]
    assert len(asked) > 20
    for id, language in itertools.product(asked, ("en", "zh")):
        with spoken(language):
            declared, html = exercises.find(id, among="PREDICTIONS"), question(id)
            assert html.count('type="radio"') == len(declared.options)
            right, wrong = _("Right."), _("Not this one.")
            said = re.findall('data-says="(.*?)"', html)
            assert [one.startswith(right) for one in said] == [k == declared.answer for k in range(len(said))]
            assert all(one.startswith((right, wrong)) for one in said)


def test_a_term_is_marked_once_in_each_part_and_not_in_code_links_or_headings():
    page = prose("03")
    html = page.html("# One gradient\n\nA gradient, a *gradient*, `gradient`, [a gradient](x).\n\n## Two\n\nGradients.")
    assert re.findall(r'class="term" href="glossary.html#term-(\w+)".*?>(\w+)</a>', html) == [
        ("gradient", "gradient"),
        ("gradient", "Gradients"),
    ]
    assert html.index("A <a") < html.index("<h2") < html.index(">Gradients<")


def test_a_short_word_is_a_term_only_in_the_lesson_that_brings_it():
    assert "term-share" in prose("00").html("# 0\n\nYour share.") and "term-share" not in prose("04").html(
        "# 4\n\nYour share."
    )
    assert "term-later" not in prose("00").html("# 0\n\nThe learning rate.")
    assert "term-learning-rate" in prose("09").html("# 9\n\nThe learning rate.")
    assert "term-learning-rate" not in prose("01").html("# 1\n\nThe learning rate.")  # nobody has met it yet
    with spoken("zh"):
        html = prose("03", "zh").html("# 三\n\n把学习率调小。")
    assert 'data-name="learning rate"' in html and ">学习率</a>调小" in html
    assert 'class="term"' not in prose("03", "xx").html("# 3\n\nLe learning rate.")  # a term has no third name


def test_badges_go_links_to_lessons_lead_to_pages_and_formulas_are_found():
    html = prose("03").html(
        "# 3\n\n[![Colab](https://x/b.svg)](https://x)\n\nSee [07](07_feedback_loop.ipynb), [all](README.md), [a](https://doi.org/1)."
    )
    assert 'href="index.html"' in html
    assert "<img" not in html and 'href="07_feedback_loop.html"' in html and 'rel="noopener noreferrer"' in html
    assert formulas_in("$a$ costs 5 and `$b$`\n\n$$c$$") == [("a", False), ("c", True)]


def test_code_without_its_colours_is_the_code():
    code = 'def f(x):\n    """a < b & "c\'"""\n\n    return x  # 1\n\n'
    assert re.sub(r"</?span[^>]*>", "", coloured(code)) == (
        "def f(x):\n    &quot;&quot;&quot;a &lt; b &amp; &quot;c&#x27;&quot;&quot;&quot;\n\n    return x  # 1\n\n"
    )


def test_what_a_cell_showed_has_no_script_and_no_style_of_its_own():
    html = markup('<style scoped>a{}</style><script>1</script><table border="1"><tr><th></th><th>a</th></tr></table>')
    table = '<table border="1"><tr><th></th><th scope="col">a</th></tr></table>'
    assert html == f'<div class="shown"><div class="wide">{table}</div></div>'
    styles = Styles()
    page = styles.moved('<p style="font: &quot;A&quot;">style="b"</p><p style="font: &quot;A&quot;">')
    assert page == '<p data-s="{0}">style="b"</p><p data-s="{0}">'.format(*styles.known)
    assert styles.sheet().endswith(']{font: "A"}')


def test_the_table_behind_a_figure_has_its_lines_bars_and_dots():
    figure, (left, middle, right) = new_figure(1, 3, (9, 3))
    left.plot([1, 2, 3], [3.0, 4.5, 6.0], label="a")
    left.plot([1, 2, 3], [5, 6, 7], label="b")
    left.plot([1, 2, 1.5, 1], [1, 1, 2, 1])  # an outline
    left.axhline(9)
    left.set(xlabel="days", title="lines")
    middle.barh([0, 1, 2], [10, 20, 30])
    middle.plot([9, 11], [0.1, 0.1], label="from, to")
    middle.set_yticks([0, 1, 2], labels=["ads", "fans", "courses"])
    right.scatter(np.arange(100), np.arange(100) ** 2)
    lines, bars, few, dots = behind.behind(figure)
    rows = [["1", "3", "5"], ["2", "4.5", "6"], ["3", "6", "7"]]
    assert lines == {"title": "lines", "head": ["days", "a", "b"], "rows": rows, "of": 3, "lines": 2}
    assert bars["rows"] == [["10", "ads"], ["20", "fans"], ["30", "courses"]]
    assert few["rows"] == [["from, to", "9", "ads"], ["from, to", "11", "ads"]]
    assert len(dots["rows"]) == behind.ROWS < dots["of"] == 100
    assert (dots["rows"][0], dots["rows"][-1]) == (["0", "0"], ["99", "9,801"])


def test_columns_that_have_one_name_are_told_apart_and_words_without_letters_are_words():
    figure, (left, right) = new_figure(1, 2, (8, 3))
    for k in range(40):
        left.plot([1, 2, 3], [k, k, k])
    left.set(ylabel="z")
    right.bar([0, 1, 2], [7.5, 11, 25])
    right.errorbar([0, 1, 2], [7, 11, 24], 1, capsize=2, label="measured")
    right.set_xticks([0, 1, 2], labels=["0-15", "15-30", "30+"])
    many, both = behind.behind(figure)
    assert many["head"] == ["x", *(f"z · {k}" for k in range(1, behind.COLUMNS + 1))]
    assert (many["lines"], many["rows"][0][-1]) == (40, "39")
    assert "8 of 40 lines" in outputs.behind("", [many])
    assert [row[0] for row in both["rows"]] == ["0-15", "15-30", "30+"]
    assert both["head"] == ["", "y", "measured", "measured · from", "measured · to"]


def test_a_chinese_colon_is_not_left_alone_below_its_formula():
    formulas = {("x", False): "<b>x</b>", ("y", False): "<b>y</b>"}
    html = Prose("00", "zh", formulas).html("# a\n\n$x$：一，$y$，二")
    assert '<span class="glued"><span class="math inline"><b>x</b></span>：</span>一，<span class="math' in html


def test_numbers_behind_a_figure_are_written_out():
    figure, ax = new_figure()
    ax.plot([1, 2, 3, 4], [16_134.6, 0.00002032, 1234.56, 1e-9])
    (table,) = behind.behind(figure)
    assert [row[1] for row in table["rows"]] == ["16,135", "0.00002032", "1235", "1e-09"]


def test_a_table_beside_a_question_stays_a_table():
    asked = exercises.find("00.p1", among="PREDICTIONS")
    shown = [
        new_output("display_data", {"text/html": "<table><tr><td>7</td></tr></table>", "text/plain": "7"}),
        new_output("display_data", {"text/html": "<div>?</div>", "text/plain": f"Predict · {asked.question}\nA) 1"}),
    ]
    html = Outputs(None, "").html(SimpleNamespace(source='kml.predict("00.p1")'), shown, ())
    assert html.count("<table>") == html.count("<fieldset") == 1
    assert html.index("<table>") < html.index("<fieldset")


def test_what_is_printed_stays_wide_only_in_columns():
    assert outputs.printed("You follow <her>.") == '<pre class="printed lines">You follow &lt;her&gt;.</pre>'
    assert outputs.printed("a   b\n1   2").startswith('<pre class="printed">')


def test_on_a_phone_parts_stand_one_above_the_other_and_a_wide_figure_is_narrower(tmp_path):
    figure, (left, right) = new_figure(1, 2, (4, 2))
    right.plot([1, 2])
    assert narrow.figure_for_a_phone(figure).shape == (400, 200, 4)
    assert left.get_position().y0 > right.get_position().y0
    assert narrow.figure_for_a_phone(new_figure(1, 1, (7, 4))[0]).shape == (400, 460, 4)

    def draw(axes, k=1):
        axes[1].plot([0, k])
        return str(k)

    made = record.frames(Explorer(draw, 1, 2, (4, 2), "a line", "", {}, {"k": (1, 2)}), tmp_path)
    assert [said for said, *__ in made["frames"].values()] == ["1", "2"]
    for __, *files in made["frames"].values():
        sizes = [[side - 2 * MARGIN for side in Image.open(tmp_path / file).size] for file in files]
        assert sizes == [[400, 200], [200, 400]]


def test_a_figure_stays_as_it_is_on_a_phone_where_its_words_would_find_no_room():
    for changed in (
        lambda ax: ax.set_title("as long as this title is, it fits into the wide figure and not into the narrow one"),
        lambda ax: [ax.text(k / 11, 0.5, "mmmm") for k in range(11)],
        lambda ax: ax.set_yticks([0], labels=["m" * 46]),
        lambda ax: ax.set_axis_off(),
        lambda ax: ax.twinx(),
    ):
        figure, ax = new_figure(1, 1, (7, 4))
        changed(ax)
        assert narrow.figure_for_a_phone(figure) is None
    assert narrow.figure_for_a_phone(new_figure(2, 2, (7, 4))[0]) is None
    assert narrow.figure_for_a_phone(new_figure(1, 1, (4, 4))[0]) is None


def test_a_slider_is_drawn_at_both_ends_and_its_start_and_lists_are_whole(tmp_path):
    def draw(ax, k=3, share=0.25, kind="b", grid=False):
        ax.plot([0, k], [0, share])
        return f"{k} {share} {kind} {grid}"

    controls = {"k": (1, 40), "share": (0.0, 1.0, 0.05), "kind": ["a", "b"], "grid": False}
    explorer = Explorer(draw, 1, 1, (2, 1), "a line", "", {}, controls)
    made = record.frames(explorer, tmp_path, pictures=44)
    k, share, kind, grid = made["controls"]
    assert kind["texts"] == ["a", "b"] and len(grid["texts"]) == 2
    assert (k["texts"][0], k["texts"][-1], k["texts"][k["start"]]) == ("1", "40", "3")
    assert (share["texts"][0], share["texts"][-1], share["texts"][share["start"]]) == ("0.00", "1.00", "0.25")
    assert len(made["frames"]) <= 44 and made["together"] == 2
    starts = [k["start"], share["start"], 1, 0]
    sentence, file = made["frames"][",".join(map(str, [len(k["texts"]) - 1, *starts[1:]]))]
    assert sentence == "40 0.25 b False" and (tmp_path / file).stat().st_size > 100
    for at in made["frames"]:
        assert sum(int(i) != start for i, start in zip(at.split(","), starts, strict=True)) <= 2


def test_as_many_values_move_together_as_there_is_room_for():
    counts = [4, 5, 6]
    for together in (1, 2, 3):
        reached = list(record.reached(counts, [1, 0, 5], together))
        assert len(reached) == len(set(reached))
        assert record.how_many([(n, True) for n in counts], len(reached))[0] == together
        assert record.how_many([(n, True) for n in counts], len(reached) - 1)[0] == max(1, together - 1)


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("all of it")
    with pytest.raises(RuntimeError, match="is not a site that was built before: name a new folder"):
        course.build(ROOT, tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_where_one_answers_an_exercise_and_where_it_is_checked_is_known_in_every_lesson():
    for path in LESSONS:
        lesson = edition.as_shown(ROOT, read_source(path), "en", read_notebook(path.with_suffix(".ipynb")))
        answers = {cell.exercise: cell.source for cell in lesson.cells if cell.exercise}  # the last cell of each
        checks = [cell.check for cell in lesson.cells if cell.check]
        assert answers and checks == list(answers), path.stem
        for id, source in answers.items():
            assert f"def {exercises.find(id).name}(" in source
        assert all(not cell.outputs for cell in lesson.cells if cell.exercise or cell.check)
