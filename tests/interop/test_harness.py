"""Proves that the interoperability checks accept what is sound and object to what is not.

The files come from pyHanko and a throw-away PKI, so nothing of kyso takes part.
"""

import shutil
import tempfile
import unittest
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec

from check_signed import Expectation, complaints_about
from pixels import check_seal, phrase
from places import issue_gaps, words_of
from reference_signer import BLUE, RED, ReferencePki, append_signature, coloured, text
from signatures import embedded_signatures
from trust_folder import TrustFolder

SAMPLE = Path(__file__).parents[2] / "testdata" / "samples" / "quyet-dinh.pdf"
PAGE_HEIGHT = 841.89
SEAL_MM = 36
MM = 72 / 25.4
TITLE, SIGNER = "PHÓ CHỦ TỊCH", "Trần Thị Minh Ánh"
ISSUED = Expectation(SAMPLE, signatures=5, number="05", date="2026-11-20")
VALUE_CHECKS = {"pdfsig", "mutool", "pyHanko", "openssl"}


class Harness(unittest.TestCase):
    """One issued sample; each test spoils a copy in its own way."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="kyso-interop-"))
        cls.pki = ReferencePki(cls.folder)
        cls.approved, cls.issued = issue_sample(cls.folder, cls.pki)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def objectors(self, pdf: Path, expectation: Expectation = ISSUED, trust: Path | None = None) -> set[str]:
        """The validators that complain."""
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            verdicts = complaints_about(pdf, expectation, TrustFolder(trust or self.pki.trust, work), work)
        return {name for name, complaints in verdicts.items() if complaints}

    def spoiled(self, change) -> Path:
        """A copy of the issued file with `change` applied to its bytes."""
        copy = self.folder / f"{self.id()}.pdf"
        data = bytearray(self.issued.read_bytes())
        change(data)
        copy.write_bytes(data)
        return copy

    def test_accepts_a_sound_file(self):
        self.assertEqual(self.objectors(self.issued), set())

    def test_accepts_pss(self):
        signed = self.folder / "pss.pdf"
        append_signature(SAMPLE, signed, self.folder / "person.p12", SigFieldSpec("Person"), None, pss=True)
        self.assertTrue(embedded_signatures(signed.read_bytes())[0].is_pss)
        self.assertEqual(self.objectors(signed, Expectation(SAMPLE, signatures=1)), set())

    def test_objects_to_a_flipped_byte(self):
        def flip(data: bytearray):
            data[1000] ^= 1

        self.assertLessEqual(VALUE_CHECKS | {"bytes"}, self.objectors(self.spoiled(flip)))

    def test_objects_to_a_flipped_byte_of_a_signature_value(self):
        def flip(data: bytearray):
            newest = embedded_signatures(bytes(data))[-1]
            digit = newest.byte_range[1] + 2 * len(newest.cms) - 3
            data[digit] = ord("1") if data[digit] == ord("0") else ord("0")

        self.assertLessEqual(VALUE_CHECKS, self.objectors(self.spoiled(flip)))

    def test_objects_to_appended_bytes(self):
        objectors = self.objectors(self.spoiled(lambda data: data.extend(b"\n% more\n")))
        self.assertLessEqual({"bytes", "pdfsig", "mutool", "pyHanko"}, objectors)

    def test_objects_to_changed_page_content(self):
        changed = self.folder / "changed.pdf"
        writer = IncrementalPdfFileWriter(BytesIO(self.issued.read_bytes()))
        page = writer.find_page_for_modification(0)[0].get_object()
        page[generic.NameObject("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f"))
        with changed.open("wb") as output:
            writer.write(output)
        self.assertLessEqual({"bytes", "pdfsig", "mutool", "pyHanko"}, self.objectors(changed))

    def test_objects_to_foreign_trust(self):
        (self.folder / "foreign").mkdir()
        foreign = ReferencePki(self.folder / "foreign").trust
        self.assertLessEqual({"pdfsig", "pyHanko", "openssl"}, self.objectors(self.issued, trust=foreign))

    def test_objects_to_a_revoked_signer(self):
        revoking = self.pki.write_trust("revoking", self.pki.person)
        self.assertLessEqual({"pyHanko", "openssl"}, self.objectors(self.issued, trust=revoking))

    def test_objects_to_another_number_and_date(self):
        for number, date in (("06", "2026-11-20"), ("05", "2026-11-21"), ("05", "2026-10-20")):
            expectation = Expectation(SAMPLE, signatures=5, number=number, date=date)
            self.assertEqual(self.objectors(self.issued, expectation), {"pdftotext"})

    def test_objects_to_another_input(self):
        other = Expectation(SAMPLE.with_name("cong-van.pdf"), signatures=5)
        self.assertIn("bytes", self.objectors(self.issued, other))

    def test_objects_to_a_missing_signature(self):
        self.assertEqual(self.objectors(self.approved), {"bytes"})

    def test_measures_the_seal(self):
        self.assertEqual(self.seal_complaints(SEAL_MM, TITLE), [])
        self.assertRegex(" ".join(self.seal_complaints(SEAL_MM + 1, TITLE)), "seal measures")

    def test_objects_to_a_signature_in_the_wrong_place(self):
        self.assertRegex(" ".join(self.seal_complaints(SEAL_MM, title=SIGNER)), "not between title")

    def seal_complaints(self, diameter_mm: float, title: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            return check_seal(self.approved, self.issued, 2, diameter_mm, title, SIGNER, Path(folder))


def issue_sample(folder: Path, pki: ReferencePki) -> tuple[Path, Path]:
    """Person, number, day, month, seal: the approved and the issued file."""
    words = words_of(SAMPLE, page=2)
    title, name = phrase(words, TITLE), phrase(words, SIGNER)
    width, height = 45 * MM, 15 * MM
    left = name.centre[0] * MM - width / 2
    middle = PAGE_HEIGHT - (title.bottom + name.top) / 2 * MM
    side = SEAL_MM * MM
    right = left + width / 3
    gaps = issue_gaps(words_of(SAMPLE, page=1))
    steps = [("person", 1, (left, middle - height / 2, left + width, middle + height / 2), coloured(BLUE, width, height))]
    for gap, content in zip(gaps.values(), ("05", "20", "11")):
        box = (gap.left, PAGE_HEIGHT - gap.bottom + 4, gap.right, PAGE_HEIGHT - gap.top - 4)
        steps.append(("agency", 0, box, text(content)))
    steps.append(("agency", 1, (right - side, middle - side / 2, right, middle + side / 2), coloured(RED, side, side)))
    return append_steps(folder, steps)


def append_steps(folder: Path, steps) -> tuple[Path, Path]:
    files = [SAMPLE]
    for index, (who, page, box, style) in enumerate(steps):
        files.append(folder / f"step-{index}.pdf")
        whole_points = tuple(round(edge) for edge in box) if style.background is None else box
        spec = SigFieldSpec(f"Signature{index}", on_page=page, box=whole_points)
        append_signature(files[-2], files[-1], folder / f"{who}.p12", spec, style)
    return files[1], files[-1]


if __name__ == "__main__":
    unittest.main()
