"""PostgreSQL, two collab-servers and nginx on free ports of the loopback address, below one temporary folder.

Each program gets a signal when this one is gone, however it went: setpriv sees to that.
"""

import os
import secrets
import shutil
import signal
import socket
import ssl
import string
import subprocess
import tempfile
import time
from pathlib import Path

from people import Caller, Lost
from transcript import Failure, require

TEMPLATE = Path(__file__).parent.parent / "nginx" / "draft.conf.template"
NGINX_MAIN = """daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
worker_processes 2;
events { worker_connections 1024; }
http {
    client_body_temp_path ${folder}/nginx-body;
    proxy_temp_path ${folder}/nginx-proxy;
    fastcgi_temp_path ${folder}/nginx-fastcgi;
    uwsgi_temp_path ${folder}/nginx-uwsgi;
    scgi_temp_path ${folder}/nginx-scgi;
    include ${folder}/draft.conf;
}
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """One collab-server, which may be stopped, killed and started again on its port."""

    def __init__(self, name: str, topology: "Topology") -> None:
        self.name = name
        self.topology = topology
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.caller = Caller("127.0.0.1", self.port)

    def start(self, programs: Path) -> None:
        variables = self.topology.variables() | {"COLLAB_PORT": str(self.port)}
        self.process = self.topology.spawn([str(programs / "collab-server"), "serve"], self.name, variables)
        self.topology.wait(self.is_ready, 30, f"{self.name} is ready")

    def is_ready(self) -> bool:
        require(self.process.poll() is None, f"{self.name} ended with {self.process.returncode}")
        try:
            return self.caller.get("/readyz").status == 200
        except Lost:
            return False

    def end(self, number: signal.Signals) -> int:
        """Sends the signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


class Topology:
    """All of it, and its end."""

    def __init__(self) -> None:
        # PostgreSQL and the workers of nginx are other users, who have to get to their own files in it.
        self.folder = Path(tempfile.mkdtemp(prefix="draft-staging-"))
        self.folder.chmod(0o755)
        self.postgres_port = free_port()
        self.tls_port = free_port()
        self.password = secrets.token_hex(16)
        self.processes: list[subprocess.Popen] = []
        self.servers = [Server("server 1", self), Server("server 2", self)]

    # The programs

    def spawn(
        self, command: list[str], name: str, variables: dict[str, str], user: str = "", at_end: str = "TERM"
    ) -> subprocess.Popen:
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", at_end, *self.becoming(user), "--", *command], stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, cwd=self.folder, env=self.environment(variables))
        self.processes.append(process)
        return process

    def run(self, command: list[str], variables: dict[str, str] = {}, user: str = "", text: str = "") -> str:
        """Standard output of a command that must succeed."""
        result = subprocess.run(
            ["setpriv", *self.becoming(user), "--", *command], input=text, capture_output=True, text=True, timeout=60,
            cwd=self.folder, env=self.environment(variables))
        name = Path(command[0]).name
        require(result.returncode == 0, f"{name} exited with {result.returncode}: {result.stderr.strip()}")
        return result.stdout

    def environment(self, variables: dict[str, str]) -> dict[str, str]:
        # Nothing of the caller's own settings may decide how this goes.
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | variables

    def becoming(self, user: str) -> list[str]:
        if not user or os.geteuid() != 0:
            return []
        return [f"--reuid={user}", f"--regid={user}", "--init-groups"]

    def variables(self) -> dict[str, str]:
        return {
            "COLLAB_ENVIRONMENT": "staging", "COLLAB_HOST": "127.0.0.1", "COLLAB_BEHIND_PROXY": "on",
            "COLLAB_DATABASE": f"postgres://draft:{self.password}@127.0.0.1:{self.postgres_port}/draft",
            "COLLAB_SIGNING_KEY_FILE": str(self.folder / "signing.key"),
        }

    def wait(self, is_so, seconds: float, words: str) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                raise Failure(f"in {seconds:.0f} s it did not come true that {words}")
            time.sleep(0.05)

    # PostgreSQL

    def start_postgres(self) -> str:
        """PostgreSQL does not run as root; then it runs as the user that its package has made. Returns its version."""
        programs = Path(self.run(["pg_config", "--bindir"]).strip())
        folder = self.folder / "postgres"
        folder.mkdir(mode=0o700)
        secret = folder / "password"
        secret.write_text(self.password)
        if os.geteuid() == 0:
            for path in (folder, secret):
                shutil.chown(path, "postgres", "postgres")
        data = str(folder / "data")
        self.run(
            [str(programs / "initdb"), "-D", data, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret}",
             "--encoding=UTF8", "--locale=C"], user="postgres")
        process = self.spawn(
            [str(programs / "postgres"), "-D", data, "-p", str(self.postgres_port), "-c", "listen_addresses=127.0.0.1",
             "-c", f"unix_socket_directories={folder}"], "postgres", {}, user="postgres", at_end="INT")
        ask = [str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={self.postgres_port}"]

        def is_ready() -> bool:
            require(process.poll() is None, "PostgreSQL ended")
            return subprocess.run(ask).returncode == 0

        self.wait(is_ready, 60, "PostgreSQL takes connections")
        self.sql(f"CREATE ROLE draft LOGIN PASSWORD '{self.password}'")
        self.sql("CREATE DATABASE draft OWNER draft ENCODING 'UTF8'")
        return self.sql("SHOW server_version").split()[0]

    def sql(self, statement: str) -> str:
        return self.run(
            ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--host=127.0.0.1", f"--port={self.postgres_port}",
             "--username=postgres", "postgres"], {"PGPASSWORD": self.password}, text=statement + ";\n")

    # nginx and its certificate

    def make_certificate(self) -> None:
        """An authority for this run alone, and what it vouches for."""
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        self.run(
            ["openssl", "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj",
             "/CN=authority of a staging run", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
             "keyUsage=critical,keyCertSign"])
        self.run(["openssl", "req", "-new", *key, "-keyout", "tls.key", "-out", "tls.csr", "-subj", "/CN=localhost"])
        (self.folder / "extensions").write_text(
            "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n")
        self.run(
            ["openssl", "x509", "-req", "-in", "tls.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
             "2", "-extfile", "extensions", "-out", "tls.pem"])

    def start_nginx(self) -> None:
        names = {
            "DRAFT_NAME": "localhost", "DRAFT_LISTEN": f"127.0.0.1:{self.tls_port}",
            "DRAFT_SERVER_1": f"127.0.0.1:{self.servers[0].port}", "DRAFT_SERVER_2": f"127.0.0.1:{self.servers[1].port}",
            "DRAFT_CERTIFICATE": f"{self.folder}/tls.pem", "DRAFT_CERTIFICATE_KEY": f"{self.folder}/tls.key",
            "DRAFT_ACCESS_LOG": f"{self.folder}/access.log", "DRAFT_ERROR_LOG": f"{self.folder}/nginx.log",
        }
        site = string.Template(TEMPLATE.read_text()).safe_substitute(names)
        (self.folder / "draft.conf").write_text(site)
        main = self.folder / "nginx.conf"
        main.write_text(string.Template(NGINX_MAIN).substitute(folder=self.folder))
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        require(nginx is not None, "nginx is not installed")
        self.run([nginx, "-t", "-q", "-c", str(main)])
        process = self.spawn([nginx, "-c", str(main)], "nginx", {}, at_end="QUIT")

        def is_up() -> bool:
            require(process.poll() is None, "nginx ended")
            try:
                return self.front().get("/healthz").status == 200
            except Lost:
                return False

        self.wait(is_up, 10, "nginx passes requests on")

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "ca.pem"))

    def front(self, token: str = "") -> Caller:
        """A caller who comes from outside."""
        return Caller("localhost", self.tls_port, token, self.trust())

    # The end

    def stop(self) -> None:
        """Ends what was started, the last first."""
        for process in reversed(self.processes):
            if process.poll() is None:
                self.stop_one(process)
        shutil.rmtree(self.folder)

    def stop_one(self, process: subprocess.Popen) -> None:
        # For PostgreSQL SIGINT is an orderly end without waiting for clients, and for the others too.
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=5)

    def last_words(self) -> str:
        """The ends of all logs, for a run that has failed."""
        parts = []
        for log in sorted(self.folder.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()[-15:]
            parts.append("\n".join([f"--- {log.name}", *lines]))
        return "\n".join(parts)
