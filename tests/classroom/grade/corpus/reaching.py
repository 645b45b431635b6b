"""Submissions that reach for what is not theirs. Each tries its ways and then says "nothing reached" by an error."""

import textwrap
from pathlib import Path

import kml_classroom
from making import solved, write
from needs import ROOT

import kml
from corpus.entries import FILE, entry, gradient

KML, CLASSROOM = (Path(package.__file__).parent for package in (kml, kml_classroom))
ANSWERS = KML / "lessons" / "answers"
ROOTS_HOME = "/" + "root"
ABOVE = """\
import ctypes, glob, os, pathlib, socket, subprocess, sys, urllib.request
reached = []
def look(way, *given):
    try:
        said = way(*given)
    except Exception:
        return
    if said:
        reached.append(str(said)[:80])
def read(path):
    return open(path, "rb").read(500)
"""


def probe(body):
    """The solved lesson, with an answer to 03.2 that looks around, tells what it reached, and is no answer."""
    body = textwrap.dedent(body).strip("\n")
    return gradient(
        f'{body}\nraise RuntimeError("reached: " + " ".join(reached) if reached else "nothing reached")', ABOVE
    )


def reaching():
    """What every probe must come to: it ran to its end, and found nothing."""
    return entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")


@reaching()
def solutions_folder():
    """The course's solutions and lessons, by their paths and from the place of kml."""
    return probe(
        f"""
        for place in ({str(ROOT)!r}, *sys.path, "/", "/work", "/home", "/mnt", "/repo"):
            for pattern in ("solutions/*", "lessons/*", "*/solutions/*", "*/*/solutions/*", "tests/*", ".git/*"):
                for path in glob.glob(os.path.join(place, pattern)):
                    look(read, path)"""
    )


@reaching()
def lesson_modules():
    """The modules with the exercises, as text, as bytecode and as resources."""
    return probe(
        f"""
        import importlib.util
        answers, classroom = pathlib.Path({str(ANSWERS)!r}), pathlib.Path({str(CLASSROOM)!r})
        for path in (*answers.glob("**/*"), *classroom.glob("**/*.py")):
            look(lambda: [word for word in ("EXERCISES", "mistakes", "def grade") if word in path.read_text("latin-1")])
        look(lambda: importlib.util.find_spec("kml.lessons.answers.answers_03").loader.get_data(
            str(answers / "__pycache__/answers_03.cpython-311.pyc")))
        look(lambda: [name for name in os.listdir(answers) if name.startswith("answers_")])"""
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def other_submissions(folder, world):
    """The inbox and what lies beside it."""
    write(
        folder / FILE,
        probe(
            f"""
            for place in ({str(world.inbox)!r}, {str(world.inbox.parent)!r}, {str(world.outside)!r}):
                look(os.listdir, place)
                look(read, place + "/secret.txt")
                look(read, place + "/other.ipynb")
                look(open, place + "/new.txt", "w")
                for path in glob.glob(place + "/*/*.ipynb"):
                    look(read, path)"""
        ),
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def gradebook(folder, world):
    """The folder of the grades: gradebook, journal, secret seed."""
    write(
        folder / FILE,
        probe(
            f"""
            out = {str(world.out)!r}
            for name in ("gradebook.db", "nbgrader/gradebook.db", ".journal/seed", "grades.json", "grades.csv"):
                look(read, os.path.join(out, name))
                look(open, os.path.join(out, name), "a")
            look(os.listdir, out)
            look(os.makedirs, out + "/.journal")"""
        ),
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def home(folder, world):
    """Homes: the grader's, root's, and whatever has keys in it."""
    write(
        folder / FILE,
        probe(
            f"""
            for place in ({str(Path.home())!r}, {str(world.outside)!r}, {ROOTS_HOME!r}):
                for name in (".ssh/id_rsa", ".bashrc", ".profile", ".netrc", ".gitconfig", ".jupyter", "secret.txt"):
                    look(read, os.path.join(place, name))
                way = os.path.realpath(sys.base_prefix) + os.sep + sys.prefix + os.sep  # to Python: it must be there
                look(lambda: [name for name in os.listdir(place) if os.sep + name + os.sep not in way])
            look(lambda: [name for name in os.listdir("/home") if name != "learner"])
            look(lambda: [name for name in ("passwd", "shadow", "ssl", "ssh") if os.path.exists("/etc/" + name)])"""
        ),
    )


@reaching()
def environment_secrets():
    """Variables of the grader, in every process that can be seen."""
    return probe(
        """
        word = ("CANA" + "RY-").encode()
        look(lambda: [name for name in os.environ if os.environ[name].startswith(word.decode())])
        for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline") + ["/proc/self/mountinfo"]:
            look(lambda: word in read(path) and path)
        words = ("TOKEN", "SECRET", "KEY", "PASSWORD", "USER", "SUDO", "SSH")
        look(lambda: [name for name in os.environ if any(word in name for word in words)])"""
    )


@reaching()
def first_process():
    """The first process: its variables, root, folder, memory and open files."""
    return probe(
        """
        for name in ("root", "cwd", "exe"):
            look(lambda: os.listdir(f"/proc/1/{name}/root") or os.listdir(f"/proc/1/{name}/etc/ssh"))
        look(open, "/proc/1/mem", "r+b")
        look(lambda: b"CANARY-" in read("/proc/1/environ"))
        look(lambda: [name for name in os.listdir("/proc/1/fd")])
        look(lambda: len([name for name in os.listdir("/proc") if name.isdigit()]) > 8 and "many processes")"""
    )


@reaching()
def open_files():
    """Files that the grader may have left open, and memory that processes share."""
    return probe(
        f"""
        for name in os.listdir("/proc/self/fd"):
            path = "/proc/self/fd/" + name
            link = os.readlink(path) if os.path.lexists(path) else "/proc/gone"
            look(lambda: not link.startswith(("pipe:", "/dev/null", "/proc/")) and link)
        look(os.listdir, "/dev/shm")
        way = {str(KML)!r} + os.sep + os.path.realpath(sys.base_prefix) + os.sep + sys.prefix + os.sep
        look(lambda: [name for name in os.listdir("/tmp") if "/tmp/" + name + os.sep not in way])
        look(os.listdir, "/dev/mqueue")"""
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def network(folder, world):
    """A server on this machine, one on the internet, names, and the cloud's own address for secrets."""
    write(
        folder / FILE,
        probe(
            f"""
            socket.setdefaulttimeout(0.5)
            for host in ("127.0.0.1", "::1", "10.0.2.2", "1.1.1.1", "169.254.169.254", socket.gethostname()):
                for port in ({world.port}, 53, 80):
                    look(socket.create_connection, (host, port))
            look(urllib.request.urlopen, "http://example.com")
            look(socket.getaddrinfo, "example.com", 80)
            there = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            for host in ("127.0.0.1", "255.255.255.255"):  # whether it arrives is seen at the other end
                look(lambda: there.sendto(b"reached", (host, {world.udp_port})) and None)
            look(lambda: [name for _, name in socket.if_nameindex() if name != "lo"])"""
        ),
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def sockets_of_this_machine(folder, world):
    """Sockets that are files, sockets without a file, and docker's."""
    write(
        folder / FILE,
        probe(
            f"""
            def connect(address):
                there = socket.socket(socket.AF_UNIX)
                there.settimeout(1)
                there.connect(address)
                return address
            for address in ({world.socket!r}, "\\0kml-" + {world.token[7:]!r}, "/run/docker.sock",
                            "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private"):
                look(connect, address)"""
        ),
    )


@reaching()
def start_up_files():
    """Files that run when somebody logs in or starts Python, and kml itself."""
    return probe(
        f"""
        import site, sysconfig
        init = "{KML}/__init__.py"
        places = [*site.getsitepackages(), sysconfig.get_path("stdlib"), os.path.dirname(init), "/etc", {ROOTS_HOME!r},
                  "/usr/lib", "/usr/local/bin", "/etc/profile.d", "/var/spool/cron", "/", sys.prefix, sys.base_prefix]
        for place in places:
            for name in ("sitecustomize.py", "kml-corpus.pth", "regression.py", ".bashrc", "crontab"):
                look(open, os.path.join(place, name), "a")
        look(os.rename, init, init + ".old")
        look(lambda: os.utime(sys.executable) or "utime")
        look(lambda: os.chmod(init, 0o777) or "chmod")"""
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: nothing reached")
def other_processes(folder, world):
    """The grader's process and its group, by number, name and priority."""
    write(
        folder / FILE,
        probe(
            f"""
            for number in ({world.pid}, -{world.pid}):
                look(lambda: os.kill(number, 0) or "kill")
            look(lambda: os.kill(1, 9) or not os.path.exists("/proc/1") and "killed")
            look(lambda: os.path.exists("/proc/{world.pid}") and "seen")
            look(lambda: os.setpriority(os.PRIO_PROCESS, 0, -5) or "priority")
            look(lambda: b"pytest" in b" ".join(read(p) for p in glob.glob("/proc/[0-9]*/cmdline")) and "pytest")"""
        ),
    )


@reaching()
def more_rights():
    """Rights of root: su, sudo, mount, chroot, devices, kernel settings, raised limits."""
    return probe(
        """
        import resource
        libc = ctypes.CDLL(None)
        look(lambda: os.setuid(0) or "setuid")
        look(lambda: os.getuid() == 0 and "root")
        look(lambda: libc.mount(b"/", b"/tmp", None, 4096, None) == 0 and "mount")
        look(lambda: os.chroot("/tmp") or "chroot")
        look(lambda: os.mknod("/tmp/disk", 0o60666, os.makedev(8, 0)) or "mknod")
        for path in ("/dev/mem", "/dev/sda", "/dev/vda", "/dev/kmsg", "/proc/kcore", "/dev/nvidia0", "/sys/kernel"):
            look(read, path)
            look(os.listdir, path)
        for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/fs/cgroup/cgroup.procs"):
            look(open, path, "w")
        for name in ("RLIMIT_NPROC", "RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE"):
            most = getattr(resource, name)
            look(lambda: resource.setrlimit(most, (resource.RLIM_INFINITY,) * 2) or name)
        for command in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount", "--bind", "/", "/mnt"]):
            look(lambda: subprocess.run(command, capture_output=True, stdin=-3, timeout=2, check=True).stdout)"""
    )


@entry()
def script_in_outputs():
    """HTML with scripts, an SVG, JavaScript and a link in every output."""
    notebook = solved()
    evil = "<img src=x onerror=alert(1)><script>alert(document.cookie)</script>"
    data = {
        "text/html": evil, "image/svg+xml": f"<svg onload=alert(1)>{evil}</svg>", "application/javascript": "alert(1)",
        "text/markdown": f"[x](javascript:alert(1)) {evil}", "text/latex": evil, "text/plain": evil,
        "image/png": f'" onerror="alert(1)//{evil}',
    }  # fmt: skip
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["outputs"] = [
                {"output_type": "display_data", "metadata": {}, "data": data},
                {"output_type": "display_data", "metadata": {}, "data": {k: v for k, v in data.items() if "ng" in k}},
                {"output_type": "stream", "name": evil, "text": evil},
                {"output_type": "error", "ename": evil, "evalue": evil, "traceback": [evil]},
            ]
        else:
            one["source"] = [*one["source"], f"\n{evil}"]
    notebook["metadata"]["title"] = notebook["metadata"]["authors"] = evil
    return notebook


@entry("ok", {"03.2": "raised"}, says="alert(1)", learner="<img src=x onerror=alert(1)>")
def script_in_names():
    """HTML in the learner's name, in an error, in what is printed and in the name of a function."""
    return gradient("print('<script>alert(1)</script>')\nraise ValueError('<script>alert(1)</script>')")


@entry(learner="=HYPERLINK(evil)")
def formula_in_a_name():
    """A learner's name that a spreadsheet would run."""
    return solved()


@entry(learner="a..%2f..%2f~$(id) ; 'x' -- ö 零\t")
def path_in_a_name():
    """A learner's name with paths, a shell command, quotes, a tab and letters of two alphabets."""
    return solved()
