#!/usr/bin/env python3
"""Asks a running collab-server, from outside, whether it answers as docs/openapi.yaml says.

usage: scripts/check-contract.py [--server PROGRAM] [--seed N] [--examples N] [OPTION OF SCHEMATHESIS ...]

    --server    the program to ask; .build/release/collab-server unless told otherwise
    --seed      which requests are made up; 1 unless told otherwise
    --examples  how many of them for each route, 30 unless told otherwise; more find more, and take longer

There are three rounds: a user named by a header, two bearers of tokens, and a guest with a share. Each has a server
of its own, on a free port of this machine and with a database that is made for it. What else is given goes to
schemathesis, such as --include-operation-id append or --report har.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from pathlib import Path
from typing import NamedTuple

root = Path(__file__).resolve().parent.parent
DRAFTS = "/v1/collab/drafts"


class Round(NamedTuple):
    who: str
    by_header: bool
    configuration: str
    options: list[str]


ROUNDS = [
    Round("a user whom a header names", True, """
# Whoever the header names is believed here, so that there is no wrong one to refuse; the next round looks at that.
checks.ignored_auth.enabled = false
# A made-up bearer or share beside the header is 401 whatever else is asked; the next round looks at that too.
generation.with-security-parameters = false
headers = {{ X-User-Id = "ada" }}
""", []),
    Round("two bearers of tokens", False, """
# Schemathesis begins without a credential and takes one where it is asked for; what ada has is not for zoe.
[auth.wfc]
path = {people}
peers = ["ada", "zoe"]
""", []),
    Round("a guest with a share", True, """
generation.with-security-parameters = false
[auth.openapi]
share = {{ api_key = {link} }}
""", [f"--include-operation-id={name}" for name in ("getDraft", "exportDraft", "events", "socket")]),
]

# What every round is told: where the things are that routes name, and what schemathesis cannot know.
CONFIGURATION = """
hooks = "contract_hooks"
request-timeout = 20
continue-on-failure = true
generation.database = "none"
# All names, keys and tokens here are made for the round, and a request that is shown can be sent again.
output.sanitization.enabled = false
{round}
[dictionaries]
drafts = {{ values = {drafts} }}
segments = {{ values = {segments} }}
members = {{ values = {members} }}
invites = {{ values = {invites} }}
shares = {{ values = {shares} }}
codes = {{ values = {codes} }}
pages = {{ values = {pages} }}
trail = {{ values = {trail} }}

[parameters]
"path.draft_id" = {{ dictionary = "drafts", probability = 0.9 }}
"path.segment_id" = {{ dictionary = "segments", probability = 0.9 }}
"path.user_id" = {{ dictionary = "members", probability = 0.9 }}
"path.invite_id" = {{ dictionary = "invites", probability = 0.9 }}
"path.share_id" = {{ dictionary = "shares", probability = 0.9 }}
"body.to_user_id" = {{ dictionary = "members", probability = 0.5 }}
"body.code" = {{ dictionary = "codes", probability = 0.5 }}

[[operations]]
include-operation-id = "listDrafts"
parameters = {{ "query.cursor" = {{ dictionary = "pages", probability = 0.9 }} }}

[[operations]]
include-operation-id = "audit"
parameters = {{ "query.cursor" = {{ dictionary = "trail", probability = 0.9 }} }}

[[operations]]
include-operation-id = "socket"
# Schemathesis speaks no WebSocket, so that whoever may come in is told to upgrade.
checks.positive_data_acceptance.expected-statuses = ["401", "403", "404", "426", "429"]
"""


class Server:
    """A collab-server with a database that goes with it."""

    def __init__(self, program, folder, by_header):
        self.program = program
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("COLLAB_", "CLERK_"))}
        self.environment = inherited | {
            "COLLAB_DATABASE": f"sqlite:{folder}/drafts.db",
            "COLLAB_PORT": "0",
            "COLLAB_ENVIRONMENT": "local",
            "COLLAB_HEADER_IDENTITY": "loopback" if by_header else "off",
            "COLLAB_LOG_LEVEL": "warning",
            # A poll for what nobody does is answered after this long.
            "COLLAB_LIMIT_WAIT_SECONDS": "1",
            # Short pages, so that there is a second one.
            "COLLAB_LIMIT_AUDIT_ROWS_A_PAGE": "10",
        }
        self.process = subprocess.Popen([program, "serve"], env=self.environment, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            sys.exit("draft: the server did not start")
        self.url = line.removeprefix("listening on ").strip()

    def tell(self, *command):
        told = subprocess.run(
            [self.program, *command], env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        return told.stdout.strip()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


class User:
    """Somebody who writes, and the header by which the server knows them."""

    def __init__(self, server, name, by_header):
        self.server, self.name = server, name
        if by_header:
            self.header, self.proof = "X-User-Id", name
        else:
            server.tell("user", "add", name)
            self.header, self.proof = "Authorization", f"Bearer {server.tell('token', name)}"

    def known_by(self):
        """The user as schemathesis has it."""
        return {"name": self.name, "fixedHeaders": [{"name": self.header, "value": self.proof}]}

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.server.url + path, body and json.dumps(body).encode(),
            {self.header: self.proof, "Content-Type": "application/json"}, method=method)
        return json.loads(urllib.request.urlopen(request).read() or "{}")

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **body):
        return self.ask("POST", path, body).get("data")

    def draft(self, title):
        return self.post(DRAFTS, title=title)["draft_id"]


def prepare(ada, ben):
    """A draft of ada's with everything in it that a route can name, and more for routes that use drafts up."""
    draft = ada.draft("The Lighthouse")
    place = f"{DRAFTS}/{draft}"
    turns = [ada.draft(f"Turn {number}") for number in range(30)]
    for turn in turns:
        ada.post(f"{DRAFTS}/{turn}/collaborators", collaborator_id="ben")
    for turn in turns[::3]:
        ada.post(f"{DRAFTS}/{turn}/pass-ring", to_user_id="ben", idempotency_key=str(uuid.uuid4()))
    members = ["ben", *(f"member-{number}" for number in range(40))]
    for member in members:
        ada.post(f"{place}/collaborators", collaborator_id=member, role="contributor" if member == "ben" else "viewer")
    for number in range(40):
        content = f"Step {number} of the stairs."
        whole = ada.post(f"{place}/segments", content=content, idempotency_key=str(uuid.uuid4()))
    ben.post(f"{place}/presence", state="here")
    links = [ada.post(f"{place}/shares") for _ in range(40)]
    invited = ben.draft("Where ben lets others in")
    return {
        "drafts": [draft],
        "turns": turns,
        "locked": [ada.draft(f"Locked now and then {number}") for number in range(3)],
        "doomed": [ada.draft(f"Doomed {number}") for number in range(3)],
        "segments": [segment["segment_id"] for segment in whole["segments"]],
        "members": members,
        "invites": [ada.post(f"{place}/invites", max_uses=100)["invite_id"] for _ in range(40)],
        "shares": [link["share_id"] for link in links],
        "link": ada.post(f"{place}/shares")["token"],
        "codes": [ben.post(f"{DRAFTS}/{invited}/invites", max_uses=500)["code"]],
        "pages": [ada.get(f"{DRAFTS}?limit=5")["next_cursor"]],
        "trail": [ada.get(f"{place}/audit")["next_cursor"]],
    }


def ask(program, round, told):
    """Whether every answer of a round was as the contract says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(program, folder, round.by_header)
        try:
            ada, ben, zoe = (User(server, name, round.by_header) for name in ("ada", "ben", "zoe"))
            made = prepare(ada, ben)
            people = [user.known_by() for user in (ada, zoe)]
            (folder / "made.json").write_text(json.dumps(made))
            (folder / "people.json").write_text(json.dumps({"auth": people}))
            values = {name: json.dumps(value) for name, value in made.items()}
            values["people"] = json.dumps(str(folder / "people.json"))
            values["round"] = round.configuration.format(**values)
            (folder / "schemathesis.toml").write_text(CONFIGURATION.format(**values))
            modules = [str(root / ".build-python"), str(root / "scripts"), os.environ.get("PYTHONPATH", "")]
            environment = {
                "PYTHONPATH": os.pathsep.join(modules),
                "PYTHONDONTWRITEBYTECODE": "1",
                "CONTRACT_MADE": str(folder / "made.json"),
            }
            print(f"draft: asking as {round.who}", flush=True)
            return subprocess.run(
                [sys.executable, "-m", "schemathesis.cli", "--config-file", str(folder / "schemathesis.toml"),
                 "run", str(root / "docs/openapi.yaml"), "--url", server.url, *round.options, *told],
                env={**os.environ, **environment}, cwd=folder, timeout=900).returncode == 0
        finally:
            server.stop()


arguments = argparse.ArgumentParser(usage=__doc__.partition("usage: ")[2])
arguments.add_argument("--server", default=str(root / ".build/release/collab-server"), help=argparse.SUPPRESS)
arguments.add_argument("--seed", default="1", help=argparse.SUPPRESS)
arguments.add_argument("--examples", default="30", help=argparse.SUPPRESS)
given, others = arguments.parse_known_args()
told = ["--seed", given.seed, "--max-examples", given.examples, *others]
answers = [ask(given.server, round, told) for round in ROUNDS]
sys.exit(not all(answers))
