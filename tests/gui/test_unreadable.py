"""Of an unreadable card the window says what is missing, read off its kept crop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter
from tests.pictures import card as drawn_card
from tests.window import Hand, Steps, window_with

from karuta.domain.label import Evidence
from karuta.domain.match import Verdict
from karuta.engine.decode import crop_webp
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.lookups.look_up import Look, keep_look
from karuta.settings import Settings, write_settings
from karuta.store.outlines import SeenPhoto, SeenSighting
from karuta.store.picture_files import keep_crop


def blurred(seed: int) -> np.ndarray:
    face = Image.fromarray(drawn_card(seed)).resize((176, 256)).filter(ImageFilter.GaussianBlur(9))
    return np.asarray(face)


@pytest.mark.long
@pytest.mark.parametrize(("language", "said"), [("en", "blurred"), ("ja", "ぼけている")])
@window_with(p=3, before=True)
def test_the_head_says_what_an_unreadable_card_lacks(hand: Hand, tmp_path: Path, language: str, said: str) -> Steps:
    write_settings(tmp_path / "settings.json", Settings(language=language))
    yield
    desk = hand.work.desk
    yield hand.shows("p.png")
    assert said not in hand.window.match_panel.head.words[1]
    provenance = hand.work.lookup_queue.provenance
    shown, one = desk.photo, desk.sighting
    assert shown is not None and shown.size is not None and provenance is not None
    seen = SeenSighting(one.corners, keep_crop(hand.library, crop_webp(blurred(3))), b"", Verdict.UNREADABLE, ())
    by = ("m", provenance.model_hash, "i", "i" * 64, provenance.artworks_hash, provenance.reader_hash)
    look = SeenPhoto(shown.size, (seen,), Evidence(None, (), None, *by))
    with labels_for_writing(hand.library) as file:
        with file.writing():
            file.change("UPDATE sightings SET crop_sha256 = ?", [(seen.crop_sha256,)])
        keep_look(file, shown.photo.sha256, Look(look, None))
    hand.work.desk.refresh()
    yield lambda: desk.gain is not None or desk.sighting.verdict is Verdict.UNREADABLE
    desk.show_newer()
    yield lambda: said in hand.window.match_panel.head.words[1]
