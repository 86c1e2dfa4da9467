"""Reads the set code in a photo that shows a part of a card close up; which card it is is known. Decides no card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from karuta.domain.card import Card
from karuta.domain.errors import PictureError
from karuta.domain.label import as_points
from karuta.domain.printing.answer import PrintingVerdict
from karuta.domain.printing.judging import judged
from karuta.domain.printing.places import Print, has_reader, places_of
from karuta.domain.printing.verifying import SeenStrip
from karuta.engine.code_reader import LONGEST, CodeReader, FoundLine, found_lines, turned
from karuta.engine.decode import open_picture
from karuta.listings.domain.check.listing import CloseUp

# Upright, upside down, on either side.
_QUARTERS = (0, 2, 1, 3)


def read_close_up(reader: CodeReader, photo: str, path: Path, card: Card) -> CloseUp | None:
    """None where no code of this card is read for sure: what a close-up shows is not known to be the code at all."""
    game = card.key.game
    places = places_of(game, Print.CODE, type_line=str(card.facts.get("type_line", "")))
    if not has_reader(game) or not places or not card.printings:
        return None
    try:
        picture = open_picture(path)
        pixels = picture.pixels(longest=2 * LONGEST)
    except PictureError:
        return None
    for quarters in _QUARTERS:
        lines = found_lines(turned(pixels, quarters=quarters))
        if not lines:
            continue
        logs = reader.logs(np.stack([line.strip for line in lines]))
        strips = [SeenStrip(places[0], log, line.capitals, 0.0) for line, log in zip(lines, logs, strict=True)]
        answer = judged(strips, card.printings, game=game)
        if answer.verdict is PrintingVerdict.READ and answer.read.set_code is not None:
            scale = np.array([picture.size[0] / pixels.shape[1], picture.size[1] / pixels.shape[0]])
            corners = _best(lines, strips, answer.read.set_code).corners * scale
            return CloseUp(photo, answer, as_points(corners.tolist()))
    return None


def _best(lines: Sequence[FoundLine], strips: Sequence[SeenStrip], code: str) -> FoundLine:
    """Where it was read best."""
    lettered = [at for at, strip in enumerate(strips) if not strip.is_blank]
    return lines[max(lettered, key=lambda at: float(strips[at].ratios([code])[0]))]
