"""Adds cards as a person wishes: shows what a source holds, then has it added; reads and writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from karuta.domain.cancel import CancelToken
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.add_cards.add_progress import AddProgress
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.voice import Voice
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, sentence
from karuta.gui.library.tasks import Tasks, Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder
from karuta.services.catalogue.add_pack import AddReport
from karuta.services.catalogue.describe_source import SourceDescription, describe_source
from karuta.services.catalogue.sources.card_source import SourceOptions


class AddCardsCommands(QObject):
    """`catalogue_changed`: told once cards were added."""

    def __init__(
        self,
        *,
        session: Session,
        voice: Voice,
        tasks: Tasks,
        catalogue_changed: Callable[[], None],
        kit: DialogKit,
    ) -> None:
        super().__init__(kit.window)
        self._session = session
        self._voice = voice
        self._tasks = tasks
        self._catalogue_changed = catalogue_changed
        self._kit = kit

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"add-catalogue": self.ask_which}

    def ask_which(self) -> None:
        dialog = AddCardsDialog(self._kit.ask, self._kit.window)
        dialog.looked_for.connect(lambda: self._look(dialog))
        dialog.accepted.connect(lambda: self._add(dialog.source, dialog.options))
        self._kit.show(dialog)

    # Inside

    def _look(self, dialog: AddCardsDialog) -> None:
        source, options = dialog.source, dialog.options
        if source is None:
            return

        def look(library: LibraryFolder, token: CancelToken) -> SourceDescription:
            return describe_source(source, library=library, options=options, cancel=token)

        def described(found: SourceDescription) -> None:
            if dialog.source == source:
                dialog.describe(found)

        job = self._session.task_lane.submit(
            look,
            done=while_alive(dialog, described),
            failed=while_alive(dialog, lambda error: dialog.refuse(sentence(error))),
            key="describe source",
        )
        dialog.finished.connect(lambda _: job.drop())

    def _add(self, source: Path | None, options: SourceOptions) -> None:
        if source is None:
            return
        resources, box = self._session.resources, self._session.box
        progress = AddProgress(self._tasks.renamed.emit, self)

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> AddReport:
            def heard(step: str, done: int, total: int) -> None:
                tell(done, total)
                box.post(lambda: progress.note(step, done, total))

            return add_folder(
                source,
                pack=None,
                library=library,
                resources=resources,
                cancel=token,
                progress=heard,
                options=options,
            )

        self._tasks.start(self.tr("Adding cards"), work, self._added)

    def _added(self, report: AddReport) -> None:
        self._catalogue_changed()
        text = self.tr("{pack} added. New cards: {cards}, new artworks: {artworks}, skipped rows: {skipped}")
        said = text.format(
            pack=report.pack,
            cards=f"{report.cards.added:,}",
            artworks=f"{report.artworks.added:,}",
            skipped=f"{len(report.skipped):,}",
        )
        if report.joined:
            more = self.tr("{count} cards were already here and got more names and printings", "", report.joined)
            said = f"{said} · {more.format(count=f'{report.joined:,}')}"
        self._voice.said.emit(said)
