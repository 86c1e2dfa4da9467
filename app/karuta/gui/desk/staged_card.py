"""A card that was seen, for the large screen: its picture, its name in both languages, how sure. Stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from karuta.domain.label import Points, as_points
from karuta.domain.match import Match, Verdict
from karuta.domain.recognition import FoundSighting
from karuta.gui.kit import paint
from karuta.gui.kit.card_stage import OnStage
from karuta.gui.kit.theme import VERDICT_ROLES
from karuta.gui.kit.translate import language_for
from karuta.gui.library.card_facts import CardFacts, FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.gui.library.session import Session

_WITH_A_CARD = frozenset((Verdict.SURE, Verdict.LIKELY, Verdict.UNSURE))


@dataclass(frozen=True)
class CardSeen:
    """One card of a picture; `match`: the likeliest, None where there is none; `back`: the game of a back."""

    corners: Points
    verdict: Verdict
    match: Match | None
    back: str | None = None


def cards_seen(sightings: Sequence[FoundSighting]) -> tuple[CardSeen, ...]:
    """The part of a lookup's result that is shown."""
    return tuple(
        CardSeen(
            as_points(sighting.corners.tolist()),
            sighting.verdict,
            sighting.matches[0] if sighting.matches else None,
            sighting.back,
        )
        for sighting in sightings
    )


class StagedCards(QObject):
    """`changed`: a name or a picture has come."""

    changed = Signal()

    def __init__(self, session: Session, cards: FetchedCards, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._cards = cards
        self._pictures = pictures
        cards.known.connect(self.changed)
        pictures.small_ready.connect(self.changed)

    def of(self, seen: CardSeen) -> OnStage:
        """The card alone; whoever shows it adds the photo."""
        words = {
            Verdict.SURE: self.tr("Karuta is sure"),
            Verdict.LIKELY: self.tr("Very likely"),
            Verdict.UNSURE: self.tr("Not sure, but closest to this one"),
            Verdict.UNKNOWN: self.tr("This card is not in the catalogue"),
            Verdict.UNREADABLE: self.tr("Too little of this card can be seen"),
        }
        said = OnStage(
            words=words[seen.verdict], icon=paint.VERDICT_ICONS[seen.verdict], role=VERDICT_ROLES[seen.verdict]
        )
        if seen.back is not None:
            return replace(said, words=self.tr("Back of {game}").format(game=seen.back), icon=paint.BACK_ICON)
        match = seen.match
        if match is None or seen.verdict not in _WITH_A_CARD:
            return said
        self._cards.want([match.card])
        facts = self._cards[match.card]
        name, other = self._names(match, facts)
        face = self._pictures.artwork(self._cards.picture(match.card, match.picture_sha256))
        return replace(said, card=face, has_card=True, name=name, other=other)

    def _names(self, match: Match, facts: CardFacts | None) -> tuple[str, str]:
        """In the window's language, and in the other one."""
        if facts is None or not facts.japanese or facts.japanese == facts.name:
            return match.name, ""
        is_japanese = language_for(self._session.settings.language) == "ja"
        return (facts.japanese, facts.name) if is_japanese else (facts.name, facts.japanese)
