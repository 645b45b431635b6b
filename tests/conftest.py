"""What all tests share: the same examples on every machine, a home that is not yours, and who runs beside whom."""

import os
from pathlib import Path

import pytest
from every_python import sitecustomize
from hypothesis import settings

FIRST = Path(sitecustomize.__file__).parent  # on the path of each Python that a test starts, too
settings.register_profile("same everywhere", derandomize=True, deadline=None)  # a slow machine is no failure
settings.load_profile("same everywhere")


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory):
    """Point what kml and Jupyter remember at a throw-away folder, so that tests neither read nor write yours."""
    home = tmp_path_factory.mktemp("home")
    places = {
        "XDG_CONFIG_HOME": home / "config",
        "JUPYTER_CONFIG_DIR": home / "jupyter",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "IPYTHONDIR": home / "ipython",
        "KML_JOURNEY": home / "journey",
        "LC_ALL": "C.UTF-8",  # commands speak the terminal's language
        "PYTHONPATH": os.pathsep.join(filter(None, (str(FIRST), os.environ.get("PYTHONPATH")))),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            patch.setenv(name, str(place))
        yield


# Each test of these takes long, holds a kernel or a browser besides, and shares little with the others of its file
APART = "tests/notebooks/", "tests/browser/test_lessons.py"
# A machine of two cores and little memory runs two of them at a time, however many processes there are
KEEPERS = "gw0", "gw1"
# Files that take minutes, and stay in one process: begun last, one of them would run alone at the end
LONG = [
    "tests/browser/test_run_here.py",
    "tests/browser/test_pages.py",
    "tests/classroom/grade/test_corpus.py",
    "tests/classroom/grade/test_teaching.py",
    "tests/classroom/grade/test_gradebook.py",
    "tests/lessons/test_slips.py",
    "tests/lessons/test_lesson_05.py",
    "tests/lessons/test_lesson_06.py",
    "tests/lessons/test_lesson_11.py",
    "tests/lessons/test_lesson_04.py",
    "tests/lessons/test_lesson_07.py",
    "tests/lessons/test_answers.py",
    "tests/lessons/test_lesson_02.py",
    "tests/lessons/test_undeclared.py",
    "tests/lessons/test_lesson_09.py",
    "tests/classroom/grade/test_judge.py",
    "tests/course/showing/test_stage.py",
    "tests/test_as_printed.py",
]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With -n: two processes begin with what is apart, one test after another; any other takes whole files alone.

    The tests of a file stay in one process, which makes once what they share; files of many quick tests come first. Who
    waits for a kernel or a browser leaves a core to the third process.
    """
    from xdist.scheduler import LoadFileScheduling  # only processes that have others under them need it

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return nodeid if nodeid.startswith(APART) else super()._split_scope(nodeid)

        def _next_for(self, node):
            apart = [scope for scope in self.workqueue if scope.startswith(APART)]
            others = [scope for scope in self.workqueue if scope not in apart]
            others.sort(key=lambda scope: LONG.index(scope) if scope in LONG else len(LONG))
            units = apart + others if node.gateway.id in KEEPERS else others
            return units[0] if units else None

        def _assign_work_unit(self, node):
            scope = self._next_for(node)
            if scope is not None:
                self.workqueue.move_to_end(scope, last=False)
                super()._assign_work_unit(node)

        def _reschedule(self, node):
            if self.workqueue and self._next_for(node) is None:
                if not node.shutting_down:
                    node.shutdown()  # its last test waits for this word
            else:
                super()._reschedule(node)

    return Scheduling(config, log)
