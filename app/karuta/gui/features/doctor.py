"""The menu's check of the library and its page: says what is wrong, has it repaired; mends nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QListWidget

from karuta import paths
from karuta.domain.sentence import Sentence
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.failures import report_to
from karuta.gui.kit.lay import Stretch, named, row
from karuta.gui.kit.prose import Prose, heading
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, comma_list, filled_in
from karuta.gui.kit.while_alive import while_alive
from karuta.services.backups.list_backups import second_place
from karuta.services.library.doctor import examine, repair
from karuta.services.library.keeping.checking import REPAIR, Finding, ReadProgress, RepairContext, memory_of

_NAMES = {
    "shipped model": QT_TRANSLATE_NOOP("Checks", "Model of this release"),
    "annoy": QT_TRANSLATE_NOOP("Checks", "Index module"),
    "library": QT_TRANSLATE_NOOP("Checks", "Library"),
    "window": QT_TRANSLATE_NOOP("Checks", "Window"),
    "fonts": QT_TRANSLATE_NOOP("Checks", "Fonts"),
    "disk": QT_TRANSLATE_NOOP("Checks", "Free space"),
    "catalogue": QT_TRANSLATE_NOOP("Checks", "Catalogue"),
    "cards": QT_TRANSLATE_NOOP("Checks", "Entries of the cards"),
    "model": QT_TRANSLATE_NOOP("Checks", "Model"),
    "models": QT_TRANSLATE_NOOP("Checks", "Models"),
    "newer model": QT_TRANSLATE_NOOP("Checks", "Newer model"),
    "vectors": QT_TRANSLATE_NOOP("Checks", "Vectors of the artworks"),
    "index": QT_TRANSLATE_NOOP("Checks", "Index"),
    "reliefs": QT_TRANSLATE_NOOP("Checks", "Contrast maps of the artworks"),
    "siblings": QT_TRANSLATE_NOOP("Checks", "Artworks that hardly differ"),
    "twins": QT_TRANSLATE_NOOP("Checks", "Pictures of more than one card"),
    "titles": QT_TRANSLATE_NOOP("Checks", "Names and codes for titles"),
    "self-test": QT_TRANSLATE_NOOP("Checks", "Self-test of the catalogue"),
    "self-tests": QT_TRANSLATE_NOOP("Checks", "Self-test of the catalogue"),
    "artworks": QT_TRANSLATE_NOOP("Checks", "Artworks"),
    "labels": QT_TRANSLATE_NOOP("Checks", "Labels"),
    "seals": QT_TRANSLATE_NOOP("Checks", "Rows of the labels"),
    "parts": QT_TRANSLATE_NOOP("Checks", "Parts of the label file"),
    "clocks": QT_TRANSLATE_NOOP("Checks", "Times of the labels"),
    "looks": QT_TRANSLATE_NOOP("Checks", "Last lookup of each photo"),
    "queue": QT_TRANSLATE_NOOP("Checks", "List of photos"),
    "backups": QT_TRANSLATE_NOOP("Checks", "Backups"),
    "crops": QT_TRANSLATE_NOOP("Checks", "Crops"),
    "thumbnails": QT_TRANSLATE_NOOP("Checks", "Thumbnails"),
    "photos": QT_TRANSLATE_NOOP("Checks", "Pasted photos"),
    "copies": QT_TRANSLATE_NOOP("Checks", "Record of copies"),
    "small files": QT_TRANSLATE_NOOP("Checks", "Small files"),
    "leftovers": QT_TRANSLATE_NOOP("Checks", "Half-written files"),
    "networks": QT_TRANSLATE_NOOP("Checks", "Networks that find cards"),
    "name reader": QT_TRANSLATE_NOOP("Checks", "Name reader"),
    "log": QT_TRANSLATE_NOOP("Checks", "Log"),
}


def check_name(check: str) -> str:
    """A small file is called as it is."""
    return QCoreApplication.translate("Checks", _NAMES[check]) if check in _NAMES else check


class DoctorDialog(Page):
    """Checks as it opens. After a repair pictures, vectors and the index may be other ones."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(self.tr("Check the library"), parts)
        self.headline = heading("", parts.kit.theme, self)
        self.about = Prose(
            self.tr("Repair rebuilds what it can. What is damaged is kept in the folder “damaged”."), self
        )
        self.list = named(QListWidget(self), self.tr("Problems"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(GRID // 2)
        self.sound = Prose(parent=self, quiet=True)
        self.repair = self.make_button(self.tr("Repair"), self._repair)
        self.again = self.make_button(self.tr("Check again"), self._look)
        buttons = row(self.repair, self.again, Stretch(), self.close_button(by_return=False))
        laid = (self.headline, self.about, (self.list, 1), self.sound, buttons)
        self.lay(*laid, spacing=1.5, margins=FULL, size=(84, 56))
        self.finished.connect(self._left)
        self._look()

    def _look(self) -> None:
        self._submit(self.tr("Checking…"), _examine, lambda: None)

    def _repair(self) -> None:
        self._submit(self.tr("Repairing…"), repair, self._parts.catalogue_changed)

    def _submit(
        self, doing: str, work: Callable[[RepairContext], list[Finding]], changed: Callable[[], object]
    ) -> None:
        """`changed`: told of what was done where the page is closed, too."""
        self.headline.setText(doing)
        self._enable(repair=False, again=False)
        context = RepairContext(
            self._session.library,
            self._session.resources,
            settings=paths.settings_file(),
            log_folder=paths.log_folder(),
            second=second_place(self._session.library, self._session.settings.backup_folder),
            has_window=True,
        )
        shows, failed = while_alive(self, self._show), while_alive(self, report_to(self._say_failure))

        def done(findings: list[Finding]) -> None:
            changed()
            shows(findings)

        self._session.task_lane.submit(lambda library, token: work(context), done=done, failed=failed)

    def _show(self, findings: Sequence[Finding]) -> None:
        wrong = [finding for finding in findings if not finding.ok]
        mended = [finding for finding in findings if finding.ok and finding.done]
        headline = self.tr("Repaired; no problems are left") if mended else self.tr("No problems found")
        if wrong:
            headline = filled_in(self.tr("Problems found: {count}"), count=len(wrong))
        listed = {finding.check for finding in (*wrong, *mended)}
        sound = dict.fromkeys(check_name(finding.check) for finding in findings if finding.check not in listed)
        self.sound.setText(self.tr("In order: {names}").format(names=comma_list(sound)))
        self._say(headline, ["\n".join(self._lines(finding)) for finding in (*wrong, *mended)], repair=bool(wrong))

    def _lines(self, finding: Finding) -> list[str]:
        """What is wrong with what, what was done, and what next."""
        name = check_name(finding.check)
        repairs = [filled_in(self.tr("Done: {what}"), what=what) for what in finding.done]
        if finding.ok:
            return [filled_in(self.tr("{name}: repaired"), name=name), *repairs]
        lines = [filled_in(self.tr("{name}: {message}"), name=name, message=finding.message), *repairs]
        if finding.advice == REPAIR:
            lines.append(self.tr("Repair fixes this."))
        elif isinstance(finding.advice, Sentence):
            # What is no sentence stands at the end of the message already.
            lines.append(filled_in(self.tr("What next: {advice}"), advice=finding.advice))
        return lines

    def _say_failure(self, why: str) -> None:
        self._say(self.tr("Not checked"), [why], repair=False)

    def _say(self, headline: str, lines: Sequence[str], *, repair: bool) -> None:
        self.headline.setText(headline)
        self.list.clear()
        self.list.addItems(lines)
        self._enable(repair=repair, again=True)

    def _enable(self, *, repair: bool, again: bool) -> None:
        self.repair.setEnabled(repair)
        self.again.setEnabled(again)

    def _left(self) -> None:
        """Look photos up again: what prevented it may be mended, here or by hand."""
        if self._parts.catalogue_status.fault is not None or self._parts.lookup_queue.is_stopped:
            self._parts.catalogue_changed()


def _examine(context: RepairContext) -> list[Finding]:
    """With what was looked at before in mind."""
    return examine(replace(context, progress=ReadProgress(memory_of(paths.state_folder(), context.folder))))


class DoctorCommands(Feature):
    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"doctor": lambda: self._kit.show(DoctorDialog(self._parts))}
