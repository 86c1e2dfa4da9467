"""The protocol of a picture source: what is dropped, a folder, the camera. Shows nothing and stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from karuta.domain.desk import LiveSighting
from karuta.gui.kit.card_stage import OnStage
from karuta.services.lookups.read_desk_print import DeskPrint


@dataclass(frozen=True, eq=False)
class SourceView:
    """What a source shows now. `now`: the picture with its outlines, and why there is no card where there is none.

    `cards`: of the picture, as they were looked up; `place`: which of them it is about. `print_read`: what was read of
    its small print, None where nothing was. `keys`: what the keys do here, for a person. `is_whole`: nothing of it is
    still on its way.
    """

    now: OnStage
    cards: tuple[LiveSighting, ...] = ()
    place: int = 0
    print_read: DeskPrint | None = None
    keys: str = ""
    is_whole: bool = True

    @property
    def card(self) -> LiveSighting | None:
        return self.cards[self.place] if self.cards else None


class PictureSource(QObject):
    """`changed`: something else is to be seen. `arrived`: a photo or a card came by itself, so somebody is there."""

    changed = Signal()
    arrived = Signal()

    @property
    def view(self) -> SourceView:
        return SourceView(OnStage())

    def show(self) -> None:
        """It is on the stage from now on, or again; the catalogue may be another one."""

    def step(self, by: int) -> None:
        """To the next card or photo (1), or the one before (-1)."""

    def take(self) -> None:
        """What Space does."""
        self.step(1)

    def stop(self) -> None:
        """Nobody looks at it any more."""
