"""Lines of a text break between words, in Japanese too."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from karuta.gui.kit.prose import JOINER, Prose, whole_words


def lines(text: str, font: QFont, width: int) -> list[str]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return found


WHOLE = (
    "キーを 押すたびに ラベルが 保存されます。 あとで 書き出せます",
    "写真を ウィンドウに ドロップします。 ファイルは 動かしません",
    "お使いの カードを 取り消しても 切り替えても カタログは 残ります",
    "{count} 枚を Enterで 確定",
    "Words of other scripts stay as they are",
)


@pytest.mark.parametrize("spaced", WHOLE)
def test_no_line_breaks_inside_a_word(qtbot: QtBot, spaced: str) -> None:
    """Where a line may break is written as a space here."""
    del qtbot
    text = spaced if spaced.isascii() else spaced.replace(" ", "")
    pieces = lines(whole_words(text), QFont(), 1)
    assert "".join(pieces).replace(JOINER, "") == text.replace(" ", "")
    if spaced.isascii():
        assert whole_words(text) == text
        return
    assert [piece.replace(JOINER, "") for piece in pieces] == spaced.split()


def test_a_sentence_in_a_dialog_breaks_at_words_and_says_what_it_was_given(qtbot: QtBot) -> None:
    text = "写真をウィンドウにドロップします。ファイルは動かしません"
    prose = Prose(text)
    qtbot.addWidget(prose)
    assert prose.text() == text and JOINER not in prose.text()
    assert QLabel.text(prose) == whole_words(text) != text
    prose.setText("Counting…")
    assert QLabel.text(prose) == prose.text() == "Counting…"
