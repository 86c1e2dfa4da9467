"""Exports labels: asks which format and where, says how many fit, and has it written. Writes nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QRadioButton

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.lay import named
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, filled_in, together, words_of
from karuta.gui.library.session import Tell
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.exports.export_sets import (
    ExportCount,
    ExportRequest,
    WhyNot,
    count_export,
    export,
)
from karuta.services.exports.formats import Exported, ExportFormat, Takes
from karuta.services.labels.open_labels import count_disputed, labels_for_reading, labels_for_writing
from karuta.services.lookups.read_queue import games_of_photos

_Counted = tuple[Takes, str]
"""Labels of formats that take these, of one game or (empty) of all."""


class ExportDialog(Page):
    """`form`: the chosen one. `wish`: what else is said of it."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Export labels"), parts)
        # Or why nothing can be counted.
        self._counts: dict[_Counted, ExportCount | str] = {}
        self._buttons: dict[ExportFormat, QRadioButton] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for form in ExportFormat:
            note = quiet_label(words_of(form.value.about), self)
            button = self._buttons[form] = QRadioButton(words_of(form.value.title), self)
            button.setAccessibleDescription(note.text())
            button.toggled.connect(lambda on: self._follow() if on else None)
            grid.addWidget(button, len(self._buttons), 0)
            grid.addWidget(note, len(self._buttons), 1)
        self.count = Prose(self.tr("Counting…"), self)
        self.photos = QCheckBox(self.tr("Include photos (as a folder)"), self)
        self.exif = QCheckBox(self.tr("Keep camera data such as location (EXIF)"), self)
        self.game = named(QComboBox(self), self.tr("Game"))
        self.game.addItem(self.tr("All games"), "")
        self.game.hide()
        self.game.currentIndexChanged.connect(lambda _: self._follow())
        self.photos.toggled.connect(lambda _: self._follow())
        buttons, go_on = self.agree_or_cancel(self.tr("Save as…"))
        go_on.setDefault(True)
        choices = (self.game, self.photos, self.exif)
        self.lay(*(grid, 1, self.count, 1, *choices, 2, buttons), spacing=1, least_width=60)
        self.choose(ExportFormat.CSV)
        self.ask(self._session.task_lane, _games, self.offer_games, key="games")

    def say(self, text: str) -> None:
        self.count.setText(text)

    @property
    def form(self) -> ExportFormat:
        return next(form for form, button in self._buttons.items() if button.isChecked())

    @property
    def wish(self) -> ExportRequest:
        form = self.form
        photos = form.value.with_photos and self.photos.isChecked()
        game = self.game.currentData() if form.value.by_game else ""
        return ExportRequest(form, photos=photos, keep_exif=photos and self.exif.isChecked(), game=game)

    def choose(self, form: ExportFormat) -> None:
        self._buttons[form].setChecked(True)

    def offer_games(self, games: Sequence[str]) -> None:
        """A library of one game needs no choice among them."""
        for game in games:
            self.game.addItem(game, game)
        self.game.setVisible(len(games) > 1)

    def _follow(self) -> None:
        """Shows what goes with the choice, and how many labels it holds."""
        form, wish = self.form.value, self.wish
        self.game.setEnabled(form.by_game)
        self.photos.setEnabled(form.with_photos)
        self.exif.setEnabled(wish.photos)
        asked = (form.takes, wish.game)
        if asked not in self._counts:
            refuse = partial(self._take_count, asked)
            self.ask(self._session.task_lane, partial(_count, asked=asked), self._take_counts, refuse=refuse, key=asked)
        count = self._counts.get(asked)
        words = self._words(count) if isinstance(count, ExportCount) else count
        self.count.setText(words or self.tr("Counting…"))

    def _take_counts(self, counts: Mapping[_Counted, ExportCount]) -> None:
        self._counts.update(counts)
        self._follow()

    def _take_count(self, asked: _Counted, why: str) -> None:
        self._counts[asked] = why
        self._follow()

    def _words(self, counts: ExportCount) -> str:
        if not counts.labels:
            return self.tr("There are no labels yet.")
        if counts.fits == counts.labels:
            return filled_in(self.tr("All {labels} labels will be exported.", "", counts.labels), labels=counts.labels)
        reasons = comma_list(self._reason(why, count) for why, count in counts.left_out.items() if count)
        text = self.tr("{fits} of {labels} labels will be exported: {reasons}.")
        return filled_in(text, fits=counts.fits, labels=counts.labels, reasons=reasons)

    def _reason(self, why: WhyNot, count: int) -> str:
        words = {
            WhyNot.NO_PHOTO: self.tr("{count} have no photo", "", count),
            WhyNot.NOT_IN_VIEW: self.tr("{count} are of no single card in view", "", count),
            WhyNot.BY_KARUTA: self.tr("{count} were confirmed by Karuta alone", "", count),
            WhyNot.NO_CROP: self.tr("{count} have no crop", "", count),
            WhyNot.NO_PERSON_CONFIRMED: self.tr("{count} name no card that a person confirmed", "", count),
            WhyNot.DISPUTED: self.tr("{count} are in dispute", "", count),
            WhyNot.NO_ARTWORK: self.tr("{count} are of cards without a picture", "", count),
        }
        return filled_in(words[why], count=count)


def _games(library: LibraryFolder, token: CancelToken) -> list[str]:
    try:
        with labels_for_reading(library) as file:
            return games_of_photos(file)
    except LibraryError:
        return []


def _count(library: LibraryFolder, token: CancelToken, *, asked: _Counted) -> Mapping[_Counted, ExportCount]:
    takes, game = asked
    try:
        file = labels_for_reading(library)
    except LibraryError:
        return {asked: ExportCount(0, 0, {})}
    with file:
        return {(target, game): count for target, count in count_export(file, takes, token, game=game).items()}


_DONE, _MISSING = "the last export", "what the last export lacks"


class ExportCommands(Feature):
    """Asks which format, then where; says beforehand how many labels fit, and afterwards where they are."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"export": self.ask_which}

    def ask_which(self) -> None:
        dialog = ExportDialog(self._parts)
        dialog.accepted.connect(lambda: self.export(dialog.wish))
        self._kit.show(dialog)

    def export(self, wish: ExportRequest) -> None:
        """Once a person agrees that disputed labels go out, where there are any. A training set has none."""
        if wish.form.value.takes is Takes.LESSONS:
            self._export(wish)
            return
        self._session.store_lane.submit(
            lambda file, token: count_disputed(file, game=wish.game),
            done=lambda count: self._export(wish) if not count or self._agrees(count) else None,
            failed=ignore_expected(lambda: self._export(wish)),  # the export itself says what is wrong
            urgency=Urgency.NOW,
        )

    def _agrees(self, count: int) -> bool:
        text = self.tr("{count} labels are disputed: people disagree, and nobody has settled it.", "", count)
        more = self.tr("The export has the newest label of each. Review > Disagreements shows what everybody said.")
        text = together([filled_in(text, count=count), more])
        return self._kit.ask.agrees(self.tr("Export labels"), text, deed=self.tr("Export all the same"))

    def _export(self, wish: ExportRequest) -> None:
        out = self._asked_for(wish.form.value.suggested, is_folder=wish.is_folder)
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

        def done(exported: Exported) -> None:
            more = self.tr("{count} left out: this format takes only cards in photos that a person labelled")
            more = filled_in(more, count=exported.left_out) if exported.left_out else words_of(exported.note or "")
            self._offer(exported.labels, more, out)
            if exported.lost:
                self._voice.persistent.emit(_MISSING, " ".join(map(words_of, exported.lost)))
            if exported.missing:
                count, name = len(exported.missing), exported.missing[0]
                text = self.tr(
                    "{count} photos could not be found and are missing from {file}, such as {name}.", "", count
                )
                self._voice.persistent.emit(_MISSING, filled_in(text, count=count, file=out.name, name=name))

        self._parts.tasks.start(self.tr("Exporting labels"), work, done)

    # Inside

    def _asked_for(self, suggested: str, *, is_folder: bool) -> Path | None:
        """Where to; what was said of an earlier export is over then."""
        file, title = Path(suggested), self.tr("Export labels")
        if is_folder:
            title = self.tr("Choose a new folder for the export")
        name, kinds = (file.stem, "") if is_folder else (file.name, f"*{file.suffix}")
        out = self._kit.ask.about("export").new_file(title, name, kinds)
        for about in (_DONE, _MISSING) if out is not None else ():
            self._voice.finished.emit(about)
        return out

    def _offer(self, labels: int, more: str, out: Path) -> None:
        """In the status line, and above the photo with a button that shows the place."""
        text = filled_in(self.tr("{count} labels exported to {file}", "", labels), count=labels, file=out.name)
        text = " · ".join(part for part in (text, more) if part)
        self._voice.info.emit(text)
        folder = QUrl.fromLocalFile(str(out.absolute().parent))
        self._voice.offer.emit(_DONE, text, self.tr("Show in folder"), lambda: QDesktopServices.openUrl(folder))
