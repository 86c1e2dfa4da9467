"""The packs of the catalogue: what each brought, and one taken back. Decides nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from karuta.domain.catalogue import Standing
from karuta.gui.features.feature import Feature, Page, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.lay import Stretch, row
from karuta.gui.kit.lists import Columns
from karuta.gui.kit.prose import Prose, selectable
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import filled_in
from karuta.services.catalogue.list_packs import PackDetails, show_packs
from karuta.services.catalogue.take_back import remove_pack
from karuta.services.catalogue.tested import StateOfTest, state_of_test


class PacksDialog(Page):
    """`preview`: shows what adding a folder would change."""

    def __init__(self, parts: WindowParts, preview: Callable[[Path], object]) -> None:
        super().__init__(self.tr("Packs"), parts)
        self._preview = preview
        self._packs: tuple[PackDetails, ...] = ()
        intro = Prose(
            self.tr(
                "A pack is what was added under one name. Once removed, its cards and pictures are no longer "
                "suggested. Labels stay, and adding the pack again restores it."
            ),
            self,
        )
        heads = [self.tr("Pack"), self.tr("Added"), self.tr("Cards"), self.tr("Artworks"), self.tr("From")]
        self.list = Columns(self.windowTitle(), heads, self)
        self.list.setMinimumHeight(14 * GRID)
        self.list.currentItemChanged.connect(lambda now, before: self._show_chosen())
        self.note = selectable(self)
        self.test = Prose(parent=self)
        self.test.hide()
        tip = self.tr("Shows what adding it would change, and changes nothing.")
        self.preview = self.make_button(self.tr("Preview a folder…"), self._choose_folder, tip=tip)
        self.take_back = self.make_button(self.tr("Remove…"), self._take_back)
        self.take_back.setEnabled(False)
        buttons = row(self.preview, self.take_back, Stretch(), self.close_button())
        self.lay(intro, (self.list, 1), self.note, self.test, buttons, size=(104, 78))
        if parts.catalogue_status.has_cards is False:
            self.say(self.tr("This library has no cards yet. Add some with Cards > Add cards."))
        else:
            self._read()

    @property
    def chosen(self) -> PackDetails | None:
        row = self.list.currentIndex().row()
        return self._packs[row] if 0 <= row < len(self._packs) else None

    def say(self, text: str) -> None:
        self.note.setText(text)

    # Inside

    def _read(self) -> None:
        self.say(self.tr("Reading the packs…"))
        lane = self._session.cards_lane
        self.ask(lane, lambda library, token: show_packs(library), self._show)
        self._quietly(lane, state_of_test, self._show_test)  # the list says what is wrong

    def _show(self, packs: Sequence[PackDetails]) -> None:
        """The newest first."""
        self._packs = tuple(packs)
        self.list.fill(
            [
                (pack.name, pack.added[:16].replace("T", " "), f"{pack.cards:,}", f"{pack.artworks:,}", pack.source)
                for pack in (details.pack for details in packs)
            ]
        )
        self.list.choose_first()
        self._show_chosen()

    def _show_test(self, state: StateOfTest) -> None:
        """What the catalogue's own test says of it, or why there is none."""
        lines = [filled_in(self.tr("All cards: {test}"), test=state.sentence)]
        if state.tested is not None and state.tested.expected.is_short:
            lines.append(self.tr("Library > Models and training > Train without labels may do better."))
        self.test.setText("\n".join(lines))
        self.test.show()

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self.take_back.setEnabled(chosen is not None)
        self.say("" if chosen is None else "\n".join(self._brought(chosen)))

    def _brought(self, pack: PackDetails) -> list[str]:
        """A line for what each addition of a pack brought, the newest first."""
        lines = []
        for addition in pack.additions:
            text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks}")
            if addition.standing is Standing.BACK:
                text = self.tr("{time}: cards {cards}, printings {printings}, artworks {artworks} (removed)")
            time, cards = addition.added[:16].replace("T", " "), addition.cards
            printings, artworks = addition.printings, addition.artworks
            lines.append(filled_in(text, time=time, cards=cards, printings=printings, artworks=artworks))
        return [*lines, filled_in(self.tr("Labels of its cards: {labels}"), labels=pack.labels)]

    def _choose_folder(self) -> None:
        folder = self._kit.ask.about("catalogue").folder(self.tr("Choose the folder that would be added"))
        if folder is not None:
            self.accept()
            self._preview(folder)

    def _take_back(self) -> None:
        chosen, resources = self.chosen, self._session.resources
        if chosen is None:
            return
        name = chosen.pack.name
        text = self.tr(
            "Cards that are only in {pack} leave the catalogue. All labels stay. Adding the pack again restores it."
        )
        if not self._kit.ask.agrees(self.tr("Remove pack"), text.format(pack=name), deed=self.tr("Remove")):
            return
        outcome = self.tr("{pack} removed. Cards: {cards}, artworks: {artworks}, labels kept: {labels}")
        self.change_catalogue(
            self.tr("Removing {pack}").format(pack=name),
            lambda library, token, tell: remove_pack(library, resources, name=name, cancel=token, progress=tell),
            lambda back: filled_in(
                outcome, pack=back.pack, cards=back.cards, artworks=back.artworks, labels=back.labels
            ),
            lambda _: self._read(),
        )


class PackCommands(Feature):
    """`preview`: shows what adding a folder would change."""

    def __init__(self, parts: WindowParts, *, preview: Callable[[Path], object]) -> None:
        super().__init__(parts)
        self._preview = preview

    def command_actions(self) -> CommandActions:
        """The action of its command."""
        return {"packs": lambda: self._kit.show(PacksDialog(self._parts, self._preview))}
