"""Files line by line: a line of any length costs a megabyte, and is told from the others by its number."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.truth import TruthError
from karuta.lines import MOST_BYTES, Line, lines_of
from karuta.services.catalogue.catalogue_folder import open_folder, read_numbered_cards
from karuta.services.evaluation.read_truth import read_truth
from karuta.services.labels.read_export import is_export, read_export

LONG = 60 * MOST_BYTES


class Endless(io.RawIOBase):
    """A line of `LONG` bytes, one of two, and one of `LONG` without an end; made as it is read."""

    def __init__(self) -> None:
        self._parts = [(b"x", LONG), (b"\nok\n", 1), (b"y", LONG)]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while self._parts and not self._parts[0][1]:
            self._parts.pop(0)
        if not self._parts:
            return 0
        what, left = self._parts[0]
        count = min(len(buffer), left) if len(what) == 1 else 1
        self._parts[0] = (what, left - count)
        data = what * count
        buffer[: len(data)] = data
        return len(data)


def test_a_line_that_is_too_long_is_never_held() -> None:
    tracemalloc.start()
    found = list(lines_of(io.BufferedReader(Endless())))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [Line(1, None), Line(2, b"ok\n"), Line(3, None)]
    assert most < 5 * MOST_BYTES


@given(st.lists(st.sampled_from([b"", b"a", b"a" * 8, b"a" * 9, b"a" * 30])), st.sampled_from([b"", b"\n"]))
def test_every_line_keeps_its_number(lines: list[bytes], end: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("karuta.lines.MOST_BYTES", 9)
        data = b"\n".join(lines) + end
        expected = io.BytesIO(data).readlines()
        found = list(lines_of(io.BytesIO(data)))
    assert found == [Line(at, line if len(line) <= 9 else None) for at, line in enumerate(expected, start=1)]


def written(path: Path, *parts: bytes | int) -> Path:
    """A file of these bytes; a number stands for so many letters in one line."""
    with path.open("wb") as file:
        for part in parts:
            if isinstance(part, bytes):
                file.write(part)
            else:
                write_letters(file, part)
    return path


def write_letters(file: IO[bytes], count: int) -> None:
    for _ in range(count // MOST_BYTES):
        file.write(b"a" * MOST_BYTES)


def most_while(do: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def card(name: str) -> bytes:
    return json.dumps({"card_id": name, "game": "g", "names": {"en": name}}).encode() + b"\n"


def test_a_card_on_a_line_of_megabytes_is_skipped_with_its_line(tmp_path: Path) -> None:
    """300 MB of JSON in one line took 4 GB."""
    written(tmp_path / "cards.jsonl", card("1"), b'{"card_id": "2", "game": "', LONG, b'"}\n', card("3"))
    folder = open_folder(tmp_path)
    found: list[tuple[int, object]] = []
    assert most_while(lambda: found.extend(read_numbered_cards(folder))) < 8 * MOST_BYTES
    first, skipped, third = (row for _, row in found)
    assert (first.key.card_id, third.key.card_id) == ("1", "3")  # type: ignore[attr-defined]
    assert (skipped.file, skipped.line, skipped.reason) == ("cards.jsonl", 2, "longer than 1 MB")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((b"photo,card_id\na.jpg,1\nb.jpg,", LONG, b"\n"), "truth.csv line 3 is longer than 1 MB"),
        ((LONG,), "truth.csv line 1 is longer than 1 MB"),
        ((b'photo,card_id\na.jpg,"', b'1","\n2","' * 150_000), "truth.csv line 2 is not CSV (a row longer than 1 MB)"),
    ],
)
def test_a_truth_file_with_such_a_line_or_row_is_one_sentence_with_its_line(
    tmp_path: Path, parts: tuple[bytes | int, ...], sentence: str
) -> None:
    path = written(tmp_path / "truth.csv", *parts)
    said: list[str] = []

    def read() -> None:
        with pytest.raises(TruthError) as caught:
            read_truth(path)
        said.append(str(caught.value))

    assert most_while(read) < 40 * MOST_BYTES
    assert sentence in said[0]


def test_the_rows_of_an_export_around_such_a_line_are_read(tmp_path: Path) -> None:
    row = b'{"photo": "a.jpg", "kind": "unknown", "annotator": "me", "time": "2026-01-02T03:04:05Z"}\n'
    path = written(tmp_path / "labels.jsonl", row, b'{"photo": "', LONG, b'"}\n', row)
    read = read_export(path)
    assert is_export(path)
    assert [(skipped.line, skipped.reason) for skipped in read.skipped if "MB" in skipped.reason] == [
        (2, "the line is longer than 1 MB")
    ]
    assert len(read.rows) + len(read.skipped) == 3
