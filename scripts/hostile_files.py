#!/usr/bin/env python3
"""Makes small files that stand for much and files of 50 MB, and measures what `kyso verify` takes for each.

usage: hostile_files.py KYSO_BINARY [NAME]     prints name, size, seconds, megabytes, exit status; exit 1 when one takes
more than 5 s or 200 MB below one megabyte, or more than 15 s or 400 MB. `forgeries` needs the program openssl.
"""
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib


def packed(data):
    return zlib.compress(data, 9)


class File:
    """A PDF with a cross-reference stream; every object of a revision stands in object streams but for streams."""

    def __init__(self):
        self.bytes, self.previous, self.size = bytearray(b"%PDF-1.7\n"), None, 1

    def revision(self, plain=None, streams=None, compressed=None, raw=None):
        """Appends objects {number: body}: as they are, as (entries, data), and in an object stream."""
        entries = {}

        def add(number, body):
            entries[number] = (1, len(self.bytes), 0)
            self.bytes += b"%d 0 obj\n" % number + body + b"\nendobj\n"

        for number, body in (plain or {}).items():
            add(number, body)
        for number, (extra, data) in (streams or {}).items():
            add(number, b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(data), data))
        used = max([self.size - 1, *entries, *(compressed or {})])
        if compressed:
            used += 1
            head, body = bytearray(), bytearray()
            for index, (number, text) in enumerate(compressed.items()):
                head += b"%d %d " % (number, len(body))
                body += text + b"\n"
                entries[number] = (2, used, index)
            data = packed(head + body)
            extra = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(compressed), len(head))
            add(used, b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(data), data))
        used += 1
        start = len(self.bytes)
        entries[used] = (1, start, 0)
        rows, index = bytearray(), bytearray()
        for number in sorted(entries):
            kind, second, third = entries[number]
            rows += bytes([kind]) + second.to_bytes(4, "big") + third.to_bytes(3, "big")
            index += b"%d 1 " % number
        rows += raw[1] if raw else b""
        index += raw[0] if raw else b""
        self.size = used + 1
        data = zlib.compress(rows, 3)
        extra = b"/Type/XRef/W[1 4 3]/Index[%s]/Size %d/Root 1 0 R/Filter/FlateDecode" % (index, 8388607)
        extra += b"/Prev %d" % self.previous if self.previous else b""
        self.bytes += b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
            used, extra, len(data), data, start)
        self.previous = start

    def signature(self, number, name=b"A"):
        """A signature over everything before, whose container is nothing; and its field."""
        placeholder = b"%010d"
        value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ########## ########## ##########]/Contents<00>>>"
        return {number: b"<</FT/Sig/T(%s)/Type/Annot/Subtype/Widget/Rect[10 10 90 90]/P 3 0 R/V %d 0 R>>" % (name, number + 1),
                number + 1: value}

    def seal(self):
        """Fills in the byte range of the last signature."""
        at = self.bytes.rindex(b"[0 ##########")
        gap = self.bytes.index(b"<00>", at)
        text = b"[0 %010d %010d %010d]" % (gap, gap + 4, len(self.bytes) - gap - 4)
        self.bytes = self.bytes[:at] + text + self.bytes[at + len(text):]


CATALOG = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[%s]>>%s>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[10 0 R]%s>>"


def signed(plain=None, compressed=None, streams=None, fields=b"10 0 R", catalog=b"", page=b""):
    file = File()
    body = {1: CATALOG % (fields, catalog), 2: PAGES, 3: PAGE % page}
    body |= file.signature(10) | (plain or {})
    file.revision(body, streams, compressed)
    file.seal()
    return file


def later(file, count, make):
    for step in range(count):
        file.revision(**make(step))
    return file.bytes


def array_of_numbers():
    return signed(compressed={20: b"[" + b"0 " * 4_000_000 + b"]"}, catalog=b"/DSS<</Certs 20 0 R>>").bytes


def fields_array():
    return signed(compressed={20: b"[" + b"0 " * 8_000_000 + b"]"}, fields=b"10 0 R", catalog=b"/X 20 0 R").bytes.replace(
        b"/Fields[10 0 R]", b"/Fields 20 0 R ")


def many_references():
    text = b" ".join(b"%d 0 R" % n for n in range(1000, 1_000_000))
    file = signed(compressed={20: b"[" + text + b"]"})
    return later(file, 1, lambda _: {"plain": {30: b"<</A 1>>"}})


def same_references():
    file = signed(compressed={20: b"[" + b"9 0 R " * 20_000_000 + b"]"})
    return later(file, 1, lambda _: {"plain": {30: b"<</A 1>>"}})


def many_holders():
    text = b"[" + b" ".join(b"%d 0 R" % n for n in range(1000, 3000)) + b"]"
    file = signed(compressed={n: text for n in range(100, 2000)})
    return later(file, 3, lambda step: {"plain": {30 + step: b"<</A 1>>"}})


def many_entries():
    file = signed()
    count = 5_000_000
    file.revision({30: b"<</A 1>>"}, raw=(b"100000 %d " % count, b"\0" * 8 * count))
    return file.bytes


def object_streams():
    file = signed(compressed={20: b"(" + b"a" * 30_000_000 + b")"})
    return later(file, 7, lambda step: {"compressed": {40 + step: b"(" + b"b" * 30_000_000 + b")"}})


def shared_value():
    value = b"<</Type/Sig/ByteRange[0 1 2 3]/Contents(" + b"a" * 1_000_000 + b")>>"
    fields = {n: b"<</FT/Sig/T(%d)/V 21 0 R>>" % n for n in range(100, 5000)}
    listed = b"10 0 R " + b" ".join(b"%d 0 R" % n for n in fields)
    return signed(compressed={21: value} | fields, fields=listed).bytes


def long_names():
    fields = {n: b"<</T(a)/Kids[%d 0 R]>>" % (n + 1) for n in range(100, 190)}
    fields[100] = b"<</T(" + b"n" * 1_000_000 + b")/Kids[101 0 R]>>"
    kids = b" ".join(b"%d 0 R" % n for n in range(1000, 9000))
    fields[190] = b"<</T(b)/Kids[" + kids + b"]>>"
    fields |= {n: b"<</T(%d)/FT/Tx>>" % n for n in range(1000, 9000)}
    file = signed(compressed=fields, fields=b"10 0 R 100 0 R")
    return later(file, 2, lambda step: {"plain": {1000: b"<</T(1000)/FT/Tx/V(%d)>>" % step}})


def field_tree_again():
    kids = b" ".join(b"%d 0 R" % n for n in range(1000, 40_000))
    fields = {100: b"<</T(a)/Kids[" + kids + b"]>>"} | {n: b"<</T(%d)/FT/Tx>>" % n for n in range(1000, 40_000)}
    file = signed(compressed=fields, fields=b"10 0 R 100 0 R")
    return later(file, 1500, lambda step: {"plain": {1000: b"<</T(1000)/FT/Tx/V(%d)>>" % step}})


def fields_again():
    listed = b"[10 0 R " + b"9 0 R " * 300_000 + b"]"
    file = signed(compressed={20: listed}, fields=b"10 0 R")
    file.bytes = file.bytes.replace(b"/Fields[10 0 R]", b"/Fields 20 0 R ")
    return later(file, 2000, lambda step: {"plain": {40_000 + step: b"<</A 1>>"}})


def page_tree():
    count = 60_000
    kids = b" ".join(b"%d 0 R" % n for n in range(1000, 1000 + count))
    pages = {n: b"<</Type/Page/Parent 2 0 R>>" for n in range(1000, 1000 + count)}
    file = File()
    body = {1: CATALOG % (b" ".join(b"%d 0 R" % n for n in range(10, 810, 2)), b""),
            2: b"<</Type/Pages/MediaBox[0 0 9 9]/Count 1/Kids 5 0 R>>", 3: PAGE % b""}
    for n in range(10, 810, 2):
        body |= {number: text.replace(b"/P 3 0 R", b"/P %d 0 R" % (1000 + count - 1))
                 for number, text in file.signature(n, b"%d" % n).items()}
    pages[1000 + count - 1] = b"<</Type/Page/Parent 2 0 R/Annots[" + b" ".join(b"%d 0 R" % n for n in range(10, 810, 2)) + b"]>>"
    file.revision(body, None, pages | {5: b"[" + kids + b"]"})
    return file.bytes.replace(b"##########", b"0000000009")


def validation_lists():
    lists = b"[" + b"50 0 R " * 100_000 + b"]"
    vri = b"<<" + b"".join(b"/%040X 60 0 R" % n for n in range(2000)) + b">>"
    return signed(streams={50: (b"", b"x")}, compressed={61: lists, 60: b"<</Cert 61 0 R>>", 62: vri},
                  catalog=b"/DSS<</VRI 62 0 R>>").bytes


def validation_data():
    data = packed(b"\0" * 12_000_000)
    streams = {n: (b"/Filter/FlateDecode", data) for n in range(100, 120)}
    listed = b" ".join(b"%d 0 R" % n for n in streams)
    return signed(streams=streams, catalog=b"/DSS<</Certs[" + listed + b"]>>").bytes


def many_revisions():
    return later(signed(), 3000, lambda step: {"plain": {100 + step: b"<</A 1>>"}})


def wide_dictionary():
    text = b"<<" + b"".join(b"/%d 0" % n for n in range(400_000)) + b">>"
    return signed(compressed={20: text}, catalog=b"/DSS 20 0 R").bytes


def deep_arrays():
    text = (b"[" * 90 + b"]" * 90) * 40_000
    return signed(compressed={20: b"[" + text + b"]"}, catalog=b"/DSS<</Certs 20 0 R>>").bytes


def structure_tree():
    kids = b"[" + b"21 0 R " * 500_000 + b"]"
    file = signed(compressed={20: b"<</Type/StructTreeRoot/K 22 0 R>>", 21: b"<</S/P/P 20 0 R>>", 22: kids},
                  catalog=b"/StructTreeRoot 20 0 R")
    return later(file, 200, lambda step: {"compressed": {20: b"<</Type/StructTreeRoot/K 22 0 R/X %d>>" % step}})


# The same again in each of many revisions.

def names(count, value):
    """Entries of a dictionary."""
    return b"".join(b"/%x %s" % (4096 + n, value) for n in range(count))


def again(file, total=990_000, make=lambda step, at: (b"", b"0 0\n")):
    """Revisions with tables up to a size, or as many as are read; `make` gives the objects and the entries of each."""
    parts, at, previous = [], len(file.bytes), file.previous
    for step in range(19_000):
        body, entries = make(step, at)
        start = at + len(body)
        parts.append(body + b"xref\n%strailer\n<</Size 8388607/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (entries, previous, start))
        if at + len(parts[-1]) > total:
            parts.pop()
            break
        at, previous = at + len(parts[-1]), start
    file.bytes += b"".join(parts)
    return file.bytes


def adding(step, at):
    """One more object in each revision."""
    number = 1_000_000 + step
    return b"%d 0 obj\n1\nendobj\n" % number, b"%d 1\n%010d 00000 n \n" % (number, at)


def filling(size):
    """A stream that nothing uses."""
    return {50: (b"", b"\n" * size)}


def catalog_again(keys=50_000, total=990_000, make=None, size=0):
    file = signed(streams=filling(size), catalog=names(keys, b"1"))
    return again(file, total, make) if make else again(file, total)


def catalog_again_adding():
    return catalog_again(make=adding)


def large_catalog_again():
    return catalog_again(1_000_000, LARGE, adding, LARGE * 8 // 10)


def entries_of_store(count=40_000, total=990_000, make=None, size=0):
    file = signed({60: b"<</Type/VRI>>"}, streams=filling(size), catalog=b"/DSS<</VRI<<" + names(count, b"60 0 R") + b">>>>")
    return again(file, total, make) if make else again(file, total)


def entries_of_store_adding():
    return entries_of_store(make=adding)


def large_entries_of_store():
    return entries_of_store(800_000, LARGE, adding, LARGE * 6 // 10)


def extensions(count=40_000, numbers=220_000, total=990_000, size=0):
    array = b"[" + b"1 " * numbers + b"]"
    file = signed({60: array}, streams=filling(size), catalog=b"/Extensions<<" + names(count, b"60 0 R") + b">>")
    return again(file, total, adding)


def large_extensions():
    return extensions(800_000, 2_000_000, LARGE, LARGE // 2)


def default_resources(count=60_000, total=990_000, size=0):
    """As they were, and once more as another object."""
    resources = b"<</Font<<" + names(count, b"60 0 R") + b">>>>"
    file = signed(compressed={20: resources, 60: b"<</Type/Font>>"}, streams=filling(size))
    file.bytes = file.bytes.replace(b"/SigFlags 3", b"/DR 20 0 R ")
    file.revision(compressed={20: resources.replace(b"/Font<<", b"/Font<</A 60 0 R")})
    return again(file, total, adding)


def large_default_resources():
    return default_resources(800_000, LARGE, LARGE // 2)


def shared_annotations(pages=9_000, listed=100_000, size=0):
    """A file without a form, whose pages share one list."""
    file = File()
    kids = b" ".join(b"%d 0 R" % n for n in range(1000, 1000 + pages))
    body = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/MediaBox[0 0 9 9]/Count %d/Kids[%s]>>" % (pages, kids),
            3: b"[" + b"5 0 R " * listed + b"]", 5: b"<</Type/Annot/Subtype/Link/Rect[0 0 0 0]>>",
            6: b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"}
    file.revision(body, filling(size), {n: b"<</Type/Page/Parent 2 0 R/Annots 3 0 R>>" for n in range(1000, 1000 + pages)})
    return file.bytes


def large_shared_annotations():
    return shared_annotations(60_000, 3_000_000, LARGE // 2)


def taking_turns(keys=31_000, total=990_000, size=0):
    """Two equal dictionaries, of which each revision chooses the other."""
    file = signed(streams=filling(size))
    places, body = [], b"<<" + names(keys, b"1") + b">>"
    for _ in range(2):
        places.append(len(file.bytes))
        file.bytes += b"60 0 obj\n" + body + b"\nendobj\n"
    return again(file, total, lambda step, _: (b"", b"60 1\n%010d 00000 n \n" % places[step % 2]))


def large_taking_turns():
    return taking_turns(1_500_000, LARGE, LARGE // 10)


def parents_of_structure(count=150_000, size=0):
    parents = b"<</Nums[" + b" ".join(b"%d null" % n for n in range(count)) + b"]>>"
    root = b"<</Type/StructTreeRoot/K 22 0 R/ParentTree 21 0 R%s>>"
    file = signed(compressed={20: root % b"", 21: parents, 22: b"<</Type/StructElem/S/Form>>"}, streams=filling(size),
                  catalog=b"/StructTreeRoot 20 0 R")
    return later(file, 3, lambda step: {"plain": {20: root % b"/ParentTreeNextKey %d" % step}})


def large_parents_of_structure():
    return parents_of_structure(1_500_000, LARGE * 9 // 10)


def large_new_parents_of_structure(count=1_500_000):
    """The same with another tree in each revision."""
    parents = b"<</Nums[" + b" ".join(b"%d null" % n for n in range(count)) + b"]>>"
    root = b"<</Type/StructTreeRoot/K 22 0 R/ParentTree %d 0 R>>"
    file = signed(compressed={20: root % 30, 30: parents, 22: b"<</Type/StructElem/S/Form>>"}, streams=filling(LARGE * 8 // 10),
                  catalog=b"/StructTreeRoot 20 0 R")
    return later(file, 2, lambda step: {"plain": {20: root % (31 + step)}, "compressed": {31 + step: parents}})


def packed_again(total=990_000, count=70, size=0):
    """Revisions that name all elements of one object stream again."""
    file = signed(streams=filling(size), compressed={n: b"1" for n in range(100, 100 + count)})
    holder = 100 + count
    while len(file.bytes) < total:
        rows = b"".join(bytes([2]) + holder.to_bytes(4, "big") + n.to_bytes(3, "big") for n in range(count))
        file.revision(raw=(b"100 %d " % count, rows))
        file.size = holder + 1
    return file.bytes


def large_packed_again():
    return packed_again(LARGE, 7_000)


def pages_elsewhere(kids=250_000, pages=15_000, revisions=8, size=0):
    """Revisions that name pages again, which the node above them does not list among its many kids."""
    file = File()
    numbers = range(1000, 1000 + pages)

    def packed_pages(text):
        head = b"".join(b"%d %d " % (n, at * (len(text) + 1)) for at, n in enumerate(numbers))
        extra = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (pages, len(head))
        return extra, packed(head + (text + b"\n") * pages)

    def rows(holder):
        return b"".join(bytes([2]) + holder.to_bytes(4, "big") + at.to_bytes(3, "big") for at in range(pages))

    body = {1: CATALOG % (b"10 0 R", b""), 2: b"<</Type/Pages/Count 1/Kids 5 0 R>>", 3: PAGE % b"",
            5: b"[" + b"1 " * kids + b"3 0 R]"} | file.signature(10)
    streams = {200: packed_pages(b"<</Type/Page/Parent 2 0 R>>"), 201: packed_pages(b"<</Type/Page/Parent 2 0 R/X 1>>"),
               202: (b"", b"\n" * size)}
    listed = b"1000 %d " % pages
    file.revision(body, streams, raw=(listed, rows(200)))
    file.seal()
    file.size = 700_000
    for step in range(revisions):
        file.revision(raw=(listed, rows(201 - step % 2)))
    return file.bytes


def large_pages_elsewhere():
    return pages_elsewhere(1_500_000, size=LARGE * 9 // 10)


def encryption_turns(length=400_000, total=990_000):
    """Two equal dictionaries of encryption with a long text, of which each revision chooses the other."""
    file = bytearray(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
    places = []
    for _ in range(2):
        places.append(len(file))
        file += b"60 0 obj\n<</Filter/Standard/V 4/R 4/X(" + b"a" * length + b")>>\nendobj\n"
    trailer = b"trailer\n<</Size 61/Root 1 0 R/Encrypt 60 0 R/ID[<00><00>]%s>>\nstartxref\n%d\n%%%%EOF\n"
    previous = len(file)
    file += b"xref\n1 1\n%010d 00000 n \n60 1\n%010d 00000 n \n" % (9, places[0]) + trailer % (b"", previous)
    for step in range(19_000):
        start = len(file)
        part = b"xref\n60 1\n%010d 00000 n \n" % places[(step + 1) % 2] + trailer % (b"/Prev %d" % previous, start)
        if start + len(part) > total:
            break
        file += part
        previous = start
    return file


def large_encryption_turns():
    return encryption_turns(20_000_000, LARGE)


# Pictures.

def picture(width, height, data, colours=b"/DeviceRGB", bits=8, more=b""):
    """An image XObject."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace%s%s"
    return entries % (width, height, bits, colours, more), data


def shown(images, content=b"80 0 0 80 0 0 cm /I Do", names=b"/I %d 0 R", steps=(0,)):
    """A file of many signatures, each of which shows one of the images; `images` makes the streams of each from 10,000 on.
    `names` are those of the streams at `steps`, which `content` draws."""
    fields, body, streams = [], {}, {}
    for index, image in enumerate(images):
        number, look, first = 100 + 4 * index, 102 + 4 * index, 10_000 + 10 * index
        own = {first + step: stream for step, stream in enumerate(image(first))}
        widget = {n: text.replace(b"/P 3 0 R", b"/P 3 0 R/AP<</N %d 0 R>>" % look) for n, text in File().signature(number, b"%d" % index).items()}
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 80 80]/Resources<</XObject<<%s>>>>" % (names % tuple(first + step for step in steps))
        body |= widget
        streams |= own | {look: (form, content)}
        fields.append(b"%d 0 R" % number)
    listed = b" ".join(fields)
    file = File()
    page = PAGE.replace(b"/Annots[10 0 R]", b"/Annots[" + listed + b"]")
    file.revision({1: CATALOG % (listed, b""), 2: PAGES, 3: page % b""} | body, streams)
    return file.bytes.replace(b"##########", b"0000000009")


def masked(width, height, colours, mask, bits=8):
    """An image with a soft mask, each (filters, data)."""
    return lambda first: [
        picture(width, height, colours[1], bits=bits, more=b"/Filter" + colours[0] + b"/SMask %d 0 R" % (first + 1)),
        picture(width, height, mask[1], b"/DeviceGray", bits, b"/Filter" + mask[0])]


def pictures():
    """Sixteen pictures with masks, in 16 bits a component, each as large as any that is measured."""
    side = 2896
    colours = (b"/FlateDecode", packed(b"\xC0\x00" * (side * side * 3)))
    mask = (b"/FlateDecode", packed(b"\xC0\x00" * (side * side)))
    return shown([masked(side, side, colours, mask, 16)] * 8 + [masked(side, side, colours, mask, 8)] * 8)


def sfnt(tables):
    """A TrueType program of these tables."""
    head = b"\0\1\0\0" + len(tables).to_bytes(2, "big") + bytes(6)
    records, data = b"", b""
    for tag in sorted(tables):
        start = 12 + 16 * len(tables) + len(data)
        records += tag + bytes(4) + start.to_bytes(4, "big") + len(tables[tag]).to_bytes(4, "big")
        data += tables[tag] + bytes(-len(tables[tag]) % 4)
    return head + records + data


def instructed(points, loops):
    """The serif font, with instructions that move all points of its twilight zone again and again."""
    path = os.path.join(os.path.dirname(__file__), "../stamp-images/fonts/LiberationSerif-Regular.ttf")
    with open(path, "rb") as file:
        font = file.read()
    tables = {}
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        start, length = (int.from_bytes(font[at + place:at + place + 4], "big") for place in (8, 12))
        tables[font[at:at + 4]] = font[start:start + length]
    # Function 0: a thousand times all points of zone 0 (SHZ); it is called so often with zone 0 as the one to be moved (SZPS).
    tables[b"fpgm"] = b"\xb0\0\x2c" + b"\xb0\0\x36" * 1000 + b"\x2d"
    tables[b"prep"] = b"\xb0\0\x16\xb9" + loops.to_bytes(2, "big") + bytes(2) + b"\x2a"
    tables[b"cvt "] = bytes(400)
    profile = bytearray(tables[b"maxp"])
    for place, number in ((14, 2), (16, points), (20, 4), (24, 2000), (26, 65535)):
        profile[place:place + 2] = number.to_bytes(2, "big")
    tables[b"maxp"] = bytes(profile)
    return sfnt(tables)


def fonts(points, count=4, texts=8):
    """Later signatures whose looks have texts in such fonts, each in its own."""
    fields, body, streams = [], {}, {}
    for index in range(count):
        number = 100 + 10 * index
        widget = File().signature(number, b"%d" % index).items()
        body |= {n: text.replace(b"/P 3 0 R", b"/P 3 0 R/AP<</N %d 0 R>>" % (number + 2)) for n, text in widget}
        program = packed(instructed(points, 60 + index))
        body[number + 4] = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/FontFile2 %d 0 R>>" % (number + 5)
        body[number + 6] = (b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                            b"/CIDToGIDMap/Identity/FontDescriptor %d 0 R>>" % (number + 4))
        body[number + 3] = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[%d 0 R]>>" % (number + 6)
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 80 80]/Resources<</Font<</A %d 0 R>>>>" % (number + 3)
        shown = b"".join(b"BT /A 9 Tf <%04X> Tj ET " % (65 + text) for text in range(texts))
        streams |= {number + 2: (form, shown), number + 5: (b"/Filter/FlateDecode", program)}
        fields.append(b"%d 0 R" % number)
    listed = b" ".join([b"10 0 R", *fields])
    file = signed()
    page = PAGE.replace(b"/Annots[10 0 R]", b"/Annots[" + listed + b"]")
    file.revision({1: CATALOG % (listed, b""), 3: page % b""} | body, streams)
    return file.bytes.replace(b"##########", b"0000000009")


def instructed_fonts():
    """As many points as are instructed."""
    return fonts(1024)


def large_twilight():
    """As many points as a font can have."""
    return fonts(65000)


def strips():
    """Seven looks, each of which draws a wide and a high picture behind masks again and again on one another."""
    side = 2890
    mask = packed((b"\x60\0" * side)[:side])
    colours = packed(b"\x14\x28\xA0" * side)
    name = b"/FlateDecode"
    wide, high = (masked(*sides, (name, colours), (name, mask)) for sides in ((side, 1), (1, side)))
    again = b"q 80 0 0 80 0 0 cm /I Do Q q 80 0 0 80 0 0 cm /J Do Q " * 8
    return shown([lambda first: wide(first) + high(first + 2)] * 7, again, b"/I %d 0 R/J %d 0 R", (0, 2))


def segment(marker, data):
    return bytes([255, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def jpeg(width, height, components, scans, frame=0xC2):
    """JPEG data with one code for nothing in each table, and these scans: (components, spectrum, bits, data)."""
    tables = b"".join(segment(0xC4, bytes([place]) + b"\0\2" + b"\0" * 14 + values) for place, values in (
        (0, b"\0\1"), (16, b"\0\xE0")))
    head = bytes([8]) + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes([components])
    head += b"".join(bytes([1 + index, 0x11, 0]) for index in range(components))
    body = b"\xFF\xD8" + segment(0xDB, b"\0" + b"\1" * 64) + segment(frame, head) + tables
    for chosen, spectrum, bits, data in scans:
        of_scan = bytes([len(chosen)]) + b"".join(bytes([one, 0]) for one in chosen) + bytes([*spectrum, bits])
        body += segment(0xDA, of_scan) + data
    return body + b"\xFF\xD9"


def progressive():
    """Progressive JPEG of nothing, in as many blocks and scans as are read."""
    side = 832
    blocks = (side // 8) ** 2

    def data(components):
        every = tuple(range(1, components + 1))
        zeros = lambda bits: b"\0" * (blocks * bits // 8)
        scans = []
        for before, low in ((0, 3), (3, 2), (2, 1), (1, 0)):
            scans.append((every, (0, 0), before << 4 | low, zeros(components if before else 2 * components)))
            scans += [((one,), (1, 63), before << 4 | low, zeros(2)) for one in every]
        return b"[/FlateDecode/DCTDecode]", packed(jpeg(side, side, components, scans))

    return shown([masked(side, side, data(3), data(1))] * 8)


def baseline():
    """JPEG of nothing in one scan."""
    side = 2896
    blocks = (side // 8) ** 2
    data = lambda count: packed(jpeg(side, side, count, [(tuple(range(1, count + 1)), (0, 63), 0, b"\0" * (blocks * count // 2 + 1))], 0xC0))
    name = b"[/FlateDecode/DCTDecode]"
    return shown([masked(side, side, (name, data(3)), (name, data(1)))] * 8)


def scans():
    """Two scanned pages in 16 bits a component, each with a later signature on its paper."""
    width, height = 3000, 3700
    data = packed(b"\xFF" * (width * height * 6))
    file = File()
    content = b"/Contents 50 0 R/Resources<</XObject<</A 51 0 R/B 52 0 R>>>>"
    image = picture(width, height, data, bits=16, more=b"/Filter/FlateDecode")
    other = picture(width, height - 1, data, bits=16, more=b"/Filter/FlateDecode")
    drawn = b"q 100 0 0 50 0 50 cm /A Do Q q 100 0 0 50 0 0 cm /B Do Q"
    body = {1: CATALOG % (b"10 0 R", b""), 2: PAGES, 3: PAGE % content} | file.signature(10)
    file.revision(body, {50: (b"", drawn), 51: image, 52: other})
    file.seal()
    listed, look = [b"10 0 R"], (b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
                                 b"BT /F 8 Tf 1 1 Td (1) Tj ET")
    for number, rect in ((20, b"[20 60 30 70]"), (30, b"[20 20 30 30]")):
        listed.append(b"%d 0 R" % number)
        widget = file.signature(number, b"%d" % number)
        widget[number] = widget[number].replace(b"[10 10 90 90]", rect + b"/AP<</N %d 0 R>>" % (number + 2))
        page = PAGE.replace(b"/Annots[10 0 R]", b"/Annots[" + b" ".join(listed) + b"]") % content
        file.revision({1: CATALOG % (b" ".join(listed), b""), 3: page} | widget, {number + 2: look})
        file.seal()
    return file.bytes


def codestream(side, levels, blocks, layers=1, guards=2, exponent=8, precinct=b"", part=b""):
    """JPEG 2000 data of three components in one tile, without any packet but those of `part`."""
    long = lambda *numbers: b"".join(number.to_bytes(4, "big") for number in numbers)
    siz = b"\0\0" + long(side, side, 0, 0, side, side, 0, 0) + b"\0\3" + b"\7\1\1" * 3
    cod = bytes([len(precinct), 0]) + layers.to_bytes(2, "big") + b"\1" + bytes([levels, blocks, blocks, 0, 1]) + precinct
    qcd = bytes([guards << 5]) + bytes([exponent << 3]) * (3 * levels + 1)
    head = b"\xFF\x4F" + segment(0x51, siz) + segment(0x52, cod) + segment(0x5C, qcd)
    tile = segment(0x90, b"\0\0" + long(14 + len(part)) + b"\0\1") + b"\xFF\x93" + part
    return head + tile + b"\xFF\xD9"


def small_blocks():
    """JPEG 2000 that announces a code block for each 16 samples, and layers for each."""
    side = 2048
    data = (b"/JPXDecode", codestream(side, 0, 0, 30))
    return shown([masked(side, side, data, (b"/FlateDecode", packed(b"\xFF" * (side * side))))] * 4)


def wavelets():
    """JPEG 2000 as costly as any that is measured: code blocks of noise in nineteen bit planes, again and again."""
    side = 1448
    noise = bytes(byte % 255 for byte in random.Random(9).randbytes(1500))
    # Included, all planes, 55 passes, 1,500 bytes in thirteen bits of length.
    bits = "1" + "1" + "1" + "111111111" + format(55 - 37, "07b") + "111110" + format(len(noise), "013b")
    # A byte of ones is followed by a bit of nothing (B.10.1).
    packet = bytearray()
    while bits:
        room = 7 if packet[-1:] == b"\xFF" else 8
        packet.append(int(bits[:room].ljust(room, "0"), 2))
        bits = bits[room:]
    packets = (bytes(packet) + noise) * (3 * (-(-side // 64)) ** 2)
    data = codestream(side, 0, 4, guards=7, exponent=13, precinct=b"\x66", part=packets)
    mask = (b"/FlateDecode", packed(b"\xFF" * (side * side)))
    return shown([masked(side, side, (b"[/FlateDecode/JPXDecode]", packed(data)), mask)] * 8)


def profiles():
    """Colour profiles of 100 MB, each of another picture."""
    profile = (b"/N 3/Filter/FlateDecode", packed(b"\0" * 100_000_000))
    def one(first):
        space = b"[/ICCBased %d 0 R]" % (first + 1)
        return [picture(2, 2, b"\0" * 12, space), profile]
    return shown([one] * 8)


# Files of 50 MB.

LARGE = 50_000_000


def filled(data, page=b"", **later_revision):
    """A file with a stream of this data in the signed bytes, and perhaps a revision behind it."""
    file = signed(streams={50: (b"", data)}, page=page)
    if later_revision:
        file.revision(**later_revision)
    return file.bytes


def repeated(text):
    return text * (LARGE // len(text))


def large_noise():
    return filled(random.Random(9).randbytes(LARGE))


def large_headers():
    return filled(repeated(b"7 0 obj "), plain={60: b"<</A 1>>"})


def large_comments():
    return filled(repeated(b"%" + b"x" * 250 + b"\n" + b"obj " * 10), plain={60: b"<</A 1>>"})


def large_names():
    return filled(repeated(b"/F /JS /Rect "))


def large_byte_ranges():
    return filled(repeated(b"/ByteRange"))


def large_later_headers():
    return later(signed(), 1, lambda _: {"streams": {60: (b"", repeated(b"7 0 obj "))}})


def large_later_signs():
    return later(signed(), 1, lambda _: {"streams": {60: (b"", repeated(b"/#52#6f#6f#74#"))}})


def large_later_noise():
    return later(signed(), 1, lambda _: {"streams": {60: (b"", random.Random(9).randbytes(LARGE))}})


def large_contents():
    file = signed()
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<" + b"3" * LARGE + b">>>"
    field = b"<</FT/Sig/T(B)/Type/Annot/Subtype/Widget/Rect[10 10 90 90]/P 3 0 R/V 21 0 R>>"
    file.revision({1: CATALOG % (b"10 0 R 20 0 R", b""), 20: field, 21: value})
    return file.bytes


def large_objects():
    return signed(plain={n: b"<</A %d 0 R>>" % (n + 1) for n in range(100, 1_000_000)}).bytes


def large_later_objects():
    return later(signed(), 1, lambda _: {"plain": {n: b"<</A %d 0 R>>" % (n + 1) for n in range(100, 1_000_000)}})


def large_array():
    return signed(plain={20: b"[" + repeated(b"123456 ") + b"]"}, catalog=b"/X 20 0 R").bytes


def large_string():
    return later(signed(plain={20: b"(" + repeated(b"a") + b")"}), 20, lambda step: {"plain": {20: b"(%d)" % step}})


def large_content():
    text = repeated(b"0 0 m 1 1 l S ")
    file = signed(streams={50: (b"", text)}, page=b"/Contents 50 0 R")
    return later(file, 1, lambda _: {"plain": {30: b"<</A 1>>"}})


def large_object_streams():
    text = b"[" + b"9 0 R " * 5_000_000 + b"]"
    noise = random.Random(9).randbytes(LARGE)
    file = signed(streams={50: (b"", noise)}, compressed={20: text})
    return later(file, 7, lambda step: {"compressed": {60 + step: text}})


def large_revisions():
    noise = random.Random(9).randbytes(LARGE // 10_000)
    return later(signed(), 10_000, lambda step: {"streams": {100 + step: (b"", noise)}})


# What costs signatures.

def der(tag, *parts):
    body = b"".join(parts)
    length = bytes([len(body)]) if len(body) < 128 else (lambda b: bytes([128 + len(b)]) + b)(
        len(body).to_bytes((len(body).bit_length() + 7) // 8, "big"))
    return bytes([tag]) + length + body


def number(value):
    return der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


ECDSA_SHA384 = der(0x30, bytes.fromhex("06082a8648ce3d040303"))


def forged_list(issuer, serial):
    tbs = der(0x30, number(1), ECDSA_SHA384, issuer, der(0x17, b"260101000000Z"), der(0x17, b"460101000000Z"))
    value = der(0x30, number(serial + 1), number(3))
    return der(0x30, tbs, ECDSA_SHA384, der(3, b"\0", value))


class Signer:
    """A person under an authority with a key on P-384, and the folder that trusts it."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(os.path.join(folder, "trust"), exist_ok=True)
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1", "-nodes", "-keyout", "ca.key", "-out",
                 "trust/ca.pem", "-subj", "/CN=A", "-days", "3650", "-addext", "basicConstraints=critical,CA:TRUE",
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self.run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "person.key", "-out", "person.csr", "-subj", "/CN=P")
        with open(os.path.join(folder, "person.ext"), "w") as out:
            out.write("keyUsage=critical,digitalSignature,nonRepudiation\n")
        self.run("x509", "-req", "-in", "person.csr", "-CA", "trust/ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "365",
                 "-sha384", "-extfile", "person.ext", "-out", "person.pem")

    def run(self, *arguments, given=None):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, input=given, capture_output=True)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace"))
        return done.stdout

    def sign(self, file):
        """Replaces the container of the last signature, for which room was left."""
        at = file.bytes.rindex(b"[0 ##########")
        gap = file.bytes.index(b"<00", at)
        end = file.bytes.index(b">", gap) + 1
        text = b"[0 %010d %010d %010d]" % (gap, end, len(file.bytes) - end)
        file.bytes[at:at + len(text)] = text
        covered = bytes(file.bytes[:gap] + file.bytes[end:])
        container = self.run("cms", "-sign", "-binary", "-cades", "-md", "sha256", "-signer", "person.pem", "-inkey", "person.key",
                             "-outform", "DER", given=covered).hex().encode()
        file.bytes[gap + 1:gap + 1 + len(container)] = container


def forgeries():
    """Lists in the name of the authority that it never signed, each of which has to be tried with its key."""
    signer = Signer(tempfile.mkdtemp(dir=FOLDER))
    issuer = der(0x30, der(0x31, der(0x30, bytes.fromhex("0603550403"), der(0xC, b"A"))))
    file = File()
    body = {1: CATALOG % (b"10 0 R", b""), 2: PAGES, 3: PAGE % b""}
    body |= {n: text.replace(b"<00>", b"<" + b"0" * 8000 + b">") for n, text in file.signature(10).items()}
    file.revision(body)
    signer.sign(file)
    streams = {n: (b"", forged_list(issuer, n)) for n in range(100, 100 + FORGERIES)}
    listed = b" ".join(b"%d 0 R" % n for n in streams)
    file.revision({1: CATALOG % (b"10 0 R", b"/DSS<</CRLs[" + listed + b"]>>")}, streams)
    return file.bytes, os.path.join(signer.folder, "trust")


FORGERIES = 5_000
FOLDER = None

KINDS = [array_of_numbers, fields_array, many_references, same_references, many_holders, many_entries, object_streams,
         shared_value, long_names, field_tree_again, fields_again, page_tree, validation_lists, validation_data,
         many_revisions, wide_dictionary, deep_arrays, structure_tree, forgeries,
         catalog_again, catalog_again_adding, entries_of_store, entries_of_store_adding, extensions, default_resources,
         shared_annotations, taking_turns, parents_of_structure, packed_again,
         pages_elsewhere, encryption_turns,
         instructed_fonts, large_twilight, pictures, strips, progressive, baseline, scans, small_blocks, wavelets, profiles,
         large_noise, large_headers, large_comments, large_names, large_byte_ranges, large_later_headers, large_later_signs,
         large_later_noise, large_contents, large_objects, large_later_objects, large_array, large_string, large_content,
         large_object_streams, large_revisions,
         large_catalog_again, large_entries_of_store, large_extensions, large_default_resources, large_shared_annotations,
         large_taking_turns, large_parents_of_structure, large_new_parents_of_structure,
         large_packed_again, large_pages_elsewhere, large_encryption_turns]


def measure(program, path, trust):
    start = time.perf_counter()
    limits = (2 << 30, 2 << 30)
    known = ["--trust", trust] if trust else []
    process = subprocess.Popen([program, "verify", "--offline", "--format", "json", *known, path], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limits))
    said = process.stderr.read().decode(errors="replace").strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), said


def main():
    global FOLDER
    program, wanted = sys.argv[1], sys.argv[2:]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = folder
        for kind in KINDS:
            if wanted and kind.__name__ not in wanted:
                continue
            path = os.path.join(folder, kind.__name__ + ".pdf")
            made = kind()
            data, trust = made if isinstance(made, tuple) else (made, None)
            with open(path, "wb") as out:
                out.write(data)
            del made, data
            size = os.path.getsize(path)
            wall, seconds, megabytes, status, said = measure(program, path, trust)
            os.remove(path)
            most = (5, 200) if size < 1_000_000 else (15, 400)
            over = seconds > most[0] or megabytes > most[1] or status < 0
            bad += over
            print(f"{kind.__name__:20} {size:>9} B {seconds:6.2f} s {megabytes:6.0f} MB  status {status}",
                  "OVER" if over else "", said[-1][:90] if said else "", flush=True)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
