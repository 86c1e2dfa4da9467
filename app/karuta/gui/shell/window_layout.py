"""The window's place, columns and queue, and file dialogs' folders: read when it opens, written when it closes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter

from karuta.files import make_folder, write_whole
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.fitted import clamp
from karuta.gui.library.session import Session
from karuta.gui.shell.window import Window
from karuta.json_files import read_kept

FILE = "window.json"
MOST_RECENT = 9
_WIDEST = 100_000


@dataclass(frozen=True)
class QueueForm:
    """A list or a grid with cells of a size. `other_width`: of the other one, in pixels; 0: it was never shown."""

    is_grid: bool = False
    step: int = 1
    other_width: int = 0


@dataclass(frozen=True)
class WindowLayout:
    """`place`: a window's geometry in Qt's form, in base 64. `columns`: the sizes within each splitter, by its name.

    `folders`: where files were chosen last, by purpose. `recent`: folders of libraries, the last one first.
    """

    place: str = ""
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    queue: QueueForm = field(default_factory=QueueForm)
    recent: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        widths = (*(size for sizes in self.columns.values() for size in sizes), self.queue.other_width)
        if any(not 0 <= width <= _WIDEST for width in widths):
            raise ValueError("no column is so wide")


def read_layout(path: Path) -> WindowLayout:
    """Read it; what is missing or damaged has its defaults."""
    return read_kept(path, WindowLayout, instead=WindowLayout()).value


def write_layout(path: Path, layout: WindowLayout) -> None:
    make_folder(path.parent)
    write_whole(path, lambda beside: beside.write_text(json.dumps(asdict(layout)), encoding="utf-8"))


class LayoutKeeper(QObject):
    """Restores and keeps a window's place; splitters without a name are not kept. `recent`: as in `WindowLayout`."""

    def __init__(self, window: Window, session: Session, path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._path = path
        layout = read_layout(path)
        self.recent = layout.recent
        window.ask.folders = dict(layout.folders)
        if layout.place:
            window.restoreGeometry(QByteArray.fromBase64(layout.place.encode("ascii", "replace")))
            # Full screen is temporary; a new start has its title and frame again.
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        # Its screen may be another one by now, or gone.
        clamp(window)
        for splitter in self._splitters():
            sizes = layout.columns.get(splitter.objectName(), ())
            if len(sizes) == splitter.count():
                # Of a wider window, each has the same share: else the middle one would lose all that is lacking.
                narrower = min(1.0, window.width() / max(1, sum(sizes)))
                splitter.setSizes([round(size * narrower) for size in sizes])
        window.columns.other_width = layout.queue.other_width
        window.queue_panel.shape(is_grid=layout.queue.is_grid, step=layout.queue.step)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._keep()
        return super().eventFilter(watched, event)

    def _keep(self) -> None:
        path, layout = self._path, self._now()
        self._session.files_lane.submit(
            lambda library, token: write_layout(path, layout),
            done=lambda _: None,
            failed=ignore_expected(),  # then it opens as it did the last time
            keep=True,
        )

    def _now(self) -> WindowLayout:
        place = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        columns = {splitter.objectName(): tuple(splitter.sizes()) for splitter in self._splitters()}
        panel = self._window.queue_panel
        queue = QueueForm(panel.is_grid, panel.step, self._window.columns.other_width)
        library = str(self._session.library.root)
        recent = (library, *(folder for folder in self.recent if folder != library))[:MOST_RECENT]
        return WindowLayout(place, columns, dict(self._window.ask.folders), queue, recent)

    def _splitters(self) -> list[QSplitter]:
        return [splitter for splitter in self._window.findChildren(QSplitter) if splitter.objectName()]
