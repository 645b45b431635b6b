"""`python -m kml` is the command `kml`."""

import sys

from kml.course.doors.command import main

if __name__ == "__main__":
    sys.exit(main())
