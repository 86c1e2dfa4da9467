"""PDFs for tests: photos as a scanner's program writes them, and thirty that a stranger made to harm."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PIL import Image

Objects = Mapping[int, bytes]
_BOX = b"/MediaBox [0 0 300 400]"


def scanned(path: Path, photos: Sequence[Image.Image]) -> Path:
    """A page for each photo; its pixels as JPEG, of two colours as a fax."""
    photos[0].save(path, "PDF", save_all=True, append_images=photos[1:])
    return path


def damaged(data: bytes, chance: random.Random) -> bytes:
    """With some bytes changed, or a piece taken out, doubled or cut off."""
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data)), chance.randint(1, max(1, len(data) // 10))
        piece = data[at : at + length]
        bad = chance.choice((chance.randbytes(min(4, len(piece))), b"", piece * 2, piece[::-1], b"-1 0 R"))
        data = data[:at] + bad + data[at + (len(bad) if len(bad) <= 6 else length) :]
    return data if chance.random() < 0.9 else data[: chance.randrange(len(data))]


def packed(data: bytes, words: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + words)


def stream(data: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), words, data)


def written(objects: Objects, trailer: bytes = b"") -> bytes:
    """A file with these objects, of which the first is its catalogue."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    end = b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, len(data))
    return data + b"xref\n0 1\n0000000000 65535 f \n" + rows + end


def page(drawn: bytes = b"", *, box: bytes = _BOX, uses: bytes = b"", more: Objects | None = None) -> Objects:
    """One page. `drawn`: its content, `uses`: its resources, which stand in `more`, from object 5 on."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << %s >> >>" % (box, uses),
        4: packed(drawn),
        **(more or {}),
    }


def picture(words: bytes, data: bytes) -> Objects:
    """A page that is one picture."""
    about = b"/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceRGB " + words
    return page(b"300 0 0 400 0 0 cm /I Do", uses=b"/XObject << /I 5 0 R >>", more={5: stream(data, about)})


def _forms(depth: int, each: int) -> Objects:
    """Forms that each draw the next some times."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /XObject << /X %d 0 R >> >>"
    inner = {5 + at: stream(b"/X Do " * each, form % (6 + at)) for at in range(depth)}
    last = {5 + depth: stream(b"0 0 300 400 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 300 400]")}
    return page(b"/X Do", uses=b"/XObject << /X 5 0 R >>", more={**inner, **last})


def _tree(count: int) -> Objects:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    pages = dict.fromkeys(range(3, 3 + count), b"<< /Type /Page /Parent 2 0 R %s >>" % _BOX)
    return {**page(), 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), **pages}


def _deep(depth: int) -> Objects:
    kids = {number: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, depth)}
    return {1: page()[1], **kids, depth: b"<< /Type /Page %s >>" % _BOX}


_SHADES = (
    b"/Shading << /S << /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1 0 1] /Matrix [300 0 0 400 0 0] "
    b"/Function 5 0 R >> >>"
)
_TILE = (
    b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 .01 .01] "
    b"/XStep .001 /YStep .001 /Resources <<>>"
)
_SOFT = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Group << /S /Transparency >> "
    b"/Resources << /ExtGState << /G 5 0 R >> >>"
)
_ACTS = b"<< /Type /Catalog /Pages 2 0 R /OpenAction [5 0 R 6 0 R 7 0 R 8 0 R] /AA << /O 5 0 R >> >>"
_OPENS = {
    5: b"<< /S /Launch /F (/bin/true) >>",
    6: b"<< /S /URI /URI (http://127.0.0.1:9/) >>",
    7: b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>",
    8: b"<< /S /GoToR /F (/etc/passwd) /D [0 /Fit] >>",
}

MADE: dict[str, Callable[[], bytes]] = {
    "head-alone": lambda: b"%PDF-1.7\n",
    "no-pdf": lambda: b"to be or not to be",
    "cut": lambda: written(page(b"0 0 300 400 re f"))[:200],
    "zeros": lambda: b"%PDF-1.7\n" + bytes(1_000_000),
    "locked": lambda: written(
        page(),
        b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32),
    ),
    "no-pages": lambda: written(_tree(0)),
    "too-many-pages": lambda: written(_tree(1001)),
    "count-lies": lambda: written({**page(), 2: b"<< /Type /Pages /Kids [3 0 R] /Count 900000000 >>"}),
    "tree-in-a-ring": lambda: written({**page(), 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
    "tree-100000-deep": lambda: written(_deep(100_000)),
    "xref-in-a-ring": lambda: written(page(), b"/Prev 9"),
    "brackets-10-million": lambda: written({**page(), 1: b"[" * 10_000_000}),
    "no-size": lambda: written(page(box=b"/MediaBox [0 0 0 0]")),
    "size-no-number": lambda: written(page(box=b"/MediaBox [0 0 1e400 nan]")),
    "as-large-as-a-country": lambda: written(page(box=b"/MediaBox [0 0 2000000000 2000000000]")),
    "strip": lambda: written(page(box=b"/MediaBox [0 0 2000000000 1]")),
    "content-of-a-gigabyte": lambda: written(
        {**page(), 4: stream(zlib.compress(zlib.compress(b" " * 10**9)), b"/Filter [/FlateDecode /FlateDecode]")}
    ),
    "filters-1000": lambda: written({**page(), 4: stream(b"x", b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000))}),
    "lines-10-million": lambda: written(page(b"0 0 m 9 9 l S " * 10_000_000)),
    "dashes": lambda: written(page(b"[.00001] 0 d 1 w 0 0 m 300 400 l S " * 10_000)),
    "forms-in-forms": lambda: written(_forms(20, 10)),
    "form-in-itself": lambda: written({**_forms(0, 0), 5: _forms(1, 9)[5].replace(b"6 0 R", b"5 0 R")}),
    "tiles": lambda: written(
        page(
            b"/Pattern cs /P scn 0 0 300 400 re f",
            uses=b"/Pattern << /P 5 0 R >>",
            more={5: stream(b"0 0 1 1 re f", _TILE)},
        )
    ),
    "shade-of-a-program": lambda: written(
        page(
            b"/S sh",
            uses=_SHADES,
            more={
                5: stream(
                    b"{" + b"sin cos exch " * 300_000 + b"0}", b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]"
                )
            },
        )
    ),
    "mask-in-itself": lambda: written(
        page(
            b"/G gs 0 0 300 400 re f",
            uses=b"/ExtGState << /G 5 0 R >>",
            more={5: b"<< /SMask << /S /Luminosity /G 6 0 R >> >>", 6: stream(b"/G gs 0 0 300 400 re f", _SOFT)},
        )
    ),
    "picture-of-3-gigapixels": lambda: written(
        picture(b"/Width 60000 /Height 50000 /Filter /FlateDecode", zlib.compress(bytes(40_000_000)))
    ),
    "picture-of-minus-one": lambda: written(picture(b"/Width -1 /Height -1", b"x")),
    "jpeg-of-nothing": lambda: written(
        picture(
            b"/Width 65000 /Height 65000 /Filter /DCTDecode",
            b"\xff\xd8\xff\xc0\0\x11\x08\xfd\xe8\xfd\xe8\x03\1\x11\0\2\x11\0\3\x11\0\xff\xda\0\x0c\3\1\0\2\0\3\0\0\x3f\0",
        )
    ),
    "jpeg-2000-of-nothing": lambda: written(
        picture(b"/Width 9 /Height 9 /Filter /JPXDecode", b"\xff\x4f\xff\x51" + bytes(500))
    ),
    "fax-of-nothing": lambda: written(
        picture(
            b"/Width 60000 /Height 60000 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>",
            b"\0" * 1000,
        )
    ),
    "jbig2-of-nothing": lambda: written(
        picture(
            b"/Width 60000 /Height 60000 /Filter /JBIG2Decode",
            b"\0\0\0\0\x30\0\1\0\0\0\x13\xff\xff\xff\xff\xff\xff\xff\xff" + bytes(20),
        )
    ),
    "opens": lambda: written({**page(), 1: _ACTS, **_OPENS}),
    "content-elsewhere": lambda: written({**page(), 4: b"<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream"}),
}
"""What is no PDF, is damaged, or costs its reader far more than it says; what draws something draws little."""
