"""A caption's lines are about equally long: no letter stands alone on the last."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextLayout, QTextOption
from pytestqt.qtbot import QtBot

from karuta.gui.kit.caption import Caption

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
    for width in range(140, 220, 2):
        caption.resize(width, 200)
        plain = lines(text, caption.font(), width)
        shown = lines(text, caption.font(), caption.contentsRect().width())
        assert len(shown) == len(plain)
        assert len(shown) == 1 or len(shown[-1]) > 1
        alone += len(plain[-1]) == 1
    # Without any care there would be such a width, where lines break at any letter.
    assert alone or text.isascii()
