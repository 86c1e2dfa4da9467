"""The menu's packs: lists them, rehearses a new one, takes one back. Decides nothing itself."""

from __future__ import annotations

from karuta.domain.cancel import CancelToken
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.features.packs.packs_dialog import PacksDialog
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.translate import words_of
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.session import sentence
from karuta.gui.library.tasks import Tell
from karuta.paths import LibraryFolder
from karuta.services.catalogue.add_folder import rehearse_folder
from karuta.services.catalogue.list_packs import show_packs
from karuta.services.catalogue.packs import TakenBack, remove_pack
from karuta.services.catalogue.rehearse_pack import Rehearsal
from karuta.services.catalogue.tested import StateOfTest, state_of_test


class PackCommands(Feature):
    """`catalogue_changed`: called when a pack was taken back.

    A rehearsal outlives its page: it goes on, and its result is shown again until the packs are others.
    """

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._dialog: PacksDialog | None = None
        self._is_rehearsing = False
        self._rehearsal: Rehearsal | None = None
        parts.tasks.began.connect(lambda _: self._forget() if parts.tasks.adding else None)

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"packs": self.packs}

    def packs(self) -> None:
        dialog = PacksDialog(self._parts.pictures, self._kit.window)
        dialog.take_back_wanted.connect(self.take_back)
        dialog.rehearse_wanted.connect(self.rehearse)
        dialog.stop_wanted.connect(self._parts.tasks.stop)
        self._parts.tasks.told.connect(dialog.tell)
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        if self._is_rehearsing:
            dialog.begin()
        if self._rehearsal is not None:
            dialog.show_rehearsal(self._rehearsal)
        self._kit.show(dialog)
        if self._parts.catalogue_status.has_cards is False:
            dialog.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            self._list()

    def take_back(self, name: str) -> None:
        if not self._kit.ask.agrees(
            self.tr("Remove pack"),
            self.tr(
                "Cards that are only in {pack} leave the catalogue. All labels stay. Adding the pack again restores it."
            ).format(pack=name),
            deed=self.tr("Remove"),
        ):
            return
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> TakenBack:
            return remove_pack(library, resources, name=name, cancel=token, progress=tell)

        def done(found: TakenBack) -> None:
            self._forget()
            self._parts.catalogue_changed()
            text = self.tr("{pack} removed. Cards: {cards}, artworks: {artworks}, labels kept: {labels}")
            self._voice.said.emit(
                text.format(
                    pack=found.pack,
                    cards=f"{found.cards:,}",
                    artworks=f"{found.artworks:,}",
                    labels=f"{found.labels:,}",
                )
            )
            self._list()

        self._parts.tasks.start(self.tr("Removing {pack}").format(pack=name), work, done, undone=self._list)

    def rehearse(self) -> None:
        folder = self._kit.ask.about("catalogue").folder(self.tr("Choose the folder that would be added"))
        if folder is None or self._dialog is None:
            return
        resources = self._session.resources

        def work(library: LibraryFolder, token: CancelToken, tell: Tell) -> Rehearsal:
            return rehearse_folder(
                folder,
                pack=None,
                library=library,
                resources=resources,
                cancel=token,
                progress=lambda step, done, total: tell(done, total),
            )

        self._is_rehearsing = True
        self._dialog.begin()
        self._parts.tasks.start(self.tr("Rehearsing"), work, self._rehearsed, undone=self._ended)

    # Inside

    def _closed(self) -> None:
        self._dialog = None

    def _forget(self) -> None:
        """What was rehearsed was about other packs."""
        self._rehearsal = None

    def _ended(self) -> None:
        self._is_rehearsing = False
        if self._dialog is not None:
            self._dialog.end()

    def _rehearsed(self, found: Rehearsal) -> None:
        self._ended()
        self._rehearsal = found
        if self._dialog is not None:
            self._dialog.show_rehearsal(found)

    def _list(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        dialog.say(self.tr("Reading the packs…"))
        job = self._session.cards_lane.submit(
            lambda library, token: show_packs(library),
            done=while_alive(dialog, dialog.set_packs),
            failed=while_alive(dialog, lambda error: dialog.say(sentence(error))),
        )
        dialog.finished.connect(lambda _: job.drop())
        self._session.cards_lane.submit(
            lambda library, token: state_of_test(library),
            done=while_alive(dialog, lambda state: dialog.show_test(self._of_test(state))),
            failed=ignored_if_known(),  # the list says what is wrong
        )

    def _of_test(self, state: StateOfTest) -> str:
        said = self.tr("All cards: {test}").format(test=words_of(state.sentence))
        if state.tested is None or not state.tested.expected.is_short:
            return said
        return said + "\n" + self.tr("Learn > Train on labels > Train without labels may do better.")
