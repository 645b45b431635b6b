"""Panels: words in every state, contrast on light and dark, nothing that a learner writes becomes markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.course.checking.panels import COLOURS, WORDS, Panel, inline


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("state", COLOURS)
def test_every_colour_can_be_told_on_light_and_dark(state):
    colour = COLOURS[state]
    assert contrast("#ffffff", colour) >= 4.5  # the badge's white word
    assert contrast(colour, "#ffffff") >= 3 and contrast(colour, "#111111") >= 3  # the border, WCAG 1.4.11


def test_the_only_coloured_text_is_the_badge():
    page = Panel("not yet", "98.1 · Title", ("Reason with `code`.", "    x = 1"))._repr_html_()
    assert page.count("color:#") == 1 and "background:#b35c00;color:#fff" in page


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("costs *that* alone, `a*b*c` and 2*x*y", "costs <em>that</em> alone, <code>a*b*c</code> and 2*x*y"),
        ("重新问**这里**平不平", "重新问<strong>这里</strong>平不平"),
        ("*args, **options and a * b * c", "*args, **options and a * b * c"),
    ],
)
def test_what_is_stressed_has_no_asterisks(line, shown):
    assert inline(line) == shown


@pytest.mark.parametrize("state", WORDS)
def test_each_state_has_its_word_in_both_forms(state):
    panel = Panel(state, "98.1 · Title")
    assert repr(panel) == f"{WORDS[state]} · 98.1 · Title"
    assert f">{WORDS[state]}</strong>" in panel._repr_html_()
    assert 'role="status"' in panel._repr_html_()
    assert len(set(WORDS.values())) == len(WORDS)


def test_code_lines_stay_together_and_backticks_become_code():
    page = Panel("note", "Title", ("Use `a < b`.", "    one", "      two", "After."), word="Hint")._repr_html_()
    assert "<code>a &lt; b</code>" in page
    assert ">one\n  two</pre>" in page
    assert 'tabindex="0"' in page and "white-space:pre;overflow-x:auto" in page, "no line of code breaks in a word"
    assert page.index("two") < page.index("After.")
    assert 'role="note"' in page


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.open, self.text = set(), [], ""

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        assert all(name in ("style", "role", "tabindex") for name, _ in attributes)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@given(st.sampled_from(sorted(COLOURS)), st.text(), st.lists(st.text()))
def test_no_text_becomes_markup(state, heading, lines):
    attack = '<script>alert(1)</script><img src=x onerror="alert(1)">`</code><b>`'
    page = Tags()
    page.feed(Panel(state, heading + attack, (*lines, attack, f"    {attack}"), word=attack)._repr_html_())
    page.close()
    assert page.seen <= {"div", "strong", "code", "pre"} and not page.open
    assert page.text.count("<script>alert(1)</script>") == 4
