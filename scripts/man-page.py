#!/usr/bin/env python3
"""Puts what a program says of its own commands into its manual page.

usage: PROGRAM --experimental-dump-help | man-page.py PAGE.in > PAGE

A page has prose that only a person can write, and lists that the program knows best. The line `.\\" COMMANDS` in PAGE.in
becomes the list of the program's commands, `.\\" OPTIONS` that of the options that come before a command.
"""

import json
import re
import sys


def roff(text):
    """The text as roff takes it: nothing in it is an order, and every sentence has a line of its own."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    sentences = re.split(r"(?<=[.:!?]) (?=[A-Z(])", text)
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in sentences)


def spelling(argument):
    """How the argument is written, as an mdoc line without the leading dot."""
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"Ar {value}" + (" ..." if argument["isRepeating"] else "")
    names = [("Fl " if name["kind"] == "short" else "Fl -") + roff(name["name"]) for name in argument["names"]]
    text = " , ".join(names)
    return text if argument["kind"] == "flag" else f"{text} Ar {value}"


def shown(command):
    return [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]


def items(arguments):
    for argument in arguments:
        yield f".It {spelling(argument)}"
        yield roff(argument.get("abstract", "").strip() or "See above.")
        if argument.get("defaultValue"):
            yield f"(default: {roff(argument['defaultValue'])})"


def options(command):
    return [".Bl -tag -width Ds", *items(shown(command)), ".El"]


def commands(command, known, path=()):
    lines = []
    for child in command.get("subcommands", []):
        if not child.get("shouldDisplay", True) or child["commandName"] == "help":
            continue
        name = (*path, child["commandName"])
        own = [argument for argument in shown(child) if argument.get("preferredName") not in known
               or argument["kind"] == "positional"]
        words = " ".join(spelling(a) if a["kind"] == "positional" and not a["isOptional"] else f"Op {spelling(a)}"
                         for a in own if a["kind"] == "positional")
        lines.append(f".It Cm {' '.join(name)}" + (f" {words}" if words else ""))
        lines.append(roff(child.get("abstract", "")))
        if child.get("discussion"):
            lines += [".Pp", roff(" ".join(child["discussion"].split()))]
        if own:
            lines += [".Bl -tag -width Ds", *items(own), ".El"]
        lines += commands(child, known, name)
    return lines


def main():
    top = json.load(sys.stdin)["command"]
    everywhere = [argument.get("preferredName") for argument in shown(top)]
    with open(sys.argv[1], encoding="utf-8") as page:
        for line in page.read().splitlines():
            if line == '.\\" COMMANDS':
                body = commands(top, everywhere)
                print("\n".join([".Bl -tag -width Ds", *body, ".El"]))
            elif line == '.\\" OPTIONS':
                print("\n".join(options(top)))
            else:
                print(line)


if __name__ == "__main__":
    main()
