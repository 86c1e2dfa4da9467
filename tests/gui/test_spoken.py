"""What a screen reader hears: one focus, the keys of buttons, and photo, verdict, printing and count where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from tests.gui.listings.test_listing_queue import opened, stands, table
from tests.lab import spoken
from tests.spoken import keys_of, roles, unspoken
from tests.window import Hand, Steps, window_with

from karuta.gui.shell.window import BUTTONS

__all__ = ["table"]

Role = QAccessible.Role
SHOWN = ["filler", "label", "label"]
"""The roles of photo, verdict and printing."""


@pytest.mark.long
@window_with(p=3)
def test_a_screen_reader_hears_one_focus_the_keys_of_buttons_and_what_stands_where(hand: Hand, table: Path) -> Steps:
    def look(hand: Hand, *also: tuple[str, Role], verdict: str = "Sure") -> Iterator[str]:
        keys = keys_of(hand.window.commands, [*BUTTONS, "confirm", "next-of-shot", "relabel", "show-all"])
        yield from unspoken(hand.window, keys)
        said = roles(hand.window)
        for begins, role in ((verdict, Role.StaticText), ("Photos decided", Role.ProgressBar), *also):
            if [found for name, found in said.items() if name.startswith(begins)] != [role]:
                yield f"{begins} is not there as {role}"

    assert list(look(hand, ("Photo p.png", Role.Client))) == []
    hand.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    yield lambda: hand.window.queue_panel.list.is_grid and hand.is_settled
    assert list(look(hand, ("Photo p.png", Role.Client))) == []
    yield from opened(hand, table)
    yield stands(hand, "L1")
    assert (
        list(look(hand, ("Photo L1", Role.Client), ("Set code in the photo", Role.StaticText), verdict="Match")) == []
    )


@pytest.mark.long
@pytest.mark.skipif(bool(lacks := spoken.missing()), reason=f"needs {lacks}")
def test_the_desk_the_grid_and_listings_are_heard_over_at_spi() -> None:
    desk, thumbnails, grid, listing = spoken.hear(["ctrl+g", "w", "Escape ctrl+g ctrl+k Return"])
    for state in (desk, thumbnails, grid, listing):
        assert spoken.faults(state) == []
        assert _roles(state, "Photos dec") == ["progress bar"]
    for state in (desk, thumbnails):
        assert _keys(state) >= {"Key U", "Key N"}
        assert [*_roles(state, "Photo 0"), *_roles(state, "Sure"), *_roles(state, "Printing")] == SHOWN
        assert len([one for one in state if one.role == "list item"]) >= 4
    assert _roles(grid, "Cards beside their best matches") == ["table"]
    assert len([one for one in grid if one.role == "table cell"]) >= 4
    assert [one.name for one in grid if one.role == "button" and "(Enter)" in one.name]
    assert _keys(listing) >= {"Key Enter", "Key D", "Key L"}
    assert [
        *_roles(listing, "Photo D-01"),
        *_roles(listing, "Match"),
        *_roles(listing, "Set code in the photo"),
    ] == SHOWN
    assert _roles(listing, "Fields of the listing") == ["list"]


def _roles(state: list[spoken.Heard], begins: str) -> list[str]:
    return [one.role for one in state if one.name.startswith(begins)]


def _keys(state: list[spoken.Heard]) -> set[str]:
    return {one.description for one in state if one.role == "button"}
