"""Static mode, in which a page is the same on every machine and at every run, and progress bars, which it omits."""

import os


def static():
    """Whether notebooks are built or compared (KML_STATIC is set, and not 0): then no widget and no bar is made."""
    return os.environ.get("KML_STATIC", "0") not in ("", "0")


def bar(items, wanted, **options):
    """`items` with a progress bar if it is `wanted` and the page is not static; `options` are tqdm's."""
    if not wanted or static():
        return items
    from tqdm.auto import tqdm

    return tqdm(items, **options)
