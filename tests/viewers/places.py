"""Where the annotations and widgets that a report names stand on their pages.

MuPDF finds them by the number of the object or the name of the field; a place counts when PDFium knows one there too, so
that a program that reads another file than the others hides nothing.
"""

import ctypes
import re

import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium

from pictures import Area
from programs import PAGES

# Programs draw the icon of a note in a size of their own, from the upper left corner.
ICON = 26.0
TOLERANCE = 1.5


def areas(before: bytes, after: bytes, wanted: list[dict]) -> list[Area]:
    """The places in the file before or after, as parts of the pages before."""
    if not wanted:
        return []
    boxes = page_boxes(before)
    known = [drawn(data) for data in (before, after)]
    found, filled = [], values(before)
    for data in (before, after):
        for page, number, names, rect, note in annotations(data):
            one = matching(number, names, wanted)
            rects = [rect for program in known for rect in program.get(page, [])]
            if one and page < len(boxes) and is_known(rect, rects):
                may_cover = one["may_cover"] and (names is None or names in filled)
                place = grown(rect, note, boxes[page][1])
                found.append(area(page, place, boxes[page], may_cover))
    return found


def matching(number: int, names: str | None, wanted: list[dict]) -> dict | None:
    """The entry of `wanted` that means this annotation."""
    for one in wanted:
        if str(one["object"]).split(" ")[0] == str(number) or (names and one["field"] == names):
            return one
    return None


def annotations(data: bytes):
    """Page, object number, full field name, rectangle of each annotation, and whether it is a note."""
    document = pymupdf.open(stream=data, filetype="pdf")
    for page in range(min(len(document), PAGES)):
        for number, *_ in document[page].annot_xrefs():
            kind, text = document.xref_get_key(number, "Rect")
            if kind == "xref":
                text = document.xref_object(int(text.split()[0]))
            rect = [float(part) for part in re.findall(r"[-+.\d]+", text)]
            if len(rect) == 4:
                note = document.xref_get_key(number, "Subtype")[1] in ("/Text", "/Caret")
                yield page, number, field_name(document, number), sorted_rect(rect), note


def values(data: bytes) -> set:
    """The fields that show a value."""
    document = pymupdf.open(stream=data, filetype="pdf")
    filled = set()
    for page in range(min(len(document), PAGES)):
        for number, *_ in document[page].annot_xrefs():
            kind, value = document.xref_get_key(number, "V")
            if kind in ("string", "name", "array", "xref") and value not in ("", "/Off"):
                filled.add(field_name(document, number))
    return filled


def field_name(document, number: int) -> str | None:
    """The full name of a field: those of its ancestors and its own, with dots (ISO 32000-2, 12.7.4.2)."""
    names = []
    for _ in range(32):
        kind, name = document.xref_get_key(number, "T")
        if kind == "string":
            names.insert(0, name)
        kind, parent = document.xref_get_key(number, "Parent")
        if kind != "xref":
            break
        number = int(parent.split()[0])
    return ".".join(names) or None


def drawn(data: bytes) -> dict:
    """The rectangles of the annotations of each page, as PDFium reads them."""
    found = {}
    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        rects = found.setdefault(number, [])
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            rect = pdfium.FS_RECTF()
            if annotation and pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
                rects.append(sorted_rect([rect.left, rect.bottom, rect.right, rect.top]))
            pdfium.FPDFPage_CloseAnnot(annotation)
        page.close()
    document.close()
    return found


def page_boxes(data: bytes) -> list:
    """Crop box and rotation of each page, inherited ones too."""
    document = pymupdf.open(stream=data, filetype="pdf")
    boxes = []
    for number in range(min(len(document), PAGES)):
        page = document[number]
        # PyMuPDF counts a crop box from the upper edge of the media box.
        top, crop = page.mediabox.y1, page.cropbox
        boxes.append(([crop.x0, top - crop.y1, crop.x1, top - crop.y0], page.rotation))
    return boxes


def is_known(rect: list, rects: list) -> bool:
    """Whether the other program has this rectangle too."""
    return any(all(abs(a - b) < TOLERANCE for a, b in zip(rect, other)) for other in rects)


def sorted_rect(rect) -> list:
    """Left, bottom, right, top."""
    return [min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])]


def grown(rect: list, note: bool, turn: int) -> list:
    """The rectangle, with room for an icon; on a turned page the icon stands upright, at whatever corner."""
    if not note:
        return rect
    left, bottom, right, top = rect
    if turn:
        return [left - ICON, bottom - ICON, right + ICON, top + ICON]
    return [left, min(bottom, top - ICON), max(right, left + ICON), top]


def area(page: int, rect: list, box: tuple, may_cover: bool) -> Area:
    """A rectangle of the user space as a part of the page as it is shown."""
    (left, bottom, right, top), turn = box
    width, height = max(right - left, 1e-6), max(top - bottom, 1e-6)
    x = sorted([(rect[0] - left) / width, (rect[2] - left) / width])
    y = sorted([(top - rect[3]) / height, (top - rect[1]) / height])
    for _ in range(turn // 90 % 4):
        x, y = sorted([1 - y[0], 1 - y[1]]), x
    return Area(page, x[0], y[0], x[1], y[1], may_cover)
