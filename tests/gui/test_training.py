"""The training's page: it starts a process, shows how it goes, stops it, and tells the outcome."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.window import CARDS, Hand, Steps, has_the_ring, photograph, walked, window_with

from karuta.bootstrap import run
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import PairedCounts, newcombe, wilson
from karuta.domain.training_progress import (
    Begun,
    Compared,
    Finished,
    Gathered,
    Judged,
    Progress,
    Stepped,
    as_values,
)
from karuta.gui.features.learn.learn_dialog import LearnDialog
from karuta.gui.features.learn.training import Training
from karuta.gui.kit.theme import Theme
from karuta.jobs.program import Program
from karuta.paths import LibraryFolder
from karuta.settings import Settings, write_settings


@pytest.fixture(scope="module")
def made_labels(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with two labelled photos of each card, made once."""
    folder = tmp_path_factory.mktemp("labelled")
    shutil.copytree(made_library, folder / "library")
    rows = ["photo,card_id"]
    for number in range(2 * CARDS):
        seed = number % CARDS + 1
        path = photograph(folder / "shots" / f"{number}.png", seed, ground=(40 + 3 * number, 60, 66))
        rows.append(f"{path.name},{seed}")
    (folder / "shots" / "truth.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    assert run(["--library", str(folder / "library"), "labels", "import", str(folder / "shots" / "truth.csv")]) == 0
    return folder / "library"


@pytest.fixture
def labelled(made_labels: Path, tmp_path: Path) -> LibraryFolder:
    shutil.copytree(made_labels, tmp_path / "labelled library")
    return LibraryFolder(tmp_path / "labelled library")


@pytest.fixture
def training(tmp_path: Path) -> Training:
    return Training(LibraryFolder(tmp_path))


@pytest.fixture
def page(qtbot: QtBot, training: Training) -> Iterator[LearnDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    yield LearnDialog(training, Theme(dark=False), parent)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Of each training its arguments; none is begun."""
    started: list[list[str]] = []
    monkeypatch.setattr(Program, "start", lambda self, arguments, environment: started.append(arguments))
    return started


def hear(training: Training, progress: Progress) -> None:
    training._heard(json.dumps(as_values(progress)))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="asks the system for a process in the way of POSIX")
def test_a_window_that_closes_leaves_no_training_behind(labelled: LibraryFolder) -> None:
    started: list[int] = []

    def walk(hand: Hand) -> Steps:
        training = hand.composition.training
        training.start()
        yield lambda: training.last(Begun) is not None
        started.append(training.process_id)
        assert is_alive(started[0])

    walked(labelled, walk)
    assert not is_alive(started[0])


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "labels", "alone"),
    [
        ("en", "at least 10 labels", "at least 20 cards"),
        pytest.param("ja", "学習には少なくともラベル10件・カード5種類が必要です", "20", marks=pytest.mark.long),
    ],
)
def test_what_cannot_be_trained_is_said_on_the_page_in_the_windows_language(
    library: LibraryFolder, tmp_path: Path, language: str, labels: str, alone: str
) -> None:
    write_settings(tmp_path / "settings.json", Settings(language=language))

    def walk(hand: Hand) -> Steps:
        page = hand.opens("train", LearnDialog)
        page.training.parts.start.click()
        yield lambda: labels in page.training.parts.note.text()
        assert hand.composition.training.trouble.startswith("Training needs at least 10 labels of 5 cards")
        yield page.training.parts.start.isVisible
        page.training.alone.click()
        yield lambda: alone in page.training.parts.note.text()

    walked(library, walk)


def test_a_training_without_labels_that_was_paused_goes_on_without_them(
    qapp: object, training: Training, started: list[list[str]]
) -> None:
    training.start_without_labels()
    training.stop()
    assert training.is_paused
    training.start()
    assert ["--without-labels" in item for item in started] == [True, True]
    training.start()
    assert "--without-labels" not in started[-1]


def test_the_page_tells_steps_curves_and_the_outcome(training: Training, page: LearnDialog) -> None:
    share = wilson(90, 100)
    hear(training, Begun("m-head-1", "m@1", "c" * 64, labels=80, cards=40, held_out=20, steps=100, resumed_at=0))
    hear(training, Judged(0, {"other_photos": share, "new_cards": None, "simulated": share}))
    hear(training, Stepped(step=40, steps=100, loss=0.25, right=0.9, seconds_left=12.0))
    training._heard("no line of ours")
    assert "90 of 100, 90.0 %" in page.training.right.accessibleDescription()
    assert "0.250" in page.training.loss.accessibleDescription()
    compared = Compared(share, wilson(97, 100), newcombe(PairedCounts(90, 0, 7, 3)))
    figures = {"other_photos": compared, "new_cards": None, "simulated": None}
    hear(
        training,
        Finished("m-head-1", "folder", already=False, figures=figures, remarks=(Sentence("A remark."),), seconds=9.0),
    )
    assert page.training.parts.headline.text() == "A candidate is ready"
    assert (
        "97 of 100 correct, was 90" in page.training.parts.note.text()
        and "A remark." in page.training.parts.note.text()
    )


@pytest.mark.long
@window_with(of="labelled")
def test_a_training_shows_in_the_window_is_paused_there_and_resumed(hand: Hand) -> Steps:
    window, training = hand.window, hand.composition.training
    bar = window.training_bar
    assert bar.isHidden()
    training.start()
    yield lambda: training.last(Begun) is not None
    assert bar.isVisible() and "Training: " in words(bar)
    button(bar, "Show").click()
    yield lambda: window.dialogs.current is not None
    hand.dialog(LearnDialog).reject()
    button(bar, "Pause").click()
    yield lambda: not training.is_running
    assert training.is_paused and bar.isHidden()
    # The keys are back at the desk, not at the next button.
    assert has_the_ring(window.queue_panel.list)
    notice = window.desk_panel.notice
    assert notice.text == "Training paused."
    hand.takes("Resume")
    yield lambda: training.last(Begun) is not None
    button(bar, "Pause").click()
    yield lambda: training.is_paused
    page = hand.opens("train", LearnDialog)
    assert (page.training.parts.headline.text(), page.training.parts.start.text()) == ("Paused", "Resume")
    assert page.training.parts.note.text() == "Resume continues here."
    page.training.parts.start.click()
    yield lambda: training.last(Begun) is not None
    assert page.training.parts.stop.isVisible() and not training.is_paused
    assert button(bar, "Pause").isEnabled()
    page.training.parts.stop.click()
    assert not button(bar, "Pause").isEnabled() and not page.training.parts.stop.isEnabled()
    yield lambda: training.is_paused


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def button(widget: QWidget, text: str) -> QPushButton:
    (found,) = [button for button in widget.findChildren(QPushButton) if button.text() == text and button.isVisible()]
    return found


def test_the_time_that_is_left_is_never_a_number_that_stands_still(training: Training) -> None:
    def after(progress: Progress) -> str:
        hear(training, progress)
        return training.reached.words

    said = [
        after(Gathered(done=5, total=100, seconds_left=200.0)),
        after(Gathered(done=99, total=100, seconds_left=0.2)),
        after(Stepped(step=10, steps=1000, loss=0.2, right=0.9, seconds_left=89.0)),
        after(Stepped(step=999, steps=1000, loss=0.2, right=0.9, seconds_left=0.1)),
        after(Stepped(step=1000, steps=1000, loss=0.2, right=0.9, seconds_left=0.0)),
    ]
    assert said == [
        "Reading pictures: 5 of 100, 3 min left",
        "Reading pictures: 99 of 100, less than a minute left",
        "Step 10 of 1,000, 1 min left",
        "Step 999 of 1,000, less than a minute left",
        "Almost done: evaluating and saving the candidate",
    ]
    # What nobody has measured has no share of a bar either.
    assert training.reached.total == 0


def test_when_a_training_ends_enter_begins_no_other_and_at_train_it_does(
    qtbot: QtBot, training: Training, page: LearnDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_running = True
    monkeypatch.setattr(Training, "is_running", property(lambda self: is_running))
    started: list[str] = []
    monkeypatch.setattr(Training, "start", lambda self: started.append("labels"))
    monkeypatch.setattr(Training, "start_without_labels", lambda self: started.append("no labels"))
    training.changed.emit()
    page.show()
    qtbot.waitUntil(page.training.parts.stop.isVisible)
    page.training.take_focus()
    assert page.focusWidget() is page.training.parts.stop
    is_running = False
    training.changed.emit()
    assert page.training.parts.start.isVisible()
    QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return)
    assert started == [] and not page.isVisible()
    page.show()
    page.training.take_focus()
    QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Return)
    assert started == ["labels"] and page.isVisible()
