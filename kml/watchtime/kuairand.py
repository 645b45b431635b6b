"""Real rows for `kml.watchtime`, from files of KuaiRand that the user has. None of them comes with the course."""

from pathlib import Path

import pandas as pd

# the official release (Gao et al., CIKM 2022, CC BY-SA 4.0), and our extract: rows with an explicit like or hate
LOG = "log_standard_4_22_to_5_08_pure.csv"
EXTRACT = "kuairand27k_explicit_feedback.csv"


def kuairand_rows(folder: str | Path) -> pd.DataFrame | None:
    """Rows of KuaiRand in `folder`: of LOG or, where there is none, of EXTRACT; None where there is neither.

    The extract has days and hours only, so its views of the same hour stay in the file's order.
    """
    folder = Path(folder)
    if (folder / LOG).is_file():
        return pd.read_csv(folder / LOG)
    if (folder / EXTRACT).is_file():
        rows = pd.read_csv(folder / EXTRACT)
        return rows.assign(hourmin=100 * rows["hour"], time_ms=100 * rows["date"] + rows["hour"])
    return None
