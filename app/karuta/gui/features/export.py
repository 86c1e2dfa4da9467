"""Exports labels: asks which format and where, says how many fit, and has it written. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QGridLayout, QRadioButton

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.domain.training_set import Side
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, comma_list, filled_in, together, words_of
from karuta.gui.library.session import Tell
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.exports.export_sets import (
    ExportCount,
    Exported,
    ExportRequest,
    WhyNot,
    count_export,
    count_training,
    export,
)
from karuta.services.exports.export_training import TrainingExported, export_training_set
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.open_labels import count_disputed, labels_for_reading, labels_for_writing
from karuta.services.lookups.read_queue import games_of_photos

_WHY = {
    WhyNot.NO_PHOTO: QT_TRANSLATE_NOOP("Export", "{count} have no photo"),
    WhyNot.NOT_IN_VIEW: QT_TRANSLATE_NOOP("Export", "{count} are of no single card in view"),
    WhyNot.BY_KARUTA: QT_TRANSLATE_NOOP("Export", "{count} were confirmed by Karuta alone"),
    WhyNot.NO_CROP: QT_TRANSLATE_NOOP("Export", "{count} have no crop"),
    WhyNot.NO_PERSON_CONFIRMED: QT_TRANSLATE_NOOP("Export", "{count} name no card that a person confirmed"),
    WhyNot.DISPUTED: QT_TRANSLATE_NOOP("Export", "{count} are in dispute"),
    WhyNot.NO_ARTWORK: QT_TRANSLATE_NOOP("Export", "{count} are of cards without a picture"),
}
_WHY_ONE = {
    WhyNot.NO_PHOTO: QT_TRANSLATE_NOOP("Export", "one has no photo"),
    WhyNot.NOT_IN_VIEW: QT_TRANSLATE_NOOP("Export", "one is of no single card in view"),
    WhyNot.BY_KARUTA: QT_TRANSLATE_NOOP("Export", "one was confirmed by Karuta alone"),
    WhyNot.NO_CROP: QT_TRANSLATE_NOOP("Export", "one has no crop"),
    WhyNot.NO_PERSON_CONFIRMED: QT_TRANSLATE_NOOP("Export", "one names no card that a person confirmed"),
    WhyNot.DISPUTED: QT_TRANSLATE_NOOP("Export", "one is in dispute"),
    WhyNot.NO_ARTWORK: QT_TRANSLATE_NOOP("Export", "one is of a card without a picture"),
}


def count_words(found: ExportCount) -> str:
    if not found.labels:
        return QCoreApplication.translate("Export", "There are no labels yet.")
    if found.fits == found.labels:
        text = QCoreApplication.translate("Export", "All {labels} labels will be exported.")
        if found.labels == 1:
            text = QCoreApplication.translate("Export", "The only label will be exported.")
        return filled_in(text, labels=found.labels)
    reasons = [_reason(why, count) for why, count in found.left_out.items() if count]
    text = QCoreApplication.translate("Export", "{fits} of {labels} labels will be exported: {reasons}.")
    return filled_in(text, fits=found.fits, labels=found.labels, reasons=comma_list(reasons))


def _reason(why: WhyNot, count: int) -> str:
    words = _WHY_ONE[why] if count == 1 else _WHY[why]
    return filled_in(QCoreApplication.translate("Export", words), count=count)


class ExportDialog(Page):
    """`wish`: what the form says; if `is_training`, a training set is to be written instead."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Export labels"), parts)
        # By the number of the row; or why nothing can be counted.
        self._counts: dict[int, ExportCount | str] = {}
        self._group = QButtonGroup(self)
        self._forms = list(ExportFormat)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        rows = [(words_of(form.value.title), words_of(form.value.about)) for form in self._forms]
        rows.append((self.tr("Training set"), self.tr("Crops, artworks and a split, for training a model")))
        for row, (title, about) in enumerate(rows):
            button = QRadioButton(title, self)
            note = quiet_label(about, self)
            button.setAccessibleDescription(note.text())
            self._group.addButton(button, row)
            grid.addWidget(button, row, 0)
            grid.addWidget(note, row, 1)
        self._group.button(0).setChecked(True)
        self.count = Prose(self.tr("Counting…"), self)
        self.photos = QCheckBox(self.tr("Include photos (as a folder)"), self)
        self.exif = QCheckBox(self.tr("Keep camera data such as location (EXIF)"), self)
        self.exif.setEnabled(False)
        self.game = QComboBox(self)
        self.game.setAccessibleName(self.tr("Game"))
        self.game.addItem(self.tr("All games"), "")
        self.game.hide()
        self.game.currentIndexChanged.connect(lambda _: self._ask_counts())
        self.photos.toggled.connect(lambda _: self._follow())
        self._group.idToggled.connect(lambda _, on: self._follow() if on else None)
        buttons, go_on = self.agree_or_cancel(self.tr("Save as…"))
        go_on.setDefault(True)
        choices = (self.game, self.photos, self.exif)
        self.lay(*(grid, 1, self.count, 1, *choices, 2, buttons), spacing=1, least_width=60)
        self._ask_counts()
        self.ask(self._session.task_lane, _games, self.offer_games, key="games")

    def say(self, text: str) -> None:
        self.count.setText(text)

    @property
    def wish(self) -> ExportRequest:
        photos = self.photos.isChecked()
        form = ExportFormat.FOLDERS if self.is_training else self._forms[self._group.checkedId()]
        exif = photos and self.exif.isChecked()
        return ExportRequest(form, photos=photos, keep_exif=exif, game=self.game.currentData() if self._by_game else "")

    @property
    def is_training(self) -> bool:
        return self._group.checkedId() == len(self._forms)

    @property
    def _by_game(self) -> bool:
        """Whether the chosen form can be of one game alone."""
        return not self.is_training and self._forms[self._group.checkedId()] is not ExportFormat.EVENTS

    def offer_games(self, games: Sequence[str]) -> None:
        """A library of one game needs no choice among them."""
        for game in games:
            self.game.addItem(game, game)
        self.game.setVisible(len(games) > 1)

    def _ask_counts(self) -> None:
        game = self.game.currentData()
        self.ask(self._session.task_lane, partial(_count, game=game), self._set_counts, key="count")

    def choose_training(self) -> None:
        self._group.button(len(self._forms)).setChecked(True)

    def _set_counts(self, counts: Mapping[ExportFormat, ExportCount]) -> None:
        self._counts |= {row: counts[form] for row, form in enumerate(self._forms)}
        self._follow()

    def _set_training_count(self, count: ExportCount | str) -> None:
        self._counts[len(self._forms)] = count
        self._follow()

    def _follow(self) -> None:
        """Shows what goes with the choice, and how many labels it holds."""
        training = self.is_training
        self.game.setEnabled(self._by_game)
        self.photos.setEnabled(not training)
        self.exif.setEnabled(not training and self.photos.isChecked())
        count = self._counts.get(self._group.checkedId())
        if training and count is None:
            # It takes a while, so not before somebody wants it.
            said = self._set_training_count
            self.ask(self._session.task_lane, _count_training, said, refuse=said, key="count training")
        self.count.setText(count if isinstance(count, str) else count_words(count) if count else self.tr("Counting…"))

    def choose(self, form: ExportFormat) -> None:
        self._group.button(self._forms.index(form)).setChecked(True)


def _games(library: LibraryFolder, token: CancelToken) -> list[str]:
    try:
        with labels_for_reading(library) as file:
            return games_of_photos(file)
    except LibraryError:
        return []


def _count(library: LibraryFolder, token: CancelToken, *, game: str) -> Mapping[ExportFormat, ExportCount]:
    try:
        file = labels_for_reading(library)
    except LibraryError:
        return {form: ExportCount(0, 0, {}) for form in ExportFormat}
    with file:
        return count_export(file, token, game=game)


def _count_training(library: LibraryFolder, token: CancelToken) -> ExportCount:
    with labels_for_reading(library) as file:
        return count_training(file, library, token)


Result = TypeVar("Result")
_DONE, _MISSING = "the last export", "what the last export lacks"


class ExportCommands(Feature):
    """Asks which format, then where; says beforehand how many labels fit, and afterwards where they are."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"export": self.ask_which}

    def ask_which(self) -> None:
        dialog = ExportDialog(self._parts)
        dialog.accepted.connect(lambda: self.export_training() if dialog.is_training else self.export(dialog.wish))
        self._kit.show(dialog)

    def export(self, wish: ExportRequest) -> None:
        """Once a person agrees that disputed labels go out, where there are any."""
        self._session.store_lane.submit(
            lambda file, token: count_disputed(file, game=wish.game),
            done=lambda count: self._export(wish) if not count or self._agrees(count) else None,
            failed=ignored_if_known(lambda: self._export(wish)),  # the export itself says what is wrong
            urgency=Urgency.NOW,
        )

    def _agrees(self, count: int) -> bool:
        text = self.tr("{count} labels are disputed: people disagree, and nobody has settled it.", "", count)
        more = self.tr("The export has the newest label of each. Review > Disagreements shows what everybody said.")
        text = together([filled_in(text, count=count), more])
        return self._kit.ask.agrees(self.tr("Export labels"), text, deed=self.tr("Export all the same"))

    def _export(self, wish: ExportRequest) -> None:
        suggested = wish.form.value.suggested
        if wish.is_folder:
            out = self._new_folder(Path(suggested).stem)
        else:
            kinds = f"*{Path(suggested).suffix}"
            out = self._kit.ask.about("export").new_file(self.tr("Export labels"), suggested, kinds)
        if out is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Exported:
            try:
                file = labels_for_reading(library)
            except LibraryError:
                file = labels_for_writing(library)
            with file:
                # The dialog has asked already whether to replace an existing file; a folder has to be an earlier
                # export.
                return export(file, out, wish, force=True, cancel=token, told=tell)

        self._begin(work, lambda done: self._exported(done, out))

    def export_training(self) -> None:
        out = self._new_folder("training")
        if out is None:
            return

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> TrainingExported:
            return export_training_set(library, out, force=True, cancel=token, told=tell)

        self._begin(work, lambda done: self._exported_training(done, out))

    # Inside

    def _begin(
        self, work: Callable[[LibraryFolder, CancelToken, Tell], Result], done: Callable[[Result], None]
    ) -> None:
        """Begin; what was said of an earlier export is over."""
        for about in (_DONE, _MISSING):
            self._voice.over.emit(about)
        self._parts.tasks.start(self.tr("Exporting labels"), work, done)

    def _new_folder(self, suggested: str) -> Path | None:
        return self._kit.ask.about("export").new_file(self.tr("Choose a new folder for the export"), suggested, "")

    def _exported(self, done: Exported, out: Path) -> None:
        more = self.tr("{count} left out: this format takes only cards in photos that a person labelled")
        self._offer(done.labels, filled_in(more, count=done.left_out) if done.left_out else "", out)
        if done.missing:
            count = len(done.missing)
            text = self.tr("{count} photos could not be found and are missing from {file}, such as {name}.", "", count)
            self._voice.held.emit(_MISSING, filled_in(text, count=count, file=out.name, name=done.missing[0]))

    def _exported_training(self, done: TrainingExported, out: Path) -> None:
        more = self.tr("{train} for training, {held} held out, {aside} set aside")
        train, held, aside = (str(done.sides[side]) for side in (Side.TRAIN, Side.HELD_OUT, Side.SET_ASIDE))
        self._offer(done.labels, filled_in(more, train=train, held=held, aside=aside), out)
        if done.lost:
            self._voice.held.emit(_MISSING, " ".join(words_of(item) for item in done.lost))

    def _offer(self, labels: int, more: str, out: Path) -> None:
        """In the status line, and above the photo with a button that shows the place."""
        text = filled_in(self.tr("{count} labels exported to {file}", "", labels), count=labels, file=out.name)
        text = " · ".join(part for part in (text, more) if part)
        self._voice.said.emit(text)
        folder = QUrl.fromLocalFile(str(out.absolute().parent))
        self._voice.offered.emit(_DONE, text, self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))
