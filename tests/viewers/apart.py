"""Which programs show the first page of a file alike: what no comparison of before and after can tell.

usage: apart.py [--corner] FILE…      a line for each file: programs with the same letter agree, with the share of ink

Whole pages differ by their fonts and rims in all programs; `--corner` looks at the upper left corner alone, where the
files `differs-…` of kyso-testdata paint.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

import programs
from pictures import luminance

DPI = 72
# Points from the corner.
CORNER = 75
# What one pixel, and what part of all pixels, must differ by.
SHADE, PART = 60, 0.02


def main() -> int:
    """Draws and compares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corner", action="store_true")
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    files = [file.resolve() for file in arguments.files]
    shown = {name: drawn(name, files) for name in programs.NAMES}
    for number, file in enumerate(files):
        renderings = [shown[name][number] for name in programs.NAMES]
        parts = [letters(renderings, intent, arguments.corner) for intent in ("screen", "print")]
        print(f"{file.name}\t{parts[0]}\t{parts[1]}", flush=True)
    return 0


def drawn(name: str, files: list[Path]) -> list:
    """The renderings of one program, or what it failed with."""
    program = programs.start(name, DPI)
    try:
        return [one(program, file.read_bytes()) for file in files]
    finally:
        getattr(program, "close", lambda: None)()


def one(program, data: bytes):
    """One rendering; `None` where the program gives up."""
    try:
        return program.render([data])[0]
    except Exception:  # pylint: disable=broad-exception-caught
        # Whatever a program of others throws.
        return None


def letters(renderings: list, intent: str, corner: bool) -> str:
    """A letter for each program, the same for the same picture."""
    groups, words = [], []
    for rendering in renderings:
        pages = getattr(rendering, intent) if rendering else []
        if not pages:
            words.append("none")
            continue
        picture = luminance(pages[0])
        picture = picture[:CORNER, :CORNER] if corner else picture
        same = [group for group, other in enumerate(groups) if alike(picture, other)]
        if not same:
            groups.append(picture)
        letter = chr(ord("a") + (same[0] if same else len(groups) - 1))
        words.append(f"{letter}({100 * (picture < 128).mean():.0f})")
    return " ".join(words)


def alike(one_picture: np.ndarray, other: np.ndarray) -> bool:
    """Whether nobody would tell them apart."""
    if one_picture.shape != other.shape:
        return False
    return (np.abs(one_picture - other) > SHADE).mean() < PART


if __name__ == "__main__":
    sys.exit(main())
