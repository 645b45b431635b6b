"""Wrong answers to the exercises of lesson 11, written before anybody saw what the checker says to them.

The last two of each exercise are a second round: odder ones, written when the verdicts on the first round were
known and their own were not. `test_undeclared` says what the fields are.
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
        "declared",
        "The half hour comes once in your account. Every video takes it.",
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
        "declared",
        "You turned seconds into hours of *watching*. Making is slower: an hour of work for each minute of video.",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = sum(0.5 + p["seconds"] / 60 for p in posts)
    return hours, max(0, 1 - hours / 8)
""",
        "never below zero",
        "declared",
        (
            "Five long videos take more than the day has. Then the share lies below 0 and says how much is "
            "missing; yours never does."
        ),
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = sum(0.5 + p["seconds"] / 60 for p in posts)
    return hours, 8 - hours
""",
        "hours left, not the share",
        "declared",
        "The second number is in hours. A share of the day is asked for, from 0 to 1: divide by the eight hours.",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = len(posts) * 0.5 + sum(p["seconds"] / 60 for p in posts)
    return hours, hours / 8
""",
        "the share that is used",
        "declared",
        "That is the share of the day that goes into making. What is left for selling is the rest.",
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
        "specific",
        "Just these results come out with one slip: `//` stands where `/` belongs.",
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
        "declared",
        "A video of 60 seconds would take 60 hours: turn seconds into minutes first.",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = np.mean([0.5 + post["seconds"] / 60 for post in posts]) if posts else 0
    return hours, 1 - hours / 8
""",
        "the mean video",
        "impossible",
        "2 videos take half an hour each at least, and you count 0.875 hours.",
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
        "declared",
        (
            "You try one style to the end, then the next. The first week should not be all lectures: of those "
            "with fewer than `tries`, the rarest comes first."
        ),
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
        "declared",
        "The sum favours the style that you have made most often. Compare means.",
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
        "declared",
        "This always compares valid plays. The yardstick is handed over as `measure`.",
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
        "declared",
        "You try each style once more than `tries` says. With `tries` videos it has had enough: <, not <=.",
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
        "declared",
        (
            "This takes the best so far before each style has had its `tries`. One whose first video was unlucky "
            "may never get a second: count the videos of each style, and commit when the rarest has enough."
        ),
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
        "declared",
        "One lucky video decides here. Compare the styles' means, not their best videos.",
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
        "declared",
        "Of equally rare styles you take the last. The first in `capstone.STYLES` is asked for.",
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
        "declared",
        "The sum favours the style that you have made most often. Compare means.",
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
        "declared",
        "In proportion to what they bring is close, and not best: set worth/√share equal for all channels.",
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
        "declared",
        "The root is already in how income grows with the share. Solving for the share brings a square.",
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
        "declared",
        "All on the best channel: but the last hours there bring little, and the first hours elsewhere a lot.",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    total = sum(w**2 for w in worth.values())
    return {c: w**2 / total for c, w in worth.items() if w > 0}
""",
        "zero channels are left out",
        "declared",
        "A channel that is worth nothing has a share, too: 0. Whoever reads the mix wants to find every channel.",
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
        "impossible",
        "The shares have a sum of 0.556: 0.444 of the effort is not given away.",
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
        "declared",
        "Where no channel brings anything, there is nothing to share out: an empty dict is asked for.",
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
        "impossible",
        "Move 1 % of the effort from `commerce` to `courses`, and the day brings 0.35 yuan more.",
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
        "specific",
        "Every number is 100 times the right one: a share, not per cent, is asked for.",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if len(notices) > 0 else "valid_play"
""",
        "any notice changes the yardstick",
        "declared",
        "Not every notice is about the push: others are about labels, or cut what ads pay.",
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
        "specific",
        'None of these notices begins with "push:", and you answer long views.',
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
        "declared",
        "This reads the last notice only. A change stays in force when the next one comes.",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    pushed = any("push" in s for d, s in notices)
    return "valid_play" if pushed else "long_view"
""",
        "both answers exchanged",
        "declared",
        "The two answers have changed places: *after* the notice about the push, long views count.",
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
        "specific",
        'The notice of day 41 begins with "push:", and you still answer valid plays.',
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
        "declared",
        "This reads the first notice only, and the change may be the second.",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return any(s.startswith("push:") for _, s in notices)
""",
        "True and False instead of the names",
        "declared",
        'True and False say whether it has changed. Asked is the measure: "valid_play" or "long_view".',
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if len(notices) >= 2 else "valid_play"
""",
        "after two notices, whatever they say",
        "declared",
        "You count the notices. It matters what they say, not how many there are.",
    ),
    (
        "11.1",
        """
def day_of_work(posts):
    hours = sum(1.5 * p["seconds"] / 60 for p in posts)
    return hours, 1 - hours / 8
""",
        "an hour and a half for each minute",
        "declared",
        "You count an hour and a half for each minute. The half hour comes once per video, however long it is.",
    ),
    (
        "11.3",
        """
def best_mix(worth):
    return {name: value**2 for name, value in worth.items()}
""",
        "squares, and no sum",
        "declared",
        "These are the squares. Shares add up to 1: divide each by the sum of all squares.",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if len(notices) >= 3 else "valid_play"
""",
        "after three notices",
        "declared",
        "You count the notices. It matters what they say, not how many there are.",
    ),
    (
        "11.4",
        """
def yardstick(notices):
    return "long_view" if any("long_view" in text for _, text in notices) else "valid_play"
""",
        "looks for the measure's own name",
        "declared",
        (
            "You answer valid plays whatever was announced. That is how it begins; a notice that begins with "
            '"push:" changes it.'
        ),
    ),
)
