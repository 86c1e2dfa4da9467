"""Many at once: the wall, and one label for all marked photos, which asks once. Stores nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractItemView

from karuta.domain.label import ChosenCard, Kind
from karuta.domain.match import Verdict
from karuta.domain.queue import DecidedTogether, OpenCard, OpenCards, Pairs, PairsWanted, QueueFilter
from karuta.gui.features.bulk_confirm.bulk import Bulk
from karuta.gui.features.bulk_confirm.pairs import ManyDialog
from karuta.gui.features.bulk_confirm.wall_dialog import WallDialog, WallSource
from karuta.gui.features.feature import Feature, WindowParts
from karuta.gui.kit.commands import CommandActions
from karuta.gui.kit.dialog import FULL
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.lay import row
from karuta.gui.kit.prose import Prose
from karuta.gui.kit.theme import GRID
from karuta.gui.kit.translate import kind_words
from karuta.gui.library.pictures import CropModel
from karuta.jobs.lane import Urgency
from karuta.services.labels.decide_many import open_cards, pairs_to_confirm


class OpenModel(CropModel[OpenCard]):
    """By the names of their photos, and which card of a photo it is."""

    def words(self, row: OpenCard) -> str:
        if row.number is None:
            return row.photo_name
        return self.tr("{photo}, card {number}").format(photo=row.photo_name, number=row.number)

    def card(self, row: OpenCard) -> OpenCard:
        return row


_PICTURE = QSize(14 * GRID, 18 * GRID)


class TogetherDialog(ManyDialog):
    """Enter or the button shows the next page while there is one, and does it once all was seen; Ctrl+Enter does it at
    once, Esc changes nothing. `photos`: those that are marked.
    """

    def __init__(
        self, parts: WindowParts, bulk: Bulk, *, photos: Sequence[str], kind: Kind, card: ChosenCard | None = None
    ) -> None:
        super().__init__(self.tr("Label in bulk"), parts, bulk)
        self._kind, self._card = kind, card
        self._what = parts.card_facts.name(card.key, card.name) if card else kind_words(kind)
        title = self.tr("{what}: {count} selected photos", "", len(photos))
        self.title = Prose(title.format(what=self._what, count=f"{len(photos):,}"), self)
        self.title.setFont(parts.kit.theme.large(self.font()))
        self.model = OpenModel(parts.session.library, parts.pictures, self)
        self.note.setText(self.tr("Loading…"))
        self._watch(self.model, self.tr("What will be labelled"))
        view, line = self.list, self.list.fontMetrics().height()
        view.setIconSize(_PICTURE)
        view.setGridSize(QSize(_PICTURE.width() + 2 * GRID, _PICTURE.height() + line + 2 * GRID))
        self.model.cell = view.gridSize()
        view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        foot = row((self.note, 1), self.make_button(self.tr("Cancel"), self.reject), self.button)
        self.lay(self.title, (view, 1), foot, spacing=1, margins=FULL, size=(104, 72))
        view.setFocus()
        self._say()
        lane, now = self._session.store_lane, Urgency.NOW
        self.ask(lane, lambda file, token: open_cards(file, photos), self._opened, key="open cards", urgency=now)

    def _enter(self, at_once: bool) -> None:  # noqa: FBT001 - it comes with a signal
        if not self.model.rows or self._bulk.is_storing or not self._deliberate.is_so:
            return
        if at_once or not self._rows.next_page():
            self._bulk.decide(self.model.rows, self._kind, self._card)
        self._say()

    def _opened(self, found: OpenCards) -> None:
        # What is not in the catalogue is known only of what was compared with it.
        cards = [card for card in found.cards if card.looked_up or self._kind is not Kind.UNKNOWN]
        self.model.set_rows(cards)
        self._rows.anew()
        texts = []
        if len(cards) < len(found.cards):
            left_out = len(found.cards) - len(cards)
            texts.append(self.tr("Not looked up yet, left out: {count}").format(count=f"{left_out:,}"))
        elif not cards:
            texts.append(self.tr("All of these photos are decided."))
        elif found.decided:
            texts.append(self.tr("Already decided, unchanged: {count}").format(count=f"{found.decided:,}"))
        self.note.setText(" · ".join(texts))
        self._say()

    def _say(self) -> None:
        count = len(self.model.rows)
        is_last = not self._rows.unseen
        text = self.tr("{what}: label {count}").format(what=self._what, count=f"{count:,}")
        self.button.setText(text if is_last else self.tr("Next page"))
        self.button.setEnabled(count > 0 and not self._bulk.is_storing)

    def _stored(self, decided: DecidedTogether) -> None:
        if decided.action is None:
            self.note.setText(self.tr("All of these photos are decided."))
        else:
            self.accept()

    def say(self, text: str) -> None:
        self.note.setText(text)
        self._say()


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
            open_pairs = [pair for pair in found.pairs if not pair.is_ruled_out]
            if len(open_pairs) >= FEWEST_TOGETHER and self._kit.host.current is None:
                self._show([sure])

        self._session.store_lane.submit(
            lambda file, token: pairs_to_confirm(file, sure.wanted),
            done=known,
            failed=ignored_if_known(),  # the desk is there all the same
            urgency=Urgency.SOON,
        )

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
        self._kit.show(TogetherDialog(self._parts, self._bulk, photos=photos, kind=kind, card=card))

    def _show(self, sources: Sequence[WallSource]) -> None:
        self._kit.show(WallDialog(self._parts, self._bulk, sources))
