"""What may come after a signature: kyso and pyHanko judge the same later revisions.

Each scenario builds a form with pyHanko, signs it, changes it, and compares `modifications` with pyHanko's difference analysis.
"""

import logging
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from reference_signer import PASSWORD, text

LEVELS = {"P1": MDPPerm.NO_CHANGES, "P2": MDPPerm.FILL_FORMS, "P3": MDPPerm.ANNOTATE}
VISIBLE = (10, 10, 100, 60)

# Where kyso differs on purpose (docs/known-differences.md, ADR 0011): what kyso says.
OURS = {
    "P2, new visible signature": "permitted",  # on blank paper, by a holder under a government anchor (ADR 0029)
    "P3, new visible signature": "permitted",
    "P3, note": "permitted",
    "flags of a field": "forbidden",
    "default appearance of a field": "forbidden",
    "drawn anew": "forbidden",
    "another look of the same value": "forbidden",
    "page content as look": "forbidden",
}


class Form:
    """A page with text fields, one of them in a group, that is signed and changed."""

    def __init__(self, signer, indirect: bool = False):
        self.signer = signer
        self.bytes = empty_form(indirect)

    def sign(self, name="Sig1", level=None, box=None, lock=None):
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            certify=level is not None,
            docmdp_permissions=level or MDPPerm.FILL_FORMS,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        )
        spec = fields.SigFieldSpec(name, on_page=0, box=box, field_mdp_spec=lock)
        out = BytesIO()
        stamp = text("x") if box else None
        signing = signers.PdfSigner(metadata, self.signer, new_field_spec=spec, stamp_style=stamp)
        signing.sign_pdf(IncrementalPdfFileWriter(BytesIO(self.bytes)), output=out)
        self.bytes = out.getvalue()
        return self

    def change(self, edit):
        """One more revision, as `edit` makes it."""
        update, out = IncrementalPdfFileWriter(BytesIO(self.bytes)), BytesIO()
        edit(update)
        update.write(out)
        self.bytes = out.getvalue()
        return self

    def field(self, name="HoTen", **entries):
        def edit(update):
            field = found(update, name)
            for key, value in entries.items():
                field[pdf_name("/" + key)] = value(update) if callable(value) else value
            update.update_container(field)

        return self.change(edit)

    def fill(self, name="HoTen", value="An"):
        return self.field(name, V=pdf_string(value), AP=lambda update: look(update, value))


def empty_form(indirect: bool) -> bytes:
    made = writer.PdfFileWriter(stream_xrefs=False)
    font = {pdf_name("/Type"): pdf_name("/Font"), pdf_name("/Subtype"): pdf_name("/Type1")}
    font = made.add_object(generic.DictionaryObject({**font, pdf_name("/BaseFont"): pdf_name("/Helvetica")}))
    contents = made.add_object(generic.StreamObject(stream_data=b"BT /F1 24 Tf 100 700 Td (Quyet dinh) Tj ET"))
    resources = dictionary(Font=dictionary(F1=font))
    page = made.insert_page(writer.PageObject(contents=contents, media_box=(0, 0, 595, 842), resources=resources))
    listed, top, group = generic.ArrayObject(), generic.ArrayObject(), generic.ArrayObject()

    def add(name, bottom, **more):
        appearance = look(made, "")
        widget = dictionary(
            Type=pdf_name("/Annot"),
            Subtype=pdf_name("/Widget"),
            FT=pdf_name("/Tx"),
            T=pdf_string(name),
            Rect=numbers(50, bottom, 180, bottom + 30),
            F=generic.NumberObject(4),
            P=page,
            DA=pdf_string("/Helv 12 Tf 0 g"),
            AP=made.add_object(appearance) if indirect else appearance,
            **more,
        )
        reference = made.add_object(widget)
        listed.append(reference)
        return reference

    top.extend([add("HoTen", 600), add("GhiChu", 550)])
    parent = made.add_object(dictionary(T=pdf_string("Nhom"), Kids=group))
    group.append(add("A", 500, Parent=parent))
    top.append(parent)
    page.get_object()[pdf_name("/Annots")] = made.add_object(listed) if indirect else listed
    form = dictionary(Fields=top, DA=pdf_string("/Helv 12 Tf 0 g"), DR=dictionary(Font=dictionary(Helv=font)))
    made.root[pdf_name("/AcroForm")] = made.add_object(form)
    out = BytesIO()
    made.write(out)
    return out.getvalue()


def dictionary(**entries):
    return generic.DictionaryObject({pdf_name("/" + key): value for key, value in entries.items()})


def numbers(*values):
    return generic.ArrayObject(generic.NumberObject(value) for value in values)


def look(update, value: str):
    """An appearance dictionary that shows `value`."""
    stream = generic.StreamObject(
        dictionary(Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=numbers(0, 0, 130, 30)),
        stream_data=f"q BT /Helv 12 Tf ({value}) Tj ET Q".encode(),
    )
    return dictionary(N=update.add_object(stream))


def found(update, name: str):
    """The field with this full name."""
    listed, field = update.root["/AcroForm"]["/Fields"], None
    for part in name.split("."):
        field = next(one.get_object() for one in listed if one.get_object()["/T"] == part)
        listed = field.get("/Kids", ())
    return field


def redrawn_in_place(update):
    field = found(update, "HoTen")
    stream = field["/AP"]["/N"]
    stream._data, stream._encoded_data = b"q Q", None
    update.mark_update(field["/AP"].raw_get("/N"))
    field[pdf_name("/V")] = pdf_string("An")
    update.update_container(field)


def annotated(subtype: str):
    def edit(update):
        page = update.root["/Pages"]["/Kids"][0]
        note = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name(subtype), Rect=numbers(9, 9, 30, 30))
        page["/Annots"].append(update.add_object(note))
        update.update_container(page["/Annots"])

    return edit


def content_changed(update):
    page = update.root["/Pages"]["/Kids"][0]
    page["/Contents"]._data, page["/Contents"]._encoded_data = b"BT ET", None
    update.mark_update(page.raw_get("/Contents"))


def drawn_anew(update):
    form = update.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    update.update_container(form)


def scenarios(form) -> dict:
    """Name → a function that makes the file; `form(indirect)` makes a fresh one."""
    page_content = lambda update: dictionary(N=update.root["/Pages"]["/Kids"][0].raw_get("/Contents"))  # noqa: E731
    include = lambda name: FieldMDPSpec(FieldMDPAction.INCLUDE, [name])  # noqa: E731
    made = {
        "second signature": lambda: form().sign().sign("Sig2", box=VISIBLE),
        "group filled": lambda: form().sign().fill("Nhom.A"),
        "filled, then signed": lambda: form().sign().fill().sign("Sig2"),
        "locked field filled": lambda: form().sign(lock=include("HoTen")).fill(),
        "locked group filled": lambda: form().sign(lock=include("Nhom")).fill("Nhom.A"),
        "all locked, then signed": lambda: form().sign(lock=FieldMDPSpec(FieldMDPAction.ALL)).sign("Sig2"),
        "page content": lambda: form().sign().change(content_changed),
        "note after an approval": lambda: form().sign().change(annotated("/Text")),
        "field moved": lambda: form().sign().field(Rect=numbers(0, 0, 500, 800)),
        "field renamed": lambda: form().sign().field(T=pdf_string("X")),
        "field of another type": lambda: form().sign().field(FT=pdf_name("/Sig")),
        "field that acts": lambda: form().sign().field(AA=dictionary()),
        "flags of a field": lambda: form().sign().field(Ff=generic.NumberObject(2)),
        "default appearance of a field": lambda: form().sign().field(DA=pdf_string("/Helv 40 Tf 0 g")),
        "drawn anew": lambda: form().sign().change(drawn_anew),
        "another look of the same value": lambda: form().sign().field(AP=lambda update: look(update, "99")),
        "page content as look": lambda: form().sign().field(V=pdf_string("x"), AP=page_content),
        "object without use": lambda: form().sign().change(lambda update: update.add_object(pdf_string("x"))),
    }
    for indirect in (False, True):
        way = "indirect" if indirect else "direct"
        made[f"filled, {way}"] = lambda indirect=indirect: form(indirect).sign().fill()
        made[f"filled in place, {way}"] = lambda indirect=indirect: form(indirect).sign().change(redrawn_in_place)
    for name, level in LEVELS.items():
        made[f"{name}, filled"] = lambda level=level: form().sign(level=level).fill()
        made[f"{name}, note"] = lambda level=level: form().sign(level=level).change(annotated("/Text"))
        made[f"{name}, stamp"] = lambda level=level: form().sign(level=level).change(annotated("/Stamp"))
        if name != "P1":  # pyHanko refuses to sign there
            made[f"{name}, new signature"] = lambda level=level: form().sign(level=level).sign("Sig2")
            made[f"{name}, new visible signature"] = lambda level=level: form().sign(level=level).sign("Sig2", box=VISIBLE)
    return made


def second_opinion(pdf: bytes) -> str:
    """What pyHanko says about the first signature."""
    status = validate_pdf_signature(PdfFileReader(BytesIO(pdf)).embedded_signatures[0])
    level = status.modification_level
    return "permitted" if status.docmdp_ok and (level is None or level.name != "OTHER") else "forbidden"


def compare(kyso, key: Path, folder: Path) -> list[str]:
    """Complaints where the two disagree and no reason is known."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=PASSWORD)
    complaints = []
    for name, make in scenarios(lambda indirect=False: Form(signer, indirect)).items():
        pdf = folder / "later.pdf"
        pdf.write_bytes(make().bytes)
        ours = kyso.judgement(pdf)["signatures"][0]["modifications"]
        theirs = second_opinion(pdf.read_bytes())
        wanted = OURS.get(name, theirs)
        if OURS.get(name) == theirs:
            complaints.append(f"{name}: pyHanko says {theirs} too; strike it from the differences")
        if {"none": "permitted"}.get(ours, ours) != wanted:
            complaints.append(f"{name}: kyso says {ours}, expected {wanted}")
    return complaints
