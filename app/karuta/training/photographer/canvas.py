"""A photo while it is composed: layers are added with shadows, and it tracks what covers which card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from karuta.domain.sighting import Corners, area, carried, homography, iou
from karuta.training.photographer.covers import Patch
from karuta.training.photographer.holder import CardLayer
from karuta.training.photographer.pose import rectangle

_COVER = 255  # in the visibility map: something that is not a card


@dataclass(frozen=True, slots=True)
class _Laid:
    """A card as it was laid: its places in the visibility map, and its share within the photo."""

    places: int
    in_view: float


class Canvas:
    """The pixels so far, and a small map of the card visible at each place (0: none)."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.size = image.size
        self._scale = max(1.0, min(image.size) / 400)
        small = (round(image.width / self._scale), round(image.height / self._scale))
        self._seen = Image.new("L", small, 0)
        self._laid: list[_Laid] = []

    def lay_card(self, layer: CardLayer, corners: Corners) -> None:
        """Lays a card layer so that its card's corners come to `corners`, (4, 2) in pixels."""
        self._lay(layer.image, layer.card, corners)
        number = len(self._laid) + 1
        points = [(float(x / self._scale - 0.5), float(y / self._scale - 0.5)) for x, y in corners]
        ImageDraw.Draw(self._seen).polygon(points, fill=number)
        self._laid.append(_Laid(self._seen.histogram()[number], self._share_in_view(corners)))

    def lay_thing(self, image: Image.Image, corners: Corners) -> None:
        """Lays an RGBA picture of something else, with its own corners at `corners`, under the cards to come."""
        whole = np.array([(0, 0), (image.width, 0), image.size, (0, image.height)], dtype=np.float64)
        self._lay(image, whole, corners)

    def cover_thing(self, image: Image.Image, corners: Corners) -> None:
        """Lays an RGBA picture over the cards that lie there already; all of it hides what is under it."""
        self.lay_thing(image, corners)
        points = [(float(x / self._scale - 0.5), float(y / self._scale - 0.5)) for x, y in corners]
        ImageDraw.Draw(self._seen).polygon(points, fill=_COVER)

    def cast_shadow(self, outline: Corners, *, strength: float, shift: tuple[float, float]) -> None:
        """Softly darkens what lies under and beside an outline, away from the light."""
        reach = max(1.5, float(np.hypot(*shift)))
        moved = outline + np.array(shift)
        box = self._clipped(np.r_[moved - 3 * reach, moved + 3 * reach])
        if box is None:
            return
        x0, y0, x1, y1 = box
        scale = max(1.0, reach / 2)
        size = (max(1, round((x1 - x0) / scale)), max(1, round((y1 - y0) / scale)))
        shade = Image.new("L", size, 0)
        points = [(float((x - x0) / scale), float((y - y0) / scale)) for x, y in moved]
        ImageDraw.Draw(shade).polygon(points, fill=round(255 * strength))
        shade = shade.filter(ImageFilter.BoxBlur(reach / scale)).filter(ImageFilter.BoxBlur(reach / scale))
        shade = shade.resize((x1 - x0, y1 - y0), Image.Resampling.BILINEAR)
        self.image.paste((0, 0, 0), box, shade)

    def cover(self, patch: Patch) -> None:
        """Pastes something that is not a card over everything."""
        self.paste(patch)
        small = (max(1, round(patch.image.width / self._scale)), max(1, round(patch.image.height / self._scale)))
        mask = patch.image.getchannel("A").resize(small).point(_MOSTLY)
        self._seen.paste(_COVER, (round(patch.at[0] / self._scale), round(patch.at[1] / self._scale)), mask)

    def paste(self, patch: Patch) -> None:
        """Pastes something that hides no card: it lies under the cards to come, or is transparent."""
        self.image.paste(patch.image, patch.at, patch.image)

    def visible(self) -> list[float]:
        """The visible share of each card, 0 to 1, in the order in which they were laid."""
        counts = self._seen.histogram()[1:]
        return [laid.in_view * count / max(1, laid.places) for laid, count in zip(self._laid, counts, strict=False)]

    def _share_in_view(self, corners: Corners) -> float:
        frame = rectangle(*self.size) + np.array(self.size) / 2
        if (corners >= 0).all() and (corners <= np.array(self.size)).all():
            return 1.0
        common = iou(corners, frame)
        return common * (area(corners) + area(frame)) / (1 + common) / area(corners)

    def _lay(self, image: Image.Image, source: Corners, corners: Corners) -> None:
        matrix = homography(source, corners)
        whole = np.array([(0, 0), (image.width, 0), image.size, (0, image.height)], dtype=np.float64)
        box = self._clipped(carried(whole, matrix))
        if box is None:
            return
        x0, y0, x1, y1 = box
        back = homography(corners - np.array([x0, y0]), source)
        patch = image.transform(
            (x1 - x0, y1 - y0), Image.Transform.PERSPECTIVE, tuple(back.ravel()[:8]), Image.Resampling.BILINEAR
        )
        self.image.paste(patch, (x0, y0), patch)

    def _clipped(self, points: Corners) -> tuple[int, int, int, int] | None:
        low = np.floor(points.min(axis=0)).astype(int)
        high = np.ceil(points.max(axis=0)).astype(int)
        x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
        x1, y1 = min(self.size[0], int(high[0])), min(self.size[1], int(high[1]))
        return None if x1 <= x0 or y1 <= y0 else (x0, y0, x1, y1)


_MOSTLY = [255 if value > 127 else 0 for value in range(256)]
