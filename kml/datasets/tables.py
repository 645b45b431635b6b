"""A table of a release as a DataFrame, once it is the one that was published: readable, and with its columns."""

import pandas as pd

from kml.core.arguments import whole_number
from kml.core.words import _, listed
from kml.datasets.archives import SOURCES, Unavailable, table_path


def read(release, file, columns, rows=None, folder=None):
    """The table `file`, which must have these columns; the first `rows` of it, or all.

    A name that ends in .parquet is read with pyarrow, which is not part of the course: where it is missing, Unavailable
    says how to have it.
    """
    if rows is not None:
        whole_number("rows", rows, low=1)
    path = table_path(release, file, folder)
    name = SOURCES[release].name
    try:
        data = pd.read_parquet(path).iloc[:rows] if file.endswith(".parquet") else pd.read_csv(path, nrows=rows)
    except ImportError:
        raise Unavailable(
            _("{name} comes in files of Parquet, which pyarrow reads. Install it once: pip install pyarrow").format(
                name=name
            )
        ) from None
    except (ValueError, OSError) as error:  # what pandas and pyarrow raise for a file of another kind
        raise ValueError(
            _("{path} is not a readable table of {name}: {error}").format(path=path, name=name, error=error)
        ) from None
    missing = [column for column in columns if column not in data.columns]
    if missing:
        raise ValueError(
            _("{path} is not {file} of {name}: it lacks the columns {columns}.").format(
                path=path, file=file, name=name, columns=listed(missing)
            )
        )
    return data
