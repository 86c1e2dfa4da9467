"""Files that are made to be long work: few bytes, or 40 MB of the smallest parts that a format has.

`parts` says how many; each maker writes one file and gives its path. Used by the quick tests and by
`python -m tests.lab.fuzz_strangers`.
"""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from PIL import Image

Maker = Callable[[Path, int], Path]

_SYLLABLES = [first + second for first in "bdgklmnprst" for second in "aeiou"]


def names(count: int) -> list[str]:
    """Different ones, as of cards."""
    return [f"{one}{two}{three}" for one in _SYLLABLES for two in _SYLLABLES for three in _SYLLABLES[:4]][:count]


NAMED = b"name,id\nBashoro,A1\nKirado,A2\n"


def _written(name: str, data: bytes, folder: Path) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def _jpeg(*, progressive: bool = False) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "JPEG", progressive=progressive)
    return file.getvalue()


def _before(data: bytes, mark: bytes, more: bytes, *, last: bool = False) -> bytes:
    at = data.rindex(mark) if last else data.index(mark)
    return data[:at] + more + data[at:]


def fill_bytes(folder: Path, parts: int) -> Path:
    return _written("fill.jpg", _before(_jpeg(), b"\xff\xda", b"\xff" * parts), folder)


def fill_between_scans(folder: Path, parts: int) -> Path:
    return _written("fill.jpg", _before(_jpeg(progressive=True), b"\xff\xda", b"\xff" * parts, last=True), folder)


def no_marker(folder: Path, parts: int) -> Path:
    return _written("zeros.jpg", _before(_jpeg(), b"\xff\xda", b"\0" * parts), folder)


def segments(folder: Path, parts: int) -> Path:
    return _written("segments.jpg", _before(_jpeg(), b"\xff\xda", b"\xff\xfe\0\2" * parts), folder)


def scans(folder: Path, parts: int) -> Path:
    """Of a picture of 16 megapixels: a few bytes each, and all pixels of work."""
    file = io.BytesIO()
    Image.new("L", (4000, 4000), "grey").save(file, "JPEG", progressive=True)
    data = file.getvalue()
    return _written("scans.jpg", data[:-2] + parts * data[data.rindex(b"\xff\xda") : -2] + data[-2:], folder)


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(before: bytes, after: bytes) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, "PNG")
    data = file.getvalue()
    pixels, end = data.index(b"IDAT") - 4, data.index(b"IEND") - 4
    return data[:pixels] + before + data[pixels:end] + after + data[end:]


def chunks(folder: Path, parts: int) -> Path:
    return _written("chunks.png", _png(_chunk(b"IDAT") * parts, b""), folder)


def texts_behind(folder: Path, parts: int) -> Path:
    return _written("texts.png", _png(b"", _chunk(b"tEXt", b"a\0b") * parts), folder)


def empty_lines(folder: Path, parts: int) -> Path:
    return _written("lines.csv", NAMED + b"\n" * parts, folder)


def empty_rows(folder: Path, parts: int) -> Path:
    return _written("rows.csv", NAMED + b",\n" * parts, folder)


def open_quotes(folder: Path, parts: int) -> Path:
    return _written("quotes.csv", NAMED + b'"a\n' * parts, folder)


def _book(path: Path, rows: bytes, texts: bytes = b"") -> Path:
    """A workbook; `rows` stand below its header and its card."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    first = "".join(f"<row>{cell.format(one)}{cell.format(two)}</row>" for one, two in (("name", "id"), ("Kirado", 1)))
    members = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{first}".encode()
        + rows
        + b"</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>".encode() + texts + b"</sst>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def book_rows(folder: Path, parts: int) -> Path:
    return _book(folder / "rows.xlsx", b"<row/>" * parts)


def book_columns(folder: Path, parts: int) -> Path:
    return _book(folder / "columns.xlsx", b"<row>" + b"<c/>" * parts + b"</row>")


def book_texts(folder: Path, parts: int) -> Path:
    return _book(folder / "texts.xlsx", b"", b"<si><t>a</t></si>" * parts)


def book_elements(folder: Path, parts: int) -> Path:
    return _book(folder / "elements.xlsx", b"<x/>" * parts)


def book_gap(folder: Path, parts: int) -> Path:
    """A row far below the others: the reader gives an empty one for each between them."""
    return _book(folder / "gap.xlsx", b'<row r="%d"><c><v>1</v></c></row>' % parts)


def book_far_cells(folder: Path, parts: int) -> Path:
    """A cell in the last column of each row, which is filled up."""
    return _book(folder / "far.xlsx", b"".join(b'<row><c r="XFD%d"><v>1</v></c></row>' % at for at in range(3, parts)))


def empty_objects(folder: Path, parts: int) -> Path:
    first = json.dumps([{"name": name, "number": number} for number, name in enumerate(names(3_000))])[:-1]
    return _written("list.json", first.encode() + b",{}" * parts + b"]", folder)


def objects_within(folder: Path, parts: int) -> Path:
    return _written("whole.json", b'{"a":{"cards":[{"name":"Kirado"}' + b",{}" * parts + b"]}}", folder)


def broken_objects(folder: Path, parts: int) -> Path:
    return _written("broken.json", b'[{"name": "Kirado"}' + b",\n{x" * parts + b"]", folder)


def deep_json(folder: Path, parts: int) -> Path:
    return _written("deep.json", b'{"a":' * parts, folder)


def _cockatrice(inner: bytes) -> bytes:
    card = b"<card><name>Kirado</name></card>"
    return b'<cockatrice_carddatabase version="4"><cards>' + card + inner + b"</cards></cockatrice_carddatabase>"


def elements(folder: Path, parts: int) -> Path:
    return _written("cards.xml", _cockatrice(b"<a/>" * parts), folder)


def empty_cards(folder: Path, parts: int) -> Path:
    return _written("cards.xml", _cockatrice(b"<card/>" * parts), folder)


def deep_xml(folder: Path, parts: int) -> Path:
    return _written("cards.xml", _cockatrice(b"<a>" * parts), folder)


def _zip(path: Path, names: Callable[[int], str], parts: int) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("cards.csv", NAMED)
        for number in range(parts):
            packed.writestr(names(number), "")
    return path


def empty_entries(folder: Path, parts: int) -> Path:
    return _zip(folder / "entries.zip", str, parts)


def entry_folders(folder: Path, parts: int) -> Path:
    return _zip(folder / "folders.zip", "{}/".format, parts)


def deep_entries(folder: Path, parts: int) -> Path:
    return _zip(folder / "deep.zip", lambda number: f"{number}/" + "a/" * 500 + "x", -(-parts // 500))


def database_rows(folder: Path, parts: int) -> Path:
    path = folder / "cards.cdb"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE datas (id INTEGER PRIMARY KEY, type INTEGER)")
        database.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, name TEXT)")
        for table in ("datas", "texts"):
            database.executemany(f"INSERT INTO {table} (id) VALUES (?)", ((number,) for number in range(parts)))
    return path


PICTURES: Mapping[str, tuple[Maker, int]] = {
    "fill bytes": (fill_bytes, 39_000_000),
    "fill bytes between scans": (fill_between_scans, 39_000_000),
    "no marker": (no_marker, 39_000_000),
    "segments": (segments, 9_000_000),
    "scans": (scans, 100_000),
    "chunks": (chunks, 3_000_000),
    "texts behind the pixels": (texts_behind, 2_500_000),
}
"""What it holds -> how it is made, and how many parts fill 40 MB."""

SOURCES: Mapping[str, tuple[Maker, int]] = {
    "empty lines": (empty_lines, 39_000_000),
    "empty rows": (empty_rows, 19_000_000),
    "open quotes": (open_quotes, 13_000_000),
    "rows of a workbook": (book_rows, 20_000_000),
    "columns of a workbook": (book_columns, 20_000_000),
    "texts of a workbook": (book_texts, 10_000_000),
    "elements of a workbook": (book_elements, 20_000_000),
    "a gap in a workbook": (book_gap, 900_000_000),
    "far cells of a workbook": (book_far_cells, 500_000),
    "empty objects": (empty_objects, 12_000_000),
    "objects within others": (objects_within, 12_000_000),
    "broken objects": (broken_objects, 9_000_000),
    "elements": (elements, 9_000_000),
    "empty cards": (empty_cards, 5_000_000),
    "empty entries": (empty_entries, 350_000),
    "folders of a zip": (entry_folders, 350_000),
    "deep folders of a zip": (deep_entries, 9_000_000),
    "rows of a database": (database_rows, 1_400_000),
}

DEEP: Mapping[str, tuple[Maker, int]] = {"deep JSON": (deep_json, 7_500_000), "deep XML": (deep_xml, 12_500_000)}
"""These are refused for what they are, and not for how much they are."""
