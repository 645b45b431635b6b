import re
import shutil
import subprocess
import tomllib

import nbformat
import pytest
import yaml
from kml_classroom import address
from kml_classroom.address import ADDRESS, HERE, current, from_remote, hub_link, other_addresses, write_address
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.cli import main
from needs import ROOT, need

NEW = "some-one/kml.course"
SETTINGS = ("pyproject.toml", "classroom/pyproject.toml")


@pytest.fixture
def course(tmp_path):
    """The course's folder with a few of its files."""
    for name in (HERE, "README.md", "lessons/00_start_here.ipynb", "solutions/00_start_here.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, path)
    return tmp_path


def test_every_link_of_the_project_says_one_address():
    assert other_addresses(ROOT, ADDRESS) == []


def test_no_file_with_a_link_is_left_out():
    if not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout")
    listed = subprocess.run([need("git"), "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    reached = {path for place in address.PLACES for path in ROOT.glob(place)}
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if name.startswith(("tests/", "bench/")) or path in reached or not path.exists() or name == HERE:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert address._linked(text, {ADDRESS, address.PLACEHOLDER}, "a/b") == text, name


def test_writing_changes_header_and_colab_cell_and_nothing_else_of_a_notebook(course):
    before = [read_notebook(path) for path in sorted(course.glob("*/*.ipynb"))]
    changed = write_address(course, NEW)
    assert changed == [HERE, "README.md", "lessons/00_start_here.ipynb", "solutions/00_start_here.ipynb"]
    for old, path in zip(before, sorted(course.glob("*/*.ipynb")), strict=True):
        new = read_notebook(path)
        assert new.metadata == old.metadata
        for one, other in zip(old.cells, new.cells, strict=True):
            if one.id in ("header", "colab"):
                assert one.source != other.source and NEW in other.source
                other.source = one.source
            assert one == other
        assert nbformat.writes(new, version=nbformat.NO_CONVERT)  # still a valid notebook
    assert f"git clone https://github.com/{NEW} kml" in (course / "README.md").read_text(encoding="utf-8")
    assert current(course) == NEW


def test_writing_twice_writes_nothing_and_the_way_back_is_exact(course):
    files = [path for path in course.rglob("*") if path.is_file()]
    before = [path.read_bytes() for path in files]
    assert write_address(course, NEW)
    assert write_address(course, NEW) == []
    assert other_addresses(course, NEW) == []
    assert len(other_addresses(course, ADDRESS)) == 4
    write_address(course, ADDRESS)
    assert [path.read_bytes() for path in files] == before


def test_links_are_changed_in_all_their_forms_and_plain_words_are_not(course):
    page = course / "TEACHING.md"
    page.write_text(
        "https://github.com/OWNER/REPO https://github.com/OWNER/REPO.git git@github.com:OWNER/REPO "
        "https://mybinder.org/v2/gh/OWNER/REPO/HEAD ?repo=https%3A%2F%2Fgithub.com%2FOWNER%2FREPO&x=1 "
        "kml address OWNER/REPO github.com/OWNER/REPO-two github.com/OTHER/REPO github.com/OWNER/REPO.\n",
        encoding="utf-8",
        newline="\r\n",
    )
    write_address(course, "a/b")
    assert page.read_bytes().decode() == (
        "https://github.com/a/b https://github.com/a/b.git git@github.com:OWNER/REPO "
        "https://mybinder.org/v2/gh/a/b/HEAD ?repo=https%3A%2F%2Fgithub.com%2Fa%2Fb&x=1 "
        "kml address OWNER/REPO github.com/OWNER/REPO-two github.com/OTHER/REPO github.com/a/b.\r\n"
    )


def test_a_new_page_may_say_the_placeholder(course):
    write_address(course, NEW)
    (course / "NEW.md").write_text("https://github.com/OWNER/REPO", encoding="utf-8")
    assert other_addresses(course, NEW) == ["NEW.md"]
    assert write_address(course, NEW) == ["NEW.md"]


def test_what_tells_of_the_packages_names_no_address_before_there_is_one(course):
    """A package without links is better than one whose links lead nowhere."""
    for name in (*SETTINGS, "CITATION.cff"):
        (course / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")

    def links():
        urls = [tomllib.loads((course / name).read_text())["project"]["urls"] for name in SETTINGS]
        return [*urls, yaml.safe_load((course / "CITATION.cff").read_text()).get("repository-code")]

    write_address(course, address.PLACEHOLDER)
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    assert links() == [{}, {}, None]
    write_address(course, NEW)
    source = f"https://github.com/{NEW}"
    urls, classroom, code = links()
    assert urls["Source"] == classroom["Source"] == code == source
    assert urls["Issues"] == classroom["Issues"] == f"{source}/issues"
    assert urls["Changelog"] == f"{source}/blob/main/CHANGELOG.md"
    write_address(course, address.PLACEHOLDER)
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize("wrong", ["", "kml", "a/b/c", "https://github.com/a/b", "a b/c", "-a/b", "a/b.git"])
def test_what_is_no_address_is_refused_and_nothing_is_written(course, wrong):
    with pytest.raises(ValueError, match="owner and a name on GitHub"):
        write_address(course, wrong)
    assert other_addresses(course, ADDRESS) == []


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("https://github.com/a-b/c.d", "a-b/c.d"),
        ("https://github.com/a/b.git", "a/b"),
        ("https://user:secret@github.com/a/b.git/", "a/b"),
        ("git@github.com:a/b.git", "a/b"),
        ("ssh://git@github.com/a/b", "a/b"),
        ("https://example.org/a/b", None),
        ("/srv/git/kml", None),
    ],
)
def test_the_remote_tells_the_address(tmp_path, remote, found):
    need("git")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=tmp_path, check=True)
    if found:
        assert from_remote(tmp_path) == found
    else:
        with pytest.raises(ValueError, match="kml address OWNER/REPO"):
            from_remote(tmp_path)


def test_the_command(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main(["address", "--check"]) == 0
    assert main(["address", NEW, "--check"]) == 1
    told = capsys.readouterr().out
    assert f"README.md says another address than {NEW}.\n" in told
    assert f"run kml address {NEW}" in told
    assert main(["address", NEW]) == 0
    assert capsys.readouterr().out.endswith(f"4 files changed: they say {NEW} now.\n")
    assert main(["address", NEW, "--check"]) == 0
    assert main(["address", "nonsense"]) == 2
    monkeypatch.chdir(course / "lessons")
    assert main(["address", NEW]) == 2
    assert "course's folder" in capsys.readouterr().err


def test_a_link_to_the_hub_opens_the_lesson_in_the_learners_own_copy():
    link = hub_link("https://hub.example.org/", "zh/03_gradient_descent.ipynb")
    assert link == "https://hub.example.org/hub/user-redirect/lab/tree/kml/zh/03_gradient_descent.ipynb"


@pytest.mark.parametrize("wrong", ["", "hub.example.org", "ftp://hub.example.org", "https://", "https://a.org/?b=c"])
def test_what_is_no_hub_is_refused(wrong, capsys):
    assert main(["links", wrong]) == 2
    assert f"such as https://hub.example.org; got {wrong!r}.\n" in capsys.readouterr().err


def test_until_the_address_is_written_no_link_to_it_is_shown(course):
    page, lesson = course / "README.md", course / "lessons" / "00_start_here.ipynb"

    def shown():
        """The links to the course's address outside comments, in the page and in the lesson's head."""
        head = next(cell.source for cell in read_notebook(lesson).cells if cell.id == "header")
        texts = (re.sub("<!--.*?-->", "", text, flags=re.DOTALL) for text in (page.read_text(encoding="utf-8"), head))
        return [len(re.findall(r"OWNER/REPO|some-one/kml", text)) for text in texts]

    assert shown() == [0, 0]
    write_address(course, NEW)
    assert shown() == [2 * 12 + 1, 2]  # two buttons a lesson, and git clone
