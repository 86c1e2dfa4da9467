"""What is said of a listing on the screen: verdict, reasons, names of cards, what was stored. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

from karuta.domain.doubt import doubt_about
from karuta.domain.label import ChosenCard
from karuta.domain.sentence import listed
from karuta.gui.kit.translate import comma_list, together, words_of
from karuta.gui.library.card_facts import FetchedCards
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision, agreed
from karuta.listings.domain.check.listing import (
    FieldFinding,
    FieldVerdict,
    ListingFinding,
    SeenCard,
    SeenMatch,
)
from karuta.listings.domain.check.words import decision_sentence, shared_sentence, value_sentence
from karuta.listings.domain.titles.reading import TitleCard
from karuta.listings.gui.check.field_table import (
    code_words_of,
    gravest,
    reason_words,
)
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.services.check.look_at_listing import ListingLook

# With which verdict of a field a decision agrees.
_SAME = {
    CheckOutcome.MATCH: (FieldVerdict.AGREES,),
    CheckOutcome.DIFFERS: (FieldVerdict.DIFFERS,),
    CheckOutcome.CANNOT_TELL: (FieldVerdict.CANNOT_TELL, FieldVerdict.NOT_STATED),
}


class ListingTexts(QObject):
    """Cards are named as the window names them."""

    def __init__(self, book: ListingBook, cards: FetchedCards, parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._cards = book, cards

    def explanation(self, place: int, field: str) -> str:
        """Why the field is so, in full; then what is wrong with the photos, where else they stand, what is decided."""
        look, kept = self._book.looks.get(place), self._book.decided(place)
        if look is None:
            return ""
        parts = [self.reason(look, field)]
        if look.finding.fields:
            parts += [
                f"{trouble.photo}: {code_words_of(trouble.code, trouble.message)}" for trouble in look.finding.troubles
            ]
        same = self._book.same_photos(place)
        if same:
            parts.append(words_of(shared_sentence(same)))
        if kept is not None:
            text = self.tr("{annotator}, {what}.")
            parts.append(text.format(annotator=kept.annotator, what=words_of(decision_sentence(kept.decision))))
        return together([part for part in parts if part])

    def reason_of(self, look: ListingLook | None, decision: ListingDecision) -> str:
        """The finding's reason for a decision; none where the finding says otherwise."""
        field = decision.field or "card"
        finding = look.finding.of(field) if look is not None else None
        if finding is not None and finding.verdict not in _SAME[decision.outcome]:
            return ""
        if finding is None and decision.outcome is not CheckOutcome.CANNOT_TELL:
            return ""
        return self.reason(look, field)

    def reason(self, look: ListingLook | None, field: str) -> str:
        """Why a field is so, in the window's language."""
        if look is None:
            return ""
        finding = look.finding.of(field)
        if finding is not None:
            return reason_words(finding.reason, self._names_in(look.finding))
        return together([words_of(code_words_of(trouble.code, trouble.message)) for trouble in look.finding.troubles])

    def field(self, finding: ListingFinding, judged: FieldFinding) -> tuple[str, str, str]:
        """What the title says of it, what the photos show, and why it is so."""
        title, photo = (words_of(value_sentence(judged.field, value)) for value in (judged.title, judged.photo))
        if judged.field == "card":
            title = title and comma_list(self._named(finding.sold))
            photo = photo and comma_list(self._named(finding.believed))
        return title, photo, reason_words(judged.reason, self._names_in(finding))

    def against(self, look: ListingLook, card: ChosenCard, seen: SeenCard) -> list[str]:
        """What stands against a label of this card."""
        against = []
        doubt = doubt_about(card.key, seen.matches)
        if doubt is not None and doubt.card is not None:
            text = self.tr("Against the evidence: {other} is far likelier.")
            against.append(text.format(other=self._cards.name(doubt.card, doubt.likelier or "")))
        sold = look.finding.sold
        is_sold = any(title_card.card == card.key for title_card in sold)
        if agreed(look.finding).outcome is CheckOutcome.MATCH and not is_sold:
            text = self.tr("The title sells {names}, and Enter stores a match.")
            against.append(text.format(names=words_of(listed(self._named(sold)))))
        return against

    def saved(self, place: int) -> str:
        """What was stored about a listing, and how to take it back."""
        kept, doubt = self._book.decided(place), self._book.doubted(place)
        assert kept is not None
        what = [words_of(decision_sentence(kept.decision))]
        if kept.decision.card is not None:
            what.append(self.tr("labelled {name}").format(name=self.card(kept.decision.card)))
        if doubt is not None and doubt.card is not None:
            other = self._cards.name(doubt.card, doubt.likelier or "")
            what.append(self.tr("although {other} is far likelier").format(other=other))
        text = self.tr("Saved: {listing} · {what}. Undo: Ctrl+Z")
        return text.format(listing=self._book.listings[place].listing.listing_id, what=" · ".join(what))

    def card(self, card: ChosenCard) -> str:
        return self._cards.name(card.key, card.name)

    def gravest(self, look: ListingLook | None) -> str:
        return gravest(look.finding) if look is not None else "card"

    # Inside

    def _names_in(self, finding: ListingFinding) -> dict[str, str]:
        """The cards of a listing, as the catalogue calls them -> as they are called first in the window's language."""
        sold = [(card.card, card.name) for card in finding.sold]
        seen = [(match.card, match.name) for card in finding.seen for match in card.matches[:1]]
        self._cards.want([card for card, _ in (*sold, *seen)])
        return {name: self._cards.name(card, name) for card, name in (*sold, *seen)}

    def _named(self, cards: Iterable[SeenMatch | TitleCard]) -> list[str]:
        """Each once, as it is called first in the window's language."""
        return list(dict.fromkeys(self._cards.name(card.card, card.name) for card in cards))
