"""Many at once: the wall, and what the deciding keys do while several photos are marked. Stores nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from karuta.domain.label import ChosenCard, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import Pairs, PairsWanted, QueueFilter
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.bulk_confirm.together_dialog import TogetherDialog
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog, WallSource
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions

FEWEST_TOGETHER = 3
"""With fewer cards of one kind the wall takes as many keys as the desk: one to open it, and one to confirm."""


class BulkCommands(Feature):
    """While several photos are marked, a key refers to all of them."""

    def __init__(self, parts: WindowParts, *, bulk: Bulk) -> None:
        super().__init__(parts)
        self._bulk = bulk
        self._arrangement = parts.arrangement

    def command_actions(self) -> CommandActions:
        """The actions of this subject's commands."""
        return {"wall": self.wall}

    def wall(self) -> None:
        """Many undecided sightings at once, of those photos that are marked or of all; the likeliest question first."""
        desk, place, selected = self._parts.desk, self._arrangement.wanted, self._parts.selected()
        here = QueueFilter(batch=place.batch, listing=place.listing)
        sources = [self._marked(selected)] if len(selected) > 1 else []
        if (match := desk.match) is not None:
            wanted = PairsWanted(here, card=match.card)
            sources.append(WallSource(match.name, wanted, least=FEWEST_TOGETHER, card=match.card))
        sources.append(self._all_sure(here))
        text = self.tr("Current filter") if self._arrangement.is_narrowed else self.tr("All undecided")
        sources.append(WallSource(text, PairsWanted(place)))
        self._show(sources)

    def first_page(self) -> None:
        """The wall with all that is sure, where there is enough of it and nothing else stands over the window."""
        place = self._arrangement.wanted
        sure = self._all_sure(QueueFilter(batch=place.batch, listing=place.listing))

        def known(found: Pairs) -> None:
            if len(found.pairs) >= FEWEST_TOGETHER and self._kit.host.current is None:
                self._show([sure])

        self._bulk.ask(sure.wanted, known)

    def _all_sure(self, here: QueueFilter) -> WallSource:
        return WallSource(self.tr("All sure"), PairsWanted(here, verdict=Verdict.SURE))

    # While several photos are marked

    def or_confirm(self, one: Callable[[], object]) -> Callable[[], None]:
        """A key that confirms: on the desk, or on the wall with only the marked photos."""
        return lambda: self._instead(one, lambda photos: self._show([self._marked(photos)]))

    def or_decide(self, kind: Kind, one: Callable[[], object]) -> Callable[[], None]:
        """A key that says `kind`: about the card on the desk, or about everything undecided in the marked photos."""
        return lambda: self._instead(one, lambda photos: self._ask(photos, kind))

    def or_confirm_card(self, one: Callable[[ChosenCard], object]) -> Callable[[ChosenCard], None]:
        """A card that was found by name: for the card on the desk, or for everything undecided in the marked photos."""
        return lambda card: self._instead(lambda: one(card), lambda photos: self._ask(photos, Kind.CONFIRM, card))

    def _instead(self, one: Callable[[], object], many: Callable[[Sequence[str]], None]) -> None:
        photos = self._parts.selected()
        if len(photos) < 2:
            one()
        elif not self._parts.held_keys.is_held:
            many(photos)

    def _marked(self, photos: Sequence[str]) -> WallSource:
        text = self.tr("{count} selected photos", "", len(photos)).format(count=f"{len(photos):,}")
        # Whoever marked them has not looked at each one yet.
        return WallSource(text, PairsWanted(photos=tuple(photos)), chosen=frozenset({Verdict.SURE}))

    def _ask(self, photos: Sequence[str], kind: Kind, card: ChosenCard | None = None) -> None:
        if why := self._bulk.why_not_yet(kind):
            self._voice.said.emit(why)
            return
        name = self._parts.card_facts.name(card.key, card.name) if card else ""
        self._kit.show(TogetherDialog(self._parts, self._bulk, photos=len(photos), kind=kind, card=card, name=name))
        self._bulk.find_open(photos)

    def _show(self, sources: Sequence[WallSource]) -> None:
        self._kit.show(WallDialog(self._parts, self._bulk, sources))
