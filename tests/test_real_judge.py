"""The judge of the hand at a real screen: what its eyes read from drawn frames, and what it says of keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from karuta.domain.label import Kind
from tests.lab.real_eyes import BAR, CHOSEN, DESK, GRID, GRID_COLUMNS, GRID_LINE, MENU, MENU_BAR, WHITE, Seen, see
from tests.lab.real_judge import About, Decision, Judge, Judgement, Looked, Outcome, Pressed
from tests.lab.real_photos import face, ground_of
from tests.lab.real_screen import HEIGHT, WIDTH, Frame

BEFORE = Seen(photo=1, crop=4, rows=((0, 4), (1, 9), (2, 17)), marked=0, listed=(1,))
NOW = Seen(photo=2, crop=8, rows=((0, 8), (1, 3), (2, 30)), marked=0, listed=(2,))
ABOUT = About(2, 8, 8, (8, 3, 30))
CHANGED = 10.0


def film(*shown: tuple[float, Seen], until: float = 12.0, every: float = 0.01) -> list[Looked]:
    """What is shown from these moments on, looked at a hundred times a second."""
    looked = []
    for number in range(round((until - 9.0) / every)):
        at = 9.0 + number * every
        # A look takes a moment; a change in the middle of it was not seen by it.
        looked.append(Looked(at, at + 0.001, [seen for since, seen in shown if since <= at][-1]))
    return looked


def said(key: str, *, after: float, looked: list[Looked], card: int | None = 8, kind: Kind = Kind.CONFIRM) -> Judgement:
    """Of a decision by this key, so many seconds after the change."""
    at = CHANGED + after
    judge = Judge([Pressed(key, at, at + 0.001)], looked)
    return judge.judge(Decision(at + 0.02, kind, (replace(ABOUT, card=card),)))


@pytest.mark.parametrize("key", ["1", "Return", "u"])
def test_a_twentieth_of_a_second_is_wrong_and_a_fifth_is_right(key: str) -> None:
    looked = film((0.0, BEFORE), (CHANGED - 0.003, NOW))
    what = {"card": None, "kind": Kind.UNKNOWN} if key == "u" else {}
    assert said(key, after=0.05, looked=looked, **what).outcome is Outcome.WRONG  # type: ignore[arg-type]
    assert said(key, after=0.2, looked=looked, **what).outcome is Outcome.RIGHT  # type: ignore[arg-type]
    assert said(key, after=0.098, looked=looked, **what).outcome is Outcome.NEAR  # type: ignore[arg-type]


def test_what_was_never_there_is_wrong() -> None:
    looked = film((0.0, BEFORE), (CHANGED + 0.01, NOW))
    assert said("1", after=0.0, looked=looked).outcome is Outcome.WRONG
    # The match that is stored is in another row, or has no mark.
    assert said("2", after=0.5, looked=looked, card=30).outcome is Outcome.UNJUDGED, "that key does not say this card"
    assert said("Return", after=0.5, looked=looked, card=30).outcome is Outcome.WRONG
    # The card of the photo's other outline.
    other = replace(NOW, crop=40)
    assert said("1", after=0.5, looked=film((0.0, other))).outcome is Outcome.WRONG
    assert said("1", after=0.5, looked=film((0.0, replace(NOW, listed=(2, 3))))).outcome is Outcome.WRONG
    # The list is painted bit by bit: the row that moved up stands at its old place, too.
    assert said("1", after=0.5, looked=film((0.0, replace(NOW, listed=(2, 2))))).outcome is Outcome.RIGHT


def test_a_mark_that_moved_has_to_be_there_as_long() -> None:
    looked = film((0.0, NOW), (CHANGED, replace(NOW, marked=2)))
    assert said("Return", after=0.05, looked=looked, card=30).outcome is Outcome.WRONG
    assert said("Return", after=0.15, looked=looked, card=30).outcome is Outcome.RIGHT
    assert said("3", after=0.05, looked=looked, card=30).outcome is Outcome.RIGHT, "a number does not ask for the mark"


def drawn(photo: int, rows: tuple[int, ...], *, crop: int, marked: int) -> Frame:
    """The window as far as the eyes look at it."""
    frame = np.full((HEIGHT, WIDTH), 0, np.uint32)
    frame[20:740, 43:1323] = BAR
    frame[130:646, 971:1323] = WHITE
    red, green, blue = ground_of(photo)
    DESK.photo.of(frame)[100:500, 30:600] = red << 16 | green << 8 | blue
    put(frame, crop, left=983, top=60, height=64)
    for place, number in enumerate(rows):
        top = 132 + 76 * place
        if place == marked:
            frame[top : top + 76, 971:1311] = CHOSEN
        put(frame, number, left=1013, top=top + 4, height=68)
    return frame


def put(frame: Frame, number: int, *, left: int, top: int, height: int) -> None:
    small = Image.fromarray(face(number)).resize((round(0.69 * height), height), Image.Resampling.LANCZOS)
    pixels = np.asarray(small).astype(np.uint32)
    frame[top : top + height, left : left + pixels.shape[1]] = (
        pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    )


def test_the_eyes_read_a_drawn_window() -> None:
    seen = see(drawn(7, (4, 39, 12, 22, 30), crop=44, marked=2))
    assert (seen.photo, seen.crop, seen.marked) == (7, 44, 2)
    assert seen.rows == ((0, 4), (1, 39), (2, 12), (3, 22), (4, 30))
    assert (seen.found, seen.menu, seen.is_grid, seen.is_dialog) == (None, None, False, False)


def test_the_eyes_see_a_menu_and_what_covers_the_window() -> None:
    frame = drawn(7, (4,), crop=4, marked=0)
    MENU_BAR.of(frame)[:, 90:130] = CHOSEN
    MENU.of(frame)[50:76] = CHOSEN
    assert see(frame).menu == pytest.approx(MENU.top + 63, abs=1)
    frame[31:695, 193:1170] = 0x8BAFDB
    assert see(frame).is_dialog
    assert see(frame).photo is None


def grid(pairs: dict[int, tuple[int, int]], *, marked: int = 0) -> Frame:
    """The grid with these pairs in its cells, as far as the eyes look at it."""
    frame = np.full((HEIGHT, WIDTH), 0, np.uint32)
    frame[20:740, 43:1323] = BAR
    frame[GRID.top : 737, GRID.left : 1323] = WHITE
    width = (GRID.right - GRID.left) // GRID_COLUMNS
    places = {cell: divmod(cell, GRID_COLUMNS) for cell in (*pairs, marked)}
    lefts = {cell: (GRID.left + column * width, GRID.top + line * GRID_LINE) for cell, (line, column) in places.items()}
    left, top = lefts[marked]
    frame[top + 6 : top + 200, left + 6 : left + width - 6] = CHOSEN
    for cell, pair in pairs.items():
        left, top = lefts[cell]
        for number, at in zip(pair, (17, 133), strict=True):
            put(frame, number, left=left + at, top=top + 12, height=142)
    return frame


def test_the_eyes_read_the_grid() -> None:
    pairs = {0: (4, 4), 1: (4, 9), 3: (47, 12), 6: (30, 30), 11: (0, 0)}
    seen = see(grid(pairs, marked=6))
    assert seen.is_grid and seen.photo is None
    assert seen.cells == tuple((cell, *pair) for cell, pair in sorted(pairs.items()))
    assert seen.marked == 6


GRID_SEEN = Seen(is_grid=True, cells=((0, 4, 4), (1, 4, 4), (2, 7, 9)), marked=2)


def said_of_many(key: str, *cards: tuple[int, int], looked: list[Looked], kind: Kind = Kind.CONFIRM) -> Outcome:
    at = CHANGED + 0.2
    abouts = tuple(About(number, there, card) for number, (there, card) in enumerate(cards))
    return Judge([Pressed(key, at, at + 0.001)], looked).judge(Decision(at + 0.02, kind, abouts)).outcome


def test_what_the_grid_confirms_was_on_its_page() -> None:
    looked = film((0.0, NOW), (CHANGED, GRID_SEEN))
    assert said_of_many("Return", (4, 4), (4, 4), (7, 9), looked=looked) is Outcome.RIGHT
    assert said_of_many("Return", (7, 9), looked=looked) is Outcome.RIGHT
    # One of them is on another page, or pale; a pair is there more often than the page shows it.
    assert said_of_many("Return", (4, 4), (8, 8), looked=looked) is Outcome.WRONG
    assert said_of_many("Return", (4, 4), (4, 4), (4, 4), looked=looked) is Outcome.WRONG
    assert said_of_many("Return", (4, 4), (7, 9), looked=film((0.0, NOW), (CHANGED + 0.15, GRID_SEEN))) is Outcome.WRONG
    # Cells that went meanwhile say nothing against those that stayed.
    fewer = replace(GRID_SEEN, cells=GRID_SEEN.cells[1:])
    came = film((0.0, GRID_SEEN), (CHANGED + 0.15, fewer))
    assert said_of_many("Return", (4, 4), (7, 9), looked=came) is Outcome.RIGHT
