"""An evidence sheet goes to a stranger: photos from elsewhere on this computer are in it only if a person says so."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.gui.check import outgoing
from karuta.listings.gui.check.outgoing import Sheets
from karuta.listings.services.check.evidence_sheet import SheetFacts
from karuta.listings.services.check.listing_sources import QueuedListing


@pytest.mark.parametrize(
    ("photos", "answer", "asked", "shown"),
    [
        (("a.jpg",), True, 0, False),
        (("a.jpg", "../b.jpg"), False, 1, False),
        (("a.jpg", "../b.jpg"), True, 1, True),
    ],
)
def test_a_person_is_asked_before_photos_from_elsewhere_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, photos: tuple[str, ...], *, answer: bool, asked: int, shown: bool
) -> None:
    questions: list[str] = []
    made: list[SheetFacts] = []

    def agrees(title: str, text: str, *, deed: str) -> bool:
        questions.append(text)
        return answer

    def written(path: Path, look: object, library: object, facts: SheetFacts) -> Path:
        made.append(facts)
        return path

    ask = SimpleNamespace(agrees=agrees, new_file=lambda *_: tmp_path / "sheet.html")
    session: Any = SimpleNamespace(
        origin=SimpleNamespace(annotator="aya"),
        settings=SimpleNamespace(sheet_titles=False),
        files_lane=SimpleNamespace(submit=lambda work, **_: work(None, None)),
    )
    kit: Any = SimpleNamespace(ask=SimpleNamespace(about=lambda kind: ask, agrees=agrees))
    monkeypatch.setattr(outgoing, "_written", written)
    queued = QueuedListing(SoldListing(1, "L1", "", photos, ()), tmp_path, "monday.csv", near=(tmp_path,))
    look: Any = SimpleNamespace(queued=queued, shown=SimpleNamespace(listing_id="L1"))
    dialog: Any = QWidget()
    Sheets(session, dialog, kit, lambda look: None, say=lambda text: None).save(look, None)
    assert (len(questions), [sheet_facts.anywhere for sheet_facts in made]) == (asked, [shown])
    assert all("b.jpg" in question and "../" not in question for question in questions)
