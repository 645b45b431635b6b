"""Compute and store the worlds behind lesson 06's intervals: `python -m kml_classroom.author.recommender_worlds`.

Two minutes on one core; `kml.lessons.lesson_06` reads what this writes. Each world is built as the lesson builds its
own, from another seed: a catalogue of which one video in ten is uploaded tomorrow, and a log of four days.
"""

import copy

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from kml import platform, recommenders
from kml.core.page import bar
from kml.lessons.lesson_06 import (
    MEASURES,
    READERS,
    RIDGES,
    STORED,
    TRUSTS,
    VIDEOS,
    VIEWERS,
    WORLDS,
    fans,
    place,
    predicted,
    recall_next_day,
    shelf_recall,
    uploads,
    value,
    values,
    would_play,
)
from kml.personas import CREATORS
from kml.simulate import Oracle
from kml_classroom.author.storing import store


def validated(table, past):
    """{ridge: recall} of the factors on the last day of the past, learned from the days before."""
    last = past["date"] == past["date"].max()
    return {
        ridge: recall_next_day(
            recommenders.MatrixFactorisation(table, VIEWERS, factors=16, ridge=ridge), past[~last], past[last]
        )
        for ridge in RIDGES
    }


def speller(table, factors, trust):
    """The speller of section 14, not trained yet: codes of what `factors`, which are, say of uploads."""
    return recommenders.Speller(table, VIEWERS, recommenders.TasteVectors(table, factors), trust=trust)


def trusted(table, past, ridge):
    """{trust: recall} of the speller on the last day of the past, as `validated`."""
    last = past["date"] == past["date"].max()
    factors = recommenders.MatrixFactorisation(table, VIEWERS, factors=16, ridge=ridge)
    factors.update(past[~last])
    return {trust: recall_next_day(speller(table, factors, trust), past[~last], past[last]) for trust in TRUSTS}


def search(towers, viewers):
    """{cells of 40 searched: (share of all videos looked at, share of the true 200 found)}, as in section 12."""
    asked = towers.viewer_factors[viewers]
    exact = np.argpartition(-asked @ towers.video_factors.T, 200, axis=1)[:, :200]
    index = KMeans(40, n_init=1, random_state=0).fit(towers.video_factors)
    turn = np.argsort(np.argsort(-asked @ index.cluster_centers_.T, axis=1), axis=1)[:, index.labels_]
    nearest = np.take_along_axis(turn, exact, axis=1)
    return {cells: (float((turn < cells).mean()), float((nearest < cells).mean())) for cells in (1, 2, 4, 8, 16)}


def screens(table, candidates, chances, k=10):
    """{most of one topic: (topics on a screen of k, share of the value kept)}, as in section 12."""
    worth = value(chances, finish=1, like=10, comment=100, follow=300)
    order = np.argsort(-worth, axis=1)
    ranked = np.take_along_axis(worth, order, axis=1)
    topics = table["tag"].to_numpy()[np.take_along_axis(candidates, order, axis=1)]
    found = {}
    for most in (10, 5, 3, 2):
        places = [np.flatnonzero(pd.Series(row).groupby(row).cumcount() < most)[:k] for row in topics]
        kept = sum(row[at].sum() for row, at in zip(ranked, places, strict=True)) / ranked[:, :k].sum()
        variety = np.mean([len(set(row[at])) for row, at in zip(topics, places, strict=True)])
        found[most] = float(variety), float(kept)
    return found


def rankers(table, ridge):
    """The rankers of the lesson, not trained yet: {name: recommender}."""
    return {
        "random": recommenders.Random(table, VIEWERS),
        "popularity": recommenders.Popularity(table, VIEWERS),
        "content: text": recommenders.Content(table, VIEWERS),
        "content: cover": recommenders.Content(table, VIEWERS, source="cover"),
        "late fusion": recommenders.late_fusion(table, VIEWERS),
        "item-item": recommenders.ItemItem(table, VIEWERS),
        "factors": recommenders.MatrixFactorisation(table, VIEWERS, factors=16, ridge=ridge),
        "two towers": recommenders.TwoTower(table, VIEWERS, epochs=3),
        "factors + topic graph": recommenders.TopicGraph(table, VIEWERS, factors=16, ridge=ridge),
    }


def measure(seed):
    """One world, what the lesson's tables say of it.

    {"validation": {ridge: recall}, "table": {ranker: {measure: score}}, "places": {ranker: place}, "words": {topic:
    {reader: (6,)}}, "values": {way: {what: number}}, "search" and "screens" (see there), "trust": {trust: recall},
    "shelf": {ranker: recall among the new videos}}.
    """
    world = platform.world(viewers=VIEWERS, videos=VIDEOS, seed=seed)
    log = platform.simulate_day(world, days=4, seed=seed + 1)
    table, new = recommenders.catalogue(world), np.zeros(VIDEOS, dtype=bool)
    new[np.random.default_rng(seed).permutation(VIDEOS)[: VIDEOS // 10]] = True
    is_past = log["date"] < log["date"].max()
    past, tomorrow = log[is_past & ~new[log["video_id"]]], log[~is_past]
    seen = recommenders.seen_videos(past, VIEWERS, VIDEOS)
    wanted = recommenders.relevant_videos(tomorrow, VIEWERS, VIDEOS)
    known, seen_by = np.unique(past["user_id"]), np.bincount(seen.nonzero()[1], minlength=VIDEOS)

    validation = validated(table, past)
    ridge = max(validation, key=validation.get)
    trained, scores = rankers(table, ridge), {}
    for ranker in trained.values():
        ranker.update(past)
    trust = trusted(table, past, ridge)
    trained["semantic IDs"] = speller(table, trained["factors"], max(trust, key=trust.get))
    trained["semantic IDs"].update(past)
    for name, ranker in {**trained, "oracle": Oracle(world)}.items():
        lists = recommenders.recommend(ranker, known, 20, seen)
        card = recommenders.scorecard(lists, [wanted[v] for v in known], seen_by, VIEWERS)
        card["would play"] = would_play(world, known, lists)
        scores[name] = {column: float(card[column]) for column in MEASURES}
    uploaded = np.flatnonzero(new)
    whom = fans(world, known, uploaded)
    places = {name: float(np.median(place(ranker, whom, uploaded))) for name, ranker in trained.items()}

    words = {}
    for topic in (creator.topic for creator in CREATORS.values()):
        mine = table[new & (table["tag"] == topic)]
        whom, again = fans(world, known, mine["video_id"].to_numpy()), VIDEOS + np.arange(len(mine))
        words[topic] = {reader: [] for reader in READERS}
        for upload in uploads(mine).values():
            for reader, name in READERS.items():
                trial = copy.deepcopy(trained[name])
                trial.publish(upload)
                words[topic][reader].append(float(np.median(place(trial, whom, again))))
    candidates = recommenders.recommend(trained["two towers"], known[:300], 200, seen)
    chances = predicted(world, known[:300], candidates)
    return {
        "validation": validation,
        "table": scores,
        "places": places,
        "words": words,
        "values": values(world, candidates, chances),
        "search": search(trained["two towers"], known),
        "screens": screens(table, candidates, chances),
        "trust": trust,
        "shelf": {name: shelf_recall(ranker, known, wanted, uploaded) for name, ranker in trained.items()},
    }


def main():
    """Measure WORLDS and write STORED."""
    store([measure(seed) for seed in bar(WORLDS, True)], STORED, digits=4)


if __name__ == "__main__":
    main()
