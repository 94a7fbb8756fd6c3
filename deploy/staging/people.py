"""Those who use the servers: callers, writers who do not give up, and readers who come back."""

import http.client
import json
import ssl
import threading
import time
from dataclasses import dataclass, field

from live import LiveConnection


class Lost(Exception):
    """No answer: what became of the request is not known."""


@dataclass
class Answer:
    status: int
    body: dict
    headers: http.client.HTTPMessage


class Caller:
    """Calls over one connection, which is opened anew after it was lost."""

    def __init__(self, host: str, port: int, token: str = "", trust: ssl.SSLContext | None = None) -> None:
        self.host, self.port, self.token, self.trust = host, port, token, trust
        self.connection: http.client.HTTPConnection | None = None

    def get(self, path: str, headers: dict[str, str] = {}) -> Answer:
        return self.call("GET", path, None, headers)

    def post(self, path: str, body: dict) -> Answer:
        return self.call("POST", path, body, {})

    def call(self, method: str, path: str, body: dict | None, headers: dict[str, str]) -> Answer:
        sent = dict(headers)
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            self.connection = self.connection or self.open()
            self.connection.request(method, path, json.dumps(body) if body is not None else None, sent)
            response = self.connection.getresponse()
            text = response.read()
            if response.will_close:
                self.close()
            is_json = "json" in response.headers.get("Content-Type", "")
            return Answer(response.status, json.loads(text) if is_json else {}, response.headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Lost(str(error)) from error

    def open(self) -> http.client.HTTPConnection:
        if self.trust:
            return http.client.HTTPSConnection(self.host, self.port, timeout=15, context=self.trust)
        return http.client.HTTPConnection(self.host, self.port, timeout=15)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def follow(self, draft: str, since: int) -> LiveConnection:
        """A live connection, which tells of all that came after `since`."""
        return LiveConnection(self.host, self.port, f"/v1/ws/drafts/{draft}?since={since}", self.token, self.trust)


@dataclass
class Writer:
    """Writes one draft, text after text; each is sent until the server has answered for it, always with the same key.

    `server` is the one that the writer goes to without nginx, and waits for when it is away.
    """

    name: str
    caller: Caller
    draft: str
    server: str = ""
    given: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    again: int = 0
    longest: float = 0
    refusal: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self.write, name=self.name, daemon=True)

    def write(self) -> None:
        while not self.stopping.is_set() and not self.refusal:
            key = f"{self.name}-{len(self.given) + 1}"
            self.given.append(key)
            began = time.monotonic()
            self.send(key)
            self.longest = max(self.longest, time.monotonic() - began)
            # Below what one user may write a second.
            time.sleep(0.06)

    def send(self, key: str) -> None:
        path = f"/v1/collab/drafts/{self.draft}/segments"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = self.caller.post(path, {"content": f"Sentence {key}.", "idempotency_key": key})
            except Lost:
                self.again += 1
                time.sleep(0.1)
                continue
            if answer.status == 200:
                self.acknowledged.append(key)
                return
            if answer.status not in (429, 502, 503, 504):
                self.refusal = f"{self.name} was refused: {answer.status} {answer.body}"
                return
            self.again += 1
            time.sleep(min(float(answer.headers.get("Retry-After", "0.1")), 2))
        self.refusal = f"{self.name} got no answer in a minute"


@dataclass
class Reader:
    """Follows one draft, and comes back with the place where it was."""

    name: str
    caller: Caller
    draft: str
    events: list[dict] = field(default_factory=list)
    connections: int = 0
    problem: str = ""
    lost: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self.read, name=self.name, daemon=True)

    def state(self) -> str:
        return f"{self.name} is at event {self.seq()} in connection {self.connections}, before which {self.lost or 'none was lost'}"

    def seq(self) -> int:
        return self.events[-1]["seq"] if self.events else 0

    def read(self) -> None:
        while not self.stopping.is_set() and not self.problem:
            try:
                with self.caller.follow(self.draft, self.seq()) as socket:
                    self.connections += 1
                    self.take_all(socket)
            except OSError as error:
                self.lost = repr(error)
                # A user may open five connections a second.
                time.sleep(0.5)

    def take_all(self, socket: LiveConnection) -> None:
        while not self.stopping.is_set() and not self.problem:
            try:
                message = json.loads(socket.recv(timeout=0.2))
            except TimeoutError:
                continue
            if message["type"] == "reset":
                self.problem = f"{self.name} was told to load the draft anew"
            if "hash" in message and message["type"] != "connected":
                self.take(message)

    def take(self, event: dict) -> None:
        if event["seq"] != self.seq() + 1:
            self.problem = f"{self.name} got event {event['seq']} after {self.seq()}"
        self.events.append(event)
