#!/usr/bin/env python3
"""How soon a long draft stands on the screen, and what reading and typing in it costs.

usage: open_and_scroll.py COMMAND, for instance: open_and_scroll.py "draft open 5f0c…"
Runs COMMAND in a pseudo-terminal of 120 x 40 and prints the time to the first output and to the last before 0.4 s of silence,
then the median and the longest time from a key to the last byte of its answer, 30 times each.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

KEYS = {"page up": b"\x1b[5~", "line up": b"\x1b[1;5A", "a typed key": b"a"}


def answer(terminal, silence, limit=5.0):
    """Reads until `silence` seconds bring nothing; returns the moments of the first and the last byte."""
    first = last = None
    end = time.perf_counter() + limit
    while time.perf_counter() < end:
        ready, _, _ = select.select([terminal], [], [], silence)
        if not ready:
            break
        try:
            os.read(terminal, 65536)
        except OSError:
            break
        last = time.perf_counter()
        first = first or last
    return first, last


def main():
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
        os.execvp("/bin/sh", ["/bin/sh", "-c", "exec " + sys.argv[1]])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    began = time.perf_counter()
    first, last = answer(terminal, 0.4)
    print(f"first output {(first - began) * 1000:.1f} ms, text {(last - began) * 1000:.1f} ms")
    answer(terminal, 1.0)
    for name, key in KEYS.items():
        times = []
        for _ in range(30):
            pressed = time.perf_counter()
            os.write(terminal, key)
            _, painted = answer(terminal, 0.02, 1.0)
            if painted:
                times.append((painted - pressed) * 1000)
        times.sort()
        print(f"{name}: median {times[len(times) // 2]:.2f} ms, longest {times[-1]:.2f} ms of {len(times)}")
    os.write(terminal, b"\x11")
    answer(terminal, 0.5)
    os.close(terminal)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
