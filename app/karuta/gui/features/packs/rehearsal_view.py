"""The result of a rehearsal: in words, and existing pictures beside the new ones. Rehearses nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from karuta.gui.features.packs.collision_model import PAIR, CollisionModel
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list
from karuta.gui.library.pictures import Pictures
from karuta.services.catalogue.rehearse_pack import Rehearsal

_SETS_NAMED = 5


class RehearsalView(QWidget):
    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model = CollisionModel(pictures, self)
        self.pairs = QListView(self)
        self.pairs.setModel(self.model)
        self.pairs.setIconSize(PAIR)
        self.pairs.setFrameShape(QFrame.Shape.NoFrame)
        self.pairs.setUniformItemSizes(True)
        self.pairs.setSpacing(GRID // 2)
        self.pairs.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.pairs.setAccessibleName(self.tr("Pictures that are there already under another card"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.words)
        layout.addWidget(self.pairs, 1)

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
