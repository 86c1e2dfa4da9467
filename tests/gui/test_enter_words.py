"""Where Enter decides nothing, it says which key does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.domain.test_whole_page import LABEL, card, page

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import PictureCode
from karuta.domain.match import Verdict
from karuta.gui.desk.verdict_presenter import instead_of_enter

UNSURE = replace(card(1), verdict=Verdict.UNSURE)
NOTHING = replace(card(1), verdict=Verdict.UNKNOWN, card_like=False)
NO_CARD, NUMBER, NONE = "Press {none}: no card here", "Press a number: 1-9", "{key} does nothing here"


@pytest.mark.parametrize(
    ("photo", "sighting", "text"),
    [
        (page(), None, NO_CARD),
        (page(NOTHING), NOTHING, NO_CARD),
        (page(UNSURE), UNSURE, NUMBER),
        (page(replace(UNSURE, label=LABEL)), replace(UNSURE, label=LABEL), NONE),
        (page(replace(UNSURE, verdict=None, matches=())), replace(UNSURE, verdict=None, matches=()), NONE),
        (replace(page(), looked_up=False), None, NONE),
        (replace(page(), error=next(iter(PictureCode))), None, NONE),
        (replace(page(), whole_photo=LABEL), None, NONE),
    ],
)
def test_what_enter_says_where_it_decides_nothing(photo: DeskPhoto, sighting: LiveSighting | None, text: str) -> None:
    has_rows = sighting is not None and bool(sighting.matches)
    assert instead_of_enter(photo, sighting, has_rows=has_rows) == text
