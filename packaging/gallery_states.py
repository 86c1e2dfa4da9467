"""Dialogs and panels of the gallery in the states that a walk through the demo does not come to by itself."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from karuta.domain.backups import FaultKind
from karuta.domain.fetch_progress import FetchCounted, FetchEnded, FetchMoved, FetchStep, FetchWaits, MissingPicture
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import wilson
from karuta.domain.training_progress import (
    NEW_CARDS,
    OTHER_PHOTOS,
    Begun,
    Finished,
    Gathered,
    Judged,
    Progress,
    Stepped,
    as_values,
)
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.backups.lost_window import LostWindow
from karuta.gui.features.fetch import CardFetch, FetchChoice, FetchDialog, FetchState
from karuta.gui.features.packs import PacksDialog
from karuta.gui.features.present import camera
from karuta.gui.features.present.camera import Camera, CameraFault
from karuta.gui.kit.notice import BUG, Weight
from karuta.gui.queue.queues import QUEUES, queue_named
from karuta.gui.shell.composition import Composition
from karuta.log.log import NotedBug
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import LabelsAstray
from screenshots import Condition

Steps = Generator[Condition, None, None]
Take = Callable[[str, QWidget], Steps]


def states(take: Take, parts: Composition) -> Steps:
    # One photo alone, as the walk left it.
    parts.window.queue_panel.list.clearSelection()
    yield from _adding(take, parts)
    yield from _fetching(take, parts)
    yield from _packs(take, parts)
    yield from _training(take, parts)
    yield from _camera(take, parts)
    yield from _reviewing(take, parts)
    yield from _notices(take, parts)
    yield from _lost(take, parts)


def _opened(parts: Composition, id: str, kind: type[QWidget]) -> Generator[Condition, None, Any]:
    parts.window.commands[id].trigger()
    yield lambda: isinstance(parts.window.dialogs.current, kind)
    return parts.window.dialogs.current


def _closed(parts: Composition) -> Steps:
    if parts.window.dialogs.current is not None:
        parts.window.dialogs.current.reject()
    yield lambda: parts.window.dialogs.current is None


def _adding(take: Take, parts: Composition) -> Steps:
    """Before anything was chosen, with a folder that fits, a table, and one that does not fit."""
    resources = parts.work.session.resources
    dialog = yield from _opened(parts, "add-catalogue", AddCardsDialog)
    yield from take("add-cards", dialog)
    with tempfile.TemporaryDirectory() as folder:
        table, wrong = Path(folder) / "price list.csv", Path(folder) / "holiday"
        wrong.mkdir()
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["Name of the card", "Set code", "Price"])
            rows.writerows([["Ember Dragon", "KZH-EN012", "3.50"], ["Frost Dragon", "KZH-EN013", "2.80"]])
        for name, source in (("found", resources / "demo" / "catalogue"), ("table", table), ("wrong", wrong)):
            dialog.take(source)
            yield lambda: parts.work.session.files_lane.is_idle and "…" not in dialog.contents.text()
            yield from take(f"add-cards-{name}", dialog)
        yield from _closed(parts)


class ToldFetch(CardFetch):
    """A download that is told how it goes, and asks nobody."""

    is_running = False

    def tell(self, *, running: bool = False, stopping: bool = False, trouble: str = "", **state: Any) -> None:
        self.is_running, self.stopping, self.trouble = running, stopping, trouble
        self.state = FetchState(**state)
        self.changed.emit()


def _fetching(take: Take, parts: Composition) -> Steps:
    """Downloading cards: before it, while it runs, while a host rests, and however it ends."""
    window, folder = parts.window, parts.library.root / "fetched" / "ygoprodeck"
    fetch = ToldFetch(window)
    dialog = FetchDialog(parts._window_parts(), fetch, lambda _: None)
    window.dialogs.show(dialog)
    yield from take("fetch", dialog)
    fetch.choice = FetchChoice("ygoprodeck", folder, pictures=True)
    dialog.source.setCurrentIndex(dialog.source.findData("ygoprodeck"))
    dialog.source.activated.emit(dialog.source.currentIndex())
    moved = FetchMoved(FetchStep.PICTURES, "46986414.jpg", 3412, 13204, missing=2)
    busy = Sentence("{host} is busy ({status})", host="images.ygoprodeck.com", status=503)
    gone = (MissingPicture("46986414.jpg", "images.ygoprodeck.com answered 404"),)
    ended = FetchEnded(
        "ygoprodeck", str(folder), FetchCounted(1, 0), FetchCounted(13201, 0, 3), gone, bytes=1_400_000_000, seconds=900
    )
    full = Sentence("The disk is full; free some space and try again. Nothing was lost.")
    for name, state in (
        ("running", {"running": True, "moved": moved}),
        ("waits", {"running": True, "moved": moved, "waits": FetchWaits(busy, 20.0)}),
        ("stopped", {"stopping": True, "moved": moved}),
        ("trouble", {"trouble": full}),
        ("done", {"ended": ended}),
    ):
        fetch.tell(**state)
        yield from take(f"fetch-{name}", dialog)
    yield from _closed(parts)


def _packs(take: Take, parts: Composition) -> Steps:
    resources = parts.work.session.resources
    dialog = yield from _opened(parts, "packs", PacksDialog)
    yield lambda: dialog.chosen is not None
    yield from _asked(take, "packs-ask", dialog.take_back.click)
    parts.window.ask.folder = lambda title: resources / "demo" / "catalogue"  # type: ignore[method-assign]
    dialog.preview.click()
    adding = parts.window.dialogs.current
    assert isinstance(adding, AddCardsDialog)
    yield adding.rehearsal.isVisible
    yield from take("packs-rehearsal", adding)
    yield from _closed(parts)


def _asked(take: Take, name: str, ask: Callable[[], object]) -> Steps:
    """A question, which stops the walk until it is answered: looked at from a timer, and refused."""
    seen: list[QWidget] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if box is not None:
            picture = box.grab()
            box.close()
            kept = _Picture(picture)
            seen.append(kept)

    QTimer.singleShot(600, look)
    ask()
    yield lambda: seen
    yield from take(name, seen[0])


class _Picture(QWidget):
    """What was grabbed of something that is no longer there."""

    def __init__(self, picture: Any) -> None:
        super().__init__()
        self._picture = picture

    def grab(self, *_: object) -> Any:
        return self._picture


def _training(take: Take, parts: Composition) -> Steps:
    """As its lines would tell it, without an hour of it."""
    training = parts.training
    parts.window.commands["train"].trigger()
    yield lambda: parts.window.dialogs.current is not None
    dialog = parts.window.dialogs.current
    assert dialog is not None
    begun = Begun("head-2", "lite0-relief1376", "labels", 412, 180, 96, 600, 0)
    all_read = Gathered(508, 508, 0.0)
    steps = [Stepped(at, 600, 2.4 / (1 + at / 80), 0.6 + at / 2000, 90.0) for at in range(20, 320, 20)]
    judged = [
        Judged(at, {OTHER_PHOTOS: wilson(80 + at // 40, 96), NEW_CARDS: wilson(40 + at // 60, 52)})
        for at in (0, 150, 300)
    ]
    finished = Finished("head-2", "", already=False, figures={}, remarks=(), seconds=95.0)
    full = Sentence("The disk is full; free some space and try again. Nothing was lost.")
    course: list[tuple[str, Sequence[Progress]]] = [
        ("reading", [begun, Gathered(120, 508, 40.0)]),
        ("steps", [all_read, *steps, *judged]),
        ("trouble", []),
        ("done", [finished]),
    ]
    for name, heard in course:
        for progress in heard:
            training.hear(json.dumps(as_values(progress)))
        training.trouble = full if name == "trouble" else ""
        training.changed.emit()
        training.ended.emit()
        yield from take(f"train-{name}", dialog)
    yield from _closed(parts)
    parts.window.desk_panel.notice.clear()


class BrokenCamera(Camera):
    """No camera, and why."""

    def __init__(self, parent: QObject, fault: CameraFault) -> None:
        super().__init__(parent)
        self._fault = fault

    def start(self) -> None:
        QTimer.singleShot(0, lambda: self.failed.emit(self._fault, ""))

    def stop(self) -> None:
        pass


def _camera(take: Take, parts: Composition) -> Steps:
    before = camera.open_camera
    for fault in CameraFault:
        camera.open_camera = partial(BrokenCamera, fault=fault)
        parts.present.open_camera()
        stage = parts.present.stage
        assert stage is not None
        yield lambda: parts.is_settled
        yield from take(f"camera-{fault.name.lower()}", stage)
        stage.leave(stage.left)
    camera.open_camera = before


def _reviewing(take: Take, parts: Composition) -> Steps:
    """A blind review to its end, each queue, and what consistency says of it."""
    window, work = parts.window, parts.work
    for queue in QUEUES:
        work.arrangement.choose_queue(queue)
        yield lambda: parts.is_settled
        yield from take(f"queue-{queue.id}", window)
    work.arrangement.choose_queue(queue_named("blind"))
    yield lambda: work.desk.round is not None and parts.is_settled
    # A key that comes too early counts for nothing, so there may be more of them than cards.
    for place in range(60):
        if work.desk.photo is None:
            break
        QTest.keyClick(window, Qt.Key.Key_1 if place else Qt.Key.Key_U)
        yield lambda: work.session.store_lane.is_idle and parts.is_settled
    yield from take("blind-review-done", window)
    work.arrangement.show_all()
    yield lambda: parts.is_settled
    parts.window.commands["consistency"].trigger()
    yield lambda: parts.window.dialogs.current is not None and parts.work.session.store_lane.is_idle
    shown = parts.window.dialogs.current
    assert shown is not None
    yield from take("consistency", shown)
    yield from _closed(parts)


def _notices(take: Take, parts: Composition) -> Steps:
    """What may stand above the photo, one after the other; and a photo that is decided."""
    window, panel = parts.window, parts.window.desk_panel
    text = QCoreApplication.translate("NoticePresenter", "{count} files could not be opened as pictures.")
    parts.work.voice.persistent.emit("gallery", text.format(count=3))
    window.training_bar.begin(window.commands["train"].text(), can_open=True)
    window.training_bar.tell(40, 600)
    yield from take("notice-trouble", window)
    window.training_bar.hide()
    parts.work.session.context.log.take(NotedBug("shown for the gallery"))
    yield lambda: panel.notice.shows(BUG)
    yield from take("notice-bug", window)
    panel.notice.say(str(parts.library.root), Weight.LOSS, button=window.commands["retry"].text(), do=lambda: None)
    yield from take("notice-loss", window)
    panel.notice.clear()
    before = parts.work.desk.photo_id
    parts.work.desk.put(parts.work.queue_model.photos[0])
    yield lambda: parts.is_settled and parts.work.desk.label is not None
    yield from take("decided", window)
    parts.work.desk.put(before or "")
    yield lambda: parts.is_settled and parts.work.desk.photo_id == before


def _lost(take: Take, parts: Composition) -> Steps:
    """What stands in the window's place where the label file cannot be read."""
    template = "The label file at {path} is missing, and it held {events}; {mend}."
    events = Sentence("{count} events", count=1204)
    folder = LibraryFolder(Path("/photos/karuta"))
    fault = LabelsAstray(template, FaultKind.LOST, folder, events=events)
    lost = LostWindow(parts.library, fault, backup_folder="")
    lost.show()
    lost.start()
    yield lambda: lost.page.is_read
    yield from take("lost-labels", lost)
    lost.close()
