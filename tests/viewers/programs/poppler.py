"""Poppler behind its GLib interface, as Evince uses it: on the screen and on paper."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_size_t, c_void_p

import numpy as np

from pictures import Rendering
from programs import PAGES

RGB24 = 1


class Library:
    """The few functions of the shared libraries that are needed."""

    def __init__(self):
        poppler = ctypes.CDLL("libpoppler-glib.so.8")
        cairo = ctypes.CDLL("libcairo.so.2")
        glib = ctypes.CDLL("libglib-2.0.so.0")
        gobject = ctypes.CDLL("libgobject-2.0.so.0")
        declare = self.declare
        self.bytes_new = declare(glib.g_bytes_new, c_void_p, c_char_p, c_size_t)
        self.bytes_unref = declare(glib.g_bytes_unref, None, c_void_p)
        self.error_free = declare(glib.g_error_free, None, c_void_p)
        self.free = declare(glib.g_free, None, c_void_p)
        self.unref = declare(gobject.g_object_unref, None, c_void_p)
        self.open = declare(
            poppler.poppler_document_new_from_bytes, c_void_p, c_void_p, c_char_p, POINTER(c_void_p)
        )
        self.pages = declare(poppler.poppler_document_get_n_pages, c_int, c_void_p)
        self.page = declare(poppler.poppler_document_get_page, c_void_p, c_void_p, c_int)
        self.size = declare(
            poppler.poppler_page_get_size, None, c_void_p, POINTER(c_double), POINTER(c_double)
        )
        self.text = declare(poppler.poppler_page_get_text, c_void_p, c_void_p)
        self.draw = {
            "screen": declare(poppler.poppler_page_render, None, c_void_p, c_void_p),
            "print": declare(poppler.poppler_page_render_for_printing, None, c_void_p, c_void_p),
        }
        self.surface = declare(
            cairo.cairo_image_surface_create_for_data,
            c_void_p, c_void_p, c_int, c_int, c_int, c_int,
        )
        self.create = declare(cairo.cairo_create, c_void_p, c_void_p)
        self.scale = declare(cairo.cairo_scale, None, c_void_p, c_double, c_double)
        self.flush = declare(cairo.cairo_surface_flush, None, c_void_p)
        self.destroy = declare(cairo.cairo_destroy, None, c_void_p)
        self.surface_destroy = declare(cairo.cairo_surface_destroy, None, c_void_p)

    @staticmethod
    def declare(function, result, *arguments):
        """A function with its types."""
        function.restype = result
        function.argtypes = arguments
        return function


class Program:
    """Poppler at one resolution."""

    def __init__(self, dpi: float):
        self.factor = dpi / 72
        self.library = Library()

    def render(self, files: list[bytes]) -> list[Rendering]:
        """Each file as it is shown and printed."""
        return [self.one(data) for data in files]

    def one(self, data: bytes) -> Rendering:
        """One file."""
        library, rendering = self.library, Rendering([], [], [])
        held = library.bytes_new(data, len(data))
        error = c_void_p()
        document = library.open(held, None, byref(error))
        if not document:
            library.error_free(error)
            library.bytes_unref(held)
            rendering.error = "cannot be opened"
            return rendering
        for number in range(min(library.pages(document), PAGES)):
            page = library.page(document, number)
            if page:
                self.add(page, rendering)
                library.unref(page)
        library.unref(document)
        library.bytes_unref(held)
        return rendering

    def add(self, page, rendering: Rendering):
        """Adds one page."""
        width, height = c_double(), c_double()
        self.library.size(page, byref(width), byref(height))
        shape = [max(1, round(size.value * self.factor)) for size in (height, width)]
        if shape[0] * shape[1] > 50_000_000:
            rendering.error = "page too large"
            return
        for intent in self.library.draw:
            getattr(rendering, intent).append(self.picture(page, shape, intent))
        text = self.library.text(page)
        rendering.texts.append(ctypes.string_at(text).decode("utf-8", "replace") if text else "")
        self.library.free(text)

    def picture(self, page, shape: list[int], intent: str) -> np.ndarray:
        """The page on white."""
        library = self.library
        pixels = np.full((*shape, 4), 255, dtype=np.uint8)
        surface = library.surface(pixels.ctypes.data, RGB24, shape[1], shape[0], shape[1] * 4)
        context = library.create(surface)
        library.scale(context, self.factor, self.factor)
        library.draw[intent](page, context)
        library.destroy(context)
        library.flush(surface)
        library.surface_destroy(surface)
        return pixels[:, :, :3].copy()
