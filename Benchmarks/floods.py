#!/usr/bin/env python3
"""What an honest user notices while others flood the server, and what the server's memory does meanwhile.

usage: floods.py [--program .build/release/collab-server] [--seconds 12] [--samples 440] [--only NAME ...]
Starts a server of its own on a free port and a new SQLite database, with rate limits on, and ends it. One user reads a draft
of 50 segments and appends to another, turn and turn about, on one connection, 40 requests a second: alone, then during a
flood, then alone before the next one, and so on. Each flood is a coroutine below. Prints a table, medians and 99th percentiles
in milliseconds, the ratio of each median to that of the quiet phase right before it, and for each flood what it sent and what
came of it; exits with 1 where the server ended or refused the user.

The attackers are two processes of their own with nice 10. On a machine with few cores, Python that floods uses as much
processor as the server that is flooded, and the times would tell of the attackers' work: they would have machines of their
own. As nice does not take that away wholly, the control `busy` shows what two such processes cost that compute and send nothing.
What the kernel does for a loopback connection is still paid here, both sides of it.

All come from loopback, so what is limited by address is one bucket for the attackers and the user: the hardest case for the
user. The limit of connections per address does not hold for loopback.
"""
import argparse
import asyncio
import base64
import collections
import http.client
import json
import multiprocessing
import multiprocessing.synchronize
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from typing import Awaitable, Callable, Iterator

Counts = collections.Counter[str]
WORKERS = 2
REQUESTS_A_SECOND = 40


# What the attackers know, and what they have in common.

@dataclass
class Target:
    port: int
    honest_draft: str
    typist_draft: str
    crowd_drafts: list[str]
    forged_start: str


@dataclass
class Share:
    """One process's part of a flood."""
    target: Target
    worker: int
    seconds: float
    ready: "multiprocessing.synchronize.Event"
    ends: float = float("inf")
    counts: Counts = field(default_factory=collections.Counter)

    def begin(self) -> None:
        """From here on the honest user measures."""
        self.ends = time.monotonic() + self.seconds
        self.ready.set()

    def going(self) -> bool:
        return time.monotonic() < self.ends

    def mine(self, total: int) -> range:
        return range(self.worker, total, WORKERS)


Flood = Callable[[Share], Awaitable[None]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(share: Share) -> Streams | None:
    try:
        return await asyncio.wait_for(asyncio.open_connection("127.0.0.1", share.target.port), 5)
    except (OSError, asyncio.TimeoutError) as problem:
        share.counts[f"not connected: {type(problem).__name__}"] += 1
        return None


async def each(attack: Callable[[Share, int], Awaitable[None]], share: Share, total: int) -> None:
    """All attackers of this process at once; what a cut connection raises is part of the flood."""
    results = await asyncio.gather(*(attack(share, number) for number in share.mine(total)), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, OSError):
            share.counts[f"attacker failed: {result!r}"] += 1


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """The status and body of an answer; 0 where the connection ended without one."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0, b""
    lines = head.decode("latin-1").split("\r\n")
    length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
    try:
        return int(lines[0].split()[1]), await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return int(lines[0].split()[1]), b""


def name_of(status: int, body: bytes) -> str:
    if status == 0:
        return "closed without an answer"
    try:
        return f"{status} {json.loads(body)['error']['code']}"
    except (ValueError, KeyError, TypeError):
        return str(status)


# The floods.

async def busy(share: Share) -> None:
    """The control: computes and sends nothing."""
    while share.going():
        sum(range(20_000))


async def slowloris(share: Share) -> None:
    """2,000 connections, each with a byte of a header a second, opened anew when the server closes them."""
    await each(drip, share, 2_000)


async def drip(share: Share, number: int) -> None:
    await asyncio.sleep(number / 2_000)
    while share.going():
        streams = await connect(share)
        if streams is None:
            continue
        reader, writer = streams
        share.counts["opened"] += 1
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        answer = asyncio.ensure_future(read_answer(reader))
        while share.going() and not answer.done():
            writer.write(b"a")
            await asyncio.wait({answer}, timeout=1)
        share.counts[name_of(*answer.result()) if answer.done() else "open at the end"] += 1
        answer.cancel()
        writer.close()


async def idle(share: Share) -> None:
    """10,000 connections that wait: half of them have had a request answered, half have never sent a byte.

    Measured from when all are open, or for 30 s have been tried; who is closed comes back.
    """
    gate = asyncio.Semaphore(100)
    waiting = asyncio.ensure_future(each(lambda share, number: wait_idle(share, number, gate), share, 10_000))
    began = time.monotonic()
    while share.counts["opened"] < len(share.mine(10_000)) and time.monotonic() - began < 30:
        await asyncio.sleep(0.1)
    share.counts["open when measuring began"] = share.counts["opened"] - share.counts["silent: closed without an answer"]
    share.begin()
    await waiting


async def wait_idle(share: Share, number: int, gate: asyncio.Semaphore) -> None:
    kind = "after a request" if number // WORKERS % 2 else "silent"
    while share.going():
        async with gate:
            streams = await connect(share) if share.going() else None
            if streams is None:
                continue
            reader, writer = streams
            share.counts["opened"] += 1
            if kind == "after a request":
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                status, _ = await read_answer(reader)
                share.counts[f"first request {status}"] += 1
        ended = asyncio.ensure_future(read_answer(reader))
        while share.going() and not ended.done():
            await asyncio.wait({ended}, timeout=min(5, max(0, share.ends - time.monotonic())))
        share.counts[f"{kind}: " + (name_of(*ended.result()) if ended.done() else "open at the end")] += 1
        ended.cancel()
        writer.close()


async def bodies(share: Share) -> None:
    """20 clients: half announce 100 MB and send it, half send chunks without end; again as soon as they are answered."""
    await each(send_body, share, 20)


async def send_body(share: Share, number: int) -> None:
    endless = number // WORKERS % 2 == 1
    while share.going():
        streams = await connect(share)
        if streams is None:
            continue
        reader, writer = streams
        length = b"Transfer-Encoding: chunked" if endless else b"Content-Length: 100000000"
        writer.write(b"POST /v1/collab/drafts HTTP/1.1\r\nHost: 127.0.0.1\r\nX-User-Id: bulky-%d\r\n"
                     b"Content-Type: application/json\r\n%s\r\n\r\n" % (number, length))
        answer = asyncio.ensure_future(read_answer(reader))
        await pour(share, writer, answer, endless)
        await asyncio.wait({answer}, timeout=5)
        outcome = name_of(*answer.result()) if answer.done() else "no answer in 5 s"
        share.counts[f"{'endless' if endless else '100 MB'}: {outcome}"] += 1
        answer.cancel()
        writer.close()


async def pour(share: Share, writer: asyncio.StreamWriter, answer: "asyncio.Future[object]", endless: bool) -> None:
    """Sends until the server has closed: an attacker does not stop at being refused."""
    piece = b" " * 65_536
    sent = 0
    try:
        while share.going() and (endless or sent < 100_000_000):
            writer.write(b"10000\r\n" + piece + b"\r\n" if endless else piece)
            await asyncio.wait_for(writer.drain(), 5)
            sent += len(piece)
            if writer.is_closing():
                break
    except (OSError, asyncio.TimeoutError):
        pass
    share.counts["bytes written"] += sent


async def frames(share: Share) -> None:
    """20 WebSockets: pings, tiny fragments and typing as fast as they go, opened anew when the server closes them."""
    await each(flood_frames, share, 20)


def frame(code: int, payload: bytes, final: bool = True) -> bytes:
    """A frame of a client, under a mask of zeros, which leaves the payload as it is."""
    assert len(payload) < 126
    return bytes([code | (128 if final else 0), 128 | len(payload)]) + bytes(4) + payload


FRAMES: list[tuple[str, bytes, bytes]] = [
    ("pings", b"", frame(9, b"ping") * 100),
    ("fragments", frame(1, b"{", final=False), frame(0, b" ", final=False) * 100),
    ("typing", b"", frame(1, b'{"type":"typing","text":"And so we climbed"}') * 100),
]


async def flood_frames(share: Share, number: int) -> None:
    kind, first, hundred = FRAMES[number % 3]
    typing = kind == "typing"
    draft = share.target.typist_draft if typing else share.target.honest_draft
    while share.going():
        streams, outcome = await open_socket(share, "typist" if typing else f"crowd-{number}", draft)
        share.counts[f"opening: {outcome}"] += 1
        if streams is None:
            await asyncio.sleep(0.1)
            continue
        reader, writer = streams
        ended = asyncio.ensure_future(close_code(reader))
        writer.write(first)
        while share.going() and not ended.done():
            try:
                writer.write(hundred)
                share.counts[f"{kind} written"] += 100
                await asyncio.wait_for(writer.drain(), 5)
            except (OSError, asyncio.TimeoutError):
                break
            await asyncio.sleep(0)
        await asyncio.wait({ended}, timeout=2)
        share.counts[f"{kind}: {ended.result() if ended.done() else 'open at the end'}"] += 1
        ended.cancel()
        writer.close()


async def open_socket(share: Share, user: str, draft: str) -> tuple[Streams | None, str]:
    streams = await connect(share)
    if streams is None:
        return None, "not connected"
    reader, writer = streams
    writer.write((f"GET /v1/ws/drafts/{draft} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-User-Id: {user}\r\n"
                  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                  f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n").encode())
    status, body = await read_answer(reader)
    if status == 101:
        return streams, "101"
    writer.close()
    return None, name_of(status, body)


async def close_code(reader: asyncio.StreamReader) -> str:
    """Reads what the server sends until it closes, and says how."""
    try:
        while True:
            code, length = await reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await reader.readexactly(2), "big")
            elif length == 127:
                length = int.from_bytes(await reader.readexactly(8), "big")
            payload = await reader.readexactly(length)
            if code & 15 == 8:
                return f"closed {int.from_bytes(payload[:2], 'big')}"
    except (asyncio.IncompleteReadError, OSError):
        return "cut without a close"


async def crowd(share: Share) -> None:
    """1,000 sockets of one user, half of them to one draft, the others to nine; who is refused tries again each second."""
    await each(join_crowd, share, 1_000)


async def join_crowd(share: Share, number: int) -> None:
    drafts = share.target.crowd_drafts
    # Two neighbours, one of each process, are of one kind.
    pair = number // WORKERS
    draft = drafts[0] if pair % 2 == 0 else drafts[1 + pair // 2 % (len(drafts) - 1)]
    await asyncio.sleep(number / 1_000)
    while share.going():
        streams, outcome = await open_socket(share, "crowd", draft)
        share.counts[outcome + (" to the one draft" if pair % 2 == 0 else " to the others")] += 1
        if streams is None:
            await asyncio.sleep(1)
            continue
        ended = asyncio.ensure_future(close_code(streams[0]))
        # Two seconds beyond the last attempt of the other process, lest it be given a place that is left here.
        await asyncio.wait({ended}, timeout=max(0, share.ends + 2 - time.monotonic()))
        share.counts[f"let in, {ended.result() if ended.done() else 'open at the end'}"] += 1
        ended.cancel()
        streams[1].close()


async def logins(share: Share) -> None:
    """50 connections, each request with another wrong token: a real head and claims, a signature of nobody."""
    await each(guess, share, 50)


async def guess(share: Share, number: int) -> None:
    while share.going():
        streams = await connect(share)
        if streams is None:
            continue
        status = 1
        while share.going() and status:
            signature = base64.urlsafe_b64encode(os.urandom(64)).rstrip(b"=").decode()
            streams[1].write(("GET /v1/me HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                              f"Authorization: Bearer {share.target.forged_start}.{signature}\r\n\r\n").encode())
            status, body = await read_answer(streams[0])
            share.counts[name_of(status, body)] += 1
        streams[1].close()


FLOODS: dict[str, Flood] = {
    "busy": busy, "slowloris": slowloris, "idle": idle, "bodies": bodies, "frames": frames, "crowd": crowd, "logins": logins}


def attack(name: str, share: Share, results: "multiprocessing.Queue[Counts]") -> None:
    """One attacking process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(10)
    if name != "idle":
        share.begin()
    asyncio.run(FLOODS[name](share))
    results.put(share.counts)


# The server, and its honest user.

class Server:
    def __init__(self, program: str, folder: str) -> None:
        self.program = program
        self.database = "sqlite:" + os.path.join(folder, "drafts.db")
        self.log = open(os.path.join(folder, "log"), "w+")
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--environment", "staging", "--rate-limits", "on", "--header-identity", "on",
             "--database", self.database],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line.startswith("listening"):
            raise SystemExit("The server did not start:\n" + self.logged())
        self.port = int(line.rsplit(":", 1)[1])

    def logged(self) -> str:
        self.log.seek(0)
        return self.log.read()[-4_000:]

    def token(self, user: str) -> str:
        def command(*words: str) -> str:
            return subprocess.run([self.program, *words, "--database", self.database], check=True,
                                  capture_output=True, text=True, timeout=20).stdout.strip()
        command("user", "add", user)
        return command("token", user, "--expires", "1d")

    def memory(self) -> float:
        """What is resident, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def processor(self) -> float:
        """Seconds of processor used so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            parts = stat.read().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            print("The server had to be killed.", file=sys.stderr)


class Client:
    def __init__(self, port: int, **credential: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Content-Type": "application/json", "Prefer": "return=minimal"} | {
            name.replace("_", "-"): value for name, value in credential.items()}

    def call(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def need(self, method: str, path: str, body: object = None) -> dict[str, object]:
        status, text = self.call(method, path, body)
        if status not in (200, 204):
            raise SystemExit(f"{method} {path}: {status} {text[:300]!r}")
        return json.loads(text)["data"] if text else {}

    def begin(self, title: str) -> str:
        return str(self.need("POST", "/v1/collab/drafts", {"title": title})["draft_id"])

    def append(self, draft: str) -> tuple[int, bytes]:
        return self.call("POST", f"/v1/collab/drafts/{draft}/segments",
                         {"content": "words " * 30, "idempotency_key": str(uuid.uuid4())})


@dataclass
class Measured:
    phase: str
    before: float
    reads: list[float] = field(default_factory=list)
    appends: list[float] = field(default_factory=list)
    refused: Counts = field(default_factory=collections.Counter)
    peak: float = 0
    after: float = 0
    files: int = 0
    files_after: int = 0
    cores: float = 0
    counts: Counts = field(default_factory=collections.Counter)


class Honest:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.secret = server.token("ada")
        self.client = Client(server.port, Authorization="Bearer " + self.secret)
        self.read_draft = self.client.begin("read")
        self.written_draft = self.client.begin("written")
        for _ in range(50):
            self.client.append(self.read_draft)

    def read(self) -> tuple[int, bytes]:
        return self.client.call("GET", f"/v1/collab/drafts/{self.read_draft}")

    def append(self) -> tuple[int, bytes]:
        return self.client.append(self.written_draft)

    def measure(self, phase: str, samples: int) -> Measured:
        """Reads and appends by turns, on time; whoever is late sends at once, and the clock runs from sending."""
        result = Measured(phase, self.server.memory())
        used, began = self.server.processor(), time.perf_counter()
        for number in range(samples):
            time.sleep(max(0, began + number / REQUESTS_A_SECOND - time.perf_counter()))
            times, action = (result.reads, self.read) if number % 2 == 0 else (result.appends, self.append)
            sent = time.perf_counter()
            status, _ = action()
            times.append((time.perf_counter() - sent) * 1000)
            if status != 200:
                result.refused[str(status)] += 1
            if number % 8 == 7:
                result.peak = max(result.peak, self.server.memory())
            if number % 40 == 39:
                result.files = max(result.files, self.server.open_files())
        result.cores = (self.server.processor() - used) / (time.perf_counter() - began)
        return result


def prepare(honest: Honest) -> Target:
    """Drafts for the attackers to be at: as members of the honest user's, and as holders of their own."""
    port = honest.server.port
    for number in range(20):
        # They are added below by an id of the header, which has to be known first.
        Client(port, X_User_Id=f"crowd-{number}").need("GET", "/v1/me")
        honest.client.need("POST", f"/v1/collab/drafts/{honest.written_draft}/collaborators",
                           {"collaborator_id": f"crowd-{number}", "role": "contributor"})
    crowd_client = Client(port, X_User_Id="crowd")
    return Target(port, honest.written_draft, Client(port, X_User_Id="typist").begin("typist"),
                  [crowd_client.begin(f"crowd {number}") for number in range(10)],
                  honest.secret.rsplit(".", 1)[0])


def flood(name: str, honest: Honest, target: Target, seconds: float, samples: int) -> Measured:
    results: "multiprocessing.Queue[Counts]" = multiprocessing.Queue()
    shares = [Share(target, number, seconds, multiprocessing.Event()) for number in range(WORKERS)]
    workers = [multiprocessing.Process(target=attack, args=(name, share, results), daemon=True) for share in shares]
    for worker in workers:
        worker.start()
    try:
        for share in shares:
            share.ready.wait(40)
        measured = honest.measure(name, samples)
        for _ in workers:
            measured.counts += results.get(timeout=seconds + 30)
    finally:
        for worker in workers:
            worker.join(5)
            if worker.is_alive():
                worker.kill()
    time.sleep(3)
    measured.after, measured.files_after = honest.server.memory(), honest.server.open_files()
    return measured


def phases(names: list[str], honest: Honest, seconds: float, samples: int) -> Iterator[Measured]:
    target = prepare(honest)
    honest.measure("warm", 80)
    for name in names:
        quiet = honest.measure("quiet", samples)
        quiet.after, quiet.files_after = honest.server.memory(), honest.server.open_files()
        yield quiet
        yield flood(name, honest, target, seconds, samples)


# What is printed.

def high(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def row(measured: Measured, quiet: Measured) -> str:
    cells = [f"{measured.phase:<10}", f"{len(measured.reads) + len(measured.appends):>7}"]
    for values, calm in ((measured.reads, quiet.reads), (measured.appends, quiet.appends)):
        ratio = statistics.median(values) / statistics.median(calm)
        cells += [f"{statistics.median(values):>7.2f}", f"{high(values):>8.2f}", f"{max(values):>8.1f}", f"{ratio:>5.2f}"]
    cells += [f"{measured.before:>7.0f}", f"{measured.peak:>6.0f}", f"{measured.after:>6.0f}",
              f"{measured.files:>6}", f"{measured.files_after:>6}", f"{measured.cores:>5.2f}"]
    return " ".join(cells)


HEAD = """\
                   |            read             |           append            | resident MB          | open files  |
phase      samples  median      p99      max ratio  median      p99      max ratio  before   peak  after   peak  after cores"""


def show(measured: Measured, quiet: Measured) -> None:
    print(row(measured, quiet), flush=True)
    for what, count in sorted(measured.counts.items()):
        print(f"{'':11}{count:>15,} {what}")
    for status, count in measured.refused.items():
        print(f"{'':11}{count:>15,} requests of the honest user: {status}")


def raise_open_files() -> int:
    _, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest, highest))
    return highest


def run(options: argparse.Namespace, folder: str) -> bool:
    server = Server(options.program, folder)
    fine = True
    try:
        print(HEAD)
        quiet: Measured | None = None
        for measured in phases(options.only or list(FLOODS), Honest(server), options.seconds, options.samples):
            quiet = measured if measured.phase == "quiet" or quiet is None else quiet
            show(measured, quiet)
            fine = fine and not measured.refused
    except (OSError, http.client.HTTPException) as problem:
        print(f"The server does not answer: {problem!r}; its status {server.process.poll()}\n{server.logged()}", file=sys.stderr)
        fine = False
    finally:
        server.stop()
        print(f"the server's exit status: {server.process.returncode}")
    return fine


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--program", default=".build/release/collab-server")
    parser.add_argument("--seconds", type=float, default=12, help="of each flood")
    parser.add_argument("--samples", type=int, default=440, help="of each phase, reads and appends together")
    parser.add_argument("--only", nargs="+", choices=list(FLOODS), help="these floods alone")
    options = parser.parse_args()
    print(f"open files a process: {raise_open_files()}; cores: {os.cpu_count()}; load: {os.getloadavg()[0]:.2f}")
    # So that the server is ended with this.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder:
        fine = run(options, folder)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
