"""The result of a rehearsal: in words, and existing pictures beside the new ones. Rehearses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

from karuta.gui.kit.lay import column
from karuta.gui.kit.lists import RowModel
from karuta.gui.kit.prose import selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.new_pictures import Collision
from karuta.services.catalogue.rehearse_pack import Rehearsal

_FACE = QSize(11 * GRID, 16 * GRID)
PAIR = QSize(2 * _FACE.width() + GRID, _FACE.height())
"""Of two pictures beside each other."""


class CollisionModel(RowModel):
    """The most alike first."""

    rows: tuple[Collision, ...] = ()

    def __init__(self, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        pictures.small_ready.connect(self.redraw)

    def told(self, place: int, role: int) -> Any:
        one = self.rows[place]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = self.tr("New: {file} of card {card}\nThere: {name} ({other}, {pack})\nAlike: {percent} %")
            return text.format(
                file=one.file,
                card=one.card.card_id,
                name=one.other.name,
                other=one.other.card.card_id,
                pack=one.other.pack,
                percent=round(100 * one.likeness),
            )
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pair(one)
        return None

    def set_collisions(self, collisions: Sequence[Collision]) -> None:
        self.put_rows(tuple(sorted(collisions, key=lambda one: -one.likeness)))

    def _pair(self, one: Collision) -> QPixmap:
        both = QPixmap(PAIR)
        both.fill(Qt.GlobalColor.transparent)
        painter = QPainter(both)
        for at, path in enumerate((one.path, one.there)):
            picture = self._pictures.artwork(path)
            if picture is not None and not picture.isNull():
                shown = picture.scaled(
                    _FACE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
                left = at * (_FACE.width() + GRID) + (_FACE.width() - shown.width()) // 2
                painter.drawPixmap(left, (_FACE.height() - shown.height()) // 2, shown)
        painter.end()
        return both


_SETS_NAMED = 5


class RehearsalView(QWidget):
    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = selectable(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model = CollisionModel(pictures, self)
        self.pairs = QListView(self)
        self.pairs.setModel(self.model)
        self.pairs.setIconSize(PAIR)
        self.pairs.setFrameShape(QFrame.Shape.NoFrame)
        self.pairs.setUniformItemSizes(True)
        self.pairs.setSpacing(GRID // 2)
        self.pairs.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.pairs.setAccessibleName(self.tr("Pictures that are there already under another card"))
        self.setLayout(column(self.words, (self.pairs, 1)))

    def show_rehearsal(self, found: Rehearsal) -> None:
        self.words.setText("\n".join(self._lines(found)))
        self.model.set_collisions(found.collisions)
        self.pairs.setVisible(bool(found.collisions))

    def _lines(self, found: Rehearsal) -> list[str]:
        report, coverage = found.report, found.coverage
        lines = [
            self.tr("Rehearsal of {pack}. Nothing was changed.").format(pack=report.pack),
            self.tr("Cards: {added} new, {changed} changed, {same} the same, {joined} joined").format(
                added=f"{report.cards.added:,}",
                changed=f"{report.cards.changed:,}",
                same=f"{report.cards.same:,}",
                joined=f"{report.joined:,}",
            ),
            self.tr("Printings: {added} new. Artworks: {new} new, {changed} changed, {same} the same").format(
                added=f"{found.new_printings:,}",
                new=f"{report.artworks.added:,}",
                changed=f"{report.artworks.changed:,}",
                same=f"{report.artworks.same:,}",
            ),
            self.tr("Of {labels} confirmed labels, {changed} would have another first match").format(
                labels=f"{found.labels:,}", changed=f"{found.labels_changed:,}"
            ),
            self.tr("{pictured} of {cards} cards would have a picture").format(
                pictured=f"{coverage.with_picture:,}", cards=f"{coverage.cards:,}"
            ),
        ]
        if report.skipped:
            lines.append(self.tr("Skipped rows: {skipped}").format(skipped=f"{len(report.skipped):,}"))
        if coverage.missing:
            none = self.tr("no set")
            sets = comma_list(f"{name or none} {count:,}" for name, count in coverage.missing[:_SETS_NAMED])
            lines.append(self.tr("Without one, by set: {sets}").format(sets=sets))
        lines.append(
            self.tr("New pictures that look like one of another card: {count}").format(
                count=f"{len(found.collisions):,}"
            )
        )
        return lines
