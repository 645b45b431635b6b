"""The runs behind lesson 07's slider: a stored point comes out again, and new videos are counted rightly."""

import numpy as np
import pytest
from kml_classroom.author import loop_grid as author

from kml import platform, recommenders
from kml.lessons.loop_grid import WORLDS, load, worlds
from kml.simulate import simulate
from kml.simulate.creators import Creators


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["random", (0.2, 30, 0.25)], ids=str)
def test_a_point_of_the_stored_grid_comes_out_again(setting):
    again = author.mean(*((0.0, 0, None) if setting == "random" else setting))
    for name, values in load()[setting].items():
        np.testing.assert_allclose(again[name], values, atol=2e-4, err_msg=name)


@pytest.mark.slow
def test_a_stored_world_comes_out_again():
    again = author.single(0.2, WORLDS[4])
    for name, values in worlds()[0.2].items():
        np.testing.assert_allclose(again[name], values[4], atol=1e-4, err_msg=name)


def test_the_first_days_of_a_new_video_are_counted_by_hand():
    world = platform.world(30, 40, seed=2)
    supply = Creators(publish=0.05, learn=0.0, leave=0.0)
    ranker = recommenders.Random(recommenders.catalogue(world), 30)
    run = simulate(world, ranker, days=16, slate=2, creators=supply, seed=3, repeats=True)
    found = author.measure(run)
    log, there, views, unseen = run.log, 0, 0, 0
    for video in range(40, run.world.videos):
        born = int(np.argmax(run.days["videos"] > video)) if run.days["videos"].iloc[-1] > video else 99
        if born + author.FIRST_DAYS <= 16:
            shown = np.sum((log["video_id"] == video) & (log["day"] < born + author.FIRST_DAYS))
            there, views, unseen = there + 1, views + shown, unseen + (shown == 0)
    assert there > 3
    assert (found["new"].sum(), found["views"].sum(), found["unseen"].sum()) == (there, views, unseen)
