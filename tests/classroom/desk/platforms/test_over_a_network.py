"""What a teacher does with git over a network, and what goes wrong there: HTTPS and ssh, from this machine to itself.

Nobody is asked for anything, each failure is a sentence in the language in use, and no password is printed or kept.
"""

import csv
import os
import subprocess
import threading

import pytest
from downloading import put
from kml_classroom import cli
from kml_classroom.desk.platforms import bringing, git
from kml_classroom.words import _, speaking
from needs import need
from serving_git import HOST, PASSWORD, Https, Ssh, certificate, silent

LESSON = "00_start_here.ipynb"
WHO = "-c", "user.name=ada", "-c", "user.email=ada@example.org"
PROTOCOLS = pytest.mark.parametrize("protocol", ["https", "ssh"])


class Network:
    """Both servers on one folder of repositories, and what git knows on a teacher's machine."""

    def __init__(self, folder):
        self.there, self.logins, self.configuration = folder / "there", folder / "logins", folder / "gitconfig"
        (folder / "ssh").mkdir()
        self.certificate, key = certificate(folder)
        self.https, self.ssh = Https(self.there, self.certificate, key), Ssh(folder / "ssh")

    def address(self, name, protocol="https"):
        return self.https.address(name) if protocol == "https" else self.ssh.address(self.there / name)

    def repository(self, name, branch="main"):
        """An empty one there; its folder."""
        run("init", "--quiet", "--bare", f"--initial-branch={branch}", self.there / name)
        return self.there / name

    def knows(self, password=PASSWORD, **ssh):
        """What git has been told: a login (none: ""), and how to call ssh."""
        put(self.logins, self.https.address("").replace("//", f"//teacher:{password}@") + "\n" if password else "")
        put(self.configuration, "")
        configure = "config", "--file", self.configuration
        run(*configure, "credential.helper", f"store --file={self.logins}")
        run(*configure, "core.sshCommand", self.ssh.command(**ssh))


def run(*words):
    """What git prints."""
    made = subprocess.run([need("git"), *map(str, words)], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return made.stdout


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    need("git")
    network = Network(tmp_path_factory.mktemp("network"))
    yield network
    network.https.close()
    network.ssh.close()


@pytest.fixture
def network(servers, tmp_path, monkeypatch):
    """The network as a teacher has it whose git is set up; who would be asked for a password leaves a file `asked`."""
    for name in [*os.environ]:
        if name.startswith(("GIT_", "SSH_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    asked = put(tmp_path / "ask", f"#!/bin/sh\ntouch {tmp_path}/asked\necho {PASSWORD}\n")
    asked.chmod(0o755)
    variables = {
        **{"GIT_CONFIG_GLOBAL": servers.configuration, "GIT_CONFIG_NOSYSTEM": "1"},
        **{"GIT_SSL_CAINFO": servers.certificate, "GIT_ASKPASS": asked, "SSH_ASKPASS": asked},
        **{"SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":9"},
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, str(value))
    servers.knows()
    yield servers
    servers.https.writers, servers.https.half, servers.https.before = {"teacher"}, False, lambda *__: None
    servers.ssh.serves()
    assert not (tmp_path / "asked").exists()


@pytest.fixture
def kml(tmp_path, capfd):
    """Run a command; (its exit status, all that it and its programs printed), in which no password is."""

    def told(*words):
        status = cli.main([*map(str, words)])
        said = "".join(capfd.readouterr())
        assert PASSWORD not in said and "wrong-horse" not in said
        return status, said

    return told


def work(address, place, text):
    """What a learner does, by the three commands of the README."""
    run("clone", "--quiet", address, place)
    put(place / LESSON, text)
    run("-C", place, "add", "--all")
    run("-C", place, *WHO, "commit", "--quiet", "-m", "my work")
    run("-C", place, "push", "--quiet")


def held(folder):
    """The bytes of all files in a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@PROTOCOLS
def test_a_class_s_lessons_go_out_are_worked_in_and_come_back(network, kml, tmp_path, protocol):
    there, address = network.repository(f"class-{protocol}"), network.address(f"class-{protocol}", protocol)
    command = "repository", tmp_path / "class", "--lesson", "00"
    status, said = kml(*command, "--push", address)
    assert (status, said.splitlines()[-1]) == (0, "1 repository pushed.")
    assert "refs/heads/main" in run("ls-remote", address)
    assert kml(*command, "--lesson", "01", "--push")[0] == 0
    assert run("-C", there, "log", "--format=%s", "main") == "Lessons 01\nLessons 00\n"

    work(address, tmp_path / "ada", '{"cells": [], "nbformat": 4}')
    roster = put(tmp_path / "who.csv", f"name,git\nAda,{address}\nBob,{network.address('no-such', protocol)}\n")
    status, said = kml("collect", roster, "--from", "git", "--lesson", "00", "--into", tmp_path / "inbox")
    assert status == 0 and "1 folder in" in said and "no-such (it is not there, or this machine may not" in said
    assert (tmp_path / "inbox" / "Ada" / LESSON).read_text() == '{"cells": [], "nbformat": 4}'
    with open(tmp_path / "inbox.csv", encoding="utf-8-sig") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["Ada"]["commit"] == run("-C", there, "rev-parse", "main").strip()
    assert [rows[name]["handed_in"] for name in ("Ada", "Bob")] == ["yes", ""]  # which is no zero
    assert PASSWORD.encode() not in held(tmp_path / "class") + held(tmp_path / "inbox")
    assert PASSWORD not in (tmp_path / "inbox.csv").read_text(encoding="utf-8")


def test_each_learner_s_go_to_their_own_address_and_a_mistyped_one_can_be_mended(network, kml, tmp_path):
    for name in ("ada", "bob"):
        network.repository(name)
    ada, bob = network.address("ada", "https"), network.address("bob", "ssh")
    table = put(tmp_path / "who.csv", f"name,git\nAda,{ada}\nBob,{bob}x\n")
    command = "repository", tmp_path / "own", "--variant", table, "--secret", tmp_path / "secret", "--push", "--lesson"
    status, said = kml(*command, "00")
    assert status == 1 and "1 repository pushed.\nNot pushed: Bob (it is not there, or this machine" in said
    put(table, f"name,git\nAda,{ada}\nBob,{bob}\n")
    work(ada, tmp_path / "theirs", "{}")
    status, said = kml(*command, "00", "--lesson", "01")
    assert status == 0 and "2 repositories pushed." in said
    log = run("-C", network.there / "ada", "log", "--format=%s", "main").splitlines()
    assert log == ["Lessons 01", "my work", "Lessons 00"]
    put(table, f"name,git\nAda,{network.address('elsewhere')}\nBob,{bob}\n")
    status, said = kml(*command, "01")
    assert status == 2 and f"Ada goes to {ada} already, and not to" in said
    assert f"git -C {tmp_path}/own/Ada remote set-url origin {network.address('elsewhere')}\n" in said


NO_LOGIN = "it is not there, or git has no login for it on this machine"
REFUSED = "the login that git has for it on this machine is refused"
NO_KEY = "the server lets in no ssh key of this machine; one with a passphrase needs ssh-add first"
NOT_KNOWN = "its host key is not known to ssh on this machine yet: connect to it once with ssh, and compare the key"
ANOTHER = "its host key is not the one that ssh knows: ask your school whether it was changed"
NOT_TRUSTED = (
    "git does not know who has issued its certificate: a school's own is told to git with http.<url>.sslCAInfo"
)
BROKEN_OFF = "the connection broke off: the same command again"
AT_ONCE = "somebody has pushed there at the same moment: the same command again"


def another_host(network):
    key = (network.ssh.folder / "other.pub").read_text()
    network.knows(known=put(network.ssh.folder / "old", f"[{HOST}]:{network.ssh.port} {key}"))


@pytest.fixture(scope="module")
def nowhere(servers, tmp_path_factory):
    """A class's repository that has not arrived anywhere, and an empty one there."""
    servers.repository("wrong")
    folder = tmp_path_factory.mktemp("handed out") / "class"
    assert cli.main(["repository", str(folder), "--lesson", "00"]) == 0
    return folder


@pytest.mark.parametrize(
    ("protocol", "sentence", "arrange"),
    [
        ("https", NO_LOGIN, lambda network: network.knows(password="")),
        ("https", REFUSED, lambda network: network.knows(password="wrong-horse")),
        ("https", NOT_TRUSTED, lambda network: os.environ.pop("GIT_SSL_CAINFO", None)),
        ("https", BROKEN_OFF, lambda network: setattr(network.https, "half", True)),
        ("ssh", NO_KEY, lambda network: network.knows(key=network.ssh.folder / "other")),
        ("ssh", NO_KEY, lambda network: network.knows(key=network.ssh.folder / "locked")),
        ("ssh", NOT_KNOWN, lambda network: network.knows(known=os.devnull)),
        ("ssh", ANOTHER, another_host),
        ("ssh", BROKEN_OFF, lambda network: network.ssh.serves(half=True)),
    ],
)
def test_what_goes_wrong_on_the_way_is_told_in_both_languages(
    network, kml, nowhere, tmp_path, protocol, sentence, arrange
):
    address = network.address("wrong", protocol)
    arrange(network)
    status, said = kml("repository", nowhere, "--lesson", "00", "--push", address)
    assert (status, said.splitlines()[-1]) == (1, f"Not pushed: class ({sentence})")
    arrange(network)  # again: git forgets a login that was refused
    with speaking("zh"):
        chinese = _(sentence)
    addresses = put(tmp_path / "list.txt", f"{address}\n")
    collect = "collect", addresses, "--from", "git", "--lesson", "00", "--into", tmp_path / "inbox"
    status, said = kml("--lang", "zh", *collect)
    assert status == 0 and f"{address}（{chinese}）" in said and chinese != sentence


def test_who_never_answers_is_left_after_a_while(network, kml, tmp_path, monkeypatch):
    with silent() as port:
        there = [f"{protocol}://{HOST}:{port}/x" for protocol in ("https", "ssh")]
        table = put(tmp_path / "who.csv", f"name,git\nAda,{there[0]}\nBob,{there[1]}\n")
        own = "repository", tmp_path / "own", "--lesson", "00", "--variant", table, "--secret", tmp_path / "secret"
        assert kml(*own)[0] == 0
        monkeypatch.setattr(git, "SECONDS", 1)
        status, said = kml("collect", table, "--from", "git", "--lesson", "00", "--into", tmp_path / "inbox")
        assert status == 0 and said.count("(it took longer than 1 seconds)") == 2
        monkeypatch.setattr(git, "SECONDS", 2)  # what git does here is to be done in them, too
        status, said = kml(*own, "--push")
        assert status == 1 and said.count("(it took longer than 2 seconds)") == 2


def test_whoever_stops_a_push_does_not_wait_for_a_server_that_never_answers(network, kml, tmp_path, monkeypatch):
    command = "repository", tmp_path / "class", "--lesson", "00"
    assert kml(*command)[0] == 0
    why, begun = bringing._why_not, threading.Event()
    found, reach = [], git.reach

    def watch(folders):
        assert begun.wait(60)
        raise KeyboardInterrupt
        yield from folders

    monkeypatch.setattr(git, "SECONDS", 20)
    monkeypatch.setattr(git, "reach", lambda *how: begun.set() or reach(*how))
    monkeypatch.setattr(bringing, "_why_not", lambda *how, **more: found.append(why(*how, **more)))
    with silent() as port:
        run("-C", tmp_path / "class", "remote", "add", "origin", f"https://{HOST}:{port}/x")
        with pytest.raises(KeyboardInterrupt):
            bringing.bring([tmp_path / "class"], watch)
    assert found == ["stopped"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_somebody_else_pushes_at_that_moment_stays_and_the_next_run_comes_on_top(network, kml, tmp_path, method):
    there, command = network.repository(f"moment-{method}"), ("repository", tmp_path / "class", "--lesson", "00")
    address = network.address(there.name)
    assert kml(*command, "--push", address)[0] == 0

    def before(asked, path):
        if asked == method and "receive-pack" in path:
            network.https.before = lambda *__: None
            work(network.address(there.name, "ssh"), tmp_path / "ada", "{}")

    network.https.before = before
    status, said = kml(*command, "--lesson", "01", "--push")
    assert (status, said.splitlines()[-1]) == (1, f"Not pushed: class ({AT_ONCE})")
    assert kml(*command, "--push")[0] == 0
    assert run("-C", there, "log", "--format=%s", "main").split("\n")[:2] == ["Lessons 01", "my work"]


def test_what_the_server_does_not_take_is_told_in_its_words(network, kml, tmp_path):
    there = network.repository("refusing")
    hook = put(there / "hooks" / "pre-receive", "#!/bin/sh\necho 'main is protected:' >&2\necho 'ask us' >&2\nexit 1\n")
    hook.chmod(0o755)
    command = "repository", tmp_path / "class", "--lesson", "00", "--push", network.address(there.name)
    status, said = kml(*command)
    assert status == 1 and "class (the server does not take it: main is protected: ask us)" in said
    network.https.writers = set()
    status, said = kml(*command)
    assert status == 1 and "class (the login that git has for it on this machine may not do that there)" in said


def test_a_repository_that_is_not_empty_is_named_with_what_is_in_the_way(network, kml, tmp_path):
    there = network.repository("with-a-page")
    run("clone", "--quiet", there, tmp_path / "page")
    put(tmp_path / "page" / "README.md", "made by the server")
    run("-C", tmp_path / "page", "add", "README.md")
    run("-C", tmp_path / "page", *WHO, "commit", "--quiet", "-m", "x")
    run("-C", tmp_path / "page", "push", "--quiet", "origin", "HEAD:main")
    command = "repository", tmp_path / "class", "--lesson", "00", "--push", network.address(there.name)
    status, said = kml(*command)
    assert status == 1 and "class (files with these names are there already, and are others: README.md)" in said
    assert run("-C", tmp_path / "class", "status", "--porcelain") == ""  # in no rebase


def test_lessons_on_a_server_whose_default_branch_has_another_name_are_found(network, kml, tmp_path):
    there = network.repository("old-default", branch="master")
    assert kml("repository", tmp_path / "class", "--lesson", "00", "--push", network.address(there.name))[0] == 0
    addresses = put(tmp_path / "list.txt", network.address(there.name))
    status, said = kml("collect", addresses, "--from", "git", "--lesson", "00", "--into", tmp_path / "inbox")
    assert status == 0 and "1 folder in" in said and "Left out" not in said


def test_a_login_in_an_address_that_git_was_told_by_hand_is_not_printed(network, kml, tmp_path):
    there, address = network.repository("by-hand"), network.address("by-hand")
    command = "repository", tmp_path / "class", "--lesson", "00"
    assert kml(*command, "--push", address)[0] == 0
    network.knows(password="")
    with_login = address.replace("//", f"//teacher:{PASSWORD}@")
    run("-C", tmp_path / "class", "remote", "set-url", "origin", with_login)
    assert kml(*command, "--lesson", "01", "--push", address)[0] == 0  # which is the same
    status, said = kml(*command, "--push", network.address("another"))
    assert status == 2 and f"class goes to {address} already, and not to {network.address('another')}." in said
    there.rename(there.with_name("moved"))
    assert kml(*command, "--push")[0] == 1
    with silent() as port:
        pass
    run("-C", tmp_path / "class", "remote", "set-url", "origin", f"https://teacher:{PASSWORD}@{HOST}:{port}/x")
    status, said = kml(*command, "--push")
    assert status == 1 and "class (git says: fatal: unable to access" in said


def test_how_ssh_is_called_is_git_s_own_choice_where_one_was_made(network, kml, tmp_path, monkeypatch):
    network.repository("by-variable")
    variable = network.ssh.command()
    network.knows(key=network.ssh.folder / "other")
    command = "repository", tmp_path / "class", "--lesson", "00", "--push", network.address("by-variable", "ssh")
    assert kml(*command)[0] == 1
    monkeypatch.setenv("GIT_SSH_COMMAND", variable)
    assert kml(*command)[0] == 0
