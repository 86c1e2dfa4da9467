"""What is read from a distance: as large as there is room for, in either language."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from karuta.gui.kit import card_stage
from karuta.gui.kit.card_stage import CardStage, OnStage
from karuta.gui.kit.theme import Icons, Theme
from karuta.paths import resources_folder

JAPANESE = "カメラの使用がシステムで許可されていません。システムのプライバシー設定で許可してください。"


def test_two_lines_of_japanese_are_two_lines_although_its_font_has_higher_lines(qapp: object) -> None:
    theme = Theme(dark=False)
    stage = CardStage(theme, Icons(resources_folder() / "icons", theme))
    stage.setFont(QFont("VL PGothic"))
    stage.resize(1266, 690)
    stage.put(OnStage(name=JAPANESE))
    # As wide as two lines hold, and not one.
    room = QFontMetrics(stage._font(card_stage.NAME_SHARE, strong=True)).horizontalAdvance(JAPANESE) * 0.75
    stage.resize(round(room) + 2 * stage._margin, 690)
    assert stage.name_pixels == round(690 * card_stage.NAME_SHARE)
