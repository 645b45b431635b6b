"""Changes of a reference that change no result: {exercise: {the changed code: why no input can tell}}."""

_NEAR_THE_END = "a share of the loss before or after the sweep: no gain is so near the tolerance that it matters"
_LENGTH_OF_THE_PROFILE = "the length of the profile changes all cosines alike, which keeps their order"

EQUIVALENT: dict[str, dict[str, str]] = {
    "01.1": {
        "line 3: duration": "both arrays hold one number for each play",
    },
    "01.2": {
        "line 10: if True:\n    shares[i] = np.mean(watched[here] >= duration[here])": "the mean of nothing is NaN",
    },
    "01.4": {
        "line 5: i @ x": "the sum of a number is the number itself",
    },
    "02.1": {
        "line 3: y_hat - y": "the square of a difference does not know its direction",
    },
    "02.4": {
        "line 4: y_hat - y_test": "the square of a difference does not know its direction",
        "line 4: np.mean(y_test) - y_test": "the square of a difference does not know its direction",
    },
    "03.2": {
        "line 3: X": "X has one row for each y, so both are equally long",
    },
    "03.3": {
        "line 3: X": "X has one row for each y, so both are equally long",
    },
    "03.5": {
        "line 3: X @ (2 / len(X) * X.T)": "X Xᵀ has the largest eigenvalue of XᵀX, and zeros beside the others",
    },
    "03.7": {
        "line 3: X": "X has one row for each y, so both are equally long",
        "line 3: y - X @ theta": "the square of a difference does not know its direction",
        "line 3: np.abs(slope).max() < tolerance": "no slope of the inputs is exactly as large as the tolerance",
        "line 8: np.mean(residuals(X, y, after) ** 2) >= np.mean(residuals(X, y, theta) ** 2)": (
            "no step of the inputs leads to exactly the same error"
        ),
    },
    "04.1": {
        "line 7: a >= b": "the text says that the two numbers are never equal",
    },
    "04.2": {
        "line 3: np.broadcast_shapes(y.shape, shape)": "the shape of a difference does not know its direction",
    },
    "04.3": {
        "line 3: theta @ XtX": "a Gram matrix is its own transpose",
    },
    "04.6": {
        "line 6: zip(x, y)": "there is one y for each x",
        "line 6: False": "there is one y for each x",
        "line 7: watched - network(length, weights)": "the square of a difference does not know its direction",
        "line 7: y": "there is one y for each x",
    },
    "05.2": {
        "line 3: group": "a view has one group and one time, so `group` is as long as `watched`",
        "line 3: new_group": "a new rank has one group, so `new_group` is as long as `new_rank`",
        "line 4: group": "a group that comes up again is computed again, with the same result",
    },
    "05.3": {
        "line 4: short >= 0": "a miss of 0 costs 0 at either price",
    },
    "05.5": {
        "line 3: norm.logpdf(mu, np.log(watched), sigma)": "x and mu enter as their distance alone",
    },
    "05.6": {
        "line 4: short >= 0": "a miss of 0 costs 0 at either price",
        "line 7: y >= predicted": "no view is predicted just right, where either slope is as good",
        "line 8: X": "X has one row for each y, so both are equally long",
    },
    "05.7": {
        "line 5: np.minimum(duration, watched)": "the smaller of two numbers is the same in any order",
        "line 9: skip @ seconds": "the sum of the products of two rows of numbers is their `@`",
        "line 9: skip @ left": "the sum of the products of two rows of numbers is their `@`",
        "line 10: (1 - skip) @ seconds": "the sum of the products of two rows of numbers is their `@`",
        "line 10: (1 - skip) @ left": "the sum of the products of two rows of numbers is their `@`",
    },
    "06.1": {
        "line 3: vectors[watched].mean(axis=0)": "a mean has the direction of the sum",
        "line 4: -1": "of a table, the last axis is axis 1",
        "line 4: np.linalg.norm(vectors, axis=1)": _LENGTH_OF_THE_PROFILE,
        "line 4: np.linalg.norm(vectors, axis=1) / np.linalg.norm(profile)": _LENGTH_OF_THE_PROFILE,
        "line 3: np.linalg.norm(vectors, axis=1) * np.linalg.norm(profile) without brackets": _LENGTH_OF_THE_PROFILE,
    },
    "06.2": {
        "line 4: -1": "a factor of all discounts is above and below the line of NDCG",
        "line 4: 2": "a factor of all discounts is above and below the line of NDCG",
        "line 4: np.log(2 + np.arange(k))": "another base is a factor of all discounts, above and below the line",
        "line 4: np.log10(2 + np.arange(k))": "another base is a factor of all discounts, above and below the line",
        "line 6: discount @ found": "a product of two vectors has no order",
    },
    "06.3": {
        "line 5: -1": "of a table, the last axis is axis 1",
    },
    "06.5": {
        "line 5: -1": "of a table, the last axis is axis 1",
    },
    "06.6": {
        "line 5: -1": "of a table, the last axis is axis 1",
        "line 4: X @ Y.T - (weight > 0)": "the square of a difference does not know its direction",
        "line 8: 1": _NEAR_THE_END,
        "line 8: losses[-1]": _NEAR_THE_END,
        "line 8: losses[-2] - losses[-1] <= tolerance * losses[-2]": "no sweep gains just the tolerance",
    },
    "07.2": {
        "line 3: np.minimum(clip, 1 / propensity)": "the smaller of two numbers is the same in any order",
        "line 4: weight @ reward": "the sum of the products of two rows of numbers is their `@`",
    },
    "07.4": {
        "line 5: (set(video_id[user_id == b]), set(video_id[user_id == a]))": "likeness is the same in both directions",
    },
    "07.6": {
        "line 3: -1": "of a table, the last axis is axis 1",
        "line 3: coin": "luck, coin and other have a row for each day and a column for each viewer",
        "line 3: other": "luck, coin and other have a row for each day and a column for each viewer",
        "line 4: coin <= epsilon": "no coin is just epsilon",
        "line 5: -1": "of two axes, the last is axis 1",
        "line 9: luck[day] <= likes[each, video]": "no luck is just a liking",
    },
    "08.2": {
        "line 5: max(int(np.ceil(need / rate)), int(gate))": "the larger of two numbers is the same in any order",
        "line 6: followers <= gates[gates > gate]": "just at the next gate the number is that gate, too",
    },
    "08.5": {
        "line 3: -1": "of two axes, the last is axis 1",
        "line 2: mean_views * np.exp(sigma * z - sigma ** 2 / 2) without brackets": "a sum may lose its factor",
    },
    "09.3": {
        "line 3: -1": "of two axes, the last is axis 1",
        "line 4: -1": "of two axes, the last is axis 1",
        "line 5: -1": "of two axes, the last is axis 1",
    },
    "09.4": {
        "line 3: values[~treated].mean() - values[treated].mean()": "what counts is how far from 0, on either side",
        "line 4: values[~plan].mean() - values[plan].mean()": "what counts is how far from 0, on either side",
    },
    "10.1": {
        "line 13: group": "order and group are equally long",
        "line 14: group": "order and group are equally long",
    },
    "10.2": {
        "line 3: group": "merit and group are equally long",
    },
    "10.3": {
        "line 13: -1": "the checks of the arguments only; no cost is below 0",
        "line 13: 1": "the checks of the arguments only; every cost that comes is at least 1",
    },
    "10.4": {
        "line 5: -1": "of two axes, the last is axis 1",
    },
    "10.5": {
        "line 11: ('health', 'medicine')": "whether a field is among two does not depend on their order",
    },
}
