"""Copies and files that leave the page: the reply to a seller, evidence of a listing as HTML or PDF. Sends nothing."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMarginsF, QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from karuta import clock
from karuta.domain.card import CardKey
from karuta.domain.errors import KarutaError
from karuta.domain.file_names import short_name
from karuta.files import write_whole
from karuta.gui.kit.dialog_kit import DialogKit
from karuta.gui.kit.translate import comma_list, words_of
from karuta.gui.kit.while_alive import Asker
from karuta.gui.library.card_facts import FetchedCards
from karuta.gui.library.session import Session, sentence
from karuta.listings.domain.check.checked import KeptDecision, ListingDecision, ReplyTemplates, about, language_of
from karuta.listings.domain.check.listing import SeenMatch
from karuta.listings.domain.titles.reading import TitleCard, TitleField
from karuta.listings.gui.check.listing_items import ListingItems
from karuta.listings.gui.plots import plot_renderer
from karuta.listings.services.check.evidence_sheet import SheetFacts, sheet_html, write_sheet
from karuta.listings.services.check.listing_prices import PriceEvidence
from karuta.listings.services.check.listing_templates import ReadTemplates, read_replies
from karuta.listings.services.check.look_at_listing import ListingLook
from karuta.paths import LibraryFolder

log = logging.getLogger(__name__)


class Copying(QObject):
    """The templates are read each time, so that an edited file counts at once. `copied`: the last reply."""

    def __init__(
        self, session: Session, items: ListingItems, cards: FetchedCards, *, say: Callable[[str], object]
    ) -> None:
        super().__init__(items)
        self._session, self._items, self._cards, self._say = session, items, cards, say
        self._ask = Asker(items, lambda error: say(sentence(error)))
        self.copied = ""

    def copy(self, look: ListingLook, decision: ListingDecision) -> None:
        self._cards.want([match.card for match in look.finding.believed])
        work = partial(read_replies, resources=self._session.resources)
        self._ask(self._session.files_lane, work, lambda read: self._copied(read, look, decision), key="replies")

    def _copied(self, read: ReadTemplates[ReplyTemplates], look: ListingLook, decision: ListingDecision) -> None:
        for trouble in read.troubles:
            log.warning("%s", trouble)
        listing = look.queued.listing
        language = self._items.panel.language.currentData() or language_of(listing.title)
        words = {
            "listing": listing.listing_id,
            "title": listing.title,
            "says": self._says(look, decision, language),
            "shows": self._shows(look, decision, language),
            "reason": decision.reason,
        }
        text = read.templates.reply(about(decision, look.finding), language, words)
        if text is None:
            self._say(self.tr("replies.csv has no reply about that in this language."))
            return
        self.copied = text
        QGuiApplication.clipboard().setText(text)
        first = next((line for line in text.splitlines() if listing.listing_id in line), text.splitlines()[0])
        sentence = self.tr("Reply for {listing} copied: {text}")
        self._say(sentence.format(listing=listing.listing_id, text=first))

    def _says(self, look: ListingLook, decision: ListingDecision, language: str) -> str:
        if decision.field == "card":
            return self._names(look.finding.sold, language)
        token = look.finding.words.title.token(TitleField.PROXY)
        if decision.field == "genuine" and token is not None:
            return token.words
        finding = look.finding.of(decision.field or "")
        return (finding.title or "") if finding is not None else ""

    def _shows(self, look: ListingLook, decision: ListingDecision, language: str) -> str:
        if decision.field != "card":
            finding = look.finding.of(decision.field or "")
            return (finding.photo or "") if finding is not None else ""
        if decision.card is not None:
            return self._name(decision.card.key, decision.card.name, language)
        return self._names(look.finding.believed, language)

    def _names(self, cards: Iterable[SeenMatch | TitleCard], language: str) -> str:
        names = dict.fromkeys(self._name(card.card, card.name, language) for card in cards)
        return ("、" if language == "ja" else ", ").join(names)

    def _name(self, card: CardKey, name: str, language: str) -> str:
        """In the reply's language, as far as it is known by now."""
        facts = self._cards[card]
        return facts.japanese or name if facts is not None and language == "ja" else name


_PLOT = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# As sharp as a printed page needs it.
_TIMES = 3


def with_pictures(page: str) -> str:
    """Put pictures in place of a page's plots; one that cannot be drawn is left out."""
    return _PLOT.sub(lambda match: _picture(match[0]), page)


def _picture(plot: str) -> str:
    renderer = plot_renderer(plot)
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return ""
    image = QImage(size * _TIMES, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data = base64.b64encode(bytes(buffer.data().data())).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" width="{size.width()}" height="{size.height()}">'


_PDF = ".pdf"
_DOTS = 96
_NAMED = 5
_MARGIN_MM = 12.0


class Sheets(QObject):
    """Asks where, and says what was saved."""

    def __init__(
        self,
        session: Session,
        parent: QObject,
        kit: DialogKit,
        price_of: Callable[[ListingLook], PriceEvidence | None],
        *,
        say: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._price_of, self._say = price_of, say
        self._ask = Asker(parent, lambda error: say(sentence(error)))
        self._session, self._kit = session, kit

    def save(self, look: ListingLook, kept: KeptDecision | None) -> None:
        name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in look.shown.listing_id)
        path = self._kit.ask.about("sheets").new_file(
            self.tr("Save the evidence sheet"),
            f"{short_name(name, 60) or 'listing'}.html",
            self.tr("HTML (*.html);;PDF (*.pdf)"),
        )
        if path is None:
            return
        try:
            by = self._session.origin.annotator
        except KarutaError:
            by = ""
        facts = SheetFacts(
            made=f"{clock.on_the_wall():%Y-%m-%d %H:%M %z}",
            by=by,
            kept=kept,
            price=self._price_of(look),
            with_titles=self._session.settings.sheet_titles,
            anywhere=self._is_to_show(look),
        )
        self._ask(
            self._session.files_lane,
            lambda library: _written(path, look, library, facts),
            lambda made: self._say(self.tr("Saved: {file}").format(file=made.name)),
            keep=True,
        )

    def _is_to_show(self, look: ListingLook) -> bool:
        """Whether photos from elsewhere on this computer go into the sheet: anybody may have named them."""
        far = [Path(photo).name for photo in look.queued.far_photos]
        if not far:
            return False
        return self._kit.ask.agrees(
            self.tr("Evidence sheet"),
            self.tr("Not in the listings' own folder: {photos}. Show them in the sheet all the same?").format(
                photos=comma_list(far[:_NAMED])
            ),
            deed=self.tr("Show"),
        )


def _written(path: Path, look: ListingLook, library: LibraryFolder, facts: SheetFacts) -> Path:
    if path.suffix.lower() != _PDF:
        return write_sheet(path, look, library, facts, say=words_of)
    page = with_pictures(sheet_html(look, library, facts, say=words_of))
    return write_whole(path, lambda beside: write_pdf(beside, page))


class _OwnPage(QTextDocument):
    """A page whose pictures are in it: nothing outside is asked for, whatever stands there."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: N802
        if QUrl(name).scheme() == "data":
            return super().loadResource(type, name)
        return QImage(1, 1, QImage.Format.Format_Mono)  # for nothing at all Qt would look for a file itself


def write_pdf(path: Path, page: str) -> None:
    """Print the page on sheets of A4."""
    writer = QPdfWriter(str(path))
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    QEventLoop()  # once in this thread: a long page is laid out by a timer, which wants to be known there
    document = _OwnPage()
    document.setHtml(page)
    document.setPageSize(writer.pageLayout().paintRectPixels(_DOTS).size().toSizeF())
    document.print_(writer)
