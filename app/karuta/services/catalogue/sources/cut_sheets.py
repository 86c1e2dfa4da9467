"""Cuts pictures of many cards, as Tabletop Simulator keeps decks, into one a card; changes no file of the source."""

from __future__ import annotations

import re
import shutil
import weakref
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from karuta.domain.errors import PictureError
from karuta.domain.pixels import Pixels
from karuta.engine.decode import crop_webp, open_picture
from karuta.services.catalogue.sources.picture_folder import PictureFolder

_CARD = re.compile(r"(.+)#(\d{1,3})of(\d{1,2})x(\d{1,2})")


@dataclass(eq=False)
class CutSheets(PictureFolder):
    """A folder's pictures, and the cards on its sheets as `list_rows.card_on_sheet` names them.

    What is taken is cut into a folder of its own.
    """

    _sheet: tuple[Path | None, Pixels | None] = (None, None)

    @classmethod
    def from_folder(cls, folder: PictureFolder) -> CutSheets:
        return cls(folder.root, folder.files, folder.count, folder.taken, folder.aside)

    @cached_property
    def _place(self) -> Path:
        """A folder that goes with the source."""
        place = Path(mkdtemp(prefix="karuta-sheets-"))
        weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
        return place

    def find(self, name: str) -> list[Path]:
        met = _CARD.fullmatch(name)
        if met is None or not super().find(met[1]):
            return super().find(name)
        return [Path(self._place, f"{super().find(met[1])[0].stem}-{int(met[2]) + 1}.webp")]

    def take(self, name: str) -> list[Path]:
        found = super().take(name)
        met = _CARD.fullmatch(name)
        self.aside.update(found if met is not None else ())
        if met is not None and found and not found[0].exists():
            place, wide, high = map(int, met.groups()[1:])
            self._cut(super().find(met[1])[0], found[0], place, wide=wide, high=high)
        return found

    def _cut(self, sheet: Path, out: Path, place: int, *, wide: int, high: int) -> None:
        """A sheet that cannot be decoded gives no picture; whoever wants it says that it is missing."""
        self.taken.add(sheet)
        if self._sheet[0] != sheet:
            try:
                self._sheet = (sheet, open_picture(sheet).pixels())
            except PictureError:
                self._sheet = (sheet, None)
        pixels = self._sheet[1]
        if pixels is not None and place < wide * high:
            height, width = pixels.shape[0] / high, pixels.shape[1] / wide
            row, column = divmod(place, wide)
            top, left = round(row * height), round(column * width)
            out.write_bytes(
                crop_webp(pixels[top : round((row + 1) * height), left : round((column + 1) * width)].copy())
            )
