"""Facts of the catalogue for the window: whether it has cards and pictures; of a card its names, set code, artworks.

Read in a lane, kept while open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from karuta.domain.card import Artwork, CardKey
from karuta.domain.catalogue import CatalogueSummary, StoredCard
from karuta.domain.errors import Bug, CatalogueError, KarutaError, Known
from karuta.gui.kit.failures import ignore_expected
from karuta.gui.kit.translate import in_order, japanese_first
from karuta.gui.library.session import Session
from karuta.jobs.lane import Urgency
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import describe_catalogue, show_card


@dataclass(frozen=True)
class CardFacts:
    """`pictures`: the file of each of its artworks by picture hash; `main`: that of the first.

    `artworks`: the live ones, main ones first.
    """

    key: CardKey
    name: str
    japanese: str
    set_code: str
    pictures: Mapping[str, Path]
    main: Path | None
    artworks: tuple[Artwork, ...] = ()


class FetchedCards(QObject):
    """Facts by card; missing ones are fetched."""

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._facts: dict[CardKey, CardFacts] = {}
        self._asked: set[CardKey] = set()
        # Those about which the catalogue was asked as it is now, whether it has them or not.
        self._answered: set[CardKey] = set()
        self._gone: set[CardKey] = set()

    @property
    def is_idle(self) -> bool:
        return not self._asked

    def __getitem__(self, key: CardKey) -> CardFacts | None:
        facts = self._facts.get(key)
        if facts is not None and key not in self._answered:
            self.want([key])
        return facts

    def picture(self, key: CardKey, sha256: str) -> Path | None:
        """The file of this artwork of a card, of its first one if that is gone; None until its facts have come."""
        facts = self[key]
        return facts.pictures.get(sha256, facts.main) if facts else None

    def names(self, key: CardKey | None, name: str) -> tuple[str, str]:
        """A card's name that comes first, and the other one. `name`: the known one, used alone until facts come."""
        facts = self._facts.get(key) if key is not None else None
        return in_order(name, facts.japanese) if facts else (name, "")

    def name(self, key: CardKey | None, name: str) -> str:
        """The name that comes first; if that may differ from `name`, the facts are fetched."""
        if key is not None and key not in self._answered and japanese_first():
            self.want([key])
        return self.names(key, name)[0]

    def is_coming(self, key: CardKey) -> bool:
        """Whether its facts are asked for."""
        return key in self._asked

    def is_answered(self, key: CardKey) -> bool:
        """Whether the catalogue was asked, and has said what it knows."""
        return key in self._answered

    def is_gone(self, key: CardKey) -> bool:
        """Whether the catalogue has this card no more; no until that is known, and then `known` says so."""
        if key not in self._answered:
            self.want([key])
        return key in self._gone

    def want(self, keys: Iterable[CardKey], *, urgency: Urgency = Urgency.SOON) -> None:
        """Have the facts of these cards fetched; `known` announces them."""
        new = [key for key in dict.fromkeys(keys) if key not in self._answered and key not in self._asked]
        if not new:
            return
        self._asked.update(new)
        self._session.cards_lane.submit(
            lambda library, token: [_answer(library, key) for key in new],
            done=lambda answers: self._came(new, answers),
            failed=ignore_expected(lambda: self._came(new, [])),  # their matches still have names
            urgency=urgency,
        )

    def forget(self) -> None:
        """The catalogue has changed: what was known is shown until it was asked for again."""
        self._answered.clear()

    def _came(self, asked: list[CardKey], answers: list[_Answer]) -> None:
        self._asked.difference_update(asked)
        self._answered.update(asked)
        had = [self._facts.pop(answer.key, None) for answer in answers]
        self._facts.update({answer.key: answer.facts for answer in answers if answer.facts is not None})
        self._gone.difference_update(asked)
        self._gone.update(answer.key for answer in answers if answer.is_gone)
        if any(had) or any(answer.facts is not None or answer.is_gone for answer in answers):
            self.known.emit()


@dataclass(frozen=True)
class _Answer:
    """`facts`: None where nothing is known of the card. `is_gone`: the catalogue has it no more."""

    key: CardKey
    facts: CardFacts | None
    is_gone: bool


def _answer(library: LibraryFolder, key: CardKey) -> _Answer:
    try:
        stored = show_card(library, str(key))
    except CatalogueError:
        return _Answer(key, None, is_gone=True)  # its match and its label still have a name
    except KarutaError:
        return _Answer(key, None, is_gone=False)
    return _Answer(key, facts_of(library, stored), is_gone=stored.gone)


def facts_of(library: LibraryFolder, stored: StoredCard) -> CardFacts:
    card = stored.card
    pictures = {
        artwork.artwork.picture_sha256: library.artwork_file(artwork.artwork.picture_sha256, artwork.suffix)
        for artwork in stored.artworks
    }
    return CardFacts(
        key=card.key,
        name=card.name,
        japanese=card.names.get("ja", ""),
        set_code=next((printing.set_code for printing in card.printings), ""),
        pictures=pictures,
        main=next(iter(pictures.values()), None),
        artworks=tuple(artwork.artwork for artwork in stored.artworks if artwork.live),
    )


class CatalogueStatus(QObject):
    """`has_cards`: None until that is known.

    `fault`: why it cannot be read; then it may have some. `is_old`: as it was before the catalogue changed. `known`:
    checked again.
    """

    known = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.has_cards: bool | None = None
        self.fault: Known | None = None
        self.is_old = False

    def ask(self) -> None:
        self._session.cards_lane.submit(
            lambda library, token: describe_catalogue(library) if library.catalogue_db.is_file() else None,
            done=self._came,
            failed=self._not_read,
            key="has cards",
        )

    def ask_anew(self) -> None:
        """The catalogue has changed."""
        self.is_old = True
        self.ask()

    def _came(self, summary: CatalogueSummary | None) -> None:
        self.has_cards = bool(summary and summary.cards)
        self.fault, self.is_old = None, False
        self.known.emit()

    def _not_read(self, error: Known) -> None:
        """After a bug, it stays as it was."""
        if not isinstance(error, Bug):
            self.has_cards = True
            self.fault = error
        self.is_old = False
        self.known.emit()
