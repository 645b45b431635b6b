"""What each Python that a test starts does first (conftest.py): what takes long, and no test wants, is not loaded."""

import sys

# jsonschema, which notebooks are validated with, would build 38 grammars of addresses: 1.3 s of CPU in each process
sys.modules["rfc3987_syntax"] = None
