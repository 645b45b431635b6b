"""What all tests share: the same examples on every machine, a home that is not yours, and who runs beside whom."""

import pytest
from hypothesis import settings

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
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            patch.setenv(name, str(place))
        yield


# Each test of these takes long, and they share little: they run wherever there is room
APART = "tests/notebooks/", "tests/browser/test_lessons.py"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With -n: the tests of a file in one process, which makes once what they share; files of many tests come first."""
    from xdist.scheduler import LoadFileScheduling  # only processes that have others under them need it

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return nodeid if nodeid.startswith(APART) else super()._split_scope(nodeid)

    return Scheduling(config, log)
