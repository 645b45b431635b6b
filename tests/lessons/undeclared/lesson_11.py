"""Wrong answers to the exercises of lesson 11, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "11.1",
        """
def day_of_work(posts):
    hours = 0.5 + sum(p["seconds"] for p in posts) / 60
    return hours, 1 - hours / 8
""",
        "half an hour once, not for each video",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = 0
    for p in posts:
        hours += 0.5 + p["seconds"] / 3600
    return hours, (8 - hours) / 8
""",
        "seconds to hours by 3600: the hour for each minute is forgotten",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = sum(0.5 + p["seconds"] / 60 for p in posts)
    return hours, max(0, 1 - hours / 8)
""",
        "never below zero",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = sum(0.5 + p["seconds"] / 60 for p in posts)
    return hours, 8 - hours
""",
        "hours left, not the share",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = len(posts) * 0.5 + sum(p["seconds"] / 60 for p in posts)
    return hours, hours / 8
""",
        "the share that is used",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = 0
    for p in posts:
        hours += 0.5 + p["seconds"] // 60
    return hours, 1 - hours / 8
""",
        "whole minutes only",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = 0
    for post in posts:
        hours += 0.5 + post["seconds"]
    return hours, 1 - hours / 8
""",
        "an hour a minute is read as a minute an hour: seconds are hours",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = np.mean([0.5 + post["seconds"] / 60 for post in posts]) if posts else 0
    return hours, 1 - hours / 8
""",
        "the mean video",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    values = {s: [p[measure] for p in posts if p["style"] == s] for s in capstone.STYLES}
    for s in capstone.STYLES:
        if len(values[s]) < tries:
            return s
    return max(capstone.STYLES, key=lambda s: np.mean(values[s]))
""",
        "the first style with too few, not the rarest",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    values = {s: [p[measure] for p in posts if p["style"] == s] for s in capstone.STYLES}
    rare = min(capstone.STYLES, key=lambda s: len(values[s]))
    if len(values[rare]) < tries:
        return rare
    return max(capstone.STYLES, key=lambda s: sum(values[s]))
""",
        "the highest sum, not the mean",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    values = {s: [p["valid_play"] for p in posts if p["style"] == s] for s in capstone.STYLES}
    rare = min(capstone.STYLES, key=lambda s: len(values[s]))
    if len(values[rare]) < tries:
        return rare
    return max(capstone.STYLES, key=lambda s: np.mean(values[s]))
""",
        "the measure is ignored: always valid_play",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    values = {s: [p[measure] for p in posts if p["style"] == s] for s in capstone.STYLES}
    rare = min(capstone.STYLES, key=lambda s: len(values[s]))
    if len(values[rare]) <= tries:
        return rare
    return max(capstone.STYLES, key=lambda s: np.mean(values[s]))
""",
        "one try too many: up to and with tries",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    values = {s: [p[measure] for p in posts if p["style"] == s] for s in capstone.STYLES}
    if len(posts) < tries:
        return min(capstone.STYLES, key=lambda s: len(values[s]))
    return max(capstone.STYLES, key=lambda s: np.mean(values[s]) if values[s] else 0)
""",
        "all videos are counted together against tries",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    count = {s: 0 for s in capstone.STYLES}
    for p in posts:
        count[p["style"]] += 1
    rare = min(count, key=count.get)
    if count[rare] < tries:
        return rare
    return max(posts, key=lambda p: p[measure])["style"]
""",
        "the style of the single best video",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    counts = {s: sum(p["style"] == s for p in posts) for s in capstone.STYLES}
    fewest = min(counts.values())
    if fewest < tries:
        return [s for s in capstone.STYLES if counts[s] == fewest][-1]
    means = {s: np.mean([p[measure] for p in posts if p["style"] == s]) for s in capstone.STYLES}
    return max(means, key=means.get)
""",
        "of equals the last",
    ),
    (
        "11.2",
        """
def choose_style(posts, measure, tries):
    counts = {s: sum(p["style"] == s for p in posts) for s in capstone.STYLES}
    rare = min(counts, key=counts.get)
    if counts[rare] < tries:
        return rare
    means = {s: sum(p[measure] for p in posts if p["style"] == s) / len(posts) for s in capstone.STYLES}
    return max(means, key=means.get)
""",
        "each sum is divided by all videos, not by those of the style",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(worth.values())
    if total == 0:
        return {}
    return {c: w / total for c, w in worth.items()}
""",
        "in proportion to the worth, not to its square",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(np.sqrt(w) for w in worth.values())
    if total == 0:
        return {}
    return {c: np.sqrt(w) / total for c, w in worth.items()}
""",
        "in proportion to the root",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    if not any(worth.values()):
        return {}
    best = max(worth, key=worth.get)
    return {c: 1.0 if c == best else 0.0 for c in worth}
""",
        "all on the best channel",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(w**2 for w in worth.values())
    return {c: w**2 / total for c, w in worth.items() if w > 0}
""",
        "zero channels are left out",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(worth.values()) ** 2
    if total == 0:
        return {}
    return {c: w**2 / total for c, w in worth.items()}
""",
        "square of the sum instead of the sum of squares",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(w**2 for w in worth.values())
    if total == 0:
        return {c: 1 / len(worth) for c in worth}
    return {c: w**2 / total for c, w in worth.items()}
""",
        "where all are zero, equal shares",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    open_ones = [c for c in worth if worth[c] > 0]
    if not open_ones:
        return {}
    return {c: (1 / len(open_ones) if worth[c] > 0 else 0) for c in worth}
""",
        "equal shares for all that are open",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(w * w for w in worth.values())
    if not total:
        return {}
    return {c: 100 * w * w / total for c, w in worth.items()}
""",
        "shares in per cent",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if len(notices) > 0 else "valid_play"
""",
        "any notice changes the yardstick",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    for day, sentence in notices:
        if day >= 45:
            return "long_view"
    return "valid_play"
""",
        "the day is fixed at 45",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    if notices and notices[-1][1].startswith("push"):
        return "long_view"
    return "valid_play"
""",
        "only the last notice is read",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    pushed = any("push" in s for d, s in notices)
    return "valid_play" if pushed else "long_view"
""",
        "both answers exchanged",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    for day, sentence in notices:
        if "valid play" in sentence:
            return "valid_play"
        if "long view" in sentence:
            return "long_view"
    return "valid_play"
""",
        "the push notice also names valid plays, so the search for these finds it first",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    for day, sentence in notices:
        if sentence.startswith("push"):
            return "long_view"
        else:
            return "valid_play"
    return "valid_play"
""",
        "returns inside the loop after the first notice",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return any(s.startswith("push:") for _, s in notices)
""",
        "True and False instead of the names",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if len(notices) >= 2 else "valid_play"
""",
        "after two notices, whatever they say",
    ),
)
