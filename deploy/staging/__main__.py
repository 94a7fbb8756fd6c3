"""python3 deploy/staging PROGRAMS [--upgrade PROGRAMS] [--transcript FILE]

Brings up what docs/DEPLOYMENT.md describes on the loopback address: PostgreSQL, two collab-servers in the environment
`staging`, and nginx with TLS before them. Looks whether it works, rolls each server over an upgrade and kills each while
people write, looks for what was lost, and takes everything down. Exits with 0 where all is as it must be.
"""

import argparse
import json
import signal
import ssl
import sys
import time
import uuid
from pathlib import Path

from live import LiveConnection
from people import Caller, Lost, Reader, Writer
from topology import Server, Topology
from transcript import Failure, Transcript, require

WRITERS = ["ada", "ben", "caro", "dan"]
# One for each server, past nginx: nobody sends their requests again but they themselves.
DIRECT_WRITERS = ["eve", "finn"]
READER = "rita"
DRAFTS = "/v1/collab/drafts"


class Staging:
    """One run, read from `run` downwards."""

    def __init__(self, topology: Topology, transcript: Transcript, programs: Path, upgrade: Path) -> None:
        self.topology, self.upgrade = topology, upgrade
        # Those that run; the others when a server was upgraded.
        self.present = programs
        self.say, self.head = transcript.say, transcript.head
        self.servers = topology.servers
        self.tokens: dict[str, str] = {}
        self.writers: list[Writer] = []
        self.readers: list[Reader] = []

    def run(self) -> None:
        self.head("The topology")
        self.bring_up()
        self.head("Does it work?")
        self.ask_health()
        self.try_doors()
        self.make_users()
        self.write_and_read()
        self.head("Upgrades and kills, with writers connected")
        self.begin_writing()
        for server in self.servers:
            self.roll(server)
        for server in self.servers:
            self.kill(server)
        self.end_writing()
        self.head("What was lost?")
        self.compare()
        self.verify_store()

    # The topology

    def bring_up(self) -> None:
        self.say(f"PostgreSQL {self.topology.start_postgres()} runs; role and database `draft` are made")
        for server in self.servers:
            server.start(self.present)
            self.say(f"{server.name} runs, environment staging, behind a proxy, on that database")
        self.topology.make_certificate()
        self.say("an authority is made, and a certificate for localhost and 127.0.0.1")
        self.topology.start_nginx()
        self.say("nginx has tested deploy/nginx/draft.conf.template and runs, with TLS")

    # Does it work?

    def ask_health(self) -> None:
        instances = set()
        for server in self.servers:
            health, ready = server.caller.get("/healthz").body, server.caller.get("/readyz").body
            instances.add(health["instance_id"])
            self.say(
                f"{server.name}: {health['status']}, version {health['version']}, {ready['status']} with {ready['store']},"
                f" {len(ready['warnings'])} warnings")
        seen = {self.topology.front().get("/healthz").body["instance_id"] for _ in range(20)}
        require(seen == instances, "nginx does not lead to both servers")
        self.say("20 calls through TLS reached both servers")

    def try_doors(self) -> None:
        stranger = Caller("localhost", self.topology.tls_port, trust=ssl.create_default_context())
        try:
            stranger.get("/healthz")
        except Lost as error:
            require("CERTIFICATE_VERIFY_FAILED" in str(error), f"another failure than that of the certificate: {error}")
        else:
            raise Failure("a client that does not know the authority was let through")
        self.say("a client that does not know the authority refuses the certificate")
        front = self.topology.front()
        require(front.get(DRAFTS).status == 401, "a call without a credential was not refused")
        require(front.get(DRAFTS, {"X-User-Id": "ada"}).status == 401, "a call was believed its X-User-Id")
        self.say("no credential is 401, and so is X-User-Id")

    def make_users(self) -> None:
        names = [*WRITERS, *DIRECT_WRITERS, READER]
        for name in names:
            self.administer("user", "add", name)
            self.tokens[name] = self.administer("token", name, "--expires", "1h").strip()
            user = self.front(name).get("/v1/me")
            require(user.status == 200, f"{name} is not let in: {user.status} {user.body}")
        self.say(f"{', '.join(names)} have tokens of the server's own and are let in")

    def write_and_read(self) -> None:
        draft = self.begin_draft("ada")
        self.append(self.front("ada"), draft, "Through nginx.")
        text = self.front(READER).get(f"{DRAFTS}/{draft}").body
        require("Through nginx." in str(text), "what was written through nginx is not read there")
        self.say(f"through TLS: ada began a draft, made {READER} a member and wrote; {READER} read it")
        self.use_program(draft)
        for one, other in [(0, 1), (1, 0)]:
            self.cross(draft, self.servers[one], self.servers[other])

    def use_program(self, draft: str) -> None:
        """The program that people have, which trusts the authority because it is told to."""
        program = [str(self.present / "draft"), "--server", f"https://localhost:{self.topology.tls_port}"]
        folder = str(self.topology.folder)
        for name, command, text in [("ada", "append", "By the program."), (READER, "show", "")]:
            words = self.topology.run(
                [*program, command, draft],
                {"HOME": folder, "DRAFT_TOKEN": self.tokens[name], "SSL_CERT_FILE": f"{folder}/ca.pem"}, text=text)
        require("By the program." in words, "draft show does not print what draft append has sent")
        self.say(f"`draft append` of ada and `draft show` of {READER} agree, through TLS")

    def cross(self, draft: str, one: Server, other: Server) -> None:
        """What is done at one server is told at the other, on a socket, in an answer to a poll, and as live words."""
        with self.at(other, READER).follow(draft, 0) as reader, self.at(one, "ada").follow(draft, 0) as writer:
            sentence = f"Sent at {one.name}, read at {other.name}."
            writer.send(json.dumps({"type": "typing", "text": sentence[:20]}))
            self.hear(reader, sentence[:20], 5)
            since = self.at(other, READER).get(f"{DRAFTS}/{draft}").body["data"]["seq"]
            began = time.monotonic()
            self.append(self.at(one, "ada"), draft, sentence)
            self.hear(reader, sentence, 5)
            took = (time.monotonic() - began) * 1000
        page = self.at(other, READER).get(f"{DRAFTS}/{draft}/events?since={since}&wait=5")
        require(sentence in str(page.body), f"{other.name} does not answer a poll with what {one.name} has taken")
        self.say(
            f"{one.name} took a segment; a reader of {other.name} had it {took:.0f} ms after it was sent,"
            " and had seen words of it while they were typed")

    def hear(self, reader: LiveConnection, words: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if words in reader.recv(timeout=0.2):
                    return
            except TimeoutError:
                continue
        raise Failure(f"a reader did not hear {words!r} within {seconds:.0f} s")

    # Upgrades and kills, with writers connected

    def begin_writing(self) -> None:
        for name in WRITERS:
            self.writers.append(Writer(name, self.front(name), self.begin_draft(name)))
        for name, server in zip(DIRECT_WRITERS, self.servers):
            self.writers.append(Writer(name, self.at(server, name), self.begin_draft(name), server.name))
        for name, draft in [(writer.name, writer.draft) for writer in self.writers]:
            self.readers.append(Reader(f"a reader of {name}'s draft through nginx", self.front(READER), draft))
            for server in self.servers:
                self.readers.append(Reader(f"a reader of {name}'s draft at {server.name}", self.at(server, READER), draft))
        for person in [*self.readers, *self.writers]:
            person.thread.start()
        self.let_write(10)
        self.say(
            f"{len(WRITERS)} writers write through nginx, one at each server, and {len(self.readers)} readers follow on sockets")

    def roll(self, server: Server) -> None:
        code = server.end(signal.SIGTERM)
        require(code == 0, f"{server.name} exited with {code} after SIGTERM")
        self.say(f"{server.name}: SIGTERM; it ended in order")
        count = self.let_write(10, without=server)
        self.say(f"{server.name} is away; {count} segments were acknowledged meanwhile")
        self.return_to_work(server)

    def kill(self, server: Server) -> None:
        server.end(signal.SIGKILL)
        self.say(f"{server.name}: killed with -9")
        count = self.let_write(10, without=server)
        self.say(f"{server.name} is dead; {count} segments were acknowledged meanwhile")
        self.return_to_work(server)

    def return_to_work(self, server: Server) -> None:
        self.present = self.upgrade
        server.start(self.present)
        version = server.caller.get("/healthz").body["version"]
        self.wait_for_readers()
        count = self.let_write(10)
        self.say(f"{server.name} is back with version {version} and its readers too; {count} more segments")

    def let_write(self, each: int, without: Server | None = None) -> int:
        """Waits until each writer, but for those at a server that is away, has written so many more; how many that are."""
        writers = [writer for writer in self.writers if not without or writer.server != without.name]
        before = [len(writer.acknowledged) for writer in writers]

        def have_written() -> bool:
            self.look_for_trouble()
            return all(len(writer.acknowledged) >= count + each for writer, count in zip(writers, before))

        self.topology.wait(have_written, 60, "every writer gets on")
        return sum(len(writer.acknowledged) for writer in writers) - sum(before)

    def wait_for_readers(self) -> None:
        goals = {writer.draft: len(writer.acknowledged) for writer in self.writers}

        def are_up_to_date() -> bool:
            self.look_for_trouble()
            return all(self.segments_of(reader) >= goals[reader.draft] for reader in self.readers)

        try:
            self.topology.wait(are_up_to_date, 30, "every reader has what was acknowledged")
        except Failure as failure:
            behind = [reader for reader in self.readers if self.segments_of(reader) < goals[reader.draft]]
            raise Failure(f"{failure}: {'; '.join(reader.state() for reader in behind)}") from failure

    def end_writing(self) -> None:
        for writer in self.writers:
            writer.stopping.set()
        for writer in self.writers:
            writer.thread.join(timeout=70)
            require(not writer.thread.is_alive(), f"{writer.name} does not end")
        self.wait_for_readers()
        for reader in self.readers:
            reader.stopping.set()
        for reader in self.readers:
            reader.thread.join(timeout=20)
        self.say("the writers stop, when their last texts are acknowledged")
        for place, writers in [
            ("through nginx", [writer for writer in self.writers if not writer.server]),
            ("at a server alone", [writer for writer in self.writers if writer.server]),
        ]:
            longest = max(writer.longest for writer in writers)
            again = sum(writer.again for writer in writers)
            self.say(f"{place}: the longest wait for an answer was {longest:.1f} s, {again} requests were sent again")

    def look_for_trouble(self) -> None:
        for trouble in [*(writer.refusal for writer in self.writers), *(reader.problem for reader in self.readers)]:
            require(not trouble, trouble)

    def segments_of(self, reader: Reader) -> int:
        return sum(event["type"] == "segment_added" for event in list(reader.events))

    # What was lost?

    def compare(self) -> None:
        total = 0
        for writer in self.writers:
            require(writer.acknowledged == writer.given, f"{writer.name} has given what was never acknowledged")
            for server in self.servers:
                log = self.log_of(server, writer.draft)
                keys = [event["idempotency_key"] for event in log if event["type"] == "segment_added"]
                require(keys == writer.given, f"{server.name} has other segments of {writer.name} than were given")
            for reader in self.readers:
                if reader.draft == writer.draft:
                    seen = [(event["seq"], event["hash"]) for event in reader.events]
                    require(seen == [(event["seq"], event["hash"]) for event in log], f"{reader.name} has read another log")
            total += len(writer.given)
        self.say(f"{total} texts were given, {total} acknowledged; both servers have each once, in the order of writing")
        comings = sum(reader.connections for reader in self.readers) - len(self.readers)
        self.say(f"{len(self.readers)} readers, who came back {comings} times, have read the same logs, hash by hash")

    def log_of(self, server: Server, draft: str) -> list[dict]:
        events: list[dict] = []
        while True:
            since = events[-1]["seq"] if events else 0
            page = self.at(server, READER).get(f"{DRAFTS}/{draft}/events?since={since}").body
            events += page["data"]
            if not page["data"] or events[-1]["seq"] >= page["seq"]:
                return events

    def verify_store(self) -> None:
        words = self.administer("check").strip().splitlines()
        self.say(f"collab-server check: {words[-1]}")

    # What several steps need

    def administer(self, *arguments: str) -> str:
        return self.topology.run([str(self.present / "collab-server"), *arguments], self.topology.variables())

    def front(self, name: str) -> Caller:
        return self.topology.front(self.tokens[name])

    def at(self, server: Server, name: str) -> Caller:
        return Caller("127.0.0.1", server.port, self.tokens[name])

    def begin_draft(self, name: str) -> str:
        caller = self.front(name)
        made = caller.post(DRAFTS, {"title": f"A draft of {name}", "idempotency_key": str(uuid.uuid4())})
        require(made.status == 200, f"{name} cannot begin a draft: {made.status} {made.body}")
        draft = made.body["data"]["draft_id"]
        added = caller.post(f"{DRAFTS}/{draft}/collaborators", {"collaborator_id": READER, "role": "viewer"})
        require(added.status == 200, f"{name} cannot add {READER}: {added.status} {added.body}")
        return draft

    def append(self, caller: Caller, draft: str, text: str) -> None:
        answer = caller.post(f"{DRAFTS}/{draft}/segments", {"content": text, "idempotency_key": text})
        require(answer.status == 200, f"a segment was refused: {answer.status} {answer.body}")


def stage(arguments: argparse.Namespace) -> bool:
    """Whether all went well; everything is taken down in any case."""
    transcript = Transcript(arguments.transcript)
    topology = Topology()
    try:
        upgrade = arguments.upgrade or arguments.programs
        Staging(topology, transcript, arguments.programs.resolve(), upgrade.resolve()).run()
        is_well = True
    except Exception as error:
        transcript.say(f"FAILED: {type(error).__name__}: {error}")
        print(topology.last_words(), file=sys.stderr)
        is_well = False
    finally:
        topology.stop()
    transcript.head("Everything is taken down.")
    transcript.write("green" if is_well else "red")
    return is_well


def main() -> None:
    parser = argparse.ArgumentParser(description="Try the whole deployment on the loopback address.")
    parser.add_argument("programs", type=Path, help="the folder of collab-server")
    parser.add_argument("--upgrade", type=Path, help="the folder of the collab-server that takes its place")
    parser.add_argument("--transcript", type=argparse.FileType("w"), help="a file that gets what is printed")
    # Asked to stop, it takes down what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(0 if stage(parser.parse_args()) else 1)


main()
