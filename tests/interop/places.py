"""Number and date on the page, read by pdftotext (requirement E1, E2, E4).

The gaps are measured on the input, between the printed words; the output must show the number, the day and the month
inside them. This works for any /Rotate, because pdftotext reports the page as a person sees it.
"""

import html
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')

# pdftotext counts a glyph that only touches the box as inside: keep the neighbours' edges out (points).
EDGE = 0.5


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the top left of the page as seen."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def shares_line_with(self, other: "Word") -> bool:
        return min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5 * min(
            self.bottom - self.top, other.bottom - other.top
        )


@dataclass(frozen=True)
class Box:
    """A rectangle in points from the top left of the page as seen."""

    left: float
    top: float
    right: float
    bottom: float


def check_places(signed: Path, original: Path, number: str, date: str) -> list[str]:
    """The complaints about number and date (ISO 8601) on the first page."""
    _, month, day = date.split("-")
    expected = dict(zip(("number", "day", "month"), (number, day, month)))
    complaints = []
    for name, gap in issue_gaps(words_of(original, page=1)).items():
        before, after = text_inside(original, gap), text_inside(signed, gap)
        if before or after != expected[name]:
            complaints.append(f"{name}: “{before}” became “{after}” instead of “{expected[name]}”")
    return complaints


def words_of(pdf: Path, page: int) -> list[Word]:
    """All words of one page, in reading order."""
    listing = pdftotext(pdf, page, "-bbox")
    return [Word(*(float(edge) for edge in found[:4]), html.unescape(found[4])) for found in WORD.findall(listing)]


def issue_gaps(words: list[Word]) -> dict[str, Box]:
    """The empty places after “Số:”, “ngày” and “tháng” in the head of the document."""
    number_label = next(word for word in words if word.text == "Số:")
    symbol = next(word for word in words if word.text.startswith("/") and on_one_line(number_label, word))
    day, month, year = (next(w for w in words if w.text == t and on_one_line(number_label, w)) for t in ("ngày", "tháng", "năm"))
    return {"number": between(number_label, symbol), "day": between(day, month), "month": between(month, year)}


def on_one_line(first: Word, second: Word) -> bool:
    """Whether two words stand on one line, upright or turned by a quarter."""
    return first.shares_line_with(second) or turned(first).shares_line_with(turned(second))


def between(first: Word, second: Word) -> Box:
    """The room between two words of a line."""
    if not first.shares_line_with(second):
        upright = between(turned(first), turned(second))
        return Box(upright.top, upright.left, upright.bottom, upright.right)
    before, after = sorted((first, second), key=lambda word: word.left)
    return Box(before.right + EDGE, before.top, after.left - EDGE, before.bottom)


def turned(word: Word) -> Word:
    """The word with its axes exchanged."""
    return Word(word.top, word.left, word.bottom, word.right, word.text)


def text_inside(pdf: Path, box: Box) -> str:
    """The characters inside a box of the first page, without spaces."""
    tenths = [round(value * 10) for value in (box.left, box.top, box.right - box.left, box.bottom - box.top)]
    crop = [part for flag, value in zip(("-x", "-y", "-W", "-H"), tenths) for part in (flag, str(value))]
    return "".join(pdftotext(pdf, 1, "-r", "720", *crop).split())


def pdftotext(pdf: Path, page: int, *options: str) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), *options, str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")
