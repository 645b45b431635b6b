"""Runs the program `git` on repositories of others: nothing of theirs is run, nobody is asked, nothing is endless.

Such a repository has no hooks, no configuration and no files here: it is fetched bare, and what is wanted of it is read
object by object. So a link, a submodule, a filter or a path that leads out has nothing to act on.
"""

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from kml_classroom.words import N_, _

SECONDS = 120  # for one repository
MOST_BYTES = 300_000_000  # of one repository
MAIN = "main"  # the branch that `kml repository` makes
DEPTH = 200  # commits that are looked at where the newest is from after the deadline
_LOOK_S = 0.2
_TIP = "refs/kml/tip"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_PATH = r"[^\s\x00-\x1f\x7f]+"
_ADDRESS = re.compile(
    rf"(https://{_NAME}(:\d+)?/{_PATH}|ssh://({_NAME}@)?{_NAME}(:\d+)?/{_PATH}|{_NAME}@{_NAME}:(?![/:]*-){_PATH})"
)
_KEPT = re.compile(r"GIT_(CONFIG|SSL|SSH|HTTP|PROXY)")  # of the environment: how git reaches the network here
_ALWAYS = (
    *("-c", f"core.hooksPath={os.devnull}", "-c", "core.symlinks=false", "-c", "core.askPass="),
    *("-c", "core.autocrlf=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
)


class Trouble(Exception):
    """The sentence says why nothing was fetched. `nothing` is True where nothing had been handed in."""

    def __init__(self, sentence, nothing=False):
        super().__init__(sentence)
        self.nothing = nothing


def program():
    """The path of git. Raises ValueError if it is not there."""
    found = shutil.which("git")
    if not found:
        raise ValueError(_("The program git is missing: sudo apt install git, or https://git-scm.com."))
    return found


def is_address(text):
    """Whether a text is the address of a repository as git takes it from others: https or ssh, and no option.

    >>> [is_address(one) for one in ("https://git.example.org/ada/lessons", "git@git.example.org:ada/lessons.git")]
    [True, True]
    >>> [is_address(one) for one in ("--upload-pack=x", "ext::sh -c x", "file:///etc", "https://me:secret@host/x")]
    [False, False, False, False]
    """
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= 1000


class Repository:
    """A repository of somebody else, fetched into the new folder `place`. Every call may raise Trouble.

    `address` is an address, or the path of a folder that the caller has chosen, where `local` is true. `stopped` is an
    Event which ends whatever runs.
    """

    def __init__(self, address, place, stopped, local=False):
        self.address, self.place, self.stopped = address, Path(place), stopped
        self._environment = _environment("file" if local else "https:ssh", f"--git-dir={os.devnull}")
        self._until = time.monotonic() + SECONDS
        self._folder = self.place / "repository"
        self._run("init", "--quiet", "--bare", "--template=", str(self._folder))
        self.fetch(1)

    def fetch(self, depth):
        """Fetch the newest commits of the default branch, `depth` of them."""
        # its name is theirs, and never used: HEAD is fetched, whatever it is called
        flags = "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc", f"--depth={depth}"
        try:
            self._run(*self._here(), "fetch", *flags, "--", self.address, f"+HEAD:{_TIP}")
        except Trouble as trouble:
            if not trouble.nothing:
                raise
            # where it leads nowhere: `git init` on a school's server may have made it of another name
            self._run(*self._here(), "fetch", *flags, "--", self.address, f"+refs/heads/{MAIN}:{_TIP}")

    def commits(self, paths=()):
        """[(commit, second of its date), …] of the branch, newest first; only those that changed one of `paths`."""
        only = ("--", *paths) if paths else ("--",)
        said = self._run(*self._here(), "--literal-pathspecs", "rev-list", "--first-parent", "--timestamp", _TIP, *only)
        pairs = (line.split() for line in said.read_text().splitlines())
        return [(commit, int(second)) for second, commit in pairs]

    def tree(self, commit):
        """[(kind, id, bytes, path), …] of all that a commit holds; kind is git's mode, such as "100644"."""
        said = self._run(*self._here(), "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
        found = []
        for line in said.read_bytes().split(b"\0")[:-1]:
            about, __, path = line.partition(b"\t")
            mode, __, name, size = about.decode().split()
            found.append((mode, name, int(size) if size.isdecimal() else 0, path.decode("utf-8", "replace")))
        return found

    def save(self, name, file):
        """Write the bytes of the object `name` into a file."""
        self._run(*self._here(), "cat-file", "blob", name).replace(file)

    def _here(self):
        return f"--git-dir={self._folder}", *_ALWAYS

    def _run(self, *words):
        """Run git; the file with what it printed. It is stopped when it takes too long or too much."""
        if self.stopped.is_set():
            raise Trouble(_("stopped"))
        out, err = self.place / "out", self.place / "err"
        with open(out, "wb") as said, open(err, "wb") as complained:
            process = subprocess.Popen(
                [program(), *words], stdin=subprocess.DEVNULL, stdout=said, stderr=complained,
                env=self._environment, start_new_session=True,
            )  # fmt: skip
            try:
                self._watch(process)
            finally:
                _end(process)
        if process.returncode:
            raise _failed(self.place, err.read_bytes()[-4000:].decode("utf-8", "replace"))
        return out

    def _watch(self, process):
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_S)
            if self.stopped.is_set():
                raise Trouble(_("stopped"))
            if _size(self.place) > MOST_BYTES:
                raise Trouble(_("it is larger than {most:,.0f} MB").format(most=MOST_BYTES / 1e6))
            if process.returncode is not None:
                return
            if time.monotonic() > self._until:
                raise Trouble(_("it took longer than {n} seconds").format(n=SECONDS))


def own(folder, *words, check=True):
    """What git prints about a repository of one's own. Raises ValueError with its words where it fails.

    The repository is in `folder`, and never in one above it. Raises OSError where the disk is full.
    """
    try:
        return _within(folder, words, "file")
    except (Trouble, OSError) as problem:
        if not check:
            return ""
        if isinstance(problem, OSError):
            raise
        raise ValueError(f"{folder}: {problem}") from None


def reach(folder, stopped, *words):
    """The same with the network: what git prints, who asks nobody for a password. Raises Trouble.

    `stopped` is an Event which ends it.
    """
    return _within(folder, words, "file:https:ssh", stopped)


def has_origin(folder):
    """Whether it is known where a repository of one's own is pushed to."""
    return "origin" in own(folder, "remote").split()


def arrived(folder):
    """Where a repository of one's own was pushed to, without a login; "" where nothing has arrived there yet."""
    if not own(folder, "for-each-ref", f"refs/remotes/origin/{MAIN}", check=False):
        return ""
    return re.sub(r"^(https?://)[^/]*@", r"\1", own(folder, "config", "remote.origin.url", check=False).strip())


def _within(folder, words, protocols, stopped=None):
    environment = _environment(protocols, "-C", str(folder))
    environment["GIT_CEILING_DIRECTORIES"] = str(Path(folder).resolve().parent)
    with subprocess.Popen(
        [program(), "-C", str(folder), *_ALWAYS, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            out, err = (said.decode("utf-8", "replace") for said in _all_said(process, stopped))
        finally:
            _end(process)
    if process.returncode:
        raise _failed(folder, err)
    return out


def _all_said(process, stopped):
    until = time.monotonic() + SECONDS
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=_LOOK_S)
        if stopped and stopped.is_set():
            raise Trouble(_("stopped"))
        if time.monotonic() > until:
            raise Trouble(_("it took longer than {n} seconds").format(n=SECONDS))


def scratch():
    """A folder that is gone after use."""
    return tempfile.TemporaryDirectory(prefix="kml-git-", ignore_cleanup_errors=True)


def _environment(protocols, *where):
    """The variables that git is given: none that leads it elsewhere, and none by which it could ask for a password.

    `where` are the options by which git finds the configuration that counts.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.match(name)}
    kept.pop("SSH_ASKPASS", None)
    if "ssh" in protocols and not {"GIT_SSH", "GIT_SSH_COMMAND"} & kept.keys() and not _ssh_command(where, kept):
        kept["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes -oConnectTimeout=20"
    return {
        **kept,
        **{"GIT_ALLOW_PROTOCOL": protocols, "GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never"},
        **{"GIT_LFS_SKIP_SMUDGE": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"},
    }


def _ssh_command(where, environment):
    """How git has been told to call ssh, which a variable would outdo."""
    words = [program(), *where, "config", "--get", "core.sshCommand"]
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, env=environment).stdout


_FULL = os.strerror(errno.ENOSPC)
_A_FEW_BLOCKS = 65_536  # bytes


def _failed(folder, said):
    """What to raise where git has failed in a folder: a Trouble, or what Python itself raises where a disk is full.

    Git does not always say that it is; and a stranger's machine may say so, too, who is believed where there is less
    room than one repository may take.
    """
    if shutil.disk_usage(folder).free < (MOST_BYTES if _FULL in said else _A_FEW_BLOCKS):
        return OSError(errno.ENOSPC, _FULL, str(folder))
    return _trouble(said)


_BROKEN_OFF = (
    r"(?s)\A(?!.*RPC failed; HTTP)"  # where the server has said why
    r".*(hung up unexpectedly|early EOF|unexpected disconnect|RPC failed; curl|closed by remote host|reset by peer)"
)
# what git, ssh or a server says → what it means to whoever cannot see more of it than that
_MEANT = {
    r"terminal prompts disabled": N_("it is not there, or git has no login for it on this machine"),
    r"Authentication failed": N_("the login that git has for it on this machine is refused"),
    r"returned error: 403": N_("the login that git has for it on this machine may not do that there"),
    r"Permission denied \(": N_(
        "the server lets in no ssh key of this machine; one with a passphrase needs ssh-add first"
    ),
    r"IDENTIFICATION HAS CHANGED": N_(
        "its host key is not the one that ssh knows: ask your school whether it was changed"
    ),
    r"Host key verification failed": N_(
        "its host key is not known to ssh on this machine yet: connect to it once with ssh, and compare the key"
    ),
    r"signer not trusted|local issuer|self.signed|UNTRUSTED_ROOT": N_(
        "git does not know who has issued its certificate: a school's own is told to git with http.<url>.sslCAInfo"
    ),
    r"repository \S* not found|does not appear to be a git|Repository not found|project .* could not be found": N_(
        "it is not there, or this machine may not read it"
    ),
    r"\[rejected\]|incorrect old value|cannot lock ref|failed to update ref": N_(
        "somebody has pushed there at the same moment: the same command again"
    ),
    _BROKEN_OFF: N_("the connection broke off: the same command again"),
}
_SAYS_NOTHING = re.compile(
    r"fatal: Could not read from remote|Please make sure you|and the repository exists|error: failed to push some refs"
)


def _trouble(said):
    if "couldn't find remote ref" in said:
        return Trouble(_("there is no commit on its default branch"), nothing=True)
    lines = [line for line in said.splitlines() if line.strip() and not _SAYS_NOTHING.match(line)]
    for sign, meaning in _MEANT.items():
        if re.search(sign, said):
            return Trouble(_(meaning))
    if refused := [line for line in lines if "[remote rejected]" in line]:
        reasons = [line.removeprefix("remote:") for line in lines if re.match(r"remote:.*\w", line)]
        return Trouble(_("the server does not take it: {words}").format(words=_shown(" ".join(reasons or refused))))
    first = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines[-1:]
    return Trouble(_("git says: {words}").format(words=_shown(" ".join(first[:1]))))


def _shown(words):
    """What somebody else's program has said, in one short line."""
    return "".join(letter for letter in " ".join(words.split()) if letter.isprintable())[:200]


def _size(folder):
    size = 0
    for place, __, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_size
    return size


def _end(process):
    """End a process that still runs, and what it has begun."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
