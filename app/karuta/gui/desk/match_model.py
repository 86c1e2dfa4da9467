"""The matches of one sighting as a list, with the cards' facts as they arrive, and each one's reason in words.

In the queue of disagreements: what people say of it. Does not order them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QPixmap

from karuta.domain.card import CardKey
from karuta.domain.label import Label
from karuta.domain.match import CLEAR_LEAD, Match, Nearest, Reason, Verdict, reason_for
from karuta.domain.recheck import ReviewAnswer
from karuta.gui.kit.lists import Index, RowModel
from karuta.gui.kit.translate import (
    QT_TRANSLATE_NOOP,
    comma_list,
    example_code,
    kind_words,
    likely_words,
    local_time,
    verdict_word,
)
from karuta.gui.library.card_facts import CardFacts, FetchedCards
from karuta.gui.library.pictures import Pictures

_LEAST = 0.005

# Each as (short, full).
_NEAREST = {
    Nearest.MAIN: (QT_TRANSLATE_NOOP("Why", "main artwork"), QT_TRANSLATE_NOOP("Why", "nearest: main artwork")),
    Nearest.ALTERNATE: (
        QT_TRANSLATE_NOOP("Why", "alternate artwork {number}"),
        QT_TRANSLATE_NOOP("Why", "nearest: alternate artwork {number}"),
    ),
    Nearest.EXEMPLAR: (
        QT_TRANSLATE_NOOP("Why", "a confirmed photo"),
        QT_TRANSLATE_NOOP("Why", "nearest: a confirmed photo"),
    ),
    Nearest.NAME: (QT_TRANSLATE_NOOP("Why", "its name"), QT_TRANSLATE_NOOP("Why", "known by its printed name")),
    Nearest.GONE: (
        QT_TRANSLATE_NOOP("Why", "a former artwork"),
        QT_TRANSLATE_NOOP("Why", "nearest: an artwork that the catalogue has no more"),
    ),
}
_AHEAD = (
    QT_TRANSLATE_NOOP("Why", "far ahead"),
    QT_TRANSLATE_NOOP("Why", "{lead} ahead of the next card"),
)
_CLOSE = QT_TRANSLATE_NOOP("Why", "narrow lead"), _AHEAD[1]
_LEVEL = QT_TRANSLATE_NOOP("Why", "tied"), QT_TRANSLATE_NOOP("Why", "tied with the next card")
# Every row below the first is behind, so the short form does not mention it.
_BEHIND = "", QT_TRANSLATE_NOOP("Why", "{lead} behind the nearest card")
# If similarity and not the score decided.
_ALIKE = {
    1: (
        QT_TRANSLATE_NOOP("Why", "more alike"),
        QT_TRANSLATE_NOOP("Why", "its picture matches the card better when laid over it"),
    ),
    -1: (
        QT_TRANSLATE_NOOP("Why", "less alike"),
        QT_TRANSLATE_NOOP("Why", "its picture matches the card less well when laid over it"),
    ),
}
_TWIN = QT_TRANSLATE_NOOP("Why", "same picture as {card}")
_SCORE = QT_TRANSLATE_NOOP("Why", "score {score}")


def reason_words(reason: Reason, *, whole: bool, knows_artworks: bool) -> str:
    """`whole`: in full, with the score. `knows_artworks`: whether the artworks of the card are known yet."""
    is_scored = whole and reason.nearest is not Nearest.NAME
    parts = [_in_language(_SCORE).format(score=f"{reason.score:.2f}")] if is_scored else []
    if reason.alike:
        parts.append(_in_language(_ALIKE[reason.alike][whole]))
    elif reason.lead is not None:
        parts.append(_in_language(_lead_forms(reason.lead)[whole]).format(lead=f"{abs(reason.lead):.2f}"))
    if reason.twin is not None:
        parts.append(_in_language(_TWIN).format(card=reason.twin))
    if (knows_artworks or reason.nearest is Nearest.NAME) and reason.nearest in _NEAREST:
        parts.append(_in_language(_NEAREST[reason.nearest][whole]).format(number=reason.number))
    return " · ".join(part for part in parts if part)


def _lead_forms(lead: float) -> tuple[str, str]:
    if abs(lead) < _LEAST:
        return _LEVEL
    if lead < 0:
        return _BEHIND
    return _AHEAD if lead >= CLEAR_LEAD else _CLOSE


def _in_language(text: str) -> str:
    return QCoreApplication.translate("Why", text) if text else ""


@dataclass(frozen=True)
class RowWords:
    """The lines of a row; `right` stands at the end of the third, `why` below them."""

    name: str
    second: str
    third: str
    right: str
    why: str = ""


class MatchModel(RowModel):
    """At most nine matches, or what people say."""

    rows: tuple[Match | ReviewAnswer, ...] = ()

    def __init__(self, cards: FetchedCards, pictures: Pictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._pictures = pictures
        self._labelled: CardKey | None = None
        self._refused: Collection[CardKey] = ()
        self._verdict: Verdict | None = None
        self._is_blind = False
        cards.known.connect(self.redraw)
        pictures.small_ready.connect(self.redraw)

    def shown(self, place: int) -> str:
        return self.names(self.rows[place])[0]

    def tip(self, place: int) -> str:
        return f"{self.shown(place)}\n{self.reason(place, whole=True)}".strip()

    def words(self, place: int, *, chosen: bool) -> RowWords:
        """As they are painted. `chosen`: of the marked row, which says why it stands there."""
        row, facts = self.rows[place], self.facts(place)
        first, second = self.names(row)
        if isinstance(row, ReviewAnswer):
            who = self.tr("{name}, blind review").format(name=row.annotator) if row.blind else row.annotator
            return RowWords(first, who, local_time(row.time), row.device)
        code = example_code(facts.set_code) if facts else ""
        return RowWords(first, second, code, self.likely(row), self.remark(place, chosen=chosen))

    def spoken(self, place: int) -> str:
        match, facts = self.rows[place], self.facts(place)
        if isinstance(match, ReviewAnswer):
            words = self.words(place, chosen=False)
            return comma_list((str(place + 1), words.name, words.second, words.third, words.right))
        first, second = self.names(match)
        parts = [str(place + 1), first, self.likely(match)]
        parts += [verdict_word(self._verdict)] if self._verdict and place == 0 else []
        parts += [second, example_code(facts.set_code)] if facts else []
        return comma_list(part for part in [*parts, self.reason(place, whole=True), self.note(place)] if part)

    def looks(self, place: int) -> Hashable:
        return self.names(self.rows[place]), self.artwork(self.index(place)) is None

    def is_labelled(self, place: int) -> bool:
        """Whether the label names it."""
        return self._labelled is not None and self.rows[place].card == self._labelled

    def set_matches(
        self,
        matches: Sequence[Match | ReviewAnswer],
        labelled: CardKey | None,
        refused: Collection[CardKey] = (),
        *,
        verdict: Verdict | None = None,
        is_blind: bool = False,
    ) -> None:
        """`refused`: cards that a person refused for this sighting before. `verdict`: on the first, for who listens.

        `is_blind`: nothing is said of any match but which card it is.
        """
        self._is_blind, self._verdict = is_blind, verdict
        self._refused, self._labelled = refused, labelled
        self.put_rows(tuple(matches))
        self._cards.want(match.card for match in matches if match.card is not None)

    def names(self, match: Match | ReviewAnswer) -> tuple[str, str]:
        """The name that comes first, and the other one; of what somebody says, all of it."""
        if isinstance(match, ReviewAnswer):
            return self.what(match), ""
        return (match.name, "") if self._waits_for_all else self._cards.names(match.card, match.name)

    def label_name(self, label: Label | ReviewAnswer) -> str:
        return self._cards.name(label.card, label.name or "")

    def what(self, label: Label | ReviewAnswer) -> str:
        """The card with its printing, or that there is none."""
        what = self.label_name(label) if label.name else kind_words(label.kind)
        return f"{what} {label.printing}" if label.name and label.printing else what

    def is_gone(self, label: Label) -> bool:
        """Whether the catalogue has the label's card no more."""
        return label.card is not None and self._cards.is_gone(label.card)

    def facts(self, place: int) -> CardFacts | None:
        """None until they are known."""
        card = self.rows[place].card if place < len(self.rows) and not self._waits_for_all else None
        return self._cards[card] if card is not None else None

    def likely(self, match: Match) -> str:
        """How likely it is, in words; empty where a person is to judge without that."""
        return "" if self._is_blind else likely_words(match)

    def reason(self, place: int, *, whole: bool = False) -> str:
        """Why a match stands there. `whole`: including its score, for those who do not see the row."""
        matches = [row for row in self.rows if isinstance(row, Match)]
        if self._is_blind or place >= len(matches):
            return ""
        facts = self.facts(place)
        reason = reason_for(matches, place, facts.artworks if facts else ())
        return reason_words(reason, whole=whole, knows_artworks=facts is not None)

    def remark(self, place: int, *, chosen: bool) -> str:
        """Words below a match: what sets it apart, and of the marked one why it stands there."""
        match = self.rows[place]
        says_so = chosen and isinstance(match, Match) and match.exemplar and match.card not in self._refused
        parts = ["" if says_so else self.note(place), self.reason(place) if chosen else ""]
        return " · ".join(part for part in parts if part)

    def artwork(self, index: Index) -> QPixmap | None:
        """The artwork that the match names, else the card's first one, if there is one. Blind, all come together."""
        if not self._is_blind:
            return self._pictures.artwork(self._artwork_file(self.rows[index.row()]))
        paths = [self._artwork_file(match) for match in self.rows]
        artworks = [self._pictures.artwork(path) for path in paths]
        are_coming = any(path and artwork is None for path, artwork in zip(paths, artworks, strict=True))
        return None if self._waits_for_all or are_coming else artworks[index.row()]

    @property
    def _waits_for_all(self) -> bool:
        """Facts that were there before the others' would tell which card was on the desk: the answer."""
        return self._is_blind and any(row.card and self._cards.is_coming(row.card) for row in self.rows)

    def _artwork_file(self, match: Match | ReviewAnswer) -> Path | None:
        picture = match.picture_sha256 if isinstance(match, Match) else ""
        return self._cards.picture(match.card, picture) if match.card is not None else None

    def note(self, place: int) -> str:
        """Words that set it apart from others, or empty."""
        match = self.rows[place]
        if self._is_blind or not isinstance(match, Match):
            return ""
        if match.card in self._refused:
            return self.tr("ruled out")
        if match.one_of:
            return self.tr("one of these {count}").format(count=match.one_of)
        return self.tr("like a confirmed photo") if match.exemplar else ""
