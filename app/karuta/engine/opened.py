"""A picture file that Pillow has opened: the memory it needs, its orientation, and its pixels on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFile

from karuta.domain.errors import PictureError
from karuta.domain.pixels import Pixels
from karuta.engine.budget import MOST_ALONE, MOST_PIXELS, MOST_SCANNED, Cost, Plan, cost_of, kept_bytes, plan_for
from karuta.engine.picture_head import Facts
from karuta.engine.strips import MOST_WINDOWS, count, is_strip
from karuta.engine.unpack import SIDEWAYS, extra_bytes, upright_image, upright_rgb

_ORIENTATION = 0x0112
_WIDTH, _HEIGHT = 256, 257
# Scans times pixels.
_READ_SLOWLY = 500_000_000


@dataclass(frozen=True, eq=False)
class Opened:
    """`name`: the file's. All methods raise `PictureError` `too_large` if the budget does not suffice."""

    name: str
    facts: Facts
    image: Image.Image

    @property
    def upright_size(self) -> tuple[int, int]:
        """(width, height), before anything is decoded."""
        size = self._stored_size()
        return size[::-1] if self._orientation() in SIDEWAYS else size

    def check(self) -> None:
        """Raises `PictureError` if it cannot be decoded within the budget."""
        self._plan(None)

    def pixels(self, longest: int | None) -> Pixels:
        """See `Picture.pixels`."""
        plan = self._plan(longest)
        self._load(plan)
        return upright_rgb(_loaded(self.image), orientation=self._orientation(), step=plan.step)

    def whole(self) -> Image.Image:
        """See `Picture.whole`."""
        if self._plan(None) != Plan(1, 1):
            each = kept_bytes(self.image.mode) + extra_bytes(self.image, self._orientation())
            cost = Cost(each, each, fixed=cost_of(self.image, self.facts).fixed)
            if not cost.reaches(self.image.width * self.image.height, most=MOST_ALONE):
                raise self._too_large(cost, most=MOST_ALONE)
        self._load(Plan(1, 1))
        return upright_image(_loaded(self.image), orientation=self._orientation())

    def _plan(self, longest: int | None) -> Plan:
        check_pixels(self.name, self.image.size)
        if self._scanned > MOST_SCANNED:
            raise PictureError(
                "too_slow",
                "{name} has {scans} layers, and each is worked through in full; save it anew as a plain JPEG.",
                name=self.name,
                scans=self.facts.scans,
            )
        cost = cost_of(self.image, self.facts)
        plan = plan_for(self.image.size, cost, longest=longest)
        if plan is None:
            raise _too_long(self.name, self.image.size) if is_strip(self.image.size) else self._too_large(cost)
        return plan

    def _too_large(self, cost: Cost, *, most: int | None = None) -> PictureError:
        pixels = self.image.width * self.image.height
        return PictureError(
            "too_large",
            "{name} has {megapixels} megapixels; in this format ({format}) at most {most} can be opened, so save it "
            "smaller or as a plain JPEG.",
            name=self.name,
            megapixels=-(-pixels // 1_000_000),
            format=_NAMES.get(self.image.format or "", self.image.format),
            most=cost.most_megapixels(pixels, most=most),
        )

    @property
    def _scanned(self) -> int:
        return self.facts.scans * self.image.width * self.image.height

    def _load(self, plan: Plan) -> None:
        if self._scanned > _READ_SLOWLY and isinstance(self.image, ImageFile.ImageFile):
            # A few bytes may hold a scan of the whole picture, and a decoder is stopped between two pieces.
            self.image.decodermaxblock = 1024
        if plan.scale > 1:
            width, height = self.image.size
            self.image.draft(None, (max(1, width // plan.scale), max(1, height // plan.scale)))
        self.image.load()

    def _stored_size(self) -> tuple[int, int]:
        """As the file has it; Pillow gives a TIFF's upright size from the beginning."""
        tags: Any = getattr(self.image, "tag_v2", None)
        if self.image.format == "TIFF" and tags and _WIDTH in tags and _HEIGHT in tags:
            return int(tags[_WIDTH]), int(tags[_HEIGHT])
        return self.image.size

    def _orientation(self) -> int:
        """How it still has to be turned.

        Checked again once the pixels are there, because Pillow turns a TIFF by itself.
        """
        try:
            return int(self._exif().get(_ORIENTATION, 1))
        except Exception:  # a broken EXIF block must not cost the photo; Pillow raises many kinds here
            return 1

    def _exif(self) -> Image.Exif:
        # For a PNG without EXIF before its pixels, Pillow would decode the whole picture to see what comes after them.
        if self.image.format == "PNG" and not self.facts.tells_behind:
            return Image.Image.getexif(self.image)
        return self.image.getexif()


def _loaded(image: Image.Image) -> Image.Image:
    """The same pixels without their file, and without a copy.

    pi-heif decodes a file with several pictures again at each access to its pixels: 50 tiles of a 12 MP photo, stored
    as pictures of their own, took 8 s, and of 48 MP two minutes.
    """
    return image._new(image.im)  # Pillow has no public way to share them


def check_pixels(name: str, size: tuple[int, int]) -> None:
    """Raises `PictureError` `too_large` or `too_long`."""
    pixels = size[0] * size[1]
    if pixels > MOST_PIXELS:
        raise PictureError(
            "too_large",
            "{name} has {megapixels} megapixels; at most 250 can be opened.",
            name=name,
            megapixels=round(pixels / 1e6),
        )
    if count(size) > MOST_WINDOWS:
        raise _too_long(name, size)


def _too_long(name: str, size: tuple[int, int]) -> PictureError:
    return PictureError(
        "too_long",
        "{name} is too long a strip ({width} x {height} pixels) to look for cards in; cut it into several pictures.",
        name=name,
        width=size[0],
        height=size[1],
    )


_NAMES = {"WEBP": "WebP", "HEIF": "HEIC", "MPO": "JPEG"}
