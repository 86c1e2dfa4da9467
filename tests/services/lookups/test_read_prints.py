"""Small print is looked at only where there are pixels enough for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests import judged

from karuta.domain.errors import PictureError
from karuta.domain.printing.answer import Illegible, PrintingVerdict
from karuta.domain.printing.judging import UNSEEN
from karuta.domain.recognition import FoundSighting
from karuta.print_table import print_table
from karuta.services.lookups.read_prints import PrintReader

GAME = "yugioh"


def card_in_a_photo(*, capitals: float) -> FoundSighting:
    """A card whose capitals are so many pixels high."""
    high = capitals / print_table().of(GAME).capitals
    corners = np.array([(0, 0), (high * 0.7, 0), (high * 0.7, high), (0, high)])
    return replace(judged.sighting("a", corners=corners), matches=(judged.match("a", game=GAME),))


def reader(monkeypatch: pytest.MonkeyPatch) -> PrintReader:
    monkeypatch.setattr(PrintReader, "_fetch", lambda *_: None)
    return PrintReader(None, Path("no catalogue"))  # type: ignore[arg-type]


def test_capitals_of_a_few_pixels_are_too_small_and_cost_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged.recognition(card_in_a_photo(capitals=UNSEEN - 0.5))
    (sighting,) = reader(monkeypatch).read(Path("no photo"), found).sightings
    assert sighting.printing is not None
    assert (sighting.printing.verdict, sighting.printing.reason) == (PrintingVerdict.ILLEGIBLE, Illegible.SMALL)
    assert sighting.matches == found.sightings[0].matches


def test_larger_ones_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged.recognition(card_in_a_photo(capitals=UNSEEN + 0.5))
    with pytest.raises(PictureError, match="no photo"):
        reader(monkeypatch).read(Path("no photo"), found)


def test_a_game_without_a_reader_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (sighting,) = reader(monkeypatch).read(Path("no photo"), judged.recognition(judged.sighting("a"))).sightings
    assert sighting.printing is None
