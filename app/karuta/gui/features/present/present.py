"""Present mode: its commands, and the stage in the place of the window, whose keys are off meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.present import camera
from karuta.gui.features.present.looked_up import LookedUp, look_queue
from karuta.gui.features.present.stage import Stage
from karuta.gui.kit.commands import CommandActions
from karuta.gui.queue.queues import Queue


class Present(Feature):
    """`ended`: told when the stage was closed, and the program is to end."""

    def __init__(self, parts: WindowParts, *, ended: Callable[[], object]) -> None:
        super().__init__(parts)
        self._ended = ended
        self.queue = look_queue(parts)
        self.stage: Stage | None = None
        parts.commands.know({"camera": camera.can_work()})

    def command_actions(self) -> CommandActions:
        """The actions of these commands."""
        return {"camera": self.open_camera, "present": self._open, "look-only": self.look_only}

    @property
    def is_open(self) -> bool:
        return self.stage is not None

    def open_camera(self) -> None:
        self._open().use_camera()

    def queues(self) -> Sequence[Queue]:
        return (self.queue,)

    def look_only(self) -> None:
        """To its queue, with photos that a person chooses; what is there already stays where they choose none."""
        self._parts.arrangement.choose_queue(self.queue)
        assert isinstance(self.queue.items, LookedUp)
        self.queue.items.choose()

    def open_for_passers_by(self, photos: Sequence[Path]) -> None:
        """On the whole screen; `photos` are shown in turn when nobody is there."""
        if self.stage is None or not self.stage.demo:
            self._open(photos)

    def shut(self) -> None:
        """The library is being closed, or the program ends and nobody is there to answer."""
        stage, self.stage = self.stage, None
        if stage is not None:
            stage.over()
            stage.hide()
            stage.deleteLater()

    def _open(self, demo: Sequence[Path] = ()) -> Stage:
        """In the window's place, and as large as it; for passers-by as large as the screen."""
        self.shut()
        self.stage = stage = Stage(self._parts, demo)
        stage.left.connect(self._leave)
        stage.ended.connect(self.shut)
        stage.ended.connect(self._ended)
        stage.restoreGeometry(self._kit.window.saveGeometry())
        stage.showFullScreen() if demo else stage.show()
        self._kit.window.hide()
        stage.activateWindow()
        return stage

    def _leave(self) -> None:
        self._kit.window.show()
        self._kit.window.activateWindow()
        self.shut()
