"""Notices are told apart by what they are about, in whatever language they were said."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from tests.clipped import clipped
from tests.window import lit

from karuta.domain.label import NO_REMARKS
from karuta.gui.desk.desk_panel import DeskPanel
from karuta.gui.kit.notice import Notice, TaskBar, Weight


@pytest.fixture
def notice(qtbot: object) -> Notice:
    made = lit(Notice)
    qtbot.addWidget(made)  # type: ignore[attr-defined]
    return made


def test_a_notice_is_taken_back_by_what_it_is_about_in_any_language(notice: Notice) -> None:
    for text in ("This library has no cards yet.", "このライブラリにはまだカードがありません。"):
        notice.say(text, Weight.NOTE, key="no cards")
        notice.take_back("no cards")
        assert notice.isHidden()


def test_the_window_asks_to_be_looked_at_when_a_long_task_ends(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    alerted: list[object] = []
    monkeypatch.setattr(QApplication, "alert", alerted.append)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setWindowTitle("Karuta: mine")
    bar = TaskBar(window)
    bar.end()
    assert (alerted, window.windowTitle()) == ([], "Karuta: mine"), "nothing has begun"
    bar.begin("Adding cards")
    assert alerted == []
    bar.end()
    assert alerted == [window]
    assert window.windowTitle() == "Finished: Adding cards · Karuta: mine", "nobody has it in front"
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert window.windowTitle() == "Karuta: mine"


def test_trouble_waits_beneath_a_newer_notice_and_a_note_does_not(notice: Notice) -> None:
    notice.say("The disk is full.", Weight.TROUBLE, key="disk")
    notice.say("2 added, 1 was here", Weight.NOTE, key="drop")
    notice.say("Exported", Weight.NOTE, key="export")
    assert notice.text == "Exported"
    notice.take_back("export")
    assert notice.text == "The disk is full."
    assert not notice.isHidden()
    notice.say("Something else.", Weight.TROUBLE)
    notice.take_back("disk")
    assert notice.text == "Something else."
    notice._close.click()
    assert notice.isHidden()


def test_what_is_said_beneath_covers_no_trouble_and_comes_after_it(notice: Notice) -> None:
    notice.say("a doubt", Weight.TROUBLE, key="doubt")
    notice.say("all is decided", Weight.NOTE, key="decided", beneath=True)
    assert notice.text == "a doubt"
    notice.take_back("doubt")
    assert notice.text == "all is decided"


def test_a_loss_is_in_front_of_all_but_a_question_and_is_not_closed(notice: Notice) -> None:
    notice.show()
    notice.say("3 is not saved", Weight.LOSS, key="unsaved")
    notice.say("2 added", Weight.NOTE, key="drop")
    notice.say("a bug", Weight.TROUBLE, key="bug")
    assert notice.shows("unsaved") and notice._close.isHidden()
    notice.say("Undo would take back 2 photos", Weight.QUESTION, key="take back")
    assert notice.shows("take back") and not notice._close.isHidden()
    notice.take_back("take back")
    assert notice.text == "3 is not saved"
    notice.take_back("unsaved")
    assert notice.shows("bug") and not notice.says("drop")
    notice._close.click()
    assert notice.isHidden()


def show_a_photo(panel: DeskPanel) -> None:
    named = SimpleNamespace(sha256="a" * 64, name="a.png", path=None, batch=None, listing=None)
    panel.show_photo(SimpleNamespace(photo=named, also=(), remarks=NO_REMARKS))  # type: ignore[arg-type]


@pytest.fixture
def panel(qtbot: QtBot) -> DeskPanel:
    made = lit(DeskPanel)
    qtbot.addWidget(made)
    return made


class Watch(QObject):
    """Writes down what comes to a widget."""

    def __init__(self, asked: list[QEvent.Type], parent: QObject) -> None:
        super().__init__(parent)
        self._asked = asked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        del watched
        self._asked.append(event.type())
        return False


@pytest.mark.parametrize("weight", Weight)
def test_each_notice_stands_below_the_photo_s_name_and_one_follows_the_other(
    qtbot: QtBot, panel: DeskPanel, weight: Weight
) -> None:
    panel.resize(500, 400)
    panel.show()
    notice = panel.notice
    notice.say("The first thing. " * 9, weight, key="first")
    show_a_photo(panel)
    bar = notice.parentWidget()
    qtbot.waitUntil(lambda: bar.isVisible() and bar.y() == panel._head.height() > 0)
    height = bar.height()
    notice.say("The second thing. " * 9, weight, key="second")
    qtbot.waitUntil(lambda: notice.shows("second") and bar.height() <= height + notice.fontMetrics().height())
    assert notice.text.startswith("The second") and panel.childAt(250, 10) is not None
    assert not bar.geometry().intersects(panel._head.geometry())
    panel.show_photo(None)
    qtbot.waitUntil(lambda: bar.y() == 0)


def test_a_notice_does_not_move_the_photo(qtbot: QtBot, panel: DeskPanel) -> None:
    show_a_photo(panel)
    panel.resize(500, 400)
    panel.show()
    qtbot.waitExposed(panel)
    before = panel.view.mapTo(panel, panel.view.rect().topLeft()), panel.view.size()
    notice = panel.notice
    notice.say("The disk is full; free some space and try again. " * 3, Weight.TROUBLE, key="disk")
    bar = panel.notice.parentWidget()
    # Whole, over the top of the desk.
    qtbot.waitUntil(lambda: bar.isVisible() and clipped(bar) == [] and bar.width() == 500)
    # Below the photo's name, never over it.
    assert bar.y() == panel._head.height() and panel.childAt(250, bar.y() + 10) in (notice, *notice.children())
    assert (panel.view.mapTo(panel, panel.view.rect().topLeft()), panel.view.size()) == before
    # Shown, it asks for nothing more: a layout that asks for itself would keep a core busy.
    asked: list[QEvent.Type] = []
    watch = Watch(asked, bar)
    for _ in range(20):
        QApplication.processEvents()
    bar.installEventFilter(watch)
    for _ in range(20):
        QApplication.processEvents()
    assert QEvent.Type.LayoutRequest not in asked
    notice.take_back("disk")
    assert bar.isHidden()
