"""Asks where cards are kept and what each column means, and says what adding them would change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from karuta.domain.pace import Rate
from karuta.gui.features.add_cards.column_table import ColumnTable
from karuta.gui.features.add_cards.rehearsal_view import RehearsalView
from karuta.gui.features.feature import Page, WindowParts
from karuta.gui.kit.dropped import Dropped, TakesDrops
from karuta.gui.kit.lay import Stretch, column, named, row
from karuta.gui.kit.notice import ThinBar
from karuta.gui.kit.prose import Prose, quiet_label
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import comma_list, filled_in, speed_words, time_left, words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Tell
from karuta.jobs.postbox import Postbox
from karuta.services.catalogue.add_folder import rehearse_folder
from karuta.services.catalogue.catalogue_folder import PictureMissing, SkippedRow
from karuta.services.catalogue.describe_source import SourceDescription, describe_source
from karuta.services.catalogue.rehearse_pack import Rehearsal
from karuta.services.catalogue.sources.card_source import SharedId, SourceOptions
from karuta.services.library.demo import DemoFiles

_SAID_EVERY_SECONDS = 0.25


class AddProgress(QObject):
    """`say` hears a line for a bar, which begins with `doing`, and `bar` how far it is: on the window's own thread."""

    def __init__(
        self, doing: str, say: Callable[[str], None], parent: QObject, *, bar: Callable[[int, int], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._doing, self._say, self._bar = doing, say, bar
        self._step = ""
        self._rate = Rate()
        self._said_at = 0.0

    def through(self, box: Postbox, tell: Tell = lambda done, total: None) -> Callable[[str, int, int], None]:
        """For a service to call in a lane's thread, where `tell` hears of it too."""
        noted = while_alive(self, self._note)

        def heard(step: str, done: int, total: int) -> None:
            tell(done, total)
            box.post(lambda: noted((step, done, total)))

        return heard

    def _note(self, at: tuple[str, int, int]) -> None:
        step, done, total = at
        if self._bar is not None:
            self._bar(done, total)
        now = time.monotonic()
        if step != self._step:
            self._step, self._rate = step, Rate()
        self._rate.note(done, now)
        if now - self._said_at < _SAID_EVERY_SECONDS and done < total:
            return
        self._said_at = now
        self._say(self._line(step, done, total))

    def _line(self, step: str, done: int, total: int) -> str:
        words = {
            # Bytes of a list mean nothing to a person.
            "reading": self.tr("reading the list, {share} %").format(share=100 * done // max(1, total)),
            "pictures": filled_in(self.tr("reading pictures, {done} of {total}"), done=done, total=total),
            "vectors": filled_in(self.tr("preparing pictures, {done} of {total}"), done=done, total=total),
        }
        parts = [words.get(step, f"{done:,}")]
        speed, seconds = self._rate.a_second, self._rate.seconds_for(total - done)
        if step in words and speed is not None and seconds is not None:
            parts += [time_left(seconds)] if step == "reading" else [speed_words(speed), time_left(seconds)]
        return self.tr("{doing}: {step}").format(doing=self._doing, step=" · ".join(parts))


# What a source holds, and what adding it would change: only the newest question is answered.
_LOOK = "cards to add"
_WIDE = 96 * GRID
_HIGH = 78 * GRID
# Whoever types a game's name types on.
_PAUSE_MS = 500


class AddCardsDialog(TakesDrops, Page):
    """Describes what lies at `source` with `options`, and rehearses it; only the newest look is told of. Accepted: add
    it. Nothing can be added before the rehearsal is over or was skipped.

    `download_wanted`: there is nothing here yet, and a list is to be downloaded.
    """

    download_wanted = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Add cards"), parts)
        self._ask = parts.kit.ask
        self._others = 0
        self.source: Path | None = None
        self._pictures: Path | None = None
        self._described: SourceDescription | None = None
        self.setAcceptDrops(True)
        self.file = self.make_button(self.tr("Choose a file…"), self._choose_file)
        self.folder = self.make_button(self.tr("Choose a folder…"), self._choose_folder)
        self.download = self.make_button(self.tr("Download a list…"), self._download)
        self.sample = self.make_button(self.tr("Sample pack"), self._take_sample)
        self.sample.setVisible(self._session.is_demo)
        self.about = Prose(self._about(), self)
        self.contents = Prose(parent=self)
        self.remarks = Prose(parent=self, quiet=True)
        self.columns = ColumnTable(self)
        self.game = named(QLineEdit(self, placeholderText=self.tr("as the pack")), self.tr("Game"))
        self.pictures = self.make_button(self.tr("Use pictures from another folder…"), self._choose_pictures)
        for button in (self.file, self.folder, self.download, self.sample, self.pictures):
            button.setAutoDefault(True)  # Return presses the one that has the focus
        self.rehearsal = RehearsalView(parts.pictures, self)
        self.progress = quiet_label("", self)
        self.bar = ThinBar(self.tr("Progress of the preview"), self)
        self.bar.show()
        self.skip = self.make_button(self.tr("Skip"), self._skip, tip=self.tr("Add without knowing what would change"))
        self._under_way, self._game_row = QWidget(self), QWidget(self)
        self._under_way.setLayout(row((column(self.progress, self.bar), 1), self.skip, margins=(0, 1, 0, 0)))
        self._game_row.setLayout(row(QLabel(self.tr("Game"), self), self.game))
        buttons, self.add = self.agree_or_cancel(self.tr("Add"))
        hint = quiet_label(self.tr("or drop it here"), self)
        choices = row(self.file, self.folder, self.download, self.sample, hint, Stretch(), spacing=2)
        more = row(self._game_row, self.pictures, Stretch())
        texts = (self.about, self.contents, self.remarks, (self.columns, 1))
        preview = (self._under_way, (self.rehearsal, 2), Stretch(0), 1, buttons)
        self.lay(choices, 1, *texts, more, *preview, spacing=1, least_width=64)
        self.columns.assigned.connect(self._look)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.game.textEdited.connect(self._game_typed)
        self._show()
        self._stand()

    @property
    def options(self) -> SourceOptions:
        """A person's own words about the source."""
        described = self._described
        is_table = described is not None and described.table is not None
        return SourceOptions(
            pictures=self._pictures,
            game=self.game.text().strip() or None if self._game_row.isVisibleTo(self) else None,
            columns=self.columns.fields if is_table else {},
        )

    def take(self, source: Path, pictures: Path | None = None, *, others: int = 0) -> None:
        """A file or folder that was chosen or dropped. `others`: so many sources besides, which are left alone."""
        self.source = source
        self._pictures = pictures
        self._others = others
        self._described = None
        self._look()

    def refuse(self, reason: str) -> None:
        """Why it cannot be added as it is; a table's columns can still be assigned."""
        self._show()
        self._stand(reason)

    # Qt's side

    def take_drop(self, dropped: Dropped, event: QDropEvent) -> bool:
        if dropped.paths:
            self.take(dropped.paths[0])
        return bool(dropped.paths)

    # Inside

    def _look(self) -> None:
        if self.source is None:
            return
        self._stand(self.tr("Reading {name}…").format(name=self.source.name))
        self._pause.stop()
        source, options, library = self.source, self.options, self._session.library
        self.ask(
            self._session.task_lane,
            lambda _, token: describe_source(source, library=library, options=options, cancel=token),
            self._describe,
            refuse=self.refuse,
            key=_LOOK,
        )

    def _describe(self, described: SourceDescription) -> None:
        self._described = described
        self._show()
        self._stand(self._contents_words(described))
        if described.cards > 0 or described.pictures > 0:
            if self._parts.catalogue_status.has_cards is False:
                self._over()  # in an empty library nothing can change
            else:
                self._rehearse()

    def _rehearse(self) -> None:
        self.progress.setText(self.tr("Preview: nothing is changed yet"))
        self.bar.begin()
        self._stand(under_way=True)
        source, options, library = self.source, self.options, self._session.library
        assert source is not None
        rehearse = partial(rehearse_folder, source, library=library, resources=self._session.resources, options=options)
        heard = AddProgress(self.tr("Preview"), self.progress.setText, self, bar=self.bar.tell).through(
            self._session.box
        )
        self.ask(
            self._session.task_lane,
            lambda _, token: rehearse(pack=None, cancel=token, progress=heard),
            self._rehearsed,
            refuse=self.refuse,
            key=_LOOK,
        )

    def _rehearsed(self, rehearsal: Rehearsal) -> None:
        """Show what adding it would do; now it may be added."""
        self._over()
        self.rehearsal.show_rehearsal(rehearsal)
        self.rehearsal.show()
        if rehearsal.collisions:
            self.resize(max(self.width(), _WIDE), max(self.height(), _HIGH))

    def _skip(self) -> None:
        self.ask_no_more(_LOOK)
        self._over()

    def _over(self) -> None:
        self._stand(may_add=True)
        self.add.setDefault(True)
        if isinstance(self.focusWidget(), QPushButton):
            # A button that has the focus would take Enter for itself: the one by which the source was chosen.
            self.add.setFocus()

    def _stand(self, contents: str | None = None, *, under_way: bool = False, may_add: bool = False) -> None:
        """How far it is with this source. `contents`: what is said to be in it, from now on."""
        if contents is not None:
            self.contents.setText(contents)
        self.contents.setVisible(bool(self.contents.text()))
        self._under_way.setVisible(under_way)
        self.rehearsal.hide()
        self.add.setEnabled(may_add)

    def _game_typed(self) -> None:
        """Look anew: another game would change other things."""
        if self.source is not None:
            self.add.setEnabled(False)
            self._pause.start()

    def _show(self) -> None:
        """What is known of the source, and what can be said about it."""
        described = self._described
        table = described.table if described is not None else None
        self.about.setVisible(described is None)
        self.remarks.setText("\n".join(self._remarks(described)) if described is not None else "")
        self.remarks.setVisible(bool(self.remarks.text()))
        self.pictures.setVisible(described is not None and described.format not in ("karuta", "pictures"))
        self._game_row.setVisible(described is not None and not described.has_own_game)
        self.columns.setVisible(table is not None)
        if table is not None:
            self.columns.fill(table)
            if self.width() < _WIDE:
                self.resize(_WIDE, max(self.height(), 70 * GRID))

    def _contents_words(self, described: SourceDescription) -> str:
        if described.table is not None and not any(field.startswith("name") for field in described.table.fields):
            return self.tr("Table: choose which column holds the names of the cards")
        return self.tr("{what}: {cards}, {pictures}").format(
            what=self._title(described),
            cards=filled_in(self.tr("{count} cards", "", described.cards), count=described.cards),
            pictures=filled_in(self.tr("{count} pictures", "", described.pictures), count=described.pictures),
        )

    def _title(self, described: SourceDescription) -> str:
        """Projects have names, which stay."""
        words = {"table": self.tr("Table"), "pictures": self.tr("Folder of pictures"), "karuta": "Karuta"}
        words |= {"json": self.tr("List (JSON)"), "yaml": self.tr("List (YAML)")}
        return words.get(described.format, described.title)

    def _remarks(self, described: SourceDescription) -> list[str]:
        remarks = []
        if self._others:
            text = self.tr("{count} more files were dropped and are not read; drop a folder or a zip", "", self._others)
            remarks.append(filled_in(text, count=self._others))
        if described.packs:
            remarks.append(
                self.tr("Each sub-folder becomes a pack: {names}").format(names=comma_list(described.packs[:8]))
            )
        if (named := described.without - described.unseen) and described.cards:
            text = self.tr("{count} cards have no picture: they are known in photos by their names alone", "", named)
            remarks.append(filled_in(text, count=named))
        if (unseen := described.unseen) and described.cards:
            text = self.tr(
                "{count} cards have neither a picture nor a name in Latin letters: no photo shows which they are until "
                "each has a label",
                "",
                unseen,
            )
            remarks.append(filled_in(text, count=unseen))
        if described.spare:
            text = self.tr("{count} pictures belong to none of the cards", "", described.spare)
            remarks.append(filled_in(text, count=described.spare))
        fates = described.fates
        if fates.printings or fates.same:
            text = self.tr(
                "Rows: {rows}. Further printings or artworks of a card: {printings}. With nothing new: {same}."
            )
            rows = {"rows": fates.rows, "printings": fates.printings, "same": fates.same}
            remarks.append(text.format(**{name: f"{count:,}" for name, count in rows.items()}))
        if shared := [row for row in described.skipped if isinstance(row, SharedId)]:
            text = self.tr(
                "{count} rows have the card id of another row and differ from it, such as {place}: {reason}. If they "
                "are cards of their own, choose another column as the card id",
                "",
                len(shared),
            )
            remarks.append(self._with_first(text, shared))
        # Where only a picture is missing, the card is added, and was counted above.
        if unusable := [row for row in described.skipped if not isinstance(row, PictureMissing | SharedId)]:
            text = self.tr("{count} rows cannot be used, such as {place}: {reason}", "", len(unusable))
            remarks.append(self._with_first(text, unusable))
        return remarks

    def _with_first(self, text: str, rows: Sequence[SkippedRow]) -> str:
        place, reason = words_of(rows[0].place), words_of(rows[0].reason)
        return filled_in(text, count=len(rows), place=place, reason=reason)

    def _about(self) -> str:
        return self.tr(
            "Karuta reads cards from YGOPro and EDOPro (cards.cdb and pics), YGOPRODeck, yaml-yugi, Scryfall and the "
            "Pokémon TCG data, Cockatrice (cards.xml), LackeyCCG, lists of any game (CSV, XLSX, JSON, YAML), folders "
            "of pictures named after their cards, its own folders, and zips of all these. The kind is detected "
            "automatically."
        )

    def _choose_file(self) -> None:
        cards, everything = self.tr("Cards"), self.tr("All files")
        kinds = f"{cards} (*.cdb *.json *.jsonl *.csv *.tsv *.xlsx *.xlsm *.xml *.txt *.zip)"
        kinds = f"{kinds};;{everything} (*)"
        path = self._ask.about("cards").file(self.tr("Choose a file with cards"), kinds)
        if path is not None:
            self.take(path.parent if path.name == "cards.jsonl" else path)

    def _choose_folder(self) -> None:
        folder = self._ask.about("cards").folder(self.tr("Choose a folder with cards or pictures of cards"))
        if folder is not None:
            self.take(folder)

    def _choose_pictures(self) -> None:
        folder = self._ask.about("cards").folder(self.tr("Choose the folder with the pictures of these cards"))
        if folder is not None:
            self._pictures = folder
            self._look()

    def _take_sample(self) -> None:
        self.take(DemoFiles.within(self._session.resources).pack)

    def _download(self) -> None:
        self.reject()
        self.download_wanted.emit()
