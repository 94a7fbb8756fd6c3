#!/usr/bin/env python3
"""What an append costs in a short and in a long draft, beside one durable SQLite transaction on the same disk.

usage: append_cost.py [--program .build/release/collab-server] [--segments 10000] [--samples 200]
Starts a server of its own on a free port and a new database. Prints medians in milliseconds and their ratios as JSON.
"""
import argparse
import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import tempfile
import time
import uuid


def start(program, database):
    process = subprocess.Popen(
        [program, "serve", "--port", "0", "--database", "sqlite:" + database],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = process.stdout.readline()
    return process, int(line.rsplit(":", 1)[1])


class Writer:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def post(self, path, body):
        self.connection.request(
            "POST", path, json.dumps(body),
            {"Content-Type": "application/json", "X-User-Id": "ada", "Prefer": "return=minimal"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:200]!r}")
        return json.loads(text)

    def append(self, draft, text):
        began = time.perf_counter()
        self.post(f"/v1/collab/drafts/{draft}/segments", {"content": text, "idempotency_key": str(uuid.uuid4())})
        return (time.perf_counter() - began) * 1000


def raw_commits(folder, samples):
    """The same disk without any of this: one row, one durable commit."""
    store = sqlite3.connect(os.path.join(folder, "raw.db"), isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)")
    times = []
    for number in range(samples):
        began = time.perf_counter()
        store.execute("INSERT INTO rows (text) VALUES (?)", (f"{number} " + "words " * 30,))
        times.append((time.perf_counter() - began) * 1000)
    return times


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=".build/release/collab-server")
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--samples", type=int, default=200)
    options = parser.parse_args()
    text = "words " * 30
    with tempfile.TemporaryDirectory() as folder:
        process, port = start(options.program, os.path.join(folder, "drafts.db"))
        try:
            writer = Writer(port)
            drafts = {}
            for size in (10, options.segments):
                drafts[size] = writer.post("/v1/collab/drafts", {"title": f"{size} segments"})["data"]["draft_id"]
                for number in range(size):
                    writer.append(drafts[size], f"{number} {text}")
            times = {size: [] for size in drafts}
            # Turn and turn about, so that a slow moment of the disk meets both.
            for number in range(options.samples):
                for size, draft in drafts.items():
                    times[size].append(writer.append(draft, f"{number} {text}"))
            raw = raw_commits(folder, options.samples)
        finally:
            process.terminate()
            process.wait()
    medians = {size: statistics.median(values) for size, values in times.items()}
    short, long = medians[10], medians[options.segments]
    print(json.dumps({
        "samples": options.samples,
        "median_ms": {f"append at {size} segments": round(value, 3) for size, value in medians.items()}
        | {"bare SQLite commit": round(statistics.median(raw), 3)},
        "ratio_long_to_short": round(long / short, 3),
        "ratio_append_to_bare_commit": round(long / statistics.median(raw), 2),
    }, indent=2))


if __name__ == "__main__":
    main()
