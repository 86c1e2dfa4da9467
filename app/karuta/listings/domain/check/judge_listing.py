"""Decides, field by field and over all, whether a listing's photos show what its title sells. Pure.

*Wrong card* accuses a seller, so it is said only when it is certain: the title names one card clearly, a photo clearly
shows another one, and no photo shows anything that could be the title's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.sentence import Sentence, listed
from karuta.listings.domain.check.judge_printing import PrintingFacts, ShownPrintings, printing_fields
from karuta.listings.domain.check.listing import (
    FIELDS,
    Because,
    CloseUp,
    Described,
    FieldFinding,
    FieldVerdict,
    JudgedField,
    ListingFinding,
    ListingVerdict,
    PhotoTrouble,
    SeenCard,
    noted,
)
from karuta.listings.domain.check.words import value_sentence
from karuta.listings.domain.titles.reading import TitleField, TitleReading
from karuta.listings.domain.titles.title_cards import BY_CODE, CLEAR, SURE_NAMES


def _genuine(title: TitleReading) -> FieldFinding:
    token = title.token(TitleField.PROXY)
    if token is not None:
        return JudgedField("genuine", token.value).differs(Sentence("The title says “{words}”.", words=token.words))
    claim = title.token(TitleField.GENUINE)
    if claim is None:
        return JudgedField("genuine", None).not_stated(Sentence("Not mentioned in the title."))
    reason = Sentence("Whether a card is genuine is not judged from photos.")
    return JudgedField("genuine", claim.words).cannot_tell(reason, Because.PHOTO)


def _condition(title: TitleReading) -> FieldFinding:
    compared = JudgedField("condition", title.grade or title.condition)
    if compared.title is None:
        return compared.not_stated(Sentence("The title does not mention the condition."))
    return compared.cannot_tell(Sentence("The condition is not judged from photos."), Because.PHOTO)


def _finish(title: TitleReading, seen: Sequence[SeenCard], met: AbstractSet[CardKey]) -> FieldFinding:
    """It agrees or cannot be told: light shows a foil or hides it, so no photo accuses."""
    finishes = {card.finish for card in seen if card.is_believed and card.matches[0].card in met and card.finish}
    shown = finishes.pop() if len(finishes) == 1 else None
    agrees = shown == title.finish and not title.lot and len(title.cards) == 1
    compared = JudgedField("finish", title.finish, shown if agrees else None)
    if title.finish is None:
        return compared.not_stated(Sentence("The title does not mention the finish."))
    if not agrees:
        return compared.cannot_tell(Sentence("The finish cannot be told from the photos."), Because.PHOTO)
    return compared.agrees(
        Sentence("The card looks like that in the photos: {finish}.", finish=value_sentence("finish", shown))
    )


# A candidate that is likelier than this may be what a doubtful sighting shows.
POSSIBLE = 0.02
_NOT_CLEARLY = Sentence("The title does not name one card clearly.")
# How a title names its card -> why that is not clear.
_UNCLEAR = {
    "part": Sentence("The words beside the name may make it another card's."),
    "beside": Sentence("Words beside the name are not understood, so it may be another card's."),
    "nickname": Sentence("The title has only a nickname."),
    "begun": Sentence("The title has only the beginning of a name."),
    "near": Sentence("The name in the title is too misspelled to be certain."),
    "foreign": Sentence("The title has words of other names than that of its set code's card."),
}
_UNSEEN = Sentence("No card was found in the photos that could be read."), Because.PHOTO
_UNREAD = Sentence("A photo that could not be read may show the title's card."), Because.PHOTO
_NO_TITLE = Sentence("The listing has no title.")
_NO_CARD = Sentence("The title names no card that the catalogue knows.")


@dataclass(frozen=True)
class CatalogueFacts:
    """`pictured`: whether a card can be recognised at all. `printings`: what is known of set codes.

    `may_mean`: whether a title that names one card may mean another one as well, by a shortened or misspelled name.
    """

    pictured: Callable[[CardKey], bool]
    may_mean: Callable[[TitleReading, CardKey], bool]
    printings: PrintingFacts


def judged_listing(
    words: Described,
    seen: Sequence[SeenCard],
    troubles: Sequence[PhotoTrouble],
    facts: CatalogueFacts,
    close_ups: Sequence[CloseUp] = (),
) -> ListingFinding:
    """The verdict on one listing. `close_ups`: of the sold card's code, beside photos that show the card."""
    title = words.combined
    card = _card(title, seen, facts, some_unread=bool(troubles))
    shown = ShownPrintings.of(seen, sold_cards(title), close_ups)
    fields = (
        card,
        *printing_fields(title, facts.printings, card, shown, met_cards(title, seen)),
        _genuine(title),
        _condition(title),
        _count(title, seen, card),
        _finish(title, seen, met_cards(title, seen)),
    )
    ordered = sorted((noted(field, words) for field in fields), key=lambda field: FIELDS.index(field.field))
    verdict = _over_all(ordered)
    return ListingFinding(verdict, tuple(ordered), words, tuple(seen), tuple(troubles), tuple(close_ups))


_OF_PRINTING = frozenset(("printing", "edition", "language", "rarity"))


def _over_all(fields: Sequence[FieldFinding]) -> ListingVerdict:
    differs = {field.field for field in fields if field.verdict is FieldVerdict.DIFFERS}
    agrees = {field.field for field in fields if field.verdict is FieldVerdict.AGREES}
    rules = (
        ("genuine" in differs, ListingVerdict.NOT_GENUINE),
        ("card" in differs, ListingVerdict.WRONG_CARD),
        (bool(differs & _OF_PRINTING), ListingVerdict.WRONG_PRINTING),
        ("count" in differs, ListingVerdict.COUNT_DIFFERS),
        ("card" in agrees, ListingVerdict.MATCH),
    )
    return next((verdict for holds, verdict in rules if holds), ListingVerdict.CANNOT_TELL)


def sold_cards(title: TitleReading) -> frozenset[CardKey]:
    """Every card that the title may mean."""
    return frozenset(key for card in title.cards for key in (card.card, *card.rivals))


def met_cards(title: TitleReading, seen: Sequence[SeenCard]) -> frozenset[CardKey]:
    """The cards of the title that the photos show."""
    return frozenset(card.matches[0].card for card in seen if card.is_believed) & sold_cards(title)


def _card(title: TitleReading, seen: Sequence[SeenCard], facts: CatalogueFacts, *, some_unread: bool) -> FieldFinding:
    names = tuple(dict.fromkeys(card.name for card in title.cards))
    seen_names = tuple(dict.fromkeys(card.matches[0].name for card in seen if card.is_believed))
    compared = JudgedField("card", ", ".join(names) or None, ", ".join(seen_names) or None)
    if not title.cards:
        return compared.not_stated(_NO_CARD if title.text.strip() else _NO_TITLE)
    met = met_cards(title, seen)
    missing = [card for card in title.cards if not met & {card.card, *card.rivals}]
    if met and (not missing or title.disagree):
        unclear = _unclear(title, met, seen_names)
        if unclear is not None:
            return compared.cannot_tell(unclear, Because.TITLE)
        met_names = tuple(dict.fromkeys(card.name for card in title.cards if card not in missing))
        reason = Sentence("The title names {named}, and the photos show it.", named=listed(met_names))
        if len(met_names) > 1:
            reason = Sentence("The title names {named}, and the photos show them.", named=listed(met_names))
        elif any(card.is_named and card.matches[0].card in met for card in seen):
            reason = Sentence(
                "The title names {named}; the photos show it, and its name can be read there.", named=listed(met_names)
            )
        return compared.agrees(reason)
    shown = listed(seen_names)
    if met:
        absent = listed([card.name for card in missing])
        reason = Sentence("The photos show {shown}, but not clearly {absent}.", shown=shown, absent=absent)
        return compared.cannot_tell(reason, Because.PHOTO)
    doubt = _UNSEEN if some_unread and not seen else _doubt(title, seen, sold_cards(title), facts)
    doubt = doubt or (_UNREAD if some_unread else None)
    if doubt is not None:
        return compared.cannot_tell(*doubt)
    reason = Sentence("The title names {named}; the photos clearly show {shown}.", named=listed(names), shown=shown)
    if all(card.is_named for card in seen if card.is_believed):
        reason = Sentence(
            "The title names {named}; the photos clearly show {shown}, and its name can be read there.",
            named=listed(names),
            shown=shown,
        )
    return compared.differs(reason)


def _unclear(title: TitleReading, met: AbstractSet[CardKey], shown: Sequence[str]) -> Sentence | None:
    """Why a title whose card is shown may mean another one; None where nothing speaks for that."""
    coded = [card for card in title.cards if card.by in BY_CODE]
    named = [card for card in title.cards if card.by in SURE_NAMES]
    if title.disagree and named and not met & {card.card for card in named} and coded:
        return Sentence(
            "The title names {named}, but its set code is that of {coded}; the photos show {shown}.",
            named=listed([card.name for card in named]),
            coded=listed([card.name for card in coded]),
            shown=listed(shown),
        )
    for card in title.cards:
        if card.card in met and card.by == "part":
            return Sentence("“{words}” may be part of a longer name that the catalogue lacks.", words=card.words)
        if card.card in met and card.by == "foreign":
            return Sentence(
                "The title has words of other names than that of its set code's card, {name}.", name=card.name
            )
    return None


def _doubt(
    title: TitleReading, seen: Sequence[SeenCard], sold: frozenset[CardKey], facts: CatalogueFacts
) -> tuple[Sentence, Because] | None:
    """Why it is not certain that another card is shown; None if it is."""
    fronts = [card for card in seen if card.back is None]
    sure = [front for front in fronts if front.verdict is Verdict.SURE and front.matches]
    certain = {card.matches[0].card for card in sure}
    unsure = (front for front in fronts if front not in sure)
    named = title.cards[0]
    fitting = (card.matches[0].name for card in sure if facts.may_mean(title, card.matches[0].card))
    if not seen:
        return Sentence("No card was found in the photos."), Because.PHOTO
    if not fronts:
        return Sentence("The photos show backs only."), Because.PHOTO
    misnamed = next((front.name for front in fronts if front.name is not None and not front.is_named), None)
    if misnamed is not None:
        reason = Sentence(
            "The name that can be read in the photos, {name}, is not that of the card that it looks like.",
            name=misnamed.words,
        )
        return reason, Because.PHOTO
    if not sure and any(front.print_says is PrintSays.CONTRADICTS for front in fronts):
        reason = Sentence("What is printed on the card in the photos is not that of the card that it looks like.")
        return reason, Because.PHOTO
    if not sure:
        return Sentence("What the photos show was not recognised for sure."), Because.PHOTO
    if not all(front.matches and front.matches[0].card in certain for front in unsure):
        return Sentence("The photos show a card that was not recognised for sure."), Because.PHOTO
    if any(_may_be(front, sold) for front in fronts):
        return Sentence("A photo may show the title's card."), Because.PHOTO
    if title.lot or len(title.cards) > 1 or title.disagree:
        return Sentence("The title names several cards, and not all need be shown."), Because.TITLE
    if name := next(fitting, None):
        return Sentence("The title may mean {name} by a shortened or misspelled name.", name=name), Because.TITLE
    # How surely it means one of the cards that its words name; the photos may show none of them.
    if named.probability * (1 + len(named.rivals)) < CLEAR:
        return _UNCLEAR.get(named.by.removesuffix("+code"), _NOT_CLEARLY), Because.TITLE
    if not all(facts.pictured(card) for card in sold):
        return Sentence("The catalogue has no picture of {name}.", name=named.name), Because.CATALOGUE
    return None


def _may_be(seen: SeenCard, sold: frozenset[CardKey]) -> bool:
    return any(
        match.card in sold and (match.probability is None or match.probability >= POSSIBLE) for match in seen.matches
    )


def _count(title: TitleReading, seen: Sequence[SeenCard], card: FieldFinding) -> FieldFinding:
    """One card may lie in several photos: at least the most in one photo are there, at most all of them together. One
    alone may be one of several.

    A sighting that was not recognised for sure may be one more of them.
    """
    sold = sold_cards(title)
    shows = [sighting.is_believed and sighting.matches[0].card in sold for sighting in seen]
    by_photo = Counter(sighting.photo for sighting, is_it in zip(seen, shows, strict=True) if is_it)
    least, most = max(by_photo.values(), default=0), by_photo.total()
    doubtful = sum(
        not is_it and sighting.back is None and sighting.verdict is not Verdict.SURE
        for sighting, is_it in zip(seen, shows, strict=True)
    )
    shown = None if not most else str(least) if least == most else f"{least}-{most}"
    count, stated = title.quantity, None if title.quantity is None else str(title.quantity)
    compared = JudgedField("count", stated, shown)
    if count is None:
        return compared.not_stated(Sentence("The title does not mention the number of cards."))
    if not title.cards:
        return compared.cannot_tell(_NO_CARD, Because.TITLE)
    if title.lot or len(title.cards) > 1:
        return compared.cannot_tell(Sentence("The number of a lot is not counted in its photos."), Because.TITLE)
    if card.verdict is not FieldVerdict.AGREES:
        return compared.cannot_tell(Sentence("The title's card was not recognised in the photos."), Because.PHOTO)
    if most < count <= most + doubtful:
        return compared.cannot_tell(Sentence("Not all cards in the photos were recognised for sure."), Because.PHOTO)
    if count > most and all(sum(other.photo == photo for other in seen) == 1 for photo in by_photo):
        reason = Sentence("The title says {said}, and each photo shows one, which may be one of them.", said=stated)
        return compared.cannot_tell(reason, Because.PHOTO)
    if not least <= count <= most:
        return compared.differs(Sentence("The title says {said}, the photos show {shown}.", said=stated, shown=shown))
    if count == least:
        return compared.agrees(Sentence("The title says {said}, and a photo shows as many.", said=stated))
    return compared.cannot_tell(Sentence("Several photos may show one card twice."), Because.PHOTO)
