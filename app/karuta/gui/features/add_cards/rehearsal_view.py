"""What adding cards would change, in figures, and new pictures that look like another card's, in pairs. Adds none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

from karuta.gui.kit.lay import column, named
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
        collision = self.rows[place]
        card, other, percent = collision.card.card_id, collision.other.card.card_id, round(100 * collision.similarity)
        text = self.tr("New: {file} of card {card}\nThere: {name} ({other}, {pack})\nAlike: {percent} %")
        return filled_in(
            text,
            file=collision.file,
            card=card,
            name=collision.other.name,
            other=other,
            pack=collision.other.pack,
            percent=percent,
        )

    def set_collisions(self, collisions: Sequence[Collision]) -> None:
        self.put_rows(tuple(sorted(collisions, key=lambda collision: -collision.similarity)))

    def icon(self, place: int) -> QPixmap:
        """Both pictures."""
        collision = self.rows[place]
        both = QPixmap(PAIR)
        both.fill(Qt.GlobalColor.transparent)
        painter = QPainter(both)
        for at, path in enumerate((collision.path, collision.there)):
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
        self.pairs = QListView(self, uniformItemSizes=True, spacing=GRID // 2)
        named(self.pairs, self.tr("Pictures that are there already under another card"))
        self.pairs.setModel(self.model)
        self.pairs.setIconSize(PAIR)
        self.pairs.setFrameShape(QFrame.Shape.NoFrame)
        self.pairs.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setLayout(column(self.words, (self.pairs, 1)))

    def show_rehearsal(self, rehearsal: Rehearsal) -> None:
        self.words.setText("\n".join(self._lines(rehearsal)))
        self.model.set_collisions(rehearsal.collisions)
        self.pairs.setVisible(bool(rehearsal.collisions))

    def _lines(self, rehearsal: Rehearsal) -> list[str]:
        report, coverage, none = rehearsal.report, rehearsal.coverage, self.tr("no set")
        cards, artworks, skipped = report.cards, report.artworks, len(report.skipped)
        text = self.tr("Cards: {added} new, {changed} changed, {same} the same, {joined} joined")
        of_cards = filled_in(text, added=cards.added, changed=cards.changed, same=cards.same, joined=report.joined)
        text = self.tr("Printings: {added} new. Artworks: {new} new, {changed} changed, {same} the same")
        new, changed, same = artworks.added, artworks.changed, artworks.same
        of_artworks = filled_in(text, added=rehearsal.new_printings, new=new, changed=changed, same=same)
        text = self.tr("Of {labels} confirmed labels, {changed} would have another first match")
        of_labels = filled_in(text, labels=rehearsal.labels, changed=rehearsal.labels_changed)
        text = self.tr("{pictured} of {cards} cards would have a picture")
        of_pictures = filled_in(text, pictured=coverage.with_picture, cards=coverage.cards)
        sets = comma_list(f"{name or none} {count:,}" for name, count in coverage.missing[:_SETS_NAMED])
        of_sets = filled_in(self.tr("Without one, by set: {sets}"), sets=sets)
        text = self.tr("New pictures that look like one of another card: {count}")
        return [
            filled_in(self.tr("Preview of {pack}. Nothing was changed."), pack=report.pack),
            of_cards,
            of_artworks,
            of_labels,
            of_pictures,
            *([filled_in(self.tr("Skipped rows: {skipped}"), skipped=skipped)] if skipped else []),
            *([of_sets] if sets else []),
            filled_in(text, count=len(rehearsal.collisions)),
        ]
