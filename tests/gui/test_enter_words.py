"""Where Enter decides nothing, it says which key does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.labelling import chosen, match, square

from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import PictureCode
from karuta.domain.label import Kind, Label
from karuta.domain.match import Verdict
from karuta.domain.photo import KnownPhoto
from karuta.gui.desk.verdict_presenter import instead_of_enter

PHOTO = KnownPhoto(sha256="a" * 64, name="p.png", path=None, bytes=1, batch=None, listing=None)
LABEL = Label(
    *("e", "p.png", "a" * 64, "1", 1, square(), Kind.CONFIRM, chosen().key, "Shape 1", None, "anna", "t"),
    *(None, None, None),
)
UNSURE = LiveSighting(1, "1", square(), None, Verdict.UNSURE, (match(1), match(9)), None)
NOTHING = replace(UNSURE, verdict=Verdict.UNKNOWN, card_like=False)
NO_CARD, NUMBER, NONE = "Press {none}: no card here", "Press a number: 1-9", "{key} does nothing here"


def page(*cards: LiveSighting) -> DeskPhoto:
    return DeskPhoto(
        PHOTO, looked_up=True, size=(400, 100), error=None, error_message=None, sightings=cards, whole_photo=None
    )


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
