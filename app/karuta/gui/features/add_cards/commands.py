"""Adds cards as a person wishes: shows what a source holds and would change, then has it added; reads none itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Cancelled, Known
from karuta.domain.pace import Rate
from karuta.gui.features.add_cards.add_cards_dialog import AddCardsDialog
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import Session, Tell, sentence
from karuta.jobs.lane import Job
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import add_folder, rehearse_folder
from karuta.services.catalogue.add_pack import AddReport
from karuta.services.catalogue.describe_source import SourceDescription, describe_source
from karuta.services.catalogue.rehearse_pack import Rehearsal
from karuta.services.catalogue.sort_drop import GivenCards
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.library.demo import DemoFiles

_SAID_EVERY_SECONDS = 0.25


class AddProgress(QObject):
    """`say` hears a line for a bar; each begins with `doing`."""

    def __init__(self, doing: str, say: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._doing = doing
        self._say = say
        self._step = ""
        self._rate = Rate()
        self._said_at = 0.0

    def note(self, step: str, done: int, total: int) -> None:
        """Called on the window's own thread."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._rate = step, Rate()
        self._rate.note(done, now)
        if now - self._said_at < _SAID_EVERY_SECONDS and done < total:
            return
        self._said_at = now
        self._say(self._line(step, done, total))

    def _line(self, step: str, done: int, total: int) -> str:
        if step == "reading":
            # Bytes of a list, which mean nothing to a person.
            words = self.tr("reading the list, {share} %").format(share=100 * done // max(1, total))
        elif step == "pictures":
            words = self._counted(self.tr("reading pictures, {done} of {total}"), done, total)
        elif step == "vectors":
            words = self._counted(self.tr("preparing pictures, {done} of {total}"), done, total)
        else:
            return self._said(f"{done:,}")
        return " · ".join([self._said(words), *self._speed(step, total - done)])

    def _said(self, words: str) -> str:
        return self.tr("{doing}: {step}").format(doing=self._doing, step=words)

    def _counted(self, template: str, done: int, total: int) -> str:
        return template.format(done=f"{done:,}", total=f"{total:,}")

    def _speed(self, step: str, rest: int) -> list[str]:
        speed, seconds = self._rate.a_second, self._rate.seconds_for(rest)
        if speed is None or seconds is None:
            return []
        left = self.tr("{seconds} s left").format(seconds=max(1, round(seconds)))
        if seconds >= 90:
            left = self.tr("{minutes} min left").format(minutes=round(seconds / 60))
        each = [] if step == "reading" else [self.tr("{count} per second").format(count=f"{max(1, round(speed)):,}")]
        return [*each, left]


class AddCardsCommands(Feature):
    """`catalogue_changed`: told once cards were added. `download_wanted`: a person wants to download some first."""

    download_wanted = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"add-catalogue": self.ask_which}

    def ask_which(self) -> None:
        self._open()

    def take(self, given: GivenCards) -> None:
        """Cards that were dropped on the window."""
        if self._kit.host.current is not None:
            text = self.tr("Close what is open, then drop {name} again: it holds cards to add")
            self._voice.trouble.emit(text.format(name=given.source.name))
            return
        self._open().take(given.source, given.pictures, others=len(given.others))

    def take_fetched(self, folder: Path) -> None:
        """Cards that were downloaded."""
        self._open().take(folder)

    # Inside

    def _open(self) -> AddCardsDialog:
        is_demo = self._session.library.root == self._session.context.demo_library.root
        sample = DemoFiles.within(self._session.resources).pack if is_demo else None
        dialog = AddCardsDialog(self._kit.ask, self._parts.pictures, self._kit.window, sample=sample)
        # In an empty library nothing can change.
        look = _Look(
            self._session,
            dialog,
            doing=self.tr("Rehearsal"),
            rehearses=self._parts.catalogue_status.has_cards is not False,
        )
        dialog.looked_for.connect(look.begin)
        dialog.skipped.connect(look.skip)
        dialog.download_wanted.connect(dialog.reject)
        dialog.download_wanted.connect(self.download_wanted)
        dialog.finished.connect(lambda _: look.end())
        dialog.accepted.connect(lambda: self._add(dialog.source, dialog.options))
        self._kit.show(dialog)
        return dialog

    def _add(self, source: Path | None, options: SourceOptions) -> None:
        if source is None:
            return
        resources, box = self._session.resources, self._session.box
        progress = AddProgress(self.tr("Adding cards"), self._parts.tasks.rename, self)

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

        self._parts.tasks.start(self.tr("Adding cards"), work, self._added, adds_cards=True)

    def _added(self, report: AddReport) -> None:
        self._parts.catalogue_changed()
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


class _Look:
    """What a dialog is told of the source that a person named: first what it holds, then what it would change.

    Only the newest look is told of. `doing`: what a rehearsal is called. `rehearses`: there is anything to change.
    """

    def __init__(self, session: Session, dialog: AddCardsDialog, *, doing: str, rehearses: bool) -> None:
        self._doing, self._rehearses = doing, rehearses
        self._session = session
        self._dialog = dialog
        self._job: Job | None = None

    def begin(self) -> None:
        source, options = self._dialog.source, self._dialog.options
        self.end()
        if source is None:
            return

        def look(library: LibraryFolder, token: CancelToken) -> SourceDescription:
            return describe_source(source, library=library, options=options, cancel=token)

        def described(found: SourceDescription) -> None:
            self._dialog.describe(found)
            if self._dialog.can_be_added and self._rehearses:
                self._rehearse(source, options)
            elif self._dialog.can_be_added:
                self._dialog.skip_rehearsal()

        self._job = self._session.task_lane.submit(
            look,
            done=while_alive(self._dialog, described),
            failed=while_alive(self._dialog, lambda error: self._dialog.refuse(sentence(error))),
        )

    def skip(self) -> None:
        if self._job is not None:
            self._job.stop()

    def end(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _rehearse(self, source: Path, options: SourceOptions) -> None:
        dialog, box, resources = self._dialog, self._session.box, self._session.resources
        dialog.begin_rehearsal()
        progress = AddProgress(self._doing, dialog.say_rehearsal, dialog)

        def note(step: _Step) -> None:
            dialog.tell_rehearsal(step.done, step.total)
            progress.note(step.name, step.done, step.total)

        noted = while_alive(dialog, note)

        def work(library: LibraryFolder, token: CancelToken) -> Rehearsal:
            def heard(step: str, done: int, total: int) -> None:
                box.post(lambda: noted(_Step(step, done, total)))

            return rehearse_folder(
                source,
                pack=None,
                library=library,
                resources=resources,
                cancel=token,
                progress=heard,
                options=options,
            )

        def failed(error: Known) -> None:
            if isinstance(error, Cancelled):
                dialog.skip_rehearsal()
            else:
                dialog.refuse(sentence(error))

        self._job = self._session.task_lane.submit(
            work, done=while_alive(dialog, dialog.show_rehearsal), failed=while_alive(dialog, failed)
        )


@dataclass(frozen=True)
class _Step:
    name: str
    done: int
    total: int
