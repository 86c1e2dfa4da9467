"""Many at once: what the grid is opened with, and keys about all marked photos. Stores nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from karuta.domain.label import ChosenCard, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import Pairs, PairsWanted, QueueFilter, Trait
from karuta.gui.features.bulk_confirm.grid import Grid, Group
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.translate import kind_words
from karuta.services.labels.decide_many import pairs_to_confirm

FEWEST_TOGETHER = 3
"""With fewer cards of one kind the grid takes as many keys as the desk: one to open it, and one to confirm."""
_SURE = frozenset({Verdict.SURE})


class BulkCommands(Feature):
    """While several photos are marked, a key refers to all of them. `why_not_yet`: why nobody can say this yet of
    anything, as far as it depends on the catalogue; else empty.
    """

    def __init__(
        self, parts: WindowParts, *, cover: Callable[[QWidget | None], None], why_not_yet: Callable[[Kind], str]
    ) -> None:
        super().__init__(parts)
        self._arrangement = parts.arrangement
        self._why_not_yet = why_not_yet
        self.grid = Grid(parts, cover)
        parts.arrangement.changed.connect(self._narrowed)
        parts.desk.photo_shown.connect(self._photo_shown)
        self._under: str | None = None

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"wall": self.wall, "confirm-page": self.page}

    def wall(self) -> None:
        """Many undecided sightings at once, of those photos that are marked or of all; the likeliest question first."""
        if self.grid.is_open:
            self.grid.close_grid()
        else:
            self._show(self._groups())

    def page(self) -> None:
        """All cards of the photo on the desk; pressed again it is Enter."""
        desk = self._parts.desk
        if self.grid.is_open:
            if self.grid.group.words == self._page_words():
                self.grid.take()
        elif desk.photo_id is not None:
            self._show([Group(self._page_words(), PairsWanted(photos=(desk.photo_id,)), chosen=_SURE)])

    def first_page(self) -> None:
        """The grid with all that is sure, where there is enough of it and nothing else stands over the window."""
        sure = self._all_sure()

        def show(pairs: Pairs) -> None:
            open_pairs = [pair for pair in pairs.pairs if not pair.is_ruled_out]
            if len(open_pairs) >= FEWEST_TOGETHER and self._kit.host.current is None:
                self._show([sure])

        # If it fails, the desk is there all the same.
        self._quietly(self._session.store_lane, lambda file: pairs_to_confirm(file, sure.pairs), show)

    # What it can be narrowed to

    def _groups(self) -> list[Group]:
        desk, selected = self._parts.desk, self._parts.selected()
        groups = [self._marked(selected)] if len(selected) > 1 else []
        if (match := desk.match) is not None:
            pairs = PairsWanted(self._batch_filter(), card=match.card)
            groups.append(Group(match.name, pairs, least=FEWEST_TOGETHER, card=match.card))
        return [*groups, self._all_sure(), self._filtered()]

    def _batch_filter(self) -> QueueFilter:
        place = self._arrangement.filter
        return QueueFilter(batch=place.batch, listing=place.listing)

    def _all_sure(self) -> Group:
        return Group(self.tr("All sure"), PairsWanted(self._batch_filter(), verdict=Verdict.SURE))

    def _filtered(self) -> Group:
        text = self.tr("Current filter") if self._arrangement.is_narrowed else self.tr("All undecided")
        queue_filter = self._arrangement.filter
        return Group(text, PairsWanted(queue_filter, or_by_machine=Trait.MACHINE in queue_filter.traits))

    def _marked(self, photos: Sequence[str]) -> Group:
        # Whoever marked them has not looked at each one yet.
        return Group(self._photos_words(photos), PairsWanted(photos=tuple(photos)), chosen=_SURE)

    def _photos_words(self, photos: Sequence[str]) -> str:
        return self.tr("{count} selected photos", "", len(photos)).format(count=f"{len(photos):,}")

    def _page_words(self) -> str:
        photo = self._parts.desk.photo
        return self.tr("All cards in {photo}").format(photo=photo.photo.name) if photo is not None else ""

    def _narrowed(self) -> None:
        """Another queue, or other words in the search box: the grid shows what they ask for."""
        if self.grid.is_open and not self._arrangement.queue.has_grid:
            self.grid.close_grid()
        elif self.grid.is_open:
            groups = self._groups()
            self.grid.open(groups, len(groups) - 1)

    def _photo_shown(self) -> None:
        """What a person opens is seen."""
        if self.grid.is_open and self._parts.desk.was_opened and self._parts.desk.photo_id != self._under:
            self.grid.close_grid()

    # While several photos are marked

    def or_confirm(self, for_desk: Callable[[], object]) -> Callable[[], None]:
        """A key that confirms: on the desk, in the grid, or for the marked photos, which the grid shows."""

        def confirm() -> None:
            if self.grid.is_open:
                self.grid.take()
            else:
                self._instead(for_desk, lambda photos: self._show([self._marked(photos)]))

        return confirm

    def or_decide(self, kind: Kind, for_desk: Callable[[], object]) -> Callable[[], None]:
        """A key that says `kind`: about the card on the desk, or about everything undecided in the marked photos."""
        return lambda: self._instead(for_desk, lambda photos: self._say_of(photos, kind))

    def or_confirm_card(self, for_desk: Callable[[ChosenCard], object]) -> Callable[[ChosenCard], None]:
        """A card that was found by name: for the card on the desk, or for everything undecided in the marked photos."""
        return lambda card: self._instead(
            partial(for_desk, card), lambda photos: self._say_of(photos, Kind.CONFIRM, card)
        )

    def _instead(self, for_desk: Callable[[], object], for_marked: Callable[[Sequence[str]], None]) -> None:
        photos = self._parts.selected()
        if len(photos) < 2:
            for_desk()
        elif not self._parts.held_keys.is_held:
            for_marked(photos)

    def _say_of(self, photos: Sequence[str], kind: Kind, card: ChosenCard | None = None) -> None:
        if why := self._why_not_yet(kind):
            self._voice.info.emit(why)
            return
        what = self._parts.card_facts.name(card.key, card.name) if card else kind_words(kind)
        text = self.tr("{what}: {photos}").format(what=what, photos=self._photos_words(photos))
        self._show([Group(text, PairsWanted(photos=tuple(photos)), says=kind, named=card)])

    def _show(self, groups: Sequence[Group]) -> None:
        self._under = self._parts.desk.photo_id
        self.grid.open(groups)
