"""MuPDF, by PyMuPDF in this process: as it shows and as it prints."""

import numpy as np
import pymupdf
from pymupdf import mupdf

from pictures import Rendering
from programs import PAGES

USAGES = {"screen": "View", "print": "Print"}


class Program:
    """MuPDF at one resolution."""

    def __init__(self, dpi: float):
        self.scale = dpi / 72
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)

    def render(self, files: list[bytes]) -> list[Rendering]:
        """Each file as it is shown and printed."""
        return [self.one(data) for data in files]

    def one(self, data: bytes) -> Rendering:
        """One file."""
        rendering = Rendering([], [], [])
        try:
            document = pymupdf.open(stream=data, filetype="pdf")
            matrix = mupdf.FzMatrix(self.scale, 0, 0, self.scale, 0, 0)
            for number in range(min(len(document), PAGES)):
                page = document[number]
                for intent, usage in USAGES.items():
                    getattr(rendering, intent).append(picture(page, matrix, usage))
                rendering.texts.append(page.get_text())
            document.close()
        except (RuntimeError, ValueError, mupdf.FzErrorBase) as error:
            rendering.error = type(error).__name__
        return rendering


def picture(page, matrix, usage: str) -> np.ndarray:
    """The page with its annotations and widgets."""
    pdf_page = mupdf.pdf_page_from_fz_page(page.this)
    space = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_RGB)
    boxes = mupdf.FZ_CROP_BOX
    pixmap = mupdf.pdf_new_pixmap_from_page_with_usage(pdf_page, matrix, space, 0, usage, boxes)
    pix = pymupdf.Pixmap("raw", pixmap)
    return np.frombuffer(pix.samples, np.uint8).reshape(pix.height, pix.width, 3).copy()
