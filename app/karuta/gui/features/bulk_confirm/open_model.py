"""What is undecided in some photos, as a list of pictures with names. Decides nothing."""

from __future__ import annotations

from karuta.domain.bulk import OpenCard
from karuta.gui.library.crop_model import CropModel


class OpenModel(CropModel[OpenCard]):
    """By the names of their photos, and which card of a photo it is."""

    def words(self, row: OpenCard) -> str:
        if row.number is None:
            return row.photo_name
        return self.tr("{photo}, card {number}").format(photo=row.photo_name, number=row.number)

    def card(self, row: OpenCard) -> OpenCard:
        return row
