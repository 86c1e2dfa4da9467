"""For the hand at a real screen: reads from the pixels of one frame which photo, card, matches and marks it shows.

It knows the drawn cards and photos of `real_photos`, the theme's colours, and where the window of 1280 pixels lies on
this screen. What it cannot make out is None or empty, never a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tests.lab.real_photos import BLUE, FIELD_HEIGHTS, GROUNDS, PALETTE, PHOTOS
from tests.lab.real_screen import Frame

CHOSEN, BAR, WHITE, HANDLE = 0xE2EAF7, 0xF3F3F4, 0xFFFFFF, 0xCDCDD1
_NEAR = 3
_FEWEST = 1200
"""So many pixels of a ground, of every fourth in each direction, are a photo and not a small picture of one."""


@dataclass(frozen=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    def of(self, frame: Frame, step: int = 1) -> Frame:
        return frame[self.top : self.bottom : step, self.left : self.right : step]


@dataclass(frozen=True)
class Panel:
    """Where a card with its matches is: photo and small crop, the matches' pictures, where a mark is seen, and how far
    right the bar is that scrolls the matches.
    """

    photo: Box
    crop: Box
    matches: Box
    mark: int
    bar: int


DESK = Panel(Box(316, 98, 970, 737), Box(1005, 54, 1006, 130), Box(1050, 130, 1051, 646), 975, 1316)
FOUND = Box(1010, 96, 1011, 706)
FOUND_MARK = 984
LISTED = Box(52, 168, 53, 737)
LISTED_PICTURE, LISTED_ROW = 58, 56
TITLE = Box(1036, 66, 1310, 97)
MENU_BAR, MENU = Box(46, 28, 500, 29), Box(318, 54, 319, 474)
MIDDLE = Box(194, 52, 1170, 650)
# The grid's cells: the photo's crop, and beside it the artwork. A scroll bar moves them by less than a picture's half.
GRID, GRID_COLUMNS, GRID_LINE = Box(316, 117, 1311, 736), 4, 206
_CROP, _ARTWORK = 64, 180
# Where the grid is white, and where bar, neither of which is so of a photo beside its matches.
_GRID_GROUND, _GRID_BAR, _DIALOG_TITLES = (735, 318), (112, 1318), ((40, 600), (72, 830))


@dataclass(frozen=True)
class Card:
    """A card's picture: its number, and where it is in the column that was looked at."""

    number: int
    top: int
    height: int


@dataclass(frozen=True)
class Seen:
    """`crop`: the number of the card that is small above the matches. `rows`: (place, card), see `_placed`.
    `marked`: of these the marked one's place, -1 where none is. `at_top`: the list of matches is not scrolled.
    `title`, `middle`: pixels of the verdict's words, and of what dialogs cover, as hashes. `listed`: photos that are
    marked in the list. `found`: the card that the search marks; None where there is no search. `menu`: how far down an
    item is marked in a menu, -1 without one; None where no menu is open. `cells`: of the grid's page, from left to
    right and down, (cell, card of its crop, of its artwork), without those that are pale; `marked`: the marked cell.
    """

    photo: int | None = None
    crop: int | None = None
    rows: tuple[tuple[int, int], ...] = ()
    marked: int = -1
    at_top: bool = True
    title: bytes = b""
    middle: bytes = b""
    listed: tuple[int, ...] = ()
    found: int | None = None
    menu: int | None = None
    cells: tuple[tuple[int, int, int], ...] = ()
    is_grid: bool = False
    is_dialog: bool = False


def see(frame: Frame) -> Seen:
    is_dialog = any(_is_title(int(frame[place])) for place in _DIALOG_TITLES)
    if not is_dialog and frame[_GRID_GROUND] == WHITE and frame[_GRID_BAR] == BAR:
        return _see_grid(frame)
    panel = DESK
    matches = [] if is_dialog else cards_in(panel.matches.of(frame))
    crops = [] if is_dialog else cards_in(panel.crop.of(frame))
    at_top = _is_at_top(frame, panel)
    rows, marks = _placed(matches, at_top=at_top), _marks(frame, panel)
    menu = None
    if not is_dialog and (MENU_BAR.of(frame) != BAR).any():
        items = np.flatnonzero(MENU.of(frame)[:, 0] == CHOSEN)
        menu = MENU.top + int(items.mean()) if len(items) else -1
    found = [one for one in cards_in(FOUND.of(frame)) if not matches and not is_dialog]
    found_marks = [one.number for one in found if _is_chosen(frame, FOUND.top + one.top, FOUND_MARK)]
    return Seen(
        photo=None if is_dialog else ground_in(panel.photo.of(frame, 4)),
        crop=crops[0].number if crops else None,
        rows=rows,
        marked=_place_of(marks, matches, at_top=at_top) if marks is not None and matches else -1,
        at_top=at_top,
        title=_hash(TITLE.of(frame)),
        middle=_hash(MIDDLE.of(frame, 3)),
        listed=_listed(frame),
        found=(found_marks[0] if found_marks else -1) if found else None,
        menu=menu,
        is_dialog=is_dialog,
    )


def _see_grid(frame: Frame) -> Seen:
    width, cells = (GRID.right - GRID.left) // GRID_COLUMNS, []
    for column in range(GRID_COLUMNS):
        crops, artworks = (
            {card.top // GRID_LINE: card.number for card in cards_in(box.of(frame))}
            for box in (
                Box(left, GRID.top, left + 1, GRID.bottom)
                for left in (GRID.left + column * width + at for at in (_CROP, _ARTWORK))
            )
        )
        cells += [(line * GRID_COLUMNS + column, crops[line], artworks[line]) for line in crops if line in artworks]
    marked = -1
    for line in range((GRID.bottom - GRID.top) // GRID_LINE):
        chosen = np.flatnonzero(frame[GRID.top + line * GRID_LINE + 7, GRID.left : GRID.right] == CHOSEN)
        if len(chosen):
            marked = line * GRID_COLUMNS + int(chosen.mean()) // width
    return Seen(cells=tuple(sorted(cells)), marked=marked, is_grid=True, middle=_hash(MIDDLE.of(frame, 3)))


def ground_in(part: Frame, fewest: int = _FEWEST) -> int | None:
    """The photo whose ground most pixels have."""
    numbers = _grounds(part)
    counts = np.bincount(numbers[numbers >= 0]) if (numbers >= 0).any() else np.zeros(1, np.int64)
    return int(counts.argmax()) if counts.max() >= fewest else None


def _grounds(part: Frame) -> NDArray[np.int64]:
    """Of each pixel the photo whose ground it is, or -1."""
    red, green, blue = (_part(part, shift) for shift in (16, 8, 0))
    low, high = (np.rint((value - GROUNDS.start) / GROUNDS.step).astype(np.int64) for value in (red, green))
    fits = (np.abs(blue - BLUE) <= _NEAR) & (np.minimum(low, high) >= 0) & (np.maximum(low, high) < len(GROUNDS))
    numbers = low + high * len(GROUNDS)
    return np.where(fits & (numbers < PHOTOS), numbers, -1)


def _part(pixels: Frame, shift: int) -> NDArray[np.int64]:
    return (pixels >> shift & 0xFF).astype(np.int64)


def cards_in(column: Frame) -> list[Card]:
    """From top to bottom: a field of one colour and one of another, as far apart and as high as a card has them.

    All are as high as the first.
    """
    runs = _runs(_colours(column[:, 0]))
    title, text = FIELD_HEIGHTS
    cards: list[Card] = []
    free = 0
    for at, (first, start, end) in enumerate(runs):
        for place, (second, low, high) in enumerate(runs[at + 1 : at + 6], at + 1):
            height = (high - start) / (text.stop - title.start)
            if at < free or not 20 <= height <= 180 or (cards and abs(height - cards[0].height) > FIELD_SLACK):
                continue
            if _is_near(end - start, height * (title.stop - title.start)) and _is_near(
                high - low, height * (text.stop - text.start)
            ):
                top = round(start - height * title.start)
                cards.append(Card(first * len(PALETTE) + second, top, round(height)))
                free = place + 1
                break
    return cards


FIELD_SLACK = 4.0


def _is_near(found: float, meant: float) -> bool:
    return abs(found - meant) <= max(FIELD_SLACK, 0.2 * meant)


def _colours(pixels: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Of each pixel its place in the palette, or -1."""
    parts = np.stack([_part(pixels, shift) for shift in (16, 8, 0)], axis=-1)
    fits = (np.abs(parts[:, None] - np.array(PALETTE)) <= _NEAR).all(axis=2)
    return np.where(fits.any(axis=1), fits.argmax(axis=1), -1)


def _runs(colours: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """(colour, first pixel, pixel after the last) of all that are three pixels and more."""
    ends = [0, *(np.flatnonzero(np.diff(colours)) + 1).tolist(), len(colours)]
    return [
        (int(colours[start]), start, end) for start, end in pairwise(ends) if colours[start] >= 0 and end - start >= 3
    ]


def _placed(matches: Sequence[Card], *, at_top: bool) -> tuple[tuple[int, int], ...]:
    """(place, card). A row is its picture and 8 pixels high; a picture that has not come leaves its place empty.

    Places are those in the list where it is at its top, else from the first picture in sight.
    """
    if not matches:
        return ()
    pitch = min(one.height for one in matches) + 8
    first = 8 if at_top else matches[0].top
    return tuple((round((one.top - first) / pitch), one.number) for one in matches)


def _marks(frame: Frame, panel: Panel) -> float | None:
    """How far down the marked match is; its row has another ground, also before its picture has come."""
    rows = np.flatnonzero(frame[panel.matches.top : panel.matches.bottom, panel.mark] == CHOSEN)
    return float(rows.mean()) if len(rows) else None


def _place_of(middle: float, matches: Sequence[Card], *, at_top: bool) -> int:
    height = min(one.height for one in matches)
    first = 8 if at_top else matches[0].top
    return round((middle - height / 2 - first) / (height + 8))


def _is_chosen(frame: Frame, y: int, x: int) -> bool:
    return bool(frame[min(y + 20, frame.shape[0] - 1), x] == CHOSEN)


def _is_at_top(frame: Frame, panel: Panel) -> bool:
    """The bar's handle begins at the top, or there is none."""
    handle = np.flatnonzero(frame[panel.matches.top : panel.matches.bottom, panel.bar] == HANDLE)
    return not len(handle) or int(handle[0]) < 16


def _listed(frame: Frame) -> tuple[int, ...]:
    rows = np.flatnonzero(LISTED.of(frame)[:, 0] == CHOSEN)
    if not len(rows):
        return ()
    found = []
    for stretch in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        for top in range(int(stretch[0]), int(stretch[-1]) - LISTED_ROW // 2, LISTED_ROW):
            middle = LISTED.top + top + LISTED_ROW // 2
            number = ground_in(frame[middle - 4 : middle + 4, LISTED_PICTURE : LISTED_PICTURE + 1], fewest=8)
            found.extend([] if number is None else [number])
    return tuple(found)


def _is_title(pixel: int) -> bool:
    """The blue of the bar over a window that has the keys."""
    return (pixel & 0xFF) - (pixel >> 16) > 40


def _hash(part: Frame) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(part), digest_size=8).digest()
