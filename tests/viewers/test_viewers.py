"""The harness itself: what it must find, and what it must leave alone."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from campaign import is_different
from crew import Worker
from judging import is_accepted, pairs
from pictures import Area, Rendering, differences, screen_and_print

PROGRAMS = ("poppler", "mupdf", "pdfium", "pdfjs")


def page(*bars) -> np.ndarray:
    """A white page of 100 by 100 pixels with black bars (top, bottom, left, right)."""
    picture = np.full((100, 100, 3), 255, dtype=np.uint8)
    for top, bottom, left, right in bars:
        picture[top:bottom, left:right] = 0
    return picture


def rendering(*pages) -> Rendering:
    """The same on screen and paper."""
    return Rendering(list(pages), list(pages), ["" for _ in pages])


INK = (20, 30, 10, 90)
MARK = (60, 70, 40, 60)
AROUND_MARK = Area(0, 0.4, 0.6, 0.6, 0.7)


class Pictures(unittest.TestCase):
    """Comparing two renderings."""

    def kinds(self, before, after, areas=()):
        """The kinds of difference."""
        return {one["kind"] for one in differences(before, after, list(areas))}

    def test_the_same_page_is_the_same(self):
        self.assertEqual(self.kinds(rendering(page(INK)), rendering(page(INK))), set())

    def test_a_mark_is_seen_outside_what_is_permitted(self):
        before, after = rendering(page(INK)), rendering(page(INK, MARK))
        self.assertEqual(self.kinds(before, after), {"outside"})
        self.assertEqual(self.kinds(before, after, [AROUND_MARK]), set())
        elsewhere = Area(0, 0.0, 0.8, 0.2, 0.9)
        self.assertEqual(self.kinds(before, after, [elsewhere]), {"outside"})
        other_page = Area(1, 0.0, 0.0, 1.0, 1.0)
        self.assertEqual(self.kinds(before, after, [other_page]), {"outside"})

    def test_ink_may_not_vanish_under_a_permitted_place(self):
        before, after = rendering(page(INK)), rendering(page())
        over_ink = [Area(0, 0.0, 0.1, 1.0, 0.4)]
        self.assertEqual(self.kinds(before, after, over_ink), {"covered"})
        replaced = [Area(0, 0.0, 0.1, 1.0, 0.4, may_cover=True)]
        self.assertEqual(self.kinds(before, after, replaced), set())

    def test_pages_sizes_and_failures_count(self):
        one, two = rendering(page(INK)), rendering(page(INK), page())
        self.assertEqual(self.kinds(one, two), {"pages"})
        small = Rendering([page()[:50]], [page()[:50]], [""])
        self.assertEqual(self.kinds(one, small), {"size"})
        failed = Rendering([], [], [], "cannot be opened")
        self.assertEqual(self.kinds(one, failed), {"opens"})
        self.assertEqual(self.kinds(failed, failed), set())

    def test_what_is_only_printed_is_seen(self):
        both = Rendering([page(INK)], [page(INK, MARK)], [""])
        self.assertEqual([one["kind"] for one in screen_and_print(both)], ["screen-print"])
        self.assertEqual(screen_and_print(rendering(page(INK))), [])
        under_control = Rendering(both.screen, both.print, [""], controls=[[[35, 55, 65, 75]]])
        self.assertEqual(screen_and_print(under_control), [])


class Judging(unittest.TestCase):
    """What a report asks to be compared."""

    def report(self, **changes):
        """One intact signature over 100 bytes, and what followed."""
        signature = {
            "field": "Ky", "kind": "signature", "integrity": "intact", "modifications": "permitted",
            "byte_range": [0, 40, 60, 40],
            "changes": [{"object": "9 0", "field": "So", "permitted_by": "form_filling"},
                        {"object": "3 0", "field": None, "permitted_by": "rewritten"}],
        }
        return {"verdict": "TOTAL_PASSED", "legal_status": "INFORMATION_ONLY", "signatures": [{**signature, **changes}]}

    def pairs_of(self, report, data=b"x" * 150):
        """The pairs for a file of these bytes."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.pdf"
            file.write_bytes(data)
            return pairs(file, report)

    def test_the_signed_part_is_compared_with_the_whole(self):
        [pair] = self.pairs_of(self.report())
        self.assertEqual((pair.end, pair.signature), (100, "Ky"))
        self.assertEqual(pair.wanted, [{"object": "9 0", "field": "So", "may_cover": True}])

    def test_white_space_alone_asks_for_nothing(self):
        self.assertEqual(self.pairs_of(self.report(), b"x" * 100 + b"\r\n"), [])

    def test_what_stands_before_the_header_is_no_part_of_the_signed_one(self):
        file = b"%PDF-" + b"x" * 35 + b"<" + b"x" * 59
        [pair] = self.pairs_of(self.report(), b"before" + file)
        self.assertEqual((pair.start, pair.end), (6, 106))
        # A range that counts from the start of the file has its gap there.
        file = b"before%PDF-" + b"x" * 29 + b"<" + b"x" * 80
        [pair] = self.pairs_of(self.report(), file)
        self.assertEqual((pair.start, pair.end), (0, 100))

    def test_a_signature_that_does_not_stand_asks_for_nothing(self):
        for change in ({"integrity": "broken"}, {"modifications": "forbidden"}):
            self.assertEqual(self.pairs_of(self.report(**change)), [])
        failed = {**self.report(modifications="forbidden"), "verdict": "TOTAL_FAILED"}
        self.assertFalse(is_accepted(failed))
        self.assertTrue(is_accepted(self.report()))

    def test_a_timestamp_may_draw_nowhere(self):
        report = self.report()
        timestamp = {**report["signatures"][0], "field": "So", "kind": "document_timestamp", "changes": []}
        report["signatures"].append(timestamp)
        [pair] = self.pairs_of(report)
        self.assertEqual(pair.wanted, [])


def document(colour: str) -> bytes:
    """A page of one colour."""
    content = f"{colour} rg 0 0 100 100 re f"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
    ]
    text, offsets = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    table = f"xref\n0 5\n0000000000 65535 f \n{entries}trailer\n<</Size 5/Root 1 0 R>>\n"
    return (text + table + f"startxref\n{len(text)}\n%%EOF\n").encode()


def replaced(data: bytes) -> bytes:
    """The document with its page in another colour by a later revision."""
    content = "0 0 1 rg 0 0 100 100 re f"
    before = int(data.split(b"startxref\n")[1].split()[0])
    body = f"4 0 obj\n<</Length {len(content)}>>\nstream\n{content}\nendstream\nendobj\n"
    section = len(data) + len(body)
    entry = f"xref\n4 1\n{len(data):010} 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev {before}>>\n"
    return data + f"{body}{entry}startxref\n{section}\n%%EOF\n".encode()


class Programs(unittest.TestCase):
    """Each program in its process."""

    def test_each_program_sees_another_colour(self):
        with tempfile.TemporaryDirectory() as folder:
            first = document("1 0 0")
            file, same = Path(folder) / "a.pdf", Path(folder) / "b.pdf"
            file.write_bytes(replaced(first))
            same.write_bytes(first + b"%a comment\n")
            jobs = [
                {"id": number, "file": str(path), "start": 0, "end": len(first), "areas": [], "original": False}
                for number, path in enumerate((file, same))
            ]
            for name in PROGRAMS:
                with self.subTest(name):
                    worker = Worker(name, 50)
                    answers = worker.run(jobs)
                    worker.end()
                    kinds = {(one["kind"], one["intent"]) for one in answers[0]["found"]}
                    self.assertEqual(kinds, {("outside", "screen"), ("outside", "print")})
                    self.assertEqual(answers[1]["found"], [])

    def test_a_file_that_ends_a_program_is_told_and_the_others_go_on(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.pdf"
            file.write_bytes(document("1 0 0"))
            jobs = [
                {"id": number, "file": str(path), "start": 0, "end": 100, "areas": [], "original": False}
                for number, path in enumerate((file, Path(folder) / "missing.pdf", file))
            ]
            worker = Worker("mupdf", 50)
            answers = worker.run(jobs)
            worker.end()
            self.assertTrue(answers[1]["died"])
            self.assertNotIn("died", answers[0] | answers[2])
            self.assertFalse(is_different({"rendered": {"a": {"mupdf": json.loads(json.dumps(answers[1]))}}}))


if __name__ == "__main__":
    unittest.main()
