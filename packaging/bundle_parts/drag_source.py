"""A small window from which files are dragged: drag_source.py PATH...; with --picture FILE saves the screen.

Ends with 0 once they were taken, with 1 where nobody took them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QMetaType, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class Files(QMimeData):
    """Ends the program a moment after somebody has read which files they are."""

    def retrieveData(self, kind: str, type: QMetaType) -> object:  # noqa: N802 - Qt's names
        # Who drops is not told that they were read, and must be there until then.
        QTimer.singleShot(1000, QApplication.quit)
        return super().retrieveData(kind, type)


class Source(QLabel):
    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__("\n".join(paths))
        self._files = [QUrl.fromLocalFile(path) for path in paths]
        self.setWindowTitle("Files to drag")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        del event
        data = Files()
        data.setUrls(self._files)
        drag = QDrag(self)
        drag.setMimeData(data)
        if drag.exec(Qt.DropAction.CopyAction) is Qt.DropAction.IgnoreAction:
            QApplication.exit(1)


def main(arguments: Sequence[str]) -> int:
    application = QApplication([])
    if arguments[0] == "--picture":
        screen = QGuiApplication.primaryScreen()
        return 0 if screen.grabWindow(0).save(arguments[1], "PNG") else 1
    source = Source(arguments)
    source.resize(240, 160)
    source.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
