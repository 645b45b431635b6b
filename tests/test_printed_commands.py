"""Each command, option and path that the pages print is there, and is run by somebody, or the list says why not."""

import argparse
import ast
import importlib.util
import os
import re
import shlex
import subprocess
from operator import attrgetter
from pathlib import Path

import pytest
from kml_classroom import cli
from needs import ROOT, need
from printed import PAGES, blocks, commands_in, is_command, printed, read, spans

import kml
from kml.course.doors import command

# A name of nobody's, which a reader replaces, and what stands for it where something must be there
STANDS_FOR = {"NN": "[0-1][0-9]", "name": "*", "LEARNER": "*"}
# What only comes to be when a command was run
MADE = re.compile(
    r"\.venv|my_lessons|my_journey\.json|my_channel\.csv|build/(site|pyodide|templates)|(grades/.*|(totals|grades)\.(csv|json))|own\.yaml"
)
MADE_IN_A_CLASS = re.compile(
    r"~/kml|inbox|grades|nbgrader/.*|feedback/.*|solutions/fr(/.*)?|lessons/fr/README\.md|(similar|oral)\.html|TUTOR\.md|AGENTS\.md|numbers\.(csv|secret)|notebooks|class(_grades)?|insight\.html"
    r"|(class|canvas|for_canvas|table)\.csv|policy\.toml|Lesson 03"
)

HERE = "test_as_printed.py::test_the_way_without_make_in_an_environment_of_its_own"
WALK = "classroom/grade/test_teaching.py::test_the_instructor_s_walk_works_as_written"
LAB = "test_lab.py::test_make_lab_shows_the_welcome_page_and_stops_by_its_process_id"
CI = ".github/workflows/test.yml::"
# Who runs a command, by how it begins: a test, a workflow's line. Without any: why nobody does.
RUN_BY = {
    r"(KML_(CREATOR|LANG)=\w+ )?make lab|make ready": LAB,
    r"UV_TORCH_BACKEND=cpu make lab": (
        "test_install.py::test_a_uv_of_ones_own_is_taken_and_its_build_of_torch_may_be_said"
    ),
    r"make update": "test_as_printed.py::test_update_brings_what_is_new_and_refuses_to_lose_a_line",
    r"make help": "test_as_printed.py::test_help_lists_what_make_knows",
    r"make test|make test-browsers|make test-seeds|make test-busy": ".ci/run::make test",
    r"make test-release": ".github/workflows/whole.yml::make test-release",
    r"make test-quick": CI + "@tests/quick.txt",
    r"make build": "classroom/author/test_build.py::test_the_command_tells_the_problems_and_fails",
    r"make check": "notebooks/test_sources.py::test_every_notebook_is_as_its_source_says",
    r"make validate": "scenarios/test_scenarios.py::test_every_gate_of_the_quick_table_holds",
    r"make site": CI + "make site",
    r"make (bench(?!-calibration).*|screenshots)": "takes minutes of an idle machine, some of them a browser or a GPU",
    r"python -m venv \.venv|source \.venv/bin/activate|pip install -e \.|pip install": HERE,
    r"kml repository own .*--push": (
        "classroom/desk/own_work/test_handing_out.py::"
        "test_with_push_each_comes_to_where_its_learner_gets_it_on_top_of_their_work"
    ),
    r"kml repository for_my_class .*--push": (
        "classroom/desk/platforms/test_repositories.py::test_a_class_s_repository_is_pushed_to_where_it_was_said_once"
    ),
    r"kml repository own": (
        "classroom/desk/own_work/test_handing_out.py::"
        "test_what_is_handed_out_as_repositories_is_answered_collected_and_graded"
    ),
    r"kml (lab|lessons|progress|links)|kml --lang|\.venv/bin/kml lessons": HERE,
    r'\.venv/bin/pip install -e "\./classroom\[grade\]"': HERE,
    r'\.venv/bin/pip install -e "\./classroom\[wasi\]"': "fetches 98 MB from the network",
    r"nbgrader export": "classroom/grade/test_gradebook.py::test_points_reasons_and_what_a_person_gives_are_kept",
    r"\.venv\\Scripts\\activate": CI + r".venv\Scripts\activate",
    r"uv pip install --torch-backend=cpu -e \.": CI + "uv pip install --torch-backend=cpu -e .",
    r"pip install tensorboard|pip install jupyter-repo2docker|\.venv/bin/pip install jupyterlab-language-pack-zh-CN": (
        "fetches from the network"
    ),
    r"pip install --constraint": "fetches from the network; weekly.yml installs the same versions",
    r"make types": CI + ".venv/bin/ty check --python .venv",
    r"make constraints": "test_workflows.py::test_the_known_versions_are_written_as_they_are_read",
    r"pre-commit install": "changes what git does; CI asks the same of every push",
    r"git tag|gh attestation": "needs the repository's address, and a release",
    r"\.venv/bin/python -m kml_classroom templates": (
        "classroom/author/test_edition.py::test_a_service_for_translators_gets_every_message_without_a_translation"
    ),
    r"pip config set global\.index-url": (
        "test_install.py::test_uv_is_told_what_pip_was_told_of_where_packages_come_from"
    ),
    r"pip wheel": "test_package.py::test_a_learners_wheel_holds_the_course_and_nothing_of_the_classroom",
    r"git clone (?!--quiet)|cd kml|pip install \"kml-": "needs the repository's address, which is not written yet",
    r"sudo apt install|apt-get install": "changes the machine; .ci/run installs the same packages",
    r"loginctl enable-linger": "changes the machine; tried by hand on Debian 13 with systemd 257, on 2026-11-27",
    r"\.venv/bin/python -m http\.server": "serves until it is stopped; tests/browser serves the site in its own way",
    r"make bench-calibration": "scenarios/test_calibration.py::test_the_stored_table_comes_out_again",
    r"\.venv/bin/ruff check": CI + "ruff check",
    r"\.venv/bin/python -m kml_classroom\.author\.minutes": (
        "classroom/author/test_minutes.py::test_the_table_of_the_course"
    ),
    r"\.venv/bin/python -m kml_classroom\.author\.loop_grid": (
        "classroom/author/test_loop_grid.py::test_a_point_of_the_stored_grid_comes_out_again"
    ),
    r"\.venv/bin/python -m kml_classroom\.author\.seasons": (
        "classroom/author/test_seasons.py::test_what_is_played_is_stored"
    ),
    r"\.venv/bin/python -m kml_classroom\.grade\.answering": (
        "classroom/grade/test_withheld.py::test_what_was_found_is_written_beside_the_other_lessons"
    ),
    r"\.venv/bin/python -m kml_classroom\.author\.(watch|recommender)_worlds": "takes one or two minutes, for authors",
    r"\.venv/bin/python tools/font\.py": "needs a font of 20 MB, and is run when a figure shows a new character",
    r"\.venv/bin/python tests/notebooks/chinese\.py": (
        "notebooks/test_chinese.py::test_every_lesson_runs_quietly_and_shows_no_sentence_in_english"
    ),
    r"\.venv/bin/python tests/browser/pyodide_files\.py": ".ci/run::tests/browser/pyodide_files.py",
    r"mkdir solutions/fr": "classroom/author/test_edition.py::test_a_new_language_is_a_folder_and_one_command",
    r"cd ~/kml|cd ~/spring.*|source ~/kml|mkdir -p|cp |echo |ls grades/feedback": WALK,
    r"kml (grade|check|collect|class|export|repository)|git clone --quiet|git -C": WALK,
    r"git (ls-remote|init)": (
        "classroom/desk/platforms/test_over_a_network.py::test_a_class_s_lessons_go_out_are_worked_in_and_come_back"
    ),
    r"kml similar": (
        "classroom/desk/own_work/test_similar.py::test_the_command_writes_the_page_and_says_what_it_is_worth"
    ),
    r"kml oral": "classroom/desk/own_work/test_oral.py::test_the_command_asks_one_and_says_who_is_not_there",
    r"kml (handout|numbers)": "classroom/desk/own_work/test_variants.py::test_the_commands_hand_out_and_look",
    r"jupyter lab": "classroom/grade/test_gradebook.py::test_feedback_and_formgrader_show_answers_and_no_scripts",
    r"dask (scheduler|worker)": "classroom/grade/test_cluster.py::test_a_cluster_gives_the_same_grades",
    r"jupyter-repo2docker": "test_launch.py::test_binder_renders_to_an_image_with_our_environment_and_our_package",
    r"docker|helm": "needs a registry and a cluster; tests/test_launch.py checks what they would read",
}
ENDINGS = "py|md|ipynb|po|mo|json|tsv|csv|npz|png|otf|toml|ya?ml"
# Options that a page names alone, of programs that are not ours
OTHERS_OPTIONS = {"--set": "helm"}


COMMANDS = sorted({one for page in PAGES for one in printed(page)})


def test_the_pages_are_read_as_a_reader_reads_them():
    page = "a `make lab` of `make`\n```\ncd x && kml a \\\n  b   # c\n```\n```yaml\nx: y\n```\n```\n├── z\n```\n"
    assert [*commands_in(blocks(page)[0])] == ["cd x", "kml a b"]
    assert len(blocks(page)) == 1 and [*filter(is_command, spans(page))] == ["make lab"]
    assert len(COMMANDS) > 60


@pytest.mark.parametrize("page", PAGES)
def test_what_stands_between_backticks_ends_on_its_line(page):
    prose = re.sub(r"^ *```.*?^ *```", "", read(page), flags=re.M | re.S)
    assert [line for line in prose.splitlines() if line.count("`") % 2] == []


def test_the_first_lines_say_how_long_the_course_takes():
    rows = [row.split("\t") for row in read("kml/stored/lessons.tsv").splitlines()[1:]]
    hours = sum(int(row[1]) for row in rows) / 60
    assert len(rows) == 12 and round(hours) == 19
    assert "Twelve lessons, nineteen hours." in read("README.md") and "全部学完约十九小时" in read("README.zh.md")


def test_every_command_is_run_by_somebody_or_says_why_not():
    assert [one for one in COMMANDS if not any(re.match(known, one) for known in RUN_BY)] == []
    assert [known for known in RUN_BY if not any(re.match(known, one) for one in COMMANDS)] == []


@pytest.mark.parametrize("place", sorted({place for place in RUN_BY.values() if "::" in place}))
def test_who_runs_it_is_there(place):
    file, name = place.split("::")
    file, said = (f"tests/{file}", f"def {name}(") if file.endswith(".py") else (file, name)
    assert said in read(file)


def parsers(classroom):
    """{command: its parser} of `kml`, with the classroom's own or without; the whole one is under ""."""
    whole = command._parser(classroom)
    (subparsers,) = (action for action in whole._actions if isinstance(action, argparse._SubParsersAction))
    return {"": whole, **subparsers.choices}


LEARNERS, ALL = parsers(None), parsers(cli)


def options(words):
    return [word.split("=")[0] for word in words if word.startswith("--")]


def wrong_with_kml(words):
    """What `kml` says to these words. A bare `kml grade` in a sentence is only its name."""
    name = next((word for word in words if word in ALL), "")
    if not name and words[:1] != ["--lang"]:
        return "no such command"
    if unknown := [option for option in options(words) if option not in ALL[name]._option_string_actions]:
        return f"no such option: {unknown}"
    if name and len(words) > 1:
        try:
            (LEARNERS if name in LEARNERS else ALL)[""].parse_args(words)
        except SystemExit:
            return "not understood"
    return ""


def file_of(module):
    """The file that `python -m` runs for a module's name, found without importing what is above it."""
    top, *below = module.split(".")
    found = importlib.util.find_spec(top)
    place = found and Path(found.origin).parent.joinpath(*below)
    files = (place / "__main__.py", place / "__init__.py", place.with_suffix(".py")) if place else ()
    return next((file for file in files if file.is_file()), None)


def wrong_with_python(words):
    """What is wrong with the words behind `python`: a module, or a file, and its options."""
    if words[:2] == ["-m", "venv"]:
        return ""
    if words[0] == "-m" and words[1] in ("kml", "kml_classroom"):
        return wrong_with_kml(words[2:])
    if words[0] == "-m":
        file, words = file_of(words[1]), words[2:]
    else:
        file, words = ROOT / words[0], words[1:]
    if file is None or not file.is_file():
        return "no such module or file"
    text = file.read_text(encoding="utf-8")
    return "".join(f"no option {option}" for option in options(words) if f'"{option}"' not in text.replace("'", '"'))


def wrong(one):
    """What is wrong with a command, as far as that is seen without running it; "" for nothing."""
    words = shlex.split(re.sub(r"^([A-Z_]+=\S+ )+", "", one))
    program, rest = words[0].removeprefix(".venv/bin/"), words[1:]
    if program == "make":
        # what make would run: it is asked without running it, and said command by command
        env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
        asked = [need("make"), "--dry-run", "--no-print-directory", *rest]
        would = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True)
        lines = re.findall(r"^(?:exec )?(\.venv/bin/python (?:-m kml|bench|tools)[^;|\n]*)$", would.stdout, re.M)
        if rest[0] == "lab":  # whose options are JupyterLab's
            lines = []
        return would.stderr or "".join(wrong(line.strip()) for line in lines)
    if program == "kml":
        return wrong_with_kml(rest)
    if program == "python":
        return wrong_with_python(rest)
    paths = [word for word in rest if re.match(r"(lessons|solutions|tests|tools|hub|\./classroom)\b", word)]
    return "".join(f"no {path}" for path in paths if not is_there(path.split("[")[0]) and not re.search("fr$", path))


def is_there(path):
    """Whether a path is one of the project's, from its root or, for a name alone, from anywhere in it."""
    for name, pattern in STANDS_FOR.items():
        path = re.sub(rf"(?<![A-Za-z]){name}(?![A-Za-z])", pattern, path)
    places = [ROOT.glob(path.rstrip("/"))]
    if "/" not in path:
        places += [(ROOT / top).glob(f"**/{path}") for top in ("kml/stored", "hub", "bench")]
    return any(True for place in places for __ in place)


@pytest.mark.parametrize("one", COMMANDS)
def test_a_command_names_what_there_is(one):
    if "\\" not in one:  # Windows' own
        assert wrong(one) == ""


def test_a_command_that_names_what_there_is_not_is_found():
    for one in (
        *(
            "make labb",
            "kml lessonss",
            "kml lessons --afersh 03",
            "kml grade inbox --lesson 03",
            "make build ARGS=--chek",
        ),
        *("python -m kml_classroom.author.minute 03", "python tools/fonts.py", "python -m http.server --dir x"),
        *("pytest -s tests/nowhere.py", 'make validate ARGS="--safe x"', "kml address --chekc"),
    ):
        assert wrong(one), one
    assert not any(re.match(known, "conda install kml") for known in RUN_BY)


@pytest.mark.parametrize("page", PAGES)
def test_what_else_stands_between_backticks_is_there(page):
    unknown = [span for span in spans(read(page)) if not is_command(span) and not is_known(span)]
    assert unknown == []


def is_known(span):
    """Whether words between backticks are a path that is there, an option, or Python whose names of kml are there."""
    if span.startswith("-"):
        word = options(span.split())[0]
        return word in OTHERS_OPTIONS or any(word in parser._option_string_actions for parser in ALL.values())
    if MADE.fullmatch(span) or MADE_IN_A_CLASS.fullmatch(span):
        return True
    if span.startswith((".", "[", "ARGS=", "!", "%", "KML_LANG=")) and not span.startswith(".github"):
        return True  # an ending, an extra, a variable, a magic
    if re.fullmatch(r"[\w.*/-]+", span) and ("/" in span or re.search(rf"\.({ENDINGS})$", span)):
        return is_there(span)
    try:
        tree = ast.parse(span)
    except SyntaxError:
        return span in ("kml-classroom", "kml-lab", "log_dir=")
    return all(known_name(ast.unparse(node)) for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def known_name(dotted):
    """Whether a name such as kml.mychannel.read is there; one that is not kml's, and what a call returns, are taken."""
    parts = dotted.split("(")[0].split(".")
    parts = ["kml", *parts] if parts[0] == "datasets" else parts
    if parts[0] not in ("kml", "kml_classroom") or file_of(".".join(parts)):  # which need not be loaded to be there
        return True
    try:
        attrgetter(".".join(parts[1:]))(kml)
    except AttributeError:
        return False
    return True


def test_what_is_not_there_is_found():
    for span in (
        "kml/nowhere.py",
        "--afersh 03",
        "kml.chekc",
        "kml.mychannel.raed(1)",
        "a b c",
        "kml/stored/nowhere.json",
    ):
        assert not is_known(span), span
