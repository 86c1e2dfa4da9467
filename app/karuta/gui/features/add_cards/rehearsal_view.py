"""What adding cards would change, in figures, and new pictures that look like another card's, in pairs. Adds none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

from karuta.gui.kit.lay import column
from karuta.gui.kit.lists import RowModel
from karuta.gui.kit.prose import selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, filled_in
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

    def shown(self, place: int) -> str:
        one = self.rows[place]
        card, other, percent = one.card.card_id, one.other.card.card_id, round(100 * one.similarity)
        text = self.tr("New: {file} of card {card}\nThere: {name} ({other}, {pack})\nAlike: {percent} %")
        return filled_in(
            text, file=one.file, card=card, name=one.other.name, other=other, pack=one.other.pack, percent=percent
        )

    def set_collisions(self, collisions: Sequence[Collision]) -> None:
        self.put_rows(tuple(sorted(collisions, key=lambda collision: -collision.similarity)))

    def icon(self, place: int) -> QPixmap:
        """Both pictures."""
        one = self.rows[place]
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
        cards, artworks = report.cards, report.artworks
        text = self.tr("Cards: {added} new, {changed} changed, {same} the same, {joined} joined")
        of_cards = filled_in(text, added=cards.added, changed=cards.changed, same=cards.same, joined=report.joined)
        text = self.tr("Printings: {added} new. Artworks: {new} new, {changed} changed, {same} the same")
        of_artworks = filled_in(
            text, added=found.new_printings, new=artworks.added, changed=artworks.changed, same=artworks.same
        )
        text = self.tr("Of {labels} confirmed labels, {changed} would have another first match")
        of_labels = filled_in(text, labels=found.labels, changed=found.labels_changed)
        text = self.tr("{pictured} of {cards} cards would have a picture")
        lines = [
            filled_in(self.tr("Preview of {pack}. Nothing was changed."), pack=report.pack),
            of_cards,
            of_artworks,
            of_labels,
            filled_in(text, pictured=coverage.with_picture, cards=coverage.cards),
        ]
        if report.skipped:
            lines.append(filled_in(self.tr("Skipped rows: {skipped}"), skipped=len(report.skipped)))
        if coverage.missing:
            none = self.tr("no set")
            sets = comma_list(f"{name or none} {count:,}" for name, count in coverage.missing[:_SETS_NAMED])
            lines.append(filled_in(self.tr("Without one, by set: {sets}"), sets=sets))
        text = self.tr("New pictures that look like one of another card: {count}")
        return [*lines, filled_in(text, count=len(found.collisions))]
