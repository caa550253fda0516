"""Programs that nobody here wrote, each behind `render(files) -> [Rendering]`."""

from importlib import import_module

NAMES = ("poppler", "mupdf", "pdfium", "pdfjs")

# Pages of a file that are looked at.
PAGES = 3


def start(name: str, dpi: float):
    """The program of this name, ready."""
    return import_module(f"programs.{name}").Program(dpi)
