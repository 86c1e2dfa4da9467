"""What was read of a card's print is part of its label: stored with it, sealed with it, absent from older ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.labelling import ANNA, library_in, stepping

from karuta.domain.label import NO_EVIDENCE, Decision, Kind, Subject
from karuta.store.events import append
from karuta.store.label_file import LabelFile

READ = '{"verdict":"read"}'


def unknown(print_read: str | None) -> Decision:
    return Decision(Kind.UNKNOWN, Subject("a" * 64, "p.jpg"), evidence=replace(NO_EVIDENCE, print_read=print_read))


def test_it_is_stored_and_sealed_with_the_label(tmp_path: Path) -> None:
    with LabelFile.open_writing(library_in(tmp_path), surroundings=stepping()) as file:
        append(file, [unknown(READ), unknown(None)], ANNA)
        assert file.rows("SELECT print_read FROM events ORDER BY id") == [(READ,), (None,)]
        assert file.broken_seals() == []
        with file.writing():
            file.change("UPDATE events SET print_read = ? WHERE print_read IS NOT NULL", [('{"verdict":"likely"}',)])
        assert [seal.fault for seal in file.broken_seals()] == ["altered"]
