"""Puts a listing on the page: verdict in words, title, photos, fields, evidence. Decides nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette

from karuta.domain.doubt import doubt_about
from karuta.domain.label import ChosenCard
from karuta.domain.sentence import listed
from karuta.gui.kit.lists import StripPicture
from karuta.gui.kit.theme import Role, Theme
from karuta.gui.kit.translate import comma_list, together, words_of
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.pictures import Pictures
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision, agreed
from karuta.listings.domain.check.listing import FieldFinding, FieldVerdict
from karuta.listings.domain.check.words import shared_sentence
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.field_table import (
    ROLES,
    code_words_of,
    decision_words,
    finding_of,
    gravest,
    listing_words,
    reason_words,
    value_words,
)
from karuta.listings.gui.check.listing_book import ListingBook
from karuta.listings.services.check.look_at_listing import ListingLook

# With which verdict of a field a decision agrees.
_SAME = {
    CheckOutcome.MATCH: (FieldVerdict.AGREES,),
    CheckOutcome.DIFFERS: (FieldVerdict.DIFFERS,),
    CheckOutcome.CANNOT_TELL: (FieldVerdict.CANNOT_TELL, FieldVerdict.NOT_STATED),
}


class ListingView(QObject):
    """One listing at a time."""

    def __init__(
        self, dialog: CheckDialog, book: ListingBook, theme: Theme, pictures: Pictures, cards: FetchedCards
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._book, self._theme = dialog, book, theme
        self._pictures, self._cards = pictures, cards
        self._shown: tuple[str, ListingLook | None] | None = None
        self._reasoned: ListingDecision | None = None
        dialog.table.shown_name = self._shown_name
        dialog.table.title_name = self._title_name
        dialog.table.reason_words = self._reason_words
        cards.known.connect(self._rename)

    def show(self, place: int, field: str) -> bool:
        """Returns whether something else is on the screen than before: another listing, or its finding came."""
        dialog, look = self._dialog, self._book.looks.get(place)
        queued = self._book.listings[place]
        is_new = self._shown != (queued.key, look)
        self._shown = (queued.key, look)
        role = ROLES[look.finding.verdict] if look is not None else Role.MUTED
        palette = dialog.head.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(role))
        dialog.head.setPalette(palette)
        dialog.head.setText(listing_words(look.finding.verdict) if look is not None else self.tr("Checking…"))
        dialog.said.setText(self._said(place, look))
        for button in (dialog.agree, dialog.differ, dialog.name_it, dialog.reply, dialog.sheet):
            button.setEnabled(look is not None)
        if is_new:
            dialog.chips.set_reading(
                look.finding.words.title if look is not None else None,
                queued.listing.title or queued.listing.listing_id,
                look.finding.fields if look is not None else (),
            )
            self._show_photos(place)
            dialog.evidence.show_look(look)
            dialog.large.show_listing(self._named(place), queued.listing.photos, look)
            dialog.table.show_finding(look.finding if look is not None else None)
            dialog.table.mark(field)
            dialog.reason.setEnabled(True)
            # The gravest field's reason stands above already.
            dialog.why.setText("")
            self.show_reason(look, agreed(look.finding) if look is not None else None)
        dialog.large.repeat()
        return is_new

    def show_nothing(self) -> None:
        """No listing is on the screen."""
        dialog = self._dialog
        self._shown = None
        dialog.head.setText("")
        dialog.said.setText("")
        dialog.say_decision(None, None)
        dialog.enlarge(on=False)
        for button in (dialog.agree, dialog.differ, dialog.name_it, dialog.reply, dialog.sheet):
            button.setEnabled(False)
        # What is written of no listing would be lost.
        dialog.reason.setEnabled(False)
        dialog.chips.set_reading(None, "")
        dialog.strip.show_pictures([])
        dialog.evidence.show_look(None)
        dialog.large.show_listing("", (), None)
        dialog.table.show_finding(None)
        self.forget_reason()
        self.show_reason(None, None)

    def show_reason(self, look: ListingLook | None, decision: ListingDecision | None) -> None:
        """Show what would be stored with a decision, in the line that may be edited; a person's own words stay."""
        self._reasoned = decision
        if not self._dialog.reason.isModified():
            self._dialog.reason.setText(self.reason_of(look, decision) if decision is not None else "")
            self._dialog.reason.setCursorPosition(0)

    def reason_of(self, look: ListingLook | None, decision: ListingDecision) -> str:
        """The finding's reason for a decision; none where the finding says otherwise."""
        field = decision.field or "card"
        found = finding_of(look.finding, field) if look is not None else None
        if found is not None and found.verdict not in _SAME[decision.outcome]:
            return ""
        if found is None and decision.outcome is not CheckOutcome.CANNOT_TELL:
            return ""
        return self.reason(look, field)

    def reason(self, look: ListingLook | None, field: str) -> str:
        """Why a field is so, in the window's language."""
        if look is None:
            return ""
        found = finding_of(look.finding, field)
        if found is not None:
            return reason_words(found.reason, self.names(look))
        return together([words_of(code_words_of(trouble.code, trouble.message)) for trouble in look.finding.troubles])

    def names(self, look: ListingLook | None) -> dict[str, str]:
        """The cards of a listing, as the catalogue calls them -> as they are called first in the window's language."""
        if look is None:
            return {}
        sold = [(card.card, card.name) for card in look.finding.words.title.cards]
        seen = [(match.card, match.name) for card in look.finding.seen for match in card.matches[:1]]
        self._cards.want([card for card, _ in (*sold, *seen)])
        return {name: self._cards.name(card, name) for card, name in (*sold, *seen)}

    def show_named(self, look: ListingLook | None, card: ChosenCard | None) -> None:
        """Name the card to be labelled in larger letters than the verdict, with what stands against it."""
        dialog, seen = self._dialog, self._dialog.evidence.seen
        dialog.name_it.setChecked(card is not None)
        font = dialog.font()
        dialog.head.setFont(self._theme.large(font) if card is None else self._theme.strong(font))
        if card is None or seen is None or look is None:
            dialog.evidence.say_named(None)
            return
        against = []
        doubt = doubt_about(card.key, seen.matches)
        if doubt is not None and doubt.card is not None:
            text = self.tr("Against the evidence: {other} is far likelier.")
            against.append(text.format(other=self._cards.name(doubt.card, doubt.likelier or "")))
        sold = look.finding.words.title.cards
        if agreed(look.finding).outcome is CheckOutcome.MATCH and all(
            title_card.card != card.key for title_card in sold
        ):
            names = listed(
                tuple(dict.fromkeys(self._cards.name(title_card.card, title_card.name) for title_card in sold))
            )
            text = self.tr("The title sells {names}, and Enter stores a match.")
            against.append(text.format(names=words_of(names)))
        dialog.evidence.say_named(against)

    def saved_words(self, place: int) -> str:
        """Say what was stored about a listing, and how to take it back."""
        kept, doubt = self._book.decided(place), self._book.doubted(place)
        assert kept is not None
        what = [decision_words(kept.decision)]
        if kept.decision.card is not None:
            what.append(self.tr("labelled {name}").format(name=self.card_name(kept.decision.card)))
        if doubt is not None and doubt.card is not None:
            other = self._cards.name(doubt.card, doubt.likelier or "")
            what.append(self.tr("although {other} is far likelier").format(other=other))
        text = self.tr("Saved: {listing} · {what}. Undo: Ctrl+Z")
        return text.format(listing=self._book.listings[place].listing.listing_id, what=" · ".join(what))

    def card_name(self, card: ChosenCard) -> str:
        return self._cards.name(card.key, card.name)

    def forget_reason(self) -> None:
        """Another listing comes: what was written was about the one before."""
        self._dialog.reason.setModified(False)

    # Inside

    def _named(self, place: int) -> str:
        listing = self._book.listings[place].listing
        return " · ".join(part for part in (listing.listing_id, listing.title) if part)

    def _said(self, place: int, look: ListingLook | None) -> str:
        """Say what leads to the verdict, what is wrong with the photos, where else they stand, what is decided."""
        if look is None:
            return ""
        kept = self._book.decided(place)
        parts = [self.reason(look, gravest(look.finding))]
        if look.finding.fields:
            parts += [
                f"{trouble.photo}: {code_words_of(trouble.code, trouble.message)}" for trouble in look.finding.troubles
            ]
        same = self._book.same_photos(place)
        if same:
            parts.append(words_of(shared_sentence(same)))
        if kept is not None:
            text = self.tr("{annotator}, {what}.")
            parts.append(text.format(annotator=kept.annotator, what=decision_words(kept.decision)))
        return together([part for part in parts if part])

    def _show_photos(self, place: int) -> None:
        queued = self._book.listings[place]
        paths = [(name, queued.folder / name) for name in queued.listing.photos]
        self._dialog.strip.show_pictures(
            [StripPicture(name, path.name, partial(self._pictures.face, path)) for name, path in paths]
        )

    def _shown_name(self, found: FieldFinding) -> str:
        """A card by the name that stands first in the window's language."""
        look = self._shown[1] if self._shown is not None else None
        if found.field != "card" or look is None or not found.photo:
            return value_words(found.field, found.photo)
        matches = [card.matches[0] for card in look.finding.seen if card.is_believed]
        return comma_list(dict.fromkeys(self._cards.name(match.card, match.name) for match in matches))

    def _title_name(self, found: FieldFinding) -> str:
        look = self._shown[1] if self._shown is not None else None
        if found.field != "card" or look is None or not found.title:
            return value_words(found.field, found.title)
        cards = look.finding.words.title.cards
        return comma_list(dict.fromkeys(self._cards.name(card.card, card.name) for card in cards))

    def _reason_words(self, found: FieldFinding) -> str:
        return reason_words(found.reason, self.names(self._shown[1] if self._shown is not None else None))

    def _rename(self) -> None:
        """Names of cards have come."""
        if self._shown is not None and self._shown[1] is not None:
            place = self._dialog.place
            if place is not None and self._book.looks.get(place) is self._shown[1]:
                self._dialog.said.setText(self._said(place, self._shown[1]))
                self._dialog.large.repeat()
                self.show_reason(self._shown[1], self._reasoned)
            item = self._dialog.table.currentItem()
            row = self._dialog.table.indexOfTopLevelItem(item) if item is not None else 0
            self._dialog.table.show_finding(self._shown[1].finding)
            self._dialog.table.mark_row(row)
