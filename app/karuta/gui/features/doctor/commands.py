"""The menu's check of the library: has it looked at and repaired in a lane; mends nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from karuta import paths
from karuta.domain.cancel import CancelToken
from karuta.domain.errors import Known
from karuta.gui.features.doctor.doctor_dialog import DoctorDialog
from karuta.gui.features.feature import Feature
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import told
from karuta.gui.kit.while_alive import while_alive
from karuta.paths import LibraryFolder
from karuta.services.backups.list_backups import second_place
from karuta.services.library.doctor import examine
from karuta.services.library.keeping.rounds import Finding, Patient, Rounds, memory_of
from karuta.services.library.repair import repair


class DoctorCommands(Feature):
    """`catalogue_changed`: called after a repair, since pictures, vectors and the index may be other ones."""

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"doctor": self.open}

    def open(self) -> None:
        dialog = DoctorDialog(self._kit.theme, self._kit.window)
        dialog.look_wanted.connect(lambda: self._look(dialog))
        dialog.repair_wanted.connect(lambda: self._repair(dialog))
        self._kit.show(dialog)
        self._look(dialog)

    # Inside

    def _look(self, dialog: DoctorDialog) -> None:
        dialog.begin(repairing=False)

        def work(library: LibraryFolder, token: CancelToken) -> list[Finding]:
            del token
            return examine(self._patient(library, Rounds(memory_of(paths.state_folder(), library))))

        self._submit(dialog, work, while_alive(dialog, dialog.show_findings))

    def _repair(self, dialog: DoctorDialog) -> None:
        dialog.begin(repairing=True)
        shows = while_alive(dialog, dialog.show_findings)

        def work(library: LibraryFolder, token: CancelToken) -> list[Finding]:
            del token
            return repair(self._patient(library, Rounds()))

        def done(found: list[Finding]) -> None:
            self._parts.catalogue_changed()
            shows(found)

        self._submit(dialog, work, done)

    def _submit(
        self,
        dialog: DoctorDialog,
        work: Callable[[LibraryFolder, CancelToken], list[Finding]],
        done: Callable[[list[Finding]], None],
    ) -> None:
        failed: Callable[[Known], None] = told(dialog.say_failure)
        self._session.task_lane.submit(work, done=done, failed=while_alive(dialog, failed))

    def _patient(self, library: LibraryFolder, rounds: Rounds) -> Patient:
        settings = self._session.settings
        return Patient(
            library,
            self._session.resources,
            settings=paths.settings_file(),
            log_folder=paths.log_folder(),
            second=second_place(library, settings.backup_folder),
            rounds=rounds,
        )
