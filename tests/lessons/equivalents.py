"""Changes of a reference that change no result: {exercise: {the changed code: why no input can tell}}."""

EQUIVALENT: dict[str, dict[str, str]] = {}
