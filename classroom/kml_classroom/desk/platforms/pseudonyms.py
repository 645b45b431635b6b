"""Names that say nothing, for those who grade: the same learner has the same one in every lesson.

They are made from a learner's number or address and a secret. Whoever has neither the secret's file nor the list that
`kml collect` writes cannot tell who is who, even with the school's list of the class.
"""

import contextlib
import hashlib
import hmac
import secrets
from pathlib import Path

from kml_classroom import refused
from kml_classroom.grade.journal import write
from kml_classroom.words import _


def secret(path, make=True):
    """The secret in a file; if there is none and `make`, made there, readable by its owner alone. Raises ValueError."""
    path = Path(path)
    if path.exists():
        with contextlib.suppress(OSError, ValueError):
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        raise ValueError(_("{file} holds no secret that kml collect has made.").format(file=path))
    if not make:
        said = _("There is no file {file}: it should hold the secret with which the numbers were handed out.")
        raise ValueError(said.format(file=path))
    made = secrets.token_bytes(32)
    try:
        write(path, f"{made.hex()}\n", private=True)
    except OSError as problem:
        raise ValueError(refused.sentence(problem)) from None
    return made


def pseudonym(key, of):
    """A name for a learner, whose key (an e-mail address, a number) is `of`, under this secret.

    >>> pseudonym(b"secret", "ada@example.org") == pseudonym(b"secret", "ada@example.org")
    True
    """
    return "learner-" + hmac.new(key, of.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:10]
