"""The packs of a catalogue with their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs import add, small_pack

from karuta.domain.card import CardKey
from karuta.paths import LibraryFolder
from karuta.services.catalogue import list_packs


def test_the_labels_of_all_packs_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = LibraryFolder(tmp_path / "library")
    add(small_pack(tmp_path / "one", 5), library)
    add(small_pack(tmp_path / "two", 2), library)
    read: list[LibraryFolder] = []

    def labels(of: LibraryFolder) -> dict[CardKey, int]:
        read.append(of)
        return {CardKey("ohajiki", "1"): 2, CardKey("ohajiki", "5"): 1, CardKey("menko", "1"): 9}

    monkeypatch.setattr(list_packs, "labels_by_card", labels)
    shown = list_packs.show_packs(library)
    assert {details.pack.name: details.labels for details in shown} == {"one": 3, "two": 2}
    assert [details.pack for details in shown] == list_packs.list_packs(library)
    assert list_packs.show_pack(library, "one").labels == 3
    assert len(read) == 2
