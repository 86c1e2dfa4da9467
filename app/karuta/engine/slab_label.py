"""Reads the label of a graded slab above a card: where it is, and the lines on it. It decides no card.

Where nothing printed stands above a card, which is nearly everywhere, nothing is read. Words are read by the reader of
names, figures by that of codes, several times each: what most of its readings agree about is sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.finish import Slab
from karuta.domain.pixels import Pixels
from karuta.domain.printing import letters, verifying
from karuta.domain.printing.slab_label import slab_of, word_of
from karuta.domain.sighting import (
    Corners,
    carried,
    homography,
    is_card_shaped,
    overlap_share,
    picture_corners,
    share_inside,
)
from karuta.domain.text import squeeze
from karuta.engine.code_reader import CAPITALS, HEIGHT, STRETCH, WIDTH, CodeReader
from karuta.engine.name_lines import NameLine
from karuta.engine.name_reader import NameReader, strip_of
from karuta.engine.rectify import rectify

SIZE = (704, 320)
"""(width, height) of the place above a card, as it is read: small print has capitals of twelve pixels there."""

# In a card's own width and height: a case is wider than it, its label no higher than this.
_PLACE = np.array([(-0.16, -0.44), (1.16, -0.44), (1.16, -0.012), (-0.16, -0.012)])
_CARD = picture_corners()
# So much of it is in the photo, and so much of it may be another card.
_IN_VIEW, _OVER = 0.9, 0.1
# Something is printed where, at half of `SIZE` and without the sides, the share `_PRINTED` of pixels differs from the
# next one by `_STEP` grey levels.
_STEP, _SIDE, _PRINTED = 24, 44, 0.03
# So many lines are read, the likeliest; and those alone that hardly rise.
_MOST, _LEVEL = 24, 0.9
# How a line of figures is cut for each reading: its capitals larger or smaller, higher or lower by so much of them.
_WAYS = [(scale, shift) for scale in (0.85, 1.0, 1.15) for shift in (-0.08, 0.08)]
# So many of the readings agree about figures. Those of a number the reader of names has to read, too, and those of a
# grade its word has to bear out.
_AGREED, _SHORTEST = 3, 7
# Figures of a grade are so high, in capitals of its word; ink differs from paper by such a share of what differs most.
_LOWEST, _HIGHEST, _INK = 0.7, 5.0, 0.45
_FIGURES = [verifying.LETTERS.index(figure) + 1 for figure in "0123456789"]
# A letter that is no figure costs a number so much, in natural logarithms.
_LOSS = 0.75
# A strip begins this many heights of a capital before its line: the finder may leave out the first figure.
_BEFORE = 1.2


def label_place(corners: Corners, others: Sequence[Corners], size: tuple[int, int]) -> Corners | None:
    """(4, 2): where the label of a card at `corners` would be; None where that lies outside the photo, whose size is
    (width, height), or on one of `others`.
    """
    if not is_card_shaped(corners):
        return None
    place = carried(_PLACE, homography(_CARD, corners))
    if share_inside(place, size) < _IN_VIEW or any(overlap_share(place, other) > _OVER for other in others):
        return None
    return place


@dataclass(frozen=True)
class LabelReaders:
    """What reads words, and what reads figures."""

    names: NameReader
    codes: CodeReader


@dataclass(frozen=True, eq=False)
class SlabReader:
    """`open_readers`: loads them once they are wanted; None where they cannot be used."""

    open_readers: Callable[[], LabelReaders | None]

    def read(self, place: Pixels) -> Slab | None:
        """What is read at `label_place`, (height, width, 3) uint8, RGB, of `SIZE`; None where it is no label."""
        grey = np.asarray(Image.fromarray(place).convert("L"))
        if not _is_printed(grey) or (readers := self.open_readers()) is None:
            return None
        lines = [line for line in map(_upright, readers.names.finder.lines(place)[:_MOST]) if _is_level(line)]
        if not lines:
            return None
        by_names = [_text(logs) for logs in readers.names.logs([strip_of(grey, line, np.ones(2)) for line in lines])]
        codes = readers.codes.logs(np.stack([_code_strip(grey, line) for line in lines]))
        texts = by_names + [verifying.free_path(logs).text.lower() for logs in codes]
        long = [line for line, logs in zip(lines, codes, strict=True) if len(_figures(logs)) >= _SHORTEST]
        numbers = {_number(readers.codes, grey, line) for line in long}
        numbers = {number for number in numbers if any(squeeze(text).endswith(number) for text in by_names)}
        words = [line for line, text in zip(lines, texts, strict=False) if word_of(text)]
        figures = [_number(readers.codes, grey, line) for word in words for line in _beside(grey, word)]
        return slab_of(texts, sorted(numbers), figures)


def _is_printed(grey: NDArray[np.uint8]) -> bool:
    small = np.asarray(Image.fromarray(grey).reduce(2), dtype=np.int16)
    return float((np.abs(np.diff(small[:, _SIDE:-_SIDE], axis=1)) > _STEP).mean()) >= _PRINTED


def _upright(line: NameLine) -> NameLine:
    """The finder may take a line for upside down; a label stands as its card does."""
    return line if line.corners[1, 0] > line.corners[0, 0] else replace(line, corners=np.roll(line.corners, 2, axis=0))


def _is_level(line: NameLine) -> bool:
    along = line.corners[1] - line.corners[0]
    return float(along[0]) > _LEVEL * float(np.linalg.norm(along))


def _text(logs: NDArray[np.float32]) -> str:
    best = logs.argmax(axis=1)
    taken = (int(n) for i, n in enumerate(best) if n != letters.BLANK and (i == 0 or best[i - 1] != n))
    return letters.text_of(taken).strip()


def _number(reader: CodeReader, grey: NDArray[np.uint8], line: NameLine) -> str:
    """The figures of a line that has nothing else, if so many readings agree about them; else ""."""
    down = line.corners[3] - line.corners[0]
    ways = [
        replace(line, capitals=line.capitals * scale, corners=line.corners + down * shift) for scale, shift in _WAYS
    ]
    readings = Counter(map(_figures, reader.logs(np.stack([_code_strip(grey, way) for way in ways]))))
    ((text, count),) = readings.most_common(1)
    return text if count >= _AGREED else ""


def _figures(logs: NDArray[np.float32]) -> str:
    """Of one strip, (places, classes); "" where letters fit better."""
    kept = logs[:, [verifying.BLANK, *_FIGURES]]
    best = kept.argmax(axis=1)
    text = "".join(str(n - 1) for i, n in enumerate(best) if n and (i == 0 or best[i - 1] != n))
    return text if float((logs.max(axis=1) - kept.max(axis=1)).sum()) <= _LOSS * len(text) else ""


def _code_strip(grey: NDArray[np.uint8], line: NameLine) -> NDArray[np.uint8]:
    """(32, 256) uint8: a line from its beginning on, as the reader of codes takes it."""
    along = line.corners[1] - line.corners[0]
    right = along / np.linalg.norm(along)
    unit = line.capitals / CAPITALS
    start = line.corners[[0, 3]].mean(axis=0) - right * line.capitals * _BEFORE
    wide, half = right * WIDTH * unit / STRETCH, np.array([-right[1], right[0]]) * HEIGHT * unit / 2
    return rectify(grey, start + np.array([-half, wide - half, wide + half, half]), size=(WIDTH, HEIGHT))


def _beside(grey: NDArray[np.uint8], word: NameLine) -> list[NameLine]:
    """What stands over and under a word, in its columns: runs of rows with ink."""
    (left, top), (right, bottom) = word.corners.min(axis=0).astype(int), word.corners.max(axis=0).astype(int)
    left = max(0, left - (bottom - top))
    band = grey[:, left : right + (bottom - top)].astype(np.int16)
    away = np.abs(band - np.median(band[max(0, top) : bottom]))
    ink = away > _INK * np.quantile(away, 0.98)
    changes = np.flatnonzero(np.diff(np.concatenate([[0], ink.sum(axis=1) >= 2, [0]])))
    found = []
    for first, last in zip(changes[::2], changes[1::2], strict=True):
        is_figure = _LOWEST * word.capitals <= last - first <= _HIGHEST * word.capitals
        if is_figure and (first >= bottom or last <= top):
            columns = np.flatnonzero(ink[first:last].any(axis=0)) + left
            box = picture_corners(columns[-1] + 1 - columns[0], last - first) + (columns[0], first)
            found.append(NameLine(box, float(last - first), 1.0))
    return found
