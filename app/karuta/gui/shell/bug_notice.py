"""Says once for each bug that something went wrong, with a report to copy. The window goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.notice import Notice, Weight
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.log.faults import take_up_faults
from karuta.log.log import NotedBug, report_text
from karuta.services.library.describe_program import library_facts


class BugNotice(QObject):
    """Hears of bugs in any thread while its library is open, and of earlier ones."""

    def __init__(self, *, session: Session, notice: Notice) -> None:
        super().__init__(notice)
        self._session = session
        self._log = session.context.log
        self._notice = notice
        self._facts: list[str] | None = None
        self._is_copied = self._is_of_last_time = False

    def start(self) -> None:
        self._log.tell(lambda bug: self._session.box.post(lambda: self._show(bug)))

    def stop(self) -> None:
        self._log.tell(None)

    def take(self, report: str) -> None:
        """Take a bug of another of our processes, which is in the log already."""
        self._log.take(NotedBug(f"In the process of the training:\n{report}"))

    def take_up_faults(self) -> None:
        """Another of our processes ended: if it crashed, it left a trace."""
        take_up_faults(self._log.file.path.parent, self._log.shortener, is_earlier=False)

    def retranslate(self) -> None:
        if not self._notice.isHidden():
            self._say()

    def _show(self, bug: NotedBug) -> None:
        says_another = not self._notice.isHidden() and not self._is_of_last_time
        self._is_of_last_time = bug.is_earlier and not says_another
        self._is_copied = False
        self._say()
        self._ask_for_facts()

    def _say(self) -> None:
        text = self.tr("Something in Karuta went wrong. You can go on working.")
        if self._is_copied:
            text = self.tr(
                "Report copied. It contains no names and no pictures. Send it to whoever supports Karuta for you."
            )
        elif self._is_of_last_time:
            text = self.tr("Karuta crashed last time. Everything that was saved is still there.")
        self._notice.say(text, Weight.TROUBLE, button=self.tr("Copy report"), do=self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report_text(self._log.bugs, self._facts or ["Library: not known yet"]))
        self._is_copied = True
        self._say()

    def _ask_for_facts(self) -> None:
        """Once per bug: whoever copies a report must not wait for a lane, which may be what is broken."""
        if self._facts is None:
            self._facts = []
            self._session.cards_lane.submit(
                lambda library, token: library_facts(library),
                done=self._came,
                failed=ignored_if_known(),  # then the report does without them
                urgency=Urgency.SOON,
            )

    def _came(self, facts: list[str]) -> None:
        self._facts = facts
