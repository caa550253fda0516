"""The seal and the signature image, measured on a page picture made by pdftoppm (requirements A2, B1)."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from places import Word, words_of

DPI = 300
SEAL_TOLERANCE_MM = 0.5
CENTRE_TOLERANCE_MM = 5.0
# B1 speaks of the images; strokes do not reach the edges of their image.
COVERED_SHARE = (0.22, 0.42)

BRIGHT = bytes(value >= 150 for value in range(256))
DARK = bytes(value <= 110 for value in range(256))


@dataclass(frozen=True)
class Area:
    """The box around coloured pixels, in millimetres from the top left of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def check_seal(approved: Path, issued: Path, page: int, diameter_mm: float, title: str, signer: str, work: Path) -> list[str]:
    """Signature between title and name; seal in true size over the left third of the signature."""
    approved, issued = (upright_copy(pdf, work / f"upright-{pdf.name}") for pdf in (approved, issued))
    signature = coloured_area(page_pixels(approved, page), red=False)
    seal = coloured_area(page_pixels(issued, page), red=True)
    if signature is None or seal is None:
        return [f"page {page} shows signature: {signature}, seal: {seal}"]
    words = words_of(approved, page)
    return seal_complaints(signature, seal, diameter_mm) + place_complaints(
        signature, phrase(words, title), phrase(words, signer)
    )


def seal_complaints(signature: Area, seal: Area, diameter_mm: float) -> list[str]:
    complaints = []
    if max(abs(seal.width - diameter_mm), abs(seal.height - diameter_mm)) > SEAL_TOLERANCE_MM:
        complaints.append(f"the seal measures {seal.width:.2f} × {seal.height:.2f} mm instead of {diameter_mm}")
    covered = (seal.right - signature.left) / signature.width
    if not COVERED_SHARE[0] <= covered <= COVERED_SHARE[1]:
        complaints.append(f"the seal covers {covered:.2f} of the signature")
    if abs(seal.centre[1] - signature.centre[1]) > 0.1 * diameter_mm:
        complaints.append(f"the centres of seal and signature are at {seal.centre[1]:.1f} and {signature.centre[1]:.1f} mm")
    return complaints


def place_complaints(signature: Area, title: Area, name: Area) -> list[str]:
    across, down = signature.centre
    complaints = []
    if not title.bottom < down < name.top:
        complaints.append(f"the signature's centre {down:.1f} mm is not between title {title.bottom:.1f} and name {name.top:.1f}")
    if abs(across - name.centre[0]) > CENTRE_TOLERANCE_MM:
        complaints.append(f"the signature's centre {across:.1f} mm is off the name's centre {name.centre[0]:.1f}")
    return complaints


def phrase(words: list[Word], text: str) -> Area:
    """Where a phrase stands on the page, the last time that it occurs."""
    parts = text.split()
    for start in reversed(range(len(words) - len(parts) + 1)):
        run = words[start : start + len(parts)]
        if [word.text for word in run] == parts:
            edges = (min(w.left for w in run), min(w.top for w in run), max(w.right for w in run), max(w.bottom for w in run))
            return Area(*(edge * 25.4 / 72 for edge in edges))
    raise ValueError(f"“{text}” is not on the page")


def upright_copy(pdf: Path, copy: Path) -> Path:
    """A copy whose pages have no /Rotate: only pictures and words are taken from it."""
    subprocess.run(["qpdf", str(pdf), str(copy), "--rotate=0"], check=True, capture_output=True, timeout=60)
    return copy


def page_pixels(pdf: Path, page: int) -> tuple[int, bytes]:
    """Width in pixels and the RGB bytes of one page."""
    command = ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), str(pdf)]
    picture = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    magic, size, _, pixels = picture.split(b"\n", 3)
    if magic != b"P6":
        raise ValueError("pdftoppm wrote something that is not a colour picture")
    return int(size.split()[0]), pixels


def coloured_area(picture: tuple[int, bytes], red: bool) -> Area | None:
    """The box around all clearly red (or clearly blue) pixels, or None."""
    width, pixels = picture
    first, green, last = pixels[0::3], pixels[1::3], pixels[2::3]
    strong, weak = (first, last) if red else (last, first)
    hits = both(both(strong.translate(BRIGHT), weak.translate(DARK)), green.translate(DARK))
    rows = [hits[start : start + width] for start in range(0, len(hits), width)]
    marked = [(index, row.find(1), row.rfind(1)) for index, row in enumerate(rows) if 1 in row]
    if not marked:
        return None
    edges = (min(m[1] for m in marked), marked[0][0], max(m[2] for m in marked) + 1, marked[-1][0] + 1)
    return Area(*(edge * 25.4 / DPI for edge in edges))


def both(first: bytes, second: bytes) -> bytes:
    """Byte-wise AND, by one big-number operation."""
    return (int.from_bytes(first, "big") & int.from_bytes(second, "big")).to_bytes(len(first), "big")
