"""`python -m kml_classroom` is the command `kml`."""

import sys

from kml_classroom.cli import main

sys.exit(main())
