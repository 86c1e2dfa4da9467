"""Copies the reply to a seller, from the person's templates. Sends nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from karuta.domain.card import CardKey
from karuta.gui.kit.while_alive import while_alive
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.check.checked import ListingDecision, about, language_of
from karuta.listings.domain.check.listing import SeenMatch
from karuta.listings.domain.titles.reading import TitleCard, TitleField
from karuta.listings.gui.check.check_dialog import CheckDialog
from karuta.listings.gui.check.field_table import finding_of
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.listings.services.check.read_templates import ReadReplies, read_replies

log = logging.getLogger(__name__)


class Copying(QObject):
    """The templates are read each time, so that an edited file counts at once. `copied`: the last reply."""

    def __init__(self, session: Session, dialog: CheckDialog, cards: FetchedCards) -> None:
        super().__init__(dialog)
        self._session, self._dialog, self._cards = session, dialog, cards
        self.copied = ""

    def copy(self, look: ListingLook, decision: ListingDecision) -> None:
        resources: Path = self._session.resources
        self._cards.want([one.matches[0].card for one in look.finding.seen if one.is_believed])
        self._session.files_lane.submit(
            lambda library, token: read_replies(library, resources),
            done=while_alive(self._dialog, lambda read: self._copied(read, look, decision)),
            failed=while_alive(self._dialog, lambda error: self._dialog.say(sentence(error))),
            key="replies",
        )

    def _copied(self, read: ReadReplies, look: ListingLook, decision: ListingDecision) -> None:
        for trouble in read.troubles:
            log.warning("%s", trouble)
        listing = look.queued.listing
        language = self._dialog.language.currentData() or language_of(listing.title)
        words = {
            "listing": listing.listing_id,
            "title": listing.title,
            "says": self._says(look, decision, language),
            "shows": self._shows(look, decision, language),
            "reason": decision.reason,
        }
        text = read.templates.reply(about(decision, look.finding), language, words)
        if text is None:
            self._dialog.say(self.tr("replies.csv has no reply about that in this language."))
            return
        self.copied = text
        QGuiApplication.clipboard().setText(text)
        first = next((line for line in text.splitlines() if listing.listing_id in line), text.splitlines()[0])
        said = self.tr("Reply for {listing} copied: {text}")
        self._dialog.say(said.format(listing=listing.listing_id, text=first))

    def _says(self, look: ListingLook, decision: ListingDecision, language: str) -> str:
        if decision.field == "card":
            cards = look.finding.words.title.cards
            return self._names(cards, language)
        token = look.finding.words.title.token(TitleField.PROXY)
        if decision.field == "genuine" and token is not None:
            return token.words
        found = finding_of(look.finding, decision.field) if decision.field else None
        return (found.title or "") if found is not None else ""

    def _shows(self, look: ListingLook, decision: ListingDecision, language: str) -> str:
        if decision.field != "card":
            found = finding_of(look.finding, decision.field) if decision.field else None
            return (found.photo or "") if found is not None else ""
        if decision.card is not None:
            return self._name(decision.card.key, decision.card.name, language)
        matches = [one.matches[0] for one in look.finding.seen if one.is_believed]
        return self._names(matches, language)

    def _names(self, cards: Iterable[SeenMatch | TitleCard], language: str) -> str:
        names = dict.fromkeys(self._name(one.card, one.name, language) for one in cards)
        return ("、" if language == "ja" else ", ").join(names)

    def _name(self, card: CardKey, name: str, language: str) -> str:
        """In the reply's language, as far as it is known by now."""
        facts = self._cards[card]
        return facts.japanese or name if facts is not None and language == "ja" else name
