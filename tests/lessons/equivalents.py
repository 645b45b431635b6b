"""Changes of a reference that change no result: {exercise: {the changed code: why no input can tell}}."""

EQUIVALENT: dict[str, dict[str, str]] = {
    "01.1": {
        "line 3: duration": "both arrays hold one number for each play",
    },
    "01.2": {
        "line 10: if True:\n    shares[i] = np.mean(watched[here] >= duration[here])": "the mean of nothing is NaN, too",
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
    "07.2": {
        "line 3: np.minimum(clip, 1 / propensity)": "the smaller of two numbers is the same in any order",
        "line 4: weight @ reward": "the sum of the products of two rows of numbers is their `@`",
    },
    "07.4": {
        "line 5: (set(video_id[user_id == b]), set(video_id[user_id == a]))": "likeness is the same in both directions",
    },
    "09.3": {
        "line 3: -1": "of two axes, the last is axis 1",
        "line 4: -1": "of two axes, the last is axis 1",
        "line 5: -1": "of two axes, the last is axis 1",
    },
    "09.4": {
        "line 3: b": "a and b are equally long",
        "line 4: -1": "of two axes, the last is axis 1",
    },
}
