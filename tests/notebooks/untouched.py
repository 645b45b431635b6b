"""A pytest plugin beside lax nbval: what a learner who has solved nothing sees is quiet, and says so."""

import pytest
from nbval.plugin import IPyNbCell


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if isinstance(item, IPyNbCell):
        red = [out.text for out in item.test_outputs if out.get("name") == "stderr"]
        assert not red, f"{item.nodeid} writes to stderr:\n{''.join(red)}"
        if "check" in item.cell.metadata.get("tags", []):
            said = [out.data.get("text/plain", "") for out in item.test_outputs if "data" in out]
            assert any(text.startswith("Not attempted") for text in said), f"{item.nodeid} says {said}"
    return result
