"""HEICs for tests: 64 x 96, red above, blue below, with a maker and a place in its EXIF; and four quarters, 576 x 384.

Made with pillow-heif, which encodes; Karuta's own pi-heif only decodes. `heic` wraps the quarters anew.
"""

from __future__ import annotations

import base64
import struct

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAABuwABAAAAAAAAAGEAAgAAAAACHAABAAAAAAAAAG4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBhZbq"
    "SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAYAAAABBw"
    "aXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA121kYXQAAABdKAGv"
    "CeDjC5y6r//+NJ///f0HkP2CjTo6XRg//E0k79jZ//7jhWtbXm1qmCzvjQAlnbNnv1Z/+pUlTz9EZ2YE06kTTz/t3+seyTmUs6jr"
    "f3O2eIi6D21aSa77nMqwAAAABkV4aWYAAE1NACoAAAAIAAIBDwACAAAABwAAACaIJQAEAAAAAQAAAC4AAAAAS2FydXRhAAAAAgAB"
    "AAIAAAACTgAAAAACAAUAAAADAAAATAAAAAAAAAAjAAAAAQAAACcAAAABAAAAHwAAAAE="
)

# Red, green, blue and white quarters.
QUARTERS = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJp"
    "bG9jAAAAAERAAAEAAQAAAAABewABAAAAAAAAASUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAAB"
    "AAAA12lwcnAAAAC4aXBjbwAAAHlodmNDAQNwAAAAkAAAAAAAP/AA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAP7oCQGEA"
    "AQAsQgEBA3AAAAMAkAAAAwAAAwA/oASCAYFlupJKa5uAhoMCAAADADIAAAMAAhBiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaA"
    "AAAAFGlzcGUAAAAAAAACQAAAAYAAAAAQcGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQAAAEtbWRhdAAAASEoAa9TGunk"
    "v1j5DpJf//E+f/0bSQ+O2jGxkj8D9cb5eAXoD+z+QiR7bTf755qdM82pQgrgAAA1IKXYd+AJMDtIDGDYIe1DteChoqGXZ0KQoiG0nhg1"
    "XOrZunG4AAADAVuTAmw8AAeGZJZBxfe14KGlAIq5mAx6qebJiV54Vt82NuQAAAYcT4C24Gt2n//EL1X6xfz/qzVQKUjwAMz0//nn26Pu"
    "Oiad+h/+ruifTMzwAAADAF1AhwAAAwB3bGvXREkPzpyx6jQ6/DspwPT4J/TFkHAAHd97ulXJZjFOTztTenCOvTfqrW0AAAZkAAADAA5a"
    "ckyiTHx86cseo0Ovw7MytTcScDUMg4AA7vvd0q5LMYpyed7fvzWr6b9Va3gAAGjA"
)
QUARTERS_SIZE = (576, 384)


def heic(*, columns: int = 1, rows: int = 1, orientation: int = 1) -> bytes:
    """The quarters as a picture of so many tiles, each the same few bytes, drawn as this EXIF orientation would."""
    coded = QUARTERS[QUARTERS.index(b"mdat") + 4 :]
    width, height = QUARTERS_SIZE[0] * columns, QUARTERS_SIZE[1] * rows
    grid = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, width, height)
    before, head = -1, b""
    while before != len(head):
        before = len(head)
        meta = _meta(
            columns * rows, (width, height), _turns(orientation), at=before + 8, coded=len(coded), grid=len(grid)
        )
        head = QUARTERS[:28] + meta
    return head + _box(b"mdat", coded, grid)


def _turns(orientation: int) -> list[bytes]:
    """How a HEIC says what EXIF says with a number: turned by so many quarters to the left, then mirrored."""
    quarters = {3: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation)
    axis = {2: 1, 4: 0, 5: 0, 7: 0}.get(orientation)
    turned = [] if quarters is None else [_box(b"irot", bytes([quarters]))]
    return turned + ([] if axis is None else [_box(b"imir", bytes([axis]))])


def _meta(tiles: int, size: tuple[int, int], turns: list[bytes], *, at: int, coded: int, grid: int) -> bytes:
    """Each tile is an item of its own, and all lie in the same place of the file."""
    items = [(item, b"hvc1", at, coded) for item in range(1, tiles + 1)]
    items += [(tiles + 1, b"grid", at + coded, grid)] if tiles > 1 else []
    place = b"".join(struct.pack(">HHHII", item, 0, 1, begins, length) for item, _, begins, length in items)
    named = b"".join(_box(b"infe", struct.pack(">IHH", 2 << 24, item, 0), kind, b"\0") for item, kind, _, _ in items)
    extents = [_box(b"ispe", struct.pack(">III", 0, *extent)) for extent in (QUARTERS_SIZE, size)]
    kept = [*(_property(kind) for kind in (b"hvcC", b"colr", b"pixi")), *extents, *turns]
    turned = [0x80 | number for number in range(6, 6 + len(turns))]
    uses = [[0x81, 2, 3, 4]] * tiles + ([[2, 3, 5]] if tiles > 1 else [])
    uses[-1] = [*uses[-1], *turned]
    joined = b"".join(struct.pack(">HB", item, len(of)) + bytes(of) for item, of in enumerate(uses, start=1))
    parts = [
        _box(b"hdlr", bytes(8), b"pict", bytes(13)),
        _box(b"iloc", struct.pack(">IHH", 0, 0x4400, len(items)), place),
        _box(b"iinf", struct.pack(">IH", 0, len(items)), named),
        _box(b"pitm", struct.pack(">IH", 0, len(items))),
        _box(b"iprp", _box(b"ipco", *kept), _box(b"ipma", struct.pack(">II", 0, len(uses)), joined)),
    ]
    if tiles > 1:
        of_grid = struct.pack(f">HH{tiles}H", tiles + 1, tiles, *range(1, tiles + 1))
        parts.append(_box(b"iref", bytes(4), _box(b"dimg", of_grid)))
    return _box(b"meta", bytes(4), *parts)


def _property(kind: bytes) -> bytes:
    """A property's box as it stands in `QUARTERS`."""
    begins = QUARTERS.index(kind) - 4
    return QUARTERS[begins : begins + int.from_bytes(QUARTERS[begins : begins + 4], "big")]


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body
