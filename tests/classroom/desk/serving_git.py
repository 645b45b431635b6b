"""Git over a network as a school has it, on this machine's loopback interface alone: an HTTPS server, and an sshd."""

import base64
import contextlib
import http.server
import os
import shlex
import socket
import ssl
import subprocess
import threading
import time

from downloading import put
from needs import need

PASSWORD = "correct-horse-battery"
HOST = "127.0.0.1"
_READS, _WRITES = "git-upload-pack", "git-receive-pack"


class Https:
    """A server of the repositories in a folder, for those in `logins` {name: password}; `writers` may push.

    `before(method, path)` is called before a request is answered. With `half` an answer to a POST breaks off.
    """

    def __init__(self, folder, certificate, key):
        self.folder, self.logins, self.writers = folder, {"teacher": PASSWORD}, {"teacher"}
        self.before, self.half = lambda method, path: None, False
        self._server = http.server.ThreadingHTTPServer((HOST, 0), type("Handler", (_Handler,), {"of": self}))
        self._server.handle_error = lambda *__: None  # a client that has gone
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )  # which a thread of its own does
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def address(self, name):
        return f"https://{HOST}:{self._server.server_address[1]}/{name}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    """Runs `git http-backend` for each request."""

    protocol_version, timeout = "HTTP/1.1", 30
    disable_nagle_algorithm = True  # each answer would wait for 40 milliseconds

    def log_message(self, *__):
        pass

    def do_GET(self):
        self._answer()

    do_POST = do_GET

    def _answer(self):
        body = self._body()
        self.of.before(self.command, self.path)
        scheme, __, given = self.headers.get("Authorization", "").partition(" ")
        name, __, password = base64.b64decode(given).decode().partition(":") if scheme == "Basic" else ("", "", "")
        if not name or self.of.logins.get(name) != password:
            return self._said(401, (("WWW-Authenticate", 'Basic realm="school"'),))
        path, __, query = self.path.partition("?")
        if _WRITES in self.path and name not in self.of.writers:
            return self._said(403)
        made = subprocess.run([need("git"), "http-backend"], input=body, capture_output=True, env={
            **{"PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(self.of.folder), "GIT_HTTP_EXPORT_ALL": "1"},
            **{"REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_USER": name},
            **{"CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body))},
            **{"HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "REMOTE_ADDR": HOST},
            **{"GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "GIT_CONFIG_GLOBAL": os.devnull},
        })  # fmt: skip
        heads, __, answer = made.stdout.partition(b"\r\n\r\n")
        heads = dict(line.split(": ", 1) for line in heads.decode().split("\r\n") if line)
        self._said(int(heads.pop("Status", "200")[:3]), heads.items(), answer)

    def _body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _said(self, status, heads=(), answer=b""):
        self.send_response(status)
        for head, value in heads:
            self.send_header(head, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.of.half and self.command == "POST":
            answer, self.close_connection = answer[: len(answer) // 2], True
        self.wfile.write(answer)


def certificate(folder):
    """(a certificate for HOST alone, signed by itself; its key)."""
    made = folder / "certificate.pem", folder / "key.pem"
    how = ("-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2")
    about = "-subj", "/CN=school", "-addext", f"subjectAltName=IP:{HOST}"
    _run(need("openssl"), "req", *how, *about, "-out", made[0], "-keyout", made[1])
    return made


class Ssh:
    """An sshd for whoever has the key `mine`, or `locked` and its passphrase; `known` has its host key, for clients.

    `folder` has a program `serve` by which it runs what was asked for.
    """

    def __init__(self, folder):
        self.folder = folder
        self.sshd, keygen = need("sshd"), need("ssh-keygen")
        for name in ("host", "mine", "other", "locked"):
            secret = PASSWORD if name == "locked" else ""
            _run(keygen, "-q", "-t", "ed25519", "-N", secret, "-C", name, "-f", folder / name)
        self.mine, self.known = folder / "mine", folder / "known"
        self.serves()
        if os.getuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)  # which systemd makes elsewhere
        with _free_port() as port:
            self.port = port
        config = {
            **{"Port": self.port, "ListenAddress": HOST, "HostKey": folder / "host", "PidFile": "none"},
            **{
                "AuthorizedKeysFile": f"{folder}/mine.pub {folder}/locked.pub",
                "StrictModes": "no",
                "UsePAM": "no",
                "UseDNS": "no",
            },
            **{"PasswordAuthentication": "no", "KbdInteractiveAuthentication": "no", "PermitRootLogin": "yes"},
            **{"ForceCommand": folder / "serve", "MaxStartups": 100, "SetEnv": "SHLVL=1"},  # bash reads no .bashrc then
        }
        file = put(folder / "config", "".join(f"{name} {value}\n" for name, value in config.items()))
        if b"persourcepenalties" in _run(self.sshd, "-T", "-f", file):  # since 9.8, after a key that is not let in
            file.open("a").write("PerSourcePenalties no\n")
        self._process = subprocess.Popen(
            [self.sshd, "-D", "-e", "-f", folder / "config"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"),
        )  # fmt: skip
        put(self.known, f"[{HOST}]:{self.port} {(folder / 'host.pub').read_text()}")
        self._wait()

    def _wait(self):
        until = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), 5):
                return
            assert self._process.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def serves(self, half=False):
        """Answer what is asked for; with `half`, end within the first line of it."""
        asked = 'sh -c "$SSH_ORIGINAL_COMMAND"'
        run = f"{asked} | (head -c 20; kill -9 $PPID $$)" if half else f"exec {asked}"
        put(self.folder / "serve", f"#!/bin/sh\n{run}\n").chmod(0o755)

    def address(self, path):
        import pwd  # which not every system has

        return f"ssh://{pwd.getpwuid(os.getuid()).pw_name}@{HOST}:{self.port}{path}"

    def command(self, key=None, known=None):
        """What core.sshCommand is on a machine that has one key, and knows one host."""
        options = {
            **{"IdentityFile": key or self.mine, "IdentitiesOnly": "yes", "IdentityAgent": "none"},
            **{"UserKnownHostsFile": known or self.known, "GlobalKnownHostsFile": "none", "UpdateHostKeys": "no"},
        }
        return shlex.join(["ssh", "-F", "none", *(f"-o{name}={value}" for name, value in options.items())])

    def close(self):
        self._process.terminate()
        self._process.wait()


@contextlib.contextmanager
def silent():
    """The port of a server that accepts whoever comes, and never says a word."""
    with socket.create_server((HOST, 0)) as listening:
        yield listening.getsockname()[1]


@contextlib.contextmanager
def _free_port():
    with socket.create_server((HOST, 0)) as listening:
        yield listening.getsockname()[1]


def _run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True).stdout
