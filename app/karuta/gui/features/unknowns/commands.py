"""Opens the inbox of unknown cards, groups them beside everything else, stores what is answered there."""

from __future__ import annotations

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import KarutaError, Known
from karuta.domain.journal import Action
from karuta.domain.label import Kind
from karuta.domain.unknowns import KnownNow, UnknownCard, UnknownGroup, Unknowns
from karuta.gui.desk.reading import Done
from karuta.gui.desk.sighting_opener import SightingOpener
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.unknowns.unknowns_dialog import UnknownsDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.gui.library.tasks import Tell
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.labels.group_unknowns import answer_known, export_unknowns, keep_name, unknowns_of


class UnknownCommands(Feature):
    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._sightings = SightingOpener(self._parts.desk, self)

    def command_actions(self) -> CommandActions:
        """What the commands of the table do that are done here."""
        return {"unknowns": self.unknowns}

    def unknowns(self) -> None:
        dialog = UnknownsDialog(self._parts)
        dialog.known.answered.connect(lambda one, kind: self._answer(dialog, one, kind))
        dialog.opened.connect(self._look_at)
        dialog.named.connect(lambda group, name: self._name(dialog, group, name))
        dialog.export_wanted.connect(lambda: self._export(dialog))
        self._kit.show(dialog)
        self._find(dialog)

    def _find(self, dialog: UnknownsDialog) -> None:
        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Unknowns:
            return unknowns_of(library, cancel=token, told=tell)

        not_grouped = while_alive(dialog, lambda _: dialog.say(self.tr("Not grouped.")))
        self._parts.tasks.start(
            self.tr("Grouping unknown cards"),
            work,
            while_alive(dialog, dialog.set_found),
            undone=lambda: not_grouped(None),
        )

    def _answer(self, dialog: UnknownsDialog, one: KnownNow, kind: Kind) -> None:
        try:
            origin = self._session.origin
        except KarutaError as error:
            self._failed(dialog, error)
            return
        shown = while_alive(dialog, dialog.answered)

        def done(action: Action | None) -> None:
            """None: somebody has decided otherwise in the meantime."""
            if action is not None:
                self._parts.decisions.took(Done(action, None), 1)
            shown(one)

        self._session.store_lane.submit(
            lambda file, token: answer_known(file, one, kind, origin),
            done=done,
            failed=while_alive(dialog, lambda error: self._failed(dialog, error)),
            urgency=Urgency.NOW,
            keep=True,
        )

    def _failed(self, dialog: UnknownsDialog, error: Known) -> None:
        dialog.known.let_go()
        dialog.say(sentence(error))

    def _name(self, dialog: UnknownsDialog, group: UnknownGroup, name: str) -> None:
        self._session.files_lane.submit(
            lambda library, token: keep_name(library, group.cards, name),
            done=lambda names: None,
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            keep=True,
        )

    def _export(self, dialog: UnknownsDialog) -> None:
        found = dialog.found
        out = self._kit.ask.about("export").new_file(
            self.tr("Export list"), "unknown-cards.csv", self.tr("CSV (*.csv)")
        )
        if out is None or found is None:
            return
        text = self.tr("{file}: rows written: {count}")
        self._session.files_lane.submit(
            lambda library, token: export_unknowns(found, out),
            done=while_alive(dialog, lambda count: dialog.say(text.format(file=out.name, count=f"{count:,}"))),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
            keep=True,
        )

    def _look_at(self, card: UnknownCard) -> None:
        self._sightings.open(card.photo_sha256, card.sighting_id)
