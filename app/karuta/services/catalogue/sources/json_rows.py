"""Reads JSON of other projects card by card, however long the file is: holds one card and a piece of the file.

Accepts a list, a list below `data` or `cards`, one object, or one object per line. A broken card is skipped with its
line, and reading continues at the next. Known flaws of the projects' files are tolerated: a byte order mark, commas
before a closing bracket (https://github.com/PokemonTCG/pokemon-tcg-data, sets/en.json of 2022-10).
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, cast

from karuta.domain.sentence import Sentence
from karuta.domain.work import LINES, ROWS, Work
from karuta.files import open_regular

_PIECE = 1 << 18
MOST_CHARACTERS = 16_000_000
"""Of one card. The largest known, a Scryfall card with all its links, has 20,000."""

MOST_WHOLE = 64_000_000
"""Of a file that is read as a whole."""

MOST_RATIO = 50
"""JSON of cards shrinks to a tenth or twentieth; gzip itself reaches 1:1,032."""

_SMALL = 20_000_000
_MOST_CARDS, _CUT = 20_000, 10

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[\s,]*")
_LIST = re.compile(r'"(?:data|cards|Data)"\s*:\s*\[')
_HEAD = 65_536
_HEAD_PIECE = 2048
_LOOSE_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])', re.DOTALL)
_LINE_BEGIN = re.compile(r"\n([ \t]*)\{")
_NEIGHBOUR = re.compile(r"\}\s*,\s*(?=\{)")
_BESIDE = re.compile(r"[ \t,]*[^ \t,\r\n\]}]")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class JsonRow:
    """One card of a file. `line`: where it begins, from 1. `fault`: why there is no `value`.

    `row`: which one it is, from 1, where another stands on its line; else None.
    """

    line: int
    value: Any = None
    fault: str | None = None
    row: int | None = None


def json_rows(
    path: Path, *, is_row: Callable[[Any], bool], read: Callable[[int], object] | None = None
) -> Iterator[JsonRow]:
    """Every card of a file in its order.

    `is_row`: whether an object looks like a card; used to find the next one after a broken one. `read`: is told how
    many bytes were read so far. Raises `TooMuchWork`.
    """
    try:
        with _opened(path) as file:
            yield from _Rows(file, is_row, read, Work(path, ROWS)).all()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield JsonRow(1, fault=Sentence("the file cannot be unpacked: {reason}", reason=error))


def json_head(path: Path) -> str:
    """The beginning of a file as text, to recognise it; "" if it is not text or cannot be read."""
    head = b""
    with suppress(OSError, EOFError, zlib.error), _opened(path) as file:
        # In pieces, to get what there is of a compressed file that ends too early.
        while len(head) < _HEAD and (piece := file.read(_HEAD_PIECE)):
            head += piece
    text = codecs.getincrementaldecoder("utf-8-sig")("ignore").decode(head)
    return text if text.lstrip()[:1] in ("[", "{") else ""


def json_whole(path: Path) -> Any:
    """Read a file that is no list at its top, halves of characters included.

    Raises `OSError`, `ValueError`, and `TooMuchWork`.
    """
    try:
        with _opened(path) as file:
            data = file.read(MOST_WHOLE + 1)
        if len(data) > MOST_WHOLE:
            raise ValueError("it is too large to be read as a whole")
        # Each takes some 200 bytes of memory.
        Work(path, LINES, size=len(data)).count(data.count(b"{") + data.count(b"["))
        return json.loads(data.decode("utf-8-sig"))
    except (EOFError, zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """As it is, or decompressed if a browser saved it as it was sent (`.json.gz`)."""
    with io.BufferedReader(open_regular(path)) as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not is_packed:
            yield file
            return
        most = max(_SMALL, MOST_RATIO * path.stat().st_size)
        with _Unpacked(fileobj=file, most=most) as plain:
            yield cast("IO[bytes]", plain)


class _Unpacked(gzip.GzipFile):
    """`most`: bytes that it may give; `EOFError` where it has more."""

    def __init__(self, *, fileobj: IO[bytes], most: int) -> None:
        super().__init__(fileobj=fileobj, mode="rb")
        self._left = most

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise EOFError("it unpacks to more than cards ever do")
        return data


class _Rows:
    def __init__(
        self, file: IO[bytes], is_row: Callable[[Any], bool], read: Callable[[int], object] | None, work: Work
    ) -> None:
        self._file = file
        self._is_row = is_row
        self._read = read
        self._work = work
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._text = ""
        self._at = 0
        self._line = 1
        self._bytes = 0
        self._ended = False

    def all(self) -> Iterator[JsonRow]:
        self._more()
        self._into_the_list()
        number, ended = 0, 0
        while self._to_next():
            self._work.count()
            row = self._next()
            number += 1
            is_shared = row.line == ended or _BESIDE.match(self._text, self._at) is not None
            ended = self._line
            yield replace(row, row=number) if is_shared else row

    def _next(self) -> JsonRow:
        line, size = self._line, _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError):
                # Either it is broken, or the rest of it is not read yet.
                if self._ended or len(self._text) - self._at > MOST_CHARACTERS or self._next_begins():
                    return self._passed_over(line)
                self._more(size)
                size *= 2
                continue
            if end == len(self._text) and not self._ended:
                self._more()
                continue
            text = self._text[self._at : end]
            self._go(end)
            return _row(line, value, text)

    def _passed_over(self, line: int) -> JsonRow:
        """A broken card: repaired if it only has too many commas, else left out."""
        begin = self._next_begins()
        end = len(self._text) if begin is None else begin
        mended = _LOOSE_COMMA.sub(lambda met: met[1] or "", self._text[self._at : end]).rstrip(", \r\n\t")
        is_last = begin is None
        self._go(end)
        for text in (mended, mended.rstrip("]} \r\n\t") + "}") if is_last else (mended,):
            try:
                value, _ = _DECODER.raw_decode(text)
            except (ValueError, RecursionError):
                continue
            if self._is_row(value):
                return _row(line, value, text)
        if is_last and self._ended:
            return JsonRow(
                line, fault=Sentence("not JSON: the file ends within a card, or nothing after it can be read")
            )
        return JsonRow(line, fault=Sentence("not JSON"))

    def _next_begins(self) -> int | None:
        """The likely start of the next card in what was read: on a line of its own, after a comma."""
        indent = self._text.rfind("\n", 0, self._at)
        own = self._text[indent + 1 : self._at].strip("[") if indent >= 0 else ""
        for match in _LINE_BEGIN.finditer(self._text, self._at + 1):
            # In an indented file, nothing within a card stands as far left as the card itself.
            if match[1] == own and (own or self._decodes(match.end() - 1)):
                return match.end() - 1
        for match in _NEIGHBOUR.finditer(self._text, self._at + 1):
            if self._decodes(match.end()):
                return match.end()
        return None

    def _decodes(self, at: int) -> bool:
        self._work.count()
        # For its message, an error counts the lines of all the text before it.
        for piece in (self._text[at : at + _MOST_CARDS], self._text[at:]):
            try:
                value, _ = _DECODER.raw_decode(piece)
            except json.JSONDecodeError as error:
                if error.pos < _MOST_CARDS - _CUT and not error.msg.startswith("Unterminated"):
                    return False
            except RecursionError:
                return False
            else:
                return self._is_row(value)
        return False

    def _into_the_list(self) -> None:
        """To the first card: into the outer list, or into that below `data`."""
        self._to_next()
        first = self._text[self._at : self._at + 1]
        if first == "[":
            self._go(self._at + 1)
        elif first == "{" and (opening := _LIST.search(self._text, self._at, self._at + _HEAD)):
            before = self._text[self._at : opening.start()]
            if before.count("{") - before.count("}") == 1:
                self._go(opening.end())

    def _to_next(self) -> bool:
        """Skip spaces and commas; false at the end of the list or of the file."""
        while True:
            space = _SPACE.match(self._text, self._at)
            assert space is not None, "it may be empty"
            self._go(space.end())
            if self._at < len(self._text):
                return self._text[self._at] not in "]}"
            if self._ended:
                return False
            self._more()

    def _go(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _more(self, size: int = _PIECE) -> None:
        """Read on; text already used is dropped."""
        data = self._file.read(size)
        self._bytes += len(data)
        self._work.read(len(data))
        self._ended = not data
        begin = self._text.rfind("\n", 0, self._at) + 1 if self._at else 0
        keep = begin if self._at - begin < 200 else self._at
        self._text = self._text[keep:] + self._decoder.decode(data, final=self._ended)
        self._at -= keep
        if self._read is not None:
            self._read(self._bytes)


def _row(line: int, value: Any, text: str) -> JsonRow:
    if not isinstance(value, dict):
        return JsonRow(line, fault=Sentence("not a JSON object"))
    if _HALF.search(text) or ("\\u" in text and _HALF.search(json.dumps(value, ensure_ascii=False))):
        return JsonRow(line, fault=Sentence("not UTF-8, or half a character (a lone surrogate)"))
    return JsonRow(line, value)
