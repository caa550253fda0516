"""Comparing what a program drew: a page before, the same page after."""

from dataclasses import dataclass, field

import numpy as np

INTENTS = ("screen", "print")

# A channel that moves by less is no difference; fewer pixels that move are none either.
CHANNEL = 40
PIXELS = 3
# Ink is darker than this; covered ink has become lighter by that much.
INK = 150
LIGHTER = 80
COVERED_PIXELS = 6
# Around a permitted area, for strokes on its edge.
RIM = 2
# What is called a background reaches farther on every side than what is drawn on it.
AROUND = 2


@dataclass
class Rendering:
    """The pages of one file as one program shows them, or why it shows none."""

    screen: list
    print: list
    texts: list
    error: str | None = None
    # Where the program lays controls over the page that it does not print: boxes in pixels, by page.
    controls: list = field(default_factory=list)


@dataclass
class Area:
    """A part of a page in fractions of its width and height from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    may_cover: bool = False


def differences(before: Rendering, after: Rendering, areas: list[Area]) -> list[dict]:
    """Where the second shows something else than the first, outside `areas` or under them."""
    if before.error or after.error:
        if before.error == after.error:
            return []
        return [{"kind": "opens", "before": before.error, "after": after.error}]
    found = []
    for intent in INTENTS:
        first, second = getattr(before, intent), getattr(after, intent)
        if len(first) != len(second):
            found.append({"kind": "pages", "intent": intent, "before": len(first), "after": len(second)})
        for page, (old, new) in enumerate(zip(first, second)):
            on_page = [area for area in areas if area.page == page]
            found += [{**one, "intent": intent, "page": page} for one in compare(old, new, on_page)]
    for page, (old, new) in enumerate(zip(before.texts, after.texts)):
        if old != new and not any(area.page == page for area in areas):
            found.append({"kind": "text", "page": page, "before": old[:80], "after": new[:80]})
    return found


def compare(old: np.ndarray, new: np.ndarray, areas: list[Area]) -> list[dict]:
    """The differences of two pictures of one page."""
    if old.shape != new.shape:
        return [{"kind": "size", "before": list(old.shape[:2]), "after": list(new.shape[:2])}]
    if np.array_equal(old, new):
        return []
    moved = np.abs(old.astype(np.int16) - new.astype(np.int16)).max(axis=2) > CHANNEL
    outside = np.ones(moved.shape, dtype=bool)
    uncoverable = np.zeros(moved.shape, dtype=bool)
    for area in areas:
        part = pixels(area, moved.shape)
        outside[part] = False
        if not area.may_cover and not is_plain(old, part):
            uncoverable[part] = True
    found = []
    if (moved & outside).sum() >= PIXELS:
        found.append({"kind": "outside", **box(moved & outside)})
    before, after = luminance(old), luminance(new)
    covered = uncoverable & (before < INK) & (after > before + LIGHTER)
    if covered.sum() >= COVERED_PIXELS:
        found.append({"kind": "covered", **box(covered)})
    return found


def is_plain(picture: np.ndarray, part: tuple) -> bool:
    """Whether the part and the pixels around it have one colour: nothing of a background is hidden (docs/changes.md)."""
    rows, columns = (slice(max(side.start - AROUND, 0), side.stop + AROUND) for side in part)
    colours = picture[rows, columns].reshape(-1, picture.shape[2])
    return len(colours) > 0 and bool((colours == colours[0]).all())


def screen_and_print(rendering: Rendering) -> list[dict]:
    """Where a program prints something else than it shows, smoothing apart."""
    found = []
    for page, (screen, paper) in enumerate(zip(rendering.screen, rendering.print)):
        if screen.shape != paper.shape:
            continue
        if page < len(rendering.controls):
            screen, paper = (without(picture, rendering.controls[page]) for picture in (screen, paper))
        moved = np.abs(coarse(screen) - coarse(paper)) > 64
        if moved.sum() >= PIXELS:
            found.append({"kind": "screen-print", "page": page, **box(moved)})
    return found


def without(picture: np.ndarray, boxes: list) -> np.ndarray:
    """The picture with these boxes left blank."""
    blank = picture.copy()
    for left, top, right, bottom in boxes:
        blank[max(top, 0):bottom, max(left, 0):right] = 255
    return blank


def coarse(picture: np.ndarray) -> np.ndarray:
    """Means of four by four pixels."""
    height, width = (size - size % 4 for size in picture.shape[:2])
    grey = luminance(picture)[:height, :width]
    return grey.reshape(height // 4, 4, width // 4, 4).mean(axis=(1, 3))


def luminance(picture: np.ndarray) -> np.ndarray:
    """Brightness of each pixel, 0 to 255."""
    return picture[:, :, :3].astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def pixels(area: Area, shape: tuple) -> tuple:
    """The pixels of an area, its rim included."""
    height, width = shape[:2]
    top, bottom = int(area.top * height) - RIM, int(area.bottom * height) + 1 + RIM
    left, right = int(area.left * width) - RIM, int(area.right * width) + 1 + RIM
    return slice(max(top, 0), max(bottom, 0)), slice(max(left, 0), max(right, 0))


def box(mask: np.ndarray) -> dict:
    """How many pixels, and between which corners."""
    rows, columns = np.nonzero(mask)
    corners = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    return {"pixels": int(mask.sum()), "box": [int(corner) for corner in corners]}
