"""A caption's lines are about equally long: no letter stands alone on the last."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from karuta.gui.kit.prose import JOINER, Caption, Prose, whole_words

TEXTS = (
    "3  キーを押すたびにラベルが保存されます。あとで書き出せます",
    "1  写真をウィンドウにドロップします。ファイルは動かしません",
    "3  Each key saves a label; export them when you like",
)


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


@pytest.mark.parametrize("text", TEXTS)
def test_no_letter_is_left_alone_at_any_width(qtbot: QtBot, text: str) -> None:
    caption = Caption()
    qtbot.addWidget(caption)
    caption.show()
    caption.setText(text)
    alone = 0
    # Ten to sixteen letters a line, in whatever font the application has by now.
    letter = QFontMetrics(caption.font()).horizontalAdvance("写")
    for width in range(10 * letter, 16 * letter, max(1, letter // 4)):
        caption.resize(width, 200)
        plain = lines(text, caption.font(), width)
        drawn = QLabel.text(caption)
        shown = lines(drawn, caption.font(), caption.contentsRect().width())
        assert len(shown) == len(lines(drawn, caption.font(), width))
        assert len(shown) == 1 or len(shown[-1]) > 1
        alone += len(plain[-1]) == 1
    # Without any care there would be such a width, where lines break at any letter.
    assert alone or text.isascii()


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


def test_a_caption_says_what_it_was_given(qtbot: QtBot) -> None:
    caption = Caption()
    qtbot.addWidget(caption)
    caption.setText(TEXTS[0])
    assert caption.text() == TEXTS[0]
    caption.resize(24, 400)  # less than a word is wide: then it breaks anywhere
    assert caption.text() == TEXTS[0]


def test_a_sentence_in_a_dialog_breaks_at_words_and_says_what_it_was_given(qtbot: QtBot) -> None:
    text = "写真をウィンドウにドロップします。ファイルは動かしません"
    prose = Prose(text)
    qtbot.addWidget(prose)
    assert prose.text() == text and JOINER not in prose.text()
    assert QLabel.text(prose) == whole_words(text) != text
    prose.setText("Counting…")
    assert QLabel.text(prose) == prose.text() == "Counting…"
