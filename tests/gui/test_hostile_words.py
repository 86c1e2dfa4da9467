"""Whatever strangers write into titles, names and files: the window shows it as it was written, and opens nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.gui.test_manners import OPENING
from tests.hostile_library import KINDS, hostile_library
from tests.markup import Walk, planted
from tests.window import play

from karuta.domain.errors import LibraryError, ModelError
from karuta.domain.sentence import Sentence
from karuta.gui.kit.dialog_kit import Ask
from karuta.gui.kit.style import FlatStyle
from karuta.gui.kit.theme import Theme
from karuta.gui.kit.translate import error_words
from karuta.gui.shell.last_words import show_last_words
from karuta.settings import write_settings

NOUN = Sentence("label file")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no file of Windows has such a name")


def test_no_page_no_dialog_and_no_tooltip_reads_what_strangers_wrote(tmp_path: Path) -> None:
    hostile = hostile_library(tmp_path)
    write_settings(tmp_path / "settings.json", hostile.settings)
    walk = Walk()
    assert play(hostile.arguments, hostile.script(walk, OPENING)) == 0
    assert walk.found == [], "\n".join(walk.found)
    assert walk.seen >= set(KINDS), f"nowhere to be seen: {set(KINDS) - walk.seen}"


def test_boxes_that_ask_and_the_last_words_of_a_start_are_plain(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qapp.setStyle(FlatStyle(Theme(dark=False)))
    window, walk = QWidget(), Walk()
    qtbot.addWidget(window)
    forms: list[Qt.TextFormat] = []

    def shown(box: QMessageBox) -> int:
        walk.over("box", box)
        forms.append(box.textFormat())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", shown)
    ask = Ask(window)
    assert not ask.agrees(planted("title"), planted("question"), deed="Go on")
    ask.tell("", planted("text"), more=planted("more"))
    assert walk.seen == {"title", "question", "text", "more"}
    # It comes before any style of ours.
    show_last_words(planted("words"))
    assert (walk.found, forms[-1]) == ([], Qt.TextFormat.PlainText)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_sentence_in_another_language_holds_what_strangers_wrote_as_it_is(
    speak: Callable[[str], object], language: str
) -> None:
    speak(language)
    words = "{0} {path} {path.__class__} %n %1 & <b>" + planted("path")
    said = error_words(
        LibraryError("The {noun} at {path} is damaged; `karuta doctor` says what can be done.", noun=NOUN, path=words)
    )
    inner = error_words(ModelError("There is no model in {folder}", folder=words))
    assert said.count(words) == inner.count(words) == 1
    assert ("ラベルファイル" in said) == (language == "ja")
