"""What all tests share: the same examples on every machine, and a home that is not yours."""

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
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            patch.setenv(name, str(place))
        yield
