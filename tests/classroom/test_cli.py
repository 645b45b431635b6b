"""The command `kml`: it speaks the language that is asked for, and says what is missing."""

import gettext
import os
import re
import subprocess
import sys

import pytest
from kml_classroom import cli
from kml_classroom.words import speaking
from needs import ROOT
from speaking import DOUBLE, other_language, unsaid

from kml.core import words
from kml.course.doors import own_copy

COMMANDS = (
    "lab",
    "lessons",
    "progress",
    "check",
    "grade",
    "repository",
    "collect",
    "class",
    "export",
    "similar",
    "oral",
    "handout",
    "numbers",
    "links",
    "address",
    "build",
    "templates",
    "site",
)
# What stays as it is in any language: names of programs, formats and services, and words to be typed
NAMES = {
    *(
        "kml",
        "my_lessons",
        "JupyterLab",
        "GitHub",
        "JupyterHub",
        "Dask",
        "SQLite",
        "Python",
        "git",
        "hub",
        "int",
        "nbval",
        "notebook",
        "origin",
        *("Canvas", "Moodle", "Gradescope", "gb", "email", "bubblewrap", "WebAssembly", "Linux", "zip", "T"),
    ),
    *("pot", "port", "such", "https", "tcp", "postgresql", "psycopg", "example", "org", "en", "zh", "h"),
}
PLACES = r"\bkml [a-z]+\b|--?[a-z][a-z-]*|\b[A-Z/]+\b|\{[a-z,]+\}|\b\w+/\w*"  # options, metavars, choices, folders


@pytest.fixture(autouse=True)
def own_language(monkeypatch):
    monkeypatch.delenv("KML_LANG", raising=False)


def said(capsys, *arguments):
    """(exit status, all that the command prints)."""
    try:
        status = cli.main(list(arguments))
    except SystemExit as exit:  # argparse's way
        status = exit.code
    return status, "".join(capsys.readouterr())


def english(text):
    """The English words in a text that are no names."""
    return [word for word in re.findall(r"[A-Za-z_]+", re.sub(PLACES, " ", text)) if word not in NAMES]


WRONG = [
    ((), "缺少参数：COMMAND"),
    (("nope",), "不能是 'nope'"),
    (("check",), "缺少参数：NN"),
    (("grade", "inbox"), "缺少参数：--lesson, --out"),
    *(
        (
            ("grade", "inbox", "--lesson", "03", "--out", "x", "--workers", given),
            f"必须是 1 到 1024 的整数；得到的是 '{given}'",
        )
        for given in ("2½", "0", "1025")
    ),
    (("check", "03", "--out"), "不认识的参数：--out"),
    (("grade", "--lesson"), "后面要写一个值"),
    (("grade", "inbox", "--lesson", "03", "--out", "x", "--unsafe=1"), "后面不能写值"),
    (("check", "03", "--lang", "xx"), "不能是 'xx'（可选：'en', 'zh'）"),
]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_page_of_help_speaks_the_language(capsys, command):
    status, page = said(capsys, "--lang", "zh", *command.split(), "--help")
    assert status == 0
    assert english(page.replace(f"kml {command}", "kml").replace(" -h", "")) == ([*COMMANDS] if not command else [])
    status, page = said(capsys, *command.split(), "--help")
    assert re.search(r"usage: kml(.|\n)*show this help message and exit", page)
    assert not re.search("[\u4e00-\u9fff]", page)


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_a_wrong_call_is_told_in_the_language(capsys, monkeypatch, arguments, sentence):
    monkeypatch.setenv("KML_LANG", "zh")
    status, text = said(capsys, *arguments)
    assert status == 2
    assert sentence in text or sentence.replace("'en', 'zh'", "en, zh") in text  # as from Python 3.12 on
    assert text.startswith("用法：kml") and "：出错了：" in text


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        *((0, (*command.split(), "--help")) for command in ("", *COMMANDS)),
        *((2, arguments) for arguments, __ in WRONG if "--lang" not in arguments),
        (2, ("check", "00", "nofile")),
        (2, ("build",)),
        (2, ("templates",)),
        (2, ("progress",)),
    ],
)
def test_a_third_language_is_spoken_by_every_command(capsys, monkeypatch, tmp_path, status, arguments):
    monkeypatch.chdir(tmp_path)
    with other_language():
        given, text = said(capsys, "--lang", DOUBLE, *arguments)
    names = {*NAMES, *COMMANDS, DOUBLE, "COMMAND", "nope", "nofile", "inbox", "solutions"}
    assert given == status
    assert unsaid(re.sub(PLACES, " ", text), names) == []


def test_an_option_counts_more_than_the_environment_and_stands_anywhere(capsys, monkeypatch):
    monkeypatch.setenv("KML_LANG", "zh")
    for arguments in (("--lang", "en", "links"), ("links", "--lang", "en"), ("links", "--lang=en")):
        assert "the following arguments are required: HUB" in said(capsys, *arguments)[1]
    assert "缺少参数：HUB" in said(capsys, "links")[1]
    assert os.environ["KML_LANG"] == "zh"


def test_a_language_of_the_environment_that_nobody_speaks_is_one_sentence(capsys, monkeypatch):
    monkeypatch.setenv("KML_LANG", "xx")
    assert said(capsys, "links", "hub") == (2, "KML_LANG must be one of 'en', 'zh'; got 'xx'.\n")


def test_the_command_leaves_the_language_of_the_process_alone(capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "de")
    before = gettext.textdomain(), words.language()
    said(capsys, "--lang", "zh", "links")
    assert (gettext.textdomain(), words.language()) == before
    assert os.environ["LANGUAGE"] == "de" and "KML_LANG" not in os.environ


def test_speaking_overrides_the_environment_and_gives_it_back(monkeypatch):
    monkeypatch.setenv("KML_LANG", "zh")
    with speaking("en"):
        assert words.language() == "en"
    assert words.language() == "zh"


def test_a_list_of_links_leads_to_each_lesson_in_the_language(capsys):
    for language, folder, title in (("en", "", "00 · Start here"), ("zh", "zh/", "00 · 从这里开始")):
        status, text = said(capsys, "links", "https://hub.example.org", "--lang", language)
        assert status == 0
        assert text.startswith(f"- [{title}](https://hub.example.org/hub/user-redirect/lab/tree/kml/{folder}00_")
        assert re.findall(rf"^- \[(\d\d) · .*\]\(.*/kml/{folder}(\d\d)_\w+\.ipynb\)$", text, re.MULTILINE) == [
            (f"{number:02}", f"{number:02}") for number in range(12)
        ]


def test_a_learner_checks_the_notebook_of_their_language_in_their_own_copy(capsys, monkeypatch, tmp_path):
    own_copy.fill(tmp_path / own_copy.NAME)
    monkeypatch.chdir(tmp_path)
    for language, file, said_of_it in (
        ("en", "00_start_here.ipynb", ", as it was last saved"),
        ("zh", "zh/00_start_here.ipynb", "，最近一次保存的内容"),
    ):
        status, text = said(capsys, "check", "00", "--lang", language)
        assert status == 0
        assert text.split("\n")[0] == f"{tmp_path / own_copy.NAME / file}{said_of_it}"
        assert "`kml grade`" in text.split("\n")[-2]


def test_a_file_that_is_not_there_or_no_notebook_is_an_error(capsys, tmp_path):
    assert said(capsys, "check", "00", "nofile.ipynb") == (2, "There is no file nofile.ipynb.\n")
    status, text = said(capsys, "check", "00", str(ROOT / "README.md"))
    assert status == 2 and "same rule" not in text


def test_elsewhere_it_says_where_to_go(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert said(capsys, "build") == (2, "There is no folder solutions here: run this in the course's folder.\n")
    assert said(capsys, "build", "--lang", "zh")[1] == "这里没有 solutions 文件夹：请在课程的文件夹里运行。\n"


def run(code, *arguments):
    """A new Python in the course's folder."""
    return subprocess.run([sys.executable, *arguments, "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_what_authors_need_and_what_instructors_do_not():
    """Without what only authors need, building says what to install; an instructor's commands do not miss it."""
    without = (
        "import sys; sys.modules.update(dict.fromkeys(['babel', 'jupytext', 'nbclient', 'jupyter_client', 'yaml']))"
    )
    done = run(f"{without}; from kml_classroom.cli import main; sys.exit(main(['build', '--check']))")
    assert done.returncode == 2
    assert re.fullmatch(
        r'\w+ is missing. In the course\'s folder: pip install -e . -e "./classroom\[author\]"\n', done.stderr
    )
    commands = "[['links', 'https://hub.example.org'], ['address', '--check']]"
    code = f"{without}; from kml_classroom.cli import main; print(*map(main, {commands}))\n"
    code += "import kml_classroom.grade.batch, kml_classroom.grade.judge, kml_classroom.grade.report"
    done = run(code)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 0"), done.stderr


def test_the_command_and_the_modules_are_the_same():
    for name in ("kml", "kml_classroom"):
        done = subprocess.run([sys.executable, "-m", name, "nope"], capture_output=True, text=True)
        assert done.returncode == 2
        assert "usage: kml " in done.stderr and " grade, " in done.stderr.replace("'", "")
