"""A card as the stage shows it: its picture, its names, how sure that is, its printing. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from karuta.domain.desk import LiveSighting
from karuta.domain.label import as_points
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import FoundSighting
from karuta.gui.desk.print_presenter import StripKeys, print_words
from karuta.gui.kit import paint
from karuta.gui.kit.card_stage import OnStage
from karuta.gui.kit.theme import VERDICT_ROLES, Role
from karuta.gui.kit.translate import example_code, likely_words
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.services.lookups.read_desk_print import DeskPrint

_WITH_A_CARD = frozenset((Verdict.SURE, Verdict.LIKELY, Verdict.UNSURE))
_MOST_OTHERS = 4


def live(sightings: Sequence[FoundSighting]) -> tuple[LiveSighting, ...]:
    """What a lookup saw that is kept nowhere, as the desk has what is kept."""
    return tuple(
        LiveSighting(
            number=number,
            sighting_id="",
            corners=as_points(sighting.corners.tolist()),
            crop_sha256=None,
            verdict=sighting.verdict,
            matches=sighting.matches,
            label=None,
            back=sighting.back,
        )
        for number, sighting in enumerate(sightings, start=1)
    )


def shown_match(card: LiveSighting | None, chosen: Match | None) -> Match | None:
    """The match that a person chose, if it is one of this card's; else the likeliest, unless it is not the card."""
    if card is None or card.back is not None:
        return None
    if chosen in card.matches:
        return chosen
    return card.matches[0] if card.matches and card.verdict in _WITH_A_CARD else None


class StagedCards(QObject):
    """With their names and pictures as far as these have come."""

    def __init__(self, cards: FetchedCards, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._cards, self._pictures = cards, pictures

    def put(
        self, now: OnStage, card: LiveSighting, *, chosen: Match | None = None, print_read: DeskPrint | None = None
    ) -> OnStage:
        """`now` with this card beside its picture. `chosen`: the match that a person wants to see."""
        words = {
            Verdict.SURE: self.tr("Karuta is sure"),
            Verdict.LIKELY: self.tr("Very likely"),
            Verdict.UNSURE: self.tr("Not sure, but closest to this one"),
            Verdict.UNKNOWN: self.tr("This card is not in the catalogue"),
            Verdict.UNREADABLE: self.tr("Too little of this card can be seen"),
        }
        verdict = card.verdict or Verdict.UNREADABLE
        now = replace(now, words=words[verdict], icon=paint.VERDICT_ICONS[verdict], role=VERDICT_ROLES[verdict])
        if card.back is not None:
            return replace(now, words=self.tr("Back of {game}").format(game=card.back), icon=paint.BACK_ICON)
        match = shown_match(card, chosen)
        if verdict is Verdict.UNSURE and match is None:
            now = replace(now, words=self.tr("Karuta cannot tell which card this is"))
        if verdict is not Verdict.SURE:
            now = replace(now, others=self._others(card, match))
        if match is None:
            return now
        if match is not card.matches[0]:
            text = self.tr("Match {number}: {likely}")
            number = card.matches.index(match) + 1
            now = replace(now, words=text.format(number=number, likely=likely_words(match)), role=Role.MUTED)
        self._cards.want([match.card])
        name, other = self._cards.names(match.card, match.name)
        face = self._pictures.artwork(self._cards.picture(match.card, match.picture_sha256))
        printing = self._printing(match, print_read)
        return replace(now, card=face, has_card=True, name=name, other=other, printing=printing)

    def copied(self, match: Match) -> str:
        """What is copied of a match: its name, and a set code where one is known."""
        facts = self._cards[match.card]
        return " ".join(part for part in (match.name, facts.set_code if facts else "") if part)

    def _others(self, card: LiveSighting, shown: Match | None) -> str:
        """The other matches, with the numbers that show them."""
        others = [(number, match) for number, match in enumerate(card.matches, start=1) if match is not shown]
        self._cards.want([match.card for _, match in others])
        return " · ".join(
            f"{number} {self._cards.names(match.card, match.name)[0]}" for number, match in others[:_MOST_OTHERS]
        )

    def _printing(self, match: Match, print_read: DeskPrint | None) -> str:
        """The printing that was read, else a set code of the card."""
        answer = print_read.printings.get(match.card) if print_read is not None else None
        read = print_words(print_read, answer, keys=StripKeys(("",), ""), names=None, is_sure=True)
        facts = self._cards[match.card]
        parts = (read.title, *([cell.code for cell in read.cells] or [read.note]))
        return " · ".join(part for part in parts if part) or example_code(facts.set_code if facts else "")
