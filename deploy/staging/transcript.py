"""What a run says: a line a fact, with the seconds since its beginning, and nothing that only this machine has."""

import time
from typing import TextIO


class Failure(Exception):
    """Something is not as it must be."""


class Transcript:
    """Lines on standard output and, where one is named, in a file."""

    def __init__(self, file: TextIO | None) -> None:
        self.file = file
        self.is_empty = True
        self.began = time.monotonic()

    def say(self, words: str) -> None:
        self.write(f"{time.monotonic() - self.began:6.1f} s  {words}")

    def head(self, words: str) -> None:
        self.write(words if self.is_empty else f"\n{words}")

    def write(self, line: str) -> None:
        self.is_empty = False
        print(line, flush=True)
        if self.file:
            print(line, file=self.file, flush=True)


def require(is_so: bool, words: str) -> None:
    if not is_so:
        raise Failure(words)
