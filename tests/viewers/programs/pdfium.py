"""PDFium with its form layer (FPDF_FFLDraw), by pypdfium2: what Chrome shows and prints."""

import numpy as np
import pypdfium2

from pictures import Rendering
from programs import PAGES

MODES = {"screen": None, "print": "print"}


class Program:
    """PDFium at one resolution."""

    def __init__(self, dpi: float):
        self.scale = dpi / 72

    def render(self, files: list[bytes]) -> list[Rendering]:
        """Each file as it is shown and printed. Some glyphs come out otherwise the first time that a process meets their font."""
        for data in files:
            self.one(data)
        return [self.one(data) for data in files]

    def one(self, data: bytes) -> Rendering:
        """One file."""
        rendering = Rendering([], [], [])
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            rendering.error = str(error)
            return rendering
        try:
            document.init_forms()
            for number in range(min(len(document), PAGES)):
                self.page(document[number], rendering)
        except (pypdfium2.PdfiumError, ValueError) as error:
            rendering.error = str(error)
        finally:
            document.close()
        return rendering

    def page(self, page, rendering: Rendering):
        """Adds one page."""
        for intent, mode in MODES.items():
            bitmap = page.render(scale=self.scale, optimize_mode=mode)
            getattr(rendering, intent).append(bitmap.to_numpy().copy())
        text = page.get_textpage()
        rendering.texts.append(text.get_text_bounded())
        text.close()
        page.close()
