#!/usr/bin/env python3
"""Turns docs/SETTINGS.md into the manual page draft-config(5).

usage: settings-page.py SETTINGS.md > draft-config.5

The page of the settings is compared with the program by its tests, so the manual page says what the program does. It uses a
small part of Markdown: headings, paragraphs, lists, one table, one block of code, and words set in `code` or **strong**.
"""

import re
import sys

HEAD = """.Dd November 24, 2026
.Dt DRAFT-CONFIG 5
.Os
.Sh NAME
.Nm draft-config
.Nd what
.Xr draft 1
can be told by its settings
.Sh DESCRIPTION"""

TAIL = """.Sh SEE ALSO
.Xr draft 1"""


def inline(text):
    """A line of text with its marks as roff takes them, and a line of its own for every sentence."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text.replace("\\", "\\e")).replace("-", "\\-")
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text)
    sentences = re.split(r"(?<=[.:;!?]) (?=[A-Z])", text)
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in sentences)


def table(rows):
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    yield ".Bl -tag -width Ds"
    for name, values, default, variable, option in cells[2:]:
        yield f".It {inline(name)}"
        yield inline(f"{values}; default {default}; variable {variable}, option {option}")
    yield ".El"


def blocks(page):
    """The page in blocks: lines that belong together."""
    block = []
    in_code = False
    for line in page.splitlines():
        if line.startswith("```"):
            in_code = not in_code
            block.append(line)
            continue
        starts_item = line.startswith("- ") and not in_code
        if not in_code and (not line.strip() or starts_item) and block:
            yield block
            block = []
        if line.strip() or in_code:
            block.append(line)
    if block:
        yield block


def render(page):
    lines = [HEAD]
    in_list = False
    for block in blocks(page):
        first = block[0]
        is_item = first.startswith("- ")
        if is_item != in_list:
            lines.append(".Bl -bullet -compact" if is_item else ".El")
            in_list = is_item
        if first.startswith("# "):
            continue
        if first.startswith("## "):
            lines.append(".Sh " + first[3:].upper())
        elif first.startswith("|"):
            lines += table(block)
        elif first.startswith("```"):
            lines += [".Bd -literal -offset indent", *[line.replace("\\", "\\e") for line in block[1:-1]], ".Ed"]
        elif is_item:
            lines += [".It", inline(" ".join(" ".join(block)[2:].split()))]
        else:
            if not lines[-1].startswith((".Sh", HEAD)):
                lines.append(".Pp")
            lines.append(inline(" ".join(" ".join(block).split())))
    lines.append(TAIL)
    return "\n".join(lines)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        print(render(source.read()))
