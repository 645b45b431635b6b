"""Lesson 08's platforms: the drawing has all that is known and says what is not, and the section's sentences hold."""

import nbformat
import pytest
from needs import ROOT

from kml import monetization as money
from kml.core.look import new_figure
from kml.lessons.lesson_08_platforms import draw_platforms


def months(creator="coding_teacher", followers=100_000):
    return money.same_month(money.audience(creator, followers=followers), money.assumed_rules(creator))


@pytest.mark.parametrize("followers", [0, 1_000, 100_000, 10_000_000])
def test_the_drawing_says_what_it_does_not_show(followers):
    __, ax = new_figure()
    table = months(followers=followers)
    draw_platforms(ax, table)
    texts = [text.get_text() for text in ax.texts]
    assert len(texts) == 8 and texts[0].startswith("not found: ads")
    assert ax.get_xlabel().endswith("not found for any platform: courses")
    closed = [name for name, row in table.items() if row["ads"] and row["ads"].high == 0]
    assert [
        name for name, text in zip(table, texts, strict=True) if "closed: " in text and "ads" in text.split("\n")[-1]
    ] == closed


@pytest.mark.parametrize("creator", money.CREATORS)
def test_the_prose_about_platforms_holds(creator):
    cells = money.platforms()
    assert (cells == "not found").to_numpy().sum() == 26 and cells.size == 72
    commission, markets = (cells[name][cells[name] != "not found"] for name in ("shop commission", "brand deals"))
    assert (len(commission), commission.str.contains("(weak)", regex=False).sum()) == (5, 3)  # “but for two rows”
    assert len(markets) == 5 and markets.str.contains("(weak)", regex=False).all()
    rows = money.platform_sources().rows
    sure = [row.confidence for row in rows]
    assert (len(rows), sure.count("weak"), sure.count("confirmed")) == (54, 22, 4)
    table = months(creator)
    ads = {name: row["ads"] for name, row in table.items()}
    assert [name for name, month in ads.items() if month is None] == ["douyin", "kuaishou", "xiaohongshu"]
    assert ads["shorts"].high == 0  # ten million views in ninety days
    assert ads["youtube"].expected / ads["channels"].expected == pytest.approx(300, rel=0.05)
    assert ads["youtube"].high / ads["youtube"].low == pytest.approx(18, abs=0.5)
    alt = {"channels": 65, "bilibili": 600, "tiktok": 2_000, "youtube": 20_000}
    assert {name: ads[name].expected for name in alt} == pytest.approx(alt, rel=0.05)
    assert all(row["courses"] is None for row in table.values())
    brands = [row["brands"].confidence for row in table.values() if row["brands"]]
    assert brands == ["weak"] * 3
    assert {row["commerce"].confidence for name, row in table.items() if row["commerce"] and name != "tiktok"} == {
        "weak"
    }


def test_no_cell_of_the_table_is_cut():
    """pandas cuts a cell after 50 letters unless it is told not to, and how sure a number is stands at the end."""
    assert money.platforms().map(len).to_numpy().max() > 50
    cells = nbformat.read(ROOT / "solutions" / "08_monetization.ipynb", as_version=4).cells
    (shown,) = (cell for cell in cells if "published = money.platforms()" in cell.source)
    tables = [output.data["text/html"] for output in shown.outputs if "<td" in output.data.get("text/html", "")]
    assert len(tables) >= 2 and not any("..." in table for table in tables)


def test_the_prose_about_tax_holds():
    assert money.china_tax(12 * 8_000).tax == pytest.approx(504)
    assert money.china_tax(75_000).tax == 0 < money.china_tax(75_001).tax
