#!/usr/bin/env python3
"""Writes normalization.txt from the Unicode Character Database (Debian: unicode-data), Unicode 15.0.

A line is a code point, its combining class, and the code points that it decomposes to, all but the class in hexadecimal:
'<' before them marks a compatibility decomposition, '!' a canonical one that is never composed again.
Hangul syllables are left out: they are computed.
"""
import pathlib
import sys

database = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
excluded = {
    int(line.split("#")[0], 16)
    for line in (database / "CompositionExclusions.txt").read_text().splitlines()
    if line.split("#")[0].strip()
}
lines = []
for row in (database / "UnicodeData.txt").read_text().splitlines():
    field = row.split(";")
    point, combining, decomposition = int(field[0], 16), field[3], field[5]
    if combining == "0" and not decomposition:
        continue
    mark = ""
    if decomposition.startswith("<"):
        mark, decomposition = "<", decomposition.split("> ")[1]
    elif point in excluded:
        mark = "!"
    lines.append(f"{point:X} {combining} {mark}{decomposition}".rstrip())
pathlib.Path(__file__).with_name("normalization.txt").write_text("\n".join(lines) + "\n")
